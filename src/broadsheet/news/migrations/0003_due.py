"""What is to be withdrawn at a time is found without reading every page."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0002_search")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX news_page_expires ON wagtailcore_page (expire_at) "
            "WHERE expire_at IS NOT NULL AND live",
            "DROP INDEX news_page_expires",
        )
    ]
