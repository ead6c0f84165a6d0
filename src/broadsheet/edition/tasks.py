"""What comes round in the edition."""

from __future__ import annotations

from datetime import timedelta

from broadsheet.edition import follow
from broadsheet.foundation.schedule import every


@every(timedelta(hours=6), name="edition.changes")
def forget_old_changes() -> None:
    follow.forget_old_changes()
