"""Write the whole paper into one archive.

    paper.json           settings, sections, authors, sources, topics, front page
    topics.jsonl         what else topics are called, their titles, what they are part of
    stories.jsonl …      a file for each kind of thing (see `wire.contents`), one a line
    …                    what other rooms add (see `wire.parts`)
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
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any

from wagtail.models import Revision

from broadsheet.news.models import ArticlePage, Picture
from broadsheet.topics.exchange import export_topics
from broadsheet.wire import jsonlines, outgoing
from broadsheet.wire.contents import FILES
from broadsheet.wire.outgoing import Outgoing
from broadsheet.wire.parts import parts
from broadsheet.wire.reports import Line, Progress, Report

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
    needed: Outgoing = field(init=False)

    def __post_init__(self) -> None:
        self.needed = Outgoing(self.path_of)

    def path_of(self, picture: Picture) -> str:
        """A picture's path, by its content."""
        if picture.pk not in self.paths:
            ending = PurePosixPath(picture.file.name).suffix.lower()
            self.paths[picture.pk] = f"pictures/{picture.get_file_hash()[:HASH_LENGTH]}{ending}"
        return self.paths[picture.pk]

    def tell(self, what: str, *, comments: int, total: int) -> None:
        """One more story is written."""
        self.stories += 1
        self.comments += comments
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

    def take_pictures(self) -> None:
        """Note the pictures that were named: they go in after all that names them."""
        for picture in self.needed.take():
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
    index = {
        "version": FORMAT_VERSION,
        "names": jsonlines.plain(outgoing.names(writing.needed)),
        "front": jsonlines.plain(outgoing.front()),
    }
    if elsewhere := outgoing.fronts_elsewhere():
        index["fronts"] = [jsonlines.plain(one) for one in elsewhere]
    writing.json("paper.json", index)
    writing.text("topics.jsonl", export_topics(kind="jsonl"))
    for content in FILES:
        writing.lines(f"{content.file}.jsonl", content.give(writing))
        writing.take_pictures()
    for part in parts():
        writing.lines(f"{part.name}.jsonl", part.give())
    for pk, _path in sorted(writing.paths.items(), key=itemgetter(1)):
        _write_picture(writing, pk)
    writing.json("manifest.json", writing.checksums)


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
