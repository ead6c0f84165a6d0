"""What an account follows comes to the screens of its browsers: once an article, in its time."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation import accounts
from broadsheet.foundation.models import User
from broadsheet.news import kills
from broadsheet.news.models import ArticlePage, Author
from broadsheet.outreach.following import actions, queries
from broadsheet.outreach.models import Pair, PushCopy, PushNote, PushReader
from broadsheet.outreach.push import quiet, readers, tasks
from broadsheet.topics.models import Topic
from tests.outreach.test_push import Device, Service, service

__all__ = ["service"]


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Aigerim Sadykova", slug="aigerim")


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="Floods", slug="floods")


@pytest.fixture
def reader(paper: Any) -> User:
    return User.objects.create_user("reader@example.org", name="Aru")


def browser_of(user: User | None, service: Service, name: str, **choice: Any) -> Device:
    device = Device()
    sent = {"endpoint": service.endpoint(name), "keys": device.keys()}
    chosen = readers.Choice(breaking=False, **choice)
    readers.subscribe(browser=readers.browser_in(sent), choice=chosen, user=user)
    return device


def on_screen(user: User, thing: Any, *, wanted: bool = True) -> None:
    follow = actions.follow(user=user, thing=thing)
    actions.choose(user=user, what=follow.subject, by_letter=False, by_push=wanted, in_feed=False)


def tell(article: Any) -> None:
    tasks.tell_followers.func(article.pk)
    for pk in PushNote.objects.values_list("pk", flat=True):
        tasks.send.func(pk)


def test_an_article_comes_once_to_each_browser_whatever_of_it_is_followed(
    service: Service, reader: User, author: Author, topic: Topic, section: Any, file_article: Any
) -> None:
    device = browser_of(reader, service, "desk", topics=(topic.pk,))
    browser_of(reader, service, "telephone")
    browser_of(None, service, "stranger")
    for thing in (author, topic, section):
        on_screen(reader, thing)
    article = file_article("River falls", authors=[author], topics=[topic])
    tell(article)
    tell(article)
    assert service.paths() == ["/desk", "/telephone"]
    (body,) = (body for path, _headers, body in service.got if path == "/desk")
    told = device.open(body)
    assert (told["body"], told["url"]) == ("River falls", f"http://testserver{article.url}")


@pytest.mark.parametrize("kind", ["author", "topic", "section"])
def test_each_kind_comes_where_it_is_wanted_and_only_there(
    service: Service, reader: User, author: Author, topic: Topic, section: Any, file_article: Any,
    kind: str,
) -> None:  # fmt: skip
    things = {"author": author, "topic": topic, "section": section}
    other = User.objects.create_user("other@example.org", name="Other")
    browser_of(reader, service, "wants")
    browser_of(other, service, "does-not")
    for name, thing in things.items():
        on_screen(reader, thing, wanted=name == kind)
        on_screen(other, thing, wanted=False)
    tell(file_article("River falls", authors=[author], topics=[topic]))
    assert service.paths() == ["/wants"]
    actions.unfollow(user=reader, what=queries.subject_of(things[kind]))
    tell(file_article("River rises", authors=[author], topics=[topic]))
    assert service.paths() == ["/wants"]


def test_an_article_without_a_section_is_told_to_nobody_who_did_not_ask(
    service: Service, reader: User, author: Author, topic: Topic, file_article: Any
) -> None:
    browser_of(reader, service, "account")
    browser_of(None, service, "topics", topics=(topic.pk,))
    on_screen(reader, author)
    article = file_article("River falls")
    ArticlePage.objects.filter(pk=article.pk).update(section=None)
    tell(ArticlePage.objects.get(pk=article.pk))
    assert not service.got


def test_a_translation_comes_to_who_follows_its_section_and_to_nobody_twice(
    service: Service, reader: User, author: Author, topic: Topic, section: Any, file_article: Any
) -> None:
    other = User.objects.create_user("other@example.org", name="Other")
    browser_of(reader, service, "author", topics=(topic.pk,))
    browser_of(other, service, "section")
    for thing in (author, topic):
        on_screen(reader, thing)
    on_screen(other, section)
    article = file_article("Der Fluss fällt", authors=[author], topics=[topic])
    ArticlePage.objects.filter(pk=article.pk).update(edition="de")
    tell(ArticlePage.objects.get(pk=article.pk))
    assert service.paths() == ["/section"]


def test_two_topics_come_with_both_and_once_beside_one_of_them(
    service: Service, reader: User, author: Author, topic: Topic, file_article: Any
) -> None:
    dams = Topic.objects.create(name="Dams", slug="dams")
    other = User.objects.create_user("other@example.org", name="Other")
    browser_of(reader, service, "pair")
    browser_of(other, service, "pair-and-topic", topics=(topic.pk,))
    for user in (reader, other):
        on_screen(user, Pair.of(topic, dams))
    on_screen(other, topic)
    tell(file_article("A new dam", topics=[dams]))
    assert not service.got
    tell(file_article("Rain", topics=[topic]))
    assert service.paths() == ["/pair-and-topic"]
    both = file_article("A dam breaks", topics=[dams, topic])
    tell(both)
    tell(both)
    assert service.paths() == ["/pair", "/pair-and-topic", "/pair-and-topic"]
    foreign = file_article("Ein Damm bricht", topics=[dams, topic])
    ArticlePage.objects.filter(pk=foreign.pk).update(edition="de")
    tell(ArticlePage.objects.get(pk=foreign.pk))
    assert len(service.got) == 3


def test_quiet_hours_are_kept_and_a_kill_is_stronger(
    service: Service, reader: User, author: Author, file_article: Any, editor: Any
) -> None:
    browser_of(reader, service, "asleep", quiet_from=time(0, 0), quiet_to=time(23, 59))
    on_screen(reader, author)
    article = file_article("River falls", authors=[author])
    tell(article)
    copy = PushCopy.objects.get()
    assert copy.due_at == quiet.due(copy.reader, copy.note.asked_at)
    assert not service.got
    kills.kill(article=article, because="wrong", by=editor)
    PushCopy.objects.update(due_at=copy.note.asked_at)
    tell(article)
    assert not service.got


def test_who_has_no_browser_is_told_what_to_do(service: Service, reader: User, author: Author) -> None:
    client = Client()
    client.force_login(reader)
    client.post(f"/following/author/{author.pk}/")
    choose = f"/following/author/{author.pk}/choose/"
    page = client.post(choose, {"by_push": "on"}, follow=True).content.decode()
    assert "No browser of yours is told yet. Below is how to begin." in page
    assert "press “Tell me” there, while you are signed in" in page
    assert 'name="by_push" checked' in page
    sent = {"endpoint": service.endpoint("desk"), "keys": Device().keys()}
    assert client.post("/push/subscribe/", sent, content_type="application/json").status_code == 200
    page = client.post(choose, {"by_push": "on"}, follow=True).content.decode()
    assert "No browser of yours" not in page
    assert "1 browser of yours is told" in page
    accounts.erase(user=reader)
    assert not PushReader.objects.exists()
