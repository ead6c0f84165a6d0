"""Calls for stories, votes and tips: what readers send, and who tries to get round it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, Picture, SectionPage
from broadsheet.stories import actions, drafting, erasing, keeping, licence, voting
from broadsheet.stories.models import (
    Call,
    Candidate,
    Contribution,
    Question,
    State,
    StoriesSettings,
    Vote,
)
from broadsheet.stories.transitions import NotPossible
from tests.stories.conftest import form, picture, upload


@pytest.fixture
def call(paper: Any) -> Call:
    made = Call.objects.create(
        title="Your snow pictures", slug="snow", prompt="Show us the snow.", is_public=True,
        until=now() + timedelta(days=3), licence="cc-by-4", words="no", files="must",
    )  # fmt: skip
    Question.objects.create(call=made, label="Which street?", required=True, sort_order=0)
    Question.objects.create(
        call=made, label="How deep?", kind="choice", choices="Ankle\nKnee", sort_order=1
    )
    Question.objects.create(call=made, label="May we call you?", kind="yes", sort_order=2)
    return made


def answers(call: Call, *said: str) -> dict[str, str]:
    keys = Question.objects.filter(call=call).values_list("pk", flat=True)
    return {f"question_{key}": one for key, one in zip(keys, said, strict=False) if one}


@pytest.fixture
def send_for(client: Any) -> Any:
    def one(call: Call, files: Any, *said: str, **fields: Any) -> Any:
        filled = form(licence=call.licence, **fields) | answers(call, *said)
        return client.post(call.url, filled | {"attachments": list(files)})

    return one


@pytest.fixture
def entries(call: Call, send_for: Any, editor: Any) -> list[Candidate]:
    """Two stories that stand to a vote which is open."""
    found = []
    for number, name in enumerate(("Ann", "Ben")):
        content = picture(color=(10, 40 * number, 90))
        files = [upload(f"{name}.jpg", content)]
        said = ("Quay Street", "Knee")
        answer = send_for(call, files, *said, name=name, email=f"{name}@example.org",
                          headline=f"Snow of {name}")  # fmt: skip
        assert answer.status_code == 302, answer.content.decode()
        story = actions.confirm(contribution=Contribution.objects.latest("pk"))
        found.append(voting.put_forward(contribution=story, by=editor))
    Call.objects.update(until=now(), vote_until=now() + timedelta(days=2))
    return found


def cast(candidate: Candidate, client: Any, **headers: str) -> Any:
    address = reverse("stories_cast", args=[candidate.call.slug])
    return client.post(address, {"candidate": candidate.pk}, headers=headers)


def voices() -> list[int]:
    return list(Candidate.objects.order_by("pk").values_list("votes", flat=True))


# Calls


def test_a_call_says_what_is_wanted_until_when_and_on_what_terms(client: Any, call: Call) -> None:
    page = client.get(call.url).content.decode()
    for words in ("Show us the snow.", "Which street?", "Knee", "Until ", "Creative Commons"):
        assert words in page
    assert 'name="text"' not in page
    assert "Your snow pictures" in client.get("/stories/").content.decode()


def test_what_a_call_asks_is_kept_with_the_terms_agreed_to(
    call: Call, send_for: Any, client: Any, editor: Any
) -> None:
    files = [upload("quay.jpg", picture())]
    assert send_for(call, files, "Quay Street", "Knee", "on").status_code == 302
    story = Contribution.objects.get()
    assert (story.call, story.licence, story.text) == (call, "cc-by-4", "")
    assert story.answers == [["Which street?", "Quay Street"], ["How deep?", "Knee"],
                             ["May we call you?", "yes"]]  # fmt: skip
    actions.confirm(contribution=story)
    client.force_login(editor)
    page = client.get(reverse("stories_one", args=[story.pk])).content.decode()
    assert "Quay Street" in page
    assert "Your snow pictures" in page
    queue = client.get(reverse("stories_queue") + f"?call={call.pk}").content.decode()
    assert "Water in the cellar" in queue


@pytest.mark.parametrize(("files", "said", "fields", "sentence"), [
    (0, ("Quay Street",), {}, "choose at least one file"),
    (1, ("",), {}, "This field is required"),
    (1, ("Quay Street", "Neck"), {}, "is not one of the available choices"),
    (1, ("Quay " * 100,), {}, "at most 300 characters"),
    (1, ("Quay Street",), {"licence": licence.CURRENT}, "terms have changed"),
    (1, ("Quay Street",), {"consent": ""}, "we may not print"),
])  # fmt: skip
def test_what_does_not_fit_a_call_is_refused_with_everything_kept_on_the_page(
    call: Call, send_for: Any, files: int, said: Any, fields: Any, sentence: str
) -> None:
    if "licence" in fields:
        call.licence = fields.pop("licence")
    answer = send_for(call, [upload("quay.jpg", picture())] * files, *said, **fields)
    page = answer.content.decode()
    assert sentence in page
    assert "Water in the cellar" in page
    assert not Contribution.objects.exists()


def test_after_the_deadline_nothing_is_taken_and_the_page_says_so(
    call: Call, send_for: Any, client: Any
) -> None:
    Call.objects.update(until=now() - timedelta(minutes=1))
    assert send_for(call, [upload("quay.jpg", picture())], "Quay").status_code == 410
    assert "This call ended" in client.get(call.url).content.decode()
    assert "Your snow pictures" not in client.get("/stories/").content.decode()
    assert not Contribution.objects.exists()


def test_a_call_that_is_not_public_is_nowhere(call: Call, send_for: Any, client: Any) -> None:
    Call.objects.update(is_public=False, vote_until=now() + timedelta(days=1))
    for path in (call.url, call.vote_url):
        assert client.get(path).status_code == 404
    assert send_for(call, [], "Quay").status_code == 404
    assert "Your snow pictures" not in client.get("/stories/").content.decode()


def test_an_editor_makes_a_call_with_questions_in_the_newsroom(client: Any, editor: Any) -> None:
    client.force_login(editor)
    address = reverse("wagtailsnippets_stories_call:add")
    assert client.get(address).status_code == 200
    vote = localtime(now() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")
    answer = client.post(address, {
        "title": "Potholes", "slug": "potholes", "prompt": "Where?", "is_public": "on", "until": "",
        "words": "may", "files": "may", "licence": "1", "vote_until": vote,
        "questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0", "questions-MIN_NUM_FORMS": "0",
        "questions-MAX_NUM_FORMS": "12", "questions-0-label": "Street", "questions-0-kind": "line",
        "questions-0-choices": "", "questions-0-ORDER": "1", "questions-0-id": "",
    })  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    client.logout()
    assert "Potholes" in client.get("/stories/").content.decode()
    assert "Street" in client.get("/stories/calls/potholes/").content.decode()


# Votes


def test_a_reader_has_one_vote_and_can_move_it(entries: Any, client: Any) -> None:
    page = client.get(entries[0].call.vote_url).content.decode()
    assert "Snow of Ann" in page
    assert "<picture" in page
    assert cast(entries[0], client).url == "/stories/calls/snow/voted/"
    cast(entries[0], client)
    assert voices() == [1, 0]
    cast(entries[1], client)
    assert voices() == [0, 1]
    assert "1 vote" not in client.get(entries[0].call.vote_url).content.decode()
    Call.objects.update(vote_until=now())
    assert "1 vote" in client.get(entries[0].call.vote_url).content.decode()


def test_signing_in_does_not_give_a_second_vote(entries: Any, client: Any) -> None:
    cast(entries[0], client)
    client.force_login(User.objects.create_user("jo@example.org"))
    cast(entries[1], client)
    assert voices() == [0, 1]
    assert Vote.objects.count() == 1


def test_throwing_the_cookie_away_gives_few_votes_and_an_account_still_has_its_own(
    entries: Any,
) -> None:
    for _ in range(voting.MOST_OF_A_NETWORK):
        assert cast(entries[0], Client()).status_code == 302
    refused = cast(entries[0], Client())
    assert refused.status_code == 429
    assert "Sign in" in refused.content.decode()
    assert voices() == [voting.MOST_OF_A_NETWORK, 0]
    reader = Client()
    reader.force_login(User.objects.create_user("jo@example.org"))
    cast(entries[1], reader)
    assert voices() == [voting.MOST_OF_A_NETWORK, 1]


def test_a_forged_cookie_is_nobodys(entries: Any, client: Any) -> None:
    cast(entries[0], client)
    thief = Client()
    thief.cookies["writer"] = client.cookies["writer"].value[:-2] + "xx"
    cast(entries[1], thief)
    assert voices() == [1, 1]


def test_a_vote_is_attacked(entries: Any, client: Any, call: Call) -> None:
    address = reverse("stories_cast", args=["snow"])
    assert cast(entries[0], client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert cast(entries[0], client, Origin="https://evil.example").status_code == 403
    assert client.get(address).status_code == 405
    for wrong in ("", "0", "x", "9" * 40, "-1", "1 OR 1=1"):
        assert client.post(address, {"candidate": wrong}).status_code == 404
    other = Call.objects.create(title="Other", slug="other", prompt="?", is_public=True,
                                vote_until=now() + timedelta(days=1))  # fmt: skip
    strange = reverse("stories_cast", args=[other.slug])
    assert client.post(strange, {"candidate": entries[0].pk}).status_code == 404
    Call.objects.filter(pk=call.pk).update(vote_until=now())
    assert cast(entries[0], client).status_code == 410
    assert voices() == [0, 0]


def test_no_address_stands_beside_a_vote_and_who_voted_is_forgotten(entries: Any, client: Any) -> None:
    cast(entries[0], client)
    [vote] = Vote.objects.all()
    assert "127." not in vote.by + vote.address_hash
    assert client.cookies["writer"].value.partition(":")[0] not in vote.by
    assert erasing.forget_voices() == 0
    Call.objects.update(vote_until=now() - keeping.VOTES - timedelta(minutes=1))
    assert erasing.forget_voices() == 1
    assert voices() == [1, 0]


def test_who_takes_a_story_back_is_out_of_the_vote_at_once(
    entries: Any, client: Any, kept_files: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = entries[0].call.vote_url
    assert "Snow of Ann" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(contribution=entries[0].contribution)
    assert "Snow of Ann" not in client.get(page).content.decode()
    assert Picture.objects.count() == 1
    assert len(kept_files()) == 2


def test_a_story_in_the_vote_can_still_become_an_article(entries: Any, editor: Any) -> None:
    story = entries[0].contribution
    with pytest.raises(NotPossible):
        actions.put_back(contribution=story)
    section = SectionPage.objects.get(slug="world")
    article = drafting.make_draft(contribution=story, section=section, by=editor)
    assert article.contributed_by == "Ann"
    assert Picture.objects.count() == 2  # of the vote, not once more


def test_the_sender_hears_that_readers_vote(entries: Any, letters: Any) -> None:
    told = [letter for letter in letters() if "vote" in letter.subject]
    assert [letter.to for letter in told] == [["ann@example.org"], ["ben@example.org"]]
    assert "/stories/calls/snow/vote/" in told[0].body


def test_only_what_was_sent_for_a_call_goes_to_the_vote(received: Any, editor: Any) -> None:
    with pytest.raises(NotPossible):
        voting.put_forward(contribution=received(), by=editor)


# Tips


def tip(client: Any, **fields: str) -> Any:
    filled = form(name="", **fields)
    for name in ("place", "consent", "licence"):
        filled.pop(name)
    return client.post("/stories/tip/", filled)


def test_the_page_for_tips_says_that_it_is_not_anonymous_and_where_it_is_safer(
    client: Any, paper: Any
) -> None:
    page = client.get("/stories/tip/").content.decode()
    assert "not an anonymous channel" in page
    assert "safer way" not in page
    StoriesSettings.objects.create(safe_channel="https://safe.example/how", safe_channel_note="Tor.")
    page = client.get("/stories/tip/").content.decode()
    assert 'href="https://safe.example/how"' in page
    assert page.index("not an anonymous channel") < page.index("<form")


def test_a_tip_needs_no_name_and_is_never_printed(client: Any, editor: Any, letters: Any) -> None:
    assert tip(client).url == "/stories/send/check-mail/"
    found = actions.confirm(contribution=Contribution.objects.get())
    assert (found.is_tip, found.name, found.licence) == (True, "", "")
    section = SectionPage.objects.get(slug="world")
    with pytest.raises(NotPossible):
        drafting.make_draft(contribution=found, section=section, by=editor)
    client.force_login(editor)
    letters()
    client.post(reverse("stories_take_up", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == State.ACCEPTED
    assert letters() == []  # the less is written, the better
    assert not ArticlePage.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(call=Call.objects.create(title="A", slug="a", prompt="?"))


def test_a_tip_that_was_followed_has_its_time(client: Any, paper: Any, editor: Any) -> None:
    tip(client)
    found = actions.confirm(contribution=Contribution.objects.get())
    actions.take_up(contribution=found, by=editor)
    Contribution.objects.update(decided_at=now() - keeping.TIPS + timedelta(days=1))
    assert erasing.purge() == 0
    Contribution.objects.update(decided_at=now() - keeping.TIPS - timedelta(days=1))
    assert erasing.purge() == 1
    assert not Contribution.objects.exists()


def test_a_tip_is_attacked(client: Any, paper: Any) -> None:
    answer = client.post("/stories/tip/", form(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "leave this field empty" in tip(client, website="http://spam.example").content.decode()
    assert "not complete" in tip(client, stamp="forged").content.decode()
    evil = "<script>alert(1)</script>"
    assert evil not in tip(client, headline=evil, text=evil, email="no").content.decode()
    assert not Contribution.objects.exists()
