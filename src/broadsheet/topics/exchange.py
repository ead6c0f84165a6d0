"""The registry as a file: JSON Lines or CSV, in and out.

A line is a topic: `name`, and if wanted `slug`, `kind`, `description`,
`parent` (a slug), `names`, `titles`, `ids`. In JSON Lines a name is a text or
{"text", "language", "case", "needs_context", "inflected"}, a title {"text",
"since", "until"}, `ids` {"wikidata": "Q232"}. In CSV names are parted by "|",
each may end in rules: "Georgia [context]", "oil [any]", "Или [ru, context, fixed]"; ids are
"wikidata:Q232|geonames:1522867", titles "mayor of Almaty (2008-04-01 – )".
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.search.backends import get_search_backends

from broadsheet.edition.api import stale
from broadsheet.foundation.text import clean_line, clean_text
from broadsheet.topics import registry
from broadsheet.topics.models import ExternalId, Topic, TopicName, TopicTitle

BATCH = 1000
LENGTH = 200  # of a name, a slug, a title, an identifier
_RULES = re.compile(r"\s*\[([^\]]*)\]$")
_SPAN = re.compile(r"\s*\(([\d-]*)\s*[–-]\s*([\d-]*)\)$")
_COLUMNS = ("slug", "name", "kind", "description", "parent", "names", "titles", "ids")


class BadLine(Exception):
    """A line that says no topic, with why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A topic of a file, checked."""

    line: int
    slug: str
    name: str
    kind: str = ""
    description: str = ""
    parent: str = ""
    names: tuple[TopicName, ...] = ()
    titles: tuple[TopicTitle, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()


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


def export_topics(*, kind: str) -> Iterator[str]:
    """The registry as lines of a file that `import_topics` reads."""
    fetched = Topic.objects.select_related("parent").prefetch_related("names", "titles", "external_ids")
    rows = map(_record, fetched.order_by("pk").iterator(BATCH))
    if kind == "jsonl":
        for row in rows:
            yield json.dumps(_without_nothing(row), ensure_ascii=False) + "\n"
        return
    yield _csv_line(_COLUMNS)
    for row in rows:
        yield _csv_line(
            [
                *(row[name] for name in _COLUMNS[:5]),
                "|".join(_written(name) for name in row["names"]),
                "|".join(f"{t['text']} ({t['since']} – {t['until']})" for t in row["titles"]),
                "|".join(f"{scheme}:{value}" for scheme, value in row["ids"].items()),
            ]
        )


# Reading ----------------------------------------------------------------------


def _entries(data: Iterable[str], kind: str, report: Report) -> Iterator[Entry]:
    rows = _json_rows(data) if kind == "jsonl" else _csv_rows(data)
    seen: dict[str, int] = {}
    for line, row in rows:
        try:
            entry = _entry(line, row)
            if entry.slug in seen:
                raise BadLine(f"“{entry.slug}” stands in line {seen[entry.slug]} too")
        except BadLine as error:
            report.refused.append((line, str(error)))
        else:
            seen[entry.slug] = line
            yield entry


def _json_rows(data: Iterable[str]) -> Iterator[tuple[int, Any]]:
    for line, text in enumerate(data, 1):
        if text.strip():
            try:
                yield line, json.loads(text)
            except ValueError as error:
                yield line, BadLine(f"this is not JSON: {error}")


def _csv_rows(data: Iterable[str]) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(data)
    for row in reader:
        try:
            names = [_name_of(text) for text in _parts(row.get("names"))]
            ids = dict(one.split(":", 1) for one in _parts(row.get("ids")) if ":" in one)
            titles = [_title_of(text) for text in _parts(row.get("titles"))]
        except BadLine as error:
            yield reader.line_num, error
        else:
            plain = {name: row.get(name) or "" for name in _COLUMNS[:5]}
            yield reader.line_num, plain | {"names": names, "titles": titles, "ids": ids}


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split("|") if part.strip()]


def _name_of(text: str) -> dict[str, Any]:
    rules = _RULES.search(text)
    said: dict[str, Any] = {"text": _RULES.sub("", text)}
    for rule in re.split(r"[,\s]+", rules[1]) if rules else ():
        match rule:
            case "any" | "written":
                said["case"] = rule
            case "context":
                said["needs_context"] = True
            case "fixed":
                said["inflected"] = False
            case "":
                pass
            case _:
                said["language"] = rule
    return said


def _title_of(text: str) -> dict[str, Any]:
    span = _SPAN.search(text)
    since, until = span.groups() if span else ("", "")
    return {"text": _SPAN.sub("", text), "since": since, "until": until}


def _entry(line: int, row: Any) -> Entry:
    if isinstance(row, BadLine):
        raise row
    if not isinstance(row, dict):
        raise BadLine("a line must be an object with a name")
    name = _line(row.get("name"))
    if not name:
        raise BadLine("it has no name")
    kind = str(row.get("kind") or "")
    if kind and kind not in Topic.Kind.values:
        raise BadLine(f"“{kind}” is none of {', '.join(Topic.Kind.values)}")
    ids = row.get("ids") or {}
    if not isinstance(ids, dict):
        raise BadLine('ids must be an object such as {"wikidata": "Q232"}')
    return Entry(
        line=line,
        slug=slugify(str(row.get("slug") or name), allow_unicode=True)[:LENGTH].strip("-") or "unnamed",
        name=name,
        kind=kind,
        description=clean_text(str(row.get("description") or "")),
        parent=str(row.get("parent") or ""),
        names=tuple(map(_topic_name, _list(row, "names"))),
        titles=tuple(map(_topic_title, _list(row, "titles"))),
        ids=tuple((_line(scheme)[:40], _line(value)) for scheme, value in ids.items()),
    )


def _list(row: dict[str, Any], name: str) -> list[Any]:
    found = row.get(name) or []
    if not isinstance(found, list):
        raise BadLine(f"{name} must be a list")
    return found


def _topic_name(said: Any) -> TopicName:
    facts = {"text": said} if isinstance(said, str) else said
    if not isinstance(facts, dict) or not _line(facts.get("text")):
        raise BadLine(f"{said!r} is no name")
    name = TopicName(
        text=_line(facts["text"]),
        language=str(facts.get("language") or ""),
        case=facts.get("case") or TopicName.Case.WRITTEN,
        needs_context=bool(facts.get("needs_context", False)),
        inflected=bool(facts.get("inflected", True)),
    )
    if name.case not in TopicName.Case.values:
        raise BadLine(f"the capitals of “{name.text}” can be “written” or “any”, not “{name.case}”")
    if name.language and name.language not in dict(settings.LANGUAGES):
        raise BadLine(f"“{name.language}” of “{name.text}” is no language of the paper")
    return name


def _topic_title(said: Any) -> TopicTitle:
    facts = {"text": said} if isinstance(said, str) else said
    if not isinstance(facts, dict) or not _line(facts.get("text")):
        raise BadLine(f"{said!r} is no title")
    title = TopicTitle(
        text=_line(facts["text"]), since=_day(facts.get("since")), until=_day(facts.get("until"))
    )
    if title.since and title.until and title.since > title.until:
        raise BadLine(f"“{title.text}” ends before it begins")
    return title


def _day(said: Any) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        raise BadLine(f"“{said}” is no day like 2008-04-01") from error


def _line(said: Any) -> str:
    return clean_line(str(said or ""))[:LENGTH].strip()


# Writing into the database --------------------------------------------------------


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
        renewed |= _add_all(batch, topics) - {topic.pk for topic in new}
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
    )


def _renew(topic: Topic, entry: Entry) -> bool:
    said = {"name": entry.name, "kind": entry.kind, "description": entry.description}
    new = {name: value for name, value in said.items() if value and getattr(topic, name) != value}
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
        model.objects.bulk_create(rows, batch_size=BATCH)
    return {row.topic_id for rows in new.values() for row in rows}


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


# Writing files ------------------------------------------------------------------


def _record(topic: Topic) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "name": topic.name,
        "kind": topic.kind,
        "description": topic.description,
        "parent": topic.parent.slug if topic.parent else "",
        "names": [_name_record(name) for name in topic.names.all()],
        "titles": [
            {"text": title.text, "since": _iso(title.since), "until": _iso(title.until)}
            for title in topic.titles.all()
        ],
        "ids": {one.scheme: one.value for one in topic.external_ids.all()},
    }


def _name_record(name: TopicName) -> dict[str, Any]:
    record: dict[str, Any] = {"text": name.text}
    if name.language:
        record["language"] = name.language
    if name.case != TopicName.Case.WRITTEN:
        record["case"] = name.case
    if name.needs_context:
        record["needs_context"] = True
    if not name.inflected:
        record["inflected"] = False
    return record


def _written(name: dict[str, Any]) -> str:
    """A name with its rules, as CSV has them."""
    rules = [
        *([name["language"]] if "language" in name else []),
        *([name["case"]] if "case" in name else []),
        *(["context"] if "needs_context" in name else []),
        *(["fixed"] if "inflected" in name else []),
    ]
    return f"{name['text']} [{', '.join(rules)}]" if rules else name["text"]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _without_nothing(row: dict[str, Any]) -> dict[str, Any]:
    """A record without its empty values, its titles without open ends."""
    titles = [{name: value for name, value in title.items() if value} for title in row["titles"]]
    return {name: value for name, value in (row | {"titles": titles}).items() if value}


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
