"""What a WordPress export turns into, case by case."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from broadsheet.news.models import ArticlePage, FrontPage, SectionPage, StandingPage
from broadsheet.talk import api as talk
from broadsheet.topics.models import Topic
from broadsheet.wire.api import ImportRefused, Options, Outcome, Result, import_file
from broadsheet.wire.errors import PictureMissing
from broadsheet.wire.shortcodes import Shortcodes
from tests.wire.conftest import comment, item, picture

pytestmark = pytest.mark.django_db


def bring_in(file: Path, **how: Any) -> Result:
    return import_file(path=file, options=Options(**({"pictures": False} | how)))


def lines(result: Result) -> str:
    return "\n".join(map(str, result.lines))


def test_categories_become_sections_and_topics(wxr: Any) -> None:
    head = (
        "<wp:category><wp:term_id>7</wp:term_id><wp:category_nicename>sea</wp:category_nicename>"
        "<wp:category_parent>world</wp:category_parent><wp:cat_name>The Sea</wp:cat_name></wp:category>"
        "<wp:category><wp:category_nicename>world</wp:category_nicename><wp:cat_name>World</wp:cat_name>"
        "</wp:category>"
        "<wp:category><wp:category_nicename>empty</wp:category_nicename><wp:cat_name>Empty</wp:cat_name>"
        "</wp:category>"
    )
    terms = (
        '<category domain="category" nicename="uncategorized">Uncategorized</category>'
        '<category domain="category" nicename="boats">Boats</category>'
        '<category domain="category" nicename="sea">The Sea</category>'
        '<category domain="post_tag" nicename="gull">Gull</category>'
        "<wp:postmeta><wp:meta_key>_yoast_wpseo_primary_category</wp:meta_key>"
        "<wp:meta_value>7</wp:meta_value></wp:postmeta>"
    )
    bring_in(wxr(item(1, more=terms) + item(2), head=head), section="Latest")
    story = ArticlePage.objects.get(slug="story-1")
    assert story.section.title == "The Sea"
    assert story.section.get_parent().title == "World"
    assert {topic.slug for topic in story.topics} == {"boats", "gull"}
    assert ArticlePage.objects.get(slug="story-2").section.title == "Latest"
    assert Topic.objects.filter(slug="empty").exists()
    assert not SectionPage.objects.filter(slug__in=["empty", "boats"]).exists()


def test_comments_keep_their_threads_and_their_states(wxr: Any) -> None:
    said = (
        comment(1)
        + comment(2, parent=1, text='See <a href="https://e.org/x">this</a><br>and <b>that</b>')
        + comment(3, parent=2, approved="0") + comment(4, approved="spam") + comment(5, approved="trash")
        + comment(6, kind="pingback") + comment(7, kind="trackback") + comment(8, parent=4)
    )  # fmt: skip
    result = bring_in(wxr(item(1, more=said)))
    copies = {copy.key: copy for copy in talk.comments_of(article=ArticlePage.objects.get())}
    assert {key: (copy.parent_key, copy.state) for key, copy in copies.items()} == {
        "1": ("", "published"), "2": ("1", "published"), "3": ("2", "held"), "8": ("", "published"),
    }  # fmt: skip
    assert copies["2"].text == "See this (https://e.org/x)\nand that"
    assert "2 of its comments left out: spam or trash" in lines(result)
    assert "1 of its comments left out: pingbacks are no comments" in lines(result)
    assert result.comments == 4


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
def test_what_is_not_public_there_is_a_draft_here(wxr: Any, client: Any, status: str) -> None:
    result = bring_in(wxr(item(1, status=status, date="2031-01-01 10:00:00")))
    story = ArticlePage.objects.get()
    assert (story.live, story.published_at, story.first_published_at) == (False, None, None)
    assert client.get(story.get_url_parts()[2]).status_code == 404
    assert ("came in as a draft" in lines(result)) == (status != "draft")


def test_a_password_makes_a_draft_and_is_not_kept(wxr: Any) -> None:
    result = bring_in(wxr(item(1, more="<wp:post_password>hunter2</wp:post_password>")))
    assert not ArticlePage.objects.get().live
    assert "protected by a password" in lines(result)
    assert "hunter2" not in lines(result)


def test_what_is_in_the_trash_stays_there(wxr: Any) -> None:
    assert "it is in the trash" in lines(bring_in(wxr(item(1, status="trash"))))
    assert not ArticlePage.objects.exists()


def test_dates_fall_back_from_gmt_to_local_to_rss(wxr: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Almaty"
    local = "<wp:post_date>2020-01-02 05:00:00</wp:post_date>"
    rss = "<pubDate>Fri, 03 Jan 2020 04:00:00 +0100</pubDate>"
    nothing = "0000-00-00 00:00:00"
    bring_in(
        wxr(
            item(1, date=nothing, more=local)
            + item(2, date="", more=f"<wp:post_date>{nothing}</wp:post_date>{rss}")
            + item(3, date=nothing, more="<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>")
        )
    )
    times = dict(ArticlePage.objects.values_list("slug", "published_at"))
    assert times["story-1"].astimezone(UTC).hour in {23, 0}  # Almaty was six hours ahead in 2020
    assert times["story-2"] == datetime(2020, 1, 3, 3, tzinfo=UTC)
    assert times["story-3"] is not None


def test_old_addresses_lead_here(wxr: Any, client: Any) -> None:
    old_slug = (
        "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key>"
        "<wp:meta_value>first-name</wp:meta_value></wp:postmeta>"
    )
    bring_in(wxr(item(1, slug="second-name", more=old_slug)))
    story = ArticlePage.objects.get()
    for old in ("/2020/05/second-name/", "/2020/05/first-name/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, story.url)
    assert not Redirect.objects.filter(old_path__startswith="/?").exists()


def test_the_same_slug_twice_is_settled_and_told(wxr: Any) -> None:
    result = bring_in(
        wxr(item(1, slug="flood") + item(2, slug="flood") + item(3, slug="search", kind="page"))
    )
    assert set(ArticlePage.objects.values_list("slug", flat=True)) == {"flood", "flood-2"}
    assert "its slug “flood” became “flood-2”" in lines(result)
    assert StandingPage.objects.get().slug == "search-2"  # /search/ is the paper's own


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Tom &amp; <em>Jerry</em> &#8211; a film", "Tom & Jerry – a film"),
        ("", "The text’s first words, as far as they"),
        ("   ", "The text’s first words, as far as they"),
        ("A &lt;script&gt; in a title", "A <script> in a title"),
        ("word " * 100, None),
    ],
)
def test_odd_titles_become_headlines(wxr: Any, title: str, headline: str | None, client: Any) -> None:
    content = "<p>The text’s first words, as far as they fit into what a headline may be, and more.</p>"
    bring_in(wxr(item(1, title=title, content=content)))
    story = ArticlePage.objects.get()
    if headline:
        assert story.title.startswith(headline)
    else:
        assert len(story.title) <= 255
        assert story.title.endswith("…")
    assert "<script> in" not in client.get(story.url).content.decode()


def test_pages_stand_below_pages_and_a_circle_is_survived(wxr: Any) -> None:
    def below(parent: int) -> str:
        return f"<wp:post_parent>{parent}</wp:post_parent>"

    bring_in(
        wxr(
            item(1, kind="page", slug="child", more=below(2))
            + item(2, kind="page", slug="above", more=below(0))
            + item(3, kind="page", slug="snake", more=below(4))
            + item(4, kind="page", slug="tail", more=below(3))
        )
    )
    assert StandingPage.objects.get(slug="child").get_parent().slug == "above"
    assert StandingPage.objects.filter(slug__in=["snake", "tail"]).count() == 2


def test_sticky_posts_are_picked_for_the_front_page(wxr: Any) -> None:
    bring_in(wxr(item(1, more="<wp:is_sticky>1</wp:is_sticky>") + item(2)))
    assert [pick.article.slug for pick in FrontPage.objects.get().picks.all()] == ["story-1"]


SHORTCODES = """[caption id="a"]<img src="https://old.example.org/a.png" alt="A"> The quay[/caption]

