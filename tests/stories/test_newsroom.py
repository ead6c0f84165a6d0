"""What the newsroom does with readers' stories."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, Picture, SectionPage
from broadsheet.stories import actions, drafting, erasing, keeping
from broadsheet.stories.models import Contribution, State
from broadsheet.stories.transitions import TRANSITIONS, NotPossible
from tests.stories.conftest import picture, queue_address, upload


@pytest.fixture
def desk(client: Any, editor: Any) -> Any:
    """An editor's browser, which is also the one that sends."""
    client.force_login(editor)
    return client


@pytest.fixture
def story(received: Any) -> Contribution:
    files = [upload("quay.jpg", picture()), upload("wall.png", picture("PNG")),
             upload("note.txt", b"A note.")]  # fmt: skip
    text = "It came at night.\n\nBy <b>six</b> it stood\nat the railing."
    one: Contribution = received(files, text=text)
    return one


def section_of(slug: str = "world") -> SectionPage:
    return SectionPage.objects.get(slug=slug)


def make_draft(desk: Any, story: Contribution, **data: Any) -> Any:
    data.setdefault("section", section_of().pk)
    return desk.post(reverse("stories_draft", args=[story.pk]), data)


def test_the_queue_shows_what_waits_and_the_menu_counts_it(desk: Any, received: Any, send: Any) -> None:
    received(headline="Water in the cellar")
    received(headline="Fire on the hill")
    send(headline="Nobody confirmed me")
    page = desk.get(queue_address("received")).content.decode()
    assert "Water in the cellar" in page
    assert "Fire on the hill" in page
    assert "Nobody confirmed me" not in page + desk.get(queue_address()).content.decode()
    assert "Readers&#x27; stories (2)" in page or "Readers' stories (2)" in page


def test_the_queue_filters_by_state(desk: Any, received: Any, editor: Any) -> None:
    actions.decline(contribution=received(headline="Old news"), reason="Printed already", by=editor)
    received(headline="New news")
    assert "Old news" not in desk.get(queue_address("received")).content.decode()
    assert "Old news" in desk.get(queue_address("declined")).content.decode()


