"""The text index beside `SearchEntry`, in each database's own way."""

from django.db import migrations

# Latin letters without accents, as `news.search.fold` does it for the query.
ACCENTED = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőŕřśşšťùúûüūůűýÿźžżșț"
PLAIN = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorrssstuuuuuuuyyzzzst"

SQLITE = """
CREATE VIRTUAL TABLE news_search_fts USING fts5(
    title, text, content='news_searchentry', content_rowid='place',
    tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER news_search_insert AFTER INSERT ON news_searchentry BEGIN
    INSERT INTO news_search_fts(rowid, title, text) VALUES (new.place, new.title, new.text);
END;
CREATE TRIGGER news_search_delete AFTER DELETE ON news_searchentry BEGIN
    INSERT INTO news_search_fts(news_search_fts, rowid, title, text)
    VALUES ('delete', old.place, old.title, old.text);
END;
CREATE TRIGGER news_search_update AFTER UPDATE ON news_searchentry
WHEN old.place IS NOT new.place OR old.title IS NOT new.title OR old.text IS NOT new.text BEGIN
    INSERT INTO news_search_fts(news_search_fts, rowid, title, text)
    VALUES ('delete', old.place, old.title, old.text);
    INSERT INTO news_search_fts(rowid, title, text) VALUES (new.place, new.title, new.text);
END;
"""


def folded(column: str) -> str:
    return f"translate(lower({column}), '{ACCENTED}', '{PLAIN}')"


POSTGRESQL = f"""
ALTER TABLE news_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', {folded("title")}), 'A') ||
    setweight(to_tsvector('simple', {folded("text")}), 'D')
) STORED;
CREATE INDEX news_searchentry_vector ON news_searchentry USING gin (vector);
-- A search looks at the places of all that match, and at the words of few of them:
-- words stand apart, so that a page of the table holds many places.
ALTER TABLE news_searchentry SET (toast_tuple_target = 128);
ALTER TABLE news_searchentry ALTER COLUMN title SET STORAGE MAIN;
ALTER TABLE news_searchentry ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE news_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL;
"""

SQLITE_BACK = """
DROP TRIGGER news_search_insert;
DROP TRIGGER news_search_delete;
DROP TRIGGER news_search_update;
DROP TABLE news_search_fts;
"""


def forwards(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        connection.connection.executescript(SQLITE)


def backwards(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE news_searchentry DROP COLUMN vector;")
    else:
        connection.connection.executescript(SQLITE_BACK)


class Migration(migrations.Migration):
    atomic = False  # executescript commits by itself
    dependencies = [("news", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
