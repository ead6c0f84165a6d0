"""What NewsML-G2 says of an item, as fields of a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any, NamedTuple

from lxml import etree

from broadsheet.wire import bylines, cleaning
from broadsheet.wire.datelines import Dateline, dateline_in, dateline_of
from broadsheet.wire.formats.nitf import story_of as story_of_nitf
from broadsheet.wire.moments import moment_of
from broadsheet.wire.naming import name_of
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.story import (
    Agency,
    Block,
    Byline,
    Picture,
    Related,
    Release,
    Rights,
    Signal,
    State,
    Story,
    Subject,
)
from broadsheet.wire.subjects import code_of
from broadsheet.wire.xmlcopy import LANGUAGE, attribute, child_words, words

US = "Broadsheet"  # as `generator` of what we write ourselves
RELEASES = {"withheld": Release.WITHHELD, "canceled": Release.CANCELLED, "cancelled": Release.CANCELLED}
KINDS = {"picture": "picture", "graphic": "picture", "composite": "package"}
NATURES = {"person": "person", "organisation": "organisation", "organization": "organisation",
           "geoarea": "place", "poi": "place", "event": "event"}  # fmt: skip
SIGNALS = {"update": Signal.UPDATE, "correction": Signal.CORRECTION, "corrected": Signal.CORRECTION}
AUTHOR = "crol:author"
TWICE = re.compile(r"&amp;(#\d{1,6}|#x[0-9A-Fa-f]{1,5}|quot|apos|nbsp|amp);")
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
PARAGRAPH = re.compile(r"</?(?:p|div|br)\b[^<>]*>", re.IGNORECASE)


class _Item(NamedTuple):
    """The parts of an item; a fragment is its own part."""

    item: Any
    meta: Any
    content: Any
    contents: Any
    language: str


class _Content(NamedTuple):
    """What stands in an item, beside what is said of it."""

    body: tuple[Block, ...] = ()
    picture: Picture | None = None
    nitf: Story | None = None
    notes: tuple[str, ...] = ()


def story_of(item: Any, *, sent: datetime | None, name: str, notes: tuple[str, ...] = ()) -> Story:
    """The story that a `newsItem` or `packageItem` is.

    Args:
        item: the element, or a `contentMeta` or `contentSet` that stands alone.
        sent: when the message was sent, where the item says nothing.
        name: its `id`, where it has none.
    """
    part = _parts(item)
    kind = "package" if item.tag == "packageItem" else KINDS.get(_tail(part.meta, "itemClass"), "story")
    first, changed = _moment(part.meta, "firstCreated"), _moment(part.meta, "versionCreated")
    first = first or changed or _moment(part.content, "contentCreated") or sent
    agency = _agency(part)
    content = _content(part, kind)
    inside = content.nitf or Story(id="", headline="")
    dateline = _dateline(content, part, changed or first)
    return Story(
        id=name_of(item.get("guid") or "") or name,
        kind=kind,
        state=State.DRAFT,
        headline=_headline(part) or inside.headline,
        kicker=child_words(part.content, "headline[@role='hld:kicker']"),
        slugline=child_words(part.content, "slugline"),
        standfirst=_standfirst(part, kind) or inside.standfirst,
        language=part.language,
        body=content.body,
        picture=content.picture,
        bylines=inside.bylines or (_bylines(part, agency) if kind != "picture" else ()),
        agency=agency,
        dateline_place=dateline.place,
        dateline_date=dateline.day,
        published=first,
        updated=changed if changed and first and changed > first else None,
        subjects=tuple(_subjects(part)),
        keywords=tuple(filter(None, map(words, _all(part.content, "keyword")))),
        urgency=_urgency(child_words(part.content, "urgency")),
        version=item.get("version") or "",
        release=RELEASES.get(_tail(part.meta, "pubStatus"), Release.USABLE),
        signal=_signal(part.meta),
        embargo=_moment(part.meta, "embargoed"),
        ednote="\n".join(dict.fromkeys(filter(None, map(words, _all(part.meta, "edNote"))))),
        rights=_rights(part),
        notes=notes + content.notes,
    )


def _parts(item: Any) -> _Item:
    content = item if item.tag == "contentMeta" else item.find("contentMeta")
    contents = item if item.tag == "contentSet" else item.find("contentSet")
    language = attribute(content, "language", "tag") or item.get(LANGUAGE) or ""
    return _Item(item, item.find("itemMeta"), content, contents, language)


# Metadata --------------------------------------------------------------------


def _headline(part: _Item) -> str:
    for one in _all(part.content, "headline"):
        if words(one) and (one.get("role") or "").rpartition(":")[2].lower() in {"", "main"}:
            return words(one)
    return child_words(part.meta, "title")


def _standfirst(part: _Item, kind: str) -> str:
    if kind == "picture":
        return ""
    for one in _all(part.content, "description"):
        if words(one) and "caption" not in (one.get("role") or ""):
            return words(one)
    return child_words(part.content, "headline[@role='hld:subHeadline']")


def _bylines(part: _Item, agency: Agency | None) -> tuple[Byline, ...]:
    """Those named as authors, else the line, else creators whose name looks like a person's."""
    creators = [(one, _name(one, part.language)) for one in _all(part.content, "creator")]
    authors = [(one, name) for one, name in creators if one.get("role") == AUTHOR and name]
    if authors:
        return tuple(
            Byline(name=name, slug=one.get("literal") or "", role=child_words(one, "definition"))
            for one, name in authors
        )
    if line := child_words(part.content, "by"):
        return bylines.names_in(line, part.language)
    names = (name for _, name in creators if " " in name and (not agency or name != agency.name))
    return tuple(Byline(name=name) for name in names)


