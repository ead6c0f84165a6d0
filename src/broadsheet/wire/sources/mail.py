"""A mailbox to which others send copy. What was read there is marked, and nothing is deleted."""

from __future__ import annotations

import logging

from django.conf import settings

from broadsheet.foundation.mailboxes import Mailbox, MailboxAway, Opened, at, opened
from broadsheet.foundation.outside import Unreachable
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.letters import enclosures
from broadsheet.wire.letters.parts import LIMIT
from broadsheet.wire.models import Source
from broadsheet.wire.sources import receiving
from broadsheet.wire.sources.receiving import Received
from broadsheet.wire.sources.taking import Taken, take_all
from broadsheet.wire.story import Story

logger = logging.getLogger(__name__)
MOST = 100  # letters of one look
SHOWN = 10  # letters of a trial
UNREADABLE = "it could not be read; the log says more"


def take_letters(*, source: Source) -> Taken:
    """Take the stories of all unread letters, oldest first.

    A letter is marked as read once its stories are kept. One that is not taken is
    flagged as well, so that whoever opens the mailbox sees it.

    Raises:
        Unreachable: there is no such mailbox, or it cannot be read.
    """
    all_taken = Taken()
    try:
        with opened(_mailbox(source)) as box:
            for number in box.unread(most=MOST):
                _take(source, box, number, all_taken)
    except MailboxAway as error:
        raise Unreachable(f"its mailbox cannot be read: {error}") from error
    return all_taken


def preview(*, source: Source) -> Received:
    """What would be taken of the oldest unread letters; nothing is kept or marked.

    Raises:
        Unreachable: there is no such mailbox, or it cannot be read.
    """
    stories: list[Story] = []
    remarks: list[str] = []
    try:
        with opened(_mailbox(source)) as box:
            for number in box.unread(most=SHOWN):
                try:
                    data = box.top_of(number, length=LIMIT + 1)
                    found = receiving.read_letter(data, senders=source.allowed, keep=enclosures.path_of)
                except ImportRefused as error:
                    remarks.append(str(error))
                else:
                    stories += found.stories
                    remarks += found.remarks
    except MailboxAway as error:
        raise Unreachable(f"its mailbox cannot be read: {error}") from error
    return Received(format=receiving.LETTERS, stories=tuple(stories), remarks=tuple(remarks))


def _take(source: Source, box: Opened, number: str, all_taken: Taken) -> None:
    data = box.top_of(number, length=LIMIT + 1)
    try:
        received = receiving.read_letter(data, senders=source.allowed, keep=enclosures.keep)
        taken = take_all(source=source, stories=received.stories)
    except ImportRefused as error:
        all_taken.troubles.append(str(error))
        box.mark_read(number, flagged=True)
        return
    except Exception:
        # What one sends must not keep the letters behind it from coming in.
        logger.exception("Letter %s of “%s” could not be read", number, source)
        all_taken.troubles.append(f"letter {number}: {UNREADABLE}")
        box.mark_read(number, flagged=True)
        return
    all_taken.new += taken.new
    all_taken.changed += taken.changed
    all_taken.troubles += [*received.remarks, *taken.troubles]
    box.mark_read(number)


def _mailbox(source: Source) -> Mailbox:
    address = settings.WIRE_MAILBOXES.get(source.address)
    if address is None:
        raise Unreachable(f"its mailbox “{source.address}” is not in broadsheet.toml")
    return at(address)
