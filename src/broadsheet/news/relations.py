"""What two topics have to do with each other, as the paper printed it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from broadsheet.edition.api import depends_on, leaf_of
from broadsheet.foundation.prepared import Slot
from broadsheet.news import queries, shown
from broadsheet.news.matching import ARTICLES, first_place
from broadsheet.news.models import ArticlePage, TopicPair
from broadsheet.news.naming import plain_text
from broadsheet.topics import api as topics
from broadsheet.topics.models import Topic

EDITION = "article__edition"
COMPANIONS = 8
NEWEST = 100  # for lists that show only what is new, such as feeds
BAKED_AHEAD = 5000  # pages of two topics; further ones are made when somebody asks
OFTEN = 3  # articles of two topics whose page is made ahead
ASKED_AT_ONCE = 100  # pairs in one question; SQLite takes 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Another topic, and in how many public articles both are."""

    topic: Topic
    articles: int


def of_both(one: Topic, other: Topic) -> QuerySet[TopicPair]:
    """A row for each public article with both topics."""
    first, second = sorted((one.pk, other.pk))
    return queries.of_edition(TopicPair.objects.filter(first=first, second=second), by=EDITION)


def relation(*, one: Topic, other: Topic, year: int | None, number: str | None) -> dict[str, Any] | None:
    """A year of the page of two topics, the newest when none is asked for.

    None when they have no article together, or none in that year.
    """
    depends_on(f"topic:{one.pk}", f"topic:{other.pk}", shown.pair_tag(one.pk, other.pk))
    counts = dict(of_both(one, other).values_list("year").annotate(number=Count("pk")).order_by("-year"))
    if not counts or (year and year not in counts):
        return None
    chosen = year or next(iter(counts))
    rows = of_both(one, other).filter(year=chosen).order_by("-place").values_list("place", flat=True)
    page = leaf_of(_Counted(rows, queries.PER_PAGE, counts[chosen]), number=number)
    found = queries.cards().defer(None).in_bulk([place % ARTICLES for place in page.object_list])
    articles = [found[key] for place in page.object_list if (key := place % ARTICLES) in found]
    names: dict[str, topics.Names] = {}
    page.object_list = [
        (article, joining_sentence(article, one, other, names)) for article in shown.shows(articles)
    ]
    return {
        "years": list(counts.items()),
        "year_shown": chosen,
        "page_of": page,
        "total": sum(counts.values()),
    }


def articles(*, one: Topic, other: Topic) -> QuerySet[ArticlePage]:
    """Published articles with both topics, newest first."""
    newest = of_both(one, other).order_by("-year", "-place").values_list("article_id", flat=True)
    return queries.cards().filter(pk__in=list(newest[:NEWEST]))


def newest(
    pairs: Collection[tuple[int, int]], *, since: datetime | None, until: datetime | None, most: int
) -> list[int]:
    """The numbers of the newest articles with both topics of any of these pairs, newest first.

    Each pair is read from its own end of the index, so a busy one costs no more than a quiet one.

    Args:
        pairs: the topics' numbers, the smaller first.
        since, until: the seconds from which and up to which they came out.
    """
    rows = queries.of_edition(TopicPair.objects.all(), by=EDITION)
    if since:
        rows = rows.filter(year__gte=timezone.localtime(since).year, place__gte=first_place(since))
    if until:
        rows = rows.filter(place__lt=first_place(until) + ARTICLES)
    of_pair = rows.filter(first=Slot("first"), second=Slot("second")).order_by("-year", "-place")
    places = of_pair.values_list("place", flat=True)[:most]
    found: set[int] = set()
    waiting = iter(pairs)
    while some := list(islice(waiting, ASKED_AT_ONCE)):
        found |= _union(places, some)
    return [place % ARTICLES for place in sorted(found, reverse=True)[:most]]


