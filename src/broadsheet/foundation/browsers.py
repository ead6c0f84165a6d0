"""A browser that is known again without knowing whose it is.

It keeps a signed random key. Only a keyed hash of that is ever stored, with a
comment, a like or a vote; it leads to no address and to no other site.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from broadsheet.foundation.models import User
from broadsheet.foundation.requests import address_prefix, client_address

COOKIE = "writer"
SALT = "broadsheet.talk.writer"
REMEMBERED = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who sends a request, as far as the paper wants to know.

    Args:
        keys: under which what they do is kept: the account first, then the browser.
        address_hash: a keyed hash of the network.
        has_account: whether the first key is an account's.
        browser_key: what the browser keeps.
    """

    keys: tuple[str, ...]
    address_hash: str
    has_account: bool
    browser_key: str = field(repr=False)


def reader_of(request: HttpRequest) -> Reader:
    """The reader; a browser without a key gets a new one (see `remember`)."""
    user, kept = request.user, kept_key(request)
    key = kept or secrets.token_urlsafe(16)
    if isinstance(user, User):
        keys = (key_of(user), guest(key)) if kept else (key_of(user),)
    else:
        keys = (guest(key),)
    return Reader(
        keys=keys,
        address_hash=address_hash(request),
        has_account=isinstance(user, User),
        browser_key=key,
    )


def remember(response: HttpResponseBase, *, reader: Reader) -> None:
    """Let the browser be known again."""
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=SALT).sign(reader.browser_key),
        max_age=REMEMBERED,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def kept_key(request: HttpRequest) -> str:
    """What the browser keeps; "" when that is nothing, or forged."""
    try:
        return signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""


def guest(key: str) -> str:
    """Under which key a browser without an account is kept."""
    return "guest:" + salted_hmac(SALT, key, algorithm="sha256").hexdigest()[:32]


def key_of(user: User) -> str:
    """Under which key an account is kept."""
    return f"user:{user.pk}"


def address_hash(request: HttpRequest) -> str:
    """A keyed hash of the network the request comes from."""
    prefix = address_prefix(client_address(request))
    return salted_hmac("broadsheet.talk.address", prefix, algorithm="sha256").hexdigest()[:32]
