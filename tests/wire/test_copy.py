"""Agency copy comes in whole, and nothing in it can hurt."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire import cleaning
from broadsheet.wire.bylines import line_of, names_in
from broadsheet.wire.cleaning import blocks_of
from broadsheet.wire.datelines import Dateline, dateline_in, dateline_of
from broadsheet.wire.formats import copy_format_of, copy_formats
from broadsheet.wire.moments import moment_of
from broadsheet.wire.naming import name_of, uri_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.reading import ImportRefused
from broadsheet.wire.story import Byline, Picture, Story, Text
from broadsheet.wire.subjects import address_of, code_of
from tests.wire.copy import stories_in

SENT = datetime(2016, 2, 9, 6, 17, tzinfo=UTC)  # a Tuesday


# Datelines and bylines -------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "language", "place", "day"),
    [
        ("MOSCOW, Monday (Reuters)", "en", "MOSCOW", "2016-02-08"),
        ("BERLIN, Tuesday", "en", "BERLIN", "2016-02-09"),
        ("STOCKHOLM, Aug 29, 2014 (AFP) -", "en", "STOCKHOLM", "2014-08-29"),
        ("Rome, October 11", "en", "Rome", "2015-10-11"),
        ("Helsinki", "fi", "Helsinki", ""),
        ("London (dpa) - ", "de", "London", ""),
        ("Berlin, 3. März 2016 (dpa)", "de", "Berlin", "2016-03-03"),
        ("PARIS, 8 fév 2016 (AFP)", "fr", "PARIS", "2016-02-08"),
        ("Madrid, 2 de enero de 2016", "es", "Madrid", "2016-01-02"),
        ("Sydney, Dec. 30", "en", "Sydney", "2015-12-30"),
        ("Oslo, Feb 30", "en", "Oslo, Feb 30", ""),
        ("2016-02-01", "", "", "2016-02-01"),
    ],
)
def test_a_dateline_is_a_place_and_a_day(line: str, language: str, place: str, day: str) -> None:
    assert dateline_of(line, sent=SENT, language=language) == Dateline(place=place, day=day)


def test_a_dateline_stands_at_the_beginning_of_the_text() -> None:
    body = (Text(html="<p><b>GROSSETO, Italy</b> (AP) -- The trial</p>"),)
    assert dateline_in(body, sent=SENT) == Dateline(place="GROSSETO, Italy")
    assert dateline_in((Text(html="<p>The trial (of 2012) - it began</p>"),), sent=SENT) == Dateline()
    assert dateline_in((), sent=SENT) == Dateline()


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("By Henning Gloystein", "en", [("Henning Gloystein", "")]),
        ("Ann Lee and Frances d'Emilio", "en", [("Ann Lee", ""), ("Frances d'Emilio", "")]),
        ("By Ann Lee, Bo Ek and Cy Fox", "en", [("Ann Lee", ""), ("Bo Ek", ""), ("Cy Fox", "")]),
        ("Aaron J. Staples, Michigan State University", "en",
         [("Aaron J. Staples", "Michigan State University")]),
        ("Von Eva Maus und Jan Bär", "de", [("Eva Maus", ""), ("Jan Bär", "")]),
        ("Byron Smith", "en", [("Byron Smith", "")]),
        ("  ", "en", []),
    ],
)  # fmt: skip
def test_a_byline_is_names(line: str, language: str, names: list[tuple[str, str]]) -> None:
    assert [(one.name, one.role) for one in names_in(line, language)] == names


def test_a_byline_can_be_written_again() -> None:
    for names in (["Ann Lee"], ["Ann Lee", "Bo Ek"], ["Ann Lee", "Bo Ek", "Cy Fox"]):
        found = tuple(Byline(name=name) for name in names)
        assert names_in(line_of(found)) == found
    assert line_of([Byline(name="Ann Lee", role="Berlin")]) == "Ann Lee, Berlin"


# Times, names, codes, plain text ---------------------------------------------


def test_times_of_every_format_are_read() -> None:
    noon = datetime(2013, 10, 20, 12, tzinfo=UTC)
    for text in (
        "2013-10-20T12:00:00Z",
        "20131020T230000+1100",
        "2013-10-20T12:00:00.000+0000",
        "20131020T120000Z ",
    ):
        assert moment_of(text) == noon
    assert moment_of("20 October") is None


def test_any_name_can_be_a_uri() -> None:
    for name in (
        "urn:newsml:x.org:2020:1",
        "http://x.org/a?b=c",
        "7",
        "a b/ä",
        "urn:x-broadsheet:7",
        "tag:[ a",
    ):
        assert name_of(uri_of(name)) == name
    assert uri_of("urn:newsml:x.org:2020:1") == "urn:newsml:x.org:2020:1"


def test_codes_of_iptc_have_one_form() -> None:
    assert code_of("http://cv.iptc.org/newscodes/mediatopic/20000523") == "medtop:20000523"
    assert code_of("20000523") == "medtop:20000523"
    assert code_of("04005004") == "subj:04005004"
    assert code_of("POL", "N2") == "N2:POL"
    assert code_of("NSW") == "NSW"
    assert code_of(address_of("medtop:04000000")) == "medtop:04000000"


def test_plain_text_has_paragraphs() -> None:
    assert html_of_text("one\ntwo\n\nthree & <four>") == "<p>one two</p><p>three &amp; &lt;four&gt;</p>"
    assert html_of_text("   one\ntwo.\n   three\n") == "<p>one two.</p><p>three</p>"
    assert html_of_text("one.\ntwo.") == "<p>one.</p><p>two.</p>"


# Cleaning has a short way ----------------------------------------------------

INSIDE = st.text("ab é&;\n\xa0'\"", max_size=5)
LEAF = INSIDE.map(lambda words: words.replace("&", "&amp;"))
STRESSED = st.recursive(
    LEAF,
    lambda inner: (
        st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
            st.sampled_from(
                ["b", "strong", "em", "i", "u", "sup", "span", 'a href="https://x.org/"', 'a href="x"']
            ),
            st.lists(inner, max_size=2),
        )
        | st.sampled_from(["<br>", "<br/>"])
    ),
    max_leaves=4,
)
PARAGRAPHS = st.lists(
    st.builds(lambda parts: f"<p>{''.join(parts)}</p>", st.lists(STRESSED, max_size=3))
    | st.sampled_from(["\n", " ", '<p class="x">words</p>', "<p>https://youtu.be/x</p>"]),
    max_size=4,
).map("".join)


@given(PARAGRAPHS)
def test_the_short_way_through_cleaning_ends_where_the_long_one_does(html: str) -> None:
    assert blocks_of(html) == tuple(cleaning._merged(cleaning._pieces(cleaning._tree(html), False)))


def test_copy_of_paragraphs_goes_the_short_way() -> None:
    assert cleaning._quick("<p>one <strong>two</strong></p>\n<p>three</p>") == (
        Text(html="<p>one <b>two</b></p><p>three</p>"),
    )
    for other in ("<p>one<table>", "<p><b>one</p></b>", "bare", "<p onclick='x'><script>y</script></p>"):
        assert cleaning._quick(other) is None


# ninjs -----------------------------------------------------------------------


def test_ninjs_3_and_2_say_the_same() -> None:
    second = {
        "uri": "urn:x:1",
        "headlines": [{"role": "main", "value": "A & B"}],
        "bodies": [
            {"role": "text", "contenttype": "text/plain", "value": "plain"},
            {"role": "html", "contenttype": "text/html", "value": '<h1>A</h1><p onclick="x">rich</p>'},
        ],
        "by": "Ann Lee",
        "subjects": [{"uri": "http://cv.iptc.org/newscodes/mediatopic/20000523", "name": "labour"}],
        "people": [{"name": "Jo Doe", "rel": "about"}],
        "associations": [
            {"name": "a1", "type": "picture", "by": "Karl/TT", "descriptions": [{"value": "A tank"}],
             "renditions": [{"name": "small", "href": "https://x.org/s.jpg", "width": 2, "height": 2},
                            {"name": "big", "href": "https://x.org/b.jpg", "width": 20, "height": 20}]},
        ],
        "versioncreated": "2021-05-26T13:40:18+02:00",
        "pubstatus": "canceled",
        "usageterms": "Not in France",
    }  # fmt: skip
    third = json.loads(
        json.dumps(second)
        .replace("contenttype", "contentType")
        .replace("versioncreated", "versionCreated")
        .replace("pubstatus", "pubStatus")
        .replace("usageterms", "usageTerms")
    )
    (one,), (other,) = (stories_in(json.dumps(item).encode(), "ninjs") for item in (second, third))
    assert one == other
    assert one.body == (
        Text(html="<h2>A</h2><p>rich</p>"),
        Picture(src="https://x.org/b.jpg", caption="A tank", credit="Karl/TT"),
    )
    assert (one.release, one.rights.terms, one.headline) == ("cancelled", "Not in France", "A & B")
    assert [(subject.kind, subject.code, subject.name) for subject in one.subjects] == [
        ("person", "", "Jo Doe"), ("subject", "medtop:20000523", "labour"),
    ]  # fmt: skip


def test_one_bad_item_stops_no_batch() -> None:
    form = copy_formats()["ninjs"]
    good = '{"uri": "urn:x:%d", "headline": "Good %d", "body_text": "Words"}'
    lines = [good % (1, 1), '{"uri": "urn:x:2", "headline": broken', good % (3, 3)]
    found = list(form.read("\n".join(lines).encode()))
    assert [one.headline for one in found if isinstance(one, Story)] == ["Good 1", "Good 3"]
    (told,) = [one for one in found if isinstance(one, Remark)]
    assert told.skipped
    assert "no JSON" in told.text
    many = list(form.read(f"[{good % (1, 1)}, 7, {good % (2, 2)}]".encode()))
    assert [type(one) for one in many] == [Story, Remark, Story]


@pytest.mark.parametrize("value", [7, None, [], {}, True, [[]], "x" * 100])
def test_no_property_of_a_wrong_type_costs_the_item(value: Any) -> None:
    names = ["headline", "headlines", "body_html", "bodies", "subject", "place", "associations",
             "renditions", "urgency", "version", "versioncreated", "embargoed", "byline", "people",
             "keywords", "language", "description_text", "infosources", "authors"]  # fmt: skip
    for name in names:
        item = {"uri": "urn:x:1", "body_text": "Words", "headlines": [{"value": "A"}]} | {name: value}
        (story,) = stories_in(json.dumps(item).encode(), "ninjs")
        assert story.id == "urn:x:1"


def test_what_is_nested_too_deeply_or_too_large_is_refused() -> None:
    form = copy_formats()["ninjs"]
    deep = b'{"headlines": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    (told,) = form.read(deep)
    assert isinstance(told, Remark)
    with pytest.raises(ImportRefused, match="bytes"):
        list(form.read(b'{"headlines": "' + b"x" * (16 * 1024 * 1024) + b'"}'))


def test_bytes_of_another_encoding_are_read_and_told() -> None:
    (story,) = stories_in('{"body_text": "Café", "uri": "urn:x:1"}'.encode("cp1252"), "ninjs")
    assert story.body == (Text(html="<p>Café</p>"),)
    assert story.notes == ("the bytes from offset 18 on are not UTF-8; they were read as Windows-1252",)


# XML -------------------------------------------------------------------------

NITF = (
    '<?xml version="1.0"?>\n'
    "<nitf><head><title>T</title></head><body><body.content>%s</body.content></body></nitf>"
)


def nitf(inside: str) -> Story:
    (story,) = stories_in((NITF % inside).encode(), "NITF")
    return story


def test_entities_of_a_document_are_refused() -> None:
    bomb = '<!DOCTYPE nitf [<!ENTITY a "b">]>' + (NITF % "<p>&a;</p>").partition("\n")[2]
    with pytest.raises(ImportRefused, match="entities"):
        list(copy_formats()["NITF"].read(bomb.encode()))


def test_names_of_html_and_bare_ampersands_are_mended() -> None:
    assert nitf("<p>Caf&eacute; &amp; bar&nbsp;2</p>").body == (
        Text(html="<p>Café &amp; bar&nbsp;2</p>"),
    )
    story = nitf("<p>R&D</p>")
    assert story.body == (Text(html="<p>R&amp;D</p>"),)
    assert story.notes == ("1 bare ampersands (&) were read as text",)


def test_broken_xml_is_refused_with_its_line() -> None:
    with pytest.raises(ImportRefused, match="broken at line 3"):
        list(copy_formats()["NITF"].read(b"<nitf>\n<body>\n<p>x</body></nitf>"))
    half = "<nitf>".encode("utf-16") + b"\x3d\xd8"  # the first half of a letter of two
    with pytest.raises(ImportRefused, match="not at byte 14"):
        list(copy_formats()["NITF"].read(half))


def test_markup_of_nitf_becomes_blocks() -> None:
    story = nitf(
        '<p>a <em class="bold">b</em> <em>c</em> <person>D</person> <a href="javascript:x">e</a></p>'
        '<media media-type="image" class="inline"><media-reference source="https://x.org/p.jpg"/></media>'
        "<hl2>f</hl2><bq><block><p>g</p></block></bq><script>bad()</script>"
    )
    assert story.body == (
        Text(html="<p>a <b>b</b> <i>c</i> D e</p>"),
        Picture(src="https://x.org/p.jpg"),
        Text(html="<h2>f</h2><blockquote>g</blockquote>"),
    )


def test_what_is_no_copy_is_in_no_format() -> None:
    for data in (b"", b"{}", b"[1]", b"<html></html>", b"PK\x03\x04", b"\xff\xfe"):
        assert copy_format_of(data) is None


# NewsML 1 and IPTC 7901 ------------------------------------------------------

PHOTO = b"""<NewsML><NewsEnvelope><DateAndTime>20140829T135006Z</DateAndTime></NewsEnvelope><NewsItem>
<Identification><NewsIdentifier><PublicIdentifier>urn:x:9:2</PublicIdentifier>
<RevisionId PreviousRevision="1">2</RevisionId></NewsIdentifier></Identification>
<NewsManagement><Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>
<DateAndTime>20140830T000000Z</DateAndTime></StatusWillChange></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Flood</HeadLine><CreditLine>AFP</CreditLine></NewsLines>
<NewsComponent><Role FormalName="Caption"/>
<ContentItem><DataContent>Water</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Main"/>
<ContentItem Href="small.jpg"><MediaType FormalName="Photo"/>
<Characteristics><Property FormalName="Width" Value="10"/>
<Property FormalName="Height" Value="10"/></Characteristics></ContentItem>
<ContentItem Href="big.jpg"><MediaType FormalName="Photo"/>
<Characteristics><Property FormalName="Width" Value="99"/>
<Property FormalName="Height" Value="99"/></Characteristics></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""