def _union(places: QuerySet[TopicPair, int], pairs: list[tuple[int, int]]) -> set[int]:
    """The places of some pairs in one question; Django's `union` takes no cut lists on SQLite.

    Args:
        places: of one pair, with a slot for each topic: its SQL is written once for all.
    """
    sql, values = places.query.sql_with_params()
    asked = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) AS pair_{number}"  # noqa: S608 - Django wrote it
        for number in range(len(pairs))
    )
    filled = [
        {"first": first, "second": second}[value.name] if isinstance(value, Slot) else value
        for first, second in pairs
        for value in values
    ]
    with connection.cursor() as cursor:
        cursor.execute(asked, filled)
        return {place for (place,) in cursor.fetchall()}


def pairs_in(
    articles: Collection[int], *, pairs: Collection[tuple[int, int]]
) -> dict[int, set[tuple[int, int]]]:
    """Which of these pairs of topics these articles have, by the articles' numbers."""
    found: dict[int, set[tuple[int, int]]] = {}
    if not pairs:
        return found
    rows = TopicPair.objects.filter(article__in=articles, first__in={first for first, _ in pairs})
    for article, *pair in rows.values_list("article_id", "first_id", "second_id"):
        if (both := (pair[0], pair[1])) in pairs:
            found.setdefault(article, set()).add(both)
    return found


def paired_topics(article: ArticlePage) -> set[int]:
    """The numbers of the topics of an article of which any two have it on their page."""
    rows = TopicPair.objects.filter(article=article).values_list("first_id", "second_id")
    return {key for pair in rows for key in pair}


class _Counted(Paginator[Any]):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: Any, per_page: int, number: int) -> None:
        super().__init__(rows, per_page)
        self._number = number

    @cached_property
    def count(self) -> int:
        return self._number


def joining_sentence(
    article: ArticlePage, one: Topic, other: Topic, names: dict[str, topics.Names]
) -> str:
    """The first sentence of an article that names both; the standfirst when none does.

    Args:
        article: with its text.
        one, other: their `names` should be fetched.
        names: kept from article to article, by language.
    """
    language = article.language
    if language not in names:
        names[language] = topics.names_of([one, other], language=language)
    text = plain_text(article)
    where: dict[tuple[int, int], set[int]] = {}
    given = {one.pk, other.pk}
    for mention in topics.suggest_with(text, language, names=names[language], given=given):
        sentence = topics.sentence_at(text, mention.start, mention.end)
        where.setdefault(sentence, set()).add(mention.topic)
        if where[sentence] == given:
            return topics.excerpt(text, mention.start, mention.end)
    return article.standfirst


def companions(topic: Topic) -> list[Companion]:
    """The topics that stand with a topic most often."""
    counted: dict[int, int] = {}
    for own, its in (("first", "second"), ("second", "first")):
        pairs = queries.of_edition(TopicPair.objects.filter(**{own: topic}), by=EDITION)
        rows = pairs.values_list(f"{its}_id")
        for key, number in rows.annotate(number=Count("pk")).order_by("-number")[:COMPANIONS]:
            counted[key] = counted.get(key, 0) + number
    best = sorted(counted, key=lambda key: (-counted[key], key))[:COMPANIONS]
    found = queries.with_names(Topic.objects.all()).in_bulk(best)
    depends_on(*[f"topic:{key}" for key in best])
    return [Companion(topic=found[key], articles=counted[key]) for key in best if key in found]


def address(one: Topic, other: Topic) -> str:
    """Where the page of two topics is: the same in both orders."""
    return reverse("relation", args=sorted((one.slug, other.slug)))


def frequent_pairs() -> Iterator[tuple[str, str]]:
    """Slugs of the topics that stand together often, the most frequent first."""
    pairs = queries.of_edition(TopicPair.objects.all(), by=EDITION)
    rows = pairs.values("first", "second").annotate(number=Count("pk"))
    often = rows.filter(number__gte=OFTEN).order_by("-number")
    named = often.values_list(F("first__slug"), F("second__slug"))[:BAKED_AHEAD]
    for one, other in named:
        first, second = sorted((one, other))
        yield first, second
