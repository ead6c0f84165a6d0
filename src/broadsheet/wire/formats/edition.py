"""The edition folder: a paper as files that people write by hand.

    edition.toml   the paper, its sections, authors, sources, topics, front page
    stories/       one Markdown file a story, with TOML on top
    pages/         standing pages
    pictures/      what the files name
    comments/      one TOML file a story, of the story's name
    forum.toml  newsletter.toml  contributions.toml

A slip in one file is told with its line and costs only what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.utils.text import slugify

from broadsheet.wire import folder
from broadsheet.wire.folder import Known
from broadsheet.wire.paper import Remark
from broadsheet.wire.reading import Format, ImportRefused, Moments, Options, PictureMissing, Reading
from broadsheet.wire.story import Comment, Item, Story
from broadsheet.wire.toml import Misread, Table, parse

INDEX = "edition.toml"


@dataclass
class _Edition:
    root: Path
    remarks: list[Remark] = field(default_factory=list)
    read: int = 0
    total: int = 1

    def fraction(self) -> float:
        return min(1.0, self.read / self.total)

    def skip(self, file: Path, error: Misread) -> None:
        where = f"{file.relative_to(self.root)}:{error.line}"
        self.remarks.append(Remark(where=where, text=error.text, skipped=True))

    def text(self, file: Path) -> str:
        """A file's text.

        Raises:
            Misread: it is not UTF-8.
        """
        data = file.read_bytes()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise Misread(line, f"byte {error.start} is not UTF-8; save the file as UTF-8") from error

    def drain(self) -> Iterator[Remark]:
        yield from self.remarks
        self.remarks.clear()


def _recognises(path: Path, first: bytes) -> bool:
    return (path / INDEX).is_file() or (path.name == INDEX and path.is_file())


def _read(path: Path, options: Options) -> Reading:
    edition = _Edition(path.resolve() if path.is_dir() else path.resolve().parent)
    edition.total = max(1, sum(1 for _ in edition.root.glob("stories/*.md")))
    try:
        index = parse(edition.text(edition.root / INDEX))
        names = folder.names_in(index)
        front = folder.front_in(index)
        index.finish()
    except Misread as error:
        raise ImportRefused(f"{INDEX}:{error.line}: {error.text}.") from error

    def items(moment_of: Moments) -> Iterator[Item]:
        known = Known.of(names)
        yield names
        yield from _stories(edition, known, moment_of)
        yield from _pages(edition)
        yield from _threads(edition, known, moment_of)
        yield from _issues(edition, moment_of)
        yield from _contributions(edition, moment_of)
        yield front

    return Reading(
        origin=f"edition:{slugify(names.settings.name, allow_unicode=True) or 'paper'}",
        items=items,
        picture=lambda src: _picture(edition.root, src),
        fraction=edition.fraction,
    )


def _stories(edition: _Edition, known: Known, moment_of: Moments) -> Iterator[Item]:
    """Oldest first, so that the newsroom's own order is that of the days."""
    stories = []
    for file in sorted(edition.root.glob("stories/*.md")):
        try:
            moment = moment_of(file.stem)
            story = folder.story_in(edition.text(file), slug=file.stem, known=known, moment=moment)
        except Misread as error:
            edition.skip(file, error)
        else:
            stories.append(replace(story, comments=tuple(_comments(edition, story, moment))))
    yield from edition.drain()
    for story in sorted(stories, key=lambda one: (one.published or moment_of(one.id), one.id)):
        edition.read += 1
        yield story
    yield from _comments_of_nothing(edition)


def _comments(edition: _Edition, story: Story, moment: datetime) -> Iterator[Comment]:
    start = story.published or moment
    for table in _tables(edition, f"comments/{story.slug}.toml", "comments"):
        try:
            yield folder.comment_in(table, start=start, moment=moment)
        except Misread as error:
            edition.skip(edition.root / f"comments/{story.slug}.toml", error)


def _comments_of_nothing(edition: _Edition) -> Iterator[Remark]:
    for file in sorted(edition.root.glob("comments/*.toml")):
        if not (edition.root / "stories" / f"{file.stem}.md").exists():
            text = f"there is no story stories/{file.stem}.md for these comments"
            yield Remark(where=str(file.relative_to(edition.root)), text=text, skipped=True)


def _pages(edition: _Edition) -> Iterator[Item]:
    for file in sorted(edition.root.glob("pages/*.md")):
        try:
            yield folder.page_in(edition.text(file), slug=file.stem)
        except Misread as error:
            edition.skip(file, error)
    yield from edition.drain()


def _threads(edition: _Edition, known: Known, moment_of: Moments) -> Iterator[Item]:
    def make(table: Table) -> Item:
        return folder.thread_in(table, boards=known.sections, moment=moment_of(table.text("id")))

    yield from _each(edition, "forum.toml", "topics", make)


def _issues(edition: _Edition, moment_of: Moments) -> Iterator[Item]:
    def make(table: Table) -> Item:
        return folder.issue_in(table, moment=moment_of(table.text("key")))

    yield from _each(edition, "newsletter.toml", "issues", make)


def _contributions(edition: _Edition, moment_of: Moments) -> Iterator[Item]:
    def make(table: Table) -> Item:
        return folder.contribution_in(table, moment=moment_of(table.text("key")))

    yield from _each(edition, "contributions.toml", "contributions", make)


def _each(edition: _Edition, name: str, key: str, make: Callable[[Table], Item]) -> Iterator[Item]:
    for table in _tables(edition, name, key):
        try:
            yield make(table)
        except Misread as error:
            edition.skip(edition.root / name, error)
    yield from edition.drain()


def _tables(edition: _Edition, name: str, key: str) -> list[Table]:
    """The `[[key]]` tables of a file; none when it is not there or cannot be read."""
    file = edition.root / name
    if not file.is_file():
        return []
    try:
        table = parse(edition.text(file))
        tables = table.tables(key)
        table.finish()
    except Misread as error:
        edition.skip(file, error)
        return []
    return tables


def _picture(root: Path, src: str) -> bytes:
    """A picture of the folder, never of what lies outside it."""
    file = (root / src).resolve()
    if not file.is_relative_to(root):
        raise PictureMissing("it lies outside the folder")
    if not file.is_file():
        raise PictureMissing("there is no such file")
    return file.read_bytes()


FORMAT = Format(name="edition folder", recognises=_recognises, read=_read)