def test_a_picture_in_newsml_1_has_its_caption_and_its_embargo() -> None:
    (story,) = stories_in(PHOTO, "NewsML 1")
    assert (story.kind, story.id, story.version, story.signal) == ("picture", "urn:x:9:2", "2", "update")
    assert story.picture == Picture(src="big.jpg", caption="Water", credit="AFP")
    assert story.embargo == datetime(2014, 8, 30, tzinfo=UTC)
    assert story.published == datetime(2014, 8, 29, 13, 50, 6, tzinfo=UTC)


TELEX = (
    "\x01xyz0007 2 pol 85  news-en 0908\r\n\x02\r\nElections/Vote/\r\n(Updates with result)\r\n"
    "Voters go to the polls in\r\nlarge numbers\r\nBy Ann Lee and Bo Ek =\r\n\r\n"
    "Berlin (xyz) - Long queues formed on Wednesday, officials\r\nsaid.\r\n\r\n"
    "More & more came.\r\n\x03\r\n211259 Nov 18\r\n\x04"
)


def test_a_message_of_teleprinters() -> None:
    (story,) = stories_in(TELEX.encode(), "IPTC 7901")
    assert story.id == "iptc7901:xyz0007:201811211259"
    assert story.headline == "Voters go to the polls in large numbers"
    assert story.slugline == "Elections/Vote"
    assert story.ednote == "Updates with result"
    assert [one.name for one in story.bylines] == ["Ann Lee", "Bo Ek"]
    assert (story.urgency, story.keywords, story.dateline_place) == (2, ("pol",), "Berlin")
    assert story.published == datetime(2018, 11, 21, 12, 59, tzinfo=UTC)
    assert story.agency
    assert story.agency.name == "news-en"
    assert story.body == (
        Text(
            html="<p>Berlin (xyz) - Long queues formed on Wednesday, officials said.</p>"
            "<p>More &amp; more came.</p>"
        ),
    )


def test_a_transmission_of_several_messages_and_one_that_is_broken() -> None:
    data = TELEX.encode() + b"\x01garbage\x02\x03" + TELEX.replace("0007", "0008").encode("cp1252")
    found = list(copy_formats()["IPTC 7901"].read(data))
    assert [type(one) for one in found] == [Story, Remark, Story]
    headless = "\x01abc1 4 s 3\n\x02One line\nThe text\n\x03"
    (story,) = stories_in(headless.encode(), "IPTC 7901")
    assert (story.headline, story.body) == ("One line", (Text(html="<p>The text</p>"),))
    assert story.published is None
