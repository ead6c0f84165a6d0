"""Following: the button, “For you”, the feed of one reader, and who must not see or change it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from broadsheet.foundation import accounts
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news.models import Author
from broadsheet.outreach.following import actions, queries, views
from broadsheet.outreach.models import Follow, FollowLetter, Pair, PrivateFeed
from broadsheet.topics.models import Topic, TopicName

TOO_LONG = "99999999999999999999"


@pytest.fixture
def author(db: None) -> Author:
    return Author.objects.create(name="Aigerim Sadykova", slug="aigerim")


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="Floods", slug="floods")


@pytest.fixture
def reader(paper: Any) -> User:
    return User.objects.create_user("reader@example.org", name="Aru")


@pytest.fixture
def browser(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


def own_feed(browser: Client) -> str:
    """The address of a new private feed, as its reader copies it."""
    browser.post("/following/feed/", {"answer": "new"})
    page = browser.get("/following/").content.decode()
    return page.partition("<code>http://testserver")[2].partition("</code>")[0]


def test_the_button_works_without_a_script_and_the_page_stays_everybodys(
    press: Any, browser: Client, author: Author, topic: Topic, section: Any
) -> None:
    mine = {"HTTP_COOKIE": f"sessionid={browser.cookies['sessionid'].value}"}
    for thing in (author, topic, section):
        what = queries.subject_of(thing)
        form = f'action="/following/{what}/"'
        assert form in press.read(thing.url).text
        assert form in press.read(thing.url, **mine).text
        assert browser.post(f"/following/{what}/")["Location"] == thing.url
        own = press.read(thing.url, **mine)
        assert f'action="/following/{what}/stop/"' in own.text
        assert 'aria-pressed="true"' in own.text
        assert own.headers["Cache-Control"] == "private, no-cache"
        strangers = press.read(thing.url)
        assert form in strangers.text
        assert "/stop/" not in strangers.text
        assert press.shelf.find(f"testserver{thing.url}", 0)
    assert Follow.objects.count() == 3
    browser.post(f"/following/author/{author.pk}/")
    assert Follow.objects.count() == 3  # once, however often it is pressed
    answer = browser.post(f"/following/author/{author.pk}/stop/", {"from": "page"})
    assert answer["Location"] == author.url
    assert Follow.objects.count() == 2
    assert "You follow it no more." not in browser.get("/following/").content.decode()
    browser.post(f"/following/topic/{topic.pk}/stop/")
    assert "You follow it no more." in browser.get("/following/").content.decode()


def test_who_is_not_signed_in_does_that_first(author: Author, paper: Any) -> None:
    stranger = Client()
    answer = stranger.post(f"/following/author/{author.pk}/")
    assert answer["Location"] == f"/account/login/?next={author.url}"
    for path in ("/following/", "/for-you/"):
        assert stranger.get(path)["Location"].startswith("/account/login/")
    for path in (f"author/{author.pk}/stop/", f"author/{author.pk}/choose/", "feed/"):
        assert stranger.post(f"/following/{path}")["Location"] == "/account/login/?next=/following/"
    assert not Follow.objects.exists()
    assert not PrivateFeed.objects.exists()


def test_for_you_is_in_the_order_of_time_and_says_why(
    browser: Client, reader: User, author: Author, topic: Topic, file_article: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    from broadsheet.news.models import SectionPage

    city = SectionPage.objects.get(slug="city")
    hour = timedelta(hours=1)
    file_article("Old one", authors=[author], published_at=now() - 3 * hour)
    both = file_article("Both", authors=[author], topics=[topic], published_at=now() - hour)
    file_article("In the city", section=city, published_at=now() - 2 * hour)
    file_article("Nothing of it")
    for thing in (author, topic, city):
        actions.follow(user=reader, thing=thing)
    found = queries.for_you(user=reader)
    assert [one.article.title for one in found] == ["Both", "In the city", "Old one"]
    assert {why.name for why in found[0].because} == {"Floods", "Aigerim Sadykova"}
    assert [why.name for why in found[1].because] == ["City"]
    browser.get("/for-you/")
    with django_assert_max_num_queries(22):
        answer = browser.get("/for-you/")
    page = answer.content.decode()
    assert page.index("Both") < page.index("In the city") < page.index("Old one")
    assert "Nothing of it" not in page
    assert "Because you follow" in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    news.withdraw(article=both)
    assert [one.article.title for one in queries.for_you(user=reader)] == ["In the city", "Old one"]


def test_each_thing_goes_where_its_reader_wants_it(
    browser: Client, reader: User, author: Author, topic: Topic, file_article: Any
) -> None:
    file_article("By her", authors=[author])
    wet = file_article("About floods", topics=[topic])
    for thing in (author, topic):
        actions.follow(user=reader, thing=thing)
    address = own_feed(browser)
    browser.post(f"/following/author/{author.pk}/choose/", {})  # only on “For you”
    browser.post(f"/following/topic/{topic.pk}/choose/", {"by_letter": "on", "in_feed": "on"})
    entries = feedparser.parse(Client().get(address).content).entries
    assert [entry.title for entry in entries] == ["About floods"]
    assert len(queries.for_you(user=reader)) == 2
    letter = queries.followed(user=reader, by_letter=True)
    assert (letter.topics, letter.authors, letter.sections) == ({topic.pk}, set(), set())
    assert queries.newest(user=reader, by_letter=True) == [wet.pk]
    assert queries.newest(user=reader, by_letter=True, since=now()) == []


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_the_private_feed_is_read_by_others_programs_and_kept_by_nobody(
    press: Any, browser: Client, reader: User, author: Author, file_article: Any, kind: str
) -> None:
    file_article("By her", authors=[author])
    actions.follow(user=reader, thing=author)
    address = own_feed(browser).removesuffix(".rss") + f".{kind}"
    answer = press.read(address)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Link" not in answer.headers
    assert press.shelf.find(f"testserver{address}", 0) is None
    if kind == "json":
        feed = json.loads(answer.body)
        assert (feed["feed_url"], "hubs" in feed) == (f"http://testserver{address}", False)
    else:
        parsed = feedparser.parse(answer.body)
        assert not parsed.bozo
        assert [entry.title for entry in parsed.entries] == ["By her"]
        assert "hub" not in {link.rel for link in parsed.feed.links}


def test_a_private_feed_can_be_revoked_and_not_guessed(
    browser: Client, reader: User, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = own_feed(browser)
    new = own_feed(browser)
    assert old != new
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    serial = PrivateFeed.objects.get().serial
    for guess in (serial, f"{serial}:", f"{serial}:x", new.rpartition("/")[2][:-5] + "A", "é"):
        assert Client().get(f"/following/feed/{guess}.rss").status_code == 404
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert Client().get(new).status_code == 404
    User.objects.filter(pk=reader.pk).update(is_active=True)
    monkeypatch.setattr(views, "FETCHES", 0)
    assert Client().get(new).status_code == 429
    browser.post("/following/feed/", {"answer": "end"})
    assert Client().get(new).status_code == 404
    assert new not in browser.get("/following/").content.decode()


def test_a_first_feed_is_said_to_be_made_and_the_next_to_have_moved(browser: Client, paper: Any) -> None:
    for sentence in ("Your feed is made", "Your feed has a new address"):
        browser.post("/following/feed/", {"answer": "new"})
        assert sentence in browser.get("/following/").content.decode()


def test_no_other_site_and_no_other_reader_can_change_it(
    browser: Client, reader: User, author: Author, topic: Topic
) -> None:
    actions.follow(user=reader, thing=author)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    paths = (f"topic/{topic.pk}/", f"author/{author.pk}/stop/", f"author/{author.pk}/choose/", "feed/")
    for path in paths:
        assert browser.post(f"/following/{path}", headers=elsewhere).status_code == 403
        assert (
            browser.post(f"/following/{path}", headers={"Origin": "https://evil.example"}).status_code
            == 403
        )
        assert browser.get(f"/following/{path}").status_code == 405
    other = Client()
    other.force_login(User.objects.create_user("other@example.org", name="Other"))
    other.post(f"/following/author/{author.pk}/stop/")
    other.post(f"/following/author/{author.pk}/choose/", {})
    other.post("/following/feed/", {"answer": "end"})
    assert "Aigerim" not in other.get("/following/").content.decode()
    one = Follow.objects.get()
    assert (one.user, one.in_feed) == (reader, True)
    assert not PrivateFeed.objects.exists()


@pytest.mark.parametrize(
    "what",
    [
        "author/0",
        f"author/{TOO_LONG}",
        "author/999999",
        "user/1",
        "section/1",
        "topic/-1",
        "topics/1",
        "topics/1-1",
        "topics/1-999999",
        f"topics/1-{TOO_LONG}",
        "author/1-2",
    ],
)
def test_what_is_not_there_is_not_followed(browser: Client, what: str) -> None:
    assert browser.post(f"/following/{what}/").status_code == 404
    assert not Follow.objects.exists()


def test_a_draft_section_is_not_followed(browser: Client, section: Any) -> None:
    section.unpublish()
    assert browser.post(f"/following/section/{section.pk}/").status_code == 404


def test_there_is_an_end(browser: Client, reader: User, author: Author, topic: Topic,
                         monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(actions, "MOST", 1)
    browser.post(f"/following/author/{author.pk}/")
    answer = browser.post(f"/following/topic/{topic.pk}/", follow=True)
    assert "more are not possible" in answer.content.decode()
    browser.post(f"/following/author/{author.pk}/")
    assert Follow.objects.count() == 1


def test_the_database_holds_one_target_a_row(reader: User, author: Author, topic: Topic) -> None:
    later = Topic.objects.create(name="Dams", slug="dams")
    for wrong in (
        {}, {"author": author, "topic": topic}, {"other": topic}, {"author": author, "other": topic},
        {"topic": topic, "other": topic}, {"topic": later, "other": topic},
    ):  # fmt: skip
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            Follow.objects.create(user=reader, **wrong)


def test_its_owner_takes_it_away_and_it_goes_with_the_account(
    browser: Client, reader: User, author: Author
) -> None:
    browser.post(f"/following/author/{author.pk}/")
    address = own_feed(browser)
    assert "Aigerim Sadykova" in browser.get("/account/").content.decode()
    browser.post(f"/following/author/{author.pk}/choose/", {"by_push": "on", "by_letter": "on"})
    told = json.loads(browser.get("/account/data/").content)
    [one] = told["follows"]
    assert (one["kind"], one["name"], one["by_letter"]) == ("author", "Aigerim Sadykova", True)
    assert (one["by_push"], one["in_feed"]) == (True, False)
    assert told["letter_of_what_is_followed"]["state"] == "waiting"
    assert one["url"] == f"http://testserver{author.url}"
    accounts.erase(user=reader)
    assert not Follow.objects.exists()
    assert not FollowLetter.objects.exists()
    assert Client().get(address).status_code == 404


@pytest.fixture
def dams(topic: Topic) -> Topic:
    """A topic with a larger number than Floods, whose address comes before."""
    return Topic.objects.create(name="Dams", slug="dams")


BOTH = "/topic/dams/and/floods/"


def test_two_topics_are_followed_as_one_thing_in_either_order(
    press: Any, browser: Client, reader: User, topic: Topic, dams: Topic, file_article: Any
) -> None:
    both = file_article("A dam breaks", topics=[dams, topic])
    what = f"topics/{topic.pk}-{dams.pk}"
    form = f'action="/following/{what}/"'
    mine = {"HTTP_COOKIE": f"sessionid={browser.cookies['sessionid'].value}"}
    assert form in press.read(BOTH).text
    stranger = Client()
    asked = stranger.post(f"/following/{what}/")
    assert asked["Location"] == f"/account/login/?next={BOTH}"
    for keys in (f"{topic.pk}-{dams.pk}", f"{dams.pk}-{topic.pk}", f"{dams.pk}-{topic.pk}"):
        assert browser.post(f"/following/topics/{keys}/")["Location"] == BOTH
    one = Follow.objects.get()
    assert (one.topic, one.other, one.kind, str(one.subject)) == (topic, dams, "topics", what)
    assert f'action="/following/{what}/stop/"' in press.read(BOTH, **mine).text
    assert form in press.read(BOTH).text
    assert "/stop/" not in press.read(topic.url, **mine).text  # a pair is neither of its topics
    page = browser.get("/following/").content.decode()
    assert f'<a href="{BOTH}">Dams – Floods</a>' in page
    assert "Two topics together" in page
    [told] = json.loads(browser.get("/account/data/").content)["follows"]
    assert (told["kind"], told["name"]) == ("topics", "Dams – Floods")
    assert told["url"] == f"http://testserver{BOTH}"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert browser.post(f"/following/{what}/stop/", headers=headers).status_code == 403
    assert browser.get(f"/following/{what}/").status_code == 405
    news.withdraw(article=both)
    back = browser.post(f"/following/{what}/stop/", {"from": "page"})
    assert back["Location"] == "/following/"  # its page is gone with the last article
    assert not Follow.objects.exists()


def test_a_pair_has_what_is_about_both_once_with_the_reason(
    browser: Client, reader: User, topic: Topic, dams: Topic, file_article: Any
) -> None:
    hour = timedelta(hours=1)
    wet = file_article("Rain", topics=[topic], published_at=now() - hour)
    old = file_article("A dam of old", topics=[topic, dams], published_at=now() - 800 * 24 * hour)
    both = file_article("A dam breaks", topics=[dams, topic], published_at=now() - 2 * hour)
    file_article("A new dam", topics=[dams])
    pair = Pair.of(topic, dams)
    actions.follow(user=reader, thing=pair)
    found = queries.for_you(user=reader)
    assert [one.article.pk for one in found] == [both.pk, old.pk]
    assert [[why.name for why in one.because] for one in found] == [["Dams – Floods"]] * 2
    since = {"since": both.published_at - hour, "until": both.published_at}
    assert queries.newest(user=reader, **since) == [both.pk]
    assert queries.newest(user=reader, since=both.published_at) == []
    assert queries.newest(user=reader, until=both.published_at - hour) == [old.pk]
    entries = feedparser.parse(Client().get(own_feed(browser)).content).entries
    assert [entry.title for entry in entries] == ["A dam breaks", "A dam of old"]
    browser.post(f"/following/topics/{dams.pk}-{topic.pk}/choose/", {"by_letter": "on"})
    actions.follow(user=reader, thing=topic)
    found = queries.for_you(user=reader)
    assert [one.article.pk for one in found] == [wet.pk, both.pk, old.pk]  # each once
    assert [why.name for why in found[1].because] == ["Floods", "Dams – Floods"]
    assert queries.newest(user=reader, by_letter=True) == [both.pk, old.pk]
    news.withdraw(article=both)
    assert [one.article.pk for one in queries.for_you(user=reader)] == [wet.pk, old.pk]
    dams.delete()
    assert [one.name for one in queries.follows(user=reader)] == ["Floods"]


def test_many_pairs_cost_few_queries(
    reader: User, topic: Topic, file_article: Any, django_assert_max_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from broadsheet.news import relations

    monkeypatch.setattr(relations, "ASKED_AT_ONCE", 5)
    others = [Topic.objects.create(name=f"Dam {n}", slug=f"dam-{n}") for n in range(6)]
    for other in others:
        actions.follow(user=reader, thing=Pair.of(other, topic))
    stories = [file_article(f"At {one}", topics=[one, topic]) for one in others]
    with django_assert_max_num_queries(4):  # the follows, twice five pairs, the articles
        found = queries.newest(user=reader)
    assert set(found) == {one.pk for one in stories}


def test_a_pair_is_called_what_each_edition_calls_it_and_brings_the_papers_own(
    reader: User, browser: Client, topic: Topic, dams: Topic, file_article: Any, translate: Any
) -> None:
    TopicName.objects.create(topic=dams, text="Бөгеттер", language="kk")
    own = file_article("A dam breaks", topics=[dams, topic])
    there = translate(own)
    actions.follow(user=reader, thing=Pair.of(dams, topic))
    page = browser.get(f"/kk{BOTH}").content.decode()
    assert "Бөгеттер – Floods, " in page.partition('aria-pressed="true"')[2].partition("</button>")[0]
    assert "Dams – Floods" in browser.get("/following/").content.decode()
    assert [one.article.pk for one in queries.for_you(user=reader)] == [own.pk]
    news.withdraw(article=own)
    assert there.live
    what = f"topics/{topic.pk}-{dams.pk}"
    assert browser.post(f"/following/{what}/")["Location"] == "/following/"
    assert 'name="edition" value="kk"' in page
    assert browser.post(f"/following/{what}/", {"edition": "kk"})["Location"] == f"/kk{BOTH}"


def test_the_button_leads_back_to_the_edition_it_was_pressed_in(
    reader: User, browser: Client, topic: Topic, file_article: Any, translate: Any
) -> None:
    translate(file_article("A river rises", topics=[topic]))
    page, press = f"/kk{topic.url}", f"/following/topic/{topic.pk}/"
    shown = browser.get(page).content.decode()
    assert f'action="{press}"' in shown
    sent = {"from": "page", "edition": "kk"}
    assert browser.post(press, sent)["Location"] == page
    assert browser.post(f"{press}stop/", sent)["Location"] == page
    assert browser.post(press, {"from": "page", "edition": "//example.org"})["Location"] == topic.url
    assert Client().post(press, sent)["Location"].endswith(f"?next={page}")
