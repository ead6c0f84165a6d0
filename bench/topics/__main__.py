"""How well names, dates and speakers are found in the labelled stories (`make eval-topics`).

README.md says what the set is. Figures are of the stories kept unseen while
the rules were written, and of all.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from bench import paper, report

PRECISION, RECALL = 0.95, 0.85
OTHERS = 0.9  # precision and recall of dates and of speakers
Counts = tuple[int, int, int]  # right, found, wanted


def main() -> None:
    paper.set_up(
        home=Path(os.environ.get("BROADSHEET_BENCH_HOME") or tempfile.mkdtemp(prefix="broadsheet-"))
    )
    rows = []
    for unseen, which in ((True, "unseen"), (None, "all")):
        rows += _rows("tags", tags(unseen), which, (PRECISION, RECALL))
        rows += _rows("dates", dates(unseen), which, (OTHERS, OTHERS))
        rows += _rows("speakers", speakers(unseen), which, (OTHERS, OTHERS))
    report.write("topics-quality", [*rows, check()])


def tags(unseen: bool | None) -> Counts:
    """The topics of each story that were found, and those that should have been."""
    from bench.topics.labelled import registry, stories
    from broadsheet.topics.tagging.choosing import suggest

    numbers, names = registry()
    right = found = wanted = 0
    for story in stories(unseen=unseen):
        suggested = suggest(story.text, story.language, names=names[story.language])
        got = {mention.topic for mention in suggested}
        labelled = {numbers[label.said] for label in story.topics}
        right, found, wanted = right + len(got & labelled), found + len(got), wanted + len(labelled)
    return right, found, wanted


def dates(unseen: bool | None) -> Counts:
    """Dates at their places with the days they mean."""
    from bench.topics.labelled import stories
    from broadsheet.topics.reading.dates import find_dates

    right = found = wanted = 0
    for story in stories(unseen=unseen):
        got = find_dates(story.text, story.language, dateline=story.day)
        right += sum(_is(label, one, as_label(one)) for label in story.dates for one in got)
        found, wanted = found + len(got), wanted + len(story.dates)
    return right, found, wanted


def speakers(unseen: bool | None) -> Counts:
    """Quotes at their places with who said them."""
    from bench.topics.labelled import registry, stories
    from broadsheet.topics.reading.quotes import find_quotes
    from broadsheet.topics.tagging.choosing import suggest

    _numbers, names = registry()
    right = found = wanted = 0
    for story in stories(unseen=unseen):
        known = names[story.language]
        people = frozenset(pk for pk, facts in known.facts.items() if facts.kind == "person")
        mentions = suggest(story.text, story.language, names=known)
        got = find_quotes(story.text, story.language, mentions=mentions, people=people)
        right += sum(_is(label, one, one.speaker) for label in story.quotes for one in got)
        found, wanted = found + len(got), wanted + len(story.quotes)
    return right, found, wanted


def as_label(one: Any) -> str:
    """A date as the stories are labelled."""
    from broadsheet.topics.reading.dates import Precision

    match one.precision:
        case Precision.DAY:
            return str(one.first)
        case Precision.DAYS:
            return f"{one.first}/{one.last}"
        case Precision.WEEK:
            year, week, _day = one.first.isocalendar()
            return f"{year}-W{week:02}"
        case Precision.MONTH:
            return f"{one.first:%Y-%m}"
        case _:
            return f"{one.first:%Y}"


def _is(label: Any, one: Any, said: str) -> bool:
    """Whether something found is what was marked: the same place, and the same meaning."""
    return bool(one.start < label.end and label.start < one.end and said == label.said)


def _rows(what: str, counts: Counts, which: str, goals: tuple[float, float]) -> list[dict[str, Any]]:
    right, found, wanted = counts
    note = f"{right} right of {found} found, {wanted} there; {which} stories"
    return [
        share(f"{what}, precision, {which}", right, found, goal=goals[0], note=note),
        share(f"{what}, recall, {which}", right, wanted, goal=goals[1], note=note),
    ]


def share(what: str, part: int, whole: int, *, goal: float, note: str) -> dict[str, Any]:
    """A line of the report; larger is better."""
    value = round(part / whole, 3) if whole else 0.0
    return {"what": what, "unit": "share", "value": value, "goal": goal, "better": "higher",
            "met": value >= goal, "note": note}  # fmt: skip


def check() -> dict[str, Any]:
    """Whether the set is what its description says."""
    from bench.topics.labelled import LANGUAGES, registry, stories

    numbers, _names = registry()
    everything, unseen = list(stories()), list(stories(unseen=True))
    known = all(label.said in numbers for story in everything for label in story.topics)
    fair = len(unseen) * 3 == len(everything) >= 60
    languages = {story.language for story in unseen} == set(LANGUAGES.values())
    return report.correct(
        known and fair and languages, f"{len(everything)} stories, {len(unseen)} unseen"
    )


if __name__ == "__main__":
    main()
