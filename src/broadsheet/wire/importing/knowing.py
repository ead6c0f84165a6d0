"""What one import remembers of a story for the next."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from wagtail.models import Page

from broadsheet.wire import bodies
from broadsheet.wire.importing.wholes import name_of
from broadsheet.wire.models import Imported
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import Run, digest_of
from broadsheet.wire.story import Story

UNFINISHED = "unfinished:"  # before a digest: the story refers to one that is not there yet


class Digests(NamedTuple):
    """Fingerprints of a story, and of its comments."""

    facts: str
    talk: str


def digests_of(run: Run, story: Story) -> Digests:
    return Digests(
        digest_of(replace(story, comments=()), str(run.options.pictures)),
        digest_of(story.comments) if story.comments else "",
    )


def or_unfinished(run: Run, story: Story, digest: str) -> str:
    """The digest, marked where the story refers to one that is not there yet."""
    if all(run.article_of(one) is not None for one in bodies.names_others(story.body)):
        return digest
    run.unfinished.append(replace(story, comments=()))
    return UNFINISHED + digest


def stays_deleted(run: Run, story: Story, known: Imported, digests: Digests) -> Outcome:
    run.say(name_of(story), "the newsroom has deleted it; it stays deleted")
    run.note(known.kind, story.id, digest=digests.facts, talk_digest=digests.talk)
    return Outcome.KEPT


def tell_slug(run: Run, story: Story, page: Page) -> None:
    if story.slug and page.slug != story.slug:
        run.say(name_of(story), f"its slug “{story.slug}” became “{page.slug}”")
