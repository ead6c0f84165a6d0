"""Large and slightly broken XML, read piece by piece.

Exports of real papers hold bytes of another encoding, control characters and
bare ampersands. They are mended on the way to the parser and counted, so that
the report can say so. Entities are never expanded: each reference that is not
one of XML's own becomes plain text before the parser sees it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from broadsheet.wire.reading import ImportRefused

CHUNK = 256 * 1024
HELD_BACK = 16  # letters; longer than any mark that could be cut in two
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AMPERSAND = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?:amp|lt|gt|quot|apos);)?")
CDATA, CDATA_END = "<![CDATA[", "]]>"


@dataclass
class Mended:
    """What had to be mended, for the report."""

    bytes_read: int = 0
    wrong_bytes: int = 0
    first_wrong: int = -1  # offset in the file
    illegal: int = 0
    ampersands: int = 0

    def sentences(self, encoding: str) -> Iterator[str]:
        if self.wrong_bytes:
            yield (
                f"{self.wrong_bytes} bytes from offset {self.first_wrong} on are not {encoding}; "
                "they were read as Windows-1252"
            )
        if self.illegal:
            yield f"{self.illegal} control characters were left out"
        if self.ampersands:
            yield f"{self.ampersands} bare ampersands (&) were read as text"


@dataclass
class Document:
    """An XML file, or its bytes, to be read once from the start."""

    path: Path | None
    data: bytes = b""  # in the place of a file
    mended: Mended = field(default_factory=Mended)
    encoding: str = "UTF-8"

    def elements(self, *tags: str) -> Iterator[Any]:
        """Each finished element of these tags; it is emptied when the next is asked for.

        Raises:
            ImportRefused: the XML breaks off, with the line where it does.
        """
        parser = etree.XMLPullParser(
            ("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True, encoding="utf-8",
        )  # fmt: skip
        for data in self.mended_chunks():
            yield from _feed(parser, data)
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            yield from _finished(parser)
            raise _broken(error) from error

    def mended_chunks(self) -> Iterator[bytes]:
        """The whole of it as XML in UTF-8, piece by piece, with `mended` counting along.

        Raises:
            ImportRefused: its bytes are not of the encoding it names, and where.
        """
        held, inside = "", False
        for text in self._texts():
            held += text
            ready, held = held[:-HELD_BACK], held[-HELD_BACK:]
            ready, held = _cut_before_mark(ready, held)
            mended, inside = self._mend(ready, inside)
            yield mended.encode()
        yield self._mend(held, inside)[0].encode()

    def _texts(self) -> Iterator[str]:
        with self.path.open("rb") if self.path else BytesIO(self.data) as file:
            first = file.read(CHUNK)
            self.encoding = _encoding_of(first)
            decode = self._utf8 if self.encoding == "UTF-8" else self._other(self.encoding)
            data = first.removeprefix(codecs.BOM_UTF8)
            skipped = len(first) - len(data)
            while data:
                self.mended.bytes_read += len(data) + skipped
                skipped = 0
                following = file.read(CHUNK)
                yield decode(data, not following)
                data = following

    _rest: bytes = b""

    def _utf8(self, data: bytes, last: bool) -> str:
        """UTF-8; bytes that are not are taken as Windows-1252, as they nearly always are."""
        data = self._rest + data
        self._rest = b""
        texts = []
        while data:
            try:
                texts.append(data.decode())
                break
            except UnicodeDecodeError as error:
                texts.append(data[: error.start].decode())
                if error.reason == "unexpected end of data" and not last:
                    self._rest = data[error.start :]
                    break
                self._wrong(len(data) - error.start)
                texts.append(data[error.start : error.start + 1].decode("cp1252", "replace"))
                data = data[error.start + 1 :]
        return "".join(texts)

    def _wrong(self, before_end: int) -> None:
        if not self.mended.wrong_bytes:
            self.mended.first_wrong = self.mended.bytes_read - before_end
        self.mended.wrong_bytes += 1

    def _other(self, encoding: str) -> Any:
        decoder = codecs.getincrementaldecoder(encoding)("strict")

        def decode(data: bytes, last: bool) -> str:
            try:
                return decoder.decode(data, last)
            except UnicodeDecodeError as error:
                at = self.mended.bytes_read - len(data) + error.start
                raise ImportRefused(
                    f"The file says it is {encoding}, but it is not at byte {at}."
                ) from error

        return decode

    def _mend(self, text: str, inside: bool) -> tuple[str, bool]:
        """Mend a piece that cuts no mark in two; `inside` says whether it begins in CDATA."""
        text, illegal = ILLEGAL.subn("", text)
        self.mended.illegal += illegal
        pieces = []
        position = 0
        while position < len(text):
            mark = CDATA_END if inside else CDATA
            end = text.find(mark, position)
            stop = len(text) if end < 0 else end + len(mark)
            piece = text[position:stop]
            pieces.append(piece if inside else self._markup(piece))
            inside = inside if end < 0 else not inside
            position = stop
        return "".join(pieces), inside

    def _markup(self, text: str) -> str:
        if "<!ENTITY" in text:
            raise ImportRefused("The file declares entities, which no export does; it was not read.")
        return AMPERSAND.sub(self._ampersand, text)

    def _ampersand(self, found: re.Match[str]) -> str:
        if found[0] == "&":
            self.mended.ampersands += 1
            return "&amp;"
        if number := found[1]:
            code = int(number[1:], 16) if number[0] in "xX" else int(number)
            if code > 0x10FFFF or ILLEGAL.match(chr(code)):
                self.mended.illegal += 1
                return ""
        return found[0]


def forget(element: Any) -> None:
    """Let go of an element and all before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _feed(parser: Any, data: bytes) -> Iterator[Any]:
    try:
        parser.feed(data)
    except etree.XMLSyntaxError as error:
        yield from _finished(parser)
        raise _broken(error) from error
    yield from _finished(parser)


def _finished(parser: Any) -> Iterator[Any]:
    for _, element in parser.read_events():
        yield element


def _broken(error: etree.XMLSyntaxError) -> ImportRefused:
    message = str(error.msg).partition(", line ")[0]
    return ImportRefused(f"The XML is broken at line {error.lineno}: {message}.")


def _cut_before_mark(ready: str, held: str) -> tuple[str, str]:
    """Move a mark that begins near the end of `ready` over to `held`."""
    for letter in "&<]":
        at = ready.rfind(letter, max(0, len(ready) - HELD_BACK))
        if at >= 0:
            ready, held = ready[:at], ready[at:] + held
    return ready, held


def _encoding_of(first: bytes) -> str:
    for mark, name in BOMS.items():
        if first.startswith(mark):
            return "UTF-8" if name == "utf-8" else name
    found = DECLARED.match(first)
    name = found[1].decode("ascii") if found else "UTF-8"
    try:
        known = codecs.lookup(name).name
        " ".encode(known)  # some are no encodings of text
    except (LookupError, ValueError) as error:
        raise ImportRefused(f"The file says its encoding is “{name}”, which is not known.") from error
    return "UTF-8" if known in {"utf-8", "ascii"} else known
