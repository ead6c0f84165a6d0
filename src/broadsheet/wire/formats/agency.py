"""Agency copy for the paper: one delivery, or a folder of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.wire.encodings import LIMIT
from broadsheet.wire.formats import FIRST_BYTES, copy_format_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import Format, ImportRefused, Moments, Options, PictureMissing, Reading
from broadsheet.wire.story import Item

LOOKED_AT = 20  # files of a folder, before it is said to be of another kind
ORIGIN = "agencies"  # the same for all: an item's name is unique in the world


@dataclass
class _Progress:
    read: int = 0
    total: int = 1

    def fraction(self) -> float:
        return min(1.0, self.read / self.total)


def _recognises(path: Path, first: bytes) -> bool:
    if path.is_file():
        return copy_format_of(first) is not None
    return any(copy_format_of(_first(file)) for file in _files(path)[:LOOKED_AT])


def _read(path: Path, options: Options) -> Reading:
    files = _files(path) if path.is_dir() else [path]
    folder = path if path.is_dir() else path.parent
    progress = _Progress(total=max(1, sum(file.stat().st_size for file in files)))

    def items(moment_of: Moments) -> Iterator[Item]:
        for file in files:
            yield from _stories(file, alone=path.is_file())
            progress.read += file.stat().st_size

    return Reading(
        origin=ORIGIN,
        items=items,
        picture=lambda src: _beside(folder, src),
        fraction=progress.fraction,
        agency=True,
    )


FORMAT = Format(name="agency copy", recognises=_recognises, read=_read)


def _stories(file: Path, *, alone: bool) -> Iterator[Item]:
    """The items of a file; one that cannot be read costs only itself."""
    try:
        if file.stat().st_size > LIMIT:
            raise ImportRefused(f"no delivery of an agency has over {LIMIT} bytes")
        data = file.read_bytes()
        form = copy_format_of(data)
        if form:
            yield from form.read(data)
    except ImportRefused as error:
        if alone:
            raise
        yield Remark(where=file.name, text=str(error), skipped=True)


def _files(folder: Path) -> list[Path]:
    """The files of a folder by name, which agencies begin with a time or a number."""
    return sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))


def _first(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(FIRST_BYTES)


def _beside(folder: Path, src: str) -> bytes:
    """A picture that lies in the folder itself."""
    file = (folder / src).resolve()
    if folder.resolve() not in file.parents or not file.is_file():
        raise PictureMissing("it does not lie beside the copy")
    return file.read_bytes()
