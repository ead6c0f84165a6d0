"""Every NewsML 1 file reads as somebody who looks at it would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from broadsheet.wire.story import Agency, Release, Rights, Signal, Subject
from tests.wire.copy import paragraphs_of, read_file, says

AFP = {
    "id": "urn:newsml:afp.com:20140829T135002Z:TX-PAR-FXW86",
    "version": "1",
    "kind": "story",
    "headline": "Sweden court accepts receivership for Saab carmaker",
    "slugline": "Sweden-SAAB",
    "standfirst": "",
    "language": "en",
    "urgency": 4,
    "published": datetime(2014, 8, 29, 13, 49, 51, tzinfo=UTC),
    "updated": None,
    "release": Release.USABLE,
    "signal": Signal.NONE,
    "embargo": None,
    "dateline_place": "STOCKHOLM",
    "dateline_date": "2014-08-29",
    "bylines": (),
    "agency": Agency(name="AFP"),
    "rights": Rights(terms="NO ARCHIVAL USE"),
    "keywords": ("Sweden", "China", "auto", "business", "bankruptcy", "Saab"),
    "subjects": (
        *(
            Subject(name=code, code=code)
            for code in (
                "subj:04011002",
                "subj:04016007",
                "subj:04000000",
                "subj:04016038",
                "subj:04011000",
            )
        ),
        Subject(name="Stockholm", kind="place"),
    ),
    "picture": None,
}


def test_every_file(fixtures: Path) -> None:
    assert [path.name for path in (fixtures / "newsml-1").iterdir()] == ["afp.xml"]
    story = read_file(fixtures / "newsml-1" / "afp.xml", "NewsML 1")
    assert says(story, AFP) == AFP
    text = paragraphs_of(story)
    assert len(text) == 10
    assert text[0].startswith("A Chinese-owned company set up to take over Saab's assets")
    assert text[-1] == "hh/ph/ts/hd"
