"""An article was killed: no issue goes out, or stands in the archive, that says its headline."""

from __future__ import annotations

from typing import Any

from broadsheet.edition.api import gone
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import Issue
from broadsheet.outreach.newsletter import halting


def article_killed(*, article: ArticlePage, **__: Any) -> None:
    """Its story was taken out of letters that wait; those whose own words name it are stopped."""
    issues = list(Issue.objects.filter(stories__article=article))
    for issue in issues:
        if article.title.casefold() in f"{issue.subject}\n{issue.intro}".casefold():
            halting.stop(issue=issue)
    gone("newsletter", *[f"issue:{issue.pk}" for issue in issues])
