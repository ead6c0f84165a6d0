"""One file of the folder as a `Story`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Any

from django.utils.text import slugify
from lxml import html as lxml_html

from broadsheet.wire import cleaning, markdown
from broadsheet.wire.frontmatter.fields import Fields, moment, people, words
from broadsheet.wire.frontmatter.head import Head
from broadsheet.wire.frontmatter.liquid import Braces
from broadsheet.wire.frontmatter.tree import DATED, MARKDOWN, Tree
from broadsheet.wire.languages import language_of
from broadsheet.wire.story import (
    Agency,
    Block,
    Byline,
    Correction,
    Gallery,
    Picture,
    Related,
    Section,
    State,
    Story,
    Subject,
)
from broadsheet.wire.toml import Misread
from broadsheet.wire.wordpress import slug_in

HREF = re.compile(r"(<a\b[^>]*?\bhref\s*=\s*)([\"'])(.*?)\2", re.IGNORECASE | re.DOTALL)
DIRECTIVES = re.compile(rf"^:::[ \t]*(?:{'|'.join(markdown.DIRECTIVES)})[ \t]*$", re.MULTILINE)
ADDRESSES = {"url", "permalink", "aliases", "alias", "redirect_from"}
COLLECTIONS = {"post", "posts", "all", "nav", "article", "articles", "page", "pages"}  # Eleventy's tags
PICTURES = ("image", "featured_image", "feature_image", "featuredimage", "cover", "hero", "thumbnail")
TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*\n")


def story_of(path: str, head: Head, tree: Tree) -> Story:
    """The story or page that a file is.

    Args:
        path: the file, inside the folder.
        head: what stands in it.
    """
    notes: list[str] = []
    fields = Fields(head.fields)
    html, head = _whole_page(head, fields) if not head.given and not _is_markdown(path) else ("", head)
    headline, text = _headline(path, fields, head.text)
    body = tuple(_body(path, text, html, head.line, tree, notes))
    dated = DATED.match(PurePosixPath(path).stem)
    published = _published(fields, dated)
    section, subjects = _filed(path, fields, tree)
    kind = _kind(path, fields, published)
    standfirst, about = _standfirst(fields)
    story = Story(
        id=path,
        kind=kind,
        headline=headline,
        slug=slug_in(fields.text("slug") or _name_of(path, dated)),
        state=_state(path, fields),
        language=language_of(fields.text("lang", "language", "locale")),
        kicker=fields.text("kicker"),
        standfirst=standfirst,
        dateline_place=fields.text("dateline"),
        dateline_date=fields.text("dateline_date"),
        published=published,
        updated=_updated(fields, published),
        section=section,
        bylines=tuple(_bylines(fields, tree)),
        agency=_agency(fields),
        subjects=subjects,
        picture=_picture(path, fields, tree),
        body=body,
        corrections=tuple(_corrections(fields)),
        comments_open=fields.flag("comments") is not False,
        contributed_by=fields.text("contributed_by"),
        seo_title=fields.text("seo_title", "meta_title"),
        search_description=about,
        old_urls=tree.leaves[path].addresses,
        notes=tuple(notes),
    )
    fields.asked |= ADDRESSES  # `Tree.grow` asks for them
    left = fields.left()
    if left:
        notes.append(f"fields that are not known here were left out: {', '.join(left)[:300]}")
    return replace(story, notes=tuple(dict.fromkeys(notes)))


def _is_markdown(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in MARKDOWN


def _whole_page(head: Head, fields: Fields) -> tuple[str, Head]:
    """The article of a page of HTML without front matter, and what its head says."""
    tree: Any = lxml_html.document_fromstring(head.text or "<p></p>")
    metas = {(one.get("name") or one.get("property") or "").lower(): one.get("content") or ""
             for one in tree.iter("meta")}  # fmt: skip
    heading = next(
        (cleaning.plain(lxml_html.tostring(one, encoding="unicode")) for one in tree.iter("h1")), ""
    )
    said = {
        "title": heading or metas.get("og:title") or (tree.findtext(".//title") or "").strip(),
        "description": metas.get("description") or metas.get("og:description"),
        "author": metas.get("author"),
        "date": metas.get("article:published_time") or metas.get("date"),
        "image": metas.get("og:image"),
        "lang": tree.get("lang"),
    }
    fields.said |= {name: value for name, value in said.items() if value}
    for one in tree.xpath(".//h1"):
        one.drop_tree()
    for name in ("article", "main", "body"):
        if (found := tree.find(f".//{name}")) is not None:
            return lxml_html.tostring(found, encoding="unicode"), head
    return lxml_html.tostring(tree, encoding="unicode"), head


def _headline(path: str, fields: Fields, text: str) -> tuple[str, str]:
    """The title; without one, the heading on top of the text, or the file's name."""
    if headline := words(fields.text("title", "headline")):
        return headline, text
    if found := TITLE.match(text):
        return cleaning.plain(markdown.to_html(found[1])), text[found.end() :]
    dated = DATED.match(PurePosixPath(path).stem)
    return _name_of(path, dated).replace("-", " ").replace("_", " ").capitalize(), text


