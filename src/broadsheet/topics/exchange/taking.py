"""Topics of a file, into the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.search.backends import get_search_backends

from broadsheet.edition.api import stale
from broadsheet.topics import registry
from broadsheet.topics.exchange.entries import Entry, entry_of
from broadsheet.topics.exchange.rows import BadLine, csv_rows, json_rows
from broadsheet.topics.models import ExternalId, Topic, TopicDescription, TopicName, TopicTitle

BATCH = 1000


@dataclass(slots=True, kw_only=True)
class Report:
    """What an import did: numbers of topics, and the lines left out with why."""

    made: int = 0
    changed: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_topics(
    *, data: Iterable[str], kind: str, progress: Callable[[int], None] = lambda lines: None
) -> Report:
    """Bring the registry to what a file says; what it does not say stays.

    Args:
        data: the file's lines.
        kind: "jsonl" or "csv".
        progress: is told how many lines are done.

    Names, titles and ids are added, never removed. A bad line is reported and
    left out. Each thousand lines are one transaction; run again, it changes nothing.
    """
    report = Report()
    parents: list[tuple[int, str, str]] = []
    batch: list[Entry] = []
    for entry in _entries(data, kind, report):
        batch.append(entry)
        if len(batch) == BATCH:
            _take(batch, report)
            progress(entry.line)
            parents += [(one.line, one.slug, one.parent) for one in batch if one.parent]
            batch = []
    _take(batch, report)
    parents += [(one.line, one.slug, one.parent) for one in batch if one.parent]
    for start in range(0, len(parents), BATCH):
        _join(parents[start : start + BATCH], report)
    report.refused.sort()
    return report


def _entries(data: Iterable[str], kind: str, report: Report) -> Iterator[Entry]:
    rows = json_rows(data) if kind == "jsonl" else csv_rows(data)
    seen: dict[str, int] = {}
    for line, row in rows:
        try:
            entry = entry_of(line, row)
            if entry.slug in seen:
                raise BadLine(f"“{entry.slug}” stands in line {seen[entry.slug]} too")
        except BadLine as error:
            report.refused.append((line, str(error)))
        else:
            seen[entry.slug] = line
            yield entry


def _take(batch: list[Entry], report: Report) -> None:
    if not batch:
        return
    with transaction.atomic():
        there = {topic.slug: topic for topic in Topic.objects.filter(slug__in=[e.slug for e in batch])}
        new = [_topic(entry) for entry in batch if entry.slug not in there]
        Topic.objects.bulk_create(new)
        old = [(there[entry.slug], entry) for entry in batch if entry.slug in there]
        topics = there | {topic.slug: topic for topic in new}
        renewed = {topic.pk for topic, entry in old if _renew(topic, entry)}
        renewed |= (_add_all(batch, topics) | _describe(batch, topics)) - {topic.pk for topic in new}
        report.made += len(new)
        report.changed += len(renewed)
        if new or renewed:
            _index([*(topic.pk for topic in new), *renewed])
            registry.changed()
            stale(*[f"topic:{pk}" for pk in renewed])


def _index(keys: list[int]) -> None:
    """Let the newsroom's search know; rows made in bulk send no signals."""
    topics = list(Topic.objects.filter(pk__in=keys).prefetch_related("names"))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Topic, topics)


def _topic(entry: Entry) -> Topic:
    return Topic(
        slug=entry.slug,
        name=entry.name,
        kind=entry.kind or Topic.Kind.SUBJECT,
        description=entry.description,
        latitude=entry.place[0] if entry.place else None,
        longitude=entry.place[1] if entry.place else None,
    )


def _renew(topic: Topic, entry: Entry) -> bool:
    said: dict[str, Any] = {
        "name": entry.name, "kind": entry.kind, "description": entry.description
    }  # fmt: skip
    if entry.place:
        said |= {"latitude": entry.place[0], "longitude": entry.place[1]}
    new = {
        name: value for name, value in said.items() if value not in ("", getattr(topic, name))
    }  # fmt: skip
    if new:
        Topic.objects.filter(pk=topic.pk).update(**new)
    return bool(new)


def _add_all(batch: list[Entry], topics: dict[str, Topic]) -> set[int]:
    """Names, titles and ids that are not there yet; the topics that got some."""
    keys = [topics[entry.slug].pk for entry in batch]
    names = set(TopicName.objects.filter(topic__in=keys).values_list("topic_id", "text", "language"))
    titles = set(TopicTitle.objects.filter(topic__in=keys).values_list("topic_id", "text", "since"))
    ids = set(ExternalId.objects.filter(topic__in=keys).values_list("topic_id", "scheme", "value"))
    new: dict[type[Any], list[Any]] = {TopicName: [], TopicTitle: [], ExternalId: []}
    places = {
        TopicName: Counter(pk for pk, *_ in names),
        TopicTitle: Counter(pk for pk, *_ in titles),
        ExternalId: Counter(pk for pk, *_ in ids),
    }
    for entry in batch:
        pk = topics[entry.slug].pk
        for name in entry.names:
            if _is_new(names, (pk, name.text, name.language)):
                name.topic_id = pk
                new[TopicName].append(name)
        for title in entry.titles:
            if _is_new(titles, (pk, title.text, title.since)):
                title.topic_id = pk
                new[TopicTitle].append(title)
        for scheme, value in entry.ids:
            if _is_new(ids, (pk, scheme, value)):
                new[ExternalId].append(ExternalId(topic_id=pk, scheme=scheme, value=value))
    for model, rows in new.items():
        for row in rows:
            row.sort_order = places[model][row.topic_id]
            places[model][row.topic_id] += 1
        model.objects.bulk_create(rows, batch_size=BATCH)
    return {row.topic_id for rows in new.values() for row in rows}


def _describe(batch: list[Entry], topics: dict[str, Topic]) -> set[int]:
    """What they are in other languages; the topics of which something else is said now."""
    keys = [topics[entry.slug].pk for entry in batch if entry.descriptions]
    rows = TopicDescription.objects.filter(topic__in=keys)
    there = {(row.topic_id, row.language): row for row in rows}
    changed: list[TopicDescription] = []
    for entry in batch:
        for language, text in entry.descriptions:
            wanted = topics[entry.slug].pk, language
            row = there.get(wanted) or TopicDescription(topic_id=wanted[0], language=language)
            if row.text != text:
                row.text = text
                changed.append(row)
    TopicDescription.objects.bulk_create([row for row in changed if row.pk is None], batch_size=BATCH)
    TopicDescription.objects.bulk_update([row for row in changed if row.pk], ["text"], batch_size=BATCH)
    return {row.topic_id for row in changed}


def _is_new(there: set[Any], one: Any) -> bool:
    if one in there:
        return False
    there.add(one)
    return True


def _join(parents: list[tuple[int, str, str]], report: Report) -> None:
    slugs = {slug for _line, *both in parents for slug in both}
    with transaction.atomic():
        topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs)}
        moved = []
        for line, slug, parent in parents:
            if parent not in topics or parent == slug:
                why = (
                    "is part of itself"
                    if parent == slug
                    else f"is part of “{parent}”, which is no topic"
                )
                report.refused.append((line, f"“{slug}” {why}; the rest of the line was taken"))
            elif topics[slug].parent_id != topics[parent].pk:
                topics[slug].parent = topics[parent]
                moved.append(topics[slug])
        if moved:
            Topic.objects.bulk_update(moved, ["parent"], batch_size=BATCH)
            registry.changed()
            stale(*[f"topic:{topic.pk}" for topic in moved])
