"""A letter taken apart: who sent it, its text, what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import clean_line
from broadsheet.wire import encodings
from broadsheet.wire.errors import ImportRefused

LIMIT = 30 * 1024 * 1024  # bytes of one letter; what mail servers let through
MOST_PARTS = 200
MOST_FOLDS = 30  # parts that hold parts, one in the other or side by side
FOLD = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
FIELD = re.compile(rb"[!-9;-~]{1,76}:[ \t]?")  # RFC 5322 §3.6.8
KNOWN_FIELDS = re.compile(
    rb"^(?:return-path|received|from|date|subject|message-id|mime-version|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file of a letter. `cid` is the name by which its HTML shows it."""

    name: str
    kind: str
    data: bytes
    cid: str = ""


@dataclass(slots=True)
class Letter:
    """What is in a letter.

    Args:
        sender: the address in From, in small letters.
        text, html: what it says; "" where it has no such part.
        letters: those that were forwarded with it as a whole.
        notes: what was mended or left out.
    """

    id: str
    subject: str
    sender: str
    sender_name: str
    sent: datetime | None
    language: str
    text: str = ""
    html: str = ""
    attached: list[Attached] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def recognises(first: bytes) -> bool:
    """Whether the first bytes begin a letter: header fields, some of which every letter has."""
    head = first.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if head.startswith(b"From "):  # as mbox parts its letters
        head = head.partition(b"\n")[2]
    return bool(FIELD.match(head)) and len(set(map(bytes.lower, KNOWN_FIELDS.findall(head)))) >= 2


def letter_of(data: bytes) -> Letter:
    """The letter that `data` is.

    Raises:
        ImportRefused: it is too large, or has too many parts.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The letter is larger than {LIMIT // 1024 // 1024} MB.")
    if len(FOLD.findall(data)) > MOST_FOLDS:
        raise ImportRefused(f"The letter has more than {MOST_FOLDS} parts that hold parts.")
    return _letter(message_from_bytes(data))


def _letter(message: Message) -> Letter:
    name, address = parseaddr(header(message, "From"))
    found = Letter(
        id=header(message, "Message-ID").strip("<> "),
        subject=clean_line(header(message, "Subject")),
        sender=address.lower(),
        sender_name=clean_line(name),
        sent=_sent(message),
        language=clean_line(header(message, "Content-Language")).partition(",")[0].strip(),
    )
    for number, part in enumerate(_leaves(message)):
        if number == MOST_PARTS:
            found.notes.append(f"only its first {MOST_PARTS} parts were read")
            break
        _take(found, part)
    return found


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no other; a forwarded letter is one."""
    inside = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(inside, list):
        for part in inside:
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _take(letter: Letter, part: Message) -> None:
    kind, inside = part.get_content_type(), part.get_payload()
    name = clean_line(_file_name(part))
    if kind == "message/rfc822" and isinstance(inside, list):
        letter.letters += [_letter(one) for one in inside[:1] if isinstance(one, Message)]
        return
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return  # a report of a mail system: nobody wrote it
    shown = part.get_content_disposition() != "attachment" and not name
    if shown and kind in {"text/plain", "text/html"}:
        words = _decoded(letter, part, data)
        if kind == "text/html":
            letter.html += words
        else:
            letter.text += ("\n\n" if letter.text else "") + words
    elif data.strip():
        cid = header(part, "Content-ID").strip("<> ")
        letter.attached.append(Attached(name=name or kind, kind=kind, data=data, cid=cid))


def _decoded(letter: Letter, part: Message, data: bytes) -> str:
    """The words of a part: as it says they are written, as they are else."""
    try:
        charset = part.get_content_charset() or "utf-8"
        return data.decode(charset)
    except (LookupError, ValueError):  # a name with a NUL in it is a ValueError
        words, mended = encodings.text_of(data)
        letter.notes.append(mended or "its text was in no known encoding; it was read as UTF-8")
        return words


def _file_name(part: Message) -> str:
    try:
        return _readable(part.get_filename() or "")
    except (LookupError, UnicodeError, ValueError):
        return "file"


def header(message: Message, name: str) -> str:
    """A header field as people read it; what is broken in it is shown as it came."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return _readable(str(next(found, "")))


def _readable(raw: str) -> str:
    # Bytes that stood bare in a field come as halves of letters.
    text = encodings.text_of(raw.encode("utf-8", "surrogateescape"))[0]
    try:
        return "".join(_piece(words, charset) for words, charset in decode_header(text))
    except (HeaderParseError, ValueError):
        return text


def _piece(words: str | bytes, charset: str | None) -> str:
    """A piece of a field, which `decode_header` gives in the bytes of its charset."""
    if isinstance(words, str):
        return words
    try:
        return words.decode(charset or "raw-unicode-escape")
    except (LookupError, ValueError):
        return encodings.text_of(words)[0]


def _sent(message: Message) -> datetime | None:
    """When it says it was sent; None for what cannot be so."""
    try:
        found = parsedate_to_datetime(header(message, "Date"))
        sent = found if found.tzinfo else found.replace(tzinfo=UTC)
        return sent if sent <= now() + timedelta(days=1) else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
