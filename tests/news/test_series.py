"""Series and packages: stories that belong together, in an editor's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from broadsheet.edition.baking import without_stamps
from broadsheet.news import actions, kills
from broadsheet.news.models import ArticlePage, FrontPick, Series, SeriesPart
from tests.press import Press

Make = Callable[..., ArticlePage]


def bind(*articles: ArticlePage, kind: str = "series", name: str = "Four rivers") -> Series:
    series = Series.objects.create(name=name, slug=name.lower().replace(" ", "-"), kind=kind)
    for place, article in enumerate(articles):
        SeriesPart.objects.create(series=series, article=article, sort_order=place)
    return series


def page(path: str) -> str:
    answer = Client(headers={"cookie": "own=1"}).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def beside(path: str, name: str = "Four rivers") -> list[str]:
    """What the box of a series says under an article."""
    (box,) = html.fromstring(page(path)).xpath(f'//*[@class="related"][@aria-label="{name}"]')
    return [" ".join(item.text_content().split()) for item in box.iter("h3", "li")]


def test_a_part_says_where_it_stands_and_what_comes_before_and_after(file_article: Make) -> None:
    one, two, three = (file_article(name) for name in ("Source", "Middle", "Mouth"))
    bind(three, one, two)
    assert beside(one.url) == [
        "Four rivers · Part 2 of 3", "Previous part Mouth", "Next part Middle"
    ]  # fmt: skip
    assert "Part 2 of 3" in page(one.url).split('class="article__body"')[0]
    three.unpublish()
    assert beside(one.url) == ["Four rivers · Part 1 of 2", "Next part Middle"]
    assert "Mouth" not in page("/series/four-rivers/")


def test_what_changes_in_one_part_changes_on_the_plates_of_the_others(
    press: Press, file_article: Make
) -> None:
    with press.committed():
        one, two, three, other = (file_article(name) for name in ("One", "Two", "Three", "Other"))
        bind(one, two)
    addresses = [one.url, two.url, three.url, "/series/four-rivers/", "/feeds/series/four-rivers.rss"]

    def all_fresh() -> None:
        press.bake()
        for path in addresses:
            assert without_stamps(press.read(path).body) == without_stamps(press.fresh(path)), path

    for path in (*addresses, other.url):
        press.read(path)
    all_fresh()
    with press.committed():
        two.title = "Two, told anew"
        two.save_revision().publish()
    all_fresh()
    assert "Two, told anew" in press.read(one.url).text
    series = Series.objects.get()
    with press.committed():
        series.parts.add(SeriesPart(article=three, sort_order=2))
        series.name = "Five rivers"
        series.save()
    all_fresh()
    assert "Part 1 of 3" in press.read(one.url).text
    with press.committed():
        actions.withdraw(article=two)
    addresses.remove(two.url)
    all_fresh()
    assert "Part 1 of 2" in press.read(one.url).text
    with press.committed():
        SeriesPart.objects.filter(article=three).first().delete()
        actions.publish(article=two)
    all_fresh()
    assert "Five rivers" not in press.read(three.url).text


def test_a_package_stands_under_its_lead_and_not_again(
    press: Press, paper: Any, file_article: Make
) -> None:
    with press.committed():
        lead, map_, voices, other = map(file_article, ("Quake", "The map", "Voices", "Else"))
        paper.lead = lead
        paper.picks.add(FrontPick(article=voices), FrontPick(article=other))
        paper.save_revision().publish()
    press.read("/")
    assert 'aria-label="The quake"' not in press.read("/").text
    with press.committed():
        bind(lead, map_, voices, kind="package", name="The quake")
    press.bake()
    front = press.read("/").text
    assert front.encode() == press.fresh("/")
    box = html.fromstring(front).xpath('//aside[@aria-label="The quake"]//li')
    assert [item.text_content() for item in box] == ["The map", "Voices"]
    assert all(front.count(f">{title}</a>") == 1 for title in ("Quake", "The map", "Voices"))
    assert beside(voices.url, "The quake") == ["The quake", "Quake", "The map"]
    with press.committed():
        actions.withdraw(article=lead)
    assert "Quake<" not in press.read("/").text


def form(**fields: Any) -> dict[str, Any]:
    parts = [{"article": str(article.pk), "ORDER": str(place)}
             for place, article in enumerate(fields.pop("parts"), 1)]  # fmt: skip
    return nested_form_data(fields | {"parts": inline_formset(parts, initial=0)})


def test_an_editor_makes_a_series_and_the_feed_has_it(editor: Any, file_article: Make) -> None:
    desk = Client()
    desk.force_login(editor)
    one, two = file_article("One"), file_article("Two")
    address = reverse("wagtailsnippets_news_series:add")
    filled = {"name": "Rivers", "slug": "rivers", "kind": "series", "standfirst": "By boat."}
    twice = desk.post(address, form(**filled, parts=[one, one]))
    assert "Please correct the duplicate" in twice.content.decode()
    assert not Series.objects.exists()
    desk.post(address, form(**filled, parts=[two, one]))
    assert [part.article_id for part in Series.objects.get().parts.all()] == [two.pk, one.pk]
    shown = page("/series/rivers/")
    assert "By boat." in shown
    assert shown.index(">Two</a>") < shown.index(">One</a>")
    assert 'href="/feeds/series/rivers.rss"' in shown
    feed = page("/feeds/series/rivers.rss")
    assert "<title>One</title>" in feed
    assert "/series/rivers/" in page("/sitemap-pages.xml")


def test_a_series_is_planned_with_drafts_and_readers_see_what_is_out(
    editor: Any, file_article: Make
) -> None:
    desk = Client()
    desk.force_login(editor)
    out, draft = file_article("Source of it"), file_article("Mouth of it", draft=True)
    killed = file_article("Wrong of it")
    kills.kill(article=killed, because="Wrong.")
    chooser = reverse("any_article_chooser:choose_results")

    def offered(**asked: str) -> list[str]:
        found = html.fromstring(desk.get(chooser, asked).content).iter("a")
        return [one.text_content().strip() for one in found if "data-chooser-modal-choice" in one.attrib]

    assert offered(q="of it") == ["Source of it"]
    assert offered(among="planned", q="mouth it") == ["Mouth of it (not published)"]
    assert offered(among="planned") == ["Mouth of it (not published)"]
    chosen = desk.get(reverse("any_article_chooser:chosen", args=[draft.pk])).json()
    assert chosen["result"]["title"] == "Mouth of it (not published)"
    elsewhere = desk.get(reverse("article_chooser:choose_results"), {"among": "planned"})
    assert "Mouth of it" not in elsewhere.content.decode()
    filled = {"name": "Rivers", "slug": "rivers", "kind": "series", "standfirst": ""}
    desk.post(reverse("wagtailsnippets_news_series:add"), form(**filled, parts=[draft, out]))
    series = Series.objects.get()
    shown = desk.get(reverse("wagtailsnippets_news_series:edit", args=[series.pk])).content.decode()
    assert "Mouth of it (not published)" in shown
    assert all("Mouth of it" not in page(path) for path in (series.url, out.url))
    actions.publish(article=draft)
    assert page(series.url).index("Mouth of it") < page(series.url).index("Source of it")
    assert beside(out.url, "Rivers") == ["Rivers · Part 2 of 2", "Previous part Mouth of it"]


def test_a_list_of_a_series_costs_the_same_whatever_its_length(
    file_article: Make, django_assert_num_queries: Any
) -> None:
    articles = [file_article(f"Part {number}") for number in range(8)]
    series = bind(*articles[:3])
    page(series.url)
    for path in (series.url, articles[1].url):
        with CaptureQueriesContext(connection) as few:
            page(path)
        SeriesPart.objects.filter(sort_order__gte=3).delete()
        for place, article in enumerate(articles[3:], 3):
            SeriesPart.objects.create(series=series, article=article, sort_order=place)
        with django_assert_num_queries(len(few)):
            page(path)
