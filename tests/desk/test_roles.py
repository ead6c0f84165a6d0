"""What each role may do in the newsroom, tried through Wagtail's own screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

from broadsheet.desk.actions import NoPaper, Role, set_up_newsroom
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from tests.desk.forms import write


def test_setting_up_twice_changes_nothing(newsroom: Any) -> None:
    before = set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))
    set_up_newsroom()
    after = set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))
    assert before == after
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(Role.values)
    assert [str(w) for w in Workflow.objects.all()] == ["Editor reviews"]


def test_setting_up_again_takes_nothing_away_that_the_newsroom_changed(newsroom: Any) -> None:
    WorkflowPage.objects.all().delete()
    reporters = Group.objects.get(name="Reporter")
    reporters.permissions.clear()
    Group.objects.create(name="Interns")
    set_up_newsroom()
    assert not WorkflowPage.objects.exists()
    assert Group.objects.filter(name="Interns").exists()
    assert reporters.permissions.filter(codename="access_admin").exists()


def test_a_group_of_wagtails_with_members_stays(paper: Any) -> None:
    member = User.objects.create_user("old@example.org")
    member.groups.add(Group.objects.get(name="Editors"))
    set_up_newsroom()
    assert Group.objects.filter(name="Editors").exists()


@pytest.mark.django_db
def test_without_a_front_page_it_says_so() -> None:
    with pytest.raises(NoPaper, match="front page"):
        set_up_newsroom()


def test_a_reporter_writes_and_submits_but_does_not_publish(desk_of: Any, section: Any) -> None:
    reporter = desk_of("Reporter")
    write(reporter, section, "River rises", **{"action-publish": "1"})
    article = ArticlePage.objects.get(slug="river-rises")
    assert not article.live
    write(reporter, section, "River falls", **{"action-submit": "1"})
    submitted = ArticlePage.objects.get(slug="river-falls")
    assert submitted.workflow_in_progress
    assert not submitted.live


def test_a_reporter_does_not_touch_what_others_wrote(desk_of: Any, file_article: Any) -> None:
    article = file_article("Somebody else's")
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert desk_of("Reporter").get(edit).status_code == 302
    assert desk_of("Editor").get(edit).status_code == 200


def test_an_editor_approves_and_it_is_published(desk_of: Any, client: Any, section: Any) -> None:
    write(desk_of("Reporter"), section, "River falls", **{"action-submit": "1"})
    article = ArticlePage.objects.get(slug="river-falls")
    editor = desk_of("Editor")
    task = article.current_workflow_task_state
    confirm = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk])
    editor.post(confirm, {"comment": "Good."})
    article.refresh_from_db()
    assert article.live
    assert client.get(article.url).status_code == 200
    assert not article.workflow_in_progress


def test_an_editor_publishes_at_once(desk_of: Any, client: Any, section: Any) -> None:
    write(desk_of("Editor"), section, "River rises", **{"action-publish": "1"})
    article = ArticlePage.objects.get(slug="river-rises")
    assert article.live
    assert article.published_at
    assert client.get(article.url).status_code == 200


def test_a_moderator_comes_in_but_edits_no_article(desk_of: Any, article: Any, section: Any) -> None:
    moderator = desk_of("Moderator")
    assert moderator.get(reverse("wagtailadmin_home")).status_code == 200
    assert moderator.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code in (302, 403)
    add = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    assert moderator.get(add).status_code in (302, 403)


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator"])
@pytest.mark.parametrize(
    "screen", ["wagtailusers_users:index", "wagtailredirects:index", "wagtailadmin_workflows:index"]
)
def test_only_the_publisher_runs_the_paper(desk_of: Any, role: str, screen: str) -> None:
    assert desk_of(role).get(reverse(screen)).status_code in (302, 403)
    assert desk_of("Publisher").get(reverse(screen)).status_code == 200


def test_the_publisher_changes_the_papers_settings(desk_of: Any) -> None:
    address = reverse("wagtailsettings:edit", args=["news", "papersettings"])
    assert desk_of("Publisher").get(address, follow=True).redirect_chain[-1][0] != "/newsroom/"
    assert desk_of("Editor").get(address).status_code in (302, 403)


def test_a_reader_has_no_way_in(client: Any, newsroom: Any) -> None:
    client.force_login(User.objects.create_user("reader@example.org"))
    assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)


def test_who_is_let_in_by_the_newsroom_can_set_up_a_second_step(
    desk_of: Callable[[str], Client],
) -> None:
    publisher = desk_of("Publisher")
    words = {"password1": "a long enough password", "password2": "a long enough password"}
    new = {"email": "Dana@Example.org", "first_name": "Dana", "last_name": "O.", **words}
    assert publisher.post("/newsroom/users/new/", new).status_code == 302
    again = publisher.post("/newsroom/users/new/", new | {"email": "dana@example.org"})
    assert "There is an account with this e-mail address already." in again.content.decode()
    dana = Client()
    password = words["password1"]
    dana.post("/newsroom/login/", {"username": "dana@example.org", "password": password})
    assert "code" not in dana.get("/account/email/").content.decode()  # the address waits for none
    dana.post("/account/reauthenticate/", {"password": password})
    assert dana.get("/account/2fa/totp/activate/").status_code == 200


def test_the_newsroom_bears_the_papers_name(newsroom: Any, settings: Any) -> None:
    door = Client().get("/newsroom/login/").content.decode()
    assert f"Newsroom of {settings.WAGTAIL_SITE_NAME}" in door
    assert "Sign in to Wagtail" not in door
