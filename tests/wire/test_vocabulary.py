"""Codes of IPTC get their names from IPTC's own files."""

from __future__ import annotations

import json

import pytest

from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.models import Term
from broadsheet.wire.story import Subject
from broadsheet.wire.vocabulary import named, take_vocabulary

pytestmark = pytest.mark.django_db

MEDTOP = "http://cv.iptc.org/newscodes/mediatopic/"
SUBJ = "http://cv.iptc.org/newscodes/subjectcode/"
JSON = json.dumps(
    {
        "uri": MEDTOP,
        "conceptSet": [
            {
                "uri": MEDTOP + "20001065",
                "qcode": "medtop:20001065",
                "prefLabel": {"en-GB": "soccer", "de": "Fußball"},
                "exactMatch": [SUBJ + "15054000"],
                "broader": [MEDTOP + "20000822"],
            },
            {"qcode": "medtop:15000000", "prefLabel": {"en-US": "sport"}},
            {"qcode": "medtop:1", "prefLabel": None},
            "no term",
        ],
    }
).encode()
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="{MEDTOP}04000000">
<skos:prefLabel xml:lang="en-GB">economy, business and finance</skos:prefLabel>
<skos:exactMatch rdf:resource="{SUBJ}04000000"/></skos:Concept></rdf:RDF>""".encode()


def bare(*codes: str) -> list[Subject]:
    return [Subject(name=code, code=code) for code in codes]


def test_codes_alone_get_names_in_the_language_that_is_there() -> None:
    assert take_vocabulary(JSON) == 2
    found = named(
        bare("medtop:20001065", "subj:15054000", "medtop:15000000", "N2:POL"), language="de-AT"
    )
    assert [(one.code, one.name) for one in found] == [
        ("medtop:20001065", "Fußball"),
        ("subj:15054000", "Fußball"),
        ("medtop:15000000", "sport"),
        ("N2:POL", "N2:POL"),  # unknown codes are kept
    ]
    assert named(bare("medtop:20001065"), language="ru")[0].name == "soccer"
    own = [Subject(name="Kick", code="medtop:20001065")]
    assert named(own, language="de") == tuple(own)


def test_rdf_says_the_same_and_a_newer_file_replaces_what_was_known() -> None:
    assert take_vocabulary(RDF) == 1
    assert named(bare("subj:04000000"), language="en")[0].name == "economy, business and finance"
    assert take_vocabulary(RDF.replace(b"economy, business and finance", b"economy")) == 1
    assert named(bare("medtop:04000000"), language="")[0].name == "economy"
    assert Term.objects.count() == 2


@pytest.mark.parametrize("data", [b"{}", b"{", b"<rdf/>", b'{"conceptSet": 7}'])
def test_what_holds_no_terms_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        take_vocabulary(data)
