"""Pictures, records of kills, addresses, and what other rooms and plug-ins add to an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news import kills, languages, series
from broadsheet.news.models import ArticlePage, KillRecord, SectionPage
from broadsheet.wire import library, redirects
from broadsheet.wire.editions import section_named
from broadsheet.wire.importing.wholes import whole
from broadsheet.wire.paper import Added, Kept, Kill, OldAddress, Series
from broadsheet.wire.parts import Places, part_of
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Kind, Run, digest_of


def once(kind: Kind, key: str, file: Callable[[Run, Any], None]) -> Callable[[Run, Any], None]:
    """How a thing comes in that another room keeps, and that is known again by its key.

    Args:
        kind: what it is noted as.
        key: the name of the field that tells one from another.
        file: hands it to its room.
    """

    def take(run: Run, thing: Any) -> None:
        own = getattr(thing, key)
        known = run.known(kind, own)
        digest = digest_of(thing)
        if known and known.digest == digest:
            run.result.count(kind, Outcome.SAME)
            return
        with whole(run, kind, f"{kind} “{own}”"):
            file(run, thing)
            run.note(kind, own, digest=digest)
            run.result.count(kind, Outcome.CHANGED if known else Outcome.NEW)

    return take


def take_kill(run: Run, kill: Kill) -> None:
    """Keep a record of a kill as the other paper signed it."""
    with whole(run, "kill", f"kill of “{kill.headline}”"):
        key = UUID(kill.story)
        record = KillRecord(
            verb=kill.verb,
            article=ArticlePage.objects.filter(
                translation_key=key, edition=languages.kept_as(languages.of_path(kill.address))
            ).first(),
            article_key=key,
            address=kill.address,
            headline=kill.headline,
            text_hash=kill.text_hash,
            was_public=kill.was_public,
            at=kill.at,
            by=kill.by,
            because=kill.because,
            previous=kill.previous,
            signature=kill.signature,
        )
        kills.take_over(record=record)


def file_series(run: Run, one: Series) -> None:
    """Make a series or package, or bring the one that came from here to what the file says."""
    where = f"series “{one.id}”"
    found = [(key, run.article_of(key)) for key in one.stories]
    for key, pk in found:
        if pk is None:
            run.say(where, f"the story “{key}” is not in the paper")
    by_pk = ArticlePage.objects.in_bulk([pk for _, pk in found if pk])
    series.file(
        slug=one.id,
        name=clean_line(one.name),
        kind=one.kind,
        standfirst=clean_text(one.standfirst),
        articles=[by_pk[pk] for _, pk in found if pk in by_pk],
    )


def take_picture(run: Run, kept: Kept) -> None:
    """A picture of the paper, with what is said of it."""
    with whole(run, Kind.PICTURE, f"picture “{kept.title}”"):
        library.take_picture(run, kept)


def take_old_address(run: Run, one: OldAddress) -> None:
    """An address that leads to no story."""
    with whole(run, "redirect", f"redirect “{one.old[:60]}”"):
        run.result.redirects += redirects.take_old_address(run, one)


def take_added(run: Run, added: Added) -> None:
    """Hand a line to who added its file, once."""
    part = part_of(added.part)
    key, digest = f"{part.name}:{part.key(added.thing)}", digest_of(added.thing)
    known = run.known(Kind.ADDED, key)
    if known and known.digest == digest:
        run.result.count(part.name, Outcome.SAME)
        return
    with whole(run, part.name, key):
        part.take(added.thing, Places(article=_articles(run), section=_section))
        run.note(Kind.ADDED, key, digest=digest)
        run.result.count(part.name, Outcome.CHANGED if known else Outcome.NEW)


def _articles(run: Run) -> Callable[[str], ArticlePage | None]:
    def found(key: str) -> ArticlePage | None:
        pk = run.article_of(key) if key else None
        return ArticlePage.objects.filter(pk=pk).first() if pk else None

    return found


def _section(key: str) -> SectionPage | None:
    return section_named(key) if key else None
