"""What other sites and search engines get of the paper: cards, news by the thousand, IndexNow."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from broadsheet.foundation import outside
from broadsheet.foundation.clock import now
from broadsheet.news import actions
from broadsheet.outreach.finding import indexnow, queries

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
SERVICE = "https://api.indexnow.org/indexnow"


def card(url: str, **more: str) -> Any:
    return Client().get("/oembed/", {"url": url, **more})


class Elements(HTMLParser):
    """Which elements and attributes a card has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))


def test_an_articles_page_leads_to_its_card_in_both_formats(file_article: Any, picture: Any) -> None:
    article = file_article('Rivers & "lakes"', standfirst="By a <metre>.", picture=picture)
    page = Client().get(article.url).content.decode()
    links = dict(re.findall(r'type="([a-z/]+)\+oembed" href="http://testserver([^"]+)"', page))
    assert set(links) == {"application/json", "text/xml"}
    answer = Client().get(links["application/json"].replace("&amp;", "&"))
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    said = json.loads(answer.content)
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert said["title"] == 'Rivers & "lakes"'
    assert (said["provider_name"], said["provider_url"]) == ("The Test Post", "http://testserver")
    assert {"html", "width", "height", "thumbnail_url", "thumbnail_width"} <= set(said)
    answer = Client().get(links["text/xml"].replace("&amp;", "&"))
    assert answer["Content-Type"].startswith("text/xml")
    same = {node.tag: node.text for node in ElementTree.fromstring(answer.content)}
    assert same == {name: str(value) for name, value in said.items()}


def test_a_card_needs_nothing_else_and_has_the_size_it_says(file_article: Any, picture: Any) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    article = file_article(hostile, standfirst=hostile, picture=picture)
    said = card(f"http://testserver{article.url}").json()
    elements = Elements(said["html"]).found
    assert {tag for tag, _ in elements} == {"blockquote", "a", "img", "div", "p", "time"}
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on")]
    box = elements[0][1]["style"] or ""
    assert f"max-width:{said['width']}px" in box
    assert f";height:{said['height']}px" in box
    addresses = [value for _, one in elements for name, value in one.items() if name in {"href", "src"}]
    assert all((address or "").startswith("http://testserver/") for address in addresses)


def test_a_card_fits_where_it_is_put(file_article: Any, picture: Any) -> None:
    url = f"http://testserver{file_article(picture=picture).url}"
    small = card(url, maxwidth="300").json()
    assert small["width"] == 300
    assert "<img" in small["html"]
    assert "thumbnail_url" not in small  # it is wider than there is room for
    low = card(url, maxwidth="300", maxheight="200").json()
    assert low["height"] == 200
    assert "<img" not in low["html"]
    assert card(url, maxwidth="9" * 400).json()["width"] == 600


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("", {}, 404),
        ("http://testserver/", {}, 404),
        ("http://testserver/world/", {}, 404),
        ("https://elsewhere.example/world/river-rises/", {}, 404),
        ("//testserver/world/river-rises/", {}, 404),
        ("javascript:alert(1)", {}, 404),
        ("http://[", {}, 404),
        ("http://testserver/%ff/", {}, 404),
        ("http://testserver/\0/", {}, 404),
        ("http://testserver/" + "x" * 5000, {}, 404),
        ("http://testserver/world/river-rises/", {"format": "yaml"}, 501),
        ("http://testserver/world/river-rises/", {"maxwidth": "-1"}, 400),
        ("http://testserver/world/river-rises/", {"maxheight": "²"}, 400),
        ("http://testserver/world/river-rises/", {"maxwidth": "1"}, 200),
    ],
)
def test_what_has_no_card_says_so(article: Any, url: str, more: dict[str, str], status: int) -> None:
    assert card(url, **more).status_code == status


def test_drafts_and_withdrawn_articles_have_no_card(article: Any, file_article: Any) -> None:
    draft = file_article("Secret", draft=True)
    assert card(f"http://testserver{draft.url}").status_code == 404
    actions.withdraw(article=article)
    assert card(f"http://testserver{article.url}").status_code == 404


def test_more_news_than_one_map_holds_go_into_the_next(
    client: Any, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "NEWS_LIMIT", 2)
    urls = [f"http://testserver{file_article(f'Story {number}').url}" for number in range(3)]
    file_article("Old", published_at=now() - timedelta(days=3))

    def addresses(path: str) -> list[str | None]:
        return [node.text for node in ElementTree.fromstring(client.get(path).content).iter(LOC)]

    maps = [url for url in addresses("/sitemap.xml") if "news" in str(url)]
    assert maps == ["http://testserver/sitemap-news.xml", "http://testserver/sitemap-news-1.xml"]
    listed = addresses("/sitemap-news.xml") + addresses("/sitemap-news-1.xml")
    assert listed == urls[::-1]
    assert client.get("/sitemap-news-2.xml").status_code == 404


def waiting() -> list[Any]:
    return [
        one.args_kwargs["args"]
        for one in DBTaskResult.objects.filter(task_path=indexnow.tell.module_path)
    ]


def test_indexnow_is_told_only_when_the_paper_wants_it(
    settings: Any, file_article: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_article("Before")
    assert not waiting()
    assert Client().get("/indexnow.txt").status_code == 404
    settings.PAPER = replace(settings.PAPER, indexnow=SERVICE)
    file_article("Old", published_at=now() - timedelta(days=3))
    assert not waiting()
    article = file_article("Fresh")
    [[urls]] = waiting()
    assert urls == [f"http://testserver{article.url}"]
    actions.withdraw(article=article)
    assert waiting() == [[urls], [urls]]

    told: list[dict[str, Any]] = []
    status = 503

    def post(address: str, *, body: bytes, headers: Any) -> outside.Answer:
        assert address == SERVICE
        told.append(json.loads(body))
        return outside.Answer(status=status, address=address)

    monkeypatch.setattr(outside, "post", post)
    indexnow.tell.func(urls)
    assert [urls, 1] in waiting()  # not now: told again later
    status = 403
    indexnow.tell.func(urls)
    status = 202
    indexnow.tell.func(urls)
    assert len(waiting()) == 3
    [said] = [one for number, one in enumerate(told) if not number]
    assert said["host"] == "testserver"
    assert said["urlList"] == urls
    assert said["keyLocation"] == "http://testserver/indexnow.txt"
    assert Client().get("/indexnow.txt").content.decode() == said["key"]
    assert re.fullmatch("[0-9a-f]{32}", said["key"])
