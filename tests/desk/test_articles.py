"""The newsroom's own list of articles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Workflow

from broadsheet.desk.models import DeskEntry, Stage
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage, Author

LIST = "/newsroom/articles/"


def stage_of(article: ArticlePage) -> str:
    return DeskEntry.objects.get(article=article).stage


def shown(client: Any, **filters: Any) -> list[str]:
    response = client.get(LIST, filters)
    assert response.status_code == 200
    return [line.article.draft_title for line in response.context["screen"].lines]


def change(article: ArticlePage, **fields: Any) -> Any:
    page = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def test_the_list_knows_where_every_article_stands(newsroom: Any, file_article: Any) -> None:
    draft = file_article("Draft", draft=True)
    public, changed, withdrawn = (file_article(name) for name in ("Public", "Changed", "Withdrawn"))
    scheduled = file_article("Scheduled", go_live_at=now() + timedelta(hours=1))
    reviewed = file_article("Reviewed", draft=True)
    change(changed, title="Changed again")
    actions.withdraw(article=withdrawn)
    Workflow.objects.get().start(reviewed, None)
    assert [stage_of(a) for a in (draft, public, changed, scheduled, reviewed, withdrawn)] == [
        Stage.DRAFT, Stage.PUBLIC, Stage.CHANGED, Stage.SCHEDULED, Stage.REVIEW, Stage.WITHDRAWN,
    ]  # fmt: skip
    assert DeskEntry.objects.get(article=changed).title == "Changed again"
    reviewed.current_workflow_state.cancel()
    assert stage_of(reviewed) == Stage.DRAFT


def test_a_schedule_that_is_taken_back_is_a_draft_again(newsroom: Any, file_article: Any) -> None:
    article = file_article("Scheduled", go_live_at=now() + timedelta(hours=1))
    revision = article.scheduled_revision
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    assert stage_of(article) == Stage.DRAFT


def test_a_deleted_article_leaves_the_list(newsroom: Any, article: ArticlePage) -> None:
    article.delete()
    assert not DeskEntry.objects.exists()


def test_an_article_moved_is_listed_in_its_new_section(
    desk_of: Any, article: ArticlePage, paper: Any
) -> None:
    city = open_section(name="City")
    article.move(city, pos="last-child")
    editor = desk_of("Editor")
    assert shown(editor, section=city.pk) == ["River rises"]
    assert shown(editor, section=article.section_id) == []


def test_the_list_is_filtered(desk_of: Any, file_article: Any) -> None:
    dana = Author.objects.create(name="Dana", slug="dana")
    city = open_section(name="City")
    file_article("Flood in the harbour", authors=[dana], published_at=now() - timedelta(days=9))
    file_article("Café opens", section=city)
    file_article("洪水警报")
    file_article("Secret plan", draft=True)
    editor = desk_of("Editor")
    yesterday = (now() - timedelta(days=1)).date().isoformat()
    assert len(shown(editor)) == 4
    assert shown(editor, words="flo harb") == ["Flood in the harbour"]
    assert shown(editor, words="cafe") == ["Café opens"]
    assert shown(editor, words="洪水") == ["洪水警报"]
    assert shown(editor, words="opens -café") == []
    assert shown(editor, author=dana.pk) == ["Flood in the harbour"]
    assert shown(editor, section=city.pk) == ["Café opens"]
    assert shown(editor, state="draft") == ["Secret plan"]
    assert "Secret plan" not in shown(editor, state="public")
    assert shown(editor, until=yesterday) == ["Flood in the harbour"]
    assert "Flood in the harbour" not in shown(editor, since=yesterday)
    assert shown(editor, order="oldest")[0] == "Flood in the harbour"


@pytest.mark.parametrize(
    "filters",
    [
        {"words": "\" OR ' & | ! :* ("}, {"words": "-flood"}, {"state": "gone"}, {"section": "x"},
        {"author": "9999"}, {"since": "31.02.2024"}, {"p": "-1"}, {"p": "x"}, {"p": "9" * 30},
        {"order": "fast"}, {"words": "AND NOT NEAR(a b)"}, {"words": "\\ %s ' ; --"},
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_breaks_nothing(
    desk_of: Any, article: ArticlePage, filters: dict[str, str]
) -> None:
    assert desk_of("Editor").get(LIST, filters).status_code == 200


def test_a_reporter_sees_all_and_edits_their_own(desk_of: Any, file_article: Any) -> None:
    reporter = desk_of("Reporter")
    mine, others = file_article("Mine", draft=True), file_article("Somebody else's", draft=True)
    mine.owner = User.objects.get(email="reporter@example.org")
    mine.save()
    page = reporter.get(LIST).content.decode()
    assert "Somebody else" in page
    assert reverse("wagtailadmin_pages:edit", args=[mine.pk]) in page
    assert reverse("wagtailadmin_pages:edit", args=[others.pk]) not in page
    assert shown(reporter, mine="on") == ["Mine"]


def test_a_moderator_and_a_reader_see_no_list(client: Any, desk_of: Any) -> None:
    moderator = desk_of("Moderator")
    assert moderator.get(LIST).status_code in (302, 403)
    assert LIST not in moderator.get("/newsroom/").content.decode()
    assert client.get(LIST).status_code == 302


def test_a_new_article_begins_with_its_section(desk_of: Any, section: Any) -> None:
    page = desk_of("Reporter").get(reverse("desk_new_article")).content.decode()
    assert reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk]) in page


def test_the_list_costs_the_same_whatever_its_length(
    desk_of: Any, file_article: Any, django_assert_num_queries: Any
) -> None:
    dana = Author.objects.create(name="Dana", slug="dana")
    reporter = desk_of("Reporter")

    def fill(number: int) -> None:
        for place in range(number):
            file_article(f"Story {place}", authors=[dana], draft=bool(place % 2))

    fill(3)
    reporter.get(LIST)
    # One is wagtail-localize's, which only a paper in several languages has.
    with django_assert_num_queries(17):
        reporter.get(LIST)
    fill(12)
    with django_assert_num_queries(17):
        assert len(reporter.get(LIST).context["screen"].lines) == 15


def test_a_frequent_word_is_found_as_a_rare_one_is(
    desk_of: Any, file_article: Any, monkeypatch: Any
) -> None:
    for name in ("Flood comes", "Calm day", "Flood goes"):
        file_article(name)
    editor = desk_of("Editor")
    rare = shown(editor, words="flood")
    monkeypatch.setattr("broadsheet.desk.listing.FREQUENT", 1)
    assert shown(editor, words="flood") == rare == ["Flood goes", "Flood comes"]


def test_the_list_turns_its_pages(desk_of: Any, file_article: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("broadsheet.desk.listing.PER_SCREEN", 2)
    for place in range(5):
        file_article(f"Story {place}", published_at=now() - timedelta(hours=place))
    editor = desk_of("Editor")
    assert shown(editor, order="newest") == ["Story 0", "Story 1"]
    assert shown(editor, order="newest", p="3") == ["Story 4"]
    assert 'rel="next"' in editor.get(LIST).content.decode()
