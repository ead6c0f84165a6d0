"""A reader's own digest: what is new in what they follow by letter, once a day.

It is opted into by a signed-in reader whose address is confirmed, so nobody is asked
again. At most one letter a turn: the turn is taken before a word is said to the mail
server, and what is left on its way by a crash is never sent again.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries as news
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.following import queries, turns
from broadsheet.outreach.following.queries import ForYou
from broadsheet.outreach.line import Line, MailServerAway
from broadsheet.outreach.models import Back, DeliveryState, FollowLetter
from broadsheet.outreach.newsletter import looks, tokens, verdicts, writing
from broadsheet.outreach.newsletter.verdicts import Kind

logger = logging.getLogger(__name__)

MOST = 20  # articles in one letter; the rest stands on “For you”
SETTLED = timedelta(minutes=10)  # what is being published just now comes with the next letter
TURN_SECONDS = 20.0
_signer = signing.Signer(salt="broadsheet.following.letters")


def is_anything_due() -> bool:
    return _due().exists()


def send_due() -> bool:
    """Send the letters whose turn has come, for some seconds; whether more may be due.

    Raises:
        MailServerAway: it cannot be reached, or will not have us; what waits stays waiting.
    """
    line = Line()
    ends = time.monotonic() + TURN_SECONDS
    try:
        while time.monotonic() < ends:
            turn = _due().order_by("next_at", "pk").select_related("user").first()
            if turn is None:
                return False
            line.make_sure()
            _take_and_send(turn, line)
    finally:
        line.close()
    return True


def write(*, user: User, found: list[ForYou], mark: str) -> EmailMultiAlternatives:
    """A reader's letter with these articles, with its own link to end them (RFC 8058).

    Args:
        mark: by which it is known when it comes back.
    """
    paper = news.paper_settings()
    stop = absolute(reverse("follow_letters_over", args=[to_leave(user=user)]))
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("What you follow: %(headline)s") % {"headline": found[0].article.title}
        subject = Truncator(clean_line(subject)).chars(150)
        dear = _("Dear %(name)s,") % {"name": user.name} if user.name else ""
        named = clean_line(f"{paper.name}: {_('What you follow')}")
        context = {
            "subject": subject,
            "paper": paper,
            "stories": [_story(one, first=not place) for place, one in enumerate(found)],
            "home": absolute("/"),
            "online": absolute(reverse("for_you")),
            "leave": stop,
            "choose": absolute(reverse("following")),
        }
        plain = looks.plain(context | {"greeting": f"{dear}\n\n" if dear else ""})
        html = looks.html(context | {"greeting": _paragraph(dear)})
    message = EmailMultiAlternatives(
        subject=subject,
        body=plain,
        to=[turns.address(user=user)],
        from_email=writing.comes_back_to(mark),
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{mark}@{writing.host()}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": formataddr((named, f"following.{writing.host()}")),
            "Precedence": "bulk",
        },
        reply_to=[paper.contact_email] if paper.contact_email else None,
    )
    message.attach_alternative(html, "text/html")
    return message


def to_leave(*, user: User) -> str:
    """What the link ends in by which a reader wants no more letters; it holds no address."""
    return _signer.sign(str(user.pk))


def who_leaves(token: str) -> User | None:
    """Whose link this is; None when nobody signed it or its owner is gone."""
    try:
        key = _signer.unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key).first()


def _due() -> QuerySet[FollowLetter]:
    return FollowLetter.objects.filter(next_at__lte=now())


def _take_and_send(turn: FollowLetter, line: Line) -> None:
    if turn.state == DeliveryState.SENDING:
        logger.warning("What became of the last letter to account %s is not known", turn.user_id)
    until = now() - SETTLED
    found = _new(turn, until)
    if not turns.take(turn, until=max(until, turn.covers_until), sends=bool(found)) or not found:
        return
    number = turn.number + 1
    mark = tokens.of_digest(turn.pk, number)
    try:
        outcome = line.send(write(user=turn.user, found=found, mark=mark))
    except MailServerAway:
        turns.wait(turn)
        raise
    if outcome.state != DeliveryState.SENT:
        logger.warning("The letter to account %s: %s", turn.user_id, outcome.state)
    turns.settle(turn, state=outcome.state)
    if (
        outcome.state == DeliveryState.FAILED
        and verdicts.kind(status="", words=outcome.answer) == Kind.HARD
    ):
        turns.came_back(key=turn.pk, number=number, kind=Back.HARD)


def _new(turn: FollowLetter, until: datetime) -> list[ForYou]:
    """What the letter has; nothing for somebody who rests, or who was shut out."""
    user = turn.user
    if not user.is_active or turns.rests(user=user):
        return []
    since = turn.covers_until
    keys = queries.newest(user=user, by_letter=True, since=since, until=until, most=MOST)
    mine = list(queries.follows(user=user).filter(by_letter=True))
    return queries.explained(keys, among=news.cards().defer(None), mine=mine)


def _story(one: ForYou, *, first: bool) -> dict[str, object]:
    article = one.article
    shown = writing.story(article=article, url=absolute(article.url or "/"), first=first)
    return shown | {"because": [follow.name for follow in one.because]}


def _paragraph(text: str) -> SafeString:
    return format_html("<p>{}</p>", text) if text else SafeString("")
