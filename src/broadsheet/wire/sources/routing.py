"""Which rule fits a story."""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet.wire.models import Rule, Source
from broadsheet.wire.story import Story


def rule_for(*, story: Story, text: str, source: Source, rules: Iterable[Rule]) -> Rule | None:
    """The first of `rules` that fits; None when none does.

    Args:
        text: the story's plain text, headline included.
    """
    return next((rule for rule in rules if fits(rule, story, text, source)), None)


def fits(rule: Rule, story: Story, text: str, source: Source) -> bool:
    """Whether everything that a rule asks for is so; what it leaves empty is."""
    return (
        rule.source_id in {None, source.pk}
        and (not rule.words.strip() or _has_words(rule.words, text))
        and (not rule.subject.strip() or _has_subject(rule.subject, story))
        and (rule.urgency is None or 0 < story.urgency <= rule.urgency)
    )


def _has_words(lines: str, text: str) -> bool:
    """Whether a line's words stand in the text, as whole words, one after the other."""
    text = text.casefold()
    for line in lines.casefold().splitlines():
        words = r"\W+".join(map(re.escape, line.split()))
        if words and re.search(rf"(?<!\w){words}(?!\w)", text):
            return True
    return False


def _has_subject(subject: str, story: Story) -> bool:
    wanted = subject.strip().casefold()
    said = [
        *(one.name for one in story.subjects),
        *(one.code for one in story.subjects),
        *story.keywords,
    ]
    return wanted in {one.casefold() for one in said}
