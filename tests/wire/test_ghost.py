"""A Ghost paper moves in: posts of all three kinds of bodies, tags, authors, members."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as paper_settings

from broadsheet.news.models import ArticlePage, Author, FrontPage, Picture, StandingPage
from broadsheet.outreach import api as outreach
from broadsheet.outreach.models import Subscriber
from broadsheet.wire.api import ImportRefused, Options, Outcome, Result, import_file
from tests.wire.conftest import picture

pytestmark = pytest.mark.django_db


def text(words: str, *, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": bits}


def paragraph(*children: Any) -> dict[str, Any]:
    return {"type": "paragraph", "children": list(children)}


def lexical(*children: Any) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def post(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A row of Ghost's table of posts."""
    return {
        "id": f"p{number}", "uuid": f"u{number}", "title": f"Post {number}", "slug": f"post-{number}",
        "type": "post", "status": "published", "visibility": "public", "featured": 0,
        "html": "<p>Text.</p>", "lexical": None, "mobiledoc": None,
        "published_at": f"2024-03-0{number % 9 + 1}T10:00:00.000Z",
    } | fields  # fmt: skip


def export(folder: Path, *posts: dict[str, Any], **tables: list[dict[str, Any]]) -> Path:
    """Write an export as Ghost does; tables beside the posts are there where a test names them."""
    data = {"posts": list(posts)} | {
        "settings": [{"key": "title", "value": "Old Ghost"}],
        "tags": [
            {"id": "t1", "name": "City", "slug": "city", "description": "Streets and quays."},
            {"id": "t2", "name": "Harbour", "slug": "harbour"},
            {"id": "t3", "name": "#print", "slug": "hash-print", "visibility": "internal"},
        ],
        "users": [
            {"id": "a1", "name": "Mara Lind", "slug": "mara", "email": "mara@old.example.org",
             "bio": "Reports.", "profile_image": "__GHOST_URL__/content/images/mara.png"},
            {"id": "a2", "name": "Tomas Reed", "slug": "tomas", "email": "tomas@old.example.org"},
        ],
    } | tables  # fmt: skip
    file = folder / "old.ghost.json"
    meta = {"exported_on": 1710000000000, "version": "5.80.0"}
    file.write_text(json.dumps({"db": [{"meta": meta, "data": data}]}))
    return file


def bring_in(file: Path, **options: Any) -> Result:
    return import_file(path=file, options=Options(**{"pictures": False} | options))


def body_of(slug: str) -> list[Any]:
    return [(one["type"], one["value"]) for one in ArticlePage.objects.get(slug=slug).body.raw_data]


def texts(slug: str) -> str:
    return "".join(value for kind, value in body_of(slug) if kind == "text")


def said(result: Result) -> str:
    return "\n".join(map(str, result.lines))


def test_a_post_is_filed_under_its_first_tag_by_its_authors(tmp_path: Path, client: Any) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/mara.png").write_bytes(picture("teal"))
    (tmp_path / "content/images/quay.png").write_bytes(picture("navy"))
    file = export(
        tmp_path,
        post(
            title="River at its highest",
            custom_excerpt="The barrier closed at noon.",
            feature_image="__GHOST_URL__/content/images/size/w600/quay.png",
            featured=1,
        ),
        posts_tags=[
            {"post_id": "p1", "tag_id": "t2", "sort_order": 2},
            {"post_id": "p1", "tag_id": "t3", "sort_order": 0},
            {"post_id": "p1", "tag_id": "t1", "sort_order": 1},
        ],
        posts_authors=[
            {"post_id": "p1", "author_id": "a2", "sort_order": 1},
            {"post_id": "p1", "author_id": "a1", "sort_order": 0},
        ],
        posts_meta=[
            {"post_id": "p1", "meta_title": "The flood", "meta_description": "What the river did.",
             "feature_image_alt": "The quay", "feature_image_caption": "<i>At noon</i>",
             "og_title": "Look at this!"}
        ],
    )  # fmt: skip
    result = bring_in(file, pictures=True)
    article = ArticlePage.objects.get()
    assert (article.title, article.standfirst) == (
        "River at its highest",
        "The barrier closed at noon.",
    )
    assert (article.section.title, article.section.description) == ("City", "Streets and quays.")
    assert [topic.name for topic in article.topics] == ["Harbour"]
    assert [author.name for author in article.authors] == ["Mara Lind", "Tomas Reed"]
    assert (article.seo_title, article.search_description) == ("The flood", "What the river did.")
    assert (article.picture.description, article.picture.caption) == ("The quay", "At noon")
    assert article.published_at == datetime(2024, 3, 2, 10, tzinfo=UTC)
    assert article.updated_at is None
    mara = Author.objects.get(slug="mara")
    assert (mara.bio, mara.email, bool(mara.portrait)) == ("Reports.", "", True)
    assert [pick.article_id for pick in FrontPage.objects.get().picks.all()] == [article.pk]
    assert "its internal tags were left out: #print" in said(result)
    assert "its own words for social networks were left out" in said(result)
    response = client.get("/post-1/")
    assert (response.status_code, response["Location"]) == (301, article.url)
    again = bring_in(file, pictures=True)
    assert again.counts == {"story": {Outcome.SAME: 1}}


