"""How well names are found in the labelled stories (`make eval-topics`).

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


def main() -> None:
    paper.set_up(
        home=Path(os.environ.get("BROADSHEET_BENCH_HOME") or tempfile.mkdtemp(prefix="broadsheet-"))
    )
    rows = []
    for unseen, which in ((True, "unseen"), (None, "all")):
        rows += tags(unseen, which)
    report.write("topics-quality", [*rows, check()])


def tags(unseen: bool | None, which: str) -> list[dict[str, Any]]:
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
    note = f"{right} right of {found} found, {wanted} there; {which} stories"
    return [
        share(f"tags, precision, {which}", right, found, goal=PRECISION, note=note),
        share(f"tags, recall, {which}", right, wanted, goal=RECALL, note=note),
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
