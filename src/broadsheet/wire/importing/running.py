"""A file's content, thing by thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

from broadsheet.foundation.clock import now
from broadsheet.news.layout import lay_out_paper
from broadsheet.news.models import FrontPage
from broadsheet.wire import fronts, names, rooms
from broadsheet.wire.batches import Batch
from broadsheet.wire.importing import more
from broadsheet.wire.importing.articles import finish_references, take_former
from broadsheet.wire.importing.stories import take_copy, take_story
from broadsheet.wire.importing.together import taken_together
from broadsheet.wire.importing.wholes import whole
from broadsheet.wire.models import Import
from broadsheet.wire.paper import (
    Added,
    Call,
    Contribution,
    Former,
    Front,
    Issue,
    Item,
    Kept,
    Kill,
    MailingList,
    Names,
    OldAddress,
    Phrase,
    Registry,
    Remark,
    Subscriber,
    Thread,
)
from broadsheet.wire.reading import ImportRefused, Options, Reading
from broadsheet.wire.reports import Outcome, Report, Result
from broadsheet.wire.run import Kind, Run, digest_of
from broadsheet.wire.story import Story

KINDS: dict[type, str] = {
    Thread: Kind.THREAD,
    MailingList: Kind.LIST,
    Issue: Kind.ISSUE,
    Subscriber: Kind.SUBSCRIBER,
    Call: Kind.CALL,
    Contribution: Kind.CONTRIBUTION,
    Phrase: Kind.PHRASE,
}


TAKERS: dict[type, Callable[[Run, Any], None]] = {
    Names: names.take_names,
    Registry: names.take_registry,
    OldAddress: more.take_old_address,
    Former: take_former,
    Front: fronts.take_front,
    Kill: more.take_kill,
    Kept: more.take_picture,
    Added: more.take_added,
}


def run_import(*, format_name: str, reading: Reading, options: Options, report: Report) -> Result:
    """Import all that `reading` gives. See `wire.api.import_file`."""
    if not FrontPage.objects.exists():
        lay_out_paper(name=settings.PAPER.name, url=settings.PAPER.url)
    run = Run(
        of=_begin(reading.origin),
        reading=reading,
        options=options,
        result=Result(format=format_name, origin=reading.origin),
        report=report,
    )
    batch = Batch()
    try:
        for item in reading.items(run.moment_of):
            if not batch.takes(item) or reading.agency:
                _take_batch(run, batch)
                _take(run, item)
            elif batch.add(item):
                _take_batch(run, batch)
    except ImportRefused as error:
        run.result.broken_off = str(error)
    _take_batch(run, batch)
    finish_references(run)
    if run.not_fetched:
        run.say("pictures", f"{run.not_fetched} on other sites were not fetched; they are links now")
    if not run.result.broken_off:
        Import.objects.filter(pk=run.of.pk).update(finished_at=now())
    return run.result


def _begin(origin: str) -> Import:
    """The origin's import: the one that was broken off, or a new one."""
    found, _ = Import.objects.get_or_create(origin=origin[:255], defaults={"moment": now()})
    if found.finished_at:
        found.moment, found.finished_at = now(), None
        found.save()
    return found


def _take_batch(run: Run, batch: Batch) -> None:
    """Take what has been collected, together; where one of it is bad, each by itself."""
    things = batch.empty()
    if len(things) < 2 or not taken_together(run, things):
        for thing in things:
            _take(run, thing)
        return
    for thing in things:
        if isinstance(thing, Story):
            run.progress(thing.headline)


def _take(run: Run, item: Item) -> None:
    run.section_pages.clear()
    if isinstance(item, Remark):
        run.remark(item)
    elif isinstance(item, Story):
        if run.reading.agency:
            take_copy(run, item)
        else:
            take_story(run, item)
        run.progress(item.headline)
    elif take := TAKERS.get(type(item)):
        take(run, item)
    else:
        _take_once(run, item)


def _key_of(item: Any) -> str:
    match item:
        case Subscriber():
            return item.email
        case Phrase():
            return item.phrase
        case _:
            return item.id


def _take_once(run: Run, item: Any) -> None:
    """Things that other rooms keep, and that they know again by their key."""
    kind, key = KINDS[type(item)], _key_of(item)
    known = run.known(kind, key)
    digest = digest_of(item)
    if known and known.digest == digest:
        run.result.count(kind, Outcome.SAME)
        return
    with whole(run, kind, f"{kind} “{key}”"):
        rooms.file(run, item)
        run.note(kind, key, digest=digest)
        run.result.count(kind, Outcome.CHANGED if known else Outcome.NEW)
