"""A topic's page: its places on a map of our own, and its timeline."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import IntegrityError, transaction
from django.utils import timezone

from broadsheet.news.maps import HEIGHT, WIDTH, map_of
from broadsheet.news.public import paths
from broadsheet.topics.models import Topic

PLACES = {"Astana": (51.17, 71.43), "Almaty": (43.24, 76.89), "Beijing": (39.9, 116.4)}


@pytest.fixture
def places(db: None) -> dict[str, Topic]:
    return {
        name: Topic.objects.create(name=name, slug=name.lower(), kind="place",
                                   latitude=place[0], longitude=place[1])
        for name, place in PLACES.items()
    }  # fmt: skip


@pytest.fixture
def story(file_article: Callable[..., Any]) -> Callable[..., Any]:
    def make(headline: str, *topics: Topic, year: int = 2010, text: str = "It rained.") -> Any:
        when = datetime(year, 11, 10, 12, tzinfo=UTC)
        body = [("text", f"<p>{text}</p>")]
        return file_article(headline, published_at=when, topics=list(topics), body=body)

    return make


def test_a_topics_places_stand_on_the_map_with_their_links(
    client: Any, story: Callable[..., Any], places: dict[str, Topic]
) -> None:
    person = Topic.objects.create(name="Li Na", slug="li-na", kind="person")
    story("A visit", person, places["Astana"], places["Beijing"])
    page = client.get("/topic/li-na/").content.decode()
    svg = page.partition("<svg viewBox")[2].partition("</svg>")[0]
    assert 'href="/topic/astana/and/li-na/"' in svg
    assert ">Beijing</text>" in svg
    assert "Almaty" not in svg
    outline = re.search(r'<use href="/static/(map/[^"#]+)#land"', svg)
    assert outline
    assert "http" not in svg.replace("http://testserver", "")  # nobody else is asked
    assert finders.find("map/world.svg")


def test_a_topic_without_places_has_no_map(client: Any, story: Callable[..., Any]) -> None:
    story("Prices", Topic.objects.create(name="Oil", slug="oil"))
    assert "<svg viewBox" not in client.get("/topic/oil/").content.decode()


@pytest.mark.parametrize("names", [["Astana"], ["Astana", "Almaty", "Beijing"]])
def test_every_point_is_on_the_map_north_above_and_east_right(
    places: dict[str, Topic], names: list[str]
) -> None:
    found = map_of(places=[(places[name], "/") for name in names])
    assert found
    points = {point.name: point for point in found.points}
    assert all(0 < point.x < WIDTH and 0 < point.y < HEIGHT for point in points.values())
    if len(names) > 1:
        assert points["Astana"].y < points["Beijing"].y
        assert points["Astana"].x < points["Beijing"].x


def test_places_on_both_sides_of_the_date_line_are_near_each_other(db: None) -> None:
    fiji = Topic(name="Suva", slug="suva", latitude=-18.1, longitude=178.4)
    samoa = Topic(name="Apia", slug="apia", latitude=-13.8, longitude=-171.8)
    found = map_of(places=[(fiji, "/a"), (samoa, "/b")])
    assert found
    suva, apia = found.points
    assert 0 < suva.x < apia.x < WIDTH
    assert len(found.transforms) == 2


@pytest.mark.parametrize("place", [(91, 0), (0, 181), (5, None), (None, 5)])
def test_a_place_is_on_the_earth(db: None, place: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name="X", slug="x", latitude=place[0], longitude=place[1])


def test_a_timeline_has_what_was_printed_and_what_was_announced_for_its_days(
    client: Any, story: Callable[..., Any], places: dict[str, Topic]
) -> None:
    story("The bridge is built", places["Astana"], text="It opens on 30 January 2011.")
    story("The bridge is open", places["Astana"], year=2011)
    address = "/topic/astana/timeline/"
    page = client.get(address).content.decode()
    assert page.index("January 2011") < page.index("It opens on 30 January") < page.index("is open")
    assert f'href="{address}2010/"' in page
    older = client.get(f"{address}2010/").content.decode()
    assert "The bridge is built" in older
    assert f"© {timezone.localtime().year} " in older
    assert client.get(f"{address}2009/").status_code == 404
    assert client.get("/topic/almaty/timeline/").status_code == 404
    assert address in set(paths())
    assert f'href="{address}"' in client.get("/topic/astana/").content.decode()


def test_a_timeline_is_made_anew_when_an_announcement_moves(
    press: Any, story: Callable[..., Any], places: dict[str, Topic]
) -> None:
    with press.committed():
        article = story("The bridge", places["Astana"], text="It opens on 30 January 2011.")
        story("The bridge is open", places["Astana"], year=2011)
    address = "/topic/astana/timeline/"
    assert "30 January" in press.read(address).text
    with press.committed():
        article.body = [("text", "<p>It opens on 28 February 2011.</p>")]
        article.save_revision().publish()
    press.bake()
    assert "28 February" in press.read(address).text
    assert "30 January" not in press.read(address).text


def test_a_timeline_costs_the_same_whatever_its_length(
    client: Any, story: Callable[..., Any], places: dict[str, Topic], django_assert_max_num_queries: Any
) -> None:
    story("One", places["Astana"])
    client.get("/topic/astana/timeline/")
    with django_assert_max_num_queries(20) as few:
        client.get("/topic/astana/timeline/")
    for number in range(6):
        story(f"Story {number}", places["Astana"])
    with django_assert_max_num_queries(len(few)):
        client.get("/topic/astana/timeline/")
