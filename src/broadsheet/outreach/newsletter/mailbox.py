"""A mailbox that returned letters come to."""

from __future__ import annotations

from broadsheet.foundation.mailboxes import Mailbox, MailboxAway, at, opened
from broadsheet.outreach.newsletter import bounces, returns

AT_ONCE = 200  # messages; the rest comes next time

__all__ = ["AT_ONCE", "Mailbox", "MailboxAway", "at", "take_in_new"]


def take_in_new(mailbox: Mailbox) -> int:
    """Take in every unread message; how many were read.

    A message is marked as read once what it says is written down, so that a
    crash between the two reads it again, which changes nothing. Only its top
    is fetched: a report is short, what it brings back may be long.

    Raises:
        MailboxAway: the server cannot be reached, or will not let us in.
    """
    with opened(mailbox) as box:
        numbers = box.unread(most=AT_ONCE)
        for number in numbers:
            if raw := box.top_of(number, length=bounces.READ):
                returns.take_in(raw=raw)
            box.mark_read(number)
        return len(numbers)
