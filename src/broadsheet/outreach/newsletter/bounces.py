"""Letters that come back: what a message says about the addresses it names.

Reports are read by the standards (RFC 3464 for what could not be delivered,
RFC 5965 for complaints). What older servers write in plain words is found by
flufl.bounce and, where that finds nothing, by an address that stands beside a
server's refusal. Answers that machines give by themselves (RFC 3834) are none.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr

from flufl.bounce import all_failures

from broadsheet.outreach.newsletter import verdicts
from broadsheet.outreach.newsletter.verdicts import Kind

logger = logging.getLogger(__name__)

READ = 200_000  # bytes of a message; what is said stands at its top, the returned letter below
READ_IN_WORDS = 40_000  # where there is no report and the words are searched
TANGLED = 60
MOST = 50  # addresses of one message
WORDS = 300
READ_OF_WORDS = 2000  # of what is said of one address, to judge it
SPAM = {"abuse", "fraud", "opt-out", "opt-out-list"}  # RFC 5965 §7.3; "not-spam" is the opposite
DAEMONS = {"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mdaemon", "mmdf"}
ADDRESS = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Where the returned letter begins in a message without parts.
COPY = re.compile(
    r"^[- \t>*]{0,40}(?:this is a copy of (?:the|your) message|original message\b"
    r"|below this line is a copy|(?:below is )?a copy of the original message|returned message"
    r"|message header follows|original message headers|the original message follows)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a message says about one address.

    Attributes:
        address: to which we wrote, in lower case; "" where the report hides it.
        kind: hard, soft or complaint.
        status: a code of RFC 3463 or RFC 5321, "" when none was given.
        words: what the server said, at most 300 letters.
    """

    address: str
    kind: Kind
    status: str = ""
    words: str = ""


def read(raw: bytes) -> tuple[Report, ...]:
    """What a message says of each address in it; nothing for any other letter."""
    found = [] if _is_tangled(raw) else _found(raw)
    each = {report.address: report for report in reversed(found)}  # the first word on each
    return tuple(reversed(each.values()))[:MOST]


def everything_in(raw: bytes) -> Iterator[str]:
    """The text of a message and of each of its parts, decoded, to look for a mark of ours."""
    yield raw[:READ].decode("latin-1")
    for part in [] if _is_tangled(raw) else _parsed(raw).walk():
        if not part.is_multipart() and part.get("Content-Transfer-Encoding"):
            yield _text(part)


def _is_tangled(raw: bytes) -> bool:
    """Whether it has parts in parts in parts: that is no report, and meant to hurt."""
    return raw[:READ].lower().count(b"boundary") > TANGLED


def _found(raw: bytes) -> list[Report]:
    message = _parsed(raw)
    found = _complaints(message) or _notifications(message)
    if not found and _is_from_a_daemon(message):
        return _in_words(_parsed(raw[:READ_IN_WORDS]))
    return found


def _parsed(raw: bytes) -> Message:
    return BytesParser().parsebytes(raw[:READ])


# Reports by the standards -----------------------------------------------------


def _complaints(message: Message) -> list[Report]:
    """A reader called a letter spam, and their provider tells us (RFC 5965)."""
    for part in message.walk():
        if part.get_content_type() != "message/feedback-report":
            continue
        fields = _fields(part)[0]
        feedback = _header(fields, "Feedback-Type").strip().lower()
        if feedback not in SPAM:
            return []
        told = [_bare(value) for value in fields.get_all("Original-Rcpt-To", [])]
        agent = _header(fields, "User-Agent").strip()
        return [
            Report(address=address, kind=Kind.COMPLAINT, words=f"{feedback}: {agent}"[:WORDS])
            for address in told or [""]
        ]
    return []


def _notifications(message: Message) -> list[Report]:
    """What could not be delivered, or not yet (RFC 3464)."""
    found = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in _fields(part):
            report = _recipient(fields)
            if report:
                found.append(report)
    return found


