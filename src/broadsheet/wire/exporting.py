"""Write the whole paper into one archive.

    paper.json           settings, sections, authors, sources, topics, front page
    topics.jsonl         what else topics are called, their titles, what they are part of
    stories.jsonl        one story a line, with its comments and corrections
    revisions.jsonl      what they said before, one saved text a line
    pages.jsonl  forum.jsonl  kills.jsonl  words.jsonl  redirects.jsonl
    lists.jsonl  newsletter.jsonl  subscribers.jsonl
    calls.jsonl  contributions.jsonl  pictures.jsonl
    and what other rooms add (see `wire.parts`)
    pictures/  files/    named by their content
    manifest.json        the checksum of every other file

docs/archive.md says what is in each, field by field.

The same content always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any

from wagtail.models import Revision

from broadsheet.news.models import ArticlePage, Picture
from broadsheet.talk import api as talk
from broadsheet.topics.exchange import export_topics
from broadsheet.wire import jsonlines, library, mailing, outgoing, paper, readers
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.parts import parts
from broadsheet.wire.reports import Line, Progress, Report
from broadsheet.wire.rooms import comment_of
from broadsheet.wire.story import Story

FORMAT_VERSION = 1
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # an archive's bytes must not depend on when it was made
HASH_LENGTH = 16
TOGETHER = 32  # lines that are packed at once
LEVEL = 3  # of deflate: a third of the time of the usual 6, and an eighth larger


@dataclass
class Writing:
    """An archive being written."""

    archive: zipfile.ZipFile
    report: Report
    checksums: dict[str, str] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)  # pictures that are in it
    stories: int = 0
    comments: int = 0
    started: float = field(default_factory=time.monotonic)

    def path_of(self, picture: Picture) -> str:
        """A picture's path, by its content."""
        if picture.pk not in self.paths:
            ending = PurePosixPath(picture.file.name).suffix.lower()
            self.paths[picture.pk] = f"pictures/{picture.get_file_hash()[:HASH_LENGTH]}{ending}"
        return self.paths[picture.pk]

    def tell(self, what: str, total: int) -> None:
        """One more story is written."""
        rate = self.stories / max(time.monotonic() - self.started, 0.001)
        fraction = self.stories / total
        self.report(Progress(fraction=fraction, stories=self.stories, rate=rate, what=what))

    def lost_text(self, article: ArticlePage, revision: Revision) -> None:
        """Tell of a former text that cannot be read any more."""
        text = f"its text of {revision.created_at:%Y-%m-%d %H:%M} names what is gone; it is left out"
        self.report(Line(where=f"story “{article.slug}”", text=text, skipped=True))

    def keep_file(self, name: str, data: bytes) -> str:
        """Put a file that came with something into the archive; its path there."""
        path = f"files/{hashlib.sha256(data).hexdigest()[:HASH_LENGTH]}/{name}"
        self.binary(path, data)
        return path

    def take_pictures(self, needed: Outgoing) -> None:
        """Note the pictures that were named: they go in after all that names them."""
        for picture in needed.take():
            self.path_of(picture)

    def entry(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, LONG_AGO)
        info.compress_type = zipfile.ZIP_DEFLATED
        info._compresslevel = LEVEL  # type: ignore[attr-defined]  # Python 3.13: `compress_level` too
        info.external_attr = 0o644 << 16
        return info

    def lines(self, name: str, things: Iterable[Any]) -> None:
        """One thing a line; a file without lines is there too."""
        self.text(name, (jsonlines.dump(thing) + "\n" for thing in things))

    def text(self, name: str, lines: Iterable[str]) -> None:
        """Lines as they are."""
        digest = hashlib.sha256()
        with self.archive.open(self.entry(name), "w", force_zip64=True) as file:
            for some in outgoing.batched(lines, TOGETHER):
                written = "".join(some).encode()
                digest.update(written)
                file.write(written)
        self.checksums[name] = digest.hexdigest()

    def json(self, name: str, content: Any) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        self.checksums[name] = hashlib.sha256(text.encode()).hexdigest()
        self.archive.writestr(self.entry(name), text)

    def binary(self, name: str, data: bytes) -> None:
        if name not in self.checksums:
            self.checksums[name] = hashlib.sha256(data).hexdigest()
            info = self.entry(name)
            info.compress_type = zipfile.ZIP_STORED
            self.archive.writestr(info, data)


