"""The licence a sender agrees to. Each version stays: it is what somebody agreed to."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CURRENT = "1"
TEXTS: dict[str, Promise] = {
    "1": _(
        "The words and pictures are mine, or I may pass them on. The paper may publish, shorten and "
        "edit them, in print and online, with my name, and need not pay for them. They stay mine: I "
        "may use them anywhere else. Nobody recognisable in the pictures has told me not to send them."
    ),
    "cc-by-4": _(
        "The words and pictures are mine. Everybody may use, change and pass them on, also for money, "
        "when they say my name: they are under the licence Creative Commons Attribution 4.0 "
        "(creativecommons.org/licenses/by/4.0). Nobody recognisable in the pictures has told me not to "
        "send them."
    ),
}


def text_of(version: str) -> Promise | str:
    """The text of a version; "" for one that is not ours (an import)."""
    return TEXTS.get(version, "")


# What stands under the article, for readers.
NOTES: dict[str, Promise] = {
    "1": _("Published with the sender's permission; the rights stay theirs."),
    "cc-by-4": _("Words and pictures sent in: Creative Commons Attribution 4.0."),
}
# What a call for stories may ask for.
OFFERED = [("1", _("the paper may publish it")), ("cc-by-4", _("everybody may use it (CC BY 4.0)"))]


def note_of(version: str) -> Promise | str:
    """What an article says of the licence; "" for one that is not ours (an import)."""
    return NOTES.get(version, "")
