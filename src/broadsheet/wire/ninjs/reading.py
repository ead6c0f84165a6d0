"""A ninjs item, versions 1 to 3, as a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from broadsheet.wire import bylines, cleaning
from broadsheet.wire.datelines import Dateline, dateline_in
from broadsheet.wire.moments import moment_of
from broadsheet.wire.naming import name_by_content, name_of
from broadsheet.wire.ninjs.items import Item, entries_in, text_in
from broadsheet.wire.ninjs.pictures import (
    description_in,
    main_picture,
    picture_in,
    pictures_in,
    rights_in,
    shown_in,
    with_rights,
)
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.story import Agency, Block, Byline, Release, State, Story, Subject
from broadsheet.wire.subjects import code_of

MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
KINDS = {"people": "person", "person": "person", "organisations": "organisation",
         "organisation": "organisation", "places": "place", "place": "place", "events": "event",
         "event": "event", "objects": "subject", "object": "subject", "subjects": "subject",
         "subject": "subject"}  # fmt: skip
RELEASES = {"withheld": Release.WITHHELD, "canceled": Release.CANCELLED, "cancelled": Release.CANCELLED}
TYPES = {"picture": "picture", "composite": "package"}


def story_of(item: Item, notes: tuple[str, ...]) -> Story:
    """The story of an item.

    Args:
        notes: what had to be mended to read it.
    """
    kind = TYPES.get(text_in(item, "type"), "story")
    language = text_in(item, "language")
    created, changed = _moment(item, "firstcreated"), _moment(item, "versioncreated")
    pictures = dict(pictures_in(item))
    body = with_rights(_body(item), pictures)
    located = text_in(item, "located")
    dateline = (
        Dateline(place=located)
        if located
        else dateline_in(body, sent=changed or created, language=language)
    )
    main = main_picture(item, pictures) if kind == "story" else picture_in(item)
    more = () if kind == "picture" else tuple(p for p in pictures.values() if p and p != main)
    return Story(
        id=id_of(item),
        kind=kind,
        state=State.DRAFT,
        headline=_headline(item, "main"),
        kicker=_headline(item, "kicker"),
        slugline=text_in(item, "slugline"),
        standfirst="" if kind == "picture" else description_in(item),
        language=language,
        body=body + tuple(p for p in more if p.src not in shown_in(body)),
        bylines=_bylines(item, language) if kind != "picture" else (),  # it is the picture's credit
        agency=_agency(item),
        dateline_place=dateline.place,
        dateline_date=dateline.day,
        published=created or changed,
        updated=changed if created and changed and changed > created else None,
        subjects=tuple(_subjects(item)),
        keywords=tuple(_keywords(item)),
        picture=main,
        urgency=_urgency(item.get("urgency")),
        version=str(item["version"]) if isinstance(item.get("version"), (str, int)) else "",
        release=RELEASES.get(text_in(item, "pubstatus").lower(), Release.USABLE),
        embargo=_moment(item, "embargoed"),
        ednote=text_in(item, "ednote"),
        rights=rights_in(item),
        notes=notes,
    )


def id_of(item: Item) -> str:
    """Its address or name; one made of its content when it has none."""
    return name_of(text_in(item, "uri") or text_in(item, "guid")) or name_by_content(repr(item).encode())


def _headline(item: Item, role: str) -> str:
    found = entries_in(item, "headlines")
    said = next((text_in(one, "value") for one in found if text_in(one, "role") == role), "")
    if said or role != "main":
        return said
    said = text_in(found[0], "value") if found else ""
    return said or cleaning.without_tags(text_in(item, "headline") or text_in(item, "title"))


def _body(item: Item) -> tuple[Block, ...]:
    bodies = [(text_in(one, "contenttype"), one.get("value")) for one in entries_in(item, "bodies")]
    bodies += [("text/html", item.get(name)) for name in ("body_html", "body_xhtml")]
    bodies += [("text/plain", item.get("body_text"))]
    given = [(kind, text) for kind, text in bodies if isinstance(text, str) and text.strip()]
    marked = [text for kind, text in given if "html" in kind or (not kind and MARKUP.search(text))]
    if marked:
        return cleaning.blocks_of(marked[0])
    plain = [text for kind, text in given if kind in {"", "text/plain"}]
    return cleaning.blocks_of(html_of_text(plain[0])) if plain else ()


def _bylines(item: Item, language: str) -> tuple[Byline, ...]:
    people = entries_in(item, "people")
    creators = [one for one in people if text_in(one, "rel") in {"creator", "author"}]
    if creators:
        return tuple(Byline(name=text_in(one, "name"), slug=text_in(one, "literal")) for one in creators)
    if line := text_in(item, "by") or text_in(item, "byline"):
        return bylines.names_in(line, language)
    authors = [
        one for one in entries_in(item, "authors") if text_in(one, "role") in {"", "author", "writer"}
    ]
    return tuple(Byline(name=text_in(one, "name")) for one in authors if text_in(one, "name"))


def _agency(item: Item) -> Agency | None:
    sources = entries_in(item, "infosources")
    credit = next((text_in(one, "name") for one in sources if text_in(one, "role") == "credit"), "")
    for one in sources:
        if text_in(one, "role") != "credit" and text_in(one, "name"):
            return Agency(name=text_in(one, "name"), credit_line=credit, url=text_in(one, "uri"))
    name = text_in(item, "source") or credit
    return Agency(name=name, credit_line=credit) if name else None


def _subjects(item: Item) -> Iterator[Subject]:
    for name, kind in KINDS.items():
        for one in entries_in(item, name):
            if text_in(one, "rel") in {"keyword", "creator", "author"}:
                continue
            given = text_in(one, "uri") or text_in(one, "literal") or text_in(one, "qcode")
            code = code_of(given or text_in(one, "code"), "" if given else text_in(one, "scheme"))
            if code or text_in(one, "name"):
                yield Subject(name=text_in(one, "name") or code, kind=kind, code=code)


def _keywords(item: Item) -> Iterator[str]:
    for one in entries_in(item, "subjects"):
        if text_in(one, "rel") == "keyword":
            yield text_in(one, "name")
    given = item.get("keywords")
    yield from (word for word in given if isinstance(word, str)) if isinstance(given, list) else ()


def _urgency(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) and 1 <= value <= 9 else 0


def _moment(item: Item, name: str) -> Any:
    value = item.get(name)
    return moment_of(value) if isinstance(value, str) else None
