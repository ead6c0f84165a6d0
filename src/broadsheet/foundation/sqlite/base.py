"""SQLite whose writers stand in line.

SQLite has no line: who finds the database locked asks again after 1, 2, 5 … 100 ms,
and whoever writes without a pause is there first each time. A comment could wait for
seconds behind others that came after it.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from broadsheet.foundation.sqlite.line import Line


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its turn before a transaction begins, and gives it back when that is over."""

    _line: Line | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if self._line is None and not self.is_in_memory_db():
            self._line = Line.beside(str(conn_params["database"]))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        if self._line is not None and not self._line.take(seconds=patience):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._line is not None:
            self._line.give_back()
