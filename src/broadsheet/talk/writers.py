"""From a request to the writer, and back to the browser that we know again.

A guest's browser keeps a signed random key. Only its hash is stored with a
post, and it shows the writer their own waiting comments. The edition leaves
plates aside only for browsers that carry `OWN_COOKIE`, so without that cookie
a guest is nobody: what only they may see must never get into a kept page.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from http.cookies import Morsel
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from broadsheet.edition.api import OWN_COOKIE
from broadsheet.foundation.browsers import (
    COOKIE,
    REMEMBERED,
    SALT,
    address_hash,
    guest,
    kept_key,
    key_of,
)
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.talk import ways
from broadsheet.talk.drafts import Writer
from broadsheet.talk.models import Post, PostState

OWN_WHILE_HELD = timedelta(days=7)
OWN_WHEN_SHOWN = timedelta(minutes=2)  # longer than a browser may keep the old page


def writer_of(request: HttpRequest) -> Writer:
    """Who sends this request; a guest without a key gets a new one."""
    user = account(request)
    if user:
        return Writer(
            key=key_of(user),
            address_hash=address_hash(request),
            user=user,
            is_staff=user.has_perm("wagtailadmin.access_admin"),
        )
    kept = kept_key(request)
    key = kept or secrets.token_urlsafe(16)
    return Writer(key=guest(key), address_hash=address_hash(request), browser_key=key, is_fresh=not kept)


def hands(request: HttpRequest) -> tuple[Writer, ...]:
    """Everybody who writes from here: the account, and the browser before it signed in."""
    first = writer_of(request)
    key = kept_key(request)
    if first.user is None or not key:
        return (first,)
    return (first, Writer(key=guest(key), address_hash=first.address_hash, browser_key=key))


def own_keys(request: HttpRequest) -> tuple[str, ...]:
    """Whose waiting posts this request may see; () for a page that could be kept."""
    keys = []
    user = account(request)
    if user:
        keys.append(key_of(user))
    kept = kept_key(request) if OWN_COOKIE in request.COOKIES else ""
    if kept:
        keys.append(guest(kept))
    return tuple(keys)


def remember(response: HttpResponseBase, *, hands: Sequence[Writer], post: Post | None = None) -> None:
    """Let the browser that wrote or liked something see it at once, waiting or not."""
    waits = (post is not None and post.state == PostState.HELD) or _has_held(hands)
    _set(response, OWN_COOKIE, "1", OWN_WHILE_HELD if waits else OWN_WHEN_SHOWN)
    for hand in hands:
        if hand.browser_key:
            signed = signing.Signer(salt=SALT).sign(hand.browser_key)
            _set(response, COOKIE, signed, REMEMBERED)


def _has_held(hands: Sequence[Writer]) -> bool:
    known = [hand.key for hand in hands if not hand.is_fresh]
    return bool(known) and Post.objects.filter(writer__in=known, state=PostState.HELD).exists()


def account(request: HttpRequest) -> User | None:
    """The signed-in reader, if any."""
    user = getattr(request, "user", None)
    # Django's user is a lazy object around the real one.
    return cast("User", user) if user is not None and user.is_authenticated else None


def is_new(writer: Writer) -> bool:
    """Whether this writer's first public post is not a day old, or there is none."""
    if writer.is_fresh:
        return True
    a_day_ago = now() - timedelta(days=1)
    return not Post.objects.filter(
        writer=writer.key, state=PostState.PUBLISHED, created_at__lt=a_day_ago
    ).exists()


def _set(response: HttpResponseBase, name: str, value: str, age: timedelta) -> None:
    if ways.is_framed():
        _set_in_frame(response, name, value, age)
        return
    response.set_cookie(
        name,
        value,
        max_age=age,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


class _Partitioned(Morsel[str]):
    """A frame's cookie, apart for each site that has the frame (CHIPS); Python 3.14 knows the word."""

    def OutputString(self, attrs: Any = None) -> str:  # noqa: N802 - its name in the standard library
        return f"{super().OutputString(attrs)}; Partitioned"


def _set_in_frame(response: HttpResponseBase, name: str, value: str, age: timedelta) -> None:
    """Browsers send a frame no cookie but one like this, and take it over TLS or from localhost."""
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="None", secure=True)
    plain, partitioned = response.cookies[name], _Partitioned()
    partitioned.set(plain.key, plain.value, plain.coded_value)
    partitioned.update(plain)
    response.cookies[name] = partitioned
