"""ninjs, IPTC's news in JSON: versions 1 to 3 are read, version 3 is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from broadsheet.wire.encodings import LIMIT, text_of
from broadsheet.wire.ninjs.items import items_of
from broadsheet.wire.ninjs.reading import id_of, story_of
from broadsheet.wire.ninjs.writing import item_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import CopyFormat, ImportRefused
from broadsheet.wire.story import Story

MARKS = re.compile(
    rb'"(?:body_(?:x?html|text)|bodies|versioncreated|firstcreated|pubstatus|renditions|headlines)"',
    re.IGNORECASE,
)


def recognises(first: bytes) -> bool:
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in {b"{", b"["} and bool(MARKS.search(start))


def read(data: bytes) -> Iterator[Story | Remark]:
    """The items of a ninjs document, of a list of them, or of one document a line.

    Raises:
        ImportRefused: it is too large.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The file has {len(data)} bytes; no item of an agency has over {LIMIT}.")
    text, mended = text_of(data)
    for found in items_of(text):
        if isinstance(found, Remark):
            yield found
            continue
        try:
            yield story_of(found, (mended,) if mended else ())
        except RecursionError:
            yield Remark(where=id_of(found), text="its parts are nested too deeply", skipped=True)


def write(stories: Iterable[Story]) -> bytes:
    """Each story as a ninjs 3.0 document, one a line."""
    lines = (json.dumps(item_of(story), ensure_ascii=False, separators=(",", ":")) for story in stories)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


COPY = CopyFormat(name="ninjs", recognises=recognises, read=read, write=write)
