"""Read published articles: write down their pairs of topics, announced days and quotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from django.utils import timezone

from broadsheet.edition.api import stale
from broadsheet.foundation.prepared import insert
from broadsheet.news import search, shown
from broadsheet.news.models import Announced, ArticlePage, Said, TopicPair
from broadsheet.news.naming import plain_text
from broadsheet.topics import api as topics
from broadsheet.topics.models import Topic

MOST_TOPICS = 12  # of an article: 66 pairs; the first ones are what it is about
SPEAKER = 200  # letters
VAGUE = topics.Precision.YEAR  # says no more than that something will be


def note_readings(*, article: ArticlePage, first: bool) -> None:
    """Write down what a public article says; the pages that show it go stale.

    Args:
        article: as it is public now.
        first: it was not public before, so nothing is written down yet.
    """
    about = list(
        Topic.objects.filter(article_topics__page=article)
        .order_by("article_topics__sort_order", "article_topics__pk")
        .prefetch_related("names")
    )
    text = plain_text(article)
    _note_pairs(article, about[:MOST_TOPICS], first)
    _note_announced(article, text, about, first)
    _note_said(article, text, about, first)


def note_first_readings(*, read: Sequence[tuple[ArticlePage, Sequence[Topic]]]) -> None:
    """`note_readings` for many articles that were not public before, in one go.

    Args:
        read: each article with its topics in their order, their `names` fetched.
    """
    pairs, announced, said, timelines = [], [], [], set()
    for article, about in read:
        text = plain_text(article)
        pairs += _pairs_of(article, about[:MOST_TOPICS])
        days = _announced_in(article, text)
        announced += days
        timelines |= {shown.timeline_tag(topic.pk) for topic in about if days}
        said += [_said(article, quote) for quote in _once(quotes_of(article, text, about))]
    insert(pairs)
    insert(announced)
    insert(said)
    stale(
        *[shown.pair_tag(pair.first_id, pair.second_id) for pair in pairs],
        *_agenda_tags([(one.first, one.last) for one in announced]),
        *timelines,
    )


def drop_readings(*, article: ArticlePage) -> None:
    """A withdrawn article announces nothing and joins nobody; its quotes are kept, unseen."""
    days = list(article.announced.values_list("first", "last"))
    TopicPair.objects.filter(article=article).delete()
    article.announced.all().delete()
    stale(*_agenda_tags(days), *_said_tags(article))


def _note_pairs(article: ArticlePage, about: list[Topic], first: bool) -> None:
    pairs = _pairs_of(article, about)
    wanted = {(pair.first_id, pair.second_id, pair.place) for pair in pairs}
    there = (
        set()
        if first
        else set(TopicPair.objects.filter(article=article).values_list("first_id", "second_id", "place"))
    )
    if wanted == there:
        return
    if there:
        TopicPair.objects.filter(article=article).delete()
    TopicPair.objects.bulk_create(pairs)
    stale(*[shown.pair_tag(a, b) for a, b, _ in wanted | there])


def _pairs_of(article: ArticlePage, about: Sequence[Topic]) -> list[TopicPair]:
    place = search.place_of(article)
    year = timezone.localtime(article.published_at).year
    return [
        TopicPair(article=article, first_id=a, second_id=b, year=year, place=place)
        for a, b in combinations(sorted({topic.pk for topic in about}), 2)
    ]


def _note_announced(article: ArticlePage, text: str, about: list[Topic], first: bool) -> None:
    found = _announced_in(article, text)
    wanted = {(one.first, one.last): one.sentence for one in found}
    there = {} if first else {(one.first, one.last): one.sentence for one in article.announced.all()}
    if wanted == there:
        return
    if there:
        article.announced.all().delete()
    Announced.objects.bulk_create(found)
    stale(*_agenda_tags([*wanted, *there]), *[shown.timeline_tag(topic.pk) for topic in about])


def _announced_in(article: ArticlePage, text: str) -> list[Announced]:
    base = article.dateline_date or timezone.localdate(article.published_at)
    found: dict[tuple[date, date], Announced] = {}
    for dated in topics.find_dates(text, article.language, dateline=base):
        days = (dated.first, dated.last)
        if dated.precision != VAGUE and dated.first > base and days not in found:
            sentence = topics.excerpt(text, dated.start, dated.end)
            found[days] = Announced(article=article, first=days[0], last=days[1], sentence=sentence)
    return list(found.values())


def _note_said(article: ArticlePage, text: str, about: list[Topic], first: bool) -> None:
    """A quote that an editor decided about stays decided while its words are in the text."""
    found = {quote.words: quote for quote in _once(quotes_of(article, text, about))}
    there = {} if first else {said.words: said for said in article.said.all()}
    gone = [said.pk for words, said in there.items() if words not in found and words not in text]
    new = [quote for words, quote in found.items() if words not in there]
    if gone:
        Said.objects.filter(pk__in=gone).delete()
    Said.objects.bulk_create([_said(article, one) for one in new])
    if gone or not first:
        stale(*{f"said:{said.topic_id}" for said in there.values() if said.topic_id})
    elif article.said.exclude(state=Said.State.FOUND).exists():
        stale(*_said_tags(article))


def _once(quotes: list[topics.Quote]) -> list[topics.Quote]:
    """Each quote once; of two with the same words the later."""
    return list({quote.words: quote for quote in quotes}.values())


def _said(article: ArticlePage, quote: topics.Quote) -> Said:
    return Said(
        article=article,
        words=quote.words,
        speaker=quote.speaker[:SPEAKER],
        topic_id=quote.topic,
        to=quote.to[:SPEAKER],
        to_topic_id=quote.to_topic,
    )


def quotes_of(article: ArticlePage, text: str, about: Sequence[Topic]) -> list[topics.Quote]:
    """The quotes of an article, with speakers among its topics."""
    if not topics.has_quotes(text):
        return []
    names = topics.names_of(about, language=article.language)
    given = [topic.pk for topic in about]
    mentions = topics.suggest_with(text, article.language, names=names, given=given)
    people = frozenset(topic.pk for topic in about if topic.kind == Topic.Kind.PERSON)
    return topics.find_quotes(text, article.language, mentions=mentions, people=people)


def _said_tags(article: ArticlePage) -> set[str]:
    return {f"said:{pk}" for pk in article.said.values_list("topic_id", flat=True) if pk}


def _agenda_tags(days: list[tuple[date, date]]) -> set[str]:
    return {
        tag
        for first, last in days
        for tag in ("agenda", shown.agenda_tag(first), shown.agenda_tag(last))
    }
