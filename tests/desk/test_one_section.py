"""An editor of one section writes nothing of another one: every address that writes is tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from wagtail.models import GroupPagePermission, PageViewRestriction, Workflow, WorkflowState

from broadsheet.desk import urls
from broadsheet.desk.models import Plan
from broadsheet.foundation.clock import now, today
from broadsheet.foundation.models import User
from broadsheet.news import actions, kills, live
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage, Correction, LiveEntry, PaperSettings, SectionPage
from tests.desk.forms import article_form

PUBLISH = {"action-publish": "action-publish"}
# What shows and writes nothing, and what is about the person alone.
NO_WRITING = {
    "desk_articles", "desk_record", "desk_named", "desk_planning", "desk_calendar", "desk_report",
    "desk_kills", "desk_new_article", "desk_mention_done", "desk_changes",
}  # fmt: skip
Sent = tuple[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class City:
    """What another section has, and what is the editor's own."""

    section: SectionPage
    public: ArticlePage
    draft: ArticlePage
    planned: ArticlePage
    killed: ArticlePage
    entry: LiveEntry
    plan: Plan
    own: ArticlePage
    own_section: SectionPage


@pytest.fixture
def city(newsroom: Any, file_article: Callable[..., ArticlePage], section: SectionPage) -> City:
    other = open_section(name="City")
    public = file_article("Tram", section=other)
    entry = live.add_entry(article=public, by=None, text="It rolls.")
    draft = file_article("Draft", section=other, draft=True)
    Workflow.objects.get().start(draft, None)
    killed = file_article("Wrong", section=other)
    kills.kill(article=killed, because="Wrong.", by=None)
    planned = file_article("Tomorrow", section=other, draft=True)
    planned.published_at = now() + timedelta(days=1)
    planned.save_revision().publish()
    return City(
        section=other,
        public=ArticlePage.objects.get(pk=public.pk),
        draft=draft,
        planned=planned,
        killed=killed,
        entry=entry,
        plan=Plan.objects.create(title="Council", day=today(), section=other),
        own=file_article("Ours", section=section),
        own_section=section,
    )


@pytest.fixture
def outsider(newsroom: Any, section: SectionPage) -> Client:
    """Somebody who may do everything, in World alone."""
    group = Group.objects.create(name="World editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for verb in ("add", "change", "publish", "lock", "unlock", "bulk_delete"):
        permission = Permission.objects.get(
            codename=f"{verb}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page_id=section.pk, permission=permission)
    user = User.objects.create_user("world@example.org", "a long enough password")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def wagtail(name: str, *keys: Any, **data: Any) -> Sent:
    return reverse(f"wagtailadmin_pages:{name}", args=keys), data


def desk(name: str, *keys: Any, **data: Any) -> Sent:
    return reverse(f"desk_{name}", args=keys), data


def bulk(verb: str, page: ArticlePage, **data: Any) -> Sent:
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb])
    return f"{path}?id={page.pk}&next=/newsroom/", data


def by_api(verb: str, page: ArticlePage, **data: Any) -> Sent:
    return f"/newsroom/api/main/pages/{page.pk}/action/{verb}/", data


def edit(page: ArticlePage, **more: Any) -> Sent:
    return wagtail("edit", page.pk, **article_form("Changed", **more))


def plan(city: City, **more: Any) -> dict[str, Any]:
    return {"title": "Taken over", "day": str(today()), "section": city.section.pk, **more}


