"""Feeds of other papers become stories, and our own read back as what we wrote."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from broadsheet.foundation.clock import now
from broadsheet.news.models import ArticlePage, Author, Picture
from broadsheet.topics.models import Topic
from broadsheet.wire import cleaning
from broadsheet.wire.api import ImportRefused, Options, import_file
from broadsheet.wire.feeds.entry import MOST, Feed
from broadsheet.wire.feeds.marks import mark_of
from broadsheet.wire.formats import format_of
from broadsheet.wire.formats.feed import feed_of
from broadsheet.wire.story import Embed, Story, Text
from broadsheet.wire.story import Picture as WirePicture
from tests.wire.conftest import picture

NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)
ITEM = """<item><title>River &amp;amp; tide</title><link>https://light.example.org/flood</link>
<guid isPermaLink="false">urn:light:17</guid><pubDate>Mon, 04 Mar 2024 12:30:00 +0100</pubDate>
<dc:creator>By Mara Lind and Ivo Kern</dc:creator><category>Harbour</category><category>Flood</category>
<description>The barrier closed at noon.</description>
<content:encoded><![CDATA[<p>The river rose <a href="/more">further</a>.</p><script>steal()</script>
<p><img src="https://light.example.org/quay-at-noon.jpg" alt="The quay"></p>]]></content:encoded>
<media:content url="https://light.example.org/small/quay-at-noon.jpg" medium="image" width="200"/>
<media:content url="https://light.example.org/large/quay-at-noon.jpg" medium="image" width="1200">
<media:description>The quay at noon</media:description>
<media:credit>M. Lind</media:credit></media:content>
<enclosure url="https://light.example.org/flood.mp3" type="audio/mpeg" length="1"/></item>"""
ADDRESS = "https://light.example.org/feed"


def rss(*items: str, head: str = "", start: str = "") -> bytes:
    text = "".join(items) or ITEM
    return (
        f'{start}<rss version="2.0" {NAMES}><channel><title>The Light</title><language>en-us</language>'
        f"<link>https://light.example.org/</link>{head}{text}</channel></rss>"
    ).encode()


def test_an_item_of_rss_comes_in_whole() -> None:
    feed = feed_of(rss(), address=ADDRESS)
    (story,) = feed.stories
    assert (feed.title, feed.notes) == ("The Light", ())
    assert (story.id, story.address) == ("urn:light:17", "https://light.example.org/flood")
    assert (story.headline, story.standfirst) == ("River & tide", "The barrier closed at noon.")
    assert story.published == datetime(2024, 3, 4, 11, 30, tzinfo=UTC)
    assert [one.name for one in story.bylines] == ["Mara Lind", "Ivo Kern"]
    assert [one.name for one in story.subjects] == ["Harbour", "Flood"]
    assert story.language == "en-US"
    assert story.agency
    assert (story.agency.name, story.agency.url) == ("The Light", "https://light.example.org/")
    assert story.picture == WirePicture(
        src="https://light.example.org/large/quay-at-noon.jpg", alt="The quay",
        caption="The quay at noon", credit="M. Lind",
    )  # fmt: skip
    assert story.body == (
        Text(html='<p>The river rose <a href="https://light.example.org/more">further</a>.</p>'),
        Embed(url="https://light.example.org/flood.mp3"),
    )


def test_the_words_of_a_picture_are_not_those_of_the_item() -> None:
    media = "".join(
        f'<media:content url="https://x.example.org/a-quay-{n}.png" medium="image">'
        f"<media:title>T{n}</media:title>"
        f"<media:description>Caption {n}</media:description></media:content>"
        for n in range(2)
    )
    for order in (
        "<description>Words.</description>" + media,
        media + "<description>Words.</description>",
    ):
        (story,) = feed_of(rss(f"<item><title>River</title>{order}</item>")).stories
        assert story.headline == "River"
        assert story.body == (Text(html="<p>Words.</p>"),)
        assert story.picture == WirePicture(src="https://x.example.org/a-quay-0.png")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Is 3 &lt; 4?", "Is 3 < 4?"),
        ("&lt;em&gt;Hamlet&lt;/em&gt; again", "Hamlet again"),
        ("AT&amp;amp;T", "AT&T"),
        ("<![CDATA[Rivers & <lakes>]]>", "Rivers & <lakes>"),
    ],
)
def test_a_title_loses_its_markup_and_nothing_else(written: str, shown: str) -> None:
    (story,) = feed_of(rss(f"<item><title>{written}</title><guid>1</guid></item>")).stories
    assert story.headline == shown


def test_an_excerpt_is_the_text_when_there_is_no_other() -> None:
    item = """<item><title>River</title><link>https://x.example.org/1</link>
    <description>At &lt;b&gt;noon&lt;/b&gt;.</description></item>"""
    (story,) = feed_of(rss(item)).stories
    assert story.body == (Text(html="<p>At <b>noon</b>.</p>"),)
    assert story.standfirst == ""
    assert story.id == "https://x.example.org/1"


def test_a_teaser_that_repeats_the_text_is_no_standfirst() -> None:
    long = (
        "The barrier closed at noon as the river rose to its highest mark since the winter of 1962. " * 3
    )
    item = f"<item><title>River</title><guid>1</guid><description>{long[:120]}…</description>"
    item += f"<content:encoded>&lt;p&gt;{long}&lt;/p&gt;</content:encoded></item>"
    assert feed_of(rss(item)).stories[0].standfirst == ""


def test_rss_one_is_read() -> None:
    (story,) = feed_of(
        f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" {NAMES}><channel rdf:about="https://a.example.org/"><title>A</title></channel>
        <item rdf:about="https://a.example.org/1"><title>One</title><link>https://a.example.org/1</link>
        <description>Words.</description><dc:date>2024-03-04T12:30:00Z</dc:date><dc:subject>Sea</dc:subject></item>
        </rdf:RDF>""".encode()
    ).stories
    assert (story.id, story.headline) == ("https://a.example.org/1", "One")
    assert story.published == datetime(2024, 3, 4, 12, 30, tzinfo=UTC)
    assert [one.name for one in story.subjects] == ["Sea"]


