"""Live coverage: entries reach readers in moments, and at last it is an article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse

from broadsheet.foundation.clock import now
from broadsheet.news import kills, live, search
from broadsheet.news.models import ArticlePage, LiveEntry

PART = "/live/{}/"


def part(press: Any, article: ArticlePage, **more: str) -> Any:
    return press.read(PART.format(article.pk), **more)


def test_an_entry_reaches_open_pages_by_a_part_that_is_asked_for_again(
    article: ArticlePage, press: Any
) -> None:
    assert part(press, article).status == 404
    assert "data-live=" not in press.read(article.url).text
    with press.committed():
        live.add_entry(article=article, text="The gates <b>are</b> open.", headline="Gates open")
    press.bake()
    first = part(press, article)
    assert "The gates &lt;b&gt;are&lt;/b&gt; open." in first.text
    assert f'data-live="{PART.format(article.pk)}"' in press.read(article.url).text
    rendered = len(press.rendered)
    again = part(press, article, HTTP_IF_NONE_MATCH=first.headers["Etag"])
    assert (again.status, len(press.rendered)) == (304, rendered)
    with press.committed():
        live.add_entry(article=article, text="Water falls.")
    press.bake()
    new = part(press, article, HTTP_IF_NONE_MATCH=first.headers["Etag"])
    assert new.status == 200
    assert new.text.index("Water falls.") < new.text.index("Gates open")
    assert "Water falls." in press.read(article.url).text


def test_an_entry_touches_no_draft_and_is_searched(article: ArticlePage) -> None:
    draft = article.get_latest_revision_as_object()
    draft.title = "Not for readers yet"
    draft.save_revision()
    live.add_entry(article=article, text="Quillwort on the quay.")
    shown = Client().get(article.url).content.decode()
    assert "Quillwort" in shown
    assert "Not for readers yet" not in shown
    newest = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert (newest.title, newest.live_coverage) == ("Not for readers yet", True)
    assert [found.article.pk for found in search.find(words="quillwort").found] == [article.pk]


def test_what_stays_on_top_and_key_events_stand_above_the_newest(article: ArticlePage) -> None:
    begun = now() - timedelta(hours=2)
    for number in range(live.FRESH + 2):
        marks = {"is_key": number == 0, "is_pinned": number == 1}
        live.add_entry(article=article, text=f"Word {number}.", **marks)
        LiveEntry.objects.filter(text=f"Word {number}.").update(at=begun + timedelta(minutes=number))
    page = Client().get(article.url).content.decode()
    top, _, rest = page.partition("data-live-fresh")
    assert "Key events" in top
    assert "Word 0." in top and "Word 1." in top  # noqa: PT018
    fresh, _, older = rest.partition("data-live-older")
    assert "Word 2." in fresh and "Word 1." in older  # noqa: PT018


def test_a_closed_coverage_reads_from_the_beginning(article: ArticlePage, press: Any) -> None:
    for word in ("First", "Second"):
        live.add_entry(article=article, text=f"{word} words.", is_pinned=True)
    with press.committed():
        live.close(article=article)
    press.bake()
    page = press.read(article.url).text.partition("As it happened")[2]
    assert page.index("First words.") < page.index("Second words.")
    assert page.count("Second words.</p>") == 1
    assert "data-live=" not in page
    assert "data-live-over" in part(press, article).text  # tells open pages to ask no more
    with pytest.raises(live.NotLive):
        live.add_entry(article=article, text="Third words.")
    live.open_again(article=article)
    assert live.add_entry(article=article, text="Third words.")


def test_an_entry_is_changed_and_taken_away(article: ArticlePage, press: Any) -> None:
    entry = live.add_entry(article=article, text="Two hurt.")
    part(press, article)
    with press.committed():
        live.change_entry(entry=entry, text="Three hurt.", headline="", is_key=False, is_pinned=False)
    press.bake()
    assert "Three hurt." in part(press, article).text
    assert "Changed" in part(press, article).text
    other = live.add_entry(article=article, text="All safe.")
    with press.committed():
        live.remove_entry(entry=entry)
    assert "Three hurt." not in part(press, article).text
    with press.committed():
        kills.kill(article=article, because="A witness")
    assert part(press, article).status == 404
    assert LiveEntry.objects.get() == other


def test_machines_learn_of_it(article: ArticlePage) -> None:
    entry = live.add_entry(article=article, text="Tom & Ann <are> safe.", headline="Found")
    page = Client().get(article.url).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    about = json.loads(found[1])
    assert about["@type"] == "LiveBlogPosting"
    assert about["coverageStartTime"]
    assert "coverageEndTime" not in about
    assert about["liveBlogUpdate"][0]["articleBody"] == "Tom & Ann <are> safe."
    for kind in ("rss", "atom"):
        feed = feedparser.parse(Client().get(f"/feeds/live/{article.pk}.{kind}").content)
        assert not feed.bozo
        assert feed.entries[0].title == "Found"
        assert feed.entries[0].link.endswith(f"{article.url}#{entry.anchor}")
    items = json.loads(Client().get(f"/feeds/live/{article.pk}.json").content)["items"]
    assert "&lt;are&gt;" in items[0]["content_html"]
    live.close(article=article)
    assert "coverageEndTime" in Client().get(article.url).content.decode()


@pytest.mark.parametrize(("role", "may"), [("Reporter", False), ("Moderator", False), ("Editor", True)])
def test_who_publishes_covers_live_from_one_page(
    article: ArticlePage, role: str, may: bool, desk_of: Callable[[str], Client]
) -> None:
    client = desk_of(role)
    address = reverse("desk_live", args=[article.pk])
    answer = client.post(address, {"text": "It begins.", "is_key": "on"})
    assert LiveEntry.objects.filter(is_key=True).count() == (1 if may else 0)
    if not may:
        return
    assert answer.status_code == 302
    assert "It begins." in client.get(address).content.decode()
    assert "is required" in client.post(address, {"text": "   "}).content.decode()
    entry = LiveEntry.objects.get()
    client.post(reverse("desk_live_change", args=[entry.pk]), {"text": "It began."})
    entry.refresh_from_db()
    assert (entry.text, entry.is_key) == ("It began.", False)
    assert client.get(reverse("desk_live_remove", args=[entry.pk])).status_code == 405
    client.post(reverse("desk_live_switch", args=[article.pk]))
    article.refresh_from_db()
    assert not article.live_coverage
    client.post(reverse("desk_live_remove", args=[entry.pk]))
    assert not LiveEntry.objects.exists()
