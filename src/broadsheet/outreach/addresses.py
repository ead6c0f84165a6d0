"""E-mail addresses and links, as everything that writes to readers needs them."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.crypto import salted_hmac


def normal(email: str) -> str:
    """The form in which two spellings of one address are the same."""
    return email.strip().lower()


def fingerprint(email: str) -> str:
    """A keyed hash of an address: it can be recognised, not read back."""
    return salted_hmac("broadsheet.address", normal(email), algorithm="sha256").hexdigest()


def domain(email: str) -> str:
    """What stands after the @."""
    return normal(email).rpartition("@")[2]


def absolute(url: str) -> str:
    """The full address of a page or file of the paper."""
    return urljoin(settings.PAPER.url + "/", url)
