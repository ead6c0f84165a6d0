"""Feeds of boards and topics of the forum."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import feedparser
import pytest
from django.test import Client

from broadsheet.foundation.models import User
from broadsheet.news.models import PaperSettings
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions
from broadsheet.talk.models import Post, Reason, Thread

KINDS = ["rss", "atom", "json"]


@pytest.fixture
def topic(section: Any) -> Thread:
    thread = Thread.objects.create(board=section, title="Where to <fish> & eat")
    for text in ("Any ideas?", "By the <b>bridge</b>."):
        Post.objects.create(thread=thread, name="Aliya & Co", text=text, state="published")
    actions.counting.recount(thread)
    return thread


@pytest.mark.parametrize("kind", KINDS)
def test_a_topic_and_its_board_have_feeds(client: Any, topic: Thread, kind: str) -> None:
    for address in (f"/feeds/forum/topic/{topic.pk}.{kind}", f"/feeds/forum/world.{kind}"):
        body = client.get(address).content
        if kind == "json":
            feed = json.loads(body)
            titles = [item["title"] for item in feed["items"]]
            html = feed["items"][0]["content_html"]
            assert feed["feed_url"].endswith(address)
        else:
            parsed = feedparser.parse(body)
            assert not parsed.bozo
            titles = [entry.title for entry in parsed.entries]
            html = parsed.entries[0].content[-1].value
            titles = [unescape(title) for title in titles]
        assert titles == ["Aliya & Co on “Where to <fish> & eat”"] * 2
        assert "By the" in html
        assert "<b>" not in html


def test_an_articles_comments_are_in_the_feed_of_its_board(
    client: Any, topic: Thread, article: Any
) -> None:
    thread = actions.posting.thread_of(article=article)
    Post.objects.create(thread=thread, name="A", text="About the river.", state="published")
    Post.objects.create(thread=thread, name="A", text="Waits.", state="held")
    actions.counting.recount(thread)
    titles = [
        item["title"] for item in json.loads(client.get("/feeds/forum/world.json").content)["items"]
    ]
    assert len(titles) == 3
    assert titles[0] == f"A on “{article.title}”"
    assert not json.loads(client.get("/feeds/forum/city.json").content)["items"]


def test_pages_name_their_feeds(client: Any, topic: Thread) -> None:
    for kind in KINDS:
        board = f'href="/feeds/forum/world.{kind}"'
        assert board in client.get("/forum/world/").content.decode()
        page = client.get(topic.url).content.decode()
        assert board in page
        assert f'href="/feeds/forum/topic/{topic.pk}.{kind}"' in page


def test_what_is_not_public_has_no_feed(client: Any, topic: Thread, editor: User) -> None:
    address = f"/feeds/forum/topic/{topic.pk}.rss"
    opening = topic.posts.earliest("pk")
    actions.remove(post=opening, reason=Reason.SPAM, by=editor)
    assert client.get(address).status_code == 404
    assert "fish" not in client.get("/feeds/forum/world.rss").content.decode()
    for address in ("nowhere", "topic/99999", "topic/x"):
        assert client.get(f"/feeds/forum/{address}.rss").status_code == 404


def test_a_feed_is_a_plate_that_follows(topic: Thread, press: Any, paper: Any) -> None:
    settings = PaperSettings.load()
    settings.comment_mode = CommentMode.OPEN
    settings.save()
    addresses = (f"/feeds/forum/topic/{topic.pk}.atom", "/feeds/forum/world.atom")
    for address in addresses:
        press.read(address)
        assert press.shelf.find(f"testserver{address}", 0)
    with press.committed():
        post = Post.objects.create(thread=topic, name="A", text="The newest.", state="published")
        actions.counting.recount(topic)
    press.bake()
    assert all(post.text in press.read(address).text for address in addresses)
    assert Client().get(addresses[0]).status_code == 200
