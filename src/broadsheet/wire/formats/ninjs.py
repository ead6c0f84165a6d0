"""ninjs, IPTC's news in JSON: versions 1 to 3 are read, version 3 is written.

The names of properties differ between the versions in their capitals; lists
took the place of objects with free keys in version 2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from broadsheet.wire import bylines, cleaning, markup
from broadsheet.wire.datelines import Dateline, dateline_in
from broadsheet.wire.encodings import LIMIT, text_of
from broadsheet.wire.moments import iso, moment_of
from broadsheet.wire.naming import name_by_content, name_of, uri_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.reading import CopyFormat, ImportRefused
from broadsheet.wire.story import (
    Agency,
    Block,
    Byline,
    Gallery,
    Picture,
    Release,
    Rights,
    State,
    Story,
    Subject,
)
from broadsheet.wire.subjects import address_of, code_of

Item = dict[str, Any]
SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"
MARKS = re.compile(
    rb'"(?:body_(?:x?html|text)|bodies|versioncreated|firstcreated|pubstatus|renditions|headlines)"',
    re.IGNORECASE,
)
NEXT_ITEM = re.compile(r"\n(?=\{)")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
KINDS = {"people": "person", "person": "person", "organisations": "organisation",
         "organisation": "organisation", "places": "place", "place": "place", "events": "event",
         "event": "event", "objects": "subject", "object": "subject", "subjects": "subject",
         "subject": "subject"}  # fmt: skip
LISTS = {"person": "people", "organisation": "organisations", "place": "places", "event": "events"}
RELEASES = {"withheld": Release.WITHHELD, "canceled": Release.CANCELLED, "cancelled": Release.CANCELLED}
TYPES = {"picture": "picture", "composite": "package"}
MAIN_PICTURE = {"featuremedia", "mainpic", "main", "lead"}


def recognises(first: bytes) -> bool:
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in {b"{", b"["} and bool(MARKS.search(start))


def read(data: bytes) -> Iterator[Story | Remark]:
    """The items of a ninjs document, of a list of them, or of one document a line.

    Raises:
        ImportRefused: it is too large.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The file has {len(data)} bytes; no item of an agency has over {LIMIT}.")
    text, mended = text_of(data)
    for found in _documents(text):
        if isinstance(found, Remark):
            yield found
            continue
        try:
            yield _story(found, (mended,) if mended else ())
        except RecursionError:
            yield Remark(where=_id(found), text="its parts are nested too deeply", skipped=True)


def write(stories: Iterable[Story]) -> bytes:
    """Each story as a ninjs 3.0 document, one a line."""
    lines = (json.dumps(_item(story), ensure_ascii=False, separators=(",", ":")) for story in stories)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


COPY = CopyFormat(name="ninjs", recognises=recognises, read=read, write=write)


# Reading ---------------------------------------------------------------------


def _documents(text: str) -> Iterator[Item | Remark]:
    decode = json.JSONDecoder().raw_decode
    position = 0
    while True:
        position = len(text) - len(text[position:].lstrip())
        if position >= len(text):
            return
        try:
            found, position = decode(text, position)
        except (ValueError, RecursionError) as error:
            why = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
            yield Remark(where=f"character {position}", text=f"this is no JSON: {why}", skipped=True)
            following = NEXT_ITEM.search(text, position + 1)
            if not following:
                return
            position = following.end()
        else:
            yield from _items_in(found)


def _items_in(found: Any) -> Iterator[Item | Remark]:
    if isinstance(found, dict):
        item = _lowered(found)
        inner = item.get("items", item.get("_items"))
        if not isinstance(inner, list):
            yield item
            return
        found = inner
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        if isinstance(one, dict):
            yield _lowered(one)
        else:
            yield Remark(where=f"item {number}", text="it is no object, so no ninjs", skipped=True)


