"""A page's bytes become a story."""

from __future__ import annotations

import hashlib
import html as entities
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from django.utils.text import slugify
from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import CONTROL
from broadsheet.wire import cleaning
from broadsheet.wire.addresses import joined, taken_apart
from broadsheet.wire.errors import ImportRefused
from broadsheet.wire.pages import article, linked, metas, microdata, shown
from broadsheet.wire.pages.decoding import text_of
from broadsheet.wire.pages.facts import Facts, first_said
from broadsheet.wire.pages.times import believable, moment_of
from broadsheet.wire.story import Agency, Block, Byline, Picture, Section, Story, Subject, Text

LIMIT = 10 * 1024 * 1024  # bytes of one page
MOST_SUBJECTS = 20
FEWEST_LETTERS = 40  # outside of links; less is a menu or a message, and no article
TEASER_LETTERS = 200  # some pages repeat their teaser where the text should be
LINK = re.compile(r"<a [^>]*>.*?</a>", re.DOTALL)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
LONGEST_STANDFIRST = 500


def story_of(data: bytes, *, address: str = "", charset: str = "", zone: tzinfo = UTC) -> Story:
    """The article of a news page, with what the page says of it.

    A fact comes from JSON-LD; where that is silent from `meta`, microdata, and
    what the page shows, in this order.

    Args:
        data: the page's HTML, in any encoding.
        address: where it was found; "" when nobody knows.
        charset: what its server said it is in.
        zone: where a time without an offset is meant.

    Raises:
        ImportRefused: it is too large, no HTML, or there is no article in it.
    """
    if len(data) > LIMIT:
        raise ImportRefused(f"The page is larger than {LIMIT // 1024 // 1024} MB.")
    text, mended = text_of(data, charset=charset)
    tree = _tree(text)
    facts = facts_of(tree)
    where = _whole(facts.address, address)
    base = where or address
    if base:
        tree.make_links_absolute(base, handle_failures="ignore")
    captions = article.captions_of(tree)
    headline = facts.headline
    body = article.body_of(tree, headline=headline, captions=captions) or _plain_body(facts)
    if _own_letters(body) < FEWEST_LETTERS:
        raise ImportRefused("There is no article on this page.")
    body, picture = article.take_lead(body, _picture(facts.picture, base), captions)
    published = believable(moment_of(facts.published, zone=zone), now=now())
    return Story(
        id=where or address or f"page:{hashlib.sha256(data).hexdigest()[:32]}",
        address=where or address,
        headline=headline or cleaning.plain(_first_words(body)),
        standfirst=facts.standfirst if len(facts.standfirst) <= LONGEST_STANDFIRST else "",
        body=body,
        language=language_tag(facts.language),
        published=published,
        updated=_later(facts, published, zone),
        dateline_place=facts.dateline,
        section=section_of(facts.section),
        bylines=tuple(Byline(name=one) for one in facts.names),
        agency=_agency(facts.site, base),
        subjects=tuple(Subject(name=one) for one in facts.subjects[:MOST_SUBJECTS]),
        picture=picture,
        notes=tuple(_notes(facts, published, mended)),
    )


def facts_of(tree: HtmlElement) -> Facts:
    """Each fact from the first place of the page that says it."""
    found = first_said(linked.facts_of(tree), metas.facts_of(tree), microdata.facts_of(tree),
                       shown.facts_of(tree))  # fmt: skip
    language = metas.facts_of(tree).language or found.language
    return first_said(Facts(language=language), found)


def language_tag(said: str) -> str:
    """A BCP 47 tag: lower-case language, upper-case country, title-case script."""
    said = said.split(",")[0].strip()
    if not LANGUAGE.fullmatch(said):
        return ""
    first, *more = said.replace("_", "-").split("-")
    return "-".join([first.lower(), *(_subtag(one) for one in more)])


def section_of(name: str) -> Section | None:
    """The section of a name; None for none."""
    slug = slugify(name, allow_unicode=True)
    return Section(name=name, slug=slug) if slug else None


def _subtag(tag: str) -> str:
    return {2: tag.upper(), 4: tag.title()}.get(len(tag), tag.lower())


def _tree(text: str) -> HtmlElement:
    text = DECLARATION.sub("", CONTROL.sub("", text))
    try:
        tree = _parsed(text)
        if tree.find(".//body") is None:  # HTML lets it be left out, the parser does not
            tree = _parsed(f"<body>{text}")
    except (ParserError, ValueError) as error:
        raise ImportRefused("This is not an HTML page.") from error
    return tree


def _parsed(text: str) -> HtmlElement:
    return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)


def _whole(canonical: str, address: str) -> str:
    """The canonical address, whole; "" when it is none that leads to this page's site."""
    whole = joined(address, canonical) if canonical else ""
    return whole if taken_apart(whole).scheme in {"http", "https"} else ""


def _picture(picture: Picture | None, base: str) -> Picture | None:
    if picture is None:
        return None
    src = joined(base, entities.unescape(picture.src))
    if taken_apart(src).scheme not in {"http", "https"}:
        return None
    return Picture(src=src, alt=picture.alt, caption=picture.caption, credit=picture.credit)


def _later(facts: Facts, published: datetime | None, zone: tzinfo) -> datetime | None:
    updated = believable(moment_of(facts.updated, zone=zone), now=now())
    return updated if updated and updated != published else None


def _agency(site: str, base: str) -> Agency | None:
    parts = taken_apart(base)
    root = f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""
    name = site.removeprefix("https://").removeprefix("http://") or parts.hostname or ""
    return Agency(name=name, url=root) if name else None


def _plain_body(facts: Facts) -> tuple[Block, ...]:
    """The text that the page gives to machines, when no article is found in its elements."""
    if len(facts.text) < TEASER_LETTERS:
        return ()
    return (Text(html=f"<p>{entities.escape(facts.text, quote=False)}</p>"),)


def _own_letters(body: tuple[Block, ...]) -> int:
    texts = (cleaning.plain(LINK.sub("", one.html)) for one in body if isinstance(one, Text))
    return sum(map(len, texts))


def _first_words(body: tuple[Block, ...]) -> str:
    text = next((one.html for one in body if isinstance(one, Text)), "")
    return " ".join(cleaning.plain(text).split()[:12])


def _notes(facts: Facts, published: datetime | None, mended: str) -> Iterator[str]:
    if mended:
        yield mended
    if facts.published and not published:
        yield f"its time of publication “{facts.published[:60]}” is not one that can be read"
