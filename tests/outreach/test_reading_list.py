"""The reading list: in the browser without an account, in the account with one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation import accounts
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.outreach.models import SavedArticle
from broadsheet.outreach.reading import actions


@pytest.fixture
def reader(paper: Any) -> User:
    return User.objects.create_user("reader@example.org", name="Aru")


@pytest.fixture
def browser(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def hand_over(browser: Client, entries: Any) -> Any:
    body = entries if isinstance(entries, bytes) else json.dumps(entries).encode()
    return browser.post("/reading-list/merge/", body, content_type="application/json")


def test_without_an_account_the_page_says_where_the_list_is(client: Client, paper: Any) -> None:
    page = client.get("/reading-list/").content.decode()
    assert "kept in this browser, and nowhere else" in page
    assert "Without a script this browser cannot keep a list." in page
    assert "/account/login/?next=/reading-list/" in page


def test_the_browsers_list_moves_to_the_account_once(browser: Client, article: Any) -> None:
    entries = [{"url": article.url, "title": "x", "when": "2026-01-02T03:04:05Z"}]
    assert hand_over(browser, entries).json() == {"added": 1}
    assert hand_over(browser, entries).json() == {"added": 0}
    saved = SavedArticle.objects.get()
    assert saved.saved_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert article.title in browser.get("/reading-list/").content.decode()


@pytest.mark.parametrize(
    "entry",
    [
        {"url": "https://evil.example/x", "title": "x", "when": "now"},
        {"url": "javascript:alert(1)", "title": "x"},
        {"url": "http://[", "title": "x"},
        {"url": "/world/", "title": "x"},
        {"url": 7},
        {"url": "/world/\ud800/"},
        {"url": "/world/%00/"},
        {"title": "no url"},
        "text",
        None,
        {"url": "/" + "x" * 9000},
        {"url": "/a\0b/"},
        {"url": "/%00/"},
        {"url": "/%ff%fe/"},
        {"url": "/\ud800/"},  # half of a UTF-16 pair: JSON holds it, no database does
    ],
)
def test_what_anybody_wrote_into_a_browser_is_left_out(
    browser: Client, article: Any, entry: Any
) -> None:
    good = {"url": article.url, "when": "9999-99-99"}
    assert hand_over(browser, [entry, good]).json() == {"added": 1}


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"{}", b'"x"', b"[" * 100_000, b"[" + b"1," * 200_000 + b"1]", b"\xff"]
)
def test_a_broken_list_is_a_sentence_and_changes_nothing(browser: Client, body: bytes) -> None:
    answer = hand_over(browser, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not SavedArticle.objects.exists()


def test_an_address_elsewhere_is_not_ours_whatever_its_path(browser: Client, article: Any) -> None:
    elsewhere = [{"url": f"https://evil.example{article.url}"}, {"url": f"//evil.example{article.url}"}]
    assert hand_over(browser, elsewhere).json() == {"added": 0}
    assert hand_over(browser, [{"url": f"http://testserver{article.url}"}]).json() == {"added": 1}


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x", 7, None]
)
def test_a_clock_that_is_wrong_puts_an_article_on_the_list_now(
    browser: Client, article: Any, when: Any
) -> None:
    before = now()
    hand_over(browser, [{"url": article.url, "when": when}])
    assert before <= SavedArticle.objects.get().saved_at <= now()


def test_who_was_signed_out_meanwhile_comes_back_to_the_article(client: Client, article: Any) -> None:
    answer = client.post(f"/reading-list/{article.pk}/save/")
    assert answer["Location"] == f"/account/login/?next={article.url}"
    answer = client.post(f"/reading-list/{article.pk}/remove/", {"from": "article"})
    assert answer["Location"] == f"/account/login/?next={article.url}"
    answer = client.post(f"/reading-list/{article.pk}/remove/")
    assert answer["Location"] == "/account/login/?next=/reading-list/"


def test_a_signed_in_readers_list_is_never_kept_for_others(
    press: Any, browser: Client, article: Any
) -> None:
    browser.post(f"/reading-list/{article.pk}/save/")
    mine = {"HTTP_COOKIE": f"sessionid={browser.cookies['sessionid'].value}"}
    assert article.title in press.read("/reading-list/", **mine).text
    assert "/remove/" in press.read(article.url, **mine).text
    assert press.read("/reading-list/", **mine).headers["Cache-Control"] == "private, no-cache"
    for path in ("/reading-list/", article.url):
        strangers = press.read(path).text
        assert "/remove/" not in strangers
        assert "data-signed-in" not in strangers


def test_no_other_site_and_no_stranger_can_write(reader: User, article: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    for path in ("merge/", f"{article.pk}/save/", f"{article.pk}/remove/"):
        assert (
            strict.post(f"/reading-list/{path}", b"[]", content_type="application/json").status_code
            == 403
        )
        assert strict.get(f"/reading-list/{path}").status_code == 405
    assert Client().post(f"/reading-list/{article.pk}/save/").status_code == 302  # to sign in
    assert hand_over(Client(), []).status_code == 403
    assert not SavedArticle.objects.exists()


def test_a_signed_in_reader_needs_no_script(browser: Client, article: Any) -> None:
    page = browser.get(article.url).content.decode()
    assert f'action="/reading-list/{article.pk}/save/"' in page
    assert browser.post(f"/reading-list/{article.pk}/save/")["Location"] == article.url
    page = browser.get(article.url).content.decode()
    assert f'action="/reading-list/{article.pk}/remove/"' in page
    assert 'aria-pressed="true"' in page
    answer = browser.post(f"/reading-list/{article.pk}/remove/", {"from": "article"})
    assert answer["Location"] == article.url
    assert not SavedArticle.objects.exists()


def test_a_withdrawn_article_is_not_listed_and_a_draft_not_kept(
    browser: Client, article: Any, file_article: Any
) -> None:
    browser.post(f"/reading-list/{article.pk}/save/")
    news.withdraw(article=article)
    assert article.title not in browser.get("/reading-list/").content.decode()
    draft = file_article("Secret", draft=True)
    assert browser.post(f"/reading-list/{draft.pk}/save/").status_code == 404
    assert hand_over(browser, [{"url": "/world/secret/"}]).json() == {"added": 0}


def test_the_list_is_bounded(reader: User, file_article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    for number in range(4):
        actions.save(user=reader, article=file_article(f"Story {number}"))
    kept = [saved.article.title for saved in SavedArticle.objects.all()]
    assert kept == ["Story 3", "Story 2"]


def test_the_list_is_in_the_account_and_goes_with_it(
    browser: Client, reader: User, article: Any
) -> None:
    browser.post(f"/reading-list/{article.pk}/save/")
    assert article.title in browser.get("/account/").content.decode()
    accounts.erase(user=reader)
    assert not SavedArticle.objects.exists()


def test_nothing_of_it_is_on_a_page_for_everybody(press: Any, article: Any) -> None:
    page = press.read(article.url).text
    assert "/save/" not in page
    assert "data-bookmark" in page
    assert press.read("/reading-list/").status == 200
    assert press.shelf.find("testserver/reading-list/", 0)
