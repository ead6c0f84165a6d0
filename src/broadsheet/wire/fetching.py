"""Ask another site for a picture."""

from __future__ import annotations

import http.client

from broadsheet.foundation.outside import LIMIT, Unreachable, get
from broadsheet.wire.errors import PictureMissing

__all__ = ["LIMIT", "fetch"]

AGENT = "Broadsheet-import/1 (+picture of an imported story)"


def fetch(address: str) -> bytes:
    """The bytes of the picture at `address`.

    Raises:
        PictureMissing: it is not public, does not answer, is too large or slow.
    """
    try:
        answer = get(address, headers={"User-Agent": AGENT, "Accept": "image/*"})
    except Unreachable as error:
        raise PictureMissing(str(error)) from error
    if answer.status != http.client.OK:
        raise PictureMissing(f"its site answers {answer.status}")
    return answer.body