def write_archive(*, path: Path, report: Report) -> Writing:
    """Write the archive beside `path` and put it there when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        writing = Writing(archive, report)
        _write(writing)
    unfinished.replace(path)
    return writing


def _write(writing: Writing) -> None:
    needed = Outgoing(writing.path_of)
    names, front = outgoing.names(needed), outgoing.front()
    writing.json(
        "paper.json",
        {"version": FORMAT_VERSION, "names": jsonlines.plain(names), "front": jsonlines.plain(front)},
    )
    writing.text("topics.jsonl", export_topics(kind="jsonl"))
    writing.lines("stories.jsonl", _stories(writing, needed))
    writing.lines("revisions.jsonl", outgoing.former(needed, writing.lost_text))
    writing.take_pictures(needed)
    writing.lines("pages.jsonl", outgoing.pages(needed))
    elsewhere = map(_elsewhere, talk.pages_elsewhere())
    writing.lines("forum.jsonl", chain(map(_thread, talk.topics()), elsewhere))
    writing.lines("kills.jsonl", outgoing.kills())
    writing.lines("words.jsonl", map(_phrase, talk.phrases()))
    writing.lines("lists.jsonl", mailing.lists())
    writing.lines("newsletter.jsonl", mailing.issues())
    writing.lines("redirects.jsonl", outgoing.redirects())
    writing.lines("subscribers.jsonl", mailing.subscribers())
    writing.lines("calls.jsonl", readers.calls())
    writing.lines("contributions.jsonl", list(readers.contributions(writing.keep_file)))
    writing.take_pictures(needed)
    writing.lines("pictures.jsonl", library.pictures(writing.path_of))
    for part in parts():
        writing.lines(f"{part.name}.jsonl", part.give())
    for pk, _path in sorted(writing.paths.items(), key=itemgetter(1)):
        _write_picture(writing, pk)
    writing.json("manifest.json", writing.checksums)


def _stories(writing: Writing, needed: Outgoing) -> Iterator[Story]:
    total = max(1, ArticlePage.objects.count())
    for some in outgoing.batched(outgoing.stories(needed), outgoing.CHUNK):
        talked_about = talk.discussed(articles=[article.pk for article, _ in some])
        for article, story in some:
            copies = talk.comments_of(article=article) if article.pk in talked_about else ()
            comments = tuple(map(comment_of, copies))
            writing.stories += 1
            writing.comments += len(comments)
            yield replace(story, comments=comments) if comments else story
            writing.tell(story.headline, total)
        writing.take_pictures(needed)


def _write_picture(writing: Writing, pk: int) -> None:
    picture = Picture.objects.get(pk=pk)
    try:
        with picture.open_file() as file:
            writing.binary(writing.path_of(picture), file.read())
    except OSError:
        where = f"picture “{picture.title}”"
        writing.report(
            Line(where=where, text="its file is gone; it is not in the archive", skipped=True)
        )


def _thread(topic: talk.TopicCopy) -> paper.Thread:
    posts = tuple(comment_of(one) for one in topic.posts)
    return paper.Thread(
        id=topic.key,
        board=topic.board.slug,
        title=topic.title,
        posts=posts,
        closed=topic.closed,
        sticky=topic.sticky,
    )


def _phrase(copy: talk.PhraseCopy) -> paper.Phrase:
    return paper.Phrase(phrase=copy.phrase, kind=copy.kind, note=copy.note)


def _elsewhere(page: talk.PageCopy) -> paper.Thread:
    posts = tuple(comment_of(one) for one in page.comments)
    return paper.Thread(id=page.key, board="", title=page.title, posts=posts, page=page.url)
