"""What stands in one item of a WordPress export, as a `Story`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.utils.text import slugify

from broadsheet.wire import cleaning
from broadsheet.wire.addresses import taken_apart
from broadsheet.wire.languages import language_of
from broadsheet.wire.moments import in_utc
from broadsheet.wire.shortcodes import Shortcodes
from broadsheet.wire.story import (
    Block,
    Byline,
    Comment,
    CommentState,
    Embed,
    Picture,
    Section,
    State,
    Story,
    Subject,
)

STORIES = frozenset({"post", "page"})
DEFAULT_CATEGORY = "uncategorized"
# Terms that say something else than what a story is about; those of other taxonomies become topics.
NO_TOPICS = frozenset({
    "author", "post_format", "nav_menu", "link_category", "language", "post_translations",
    "term_language", "term_translations", "wp_theme", "wp_template_part_area", "wp_pattern_category",
    "following_users", "ef_usergroup", "yst_prominent_words", "elementor_library_type",
})  # fmt: skip
SKIPPED_STATES = {"spam", "trash", "post-trashed"}
DRAFTS = {"draft": "", "auto-draft": "", "pending": "it waits for review", "private": "it is private",
          "future": "it is scheduled"}  # fmt: skip
WEB_ENDINGS = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
DYNAMIC_BLOCK = re.compile(r"<!--\s*wp:([a-z][\w/-]*)\s[^>]*?/-->")
LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']([^\"']*)[\"'][^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
BREAK = re.compile(r"<br\s*/?>\n?|</(?:p|div|li|blockquote)>\n?", re.IGNORECASE)
TITLE_WORDS = 60  # letters of the text that stand in for a missing headline


@dataclass
class Site:
    """What the whole export says: it is known before the first story is made."""

    address: str = ""
    title: str = ""
    language: str = ""
    authors: dict[str, Byline] = field(default_factory=dict)  # by login
    categories: dict[str, Section] = field(default_factory=dict)  # by slug
    category_ids: dict[str, str] = field(default_factory=dict)  # term id to slug
    tags: dict[str, Subject] = field(default_factory=dict)  # by slug
    sections: set[str] = field(default_factory=set)  # categories that stories are filed under
    pictures: dict[str, Picture] = field(default_factory=dict)  # attachments by id
    attached: dict[str, list[str]] = field(default_factory=dict)  # post to its attachments
    types: frozenset[str] = STORIES  # of items that are stories
    others: dict[str, int] = field(default_factory=dict)  # items that are no stories, by type


@dataclass(frozen=True, slots=True)
class Post:
    """An item's fields by their local names; those of WordPress win over RSS's."""

    fields: dict[str, str]
    content: str
    excerpt: str
    meta: dict[str, list[str]]
    terms: list[tuple[str, str, str]]  # domain, slug, name
    comments: list[dict[str, str]]

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def type(self) -> str:
        return self.get("post_type") or "post"

    @property
    def key(self) -> str:
        return self.get("post_id") or self.get("guid") or self.get("link")

    def one(self, name: str) -> str:
        return next(iter(self.meta.get(name, [])), "")


def local(tag: Any) -> str:
    """A tag's name without its namespace; versions of the format differ in that."""
    return str(tag).rpartition("}")[2]


def post_of(item: Any) -> Post:
    """The fields of an `<item>`."""
    fields: dict[str, str] = {}
    meta: dict[str, list[str]] = {}
    terms, comments = [], []
    content = excerpt = ""
    for child in item:
        name = local(child.tag)
        if name == "encoded":
            if "excerpt" in str(child.tag):
                excerpt = child.text or ""
            else:
                content = child.text or ""
        elif name == "category":
            slug = slug_in(child.get("nicename") or child.text or "")
            terms.append((child.get("domain") or "category", slug, (child.text or "").strip()))
        elif name == "postmeta":
            pair = fields_of(child)
            meta.setdefault(pair.get("meta_key", ""), []).append(pair.get("meta_value", ""))
        elif name == "comment":
            comments.append(fields_of(child))
        else:
            fields[name] = (child.text or "").strip()
    return Post(fields, content, excerpt, meta, terms, comments)


def fields_of(element: Any) -> dict[str, str]:
    return {local(child.tag): (child.text or "").strip() for child in element}


def slug_in(words: str) -> str:
    """A slug as WordPress wrote it: percent-encoded in other scripts."""
    return slugify(unquote(words), allow_unicode=True).strip("-")


def section_slug(post: Post, site: Site) -> str:
    """The category a post is filed under: the one marked as primary, else the first."""
    slugs = [slug for domain, slug, _ in post.terms if domain == "category" and slug]
    slugs = [slug for slug in slugs if slug != DEFAULT_CATEGORY]
    primary = site.category_ids.get(post.one("_yoast_wpseo_primary_category"), "")
    return primary if primary in slugs else next(iter(slugs), "")


