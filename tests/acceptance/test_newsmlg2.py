"""Every NewsML-G2 file reads as somebody who looks at it would; what we write is valid."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from broadsheet.wire.formats import copy_formats
from broadsheet.wire.story import Agency, Byline, Related, Release, Rights, Signal, Story, Subject
from tests.wire.copy import paragraphs_of, read_file, says, stories_in

NAME = "NewsML-G2"
MESSAGE = "LISTING_24_News_Message_conveying_a_complete_News_Package.xml"
FRAGMENTS = {
    "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml",
    "LISTING_28_Illustrating_Located_Subject_and_Dateline.xml",
}
REUTERS = (
    "(c) Copyright Thomson Reuters 2013. Click For Restrictions - http://about.reuters.com/fulllegal.asp"
)
REUTERS_BINARY = (
    "http://content.reuters.com/auth-server/content/tag:reuters.com,0000:newsml_GM1E9341HD701:360624134/"
    "tag:reuters.com,0000:binary_GM1E9341HD701-BASEIMAGE"
)


def codes(*given: str) -> tuple[Subject, ...]:
    return tuple(Subject(name=code, code=code) for code in given)


EXPECTED: dict[str, dict[str, Any]] = {
    "LISTING_1_A_NewsML-G2_News_Item.xml": {
        "id": "urn:newsml:acmenews.com:20161018:US-FINANCE-FED",
        "kind": "story",
        "version": "11",
        "headline": 'Fed to halt QE to avert "bubble"',
        "slugline": "US-Finance-Fed",
        "language": "en-GB",
        "published": datetime(2016, 10, 18, 18, 12, 21, tzinfo=UTC),
        "updated": datetime(2018, 10, 21, 21, 25, 32, tzinfo=UTC),
        "embargo": datetime(2018, 10, 23, 12, tzinfo=UTC),
        "release": Release.USABLE,
        "signal": Signal.UPDATE,
        "ednote": "Note to editors: STRICTLY EMBARGOED. Not for public release until 12noon on Friday, "
        "October 23, 2018.",
        "dateline_place": "Berlin",
        "bylines": (Byline(name="Meredith Jameson"),),
        "agency": Agency(name="REUTERS"),
        "subjects": (
            Subject(name="economy, business and finance", code="medtop:04000000"),
            Subject(name="labour market", code="medtop:20000523"),  # not "Arbeitsmarkt"
        ),
        "rights": Rights(
            holder="Example Enews LLP",
            notice="Copyright 2017-18 Example Enews LLP, all rights reserved",
            terms="Not for use outside the United States",
        ),
        "body": (),
    },
    "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml": {
        "headline": "Arizona Diamondbacks (29-23) at Philadelphia Phillies (26-24), 7:05p.m.",
        "standfirst": "A pair of teams coming off big weekend sweeps will square off Tonight at "
        "Citizens Bank Park, where the Philadelphia Phillies welcome the Arizona Diamondbacks for the "
        "start of a three-game series.",
        "bylines": (Byline(name="Sports Network"),),
    },
    "LISTING_28_Illustrating_Located_Subject_and_Dateline.xml": {
        "headline": "",
        "language": "en-US",
        "dateline_place": "MOSCOW",
        "dateline_date": "2016-02-08",  # the Monday before the Tuesday on which it was written
        "published": datetime(2016, 2, 9, 6, 17, tzinfo=UTC),
        "bylines": (Byline(name="Thomson Reuters"),),
        "subjects": (
            Subject(name="city:Tskhinvali", kind="place", code="city:Tskhinvali"),
            Subject(name="city:Tblisi", kind="place", code="city:Tblisi"),
        ),
    },
    "LISTING_2_NewsML-G2_Text_Document.xml": {
        "id": "urn:newsml:acmenews.com:20161121:US-FINANCE-FED",
        "version": "11",
        "headline": 'Fed to halt QE to avert "bubble"',
        "slugline": "US-Finance-Fed",
        "language": "en-US",
        "published": datetime(2018, 11, 21, 21, 25, 32, tzinfo=UTC),
        "updated": None,
        "signal": Signal.NONE,
        "dateline_place": "New York, NY",
        "bylines": (Byline(name="Meredith Jameson", role="Staff Reporter"),),
        "agency": Agency(name="Associated Press"),
        "subjects": (
            Subject(name="economy, business and finance", code="medtop:04000000"),
            Subject(name="central bank", code="medtop:20000350"),
            Subject(name="money and monetary policy", code="medtop:20000379"),
        ),
        "rights": Rights(
            holder="Acme News and Media LLC", notice="Copyright 2017-18 Acme News and Media LLC"
        ),
    },
    "LISTING_3_Photo_in_NewsML-G2.xml": {
        "id": "tag:gettyimages.com,2010:GYI0062134533",
        "kind": "picture",
        "headline": "Variety Of Recessionary Forces Leave Las Vegas Economy Scarred",
        "published": datetime(2010, 10, 20, 20, 58, tzinfo=UTC),
        "updated": datetime(2018, 10, 12, 6, 42, 4, tzinfo=UTC),
        "agency": Agency(name="Getty Images Inc.", credit_line="Getty Images"),
        "keywords": ("business", "economic", "economy", "finance", "poor", "poverty", "gamble"),
        "picture.src": "./GYI0062134533.jpg",
        "picture.credit": "Spencer Platt/Getty Images",
        "picture.rights.holder": "Getty Images North America",
        "picture.rights.terms": "Contact your local office for all commercial or promotional uses. Full "
        "editorial rights UK, US, Ireland, Canada (not Quebec). Restricted editorial rights for daily "
        "newspapers elsewhere, please call.",
        "subjects": (
            Subject(name="gyimeid:104530187", kind="event", code="gyimeid:104530187"),
            Subject(name="labour market", code="medtop:20000523"),
            Subject(name="unemployment", code="medtop:20000533"),
            Subject(name="Las Vegas Boulevard", kind="place"),
            Subject(name="Las Vegas", kind="place", code="gycon:89109"),
        ),
        "body": (),
    },
    "LISTING_6_Simple_NewsML-G2_Package.xml": {
        "id": "tag:example.com,2008:UK-NEWS-TOPTEN:UK20081220098658",
        "kind": "package",
        "headline": "UK",
        "ednote": "Updates the previous version",
        "signal": Signal.UPDATE,
        "published": datetime(2008, 12, 20, 12, 25, 35, tzinfo=UTC),
        "updated": datetime(2018, 11, 17, 12, 30, tzinfo=UTC),
        "agency": Agency(name="AcmeNews"),
        "body": (
            Related(
                ids=(
                    "urn:newsml:iptc.org:20081007:tutorial-item-A",
                    "urn:newsml:iptc.org:20081007:tutorial—item-B",
                )
            ),
        ),
    },
    "ansa-newsmlg2-text.xml": {
        "id": "tag:ansa.it,2017-10-11:40e5fb1034e7e2b21942ea09718fc85a",
        "version": "1",
        "headline": "Catalan independence declaration unacceptable - Alfano",
        "standfirst": "Foreign minister expresses faith in Spanish government",
        "language": "it",  # so it says; the words are English
        "urgency": 5,
        "published": datetime(2017, 10, 11, 9, 41, tzinfo=UTC),
        "dateline_place": "Rome",
        "dateline_date": "2017-10-11",
        "bylines": (),  # "VRG" are initials of the desk
        "agency": Agency(name="ansa.it"),
        "picture.src": "tag:ansa.it,2017-10-11:200400bfd17a98e68ea9597546e5ec93.jpg",
        "rights.holder": "ANSA",
    },
    "dpa.xml": {
        "id": "urn:newsml:dpa.com:20090101:221011-930-4303",
        "version": "1",
        "headline": "Eintracht in London: Hintereggers Tränen und Attacke auf Reporter",
        "language": "de",
        "urgency": 4,
        "published": datetime(2022, 10, 11, 9, 14, 42, tzinfo=UTC),
        "dateline_place": "London",
        "bylines": (),  # "degenhardt.sandra" is an account
        "agency": Agency(name="Deutsche Presse-Agentur GmbH", credit_line="dpa"),
        "keywords": ("Champions League", "Frankfurt", "London"),
        "subjects": (
            Subject(name="Deutschland", kind="place", code="dpacountry:1"),
            Subject(name="Hessen", kind="place", code="dpaarea:7"),
            Subject(name="Großbritannien", kind="place", code="dpacountry:54"),
            Subject(name="International", kind="place", code="dpacountry:196"),
            Subject(name="Fußball", code="medtop:20001065"),
            Subject(name="Sport", code="dpacat:sp"),
            Subject(
                name="Tottenham Hotspur Stadium, High Road 782, N17 , Vereinigtes Königreich",
                kind="place",
                code="ID0E2E",
            ),
        ),
        "rights": Rights(
            holder="Deutsche Presse-Agentur GmbH",
            notice="Copyright 2022, dpa (www.dpa.de). Alle Rechte vorbehalten",
            terms="Nutzung nur nach schriftlicher Vereinbarung mit dpa",
        ),
    },
    "picture.xml": {
        "id": "tag:reuters.com,0000:newsml_GM1E9341HD701",
        "kind": "picture",
        "version": "360624134",
        "headline": "A woman casts her ballot inside a polling station in Kenya's town of Gatundu",
        "slugline": "KENYA-ELECTIONS/",
        "language": "en",
        "urgency": 4,
        "published": datetime(2013, 3, 4, 11, 14, 13, tzinfo=UTC),
        "agency": Agency(name="reuters.com", credit_line="REUTERS"),
        "picture.src": REUTERS_BINARY,  # 3500 wide
        "picture.credit": "MARKO DJURICA/REUTERS",
        "picture.rights": Rights(holder="Thomson Reuters", notice=REUTERS),
        "subjects": codes("MCC:I", "N2:POL", "N2:VOTE", "subj:11000000", "subj:11003000", "NAIROBI"),
    },
    "stt_newsml_test.xml": {
        "id": "urn:newsml:stt.fi:20171219:101801633",
        "version": "4",
        "headline": "Parliament passed the Alcohol Act and the government gained confidence"
        "*** TRANSLATED ***",
        "language": "fi-FI",
        "urgency": 3,
        "published": datetime(2017, 12, 19, 8, 33, 4, tzinfo=UTC),
        "updated": None,  # this version is dated before the first
        "signal": Signal.UPDATE,
        "ednote": "complemented throughout",
        "dateline_place": "Helsinki",
        "agency": Agency(name="STT", credit_line="STT–"),
        "subjects": (
            Subject(name="stt-topics:437036", code="stt-topics:437036"),
            Subject(name="Politics", code="sttdepartment:9"),
        ),
        "notes": ("letters that were escaped twice were mended",),
    },
    "text.xml": {
        "id": "tag:reuters.com,0000:newsml_L4N0BT5PJ",
        "kind": "story",
        "version": "263518268",
        "headline": "Soccer-Smiling Benitez pleads for support after midweek outburst against opponent",
        "slugline": "SOCCER-ENGLAND/CHELSEA-BENITEZ",
        "standfirst": "",  # its only description is a caption
        "urgency": 3,
        "ednote": "Editorial Note",
        "published": datetime(2013, 3, 1, 15, 9, 4, tzinfo=UTC),
        "dateline_place": "Bangalore",
        "agency": Agency(name="reuters.com", credit_line="Reuters"),
        "rights": Rights(holder="Thomson Reuters", notice=REUTERS),
        "subjects": codes(
            "MCC:SPO", "N2:ES", "N2:GB", "N2:SOCC", "N2:SPO", "N2:WEU", "N2:EUROP", "N2:EZC",
            "subj:15054000", "subj:15000000", "a1312cat:s", "MCCL:SPO",
        ),
    },
}  # fmt: skip
# How many paragraphs, headings and list items, and how the first and last of them begin.
TEXTS = {
    "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML.xml": (
        1, "(Sports Network) - With the Philadelphia Phillies picking up", "(Sports Network)",
    ),
    "LISTING_2_NewsML-G2_Text_Document.xml": (
        2, "(New York, NY - October 21) Et, sent", "Ugiating ea feugait utat",
    ),
    "ansa-newsmlg2-text.xml": (
        4, "(ANSA) - Rome, October 11 - Italian Foreign Minister Angelino Alfano has said that",
        "Catalan leader Carles Puigdemont signed",
    ),
    "dpa.xml": (3, "London (dpa) - 2019 gab es bittere Tränen", "Sportlich weckt der 2:1-Erfolg"),
    "stt_newsml_test.xml": (
        40, "*** DISCLAIMER: THIS IS AN AUTOMATED TRANSLATION FROM FINNISH ***",
        "–\u2009 Hallituspuolueet runnoivat",
    ),
    "text.xml": (1, "By Toby Davis", "By Toby Davis"),
}  # fmt: skip


def read(name: str, fixtures: Path) -> Story:
    return read_file(fixtures / "newsml-g2" / name, NAME)


def test_no_file_is_forgotten(fixtures: Path) -> None:
    assert {path.name for path in (fixtures / "newsml-g2").iterdir()} == {*EXPECTED, MESSAGE}


@pytest.mark.parametrize("name", EXPECTED)
def test_fields(name: str, fixtures: Path) -> None:
    assert says(read(name, fixtures), EXPECTED[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, fixtures: Path) -> None:
    number, first, last = TEXTS[name]
    found = paragraphs_of(read(name, fixtures))
    assert (len(found), found[0][: len(first)], found[-1][: len(last)]) == (number, first, last)


def test_letters_that_were_escaped_twice_are_mended(fixtures: Path) -> None:
    text = " ".join(paragraphs_of(read("stt_newsml_test.xml", fixtures)))
    assert "until 4 o'clock" in text
    assert "&quot;" not in text


def test_a_message_gives_its_package_and_its_items(fixtures: Path) -> None:
    found = stories_in((fixtures / "newsml-g2" / MESSAGE).read_bytes(), NAME)
    assert [(story.kind, story.id) for story in found[1:]] == [
        ("story", name) for name in ("N1", "N2", "N3", "N4")
    ]
    package = found[0]
    assert package.kind == "package"
    assert package.body == (Related(ids=("N1", "N2", "N3", "N4")),)
    assert {story.published for story in found} == {
        datetime(2018, 10, 19, 11, 17, 0, 150000, tzinfo=UTC)
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_what_we_write_of_it_is_valid_and_says_the_same(name: str, fixtures: Path) -> None:
    story = read(name, fixtures)
    form = copy_formats()[NAME]
    assert form.write
    written = form.write([story])
    schema = etree.XMLSchema(etree.parse(fixtures / "schemas" / "NewsML-G2_2.28-spec-All-Power.xsd"))
    schema.assertValid(etree.fromstring(written))
    schema.assertValid(etree.fromstring(form.write([story, story])))
    (again,) = form.read(written)
    same = dict.fromkeys(EXPECTED[name].keys() - {"notes"})
    assert says(again, same) == says(story, same)
    assert again.body == story.body
