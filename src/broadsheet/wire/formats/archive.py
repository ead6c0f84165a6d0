"""A paper's archive: what `broadsheet export` wrote (see `wire.exporting`)."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.utils.text import slugify

from broadsheet.wire import jsonlines
from broadsheet.wire.contents import FILES
from broadsheet.wire.exporting import FORMAT_VERSION
from broadsheet.wire.fetching import LIMIT
from broadsheet.wire.paper import Added, Front, Names, Registry, Remark
from broadsheet.wire.parts import Part, parts
from broadsheet.wire.reading import Format, ImportRefused, Moments, Options, PictureMissing, Reading
from broadsheet.wire.story import Item

T = TypeVar("T")
INDEX, MANIFEST, TOPICS = "paper.json", "manifest.json", "topics.jsonl"
LONGEST_LINE = 32 * 1024 * 1024  # bytes; a story with thousands of comments
INDEX_LIMIT = 64 * 1024 * 1024  # bytes
# Text packs to a tenth; past this, and large, it is made to burst.
MOST_UNPACKED = 100
SMALL = 8 * 1024 * 1024  # bytes


@dataclass
class _Archive:
    archive: zipfile.ZipFile
    checksums: dict[str, str]
    read: int = 0
    total: int = 1

    def fraction(self) -> float:
        return min(1.0, self.read / self.total)


def _recognises(path: Path, first: bytes) -> bool:
    if not first.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return INDEX in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _read(path: Path, options: Options) -> Reading:
    opened = zipfile.ZipFile(path)
    _refuse_bombs(opened)
    index = _json(opened, INDEX)
    if not isinstance(index, dict) or index.get("version") != FORMAT_VERSION:
        raise ImportRefused(
            f"{INDEX} is not of version {FORMAT_VERSION}, the one that can be read here."
        )
    try:
        names = jsonlines.build(Names, index.get("names"))
        fronts = [jsonlines.build(Front, one) for one in [index.get("front"), *_fronts(index)]]
    except jsonlines.NotOurs as error:
        raise ImportRefused(f"{INDEX}: {error}.") from error
    manifest = _json(opened, MANIFEST) if MANIFEST in opened.namelist() else {}
    archive = _Archive(opened, manifest if isinstance(manifest, dict) else {})
    archive.total = max(1, sum(_size(opened, _name(one.file)) for one in FILES))

    def items(moment_of: Moments) -> Iterator[Item]:
        yield names
        yield from _registry(archive)
        for one in FILES:
            yield from _lines(archive, _name(one.file), partial(_thing, one.thing))
        for part in parts():
            yield from _lines(archive, _name(part.name), partial(_added, part))
        yield from fronts

    return Reading(
        origin=f"archive:{slugify(names.settings.name, allow_unicode=True) or 'paper'}",
        items=items,
        picture=lambda src: _binary(archive, src),
        fraction=archive.fraction,
        keeps_names=True,
    )


def _fronts(index: dict[str, Any]) -> list[Any]:
    """Front pages of other editions."""
    found = index.get("fronts", [])
    if not isinstance(found, list):
        raise jsonlines.NotOurs("its “fronts” are no list")
    return found


def _name(file: str) -> str:
    return f"{file}.jsonl"


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    for info in archive.infolist():
        packed = max(1, info.compress_size)
        if info.file_size > SMALL and info.file_size / packed > MOST_UNPACKED:
            times = info.file_size // packed
            raise ImportRefused(f"{info.filename} unpacks to {times} times its size; it was not read.")


def _size(archive: zipfile.ZipFile, name: str) -> int:
    return archive.getinfo(name).file_size if name in archive.namelist() else 0


def _json(archive: zipfile.ZipFile, name: str) -> Any:
    if _size(archive, name) > INDEX_LIMIT:
        raise ImportRefused(f"{name} is larger than {INDEX_LIMIT // 1024 // 1024} MB.")
    try:
        return json.loads(archive.read(name))
    except (ValueError, RecursionError, zipfile.BadZipFile) as error:
        raise ImportRefused(f"{name} cannot be read: {error}.") from error


def _registry(archive: _Archive) -> Iterator[Registry | Remark]:
    lines: list[str] = []
    for one in _lines(archive, TOPICS, _text):
        if isinstance(one, Remark):
            yield one
        else:
            lines.append(one)
    if lines:
        yield Registry(lines=tuple(lines))


def _lines(archive: _Archive, name: str, make: Callable[[bytes, str], Any]) -> Iterator[Any]:
    """Each line's thing; one that cannot be read is told and left out."""
    if name not in archive.archive.namelist():
        return
    number = 0
    digest = hashlib.sha256()
    try:
        with archive.archive.open(name) as file:
            while line := file.readline(LONGEST_LINE):
                number += 1
                archive.read += len(line)
                digest.update(line)
                yield make(line, f"{name}:{number}")
    except (zipfile.BadZipFile, EOFError, OSError, zlib.error) as error:
        raise ImportRefused(f"The archive breaks off in {name} after line {number}: {error}.") from error
    if archive.checksums.get(name, digest.hexdigest()) != digest.hexdigest():
        yield Remark(where=name, text="it was changed after it was written: its checksum is another")


def _text(line: bytes, where: str) -> str | Remark:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        return Remark(where=where, text=str(error), skipped=True)


def _thing(kind: type, line: bytes, where: str) -> Any:
    try:
        return jsonlines.load(line.decode(), kind)
    except (jsonlines.NotOurs, UnicodeDecodeError) as error:
        return Remark(where=where, text=str(error), skipped=True)


def _added(part: Part, line: bytes, where: str) -> Added | Remark:
    thing = _thing(part.kind, line, where)
    return thing if isinstance(thing, Remark) else Added(part=part.name, thing=thing)


def _binary(archive: _Archive, name: str) -> bytes:
    """A picture or file; its bytes must be those that were packed."""
    if name not in archive.archive.namelist():
        raise PictureMissing("it is not in the archive")
    if _size(archive.archive, name) > LIMIT:
        raise PictureMissing(f"it is larger than {LIMIT // 1024 // 1024} MB")
    try:
        data = archive.archive.read(name)
    except zipfile.BadZipFile as error:
        raise PictureMissing("it is damaged in the archive") from error
    if hashlib.sha256(data).hexdigest() != archive.checksums.get(name):
        raise PictureMissing("its checksum in the manifest is another")
    return data


FORMAT = Format(name="archive of a paper", recognises=_recognises, read=_read)
