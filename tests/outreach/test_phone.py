"""The paper on a telephone, as far as no browser is needed (see tests/browser/test_offline.py)."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client


def test_the_worker_keeps_the_files_that_a_page_asks_for(client: Client, article: Any) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    written = answer.content.decode().replace("\\u002D", "-")  # as a script may write a hyphen
    files = set(re.findall(r'"(/static/[^"]+)"', written))
    page = client.get(article.url).content.decode()
    asked = set(re.findall(r'(?:rel="stylesheet"|rel="preload"[^>]*) href="(/static/[^"]+)"', page))
    asked |= set(re.findall(r'src="(/static/js/[^"]+)"', page))
    assert asked - files <= {"/static/css/print.css", "/static/js/talk.js", "/static/js/named.js"}


def test_the_manifest_takes_what_is_shared(client: Client, paper: Any) -> None:
    target = json.loads(client.get("/manifest.webmanifest").content)["share_target"]
    assert target["action"] == "/share/"
    assert client.get("/offline/").status_code == 200


def test_an_article_of_ours_is_opened_and_anything_else_begins_a_story(
    client: Client, article: Any
) -> None:
    own = client.get("/share/", {"text": f"Look: http://testserver{article.url}"})
    assert own["Location"] == article.url
    other = client.get(
        "/share/", {"title": "Flood", "text": "On my street", "url": "https://a.example/1"}
    )
    place = urlsplit(other["Location"])
    assert place.path == "/stories/send/"
    assert parse_qs(place.query) == {
        "headline": ["Flood"],
        "text": ["On my street\n\nhttps://a.example/1"],
    }
    form = client.get(other["Location"]).content.decode()
    assert "On my street" in form
    assert 'value="Flood"' in form


@pytest.mark.parametrize(
    "address", ["http://testserver//evil.example/", "http://testserver/\\evil.example", "http://[",
                "javascript:alert(1)", "//testserver/x", "http://testserver@evil.example/"]
)  # fmt: skip
def test_nobody_is_led_to_another_site(client: Client, paper: Any, address: str) -> None:
    place = urlsplit(client.get("/share/", {"url": address})["Location"])
    assert not place.netloc
    assert not place.path.startswith(("//", "/\\"))
