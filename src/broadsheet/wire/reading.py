"""What a format offers, and what it gets to do its work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.wire.errors import ImportRefused, PictureMissing
from broadsheet.wire.fetching import fetch
from broadsheet.wire.paper import Remark
from broadsheet.wire.story import Item, Story

__all__ = [
    "CopyFormat",
    "Format",
    "ImportRefused",
    "Moments",
    "Options",
    "PictureMissing",
    "Reading",
    "no_picture",
]

Moments = Callable[[str], datetime]
"""From an item's id to the moment from which its `age` counts: now when it is
new, the moment of its first loading when it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an import is done.

    Args:
        pictures: fetch pictures that stand on other sites; those that are in
            the file or folder itself always come in.
        section: the name of the section for stories that name none.
        types: of a WordPress export, beside posts and pages: items of these types are stories, too.
        site: the old paper's address, for files that do not say it.
        keep_subscribers: readers on an old newsletter list stay on it; else they
            come in as not yet confirmed and get nothing before they are.
        members_only: stories that only members could read become public here;
            else they come in as drafts.
        fetch: asks another site for a picture's bytes; raises `PictureMissing`.
        address: where the file was found, for what is written relative to it.
        charset: what its server said its letters are in.
    """

    pictures: bool = True
    section: str = "News"
    types: tuple[str, ...] = ()
    site: str = ""
    keep_subscribers: bool = False
    members_only: bool = False
    fetch: Callable[[str], bytes] = fetch
    address: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file being read.

    Args:
        origin: what the content's home is called; with an item's id it makes
            an import re-runnable, so it must stay when the file moves.
        items: the content, in an order in which it can be filed. Raises
            `ImportRefused` where the file breaks off.
        picture: the bytes behind a path inside the import; raises
            `PictureMissing`.
        fraction: how far the reading has got, from 0 to 1.
        keeps_names: stories carry lasting names of a paper of ours.
        agency: stories are copy of agencies, which comes in as drafts.
    """

    origin: str
    items: Callable[[Moments], Iterator[Item]]
    picture: Callable[[str], bytes]
    fraction: Callable[[], float]
    keeps_names: bool = False
    agency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of the field.

    Args:
        name: what it is called in messages.
        recognises: whether a path is of this format, by its first bytes
            (`b""` for a folder).
        read: opens a path; raises `ImportRefused` when it is broken at once.
    """

    name: str
    recognises: Callable[[Path, bytes], bool]
    read: Callable[[Path, Options], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFormat:
    """A format in which agencies send copy: a few items that fit into memory.

    Args:
        name: what it is called in messages and on the command line.
        recognises: whether this is such copy, by its first bytes.
        read: the stories in it, and remarks on what is none; raises
            `ImportRefused` where it is broken.
        write: the bytes of stories; None for formats that are only read.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Iterator[Story | Remark]]
    write: Callable[[Iterable[Story]], bytes] | None = None


def no_picture(src: str) -> bytes:
    """For formats that hold no pictures themselves."""
    raise PictureMissing("the file holds no pictures")
