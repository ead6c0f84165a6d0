"""From the form to the newsroom's queue, and back out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.stories import erasing, keeping
from broadsheet.stories.models import Contribution, State
from broadsheet.stories.uploads import quarantine
from tests.stories.conftest import SEND, form, link_in, old_stamp, picture, upload


def only() -> Contribution:
    return Contribution.objects.get()


def test_the_page_says_what_a_sender_must_know(client: Any, paper: Any) -> None:
    response = client.get(SEND)
    page = response.content.decode()
    assert "not an anonymous channel" in page
    assert "The words and pictures are mine" in page
    assert 'enctype="multipart/form-data"' in page
    assert "style=" not in page.partition("<main")[2]
    assert response["Cache-Control"] == "private, no-cache"


def test_a_story_is_kept_before_the_address_is_confirmed(
    send: Any, letters: Any, kept_files: Any
) -> None:
    response = send([upload("quay.jpg", picture())])
    assert response.status_code == 302
    assert response.url == "/stories/send/check-mail/"
    assert only().state == State.UNVERIFIED
    assert only().licence == "1"
    assert only().attachments.count() == 1
    assert len(kept_files()) == 2  # the original and the clean copy
    [letter] = letters()
    assert letter.to == ["jo@example.org"]
    assert "Water in the cellar" not in letter.body + letter.subject
    assert "Jo Reader" not in letter.body + letter.subject


def test_looking_at_the_link_confirms_nothing_but_its_button_does(
    send: Any, letters: Any, client: Any
) -> None:
    send()
    link = link_in(letters()[0])
    page = client.get(link)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    client.head(link)
    assert only().state == State.UNVERIFIED
    assert client.post(link, {"answer": "confirm"}).url == "/stories/send/thanks/"
    assert only().state == State.RECEIVED
    assert only().verified_at


def test_the_button_pressed_twice_thanks_twice_and_mails_once(
    send: Any, letters: Any, client: Any
) -> None:
    send()
    link = link_in(letters()[0])
    for _ in range(2):
        assert client.post(link, {"answer": "confirm"}).status_code == 302
    assert len(letters()) == 1
    assert "confirmed already" in client.get(link).content.decode()


def test_who_did_not_send_it_deletes_it(send: Any, letters: Any, client: Any, kept_files: Any,
                                        django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    send([upload("quay.jpg", picture())])
    link = link_in(letters()[0])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(link, {"answer": "discard"}).status_code == 200
    assert not Contribution.objects.exists()
    assert not kept_files()
    assert client.get(link).status_code == 404


def test_a_confirmed_story_is_not_deleted_by_the_old_link(send: Any, letters: Any, client: Any) -> None:
    send()
    link = link_in(letters()[0])
    client.post(link, {"answer": "confirm"})
    assert "confirmed already" in client.post(link, {"answer": "discard"}).content.decode()
    assert only().state == State.RECEIVED


@pytest.mark.parametrize("page", ["confirm", "withdraw"])
def test_a_forged_link_leads_nowhere(client: Any, send: Any, page: str) -> None:
    send()
    for token in (only().key, only().key + ":forged", "x"):
        assert client.post(f"/stories/{page}/{token}/").status_code == 404
    assert only().state == State.UNVERIFIED


def test_a_link_is_good_for_one_thing_only(send: Any, letters: Any, client: Any) -> None:
    send()
    link = link_in(letters()[0])
    assert client.post(link.replace("confirm", "withdraw")).status_code == 404


def test_a_reader_whose_account_has_the_address_needs_no_mail(
    client: Any, send: Any, letters: Any
) -> None:
    user = User.objects.create_user("jo@example.org", name="Jo Reader")
    EmailAddress.objects.create(user=user, email="jo@example.org", verified=True, primary=True)
    client.force_login(user)
    assert 'value="jo@example.org"' in client.get(SEND).content.decode()
    assert send(email="Jo@Example.org").url == "/stories/send/thanks/"
    assert only().state == State.RECEIVED
    assert only().user == user
    [letter] = letters()
    assert "take it back" in letter.body


def test_an_account_without_a_confirmed_address_is_asked_like_everybody(client: Any, send: Any) -> None:
    user = User.objects.create_user("jo@example.org")
    EmailAddress.objects.create(user=user, email="jo@example.org", verified=False, primary=True)
    client.force_login(user)
    assert send().url == "/stories/send/check-mail/"
    assert send(email="somebody@example.org").url == "/stories/send/check-mail/"
    assert set(Contribution.objects.values_list("state", flat=True)) == {State.UNVERIFIED}


def test_known_and_unknown_addresses_get_the_same_answer(send: Any, letters: Any) -> None:
    user = User.objects.create_user("known@example.org")
    EmailAddress.objects.create(user=user, email="known@example.org", verified=True, primary=True)
    known, unknown = send(email="known@example.org"), send(email="unknown@example.org")
    assert (known.status_code, known.url, known.cookies) == (
        unknown.status_code, unknown.url, unknown.cookies,
    )  # fmt: skip
    one, other = letters()
    assert one.subject == other.subject


def test_sent_twice_it_is_kept_once_and_the_mail_goes_out_again(
    send: Any, letters: Any, kept_files: Any
) -> None:
    content = picture()
    for _ in range(2):
        assert send([upload("quay.jpg", content)]).status_code == 302
    assert only().attachments.count() == 1
    assert len(kept_files()) == 2
    assert len(letters()) == 2


def test_a_changed_text_is_another_story(send: Any) -> None:
    send()
    send(text="It came at night, and it came again.")
    assert Contribution.objects.count() == 2


def test_what_nobody_confirms_is_deleted_with_its_files(
    send: Any, kept_files: Any, django_capture_on_commit_callbacks: Any
) -> None:
    send([upload("quay.jpg", picture())])
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.purge() == 0
        Contribution.objects.update(sent_at=now() - keeping.UNVERIFIED - timedelta(minutes=1))
        assert erasing.purge() == 1
    assert not Contribution.objects.exists()
    assert not kept_files()


def test_what_waits_is_never_deleted_by_the_clock(received: Any) -> None:
    received()
    long_ago = now() - timedelta(days=2000)
    Contribution.objects.update(sent_at=long_ago, verified_at=long_ago)
    assert erasing.purge() == 0
    assert only().state == State.RECEIVED


def test_a_file_that_no_story_knows_is_swept_away_after_a_day(
    received: Any, kept_files: Any, monkeypatch: Any
) -> None:
    received([upload("quay.jpg", picture())])
    with quarantine.shelf() as shelf:
        shelf.put(upload("lost.bin", b"left by a crash").file)
    assert len(kept_files()) == 3
    assert erasing.sweep() == 0
    monkeypatch.setattr(quarantine, "now", lambda: now() + timedelta(days=2))
    assert erasing.sweep() == 1
    assert len(kept_files()) == 2


def test_a_sender_takes_the_story_back(received: Any, letters: Any, client: Any, kept_files: Any,
                                       django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    received([upload("quay.jpg", picture())])
    link = link_in(letters()[0])
    assert client.get(link).status_code == 200
    assert only().state == State.RECEIVED
    with django_capture_on_commit_callbacks(execute=True):
        assert "taken your story back" in client.post(link).content.decode()
    assert only().state == State.WITHDRAWN
    assert only().text == ""
    assert not kept_files()


def test_the_account_page_lists_what_its_reader_sent(client: Any, received: Any) -> None:
    from broadsheet.stories.account import sent_stories

    user = User.objects.create_user("jo@example.org")
    assert sent_stories(user) is None
    received()
    assert sent_stories(user) is None  # the address is not shown to be theirs
    EmailAddress.objects.create(user=user, email="jo@example.org", verified=True, primary=True)
    part = sent_stories(user)
    assert part
    assert part.context["stories"][0]["withdraw"]


def test_erasing_an_account_takes_what_was_not_used_along(received: Any) -> None:
    from broadsheet.stories.actions import erase_sender

    received()
    erase_sender(user=User.objects.create_user("jo@example.org"), emails=["jo@example.org"])
    assert not Contribution.objects.exists()


# What goes wrong


def refused(response: Any, sentence: str) -> str:
    """The form again with this sentence and everything that was filled in; nothing kept."""
    page: str = response.content.decode()
    assert sentence in page, page.partition("<main")[2][:3000]
    assert "It came at night." in page
    assert "Water in the cellar" in page
    assert "jo@example.org" in page
    assert not Contribution.objects.exists()
    return page


def test_another_sites_form_is_refused(client: Any, paper: Any) -> None:
    response = client.post(SEND, form(), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    response = client.post(SEND, form(), headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("stamp", "sentence"),
    [
        ("forged", "not complete"),
        ("", "not complete"),
        (1, "very fast"),
        (25 * 3600, "more than a day"),
    ],
)
def test_a_bad_stamp_loses_nothing_and_the_next_try_is_good(
    send: Any, stamp: str | int, sentence: str
) -> None:
    stamp = old_stamp(stamp) if isinstance(stamp, int) else stamp
    page = refused(send(stamp=stamp), sentence)
    assert f'value="{stamp}"' not in page
    fresh = re.search(r'name="stamp" value="(stories again:[^"]+)"', page)
    assert fresh
    assert send(stamp=fresh[1]).status_code == 302
    assert Contribution.objects.count() == 1


def test_the_trap_stops_programs_but_says_so(send: Any) -> None:
    refused(send(website="http://spam.example"), "leave this field empty")


def test_without_consent_nothing_is_kept(send: Any) -> None:
    refused(send(consent=""), "we may not print")


def test_consent_to_old_terms_does_not_count(send: Any) -> None:
    page = refused(send(licence="0"), "terms have changed")
    assert 'name="licence" value="1"' in page


@pytest.mark.parametrize("field", ["headline", "name", "email"])
def test_a_line_break_cannot_reach_a_header(send: Any, letters: Any, field: str) -> None:
    response = send(**{field: "jo@example.org\r\nBcc: all@example.org"})
    for letter in letters():
        assert letter.recipients() == ["jo@example.org"]
        assert "\n" not in letter.subject
    if response.status_code == 302:
        assert "\n" not in getattr(only(), field)


def test_an_over_long_text_is_refused_and_stays(send: Any) -> None:
    text = "It came at night. " * 6000
    response = send(text=text)
    page = refused(response, "at most 60000 characters")
    assert page.count("It came at night.") >= 6000


def test_markup_in_every_field_is_shown_as_text(send: Any, letters: Any, client: Any) -> None:
    evil = "<script>alert(1)</script>"
    page = send(headline=evil, name=evil, place=evil, text=evil, consent="").content.decode()
    assert evil not in page
    send(headline=evil, name=evil)
    link = link_in(letters()[0])
    assert evil not in client.get(link).content.decode()


def test_one_sender_may_send_five_a_day(send: Any) -> None:
    for number in range(5):
        assert send(headline=f"Story {number}").status_code == 302
    answer = send(headline="Story 6")
    assert answer.status_code == 429
    assert "tomorrow" in answer.content.decode()
    assert "It came at night." in answer.content.decode()
    assert Contribution.objects.count() == 5
    assert send(email="another@example.org").status_code == 302


def test_one_network_may_try_thirty_times_an_hour(send: Any) -> None:
    for _ in range(30):
        assert send(consent="").status_code == 200
    assert send().status_code == 429
    assert not Contribution.objects.exists()


def test_no_address_is_kept_in_the_counts(send: Any) -> None:
    from broadsheet.foundation.models import LimitCount

    send()
    keys = " ".join(LimitCount.objects.values_list("key", flat=True))
    assert "127.0" not in keys
    assert "jo@" not in keys


def test_the_form_itself_is_one_page_for_each_reader(client: Any, paper: Any) -> None:
    first = client.get(SEND).content.decode()
    user = User.objects.create_user("secret@example.org", name="Secret Name")
    client.force_login(user)
    assert "secret@example.org" in client.get(SEND).content.decode()
    client.logout()
    again = client.get(SEND).content.decode()
    assert "secret@example.org" not in first + again
