"""Issues made by rule: what a list's readers have not had yet, when its turn comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now
from broadsheet.foundation.text import clean_line
from broadsheet.news import queries as news
from broadsheet.news.models import ArticlePage
from broadsheet.outreach.models import Every, Issue, IssueState, IssueStory, MailingList, Rule
from broadsheet.outreach.newsletter import lists, sending, zones

AHEAD = timedelta(hours=2)  # an issue that wants approval lies ready so long before
LATE = timedelta(hours=6)  # after an outage of this length a turn is left out
PERIODS = {Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7)}
OVERLAP = timedelta(minutes=10)  # what was being published while the last one was made
TALKED_ABOUT = 2  # periods in which an article gathers its comments


def make_due() -> list[Issue]:
    """Make the issues whose turn has come; those made.

    Idempotent: each turn of a list comes once, whoever asks and how often.
    """
    made = [_take_turn(one) for one in MailingList.objects.exclude(rule=Rule.HAND)]
    return [issue for issue in made if issue]


def turn_before(*, one: MailingList, moment: datetime) -> datetime:
    """The last time before a moment at which a list's turn came, by the paper's clocks."""
    there = zones.zone("")
    today = moment.astimezone(there).date()
    days = (today - timedelta(days=back) for back in range(9))
    fitting = (day for day in days if one.every == Every.DAY or day.weekday() == one.weekday)
    turns = (datetime.combine(day, time(one.hour), there).astimezone(UTC) for day in fitting)
    return next(turn for turn in turns if turn <= moment)


def make(*, one: MailingList, planned_at: datetime) -> Issue | None:
    """Make the issue of a list's turn; None when there is nothing new, or nobody to read it.

    A draft that still waits for approval takes up what is new since, so that
    nothing comes twice and no editor's work is lost.
    """
    moment = now()
    with transaction.atomic():
        draft = _drafts(one).select_for_update().order_by("-pk").first()
        since = _covered(one, draft) or planned_at - PERIODS[Every(one.every)]
        found = _articles(one, since=since, until=moment, besides=draft)
        if not found or not lists.receivers(issue=Issue(list=one)).exists():
            return None
        issue = draft or Issue(list=one, subject=_subject(one, found[0]), count_clicks=one.count_clicks)
        issue.covers_until, issue.planned_at = moment, planned_at
        issue.save()
        _add(issue, found)
        if not one.needs_approval:
            sending.start(issue=issue, by=None, hour=one.hour)
    return issue


def _take_turn(one: MailingList) -> Issue | None:
    moment = now()
    turn = turn_before(one=one, moment=moment + (AHEAD if one.needs_approval else timedelta()))
    if one.last_slot and turn <= one.last_slot:
        return None
    with transaction.atomic():
        is_ours = MailingList.objects.filter(pk=one.pk, last_slot=one.last_slot).update(last_slot=turn)
        # A list that was just made waits for its first turn.
        if not is_ours or one.last_slot is None or moment - turn > LATE:
            return None
        return make(one=one, planned_at=turn)


def _drafts(one: MailingList) -> QuerySet[Issue]:
    return Issue.objects.filter(list=one, state=IssueState.DRAFT, covers_until__isnull=False)


def _covered(one: MailingList, draft: Issue | None) -> datetime | None:
    """Until when this list's readers have, or will have, what is new."""
    if draft and draft.covers_until:
        return draft.covers_until
    out = Issue.objects.filter(list=one, covers_until__isnull=False).exclude(state=IssueState.DRAFT)
    return out.order_by("-covers_until").values_list("covers_until", flat=True).first()


def _articles(
    one: MailingList, *, since: datetime, until: datetime, besides: Issue | None
) -> list[ArticlePage]:
    """What the rule says, best first, without what an issue of this list had already."""
    had = IssueStory.objects.filter(issue__list=one).exclude(issue__state=IssueState.DRAFT)
    listed = news.published() if one.section_id else news.listed()  # a section is of one edition
    fitting = listed.exclude(pk__in=had.values("article"))
    if besides:
        fitting = fitting.exclude(pk__in=IssueStory.objects.filter(issue=besides).values("article"))
    if one.section_id:
        fitting = fitting.filter(section=one.section_id)
    if one.topic_id:
        fitting = fitting.filter(article_topics__topic=one.topic_id)
    if one.rule == Rule.PICKS:
        return _in_order(fitting, _picks())[: one.most]
    if one.rule == Rule.COMMENTED:
        begin = until - TALKED_ABOUT * PERIODS[Every(one.every)]
        busy = fitting.filter(published_at__gt=begin, tally__comments__gt=0)
        return list(busy.order_by("-tally__comments", "-published_at", "-pk")[: one.most])
    return list(fitting.filter(published_at__gt=since - OVERLAP, published_at__lte=until)[: one.most])


def _picks() -> list[int]:
    front = news.the_front_page()
    if front is None:
        return []
    picks = front.picks.order_by("sort_order").values_list("article", flat=True)
    return [key for key in dict.fromkeys([front.lead_id, *picks]) if key]


def _in_order(fitting: QuerySet[ArticlePage], keys: Iterable[int]) -> list[ArticlePage]:
    found = fitting.in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def _subject(one: MailingList, first: ArticlePage) -> str:
    subject = _("%(list)s: %(headline)s") % {"list": one.name, "headline": first.title}
    return Truncator(clean_line(subject)).chars(150)


def _add(issue: Issue, articles: Iterable[ArticlePage]) -> None:
    begin = IssueStory.objects.filter(issue=issue).count()
    IssueStory.objects.bulk_create(
        IssueStory(issue=issue, article=article, sort_order=begin + place)
        for place, article in enumerate(articles)
    )