def test_a_lexical_body_becomes_blocks(tmp_path: Path) -> None:
    link = {"type": "link", "url": "https://example.org/tide", "children": [text("Tuesday")]}
    inner = {"type": "list", "listType": "bullet", "children": [
        {"type": "listitem", "children": [text("North")]}]}  # fmt: skip
    steps = {"type": "list", "listType": "number", "children": [
        {"type": "listitem", "children": [text("Close")]},
        {"type": "listitem", "children": [inner]}]}  # fmt: skip
    document = lexical(
        paragraph(text("It rose "), text("again", bits=3), {"type": "linebreak"}, text("on "), link),
        {"type": "extended-heading", "tag": "h3", "children": [text("After")]},
        {"type": "extended-quote", "children": [text("Stay <away>.")]},
        steps,
        {"type": "horizontalrule"},
        {"type": "codeblock", "code": "if wet:\n    run()", "language": "python"},
    )
    bring_in(export(tmp_path, post(lexical=document, html=None)))
    assert texts("post-1") == (
        '<p>It rose <i><b>again</b></i><br>on <a href="https://example.org/tide">Tuesday</a></p>'
        "<h3>After</h3><blockquote>Stay &lt;away&gt;.</blockquote>"
        "<ol><li>Close<ul><li>North</li></ul></li></ol><hr>"
        "<p>if wet:<br>&nbsp;&nbsp;&nbsp;&nbsp;run()</p>"
    )


def test_a_mobiledoc_body_becomes_blocks(tmp_path: Path) -> None:
    document = {
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}]],
        "markups": [["strong"], ["a", ["href", "https://example.org/x?a=1&b=2"]], ["u"]],
        "cards": [
            ["hr", {}],
            ["card-markdown", {"markdown": "## Later\n\n*Rain.*"}],
            ["image", {"src": "https://pics.example.org/a.jpg", "alt": "A", "caption": "<b>Cap</b>"}],
        ],
        "sections": [
            [1, "p", [[0, [0], 0, "Bold "], [0, [1], 2, "link"], [1, [], 0, 0], [0, [2], 1, "& end"]]],
            [3, "ul", [[[0, [], 0, "one"]], [[0, [0], 1, "two"]]]],
            [10, 0],
            [10, 1],
            [1, "aside", [[0, [], 0, "Said."]]],
            [10, 2],
            [10, 99],
        ],
    }
    result = bring_in(export(tmp_path, post(mobiledoc=json.dumps(document), html="<p>no</p>")))
    assert texts("post-1") == (
        '<p><b>Bold <a href="https://example.org/x?a=1&amp;b=2">link</a></b><br>&amp; end</p>'
        "<ul><li>one</li><li><b>two</b></li></ul><hr><h2>Later</h2><p><i>Rain.</i></p>"
        "<blockquote>Said.</blockquote>"
        '<p><a href="https://pics.example.org/a.jpg">Cap</a></p>'
    )
    assert "a part of its text is broken and was left out" in said(result)