def _story(item: Item, notes: tuple[str, ...]) -> Story:
    kind = TYPES.get(_text(item, "type"), "story")
    language = _text(item, "language")
    created, changed = _moment(item, "firstcreated"), _moment(item, "versioncreated")
    pictures = dict(_pictures(item))
    body = _with_rights(_body(item), pictures)
    located = _text(item, "located")
    dateline = (
        Dateline(place=located)
        if located
        else dateline_in(body, sent=changed or created, language=language)
    )
    main = _main_picture(item, pictures) if kind == "story" else _picture(item)
    more = () if kind == "picture" else tuple(p for p in pictures.values() if p and p != main)
    return Story(
        id=_id(item),
        kind=kind,
        state=State.DRAFT,
        headline=_headline(item, "main"),
        kicker=_headline(item, "kicker"),
        slugline=_text(item, "slugline"),
        standfirst="" if kind == "picture" else _description(item),
        language=language,
        body=body + tuple(p for p in more if p.src not in _shown(body)),
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
        release=RELEASES.get(_text(item, "pubstatus").lower(), Release.USABLE),
        embargo=_moment(item, "embargoed"),
        ednote=_text(item, "ednote"),
        rights=_rights(item),
        notes=notes,
    )


def _id(item: Item) -> str:
    return name_of(_text(item, "uri") or _text(item, "guid")) or name_by_content(repr(item).encode())


def _headline(item: Item, role: str) -> str:
    found = _entries(item, "headlines")
    said = next((_text(one, "value") for one in found if _text(one, "role") == role), "")
    if said or role != "main":
        return said
    said = _text(found[0], "value") if found else ""
    return said or cleaning.without_tags(_text(item, "headline") or _text(item, "title"))


def _description(item: Item) -> str:
    """The description for readers: plain where there is one, else without its markup."""
    found = [one for one in _entries(item, "descriptions") if _text(one, "role") != "alt"]
    plain = [one for one in found if "html" not in _text(one, "contenttype")]
    if plain:
        return _text(plain[0], "value")
    if marked := found[0].get("value") if found else item.get("description_html"):
        return cleaning.plain(marked) if isinstance(marked, str) else ""
    return cleaning.without_tags(_text(item, "description_text"))


def _body(item: Item) -> tuple[Block, ...]:
    bodies = [(_text(one, "contenttype"), one.get("value")) for one in _entries(item, "bodies")]
    bodies += [("text/html", item.get(name)) for name in ("body_html", "body_xhtml")]
    bodies += [("text/plain", item.get("body_text"))]
    given = [(kind, text) for kind, text in bodies if isinstance(text, str) and text.strip()]
    marked = [text for kind, text in given if "html" in kind or (not kind and MARKUP.search(text))]
    if marked:
        return cleaning.blocks_of(marked[0])
    plain = [text for kind, text in given if kind in {"", "text/plain"}]
    return cleaning.blocks_of(html_of_text(plain[0])) if plain else ()


def _bylines(item: Item, language: str) -> tuple[Byline, ...]:
    creators = [one for one in _entries(item, "people") if _text(one, "rel") in {"creator", "author"}]
    if creators:
        return tuple(Byline(name=_text(one, "name"), slug=_text(one, "literal")) for one in creators)
    if line := _text(item, "by") or _text(item, "byline"):
        return bylines.names_in(line, language)
    authors = [
        one for one in _entries(item, "authors") if _text(one, "role") in {"", "author", "writer"}
    ]
    return tuple(Byline(name=_text(one, "name")) for one in authors if _text(one, "name"))


def _agency(item: Item) -> Agency | None:
    sources = _entries(item, "infosources")
    credit = next((_text(one, "name") for one in sources if _text(one, "role") == "credit"), "")
    for one in sources:
        if _text(one, "role") != "credit" and _text(one, "name"):
            return Agency(name=_text(one, "name"), credit_line=credit, url=_text(one, "uri"))
    name = _text(item, "source") or credit
    return Agency(name=name, credit_line=credit) if name else None