def _agency(part: _Item) -> Agency | None:
    provider = None if part.meta is None else part.meta.find("provider")
    credit = child_words(part.content, "creditline")
    if provider is not None and (name := _name(provider, part.language)):
        return Agency(name=name, credit_line=credit, url=provider.get("uri") or "")
    sources = (_name(one, part.language) for one in _all(part.content, "infoSource"))
    name = next(filter(None, sources), "") or credit
    return Agency(name=name, credit_line=credit) if name else None


def _subjects(part: _Item) -> Iterator[Subject]:
    for one in _all(part.content, "subject"):
        code = code_of(one.get("qcode") or one.get("uri") or one.get("literal") or "")
        name = _said(one, part.language) or code
        nature = (one.get("type") or "").rpartition(":")[2].lower()
        if name:
            yield Subject(name=name, code=code, kind=NATURES.get(nature, "subject"))


def _signal(meta: Any) -> Signal:
    tails = ((one.get("qcode") or "").rpartition(":")[2].lower() for one in _all(meta, "signal"))
    found = [SIGNALS[tail] for tail in tails if tail in SIGNALS]
    return Signal.CORRECTION if Signal.CORRECTION in found else next(iter(found), Signal.NONE)


def _rights(part: _Item) -> Rights:
    info = part.item.find("rightsInfo")
    holder = None if info is None else info.find("copyrightHolder")
    return Rights(
        holder="" if holder is None else _name(holder, part.language),
        notice=_in_language(info, "copyrightNotice", part.language),
        terms=_in_language(info, "usageTerms", part.language),
    )


def _dateline(content: _Content, part: _Item, sent: datetime | None) -> Dateline:
    """Of NITF inside, else from the dateline, from where it is located and how the text begins."""
    if content.nitf and content.nitf.dateline_place:
        return Dateline(place=content.nitf.dateline_place, day=content.nitf.dateline_date)
    line = child_words(part.content, "dateline")
    said = dateline_of(line, sent=sent, language=part.language) if line else Dateline()
    begins = Dateline()
    if not (said.place and said.day):
        begins = dateline_in(content.body, sent=sent, language=part.language)
    located = None if part.content is None else part.content.find("located")
    place = said.place or ("" if located is None else _name(located, part.language)) or begins.place
    return Dateline(place=place, day=said.day or (begins.day if begins.place == place else ""))


# Content ---------------------------------------------------------------------


def _content(part: _Item, kind: str) -> _Content:
    if kind == "package":
        return _Content(body=_package(part))
    picture = _picture(part, kind)
    nitf = None if part.contents is None else part.contents.find("inlineXML/nitf")
    if nitf is not None:
        inside = story_of_nitf(nitf)
        return _Content(inside.body, picture or inside.picture, inside)
    main, body = _xhtml(part)
    if not body:
        return _Content(_plain(part), main or picture)
    mended, twice = _unescaped(body, part)
    notes = ("letters that were escaped twice were mended",) if twice else ()
    return _Content(cleaning.blocks_of(mended), main or picture, notes=notes)


