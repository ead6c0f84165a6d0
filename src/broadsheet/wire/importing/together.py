"""New stories in a batch: one transaction, few statements, the same paper."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias
from uuid import UUID

from django.db import transaction

from broadsheet.edition.api import gathering
from broadsheet.foundation.clock import now
from broadsheet.news.bulk import file_all
from broadsheet.news.models import ArticlePage
from broadsheet.wire import bodies, redirects, rooms
from broadsheet.wire.importing.copies import copy_of
from broadsheet.wire.importing.knowing import Digests, digests_of, or_unfinished, tell_slug
from broadsheet.wire.importing.stories import take_story
from broadsheet.wire.importing.wholes import FAILURES, name_of
from broadsheet.wire.paper import Remark
from broadsheet.wire.reports import Outcome
from broadsheet.wire.run import KEY_LENGTH, Kind, Run
from broadsheet.wire.story import State, Story

Name: TypeAlias = tuple[UUID, str | None]  # see `Run.page_name`


class Waiting(NamedTuple):
    """A story that waits to be filed with others; `place` is its place in the batch."""

    place: int
    story: Story
    digests: Digests


def taken_together(run: Run, things: list[Story | Remark]) -> bool:
    run.forget_some()
    try:
        with run.holding(), transaction.atomic(), gathering():
            _take_all(run, things)
    except FAILURES:
        run.forget()
        return False
    return True


def _take_all(run: Run, things: list[Story | Remark]) -> None:
    """In the order of the file; those that can be filed together wait for the first that cannot."""
    stories = [thing for thing in things if isinstance(thing, Story)]
    known = run.known_of(Kind.STORY, (story.id for story in stories))
    names_there = _names_there(run, stories)
    waiting: dict[str, Waiting] = {}
    for place, thing in enumerate(things):
        run.place = place
        if isinstance(thing, Remark):
            run.remark(thing)
            continue
        key = thing.id[:KEY_LENGTH]
        digests = digests_of(run, thing)
        one = known.get(key)
        if one and key not in waiting and (one.digest, one.talk_digest) == digests:
            run.result.count(Kind.STORY, Outcome.SAME)
        elif one or key in waiting or not _is_plain(run, thing, names_there, waiting):
            _file_waiting(run, waiting)
            run.place = place
            take_story(run, thing)
            known.pop(key, None)
        else:
            waiting[key] = Waiting(place, thing, digests)
    _file_waiting(run, waiting)


def _names_there(run: Run, stories: list[Story]) -> set[Name]:
    """Names of these stories that articles have already."""
    names_of_all = {run.page_name(Kind.STORY, story)[0] for story in stories}
    there = ArticlePage.objects.filter(translation_key__in=names_of_all)
    return set(there.values_list("translation_key", "edition"))


def _is_plain(run: Run, story: Story, there: set[Name], waiting: dict[str, Waiting]) -> bool:
    """Whether a story comes out at once, is new, and refers to none that waits."""
    if story.state != State.PUBLISHED or (story.published or run.of.moment) > now():
        return False
    if story.entries or story.killed:
        return False
    if run.page_name(Kind.STORY, story) in there:
        return False
    return not any(one[:KEY_LENGTH] in waiting for one in bodies.names_others(story.body))


def _file_waiting(run: Run, waiting: dict[str, Waiting]) -> None:
    """File the stories that wait together."""
    copies = []
    for place, story, _ in waiting.values():
        run.place = place
        for note in story.notes:
            run.say(name_of(story), note)
        copies.append(copy_of(run, story))
    articles = file_all(copies=copies)
    filed = list(zip(waiting.values(), articles, strict=True))
    for (place, story, _), article in filed:
        run.place = place
        tell_slug(run, story, article)
    run.result.redirects += redirects.lead_to_new(
        run, [(place, story, article) for (place, story, _), article in filed]
    )
    noted = []
    for (place, story, digests), article in filed:
        run.place = place
        run.result.comments += rooms.file_comments(article=article, comments=story.comments)
        run.result.count(Kind.STORY, Outcome.NEW)
        facts = {
            "digest": or_unfinished(run, story, digests.facts), "talk_digest": digests.talk,
            "page": article, "revision_id": article.latest_revision_id,
        }  # fmt: skip
        noted.append((story.id, facts))
    run.note_new(Kind.STORY, noted)
    waiting.clear()
