"""What follows when the registry is changed, wherever that is done."""

from __future__ import annotations

from typing import Any

from wagtail.search.index import insert_or_update_object

from broadsheet.edition.api import stale
from broadsheet.topics import registry
from broadsheet.topics.models import Topic, TopicDescription, TopicName


def registry_changed(**_: Any) -> None:
    registry.changed()


def names_changed(*, instance: TopicName, **_: Any) -> None:
    """The newsroom finds a topic by its other names too; they are saved after it."""
    topic = Topic.objects.filter(pk=instance.topic_id).first()
    if topic:
        insert_or_update_object(topic)


def words_changed(*, instance: TopicName | TopicDescription, **_: Any) -> None:
    """Another edition calls the topic something else, or says something else of it."""
    stale(f"topic:{instance.topic_id}", "names")
