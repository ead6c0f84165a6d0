"""NITF's markup of running text, to the block model and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from broadsheet.wire import cleaning, markup
from broadsheet.wire.blockwriting import BlockWriter
from broadsheet.wire.markup import STORY_LINK
from broadsheet.wire.media import embed_of
from broadsheet.wire.story import (
    Block,
    Embed,
    FactBox,
    Gallery,
    Picture,
    PullQuote,
    Rights,
    Table,
    Text,
)
from broadsheet.wire.xmlcopy import SPACE, child_words, legal, words
from broadsheet.wire.xmlwriting import filled, tag

SAME = {"p", "ul", "ol", "li", "dl", "dt", "dd", "pre", "hr", "br", "sup", "sub", "table", "caption",
        "thead", "tbody", "tfoot", "tr", "th", "td"}  # fmt: skip
OTHERS = {"hl1": "h2", "hl2": "h2", "bq": "blockquote", "credit": "cite"}
STRESS = {"bold": "b", "b": "b", "strong": "b", "strike": "s", "superscript": "sup", "subscript": "sub"}
CLASSES = {"b": "bold", "i": "italic", "s": "strike", "sup": "superscript", "sub": "subscript"}
TAG = re.compile(r"<(/?)([a-z0-9]+)([^<>]*)>")
LEADING = re.compile(r"(<(?:p|h2|h3|li|blockquote|br)>) ")
TRAILING = re.compile(r" (<(?:/(?:p|h2|h3|li|blockquote)|br)>)")


# Reading ---------------------------------------------------------------------


def blocks_in(content: Any) -> Iterator[Block]:
    """The blocks of a `body.content`, a `block`, or anything of the kind."""
    run: list[str] = []
    for piece in _pieces(content):
        if isinstance(piece, str):
            run.append(piece)
        else:
            yield from _written(run)
            run = []
            yield piece
    yield from _written(run)


def _written(run: list[str]) -> tuple[Block, ...]:
    """Running text; its white space is for those who read the XML, save in `pre`."""
    html = "".join(run)
    if "<pre>" not in html:
        html = TRAILING.sub(r"\1", LEADING.sub(r"\1", SPACE.sub(" ", html)))
    return cleaning.blocks_of(html)


def picture_of(media: Any) -> Picture | None:
    """The picture that a `media` element is; None for sound, films and what leads nowhere."""
    references = [one for one in media.iterchildren("media-reference") if one.get("source")]
    if not references or not _is_picture(media, references[0]):
        return None
    best = max(references, key=_size)
    said = {one.get("name"): one.get("value") or "" for one in media.iterchildren("media-metadata")}
    return Picture(
        src=best.get("source").strip(),
        alt=(best.get("alternate-text") or "").strip(),
        caption=" ".join(filter(None, map(words, media.iterchildren("media-caption")))),
        credit=child_words(media, "media-producer") or (best.get("source-credit") or "").strip(),
        rights=Rights(
            holder=said.get("rights-holder", ""),
            notice=(best.get("copyright") or "").strip(),
            terms=said.get("usage-terms", ""),
        ),
    )


def _pieces(parent: Any) -> Iterator[str | Block]:
    yield escape(parent.text or "", quote=False)
    for child in parent:
        yield from _piece(child)
        yield escape(child.tail or "", quote=False)


def _piece(child: Any) -> Iterator[str | Block]:
    kind = child.get("class") or ""
    if child.tag == "media":
        block = picture_of(child) or _other_media(child)
        if block:
            yield block
    elif child.tag == "bq" and kind == "pullquote":
        yield PullQuote(text=child_words(child, "block"), attribution=child_words(child, "credit"))
    elif child.tag == "block" and kind == "gallery":
        pictures = tuple(filter(None, map(picture_of, child.iterchildren("media"))))
        yield Gallery(title=child_words(child, "hl2"), pictures=pictures)
    elif child.tag == "block" and kind == "factbox":
        title = child.find("hl2")
        written = _written([_inside(child, without=title)])
        html = "".join(one.html for one in written if isinstance(one, Text))
        yield FactBox(title=words(title), html=html)
    elif child.tag in {"block", "note", "body.content"}:
        yield from _pieces(child)
    else:
        yield _marked(child)


def _marked(element: Any) -> str:
    """An element as HTML; names of people and places, money and the like give their words."""
    if element.tag in cleaning.GONE:
        return ""
    tag = _html_tag(element)
    if tag in {"br", "hr"}:
        return f"<{tag}>"
    inside = _inside(element)
    if tag == "a":
        return f'<a href="{escape(element.get("href") or "")}">{inside}</a>'
    return f"<{tag}>{inside}</{tag}>" if tag else inside


def _inside(element: Any, without: Any = None) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if child is not without and child.tag != "media":
            parts.append(_marked(child))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _html_tag(element: Any) -> str:
    tag = element.tag
    if tag in SAME or tag == "a":
        return str(tag)
    if tag == "em":
        return STRESS.get((element.get("class") or "").lower(), "i")
    if tag == "hl2" and element.get("class") == "h3":
        return "h3"
    return OTHERS.get(tag, "")


def _is_picture(media: Any, reference: Any) -> bool:
    kind = (media.get("media-type") or "").lower()
    mime = (reference.get("mime-type") or "").lower()
    return mime.startswith("image/") if mime else kind in {"image", "photo", "picture", "graphic", ""}


def _size(reference: Any) -> int:
    sides = [reference.get("width") or "", reference.get("height") or ""]
    width, height = (int(side) if side.isdecimal() else 0 for side in sides)
    return width * height


def _other_media(media: Any) -> Embed | None:
    found = (one.get("source") or "" for one in media.iterchildren("media-reference"))
    caption = child_words(media, "media-caption")
    return next((embed for source in found if (embed := embed_of(source, caption=caption))), None)


# Writing ---------------------------------------------------------------------


def content_of(blocks: Iterable[Block]) -> str:
    """The blocks as NITF, to be put into a `body.content`."""
    return _WRITER.written(blocks)


def media_of(picture: Picture, kind: str = "inline") -> str:
    """A picture as a `media` element of the class `kind`."""
    rights = (("rights-holder", picture.rights.holder), ("usage-terms", picture.rights.terms))
    metadata = "".join(tag("media-metadata", name=name, value=text) for name, text in rights if text)
    said = {"source": picture.src, "alternate-text": picture.alt, "copyright": picture.rights.notice}
    words = filled("media-caption", picture.caption) + filled("media-producer", picture.credit)
    inside = metadata + tag("media-reference", **said) + words
    return tag("media", inside, **{"media-type": "image", "class": kind})


def _text(block: Text) -> str:
    html = STORY_LINK.sub(r"\2", block.html)
    clean = (one.html for one in cleaning.blocks_of(html) if isinstance(one, Text))
    return TAG.sub(_tag, legal("".join(clean)).replace("&nbsp;", "\xa0"))


def _tag(found: re.Match[str]) -> str:
    closing, name, attributes = found[1], found[2], found[3]
    if name in CLASSES:
        return "</em>" if closing else f'<em class="{CLASSES[name]}">'
    if name in {"br", "hr"}:
        return f"<{name}/>"
    if name == "blockquote":
        return "</p></block></bq>" if closing else "<bq><block><p>"
    if name in {"h2", "h3"}:
        return "</hl2>" if closing else f'<hl2 class="{name}">'
    return f"<{closing}{name}{attributes}>"


def _gallery(block: Gallery) -> str:
    pictures = "".join(media_of(one) for one in block.pictures)
    return f'<block class="gallery">{filled("hl2", block.title)}{pictures}</block>'


def _pull_quote(block: PullQuote) -> str:
    quote = f"<block>{filled('p', block.text)}</block>"
    return f'<bq class="pullquote">{quote}{filled("credit", block.attribution)}</bq>'


def _fact_box(block: FactBox) -> str:
    return f'<block class="factbox">{filled("hl2", block.title)}{_text(Text(html=block.html))}</block>'


def _embed(block: Embed) -> str:
    reference = tag("media-reference", source=block.url, **{"mime-type": "text/html"})
    return f'<media media-type="other">{reference}{filled("media-caption", block.caption)}</media>'


def _table(block: Table) -> str:
    if not any(block.rows):
        return ""
    return legal(markup.html_of([block]))  # NITF's tables are HTML's


_WRITER = BlockWriter(
    text=_text,
    picture=media_of,
    gallery=_gallery,
    pull_quote=_pull_quote,
    fact_box=_fact_box,
    embed=_embed,
    table=_table,
)