CARDS = {
    "bookmark": (
        {"url": "https://example.org/", "metadata": {"title": "Tide", "description": "Tables"}},
        [("text", '<p><a href="https://example.org/">Tide</a><br>Tables</p>')],
    ),
    "embed": (
        {"url": "https://www.youtube.com/watch?v=7", "html": "<iframe></iframe>", "caption": "Gates"},
        [("embed", {"url": "https://www.youtube.com/watch?v=7", "caption": "Gates"})],
    ),
    "html": (
        {"html": "<p onclick='x()'>Kept</p><script>alert(1)</script>"},
        [("text", "<p>Kept</p>")],
    ),
    "markdown": ({"markdown": "**Bold**"}, [("text", "<p><b>Bold</b></p>")]),
    "callout": (
        {"calloutText": "<p>Mind the <strong>gap</strong></p>", "calloutEmoji": "💡"},
        [("fact_box", {"title": "💡", "text": "<p>Mind the <b>gap</b></p>"})],
    ),
    "toggle": (
        {"heading": "<b>Why?</b>", "content": "<p>Because.</p>"},
        [("fact_box", {"title": "Why?", "text": "<p>Because.</p>"})],
    ),
    "button": (
        {"buttonUrl": "https://example.org/go", "buttonText": "Go"},
        [("text", '<p><a href="https://example.org/go">Go</a></p>')],
    ),
    "file": (
        {"src": "https://files.example.org/a.pdf", "fileTitle": "The plan", "fileCaption": "3 MB"},
        [("text", '<p><a href="https://files.example.org/a.pdf">The plan</a><br>3 MB</p>')],
    ),
    "audio": (
        {"src": "https://files.example.org/a.mp3", "title": "The talk"},
        [("embed", {"url": "https://files.example.org/a.mp3", "caption": "The talk"})],
    ),
    "video": (
        {"src": "https://files.example.org/a.mp4", "caption": "<p>The gates</p>"},
        [("embed", {"url": "https://files.example.org/a.mp4", "caption": "The gates"})],
    ),
    "header": ({"header": "Big", "subheader": "small"}, [("text", "<h2>Big</h2><p>small</p>")]),
    "product": (
        {"productTitle": "Boots", "productDescription": "<p>Dry.</p>"},
        [("text", "<h3>Boots</h3><p>Dry.</p>")],
    ),
    "call-to-action": (
        {"textValue": "<p>Join</p>", "buttonUrl": "https://example.org/j", "buttonText": "Join"},
        [("text", '<p>Join</p><p><a href="https://example.org/j">Join</a></p>')],
    ),
    "paywall": ({}, []),
    "email": ({"html": "<p>Hello {first_name}</p>"}, []),
    "email-cta": ({"html": "<p>Pay</p>"}, []),
    "signup": ({"header": "Sign up"}, []),
    "transistor": ({"x": 1}, [("text", "<p><i>[transistor]</i></p>")]),
}


@pytest.mark.parametrize("name", CARDS)
def test_every_card_has_its_place(name: str, tmp_path: Path) -> None:
    card, wanted = CARDS[name]
    bring_in(export(tmp_path, post(html=None, lexical=lexical({"type": name} | card))))
    assert body_of("post-1") == wanted
    ArticlePage.objects.all().delete()
    old = {"cards": [[name, card]], "sections": [[10, 0]]}
    bring_in(export(tmp_path, post(2, html=None, mobiledoc=json.dumps(old))))
    assert body_of("post-2") == wanted


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("transistor", "a card of the kind “transistor” is not known here; a line stands in its place"),
        ("email", "a piece that only letters had was left out"),
        ("signup", "a form for signing up was left out; the paper has its own"),
        ("html", "scripts and styles in a piece of HTML were left out"),
        ("file", "the file https://files.example.org/a.pdf stays where it is; the text leads to it"),
    ],
)
def test_what_a_card_loses_is_told(name: str, line: str, tmp_path: Path) -> None:
    card, _ = CARDS[name]
    file = export(tmp_path, post(html=None, lexical=lexical({"type": name} | card)))
    assert f"story “post-1”: {line}" in said(bring_in(file))


