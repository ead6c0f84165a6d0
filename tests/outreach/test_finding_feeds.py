"""Feeds are found from the pages they belong to, and broken addresses are no pages."""

from __future__ import annotations

import re
from typing import Any

import feedparser
import pytest
from django.test import Client

from broadsheet.news.models import Author
from broadsheet.talk import api as talk
from broadsheet.topics.models import Topic

KINDS = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">')
TOO_LONG = "99999999999999999999"


def alternates(path: str) -> set[tuple[str, str]]:
    return set(ALTERNATE.findall(Client().get(path).content.decode()))


def formats(base: str) -> set[tuple[str, str]]:
    return {(mime, f"{base}.{kind}") for kind, mime in KINDS.items()}


def test_every_page_names_its_feeds_and_each_can_be_read(file_article: Any) -> None:
    author = Author.objects.create(name="Aigerim Sadykova", slug="aigerim-sadykova")
    topic = Topic.objects.create(name="Floods", slug="floods")
    article = file_article(authors=[author], topics=[topic])
    pages = {
        "/": "/feeds/paper",
        article.section.url: f"/feeds/section/{article.section.slug}",
        f"/by/{author.slug}/": f"/feeds/author/{author.slug}",
        f"/topic/{topic.slug}/": f"/feeds/topic/{topic.slug}",
        article.url: f"/feeds/comments/{article.pk}",
    }
    for page, base in pages.items():
        found = alternates(page)
        assert formats("/feeds/paper") <= found, page
        assert formats(base) <= found, page
        for mime, address in found:
            answer = Client().get(address)
            assert answer.status_code == 200, address
            assert answer["Content-Type"].startswith(mime)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_the_comments_of_an_article_are_read_without_a_complaint(article: Any, kind: str) -> None:
    from broadsheet.foundation.clock import now

    said = talk.CommentCopy(
        key="1", name="Aru & <b>Co</b>", text="It <i>rose</i>.\n\nTwice & more.", when=now(),
        state="published",
    )  # fmt: skip
    talk.import_comments(article=article, comments=[said])
    feed = feedparser.parse(Client().get(f"/feeds/comments/{article.pk}.{kind}").content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert "Twice &amp; more." in feed.entries[0].content[-1].value


@pytest.mark.parametrize(
    "path",
    [
        f"/feeds/comments/{TOO_LONG}",
        f"/feeds/comments/{TOO_LONG}.rss",
        f"/sitemap-articles-{TOO_LONG}.xml",
        f"/email/{TOO_LONG}/",
        f"/print/{TOO_LONG}/",
        f"/newsletter/{TOO_LONG}/",
        f"/reading-list/{TOO_LONG}/save/",
    ],
)
def test_more_digits_than_a_database_holds_are_no_page(paper: Any, path: str) -> None:
    assert Client().get(path, follow=True).status_code == 404
    assert Client().post(path, follow=True).status_code in {404, 405}
