"""NITF, the News Industry Text Format: any version is read, 3.6 is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from broadsheet.wire import bylines, moments
from broadsheet.wire.datelines import Dateline, dateline_in, dateline_of
from broadsheet.wire.moments import moment_of
from broadsheet.wire.naming import name_by_content
from broadsheet.wire.nitftext import blocks_in, content_of, media_of, picture_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import CopyFormat
from broadsheet.wire.story import (
    Agency,
    Block,
    Byline,
    Picture,
    Release,
    Rights,
    Signal,
    State,
    Story,
    Subject,
    Text,
)
from broadsheet.wire.subjects import code_of
from broadsheet.wire.xmlcopy import LANGUAGE, attribute, child_words, tree_of, words
from broadsheet.wire.xmlwriting import DECLARATION, filled, tag, text

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"
VERSION = "-//IPTC//DTD NITF 3.6//EN"
RELEASES = {"withheld": Release.WITHHELD, "canceled": Release.CANCELLED, "cancelled": Release.CANCELLED,
            "killed": Release.CANCELLED}  # fmt: skip
NAMED = {"person": "person", "org": "organisation", "location": "place", "event": "event",
         "classifier": "subject"}  # fmt: skip
ELEMENTS = {kind: name for name, kind in NAMED.items()}
ENVELOPES = (b"<newsItem", b"<NewsItem", b"<contentSet")
REFNUM = "tobject.subject.refnum"


def recognises(first: bytes) -> bool:
    start = first.replace(b"\x00", b"")
    return b"<nitf" in start and not any(other in start for other in ENVELOPES)


def read(data: bytes) -> Iterator[Story | Remark]:
    """The story of a NITF document, or the stories where several are wrapped in one.

    Raises:
        ImportRefused: the XML is broken or has no `nitf`.
    """
    root, notes = tree_of(data)
    for nitf in root.iter("nitf"):
        yield story_of(nitf, data=data, notes=notes)


def write(stories: Iterable[Story]) -> bytes:
    """Stories as NITF 3.6: one is a document; several stand in a `<nitfs>` of ours,
    for which NITF has no name."""
    documents = [document_of(story) for story in stories]
    body = documents[0] if len(documents) == 1 else f"<nitfs>{''.join(documents)}</nitfs>"
    return f"{DECLARATION}{body}\n".encode("utf-8", "replace")


COPY = CopyFormat(name="NITF", recognises=recognises, read=read, write=write)


# Reading ---------------------------------------------------------------------


def story_of(nitf: Any, *, data: bytes = b"", notes: tuple[str, ...] = ()) -> Story:
    """What a `nitf` element says, also inside another format's envelope."""
    docdata, head = nitf.find("head/docdata"), nitf.find("body/body.head")
    issued = _moment(docdata, "date.issue")
    out = moment_of(attribute(nitf, "head/pubdata", "date.publication"))
    first = out if out and issued and out < issued else issued or out
    language = _language(nitf)
    main, body = _body(nitf)
    dateline = _dateline(head, issued, language)
    if dateline == Dateline():
        dateline = dateline_in(body, sent=issued, language=language)
    headline = child_words(head, "hedline/hl1")
    return Story(
        id=attribute(docdata, "doc-id", "id-string") or (name_by_content(data) if data else ""),
        state=State.DRAFT,
        headline=headline or child_words(nitf, "head/title"),
        slugline=_meta(nitf, "slugline")
        or _meta(nitf, "anpa-keyword")
        or attribute(docdata, "du-key", "key"),
        standfirst=_standfirst(head, headline),
        language=language,
        body=body,
        picture=main,
        bylines=_bylines(head, language),
        agency=_agency(nitf, docdata, head),
        dateline_place=dateline.place,
        dateline_date=dateline.day,
        published=first,
        updated=issued if issued and first and issued > first else None,
        subjects=tuple(_subjects(nitf, docdata)),
        keywords=_keywords(docdata),
        urgency=_urgency(attribute(docdata, "urgency", "ed-urg")),
        version=attribute(docdata, "du-key", "version"),
        release=RELEASES.get(_status(docdata), Release.USABLE),
        signal=_signal(docdata),
        embargo=_embargo(docdata, issued),
        ednote=_ednote(docdata, head),
        rights=_rights(nitf, docdata),
        notes=notes,
    )


def _language(nitf: Any) -> str:
    if language := nitf.get("baselang") or nitf.get(LANGUAGE):
        return str(language)
    return next(
        (one.get(LANGUAGE) for one in nitf.iter("body", "body.content", "p") if one.get(LANGUAGE)), ""
    )