def test_a_gallery_and_pictures_come_from_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "content/images/2024").mkdir(parents=True)
    (tmp_path / "content/images/2024/a b.png").write_bytes(picture("red"))
    (tmp_path / "content/images/c.png").write_bytes(picture("blue"))
    gallery = {"type": "gallery", "caption": "The day", "images": [
        {"src": "__GHOST_URL__/content/images/2024/a%20b.png", "alt": "One", "fileName": "a b.png"},
        {"src": "/content/images/c.png", "caption": "<p>Two</p>"}]}  # fmt: skip
    image = {"type": "image", "src": "https://old.example.org/content/images/c.png", "alt": "C"}
    away = {"type": "image", "src": "__GHOST_URL__/content/images/../../../etc/passwd"}
    file = export(tmp_path, post(html=None, lexical=lexical(gallery, image, away)))
    result = bring_in(file, pictures=True, site="old.example.org", fetch=_offline)
    assert [kind for kind, _ in body_of("post-1")][:2] == ["gallery", "picture"]
    found = body_of("post-1")[0][1]
    assert found["title"] == "The day"
    assert [one["alt"] for one in found["pictures"]] == ["One", ""]
    assert Picture.objects.count() == 3  # the blue one twice, with other words
    assert "passwd" in said(result)


def _offline(address: str) -> bytes:
    from broadsheet.wire.reading import PictureMissing

    raise PictureMissing("no network in a test")


def test_links_between_posts_lead_to_the_articles(tmp_path: Path) -> None:
    html = (
        '<p><a href="__GHOST_URL__/post-2/#end">next</a> <a href="https://old.example.org/about/">us</a>'
        ' <a href="https://elsewhere.example.org/post-2/">away</a></p>'
    )
    file = export(tmp_path, post(1, html=html), post(2))
    bring_in(file, site="https://old.example.org/")
    two = ArticlePage.objects.get(slug="post-2")
    assert texts("post-1") == (
        f'<p><a linktype="page" id="{two.pk}">next</a> <a href="/about/">us</a>'
        ' <a href="https://elsewhere.example.org/post-2/">away</a></p>'
    )


def test_pages_are_standing_pages(tmp_path: Path, client: Any) -> None:
    bring_in(export(tmp_path, post(title="About us", slug="about", type="page"), post(2, page=1)))
    assert [page.title for page in StandingPage.objects.order_by("title")] == ["About us", "Post 2"]
    assert client.get("/about/").status_code == 200


def test_the_old_addresses_follow_the_routes_beside_the_file(tmp_path: Path, client: Any) -> None:
    (tmp_path / "routes.yaml").write_text(
        "routes:\n\ncollections:\n  /:\n    permalink: /{year}/{month}/{slug}/\n    template: index\n"
        "  /city/:\n    permalink: '/{primary_tag}/{slug}/'\n"
    )
    file = export(tmp_path, post(), posts_tags=[{"post_id": "p1", "tag_id": "t1", "sort_order": 0}])
    bring_in(file)
    url = ArticlePage.objects.get().url
    assert client.get("/2024/03/post-1/")["Location"] == url
    assert url == "/city/post-1/"  # the second form is where it stands now
    assert client.get("/post-1/").status_code == 404


def test_what_is_not_public_stays_so(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        post(1, visibility="paid"),
        post(2, status="draft"),
        post(3, status="sent"),
        post(4, status="scheduled", published_at="2090-01-01T00:00:00.000Z"),
        post(5, status="scheduled", published_at="2024-06-01T08:00:00.000Z"),
    )
    result = bring_in(file)
    live = {one.slug: one.live for one in ArticlePage.objects.all()}
    assert live == {"post-1": False, "post-2": False, "post-3": False, "post-4": False, "post-5": True}
    assert ArticlePage.objects.get(slug="post-4").go_live_at.year == 2090
    passed = ArticlePage.objects.get(slug="post-5")
    assert passed.published_at == datetime(2024, 6, 1, 8, tzinfo=UTC)
    assert "story “post-1”: it was for members only (“paid”); it came in as a draft" in said(result)
    assert "story “post-3”: it went out as a letter only; it came in as a draft" in said(result)
    bring_in(file, members_only=True)
    assert ArticlePage.objects.get(slug="post-1").live


