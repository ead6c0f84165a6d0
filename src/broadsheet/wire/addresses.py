"""Addresses as others write them."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

NOWHERE = SplitResult("", "", "", "", "")


def taken_apart(address: str) -> SplitResult:
    """An address in its parts; all of them are empty for what is none, such as `http://[`."""
    try:
        return urlsplit(address)
    except ValueError:
        return NOWHERE


def joined(base: str, address: str) -> str:
    """An address as it is meant on a page; "" for what is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
