"""One module a format; each has a `FORMAT`. Adding a format is adding a file here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from broadsheet.wire.reading import Format, ImportRefused

FIRST_BYTES = 8192


@cache
def formats() -> dict[str, Format]:
    """Every format, by name."""
    return {form.name: form for form in _found()}


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


def _found() -> Iterator[Format]:
    for module in iter_modules(__path__):
        found = getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        if isinstance(found, Format):
            yield found
