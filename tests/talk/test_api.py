"""Comments and topics in and out, and the feeds of comments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.talk import actions
from broadsheet.talk.api import (
    CommentCopy,
    TopicCopy,
    comments_of,
    import_comments,
    import_topic,
    newest_comments,
    topics,
)
from broadsheet.talk.models import Decision, Post, Reason, Thread

WHEN = datetime(2010, 11, 10, 6, 30, tzinfo=UTC)
LATER = WHEN + timedelta(hours=1)


def copies() -> list[CommentCopy]:
    return [
        CommentCopy(key="3", name="Chen", text="Answer to an answer.", when=WHEN, parent_key="2"),
        CommentCopy(key="1", name="Aliya", text="First.", when=WHEN, email="a@example.org", pick=True),
        CommentCopy(key="2", name="Berik", text="Answer.", when=LATER, parent_key="1"),
        CommentCopy(key="4", name="", text="Waits.", when=WHEN, state="held"),
        CommentCopy(key="5", name="X", text="Gone.", when=WHEN, state="removed", reason="spam"),
        CommentCopy(key="6", name="Y", text="Lost parent.", when=WHEN, parent_key="nowhere"),
    ]


def test_in_and_out_is_the_same(article: ArticlePage) -> None:
    assert import_comments(article=article, comments=copies()) == 6
    out = {copy.key: copy for copy in comments_of(article=article)}
    wanted = {copy.key: copy for copy in copies()}
    assert [out[key] for key in "1235"] == [wanted[key] for key in "1235"]
    assert out["4"].name == "Reader"
    assert out["6"].parent_key == ""
    third = Post.objects.get(origin_key="3")
    assert third.root == Post.objects.get(origin_key="1")
    assert Decision.objects.get().reason == "spam"


def test_twice_changes_nothing_and_keeps_what_the_newsroom_decided(
    article: ArticlePage, moderator: User
) -> None:
    import_comments(article=article, comments=copies())
    actions.remove(post=Post.objects.get(origin_key="1"), reason=Reason.OTHER, by=moderator)
    before = list(Post.objects.order_by("pk").values())
    assert import_comments(article=article, comments=copies()) == 0
    assert list(Post.objects.order_by("pk").values()) == before


def test_only_new_ones_come_in_and_find_their_parents(article: ArticlePage) -> None:
    import_comments(article=article, comments=copies()[1:2])
    assert import_comments(article=article, comments=copies()) == 5
    assert Post.objects.get(origin_key="2").parent == Post.objects.get(origin_key="1")


def test_the_counts_are_right_at_once(article: ArticlePage) -> None:
    import_comments(article=article, comments=copies())
    found = ArticlePage.objects.select_related("tally").get(pk=article.pk)
    assert found.comment_count == Thread.objects.get().posts_shown == 4
    html = Client().get(article.url).content.decode()
    assert "4 comments" in html
    assert "Waits." not in html
    assert "Gone." not in html


def test_a_ring_of_answers_does_not_hang(article: ArticlePage) -> None:
    ring = [
        CommentCopy(key="a", name="A", text="a", when=WHEN, parent_key="b"),
        CommentCopy(key="b", name="B", text="b", when=WHEN, parent_key="a"),
        CommentCopy(key="c", name="C", text="c", when=WHEN, parent_key="c"),
    ]
    assert import_comments(article=article, comments=ring) == 3


def test_one_bad_comment_leaves_nothing_half_written(article: ArticlePage) -> None:
    bad = CommentCopy(key="bad", name="A", text="x", when=WHEN, state="deleted")
    with pytest.raises(ValueError, match="no state we know"):
        import_comments(article=article, comments=[*copies(), bad])
    assert not Post.objects.exists()


def test_a_topic_in_and_out(section: Any) -> None:
    topic = TopicCopy(
        key="fish",
        board=section,
        title="Where to fish",
        posts=(
            CommentCopy(key="1", name="Aliya", text="Any ideas?", when=WHEN),
            CommentCopy(key="2", name="Berik", text="By the bridge.", when=WHEN, parent_key="1"),
        ),
    )
    for _ in range(2):
        import_topic(topic=topic)
        assert list(topics()) == [topic]
    assert "Where to fish" in Client().get("/forum/world/").content.decode()


def test_what_was_written_here_keeps_its_key_for_ever(
    open_paper: None, article: ArticlePage, say: Callable[..., Post]
) -> None:
    say()
    out = list(comments_of(article=article))
    assert import_comments(article=article, comments=out) == 0
    assert list(comments_of(article=article)) == out


def test_the_newest_come_first_and_only_the_public_ones(article: ArticlePage) -> None:
    import_comments(article=article, comments=copies())
    found = newest_comments(article=article, limit=2)
    assert found[0].name == "Berik"
    assert len(found) == 2
    assert found[0].html == "<p>Answer.</p>"


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_the_feed_of_an_articles_comments(article: ArticlePage, kind: str) -> None:
    import_comments(article=article, comments=copies())
    feed = feedparser.parse(Client().get(f"/feeds/comments/{article.pk}.{kind}").content)
    assert not feed.bozo
    assert len(feed.entries) == 4
    post = Post.objects.get(origin_key="2")
    assert feed.entries[0].link == f"http://testserver{post.permalink}"
    assert "Berik" in feed.entries[0].title