def test_the_queue_asks_no_more_of_the_database_when_it_is_long(
    desk: Any, received: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        received(headline=f"Story {number}", email=f"{number}@example.org")
    desk.get(queue_address())
    with django_assert_max_num_queries(25) as few:
        desk.get(queue_address())
        wanted = len(few)
    for number in range(5, 15):
        received(headline=f"Story {number}", email=f"{number}@example.org")
    with django_assert_max_num_queries(wanted):
        desk.get(queue_address())


def test_one_click_makes_a_draft_with_text_pictures_and_credit(
    desk: Any, story: Contribution, editor: Any
) -> None:
    response = make_draft(desk, story)
    article = ArticlePage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert desk.get(response.url).status_code == 200
    assert not article.live
    assert article.title == "Water in the cellar"
    assert article.contributed_by == "Jo Reader"
    assert article.dateline_place == "Harbour Street"
    assert article.section == section_of()
    assert article.owner == editor
    assert [block.block_type for block in article.body] == ["text", "picture"]
    assert article.body[0].value.source == (
        "<p>It came at night.</p><p>By &lt;b&gt;six&lt;/b&gt; it stood<br/>at the railing.</p>"
    )
    assert article.picture
    assert {one.credit for one in Picture.objects.all()} == {"Jo Reader"}
    assert Picture.objects.count() == 2
    story.refresh_from_db()
    assert (story.state, story.article, story.decided_by) == (State.ACCEPTED, article, editor)


def test_the_draft_goes_where_the_editor_says(desk: Any, story: Contribution) -> None:
    make_draft(desk, story, section=section_of("city").pk)
    assert ArticlePage.objects.get().section == section_of("city")


def test_the_first_section_is_chosen_unless_said_otherwise(desk: Any, story: Contribution) -> None:
    page = desk.get(reverse("stories_one", args=[story.pk])).content.decode()
    assert re.search(rf'<option value="{section_of().pk}" selected', page)


def test_clicked_again_the_same_draft_opens(desk: Any, story: Contribution, letters: Any) -> None:
    letters()
    first, second = make_draft(desk, story), make_draft(desk, story)
    assert first.url == second.url
    assert ArticlePage.objects.count() == 1
    assert Picture.objects.count() == 2
    assert len(letters()) == 1


def test_two_editors_at_once_make_one_draft(story: Contribution, editor: Any) -> None:
    stale_copy = Contribution.objects.get()
    first = drafting.make_draft(contribution=story, section=section_of(), by=editor)
    assert drafting.make_draft(contribution=stale_copy, section=section_of(), by=editor) == first


def test_the_sender_hears_that_it_was_taken(desk: Any, story: Contribution, letters: Any) -> None:
    letters()
    make_draft(desk, story)
    [letter] = letters()
    assert letter.to == ["jo@example.org"]
    assert "Water" not in letter.subject
    assert letter.subject == "The Test Post is working on your story"


def test_when_filing_fails_no_picture_and_no_decision_stays(
    story: Contribution, editor: Any, monkeypatch: Any, settings: Any, letters: Any
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("no room")

    letters()
    monkeypatch.setattr(drafting, "file_story", fail)
    with pytest.raises(RuntimeError):
        drafting.make_draft(contribution=story, section=section_of(), by=editor)
    story.refresh_from_db()
    assert story.state == State.RECEIVED
    assert not Picture.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert not letters()


def test_declining_needs_a_reason_and_has_a_way_back(
    desk: Any, story: Contribution, letters: Any
) -> None:
    letters()
    address = reverse("stories_decline", args=[story.pk])
    assert "required" in desk.post(address, {"reason": " "}).content.decode()
    assert desk.post(address, {"reason": "We had it yesterday."}).status_code == 302
    story.refresh_from_db()
    assert (story.state, story.reason) == (State.DECLINED, "We had it yesterday.")
    assert not letters()
    assert make_draft(desk, story).url == reverse("stories_one", args=[story.pk])
    assert not ArticlePage.objects.exists()
    desk.post(reverse("stories_put_back", args=[story.pk]))
    story.refresh_from_db()
    assert (story.state, story.decided_at) == (State.RECEIVED, None)


def test_after_its_draft_was_deleted_a_story_can_be_taken_again(
    desk: Any, story: Contribution, letters: Any
) -> None:
    letters()
    make_draft(desk, story)
    back = reverse("stories_put_back", args=[story.pk])
    desk.post(back)
    story.refresh_from_db()
    assert story.state == State.ACCEPTED  # its draft is still there
    letters_of_taking = letters()
    ArticlePage.objects.get().delete()
    desk.post(back)
    make_draft(desk, story)
    assert ArticlePage.objects.count() == 1
    assert Picture.objects.count() == 2
    assert len(letters_of_taking + letters()) == 1


def test_the_way_of_every_state_is_as_the_table_says(editor: Any, received: Any) -> None:
    from broadsheet.stories.transitions import move

    story = received()
    for here in State:
        for there in State:
            story.state = here
            if there in TRANSITIONS[here]:
                move(story, there)
            else:
                with pytest.raises(NotPossible):
                    move(story, there)


@pytest.mark.parametrize("wrong", [
    {"state": "lost"},
    {"state": State.ACCEPTED},
    {"state": State.DECLINED},
    {"state": State.PUBLISHED},
    {"state": State.WITHDRAWN},
    {"verified_at": None},
])  # fmt: skip
def test_the_database_refuses_states_that_make_no_sense(received: Any, wrong: dict[str, Any]) -> None:
    received()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(**wrong)


def test_an_original_is_only_ever_a_download(desk: Any, story: Contribution) -> None:
    for attachment in story.attachments.all():
        response = desk.get(reverse("stories_file", args=[attachment.pk]))
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(response.streaming_content)


def test_a_nasty_name_stays_in_its_header(desk: Any, received: Any) -> None:
    story = received([upload('a"; filename="evil.html\r\nSet-Cookie: x=1.txt', b"text")])
    response = desk.get(reverse("stories_file", args=[story.attachments.get().pk]))
    assert "Set-Cookie" not in response.headers
    assert "\n" not in response["Content-Disposition"]
    b"".join(response.streaming_content)


def test_the_desk_looks_at_clean_copies(desk: Any, story: Contribution) -> None:
    photo, _, note = story.attachments.all()
    page = desk.get(reverse("stories_one", args=[story.pk])).content.decode()
    assert reverse("stories_thumbnail", args=[photo.pk]) in page
    small = desk.get(reverse("stories_thumbnail", args=[photo.pk]))
    assert small["Content-Type"] == "image/jpeg"
    assert "sandbox" in small["Content-Security-Policy"]
    large = desk.get(reverse("stories_clean", args=[photo.pk]))
    assert large["Content-Type"] == "image/jpeg"
    b"".join(large.streaming_content)
    assert desk.get(reverse("stories_thumbnail", args=[note.pk])).status_code == 404
    assert desk.get(reverse("stories_clean", args=[note.pk])).status_code == 404


def test_markup_from_readers_is_text_at_the_desk(desk: Any, received: Any) -> None:
    evil = "<script>alert(1)</script>"
    story = received(headline=evil, name=evil, place=evil, text=evil)
    for address in (queue_address(), reverse("stories_one", args=[story.pk])):
        assert evil not in desk.get(address).content.decode()


@pytest.mark.parametrize("name", ["stories_one", "stories_draft", "stories_decline", "stories_put_back"])
@pytest.mark.parametrize("who", ["stranger", "reader", "reporter"])
def test_only_those_with_the_permission_come_in(
    client: Any, story: Contribution, who: str, name: str
) -> None:
    from broadsheet.desk.actions import Role, give_role, set_up_newsroom

    set_up_newsroom()
    if who != "stranger":
        user = User.objects.create_user("who@example.org")
        if who == "reporter":
            give_role(user=user, role=Role.REPORTER)
        client.force_login(user)
    file = story.attachments.all()[0].pk
    for address in (reverse(name, args=[story.pk]), queue_address(), reverse("stories_queue_results"),
                    *(reverse(one, args=[file]) for one in
                      ("stories_file", "stories_clean", "stories_thumbnail"))):  # fmt: skip
        assert client.post(address, {"reason": "no", "section": 1}).status_code == 302
        assert client.get(address).status_code == 302
    story.refresh_from_db()
    assert story.state == State.RECEIVED


def test_a_moderator_declines_but_puts_no_draft_into_a_section(client: Any, story: Contribution) -> None:
    from broadsheet.desk.actions import Role, give_role, set_up_newsroom

    set_up_newsroom()
    user = User.objects.create_user("who@example.org")
    give_role(user=user, role=Role.MODERATOR)
    client.force_login(user)
    page = client.get(reverse("stories_one", args=[story.pk])).content.decode()
    assert "Make a draft" not in page
    assert "not put drafts" in page
    make_draft(client, story)
    assert not ArticlePage.objects.exists()
    client.post(reverse("stories_decline", args=[story.pk]), {"reason": "Advertising"})
    story.refresh_from_db()
    assert story.state == State.DECLINED


def test_the_desks_forms_need_their_token(client: Any, editor: Any, story: Contribution) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    answer = strict.post(reverse("stories_decline", args=[story.pk]), {"reason": "no"})
    assert answer.status_code == 403


def test_nothing_unconfirmed_can_be_seen_at_the_desk(desk: Any, send: Any) -> None:
    send([upload("quay.jpg", picture())])
    story = Contribution.objects.get()
    file = story.attachments.get()
    assert desk.get(reverse("stories_one", args=[story.pk])).status_code == 404
    assert desk.get(reverse("stories_file", args=[file.pk])).status_code == 404
    assert make_draft(desk, story).status_code == 404


def test_used_originals_and_unused_stories_have_their_time(
    desk: Any, story: Contribution, received: Any, kept_files: Any, editor: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    declined = received(headline="Old news", email="two@example.org")
    actions.decline(contribution=declined, reason="Old", by=editor)
    make_draft(desk, story)
    assert erasing.purge() == 0
    for one in Contribution.objects.all():
        one.decided_at -= keeping.ORIGINALS * 2
        one.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.purge() == 2
    assert not kept_files()
    assert Contribution.objects.get() == story  # the consent stays on record
    assert Picture.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.purge() == 0