def _name_of(path: str, dated: re.Match[str] | None) -> str:
    pure = PurePosixPath(path)
    return dated[4] if dated else pure.parent.name if pure.stem == "index" else pure.stem


# The text -------------------------------------------------------------------


def _body(path: str, text: str, html: str, line: int, tree: Tree, notes: list[str]) -> Iterator[Block]:
    braces = Braces()
    if html:
        blocks = cleaning.blocks_of(_links(html, path, tree))
    elif not _is_markdown(path):
        blocks = cleaning.blocks_of(_links(braces.out_of(text), path, tree))
    else:
        blocks = _of_markdown(braces.out_of(text), path, line, tree, notes)
    if braces.unknown:
        names = ", ".join(braces.unknown)
        notes.append(f"shortcodes and tags that are not known here were left out: {names[:300]}")
    for block in blocks:
        yield _settled(block, path, tree)


def _of_markdown(text: str, path: str, line: int, tree: Tree, notes: list[str]) -> tuple[Block, ...]:
    def links(html: str) -> str:
        return _links(html, path, tree)

    if DIRECTIVES.search(text):
        try:
            return markdown.blocks_of(text, line=line, mend=links)
        except Misread as error:
            notes.append(f"line {error.line}: {error.text}; the directives came in as text")
    return cleaning.blocks_of(links(markdown.to_html(text)))


def _links(html: str, path: str, tree: Tree) -> str:
    """Links between files lead to the stories; an address alone in a text is no link."""

    def lead(found: re.Match[str]) -> str:
        target = tree.leads_to(unescape(found[3]), beside=path)
        return f'{found[1]}"story:{escape(target)}"' if target else found[0]

    return HREF.sub(lead, html)


def _settled(block: Block, path: str, tree: Tree) -> Block:
    if isinstance(block, Picture):
        return replace(block, src=tree.picture(block.src, beside=path))
    if isinstance(block, Gallery):
        pictures = (replace(one, src=tree.picture(one.src, beside=path)) for one in block.pictures)
        return replace(block, pictures=tuple(pictures))
    if isinstance(block, Related):
        return replace(block, ids=tuple(tree.leads_to(one, beside=path) or one for one in block.ids))
    return block


# What surrounds it ----------------------------------------------------------


def _kind(path: str, fields: Fields, published: datetime | None) -> str:
    said = (fields.text("kind") or fields.text("type") or fields.text("layout")).lower()
    if said in {"page", "story", "post", "article"}:
        return "page" if said == "page" else "story"
    folders = PurePosixPath(path).parts[:-1]
    return "page" if published is None and not set(folders) & {"_drafts", "_posts", "posts"} else "story"


def _state(path: str, fields: Fields) -> State:
    if fields.text("state") == "scheduled":
        return State.SCHEDULED
    drafts = fields.flag("draft") or "_drafts" in PurePosixPath(path).parts
    return State.DRAFT if drafts or fields.flag("published") is False else State.PUBLISHED


def _published(fields: Fields, dated: re.Match[str] | None) -> datetime | None:
    named = fields.moment("date") or fields.moment("publishdate", "pubdate", "publish_date")
    said = named or fields.moment("published_at", "created", "published")
    return said or (moment("-".join(f"{int(one):02d}" for one in dated.groups()[:3])) if dated else None)


def _updated(fields: Fields, published: datetime | None) -> datetime | None:
    when = fields.moment("updated", "lastmod", "last_modified_at", "modified")
    return when if when and published and when > published else None


