"""Verbs of the print edition."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from broadsheet.edition.api import gone, stale
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import PaperSize, PrintEdition, PrintedStory
from broadsheet.outreach.printing.newspaper import queries, setting
from broadsheet.outreach.printing.newspaper.formats import FORMATS
from broadsheet.outreach.printing.press import CannotSet, TooBusy

TAG = "print-editions"  # the page that lists them
TRIES = 3  # an article may be withdrawn while the paper is being set


def tag_of(day: date) -> str:
    """What the pages depend on that name the editions of one day."""
    return f"{TAG}:{day.isoformat()}"


def order(*, day: date, paper: PaperSize, by: User | None = None) -> PrintEdition:
    """Ask for the print edition of a day, made in the background.

    Raises:
        NothingToPrint: nothing came out on that day.
    """
    from broadsheet.outreach.printing.tasks import make_edition

    with transaction.atomic():
        edition = enter(day=day, paper=paper, by=by)
        transaction.on_commit(partial(make_edition.enqueue, edition.pk))
    return edition


def enter(*, day: date, paper: PaperSize, by: User | None = None) -> PrintEdition:
    """Write down what stands in the print edition of a day; `make` sets it.

    Today's has what the front page shows now; an earlier day's what came out on
    it. Entered again, it is made anew; readers keep the old one until then.

    Raises:
        NothingToPrint: nothing came out on that day.
    """
    keys = queries.choice(day=day)
    if not keys:
        raise setting.NothingToPrint("Nothing came out on that day.")
    with transaction.atomic():
        edition, _made = PrintEdition.objects.select_for_update().get_or_create(day=day, paper=paper)
        edition.asked_at, edition.asked_by, edition.trouble = now(), by, ""
        edition.save()
        edition.stories.all().delete()
        PrintedStory.objects.bulk_create(
            PrintedStory(edition=edition, article_id=key, place=place) for place, key in enumerate(keys)
        )
    return edition


def make(*, edition: PrintEdition) -> PrintEdition:
    """Set an edition and put it before the readers. What went wrong stands in `trouble`."""
    for _try in range(TRIES):
        articles = queries.articles_of(edition)
        try:
            content, pages = setting.newspaper(
                articles=articles, day=edition.day, paper=FORMATS[edition.paper]
            )
        except (setting.NothingToPrint, CannotSet, TooBusy) as error:
            PrintEdition.objects.filter(pk=edition.pk).update(trouble=str(error)[:300])
            break
        if _put_out(edition, content, pages, {article.pk for article in articles}):
            break
    edition.refresh_from_db()
    return edition


def without(*, article: ArticlePage) -> int:
    """An article was withdrawn: every edition with it is gone until it is made without it.

    How many editions those are. Part of the withdrawal's own transaction.
    """
    from broadsheet.outreach.printing.tasks import make_edition

    with transaction.atomic():
        found = PrintEdition.objects.select_for_update().filter(
            pk__in=PrintedStory.objects.filter(article=article).values("edition_id")
        )
        editions = list(found)
        for edition in editions:
            _take_file(edition)
            edition.stories.filter(article=article).delete()
            transaction.on_commit(partial(make_edition.enqueue, edition.pk))
        if editions:
            gone(TAG, *{tag_of(edition.day) for edition in editions})
    return len(editions)


def _put_out(edition: PrintEdition, content: bytes, pages: int, printed: set[int]) -> bool:
    """Whether what was set is still what may be printed, and is public now."""
    with transaction.atomic():
        edition = PrintEdition.objects.select_for_update().get(pk=edition.pk)
        if {article.pk for article in queries.articles_of(edition)} != printed:
            return False
        _take_file(edition)
        edition.pages, edition.trouble = pages, ""
        edition.file.save(f"{edition}.pdf".replace(" ", "-"), ContentFile(content))
        stale(TAG, tag_of(edition.day))
    return True


def _take_file(edition: PrintEdition) -> None:
    if edition.file and edition.file.name:
        transaction.on_commit(partial(default_storage.delete, edition.file.name))
        edition.file = ""
        edition.save(update_fields=["file"])
