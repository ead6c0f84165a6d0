"""Agency copy in XML: a small tree, read whole, with nothing fetched and nothing expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from lxml import etree

from broadsheet.wire.encodings import LIMIT
from broadsheet.wire.reading import ImportRefused
from broadsheet.wire.xmlstream import ILLEGAL, Document

# The namespaces whose names stand alone here; those of others keep their address before them.
OURS = {
    "http://iptc.org/std/nar/2006-10-01/",
    "http://iptc.org/std/NITF/2006-10-18/",
    "http://www.w3.org/1999/xhtml",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SPACE = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")  # of XML, where it is not one space already
NAMED = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")


def tree_of(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The root element, and sentences on what had to be mended.

    Names of the field's own namespaces lose them, since half of what is sent has none.

    Raises:
        ImportRefused: it declares entities, is too large, or breaks off, and where.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The file has {len(data)} bytes; no item of an agency has over {LIMIT}.")
    if b"<!ENTITY" in data:
        raise ImportRefused("The file declares entities, which no agency does; it was not read.")
    notes: tuple[str, ...] = ()
    root = None if NAMED.search(data) else _whole(data)
    if root is None:
        root, notes = _mended(data)
    names: dict[str, str] = {}
    for element in root.iter(etree.Element):
        tag = element.tag
        if tag not in names:
            names[tag] = _bare(tag)
        if names[tag] != tag:
            element.tag = names[tag]
    return root, notes


def words(element: Any) -> str:
    """All the words of an element, in one line; "" for None."""
    if element is None:
        return ""
    text = "".join(element.itertext(etree.Element)) if len(element) else element.text or ""
    return SPACE.sub(" ", text).strip(" ")


def child_words(element: Any, path: str) -> str:
    """The words of the first element at a path; "" when there is none."""
    return "" if element is None else words(element.find(path))


def attribute(element: Any, path: str, name: str) -> str:
    """An attribute of the first element at a path; "" when there is none."""
    found = None if element is None else element.find(path)
    return "" if found is None else (found.get(name) or "").strip()


def languages(elements: Iterator[Any]) -> Iterator[str]:
    """The languages that elements say they are in."""
    return (language for one in elements if (language := one.get(LANGUAGE)))


def legal(text: str) -> str:
    """Text without the letters that XML cannot hold."""
    return ILLEGAL.sub("", text)


def _bare(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return name if space[1:] in OURS else tag


def _parser(encoding: str | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding=encoding,
    )  # fmt: skip


def _whole(data: bytes) -> Any:
    """The tree of XML that needs no mending; None for any other."""
    try:
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError:
        return None


def _mended(data: bytes) -> tuple[Any, tuple[str, ...]]:
    document = Document(path=None, data=NAMED.sub(_numbered, data))
    fed = _parser("utf-8")
    for piece in document.mended_chunks():
        try:
            fed.feed(piece)
        except etree.XMLSyntaxError as error:
            raise _broken(error) from error
    try:
        return fed.close(), tuple(document.mended.sentences(document.encoding))
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error


def _numbered(found: re.Match[bytes]) -> bytes:
    """HTML's names for letters, by number; other names become text further on."""
    letters = html5.get(found[0][1:].decode("ascii"))
    return b"".join(b"&#%d;" % ord(one) for one in letters) if letters else found[0]


def _broken(error: etree.XMLSyntaxError) -> ImportRefused:
    message = str(error.msg).partition(", line ")[0]
    return ImportRefused(f"The XML is broken at line {error.lineno}: {message}.")
