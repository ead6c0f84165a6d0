"""HTML from anywhere becomes blocks of ours, by allow-list.

First everything that is not structure, text or a picture goes (nh3, a real
HTML5 parser, so that nothing hides in broken markup); then pictures, tables
and what stands on other sites leave the running text as blocks of their own;
what is left is brought down to the tags an article's text may have, and is
cleaned by the same parser once more.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator

import nh3
from lxml import html as lxml_html
from lxml.html import HtmlElement

from broadsheet.foundation.text import CONTROL
from broadsheet.wire import media, tables
from broadsheet.wire.story import Block, Text

# What an article's text may hold; the same as news.blocks.FEATURES.
TEXT_TAGS = {"p", "h2", "h3", "b", "i", "s", "sup", "sub", "ol", "ul", "li", "a", "blockquote", "hr",
             "br"}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel", "story"}  # story: is a link inside the paper
GONE = {"script", "style", "noscript", "template", "svg", "math", "title", "textarea", "select",
        "xmp", "noembed", "noframes", "plaintext", "head"}  # fmt: skip
CONTAINERS = {"div", "section", "article", "main", "aside", "header", "footer", "center", "details",
              "nav", "form", "fieldset", "hgroup"}  # fmt: skip
WRITTEN = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "blockquote", "pre", "dl", "address",
           "summary"}  # fmt: skip
STRUCTURE = (
    TEXT_TAGS | CONTAINERS | WRITTEN | media.TAGS | tables.TAGS
    | {"strong", "em", "del", "strike", "dt", "dd", "cite", "figure", "figcaption", "span"}
)  # fmt: skip
RENAMED = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "strong": "b", "em": "i", "del": "s",
           "strike": "s", "dd": "p", "address": "p", "summary": "p", "pre": "p"}  # fmt: skip
DEEPEST = 255  # libxml2 reads no element below this depth
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML, however it was written
BREAK = "\ue0ff"  # private use: stands for a line break until the markup is text again
SPACE = re.compile(r"[ \t\r\n]+")
MARKED = re.compile("[<&\ufeff]")  # what has none of these says what it says
ADDRESS = re.compile(r"(?:https?|mailto|tel|story):|/|#\w", re.IGNORECASE)
NO_ADDRESS = re.compile(r"<a>(.*?)</a>", re.DOTALL)
# Most copy of agencies is only paragraphs: it is spared the way through the tree, ten times as long.
TAG = re.compile(r"<(?:(/?)(p|b|i|s|u|a|br|sup|sub|strong|em|span)(?:\s[^<>]*)?/?>)?", re.IGNORECASE)
LEFT_OVER = re.compile(r"</?(?:p|b|i|u|a|br|em|strong|span|div|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE)
STRESSED = re.compile(r"<(/?)(strong|em)\b", re.IGNORECASE)
INLINE = r"[^<]*(?:<(?:/?(?:b|i|s|sup|sub)|br|a href=\"[^\"]*\"|/a)>[^<]*)*"
PARAGRAPHS = re.compile(rf"(?:<p>{INLINE}</p>\s*)*")
WORDPRESS_MARK = re.compile(
    r"(?<![^>\s])<!-- /?wp:(?:paragraph|heading|list|list-item|quote)(?: [^<>]*)? -->"
)
BETWEEN = re.compile(r"</p>\s+<p>")
LONE_ADDRESS = re.compile(r"<p>\s*https?://\S+\s*</p>")
EMPTY = re.compile(r"<(p|h2|h3|li|blockquote|b|i|s|a|sup|sub)(?: [^>]*)?>(?:\s|&nbsp;|\xa0|<br>)*</\1>")


def blocks_of(html: str, *, line_breaks: bool = False) -> tuple[Block, ...]:
    """The blocks that `html` comes down to.

    Args:
        html: any markup at all; nothing in it is trusted.
        line_breaks: blank lines in bare text make paragraphs, single ones line
            breaks, as WordPress shows its older posts.
    """
    html = WORDPRESS_MARK.sub("", html)
    if (quick := _quick_lines(html) if line_breaks else _quick(html)) is not None:
        return quick
    return tuple(_merged(_pieces(_tree(html), line_breaks)))


def tidy(html: str) -> str:
    """`html` with only what an article's text may have. Done twice, it changes nothing."""
    cleaned: str = nh3.clean(
        CONTROL.sub("", html),
        tags=TEXT_TAGS,
        clean_content_tags=GONE,
        attributes={"a": {"href"}},
        attribute_filter=_leads_somewhere,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    if "&#" in html:  # what stood for a control character is one now
        cleaned = CONTROL.sub("", cleaned)
    freed = NO_ADDRESS.sub(r"\1", cleaned)
    return cleaned if freed == cleaned else tidy(freed)  # a heading may stand in another one now


def _leads_somewhere(tag: str, attribute: str, value: str) -> str | None:
    """Links have a scheme or start at the site's root: others led on from the old page."""
    return value if ADDRESS.match(value) else None


def plain(html: str) -> str:
    """The words of `html`, in one line."""
    if not MARKED.search(html):
        return SPACE.sub(" ", CONTROL.sub("", html)).strip()
    spaced = re.sub(r"<(?:br|/p|/li|/div|/h\d)\b[^>]*>", " ", html, flags=re.IGNORECASE)
    text = nh3.clean(spaced, tags=set(), clean_content_tags=GONE)
    return SPACE.sub(" ", entities.unescape(CONTROL.sub("", text))).strip()


def without_tags(text: str) -> str:
    """Plain text as it is; where a system left markup of running text in it, its words."""
    return plain(text) if LEFT_OVER.search(text) else text


def _tree(html: str) -> HtmlElement:
    safe = nh3.clean(
        CONTROL.sub("", html),
        tags=STRUCTURE,
        clean_content_tags=GONE,
        attributes=media.ATTRIBUTES | {"a": {"href"}, "figure": {"class"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    safe = ILLEGAL.sub("", safe)
    tree = lxml_html.fragment_fromstring(safe, create_parent="div")
    if safe.count("<") > DEEPEST and _letters(tree.text_content()) < _letters(plain(safe)):
        # Nested past what the parser holds: the words stay, the markup goes.
        return lxml_html.fromstring(f"<div>{entities.escape(plain(safe), quote=False)}</div>")
    return tree


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _merged(pieces: Iterable[str | Block]) -> Iterator[Block]:
    """Runs of text become one block; empty ones go."""
    run: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
            continue
        yield from _text(run)
        run = []
        yield piece
    yield from _text(run)


def _quick(html: str) -> tuple[Text, ...] | None:
    """The same for what is only paragraphs; None for anything else."""
    if not _is_simple(html):
        return None
    text = tidy(STRESSED.sub(lambda found: f"<{found[1]}{RENAMED[found[2].lower()]}", html)).strip()
    if not PARAGRAPHS.fullmatch(text) or LONE_ADDRESS.search(text):
        return None
    return tuple(_without_empty(BETWEEN.sub("</p><p>", text)))


def _quick_lines(html: str) -> tuple[Text, ...] | None:
    """The same where blank lines in bare text make paragraphs."""
    if "<p" in html.lower():
        return _quick(html)
    paragraphs = []
    for text in BLANK_LINE.split(html.replace("\r\n", "\n").replace("\r", "\n")):
        text = text.strip()
        if not _is_simple(text) or media.address_alone(entities.unescape(text)):
            return None
        if text.startswith("&") or text.endswith(";"):  # it may stand for a space
            return None
        if text:
            paragraphs.append(f"<p>{text.replace(chr(10), '<br>')}</p>")
    return _quick("".join(paragraphs))


def _is_simple(html: str) -> bool:
    """Whether there are only tags of running text, each closed where it should be."""
    opened: list[str] = []
    for closing, name in TAG.findall(html):
        name = name.lower()
        if not name or (name == "p" and not closing and opened):
            return False
        if name == "br":
            continue
        if not closing:
            if name in opened:
                return False
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _text(run: list[str]) -> Iterator[Text]:
    yield from _without_empty(tidy("".join(run)))


def _without_empty(html: str) -> Iterator[Text]:
    previous = ""
    while previous != html:  # an emptied list item may leave an empty list
        previous, html = html, EMPTY.sub("", html)
    html = re.sub(r"<([ou]l)>\s*</\1>", "", html).strip()
    if html:
        yield Text(html=html)


def _pieces(parent: HtmlElement, line_breaks: bool) -> Iterator[str | Block]:
    """A container's content in order: finished HTML of paragraphs, and blocks."""
    inline: list[str] = [entities.escape(parent.text or "", quote=False)]
    for child in parent:
        tail = entities.escape(child.tail or "", quote=False)
        child.tail = None
        if _is_inline(child):
            found = media.take_out(child)
            if found and not _has_words(child):
                yield from _paragraphs(inline, line_breaks)
                inline = []
            elif not media.is_media(child):
                inline.append(_serialised(child))
            if found:
                yield from _paragraphs(inline, line_breaks)
                inline = []
                yield from found
        else:
            yield from _paragraphs(inline, line_breaks)
            inline = []
            yield from _block_level(child, line_breaks)
        inline.append(tail)
    yield from _paragraphs(inline, line_breaks)


def _block_level(element: HtmlElement, line_breaks: bool) -> Iterator[str | Block]:
    tag = element.tag
    if tag == "hr":
        yield "<hr>"
    elif tag == "figure":
        yield from media.figure(element) or _pieces(element, line_breaks)
    elif tag == "table":
        yield from _table(element, line_breaks)
    elif tag in WRITTEN:
        yield from _written(element)
    else:
        yield from _pieces(element, line_breaks)


def _table(element: HtmlElement, line_breaks: bool) -> Iterator[str | Block]:
    """A table block; one that only lays out a page gives its content."""
    found = media.take_out(element)
    table = tables.table_of(element)
    if table is None:
        for cell in tables.cells_of(element):  # its own: those of tables inside come with them
            yield from _pieces(cell, line_breaks)
    else:
        yield table
    yield from found


def _written(element: HtmlElement) -> Iterator[str | Block]:
    """A paragraph, heading, list or quotation; pictures in it stand before or after."""
    if element.tag == "p" and (embed := media.lone_address(element)):
        yield embed
        return
    first = media.stands_first(element)
    found = [*media.take_out(element), *_tables_in(element)]
    if first:
        yield from found
    yield _as_text(element)
    if not first:
        yield from found


def _tables_in(element: HtmlElement) -> list[Block]:
    taken: list[Block] = []
    for inner in element.xpath(".//table"):
        if table := tables.table_of(inner):
            taken.append(table)
        inner.drop_tree()
    return taken


def _as_text(element: HtmlElement) -> str:
    """A written element with the names the block model has."""
    if element.tag == "pre":
        return f"<p>{_lines(element)}</p>"
    for one in element.iter():
        if one.tag == "dt":
            one.tag = "b"
    if element.tag == "blockquote":
        return f"<blockquote>{_flat(element)}</blockquote>"
    for quote in element.xpath(".//li//p | .//li//div | .//li//blockquote"):
        quote.tail = BREAK + (quote.tail or "").lstrip()
        quote.drop_tag()
    for one in element.iter():
        one.tag = RENAMED.get(one.tag, one.tag)
    if element.tag == "dl":
        return "".join(_serialised(_paragraph_around(child)) for child in element)
    return re.sub(rf"{BREAK}\s*</li>", "</li>", _serialised(element)).replace(BREAK, "<br>")


def _paragraph_around(child: HtmlElement) -> HtmlElement:
    child.tail = None
    if child.tag != "b":
        return child
    paragraph = lxml_html.Element("p")
    paragraph.append(child)
    return paragraph


def _lines(element: HtmlElement) -> str:
    return entities.escape(element.text_content().strip("\n"), quote=False).replace("\n", "<br>")


def _flat(element: HtmlElement) -> str:
    """A quotation's paragraphs as lines: the editor keeps no paragraphs in a quotation."""
    for inner in element.xpath(".//p | .//div | .//li | .//cite | .//blockquote | .//pre"):
        inner.tail = BREAK + (inner.tail or "").lstrip()
        inner.drop_tag()
    for one in element.iter():
        one.tag = RENAMED.get(one.tag, one.tag)
    body = _serialised(element).removeprefix("<blockquote>").removesuffix("</blockquote>")
    return "<br>".join(part.strip() for part in body.split(BREAK) if part.strip())


def _paragraphs(inline: list[str], line_breaks: bool) -> Iterator[str | Block]:
    """Bare text between blocks, as paragraphs."""
    run = "".join(inline)
    for text in BLANK_LINE.split(run) if line_breaks else [run]:
        text = text.strip()
        if not text:
            continue
        if embed := media.address_alone(entities.unescape(text)):
            yield embed
        else:
            yield f"<p>{text.replace(chr(10), '<br>') if line_breaks else text}</p>"


def _is_inline(element: HtmlElement) -> bool:
    block = WRITTEN | CONTAINERS | {"figure", "table", "hr", "figcaption", "li", "dt", "dd"}
    return element.tag not in block and not element.xpath(
        ".//" + " | .//".join(sorted(WRITTEN | {"figure", "table"}))
    )


def _has_words(element: HtmlElement) -> bool:
    return bool(element.text_content().strip())


def _serialised(element: HtmlElement) -> str:
    for one in element.iter():
        if one.tag in {"strong", "em", "del", "strike"}:
            one.tag = RENAMED[one.tag]
    html: str = lxml_html.tostring(element, encoding="unicode", with_tail=False)
    return html
