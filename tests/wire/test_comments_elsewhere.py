"""Comments of pages on other sites in and out, in each of the four formats."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from broadsheet.news.models import ArticlePage
from broadsheet.talk.api import CommentCopy, import_page_comments, page_elsewhere, pages_elsewhere
from broadsheet.talk.models import OutsideSite, Post, Thread
from broadsheet.wire import api
from broadsheet.wire.comments.moving import Moved, export_comments, import_comments

WHEN = datetime(2010, 11, 10, 6, 30, tzinfo=UTC)
STORY = "https://example.org/2010/ferry"


@pytest.fixture
def site(paper: object) -> OutsideSite:
    return OutsideSite.objects.create(scheme="https", host="example.org")


def rows(*lines: dict[str, str], to: Path) -> Path:
    plain = {
        "page": STORY,
        "title": "The ferry",
        "name": "Aliya",
        "text": "Late.",
        "when": WHEN.isoformat(),
    }
    to.write_text("".join(json.dumps(plain | line) + "\n" for line in lines))
    return to


def moved_from(path: Path, **more: object) -> Moved:
    return import_comments(path=path, **more)  # type: ignore[arg-type]


def test_comments_of_a_listed_site_come_to_its_pages_with_their_parents(
    site: OutsideSite, tmp_path: Path
) -> None:
    path = rows(
        {"id": "2", "parent": "1", "text": "An answer."},  # before what it answers
        {"id": "1", "page": "http://example.org/2010/ferry/?utm_source=feed"},
        {"id": "3", "page": "https://example.org/2010/other", "title": "Other"},
        {"id": "4", "page": "https://unlisted.example/a"},
        to=tmp_path / "in.jsonl",
    )
    dry = moved_from(path, dry_run=True)
    assert (dry.new, dry.elsewhere, Post.objects.count()) == (3, 2, 0)
    moved = moved_from(path, unmatched=tmp_path / "left.jsonl")
    assert (moved.new, moved.pages, moved.elsewhere) == (3, 0, 2)
    assert "2 pages elsewhere" in moved.summary()
    assert set(moved.unmatched) == {"https://unlisted.example/a"}
    assert moved_from(path).new == 0
    thread = Thread.objects.get(page="/2010/ferry")
    assert (thread.site, thread.title, thread.posts_shown) == (site, "The ferry", 2)
    assert Post.objects.get(origin_key="2").parent == Post.objects.get(origin_key="1")
    page = Client().get("/talk/on/", {"page": STORY}, follow=True).content.decode()
    assert "An answer." in page
    OutsideSite.objects.create(scheme="https", host="unlisted.example")
    assert moved_from(tmp_path / "left.jsonl").new == 1


def test_an_address_of_a_listed_site_is_never_taken_for_an_article_with_that_last_part(
    site: OutsideSite, article: ArticlePage, tmp_path: Path
) -> None:
    address = f"https://example.org/blog/{article.slug}"
    moved_from(rows({"id": "1", "page": address}, to=tmp_path / "in.jsonl"))
    assert Post.objects.get().thread.page_url == address


def test_a_page_spoken_of_here_keeps_its_title(site: OutsideSite, tmp_path: Path) -> None:
    moved_from(rows({"id": "1"}, to=tmp_path / "in.jsonl"))
    moved_from(rows({"id": "2", "title": "Another"}, to=tmp_path / "more.jsonl"))
    assert Thread.objects.get().title == "The ferry"


@pytest.mark.parametrize("form", ["jsonl", "csv", "disqus", "wxr"])
def test_they_go_out_and_come_in_again(site: OutsideSite, tmp_path: Path, form: str) -> None:
    page = page_elsewhere(address=STORY)
    assert page is not None
    import_page_comments(
        page=page,
        title="The ferry",
        comments=[
            CommentCopy(key="1", name="Aliya", text="Late again.", when=WHEN, email="a@example.org"),
            CommentCopy(key="2", name="Chen", text="Not by much.", when=WHEN, parent_key="1"),
        ],
    )
    before = list(pages_elsewhere())
    out = tmp_path / "out"
    out.write_bytes(b"".join(export_comments(format_name=form)))
    Thread.objects.all().delete()
    moved = moved_from(out)
    assert (moved.format, moved.new, moved.elsewhere) == (form, 2, 1)
    after = list(pages_elsewhere())
    assert [(one.url, one.title) for one in after] == [(one.url, one.title) for one in before]
    words = [[(c.text, c.when, bool(c.parent_key)) for c in one.comments] for one in after]
    assert words == [[(c.text, c.when, bool(c.parent_key)) for c in one.comments] for one in before]


def test_they_are_in_the_archive_and_their_site_waits_for_the_newsroom(
    site: OutsideSite, tmp_path: Path
) -> None:
    OutsideSite.objects.filter(pk=site.pk).update(kept_parameters="id")
    page = page_elsewhere(address=f"{STORY}?id=7")
    assert page is not None
    import_page_comments(
        page=page,
        title="The ferry",
        comments=[
            CommentCopy(key="1", name="Aliya", text="Late again.", when=WHEN),
            CommentCopy(key="2", name="Chen", text="Not by much.", when=WHEN, parent_key="1"),
        ],
    )
    before = list(pages_elsewhere())
    api.export(path=tmp_path / "paper.zip")
    Thread.objects.all().delete()
    OutsideSite.objects.all().delete()
    told: list[object] = []
    for _twice in range(2):
        api.import_file(path=tmp_path / "paper.zip", report=told.append)
        assert list(pages_elsewhere()) == before
    again = OutsideSite.objects.get()
    assert (again.origin, again.is_active) == ("https://example.org", False)
    assert any("Comments elsewhere" in str(one) for one in told)
    api.export(path=tmp_path / "again.zip")
    with ZipFile(tmp_path / "paper.zip") as one, ZipFile(tmp_path / "again.zip") as other:
        assert one.read("forum.jsonl") == other.read("forum.jsonl")
