"""What other rooms may use of the wire: a paper's content in, and out."""

from __future__ import annotations

from pathlib import Path

from broadsheet.wire.formats import format_of
from broadsheet.wire.importing import run_import
from broadsheet.wire.reading import ImportRefused, Options
from broadsheet.wire.reports import Line, Outcome, Progress, Report, Result, unheard

__all__ = [
    "ImportRefused",
    "Line",
    "Options",
    "Outcome",
    "Progress",
    "Report",
    "Result",
    "import_file",
]


def import_file(*, path: Path, report: Report = unheard, options: Options | None = None) -> Result:
    """Take the content of a file or folder into the paper. Run again, it changes nothing.

    Each story comes in whole or not at all. What is changed or left out is
    told to `report` as it happens and is in the result's `lines`; a file that
    breaks off half-way keeps what was read, and `broken_off` says where.

    Args:
        path: an edition folder, a WordPress export, or an archive of a paper.
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
    return run_import(format_name=form.name, reading=reading, options=options, report=report)
