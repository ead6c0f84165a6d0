"""The wire's screens: the list, an item, sources and rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from broadsheet.desk.roles import Role, set_up_roles
from broadsheet.foundation.models import User
from broadsheet.foundation.outside import Unreachable
from broadsheet.news.models import ArticlePage, FrontPage, SectionPage
from broadsheet.wire.models import Item, Rule, Source
from broadsheet.wire.newsroom import sources as source_screens
from broadsheet.wire.sources.receiving import Received
from broadsheet.wire.sources.taking import Taken, take_all
from broadsheet.wire.story import Agency, Embed, Picture, Rights, Story, Text
from tests.wire.test_sources import COMET, copy

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(section: SectionPage) -> Source:
    return Source.objects.create(name="The Light", address="https://light.example.org/feed")


@pytest.fixture
def desk(client: Any, editor: Any) -> Any:
    client.force_login(editor)
    return client


def comet(key: str = "comet") -> Story:
    return Story(id=key, headline="Comet seen", body=(Text(html=f"<p>{COMET}</p>"),))


def test_the_list_shows_the_newest_first_and_those_alike_as_one(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1", "River rises"), comet(), copy("2", "River high")])
    page = desk.get(reverse("wire_list")).content.decode()
    assert page.index("Comet seen") < page.index("River rises")
    assert "River high" not in page
    assert "and 1 like it" in page
    first = Item.objects.get(key="1")
    one = desk.get(reverse("wire_item", args=[first.pk])).content.decode()
    assert "River high" in one
    assert "<del>rises</del>" in one


def test_the_list_is_filtered_by_state_source_and_words(desk: Any, source: Source) -> None:
    other = Source.objects.create(name="Other", address="https://other.example.org/feed")
    take_all(source=source, stories=[copy("1", "River rises")])
    take_all(source=other, stories=[comet()])
    address = reverse("wire_list")
    for query, seen, unseen in (
        (f"?source={other.pk}", "Comet seen", "River rises"),
        ("?q=ferries+quay", "River rises", "Comet seen"),
        ("?show=dismissed", "No story is like that", "River rises"),
        ("?source=x&show=y", "River rises", "zzz"),
    ):  # fmt: skip
        page = desk.get(address + query).content.decode()
        assert seen in page
        assert unseen not in page


def test_the_list_asks_the_database_the_same_number_of_times(
    desk: Any, source: Source, django_assert_max_num_queries: Any
) -> None:
    stories = [
        Story(id=f"{n}", headline=f"Story {n}", body=(Text(html=f"<p>{n} {COMET[n:]} {n}</p>"),))
        for n in range(60)
    ]
    take_all(source=source, stories=stories)
    desk.get(reverse("wire_list"))
    with django_assert_max_num_queries(25):
        desk.get(reverse("wire_list"))


def test_one_press_makes_a_draft_and_keeps_the_list_open(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1", "River rises"), comet()])
    river, here = Item.objects.get(key="1"), reverse("wire_list") + "?q=river"
    answer = desk.post(reverse("wire_decide"), {"act": f"draft:{river.pk}", "next": here}, follow=True)
    assert answer.redirect_chain == [(here, 302)]
    article = ArticlePage.objects.get()
    assert (article.title, article.live) == ("River rises", False)
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in answer.content.decode()
    river.refresh_from_db()
    assert (river.state, river.article) == ("drafted", article)
    desk.post(reverse("wire_decide"), {"act": f"draft:{river.pk}"})
    assert ArticlePage.objects.count() == 1


def test_several_are_decided_at_once(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1"), comet()])
    keys = [one.pk for one in Item.objects.all()]
    desk.post(reverse("wire_decide"), {"act": "dismiss", "item": keys})
    assert set(Item.objects.values_list("state", flat=True)) == {"dismissed"}
    desk.post(reverse("wire_decide"), {"act": "restore", "item": keys})
    desk.post(reverse("wire_decide"), {"act": "draft", "item": keys})
    assert ArticlePage.objects.count() == 2


def test_an_unknown_press_changes_nothing(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1")])
    for act in ("", "delete:1", "draft:x", "draft:999999", "dismiss"):
        assert desk.post(reverse("wire_decide"), {"act": act, "next": "https://evil.example/"}).url == \
            reverse("wire_list")  # fmt: skip
    assert Item.objects.get().state == "new"


def test_a_draft_goes_into_the_section_chosen(desk: Any, source: Source, paper: Any) -> None:
    from broadsheet.news.layout import open_section

    sport = open_section(name="Sport", slug="sport")
    take_all(source=source, stories=[copy("1")])
    item = Item.objects.get()
    answer = desk.post(reverse("wire_draft", args=[item.pk]), {"section": sport.pk})
    article = ArticlePage.objects.get()
    assert article.section == sport
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[article.pk])


def test_an_update_is_shown_against_what_the_desk_wrote(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1", "River rises")])
    item = Item.objects.get()
    desk.post(reverse("wire_decide"), {"act": f"draft:{item.pk}"})
    article = ArticlePage.objects.get()
    article.title = "Our own headline"
    article.save_revision()
    take_all(source=source, stories=[copy("1", "River falls")])
    page = desk.get(reverse("wire_item", args=[item.pk])).content.decode()
    assert "than the article" in page
    assert "Our own" in page
    assert "falls</ins>" in page
    assert "what the wire says now" in desk.get(reverse("wire_list") + "?show=drafted").content.decode()


def test_all_that_the_sender_says_of_a_story_is_there(desk: Any, source: Source) -> None:
    story = Story(
        id="1",
        headline="River rises",
        slugline="FLOOD-CITY",
        version="3",
        dateline_place="Old Quay",
        dateline_date="2024-03-04",
        agency=Agency(name="Coast Wire", credit_line="CW/Lind"),
        ednote="Adds the barrier.",
        keywords=("barrier",),
        rights=Rights(holder="Coast Wire", terms="Not for archives."),
        picture=Picture(src="https://a.example.org/1.jpg", caption="Quay", rights=Rights(terms="Once.")),
        body=(Text(html="<p>It rises.</p>"),),
    )
    take_all(source=source, stories=[story])
    page = desk.get(reverse("wire_item", args=[Item.objects.get().pk])).content.decode()
    for said in (
        "FLOOD-CITY", "version 3", "Old Quay, ", "CW/Lind", "Adds the barrier.", "Keywords",
        "Coast Wire – Not for archives.", "Quay: Once.",
    ):  # fmt: skip
        assert said in page


def test_what_others_wrote_is_shown_clean_and_loads_nothing(desk: Any, source: Source) -> None:
    body = (
        Text(html="<p onclick='x()'>Words <script>steal()</script><img src=https://spy.example.org/1.png></p>"),
        Picture(src="javascript:alert(1)", caption="<b>Caption</b>"),
        Picture(src="https://light.example.org/quay.jpg", caption="Quay"),
        Embed(url="https://film.example.org/1"),
    )  # fmt: skip
    take_all(source=source, stories=[Story(id="1", headline="<script>x</script>", body=body)])
    page = desk.get(reverse("wire_item", args=[Item.objects.get().pk])).content.decode()
    for bad in (
        "steal()",
        "onclick='x",
        "<img src=https://spy",
        "javascript:alert",
        "<script>x</script>",
    ):
        assert bad not in page
    assert 'href="https://light.example.org/quay.jpg"' in page


def test_the_open_list_can_ask_how_many_came_since(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1")])
    after = Item.objects.get().pk
    take_all(source=source, stories=[comet()])
    assert desk.get(reverse("wire_newer"), {"after": after}).json() == {"number": 1}
    assert desk.get(reverse("wire_newer"), {"after": "x"}).json() == {"number": 0}


# Sources ------------------------------------------------------------------------


def test_an_address_is_tried_without_keeping_anything(
    desk: Any, paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = Received(format="Feed", stories=(copy("1", "River rises"),), remarks=("a remark",))
    monkeypatch.setattr(source_screens.looking, "preview", lambda address: received)
    address = "https://light.example.org/feed?of=day&n=1"
    page = desk.post(reverse("wire_try"), {"address": address}).content.decode()
    (onward,) = re.findall(f'{reverse("wire_source:add")}[^"]*', page)
    assert f'value="{escape(address)}"' in desk.get(unescape(onward)).content.decode()
    assert "Feed: 1 story" in page
    assert "River rises" in page
    assert "a remark" in page
    assert not Item.objects.exists()

    def gone(address: str) -> Received:
        raise Unreachable("its site answers 404")

    monkeypatch.setattr(source_screens.looking, "preview", gone)
    page = desk.post(reverse("wire_try"), {"address": "https://light.example.org/feed"}).content.decode()
    assert "its site answers 404" in page
    assert desk.post(reverse("wire_try"), {"address": "ftp:x"}).status_code == 200


def test_a_source_is_added_paused_and_resumed(desk: Any, section: SectionPage) -> None:
    fields = {"name": "The Light", "kind": "web", "address": "https://light.example.org/feed",
              "section": section.pk, "language": "", "interval": 15}  # fmt: skip
    bad = desk.post(reverse("wire_source:add"), fields | {"address": "light.example.org"})
    assert "begins with https://" in bad.content.decode()
    assert desk.post(reverse("wire_source:add"), fields)["Location"] == reverse("wire_sources")
    source = Source.objects.get()
    assert source.section == section
    act = reverse("wire_source_act", args=[source.pk])
    desk.post(act, {"act": "pause"})
    source.refresh_from_db()
    assert source.state == "paused"
    assert "paused" in desk.get(reverse("wire_sources")).content.decode()
    desk.post(act, {"act": "resume"})
    source.refresh_from_db()
    assert source.state == "on"


def test_looking_now_tells_what_came_or_what_is_wrong(
    desk: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = reverse("wire_source_act", args=[source.pk])
    monkeypatch.setattr(source_screens.looking, "look", lambda source: Taken())
    assert "0 stories came in" in desk.post(act, {"act": "look"}, follow=True).content.decode()

    def fails(source: Source) -> Taken:
        source.failures, source.trouble = 1, "its site answers 500"
        return Taken()

    monkeypatch.setattr(source_screens.looking, "look", fails)
    assert "its site answers 500" in desk.post(act, {"act": "look"}, follow=True).content.decode()


def test_rules_are_made_in_the_newsroom(desk: Any, section: SectionPage) -> None:
    fields = {"name": "Floods", "order": 1, "words": "flood", "section": section.pk, "act": "draft"}
    desk.post(reverse("wire_rules:add"), fields)
    assert Rule.objects.get().act == "draft"
    assert "Floods" in desk.get(reverse("wire_rules:index")).content.decode()


# Who may ------------------------------------------------------------------------


@pytest.fixture
def as_role(paper: Any, client: Any) -> Callable[[Role], Any]:
    groups = set_up_roles(front=FrontPage.objects.get())

    def log_in(role: Role) -> Any:
        user = User.objects.create_user(f"{role}@example.org", "a long enough password")
        user.groups.add(groups[role])
        client.force_login(user)
        return client

    return log_in


def test_each_role_sees_what_is_its_own(as_role: Callable[[Role], Any], source: Source) -> None:
    take_all(source=source, stories=[copy("1")])
    for role, list_is, sources_are in (
        (Role.REPORTER, 200, 302), (Role.EDITOR, 200, 200), (Role.PUBLISHER, 200, 200),
        (Role.MODERATOR, 302, 302),
    ):  # fmt: skip
        client = as_role(role)
        assert client.get(reverse("wire_list")).status_code == list_is, role
        assert client.get(reverse("wire_item", args=[Item.objects.get().pk])).status_code == list_is, (
            role
        )
        assert client.get(reverse("wire_sources")).status_code == sources_are, role
        assert client.get(reverse("wire_try")).status_code == sources_are, role
        assert client.post(reverse("wire_source_act", args=[source.pk])).status_code == 302, role
    assert not ArticlePage.objects.exists()


def test_who_may_not_write_in_a_section_makes_no_draft_there(
    client: Any, paper: Any, source: Source
) -> None:
    take_all(source=source, stories=[copy("1")])
    user = User.objects.create_user("reader@example.org", "a long enough password")
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="handle_item")
    )
    client.force_login(user)
    item = Item.objects.get()
    client.post(reverse("wire_decide"), {"act": f"draft:{item.pk}"})
    client.post(reverse("wire_draft", args=[item.pk]), {"section": SectionPage.objects.all()[0].pk})
    assert not ArticlePage.objects.exists()


def test_strangers_get_nothing(client: Any, source: Source) -> None:
    for name in ("wire_list", "wire_newer", "wire_sources", "wire_try", "wire_decide"):
        assert client.get(reverse(name)).status_code in {302, 405}


def test_the_menu_counts_what_is_new(desk: Any, source: Source) -> None:
    take_all(source=source, stories=[copy("1"), comet()])
    assert "Wire (2)" in desk.get("/newsroom/").content.decode()
