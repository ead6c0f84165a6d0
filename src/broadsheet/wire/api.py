"""What other rooms may use of the wire: a paper's content in, and out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.wire.comments.moving import Moved, export_comments, import_comments
from broadsheet.wire.exporting import write_archive
from broadsheet.wire.formats import format_of
from broadsheet.wire.importing import run_import
from broadsheet.wire.reading import ImportRefused, Options
from broadsheet.wire.reports import Line, Outcome, Progress, Report, Result, unheard

__all__ = [
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
]


def import_file(*, path: Path, report: Report = unheard, options: Options | None = None) -> Result:
    """Take the content of a file or folder into the paper. Run again, it changes nothing.

    Each story comes in whole or not at all. What is changed or left out is
    told to `report` as it happens and is in the result's `lines`; a file that
    breaks off half-way keeps what was read, and `broken_off` says where.

    Args:
        path: an edition folder, a WordPress export, an archive of a paper, a feed, or a news page.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote."""

    path: Path
    stories: int
    comments: int
    pictures: int


def export(*, path: Path, report: Report = unheard) -> Exported:
    """Write the whole paper into an archive that `import_file` reads back.

    The same content gives the same bytes. The file appears when it is whole;
    one of the same name is replaced.

    Args:
        path: the archive to write, by custom with the ending .zip.
        report: called with a `Progress` after each story, and with a `Line`
            for what could not be packed.
    """
    written = write_archive(path=Path(path), report=report)
    return Exported(
        path=Path(path),
        stories=written.stories,
        comments=written.comments,
        pictures=sum(1 for name in written.checksums if name.startswith("pictures/")),
    )
