"""What the paper did in the last weeks, as an editor asks it; drawn as bars in the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.foundation.clock import now, today
from broadsheet.news import queries, reads
from broadsheet.news.models import ArticlePage, ArticleReads, Correction
from broadsheet.outreach.models import Subscriber

WEEKS = 12
WIDTH, HEIGHT, GAP, FOOT = 640, 160, 8, 18  # of a drawing, in its own units
SECTIONS = 12  # lines of the table of sections
LEADING = 10  # lines of the tables of articles
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A week in a drawing."""

    x: float
    y: float
    width: float
    height: float
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A row of bars; `bars` are also what a table of them says."""

    name: str
    title: str
    bars: list[Bar]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT + FOOT


def report() -> dict[str, Any]:
    """Everything the page shows, for the last twelve weeks with this one."""
    weeks = _weeks()
    published = queries.published().filter(published_at__gte=_midnight(weeks[0]))
    rows = list(published.values_list("published_at", "section__title", "tally__comments").iterator())
    articles = _by_week(weeks, (moment for moment, _section, _comments in rows))
    comments: Counter[date] = Counter()
    for moment, _section, number in rows:
        comments[_week_of(timezone.localdate(moment))] += number or 0
    notes = Correction.objects.filter(page__live=True, when__gte=_midnight(weeks[0]))
    corrections = _by_week(weeks, notes.values_list("when", flat=True))
    each = [
        comments[week] / number if number else 0.0 for week, number in zip(weeks, articles, strict=True)
    ]
    return {
        "charts": [
            chart(name="output", title=_("Articles published"), weeks=weeks, values=articles),
            chart(name="comments", title=_("Comments on an article"), weeks=weeks, values=each),
            chart(
                name="reads",
                title=_("Articles opened, about"),
                weeks=weeks,
                values=_by_week_summed(weeks),
            ),
            chart(name="corrections", title=_("Corrections"), weeks=weeks, values=corrections),
            chart(
                name="readers",
                title=_("Readers of the newsletter"),
                weeks=weeks,
                values=[_subscribers(week) for week in weeks],
            ),
        ],
        "sections": Counter(section or "–" for _moment, section, _comments in rows).most_common(
            SECTIONS
        ),
        "tables": [
            (_("Most read in the last seven days"), _("Opened, about"), _most_read()),
            (_("Most commented of the last seven days"), _("Comments"), _most_commented()),
        ],
    }


def chart(*, name: str, title: str, weeks: list[date], values: Iterable[float]) -> Chart:
    """Bars as high as the highest of `values` leaves room for."""
    numbers = list(values)
    top = max([*numbers, 1])
    step = WIDTH / len(weeks)
    return Chart(
        name=name,
        title=title,
        bars=[
            Bar(
                x=round(place * step + GAP / 2, 1),
                y=round(HEIGHT - number / top * (HEIGHT - FOOT), 1),
                width=round(step - GAP, 1),
                height=round(number / top * (HEIGHT - FOOT), 1),
                value=f"{number:.1f}" if isinstance(number, float) else str(number),
                label=f"{week:%d.%m.}",
            )
            for place, (week, number) in enumerate(zip(weeks, numbers, strict=True))
        ],
    )


def _most_read() -> list[tuple[ArticlePage, int]]:
    counted = list(reads.read_since(now() - LATELY)[:LEADING])
    found = ArticlePage.objects.defer("body").in_bulk([row["article_id"] for row in counted])
    return [(found[row["article_id"]], row["total"]) for row in counted]


def _most_commented() -> list[tuple[ArticlePage, int]]:
    busy = queries.published().filter(published_at__gte=now() - LATELY, tally__comments__gt=0)
    most = busy.select_related("tally").defer("body").order_by("-tally__comments", "-published_at")
    return [(article, article.comment_count) for article in most[:LEADING]]


def _by_week_summed(weeks: list[date]) -> list[int]:
    """How often articles were opened in each week."""
    counted: Counter[date] = Counter()
    days = ArticleReads.objects.filter(since__gte=_midnight(weeks[0])).values("since")
    for since, total in days.annotate(total=Sum("reads")).values_list("since", "total"):
        counted[_week_of(timezone.localdate(since))] += total
    return [counted[week] for week in weeks]


def _subscribers(week: date) -> int:
    """How many got the newsletter at the end of a week."""
    end = _midnight(week + timedelta(days=7))
    left = Q(unsubscribed_at__lt=end) | Q(suppressed_at__lt=end)
    return Subscriber.objects.filter(confirmed_at__lt=end).exclude(left).count()


def _weeks() -> list[date]:
    this = _week_of(today())
    return [this - timedelta(weeks=number) for number in range(WEEKS - 1, -1, -1)]


def _by_week(weeks: list[date], moments: Iterable[datetime]) -> list[int]:
    counted = Counter(_week_of(timezone.localdate(moment)) for moment in moments)
    return [counted[week] for week in weeks]


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
