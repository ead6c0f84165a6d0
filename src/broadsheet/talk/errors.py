"""Why the room says no, in sentences that a reader understands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class TalkError(Exception):
    """The reader may not do this now; `sentence` says why and what to do."""

    sentence = _("This cannot be done.")
    status = 422

    def __str__(self) -> str:
        return str(self.sentence)


class Closed(TalkError):
    sentence = _("The comments here are closed.")


class NoArticle(TalkError):
    sentence = _("There is no such article.")
    status = 404


class ParentGone(TalkError):
    sentence = _(
        "The comment you answer is no longer there. You can send yours as a comment of its own."
    )


class StaffName(TalkError):
    sentence = _("This name looks like one of the newsroom. Please take another one.")


class NameTaken(TalkError):
    sentence = _("This name belongs to a reader with an account. Sign in, or take another one.")


class Banned(TalkError):
    sentence = _("You cannot write here %(until)s. The reason: %(reason)s")
    status = 403

    def __init__(self, *, reason: str, until: str) -> None:
        super().__init__(reason)
        self.reason, self.until = reason, until

    def __str__(self) -> str:
        return str(self.sentence) % {"reason": self.reason, "until": self.until}


class NotYours(TalkError):
    sentence = _("Only its writer can do this, from the browser in which it was written.")
    status = 403


class TooLate(TalkError):
    sentence = _("The time in which you could change your comment is over.")


class TooMany(TalkError):
    sentence = _("That was a lot of comments in a short time. Please wait a while and send it again.")
    status = 429


class TooManyPages(TalkError):
    sentence = _(
        "Those were first comments on many pages in a short time. Please wait a while and send it again."
    )
    status = 429


class TooManyLikes(TalkError):
    sentence = _("That was a lot in a short time. Please wait a while.")
    status = 429


class TooManyOnFirstDay(TalkError):
    sentence = _(
        "On the first day the forum takes three topics and ten replies from a new reader. "
        "Please come back tomorrow."
    )
    status = 429


class AlreadyDecided(Exception):
    """A moderator's move that the post's state does not allow any more."""


class ChangedMeanwhile(AlreadyDecided):
    """Its writer changed the post after the moderator saw it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The comment by %(name)s was changed just now. Please read it again.") % {"name": name}
        )


class NothingToUndo(Exception):
    """The decision was undone before, or another followed it."""
