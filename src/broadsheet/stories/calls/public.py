"""Every public address of this room that may be made ahead."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from broadsheet.stories.calls import queries


def paths() -> Iterator[str]:
    yield reverse("stories_calls")
    for call in queries.with_vote():
        yield call.vote_url
