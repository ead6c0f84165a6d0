"""The cache in front of the paper (a CDN, or Varnish): what it keeps, and how it is told to let go.

Its address stands in `broadsheet.toml`; the backends are Wagtail's, with a
way to purge by tag where the cache has one:

    cdn = "varnish://127.0.0.1:6081"      # the VCL is in deploy/varnish.vcl
    cdn = "fastly://SERVICE"              # BROADSHEET_CDN_KEY: an API token
    cdn = "cloudflare://ZONE"             # BROADSHEET_CDN_KEY: a token that may purge
    cdn = "cloudfront://DISTRIBUTION"     # by address; needs boto3 and its credentials
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import requests
from django.conf import settings
from wagtail.contrib.frontend_cache.backends import BaseBackend, CloudflareBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from broadsheet.edition.plates import PAGE_SECONDS
from broadsheet.foundation.clock import now

KEEP_SECONDS = 86_400  # what changes is purged; what nobody purged is fetched again after a day
ENDS_SOON_SECONDS = 30  # a page whose time is over within the day
LONGEST_HEADER = 7_000  # bytes; Varnish takes 8 KB a header, Fastly and Cloudflare 16
PATIENCE_SECONDS = 10
MANY = "many"  # instead of its tags on a page that has too many; purged with whatever changes
PLAIN = re.compile(r"[A-Za-z0-9:_.-]{1,100}")
FASTLY = "https://api.fastly.com"


class NotPurged(Exception):
    """The cache did not take the order; the message says why."""


class VarnishBackend(BaseBackend):
    """Varnish, by a ban on a header (`deploy/varnish.vcl`)."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._url = params.pop("LOCATION")

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in _in_parts(tags, 50):
            wanted = "|".join(map(re.escape, some))
            _send(Request(self._url, method="BAN", headers={"X-Ban-Tags": wanted}))  # noqa: S310


class FastlyBackend(BaseBackend):
    """Fastly, by surrogate keys."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._url = f"{params.pop('API', FASTLY)}/service/{params.pop('SERVICE')}/purge"
        self._key = params.pop("KEY")

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in _in_parts(tags, 256):
            headers = {"Fastly-Key": self._key, "Surrogate-Key": " ".join(some)}
            _send(Request(self._url, method="POST", headers=headers))  # noqa: S310


class CloudflareTagBackend(CloudflareBackend):
    """Cloudflare, by cache tags."""

    def __init__(self, params: dict[str, Any]) -> None:
        api = params.pop("API", "")
        super().__init__(params)
        if api:
            self.cloudflare_purge_endpoint_url = f"{api}/zones/{self.cloudflare_zoneid}/purge_cache"

    def purge_tags(self, tags: Sequence[str]) -> None:
        for some in _in_parts(tags, self.CHUNK_SIZE):
            try:
                answer = requests.post(
                    self.cloudflare_purge_endpoint_url,
                    json={"tags": some},
                    headers={"Authorization": f"Bearer {self.cloudflare_token}"},
                    timeout=PATIENCE_SECONDS,
                )
                taken = answer.ok and answer.json().get("success")
            except (requests.RequestException, ValueError) as error:
                raise NotPurged(str(error)) from error
            if not taken:
                raise NotPurged(f"{answer.status_code} {answer.text[:200]}")


def backend() -> Any:
    """The cache in front of the paper; None where there is none."""
    return get_backends().get("default")


def can_purge_tags(cache: Any) -> bool:
    return hasattr(cache, "purge_tags")


def headers(tags: Iterable[str], *, until: datetime | None) -> Iterator[tuple[str, str]]:
    """What a plate tells the cache: how long to keep it, and by which tags to find it.

    Args:
        until: the moment from which the page says something else.
    """
    if not settings.WAGTAILFRONTENDCACHE:
        return
    ends_soon = until is not None and until < now() + timedelta(seconds=KEEP_SECONDS)
    seconds = ENDS_SOON_SECONDS if ends_soon else KEEP_SECONDS
    names = sorted({name_of(tag) for tag in tags})
    if sum(map(len, names)) + len(names) > LONGEST_HEADER:
        names = [MANY]
    yield "Surrogate-Key", " ".join(names)
    yield "Cache-Tag", ",".join(names)
    if "Cloudfront" in settings.WAGTAILFRONTENDCACHE["default"]["BACKEND"]:
        yield "Cache-Control", f"public, max-age={PAGE_SECONDS}, s-maxage={seconds}"
    yield "Surrogate-Control", f"max-age={seconds}"
    yield "CDN-Cache-Control", f"max-age={seconds}"  # RFC 9213


def name_of(tag: str) -> str:
    """A tag as caches take it: short, ASCII, without spaces and commas."""
    if PLAIN.fullmatch(tag):
        return tag
    return hashlib.sha256(tag.encode()).hexdigest()[:20]


def _in_parts(tags: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(tags), size):
        yield list(tags[start : start + size])


def _send(request: Request) -> None:
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310 - the operator's own address
            return
    except HTTPError as error:
        raise NotPurged(f"{error.code} {error.reason}") from error
    except (URLError, OSError) as error:
        raise NotPurged(str(error)) from error
