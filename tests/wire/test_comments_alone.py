"""Comments in and out without their articles, in each of the four formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.news.models import ArticlePage
from broadsheet.talk import actions
from broadsheet.talk.api import CommentCopy, comments_of
from broadsheet.talk.api import import_comments as put
from broadsheet.talk.models import Post, Reason, Thread
from broadsheet.wire.comments.moving import FORMATS, export_comments, import_comments
from broadsheet.wire.comments.rows import _guarded, _unguarded
from broadsheet.wire.errors import ImportRefused

WHEN = datetime(2010, 11, 10, 6, 30, tzinfo=UTC)
TEXT = 'Two lines\nof it, "quoted" & <b>not bold</b>.\n\nA second paragraph – 渡轮.'


@pytest.fixture
def thread(article: ArticlePage) -> ArticlePage:
    put(
        article=article,
        comments=[
            CommentCopy(key="1", name="Aliya", text=TEXT, when=WHEN, email="a@example.org"),
            CommentCopy(key="2", name="=HYPERLINK(1)", text="-1 of it", when=WHEN, parent_key="1"),
            CommentCopy(key="3", name="Chen", text="Waits.", when=WHEN, state="held"),
            CommentCopy(
                key="4", name="X", text="Buy.", when=WHEN, state="removed", reason="spam", parent_key="2"
            ),
        ],
    )
    return article


def written(form: str, path: Path) -> Path:
    path.write_bytes(b"".join(export_comments(format_name=form)))
    return path


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_our_own_formats_lose_nothing(form: str, thread: ArticlePage, tmp_path: Path) -> None:
    out = written(form, tmp_path / "out")
    before = list(comments_of(article=thread))
    Thread.objects.all().delete()
    moved = import_comments(path=out)
    assert (moved.format, moved.new, moved.skipped) == (form, 4, [])
    assert list(comments_of(article=thread)) == before
    assert written(form, tmp_path / "again").read_bytes() == out.read_bytes()
    assert import_comments(path=out).new == 0


@pytest.mark.parametrize(("form", "left"), [("disqus", "123 4"), ("wxr", "123")])
def test_the_others_keep_words_times_parents_and_states(
    form: str, left: str, thread: ArticlePage, tmp_path: Path
) -> None:
    before = list(comments_of(article=thread))
    out = written(form, tmp_path / "out")
    Thread.objects.all().delete()
    moved = import_comments(path=out)
    assert moved.format == form
    after = {copy.key.removeprefix("disqus-"): copy for copy in comments_of(article=thread)}
    kept = {one.key: one for one in before if one.key in left}
    assert after.keys() == kept.keys()
    for key, copy in after.items():
        assert copy.text == kept[key].text
        assert copy.parent_key.removeprefix("disqus-") == kept[key].parent_key
        assert (copy.name, copy.email, copy.when, copy.state, copy.reason) == (
            kept[key].name, kept[key].email, kept[key].when, kept[key].state, kept[key].reason
        )  # fmt: skip


def test_what_came_in_is_on_the_page_and_in_the_search(
    thread: ArticlePage, tmp_path: Path, press: Any
) -> None:
    out = written("jsonl", tmp_path / "out")
    with press.committed():
        Thread.objects.all().delete()
    press.bake()
    assert "second paragraph" not in press.read(thread.url).text
    with press.committed():
        import_comments(path=out)
    press.bake()
    assert "second paragraph" in press.read(thread.url).text
    found = Client().get("/forum/search/", {"q": "渡轮"}).context["results"].found
    assert [one.name for one in found] == ["Aliya"]


def test_what_was_decided_here_stays(thread: ArticlePage, tmp_path: Path, moderator: Any) -> None:
    out = written("csv", tmp_path / "out")
    actions.remove(post=Post.objects.get(origin_key="1"), reason=Reason.ABUSIVE, by=moderator)
    assert import_comments(path=out).new == 0
    assert Post.objects.get(origin_key="1").state == "removed"


@pytest.fixture
def moderator(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("moderator@example.org")


def lines(article: ArticlePage, *rows: dict[str, Any]) -> str:
    base = {"page": article.url, "when": WHEN.isoformat(), "name": "R", "text": "Words."}
    return "".join(f"{json.dumps(base | row)}\n" for row in rows)


def test_any_order_rings_and_lost_parents(article: ArticlePage, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    chain = [{"id": str(n), "parent": str(n - 1) if n else "nowhere"} for n in reversed(range(30))]
    ring = [{"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}, {"id": "self", "parent": "self"}]
    path.write_text(lines(article, *chain, *ring, {"id": "a", "parent": "b"}))
    assert import_comments(path=path).new == 33
    posts = {post.origin_key: post for post in Post.objects.select_related("parent", "root")}
    assert all(posts[str(n)].parent == posts[str(n - 1)] for n in range(1, 30))
    assert all(posts[str(n)].root == posts["0"] for n in range(1, 30))
    assert posts["0"].parent is posts["self"].parent is None
    assert {bool(posts[key].parent) for key in "ab"} == {True, False}


def test_a_bad_line_is_named_and_the_others_come_in(article: ArticlePage, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        lines(article, {"id": "1"}) + "{broken\n[1]\n" + "[" * 5000 + "\n"
        + lines(article, {"id": "2", "when": "yesterday"}, {"id": "3", "state": "lost"}, {"id": ""},
                {"id": "4", "when": "2010-11-10 06:30"})
    )  # fmt: skip
    moved = import_comments(path=path, format_name="jsonl")
    assert moved.new == 2
    assert [line.partition(":")[0] for line in moved.skipped] == [f"line {n}" for n in range(2, 8)]
    assert Post.objects.get(origin_key="4").created_at - WHEN <= timedelta(hours=14)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xml", b"<disqus xmlns='http://disqus.com'><post>", "broken at line 1"),
        ("a.csv", b"page,text\n/a/,b\n", "has no id, when"),
        ("a.bin", b"\x00\x01\x02", "is none of"),
        ("a.xml", b"", "is none of"),
    ],
)
def test_what_cannot_be_read_is_said(
    db: None, name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportRefused, match=words):
        import_comments(path=tmp_path / name)


def test_a_file_that_breaks_off_keeps_what_was_read(article: ArticlePage, tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    path.write_text(
        '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
        f'<thread dsq:id="1"><link>{article.url}</link></thread><post dsq:id="2">'
        "<message>Said.</message><createdAt>2010-11-10T06:30:00Z</createdAt><author><name>R</name></author>"
        '<thread dsq:id="1"/></post><post dsq:id="3"><mess'
    )
    moved = import_comments(path=path)
    assert moved.new == 1
    assert "broken at line 1" in moved.broken_off


def test_entities_are_not_opened(article: ArticlePage, tmp_path: Path) -> None:
    path = tmp_path / "in.xml"
    path.write_text(
        '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<disqus xmlns="http://disqus.com"><post><message>&f;</message></post></disqus>'
    )
    with pytest.raises(ImportRefused, match="declares entities"):
        import_comments(path=path)


def test_pages_that_move_are_found_by_redirect(
    article: ArticlePage, file_article: Callable[..., Any], tmp_path: Path
) -> None:
    from wagtail.contrib.redirects.models import Redirect

    Redirect.objects.create(old_path="/2010/an-old-one.php", redirect_page=article)
    path = tmp_path / "in.jsonl"
    path.write_text(lines(article, {"id": "1", "page": "https://old.example/2010/an-old-one.php"}))
    assert import_comments(path=path).new == 1


@given(st.text(max_size=6))
def test_no_cell_begins_a_formula_and_all_come_back(cell: str) -> None:
    guarded = _guarded(cell)
    assert guarded[:1] not in set("=+-@\t\r")
    assert _unguarded(guarded) == cell


def test_there_are_four_formats() -> None:
    assert set(FORMATS) == {"disqus", "wxr", "jsonl", "csv"}
    with pytest.raises(ImportRefused, match="there are"):
        next(export_comments(format_name="docx"))
