"""Names of stories as the field's formats want them: a URI."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote

OURS = "urn:x-broadsheet:"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")


def uri_of(name: str) -> str:
    """A story's `id` as a URI; one that is none already is wrapped in one of ours."""
    if URI.fullmatch(name) and not name.startswith(OURS):
        return name
    return OURS + quote(name, safe="")


def name_of(uri: str) -> str:
    """The `id` that `uri_of` made a URI of; any other URI is the name itself."""
    return unquote(uri[len(OURS) :]) if uri.startswith(OURS) else uri


def name_by_content(data: bytes) -> str:
    """A name for an item that brings none: the same bytes have the same name."""
    return "sha256:" + hashlib.sha256(data).hexdigest()[:40]
