"""Comments that other systems exported come in whole: counted in the files themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from broadsheet.talk.models import Post, PostState
from broadsheet.wire.comments.moving import import_comments

pytestmark = pytest.mark.django_db
WP = "{*}"  # the address of the name space differs by version


@pytest.fixture
def disqus(fixtures: Path) -> Path:
    return fixtures / "disqus/disqus.xml"


def test_disqus(disqus: Path, file_article: Callable[..., Any], tmp_path: Path) -> None:
    article = file_article(headline="Redacted")
    lost = tmp_path / "lost.jsonl"
    home = [("http://localhost:4000/blog/2013/02/12/redacted/index.html", article.url)]
    moved = import_comments(path=disqus, moved_addresses=home, unmatched=lost)
    post = Post.objects.get()
    assert post.text == "Message from thread with empty title and id"
    assert (post.name, post.email) == ("Empty", "baz@email.foo")
    assert post.created_at.isoformat() == "2013-10-11T06:51:33+00:00"
    assert (moved.read, moved.new, dict(moved.unmatched)) == (5, 1, {"http://example.org/": 4})
    assert moved.skipped == ["post 6: its thread 1337 has no address in the file"]

    # What found no article is tried again with the address of another.
    again = import_comments(path=lost, moved_addresses=[("http://example.org/", article.url)])
    assert (again.new, dict(again.unmatched)) == (4, {})
    answers = {post.text: post for post in Post.objects.exclude(parent=None)}
    parents = {post.parent.text for post in Post.objects.exclude(parent=None)}
    assert set(answers) == {"Hello, World."}
    assert parents == {"...", ""}
    deleted = Post.objects.get(state=PostState.REMOVED)
    assert deleted.decisions.get().reason == "other"
    assert import_comments(path=disqus, moved_addresses=home).new == 0


@pytest.mark.parametrize("name", ["comments.xml", "themeunittestdata.wordpress.xml"])
def test_wordpress(name: str, fixtures: Path, file_article: Callable[..., Any]) -> None:
    path = fixtures / "wordpress" / name
    wanted: dict[tuple[str, str], tuple[str, str]] = {}  # a number may come back on another page
    addresses = []
    for item in ElementTree.parse(path).iter("item"):
        comments = [one for one in item.findall(f"{WP}comment") if _is_a_readers(one)]
        if comments:
            article = file_article(headline=f"Copy {len(addresses)}")
            title = article.title
            addresses.append((item.findtext("link") or "", article.url))
        wanted |= {
            (title, one.findtext(f"{WP}comment_id", "")): (
                one.findtext(f"{WP}comment_author", ""),
                one.findtext(f"{WP}comment_parent", "0"),
            )
            for one in comments
        }
    # The longest first, so that no address is taken for the beginning of another.
    addresses.sort(reverse=True)
    moved = import_comments(path=path, moved_addresses=addresses)
    found = Post.objects.select_related("parent", "thread__article")
    posts = {(post.thread.heading, post.origin_key): post for post in found}
    assert len(wanted) == moved.new == len(posts) > 0
    for key, (author, parent) in wanted.items():
        assert posts[key].name == (" ".join(author.split()) or "Reader")
        assert (posts[key].parent.origin_key if posts[key].parent else "0") == (
            parent if (key[0], parent) in wanted else "0"
        )
    assert import_comments(path=path, moved_addresses=addresses).new == 0


def _is_a_readers(comment: Any) -> bool:
    kind = comment.findtext(f"{WP}comment_type") or ""
    return kind in {"", "comment"} and comment.findtext(f"{WP}comment_approved") not in {"spam", "trash"}


def test_an_address_is_looked_for_by_its_last_part(
    fixtures: Path, file_article: Callable[..., Any]
) -> None:
    path = fixtures / "wordpress/comments.xml"
    item = next(one for one in ElementTree.parse(path).iter("item") if one.find(f"{WP}comment"))
    slug = urlsplit(item.findtext("link") or "").path.rstrip("/").rpartition("/")[2]
    file_article(headline="Elsewhere", slug=slug)
    assert import_comments(path=path, dry_run=True).new > 0
    assert not Post.objects.exists()
