"""WordPress's export (WXR): RSS with everything a site holds.

The file is read twice: once for what stories refer to and what may come after
them (authors, terms, attachments), once for the stories. Only one item is in
memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.text import slugify

from broadsheet.wire import wordpress
from broadsheet.wire.languages import language_of
from broadsheet.wire.paper import Front, Names, Remark
from broadsheet.wire.reading import Format, ImportRefused, Moments, Options, Reading, no_picture
from broadsheet.wire.story import Byline, Item, Section, Story, Subject
from broadsheet.wire.wordpress import Post, Site, fields_of, local, post_of, slug_in
from broadsheet.wire.xmlstream import Document, forget

HEAD = ("{*}author", "{*}category", "{*}tag", "{*}term")
PICKS = 12
WORDLESS = {
    "nav_menu_item": "menus are made in the newsroom",
    "revision": "only the newest text comes in",
    "custom_css": "how pages look is the theme's",
    "customize_changeset": "how pages look is the theme's",
    "oembed_cache": "embeds are asked for anew",
    "user_request": "it is about accounts, which stay behind",
    "wp_global_styles": "how pages look is the theme's",
    "wp_navigation": "menus are made in the newsroom",
    "wp_template": "how pages look is the theme's",
    "wp_template_part": "how pages look is the theme's",
}


def _recognises(path: Path, first: bytes) -> bool:
    start = first.replace(b"\x00", b"").lower()  # UTF-16 looks like this, too
    return b"<rss" in start and (b"wordpress.org/export" in start or b"wp:wxr_version" in start)


def _read(path: Path, options: Options) -> Reading:
    size = max(1, path.stat().st_size)
    passes = [Document(path), Document(path)]
    site, broken = _survey(passes[0], options.types)

    def items(moment_of: Moments) -> Iterator[Item]:
        yield _names(site)
        yield from _stories(passes[1], site)
        yield from _remarks(path, passes[0], site)
        if broken:
            raise broken

    def fraction() -> float:
        return min(1.0, sum(one.mended.bytes_read for one in passes) / (2 * size))

    return Reading(
        origin=site.address or f"wordpress:{slugify(site.title, allow_unicode=True) or path.stem}",
        items=items,
        picture=no_picture,
        fraction=fraction,
    )


# First reading --------------------------------------------------------------


def _survey(document: Document, types: tuple[str, ...]) -> tuple[Site, ImportRefused | None]:
    """All that stories refer to; and where the file breaks off, when it does."""
    site = Site(types=wordpress.STORIES | frozenset(types))
    try:
        for element in document.elements("{*}item", *HEAD):
            name = local(element.tag)
            parent = element.getparent()
            if parent is None or local(parent.tag) != "channel":
                continue
            if name == "item":
                _note_channel(parent, site)
                _note_item(post_of(element), site)
            else:
                _note_name(name, fields_of(element), site)
                _note_channel(parent, site)
            forget(element)
    except ImportRefused as error:
        if not (site.sections or site.others or site.authors or site.address):
            raise
        return site, error
    return site, None


def _note_channel(channel: object, site: Site) -> None:
    if site.address:
        return
    head = fields_of(channel)
    site.title = site.title or head.get("title", "")
    site.address = head.get("base_blog_url", "") or head.get("link", "")
    site.language = language_of(head.get("language", ""))


def _note_name(name: str, fields: dict[str, str], site: Site) -> None:
    if name == "author":
        _note_author(fields, site)
    elif name == "category":
        slug = slug_in(fields.get("category_nicename", "") or fields.get("cat_name", ""))
        site.category_ids[fields.get("term_id", "")] = slug
        if slug and slug != wordpress.DEFAULT_CATEGORY:
            site.categories[slug] = Section(
                slug=slug,
                name=fields.get("cat_name", "") or slug,
                parent=slug_in(fields.get("category_parent", "")),
                description=fields.get("category_description", ""),
            )
    elif name == "tag":
        slug = slug_in(fields.get("tag_slug", "") or fields.get("tag_name", ""))
        subject = Subject(
            slug=slug,
            name=fields.get("tag_name", "") or slug,
            description=fields.get("tag_description", ""),
        )
        if slug:
            site.tags[slug] = subject


def _note_author(fields: dict[str, str], site: Site) -> None:
    """A name and a slug; never the address they sign in with."""
    login = fields.get("author_login", "")
    name = fields.get("author_display_name", "") or wordpress.author_name(login)
    slug = slug_in(login if login and "@" not in login else name) or "author"
    taken = {byline.slug for other, byline in site.authors.items() if other != login}
    number = 1
    free = slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    if login or name:
        site.authors[login] = Byline(name=name, slug=free)


def _note_item(post: Post, site: Site) -> None:
    if post.type in site.types:
        if post.type != "page" and (slug := wordpress.section_slug(post, site)):
            site.sections.add(slug)
    elif post.type == "attachment":
        picture = wordpress.picture_of(post)
        if picture:
            site.pictures[post.key] = picture
            site.attached.setdefault(post.get("post_parent"), []).append(post.key)
    else:
        site.others[post.type] = site.others.get(post.type, 0) + 1


# Second reading -------------------------------------------------------------


def _names(site: Site) -> Names:
    """Authors, tags, and the categories: as sections where stories are filed
    under them, as topics where they only mark stories."""
    above = {site.categories[one].parent for one in site.sections if one in site.categories}
    marks = [one for slug, one in site.categories.items() if slug not in site.sections | above]
    subjects = {
        one.slug: Subject(slug=one.slug, name=one.name, description=one.description) for one in marks
    }
    return Names(
        categories=tuple(site.categories.values()),
        authors=tuple(site.authors.values()),
        subjects=tuple((subjects | site.tags).values()),
    )


def _stories(document: Document, site: Site) -> Iterator[Item]:
    """Posts in the file's order; a page after the page above it."""
    waiting: dict[str, list[Story]] = {}
    seen: set[str] = set()
    picks: list[str] = []
    for post in _posts(document, site):
        if post.get("status") == "trash":
            yield Remark(where=f"{post.type} {post.key}", text="it is in the trash", skipped=True)
            continue
        story = wordpress.story_of(post, site)
        if post.get("is_sticky") == "1" and len(picks) < PICKS:
            picks.append(story.id)
        if story.kind == "page" and story.parent and story.parent not in seen:
            waiting.setdefault(story.parent, []).append(story)
            continue
        yield from _with_those_below(story, waiting, seen)
    for parent in list(waiting):  # the page above them is nowhere, or is below them
        for story in waiting.pop(parent, []):
            yield from _with_those_below(story, waiting, seen)
    yield Front(picks=tuple(picks))


def _posts(document: Document, site: Site) -> Iterator[Post]:
    try:
        for element in document.elements("{*}item"):
            post = post_of(element)
            forget(element)
            if post.type in site.types and post.key:
                yield post
    except ImportRefused:
        return  # said at the end, after what could be read


def _with_those_below(story: Story, waiting: dict[str, list[Story]], seen: set[str]) -> Iterator[Story]:
    ready = [story]
    while ready:
        one = ready.pop(0)
        yield one
        if one.kind == "page":
            seen.add(one.id)
            ready += waiting.pop(one.id, [])


def _remarks(path: Path, document: Document, site: Site) -> Iterator[Remark]:
    for sentence in document.mended.sentences(document.encoding):
        yield Remark(where=path.name, text=sentence)
    for kind, number in site.others.items():
        why = WORDLESS.get(kind, f"with --type {kind} they come in as articles")
        yield Remark(
            where=path.name, text=f"{number} items of the type “{kind}” left out: {why}", skipped=True
        )


FORMAT = Format(name="WordPress export", recognises=_recognises, read=_read)