def _recipient(fields: Message) -> Report | None:
    """One recipient's fields. The address we wrote to is the original one where it is told."""
    action = _header(fields, "Action").strip().lower()
    address = _typed(_header(fields, "Original-Recipient")) or _typed(_header(fields, "Final-Recipient"))
    if not address or action in {"delivered", "relayed", "expanded"}:
        return None
    status = _header(fields, "Status")
    words = _one_line(_header(fields, "Diagnostic-Code").partition(";")[2] or status)
    kind = Kind.SOFT if action == "delayed" else verdicts.kind(status=status, words=words)
    return _report(address, kind, status=status, words=words)


def _fields(part: Message) -> list[Message]:
    """The blocks of a report; some programs make them anew as text."""
    blocks = [block for block in part.walk() if block is not part]
    if any(block.keys() for block in blocks):
        return blocks
    text = blocks[0].get_payload() if blocks else _text(part)
    parser = BytesParser()
    return [parser.parsebytes(block.encode()) for block in re.split(r"\n\s*\n", str(text))]


# Reports in words -------------------------------------------------------------


def _is_from_a_daemon(message: Message) -> bool:
    """Whether a mail system wrote this, not a person or a person's answering machine."""
    if message.get("X-Failed-Recipients") or message.get_param("report-type") == "delivery-status":
        return True
    name = parseaddr(_header(message, "From"))[1].partition("@")[0].lower()
    return name in DAEMONS


def _in_words(message: Message) -> list[Report]:
    told = _told(message)
    later, failed = _by_their_manner(message)
    names = failed | later
    names |= {_bare(one) for one in _header(message, "X-Failed-Recipients").split(",")}
    names.discard("")
    if not names:
        names = set(_refused(told, ours=_bare(_header(message, "To"))))
    found = []
    for address, words in _said_of(told, sorted(names)[:MOST]):
        kind = Kind.SOFT if address in later else verdicts.kind(status="", words=words)
        found.append(_report(address, kind, status="", words=words))
    return found


def _by_their_manner(message: Message) -> tuple[set[str], set[str]]:
    """Addresses put off and refused, in the manner of many mail systems."""
    try:
        later, failed = all_failures(message)
    except (AttributeError, IndexError, LookupError, TypeError, ValueError) as error:
        logger.info("flufl.bounce could not read a returned letter: %r", error)
        return set(), set()
    return (
        {_bare(address.decode("latin-1")) for address in later},
        {_bare(address.decode("latin-1")) for address in failed},
    )


def _told(message: Message) -> str:
    """What the mail system wrote, without the letter that came back."""
    for part in message.walk():
        if part.get_content_maintype() == "text":
            return COPY.split(_text(part), maxsplit=1)[0]
    return ""


def _refused(told: str, *, ours: str) -> Iterator[str]:
    """Addresses beside which a server's refusal stands."""
    for match in ADDRESS.finditer(told):
        beside = told[match.end() : match.end() + WORDS]
        if _bare(match[0]) != ours and verdicts.REPLY.search(beside):
            yield _bare(match[0])


def _said_of(told: str, names: list[str]) -> list[tuple[str, str]]:
    """Each address with the words from where it is named to where the next one is."""
    lowered = told.lower()
    places = sorted((max(lowered.find(name), 0), name) for name in names)
    ends = [*(place for place, _name in places), len(told)][1:]
    return [
        (name, _one_line(told[place:end] if end > place else told))
        for (place, name), end in zip(places, ends, strict=True)
    ]


# Small things -----------------------------------------------------------------


def _report(address: str, kind: Kind, *, status: str, words: str) -> Report:
    code = verdicts.code(status=status, words=words)
    return Report(address=address, kind=kind, status=code, words=words[:WORDS])


def _typed(value: str) -> str:
    """The address of “rfc822; reader@example.org”; "" for other kinds of addresses."""
    kind, _, address = value.partition(";")
    return _bare(address) if kind.strip().lower() in {"rfc822", "utf-8"} else ""


def _bare(value: str) -> str:
    address = parseaddr(str(value).strip())[1].strip("<> ").lower()
    return address if "@" in address and len(address) <= 254 else ""


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))  # where bytes are no ASCII, it is no string yet


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set nobody knows
        return payload.decode("latin-1")


def _one_line(text: str) -> str:
    return " ".join(text[:READ_OF_WORDS].split())
