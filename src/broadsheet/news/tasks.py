"""Work of the news room in the background."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django_tasks import task
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import ReferenceIndex
from wagtail.search import index
from wagtail.search.backends import get_search_backends

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import INDEXES, PICTURES
from broadsheet.foundation.schedule import every, on_time
from broadsheet.news import actions, reads, sizes
from broadsheet.news.models import Picture

OVERLAP = timedelta(seconds=1)  # a time may be set in the moment it comes
INDEXED_AT_ONCE = 50  # in one transaction: nobody waits long for the database

logger = logging.getLogger(__name__)


@task(priority=PICTURES)
def make_sizes(pk: int) -> None:
    """Make the sizes of a picture that readers will ask for. What is there is not made again."""
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return  # deleted meanwhile
    try:
        for width in sizes.widths_of(picture):
            sizes.remember(picture.get_rendition(sizes.spec(width, sizes.IN_ADVANCE)))
    except (SourceImageIOError, InvalidFilterSpecError, OSError, ValueError) as error:
        # Readers see its description; the newsroom sees the same where it chose the picture.
        logger.warning("The sizes of picture %s cannot be made: %s", pk, error)


@task(priority=INDEXES)
def index_new(label: str, keys: list[int]) -> None:
    """Note what new rows refer to and put them into the newsroom's search, as saving each would.

    Args:
        label: the model, as "news.articlepage".
        keys: of the rows; one that is gone meanwhile is left out.
    """
    model = apps.get_model(label)
    for start in range(0, len(keys), INDEXED_AT_ONCE):
        rows = list(model._default_manager.filter(pk__in=keys[start : start + INDEXED_AT_ONCE]))
        with transaction.atomic():
            for row in rows:
                ReferenceIndex.create_or_update_for_object(row)
            if index.class_is_indexed(model):
                for backend in get_search_backends(with_auto_update=True):
                    backend.add_bulk(model, rows)


@on_time(name="news.publish_on_time")
def publish_on_time(since: datetime, until: datetime) -> list[int]:
    """What the newsroom scheduled comes out in its second."""
    return actions.publish_due(moment=until, after=since - OVERLAP)


@on_time(name="news.withdraw_on_time")
def withdraw_on_time(since: datetime, until: datetime) -> list[int]:
    """What was to be read until a time goes in its second."""
    return actions.withdraw_due(moment=until, after=since - OVERLAP)


@every(timedelta(minutes=1), name="news.publish_scheduled")
def publish_scheduled() -> list[int]:
    """What could not be published in its second is tried again."""
    return actions.publish_due(moment=now())


@every(timedelta(minutes=1), name="news.withdraw_expired")
def withdraw_expired() -> list[int]:
    """What could not be withdrawn in its second is tried again."""
    return actions.withdraw_due(moment=now())


@every(timedelta(minutes=5), name="news.most_read")
def rank_what_is_read() -> None:
    reads.rank(moment=now())


@every(timedelta(hours=6), name="news.reads")
def keep_counts_small() -> None:
    reads.keep_house(moment=now())