def _body(nitf: Any) -> tuple[Picture | None, tuple[Block, ...]]:
    """The main picture, which is the one that stands first unless it says otherwise, and the text."""
    contents = nitf.findall("body/body.content")
    main = None
    for media in (one for content in contents for one in content.iterchildren("media")):
        first = media.getprevious() is None and not (media.getparent().text or "").strip()
        if media.get("class") == "main" or (first and not media.get("class")):
            main = picture_of(media)
            if main is not None:
                media.getparent().remove(media)
            break
    blocks = [block for content in contents for block in blocks_in(content)]
    end = nitf.find("body/body.end/tagline")
    if words(end):
        last = f"<p>{escape(words(end), quote=False)}</p>"
        if blocks and isinstance(blocks[-1], Text):
            blocks[-1] = Text(html=blocks[-1].html + last)
        else:
            blocks.append(Text(html=last))
    return main, tuple(blocks)


def _standfirst(head: Any, headline: str) -> str:
    """The abstract, else the second deck of the headline."""
    if head is None:
        return ""
    parts = [words(one) for abstract in head.iterchildren("abstract") for one in _paragraphs(abstract)]
    if said := " ".join(filter(None, parts)):
        return said
    decks = (words(one) for one in head.iterfind("hedline/hl2"))
    return next((deck for deck in decks if deck and deck != headline), "")


def _paragraphs(element: Any) -> list[Any]:
    return element.findall("p") or [element]


def _bylines(head: Any, language: str) -> tuple[Byline, ...]:
    found: list[Byline] = []
    for line in () if head is None else head.iterchildren("byline"):
        role = child_words(line, "byttl")
        people = line.findall("person")
        if people:
            found += [Byline(name=words(one), slug=one.get("value") or "", role=role) for one in people]
            continue
        text = " ".join([line.text or "", *(child.tail or "" for child in line)])
        names = bylines.names_in(text, language)
        found += [Byline(name=one.name, role=role or one.role) for one in names]
        if not names and role:
            found.append(Byline(name=role))
    return tuple(one for one in found if one.name)


def _agency(nitf: Any, docdata: Any, head: Any) -> Agency | None:
    source = attribute(docdata, "del-list/from-src", "src-name")
    owner = attribute(docdata, "doc.rights", "owner")
    name = child_words(head, "distributor") or attribute(docdata, "doc-id", "regsrc") or source or owner
    credit = _meta(nitf, "creditline")
    if not (name or credit):
        return None
    return Agency(name=name or credit, credit_line=credit)


def _dateline(head: Any, sent: Any, language: str) -> Dateline:
    line = None if head is None else head.find("dateline")
    if line is None:
        return Dateline()
    said = dateline_of(words(line), sent=sent, language=language)
    norm = moment_of(attribute(line, "story.date", "norm"))
    return Dateline(
        place=child_words(line, "location") or said.place,
        day=norm.date().isoformat() if norm else said.day,
    )


def _subjects(nitf: Any, docdata: Any) -> Iterator[Subject]:
    for one in nitf.iterfind("head/tobject/tobject.subject"):
        said = (one.get(f"tobject.subject.{part}") for part in ("detail", "matter", "type"))
        code = code_of(one.get("tobject.subject.refnum") or "")
        name = next(filter(None, said), "") or code
        if name:
            yield Subject(name=name, code=code)
    for one in [] if docdata is None else docdata.iterfind("identified-content/*"):
        if one.tag in NAMED:
            scheme = one.get("idsrc") or one.get("code-source") or ""
            value = one.get("value") or one.get("location-code") or ""
            code = code_of(value, scheme) if value else ""
            if words(one) or code:
                yield Subject(name=words(one) or code, kind=NAMED[one.tag], code=code)
    if city := attribute(docdata, "evloc", "city"):
        yield Subject(name=city, kind="place")


def _keywords(docdata: Any) -> tuple[str, ...]:
    found = [] if docdata is None else docdata.iterfind("key-list/keyword")
    return tuple(filter(None, ((one.get("key") or "").strip() for one in found)))


def _meta(nitf: Any, name: str) -> str:
    found = nitf.iterfind("head/meta")
    return next(((one.get("content") or "").strip() for one in found if one.get("name") == name), "")


def _status(docdata: Any) -> str:
    return "" if docdata is None else (docdata.get("management-status") or "").strip().lower()


def _signal(docdata: Any) -> Signal:
    if docdata is None:
        return Signal.NONE
    kind = attribute(docdata, "ed-msg", "msg-type").lower()
    if docdata.find("correction") is not None or kind.startswith("correct"):
        return Signal.CORRECTION
    other = docdata.get("management-doc-idref")
    if kind.startswith("update") or (other and other != attribute(docdata, "doc-id", "id-string")):
        return Signal.UPDATE
    return Signal.NONE


def _embargo(docdata: Any, issued: Any) -> Any:
    """The time of release, where it is later than that of sending."""
    released = _moment(docdata, "date.release")
    if released and (not issued or released > issued or _status(docdata) == "embargoed"):
        return released
    return None


