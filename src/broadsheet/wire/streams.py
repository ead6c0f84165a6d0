"""An article's stored body as a story's blocks: what goes out of the paper."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from broadsheet.news.models import ArticlePage
from broadsheet.wire import cleaning, story
from broadsheet.wire.story import Block

if TYPE_CHECKING:
    from broadsheet.wire.outgoing import Outgoing

PAGE_LINK = re.compile(r'<a\b([^>]*\blinktype="page"[^>]*)>(.*?)</a>', re.DOTALL)
PAGE_ID = re.compile(r'\bid="(\d+)"')


def blocks(raw: Any, outgoing: Outgoing) -> tuple[Block, ...]:
    """A body's blocks; what a plug-in added goes out as it is stored."""
    made = [MAKERS.get(one["type"], _foreign)(one, outgoing) for one in raw]
    return tuple(block for block in made if block is not None)


def _html(html: str) -> str:
    def lead_inside(found: re.Match[str]) -> str:
        pk = PAGE_ID.search(found[1])
        page = Page.objects.filter(pk=pk[1]).first() if pk else None
        if page is None:
            return found[2]
        inside = isinstance(page.specific, ArticlePage)
        address = f"story:{page.specific.lasting_key}" if inside else page.get_url_parts()[2]
        return f'<a href="{entities.escape(address)}">{found[2]}</a>'

    return cleaning.tidy(PAGE_LINK.sub(lead_inside, html))


def _text(one: Any, outgoing: Outgoing) -> Block:
    return story.Text(html=_html(one["value"]))


def _picture_in(value: Any, outgoing: Outgoing) -> story.Picture | None:
    words = {name: value.get(name) or "" for name in ("alt", "caption", "credit")}
    found: story.Picture | None = outgoing.named(outgoing.picture(value.get("image")), **words)
    return found


def _picture(one: Any, outgoing: Outgoing) -> Block | None:
    return _picture_in(one["value"], outgoing)


def _gallery(one: Any, outgoing: Outgoing) -> Block | None:
    pictures = [_picture_in(value, outgoing) for value in _list(one["value"].get("pictures"))]
    kept = tuple(picture for picture in pictures if picture)
    return story.Gallery(title=one["value"].get("title") or "", pictures=kept) if kept else None


def _pull_quote(one: Any, outgoing: Outgoing) -> Block:
    value = one["value"]
    return story.PullQuote(text=value["text"], attribution=value.get("attribution") or "")


def _fact_box(one: Any, outgoing: Outgoing) -> Block:
    return story.FactBox(title=one["value"]["title"], html=_html(one["value"]["text"]))


def _embed(one: Any, outgoing: Outgoing) -> Block:
    return story.Embed(url=one["value"]["url"], caption=one["value"].get("caption") or "")


def _table(one: Any, outgoing: Outgoing) -> Block:
    value = one["value"]
    return story.Table(
        rows=tuple(tuple(str(cell or "") for cell in row) for row in value.get("data") or []),
        header=bool(value.get("first_row_is_table_header")),
        side_header=bool(value.get("first_col_is_header")),
        caption=value.get("table_caption") or "",
    )


def _related(one: Any, outgoing: Outgoing) -> Block | None:
    wanted = _list(one["value"].get("articles"))
    found = ArticlePage.objects.in_bulk(wanted)
    ids = tuple(str(found[pk].lasting_key) for pk in wanted if pk in found)
    return story.Related(title=one["value"].get("title") or "", ids=ids) if ids else None


def _foreign(one: Any, outgoing: Outgoing) -> Block:
    return story.Foreign(
        name=one["type"], value=json.dumps(one["value"], sort_keys=True, ensure_ascii=False)
    )


def _list(stored: Any) -> list[Any]:
    """The values of a list block, in either of the forms in which Wagtail stores them."""
    return [one["value"] if isinstance(one, dict) and "id" in one else one for one in stored or []]


MAKERS: dict[str, Callable[[Any, Outgoing], Block | None]] = {
    "text": _text,
    "picture": _picture,
    "gallery": _gallery,
    "pull_quote": _pull_quote,
    "fact_box": _fact_box,
    "embed": _embed,
    "table": _table,
    "related": _related,
}
