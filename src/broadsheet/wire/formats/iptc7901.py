"""IPTC 7901, the text of teleprinters that agencies still send: it is read.

A message is a line of codes, the heading up to a line that ends in "=", the
text, and the time at which it was sent, each between control characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from broadsheet.wire import bylines, cleaning
from broadsheet.wire.datelines import dateline_in
from broadsheet.wire.encodings import LIMIT, text_of
from broadsheet.wire.naming import name_by_content
from broadsheet.wire.paper import Remark
from broadsheet.wire.plaintext import html_of_text
from broadsheet.wire.reading import CopyFormat, ImportRefused
from broadsheet.wire.story import Agency, Byline, State, Story

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
CODES = r"[A-Za-z]{1,8}\d{1,5} [1-9] [A-Za-z]{1,10} \d{1,6}\b"
START = re.compile(rb"[\x00\s\x16]{0,40}\x01?\s{0,4}" + CODES.encode("ascii"))
HEADER = re.compile(
    r"(?P<source>[A-Za-z]{1,8})(?P<number>\d{1,5}) (?P<urgency>[1-9]) "
    r"(?P<category>[A-Za-z]{1,10}) \d{1,6} *(?P<more>[^\n]*)"
)
SENT = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) ?(?:GMT|UTC)? ?"
    r"(?P<month>[A-Z][a-z]{2}) ?(?P<year>\d\d)\s*$"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SERVICE = re.compile(r"[A-Za-z][\w-]*")
NOTE = re.compile(r"\((.*)\)")
HEADING = 12  # lines at most
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class _Heading(NamedTuple):
    slugline: str
    headline: str
    line: str
    notes: str


def recognises(first: bytes) -> bool:
    return bool(START.match(first))


def read(data: bytes) -> Iterator[Story | Remark]:
    """The messages of a transmission.

    Raises:
        ImportRefused: it is too large.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The file has {len(data)} bytes; no item of an agency has over {LIMIT}.")
    text, mended = text_of(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, message in enumerate(filter(str.strip, text.split(SOH)), 1):
        header = HEADER.match(message.lstrip("\x00 \n\x16"))
        if header:
            yield _story(header, (mended,) if mended else ())
        else:
            yield Remark(where=f"message {number}", text="its first line has no codes", skipped=True)


COPY = CopyFormat(name="IPTC 7901", recognises=recognises, read=read)


def _story(header: re.Match[str], notes: tuple[str, ...]) -> Story:
    rest = header.string[header.end() :]
    sent, rest = _sent(rest)
    text = CONTROLS.sub("", rest.partition(EOT)[0].partition(ETX)[0].partition(STX)[2] or rest)
    heading, body_text = _heading(text.strip("\n"))
    body = cleaning.blocks_of(html_of_text(body_text))
    dateline = dateline_in(body, sent=sent)
    service = SERVICE.match(header["more"])
    name = f"{header['source']}{header['number']}"
    return Story(
        id=f"iptc7901:{name}:{sent:%Y%m%d%H%M}" if sent else name_by_content(header.string.encode()),
        state=State.DRAFT,
        headline=heading.headline,
        slugline=heading.slugline,
        bylines=_bylines(heading.line),
        body=body,
        agency=Agency(name=service[0] if service else header["source"]),
        dateline_place=dateline.place,
        dateline_date=dateline.day,
        urgency=int(header["urgency"]),
        keywords=(header["category"],),
        ednote=heading.notes,
        published=sent,
        notes=notes,
    )


def _sent(text: str) -> tuple[datetime | None, str]:
    """The time at the end, and the text before it."""
    found = SENT.search(CONTROLS.sub("", text))
    if not found or found["month"] not in MONTHS:
        return None, text
    month = MONTHS.index(found["month"]) + 1
    year = 2000 + int(found["year"]) if int(found["year"]) < 70 else 1900 + int(found["year"])
    try:
        day, hour, minute = (int(found[part]) for part in ("day", "hour", "minute"))
        when = datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:  # the 31st of June
        return None, text
    return when, text[: text.rindex(found[0].split()[0])]


def _heading(text: str) -> tuple[_Heading, str]:
    """The heading's parts, and the text after it."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:HEADING]):
        if line.rstrip().endswith("="):
            given = [*lines[:number], line.rstrip().rstrip("= ")]
            return _parts(given), "\n".join(lines[number + 1 :])
    first, _, rest = text.partition("\n")
    return _parts([first]), rest


def _parts(lines: list[str]) -> _Heading:
    slugs, notes, names, headline = [], [], "", []
    for line in filter(None, map(str.strip, lines)):
        if line.endswith("/"):
            slugs.append(line.rstrip("/"))
        elif note := NOTE.fullmatch(line):
            notes.append(note[1])
        elif line.lower().startswith(("by ", "von ", "par ", "por ")):
            names = line
        else:
            headline.append(line)
    return _Heading(" ".join(slugs), " ".join(headline), names, "\n".join(notes))


def _bylines(line: str) -> tuple[Byline, ...]:
    languages = {"von": "de", "par": "fr", "por": "es"}
    return bylines.names_in(line, languages.get(line[:3].lower(), "en")) if line else ()