def test_atom_is_read() -> None:
    (story,) = feed_of(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://a.example.org/x/"><title>A</title>
        <entry><id>tag:a,2024:1</id><title type="html">Ebbe &amp;amp; Flut</title><link href="1.html"/>
        <published>2024-03-04T12:30:00Z</published><updated>2024-03-04T14:00:00Z</updated>
        <author><name>Mara Lind</name></author><author><name>Ivo Kern</name></author>
        <category term="sea" label="Das Meer"/><summary>Kurz.</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
        <p>Lang <em>und</em> breit.</p></div></content>
        </entry></feed>"""
    ).stories
    assert (story.id, story.address) == ("tag:a,2024:1", "https://a.example.org/x/1.html")
    assert (story.headline, story.standfirst, story.language) == ("Ebbe & Flut", "Kurz.", "de")
    assert story.updated == datetime(2024, 3, 4, 14, tzinfo=UTC)
    assert [one.name for one in story.bylines] == ["Mara Lind", "Ivo Kern"]
    assert [one.name for one in story.subjects] == ["Das Meer"]
    assert story.body == (Text(html="<p>Lang <i>und</i> breit.</p>"),)


def test_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "A", "language": "en",
        "home_page_url": "https://a.example.org/", "authors": [{"name": "The desk"}],
        "items": [
            {"id": 17, "url": "/1", "title": "3 < 4 & more", "content_text": "One.\n\nTwo\nlines.",
             "summary": "Short.", "image": "/i/a-long-picture.png", "tags": ["sea", 5],
             "date_published": "2024-03-04T12:30:00+01:00", "date_modified": "2024-03-04T13:30:00+01:00",
             "attachments": [{"url": "https://a.example.org/1.mp3", "mime_type": "audio/mpeg"}, "odd"]},
            "not an item",
            {"id": "x", "content_html": "<p>No title, but these words.</p>", "author": {"name": "Mara"}},
        ],
    }  # fmt: skip
    first, second = feed_of(json.dumps(feed).encode()).stories
    assert (first.id, first.address) == ("17", "https://a.example.org/1")
    assert (first.headline, first.standfirst) == ("3 < 4 & more", "Short.")
    assert first.body == (
        Text(html="<p>One.</p><p>Two<br>lines.</p>"),
        Embed(url="https://a.example.org/1.mp3"),
    )
    assert first.picture
    assert first.picture.src == "https://a.example.org/i/a-long-picture.png"
    assert first.published == datetime(2024, 3, 4, 11, 30, tzinfo=UTC)
    assert [one.name for one in first.bylines] == ["The desk"]
    assert second.headline == "No title, but these words."
    assert [one.name for one in second.bylines] == ["Mara"]


def test_half_a_letter_in_json_costs_only_itself() -> None:
    data = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "a\\ud800b"}]}'
    assert feed_of(data).stories[0].headline == "a?b"


def test_an_item_without_names_of_its_own_keeps_the_same_one() -> None:
    item = "<item><title>River</title><description>Words.</description></item>"
    first, second = (feed_of(rss(item)).stories[0].id for _ in range(2))
    assert first == second
    other = feed_of(rss(item.replace("Words", "Other words"))).stories[0].id
    assert first != other


def test_an_item_that_comes_twice_is_one_but_two_of_one_name_are_two() -> None:
    other = ITEM.replace("example.org/flood<", "example.org/other<")
    assert len(feed_of(rss(ITEM, ITEM)).stories) == 1
    assert [one.id for one in feed_of(rss(ITEM, other)).stories] == [
        "urn:light:17", "https://light.example.org/other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "moment", "told"),
    [
        ("Mon, 04 Mar 2024 12:30:00 EST", datetime(2024, 3, 4, 17, 30, tzinfo=UTC), False),
        ("2024-03-04", datetime(2024, 3, 4, tzinfo=UTC), False),
        ("4. März, mittags", None, True),
        ("Mon, 99 Foo 2024 99:99:99", None, True),
        ("Thu, 01 Jan 2970 00:00:00 GMT", None, True),
        ("", None, False),
    ],
)
def test_bad_dates_are_left_out_and_told(written: str, moment: datetime | None, told: bool) -> None:
    item = ITEM.replace("Mon, 04 Mar 2024 12:30:00 +0100", written)
    (story,) = feed_of(rss(item)).stories
    assert story.published == moment
    assert bool(story.notes) is told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1251"])
def test_letters_come_in_as_declared(encoding: str) -> None:
    words = "Паводок" if encoding != "iso-8859-1" else "Überflutung"
    data = rss(
        ITEM.replace("River", words), start=f'<?xml version="1.0" encoding="{encoding}"?>'
    ).decode()
    assert words in feed_of(data.encode(encoding)).stories[0].headline


def test_wrong_bytes_and_broken_xml_cost_little_and_are_told() -> None:
    wrong = rss(start='<?xml version="1.0" encoding="utf-8"?>').replace(b"River", b"R\xfcver")
    feed = feed_of(wrong)
    assert feed.stories[0].headline.startswith("Rüver")
    assert "letters" in feed.notes[0]
    broken = feed_of(rss(ITEM, ITEM.replace("urn:light:17", "two"))[:-400] + b"<b>&nbsp;&oops")
    assert broken.stories[0].id == "urn:light:17"
    assert "not well-formed" in broken.notes[0]


def test_bombs_and_files_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{lol}<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    item = ITEM.replace("River", "&l9; &s;")
    started = time.monotonic()
    text = repr(feed_of(rss(item, start=bomb)))
    assert time.monotonic() - started < 5
    assert len(text) < 10_000
    assert "the secret" not in text
    assert mark_of(rss(item, start=bomb))


def test_what_looks_like_an_address_or_a_path_is_not_fetched(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss())
    for data in (
        str(file).encode(),
        b"http://127.0.0.1:1/feed",
        b"file:///etc/passwd",
        b"",
        b"\x00" * 99,
    ):
        with pytest.raises(ImportRefused, match="not a feed"):
            feed_of(data)


@pytest.mark.parametrize(
    "data", [b"{}", b'{"version": "https://jsonfeed.org/version/1"}', b"[" * 100_000, b'{"items": ',
     b'{"a": "\xff"}']
)  # fmt: skip
def test_what_is_no_json_feed_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        feed_of(data)


def test_huge_feeds_are_cut_and_told() -> None:
    items = "".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(MOST + 5))
    feed = feed_of(rss(items))
    assert len(feed.stories) == MOST
    assert feed.notes == (f"only the first {MOST} of its {MOST + 5} items were read",)
    with pytest.raises(ImportRefused, match="larger than 20 MB"):
        feed_of(b"<rss>" + b" " * 20 * 1024 * 1024)


def test_the_mark_is_of_the_items_alone() -> None:
    same = mark_of(rss(head="<lastBuildDate>Mon, 04 Mar 2024 12:30:00 GMT</lastBuildDate>"))
    assert mark_of(rss(head="<lastBuildDate>Mon, 04 Mar 2024 12:45:00 GMT</lastBuildDate>")) == same
    assert mark_of(rss(ITEM.replace("noon", "two"))) != same
    feed = {"version": "https://jsonfeed.org/version/1", "title": "A", "items": [{"id": "1"}]}
    assert mark_of(json.dumps(feed).encode()) == mark_of(json.dumps(feed | {"title": "B"}).encode())
    assert mark_of(json.dumps(feed | {"items": []}).encode()) != mark_of(json.dumps(feed).encode())
    assert mark_of(b"<rss><broken") != mark_of(b"<rss><broken ")


def test_feeds_are_told_from_other_files(tmp_path: Path) -> None:
    file = tmp_path / "x"
    for data in (
        rss(), b'\xef\xbb\xbf{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>'.encode("utf-16"),
        b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">',
    ):  # fmt: skip
        file.write_bytes(data)
        assert format_of(file).name == "Feed"
    file.write_bytes(b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>')
    assert format_of(file).name == "WordPress export"
    for data in (b"<feed>", b'{"a": 1}', b'<rdf:RDF xmlns="http://example.org/">'):
        file.write_bytes(data)
        with pytest.raises(ImportRefused, match="in no format"):
            format_of(file)


@pytest.mark.django_db
def test_a_saved_feed_is_imported_like_any_file(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss())
    for _ in range(2):
        result = import_file(path=file, options=Options(pictures=False))
        assert not result.broken_off
        assert ArticlePage.objects.get().title == "River & tide"


@pytest.fixture
def quay(paper: Any, settings: Any, tmp_path: Path) -> Picture:
    settings.MEDIA_ROOT = str(tmp_path)
    kept = Picture(title="The quay", description="The quay", credit="M. Lind")
    kept.file = ContentFile(picture("navy"), name="quay.png")
    kept.save()
    return kept


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", ".atom", ".json"])
def test_our_own_feeds_read_back(
    client: Any, file_article: Callable[..., ArticlePage], quay: Picture, kind: str
) -> None:
    author = Author.objects.create(name="Aigerim Sadykova", slug="aigerim")
    topic = Topic.objects.create(name="Floods & rivers", slug="floods")
    article = file_article(
        "Rivers & <lakes> rise", standfirst="Two metres in a day.", authors=[author], topics=[topic],
        picture=quay, body=[("text", "<p>It rained, and <b>rained</b>.</p><p>And again.</p>")],
        published_at=now() - timedelta(hours=2),
    )  # fmt: skip
    address = f"/feeds/paper{kind}"
    answer = client.get(address)
    assert answer.status_code == 200, address
    feed = feed_of(answer.content, address=f"http://testserver{address}")
    (story,) = feed.stories
    assert not feed.notes
    assert story.id == f"urn:uuid:{article.translation_key}"
    assert story.headline == "Rivers & <lakes> rise"
    assert story.published
    assert abs(story.published - article.published_at) < timedelta(seconds=1)
    assert [one.name for one in story.bylines] == ["Aigerim Sadykova"]
    assert "Floods & rivers" in [one.name for one in story.subjects]
    assert words(story) >= {"It", "rained,", "And", "again."}
    assert story.picture


def test_an_empty_feed_is_a_feed() -> None:
    assert feed_of(rss(" ")) == Feed(title="The Light", stories=())


def words(story: Story) -> set[str]:
    return {
        word for one in story.body if isinstance(one, Text) for word in cleaning.plain(one.html).split()
    }
