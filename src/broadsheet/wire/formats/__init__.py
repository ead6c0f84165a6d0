"""One module a format. Adding a format is adding a file here.

A module has a `FORMAT` when it reads a whole paper from a path, and a `COPY`
when it reads or writes agency copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TypeVar

from broadsheet.wire.reading import CopyFormat, Format, ImportRefused

FIRST_BYTES = 8192
F = TypeVar("F")


@cache
def formats() -> dict[str, Format]:
    """Every format of a whole paper, by name."""
    return {form.name: form for form in _found("FORMAT", Format)}


@cache
def copy_formats() -> dict[str, CopyFormat]:
    """Every format of agency copy, by name."""
    return {form.name: form for form in _found("COPY", CopyFormat)}


def format_of(path: Path) -> Format:
    """The format that recognises what is at `path`.

    Raises:
        ImportRefused: nothing is there, or no format knows it.
    """
    if not path.exists():
        raise ImportRefused(f"There is no file {path}.")
    first = b""
    if path.is_file():
        with path.open("rb") as file:
            first = file.read(FIRST_BYTES)
    for form in formats().values():
        if form.recognises(path, first):
            return form
    known = ", ".join(sorted(formats(), key=str.casefold))
    raise ImportRefused(f"{path.name} is in no format that can be read here ({known}).")


def copy_format_of(data: bytes) -> CopyFormat | None:
    """The format of agency copy that `data` is in, by what it begins with; None for none."""
    first = data[:FIRST_BYTES]
    return next((form for form in copy_formats().values() if form.recognises(first)), None)


def _found(name: str, kind: type[F]) -> Iterator[F]:
    for module in iter_modules(__path__):
        found = getattr(import_module(f"{__name__}.{module.name}"), name, None)
        if isinstance(found, kind):
            yield found
