"""Work of the news room in the background."""

from __future__ import annotations

import logging
from datetime import timedelta

from django_tasks import task
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from broadsheet.foundation.clock import now
from broadsheet.foundation.priorities import PICTURES
from broadsheet.foundation.schedule import every
from broadsheet.news import actions, sizes
from broadsheet.news.models import Picture

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


@every(timedelta(seconds=10), name="news.publish_scheduled")
def publish_scheduled() -> list[int]:
    """What the newsroom scheduled comes out within seconds of its time."""
    return actions.publish_due(moment=now())


@every(timedelta(minutes=1), name="news.withdraw_expired")
def withdraw_expired() -> list[int]:
    """What was to be read until a time goes."""
    return actions.withdraw_due(moment=now())
