"""An index for those who follow the paper's changes; the column is Wagtail's, which has none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("wire", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX wire_page_changed ON wagtailcore_page (last_published_at)",
            "DROP INDEX wire_page_changed",
        )
    ]
