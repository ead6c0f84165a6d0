"""A reader changes what they have just written, or takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from broadsheet.foundation.clock import now
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import bans, hooks
from broadsheet.talk.actions.counting import locked, recount, spoil
from broadsheet.talk.actions.making import opens_topic, place_of
from broadsheet.talk.drafts import Draft
from broadsheet.talk.errors import Closed, NotYours, TooLate
from broadsheet.talk.models import Post, PostState, Thread
from broadsheet.talk.modes import mode_of
from broadsheet.talk.pipeline.assessing import Assessment, assess
from broadsheet.talk.pipeline.signals import Code, Signal

WINDOW = timedelta(minutes=5)


def may_edit(*, post: Post, writer_key: str) -> bool:
    """Whether this writer may still change the post."""
    return (
        bool(post.writer)
        and post.writer == writer_key
        and post.state != PostState.REMOVED
        and now() - post.created_at < WINDOW
    )


def edit(*, post: Post, draft: Draft) -> Post:
    """Put other words in the place of a post's; they go through the pipeline again.

    What was shown and now gives cause waits for a moderator.

    Raises:
        NotYours, TooLate, Closed, Banned: see their sentences.
    """
    bans.check(writer=draft.writer)
    with transaction.atomic():
        thread, post = locked(post)
        if not post.writer or post.writer != draft.writer.key:
            raise NotYours
        if not may_edit(post=post, writer_key=draft.writer.key):
            raise TooLate
        if post.text == draft.text:
            return post
        said = _assessed(post, thread, draft)
        was_shown = post.state == PostState.PUBLISHED
        signals = list(said.signals)
        if was_shown and said.holds:
            signals.append(Signal(code=Code.EDITED, score=0.3, holds=True))
            post.state = PostState.HELD
        post.text, post.digest, post.edited_at = draft.text, draft.digest, now()
        post.signals, post.language = [signal.as_json() for signal in signals], said.language
        post.score, post.needs_look = said.score, True
        post.save()
        if was_shown and post.state == PostState.HELD:
            recount(thread)
        elif was_shown:
            spoil(thread)
        if post.state == PostState.HELD:
            hooks.tell(post=post, event=hooks.HELD)
    return post


def _assessed(post: Post, thread: Thread, draft: Draft) -> Assessment:
    """What the pipeline says of the new words, as if the post were sent only now."""
    place = place_of(thread, draft, mode=mode_of(thread=thread))
    if place.mode == CommentMode.CLOSED:
        raise Closed
    if opens_topic(thread, before=post):
        place, draft = replace(place, opens_topic=True), replace(draft, title=thread.title)
    return assess(draft=draft, place=place, besides=post)
