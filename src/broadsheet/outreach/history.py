"""What the newsroom does with letters and readers' screens, as its log of all changes names it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from broadsheet.foundation.models import User

ISSUE_SENT = "outreach.issue_sent"
ISSUE_PAUSED = "outreach.issue_paused"
ISSUE_RESUMED = "outreach.issue_resumed"
ISSUE_STOPPED = "outreach.issue_stopped"
SUBJECT_CHOSEN = "outreach.subject_chosen"
RETURN_DECIDED = "outreach.return_decided"
READER_LEFT = "outreach.reader_left"
READER_EXPORTED = "outreach.reader_exported"
READER_ERASED = "outreach.reader_erased"
PUSH_ASKED = "outreach.push_asked"
PUSH_AGREED = "outreach.push_agreed"
PUSH_DROPPED = "outreach.push_dropped"

WORDS: dict[str, Any] = {
    ISSUE_SENT: _("Newsletter sent"),
    ISSUE_PAUSED: _("Newsletter paused"),
    ISSUE_RESUMED: _("Newsletter taken up again"),
    ISSUE_STOPPED: _("Newsletter stopped"),
    SUBJECT_CHOSEN: _("Subject chosen for the rest"),
    RETURN_DECIDED: _("Returned letter decided"),
    READER_LEFT: _("Newsletter ended for a reader"),
    READER_EXPORTED: _("A reader's data taken out"),
    READER_ERASED: _("A reader erased"),
    PUSH_ASKED: _("Line for readers' screens written"),
    PUSH_AGREED: _("Line for readers' screens agreed to"),
    PUSH_DROPPED: _("Line for readers' screens dropped"),
}


def note(thing: Any, action: str, *, by: User | None, **data: str | int) -> None:
    """Write down what was done; part of the transaction that did it."""
    log(thing, action, user=by, data=data)


def note_nameless(thing: Any, action: str, *, by: User, **data: str | int) -> None:
    """The same of a reader's things: the log has their number and not their address."""
    log(thing, action, user=by, title=f"{thing.pk}", data=data)
