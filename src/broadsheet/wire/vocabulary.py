"""What the codes of IPTC mean: Media Topics and the like, from the files that IPTC gives away.

They come as JSON or as SKOS in RDF/XML (cv.iptc.org). A term is known by its
own code and by the older Subject Code that means exactly the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.db import transaction

from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.models import Term
from broadsheet.wire.story import Subject
from broadsheet.wire.subjects import code_of
from broadsheet.wire.xmlcopy import LANGUAGE, tree_of, words

SKOS = "{http://www.w3.org/2004/02/skos/core#}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
BATCH = 500


class _Found(NamedTuple):
    code: str
    names: dict[str, str]  # by language
    same: tuple[str, ...]


def take_vocabulary(data: bytes) -> int:
    """Keep the terms of a file of IPTC's, in place of what was known of their codes.

    Returns how many terms there were.

    Raises:
        ImportRefused: it holds no terms.
    """
    found = list(_terms(data))
    if not found:
        raise ImportRefused("There are no terms in it; it should be IPTC's JSON or its RDF/XML.")
    known = {same: one.names for one in found for same in one.same}
    known |= {one.code: one.names for one in found}  # a term's own name goes first
    with transaction.atomic():
        Term.objects.bulk_create(
            [Term(code=code, names=names) for code, names in known.items()],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["names"],
        )
    return len(found)


def named(subjects: Iterable[Subject], *, language: str) -> tuple[Subject, ...]:
    """Subjects that came with a code alone, with the names that the vocabulary has.

    Args:
        language: the one wanted, BCP 47; else English, else any.
    """
    given = tuple(subjects)
    bare = [one.code for one in given if one.code and one.name == one.code]
    terms = {one.code: one.names for one in Term.objects.filter(code__in=bare)} if bare else {}
    return tuple(
        replace(one, name=_in_language(terms[one.code], language)) if one.code in terms else one
        for one in given
    )


def _terms(data: bytes) -> Iterator[_Found]:
    return _in_json(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _in_rdf(data)


def _in_json(data: bytes) -> Iterator[_Found]:
    try:
        concepts = json.loads(data).get("conceptSet")
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"This is not JSON: {error}.") from error
    for one in concepts if isinstance(concepts, list) else []:
        names = one.get("prefLabel") if isinstance(one, dict) else None
        code = code_of(str(one.get("uri") or one.get("qcode") or "")) if names else ""
        if code and isinstance(names, dict):
            same = one.get("exactMatch")
            yield _Found(
                code,
                {str(language): str(name) for language, name in names.items()},
                tuple(map(code_of, map(str, same))) if isinstance(same, list) else (),
            )


def _in_rdf(data: bytes) -> Iterator[_Found]:
    root, _ = tree_of(data)
    for one in root.iter(f"{SKOS}Concept", f"{RDF}Description"):
        names = {
            label.get(LANGUAGE) or "en": words(label) for label in one.iterchildren(f"{SKOS}prefLabel")
        }
        code = code_of(one.get(f"{RDF}about") or "")
        if code and names:
            yield _Found(code, names, tuple(_matches(one)))


def _matches(concept: Any) -> Iterator[str]:
    for match in concept.iterchildren(f"{SKOS}exactMatch"):
        yield code_of(match.get(f"{RDF}resource") or "")


def _in_language(names: dict[str, str], language: str) -> str:
    short = language[:2].lower()
    for wanted in (language, short, "en"):
        for tag, name in names.items():
            if tag.lower() == wanted.lower() or (wanted == tag[:2].lower() and wanted):
                return name
    return next(iter(names.values()))
