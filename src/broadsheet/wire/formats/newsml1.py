"""NewsML 1.x, which some agencies still send: it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any

from lxml import etree

from broadsheet.wire import bylines, cleaning
from broadsheet.wire.datelines import Dateline, dateline_in, dateline_of
from broadsheet.wire.formats.nitf import story_of as story_of_nitf
from broadsheet.wire.moments import moment_of
from broadsheet.wire.naming import name_by_content
from broadsheet.wire.paper import Remark
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.reading import CopyFormat, ImportRefused
from broadsheet.wire.story import (
    Agency,
    Block,
    Picture,
    Release,
    Rights,
    Signal,
    State,
    Story,
    Subject,
)
from broadsheet.wire.subjects import code_of
from broadsheet.wire.xmlcopy import LANGUAGE, attribute, child_words, tree_of, words

RELEASES = {"withheld": Release.WITHHELD, "canceled": Release.CANCELLED, "cancelled": Release.CANCELLED}
PICTURES = {"photo", "picture", "image", "graphic"}
ROOT = re.compile(rb"<NewsML[\s>]")


def recognises(first: bytes) -> bool:
    return bool(ROOT.search(first.replace(b"\x00", b"")))


def read(data: bytes) -> Iterator[Story | Remark]:
    """The news items of a NewsML 1.x document.

    Raises:
        ImportRefused: the XML is broken or holds no item.
    """
    root, notes = tree_of(data)
    sent = moment_of(child_words(root, "NewsEnvelope/DateAndTime"))
    items = root.findall("NewsItem")
    if not items:
        raise ImportRefused("The NewsML document has no news item.")
    for number, item in enumerate(items, 1):
        name = name_by_content(data) + (f":{number}" if len(items) > 1 else "")
        yield _story(item, sent=sent, name=name, notes=notes)


COPY = CopyFormat(name="NewsML 1", recognises=recognises, read=read)


def _story(item: Any, *, sent: datetime | None, name: str, notes: tuple[str, ...]) -> Story:
    management = item.find("NewsManagement")
    first = moment_of(child_words(management, "FirstCreated")) or sent
    changed = moment_of(child_words(management, "ThisRevisionCreated"))
    language = _formal(item, "DescriptiveMetadata/Language") or item.get(LANGUAGE) or ""
    body = _body(item)
    dateline = _dateline(item, body, sent=changed or first, language=language)
    headline = _line(item, "HeadLine")
    picture = _picture(item)
    return Story(
        id=_id(item) or name,
        kind="picture" if picture and not body else "story",
        state=State.DRAFT,
        headline=headline or child_words(item, "Identification/NameLabel"),
        slugline=_line(item, "SlugLine") or child_words(item, "Identification/NameLabel"),
        standfirst=_line(item, "SubHeadLine"),
        language=language,
        body=body,
        picture=picture,
        bylines=bylines.names_in(_line(item, "ByLine"), language),
        agency=_agency(item),
        dateline_place=dateline.place,
        dateline_date=dateline.day,
        published=first,
        updated=changed if changed and first and changed > first else None,
        subjects=tuple(_subjects(item)),
        keywords=tuple(_keywords(item)),
        urgency=_urgency(attribute(management, "Urgency", "FormalName")),
        version=child_words(item, "Identification/NewsIdentifier/RevisionId"),
        release=RELEASES.get(attribute(management, "Status", "FormalName").lower(), Release.USABLE),
        signal=_signal(item, management),
        embargo=_embargo(management),
        ednote=_ednote(item, management),
        rights=_rights(item),
        notes=notes,
    )


def _id(item: Any) -> str:
    """The identifier of all revisions; the public one ends in that of one revision."""
    path = "Identification/NewsIdentifier/"
    parts = [child_words(item, path + name) for name in ("ProviderId", "DateId", "NewsItemId")]
    return (
        "urn:newsml:" + ":".join(parts) if all(parts) else child_words(item, path + "PublicIdentifier")
    )


def _line(item: Any, name: str) -> str:
    """A news line of the first component that has it."""
    return next(filter(None, map(words, item.iterfind(f".//NewsLines/{name}"))), "")


def _formal(item: Any, path: str) -> str:
    found = (one.get("FormalName") or "" for one in item.iterfind(f".//{path}"))
    return next(filter(None, found), "").strip()


def _agency(item: Any) -> Agency | None:
    credit = _line(item, "CreditLine")
    name = (
        _formal(item, "AdministrativeMetadata/Provider/Party") or _formal(item, "Source/Party") or credit
    )
    return Agency(name=name, credit_line=credit) if name else None


def _dateline(item: Any, body: tuple[Block, ...], *, sent: datetime | None, language: str) -> Dateline:
    said = dateline_of(_line(item, "DateLine"), sent=sent, language=language)
    if said.place:
        return said
    begins = dateline_in(body, sent=sent, language=language)
    return begins if begins.place else Dateline(place=_origin(item), day=said.day)


def _origin(item: Any) -> str:
    for place in item.iterfind(".//DescriptiveMetadata/Location"):
        if (place.get("HowPresent") or "") == "Origin":
            found = (one.get("Value") or "" for one in _properties(place, "City"))
            return next(filter(None, found), "")
    return ""


def _subjects(item: Any) -> Iterator[Subject]:
    seen = set()
    for one in item.iterfind(".//DescriptiveMetadata/SubjectCode/*"):
        code = code_of(one.get("FormalName") or "")
        if code and code not in seen:
            seen.add(code)
            yield Subject(name=code, code=code)
    for place in item.iterfind(".//DescriptiveMetadata/Location"):
        for one in _properties(place, "City"):
            if one.get("Value"):
                yield Subject(name=one.get("Value"), kind="place")


def _keywords(item: Any) -> Iterator[str]:
    yield from filter(None, map(words, item.iterfind(".//NewsLines/KeywordLine")))
    for described in item.iterfind(".//DescriptiveMetadata"):
        yield from filter(None, (one.get("Value") for one in _properties(described, "Keyword")))


def _properties(element: Any, name: str) -> list[Any]:
    return [one for one in element.iterchildren("Property") if one.get("FormalName") == name]


def _signal(item: Any, management: Any) -> Signal:
    instruction = attribute(management, "Instruction", "FormalName").lower()
    if "correct" in instruction:
        return Signal.CORRECTION
    revision = item.find("Identification/NewsIdentifier/RevisionId")
    previous = "" if revision is None else (revision.get("PreviousRevision") or "").strip()
    return Signal.UPDATE if previous not in {"", "0"} or "update" in instruction else Signal.NONE


def _embargo(management: Any) -> datetime | None:
    """When a status of "embargoed" ends."""
    if attribute(management, "Status", "FormalName").lower() != "embargoed":
        return None
    return moment_of(child_words(management, "StatusWillChange/DateAndTime"))


def _ednote(item: Any, management: Any) -> str:
    said = [child_words(management, "UsageInstruction"), child_words(item, "Comment")]
    said += map(words, item.iterfind(".//NewsComponent/Comment"))
    return "\n".join(dict.fromkeys(filter(None, said)))


def _rights(item: Any) -> Rights:
    metadata = item.find(".//RightsMetadata")
    return Rights(
        holder=child_words(metadata, "Copyright/CopyrightHolder"),
        notice=_line(item, "CopyrightLine"),
        terms=child_words(metadata, "UsageRights/UsageType"),
    )


# Content ---------------------------------------------------------------------


def _body(item: Any) -> tuple[Block, ...]:
    """The text of the first content that is one; captions stand with their pictures."""
    for content in item.iterfind(".//ContentItem/DataContent"):
        if _role(content) == "caption":
            continue
        nitf = content.find("nitf")
        if nitf is not None:
            return story_of_nitf(nitf).body
        if len(content):
            inside = content.find(".//body")
            return cleaning.blocks_of(_html(content if inside is None else inside))
        if (content.text or "").strip():
            return cleaning.blocks_of(html_of_text(content.text))
    return ()


def _picture(item: Any) -> Picture | None:
    """The largest rendition of the first component with pictures."""
    for component in item.iter("NewsComponent"):
        images = [one for one in component.iterchildren("ContentItem") if _is_picture(one)]
        if images:
            best = max(images, key=_size)
            return Picture(
                src=best.get("Href").strip(),
                caption=_caption(item),
                credit=_line(item, "CreditLine"),
                rights=_rights(item),
            )
    return None


def _is_picture(content: Any) -> bool:
    kind = attribute(content, "MediaType", "FormalName").lower()
    return kind in PICTURES and bool((content.get("Href") or "").strip())


def _size(content: Any) -> int:
    sizes = {
        one.get("FormalName"): one.get("Value") or ""
        for one in content.iterfind("Characteristics/Property")
    }
    width, height = (sizes.get(name, "") for name in ("Width", "Height"))
    return int(width) * int(height) if width.isdecimal() and height.isdecimal() else 0


def _caption(item: Any) -> str:
    contents = (one for one in item.iterfind(".//ContentItem/DataContent") if _role(one) == "caption")
    return next(filter(None, map(words, contents)), "")


def _role(content: Any) -> str:
    """The role of the component in which a content stands."""
    component = next(content.iterancestors("NewsComponent"), None)
    return attribute(component, "Role", "FormalName").lower()


def _urgency(value: str) -> int:
    return int(value) if value.isdecimal() and 1 <= int(value) <= 9 else 0


def _html(element: Any) -> str:
    parts = (etree.tostring(child, method="html", encoding="unicode") for child in element)
    return escape(element.text or "", quote=False) + "".join(parts)