[gallery ids="8,9"]

[embed]https://vimeo.com/7[/embed]

[contact-form to="x@e.org"]Write to [b]us[/b][/contact-form]

He said [sic] and wrote [[gallery]]."""


def attachment(number: int) -> str:
    return item(
        number,
        title=f"Picture {number}",
        kind="attachment",
        status="inherit",
        content="",
        more=f"<wp:attachment_url>https://old.example.org/{number}.png</wp:attachment_url>",
    )


def test_shortcodes_become_blocks_and_unknown_ones_are_told(wxr: Any) -> None:
    file = wxr(item(1, content=SHORTCODES) + attachment(8) + attachment(9))
    result = bring_in(file, pictures=True, fetch=lambda address: picture("red"))
    story = ArticlePage.objects.get()
    assert [block.block_type for block in story.body] == ["picture", "gallery", "embed", "text"]
    assert story.body[0].value["caption"] == "The quay"
    assert [one["alt"] for one in story.body[1].value["pictures"]] == ["Picture 8", "Picture 9"]
    words = str(story.body[3].value)
    assert "He said [sic] and wrote [gallery]." in words
    assert "Write to us" in words
    assert "contact-form" not in words
    assert "shortcodes that are not known here: contact-form, b; a line stands" in lines(result)


def test_a_shortcode_that_nobody_knows_leaves_a_line_only_where_it_stood_by_itself() -> None:
    def out(text: str) -> str:
        return Shortcodes(by_id=lambda _: None, of_post=[]).to_html(text).replace("\n", "")

    line = "<i>[poll]</i>"
    assert out('One\n\n[poll id="1"]\n\ntwo') == f"One<p>{line}</p>two"
    assert out('<p>[poll id="1"]</p>') == f"<p>{line}</p>"
    assert out('<!-- wp:shortcode -->\n[poll id="1"]\n<!-- /wp -->') == (
        f"<!-- wp:shortcode --><p>{line}</p><!-- /wp -->"
    )
    assert out('So [poll id="1"] it is.') == "So  it is."
    assert out('<p>So <b>[poll id="1"]</b> it is.</p>') == "<p>So <b></b> it is.</p>"
    assert out('[row a="1"]words[/row]') == "words"


def test_featured_pictures_come_in_wherever_they_stand_in_the_file(wxr: Any) -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        "<wp:meta_value>8</wp:meta_value></wp:postmeta>"
    )
    bring_in(
        wxr(item(1, more=meta) + attachment(8)), pictures=True, fetch=lambda address: picture("red")
    )
    assert ArticlePage.objects.get().picture.description == "Picture 8"


def test_a_picture_that_cannot_be_had_is_told_and_linked(wxr: Any) -> None:
    def refuse(address: str) -> bytes:
        raise PictureMissing("its site answers 404")

    content = '<p>One</p><img src="https://old.example.org/gone.png" alt="Gone">'
    result = bring_in(wxr(item(1, content=content)), pictures=True, fetch=refuse)
    assert "the picture https://old.example.org/gone.png is missing: its site answers 404" in lines(
        result
    )
    assert '<a href="https://old.example.org/gone.png">Gone</a>' in str(ArticlePage.objects.get().body)


def test_what_pretends_to_be_a_picture_is_told(wxr: Any) -> None:
    content = '<img src="https://old.example.org/a.png">'
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    result = bring_in(wxr(item(1, content=content)), pictures=True, fetch=lambda address: svg)
    assert "it is not a picture" in lines(result)


def test_nobody_s_sign_in_address_is_published(wxr: Any) -> None:
    head = (
        "<wp:author><wp:author_login>ann@example.org</wp:author_login>"
        "<wp:author_email>ann@example.org</wp:author_email>"
        "<wp:author_display_name>Ann Lee</wp:author_display_name></wp:author>"
    )
    more = '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">ann@example.org</dc:creator>'
    bring_in(wxr(item(1, more=more) + item(2, more=more.replace("ann@", "bo@")), head=head))
    authors = [article.authors[0] for article in ArticlePage.objects.order_by("pk")]
    assert [(one.name, one.slug, one.email) for one in authors] == [
        ("Ann Lee", "ann-lee", ""), ("bo", "bo", ""),
    ]  # fmt: skip


def test_types_of_the_site_s_own_are_counted_and_come_in_when_they_are_named(wxr: Any) -> None:
    terms = (
        '<category domain="cuisine" nicename="coast"><![CDATA[The coast]]></category>'
        '<category domain="post_format" nicename="aside"><![CDATA[Aside]]></category>'
        '<category domain="language" nicename="fr"><![CDATA[Français]]></category>'
    )
    filed = '<category domain="category" nicename="city"><![CDATA[City]]></category>'
    file = wxr(
        item(1, kind="nav_menu_item") + item(2, kind="fish_recipe", slug="soup", more=terms)
        + item(3, kind="fish_recipe", more=filed)
    )  # fmt: skip
    result = bring_in(file)
    told = "2 items of the type “fish_recipe” left out: with --type fish_recipe they come in as articles"
    assert told in lines(result)
    assert not ArticlePage.objects.exists()
    bring_in(file, types=("fish_recipe",))
    soup, other = ArticlePage.objects.order_by("pk")
    assert (soup.section.title, soup.slug, soup.language) == ("Fish recipe", "soup", "fr")
    assert [topic.name for topic in soup.topics] == ["The coast"]
    assert other.section.title == "City"


# Broken files ---------------------------------------------------------------


def test_broken_xml_is_told_with_its_line_and_what_was_read_stays(wxr: Any) -> None:
    file = wxr(item(1) + item(2) + "\n<item><title>Half</item>" + item(3))
    result = bring_in(file)
    broken_at = next(n for n, line in enumerate(file.read_text().split("\n"), 1) if "Half" in line)
    assert f"The XML is broken at line {broken_at}" in result.broken_off
    assert result.of("story", Outcome.NEW) == 2
    assert bring_in(file).of("story", Outcome.SAME) == 2


def test_a_file_that_is_cut_off_keeps_what_was_whole(wxr: Any) -> None:
    file = wxr(item(1) + item(2))
    text = file.read_text()
    file.write_text(text[: text.rindex("<wp:post_id>2")])
    result = bring_in(file)
    assert "The XML is broken at line" in result.broken_off
    assert list(ArticlePage.objects.values_list("slug", flat=True)) == ["story-1"]
    file.write_text(text)
    assert bring_in(file).counts["story"] == {Outcome.SAME: 1, Outcome.NEW: 1}


def test_wrong_bytes_are_mended_and_told_with_their_offset(wxr: Any) -> None:
    file = wxr(item(1, title="Café"))
    data = file.read_bytes().replace("é".encode(), b"\xe9")
    file.write_bytes(data)
    result = bring_in(file)
    assert ArticlePage.objects.get().title == "Café"
    assert f"1 bytes from offset {data.index(0xE9)} on are not UTF-8" in lines(result)


def test_other_encodings_are_read(wxr: Any) -> None:
    file = wxr(item(1, title="Новости"))
    text = file.read_text()
    file.write_bytes(text.replace('"UTF-8"', '"windows-1251"').encode("cp1251"))
    bring_in(file)
    assert ArticlePage.objects.get().title == "Новости"
    file.write_bytes(text.replace("<wp:post_id>1", "<wp:post_id>2").encode("utf-16"))
    bring_in(file)
    assert ArticlePage.objects.filter(title="Новости").count() == 2


def test_an_encoding_that_nobody_knows_is_refused(wxr: Any) -> None:
    file = wxr(item(1))
    file.write_text(file.read_text().replace("UTF-8", "klingon-8"))
    with pytest.raises(ImportRefused, match="“klingon-8”, which is not known"):
        bring_in(file)


def test_control_characters_and_bare_ampersands_are_mended(wxr: Any) -> None:
    file = wxr(
        item(1, title="A\x0bB")
        + item(2, more="<wp:comment_status>a & b &nbsp; &#8;</wp:comment_status>")
    )
    result = bring_in(file)
    assert result.of("story", Outcome.NEW) == 2
    assert "2 control characters were left out" in lines(result)
    assert "2 bare ampersands (&) were read as text" in lines(result)


def test_entities_are_never_expanded(wxr: Any) -> None:
    secret = Path(__file__)
    bomb = f'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file://{secret}">]>\n'
    file = wxr(item(1, title="x") + item(2, more="<wp:status>&x;&b;</wp:status>"))
    file.write_text(file.read_text().replace("<rss", bomb + "<rss", 1))
    with pytest.raises(ImportRefused, match="declares entities"):
        bring_in(file)
    assert not ArticlePage.objects.exists()


def test_a_file_of_no_format_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear editor,")
    with pytest.raises(
        ImportRefused, match=r"letter.txt is in no format that can be read here \(agency copy, archive"
    ):
        import_file(path=file)
    with pytest.raises(ImportRefused, match="There is no file"):
        import_file(path=tmp_path / "nowhere.xml")


def test_one_bad_story_does_not_stop_the_others(wxr: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from broadsheet.wire import bodies

    honest = bodies.stream_of

    def fail_once(blocks: Any, *, lookup: Any) -> Any:
        if "boom" in str(blocks):
            raise ValueError("The story is too strange.")
        return honest(blocks, lookup=lookup)

    monkeypatch.setattr(bodies, "stream_of", fail_once)
    result = bring_in(wxr(item(1) + item(2, content="<p>boom</p>") + item(3)))
    assert result.counts["story"] == {Outcome.NEW: 2, Outcome.SKIPPED: 1}
    assert "story “story-2”: left out: The story is too strange." in lines(result)


def test_progress_is_told_with_its_rate(wxr: Any) -> None:
    events: list[Any] = []
    import_file(path=wxr(item(1) + item(2)), report=events.append, options=Options(pictures=False))
    assert [event.stories for event in events] == [1, 2]
    assert 0 < events[-1].fraction <= 1
    assert events[-1].rate > 0
