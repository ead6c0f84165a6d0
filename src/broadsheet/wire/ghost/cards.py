"""Ghost's cards: the same names and fields in Lexical and in Mobiledoc."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from broadsheet.wire import cleaning, markdown
from broadsheet.wire.media import embed_of
from broadsheet.wire.story import Block, Embed, FactBox, Gallery, Picture, Text

Piece = str | Block
Card = dict[str, Any]
BIG = 400_000  # letters of a card's HTML; Ghost itself takes less in a post


class Cards:
    """Turns the cards of one post into what the body can hold.

    Args:
        note: told what was changed or left out.
    """

    def __init__(self, note: Callable[[str], None]) -> None:
        self.note = note

    def pieces(self, name: str, card: Card) -> Iterator[Piece]:
        """HTML and blocks in place of a card."""
        make = KNOWN.get(name)
        if make:
            yield from make(self, card)
            return
        if name in NOTHING:
            return
        self.note(f"a card of the kind “{name[:40]}” is not known here; a line stands in its place")
        yield f"<p><i>[{escape(name[:40], quote=False)}]</i></p>"

    def image(self, card: Card) -> Iterator[Piece]:
        if found := _picture(card):
            yield found

    def gallery(self, card: Card) -> Iterator[Piece]:
        images = card.get("images")
        found = [_picture(one) for one in images if isinstance(one, dict)] if images else []
        pictures = tuple(picture for picture in found if picture)
        if pictures:
            yield Gallery(pictures=pictures, title=_plain(card, "caption")[:200])

    def bookmark(self, card: Card) -> Iterator[Piece]:
        facts = card.get("metadata") if isinstance(card.get("metadata"), dict) else {}
        assert isinstance(facts, dict)
        address = _text(card, "url") or _text(facts, "url")
        if address:
            title = _plain(facts, "title") or address
            about = _plain(facts, "description") or _plain(card, "caption")
            yield f"<p>{_link(address, title)}{'<br>' + escape(about, quote=False) if about else ''}</p>"

    def embed(self, card: Card) -> Iterator[Piece]:
        caption = _plain(card, "caption")
        if embed := embed_of(_text(card, "url"), caption=caption):
            yield embed
            return
        found = [one for one in cleaning.blocks_of(_text(card, "html")) if isinstance(one, Embed)]
        if not found:
            self.note("an embed without an address was left out")
        yield from found

    def html(self, card: Card) -> Iterator[Piece]:
        if _is_for_members(card):
            self.note("a piece of HTML that only members or letters had was left out")
            return
        text = _text(card, "html")
        if "<script" in text.lower() or "<style" in text.lower():
            self.note("scripts and styles in a piece of HTML were left out")
        yield from cleaning.blocks_of(text[:BIG])

    def markdown(self, card: Card) -> Iterator[Piece]:
        yield from cleaning.blocks_of(markdown.to_html(_text(card, "markdown")[:BIG]))

    def code(self, card: Card) -> Iterator[Piece]:
        lines = [
            "\xa0" * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ")
            for line in _text(card, "code").expandtabs(4).split("\n")
        ]
        if any(lines):
            yield f"<pre>{escape(chr(10).join(lines), quote=False)}</pre>"
        if caption := _plain(card, "caption"):
            yield f"<p><i>{escape(caption, quote=False)}</i></p>"

    def callout(self, card: Card) -> Iterator[Piece]:
        html, others = _text_and_others(_text(card, "calloutText"))
        emoji = _plain(card, "calloutEmoji")
        if emoji and html:
            yield FactBox(title=emoji[:200], html=html)
        elif html:
            yield f"<blockquote>{html}</blockquote>"
        yield from others

    def toggle(self, card: Card) -> Iterator[Piece]:
        heading = _plain(card, "heading")
        html, others = _text_and_others(_text(card, "content"))
        yield FactBox(title=heading[:200], html=html) if heading and html else html
        yield from others

    def button(self, card: Card) -> Iterator[Piece]:
        address, label = _text(card, "buttonUrl"), _plain(card, "buttonText")
        if address and label:
            yield f"<p>{_link(address, label)}</p>"

    def divider(self, card: Card) -> Iterator[Piece]:
        yield "<hr>"

    def film(self, card: Card) -> Iterator[Piece]:
        """A film or a recording: a file of the old site."""
        address = _text(card, "src")
        caption = _plain(card, "caption") or _plain(card, "title") or _plain(card, "fileName")
        if not address:
            return
        self.note(f"the file {address[:100]} stays where it is; the text leads to it")
        if embed := embed_of(address, caption=caption):
            yield embed
        else:
            yield f"<p>{_link(address, caption or address)}</p>"

    def file(self, card: Card) -> Iterator[Piece]:
        address = _text(card, "src")
        title = _plain(card, "fileTitle") or _plain(card, "fileName") or address
        if address:
            self.note(f"the file {address[:100]} stays where it is; the text leads to it")
            about = _plain(card, "fileCaption")
            yield f"<p>{_link(address, title)}{'<br>' + escape(about, quote=False) if about else ''}</p>"

    def letter(self, card: Card) -> Iterator[Piece]:
        self.note("a piece that only letters had was left out")
        yield from ()

    def signup(self, card: Card) -> Iterator[Piece]:
        self.note("a form for signing up was left out; the paper has its own")
        yield from ()

    def header(self, card: Card) -> Iterator[Piece]:
        if title := _plain(card, "header"):
            yield f"<h2>{escape(title, quote=False)}</h2>"
        if below := _plain(card, "subheader"):
            yield f"<p>{escape(below, quote=False)}</p>"
        yield from self.button(card)

    def product(self, card: Card) -> Iterator[Piece]:
        if title := _plain(card, "productTitle"):
            yield f"<h3>{escape(title, quote=False)}</h3>"
        if source := _text(card, "productImageSrc"):
            yield Picture(src=source, alt=_plain(card, "productTitle"))
        yield from cleaning.blocks_of(_text(card, "productDescription"))
        address, label = _text(card, "productUrl"), _plain(card, "productButton")
        if address and label:
            yield f"<p>{_link(address, label)}</p>"

    def call(self, card: Card) -> Iterator[Piece]:
        if _is_for_members(card):
            self.note("a call to action that only members or letters had was left out")
            return
        if source := _text(card, "imageUrl"):
            yield Picture(src=source)
        yield from cleaning.blocks_of(_text(card, "textValue"))
        yield from self.button(card)


def _text_and_others(html: str) -> tuple[str, list[Block]]:
    """The running text of a card, and what cannot stand in it."""
    blocks = cleaning.blocks_of(html[:BIG])
    text = "".join(block.html for block in blocks if isinstance(block, Text))
    return text, [block for block in blocks if not isinstance(block, Text)]


def _picture(card: Card) -> Picture | None:
    source = _text(card, "src")
    if not source:
        return None
    return Picture(src=source, alt=_plain(card, "alt"), caption=_plain(card, "caption"))


def _is_for_members(card: Card) -> bool:
    """Whether a reader of the old site who was not signed in did not see the card."""
    seen: Any = card.get("visibility")
    web = seen.get("web") if isinstance(seen, dict) else None
    return isinstance(web, dict) and web.get("nonMember") is False


def _text(card: Card, name: str) -> str:
    value = card.get(name)
    return value.strip() if isinstance(value, str) else ""


def _plain(card: Card, name: str) -> str:
    return cleaning.plain(_text(card, name))


def _link(address: str, label: str) -> str:
    return f'<a href="{escape(address)}">{escape(label, quote=False)}</a>'


# What marks a place, and says nothing to a reader here.
NOTHING = {"", "paywall", "tk", "zwnj"}
KNOWN: dict[str, Callable[[Cards, Card], Iterator[Piece]]] = {
    "image": Cards.image,
    "gallery": Cards.gallery,
    "bookmark": Cards.bookmark,
    "embed": Cards.embed,
    "html": Cards.html,
    "markdown": Cards.markdown,
    "card-markdown": Cards.markdown,
    "codeblock": Cards.code,
    "code": Cards.code,
    "callout": Cards.callout,
    "toggle": Cards.toggle,
    "button": Cards.button,
    "hr": Cards.divider,
    "horizontalrule": Cards.divider,
    "audio": Cards.film,
    "video": Cards.film,
    "file": Cards.file,
    "email": Cards.letter,
    "email-cta": Cards.letter,
    "signup": Cards.signup,
    "header": Cards.header,
    "product": Cards.product,
    "call-to-action": Cards.call,
}
