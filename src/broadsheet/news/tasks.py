"""Work of the news room in the background."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django_tasks import task
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import PICTURES
from broadsheet.foundation.schedule import every, on_time
from broadsheet.news import actions, sizes
from broadsheet.news.models import Picture

OVERLAP = timedelta(seconds=1)  # a time may be set in the moment it comes
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
