"""PostgreSQL that plans once what it hears again and again.

Django puts the values into the words before it sends them. Of what every page and comment
asks, PostgreSQL then takes longer to read and plan the words than to do what they say.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.base import ServerBindingCursor


class DatabaseOperations(operations.DatabaseOperations):
    """Says a statement with its values also where they were sent apart."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        if isinstance(cursor, ServerBindingCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Has a second kind of cursor."""

    ops_class = DatabaseOperations

    def planned_cursor(self) -> Any:
        """A cursor that sends words and values apart.

        What it says for the third time in the same words is planned once for this connection
        (`prepare_threshold` in the connection's options).
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        binding: Any = ServerBindingCursor
        with self.wrap_database_errors:
            return self._prepare_cursor(binding(self.connection))  # type: ignore[attr-defined]