def story_of(post: Post, site: Site) -> Story:
    """The story that a post or page is."""
    notes: list[str] = []
    body = tuple(_body(post, site, notes))
    state = _state(post, notes)
    published = _moment(post)
    section = section_slug(post, site)
    own = next((slug for domain, slug, _ in post.terms if domain == "language"), "")
    return Story(
        id=post.key,
        kind="page" if post.type == "page" else "story",
        parent=post.get("post_parent").strip("0 ") and post.get("post_parent"),
        headline=_headline(post, body, notes),
        slug=_slug(post),
        standfirst=cleaning.plain(post.excerpt),
        state=state,
        language=language_of(own) or site.language,
        published=published if state == State.PUBLISHED else None,
        section=_section(section, post, site),
        subjects=tuple(_subjects(post, section)),
        bylines=tuple(_bylines(post, site)),
        picture=site.pictures.get(post.one("_thumbnail_id")),
        body=body,
        comments=tuple(comments_of(post, notes)),
        comments_open=post.get("comment_status") != "closed",
        old_urls=tuple(_old_addresses(post)),
        notes=tuple(notes),
    )


def picture_of(post: Post) -> Picture | None:
    """The picture that an attachment is; None for other files."""
    address = post.get("attachment_url") or post.get("link")
    alt = post.one("_wp_attachment_image_alt") or cleaning.plain(post.get("title"))
    caption = cleaning.plain(post.excerpt) or cleaning.plain(post.content)
    return Picture(src=address, alt=alt, caption=caption) if address else None


def _body(post: Post, site: Site, notes: list[str]) -> Iterator[Block]:
    attached = [site.pictures[one] for one in site.attached.get(post.key, ()) if one in site.pictures]
    codes = Shortcodes(by_id=site.pictures.get, of_post=attached)
    written_in_blocks = "<!-- wp:" in post.content
    html = codes.to_html(post.content)
    yield from cleaning.blocks_of(html, line_breaks=not written_in_blocks)
    for enclosure in post.meta.get("enclosure", []):
        address = enclosure.split("\n")[0].strip()
        if address and address not in post.content:
            yield Embed(url=address)
    notes += dict.fromkeys(codes.notes)
    if codes.unknown:
        notes.append(
            f"shortcodes that are not known here: {', '.join(codes.unknown)}; a line stands in the "
            "place of each that stood by itself, the others were left out"
        )
    if made := dict.fromkeys(DYNAMIC_BLOCK.findall(post.content)):
        notes.append(f"blocks that WordPress fills by itself were left out: {', '.join(made)}")


def _state(post: Post, notes: list[str]) -> State:
    status = post.get("status") or ("publish" if _moment(post) else "draft")
    if post.get("post_password"):
        notes.append("it is protected by a password, which we do not have; it came in as a draft")
        return State.DRAFT
    if status == "publish":
        return State.PUBLISHED
    reason = DRAFTS.get(status, f"its state is “{status}”")
    if reason:
        when = f" for {post.get('post_date')}" if status == "future" else ""
        notes.append(f"{reason}{when}; it came in as a draft")
    return State.DRAFT


def _moment(post: Post) -> datetime | None:
    return moment(post.get("post_date_gmt"), post.get("post_date"), post.get("pubDate"))


def moment(gmt: str, here: str = "", rfc: str = "") -> datetime | None:
    """The first of the three that is a time; the second is meant where the paper is."""
    if when := _plain_time(gmt):
        return when.replace(tzinfo=UTC)
    if when := _plain_time(here):
        return in_utc(when)
    try:
        when = parsedate_to_datetime(rfc)
    except ValueError:
        return None
    return in_utc(when if when.tzinfo else when.replace(tzinfo=UTC))


def _plain_time(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words) if words[:4] not in {"", "0000"} else None
    except ValueError:
        return None


def _headline(post: Post, body: tuple[Block, ...], notes: list[str]) -> str:
    if headline := cleaning.plain(post.get("title")):
        return headline
    words = cleaning.plain(
        post.excerpt or cleaning.plain(Shortcodes(lambda _: None, []).to_html(post.content))
    )
    shown = words[:TITLE_WORDS].rsplit(" ", 1)[0] + "…" if len(words) > TITLE_WORDS else words
    headline = shown or _slug(post).replace("-", " ") or f"({post.type} {post.key})"
    notes.append(f"it has no headline; it came in as “{headline}”")
    return headline


