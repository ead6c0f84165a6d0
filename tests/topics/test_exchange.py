"""The registry comes in and goes out as JSON Lines and CSV, and nothing is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from broadsheet.topics import registry
from broadsheet.topics.exchange import export_topics, import_topics
from broadsheet.topics.models import ExternalId, Topic, TopicDescription, TopicName, TopicTitle

LINES = [
    '{"name": "Almaty", "kind": "place", "parent": "kazakhstan", "names": ["Алматы", '
    '{"text": "Alma", "language": "en", "needs_context": true}], "ids": {"wikidata": "Q35493"}}\n',
    '{"name": "Kazakhstan", "kind": "place", "description": "A country", '
    '"descriptions": {"kk": "Ел, және даласы", "ru": "Страна"}}\n',
    "\n",
    '{"name": "Oil", "names": [{"text": "нефть", "case": "any", "inflected": false}]}\n',
    '{"name": "Aidar Bektemir", "kind": "person", "titles": [{"text": "mayor", "since": "2008-04-01", '
    '"until": "2013-01-01"}, "poet"]}\n',
]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
@pytest.mark.django_db
def test_what_comes_in_goes_out_and_comes_in_again(kind: str) -> None:
    report = import_topics(data=LINES, kind="jsonl")
    assert (report.made, report.changed, report.refused) == (4, 0, [])
    written = list(export_topics(kind=kind))
    before = _everything()
    Topic.objects.all().delete()
    assert import_topics(data=written, kind=kind).refused == []
    assert _everything() == before
    again = import_topics(data=written, kind=kind)
    assert (again.made, again.changed, again.refused) == (0, 0, [])
    assert _everything() == before


def _everything() -> list[Any]:
    return [
        sorted(Topic.objects.values_list(
            "slug", "name", "kind", "description", "parent__slug", "latitude", "longitude"), key=str),
        sorted(TopicName.objects.values_list(
            "topic__slug", "text", "language", "case", "needs_context", "inflected")),
        sorted(TopicTitle.objects.values_list("topic__slug", "text", "since", "until"), key=str),
        sorted(TopicDescription.objects.values_list("topic__slug", "language", "text")),
        sorted(ExternalId.objects.values_list("topic__slug", "scheme", "value")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("not json", "this is not JSON"),
        ('{"slug": "x"}', "it has no name"),
        ('["x"]', "must be an object"),
        ('{"name": "X", "kind": "thing"}', "“thing” is none of"),
        ('{"name": "X", "names": "Y"}', "names must be a list"),
        ('{"name": "X", "names": [{"text": ""}]}', "is no name"),
        ('{"name": "X", "names": [{"text": "Y", "case": "low"}]}', "not “low”"),
        ('{"name": "X", "names": [{"text": "Y", "language": "tlh"}]}', "no language of the paper"),
        ('{"name": "X", "titles": [{"text": "t", "since": "May"}]}', "“May” is no day"),
        (
            '{"name": "X", "titles": [{"text": "t", "since": "2011-01-01", "until": "2010-01-01"}]}',
            "ends before",
        ),
        ('{"name": "X", "ids": ["Q1"]}', "ids must be an object"),
        ('{"name": "X", "descriptions": "Y"}', "descriptions must be an object"),
        ('{"name": "X", "descriptions": {"tlh": "Y"}}', "no language of the paper"),
        ('{"name": "X", "place": "north"}', "is no place like"),
        ('{"name": "X", "place": "91, 0"}', "not on the Earth"),
    ],
)
@pytest.mark.django_db
def test_a_bad_line_is_reported_and_the_others_are_taken(line: str, why: str) -> None:
    report = import_topics(data=[line, '{"name": "Good"}'], kind="jsonl")
    assert report.made == 1
    [(number, said)] = report.refused
    assert number == 1
    assert why in said


@pytest.mark.django_db
def test_a_parent_that_is_not_there_is_reported_and_the_topic_taken() -> None:
    report = import_topics(data=['{"name": "Almaty", "parent": "nowhere"}'], kind="jsonl")
    assert report.made == 1
    assert "nowhere" in report.refused[0][1]


@pytest.mark.django_db
def test_silence_in_the_file_changes_nothing() -> None:
    import_topics(data=LINES, kind="jsonl")
    before = _everything()
    import_topics(data=['{"name": "Kazakhstan"}', '{"name": "Almaty"}'], kind="jsonl")
    assert _everything() == before
    import_topics(data=["slug,name,kind\r\n", "oil,Petroleum,\r\n"], kind="csv")
    assert Topic.objects.get(slug="oil").name == "Petroleum"
    told = import_topics(
        data=["slug,name,description_kk\r\n", "kazakhstan,Kazakhstan,Ұлы дала\r\n"], kind="csv"
    )
    assert (told.changed, told.refused) == (1, [])
    said = TopicDescription.objects.order_by("language").values_list("language", "text")
    assert list(said) == [("kk", "Ұлы дала"), ("ru", "Страна")]


@pytest.mark.django_db
def test_what_came_in_is_found_at_once() -> None:
    assert registry.suggest("Алматы", "ru") == []
    import_topics(data=LINES, kind="jsonl")
    assert [mention.name for mention in registry.suggest("В Алматы", "ru")] == ["Алматы"]


def test_pages_of_what_changed_are_made_anew(press: Any, paper: Any) -> None:
    with press.committed():
        import_topics(data=['{"name": "Oil"}'], kind="jsonl")
    assert "Black gold" not in press.read("/topic/oil/").text
    with press.committed():
        import_topics(data=[json.dumps({"name": "Oil", "description": "Black gold"})], kind="jsonl")
    press.bake()
    assert "Black gold" in press.read("/topic/oil/").text