ATTACKS: dict[str, Callable[[City], Sent]] = {
    "change": lambda city: edit(city.public),
    "publish a change": lambda city: edit(city.public, **PUBLISH),
    "publish a draft": lambda city: edit(city.draft, **PUBLISH),
    "write": lambda city: wagtail(
        "add", "news", "articlepage", city.section.pk, **article_form("New here", **PUBLISH)
    ),
    "delete": lambda city: wagtail("delete", city.draft.pk),
    "unpublish": lambda city: wagtail("unpublish", city.public.pk),
    "move away": lambda city: wagtail("move_confirm", city.public.pk, city.own_section.pk),
    "move in": lambda city: wagtail("move_confirm", city.own.pk, city.section.pk),
    "copy": lambda city: wagtail(
        "copy", city.public.pk, new_title="Copy", new_slug="copy", new_parent_page=city.section.pk
    ),
    "copy in": lambda city: wagtail(
        "copy", city.own.pk, new_title="Copy", new_slug="copy", new_parent_page=city.section.pk
    ),
    "lock": lambda city: wagtail("lock", city.public.pk),
    "go back": lambda city: edit(city.public, revision=str(city.public.latest_revision_id)),
    "unschedule": lambda city: wagtail(
        "revisions_unschedule", city.planned.pk, city.planned.latest_revision_id
    ),
    "approve": lambda city: wagtail(
        "workflow_action", city.draft.pk, "approve", city.draft.current_workflow_task_state.pk
    ),
    "reject": lambda city: wagtail(
        "workflow_action",
        city.draft.pk,
        "reject",
        city.draft.current_workflow_task_state.pk,
        comment="No.",
    ),
    "change the section": lambda city: wagtail(
        "edit",
        city.section.pk,
        title="Ours now",
        slug="city",
        **PUBLISH,
        **{"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"},
    ),
    "many: publish": lambda city: bulk("publish", city.draft),
    "many: unpublish": lambda city: bulk("unpublish", city.public),
    "many: delete": lambda city: bulk("delete", city.draft),
    "many: move": lambda city: bulk("move", city.public, chooser=str(city.own_section.pk)),
    "API: unpublish": lambda city: by_api("unpublish", city.public),
    "API: delete": lambda city: by_api("delete", city.draft),
    "API: publish": lambda city: by_api("publish", city.draft),
    "API: move": lambda city: by_api(
        "move", city.public, destination_page_id=city.own_section.pk, position="last-child"
    ),
    "correct": lambda city: desk("correct", city.public.pk, text="It was two."),
    "kill": lambda city: desk("kill", city.public.pk, because="I want to."),
    "lift a kill": lambda city: desk("lift_kill", city.killed.pk, because="I want to."),
    "hold": lambda city: desk("hold", city.public.pk, because="I want to."),
    "release": lambda city: desk("release", city.planned.pk, because="I want to."),
    "live": lambda city: desk("live", city.public.pk, text="Something else."),
    "switch live": lambda city: desk("live_switch", city.public.pk),
    "change an entry": lambda city: desk("live_change", city.entry.pk, text="It stands."),
    "remove an entry": lambda city: desk("live_remove", city.entry.pk),
    "plan": lambda city: desk("new_plan", **plan(city)),
    "change a plan": lambda city: desk("plan", city.plan.pk, **plan(city)),
    "take a plan": lambda city: desk("plan", city.plan.pk, **plan(city, section=city.own_section.pk)),
    "drop a plan": lambda city: desk("plan_state", city.plan.pk, state="dropped"),
    "begin its article": lambda city: desk("plan_article", city.plan.pk),
    "breaking": lambda city: desk("breaking", text="We are breaking."),
}


def standing() -> dict[str, Any]:
    """All that an attack could change."""
    return {
        "articles": list(ArticlePage.objects.order_by("pk").values()),
        "sections": list(SectionPage.objects.order_by("pk").values("pk", "title", "path")),
        "corrections": Correction.objects.count(),
        "entries": list(LiveEntry.objects.order_by("pk").values()),
        "plans": list(Plan.objects.order_by("pk").values()),
        "paper": list(PaperSettings.objects.values("breaking_text")),
        "reviews": list(WorkflowState.objects.order_by("pk").values("pk", "status")),
        "schedule": list(
            ArticlePage.objects.order_by("pk").values_list("_revisions__approved_go_live_at", flat=True)
        ),
        "restrictions": PageViewRestriction.objects.count(),
    }


def changed_by(client: Client, sent: Sent, before: dict[str, Any]) -> list[str]:
    """What a request changed; it is as if it had not been sent."""
    with transaction.atomic():
        client.post(*sent)
        after = standing()
        transaction.set_rollback(True)
    return [name for name in before if after[name] != before[name]]


@pytest.fixture
def held(city: City) -> City:
    actions.hold(article=city.planned, because="Lawyers.")
    return city


def test_nothing_of_another_section_changes(outsider: Client, held: City) -> None:
    before = standing()
    got_through = {
        name: changed
        for name, attack in ATTACKS.items()
        if (changed := changed_by(outsider, attack(held), before))
    }
    assert got_through == {}


def test_each_of_these_requests_does_something_when_it_is_allowed(editor: Any, held: City) -> None:
    client = Client()
    client.force_login(editor)
    before = standing()
    empty = [name for name, attack in ATTACKS.items() if not changed_by(client, attack(held), before)]
    assert empty == []


def test_every_address_of_the_desk_that_writes_is_tried(city: City) -> None:
    tried = {attack(city)[0] for attack in ATTACKS.values()}
    names = {resolve(path.partition("?")[0]).url_name for path in tried}
    assert {pattern.name for pattern in urls.urlpatterns} == NO_WRITING | {
        name for name in names if name and name.startswith("desk_")
    }


def test_the_editor_of_a_section_works_in_it(outsider: Client, city: City) -> None:
    outsider.post(*edit(city.own, **PUBLISH))
    outsider.post(*desk("new_plan", **plan(city, section=city.own_section.pk)))
    mine = Plan.objects.get(section=city.own_section)
    outsider.post(*desk("plan_state", mine.pk, state="done"))
    refused = outsider.post(*desk("plan", mine.pk, **plan(city)))
    assert "not plan for this section" in refused.content.decode()
    city.own.refresh_from_db()
    mine.refresh_from_db()
    assert (city.own.title, mine.state, mine.section) == ("Changed", "done", city.own_section)
