"""What a reader follows, and what is new in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet

from broadsheet.foundation.models import User
from broadsheet.news import queries as news
from broadsheet.news import relations
from broadsheet.news.models import ArticlePage, Author, SectionPage
from broadsheet.outreach.models import PAIR, Follow, Pair, PrivateFeed, Subject
from broadsheet.topics.models import Topic

SHOWN = 200  # articles of “For you”, whatever is followed
SHOWN_IN_ACCOUNT = 10
_signer = Signer(salt="outreach.following.feed")

Target = Author | Topic | SectionPage | Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The numbers of what a reader follows."""

    authors: frozenset[int] = frozenset()
    topics: frozenset[int] = frozenset()
    pairs: frozenset[tuple[int, int]] = frozenset()  # of topics, the smaller number first
    sections: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForYou:
    """An article, and which of what its reader follows it belongs to."""

    article: ArticlePage
    because: list[Follow] = field(default_factory=list)


def target(what: Subject) -> Target | None:
    """The author, topic, public section or two topics with these numbers."""
    if what.kind == PAIR:
        both = Topic.objects.filter(pk__in=what.keys)
        return Pair.of(*both) if len(both) == 2 else None
    if what.kind == "section":
        return SectionPage.objects.filter(live=True, pk=what.keys[0]).first()
    model: type[Author | Topic] = Author if what.kind == "author" else Topic
    return model.objects.filter(pk=what.keys[0]).first()


def subject_of(thing: Target) -> Subject:
    """By what a thing is known that can be followed."""
    if isinstance(thing, Pair):
        return Subject(PAIR, thing.keys)
    if isinstance(thing, SectionPage):
        return Subject("section", (thing.pk,))
    return Subject("author" if isinstance(thing, Author) else "topic", (thing.pk,))


def has_page(thing: Target) -> bool:
    """Whether the edition being read shows it; two topics have a page with their first article."""
    return not isinstance(thing, Pair) or relations.of_both(thing.one, thing.other).exists()


def is_followed(*, user: User, thing: Target) -> bool:
    return Follow.objects.filter(user=user, **subject_of(thing).columns).exists()


def follows(*, user: User) -> QuerySet[Follow]:
    """All a reader follows, the last first, with what their names need."""
    mine = Follow.objects.filter(user=user).select_related("author", "topic", "other", "section")
    return mine.order_by("-since", "-pk")


def followed(*, user: User, by_letter: bool | None = None, in_feed: bool | None = None) -> Followed:
    """What a reader follows, as numbers.

    Args:
        by_letter: only what is wanted, or not wanted, in the newsletter digest.
        in_feed: the same for the private feed.
    """
    return _followed(_wanted(follows(user=user), by_letter=by_letter, in_feed=in_feed))


def newest(
    *,
    user: User,
    by_letter: bool | None = None,
    in_feed: bool | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = SHOWN,
) -> list[int]:
    """The numbers of the newest articles in what a reader follows, newest first.

    Args:
        since, until: only those that came out after the one moment and not after the other.
    """
    mine = followed(user=user, by_letter=by_letter, in_feed=in_feed)
    return _newest(mine, since=since, until=until, most=most)


def for_you(*, user: User) -> list[ForYou]:
    """The newest in all a reader follows, newest first, each with the reason why it is there."""
    mine = list(follows(user=user))
    keys = _newest(_followed(mine), since=None, until=None, most=SHOWN)
    return explained(keys, among=news.cards(), mine=mine)


def explained(keys: Iterable[int], *, among: QuerySet[ArticlePage], mine: list[Follow]) -> list[ForYou]:
    """The articles with these numbers in their order, each with which of `mine` it belongs to."""
    wanted = list(keys)
    pairs = relations.pairs_in(wanted, pairs=_followed(mine).pairs)
    found = among.prefetch_related("article_topics").in_bulk(wanted)
    return [
        ForYou(article=found[key], because=_because(found[key], mine, pairs.get(key, set())))
        for key in wanted
        if key in found
    ]


def by_push(*, article: ArticlePage) -> QuerySet[Follow]:
    """The follows, of all readers, for which an article is to come to their screens.

    A translation in another edition comes to those who follow its section there, and not once more
    to who follows its author, topic or two of its topics together.
    """
    # “In”, because an article may have no section, and those who follow none must not be found by that.
    belongs = Q(section__in=[article.section_id])
    if article.edition is None:
        about = list(article.article_topics.values_list("topic_id", flat=True))
        paired = relations.paired_topics(article)
        belongs |= Q(topic__in=about, other=None) | Q(topic__in=paired, other__in=paired)
        belongs |= Q(author__in=list(article.bylines.values_list("author_id", flat=True)))
    return Follow.objects.filter(belongs, by_push=True, user__is_active=True)


def feed_token(*, feed: PrivateFeed) -> str:
    """What the address of a reader's own feed ends in; the database alone does not give it away."""
    return _signer.sign(feed.serial)


def feed_owner(*, token: str) -> User | None:
    """Whose feed has this address; None once it was given up."""
    try:
        serial = _signer.unsign(token)
    except BadSignature:
        return None
    found = PrivateFeed.objects.filter(serial=serial, user__is_active=True).select_related("user")
    feed = found.first()
    return feed.user if feed else None


def _wanted(mine: QuerySet[Follow], **marks: bool | None) -> QuerySet[Follow]:
    return mine.filter(**{name: mark for name, mark in marks.items() if mark is not None})


def _followed(mine: Any) -> Followed:
    rows = list(mine)
    return Followed(
        authors=frozenset(one.author_id for one in rows if one.author_id),
        topics=frozenset(one.topic_id for one in rows if one.topic_id and not one.other_id),
        pairs=frozenset((one.topic_id, one.other_id) for one in rows if one.topic_id and one.other_id),
        sections=frozenset(one.section_id for one in rows if one.section_id),
    )


def _newest(mine: Followed, *, since: datetime | None, until: datetime | None, most: int) -> list[int]:
    """By an index for each kind, as far as it is needed: one condition over all would use none."""
    times: dict[int, datetime] = {}
    for found in _by_kind(mine, since, until, most):
        found = found.filter(published_at__gt=since) if since else found
        found = found.filter(published_at__lte=until) if until else found
        times |= dict(found.values_list("pk", "published_at").distinct()[:most])
    return sorted(times, key=lambda key: (times[key], key), reverse=True)[:most]


def _by_kind(
    mine: Followed, since: datetime | None, until: datetime | None, most: int
) -> Iterator[QuerySet[ArticlePage]]:
    if mine.sections:
        yield news.published().filter(section__in=mine.sections)
    if mine.authors:
        yield news.listed().filter(bylines__author__in=mine.authors)
    if mine.topics:
        yield news.listed().filter(article_topics__topic__in=mine.topics)
    if mine.pairs:
        keys = relations.newest(mine.pairs, since=since, until=until, most=most)
        yield news.listed().filter(pk__in=keys)


def _because(
    article: ArticlePage, mine: list[Follow], pairs: Collection[tuple[int, int]]
) -> list[Follow]:
    authors = {author.pk for author in article.authors}
    topics = {one.topic_id for one in article.article_topics.all()}
    return [
        one
        for one in mine
        if (one.section_id == article.section_id and one.section_id)
        or one.author_id in authors
        or (one.subject.keys in pairs if one.other_id else one.topic_id in topics)
    ]
