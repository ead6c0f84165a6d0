"""One import under way: what it has found so far, and what it tells."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from broadsheet.foundation.prepared import insert
from broadsheet.news import languages
from broadsheet.news.models import Author, SectionPage, Source
from broadsheet.news.models import Picture as KeptPicture
from broadsheet.topics.models import Topic
from broadsheet.wire.bodies import Lookup
from broadsheet.wire.models import Import, Imported
from broadsheet.wire.paper import Remark
from broadsheet.wire.pictures import keep_picture
from broadsheet.wire.reading import Options, PictureMissing, Reading
from broadsheet.wire.reports import Line, Outcome, Progress, Report, Result
from broadsheet.wire.story import Picture, Section, Story

KEY_LENGTH = 500
PICTURES_REMEMBERED = 20_000
DIGEST_LENGTH = 48  # of SHA-256's hexadecimal digits: 192 bits
Kind = Imported.Kind


@dataclass
class Run:
    """What one import carries from thing to thing."""

    of: Import
    reading: Reading
    options: Options
    result: Result
    report: Report
    sections: dict[str, int] = field(default_factory=dict)  # key to page
    wanted: dict[str, Section] = field(default_factory=dict)  # sections named in the file, by key
    authors: dict[str, Author] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    pictures: dict[Picture, int | None] = field(default_factory=dict)
    unfinished: list[Story] = field(default_factory=list)  # refer to stories that came later
    started: float = field(default_factory=time.monotonic)
    stories: int = 0
    not_fetched: int = 0  # pictures of other sites, in an import that fetches none
    section_pages: dict[int, SectionPage] = field(default_factory=dict)  # as they are now
    place: int = 0  # in the batch: which of its things is in hand
    held: list[tuple[int, Line]] | None = None  # lines of a batch that is not through yet

    @contextmanager
    def holding(self) -> Iterator[None]:
        """What is counted and said in the block counts only when it comes to its end.

        The lines are told then, each where the thing it is about stands in the batch.
        """
        result, counts = self.result, deepcopy(self.result.counts)
        before = (result.comments, result.pictures, result.redirects, self.not_fetched)
        unfinished = len(self.unfinished)
        held = self.held = []
        try:
            yield
        except BaseException:
            result.counts = counts
            result.comments, result.pictures, result.redirects, self.not_fetched = before
            del self.unfinished[unfinished:]
            raise
        finally:
            self.held = None
        for _, line in sorted(held, key=lambda one: one[0]):
            self._tell(line)

    def say(self, where: str, text: str) -> None:
        """Put a line into the report."""
        self._tell(Line(where=where, text=text))

    def skip(self, kind: str, where: str, text: str) -> None:
        self.result.count(kind, Outcome.SKIPPED)
        self._tell(Line(where=where, text=text, skipped=True))

    def remark(self, remark: Remark) -> None:
        self._tell(Line(where=remark.where, text=remark.text, skipped=remark.skipped))

    def progress(self, what: str) -> None:
        """A story has been read, and is in the paper or told to be left out."""
        self.stories += 1
        seconds = max(time.monotonic() - self.started, 0.001)
        self.report(
            Progress(
                fraction=self.reading.fraction(),
                stories=self.stories,
                rate=self.stories / seconds,
                what=what,
            )
        )

    def moment_of(self, key: str) -> datetime:
        """From when the age of a thing counts (see `reading.Moments`)."""
        known = self.of.things.filter(key=key[:KEY_LENGTH]).values_list("moment", flat=True).first()
        return known or self.of.moment

    def lasting_name(self, kind: str, key: str) -> UUID:
        """The page's own name in exports, the same whenever the same file is imported."""
        if self.reading.keeps_names:
            return UUID(key)  # not a UUID: a ValueError, and the story is left out
        return uuid5(NAMESPACE_URL, f"{self.reading.origin}#{kind}:{key}")

    def page_name(self, kind: str, story: Story) -> tuple[UUID, str | None]:
        """A page's key among its translations, and its edition: together no other page's."""
        edition = languages.kept_as(story.edition)
        if edition and story.translates and self.reading.keeps_names:
            return UUID(story.translates), edition
        return self.lasting_name(kind, story.id), edition

    def known(self, kind: str, key: str) -> Imported | None:
        return self.of.things.filter(kind=kind, key=key[:KEY_LENGTH]).select_related("page").first()

    def known_of(self, kind: str, keys: Iterable[str]) -> dict[str, Imported]:
        """Those of many things that are known, by their (shortened) keys."""
        wanted = {key[:KEY_LENGTH] for key in keys}
        found = self.of.things.filter(kind=kind, key__in=wanted).select_related("page")
        return {one.key: one for one in found}

    def note(self, kind: str, key: str, **facts: Any) -> None:
        """Record a thing as imported, in the transaction that imports it."""
        self.of.things.update_or_create(
            kind=kind,
            key=key[:KEY_LENGTH],
            defaults=facts,
            create_defaults=facts | {"moment": self.of.moment},
        )

    def note_new(self, kind: str, noted: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Record many things as imported that were not known before."""
        insert(
            Imported(import_of=self.of, kind=kind, key=key[:KEY_LENGTH], moment=self.of.moment, **facts)
            for key, facts in noted
        )

    def article_of(self, key: str) -> int | None:
        """The article of a story that has been imported."""
        found = self.of.things.filter(kind=Kind.STORY, key=key[:KEY_LENGTH])
        return found.values_list("page_id", flat=True).first()

    def lookup(self, where: str) -> Lookup:
        say: Callable[[str], None] = lambda text: self.say(where, text)  # noqa: E731
        return Lookup(picture=lambda one: self.picture(one, where), article=self.article_of, note=say)

    def picture(self, picture: Picture, where: str) -> int | None:
        """The paper's picture, fetched when it must be; None, and a line, when it cannot be had."""
        if "://" in picture.src and not self.options.pictures:
            self.not_fetched += 1
            return None
        if picture not in self.pictures:
            try:
                kept, new = keep_picture(picture=picture, data=self._bytes(picture.src))
            except PictureMissing as error:
                self.pictures[picture] = None
                self.say(where, f"the picture {_short(picture.src)} is missing: {error}")
            else:
                self.pictures[picture] = kept.pk
                self.result.pictures += new
        return self.pictures[picture]

    def kept_picture(self, picture: Picture | None, where: str) -> KeptPicture | None:
        pk = self.picture(picture, where) if picture else None
        return KeptPicture.objects.get(pk=pk) if pk else None

    def forget(self) -> None:
        """After a transaction that came to nothing: what it made is not there."""
        for kept in (
            self.pictures, self.sections, self.authors, self.sources, self.topics, self.section_pages,
        ):  # fmt: skip
            kept.clear()

    def forget_some(self) -> None:
        """Between batches: what others may have changed, and more pictures than memory is for."""
        self.section_pages.clear()
        if len(self.pictures) > PICTURES_REMEMBERED:
            self.pictures.clear()

    def _bytes(self, src: str) -> bytes:
        if "://" not in src:
            return self.reading.picture(src)
        return self.options.fetch(src)

    def _tell(self, line: Line) -> None:
        if self.held is not None:
            self.held.append((self.place, line))
            return
        self.result.lines.append(line)
        self.report(line)


def digest_of(thing: Any, *more: str) -> str:
    """A fingerprint of a thing of a file."""
    text = repr((thing, *more))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]


def _short(src: str) -> str:
    return src if len(src) <= 100 else src[:97] + "…"