def test_what_does_not_come_in_has_a_line(tmp_path: Path) -> None:
    file = export(
        tmp_path,
        post(codeinjection_head="<script>x</script>", canonical_url="https://first.example.org/a"),
        post(2, title="(Untitled)", slug="untitled"),
        post(3, lexical="{broken", html="<p>Whole.</p>"),
        {"title": "Nameless", "slug": "nameless"},
        settings=[{"key": "codeinjection_head", "value": "<style>"}, {"key": "title", "value": "Old"}],
        newsletters=[{"id": 1}, {"id": 2}],
    )
    lines = said(bring_in(file))
    assert "story “post-1”: its code injection was left out" in lines
    assert "story “post-1”: its canonical address https://first.example.org/a was left out" in lines
    assert "story “untitled”: it has no headline; it came in as “untitled”" in lines
    assert "story “post-3”: its lexical cannot be read" in lines
    assert texts("post-3") == "<p>Whole.</p>"
    assert "post “Nameless”: it has no id" in lines
    assert "old.ghost.json: the site's code injection was left out" in lines
    assert "2 rows of the table “newsletters” left out: the paper has one newsletter" in lines


MEMBERS = [
    {"email": "Yes@example.org", "subscribed": 1, "created_at": "2023-01-02T00:00:00.000Z"},
    {"email": "no@example.org", "subscribed": 0, "created_at": "2023-01-02T00:00:00.000Z",
     "updated_at": "2023-05-06T00:00:00.000Z"},
    {"email": "not an address", "subscribed": 1},
]  # fmt: skip


def test_members_must_confirm_unless_the_newsroom_says_they_did(tmp_path: Path) -> None:
    file = export(tmp_path, members=MEMBERS)
    result = bring_in(file)
    states = dict(Subscriber.objects.values_list("email", "state"))
    assert states == {"yes@example.org": "pending", "no@example.org": "unsubscribed"}
    yes = Subscriber.objects.get(email="yes@example.org")
    assert yes.confirmed_at == datetime(2023, 1, 2, tzinfo=UTC)
    assert "member “not an address”: this is no e-mail address" in said(result)
    bring_in(file, keep_subscribers=True)
    yes.refresh_from_db()
    assert (yes.state, yes.confirmed_at) == ("confirmed", datetime(2023, 1, 2, tzinfo=UTC))
    no = Subscriber.objects.get(email="no@example.org")
    assert (no.state, no.unsubscribed_at) == ("unsubscribed", datetime(2023, 5, 6, tzinfo=UTC))
    assert [copy.state for copy in outreach.subscribers()] == ["confirmed", "unsubscribed"]


def test_the_list_that_ghost_writes_as_csv(tmp_path: Path) -> None:
    file = tmp_path / "members.2025-01-31.csv"
    file.write_text(
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n"
        "1,one@example.org,One,,true,false,,2024-05-04T10:00:00.000Z,,,\n"
        "2,two@example.org,Two,,false,false,,2024-05-04T10:00:00.000Z,,,\n"
        "3,three@example.org,Three,,true,false,,2024-05-04T10:00:00.000Z,2024-06-01T00:00:00.000Z,,\n"
    )
    result = bring_in(file, keep_subscribers=True)
    states = dict(Subscriber.objects.values_list("email", "state"))
    assert states == {"one@example.org": "confirmed", "two@example.org": "unsubscribed"}
    assert "member “three@example.org”: they deleted their account" in said(result)
    assert bring_in(file, keep_subscribers=True).counts == {"subscriber": {Outcome.SAME: 2}}


