"""The compiled registry of this process, renewed when the registry changes."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q

from broadsheet.topics.models import Decision, Generation, Topic, TopicName, TopicTitle
from broadsheet.topics.tagging.choosing import Evidence, Mention, NoEvidence
from broadsheet.topics.tagging.choosing import suggest as suggest_with
from broadsheet.topics.tagging.endings import family
from broadsheet.topics.tagging.names import Facts, Name, Names
from broadsheet.topics.tagging.words import key, words

CHUNK = 5000
_LENGTH = 4  # letters of a word of a description that says something
_EMPTY_WORDS = """
about above after also among because been before being below between both during each from have into
more most near only other over same since some such than that their them then there these they this
through under until very were what when where which while will with your
более если который которая которое которые между можно около перед после также того через чтобы этот
эта это эти центр город области область страна
"""
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())
_compiled: dict[str, tuple[int, Names]] = {}
_lock = threading.Lock()


def generation() -> int:
    """Which state of the registry the database has."""
    return Generation.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def changed() -> None:
    """The registry is another one: every process compiles it anew before it next looks."""
    with transaction.atomic():
        if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
            Generation.objects.get_or_create(pk=1, defaults={"number": 1})


def names(language: str) -> Names:
    """The registry, compiled for texts in a language; kept until the registry changes."""
    wanted = family(language)
    with _lock:
        number = generation()
        kept = _compiled.get(wanted)
        if kept is None or kept[0] != number:
            _compiled.pop(wanted, None)  # not two of them in memory
            kept = _compiled[wanted] = (number, _compile(language))
        return kept[1]


def forget() -> None:
    """Compile anew at the next look, whatever the generation."""
    with _lock:
        _compiled.clear()


def suggest(
    text: str, language: str, *, company: Any = None, given: Collection[int] = ()
) -> list[Mention]:
    """Every registered name in a text, with the topic it means.

    Args:
        text: plain text, paragraphs on lines of their own.
        language: BCP 47.
        company: `(topics, others) -> {topic: articles}`, how often topics stood
            together in the paper; this room knows no articles.
    """
    return suggest_with(text, language, names=names(language), evidence=Past(company))


class Past:
    """What editors decided before, and what stood together before."""

    def __init__(self, company: Any = None) -> None:
        self._company = company or NoEvidence().company

    def past(self, spellings: set[str]) -> Mapping[tuple[str, int], tuple[int, int]]:
        if not spellings:
            return {}
        decided = Decision.objects.filter(spelling__in=spellings).values_list("spelling", "topic_id")
        counted = decided.annotate(yes=Count("pk", Q(accepted=True)), no=Count("pk", Q(accepted=False)))
        return {(spelling, topic): (yes, no) for spelling, topic, yes, no in counted.order_by()}

    def company(self, topics: set[int], others: set[int]) -> Mapping[int, int]:
        found: Mapping[int, int] = self._company(topics, others)
        return found


def names_of(topics: Iterable[Topic], *, language: str) -> Names:
    """The names of a few topics alone, compiled; their `names` should be fetched."""
    few = list(topics)
    rows = [
        (topic.pk, row.text, row.language, row.case, row.needs_context, row.inflected)
        for topic in few
        for row in topic.names.all()
    ]
    own = [(topic.pk, topic.name, topic.kind) for topic in few]
    facts = {topic.pk: Facts(topic.kind, topic.parent_id) for topic in few}
    return Names(_with_own(own, rows), facts=facts, language=language)


def _compile(language: str) -> Names:
    own = Topic.objects.order_by("pk").values_list("pk", "name", "kind")
    rows = TopicName.objects.order_by("pk").values_list(
        "topic_id", "text", "language", "case", "needs_context", "inflected"
    )
    return Names(
        _with_own(own.iterator(CHUNK), list(rows.iterator(CHUNK))), facts=_facts(), language=language
    )


def _with_own(own: Iterable[Any], rows: list[Any]) -> Iterator[Name]:
    """Names written down, and each topic's own name where it is not among them."""
    written = {(topic, text) for topic, text, *_rest in rows}
    for topic, text, kind in own:
        if (topic, text) not in written:
            yield Name(topic, text, as_written=kind != Topic.Kind.SUBJECT)
    for topic, text, language, case, needs_context, inflected in rows:
        as_written = case == TopicName.Case.WRITTEN
        yield Name(topic, text, language, as_written, needs_context, inflected)


def _facts() -> dict[int, Facts]:
    """Of every topic its kind and parent; its words where a name of it means other things too."""
    open_ = set(TopicName.objects.filter(needs_context=True).values_list("topic_id", flat=True))
    told: dict[int, str] = dict(Topic.objects.filter(pk__in=open_).values_list("pk", "description"))
    for pk, title in TopicTitle.objects.filter(topic__in=open_).values_list("topic_id", "text"):
        told[pk] += f" {title}"
    everything = Topic.objects.order_by().values_list("pk", "kind", "parent_id").iterator(CHUNK)
    alike: dict[tuple[str, int | None], Facts] = {}  # most are: 100,000 places of one country
    return {
        pk: Facts(kind, parent, _said(told[pk]))
        if pk in told
        else alike.setdefault((kind, parent), Facts(kind, parent))
        for pk, kind, parent in everything
    }


def _said(text: str) -> frozenset[str]:
    """Words that say something; of scripts without spaces none, as their words are not told apart."""
    said = {key(word.text) for word in words(text) if len(word.text) >= _LENGTH}
    return frozenset(said - EMPTY_WORDS)


__all__ = ["Evidence", "Mention", "changed", "forget", "generation", "names", "names_of", "suggest"]
