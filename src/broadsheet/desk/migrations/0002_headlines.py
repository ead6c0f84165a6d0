"""The text index of headlines beside `DeskEntry`, in each database's own way."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE desk_headline_fts USING fts5(
    title, content='desk_deskentry', content_rowid='article_id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'
);
CREATE TRIGGER desk_headline_insert AFTER INSERT ON desk_deskentry BEGIN
    INSERT INTO desk_headline_fts(rowid, title) VALUES (new.article_id, new.title);
END;
CREATE TRIGGER desk_headline_delete AFTER DELETE ON desk_deskentry BEGIN
    INSERT INTO desk_headline_fts(desk_headline_fts, rowid, title)
    VALUES ('delete', old.article_id, old.title);
END;
CREATE TRIGGER desk_headline_update AFTER UPDATE OF title ON desk_deskentry
WHEN old.title IS NOT new.title BEGIN
    INSERT INTO desk_headline_fts(desk_headline_fts, rowid, title)
    VALUES ('delete', old.article_id, old.title);
    INSERT INTO desk_headline_fts(rowid, title) VALUES (new.article_id, new.title);
END;
"""
# Letters are folded as in the readers' search.
ACCENTED = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőŕřśşšťùúûüūůűýÿźžżșț"
PLAIN = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorrssstuuuuuuuyyzzzst"
POSTGRESQL = f"""
ALTER TABLE desk_deskentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    to_tsvector('simple', translate(lower(title), '{ACCENTED}', '{PLAIN}'))
) STORED;
CREATE INDEX desk_deskentry_vector ON desk_deskentry USING gin (vector);
"""
SQLITE_BACK = """
DROP TRIGGER desk_headline_insert;
DROP TRIGGER desk_headline_delete;
DROP TRIGGER desk_headline_update;
DROP TABLE desk_headline_fts;
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
        schema_editor.execute("ALTER TABLE desk_deskentry DROP COLUMN vector;")
    else:
        connection.connection.executescript(SQLITE_BACK)


class Migration(migrations.Migration):
    atomic = False  # executescript commits by itself
    dependencies = [("desk", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
