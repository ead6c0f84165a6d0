"""A letter becomes stories: the copy that is attached to it, else what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from broadsheet.foundation.text import clean_text
from broadsheet.wire import cleaning
from broadsheet.wire.datelines import dateline_in
from broadsheet.wire.errors import ImportRefused, PictureMissing
from broadsheet.wire.formats import copy_format_of
from broadsheet.wire.letters.parts import Attached, Letter, letter_of
from broadsheet.wire.naming import name_by_content
from broadsheet.wire.paper import Remark
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.story import Block, Picture, Related, State, Story
from broadsheet.wire.story import Text as TextBlock

CID = re.compile(r"""(<img\b[^>]*?\bsrc\s*=\s*["']?)cid:([^"'\s>]+)""", re.IGNORECASE)
MOST_STORIES = 200  # of one letter
DEEPEST = 3  # letters within letters
LONGEST_HEADLINE = 120
SIGNATURES = {
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
}

Keeping = Callable[[bytes], str]
"""Keeps a picture and gives the path by which a story names it; raises `PictureMissing`."""


class NotAllowed(ImportRefused):
    """The sender is not one whose letters are taken."""


@dataclass(slots=True)
class Read:
    """What was in a letter."""

    stories: list[Story] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read(data: bytes, *, senders: Iterable[str], keep: Keeping) -> Read:
    """The stories in a letter.

    Args:
        senders: whose letters are taken: addresses, or `@domain`; none for everybody's.
        keep: what becomes of its pictures.

    Raises:
        NotAllowed: the sender is none of these.
        ImportRefused: it is too large, too deep, or has nothing to print in it.
    """
    try:
        letter = letter_of(data)
    except RecursionError as error:
        raise ImportRefused("The letter is nested too deeply.") from error
    except ValueError as error:  # Python's own reader, of a part whose encoding has a NUL in its name
        raise ImportRefused(f"The letter cannot be read: {error}.") from error
    allowed = [one.strip().lower() for one in senders if one.strip()]
    if allowed and not is_allowed(letter.sender, allowed):
        raise NotAllowed(f"Letters from {letter.sender or 'nobody'} are not taken here.")
    found = Read()
    _read(letter, data, found, keep, depth=1)
    if not found.stories:
        why = f" ({'; '.join(found.remarks)})" if found.remarks else ""
        raise ImportRefused(f"There is nothing in the letter that could be printed{why}.")
    return found


def is_allowed(sender: str, allowed: Iterable[str]) -> bool:
    """Whether a sender's address, or all of its domain, is in the list."""
    name, at, domain = sender.rpartition("@")
    return bool(name and at and domain) and bool({sender, f"@{domain}"} & set(allowed))


def _read(letter: Letter, data: bytes, found: Read, keep: Keeping, *, depth: int) -> None:
    found.remarks += letter.notes
    copy = [story for one in letter.attached for story in _copy(one, found)]
    pictures = {one: src for one in letter.attached if (src := _picture(one, found, keep, bool(copy)))}
    said = list(_said_copy(letter, found)) if not copy else []
    if copy or said:
        by_name = {one.name: src for one, src in pictures.items()}
        found.stories += [_with_pictures(story, by_name) for story in (*copy, *said)]
    elif story := _story(letter, data, pictures):
        found.stories.append(story)
    for inner in letter.letters:
        if depth == DEEPEST:
            found.remarks.append("a letter in a letter in a letter was not opened")
        else:
            _read(inner, b"", found, keep, depth=depth + 1)


# Attachments -----------------------------------------------------------------


def _copy(one: Attached, found: Read) -> Iterator[Story]:
    """The stories of an attachment in a format of agencies; broken ones cost only themselves."""
    form = copy_format_of(one.data)
    if form is None:
        return
    try:
        for item in form.read(one.data):
            if isinstance(item, Remark):
                found.remarks.append(f"{one.name}: {item.where}: {item.text}")
            elif len(found.stories) < MOST_STORIES:
                yield item
    except ImportRefused as error:
        found.remarks.append(f"{one.name}: {error}")


def _said_copy(letter: Letter, found: Read) -> Iterator[Story]:
    """Copy that is the text of the letter itself."""
    text = letter.text.lstrip()
    if text:
        data = text.encode("utf-8", "replace")
        yield from _copy(Attached(name="its text", kind="text/plain", data=data), found)


def _picture(one: Attached, found: Read, keep: Keeping, beside_copy: bool) -> str:
    """Where a picture is kept; "" for what is none, which is told unless it is copy or a signature."""
    if one.kind in SIGNATURES or copy_format_of(one.data):
        return ""
    try:
        return keep(one.data)
    except PictureMissing as error:
        why = str(error) if one.kind.startswith("image/") else "nothing here reads such a file"
        found.remarks.append(f"{one.name} is left out: {why}")
        return ""


def _with_pictures(story: Story, kept: dict[str, str]) -> Story:
    """Copy names its pictures by their files' names: those that came with it are meant."""

    def placed(block: Block) -> Block:
        return (
            replace(block, src=kept.get(block.src, block.src)) if isinstance(block, Picture) else block
        )

    picture = placed(story.picture) if story.picture else None
    assert picture is None or isinstance(picture, Picture)
    return replace(story, picture=picture, body=tuple(map(placed, story.body)))


# The letter's own words ------------------------------------------------------


def _story(letter: Letter, data: bytes, pictures: dict[Attached, str]) -> Story | None:
    """What the letter says, with its pictures: those that it shows in their places, the others below."""
    by_cid = {one.cid: src for one, src in pictures.items() if one.cid}
    body = _body(letter, by_cid)
    shown = {block.src for block in body if isinstance(block, Picture)}
    more = tuple(Picture(src=src) for src in dict.fromkeys(pictures.values()) if src not in shown)
    words = next((cleaning.plain(one.html) for one in body if isinstance(one, TextBlock)), "")
    headline = letter.subject or words[:LONGEST_HEADLINE]
    if not headline and not more:
        return None
    place = dateline_in(body, sent=letter.sent, language=letter.language)
    return Story(
        id=letter.id or name_by_content(data or repr(letter).encode("utf-8", "replace")),
        state=State.DRAFT,
        headline=headline or "…",
        body=(*body, *more),
        language=letter.language,
        published=letter.sent,
        dateline_place=place.place,
        dateline_date=place.day,
        ednote=_from(letter),
        notes=tuple(letter.notes),
    )


def _body(letter: Letter, by_cid: dict[str, str]) -> tuple[Block, ...]:
    """Its HTML, which looks as it was meant; its plain text where the HTML says nothing."""
    html = CID.sub(lambda found: f"{found[1]}{escape(by_cid.get(found[2], ''))}", letter.html)
    body = cleaning.blocks_of(html) if html.strip() else ()
    if not any(isinstance(one, TextBlock) for one in body) and letter.text.strip():
        body = cleaning.blocks_of(html_of_text(clean_text(letter.text)))
    return tuple(one for one in body if not isinstance(one, Related) and _leads(one))


def _leads(block: Block) -> bool:
    """A picture that did not come along and stands on no site is no picture."""
    return not isinstance(block, Picture) or block.src.startswith(("enclosed/", "http://", "https://"))


def _from(letter: Letter) -> str:
    return f"{letter.sender_name} <{letter.sender}>" if letter.sender_name else letter.sender
