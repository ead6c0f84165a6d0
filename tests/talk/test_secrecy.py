"""What waits for a moderator is seen by its writer at once, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.edition.api import OWN_COOKIE
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import writers
from broadsheet.talk.models import Post
from tests.talk.conftest import WORDS, filled

Say = Callable[..., Post]


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def held(mode: Any, say: Say, browser: Client) -> Post:
    mode(CommentMode.HELD)
    return say(client=browser, email="aliya@example.org")


def addresses(article: ArticlePage, post: Post) -> list[str]:
    feeds = [f"/feeds/comments/{article.pk}.{kind}" for kind in ("rss", "atom", "json")]
    return [
        "/", "/world/", article.url, "/forum/", "/forum/world/", f"/forum/article/{article.pk}/",
        f"/talk/{post.pk}/", f"/talk/{post.pk}/reply/", f"/talk/{post.pk}/report/",
        f"/forum/post/{post.pk}/", f"/talk/thanks/{post.thread_id}/", "/feeds/paper.rss",
        "/search/?q=bridge",
        "/sitemap.xml", *feeds,
    ]  # fmt: skip


def test_strangers_see_it_nowhere(held: Post, article: ArticlePage, browser: Client) -> None:
    for address in addresses(article, held):
        browser.get(address)  # the writer's own visit must leave nothing behind
    reader = Client()
    reader.force_login(User.objects.create_user("other@example.org", name="Other"))
    owner_of_nothing = Client()
    owner_of_nothing.cookies[OWN_COOKIE] = "1"
    for client in (Client(), reader, owner_of_nothing):
        for address in addresses(article, held):
            html = client.get(address, follow=True).content.decode()
            for secret in (WORDS, "Aliya", "aliya@example.org"):
                assert secret not in html, address


def test_its_writer_sees_it_at_once(held: Post, article: ArticlePage, browser: Client) -> None:
    for address in (article.url, f"/forum/article/{article.pk}/"):
        html = browser.get(address).content.decode()
        assert WORDS in html
        assert "Only you see it." in html
    assert browser.get(held.permalink)["Location"] == f"{article.url}#comment-{held.pk}"


def test_a_page_with_it_is_never_kept(
    held: Post, article: ArticlePage, browser: Client, press: Any
) -> None:
    answer = browser.get(article.url)
    assert answer["Cache-Control"] == "private, no-cache"
    assert press.shelf.count() == 0
    assert WORDS not in press.read(article.url).text
    assert WORDS not in press.read(article.url).text


def test_when_the_browser_takes_part_in_kept_pages_again_it_sees_only_what_all_see(
    held: Post, article: ArticlePage, browser: Client
) -> None:
    """The writer's key outlives the cookie that keeps plates away from them."""
    del browser.cookies[OWN_COOKIE]
    assert writers.COOKIE in browser.cookies
    assert WORDS not in browser.get(article.url).content.decode()
    assert WORDS not in Client().get(article.url).content.decode()


def test_a_forged_key_opens_nothing(held: Post, article: ArticlePage, browser: Client) -> None:
    signed = browser.cookies[writers.COOKIE].value
    for forged in (signed[:-1] + "x", held.writer, "guest", ""):
        client = Client()
        client.cookies[OWN_COOKIE] = "1"
        client.cookies[writers.COOKIE] = forged
        assert WORDS not in client.get(article.url).content.decode()


def test_the_cookies_are_closed_to_scripts(held: Post, browser: Client) -> None:
    for name in (OWN_COOKIE, writers.COOKIE):
        cookie = browser.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_the_e_mail_address_is_never_shown(open_paper: None, say: Say, article: ArticlePage) -> None:
    post = say(email="aliya@example.org")
    for address in addresses(article, post):
        assert "aliya@example.org" not in Client().get(address, follow=True).content.decode()


def test_a_comment_shown_at_once_is_seen_past_the_browsers_own_cache(
    open_paper: None, article: ArticlePage, browser: Client
) -> None:
    """The kept page may be shown for half a minute; a new cookie makes the browser ask again."""
    assert "Cookie" in browser.get(article.url)["Vary"]
    browser.post(f"/talk/article/{article.pk}/", filled())
    assert OWN_COOKIE in browser.cookies
