"""A row of Ghost's `posts` as a `Story`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from broadsheet.wire import cleaning
from broadsheet.wire.ghost import lexical, mobiledoc
from broadsheet.wire.ghost.cards import Cards, Piece
from broadsheet.wire.ghost.home import Home
from broadsheet.wire.ghost.rows import Row, said
from broadsheet.wire.ghost.site import Site, is_page
from broadsheet.wire.markdown import to_html
from broadsheet.wire.story import Block, Byline, Picture, Section, State, Story, Subject, Text
from broadsheet.wire.wordpress import slug_in

DOCUMENTS = {"lexical": lexical.pieces_of, "mobiledoc": mobiledoc.pieces_of}
SOCIAL = ("og_title", "og_description", "twitter_title", "twitter_description")
UNTITLED = "(Untitled)"


def story_of(row: Row, site: Site, home: Home, *, members_only: bool) -> Story:
    """The story that a post or page is.

    Args:
        members_only: what only members could read becomes public.
    """
    notes: list[str] = []
    key = said(row, "id")
    meta = _with_meta(row, site)
    body = tuple(home.settle(block, notes) for block in _body(meta, home, notes))
    state, published = _state(meta, notes, members_only), _moment(meta)
    section, subjects = _filed(key, site, notes)
    bylines = tuple(_bylines(meta, key, site, home))
    _say_what_is_left_out(meta, notes)
    return Story(
        id=key,
        kind="page" if is_page(meta) else "story",
        headline=_headline(meta, key, notes),
        slug=slug_in(said(meta, "slug")),
        standfirst=cleaning.plain(said(meta, "custom_excerpt")),
        state=state,
        language=home.language,
        published=published if state != State.DRAFT else None,
        section=section,
        subjects=subjects,
        bylines=bylines,
        picture=_picture(meta, home, notes),
        body=body,
        seo_title=said(meta, "meta_title"),
        search_description=said(meta, "meta_description"),
        old_urls=tuple(_old_addresses(meta, site, section, bylines, published)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _with_meta(row: Row, site: Site) -> Row:
    """A post with what another table says of it; its own words win."""
    more = next(iter(site.rows_of(said(row, "id"), "posts_meta")), {})
    return more | {name: value for name, value in row.items() if value is not None}


def _body(row: Row, home: Home, notes: list[str]) -> Iterator[Block]:
    run: list[str] = []
    for piece in _pieces(row, home, notes):
        if isinstance(piece, (str, Text)):
            run.append(piece if isinstance(piece, str) else piece.html)
            continue
        yield from cleaning.blocks_of("".join(run))
        run = []
        yield piece
    yield from cleaning.blocks_of("".join(run))


def _pieces(row: Row, home: Home, notes: list[str]) -> list[Piece]:
    """Of the kinds in which a body may be there, the first that can be read."""
    cards = Cards(notes.append)
    for name, read in DOCUMENTS.items():
        text = home.placed(said(row, name))
        if not text:
            continue
        try:
            return list(read(json.loads(text), cards))
        except (ValueError, RecursionError) as error:
            notes.append(f"its {name} cannot be read ({error}); its HTML was taken")
    if html := home.placed(said(row, "html")):
        return [html]
    return [to_html(home.placed(said(row, "markdown")))]


def _state(row: Row, notes: list[str], members_only: bool) -> State:
    status, seen = said(row, "status"), said(row, "visibility")
    if seen not in {"", "public"}:
        if not members_only:
            notes.append(f"it was for members only (“{seen}”); it came in as a draft")
            return State.DRAFT
        notes.append(f"it was for members only (“{seen}”)")
    if status == "published":
        return State.PUBLISHED
    if status == "scheduled" and _moment(row):
        return State.SCHEDULED
    if status == "sent":
        notes.append("it went out as a letter only; it came in as a draft")
    elif status not in {"", "draft"}:
        notes.append(f"its state is “{status}”; it came in as a draft")
    return State.DRAFT


def _moment(row: Row) -> datetime | None:
    return moment(row.get("published_at")) or moment(row.get("created_at"))


def moment(value: object) -> datetime | None:
    """A time of Ghost's: ISO 8601, or milliseconds since 1970 in old exports."""
    try:
        if isinstance(value, str) and value:
            when = datetime.fromisoformat(value)
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, (int, float)) and value > 0:
            return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _headline(row: Row, key: str, notes: list[str]) -> str:
    headline = cleaning.plain(said(row, "title"))
    if headline and headline != UNTITLED:
        return headline
    stand_in = said(row, "slug").replace("-", " ") or f"(post {key})"
    notes.append(f"it has no headline; it came in as “{stand_in}”")
    return stand_in


