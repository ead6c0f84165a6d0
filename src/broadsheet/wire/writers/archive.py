"""The archive, from which a paper can be made again as it was."""

from __future__ import annotations

from pathlib import Path

from broadsheet.wire.exporting import write_archive
from broadsheet.wire.reports import Report
from broadsheet.wire.writers import Written


def write(path: Path, report: Report) -> Written:
    """Write the archive. See `wire.exporting`."""
    done = write_archive(path=path, report=report)
    pictures = sum(1 for name in done.checksums if name.startswith("pictures/"))
    return Written(stories=done.stories, comments=done.comments, pictures=pictures)