def _subjects(item: Item) -> Iterator[Subject]:
    for name, kind in KINDS.items():
        for one in _entries(item, name):
            if _text(one, "rel") in {"keyword", "creator", "author"}:
                continue
            given = _text(one, "uri") or _text(one, "literal") or _text(one, "qcode")
            code = code_of(given or _text(one, "code"), "" if given else _text(one, "scheme"))
            if code or _text(one, "name"):
                yield Subject(name=_text(one, "name") or code, kind=kind, code=code)


def _keywords(item: Item) -> Iterator[str]:
    for one in _entries(item, "subjects"):
        if _text(one, "rel") == "keyword":
            yield _text(one, "name")
    given = item.get("keywords")
    yield from (word for word in given if isinstance(word, str)) if isinstance(given, list) else ()


def _pictures(item: Item) -> Iterator[tuple[str, Picture | None]]:
    """The associated pictures by their names."""
    for number, one in enumerate(_entries(item, "associations")):
        if _text(one, "type") in {"", "picture", "graphic"}:
            yield _text(one, "name") or str(number), _picture(one)


def _main_picture(item: Item, pictures: dict[str, Picture | None]) -> Picture | None:
    named = next((pictures[name] for name in pictures if name.lower() in MAIN_PICTURE), None)
    return named or _picture(item)


def _picture(item: Item) -> Picture | None:
    """The picture that an item is, by its largest rendition."""
    renditions = [one for one in _entries(item, "renditions") if _text(one, "href")]
    kinds = [_text(one, "mimetype") or _text(one, "contenttype") or "image/" for one in renditions]
    images = [one for one, kind in zip(renditions, kinds, strict=True) if kind.startswith("image/")]
    if not images:
        return None
    described = _entries(item, "descriptions")
    return Picture(
        src=_text(max(images, key=_size), "href"),
        alt=next((_text(one, "value") for one in described if _text(one, "role") == "alt"), ""),
        caption=_description(item),
        credit=_text(item, "by") or _text(item, "byline") or _text(item, "source"),
        rights=_rights(item),
    )


def _size(rendition: Item) -> float:
    sides = [rendition.get("width"), rendition.get("height")]
    width, height = (side if isinstance(side, (int, float)) else 0 for side in sides)
    return float(width * height)


def _with_rights(body: tuple[Block, ...], pictures: dict[str, Picture | None]) -> tuple[Block, ...]:
    """What the associations say of pictures in the text."""
    known = {one.src: one for one in pictures.values() if one}
    return tuple(
        replace(block, pictures=tuple(_known(one, known) for one in block.pictures))
        if isinstance(block, Gallery)
        else _known(block, known)
        if isinstance(block, Picture)
        else block
        for block in body
    )


def _known(picture: Picture, known: dict[str, Picture]) -> Picture:
    more = known.get(picture.src)
    if more is None:
        return picture
    return replace(
        picture,
        alt=picture.alt or more.alt,
        caption=picture.caption or more.caption,
        credit=picture.credit or more.credit,
        rights=more.rights,
    )


def _shown(body: tuple[Block, ...]) -> set[str]:
    galleries = [one.src for block in body if isinstance(block, Gallery) for one in block.pictures]
    return {block.src for block in body if isinstance(block, Picture)} | set(galleries)


def _rights(item: Item) -> Rights:
    holder, notice = _text(item, "copyrightholder"), _text(item, "copyrightnotice")
    return Rights(holder=holder, notice=notice, terms=_text(item, "usageterms"))


def _urgency(value: object) -> int:
    return int(value) if isinstance(value, (int, float)) and 1 <= value <= 9 else 0


def _moment(item: Item, name: str) -> Any:
    value = item.get(name)
    return moment_of(value) if isinstance(value, str) else None


def _entries(item: Item, name: str) -> list[Item]:
    """A list of objects; of an object with free keys its values, each with its key as name."""
    found = item.get(name)
    if isinstance(found, list):
        return [_lowered(one) for one in found if isinstance(one, dict)]
    if isinstance(found, dict):
        named = found.items()
        return [{"name": key, **_lowered(one)} for key, one in named if isinstance(one, dict)]
    return []


