"""The text index beside `SearchEntry`, in each database's own way."""

from django.db import migrations

from broadsheet.news import textindex

INDEX = {"table": "news_searchentry", "name": "news_search"}


def forwards(apps, schema_editor):
    textindex.create(schema_editor, **INDEX)


def backwards(apps, schema_editor):
    textindex.drop(schema_editor, **INDEX)


class Migration(migrations.Migration):
    atomic = False  # executescript commits by itself
    dependencies = [("news", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
