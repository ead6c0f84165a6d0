"""What is read out of articles: pages of two topics, the agenda, and who said what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from broadsheet.news import actions
from broadsheet.news.models import Announced, ArticlePage, Said, TopicPair
from broadsheet.news.public import paths
from broadsheet.topics.models import Topic, TopicName, TopicTitle

TEXT = (
    "<p>It rained. Trains run from China to Kazakhstan.</p>"
    "<p>The bridge opens on 30 January 2011. “It is long,” said Li Na.</p>"
)


@pytest.fixture
def topics(db: None) -> dict[str, Topic]:
    kinds = {"China": "place", "Kazakhstan": "place", "Li Na": "person", "Oil": "subject"}
    return {
        name: Topic.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind=kind)
        for name, kind in kinds.items()
    }


@pytest.fixture
def story(file_article: Callable[..., Any], topics: dict[str, Topic]) -> Callable[..., Any]:
    def make(headline: str = "A bridge", *, year: int = 2010, **fields: Any) -> Any:
        when = datetime(year, 11, 10, 12, tzinfo=UTC)
        fields.setdefault("topics", list(topics.values())[:3])
        fields.setdefault("body", [("text", TEXT)])
        return file_article(headline, published_at=when, **fields)

    return make


BOTH = "/topic/china/and/kazakhstan/"


def test_two_topics_have_a_page_by_year_with_the_sentence_that_joins_them(
    client: Any, story: Callable[..., Any]
) -> None:
    story()
    story("Last year's bridge", year=2009)
    page = client.get(BOTH).content.decode()
    assert "2 articles about both" in page
    assert "Trains run from China to Kazakhstan." in page
    assert "It rained." not in page
    assert "A bridge" in page
    assert "Last year" not in page
    assert "Last year" in client.get(f"{BOTH}2009/").content.decode()
    assert client.get(f"{BOTH}1999/").status_code == 404


def test_there_is_one_address_for_both_orders(client: Any, story: Callable[..., Any]) -> None:
    story()
    answer = client.get("/topic/kazakhstan/and/china/")
    assert (answer.status_code, answer["Location"]) == (301, BOTH)
    assert client.get("/topic/china/and/china/")["Location"] == "/topic/china/"
    assert client.get("/topic/china/and/oil/").status_code == 404
    assert client.get("/topic/china/and/nobody/").status_code == 404


def test_a_relation_costs_the_same_whatever_its_length(
    client: Any, story: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        story(f"Bridge {number}")
    client.get(BOTH)
    with django_assert_max_num_queries(14):
        client.get(BOTH)


def test_a_withdrawn_story_joins_nobody_and_announces_nothing(
    client: Any, story: Callable[..., Any]
) -> None:
    article = story()
    assert TopicPair.objects.count() == 3
    actions.withdraw(article=article)
    assert not TopicPair.objects.exists()
    assert not Announced.objects.exists()
    assert client.get(BOTH).status_code == 404
    assert client.get("/agenda/2011/1/30/").status_code == 404


def test_two_topics_have_no_pages_beyond_the_last(press: Any, story: Callable[..., Any]) -> None:
    with press.committed():
        story()
    for end in ("?page=2", "?page=500", "0/", "02010/"):
        assert press.read(BOTH + end).status == 404
    assert press.read("/topic/kazakhstan/said/?page=2").status == 404
    assert press.shelf.count() == 0


def test_taking_a_topic_off_an_article_takes_it_off_the_page(
    press: Any, story: Callable[..., Any]
) -> None:
    with press.committed():
        article, other = story(), story("Another")
    assert "A bridge" in press.read(BOTH).text
    with press.committed():
        article.article_topics.set([article.article_topics.first()])
        article.save_revision().publish()
    press.bake()
    page = press.read(BOTH).text
    assert "A bridge" not in page
    assert "Another" in page
    assert TopicPair.objects.filter(article=article).count() == 0
    assert TopicPair.objects.filter(article=other).count() == 3


def test_a_topics_page_says_who_stands_with_it(client: Any, story: Callable[..., Any]) -> None:
    story()
    page = client.get("/topic/kazakhstan/").content.decode()
    assert f'href="{BOTH}"' in page
    assert 'href="/topic/kazakhstan/and/li-na/"' in page


def test_a_topics_page_shows_titles_and_what_it_is_part_of(
    client: Any, topics: dict[str, Topic], paper: Any
) -> None:
    china, li = topics["China"], topics["Li Na"]
    Topic.objects.filter(pk=li.pk).update(parent=china)
    days = {"since": date(2008, 4, 1), "until": date(2010, 1, 1)}
    TopicTitle.objects.create(topic=li, text="mayor of the port", **days)
    page = client.get("/topic/li-na/").content.decode()
    assert "mayor of the port" in page
    assert "2008–2010" in page
    assert 'href="/topic/china/"' in page
    assert 'href="/topic/li-na/"' in client.get("/topic/china/").content.decode()


def test_what_is_announced_stands_on_its_day(client: Any, story: Callable[..., Any]) -> None:
    story()
    [entry] = Announced.objects.all()
    assert (entry.first, entry.last) == (date(2011, 1, 30), date(2011, 1, 30))
    for address in ("/agenda/2011/1/", "/agenda/2011/1/30/"):
        page = client.get(address).content.decode()
        assert "The bridge opens on 30 January 2011." in page
        assert "A bridge" in page
    assert "Nothing is announced" in client.get("/agenda/2011/2/").content.decode()
    assert client.get("/agenda/2011/2/31/").status_code == 404
    for number in ("2011/13", "2011/01", "02011/1", "1000/1", "9999/12"):
        assert client.get(f"/agenda/{number}/").status_code == 404


def test_the_agenda_shows_what_is_to_come(client: Any, file_article: Callable[..., Any]) -> None:
    file_article("Soon", body=[("text", "<p>The fair opens tomorrow.</p>")])
    page = client.get("/agenda/").content.decode()
    assert "The fair opens tomorrow." in page


def test_a_changed_date_moves_in_the_agenda(press: Any, story: Callable[..., Any]) -> None:
    with press.committed():
        article = story()
    assert "The bridge opens" in press.read("/agenda/2011/1/").text
    assert "The bridge opens" not in press.read("/agenda/2011/3/").text
    with press.committed():
        article.body = [("text", TEXT.replace("30 January", "3 March"))]
        article.save_revision().publish()
    press.bake()
    assert "The bridge opens" not in press.read("/agenda/2011/1/").text
    assert "The bridge opens" in press.read("/agenda/2011/3/").text


def test_quotes_are_public_once_an_editor_checked_them(
    press: Any, story: Callable[..., Any], topics: dict[str, Topic]
) -> None:
    with press.committed():
        story()
    said = Said.objects.get()
    assert (said.words, said.speaker, said.topic) == ("It is long,", "Li Na", topics["Li Na"])
    assert "It is long" not in press.read("/topic/li-na/said/").text
    with press.committed():
        said.state = Said.State.CHECKED
        said.save()
    press.bake()
    assert "It is long" in press.read("/topic/li-na/said/").text
    assert "1 quote of Li Na" in press.read("/topic/li-na/").text


def test_quotes_are_searched(client: Any, story: Callable[..., Any]) -> None:
    story()
    Said.objects.update(state=Said.State.CHECKED)
    address = "/topic/li-na/said/"
    assert "It is long" in client.get(address, {"q": "long bridge"}).content.decode()
    assert "It is long" not in client.get(address, {"q": "snow"}).content.decode()
    hostile = client.get(address, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in hostile


def test_what_somebody_said_about_something_is_found_by_any_of_its_names(
    client: Any, story: Callable[..., Any], topics: dict[str, Topic]
) -> None:
    TopicName.objects.create(topic=topics["Oil"], text="petroleum")
    said = "<p>“%s,” Li Na told reporters. Later it rained.</p>"
    for words in ("We need petroleum", "We need bread"):
        story(words, body=[("text", said % words)], topics=[topics["Li Na"]])
    story("Prices", body=[("text", said % "They are too high")], topics=[topics["Li Na"], topics["Oil"]])
    Said.objects.update(state=Said.State.CHECKED)
    page = client.get("/topic/li-na/said/", {"q": "oil"}).content.decode()
    assert "We need petroleum" in page
    assert "They are too high" in page
    assert "We need bread" not in page
    assert "to reporters" in page
    assert 'href="?q=Oil"' in client.get("/topic/li-na/said/").content.decode()


def test_what_was_said_to_somebody_leads_to_them(
    client: Any, story: Callable[..., Any], topics: dict[str, Topic]
) -> None:
    other = Topic.objects.create(name="Tom Lake", slug="tom-lake", kind="person")
    text = "<p>“It is long,” Li Na told Tom Lake on Monday.</p>"
    story(body=[("text", text)], topics=[topics["Li Na"], other])
    said = Said.objects.get()
    assert (said.topic, said.to_topic, said.to) == (topics["Li Na"], other, "Tom Lake")
    Said.objects.update(state=Said.State.CHECKED)
    page = client.get("/topic/li-na/said/", {"q": "Tom Lake"}).content.decode()
    assert 'to <a href="/topic/tom-lake/">Tom Lake</a>' in page


def test_a_decision_about_a_quote_outlives_a_new_version(story: Callable[..., Any]) -> None:
    article = story()
    Said.objects.update(state=Said.State.REFUSED)
    article.body = [("text", TEXT.replace("It rained.", "It snowed."))]
    article.save_revision().publish()
    assert [said.state for said in Said.objects.all()] == [Said.State.REFUSED]
    article = ArticlePage.objects.get(pk=article.pk)
    article.body = [("text", "<p>Nothing was said.</p>")]
    article.save_revision().publish()
    assert not Said.objects.exists()


def test_the_pages_are_made_ahead(story: Callable[..., Any]) -> None:
    for number in range(3):
        story(f"Bridge {number}")
    addresses = list(paths())
    assert BOTH in addresses
    assert "/agenda/" in addresses


def test_inflected_names_join_too(client: Any, file_article: Callable[..., Any], topics: Any) -> None:
    for name, spelling in (("China", "Китай"), ("Kazakhstan", "Казахстан")):
        TopicName.objects.create(topic=topics[name], text=spelling)
    body = [("text", "<p>Шёл снег. Из Китая в Казахстан пошёл поезд.</p>")]
    file_article("Поезд", body=body, language="ru", topics=[topics["China"], topics["Kazakhstan"]])
    page = client.get(BOTH).content.decode()
    assert "Из Китая в Казахстан пошёл поезд." in page
    assert "Шёл снег" not in page


def test_two_topics_have_feeds(client: Any, story: Callable[..., Any], topics: dict[str, Topic]) -> None:
    story()
    story("Only China", topics=[topics["China"]])
    for kind in ("rss", "atom", "json"):
        feed = client.get(f"/feeds/topic/china/and/kazakhstan.{kind}").content.decode()
        assert "A bridge" in feed
        assert "Only China" not in feed
    assert "/feeds/topic/china/and/kazakhstan.rss" in client.get(BOTH).content.decode()
    assert client.get("/feeds/topic/china/and/china.rss").status_code == 404


def test_a_month_stands_under_its_name_and_not_on_its_first_day(
    client: Any, file_article: Callable[..., Any]
) -> None:
    body = [("text", "<h2>The hall</h2><p>The hall will open in March 2031.</p>")]
    file_article("Hall", body=body)
    page = client.get("/agenda/2031/3/").content.decode()
    assert '<time datetime="2031-03">March 2031</time>' in page
    assert "<p>The hall will open in March 2031.</p>" in page
    assert client.get("/agenda/2031/3/1/").status_code == 404
