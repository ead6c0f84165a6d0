"""One story, in a transaction of its own."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.wire import agency
from broadsheet.wire.importing.articles import file_article
from broadsheet.wire.importing.copies import copy_of
from broadsheet.wire.importing.knowing import UNFINISHED, digests_of
from broadsheet.wire.importing.standing import file_standing
from broadsheet.wire.importing.wholes import name_of, whole
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Kind, Run
from broadsheet.wire.story import Story


def take_story(run: Run, story: Story) -> None:
    kind = Kind.PAGE if story.kind == "page" else Kind.STORY
    known = run.known(kind, story.id)
    digests = digests_of(run, story)
    if known and (known.digest, known.talk_digest) == digests:
        run.result.count(kind, Outcome.SAME)
        return
    if known and (known.digest, known.talk_digest) == (UNFINISHED + digests.facts, digests.talk):
        run.unfinished.append(replace(story, comments=()))
        run.result.count(kind, Outcome.SAME)
        return
    for note in story.notes:
        run.say(name_of(story), note)
    file = file_standing if kind == Kind.PAGE else file_article
    with whole(run, kind, name_of(story)):
        run.result.count(kind, file(run, story, known, digests))


def take_copy(run: Run, story: Story) -> None:
    where = agency.name_of(story)
    with whole(run, Kind.STORY, where):
        outcome = agency.take(run, story, copy_of=copy_of)
        if story.kind == "story":
            run.result.count(Kind.STORY, outcome)
