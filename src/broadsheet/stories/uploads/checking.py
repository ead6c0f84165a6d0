"""All of a contribution's files: looked at, and put into quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.foundation.text import clean_line
from broadsheet.stories.uploads import documents, kinds, pictures
from broadsheet.stories.uploads.errors import FileRefused, FilesRefused
from broadsheet.stories.uploads.kinds import PICTURES, Kind
from broadsheet.stories.uploads.quarantine import Kept, Shelf

MAX_FILES = 10
MAX_BYTES = 20 * 1024 * 1024  # of one file
NAME_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came: the sender's name for it, and its bytes (a seekable file)."""

    name: str
    file: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file in quarantine with what is known about it; `clean` and `look` are "" for a document."""

    kind: Kind
    name: str
    original: Kept
    clean: str
    look: str


def take(*, uploads: Sequence[Upload], shelf: Shelf) -> list[Taken]:
    """Check every file and keep all of them, in their order.

    Raises:
        FilesRefused: with a sentence for each file at fault; the shelf is
            emptied by whoever opened it.
    """
    if len(uploads) > MAX_FILES:
        raise FilesRefused([too_many()])
    taken: list[Taken] = []
    reasons: list[str] = []
    for upload in uploads:
        try:
            taken.append(_take_one(upload, shelf))
        except FileRefused as refusal:
            reasons.append(str(refusal))
    if reasons:
        raise FilesRefused(reasons)
    return taken


def too_many() -> str:
    return ngettext(
        "More than %(count)s file cannot be sent at once.",
        "More than %(count)s files cannot be sent at once.",
        MAX_FILES,
    ) % {"count": MAX_FILES}


def too_big(name: str) -> str:
    return _("“%(name)s” is larger than %(limit)s MB.") % {
        "name": shown_name(name),
        "limit": MAX_BYTES // 1024**2,
    }


def shown_name(name: str) -> str:
    """The sender's name for a file, as it may be shown: one line, no folders, not too long."""
    line = clean_line(name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    stem, dot, ending = line.rpartition(".")
    return f"{stem[:NAME_LENGTH]}{dot}{ending[:12]}" if stem else ending[:NAME_LENGTH] or _("file")


def _take_one(upload: Upload, shelf: Shelf) -> Taken:
    name = shown_name(upload.name)
    _check_size(upload.file, name)
    kind = _kind_of(upload.file, name)
    clean = look = ""
    if kind in PICTURES:
        with closing(pictures.clean_copy(file=upload.file, kind=kind, name=name)) as copy:
            clean = shelf.put(copy).name
            look = pictures.look(copy)
    elif kind in {Kind.DOCX, Kind.ODT}:
        documents.check(file=upload.file, kind=kind, name=name)
    original = shelf.put(upload.file)
    return Taken(kind=kind, name=_with_ending(name, kind), original=original, clean=clean, look=look)


def _check_size(file: IO[bytes], name: str) -> None:
    size = file.seek(0, 2)
    if size == 0:
        raise FileRefused(_("“%(name)s” is empty.") % {"name": name})
    if size > MAX_BYTES:
        raise FileRefused(too_big(name))


def _kind_of(file: IO[bytes], name: str) -> Kind:
    kind = kinds.sniff(file)
    if kind is None:
        raise FileRefused(_not_taken(name))
    if not kinds.keeps_its_promise(name=name, kind=kind):
        raise FileRefused(
            _("“%(name)s” is not what its name says: inside it is a %(kind)s.")
            % {"name": name, "kind": kind.label}
        )
    return kind


def _not_taken(name: str) -> str:
    wanted = kinds.promised(name)
    if wanted == Kind.TEXT:
        return _("“%(name)s” is not plain text in UTF-8.") % {"name": name}
    if wanted:
        return _("“%(name)s” is not what its name says: it is no %(kind)s.") % {
            "name": name,
            "kind": wanted.label,
        }
    return _("“%(name)s” is of a kind we do not take.") % {"name": name}


def _with_ending(name: str, kind: Kind) -> str:
    """The name with the ending of what is really inside."""
    if kinds.promised(name) == kind:
        return name
    return f"{name.rpartition('.')[0] or name}.{kind.value}"
