"""The registry of a paper: kept compiled, renewed when it changes, learning from decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from broadsheet.topics import registry
from broadsheet.topics.actions import decide, forget_article
from broadsheet.topics.models import Decision, Topic, TopicName


def topics_in(text: str, language: str = "en", **options: Any) -> list[str]:
    slugs = dict(Topic.objects.values_list("pk", "slug"))
    return [slugs[mention.topic] for mention in registry.suggest(text, language, **options)]


def test_a_new_name_is_found_at_once(make_topic: Callable[..., Any]) -> None:
    make_topic("China")
    assert topics_in("China and the Middle Kingdom") == ["china"]
    TopicName.objects.create(topic=Topic.objects.get(), text="Middle Kingdom")
    assert topics_in("China and the Middle Kingdom") == ["china", "china"]
    Topic.objects.all().delete()
    assert topics_in("China and the Middle Kingdom") == []


def test_the_registry_is_compiled_once(
    make_topic: Callable[..., Any], django_assert_num_queries: Any
) -> None:
    make_topic("China")
    registry.suggest("China", "en")
    with django_assert_num_queries(2):  # the generation, the past of the names found
        registry.suggest("China", "en")
    with django_assert_num_queries(1):
        registry.suggest("nothing", "en")


def test_a_name_written_down_goes_by_its_own_rules(make_topic: Callable[..., Any]) -> None:
    make_topic("Oil", kind="subject")
    make_topic("Apple", {"text": "Apple", "case": "any"}, kind="organisation")
    assert topics_in("oil and an apple") == ["oil", "apple"]


def test_what_editors_refused_again_and_again_is_not_suggested(make_topic: Callable[..., Any]) -> None:
    astana = make_topic("Astana")
    for article in range(3):
        assert topics_in("Astana won") == ["astana"]
        decide(article_id=article, topic_id=astana.pk, names=["Astana"], accepted=False)
    assert topics_in("Astana won") == []
    decide(article_id=9, topic_id=astana.pk, names=["ASTANA"], accepted=True)
    assert topics_in("Astana won") == ["astana"]


def test_past_decisions_choose_between_two_of_a_name(make_topic: Callable[..., Any]) -> None:
    city = make_topic("Astana")
    team = make_topic("Astana (team)", "Astana", kind="organisation")
    for article in range(4):
        decide(article_id=article, topic_id=team.pk, names=["Astana"], accepted=True)
        decide(article_id=article, topic_id=city.pk, names=["Astana"], accepted=False)
    assert topics_in("Astana won") == ["astana-team"]


def test_what_stood_together_before_counts(make_topic: Callable[..., Any]) -> None:
    make_topic("Tbilisi")
    country = make_topic("Georgia", {"text": "Georgia", "needs_context": True})
    make_topic("Georgia (state)", {"text": "Georgia", "needs_context": True})

    def company(topics: set[int], others: set[int]) -> dict[int, int]:
        return {country.pk: 12} if country.pk in topics and others else {}

    assert topics_in("From Tbilisi through Georgia") == ["tbilisi"]
    assert topics_in("From Tbilisi through Georgia", company=company) == ["tbilisi", "georgia"]


def test_a_decision_is_remembered_once_and_goes_with_its_article(make_topic: Callable[..., Any]) -> None:
    topic = make_topic("Astana")
    for accepted in (True, False):
        decide(article_id=5, topic_id=topic.pk, names=["Astana", "astana"], accepted=accepted)
    assert list(Decision.objects.values_list("spelling", "accepted")) == [("astana", False)]
    forget_article(article_ids=[5])
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_the_database_refuses_what_makes_no_sense() -> None:
    topic = Topic.objects.create(name="A", slug="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(parent=topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicName.objects.create(topic=topic, text="A", case="lower")
