"""A folder into which others put files: by FTP, by a mail program, by hand.

A file that was taken moves to `done/`, one that cannot be read to `refused/`
with a text beside it that says why. Nothing is thrown away.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from broadsheet.foundation.outside import Unreachable
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.formats import FIRST_BYTES
from broadsheet.wire.letters import enclosures
from broadsheet.wire.letters import parts as letters
from broadsheet.wire.letters.reading import Keeping
from broadsheet.wire.models import Source
from broadsheet.wire.sources import receiving
from broadsheet.wire.sources.receiving import Received
from broadsheet.wire.sources.taking import Taken, take_all
from broadsheet.wire.story import Story

DROP = "drop"  # below the paper's home
LIMIT = 50 * 1024 * 1024  # bytes of one file
SETTLED = 5.0  # seconds since the last change: before, it may still be written
UNFINISHED = {".tmp", ".part", ".partial", ".filepart", ".crdownload"}
MOST = 200  # files of one look
SHOWN = 10  # files of a trial


def place_of(source: Source) -> Path:
    """The folder of a source."""
    return Path(settings.HOME) / DROP / source.address


def take_files(*, source: Source) -> Taken:
    """Take the stories of all files that are finished, oldest first.

    Raises:
        Unreachable: there is no such folder.
    """
    place = _there(source)
    all_taken = Taken()
    for file in list(_finished(place))[:MOST]:
        try:
            received = _received(source, _bytes(file), file)
        except ImportRefused as error:
            all_taken.troubles.append(f"{file.name}: {error}")
            refused = _move(file, place / "refused")
            refused.with_name(f"{refused.name}.why.txt").write_text(f"{error}\n", encoding="utf-8")
            continue
        taken = take_all(source=source, stories=received.stories)
        all_taken.new += taken.new
        all_taken.changed += taken.changed
        all_taken.troubles += [f"{file.name}: {one}" for one in (*received.remarks, *taken.troubles)]
        _move(file, place / "done")
    return all_taken


def preview(*, source: Source) -> Received:
    """What would be taken of the oldest files; nothing is kept or moved.

    Raises:
        Unreachable: there is no such folder.
    """
    stories: list[Story] = []
    remarks: list[str] = []
    for file in list(_finished(_there(source)))[:SHOWN]:
        try:
            found = _received(source, _bytes(file), file, keep=enclosures.path_of)
        except ImportRefused as error:
            remarks.append(f"{file.name}: {error}")
        else:
            stories += found.stories
            remarks += [f"{file.name}: {one}" for one in found.remarks]
    return Received(format=DROP, stories=tuple(stories), remarks=tuple(remarks))


def _there(source: Source) -> Path:
    place = place_of(source)
    if not place.is_dir():
        raise Unreachable(f"there is no folder {DROP}/{source.address} in the paper’s home")
    return place


def _received(source: Source, data: bytes, file: Path, keep: Keeping = enclosures.keep) -> Received:
    if letters.recognises(data[:FIRST_BYTES]):
        return receiving.read_letter(data, senders=source.allowed, keep=keep)
    return receiving.read(data, address=file.as_uri())


def _finished(place: Path) -> Iterator[Path]:
    found = [
        (status.st_mtime, file)
        for file in _files(place)
        if file.is_file()
        and not file.is_symlink()
        and not file.name.startswith(".")
        and file.suffix.lower() not in UNFINISHED
        and time.time() - (status := file.stat()).st_mtime >= SETTLED
    ]
    yield from (file for _, file in sorted(found))


def _files(place: Path) -> Iterator[Path]:
    """The files of a folder; where a mail server puts its letters (Maildir), the new ones too."""
    yield from place.iterdir()
    if (place / "new").is_dir() and (place / "cur").is_dir():
        yield from (place / "new").iterdir()


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > LIMIT:
        raise ImportRefused(f"The file is larger than {LIMIT // 1024 // 1024} MB.")
    return file.read_bytes()


def _move(file: Path, folder: Path) -> Path:
    """Move a file; one of the same name that lies there already keeps its place."""
    folder.mkdir(exist_ok=True)
    target, number = folder / file.name, 1
    while target.exists():
        number += 1
        target = folder / f"{file.stem}-{number}{file.suffix}"
    return file.rename(target)
