"""What other rooms may use of the wire: a paper's content in, and out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.foundation import garbage
from broadsheet.wire.comments.moving import Moved, export_comments, import_comments
from broadsheet.wire.formats import format_of
from broadsheet.wire.importing import run_import
from broadsheet.wire.reading import ImportRefused, Options
from broadsheet.wire.reports import Line, Outcome, Progress, Report, Result, unheard
from broadsheet.wire.vocabulary import take_vocabulary
from broadsheet.wire.writers import ExportRefused, writers

__all__ = [
    "ExportRefused",
    "Exported",
    "ImportRefused",
    "Line",
    "Moved",
    "Options",
    "Outcome",
    "Progress",
    "Report",
    "Result",
    "export",
    "export_comments",
    "import_comments",
    "import_file",
    "take_vocabulary",
]


def import_file(*, path: Path, report: Report = unheard, options: Options | None = None) -> Result:
    """Take the content of a file or folder into the paper. Run again, it changes nothing.

    Each story comes in whole or not at all. What is changed or left out is
    told to `report` as it happens and is in the result's `lines`; a file that
    breaks off half-way keeps what was read, and `broken_off` says where.

    Args:
        path: an edition folder, a WordPress export, an archive of a paper, a feed, a news page,
            or copy of agencies.
        report: called with a `Line` for each remark and a `Progress` after
            each story.
        options: whether pictures of other sites are fetched, and where stories
            without a section go.

    Raises:
        ImportRefused: no format knows the file, or it cannot be read at all.
    """
    options = options or Options()
    form = format_of(Path(path))
    reading = form.read(Path(path), options)
    with garbage.sought_seldom():
        return run_import(format_name=form.name, reading=reading, options=options, report=report)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote."""

    path: Path
    stories: int
    comments: int
    pictures: int
    pages: int = 0


def export(*, path: Path, format_name: str = "archive", report: Report = unheard) -> Exported:
    """Write the whole paper. The file or folder appears when it is whole.

    Args:
        path: the file to write; for all but "archive" and "wxr" a folder that
            is not there yet, or is empty.
        format_name: "archive", which `import_file` reads back and whose bytes
            are the same for the same content; "markdown", "wxr" or "site";
            "ninjs", "nitf" or "newsml-g2" for the public articles alone.
        report: called with a `Progress` after each story, and with a `Line`
            for what could not be written.

    Raises:
        ExportRefused: there is no such format, or something stands in the way.
    """
    known = writers()
    if format_name not in known:
        raise ExportRefused(f"There is no format “{format_name}”; there are {', '.join(known)}.")
    with garbage.sought_seldom():
        done = known[format_name](Path(path), report)
    return Exported(
        path=Path(path),
        stories=done.stories,
        comments=done.comments,
        pictures=done.pictures,
        pages=done.pages,
    )
