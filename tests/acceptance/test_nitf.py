"""Every NITF file reads as somebody who looks at it would; what we write is valid."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from broadsheet.wire.formats import copy_formats
from broadsheet.wire.story import Agency, Byline, Release, Rights, Signal, Subject
from tests.wire.copy import paragraphs_of, read_file, says

EXPECTED: dict[str, dict[str, Any]] = {
    "aap.xml": {
        "id": "AAP.115314987.5417374",
        "headline": "The main stories on today's 1900 ABC TV news",
        "standfirst": "The main stories on today's 1900 ABC TV news",
        "slugline": "Monitor 1900 ABC News",
        "dateline_place": "Sydney",
        "bylines": (Byline(name="John Doe"),),
        "agency": Agency(name="AAP"),
        "published": datetime(2013, 10, 20, 8, 27, 51, tzinfo=UTC),
        "embargo": None,  # released when it was issued
        "urgency": 5,
        "release": Release.USABLE,
        "rights.holder": "Australian Associated Press",
        "subjects": (
            Subject(name="law enforcement", code="subj:02003001"),
            Subject(name="investigation", code="subj:02003002"),
        ),
    },
    "ap-nitf.xml": {
        "headline": "Can trading pollution like stocks help fight climate change?",
        "standfirst": "",  # its second deck repeats the headline
        "dateline_place": "NEW YORK",
        "bylines": (Byline(name="BERNARD CONDON", role="AP Business Writer"),),
        "agency": Agency(name="The Associated Press"),
        "published": datetime(2015, 12, 10, 19, 10, 44, tzinfo=UTC),
        "urgency": 0,
        "ednote": "For global distribution",
        "rights": Rights(holder="AP"),
        "subjects": (),
    },
    "nitf-fishing.xml": {
        "id": "iptc.321656141.b",
        "headline": "Weather and Tide Updates for Norfolk",
        "standfirst": "Superb weather in Norfolk today. Tides coming in and out as per usual.",
        "slugline": "ongoing-winter-tide-updates",
        "language": "en-US",
        "dateline_place": "Newport News, VA",
        "bylines": (Byline(name="Alan Karben", role="NITF Network News Online"),),
        "agency": Agency(name="XML Team Solutions, Inc."),
        "published": datetime(2002, 2, 25, 19, 30, tzinfo=UTC),
        "embargo": datetime(2002, 2, 26, 14, 30, tzinfo=UTC),
        "urgency": 3,
        "version": "1",
        "release": Release.CANCELLED,
        "signal": Signal.UPDATE,
        "ednote": "Today begins an expanded format of this popular column.\n"
        "This sample article was created completely from scratch in order to illustrate various "
        "features of NITF. Parts of it are somewhat contrived, in order to illustrate as much of the "
        "DTD as possible.",
        "keywords": ("fishing", "lures", "tides"),
        "rights": Rights(holder="International Press Telecommunications Council", terms="online"),
        "picture.src": "high-tide.jpg",
        "picture.alt": "The tides are high.",
        "picture.caption": "The tides, captured on film late yesterday.",
        "picture.credit": "Karben",
        "subjects": (
            Subject(name="Weather", code="subj:17000000"),
            Subject(name="Statistics", code="subj:17004000"),
            Subject(name="Fishing Industry", code="subj:04001002"),
            Subject(name="zipcodes.usps.gov:23602", kind="place", code="zipcodes.usps.gov:23602"),
            Subject(name="Norfolk", kind="place"),
        ),
    },
    "pa1.xml": {
        "id": "af1f7ad5-5619-49de-84cc-2e608538c77fSSS-3-1",
        "headline": "PA SPORT TRIVIA (OCTOBER 14)",
        "standfirst": "ON THIS DAY IN SPORT",
        "slugline": "PA-SSS-SPORT-Trivia(Oct14)",
        "bylines": (),
        "agency": Agency(name="PA"),
        "published": datetime(2015, 10, 14, 3, 30, 1, tzinfo=UTC),
        "urgency": 4,
        "release": Release.USABLE,
        "ednote": "",
        "keywords": ("Trivia (Oct 14)",),
        "rights": Rights(holder="PA Sport"),
        "subjects": tuple(
            Subject(name=code, code=code)
            for code in ("subj:04011002", "subj:10000000", "subj:15000000", "subj:15054000")
        ),
    },
}
# How many paragraphs, headings and list items, and how the first and last of them begin.
TEXTS = {
    "aap.xml": (13, "The main stories on ABC television's 1900 news:", "AAP RTV ar"),
    "ap-nitf.xml": (28, "NEW YORK (AP) — The gas produced", "Bernard Condon can be reached"),
    "nitf-fishing.xml": (
        12, "The weather was superb today in Norfolk, Virginia. Made me want to take out my boat, "
        "manufactured by the Acme Boat Company.", "Stewart Klometers contributed to this article.",
    ),
    "pa1.xml": (43, "ON THIS DAY IN SPORT", "ends"),
}  # fmt: skip


def test_no_file_is_forgotten(fixtures: Path) -> None:
    assert {path.name for path in (fixtures / "nitf").iterdir()} == set(EXPECTED) == set(TEXTS)


@pytest.mark.parametrize("name", EXPECTED)
def test_fields(name: str, fixtures: Path) -> None:
    story = read_file(fixtures / "nitf" / name, "NITF")
    assert says(story, EXPECTED[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, fixtures: Path) -> None:
    number, first, last = TEXTS[name]
    found = paragraphs_of(read_file(fixtures / "nitf" / name, "NITF"))
    assert (len(found), found[0][: len(first)], found[-1][: len(last)]) == (number, first, last)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_we_write_of_it_is_valid_and_says_the_same(name: str, fixtures: Path) -> None:
    story = read_file(fixtures / "nitf" / name, "NITF")
    form = copy_formats()["NITF"]
    assert form.write
    written = form.write([story])
    schema = etree.XMLSchema(etree.parse(fixtures / "schemas" / "nitf-3-6.xsd"))
    schema.assertValid(etree.fromstring(written))
    (again,) = form.read(written)
    same = EXPECTED[name].keys() - {"subjects"}  # places come after those with IPTC's codes
    assert says(again, dict.fromkeys(same)) == says(story, dict.fromkeys(same))
    assert set(again.subjects) == set(story.subjects)
    assert again.body == story.body
