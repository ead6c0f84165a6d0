"""Something on another site: asked once by the newsroom, loaded by a reader's click."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.embeds.finders import get_finders

from broadsheet.news.blocks import EmbedBlock
from broadsheet.news.embeds import frame_address
from broadsheet.news.models import ArticlePage

ANSWERS = {
    "https://video.example.org/1": {
        "type": "video",
        "html": '<iframe width="200" src="https://player.example.org/1?a=1&amp;b=2"></iframe>',
    },
    "https://video.example.org/tube": {
        "type": "video",
        "html": '<iframe src="https://www.youtube.com/embed/x"></iframe>',
    },
    "https://video.example.org/script": {"type": "rich", "html": "<script>alert(1)</script>"},
    "https://video.example.org/evil": {
        "type": "rich",
        "html": '<iframe src="javascript:alert(1)"></iframe>',
    },
    "https://video.example.org/plain": {
        "type": "rich",
        "html": '<iframe src="http://player.example.org/"></iframe>',
    },
    "https://video.example.org/nothing": {"type": "video", "html": None},
    "https://video.example.org/list": ["no", "oEmbed"],
    "https://video.example.org/photo": {"type": "photo"},
}


class Provider(BaseHTTPRequestHandler):
    """A site that speaks oEmbed, and counts how often it is asked."""

    asked: list[str] = []

    def do_GET(self) -> None:
        url = parse_qs(urlsplit(self.path).query)["url"][0]
        Provider.asked.append(url)
        found = ANSWERS.get(url)
        self.send_response(200 if found else 404)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode() if found else b"<html>")

    def log_message(self, *_: Any) -> None:
        """Silence."""


@pytest.fixture
def provider(settings: Any, db: None) -> Iterator[list[str]]:
    cache.clear()
    Provider.asked = []
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}/oembed"
    settings.WAGTAILEMBEDS_FINDERS = [
        {
            "class": "wagtail.embeds.finders.oembed",
            "providers": [{"endpoint": endpoint, "urls": [r"^https://video\.example\.org/.+$"]}],
        }
    ]
    get_finders.cache_clear()
    yield Provider.asked
    server.shutdown()
    server.server_close()
    get_finders.cache_clear()


def saved(url: str) -> Any:
    block = EmbedBlock()
    return block.clean(block.to_python({"url": url, "caption": "The flood"}))


def test_saving_finds_the_frame_and_asks_once(provider: list[str]) -> None:
    for _ in range(3):
        kept = saved("https://video.example.org/1")
        assert kept["embed_url"] == "https://player.example.org/1?a=1&b=2"
    assert provider == ["https://video.example.org/1"]


def test_a_frame_that_can_do_without_cookies_does(provider: list[str]) -> None:
    assert frame_address("https://video.example.org/tube") == "https://www.youtube-nocookie.com/embed/x"


@pytest.mark.parametrize("what", ["script", "evil", "plain", "nothing", "list", "photo", "unknown"])
def test_what_is_no_safe_frame_stays_a_link(provider: list[str], what: str) -> None:
    url = f"https://video.example.org/{what}"
    assert saved(url)["embed_url"] == ""
    saved(url)
    assert len(provider) == 1  # a site that has nothing for us is not asked at every key


def test_a_site_nobody_knows_is_not_asked(provider: list[str]) -> None:
    assert saved("https://unknown.example.org/1")["embed_url"] == ""
    assert provider == []


def test_an_address_the_editor_sends_along_is_not_believed(provider: list[str]) -> None:
    block = EmbedBlock()
    sent = {"url": "https://unknown.example.org/1", "embed_url": "https://evil.example.org/"}
    assert block.clean(block.to_python(sent))["embed_url"] == ""


def test_a_reader_asks_nobody_before_the_click(provider: list[str], file_article: Any) -> None:
    article: ArticlePage = file_article(body=[("embed", saved("https://video.example.org/1"))])
    provider.clear()
    page = Client().get(article.url).content.decode()
    assert 'data-embed="https://player.example.org/1?a=1&amp;b=2"' in page
    assert '<a href="https://video.example.org/1" rel="external noopener">' in page
    assert "<iframe" not in page
    assert provider == []


def test_without_a_frame_there_is_only_the_link(file_article: Any) -> None:
    body = [("embed", {"url": "https://unknown.example.org/1", "caption": "", "embed_url": ""})]
    page = Client().get(file_article(body=body).url).content.decode()
    assert 'href="https://unknown.example.org/1"' in page
    assert "data-embed" not in page
