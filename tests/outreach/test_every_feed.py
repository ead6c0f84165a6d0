"""Every feed of the paper, read by somebody else's parser and held to its format's rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.news.models import Author
from broadsheet.outreach import public
from broadsheet.talk import actions as forum
from broadsheet.talk import api as talk
from broadsheet.talk.models import Post, Thread
from broadsheet.topics.models import Topic

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}content"
HUB = "http://testserver/hub/"


@pytest.fixture
def bases(section: Any, file_article: Any, picture: Any) -> list[str]:
    """A paper in which nothing is empty; every feed of it without its format, whole ones last."""
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Floods", "Алматы")]
    author = Author.objects.create(name="Aigerim & Co", slug="aigerim")
    article = file_article(
        "Rivers & <lakes> rise", authors=[author], topics=topics, picture=picture,
        standfirst="By a metre.",
        body=[("text", '<p>Read <a href="/world/">more</a> ]]> at noon.</p>')],
    )  # fmt: skip
    said = talk.CommentCopy(key="1", name="Aru", text="It <i>rose</i>.", when=now(), state="published")
    talk.import_comments(article=article, comments=[said])
    thread = Thread.objects.create(board=section, title="Where to <fish>")
    Post.objects.create(thread=thread, name="Aliya", text="By the bridge.", state="published")
    forum.counting.recount(thread)
    pair = "/and/".join(sorted(topic.slug for topic in topics))
    found = {path.rpartition(".")[0] for path in public.paths() if path.startswith("/feeds/")} - {""}
    found |= {f"/feeds/topic/{pair}", f"/feeds/comments/{article.pk}"}
    return sorted(found | {f"/feeds/forum/topic/{thread.pk}"})


def read(address: str) -> Any:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer


def every(bases: list[str], kind: str) -> Iterator[tuple[str, Any]]:
    for base in bases:
        yield f"{base}.{kind}", read(f"{base}.{kind}")
    yield f"/feeds/search.{kind}?q=rivers", read(f"/feeds/search.{kind}?q=rivers")


def test_an_independent_parser_reads_every_feed_without_complaint(bases: list[str]) -> None:
    kinds = {base.split("/")[2] for base in bases}
    assert kinds == {"paper", "section", "author", "topic", "comments", "forum"}
    for kind, version in (("rss", "rss20"), ("atom", "atom10")):
        for address, answer in every(bases, kind):
            feed = feedparser.parse(
                answer.content, response_headers={"content-type": answer["Content-Type"]}
            )
            assert not feed.bozo, (address, feed.get("bozo_exception"))
            assert feed.version == version
            assert feed.feed.title, address
            links = {link.rel: link.href for link in feed.feed.links}
            assert (
                feedparser.urls.convert_to_idn(links["self"]) == answer.wsgi_request.build_absolute_uri()
            )
            assert links.get("hub") == (None if "search" in address else HUB)
            for entry in feed.entries:
                assert entry.content[-1].value, address


def test_rss_keeps_the_advisory_boards_profile(bases: list[str]) -> None:
    for address, answer in every(bases, "rss"):
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert channel is not None
        for name in ("title", "link", "description", "language", "lastBuildDate", "generator", "docs"):
            assert channel.findtext(name), (address, name)
        assert channel.find(f"{ATOM}link[@rel='self']") is not None
        parsedate_to_datetime(channel.findtext("lastBuildDate") or "")
        for item in channel.iter("item"):
            names = [child.tag for child in item]
            for once in ("title", "link", "description", "guid", "pubDate", CONTENT):
                assert names.count(once) == 1, (address, once)
            assert names.index("description") < names.index(CONTENT)
            assert names.count("enclosure") <= 1
            for enclosure in item.iter("enclosure"):
                assert set(enclosure.attrib) == {"url", "length", "type"}
                assert enclosure.attrib["url"].startswith("http://")
                assert item.find(MEDIA) is not None
            parsedate_to_datetime(item.findtext("pubDate") or "")


def test_atom_keeps_rfc_4287(bases: list[str]) -> None:
    for address, answer in every(bases, "atom"):
        feed = ElementTree.fromstring(answer.content)
        ids = [node.text for node in feed.iter(f"{ATOM}id")]
        assert all(ids), address
        assert len(ids) == len(set(ids)), address
        for part in (feed, *feed.findall(f"{ATOM}entry")):
            for once in ("id", "title", "updated"):  # §4.1.1, §4.1.2
                assert len(part.findall(f"{ATOM}{once}")) == 1, (address, once)
            assert datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "").tzinfo
        for entry in feed.findall(f"{ATOM}entry"):
            assert entry.findall(f"{ATOM}author/{ATOM}name"), address
            alternates = [
                link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"
            ]
            assert len(alternates) == 1, address


def test_json_feeds_keep_version_1_1(bases: list[str]) -> None:
    for address, answer in every(bases, "json"):
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == answer.wsgi_request.build_absolute_uri(), address
        assert feed["title"]
        assert ("hubs" in feed) != ("search" in address)
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert datetime.fromisoformat(item["date_published"]).tzinfo
            assert all(author["name"] for author in item["authors"])
            for attachment in item.get("attachments", []):
                assert {"url", "mime_type"} <= set(attachment)


def test_a_search_has_a_feed_that_its_page_names_and_nobody_keeps(
    press: Any, article: Any, file_article: Any
) -> None:
    file_article("Bridge closed")
    page = Client().get("/search/?q=river+rose").content.decode()
    assert 'href="/feeds/search.atom?q=river+rose"' in page
    feed = feedparser.parse(press.read("/feeds/search.rss?q=bridge").body)
    assert [entry.title for entry in feed.entries] == ["Bridge closed"]
    assert press.shelf.find("testserver/feeds/search.rss", 0) is None
    answer = Client().get("/feeds/search.rss?q=" + "x" * 5000)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert len(answer.content) < 2000
    assert Client().get("/feeds/search.rss").status_code == 302
    hostile = Client().get('/feeds/search.rss?q="]]><script>&%00%07')
    assert not feedparser.parse(hostile.content).bozo