def _lowered(item: Item) -> Item:
    return {str(name).lower(): value for name, value in item.items()}


def _text(item: Item, name: str) -> str:
    """A property's text; "" when it is missing or of another type."""
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


# Writing ---------------------------------------------------------------------


def _item(story: Story) -> Item:
    changed = story.updated or story.published
    types = {"picture": "picture", "package": "composite"}
    return _without_empty(
        {
            "standard": {"name": "ninjs", "version": "3.0", "schema": SCHEMA},
            "uri": uri_of(story.id),
            "type": types.get(story.kind, "text"),
            "version": story.version,
            "firstCreated": iso(story.published) if story.published else "",
            "versionCreated": iso(changed) if changed else "",
            "embargoed": iso(story.embargo) if story.embargo else "",
            "pubStatus": "canceled" if story.release == Release.CANCELLED else str(story.release),
            "urgency": story.urgency,
            **_rights_out(story.rights),
            "edNote": story.ednote,
            "language": story.language,
            "headlines": _roles(main=story.headline, kicker=story.kicker),
            "descriptions": _roles(summary=story.standfirst),
            "bodies": _bodies(story),
            "by": bylines.line_of(story.bylines),
            "slugline": story.slugline,
            "located": story.dateline_place,
            "infoSources": _sources(story.agency),
        }
        | _named(story)
        | _pictures_out(story)
    )


def _rights_out(rights: Rights) -> Item:
    return {
        "copyrightHolder": rights.holder,
        "copyrightNotice": rights.notice,
        "usageTerms": rights.terms,
    }


def _roles(**values: str) -> list[Item]:
    return [
        {"role": role, "contentType": "text/plain", "value": text}
        for role, text in values.items()
        if text
    ]


def _bodies(story: Story) -> list[Item]:
    html = markup.html_of(story.body)
    return [{"role": "main", "contentType": "text/html", "value": html}] if html else []


def _sources(agency: Agency | None) -> list[Item]:
    if agency is None:
        return []
    found = [_without_empty({"name": agency.name, "role": "source", "uri": agency.url})]
    return found + ([{"name": agency.credit_line, "role": "credit"}] if agency.credit_line else [])


def _named(story: Story) -> Item:
    """Who wrote it and what it is about, each in the list of its kind."""
    lists: dict[str, list[Item]] = {}
    for one in story.bylines:
        said = {"name": one.name, "rel": "creator", "literal": one.slug}
        lists.setdefault("people", []).append(_without_empty(said))
    for subject in story.subjects:
        address = address_of(subject.code)
        said = {"name": subject.name, "uri": address, "literal": "" if address else subject.code}
        lists.setdefault(LISTS.get(subject.kind, "subjects"), []).append(_without_empty(said))
    keywords = [{"name": word, "rel": "keyword"} for word in story.keywords]
    if keywords:
        lists.setdefault("subjects", []).extend(keywords)
    return lists


def _pictures_out(story: Story) -> Item:
    if story.kind == "picture":
        return _picture_out(story.picture) if story.picture else {}
    inside = [block for block in story.body if isinstance(block, Picture)]
    inside += [one for block in story.body if isinstance(block, Gallery) for one in block.pictures]
    found = [("featuremedia", story.picture)] if story.picture else []
    found += [(f"picture-{number}", one) for number, one in enumerate(inside, 1)]
    return {
        "associations": [
            {"name": name, "uri": uri_of(one.src), "type": "picture", **_picture_out(one)}
            for name, one in found
        ]
    }


def _picture_out(picture: Picture) -> Item:
    return _without_empty(
        {
            "descriptions": _roles(caption=picture.caption, alt=picture.alt),
            "by": picture.credit,
            **_rights_out(picture.rights),
            "renditions": [{"name": "main", "href": picture.src}],
        }
    )


def _without_empty(item: Item) -> Item:
    return {name: value for name, value in item.items() if value not in ("", 0, [], None)}
