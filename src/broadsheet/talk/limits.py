"""How much one writer or one network may send.

A network (/24) can be a whole office or a mobile carrier, so its limit is wide;
the queue behind it is what protects the paper.
"""

from __future__ import annotations

from datetime import timedelta

from broadsheet.foundation.limits import Count, allow, allow_all
from broadsheet.talk.drafts import Writer
from broadsheet.talk.errors import TooMany, TooManyLikes, TooManyOnFirstDay, TooManyPages
from broadsheet.talk.models import OutsideSite
from broadsheet.talk.writers import is_new

BURST = timedelta(minutes=10)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
OF_A_WRITER = 10
OF_A_NETWORK = 30
OF_A_NETWORK_A_DAY = 300
OF_A_THREAD = 600  # in ten minutes, from wherever
OF_ALL = 120_000  # in a minute: a flood from everywhere, more than any paper has readers for
NEW_PAGES = 20  # of a network in an hour
NEW_PAGES_OF_A_SITE = 2000  # in a day: anybody can invent addresses of a site
FIRST_DAY_TOPICS = 3  # Discourse's number for newcomers
FIRST_DAY_REPLIES = 10  # likewise
REPORTS = 20
LIKES = 120  # of a network in an hour


def check_post(*, writer: Writer, thread: str = "") -> None:
    """Count one more post.

    Args:
        thread: where, for the limit of one thread; "" for a new topic.

    Raises:
        TooMany: over the limit of the writer, of their network or of the thread.
    """
    counts = of_a_post(writer=writer, thread=thread)
    if counts and not allow_all(counts):
        raise TooMany


def of_a_post(*, writer: Writer, thread: str) -> list[Count]:
    """What one post counts for; nothing for the newsroom's own."""
    if writer.is_staff:
        return []
    counts = [
        (f"talk:network:{writer.address_hash}", OF_A_NETWORK, BURST),
        (f"talk:day:{writer.address_hash}", OF_A_NETWORK_A_DAY, DAY),
        ("talk:all", OF_ALL, MINUTE),
        (f"talk:writer:{writer.key}", OF_A_WRITER, BURST),
    ]
    return [*counts, (f"talk:thread:{thread}", OF_A_THREAD, BURST)] if thread else counts


def check_topic(*, writer: Writer) -> None:
    """Count one more topic of a newcomer.

    Raises:
        TooMany, TooManyOnFirstDay.
    """
    check_post(writer=writer)
    _check_first_day(writer, what="topics", limit=FIRST_DAY_TOPICS)


def check_reply(*, writer: Writer, thread: str = "") -> None:
    """Count one more reply of a newcomer in a topic of the forum.

    Raises:
        TooMany, TooManyOnFirstDay.
    """
    check_post(writer=writer, thread=thread)
    _check_first_day(writer, what="replies", limit=FIRST_DAY_REPLIES)


def check_first_on_page(*, writer: Writer, site: OutsideSite) -> None:
    """Count one more comment that is the first on a page elsewhere, and so makes a thread.

    Raises:
        TooMany, TooManyPages.
    """
    check_post(writer=writer)
    counts = [
        (f"talk:pages:{writer.address_hash}", NEW_PAGES, HOUR),
        (f"talk:pages:site:{site.pk}", NEW_PAGES_OF_A_SITE, DAY),
    ]
    if not writer.is_staff and not allow_all(counts):
        raise TooManyPages


def may_report(*, writer: Writer) -> bool:
    """Count one more report; False when they are too many."""
    return allow(key=f"talk:report:{writer.address_hash}", limit=REPORTS, per=HOUR)


def check_like(*, writer: Writer) -> None:
    """Count one more press of the button.

    Raises:
        TooManyLikes.
    """
    if not allow(key=f"talk:like:{writer.address_hash}", limit=LIKES, per=HOUR):
        raise TooManyLikes


def _check_first_day(writer: Writer, *, what: str, limit: int) -> None:
    if writer.is_staff or not is_new(writer):
        return
    # A guest becomes somebody else by dropping a cookie, so guests count by network.
    who = writer.key if writer.user else writer.address_hash
    if not allow(key=f"talk:first-day:{what}:{who}", limit=limit, per=DAY):
        raise TooManyOnFirstDay
