"""What the feeds promise."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from broadsheet.foundation.clock import now
from broadsheet.news import actions
from broadsheet.news.models import Author, Picture
from broadsheet.topics.models import Topic

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
KINDS = ["rss", "atom", "json"]


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Aigerim Sadykova", slug="aigerim-sadykova", bio="Writes.")


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="Floods & rivers", slug="floods")


@pytest.fixture
def full_article(file_article: Any, author: Author, topic: Topic, picture: Picture) -> Any:
    return file_article(
        "Rivers & <lakes> rise",
        standfirst="Two metres in a day.",
        authors=[author, Author.objects.create(name="Second Hand", slug="second-hand")],
        topics=[topic],
        picture=picture,
        body=[
            ("text", '<p>Read <a href="/world/">more</a> at noon.</p><p onclick="x()">Second.</p>'),
            ("pull_quote", {"text": "We saw it coming.", "attribution": "A fisher"}),
            ("picture", {"image": picture, "caption": "The quay"}),
        ],
    )


def addresses(article: Any, author: Author, topic: Topic) -> list[str]:
    return [
        "/feeds/paper",
        f"/feeds/section/{article.section.slug}",
        f"/feeds/author/{author.slug}",
        f"/feeds/topic/{topic.slug}",
    ]


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_every_feed_is_read_without_a_complaint(
    client: Any, full_article: Any, author: Author, topic: Topic, kind: str
) -> None:
    for address in addresses(full_article, author, topic):
        answer = client.get(f"{address}.{kind}")
        assert answer.status_code == 200
        feed = feedparser.parse(answer.content)
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.feed.title
        assert feed.feed.language == "en"
        [entry] = feed.entries
        assert entry.title in {"Rivers & <lakes> rise", "Rivers &amp; &lt;lakes&gt; rise"}
        assert entry.link == f"http://testserver{full_article.url}"
        assert entry.id == f"urn:uuid:{full_article.translation_key}"
        assert "Floods & rivers" in [tag.term for tag in entry.tags]
        html = entry.content[-1].value
        assert 'href="http://testserver/world/"' in html
        assert "We saw it coming." in html
        assert 'src="http://testserver/pictures/' in html
        assert entry.enclosures[0].type == "image/jpeg"
        assert entry.media_content[0]["url"].startswith("http://testserver/pictures/")


def test_atom_names_every_author_and_the_times(client: Any, full_article: Any) -> None:
    [entry] = feedparser.parse(client.get("/feeds/paper.atom").content).entries
    assert [author.name for author in entry.authors] == ["Aigerim Sadykova", "Second Hand"]
    assert entry.published
    assert entry.updated


def test_rss_keeps_summary_and_full_text_apart(client: Any, full_article: Any) -> None:
    item = ElementTree.fromstring(client.get("/feeds/paper.rss").content).find("channel/item")
    assert item is not None
    assert item.findtext("description") == "Two metres in a day."
    assert "Second." in (item.findtext(CONTENT) or "")
    assert "onclick" not in (item.findtext(CONTENT) or "")
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert len(item.findall("enclosure")) == 1


def test_the_json_feed_says_what_version_1_1_asks_for(
    client: Any, full_article: Any, author: Author, topic: Topic
) -> None:
    for address in addresses(full_article, author, topic):
        answer = client.get(f"{address}.json")
        assert answer["Content-Type"].startswith("application/feed+json")
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"http://testserver{address}.json"
        [item] = feed["items"]
        assert {"id", "url", "title", "content_html", "date_published", "authors"} <= set(item)
        assert item["authors"][0] == {
            "name": "Aigerim Sadykova",
            "url": f"http://testserver{author.url}",
        }


@pytest.mark.parametrize("kind", KINDS)
def test_an_unchanged_feed_is_not_sent_twice(press: Any, article: Any, kind: str) -> None:
    first = press.read(f"/feeds/paper.{kind}").headers
    again = press.read(f"/feeds/paper.{kind}", HTTP_IF_NONE_MATCH=first["Etag"])
    assert (again.status, again.body) == (304, b"")
    by_time = press.read(f"/feeds/paper.{kind}", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert by_time.status == 304


def test_a_new_article_is_in_the_feed_at_once_and_a_withdrawn_one_is_gone(
    client: Any, article: Any, file_article: Any
) -> None:
    etag = client.get("/feeds/paper.rss")["ETag"]
    second = file_article("Bridge closed")
    answer = client.get("/feeds/paper.rss", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Bridge closed" in answer.content.decode()
    actions.withdraw(article=second)
    assert "Bridge closed" not in client.get("/feeds/paper.rss").content.decode()


def test_a_headline_with_controls_and_hostile_text_still_makes_a_valid_feed(
    client: Any, file_article: Any
) -> None:
    file_article(
        "Bell \x07 and ]]> <script>alert(1)</script>",
        body=[("text", "<p>a\x0bb ]]> &lt;b&gt;</p><script>alert(1)</script>")],
    )
    for kind in ("rss", "atom"):
        answer = client.get(f"/feeds/paper.{kind}").content
        feed = feedparser.parse(answer)
        assert not feed.bozo
        assert b"<script" not in answer
        assert "<script" not in feed.entries[0].content[-1].value
    item = json.loads(client.get("/feeds/paper.json").content)["items"][0]
    assert "<script" not in item["content_html"]


def test_each_item_says_its_own_language(client: Any, file_article: Any) -> None:
    file_article("新闻", language="zh-hans")
    entry = ElementTree.fromstring(client.get("/feeds/paper.atom").content).find(
        "{http://www.w3.org/2005/Atom}entry"
    )
    assert entry is not None
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-hans"


def test_an_empty_feed_is_valid(client: Any, paper: Any) -> None:
    for kind in ("rss", "atom"):
        assert not feedparser.parse(client.get(f"/feeds/paper.{kind}").content).bozo


def test_a_feed_of_nothing_is_not_found(client: Any, paper: Any) -> None:
    for address in ("section/nowhere", "author/nobody", "topic/nothing", "comments/99999"):
        assert client.get(f"/feeds/{address}.rss").status_code == 404


def test_the_newest_thirty_come_in_few_queries(
    client: Any, file_article: Any, author: Author, topic: Topic, picture: Picture,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    first = file_article("First")
    body = [
        ("text", "<p>The river rose.</p>"),
        ("picture", {"image": picture, "caption": "The quay"}),
        ("gallery", {"title": "More", "pictures": [{"image": picture}]}),
        ("related", {"title": "Before", "articles": [first]}),
    ]
    for number in range(32):
        file_article(f"Story {number}", authors=[author], topics=[topic], picture=picture, body=body,
                     published_at=now() - timedelta(hours=number))  # fmt: skip
    client.get("/feeds/")
    with django_assert_max_num_queries(15):
        answer = client.get("/feeds/paper.rss")
    feed = feedparser.parse(answer.content)
    assert len(feed.entries) == 30
    html = feed.entries[3].content[-1].value
    assert html.count("<img") == 3
    assert "The river rose." in html
    assert first.url in html


def test_pages_tell_readers_programs_where_their_feeds_are(
    client: Any, full_article: Any, author: Author
) -> None:
    page = client.get("/feeds/").content.decode()
    for address in (
        "/feeds/paper.rss",
        "/feeds/section/world.atom",
        f"/feeds/author/{author.slug}.json",
    ):
        assert f'href="{address}"' in page
