"""What the press does in the background."""

from __future__ import annotations

import logging
from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from broadsheet.foundation.priorities import PICTURES
from broadsheet.foundation.schedule import every
from broadsheet.news import queries
from broadsheet.outreach.models import PaperSize, PrintEdition
from broadsheet.outreach.printing import cards, kept, press
from broadsheet.outreach.printing.newspaper import actions
from broadsheet.outreach.printing.newspaper.setting import NothingToPrint

logger = logging.getLogger(__name__)


@every(timedelta(hours=24), name="outreach.printed")
def forget_unread() -> None:
    kept.sweep(is_wanted=_public)


def _public(owners: set[int]) -> set[int]:
    return set(queries.published().filter(pk__in=owners).values_list("pk", flat=True))


@task(priority=PICTURES)
def make_card(article_id: int) -> None:
    """Make the picture by which an article is shared, unless it is there."""
    article = queries.whole().filter(pk=article_id, published_at__isnull=False).first()
    if article is None or not cards.has_card(article):
        return
    try:
        cards.card_png(article)
    except press.TooBusy:
        logger.info("The card of article %s is made when somebody asks", article_id)


@task()
def make_edition(pk: int) -> None:
    """Set a print edition."""
    edition = PrintEdition.objects.filter(pk=pk).first()
    if edition:
        actions.make(edition=edition)


@every(timedelta(minutes=5), name="outreach.print_edition")
def print_the_day() -> None:
    """Ask for the day's editions once their hour has come, where the paper prints by itself."""
    moment = timezone.localtime()
    if not settings.PRINT_AT or moment.time() < time.fromisoformat(settings.PRINT_AT):
        return
    made = set(PrintEdition.objects.filter(day=moment.date()).values_list("paper", flat=True))
    for paper in PaperSize:
        if paper not in made:
            try:
                actions.order(day=moment.date(), paper=paper)
            except NothingToPrint:
                return