def _slug(post: Post) -> str:
    wanted = post.get("post_name")
    if not wanted and "?" not in post.get("link"):
        wanted = taken_apart(post.get("link")).path.rstrip("/").rpartition("/")[2]
    return slug_in(WEB_ENDINGS.sub("", wanted))


def _section(slug: str, post: Post, site: Site) -> Section | None:
    if not slug:
        return _named_after(post.type)
    name = next((name for domain, one, name in post.terms if one == slug and domain == "category"), slug)
    return site.categories.get(slug) or Section(slug=slug, name=name)


def _named_after(kind: str) -> Section | None:
    """The section of items of a type of the site's own that stand in no category."""
    if kind in STORIES:
        return None
    words = kind.replace("_", " ").replace("-", " ").strip()
    return Section(slug=slug_in(words) or "other", name=words.capitalize() or "Other")


def _subjects(post: Post, section: str) -> Iterator[Subject]:
    """Tags, terms of other taxonomies, and the categories beside the one the post is filed under."""
    seen = {section, DEFAULT_CATEGORY, ""}
    for domain, slug, name in post.terms:
        if domain not in NO_TOPICS and (
            slug not in seen or (domain != "category" and slug and slug == section)
        ):
            seen.add(slug)
            yield Subject(slug=slug, name=name or slug)


def _bylines(post: Post, site: Site) -> Iterator[Byline]:
    """Co-authors where a plug-in names them, else who wrote it."""
    together = [(slug, name) for domain, slug, name in post.terms if domain == "author"]
    known = {slug_in(login): one for login, one in site.authors.items()} if together else {}
    for slug, name in dict(together).items():
        slug = slug.removeprefix("cap-")
        yield known.get(slug) or Byline(slug=slug, name=name or slug)
    creator = post.get("creator")
    if creator and not together:
        yield site.authors.get(creator) or Byline(name=author_name(creator))


def author_name(login: str) -> str:
    """A name for a login that says no more; never an e-mail address, it would be public."""
    return login.partition("@")[0] or login


def _old_addresses(post: Post) -> Iterator[str]:
    parts = taken_apart(post.get("link"))
    if parts.path.strip("/"):
        yield parts.path + (f"?{parts.query}" if parts.query else "")
        folder = parts.path.rstrip("/").rpartition("/")[0]
        for old in post.meta.get("_wp_old_slug", []):
            yield f"{folder}/{old}/"
    short = taken_apart(post.get("guid"))
    if short.query and short.path.strip("/"):
        yield f"{short.path}?{short.query}"


# Comments -------------------------------------------------------------------


def comments_of(post: Post, notes: list[str]) -> Iterator[Comment]:
    """What readers said under an item; what was left out and why is added to `notes`."""
    left_out: dict[str, int] = {}
    seen: set[str] = set()
    for fields in post.comments:
        why = _why_not(fields, seen)
        if why:
            left_out[why] = left_out.get(why, 0) + 1
            continue
        seen.add(fields.get("comment_id", ""))
        yield _comment(fields, post)
    for why, number in left_out.items():
        notes.append(f"{number} of its comments left out: {why}")


def _why_not(fields: dict[str, str], seen: set[str]) -> str:
    kind = fields.get("comment_type", "")
    if kind not in {"", "comment", "review"}:
        return f"{kind}s are no comments of readers"
    if fields.get("comment_approved") in SKIPPED_STATES:
        return "spam or trash"
    if not fields.get("comment_id") or fields["comment_id"] in seen:
        return "without a number, or twice in the file"
    return ""


def _comment(fields: dict[str, str], post: Post) -> Comment:
    when = moment(fields.get("comment_date_gmt", ""), fields.get("comment_date", "")) or _moment(post)
    parent = fields.get("comment_parent", "")
    approved = fields.get("comment_approved", "") in {"1", "approved"}
    return Comment(
        id=fields["comment_id"],
        name=cleaning.plain(fields.get("comment_author", "")),
        email=fields.get("comment_author_email", ""),
        url=fields.get("comment_author_url", ""),
        text=comment_text(fields.get("comment_content", "")),
        when=when or datetime(1970, 1, 1, tzinfo=UTC),
        parent="" if parent == "0" else parent,
        state=CommentState.PUBLISHED if approved else CommentState.HELD,
    )


def comment_text(html: str) -> str:
    """A comment's words with its lines; a link keeps its address beside its words."""
    text = LINK.sub(_spelt_out, BREAK.sub("\n", html))
    lines = [cleaning.plain(line) for line in text.split("\n")]
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return plain or unescape(html).strip()


def _spelt_out(found: re.Match[str]) -> str:
    address, words = found[1].strip(), found[2].strip()
    if not address.startswith(("http://", "https://")) or unescape(address) in unescape(words):
        return words
    return f"{words} ({address})"
