"""Topics are kept in the newsroom."""

from __future__ import annotations

from typing import Any

import pytest

from broadsheet.topics import registry
from broadsheet.topics.exchange import import_topics
from broadsheet.topics.models import Topic

LIST = "/newsroom/snippets/topics/topic/"
ADD = f"{LIST}add/"


@pytest.fixture
def newsroom(client: Any, editor: Any) -> Any:
    client.force_login(editor)
    return client


def form(**more: Any) -> dict[str, Any]:
    """What the newsroom's form sends."""
    sent = {"name": "Apple", "slug": "apple", "kind": "organisation", "description": "", "parent": ""}
    for rows in ("names", "titles", "external_ids", "descriptions"):
        sent |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0", f"{rows}-MIN_NUM_FORMS": "0"}
    return sent | more


NAME = {"names-TOTAL_FORMS": "1", "names-0-text": "苹果公司", "names-0-case": "written",
        "names-0-language": "", "names-0-inflected": "on", "names-0-ORDER": "1"}  # fmt: skip


def test_an_editor_registers_a_topic_with_its_names(newsroom: Any) -> None:
    assert newsroom.get(ADD).status_code == 200
    assert newsroom.post(ADD, form(**NAME)).status_code == 302
    topic = Topic.objects.get(slug="apple")
    assert [name.text for name in topic.names.all()] == ["苹果公司"]
    assert [mention.topic for mention in registry.suggest("他在苹果公司工作", "zh-hans")] == [topic.pk]
    for words in ("Appl", "苹果公司"):
        assert f"/edit/{topic.pk}/" in newsroom.get(LIST, {"q": words}).content.decode()


def test_a_topic_that_came_in_from_a_file_can_be_chosen(newsroom: Any) -> None:
    import_topics(data=['{"name": "Almaty", "names": ["Алматы"]}'], kind="jsonl")
    for words in ("Alma", "Алма"):
        found = newsroom.get("/newsroom/snippets/choose/topics/topic/results/", {"q": words})
        assert "Almaty" in found.content.decode()


def test_a_title_that_ends_before_it_begins_is_refused_in_words(newsroom: Any) -> None:
    title = {"titles-TOTAL_FORMS": "1", "titles-0-text": "maker", "titles-0-since": "2011-01-01",
             "titles-0-until": "2010-01-01", "titles-0-ORDER": "1"}  # fmt: skip
    answer = newsroom.post(ADD, form(**title))
    assert answer.status_code == 200
    assert "A title cannot end before it begins." in answer.content.decode()
    assert not Topic.objects.exists()
