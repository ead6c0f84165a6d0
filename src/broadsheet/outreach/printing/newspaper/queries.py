"""What stands in a print edition, and which editions there are."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import PrintEdition

MOST = 40  # stories in one edition


def choice(*, day: date) -> list[int]:
    """The articles of a day's edition, the lead first: today the front page's own choice."""
    front = news.the_front_page()
    if front is None or day != timezone.localdate():
        return list(news.of_day(day=day).values_list("pk", flat=True)[:MOST])
    shown = news.front_page(page=front)
    sections = [article for block in shown["section_blocks"] for article in block["articles"]]
    lead = [shown["lead"]] if shown["lead"] else []
    chosen = [*lead, *shown["picks"], *shown["latest"], *sections]
    return list(dict.fromkeys(article.pk for article in chosen))[:MOST]


def articles_of(edition: PrintEdition) -> list[ArticlePage]:
    """The articles of an edition that readers can see, with all that is printed, in order."""
    keys = list(edition.stories.values_list("article_id", flat=True))
    found = news.whole().filter(published_at__isnull=False).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def out() -> QuerySet[PrintEdition]:
    """The editions readers can have, the newest first."""
    return PrintEdition.objects.exclude(file="")
