"""How a text looks: links, contacts, shouting, repeats, disguises."""

from __future__ import annotations

import re

from broadsheet.talk.pipeline.folding import Folded
from broadsheet.talk.pipeline.signals import Code, Signal

LINK = re.compile(
    r"(?:https?|ftp)://\S{1,300}|\bwww\.\S{1,300}|"
    r"\b[\w-]{1,63}\.(?:com|net|org|info|biz|ru|cn|kz|top|xyz|shop|online|site|club|vip|io|me|co)\b",
    re.IGNORECASE,
)
# Eight digits and more, as people write telephone numbers; dates and prices are shorter.
PHONE = re.compile(r"(?<![\w.,])\+?\d(?:[ ().-]{0,2}\d){8,14}(?![\w])")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,60}")
HANDLE = re.compile(
    r"\b(?:telegram|whatsapp|viber|wechat|微信|qq|t\.me)\b\W{0,3}[\w@+]{4,40}", re.IGNORECASE
)
REPEATED_SIGN = re.compile(r"([!?]\W?)\1{3,}|([^\W\d_])\2{4,}")
SHOUT_LETTERS = 24
SHOUT_SHARE = 0.7
FEW_DISGUISES = 1


def signals(*, text: str, name: str, folded: Folded, hidden: int) -> list[Signal]:
    """What is noticed in how a comment is written.

    Args:
        hidden: how many invisible or reordering characters were taken out of it.
    """
    found = []
    links = [match.group() for match in LINK.finditer(text)]
    links += [match.group() for match in LINK.finditer(name)]
    if links:
        score = min(0.35 + 0.1 * (len(links) - 1), 0.75)
        found.append(_signal(Code.LINKS, score, links[0], reason="spam", holds=True))
    contact = PHONE.search(text) or EMAIL.search(text) or HANDLE.search(text)
    if contact:
        found.append(_signal(Code.CONTACT, 0.4, contact.group(), reason="spam", holds=True))
    if _shouts(text):
        found.append(_signal(Code.SHOUTING, 0.25, _start(text)))
    stretched = REPEATED_SIGN.search(text)
    if stretched:
        found.append(_signal(Code.STRETCHED, 0.15, stretched.group()[:20]))
    if len(folded.disguised) >= FEW_DISGUISES:
        found.append(_signal(Code.DISGUISED, 0.3, ", ".join(folded.disguised[:4])))
    if hidden:
        found.append(_signal(Code.HIDDEN, 0.3, str(hidden)))
    return found


def _signal(code: Code, score: float, evidence: str, *, reason: str = "", holds: bool = False) -> Signal:
    return Signal(code=code, score=score, evidence=evidence, reason=reason, holds=holds)


def _shouts(text: str) -> bool:
    """Mostly capitals; only where a script has them, and not an acronym or two."""
    capitals = sum(map(str.isupper, text))
    if capitals < SHOUT_LETTERS:
        return False
    small = sum(map(str.islower, text))
    return capitals > SHOUT_SHARE * (capitals + small)


def _start(text: str) -> str:
    return " ".join(text.split())[:60]
