"""What a mail server's refusal says about the address: gone for good, or not its reader's fault."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a returned letter says."""

    HARD = "hard"  # there is no such mailbox
    SOFT = "soft"  # not now, full, too large, or the paper itself was refused
    COMPLAINT = "complaint"  # its reader called it spam


ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")  # RFC 3463 §2
REPLY = re.compile(r"(?<![\d.#-])([45]\d\d)(?=[\s:-])")  # RFC 5321 §4.2

POLICY = "7"
NO_SUCH_ADDRESS = {("1", "0"), ("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}
UNTELLING = {("0", "0"), ("1", "9"), ("2", "0")}  # "other"; the words say more
UNKNOWN = re.compile(
    r"unknown (?:user|recipient|account|address|local)"
    r"|(?:user|recipient|account|mailbox)\W+(?:is )?unknown"
    r"|no such (?:user|recipient|person|mailbox|address|account)|no mailbox here"
    r"|not a (?:known|valid) user|mailbox unavailable"
    r"|(?:user|mailbox|account|recipient|address|alias)\b.{0,60}?\b"
    r"(?:does ?n[o']t exist|do not exist|not exist|not found"
    r"|(?:was|were|is|been) (?:closed|disabled|deactivated|deleted|suspended))"
    r"|(?:invalid|nonexist\w*|non-exist\w*) (?:user|recipient|mailbox|address)"
    r"|host or domain name not found|no such domain|domain (?:does not exist|not found)"
    r"|name or service not known",
    re.IGNORECASE | re.DOTALL,
)
FULL = re.compile(
    r"\bquota\b|mailbox (?:is )?full|(?:over|exceed\w*) .{0,30}(?:storage|size|limit)"
    r"|out of (?:disk )?space|(?:not enough|insufficient) (?:disk |system |storage )*(?:space|storage)"
    r"|try again (?:later|in)",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\bspam\b|block(?:ed|list)|blacklist|denylist|\bdnsbl\b|\brbl\b|spamhaus|reputation|policy|unsolicited"
    r"|access denied|relay(?:ing)? (?:access )?denied|\bspf\b|\bdkim\b|\bdmarc\b|not authorized"
    r"|sender (?:address )?rejected|too large|virus",
    re.IGNORECASE,
)


def kind(*, status: str, words: str) -> Kind:
    """Whether an address is gone, or a letter only did not arrive.

    What cannot be read for certain is soft: who is refused again and again is
    left out in the end anyway, and nobody is left out by a mistake.

    Args:
        status: the report's own status code (RFC 3463), "" when it has none.
        words: what the refusing server said.
    """
    codes = [match.groups() for match in ENHANCED.finditer(f"{words} {status}")]
    if any(group == "4" for group, *_rest in codes) or _reply(words).startswith("4"):
        return Kind.SOFT
    if any(subject == POLICY for _group, subject, _detail in codes):
        return Kind.SOFT
    for _group, subject, detail in codes:
        if (subject, detail) in NO_SUCH_ADDRESS:
            return Kind.HARD
        if (subject, detail) not in UNTELLING and subject in {"1", "2", "3", "6"}:
            return Kind.SOFT  # full, too large, the system's or the sender's own trouble
    return _by_words(words)


def code(*, status: str, words: str) -> str:
    """The most telling status code that was given, "" for none."""
    given = [match[0] for match in ENHANCED.finditer(f"{words} {status}")]
    refused = [one for one in given if one.split(".")[1] == POLICY]
    telling = [one for one in given if not one.endswith(".0.0")]
    return next(iter([*refused, *telling, *given]), "") or _reply(words)


def _by_words(words: str) -> Kind:
    if UNKNOWN.search(words) and not (FULL.search(words) or REFUSED.search(words)):
        return Kind.HARD
    return Kind.SOFT


def _reply(words: str) -> str:
    found = REPLY.search(words)
    return found[1] if found else ""