def test_an_old_export_has_numbers_and_milliseconds(tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    old = {"meta": {"exported_on": 1400000000000, "version": "003"}, "data": {
        "posts": [{"id": 5, "title": "Welcome", "slug": "welcome", "markdown": "You're **live**!",
                   "page": 0, "status": "published", "language": "en_US", "author_id": 1,
                   "published_at": 1283780649000}],
        "tags": [{"id": 3, "name": "News", "slug": "news"}],
        "posts_tags": [{"id": 1, "post_id": 5, "tag_id": 3}],
        "users": [{"id": 1, "name": "Joe", "slug": "joe", "email": "joe@example.org"}],
        "settings": [{"key": "permalinks", "value": "/:year/:month/:day/:slug/"}]}}  # fmt: skip
    file.write_text(json.dumps(old))
    bring_in(file)
    article = ArticlePage.objects.get()
    assert article.published_at.isoformat() == "2010-09-06T13:44:09+00:00"
    assert texts("welcome") == "<p>You're <b>live</b>!</p>"
    assert [one.name for one in article.authors] == ["Joe"]
    assert article.section.slug == "news"


def test_a_file_that_breaks_off_keeps_what_was_read(tmp_path: Path) -> None:
    whole = export(tmp_path, *(post(number) for number in range(1, 4))).read_text()
    cut = tmp_path / "cut.json"
    cut.write_text(whole[: whole.index('"id": "p3"')])
    result = bring_in(cut)
    assert "The JSON is broken before byte" in result.broken_off
    assert {one.slug for one in ArticlePage.objects.all()} == {"post-1", "post-2"}


def test_letters_that_are_not_utf8_are_refused_in_words(tmp_path: Path) -> None:
    file = export(tmp_path, post(1))
    file.write_bytes(file.read_bytes().replace(b"post-1", b"post-\xed\xa0\x80"))
    with pytest.raises(ImportRefused, match="is not UTF-8"):
        bring_in(file)


HOSTILE = {
    "not closed": '{"root": ' * 100_000,
    "too deep": '{"root": {"children": [' + '{"children": [' * 5000,
    "half a letter": '"' + "\\ud800" * 3,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_costs_no_more_than_itself(name: str, tmp_path: Path) -> None:
    bring_in(export(tmp_path, post(lexical=HOSTILE[name], html="<p>Whole.</p>"), post(2)))
    assert texts("post-1") == "<p>Whole.</p>"
    assert ArticlePage.objects.filter(slug="post-2").exists()


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text('{"db": [{"data": {"posts": [{"a": ' + "[" * 200_000)
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused, match="nested too deeply"):
            bring_in(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 << 20


def test_every_language_is_one_of_the_papers(tmp_path: Path) -> None:
    bring_in(export(tmp_path, post(), settings=[{"key": "locale", "value": "xx-QQ"}]))
    assert ArticlePage.objects.get().language == paper_settings.LANGUAGE_CODE


def test_a_large_export_is_read_in_flat_memory(tmp_path: Path) -> None:
    from tests.wire.test_big import GROWTH, MEGABYTES, measure

    words = "<p>The river rose again, and nobody was surprised.</p>" * 120
    one = json.loads(export(tmp_path, post(html=words)).read_text())
    head, tail = json.dumps(one).split(json.dumps(one["db"][0]["data"]["posts"][0]))
    row = json.dumps(post(777777, html=words))

    def write(name: str, megabytes: int) -> tuple[Path, int]:
        number, file = 0, tmp_path / name
        with file.open("w") as out:
            out.write(head)
            while out.tell() < megabytes * 1024 * 1024:
                out.write((", " if number else "") + row.replace("777777", str(number)))
                number += 1
            out.write(tail)
        return file, number

    small, _ = write("small.json", 1)
    large, number = write("large.json", MEGABYTES)
    _, _, peak_of_small = measure(small)
    stories, _, peak = measure(large)
    assert stories == number
    assert peak - peak_of_small < GROWTH, f"{peak} KB for {MEGABYTES} MB, {peak_of_small} KB for 1 MB"