def _xhtml(part: _Item) -> tuple[Picture | None, str]:
    """The main picture and the rest of an XHTML body; its `header` repeats the metadata."""
    inline = None if part.contents is None else part.contents.find("inlineXML")
    html = None if inline is None else next((one for one in inline if one.tag in {"html", "div"}), None)
    body = html if html is None or html.tag == "div" else html.find("body")
    if body is None:
        return None, ""
    for header in body.findall("header"):
        _drop(header)
    figure = body.find("figure[@class='main']")
    main = None if figure is None else _figure(figure)
    if figure is not None and main:
        _drop(figure)
    return main, escape(body.text or "", quote=False) + "".join(map(_html, body))


def _figure(figure: Any) -> Picture | None:
    image, caption = figure.find("img"), figure.find("figcaption")
    if image is None or not (image.get("src") or "").strip():
        return None
    credit = None if caption is None else caption.find("cite")
    taken = words(credit)
    if credit is not None:
        _drop(credit)
    return Picture(
        src=image.get("src").strip(), alt=image.get("alt") or "", caption=words(caption), credit=taken
    )


def _plain(part: _Item) -> tuple[Block, ...]:
    """Text that came as data, though some of it has marks of HTML."""
    for data in _all(part.contents, "inlineData"):
        text = "".join(data.itertext())
        if text.strip() and not data.get("encoding"):
            if (data.get("contenttype") or "").endswith("html"):
                return cleaning.blocks_of(text)
            return cleaning.blocks_of(html_of_text(MARKUP.sub("", PARAGRAPH.sub("\n", text))))
    return ()


def _package(part: _Item) -> tuple[Block, ...]:
    ids = [one.get("residref") for one in part.item.iter("itemRef") if one.get("residref")]
    return (Related(ids=tuple(dict.fromkeys(map(name_of, ids)))),) if ids else ()


def _picture(part: _Item, kind: str) -> Picture | None:
    """The largest picture among the renditions; who took it is only said of an item that is one."""
    images = [
        one
        for one in _all(part.contents, "remoteContent")
        if one.get("href") and (one.get("contenttype") or "image/").startswith("image/")
    ]
    if not images:
        return None
    described = {one.get("role") or "": words(one) for one in _all(part.content, "description")}
    captions = (text for role, text in described.items() if "caption" in role)
    return Picture(
        src=" ".join(max(images, key=_size).get("href").split()),
        alt=described.get("drol:alt", ""),
        caption=next(captions, ""),
        credit=_credit(part) if kind == "picture" else child_words(part.content, "creditline"),
        rights=_rights(part),
    )


def _credit(part: _Item) -> str:
    """Who took it and who sends it: "Spencer Platt/Getty Images"."""
    names = (_name(one, part.language) for one in _all(part.content, "creator"))
    taken = child_words(part.content, "by") or next(filter(None, names), "")
    return "/".join(dict.fromkeys(filter(None, [taken, child_words(part.content, "creditline")])))


def _unescaped(html: str, part: _Item) -> tuple[str, bool]:
    """What another system escaped once too often; ours does not."""
    if child_words(part.meta, "generator") == US or not TWICE.search(html):
        return html, False
    return TWICE.sub(r"&\1;", html), True


# Names, codes and the like ---------------------------------------------------


def _all(element: Any, name: str) -> list[Any]:
    return [] if element is None else element.findall(name)


def _name(element: Any, language: str) -> str:
    """What an element is called: its name, its literal, or what its code ends in."""
    literal = element.get("literal") if element.get("role") != AUTHOR else ""
    code = (element.get("qcode") or "").rpartition(":")[2]
    return _said(element, language) or literal or code


def _said(element: Any, language: str) -> str:
    return _in_language(element, "name", language)


def _in_language(element: Any, name: str, language: str) -> str:
    """The words of the child that is in the item's language, else of the first."""
    found = _all(element, name)
    same = (one for one in found if (one.get(LANGUAGE) or "")[:2] == language[:2] and language)
    return words(next(same, found[0] if found else None))


def _tail(meta: Any, path: str) -> str:
    return attribute(meta, path, "qcode").rpartition(":")[2].lower()


def _moment(element: Any, path: str) -> datetime | None:
    return moment_of(child_words(element, path))


def _urgency(value: str) -> int:
    return int(value) if value.isdecimal() and 1 <= int(value) <= 9 else 0


def _size(rendition: Any) -> int:
    sides = (rendition.get("width") or "", rendition.get("height") or "")
    width, height = (int(side) if side.isdecimal() else 0 for side in sides)
    return width * height


def _html(element: Any) -> str:
    return etree.tostring(element, method="html", encoding="unicode")


def _drop(element: Any) -> None:
    """Take an element out, but not the words after it."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
