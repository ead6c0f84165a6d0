"""What an editor does with the newsletter: write, look, send, see how it went, see who gets it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from broadsheet.desk.actions import Role, give_role, set_up_newsroom
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.outreach.models import Delivery, DeliveryState, Issue, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import sending
from tests.outreach.conftest import Sink

LIST = "/newsroom/snippets/outreach/issue/"
SUBSCRIBERS = "/newsroom/newsletter/subscribers/"


def signed_in(role: Role) -> Client:
    set_up_newsroom()
    user = User.objects.create_user(f"{role.value.lower()}@example.org", "a long enough password")
    give_role(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(paper: Any) -> Client:
    return signed_in(Role.EDITOR)


@pytest.fixture
def readers(db: None) -> list[Subscriber]:
    return [
        Subscriber.objects.create(
            email=f"reader{number}@example.org", state=SubscriberState.CONFIRMED, confirmed_at=now()
        )
        for number in range(3)
    ]


@pytest.fixture
def sent(paper: Any, readers: list[Subscriber]) -> Issue:
    issue = Issue.objects.create(subject="The week", intro="Good morning.")
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    return issue


def test_an_editor_writes_an_issue_and_sees_it_as_its_readers_will(desk: Client, article: Any) -> None:
    assert "Newsletter" in desk.get("/newsroom/").content.decode()
    stories = {
        "stories-TOTAL_FORMS": "1", "stories-INITIAL_FORMS": "0", "stories-MIN_NUM_FORMS": "0",
        "stories-MAX_NUM_FORMS": "1000", "stories-0-article": article.pk, "stories-0-id": "",
        "stories-0-ORDER": "1", "stories-0-DELETE": "",
    }  # fmt: skip
    fields = {"subject": "The week", "intro": "Good morning.", "sample": "20"}
    saved = desk.post(f"{LIST}add/", fields | stories)
    issue = Issue.objects.get()
    assert saved["Location"] == f"/newsroom/newsletter/{issue.pk}/"
    page = desk.get(saved["Location"]).content.decode()
    assert article.title in page  # the plain text
    letter = f"/newsroom/newsletter/{issue.pk}/html/"
    assert page.count(f'src="{letter}"') == 2  # as on a desk, and as wide as a telephone
    assert f'src="{letter}?in=dark"' in page
    light, dark = (desk.get(address).content.decode() for address in (letter, f"{letter}?in=dark"))
    assert article.title in light
    assert light.count("@media (prefers-color-scheme: dark)") == 1
    assert dark == light.replace("@media (prefers-color-scheme: dark)", "@media all")
    assert "The week" in desk.get(LIST).content.decode()


def test_an_issue_for_nobody_is_not_sent(desk: Client) -> None:
    issue = Issue.objects.create(subject="The week", intro="Good morning.")
    assert "Nobody has signed up" in desk.get(f"/newsroom/newsletter/{issue.pk}/send/").content.decode()
    told = desk.post(f"/newsroom/newsletter/{issue.pk}/send/", follow=True).content.decode()
    assert "Nobody has signed up" in told
    issue.refresh_from_db()
    assert issue.state == "draft"


def test_what_went_out_can_be_neither_edited_nor_deleted(desk: Client, sent: Issue) -> None:
    for path in (f"{LIST}edit/{sent.pk}/", f"{LIST}delete/{sent.pk}/"):
        for ask in (desk.get, desk.post):
            assert ask(path, {"subject": "Other"})["Location"] == f"/newsroom/newsletter/{sent.pk}/"
    desk.post(f"/newsroom/bulk/outreach/issue/delete/?next={LIST}&id={sent.pk}")
    assert Issue.objects.get().subject == "The week"


def test_copies_that_did_not_arrive_are_named_with_the_servers_words(
    desk: Client, sent: Issue, readers: list[Subscriber], django_assert_max_num_queries: Any
) -> None:
    for reader, state, answer in zip(
        readers,
        (DeliveryState.UNCLEAR, DeliveryState.FAILED, DeliveryState.WAITING),
        ("Connection unexpectedly closed", "550 <b>no such user</b>", "451 later"),
        strict=True,
    ):
        Delivery.objects.filter(subscriber=reader).update(state=state, answer=answer, changed_at=now())
    with django_assert_max_num_queries(30):
        page = desk.get(f"/newsroom/newsletter/{sent.pk}/").content.decode()
    for words in (
        "reader0@",
        "unexpectedly",
        "reader1@",
        "550 &lt;b&gt;no such",
        "reader2@",
        "451 later",
    ):
        assert words in page
    assert "perhaps it arrived" in page


def test_subscribers_are_found_by_address_and_state_in_few_queries(
    desk: Client, readers: list[Subscriber], django_assert_max_num_queries: Any
) -> None:
    Subscriber.objects.create(email="waiting@example.org")
    with django_assert_max_num_queries(30):
        answer = desk.get(SUBSCRIBERS)
    assert answer.status_code == 200, answer.headers
    everybody = answer.content.decode()
    assert "reader0@example.org" in everybody
    assert "subscribers.csv" in everybody
    found = desk.get(f"{SUBSCRIBERS}?q=reader1").content.decode()
    assert "reader1@example.org" in found
    assert "reader0@example.org" not in found
    pending = desk.get(f"{SUBSCRIBERS}?state=pending").content.decode()
    assert "waiting@example.org" in pending
    assert "reader0@example.org" not in pending


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MODERATOR])
def test_who_may_not_send_sees_neither_issues_nor_readers(
    role: Role, paper: Any, sent: Issue, sink: Sink
) -> None:
    desk = signed_in(role)
    draft = Issue.objects.create(subject="Next week", intro="Hello.")
    assert desk.post(f"/newsroom/newsletter/{draft.pk}/send/").status_code in {302, 403}
    assert desk.post(f"/newsroom/newsletter/{draft.pk}/test/").status_code in {302, 403}
    for path in (SUBSCRIBERS, f"{SUBSCRIBERS}results/", "/newsroom/newsletter/subscribers.csv", LIST):
        answer = desk.get(path)
        assert answer.status_code in {302, 403}, path
        assert b"reader0" not in answer.content
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert sink.letters == []


def test_another_site_cannot_make_an_editor_send(desk: Client, readers: list[Subscriber]) -> None:
    issue = Issue.objects.create(subject="The week", intro="Good morning.")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    assert strict.post(f"/newsroom/newsletter/{issue.pk}/send/").status_code == 403
    assert strict.get(f"/newsroom/newsletter/{issue.pk}/send/").status_code == 200
    issue.refresh_from_db()
    assert issue.state == "draft"
