"""What the newsroom's people do with an article, through the screens they use."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import rich_text

from broadsheet.foundation.clock import now
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage, PaperSettings, Picture, SectionPage
from broadsheet.outreach.models import PushNote
from tests.desk.forms import article_form, rewrite, write

PUBLISH = {"action-publish": "1"}
TABLE = {
    "data": [["District", "Water"], ["Quay", "1 m"]],
    "table_header_choice": "row",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "table_caption": "Water in the streets",
}


@pytest.fixture
def picture(db: None) -> Picture:
    return Picture.objects.create(title="Quay", file=get_test_image_file(), caption="The quay at noon")


def every_block(picture: Picture, related: ArticlePage) -> list[tuple[str, Any]]:
    shown = {"image": str(picture.pk), "alt": "A quay", "caption": "", "credit": "Own picture"}

    def listed(*values: Any) -> dict[str, Any]:
        data: dict[str, Any] = {"count": str(len(values))}
        for place, value in enumerate(values):
            data |= {f"{place}-deleted": "", f"{place}-order": str(place), f"{place}-type": "item",
                     f"{place}-id": "", f"{place}-value": value}  # fmt: skip
        return data

    return [
        ("text", rich_text("<p>The river rose.</p>")),
        ("picture", shown),
        ("gallery", {"title": "At the quay", "pictures": listed(shown, shown)}),
        ("pull_quote", {"text": "We saw it come.", "attribution": "A ferryman"}),
        ("fact_box", {"title": "The Ald", "text": rich_text("<p>Is 300 km long.</p>")}),
        ("embed", {"url": "https://video.example.org/1", "caption": "The flood", "embed_url": ""}),
        ("table", json.dumps(TABLE)),
        ("related", {"title": "Before", "articles": listed(str(related.pk))}),
    ]


def test_an_unsaved_article_is_previewed_with_every_kind_of_block(
    desk_of: Any, section: Any, article: ArticlePage, picture: Picture
) -> None:
    reporter = desk_of("Reporter")
    address = reverse("wagtailadmin_pages:preview_on_add", args=["news", "articlepage", section.pk])
    sent = reporter.post(address, article_form("Flood", body=every_block(picture, article)))
    assert sent.json() == {"is_valid": True, "is_available": True}
    page = reporter.get(address).content.decode()
    for words in ("Flood", "The river rose.", "Own picture", "At the quay", "We saw it come.", "The Ald",
                  "Is 300 km long.", "https://video.example.org/1", "1 m", "River rises"):  # fmt: skip
        assert words in page
    assert not ArticlePage.objects.filter(title="Flood").exists()


def test_every_kind_of_block_is_published(
    desk_of: Any, section: Any, article: ArticlePage, picture: Picture
) -> None:
    write(desk_of("Editor"), section, "Flood", body=every_block(picture, article), **PUBLISH)
    flood = ArticlePage.objects.get(slug="flood")
    assert [block.block_type for block in flood.body] == [
        "text", "picture", "gallery", "pull_quote", "fact_box", "embed", "table", "related",
    ]  # fmt: skip
    assert Client().get(flood.url).status_code == 200


def test_a_preview_of_a_changed_article_shows_the_change_and_readers_do_not(
    desk_of: Any, article: ArticlePage
) -> None:
    editor = desk_of("Editor")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    assert editor.post(address, article_form("River falls")).json()["is_valid"]
    assert "River falls" in editor.get(address).content.decode()
    assert "River falls" not in Client().get(article.url).content.decode()


def test_the_address_stays_when_the_headline_changes(desk_of: Any, article: ArticlePage) -> None:
    rewrite(desk_of("Editor"), article, "River falls", slug=article.slug, **PUBLISH)
    assert "River falls" in Client().get("/world/river-rises/").content.decode()
    assert not Redirect.objects.exists()


def test_a_changed_address_leads_on_from_the_old_one(
    desk_of: Any, article: ArticlePage, django_capture_on_commit_callbacks: Any
) -> None:
    Client().get(article.url)  # a page that is kept must not stay at the old address
    with django_capture_on_commit_callbacks(execute=True):
        rewrite(desk_of("Editor"), article, "River rises", slug="river-falls", **PUBLISH)
    answer = Client().get("/world/river-rises/?utm_source=x")
    assert (answer.status_code, answer["Location"]) == (301, "/world/river-falls/")
    assert Client().get("/world/river-falls/").status_code == 200


def test_an_article_that_moves_leads_on_from_its_old_section(
    desk_of: Any, article: ArticlePage, paper: Any
) -> None:
    city = open_section(name="City")
    Client().get(article.url)
    desk_of("Editor").post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, city.pk]))
    answer = Client().get("/world/river-rises/")
    assert (answer.status_code, answer["Location"]) == (301, "/city/river-rises/")
    assert "River rises" in Client().get("/city/").content.decode()
    assert "River rises" not in Client().get("/world/").content.decode()


def test_a_section_that_changes_its_address_takes_its_articles_along(
    desk_of: Any,
    article: ArticlePage,
    section: SectionPage,
    django_capture_on_commit_callbacks: Any,
) -> None:
    Client().get("/world/")
    Client().get(article.url)
    edit = reverse("wagtailadmin_pages:edit", args=[section.pk])
    form = {"title": "Abroad", "slug": "abroad", "description": "", "comment_mode": "",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        desk_of("Publisher").post(edit, form | PUBLISH)
    for old, new in (("/world/", "/abroad/"), ("/world/river-rises/", "/abroad/river-rises/")):
        answer = Client().get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
        assert Client().get(new).status_code == 200


def test_a_withdrawn_article_with_a_redirect_leads_on(desk_of: Any, article: ArticlePage) -> None:
    editor = desk_of("Editor")
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert Client().get("/world/river-rises/").status_code == 410
    Redirect.add_redirect("/world/river-rises", "/world/")
    assert Client().get("/world/river-rises/").status_code == 301


def test_a_draft_with_an_old_date_is_not_called_withdrawn(file_article: Any) -> None:
    file_article("Not yet", draft=True, published_at=now() - timedelta(days=1))
    assert Client().get("/world/not-yet/").status_code == 404


def test_a_time_in_the_editor_is_the_papers_time(desk_of: Any, section: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Almaty"
    settings.WAGTAIL_USER_TIME_ZONES = ["Asia/Almaty"]
    write(desk_of("Editor"), section, "Midnight", published_at="2010-11-10 00:30", **PUBLISH)
    article = ArticlePage.objects.get(slug="midnight")
    assert article.published_at
    assert article.published_at.isoformat() == "2010-11-09T18:30:00+00:00"


def test_an_editor_schedules_an_article(desk_of: Any, section: Any) -> None:
    tomorrow = (now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    write(desk_of("Editor"), section, "Tomorrow", go_live_at=tomorrow, **PUBLISH)
    article = ArticlePage.objects.get(slug="tomorrow")
    assert not article.live
    assert article.scheduled_revision
    assert Client().get("/world/tomorrow/").status_code == 404


def test_a_correction_is_written_in_the_editor(desk_of: Any, article: ArticlePage) -> None:
    note = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "It was two metres.",
            "corrections-0-when": "2026-01-02 10:00", "corrections-0-ORDER": "1"}  # fmt: skip
    rewrite(desk_of("Editor"), article, "River rises", **note, **PUBLISH)
    assert "It was two metres." in Client().get(article.url).content.decode()


@pytest.mark.parametrize(("role", "may"), [("Reporter", False), ("Moderator", False), ("Editor", True)])
def test_a_correction_is_added_by_who_publishes(
    desk_of: Any, article: ArticlePage, role: str, may: bool
) -> None:
    desk = desk_of(role)
    address = reverse("desk_correct", args=[article.pk])
    assert (desk.get(address).status_code == 200) is may
    desk.post(address, {"text": "It was two metres."})
    assert ("It was two metres." in Client().get(article.url).content.decode()) is may


def test_a_correction_of_what_nobody_read_is_refused_in_words(desk_of: Any, file_article: Any) -> None:
    draft = file_article("Draft", draft=True)
    page = desk_of("Editor").post(reverse("desk_correct", args=[draft.pk]), {"text": "Two metres."})
    assert "not public" in page.content.decode()
    assert desk_of("Editor").post(reverse("desk_correct", args=[draft.pk]), {}).status_code == 200


def test_the_editor_offers_the_correction(desk_of: Any, article: ArticlePage) -> None:
    page = desk_of("Editor").get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert reverse("desk_correct", args=[article.pk]) in page.content.decode()


@pytest.mark.parametrize(("role", "may"), [("Reporter", False), ("Moderator", False), ("Editor", True)])
def test_breaking_news_is_set_by_who_publishes(
    desk_of: Any, article: ArticlePage, role: str, may: bool
) -> None:
    desk = desk_of(role)
    Client().get("/")
    desk.post(reverse("desk_breaking"), {"text": "The barrier is closed", "article": article.pk})
    page = Client().get("/").content.decode()
    assert ("The barrier is closed" in page) is may
    desk.post(reverse("desk_breaking"), {"text": "", "article": ""})
    assert "The barrier is closed" not in Client().get("/").content.decode()


def test_a_breaking_line_goes_to_readers_screens_from_the_same_form(
    desk_of: Any, article: ArticlePage
) -> None:
    desk, address = desk_of("Editor"), reverse("desk_breaking")

    def send(**more: Any) -> str:
        sent = {"text": "The dam holds", "article": article.pk, "to_screens": "on"}
        return str(desk.post(address, sent | more, follow=True).content.decode())

    assert "needs a line and an article" in send(article="")
    assert PaperSettings.load().breaking_text == ""
    assert "To readers&#x27; screens: " in send()
    note = PushNote.objects.get()
    assert (note.text, note.article, note.asked_by.email) == (
        "The dam holds", article, "editor@example.org",
    )  # fmt: skip
    # It is said once: with the line that was refused nothing changes on the pages either.
    assert "has been sent" in send(text="It holds still")
    assert PaperSettings.load().breaking_text == "The dam holds"
    send(text="It holds still", to_screens="")
    assert PaperSettings.load().breaking_text == "It holds still"
    group = Group.objects.get(name="Editor")
    group.permissions.remove(Permission.objects.get(codename="send_push"))
    assert 'name="to_screens"' not in desk.get(address).content.decode()


def test_a_breaking_line_leads_to_its_article_only_while_it_is_public(
    desk_of: Any, article: ArticlePage, file_article: Any
) -> None:
    editor = desk_of("Editor")
    draft = file_article("Draft", draft=True)
    editor.post(reverse("desk_breaking"), {"text": "Closed", "article": draft.pk})
    assert PaperSettings.load().breaking_text == ""
    editor.post(reverse("desk_breaking"), {"text": "Closed", "article": article.pk})
    assert f'<a href="{article.url}">Closed</a>' in Client().get("/").content.decode()
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk]))
    assert "<span>Closed</span>" in Client().get("/").content.decode()


@pytest.mark.parametrize("role", ["Reporter", "Editor"])
def test_a_picture_is_uploaded_while_writing(desk_of: Any, role: str) -> None:
    upload = SimpleUploadedFile(
        "quay.png", get_test_image_file().file.getvalue(), content_type="image/png"
    )
    desk_of(role).post(reverse("wagtailimages:add"), {"title": "Quay", "file": upload})
    assert Picture.objects.filter(title="Quay").exists()


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("Lamp relit", "lamp-relit"), ("Маяк горит", "маяк-горит"), ("???", "story")],
)
def test_an_address_nobody_wrote_is_made_from_the_headline(
    desk_of: Any, section: Any, headline: str, slug: str
) -> None:
    for expected in (slug, f"{slug}-2"):
        write(desk_of("Editor"), section, headline, slug="")
        assert ArticlePage.objects.latest("pk").slug == expected
    newest = ArticlePage.objects.latest("pk")
    rewrite(desk_of("Editor"), newest, "Another headline", slug="")
    assert newest.get_latest_revision_as_object().slug == f"{slug}-2"


def test_a_section_never_takes_an_address_of_the_papers_own(desk_of: Any, paper: Any) -> None:
    add = reverse("wagtailadmin_pages:add", args=["news", "sectionpage", paper.pk])
    form = {"title": "Search", "slug": "search", "description": "", "comment_mode": "",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    publisher = desk_of("Publisher")
    answer = publisher.post(add, form)
    assert "The paper has a page of its own at “/search/”" in answer.content.decode()
    assert not SectionPage.objects.filter(slug="search").exists()
    publisher.post(add, form | {"slug": ""})
    assert SectionPage.objects.filter(slug="search-2").exists()
