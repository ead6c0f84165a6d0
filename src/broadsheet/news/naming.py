"""What an article names: suggested to its editor, and linked for its readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from broadsheet.foundation.text import lines_of
from broadsheet.news.models import ArticlePage, ArticleTopic, Said, TopicPair
from broadsheet.news.quotes import digest
from broadsheet.topics import api as topics
from broadsheet.topics.models import Decision, Topic

MOST_OTHERS = 20
ENOUGH_COMPANY = 64  # articles; more say no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A topic that an article seems to name.

    `text` is how the article writes it first, `sentence` where; `names` are the
    registered spellings found; `others` are other topics of this name.
    """

    topic: Topic
    text: str
    sentence: str
    names: tuple[str, ...]
    times: int
    confidence: float
    others: tuple[Topic, ...] = ()

    @property
    def percent(self) -> int:
        return round(self.confidence * 100)


class Naming:
    """An article as it is in the editor, read once.

    Args:
        article: with its text as it is being edited.
    """

    def __init__(self, article: ArticlePage) -> None:
        self._article = article
        self.text = plain_text(article)

    @cached_property
    def mentions(self) -> list[topics.Mention]:
        given = [link.topic_id for link in self._article.article_topics.all()]
        return topics.suggest(self.text, self._article.language, company=together, given=given)

    @cached_property
    def quotes(self) -> list[topics.Quote]:
        people = [one.pk for one in self._topics.values() if one.kind == Topic.Kind.PERSON]
        return topics.find_quotes(
            self.text, self._article.language, mentions=self.mentions, people=frozenset(people)
        )

    @cached_property
    def open_quotes(self) -> list[tuple[str, topics.Quote]]:
        """Quotes that nobody has checked yet, each with its short name in a form."""
        return [(key, quote) for key, quote in self.keyed_quotes if quote.words not in self._checked]

    @cached_property
    def keyed_quotes(self) -> list[tuple[str, topics.Quote]]:
        return [(digest(quote.words), quote) for quote in self.quotes]

    @cached_property
    def _checked(self) -> set[str]:
        checked = Said.objects.filter(article_id=self._article.pk).exclude(state=Said.State.FOUND)
        return set(checked.values_list("words", flat=True))

    @cached_property
    def open(self) -> list[Suggestion]:
        """What nobody has decided yet."""
        return [one for one in self._suggestions if one.topic.pk not in self._on | self._refused]

    @cached_property
    def refused(self) -> list[Suggestion]:
        """What was refused for this article, to think again."""
        return [one for one in self._suggestions if one.topic.pk in self._refused - self._on]

    @cached_property
    def taken(self) -> list[Suggestion]:
        """What the article has among its topics already."""
        return [one for one in self._suggestions if one.topic.pk in self._on]

    @cached_property
    def proposals(self) -> list[topics.Proposal]:
        """Names that are not registered and look as if they should be."""
        return topics.propose(self.text, mentions=self.mentions, quotes=self.quotes)

    @cached_property
    def _topics(self) -> dict[int, Topic]:
        wanted = {pk for one in self.mentions for pk in (one.topic, *one.others)}
        return Topic.objects.in_bulk(wanted)

    @cached_property
    def _suggestions(self) -> list[Suggestion]:
        by_topic: dict[int, list[topics.Mention]] = {}
        for mention in self.mentions:
            if mention.topic in self._topics:
                by_topic.setdefault(mention.topic, []).append(mention)
        return [self._suggestion(pk, found) for pk, found in by_topic.items()]

    def _suggestion(self, pk: int, found: list[topics.Mention]) -> Suggestion:
        first = found[0]
        return Suggestion(
            topic=self._topics[pk],
            text=first.text,
            sentence=topics.excerpt(self.text, first.start, first.end),
            names=tuple(dict.fromkeys(one.name for one in found)),
            times=len(found),
            confidence=max(one.confidence for one in found),
            others=tuple(self._topics[other] for other in first.others if other in self._topics),
        )

    @cached_property
    def _on(self) -> set[int]:
        return {link.topic_id for link in self._article.article_topics.all()}

    @cached_property
    def _refused(self) -> set[int]:
        refused = Decision.objects.filter(article_id=self._article.pk, accepted=False)
        return set(refused.values_list("topic_id", flat=True))


def plain_text(article: ArticlePage) -> str:
    """What an article says, a line for each paragraph; the headline is not among it."""
    lines = [article.standfirst]
    for block in article.body:
        if block.block_type == "text":
            lines.append(lines_of(block.value.source))
        elif block.block_type == "fact_box":
            lines.append(lines_of(block.value["text"].source))
        elif block.block_type == "pull_quote":
            lines.append(block.value["text"])
    return "\n".join(line for line in lines if line)


def together(wanted: set[int], others: set[int]) -> dict[int, int]:
    """In how many public articles each topic stands with the others; no more than is enough."""
    found = {}
    for pk in wanted:
        number = 0
        for other in sorted(others)[:MOST_OTHERS]:
            pair = TopicPair.objects.filter(first=min(pk, other), second=max(pk, other))
            number += pair[:ENOUGH_COMPANY].count()
        found[pk] = min(number, ENOUGH_COMPANY)
    return found


def take_decisions(
    *, article: ArticlePage, accepted: Iterable[int], refused: Iterable[int], by: Any
) -> list[Topic]:
    """Put accepted topics on an article, and remember what was decided for its names.

    The article is changed in memory; its topics are saved with it. Returns the
    topics that were added.
    """
    yes, no = set(accepted), set(refused)
    naming = Naming(article)
    by_topic: dict[int, set[str]] = {}
    for mention in naming.mentions:
        by_topic.setdefault(mention.topic, set()).add(mention.name)
        for other in mention.others:
            by_topic.setdefault(other, set()).add(mention.name)
    there = [link.topic_id for link in article.article_topics.all()]
    added: list[Topic] = []
    for topic in Topic.objects.filter(pk__in=(yes | no) & set(by_topic)):
        is_accepted = topic.pk in yes
        topics.decide(
            article_id=article.pk,
            topic_id=topic.pk,
            names=by_topic[topic.pk],
            accepted=is_accepted,
            by=by,
        )
        if is_accepted and topic.pk not in there:
            article.article_topics.add(ArticleTopic(topic=topic, sort_order=len(there) + len(added)))
            added.append(topic)
    return added
