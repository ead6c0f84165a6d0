"""What a signed-in reader sees of the stories they sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from broadsheet.foundation.accounts import AccountPart
from broadsheet.foundation.models import User
from broadsheet.stories import actions, queries
from broadsheet.stories.links import Purpose, link
from broadsheet.stories.models import State
from broadsheet.stories.transitions import TRANSITIONS

SHOWN = 20


def export(user: User) -> dict[str, Any]:
    """What they sent, for them to take away; the files are theirs already."""
    sent = queries.of_sender(user=user).prefetch_related("attachments", "letters")
    return {
        "stories": [
            {
                "headline": one.headline,
                "text": one.text,
                "place": one.place,
                "name": one.name,
                "email": one.email,
                "state": one.state,
                "reason": one.reason,
                "licence": one.licence,
                "answers": one.answers,
                "tip": one.is_tip,
                "sent": one.sent_at,
                "files": [attachment.name for attachment in one.attachments.all()],
                "letters": [
                    {"from_newsroom": letter.from_newsroom, "text": letter.text, "at": letter.at}
                    for letter in one.letters.all()
                ],
            }
            for one in sent
        ]
    }


def forget_sender(user: User) -> None:
    """What was not used goes with the account."""
    actions.erase_sender(user=user, emails=queries.verified_addresses(user=user))


def sent_stories(user: User) -> AccountPart | None:
    """Their stories with where each stands; None when they never sent one."""
    sent = list(queries.of_sender(user=user).select_related("article")[:SHOWN])
    if not sent:
        return None
    rows = [
        {
            "contribution": one,
            "yours": link(contribution=one, purpose=Purpose.YOURS),
            "withdraw": link(contribution=one, purpose=Purpose.WITHDRAW)
            if State.WITHDRAWN in TRANSITIONS[State(one.state)]
            else "",
            "published": one.article if one.article and one.article.live else None,
        }
        for one in sent
    ]
    return AccountPart(
        title=_("Stories you sent"), template="stories/account_part.html", context={"stories": rows}
    )
