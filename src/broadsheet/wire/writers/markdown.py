"""A folder with a file of Markdown for each article, as Hugo, Jekyll and Eleventy take it.

Each file has the path of its page's address and the ending .md: front matter
in YAML, then the text. Pictures are in `pictures/`, named by their content.
Links between articles lead to their files. `broadsheet import` reads it back.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape, unescape
from pathlib import Path, PurePosixPath

from wagtail.models import Page

from broadsheet.news.models import ArticlePage, Picture, StandingPage
from broadsheet.wire import outgoing
from broadsheet.wire.editions import edition_of
from broadsheet.wire.frontmatter.writing import file_of
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.reports import Report
from broadsheet.wire.story import Block, FactBox, Related, Story, Text
from broadsheet.wire.writers import Written, empty_folder, finish
from broadsheet.wire.writers.telling import Telling

STORY_LINK = re.compile(r'<a href="story:([^"]*)">')
HASH_LENGTH = 16


def write(path: Path, report: Report) -> Written:
    """Write the folder.

    Raises:
        ExportRefused: something stands where it should be.
    """
    unfinished = empty_folder(path)
    told = Telling(report, ArticlePage.objects.count() + StandingPage.objects.count())
    pictures: set[str] = set()
    needed = Outgoing(path_of)
    for page, story in _everything(needed):
        file = unfinished / file_name(page)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_text(story, page, needed), encoding="utf-8")
        pictures |= write_pictures(unfinished, needed, told, pictures)
        told.one(story.headline)
    finish(unfinished, path)
    return Written(stories=told.done, pictures=len(pictures))


def path_of(picture: Picture) -> str:
    """A picture's path, by its content."""
    ending = PurePosixPath(picture.file.name).suffix.lower()
    return f"pictures/{picture.get_file_hash()[:HASH_LENGTH]}{ending}"


def file_name(page: Page) -> str:
    """Where a page's file stands in the folder."""
    return f"{edition_of(page)}/{page.url_path.strip('/').partition('/')[2]}.md".lstrip("/")


def _everything(needed: Outgoing) -> Iterator[tuple[Page, Story]]:
    yield from outgoing.stories(needed)
    yield from outgoing.pages(needed)


def _text(story: Story, page: Page, needed: Outgoing) -> str:
    def near(target: str) -> str:
        return posixpath.relpath(target, posixpath.dirname(file_name(page)))

    def file_of_story(key: str) -> str:
        found = needed.page_of(key)
        return near(file_name(found.specific)) if found else ""

    body = tuple(_led(block, file_of_story) for block in story.body)
    public = page.url if page.live else ""
    return file_of(replace(story, body=body), picture=near, address=public or "")


def _led(block: Block, file_of_story: Callable[[str], str]) -> Block:
    """A block that names other stories, by their files."""
    if isinstance(block, Related):
        return replace(block, ids=tuple(name for one in block.ids if (name := file_of_story(one))))
    if isinstance(block, (Text, FactBox)):

        def lead(found: re.Match[str]) -> str:
            return f'<a href="{escape(file_of_story(unescape(found[1])) or "#")}">'

        return replace(block, html=STORY_LINK.sub(lead, block.html))
    return block


def write_pictures(folder: Path, needed: Outgoing, told: Telling, there: set[str]) -> set[str]:
    """The pictures of the story in hand; those that are new."""
    made: set[str] = set()
    for picture in needed.take():
        name = path_of(picture)
        if name in there | made:
            continue
        try:
            with picture.open_file() as file:
                data = file.read()
        except OSError:
            told.teller(f"picture “{picture.title}”")("its file is gone; it is not in the folder")
            continue
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        made.add(name)
    return made
