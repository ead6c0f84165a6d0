"""A file's content, thing by thing."""

from __future__ import annotations

from django.conf import settings

from broadsheet.foundation.clock import now
from broadsheet.news.layout import lay_out_paper
from broadsheet.news.models import FrontPage
from broadsheet.wire import contents
from broadsheet.wire.batches import Batch
from broadsheet.wire.importing.articles import finish_references
from broadsheet.wire.importing.stories import take_copy
from broadsheet.wire.importing.together import taken_together
from broadsheet.wire.models import Import
from broadsheet.wire.reading import ImportRefused, Options, Reading
from broadsheet.wire.reports import Report, Result
from broadsheet.wire.run import Run
from broadsheet.wire.story import Item, Story


def run_import(*, format_name: str, reading: Reading, options: Options, report: Report) -> Result:
    """Import all that `reading` gives. See `wire.api.import_file`."""
    if FrontPage.objects.count() < len(settings.EDITION_LANGUAGES):
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
    if isinstance(item, Story) and run.reading.agency:
        take_copy(run, item)
    else:
        contents.take(run, item)
    if isinstance(item, Story):
        run.progress(item.headline)
