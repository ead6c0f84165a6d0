"""An article came, changed or went: its sitemap is made anew."""

from __future__ import annotations

from typing import Any

from broadsheet.edition.api import gone, stale
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.finding.queries import block_of, block_tag


def article_moved_on(*, article: ArticlePage, **_: Any) -> None:
    stale(block_tag(block_of(article.pk)), "sitemaps")


def article_withdrawn(*, article: ArticlePage, **_: Any) -> None:
    gone(block_tag(block_of(article.pk)), "sitemaps")
