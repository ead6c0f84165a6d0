"""The letters between the newsroom and a sender. They lie in the newsroom; mail only carries them."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.stories import tasks
from broadsheet.stories.models import Contribution, Letter, ReplyTemplate, State
from broadsheet.stories.transitions import NotPossible, locked

FIELD = re.compile(r"\{(name|headline|paper)\}")
CLOSED = (State.UNVERIFIED, State.WITHDRAWN)
# Letters every newsroom writes; its own stand beside them (`ReplyTemplate`).
STANDARD = {
    "question": (
        _("A question"),
        _(
            "Dear {name},\n\nthank you for “{headline}”. Before we can use it we would like to know: "
            "\n\nYours,\n{paper}"
        ),
    ),
    "proof": (
        _("Where the pictures are from"),
        _(
            "Dear {name},\n\nthank you for “{headline}”. Did you take the pictures yourself? Please "
            "tell us where you stood, on which day and at what time, and whether they have been "
            "published anywhere else.\n\nYours,\n{paper}"
        ),
    ),
    "later": (
        _("Not now"),
        _(
            "Dear {name},\n\nthank you for “{headline}”. We have read it, and cannot use it now; it may "
            "well be that we come back to it.\n\nYours,\n{paper}"
        ),
    ),
}


def write(*, contribution: Contribution, text: str, by: User) -> Letter:
    """The newsroom writes to the sender; the letter goes out in the background.

    Raises:
        NotPossible: the story was taken back, or its sender has no address any more.
    """
    with transaction.atomic():
        found = locked(contribution)
        if found.state in CLOSED or not found.email:
            raise NotPossible(str(_("Nobody can be written to about this story.")))
        letter = Letter.objects.create(contribution=found, from_newsroom=True, by=by, text=text)
        tasks.mail_letter.enqueue(letter.pk)
    return letter


def answer(*, contribution: Contribution, text: str) -> Letter:
    """The sender answers. The same words twice in a row are one letter.

    Raises:
        NotPossible: the story was taken back, or never confirmed.
    """
    with transaction.atomic():
        found = locked(contribution)
        if found.state in CLOSED:
            raise NotPossible(str(_("This story cannot be answered about any more.")))
        last = found.letters.last()
        if last and not last.from_newsroom and last.text == text:
            return last
        letter = Letter.objects.create(contribution=found, from_newsroom=False, text=text)
        tasks.mail_answer.enqueue(letter.pk)
    return letter


def templates() -> list[tuple[str, str]]:
    """Keys and names of the letters to begin with: the newsroom's own, then those that come along."""
    own = [(str(pk), name) for pk, name in ReplyTemplate.objects.values_list("pk", "name")]
    return own + [(key, str(name)) for key, (name, _text) in STANDARD.items()]


def begun(*, key: str, contribution: Contribution) -> str:
    """The text of a template with names filled in; "" for a key nobody knows."""
    own = ReplyTemplate.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    text = own.text if own else str(STANDARD[key][1]) if key in STANDARD else ""
    fields = {
        "name": contribution.name,
        "headline": contribution.headline,
        "paper": news.paper_settings().name,
    }
    return FIELD.sub(lambda match: fields[match[1]], text)