def _ednote(docdata: Any, head: Any) -> str:
    notes = [] if head is None else list(head.iterchildren("note"))
    said = [attribute(docdata, "ed-msg", "info"), *map(words, notes)]
    said.append(attribute(docdata, "correction", "info"))
    return "\n".join(dict.fromkeys(filter(None, said)))


def _rights(nitf: Any, docdata: Any) -> Rights:
    terms = [attribute(docdata, "doc.rights", name) for name in ("type", "limitations")]
    return Rights(
        holder=attribute(docdata, "doc.copyright", "holder"),
        notice=_meta(nitf, "copyrightnotice"),
        terms=" ".join(filter(None, terms)),
    )


def _urgency(value: str) -> int:
    return int(value) if value.isdecimal() and 1 <= int(value) <= 9 else 0


def _moment(docdata: Any, name: str) -> Any:
    return moment_of(attribute(docdata, name, "norm"))


# Writing ---------------------------------------------------------------------


def document_of(story: Story) -> str:
    """A story as an `nitf` element, without the declaration of XML."""
    inside = _head(story) + f"<body>{_body_head(story)}{_content(story)}</body>"
    return tag("nitf", inside, xmlns=NAMESPACE, version=VERSION, baselang=story.language)


def _head(story: Story) -> str:
    metas = {"slugline": story.slugline, "copyrightnotice": story.rights.notice}
    metas["creditline"] = story.agency.credit_line if story.agency else ""
    coded = [one for one in story.subjects if _refnum(one)]
    subjects = "".join(
        tag("tobject.subject", **{REFNUM: _refnum(one), "tobject.subject.detail": one.name})
        for one in coded
    )
    out = story.published if story.updated else None
    return tag(
        "head",
        text("title", story.headline)
        + "".join(tag("meta", name=name, content=said) for name, said in metas.items() if said)
        + (tag("tobject", subjects) if subjects else "")
        + _docdata(story)
        + (tag("pubdata", **{"date.publication": moments.basic(out)}) if out else ""),
    )


def _docdata(story: Story) -> str:
    issued = story.updated or story.published
    release = {Release.WITHHELD: "withheld", Release.CANCELLED: "canceled"}.get(story.release)
    signal = "" if story.signal == Signal.CORRECTION else str(story.signal)
    corrected = story.signal == Signal.CORRECTION
    terms = story.rights.terms
    parts = [
        tag("correction", **{"id-string": story.id}) if corrected else "",
        tag("doc-id", **{"id-string": story.id}),
        tag("urgency", **{"ed-urg": str(story.urgency)}) if story.urgency else "",
        tag("date.issue", norm=moments.basic(issued)) if issued else "",
        tag("date.release", norm=moments.basic(story.embargo)) if story.embargo else "",
        tag("ed-msg", **{"msg-type": signal, "info": story.ednote}) if signal or story.ednote else "",
        tag("du-key", version=story.version) if story.version else "",
        tag("doc.copyright", holder=story.rights.holder) if story.rights.holder else "",
        tag("doc.rights", limitations=terms) if terms else "",
        _key_list(story.keywords),
        _identified(story.subjects),
    ]
    status = release or ("embargoed" if story.embargo else "usable")
    return tag("docdata", "".join(parts), **{"management-status": status})


def _key_list(keywords: tuple[str, ...]) -> str:
    return tag("key-list", "".join(tag("keyword", key=one) for one in keywords)) if keywords else ""


def _identified(subjects: tuple[Subject, ...]) -> str:
    found = "".join(_subject(one) for one in subjects if not _refnum(one))
    return tag("identified-content", found) if found else ""


def _subject(one: Subject) -> str:
    scheme, _, value = one.code.rpartition(":")
    name = ELEMENTS.get(one.kind, "classifier")
    if name == "location":
        return text(name, one.name, **{"location-code": value, "code-source": scheme})
    return text(name, one.name, idsrc=scheme, value=value)


def _refnum(one: Subject) -> str:
    """The number of a code of IPTC's; "" for any other."""
    scheme, _, number = one.code.partition(":")
    plain = one.kind == "subject" and scheme in {"medtop", "subj"}
    return number if plain and code_of(number) == one.code else ""


def _body_head(story: Story) -> str:
    lines = "".join(
        tag(
            "byline",
            text("person", one.name, value=one.slug) + filled("byttl", one.role),
        )
        for one in story.bylines
    )
    where = filled("location", story.dateline_place)
    when = tag("story.date", norm=story.dateline_date) if story.dateline_date else ""
    return tag(
        "body.head",
        tag("hedline", text("hl1", story.headline))
        + lines
        + (text("distributor", story.agency.name) if story.agency else "")
        + (tag("dateline", where + when) if where or when else "")
        + (tag("abstract", text("p", story.standfirst)) if story.standfirst else ""),
    )


def _content(story: Story) -> str:
    main = media_of(story.picture, kind="main") if story.picture else ""
    return tag("body.content", main + content_of(story.body))
