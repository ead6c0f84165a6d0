"""What other rooms may use of outreach: newsletters in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import slugify

from broadsheet.edition.api import stale
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.news.models import ArticlePage, SectionPage
from broadsheet.outreach import addresses
from broadsheet.outreach.models import (
    Back,
    Issue,
    IssueState,
    IssueStory,
    MailingList,
    Subscriber,
    SubscriberState,
    Subscription,
)
from broadsheet.outreach.newsletter import actions
from broadsheet.topics.models import Topic

__all__ = [
    "IssueCopy",
    "ListCopy",
    "RuledListCopy",
    "SubscriberCopy",
    "import_issue",
    "import_list",
    "import_subscriber",
    "issues",
    "mailing_lists",
    "subscribers",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCopy:
    """A newsletter issue as it leaves the paper. `when` is None for a draft."""

    key: str
    subject: str
    intro: str
    article_ids: tuple[int, ...]
    when: datetime | None
    state: str  # "draft" or "sent"
    of_list: str  # short name of the list that gets it; "" for every subscriber
    second_subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCopy:
    """A list of the newsletter, as far as it goes along with who is on it."""

    key: str  # its short name, unique in the paper
    name: str
    left: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledListCopy:
    """A list of the newsletter with the rule by which its issues come about.

    Whether an editor approves them is not of it: where a list is new, one does.
    """

    key: str
    name: str
    description: str = ""
    is_open: bool = True
    is_preselected: bool = False
    place: int = 0
    rule: str = "hand"  # or "new", "commented", "picks"
    section: SectionPage | None = None
    topic: Topic | None = None
    every: str = "day"  # or "week"
    weekday: int = 0  # 0 is Monday
    hour: int = 7
    most: int = 8
    counts_clicks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberCopy:
    """A subscriber as they leave the paper; times are aware or None."""

    email: str
    state: str  # "pending", "confirmed", "unsubscribed" or "suppressed"
    confirmed: datetime | None
    unsubscribed: datetime | None
    suppressed: datetime | None
    name: str
    lists: tuple[ListCopy, ...]  # also those they left
    time_zone: str
    hour: int | None
    paused_until: datetime | None
    suppressed_because: str


def import_list(*, copy: RuledListCopy) -> None:
    """Make a list of the newsletter. One of its short name stays as it is.

    Raises:
        ValidationError: a field says what no list can say.
    """
    slug = slugify(copy.key)[:50] or "list"
    if MailingList.objects.filter(slug=slug).exists():
        return
    made = MailingList(
        slug=slug,
        name=clean_line(copy.name)[:80] or slug,
        description=clean_line(copy.description)[:200],
        is_open=copy.is_open,
        is_preselected=copy.is_preselected,
        sort_order=copy.place,
        rule=copy.rule,
        section=copy.section,
        topic=copy.topic,
        every=copy.every,
        weekday=copy.weekday,
        hour=copy.hour,
        most=copy.most,
        count_clicks=copy.counts_clicks,
    )
    made.full_clean()
    made.save()


def mailing_lists() -> Iterator[RuledListCopy]:
    """Every list of the newsletter, for an export."""
    for one in MailingList.objects.select_related("section", "topic").order_by("pk"):
        yield RuledListCopy(
            key=one.slug,
            name=one.name,
            description=one.description,
            is_open=one.is_open,
            is_preselected=one.is_preselected,
            place=one.sort_order,
            rule=one.rule,
            section=one.section,
            topic=one.topic,
            every=one.every,
            weekday=one.weekday,
            hour=one.hour,
            most=one.most,
            counts_clicks=one.count_clicks,
        )


def import_issue(
    *,
    key: str,
    subject: str,
    intro: str = "",
    stories: Sequence[ArticlePage] = (),
    when: datetime | None = None,
    state: str = "draft",
    of_list: str = "",
    second_subject: str = "",
) -> Issue:
    """Put an issue of another system, or of the demo, into the archive; mails nobody.

    Idempotent by `key`: a second call brings subject, intro and stories up to date,
    but never touches an issue that was sent from here: a draft again, it would go
    out twice.

    Args:
        key: unique and stable where the issue comes from.
        when: the time it went out; needed for a sent issue.
        state: "draft" or "sent".
        of_list: short name of the list that gets it; one that is not there is as "".
        second_subject: one that is tried beside the first.

    Raises:
        ValueError: a sent issue without a time, or a state that is neither.
    """
    if state not in {IssueState.DRAFT, IssueState.SENT}:
        raise ValueError(f"An imported issue is a draft or sent, not “{state}”.")
    if state == IssueState.SENT and when is None:
        raise ValueError(f"The sent issue “{subject}” needs the time at which it went out.")
    sent_at = when if state == IssueState.SENT else None
    wanted = {
        "subject": clean_line(subject)[:150],
        "intro": clean_text(intro),
        "state": state,
        "started_at": sent_at,
        "finished_at": sent_at,
        "list": MailingList.objects.filter(slug=of_list).first() if of_list else None,
        "subject_b": clean_line(second_subject)[:150],
    }
    with transaction.atomic():
        issue, created = Issue.objects.select_for_update().get_or_create(origin_key=key, defaults=wanted)
        if not created:
            _bring_up_to_date(issue, wanted)
        if created or not issue.html:
            _set_stories(issue, stories)
        stale("newsletter", f"issue:{issue.pk}")
    return issue


def _bring_up_to_date(issue: Issue, wanted: dict[str, Any]) -> None:
    """What this paper sent itself (it has a letter) stays as readers got it."""
    if not issue.html:
        Issue.objects.filter(pk=issue.pk).update(**wanted)
        issue.refresh_from_db()


def import_subscriber(
    *,
    email: str,
    confirmed: datetime | None = None,
    unsubscribed: datetime | None = None,
    suppressed: datetime | None = None,
    state: str = "",
    name: str = "",
    lists: Sequence[ListCopy] = (),
    time_zone: str = "",
    hour: int | None = None,
    paused_until: datetime | None = None,
    suppressed_because: str = "",
) -> Subscriber:
    """Take over a subscriber; mails nobody. Idempotent by address.

    Somebody who unsubscribed here, or whose letters came back, stays so whatever
    the list says.

    Args:
        confirmed: when they said yes, here or where the list comes from.
        unsubscribed: when they left.
        suppressed: when letters to this address came back for good.
        state: "" for what the times say; "pending" keeps the time of an old
            consent, but they get nothing before they confirm it here.
        name: how letters greet them; "" where that is not known.
        lists: those they are on or left; one the paper does not have is made, to be written by hand.
        time_zone: where they are; "" is where the paper is.
        hour: at which letters come there; None is the list's.
        suppressed_because: "hard" or "complaint", where that is known.
    """
    state = state or _state_by(confirmed, unsubscribed, suppressed)
    wanted = {
        "state": state,
        "confirmed_at": confirmed,
        "unsubscribed_at": unsubscribed,
        "suppressed_at": suppressed,
        "name": clean_line(name)[:100],
        "time_zone": time_zone if time_zone in available_timezones() else "",
        "hour": hour if hour in range(24) else None,
        "paused_until": paused_until,
        "suppressed_because": suppressed_because if suppressed_because in Back.values else "",
    }
    with transaction.atomic():
        subscriber, created = Subscriber.objects.select_for_update().get_or_create(
            email=addresses.normal(email), defaults=wanted
        )
        is_waiting = not created and subscriber.state == SubscriberState.PENDING
        if created or is_waiting:
            _put_on(subscriber, lists)
        if is_waiting:
            Subscriber.objects.filter(pk=subscriber.pk).update(**wanted)
            subscriber.refresh_from_db()
    return subscriber


def _put_on(subscriber: Subscriber, lists: Sequence[ListCopy]) -> None:
    """On the lists they are on, and kept off those they left."""
    left = {_list(one): one.left for one in lists}
    actions.join(subscriber=subscriber, lists=left)
    for key, when in left.items():
        if when:
            subscriber.subscriptions.filter(list=key).update(left_at=when)


def _list(copy: ListCopy) -> int:
    """The key of the list of this short name."""
    slug = slugify(copy.key)[:50] or "list"
    named = {"name": clean_line(copy.name)[:80] or slug}
    return MailingList.objects.get_or_create(slug=slug, defaults=named)[0].pk


def _state_by(
    confirmed: datetime | None, unsubscribed: datetime | None, suppressed: datetime | None
) -> str:
    if unsubscribed:
        return SubscriberState.UNSUBSCRIBED
    if suppressed:
        return SubscriberState.SUPPRESSED
    return SubscriberState.CONFIRMED if confirmed else SubscriberState.PENDING


def issues() -> Iterator[IssueCopy]:
    """Every issue, oldest first, for an export."""
    around = Issue.objects.select_related("list").prefetch_related("stories")
    for issue in around.order_by("pk").iterator(chunk_size=100):
        yield IssueCopy(
            key=issue.origin_key or f"issue-{issue.pk}",
            subject=issue.subject,
            intro=issue.intro,
            article_ids=tuple(story.article_id for story in issue.stories.all()),
            when=issue.started_at,
            state="draft" if issue.state == IssueState.DRAFT else "sent",
            of_list=issue.list.slug if issue.list else "",
            second_subject=issue.subject_b,
        )


def subscribers() -> Iterator[SubscriberCopy]:
    """Every subscriber and everybody who left, for an export."""
    on_them = Subscription.objects.select_related("list")
    everybody = Subscriber.objects.order_by("pk").prefetch_related(
        Prefetch("subscriptions", queryset=on_them)
    )
    for subscriber in everybody.iterator(chunk_size=1000):
        yield SubscriberCopy(
            email=subscriber.email,
            state=subscriber.state,
            confirmed=subscriber.confirmed_at,
            unsubscribed=subscriber.unsubscribed_at,
            name=subscriber.name,
            lists=tuple(
                ListCopy(key=one.list.slug, name=one.list.name, left=one.left_at)
                # Sorted here: each database has an order of its own.
                for one in sorted(subscriber.subscriptions.all(), key=lambda one: one.list.slug)
            ),
            time_zone=subscriber.time_zone,
            hour=subscriber.hour,
            paused_until=subscriber.paused_until,
            suppressed_because=subscriber.suppressed_because
            if subscriber.state == SubscriberState.SUPPRESSED
            else "",
            # of who has come back since, nothing more is said
            suppressed=subscriber.suppressed_at
            if subscriber.state == SubscriberState.SUPPRESSED
            else None,
        )


def _set_stories(issue: Issue, stories: Sequence[ArticlePage]) -> None:
    IssueStory.objects.filter(issue=issue).delete()
    unique = dict.fromkeys(article.pk for article in stories)
    IssueStory.objects.bulk_create(
        IssueStory(issue=issue, article_id=pk, sort_order=place) for place, pk in enumerate(unique)
    )
