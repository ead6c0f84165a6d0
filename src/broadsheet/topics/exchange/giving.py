"""The registry as lines of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from broadsheet.topics.exchange.rows import COLUMNS, DESCRIBED, PLAIN, pairs
from broadsheet.topics.models import Topic, TopicDescription, TopicName

BATCH = 1000


def export_topics(*, kind: str) -> Iterator[str]:
    """The registry as lines of a file that `import_topics` reads."""
    fetched = Topic.objects.select_related("parent").prefetch_related(
        "names", "titles", "external_ids", "descriptions"
    )
    rows = map(_record, fetched.order_by("pk").iterator(BATCH))
    if kind == "jsonl":
        for row in rows:
            yield json.dumps(_without_nothing(row), ensure_ascii=False) + "\n"
        return
    told = TopicDescription.objects.order_by("language").values_list("language", flat=True)
    languages = list(told.distinct())
    yield _csv_line([*COLUMNS, *(f"{DESCRIBED}{language}" for language in languages)])
    for row in rows:
        yield _csv_line(
            [
                *(row[name] for name in PLAIN),
                "|".join(_written(name) for name in row["names"]),
                "|".join(f"{t['text']} ({t['since']} – {t['until']})" for t in row["titles"]),
                "|".join(f"{scheme}:{value}" for scheme, value in pairs(row["ids"])),
                *(row["descriptions"].get(language, "") for language in languages),
            ]
        )


def _record(topic: Topic) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "name": topic.name,
        "kind": topic.kind,
        "description": topic.description,
        "parent": topic.parent.slug if topic.parent else "",
        "place": "" if topic.place is None else f"{topic.latitude}, {topic.longitude}",
        "names": [_name_record(name) for name in _in_order(topic.names)],
        "titles": [
            {"text": title.text, "since": _iso(title.since), "until": _iso(title.until)}
            for title in _in_order(topic.titles)
        ],
        "ids": _ids(topic),
        "descriptions": {one.language: one.text for one in _in_order(topic.descriptions)},
    }


def _in_order(children: Any) -> list[Any]:
    return sorted(children.all(), key=lambda one: (one.sort_order or 0, one.pk))


def _ids(topic: Topic) -> dict[str, Any]:
    """What it is called in each register; a list where that has several."""
    found: dict[str, list[str]] = {}
    for one in _in_order(topic.external_ids):
        found.setdefault(one.scheme, []).append(one.value)
    return {scheme: values if len(values) > 1 else values[0] for scheme, values in found.items()}


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
