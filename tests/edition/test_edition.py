"""What the edition promises: the same page as a fresh rendering, only sooner."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from broadsheet.edition import store
from broadsheet.edition.models import Plate
from broadsheet.edition.tags import collecting, depends_on, stale
from broadsheet.news import actions
from broadsheet.news.models import ArticlePage, Author, PaperSettings
from broadsheet.topics.models import Topic

STAMP = re.compile(r'name="stamp" value="[^"]+"')
Make = Callable[..., ArticlePage]


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Dana Ospan", slug="dana-ospan")


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="Rivers", slug="rivers")


@pytest.fixture
def full_article(file_article: Make, author: Author, topic: Topic) -> ArticlePage:
    return file_article(authors=[author], topics=[topic])


def addresses_of(article: ArticlePage) -> list[str]:
    day = timezone.localtime(article.published_at)
    return [
        "/", article.url, article.section.url, article.authors[0].url, article.topics[0].url,
        f"/archive/{day:%Y/%-m/%-d}/", "/archive/",
    ]  # fmt: skip


def read(address: str) -> str:
    """The page without the time that is signed in its form."""
    return STAMP.sub("", Client().get(address).content.decode())


def fresh(address: str) -> str:
    """The page as Django renders it now, whatever is kept."""
    store.drop_all()
    return read(address)


def change_title(article: ArticlePage) -> None:
    article.title = "River falls"
    article.save_revision().publish()


def rename_author(article: ArticlePage) -> None:
    author = article.authors[0]
    author.name = "Dana O."
    author.save()


def rename_topic(article: ArticlePage) -> None:
    topic = article.topics[0]
    topic.name = "Waters"
    topic.save()


def rename_section(article: ArticlePage) -> None:
    article.section.title = "Planet"
    article.section.save_revision().publish()


def rename_paper(article: ArticlePage) -> None:
    paper = PaperSettings.load()
    paper.name = "The Other Post"
    paper.save()


def correct(article: ArticlePage) -> None:
    actions.correct(article=article, text="It was the other river.")


def break_news(article: ArticlePage) -> None:
    actions.announce(text="Dam holds", article=article)


def comment(article: ArticlePage) -> None:
    actions.set_comment_count(article_id=article.pk, comments=7)


def withdraw(article: ArticlePage) -> None:
    actions.withdraw(article=article)


def delete(article: ArticlePage) -> None:
    article.delete()


@pytest.mark.parametrize(
    "change",
    [
        change_title, rename_author, rename_topic, rename_section, rename_paper, correct, break_news,
        comment, withdraw, delete,
    ],
)  # fmt: skip
def test_after_any_change_every_page_is_as_if_rendered_anew(
    full_article: ArticlePage, change: Callable[[ArticlePage], None]
) -> None:
    addresses = addresses_of(full_article)
    before = {address: read(address) for address in addresses}
    assert Plate.objects.count() == len(addresses)
    change(full_article)
    after = {address: read(address) for address in addresses}
    assert after == {address: fresh(address) for address in addresses}
    assert after != before


def test_a_kept_page_is_served_without_rendering(article: ArticlePage) -> None:
    first = Client().get(article.url)
    plate = Plate.objects.get()
    Plate.objects.update(body=gzip.compress(b"kept"))
    assert first.status_code == 200
    assert read(article.url) == "kept"
    assert {tag.tag for tag in plate.tags.all()} >= {f"article:{article.pk}", "paper"}


def test_a_browser_that_has_the_page_is_told_so(article: ArticlePage) -> None:
    first = Client().get(article.url, headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    again = Client().get(
        article.url, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_changed_while_it_was_made_is_not_kept(db: None) -> None:
    since = store.generation()
    with collecting() as tags:
        depends_on("article:1")
        stale("article:1")
    kept = store.keep(
        address="testserver/", body=b"old", content_type="text/html", headers={}, tags=tags, since=since
    )
    assert kept is None
    assert not Plate.objects.exists()


def test_a_signed_in_reader_neither_gets_nor_leaves_a_kept_page(
    article: ArticlePage, editor: Any
) -> None:
    signed_in = Client()
    signed_in.force_login(editor)
    signed_in.get(article.url)
    assert not Plate.objects.exists()


@pytest.mark.parametrize(
    "query", ["?x=1", "?page=0", "?page=-1", "?page=99999999", "?page=²", "?page=1&reply_to=3"]
)
def test_invented_addresses_do_not_fill_the_house(article: ArticlePage, query: str) -> None:
    assert Client().get(article.section.url + query).status_code == 200
    assert not Plate.objects.exists()


def test_marks_of_other_sites_share_one_plate(article: ArticlePage) -> None:
    for query in ("", "?utm_source=mail", "?fbclid=abc"):
        Client().get(article.url + query)
    assert Plate.objects.count() == 1


def test_head_says_the_same_and_keeps_nothing(article: ArticlePage) -> None:
    assert Client().head(article.url).status_code == 200
    assert not Plate.objects.exists()
    assert len(read(article.url)) > 100


def test_a_plate_ends_at_the_papers_midnight(article: ArticlePage) -> None:
    read(article.url)
    ends = timezone.localtime(Plate.objects.get().expires_at)
    assert (ends.hour, ends.minute) == (0, 0)
    Plate.objects.update(expires_at=timezone.now(), body=gzip.compress(b"yesterday"))
    assert read(article.url) != "yesterday"


def test_without_the_database_a_reader_is_asked_to_come_back(
    client: Any, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("broadsheet.news.queries.article_page", broken)
    client.raise_request_exception = False
    answer = client.get(article.url)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_a_long_import(file_article: Make) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no single write lock to wait for")
    article = file_article()
    locked, done = threading.Event(), threading.Event()

    def import_for_long() -> None:
        with transaction.atomic():
            locked.set()
            done.wait(10)
        connection.close()

    writer = threading.Thread(target=import_for_long)
    writer.start()
    try:
        locked.wait(5)
        assert "River rises" in read(article.url)
        assert writer.is_alive()
        assert not Plate.objects.exists()
    finally:
        done.set()
        writer.join()
    read(article.url)
    assert Plate.objects.count() == 1
