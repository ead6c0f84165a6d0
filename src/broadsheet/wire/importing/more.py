"""Pictures, records of kills, addresses, and what other rooms and plug-ins add to an archive."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from broadsheet.news import kills
from broadsheet.news.models import ArticlePage, KillRecord, SectionPage
from broadsheet.wire import library, redirects
from broadsheet.wire.importing.wholes import whole
from broadsheet.wire.paper import Added, Kept, Kill, OldAddress
from broadsheet.wire.parts import Places, part_of
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Kind, Run, digest_of


def take_kill(run: Run, kill: Kill) -> None:
    """Keep a record of a kill as the other paper signed it."""
    with whole(run, "kill", f"kill of “{kill.headline}”"):
        key = UUID(kill.story)
        record = KillRecord(
            verb=kill.verb,
            article=ArticlePage.objects.filter(translation_key=key).first(),
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


def _section(slug: str) -> SectionPage | None:
    return SectionPage.objects.filter(slug=slug).first() if slug else None
