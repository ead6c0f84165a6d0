"""What comes in and goes out, and how fast (`make bench-wire`).

`BROADSHEET_BENCH_LONG=1` adds the import and export of 200,000 articles (hours on a busy
machine). The paper with a million stories is kept where `BROADSHEET_BENCH_HOME` says.

Each part of the room has a function here that gives its rows, and a sentence on
what was wrong ("" for nothing); `PARTS` lists them.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import paper, report, wire_moving, wire_sources

WORDS = ("council", "said", "the", "river", "after", "vote", "minister", "of", "budget", "a", "city",
         "police", "in", "school", "Łódź", "against", "report", "market", "rose")  # fmt: skip
PARAGRAPHS, PARAGRAPH = 12, 42  # a story of 500 words
ITEMS = 300
ROUNDS = 5
GOALS = {"NITF": 1500, "NewsML-G2": 1500, "ninjs": 3000}


def main() -> None:
    kept = os.environ.get("BROADSHEET_BENCH_HOME")
    paper.set_up(home=Path(kept or tempfile.mkdtemp(prefix="broadsheet-bench-")) / "wire")
    found = [part() for part in PARTS]
    rows = [row for rows, _ in found for row in rows]
    wrong = "; ".join(filter(None, (told for _, told in found)))
    report.write("wire", [*rows, report.correct(not wrong, wrong or "what was timed was also right")])


def agency_copy() -> tuple[list[dict[str, Any]], str]:
    """Items read a second of one core: the bytes of one become a story."""
    from broadsheet.wire.formats import copy_formats

    rows, wrong = [], []
    stories = list(_stories())
    for name, goal in GOALS.items():
        form = copy_formats()[name]
        assert form.write
        items = [form.write([story]) for story in stories]
        size = sum(map(len, items)) / len(items)
        rate = max(_rate(form.read, items) for _ in range(ROUNDS))
        note = f"{len(items)} items of {size / 1000:.1f} kB, best of {ROUNDS} rounds"
        rows.append(rate_row(f"{name} items read", rate, goal=goal, unit="/s", note=note))
        read = [next(iter(form.read(item))) for item in items]
        same = ("id", "headline", "body", "slugline", "urgency", "published", "dateline_place")
        for one, made in zip(read, stories, strict=True):
            if any(getattr(one, field) != getattr(made, field) for field in same):
                wrong.append(f"{name}: “{made.headline}” was read as another")
    return rows, "; ".join(wrong)


def rate_row(what: str, value: float, *, goal: float, unit: str, note: str) -> dict[str, Any]:
    """A line of the report; larger is better."""
    value = round(value)
    return {"what": what, "unit": unit, "value": value, "goal": goal, "better": "higher",
            "met": value >= goal, "note": note}  # fmt: skip


def _rate(read: Callable[[bytes], Iterator[Any]], items: list[bytes]) -> float:
    start = time.process_time()
    for item in items:
        for _story in read(item):
            pass
    return len(items) / (time.process_time() - start)


def _stories() -> Iterator[Any]:
    """Stories as agencies send them, always the same."""
    from broadsheet.wire.story import Agency, Byline, Picture, Rights, State, Story, Subject, Text

    first = datetime(2025, 1, 31, 12, tzinfo=UTC)
    story = Story(
        id="",
        headline="",
        state=State.DRAFT,
        language="en",
        urgency=4,
        slugline="CITY-BUDGET",
        dateline_place="London",
        bylines=(Byline(name="Ann Lee"), Byline(name="Bo Ek")),
        agency=Agency(name="Example Agency", credit_line="EXA"),
        keywords=("budget", "city"),
        rights=Rights(holder="Example Agency", notice="© Example Agency", terms="Not in France"),
        subjects=tuple(Subject(name=f"subject {n}", code=f"medtop:2000000{n}") for n in range(5)),
    )
    for number in range(ITEMS):
        words = [
            WORDS[(number * 7 + place * place) % len(WORDS)] for place in range(PARAGRAPHS * PARAGRAPH)
        ]
        paragraphs = (" ".join(words[at : at + PARAGRAPH]) for at in range(0, len(words), PARAGRAPH))
        yield replace(
            story,
            id=f"urn:newsml:agency.example:20250131:{number}",
            headline=f"Council votes on budget {number}",
            published=first + timedelta(minutes=number),
            body=(Text(html="".join(f"<p><b>{one[:6]}</b>{one[6:]}.</p>" for one in paragraphs)),),
            picture=Picture(
                src=f"https://pictures.example/{number}.jpg", caption="The council", credit="Cy"
            ),
        )


PARTS: list[Callable[[], tuple[list[dict[str, Any]], str]]] = [
    agency_copy,
    wire_moving.moving,
    wire_moving.reading,
    wire_sources.polls,
    wire_sources.alike,
]

if __name__ == "__main__":
    main()
