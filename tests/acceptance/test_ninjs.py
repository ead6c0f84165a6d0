"""Every ninjs file reads as somebody who looks at it would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.wire.story import Agency, Byline, Release, Subject
from tests.wire.copy import paragraphs_of, read_file, says

EXPECTED: dict[str, dict[str, Any]] = {
    "ninjs1.json": {
        "id": "urn:newsml:localhost:2017-08-24T14:37:19.783611:c044162e-7f40-4d04-b700-49b6a66e652c",
        "kind": "story",
        "headline": "headline",
        "slugline": "slugline",
        "standfirst": "abstract",
        "language": "fr",
        "urgency": 3,
        "version": "2",
        "ednote": "ed note",
        "dateline_place": "Milton Keynes",
        "bylines": (Byline(name="Peter"), Byline(name="Jane")),
        "agency": Agency(name="AAP"),
        "published": datetime(2017, 8, 24, 4, 37, 19, tzinfo=UTC),
        "updated": datetime(2017, 8, 24, 4, 38, 34, tzinfo=UTC),
        "embargo": None,
        "release": Release.USABLE,
        "rights.holder": "Australian Associated Press",
        "rights.notice": "Copyright",
        "rights.terms": "Usage",
        "subjects": (
            Subject(name="NSW", kind="place", code="NSW"),
            Subject(name="arts, culture and entertainment", code="subj:01000000"),
        ),
        "picture": None,
    },
    "ninjs3.json": {
        "id": "20170825001315282180",
        "kind": "picture",
        "headline": "German Air Force Museum",
        "slugline": "German Air Force Museum",
        "language": "en",
        "urgency": 3,
        "version": "3",
        "published": datetime(2017, 8, 18, 2, 57, 43, tzinfo=UTC),
        "updated": datetime(2017, 8, 25, 4, 41, 35, tzinfo=UTC),
        "agency": Agency(name="AAP"),
        "picture.src": "http://localhost:5000/api/upload-raw/599faa331d41c8fdc696d8b4.jpg",  # 6016 wide
        "picture.caption": "A Casa 2.111, a Spanish reconstruction of the Heinkel He 111",
        "picture.credit": "A3576/_Maurizio Gambarini",
        "picture.rights.holder": "Australian Associated Press",
        "picture.rights.terms": "Usage",
    },
    "ninjs5.json": {
        "id": "tag:localhost:2017:7ca07622-3b19-4d61-8daf-18500412d46b",
        "kind": "story",
        "headline": "Oil prices edge up on first drop in US drilling in months",
        "slugline": "TEST GLOBAL-OIL",
        "standfirst": "Oil prices edged up on Monday, supported by the first fall in US drilling "
        "activity in month.",
        "language": "",
        "urgency": 3,
        "version": "4",
        "dateline_place": "Singapore",
        "bylines": (Byline(name="Henning Gloystein"),),
        "agency": Agency(name="Reuters"),
        "published": datetime(2017, 7, 3, 1, 38, 13, tzinfo=UTC),
        "updated": datetime(2017, 8, 24, 1, 58, 40, tzinfo=UTC),
        "subjects": (
            Subject(name="US", kind="place", code="US"),
            Subject(name="oil and gas - upstream activities", code="subj:04005004"),
        ),
        "rights.holder": "Australian Associated Press",
        "picture.src": "http://content.reuters.com/auth-server/content/"
        "tag_reuters.com_2014_newsml_LYNXMPEA6F0MT_2/"
        "tag_reuters.com_2014_binary_LYNXMPEA6F0MT-BASEIMAGE?auth_token=fake_token",
        "picture.caption": "Oil prices edged up on Monday, supported by the first fall in US drilling "
        "activity in month.",
        "picture.credit": "Bebeto Matthews",
    },
    "ninjsExSimpleText1.json": {
        "id": "http://ninjs.example.com/newsitems/20130709simp123",
        "kind": "story",
        "headline": "Captain of wrecked cruise ship on trial in Italy",
        "dateline_place": "GROSSETO, Italy",
        "dateline_date": "",
        "bylines": (Byline(name="Paulo Santalucia"), Byline(name="Frances d'Emilio")),
        "agency": None,
        "published": datetime(2013, 7, 9, 10, 37, tzinfo=UTC),
        "updated": None,
        "subjects": (),
    },
    "ninjs_embargoed.json": {
        "id": "fd8e441b-a698-4411-9246-7d5de21cced9",
        "kind": "story",
        "headline": "Trouble is brewing for the future of beer",
        "slugline": "Climate-smart food",
        "language": "en",
        "version": "11",
        "urgency": 0,
        "embargo": datetime(2022, 6, 29, 2, 30, tzinfo=UTC),
        "dateline_place": "Aaron J. Staples, Michigan",
        "bylines": (Byline(name="Aaron J. Staples", role="Michigan State University"),),
        "agency": Agency(name="360info"),
        "published": datetime(2022, 6, 20, 23, 20, 35, tzinfo=UTC),
        "updated": datetime(2022, 6, 26, 23, 54, 25, tzinfo=UTC),
        "subjects": (
            Subject(name="global warming", code="subj:06011000"),
            Subject(name="agriculture", code="subj:04001000"),
        ),
        "picture.src": "https://superdesk-tga.s3.amazonaws.com/sd-tga/20220621170640/"
        "9eba8c38a3a82d35c2271e7b570fa7432342f0d7e59dfacc5fde588209e7649b.jpg",
        "picture.credit": "Photograph by Pea, available at https://bit.ly/3Najj58",
        "picture.rights.notice": "CC-BY 4.0",
        "picture.rights.terms": "Indefinite Usage",
    },
}
# How many paragraphs, and how the first and last of them begin.
TEXTS = {
    "ninjs1.json": (1, "The story so far.", "The story so far."),
    "ninjs3.json": (1, "German Air Force Museum", "German Air Force Museum"),
    "ninjs5.json": (9, "Oil prices edged up on Monday,", "(Reporting by Henning Gloystein;"),
    "ninjsExSimpleText1.json": (
        4,
        "GROSSETO, Italy (AP) -- The trial",
        "Pepe said some 1,000 witnesses",
    ),
    "ninjs_embargoed.json": (18, "What does torched earth taste like?", "Originally published under"),
}


def test_no_file_is_forgotten(fixtures: Path) -> None:
    assert {path.name for path in (fixtures / "ninjs").iterdir()} == set(EXPECTED) == set(TEXTS)


@pytest.mark.parametrize("name", EXPECTED)
def test_fields(name: str, fixtures: Path) -> None:
    story = read_file(fixtures / "ninjs" / name, "ninjs")
    assert says(story, EXPECTED[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, fixtures: Path) -> None:
    number, first, last = TEXTS[name]
    found = paragraphs_of(read_file(fixtures / "ninjs" / name, "ninjs"))
    assert len(found) == number
    assert found[0].startswith(first)
    assert found[-1].startswith(last)
