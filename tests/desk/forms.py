"""What Wagtail's editors post."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

TEXT = [("text", rich_text("<p>The river rose.</p>"))]


def article_form(headline: str, *, body: Any = None, **more: Any) -> dict[str, Any]:
    """What the article's editor posts; `more` are fields or buttons (`action-publish`)."""
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    fields = {
        "title": headline,
        "slug": headline.lower().replace(" ", "-"),
        "language": "en",
        "body": streamfield(TEXT if body is None else body),
        "comments": empty,
    }
    fields |= dict.fromkeys(("bylines", "article_topics", "corrections"), empty)
    return nested_form_data(fields) | more


def write(client: Any, section: Any, headline: str, **more: Any) -> Any:
    """Open the editor of a new article, then send it."""
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    assert client.get(address).status_code == 200
    return client.post(address, article_form(headline, **more))


def rewrite(client: Any, article: Any, headline: str, **more: Any) -> Any:
    """Send the editor of an article that is there."""
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert client.get(address).status_code == 200
    return client.post(address, article_form(headline, **more))
