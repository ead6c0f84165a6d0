"""The article in a page, without what stands around it."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from broadsheet.wire import cleaning
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.story import Block, Picture

# It warns of each page without an article; we say so ourselves.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
TELLING = 8  # letters; "4800" or "image" is the name of many pictures


def body_of(tree: HtmlElement, *, headline: str, captions: dict[str, str]) -> tuple[Block, ...]:
    """The blocks of the article that trafilatura finds; () when it finds none.

    Args:
        tree: the page, its addresses whole.
        headline: a heading of these words at the start is left out.
        captions: what `captions_of` found in it.
    """
    from trafilatura import extract  # a third of a second, and only pages need it

    found = extract(
        tree, output_format="html", include_comments=False, include_tables=True, include_images=True,
        include_links=True, include_formatting=True, with_metadata=False,
    )  # fmt: skip
    if not found:
        return ()
    article = lxml_html.document_fromstring(found)
    _drop_headline(article, headline)
    _caption(article, captions)
    inside = article.find("body")
    markup = lxml_html.tostring(article if inside is None else inside, encoding="unicode")
    return cleaning.blocks_of(markup)


def take_lead(
    body: tuple[Block, ...], lead: Picture | None, captions: dict[str, str]
) -> tuple[tuple[Block, ...], Picture | None]:
    """The lead picture with its caption; it leaves the body when it stands there, too."""
    if lead is None:
        return body, None
    name = name_of(lead.src)
    inside = next((one for one in body if isinstance(one, Picture) and name_of(one.src) == name), None)
    if inside is None:
        return body, _with(lead, captions.get(name, ""), "")
    rest = tuple(one for one in body if one is not inside)
    return rest, _with(lead, inside.caption or captions.get(name, ""), inside.alt)


def captions_of(tree: HtmlElement) -> dict[str, str]:
    """Captions of the page's figures, by the name of the picture."""
    captions: dict[str, str] = {}
    for figure in tree.iter("figure"):
        words = next((_words(one) for one in figure.iter("figcaption")), "")
        for image in figure.iter("img", "source") if words else ():
            for src in (image.get("src"), image.get("data-src")):
                if src:
                    captions.setdefault(name_of(src), words)
    return captions


def name_of(src: str) -> str:
    """What tells a picture from others, whatever size its site serves it at: the
    file's name where it is long enough to be its own, else the whole path."""
    path = PurePosixPath(unquote(taken_apart(src).path))
    return path.name if len(path.stem) >= TELLING else str(path)


def _with(picture: Picture, caption: str, alt: str) -> Picture:
    return Picture(
        src=picture.src,
        alt=picture.alt or alt,
        caption=caption or picture.caption,
        credit=picture.credit,
    )


def _drop_headline(article: HtmlElement, headline: str) -> None:
    for heading in article.iter("h1", "h2"):
        if _words(heading).casefold() == headline.casefold():
            heading.drop_tree()
        return


def _caption(article: HtmlElement, captions: dict[str, str]) -> None:
    """Give pictures their captions; one that came as text beside it goes."""
    for image in list(article.iter("img")):
        words = captions.get(name_of(image.get("src") or ""), "")
        parent = image.getparent()
        if not words or parent is None:
            continue
        for beside in (image.getnext(), image.getprevious()):
            if beside is not None and _same(beside.text_content(), words):
                beside.drop_tree()
        figure = etree.SubElement(parent, "figure")
        parent.replace(image, figure)
        figure.tail, image.tail = image.tail, None
        figure.append(image)
        etree.SubElement(figure, "figcaption").text = words


def _words(element: HtmlElement) -> str:
    """The words of an element; those of its parts do not run together."""
    return " ".join(" ".join(element.itertext()).split())


def _same(text: str, caption: str) -> bool:
    """Whether a text is the caption, or most of it."""
    text = " ".join(text.split())
    return len(text) > 20 and (caption.startswith(text[:-1]) or text.startswith(caption[:-1]))