def _filed(key: str, site: Site, notes: list[str]) -> tuple[Section | None, tuple[Subject, ...]]:
    """The first tag that readers see is the section; the others are topics."""
    tags = [site.tags[one] for row in site.rows_of(key, "posts_tags")
            if (one := said(row, "tag_id")) in site.tags]  # fmt: skip
    if internal := [tag.section.name for tag in tags if tag.internal]:
        notes.append(f"its internal tags were left out: {', '.join(internal)}")
    public = list(dict.fromkeys(tag.section for tag in tags if not tag.internal))
    subjects = (Subject(slug=one.slug, name=one.name, description=one.description) for one in public[1:])
    return next(iter(public), None), tuple(subjects)


def _bylines(row: Row, key: str, site: Site, home: Home) -> Iterator[Byline]:
    keys = [said(one, "author_id") for one in site.rows_of(key, "posts_authors")]
    for one in dict.fromkeys(keys or [said(row, "author_id")]):
        if one in site.authors:
            yield home.settled_byline(site.authors[one])


def _picture(row: Row, home: Home, notes: list[str]) -> Picture | None:
    source = said(row, "feature_image", "image")
    if not source:
        source = said(row, "og_image", "twitter_image")
        if source:
            notes.append("it has no picture of its own; that for social networks was taken")
    if not source:
        return None
    return home.settled_picture(
        Picture(
            src=home.placed(source),
            alt=cleaning.plain(said(row, "feature_image_alt")),
            caption=cleaning.plain(home.placed(said(row, "feature_image_caption"))),
        )
    )


def _say_what_is_left_out(row: Row, notes: list[str]) -> None:
    if said(row, "codeinjection_head", "codeinjection_foot"):
        notes.append("its code injection was left out")
    known = {said(row, one) for one in ("title", "custom_excerpt", "meta_title", "meta_description")}
    if any(said(row, one) not in known | {""} for one in SOCIAL):
        notes.append("its own words for social networks were left out")
    if address := said(row, "canonical_url"):
        notes.append(f"its canonical address {address[:200]} was left out")


def _old_addresses(
    row: Row, site: Site, section: Section | None, bylines: tuple[Byline, ...], when: datetime | None
) -> Iterator[str]:
    """Where the post stood; a page always stands under its own slug."""
    if address := said(row, "old_path"):
        yield address
        return
    slug = said(row, "slug")
    if not slug:
        return
    facts = {
        "slug": slug,
        "id": said(row, "id"),
        "primary_tag": section.slug if section else "all",
        "primary_author": bylines[0].slug if bylines else "",
        "author": bylines[0].slug if bylines else "",
        "year": f"{when:%Y}" if when else "",
        "month": f"{when:%m}" if when else "",
        "day": f"{when:%d}" if when else "",
    }
    for form in ("/:slug/",) if is_page(row) else site.forms:
        parts = [facts.get(part[1:], "") if part.startswith(":") else part for part in form.split("/")]
        if all(parts[1:-1]):
            yield "/".join(parts)
    if said(row, "status") == "sent" and (key := said(row, "uuid")):
        yield f"/email/{key}/"
