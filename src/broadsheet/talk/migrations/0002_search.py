"""The words of public posts and the text index beside them, in each database's own way."""

import django.db.models.deletion
from django.db import migrations, models

from broadsheet.news import textindex

INDEX = {"table": "talk_postwords", "name": "talk_search"}


def forwards(apps, schema_editor):
    textindex.create(schema_editor, **INDEX)


def backwards(apps, schema_editor):
    textindex.drop(schema_editor, **INDEX)


class Migration(migrations.Migration):
    atomic = False  # executescript commits by itself
    dependencies = [("talk", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="PostWords",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="talk.post",
                    ),
                ),
                ("place", models.BigIntegerField(unique=True)),
                ("title", models.TextField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(forwards, backwards),
    ]
