"""What a source gave becomes stories, whatever format it is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.formats import FIRST_BYTES, copy_format_of, feed, page
from broadsheet.wire.letters import reading as letters
from broadsheet.wire.letters.reading import Keeping
from broadsheet.wire.pages.reading import story_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.story import Story

MOST = 1000  # stories of one look
LETTERS = "E-mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What was read, oldest first, and what was told about it."""

    format: str
    stories: tuple[Story, ...]
    remarks: tuple[str, ...] = ()


def read(data: bytes, *, address: str = "", charset: str = "") -> Received:
    """The stories in `data`: a feed, a news page, or agency copy.

    Args:
        address: where it was found, for what is written relative to it.
        charset: what its server said its letters are in.

    Raises:
        ImportRefused: it is none of these, or broken from its start.
    """
    if form := copy_format_of(data):
        return _sorted_out(form.name, form.read(data))
    path, first = Path(taken_apart(address).path), data[:FIRST_BYTES]
    if feed.recognises(path, first):
        found = feed.feed_of(data, address=address, charset=charset)
        return Received(
            format=feed.FORMAT.name, stories=tuple(reversed(found.stories)), remarks=found.notes
        )
    if page.recognises(path, first):
        zone = timezone.get_default_timezone()
        story = story_of(data, address=address, charset=charset, zone=zone)
        return Received(format=page.FORMAT.name, stories=(story,))
    raise ImportRefused("It is neither a feed, nor a news page, nor agency copy.")


def read_letter(data: bytes, *, senders: Iterable[str], keep: Keeping) -> Received:
    """The stories in a letter.

    Args:
        senders: whose letters are taken; none for everybody's.
        keep: what becomes of its pictures.

    Raises:
        ImportRefused: its sender is none of these, or there is nothing to print in it.
    """
    found = letters.read(data, senders=senders, keep=keep)
    return Received(format=LETTERS, stories=tuple(found.stories), remarks=tuple(found.remarks))


def _sorted_out(name: str, items: Iterable[Story | Remark]) -> Received:
    """Agency copy; where it breaks off, what was read before stays."""
    stories: list[Story] = []
    remarks: list[str] = []
    try:
        for item in items:
            if isinstance(item, Remark):
                remarks.append(f"{item.where}: {item.text}")
            elif len(stories) == MOST:
                remarks.append(f"only the first {MOST} stories were read")
                break
            else:
                stories.append(item)
    except ImportRefused as error:
        if not stories:
            raise
        remarks.append(str(error))
    return Received(format=name, stories=tuple(stories), remarks=tuple(remarks))