def _standfirst(fields: Fields) -> tuple[str, str]:
    """What stands over the text, and what search engines are told where that is another thing."""
    about = words(fields.text("description"))
    above = words(fields.text("standfirst", "subtitle", "excerpt", "summary", "lead"))
    own = words(fields.text("search_description"))
    return (above, own or (about if about != above else "")) if above else (about, own)


def _filed(path: str, fields: Fields, tree: Tree) -> tuple[Section | None, tuple[Subject, ...]]:
    """The first category, or else the folder, is the section; the others are topics."""
    names = [*fields.texts("section"), *fields.texts("categories", "category")]
    folder = tree.section_of(path)
    section: Section | None = None
    told, topics = fields.value("section"), fields.value("topics")
    if isinstance(told, dict) and told.get("name"):
        section = Section(**_said(told, "name", "slug", "parent", "description"))
    elif not names and folder:
        about = tree.sections.get(folder, Fields({}))
        title = about.text("title") or folder.replace("-", " ").capitalize()
        section = Section(name=title, slug=slug_in(folder), description=about.text("description"))
    elif names:
        section = Section(name=names[0], slug=slug_in(names[0]))
    if isinstance(topics, list) and all(isinstance(one, dict) and one.get("name") for one in topics):
        fields.texts("tags")
        return section, tuple(
            Subject(**_said(one, "name", "slug", "kind", "description")) for one in topics
        )
    marks = [*names[1:], *fields.texts("tags", "tag", "keywords", "topics")]
    subjects = {
        slug: Subject(name=one, slug=slug)
        for one in marks
        if (slug := slug_in(one)) and one.lower() not in COLLECTIONS
    }
    return section, tuple(
        one for slug, one in subjects.items() if section is None or slug != section.slug
    )


def _bylines(fields: Fields, tree: Tree) -> Iterator[Byline]:
    for value in ("authors", "author", "byline"):
        if said := fields.value(value):
            for one in people(said):
                known: Any = tree.people.get(one["name"])
                about = next(people(known), {}) if isinstance(known, dict) else {}
                facts = one | about
                name = facts["name"]
                yield Byline(
                    name=name,
                    slug=slugify(facts.get("slug") or name, allow_unicode=True),
                    role=facts.get("role", ""),
                    bio=facts.get("bio", ""),
                )
            return


def _agency(fields: Fields) -> Agency | None:
    value = fields.value("agency")
    if isinstance(value, str):
        return Agency(name=value, slug=slug_in(value))
    if isinstance(value, dict) and value.get("name"):
        said = {
            name: str(value[name]) for name in ("name", "slug", "credit_line", "url") if name in value
        }
        return Agency(**said)
    return None


def _said(table: dict[str, Any], *names: str) -> dict[str, Any]:
    """What a table says, by names that it may have."""
    facts = {"slug": slug_in(str(table["name"]))} | table
    return {name: str(facts[name]) for name in names if facts.get(name)}


def _corrections(fields: Fields) -> Iterator[Correction]:
    value = fields.value("corrections")
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict) and (when := moment(one.get("when"))) and one.get("text"):
            yield Correction(
                when=when,
                text=str(one["text"]),
                before=str(one.get("before") or ""),
                after=str(one.get("after") or ""),
            )


def _picture(path: str, fields: Fields, tree: Tree) -> Picture | None:
    value = fields.value(
        "image", "featured_image", "feature_image", "featuredimage", "cover", "hero", "thumbnail"
    )
    images, header = fields.value("images"), fields.value("header")
    if value is None and isinstance(images, list):
        value = images[0]
    if value is None and isinstance(header, dict):
        value = header.get("image") or header.get("teaser")
    told: dict[str, str] = {
        "alt": fields.text("image_alt", "featured_image_alt", "imagealt"),
        "caption": fields.text("image_caption", "caption", "featured_image_caption"),
        "credit": fields.text("image_credit", "photographer", "image_author"),
    }
    if isinstance(value, dict):
        told |= {name: str(value[name]) for name in told if value.get(name)}
        value = value.get("src") or value.get("path") or value.get("url") or value.get("image")
    if not isinstance(value, str):
        return None
    return Picture(
        src=tree.picture(value, beside=path),
        alt=words(told["alt"]),
        caption=words(told["caption"]),
        credit=words(told["credit"]),
    )
