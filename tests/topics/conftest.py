"""A small registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from broadsheet.topics import registry


@pytest.fixture(autouse=True)
def nothing_compiled() -> Iterator[None]:
    """No test looks with the names of another one."""
    registry.forget()
    yield
    registry.forget()


@pytest.fixture
def make_topic(db: None) -> Callable[..., Any]:
    """Make a topic with names: texts, or dicts of a name's fields."""
    from broadsheet.topics.models import Topic, TopicName

    def make(name: str, *names: Any, kind: str = "place", **fields: Any) -> Topic:
        fields.setdefault("slug", name.lower().replace(" ", "-").replace("(", "").replace(")", ""))
        topic = Topic.objects.create(name=name, kind=kind, **fields)
        for one in names:
            TopicName.objects.create(topic=topic, **({"text": one} if isinstance(one, str) else one))
        return topic

    return make
