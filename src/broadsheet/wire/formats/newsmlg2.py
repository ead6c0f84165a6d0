"""NewsML-G2: news items, messages and packages are read, 2.28 is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from broadsheet.foundation.clock import now
from broadsheet.wire import bylines, markup
from broadsheet.wire.g2 import AUTHOR, US, story_of
from broadsheet.wire.moments import iso, moment_of
from broadsheet.wire.naming import name_by_content, uri_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import CopyFormat, ImportRefused
from broadsheet.wire.story import Related, Release, Rights, Story, Subject
from broadsheet.wire.xmlcopy import child_words, tree_of
from broadsheet.wire.xmlwriting import DECLARATION, filled, tag, text

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_32.xml"
ROOTS = re.compile(rb"<(?:newsMessage|newsItem|packageItem|contentSet|contentMeta)[\s>]")
ITEMS = ("newsItem", "packageItem")
FRAGMENTS = {"contentSet", "contentMeta"}
QCODE = re.compile(r"[A-Za-z][\w.-]*:\S+")
NATURES = {"person": "person", "organisation": "organisation", "place": "geoArea", "event": "event"}
CLASSES = {"picture": "picture", "package": "composite"}


def recognises(first: bytes) -> bool:
    return bool(ROOTS.search(first.replace(b"\x00", b"")))


def read(data: bytes) -> Iterator[Story | Remark]:
    """The items of a message, or the item that the document is.

    Raises:
        ImportRefused: the XML is broken or holds no item.
    """
    root, notes = tree_of(data)
    sent = moment_of(child_words(root, "header/sent"))
    items = list(root.iter(*ITEMS)) or ([root] if root.tag in FRAGMENTS else [])
    if not items:
        raise ImportRefused("The message has no news item or package.")
    for number, item in enumerate(items, 1):
        name = name_by_content(data) + (f":{number}" if len(items) > 1 else "")
        yield story_of(item, sent=sent, name=name, notes=notes)


def write(stories: Iterable[Story]) -> bytes:
    """Stories as NewsML-G2 2.28, power conformance: one is an item, several are a message."""
    given = list(stories)
    items = "".join(_item(story, number) for number, story in enumerate(given, 1))
    if len(given) != 1:
        sent = max((_changed(story) for story in given), default=now())
        header = tag("header", text("sent", iso(sent)))
        items = tag("newsMessage", header + tag("itemSet", items), xmlns=NAMESPACE)
    return f"{DECLARATION}{items}\n".encode("utf-8", "replace")


COPY = CopyFormat(name="NewsML-G2", recognises=recognises, read=read, write=write)


def _item(story: Story, number: int) -> str:
    package = story.kind == "package"
    inside = [
        tag("catalogRef", href=CATALOG),
        _rights(story),
        _item_meta(story),
        _content_meta(story),
        _groups(story, f"G{number}") if package else _contents(story),
    ]
    attributes = {
        "xmlns": NAMESPACE,
        "guid": uri_of(story.id),
        "version": story.version if story.version.isdecimal() and int(story.version) else "",
        "standard": "NewsML-G2",
        "standardversion": "2.28",
        "conformance": "power",
    }
    return tag("packageItem" if package else "newsItem", "".join(inside), **attributes)


def _changed(story: Story) -> datetime:
    """When this version was made; G2 wants to know, so a story without times is one of 1970."""
    return story.updated or story.published or datetime(1970, 1, 1, tzinfo=UTC)


def _rights(story: Story) -> str:
    rights = story.rights
    if story.kind == "picture" and story.picture:
        rights = story.picture.rights
    if rights == Rights():
        return ""
    holder = tag("copyrightHolder", text("name", rights.holder)) if rights.holder else ""
    said = filled("copyrightNotice", rights.notice) + filled("usageTerms", rights.terms)
    return tag("rightsInfo", holder + said)


def _item_meta(story: Story) -> str:
    provider = story.agency.name if story.agency else ""
    address = story.agency.url if story.agency else ""
    release = "canceled" if story.release == Release.CANCELLED else str(story.release)
    parts = [
        tag("itemClass", qcode=f"ninat:{CLASSES.get(story.kind, 'text')}"),
        tag("provider", filled("name", provider), uri=address) if provider else tag("provider"),
        text("versionCreated", iso(_changed(story))),
        text("firstCreated", iso(story.published)) if story.published else "",
        text("embargoed", iso(story.embargo)) if story.embargo else "",
        tag("pubStatus", qcode=f"stat:{release}"),
        text("generator", US),
        filled("edNote", story.ednote),
        tag("signal", qcode=f"sig:{story.signal}") if story.signal else "",
    ]
    return tag("itemMeta", "".join(parts))


def _content_meta(story: Story) -> str:
    place, day = story.dateline_place, story.dateline_date
    parts = [
        text("urgency", str(story.urgency)) if story.urgency else "",
        *_creators(story),
        tag("language", tag=story.language) if story.language else "",
        *(text("keyword", word) for word in story.keywords),
        *map(_subject, story.subjects),
        filled("slugline", story.slugline),
        text("headline", story.headline),
        filled("headline", story.kicker, role="hld:kicker"),
        filled("dateline", ", ".join(filter(None, [place, day]))),
        filled("by", "" if story.kind == "picture" else bylines.line_of(story.bylines)),
        filled("creditline", story.agency.credit_line if story.agency else ""),
        filled("description", story.standfirst, role="drol:summary"),
        *_described(story),
    ]
    return tag("contentMeta", "".join(parts))


def _creators(story: Story) -> list[str]:
    if story.kind == "picture":
        credit = story.picture.credit if story.picture else ""
        line = story.agency.credit_line if story.agency else ""
        taken = credit.removesuffix(f"/{line}") if line else credit
        photographer = tag("creator", text("name", taken), role="crol:photographer") if taken else ""
        return [photographer] if taken != line else []
    return [
        tag(
            "creator",
            text("name", one.name) + filled("definition", one.role),
            role=AUTHOR,
            literal=one.slug,
        )
        for one in story.bylines
    ]


def _subject(one: Subject) -> str:
    nature = f"cpnat:{NATURES.get(one.kind, 'abstract')}"
    code = {"qcode" if QCODE.fullmatch(one.code) else "literal": one.code}
    return tag("subject", text("name", one.name), type=nature, **code)


def _described(story: Story) -> list[str]:
    if story.kind != "picture" or not story.picture:
        return []
    caption = filled("description", story.picture.caption, role="drol:caption")
    return [caption, filled("description", story.picture.alt, role="drol:alt")]


def _contents(story: Story) -> str:
    if story.kind == "picture":
        if not story.picture:
            return ""
        kind = {"rendition": "rnd:highRes", "contenttype": "image/jpeg"}
        return tag("contentSet", tag("remoteContent", href=story.picture.src, **kind))
    main = markup.xhtml_of([story.picture]) if story.picture else ""
    body = main.replace("<figure>", '<figure class="main">', 1) + markup.xhtml_of(story.body)
    html = tag("html", tag("head", text("title", story.headline)) + tag("body", body), xmlns=XHTML)
    return tag("contentSet", tag("inlineXML", html, contenttype="application/xhtml+xml"))


def _groups(story: Story, name: str) -> str:
    ids = [one for block in story.body if isinstance(block, Related) for one in block.ids]
    refs = "".join(tag("itemRef", residref=uri_of(one)) for one in ids)
    return tag("groupSet", tag("group", refs, id=name, role="group:main"), root=name)
