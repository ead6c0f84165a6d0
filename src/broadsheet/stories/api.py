"""What other rooms may use: readers' stories and the calls for them, in and out."""

from __future__ import annotations

from broadsheet.stories.copies import (
    CallCopy,
    ContributionCopy,
    QuestionCopy,
    calls,
    contributions,
    import_call,
    import_contribution,
)
from broadsheet.stories.uploads.errors import FilesRefused

__all__ = [
    "CallCopy",
    "ContributionCopy",
    "FilesRefused",
    "QuestionCopy",
    "calls",
    "contributions",
    "import_call",
    "import_contribution",
]
