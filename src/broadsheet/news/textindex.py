"""A text index beside a table with the columns `place`, `title` and `text`, for migrations.

SQLite gets an FTS5 table that triggers keep, PostgreSQL a generated tsvector
column `vector`. `news.matching` asks either.
"""

from __future__ import annotations

from typing import Any

from broadsheet.news.matching import ACCENTED, PLAIN

SQLITE = """
CREATE VIRTUAL TABLE {fts} USING fts5(
    title, text, content='{table}', content_rowid='place',
    tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO {fts}(rowid, title, text) VALUES (new.place, new.title, new.text);
END;
CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN
    INSERT INTO {fts}({fts}, rowid, title, text)
    VALUES ('delete', old.place, old.title, old.text);
END;
CREATE TRIGGER {name}_update AFTER UPDATE ON {table}
WHEN old.place IS NOT new.place OR old.title IS NOT new.title OR old.text IS NOT new.text BEGIN
    INSERT INTO {fts}({fts}, rowid, title, text)
    VALUES ('delete', old.place, old.title, old.text);
    INSERT INTO {fts}(rowid, title, text) VALUES (new.place, new.title, new.text);
END;
"""
SQLITE_BACK = """
DROP TRIGGER {name}_insert;
DROP TRIGGER {name}_delete;
DROP TRIGGER {name}_update;
DROP TABLE {fts};
"""
POSTGRESQL = """
ALTER TABLE {table} ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', translate(lower(title), '{accented}', '{plain}')), 'A') ||
    setweight(to_tsvector('simple', translate(lower(text), '{accented}', '{plain}')), 'D')
) STORED;
CREATE INDEX {table}_vector ON {table} USING gin (vector);
-- A search looks at the places of all that match, and at the words of few of them:
-- words stand apart, so that a page of the table holds many places.
ALTER TABLE {table} SET (toast_tuple_target = 128);
ALTER TABLE {table} ALTER COLUMN title SET STORAGE MAIN;
ALTER TABLE {table} ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE {table} ALTER COLUMN vector SET STORAGE EXTERNAL;
"""
POSTGRESQL_BACK = "ALTER TABLE {table} DROP COLUMN vector;"


def create(schema_editor: Any, *, table: str, name: str) -> None:
    """Put the index beside `table`; `name` begins the names of its parts."""
    _run(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL, table=table, name=name)


def drop(schema_editor: Any, *, table: str, name: str) -> None:
    """Take it away; the table stays."""
    _run(schema_editor, sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK, table=table, name=name)


def _run(schema_editor: Any, *, sqlite: str, postgresql: str, table: str, name: str) -> None:
    connection = schema_editor.connection
    words = {
        "table": table, "name": name, "fts": f"{name}_fts", "accented": ACCENTED, "plain": PLAIN
    }  # fmt: skip
    if connection.vendor == "postgresql":
        schema_editor.execute(postgresql.format(**words))
    else:
        connection.connection.executescript(sqlite.format(**words))
