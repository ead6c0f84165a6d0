"""Codes of IPTC's vocabularies, in the one form that stories carry: "medtop:20000523"."""

from __future__ import annotations

import re

SCHEMES = {
    "http://cv.iptc.org/newscodes/mediatopic/": "medtop",
    "http://cv.iptc.org/newscodes/subjectcode/": "subj",
}
EIGHT_DIGITS = re.compile(r"\d{8}")


def code_of(value: str, scheme: str = "") -> str:
    """A code from what an item says: a URI, a code with its scheme, or a bare number.

    Numbers from 20000000 on are Media Topics; those below stand in IPTC's older
    Subject Codes, the top ones in both. Any other code stays as it is.
    """
    value = value.strip().replace("https://cv.iptc.org/", "http://cv.iptc.org/")
    for address, name in SCHEMES.items():
        if value.startswith(address):
            return f"{name}:{value.removeprefix(address)}"
    if scheme:
        return f"{scheme}:{value}"
    if EIGHT_DIGITS.fullmatch(value):
        return f"{'medtop' if value.startswith('2') else 'subj'}:{value}"
    return value


def address_of(code: str) -> str:
    """The URI of a code of IPTC's; "" for any other."""
    scheme, _, number = code.partition(":")
    return next((address + number for address, name in SCHEMES.items() if name == scheme), "")
