"""Word and OpenDocument texts: taken only when nothing in them can run or fetch.

Both are ZIP packages. Rather than look for what is bad, every entry must be of
a sort that a plain text document has; then the XML is read for the few ways in
which even such a document can run something.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO

from django.utils.translation import gettext as _
from lxml import etree

from broadsheet.stories.uploads.errors import FileRefused
from broadsheet.stories.uploads.kinds import Kind

ENTRIES = 2000
UNPACKED = 200 * 1024 * 1024  # bytes of all entries together
XML_PART = 32 * 1024 * 1024  # bytes of one entry that is read
RATIO = 200  # unpacked to packed; text in a document reaches about 20

MEDIA = r"[^/]+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|webp)"
# ECMA-376 part 1 §11 (WordprocessingML parts) without embeddings, controls and macros.
DOCX_ENTRIES = re.compile(
    rf"\[Content_Types\]\.xml|_rels/\.rels|docProps/(thumbnail\.(jpe?g|emf|wmf)|[^/]+\.xml)"
    rf"|(word|customXml)/([A-Za-z0-9_]+/)*([^/]+\.(xml|rels|odttf)|{MEDIA})",
    re.IGNORECASE,
)
# OpenDocument 1.3 part 2 §3: the parts of a text without scripts and objects.
ODT_ENTRIES = re.compile(
    rf"mimetype|(content|styles|meta|settings)\.xml|manifest\.rdf|META-INF/(manifest\.xml)?"
    rf"|(Pictures|Thumbnails)/({MEDIA}|[^/]+\.svm)?|layout-cache|Fonts/[^/]+"
    rf"|Configurations2/([A-Za-z0-9_]+/)*([^/]+\.xml)?",
    re.IGNORECASE,
)
HYPERLINK = "/hyperlink"
ACTIVE_TYPES = re.compile(
    rb"macroEnabled|vbaProject|vbaData|activeX|oleObject|ms-package", re.IGNORECASE
)
ACTIVE_ELEMENTS = {
    "event-listener", "event-listeners", "script", "dde-source", "dde-connection-decl", "applet",
    "plugin", "object-ole", "altChunk", "object", "control", "OLEObject",
}  # fmt: skip
DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)


def check(*, file: IO[bytes], kind: Kind, name: str) -> None:
    """Look into the package in `file`.

    Raises:
        FileRefused: it is not such a document, is damaged, unpacks to too
            much, or holds something that could run.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            _check_entries(package, kind, name)
            for entry in package.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_part(package.read(entry), entry.filename, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise _not_a_document(name) from None
    except etree.XMLSyntaxError:
        raise _not_a_document(name) from None
    finally:
        file.seek(0)


def _check_entries(package: zipfile.ZipFile, kind: Kind, name: str) -> None:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    main = "word/document.xml" if kind == Kind.DOCX else "content.xml"
    if main not in names or len(names) != len(entries) or len(entries) > ENTRIES:
        raise _not_a_document(name)
    if sum(entry.file_size for entry in entries) > UNPACKED or any(map(_is_bomb, entries)):
        raise FileRefused(_("“%(name)s” unpacks to far too much and was not opened.") % {"name": name})
    allowed = DOCX_ENTRIES if kind == Kind.DOCX else ODT_ENTRIES
    if any(not allowed.fullmatch(entry.filename) for entry in entries if not entry.is_dir()):
        raise _active(name)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    if is_xml and entry.file_size > XML_PART:
        return True
    return entry.file_size > 1024 * 1024 and entry.file_size > RATIO * max(entry.compress_size, 1)


def _check_part(data: bytes, part: str, name: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    tree = etree.fromstring(data, parser)
    if tree.getroottree().docinfo.internalDTD is not None:
        raise _active(name)
    if part == "[Content_Types].xml" and ACTIVE_TYPES.search(data):
        raise _active(name)
    if part.endswith(".rels"):
        _check_links(tree, name)
    elif _runs_something(tree):
        raise _active(name)


def _check_links(tree: etree._Element, name: str) -> None:
    """Nothing outside is fetched on opening: only links that a person clicks."""
    for link in tree.iter("{*}Relationship"):
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith(HYPERLINK):
            raise _active(name)


def _runs_something(tree: etree._Element) -> bool:
    instructions: list[str] = []
    for element in tree.iter("{*}*"):
        local = etree.QName(element).localname
        if local in ACTIVE_ELEMENTS and not _is_harmless(element):
            return True
        if local == "instrText":  # one field may be cut into several of these
            instructions.append(element.text or "")
        for key, value in _attributes(element):
            if key.endswith("}instr") or key == "instr":
                instructions.append(f" {value} ")
            elif value.startswith(("vnd.sun.star.script:", "macro:", "script:", "javascript:")):
                return True
    return bool(DDE.search("".join(instructions)))


def _attributes(element: etree._Element) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in element.attrib.items()]


def _is_harmless(element: etree._Element) -> bool:
    """LibreOffice writes empty lists of scripts and listeners into every text."""
    return len(element) == 0 and not element.attrib and not (element.text or "").strip()


def _not_a_document(name: str) -> FileRefused:
    return FileRefused(
        _("“%(name)s” is neither a Word nor an OpenDocument text, or it is damaged. Other packed "
          "files are not taken.") % {"name": name}
    )  # fmt: skip


def _active(name: str) -> FileRefused:
    return FileRefused(
        _("“%(name)s” holds macros, embedded objects or links that load by themselves. Please save "
          "it as a plain document or PDF.") % {"name": name}
    )  # fmt: skip
