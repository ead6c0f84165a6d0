"""The labelled stories, and the registry they are read with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from broadsheet.topics.tagging.names import Facts, Name, Names
from broadsheet.topics.tagging.words import key, words

HERE = Path(__file__).parent
LANGUAGES = {"en": "en", "ru": "ru", "zh": "zh-hans"}
_MARK = re.compile(r"(\[\[|\{\{|<<|\|[^\[\]{}<>|]*(?:\]\]|\}\}|>>))")


@dataclass(slots=True)
class Label:
    """Something marked in a story: its place in the plain text and what it is."""

    start: int
    end: int
    said: str


@dataclass(slots=True)
class Story:
    """A labelled story as plain text."""

    name: str
    language: str
    day: date
    seen: bool
    text: str = ""
    topics: list[Label] = field(default_factory=list)
    dates: list[Label] = field(default_factory=list)
    quotes: list[Label] = field(default_factory=list)


def stories(*, unseen: bool | None = None) -> Iterator[Story]:
    """The stories; only those kept unseen, or only the others, when asked."""
    for path in sorted((HERE / "stories").glob("*.txt")):
        seen = not path.stem.endswith("-unseen")
        if unseen is not None and seen == unseen:
            continue
        for block in re.split(r"^# ", path.read_text(), flags=re.MULTILINE)[1:]:
            head, _, marked = block.partition("\n")
            name, day = head.split()
            story = Story(name, LANGUAGES[name[:2]], date.fromisoformat(day), seen)
            _plain(marked.strip(), story)
            yield story


def _plain(marked: str, story: Story) -> None:
    kinds = {"[[": story.topics, "{{": story.dates, "<<": story.quotes}
    text, open_ = "", []
    for piece in _MARK.split(marked):
        if piece in kinds:
            open_.append((kinds[piece], len(text)))
        elif piece.startswith("|") and piece.endswith(("]]", "}}", ">>")):
            labels, start = open_.pop()
            labels.append(Label(start, len(text), piece[1:-2]))
        else:
            text += piece
    assert not open_, f"{story.name}: a mark is not closed"
    story.text = text


def registry() -> tuple[dict[str, int], dict[str, Names]]:
    """Slugs with their numbers, and the registry compiled for each language."""
    rows = [json.loads(line) for line in (HERE / "registry.jsonl").read_text().splitlines()]
    numbers = {row["slug"]: number for number, row in enumerate(rows, 1)}
    facts = {}
    names = []
    for row in rows:
        number = numbers[row["slug"]]
        titles = " ".join(title["text"] for title in row.get("titles", []))
        said = f"{row.get('description', '')} {titles}"
        about = frozenset(key(word.text) for word in words(said) if len(word.text) > 3)
        facts[number] = Facts(row["kind"], numbers.get(row.get("parent", "")), about)
        for one in row["names"]:
            rules: dict[str, Any] = {"text": one} if isinstance(one, str) else one
            names.append(
                Name(
                    number,
                    rules["text"],
                    as_written=rules.get("case", "written") == "written",
                    needs_context=rules.get("needs_context", False),
                    inflected=rules.get("inflected", True),
                )
            )
    return numbers, {code: Names(names, facts=facts, language=code) for code in LANGUAGES.values()}
