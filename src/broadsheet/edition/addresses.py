"""The name of a public page: host, path, and the only query that makes another page.

Pure Python: the edge uses this before Django is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

LONGEST = 400  # bytes; longer addresses are rendered, never kept
LAST_PAGE_KEPT = 500
FOREIGN_KEYS = ("utm_", "fbclid", "gclid", "mc_")
# A reader who has one of these sees pages of their own.
PERSONAL_COOKIES = ("sessionid=", "own=", "messages=")
OWN_COOKIE = "own"  # set when a reader has written something only they may see yet


def is_personal(environ: Mapping[str, object]) -> bool:
    """Whether this reader's pages may differ from everybody's."""
    cookies = str(environ.get("HTTP_COOKIE") or "")
    return bool(cookies) and any(name in cookies for name in PERSONAL_COOKIES)


def address_of(environ: Mapping[str, object]) -> str:
    """The address of a request, "" when it is of no page that may be kept.

    Only a page number makes another page; marks that other sites add to links
    are dropped. Anything else is rendered and not kept, so that nobody can
    fill the house with invented addresses. Letters are WSGI's: one a byte.
    """
    base = f"{environ.get('HTTP_HOST', '')}{environ.get('PATH_INFO', '')}"
    query = str(environ.get("QUERY_STRING") or "")
    address = base + _page_query(query) if query else base
    return address if len(address) <= LONGEST and address != base + "!" else ""


def _page_query(query: str) -> str:
    """`?page=3` for that alone, "" for nothing that counts, "!" for anything else."""
    pairs = [pair for pair in parse_qsl(query, True) if not pair[0].startswith(FOREIGN_KEYS)]
    if not pairs:
        return ""
    if len(pairs) == 1 and pairs[0][0] == "page" and _is_page_number(pairs[0][1]):
        return f"?page={pairs[0][1]}"
    return "!"


def _is_page_number(number: str) -> bool:
    return number.isascii() and number.isdecimal() and 0 < int(number[:5]) <= LAST_PAGE_KEPT
