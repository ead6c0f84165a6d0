"""The newsroom's list of articles: what is wanted, and one screen of it.

It reads `DeskEntry` alone to find a screen and then the articles of that
screen; nothing is counted. `make bench-articles` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models import DeskEntry, Stage
from broadsheet.desk.permissions import may_edit
from broadsheet.foundation.models import User
from broadsheet.news import search
from broadsheet.news.matching import fold
from broadsheet.news.models import ArticleByline, ArticlePage, Author, SectionPage

PER_SCREEN = 30
LAST_SCREEN = 5_000  # nobody turns more pages
SHOWN = (
    "title", "draft_title", "path", "depth", "url_path", "owner_id", "content_type",
    "section__title", "tally__comments",
)  # fmt: skip
FREQUENT = 3_000  # headlines; from here on it is quicker to go down the list and look each up
FOUND = "(SELECT rowid FROM desk_headline_fts WHERE desk_headline_fts MATCH %s)"


class Order(models.TextChoices):
    """How the list is sorted."""

    TOUCHED = "touched", _("Last worked on first")
    NEWEST = "newest", _("Newest first")
    OLDEST = "oldest", _("Oldest first")


ORDERS = {
    Order.TOUCHED: ("-touched_at", "-article_id"),
    Order.NEWEST: ("-dated_at", "-article_id"),
    Order.OLDEST: ("dated_at", "article_id"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to look for; what is left out does not matter.

    `words` are the beginnings of words in the headline. `since` and `until`
    are days of the paper on which an article came out, comes out, or was last
    worked on.
    """

    words: str = ""
    stage: Stage | None = None
    section: SectionPage | None = None
    author: Author | None = None
    owner: User | None = None
    since: date | None = None
    until: date | None = None
    order: Order = Order.TOUCHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An article in the list."""

    article: ArticlePage
    entry: DeskEntry
    editable: bool

    @property
    def stage(self) -> Stage:
        return Stage(self.entry.stage)

    @property
    def headline(self) -> str:
        return self.article.draft_title or self.article.title

    @property
    def url(self) -> str:
        """To the editor for who may edit it, else to its record."""
        if self.editable:
            return reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return reverse("desk_record", args=[self.article.pk])


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One screen of the list."""

    lines: list[Line]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def screen(*, wanted: Wanted, user: User, number: int = 1) -> Screen:
    """The articles that are wanted, as `user` may see them."""
    number = min(max(number, 1), LAST_SCREEN)
    start = (number - 1) * PER_SCREEN
    found = list(matching(wanted)[start : start + PER_SCREEN + 1])
    return Screen(
        lines=lines(entries=found[:PER_SCREEN], user=user),
        number=number,
        has_next=len(found) > PER_SCREEN,
    )


def matching(wanted: Wanted) -> QuerySet[DeskEntry]:
    """The entries that are wanted, in order."""
    entries = DeskEntry.objects.order_by(*ORDERS[wanted.order]).filter(**_columns(wanted))
    if wanted.author:
        by_author = ArticleByline.objects.filter(author=wanted.author).values("page")
        entries = entries.filter(article_id__in=by_author)
    if query := _query(wanted.words):
        like = RawSQL(_like(query), [query], BooleanField())  # noqa: S611 - a parameter
        entries = entries.filter(like)
    return entries


def lines(*, entries: list[DeskEntry], user: User) -> list[Line]:
    """The articles of these entries, in their order."""
    articles = (
        ArticlePage.objects.select_related("section", "tally")
        .prefetch_related("bylines__author")
        .only(*SHOWN)
        .in_bulk([entry.article_id for entry in entries])
    )
    return [
        Line(article=article, entry=entry, editable=may_edit(user=user, article=article))
        for entry in entries
        if (article := articles.get(entry.article_id))
    ]


def _columns(wanted: Wanted) -> dict[str, Any]:
    """What the index's own columns must be."""
    columns: dict[str, Any] = {}
    if wanted.stage == Stage.PUBLIC:
        columns["live"] = True  # also what is being changed or reviewed again
    elif wanted.stage:
        columns["stage"] = wanted.stage
    if wanted.section:
        columns["section_id"] = wanted.section.pk
    if wanted.owner:
        columns["owner_id"] = wanted.owner.pk
    if wanted.since:
        columns["dated_at__gte"] = _midnight(wanted.since)
    if wanted.until:
        columns["dated_at__lt"] = _midnight(wanted.until + timedelta(days=1))
    return columns


def _like(query: str) -> str:
    """The condition on the headline, in the database's own words."""
    if connection.vendor == "postgresql":
        return "desk_deskentry.vector @@ to_tsquery('simple', %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({FOUND[1:-1]} LIMIT {FREQUENT})", [query])  # noqa: S608
        found = cursor.fetchone()[0]
    # SQLite knows nothing of how many match. The plus keeps it from fetching and
    # sorting all of them: it then walks the list in its order.
    key = "+desk_deskentry.article_id" if found == FREQUENT else "desk_deskentry.article_id"
    return f"{key} IN {FOUND}"


def _query(words: str) -> str:
    """The text index's query: every word may be the beginning of one."""
    terms = search.terms_of(words)
    if not any(not term.excluded for term in terms):
        return ""
    wanted = [_term(term) for term in terms if not term.excluded]
    unwanted = [_term(term) for term in terms if term.excluded]
    if connection.vendor == "sqlite":
        return " AND ".join(wanted) + "".join(f" NOT {term}" for term in unwanted)
    return " & ".join([*wanted, *(f"!{term}" for term in unwanted)])


def _term(term: search.Term) -> str:
    if connection.vendor == "sqlite":
        return f'"{" ".join(term.words)}"*'
    return f"({' <-> '.join(map(fold, term.words))}:*)"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
