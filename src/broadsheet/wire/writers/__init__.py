"""The forms in which the whole paper goes out, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from broadsheet.wire.reports import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export wrote."""

    stories: int = 0
    comments: int = 0
    pictures: int = 0
    pages: int = 0  # finished pages, where those are what is written


Writer = Callable[[Path, Report], Written]


class ExportRefused(Exception):
    """The export cannot be written there; the sentence says why."""


def writers() -> dict[str, Writer]:
    """Every form, by its name on the command line."""
    # Here, because the modules take this one's names.
    from broadsheet.wire.writers import archive, copy, markdown, site, wxr

    return {
        "archive": archive.write,
        "markdown": markdown.write,
        "site": site.write,
        "wxr": wxr.write,
        **copy.writers(),
    }


def empty_folder(path: Path) -> Path:
    """A folder beside `path` in which to write; `path` must not be there, or be empty.

    Raises:
        ExportRefused: something stands there.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ExportRefused(f"{path} is there already; name a new folder, or empty it.")
    unfinished = path.with_name(path.name + ".part")
    if unfinished.exists():
        raise ExportRefused(f"{unfinished} is left from an export that was broken off; remove it.")
    unfinished.mkdir(parents=True)
    return unfinished


def finish(unfinished: Path, path: Path) -> None:
    """The folder is whole: put it in its place."""
    if path.exists():
        path.rmdir()
    unfinished.replace(path)
