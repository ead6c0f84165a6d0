"""Why a file is not taken, in a sentence for the one who sent it."""

from __future__ import annotations

from collections.abc import Sequence


class FileRefused(Exception):
    """One file is not taken; the message says which and why."""


class FilesRefused(Exception):
    """Nothing was kept. `reasons` has a sentence for each file at fault."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
