"""The name of a public page: host, path, and the only query that makes another page.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

LONGEST = 400  # bytes; longer addresses are rendered, never kept
LAST_PAGE_KEPT = 500
PAGE_NUMBER = re.compile("[1-9][0-9]{0,2}")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
FOREIGN_KEYS = ("utm_", "fbclid", "gclid", "mc_")
# A reader who has one of these sees pages of their own.
PERSONAL_COOKIES = re.compile(r"(?:^|[;,])\s*(?:[\w-]*sessionid|own|messages)\s*=")
OWN_COOKIE = "own"  # set when a reader has written something only they may see yet


def is_personal(environ: Mapping[str, object]) -> bool:
    """Whether this reader's pages may differ from everybody's."""
    cookies = environ.get("HTTP_COOKIE")
    return bool(cookies) and PERSONAL_COOKIES.search(str(cookies)) is not None


def host_of(url: str) -> str:
    """The host as browsers name it in a request to this URL."""
    parts = urlsplit(url)
    return parts.netloc.lower().removesuffix(DEFAULT_PORTS[parts.scheme])


def address_of(environ: Mapping[str, object], *, host: str) -> str:
    """The address of a request, "" when it is of no page that may be kept.

    Only a page number makes another page; marks that other sites add to links
    are dropped. Anything else is rendered and not kept, so that nobody can
    fill the house with invented addresses. Letters are WSGI's: one a byte.

    Args:
        host: the paper's own (`host_of` its URL).
    """
    if environ.get("HTTP_HOST") != host and not _is_loopback(environ):
        return ""
    base = f"{environ.get('HTTP_HOST', '')}{environ.get('PATH_INFO', '')}"
    query = str(environ.get("QUERY_STRING") or "")
    address = base + _page_query(query) if query else base
    return address if len(address) <= LONGEST and address != base + "!" else ""


def is_numbered(address: str) -> bool:
    """Whether this is a further page of a list."""
    return "?" in address


def _is_loopback(environ: Mapping[str, object]) -> bool:
    """Whether somebody on this machine asks, by the port that is listened on."""
    name, _, port = str(environ.get("HTTP_HOST", "")).rpartition(":")
    return name in LOOPBACK and port == environ.get("SERVER_PORT")


def _page_query(query: str) -> str:
    """`?page=3` for that alone, "" for nothing that counts, "!" for anything else."""
    pairs = [pair for pair in parse_qsl(query, True) if not pair[0].startswith(FOREIGN_KEYS)]
    if not pairs or pairs == [("page", "1")]:
        return ""
    if len(pairs) == 1 and pairs[0][0] == "page" and _is_further_page(pairs[0][1]):
        return f"?page={pairs[0][1]}"
    return "!"


def _is_further_page(number: str) -> bool:
    return bool(PAGE_NUMBER.fullmatch(number)) and 1 < int(number) <= LAST_PAGE_KEPT
