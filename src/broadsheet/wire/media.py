"""Pictures and things of other sites, taken out of running text as blocks."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from lxml.html import HtmlElement

from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.story import Block, Embed, Gallery, Picture, PullQuote

TAGS = {"img", "iframe", "video", "audio", "source", "embed"}
ATTRIBUTES = {
    "img": {"src", "alt", "class", "width", "height"},
    "iframe": {"src", "title"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src"},
    "embed": {"src"},
}
MEDIA = ("img", "iframe", "video", "audio", "embed")
# Addresses that stand alone in a paragraph and are meant to be shown, not read.
SHOWN = {"bsky.app", "dailymotion.com", "facebook.com", "flickr.com", "imgur.com", "instagram.com",
         "issuu.com", "mixcloud.com", "reddit.com", "scribd.com", "slideshare.net", "soundcloud.com",
         "speakerdeck.com", "spotify.com", "ted.com", "tiktok.com", "tumblr.com", "twitter.com",
         "videopress.com", "vimeo.com", "wordpress.tv", "x.com", "youtu.be", "youtube.com"}  # fmt: skip
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_valid = URLValidator(schemes=["http", "https"])


def is_media(element: HtmlElement) -> bool:
    return element.tag in MEDIA


def stands_first(element: HtmlElement) -> bool:
    """Whether no words come before the first picture or frame."""
    for one in element.iter():
        if one.tag in MEDIA:
            return True
        if (one.text or "").strip():
            return False
        if one is not element and not len(one) and (one.tail or "").strip():
            return False
    return False


def take_out(element: HtmlElement) -> list[Block]:
    """Remove pictures, frames and films from `element`, and return them as blocks."""
    if is_media(element):
        return [block] if (block := block_of(element)) else []
    found: list[Block] = []
    for one in element.xpath(".//" + " | .//".join(MEDIA)):
        if one.tag == "img" and _is_smiley(one):
            one.tail = one.get("alt", "") + (one.tail or "")
        elif block := block_of(one):
            found.append(block)
        one.drop_tree()
    return found


def block_of(element: HtmlElement, *, caption: str = "", credit: str = "") -> Block | None:
    """The block of one picture, frame or film; None when it leads nowhere."""
    if element.tag == "img":
        return picture_of(element, caption=caption, credit=credit)
    sources = [element.get("src"), *(source.get("src") for source in element.iter("source"))]
    address = next((src for src in sources if src), "")
    return embed_of(address, caption=caption or element.get("title") or "")


def picture_of(image: HtmlElement, *, caption: str = "", credit: str = "") -> Picture | None:
    src = (image.get("src") or "").strip()
    if not src or "1" in {image.get("width"), image.get("height")}:  # a counter, not a picture
        return None
    alt = (image.get("alt") or "").strip()
    return Picture(src=_whole(src), alt=alt, caption=caption, credit=credit)


def embed_of(address: str, *, caption: str = "") -> Embed | None:
    """An embed of a public address; players' addresses become those of the page."""
    address = _page_of_player(_whole(address.strip()))
    try:
        _valid(address)
    except ValidationError:
        return None
    return Embed(url=address, caption=caption[:255])


def figure(element: HtmlElement) -> list[Block]:
    """What a figure holds, with its caption; empty when it holds only text or a table."""
    caption, credit = _caption(element)
    if "pullquote" in (element.get("class") or "") and element.xpath(".//blockquote"):
        return [_pull_quote(element, caption)]
    images = [one for one in element.iter("img") if not _is_smiley(one)]
    if len(images) > 1:
        pictures = tuple(p for one in images if (p := _picture_in(one, element)))
        return [Gallery(title=caption[:200], pictures=pictures)] if pictures else []
    for one in element.iter(*MEDIA):
        if block := block_of(one, caption=caption, credit=credit):
            return [block]
    words = _words(element)
    embed = embed_of(words, caption=caption) if ADDRESS.fullmatch(words) else None
    return [embed] if embed else []


def lone_address(paragraph: HtmlElement) -> Embed | None:
    """A paragraph that is nothing but an address of a site whose things are shown."""
    return None if len(paragraph) else address_alone(_words(paragraph))


def address_alone(text: str) -> Embed | None:
    if not ADDRESS.fullmatch(text):
        return None
    host = (taken_apart(text).hostname or "").lower()
    shown = any(host == site or host.endswith("." + site) for site in SHOWN)
    return embed_of(text) if shown else None


def _pull_quote(element: HtmlElement, caption: str) -> PullQuote:
    cites = element.xpath(".//cite")
    attribution = _words(cites[0]) if cites else caption
    for one in cites:
        one.drop_tree()
    return PullQuote(text=_words(element.xpath(".//blockquote")[0]), attribution=attribution[:200])


def _caption(element: HtmlElement) -> tuple[str, str]:
    """The figure's own caption and credit; a caption of a figure inside is not."""
    for one in element.iter("figcaption"):
        if next(one.iterancestors("figure"), None) is element:
            said = _said(one)
            one.drop_tree()
            return said
    return "", ""


def _picture_in(image: HtmlElement, gallery: HtmlElement) -> Picture | None:
    nearest = next(image.iterancestors("figure"), None)
    inside = nearest is not None and nearest is not gallery
    captions = nearest.xpath("./figcaption") if inside and nearest is not None else []
    caption, credit = _said(captions[0]) if captions else ("", "")
    return picture_of(image, caption=caption, credit=credit)


def _said(caption: HtmlElement) -> tuple[str, str]:
    """A caption's words, and the credit that it cites."""
    cites = caption.xpath(".//cite")
    credit = " ".join(_words(one) for one in cites)
    for one in cites:
        one.drop_tree()
    return _words(caption), credit


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_smiley(image: HtmlElement) -> bool:
    return bool({"wp-smiley", "emoji"} & set((image.get("class") or "").split()))


def _whole(address: str) -> str:
    return "https:" + address if address.startswith("//") else address


def _page_of_player(address: str) -> str:
    parts = taken_apart(address)
    host = (parts.hostname or "").removeprefix("www.")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if host in {"youtube.com", "youtube-nocookie.com"} and parts.path.startswith("/embed/"):
        playlist = parse_qs(parts.query).get("list", [""])[0] if last == "videoseries" else ""
        return (
            f"https://www.youtube.com/playlist?list={playlist}"
            if playlist
            else f"https://www.youtube.com/watch?v={last}"
        )
    if host == "player.vimeo.com" and parts.path.startswith("/video/"):
        return f"https://vimeo.com/{last}"
    return address
