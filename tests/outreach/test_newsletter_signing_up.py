"""Signing up from any page, links that are spent, and what an outage of the mail server costs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django_tasks_db.models import DBTaskResult

from broadsheet.foundation import accounts
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.outreach.models import Issue, IssueState, IssueStory, Subscriber, SubscriberState
from broadsheet.outreach.newsletter import actions, tasks, tokens
from tests.outreach.conftest import Sink

EMAIL = "reader@example.org"
FETCH = {"X-Requested-With": "fetch"}


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the page's form for signing up."""
    form = re.search(r'<form[^>]*action="/newsletter/".*?</form>', page, re.DOTALL)
    assert form, page
    tags = re.findall(r"<input[^>]*>", form[0])
    named = {re.search(r'name="([^"]+)"', tag)[1]: tag for tag in tags}  # type: ignore[index]
    values = {name: re.search(r'value="([^"]*)"', tag) for name, tag in named.items()}
    return {name: value[1] if value else "" for name, value in values.items()}


def state() -> str:
    return Subscriber.objects.get().state


def questions() -> Any:
    """Letters that ask, waiting to be sent."""
    return DBTaskResult.objects.filter(task_path__endswith="mail_question")


def a_pending() -> Subscriber:
    return Subscriber.objects.create(email=EMAIL, mailed_at=now())


def test_the_form_on_the_front_page_costs_one_more_click_however_old_the_page(article: Any) -> None:
    front = Client().get("/").content.decode()
    sent = fields_of(front) | {"email": EMAIL}
    assert "stamp" not in sent
    second = Client().post("/newsletter/", sent)
    page = second.content.decode()
    assert "One more click" in page
    assert second["Cache-Control"] == "private, no-store"
    assert not Subscriber.objects.exists()
    filled = fields_of(page)
    assert filled["email"] == EMAIL
    assert Client().post("/newsletter/", filled)["Location"] == "/newsletter/asked/"
    assert state() == SubscriberState.PENDING


def test_the_form_can_be_sent_in_its_place(article: Any) -> None:
    second = Client().post("/newsletter/", {"email": EMAIL}, headers=FETCH).content.decode()
    assert second.startswith("<section")
    done = Client().post("/newsletter/", fields_of(second), headers=FETCH).content.decode()
    assert done.startswith("<section")
    assert "Look at your mail" in done
    wrong = Client().post("/newsletter/", fields_of(second) | {"email": "x"}, headers=FETCH)
    assert 'aria-invalid="true"' in wrong.content.decode()
    known = Client().post("/newsletter/", fields_of(second), headers=FETCH).content.decode()
    assert known == done


@pytest.mark.parametrize("email", ['"><script>alert(1)</script>', "a@b.org\r\nBcc: c@d.org", "x" * 9000])
def test_what_is_put_into_the_form_from_outside_is_only_text(paper: Any, email: str) -> None:
    for page in (
        Client().get("/newsletter/", {"email": email}),
        Client().post("/newsletter/", {"email": email}),
        Client().post("/newsletter/", {"email": email}, headers=FETCH),
    ):
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "\nBcc" not in text
        assert "x" * 255 not in text
        assert page["Cache-Control"] == "private, no-store"
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
def test_nothing_but_post_changes_anything(paper: Any, method: str) -> None:
    subscriber = a_pending()
    Subscriber.objects.update(confirmed_at=now() - timedelta(days=9))
    ask = getattr(Client(), method)
    for path in (
        "/newsletter/?email=new@example.org",
        f"/newsletter/confirm/{tokens.to_confirm(subscriber)}/",
        f"/newsletter/leave/{tokens.to_leave(subscriber.pk)}/?answer=return",
    ):
        ask(path)
        assert state() == SubscriberState.PENDING
    assert not questions().exists()


def test_a_link_is_good_until_its_owner_has_decided(paper: Any) -> None:
    subscriber = a_pending()
    link = f"/newsletter/confirm/{tokens.to_confirm(subscriber)}/"
    for _ in range(2):  # a second press says the same
        assert "You get the newsletter" in Client().post(link).content.decode()
    actions.leave(subscriber=subscriber)
    assert Client().post(link).status_code == 404
    assert state() == SubscriberState.UNSUBSCRIBED
    fresh = f"/newsletter/confirm/{tokens.to_confirm(subscriber)}/"
    Client().post(fresh)
    assert state() == SubscriberState.CONFIRMED


def test_the_way_back_is_only_for_who_was_in_and_from_our_own_page(paper: Any) -> None:
    subscriber = a_pending()
    leave = f"/newsletter/leave/{tokens.to_leave(subscriber.pk)}/"
    Client().post(leave, {"answer": "return"})
    assert state() == SubscriberState.PENDING
    actions.confirm(subscriber=subscriber)
    Client().post(leave)
    Client().post(leave, {"answer": "return"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert state() == SubscriberState.UNSUBSCRIBED
    Client().post(leave, {"answer": "return"})
    assert state() == SubscriberState.CONFIRMED


def test_another_site_can_confirm_for_nobody(paper: Any) -> None:
    link = f"/newsletter/confirm/{tokens.to_confirm(a_pending())}/"
    assert Client().post(link, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert state() == SubscriberState.PENDING


def test_a_question_waits_for_the_mail_server_to_come_back(
    paper: Any, serve_mail: Any, settings: Any
) -> None:
    sink = serve_mail(Sink())
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    subscriber = a_pending()
    tasks.mail_question.func(subscriber.pk)
    later = questions().get()
    assert later.run_after > now()
    settings.EMAIL_PORT = port
    tasks.mail_question.func(*later.args_kwargs["args"])
    assert [letter["To"] for letter in sink.letters] == [EMAIL]


def test_a_question_given_up_may_be_asked_for_again_at_once(paper: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    subscriber = a_pending()
    tasks.mail_question.func(subscriber.pk, len(tasks.QUESTION_WAITS))
    assert not questions().exists()
    subscriber.refresh_from_db()
    assert subscriber.mailed_at is None


def test_an_address_that_was_asked_again_is_not_forgotten_too_early(paper: Any) -> None:
    a_pending()
    Subscriber.objects.update(asked_at=now() - actions.NEVER_ANSWERED - timedelta(days=1))
    assert actions.forget_unanswered() == 0


def test_an_account_takes_only_addresses_along_that_are_proved_to_be_its_own(paper: Any) -> None:
    for email in (EMAIL, "second@example.org", "neighbour@example.org"):
        Subscriber.objects.create(email=email, state=SubscriberState.CONFIRMED, confirmed_at=now())
    user = User.objects.create_user(EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
    EmailAddress.objects.create(user=user, email="neighbour@example.org", verified=False)
    accounts.erase(user=user)
    assert [one.email for one in Subscriber.objects.all()] == ["neighbour@example.org"]


# The archive ----------------------------------------------------------------


def sent_issue(subject: str, *articles: Any) -> Issue:
    issue = Issue(subject=subject, state=IssueState.SENT, started_at=now(), finished_at=now())
    issue.stories = [IssueStory(article=article) for article in articles]
    issue.save()
    return issue


def test_every_issue_can_be_found_in_few_queries(paper: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(40):
        sent_issue(f"Week {number}")
    Issue.objects.create(subject="Not yet")
    page = Client().get("/newsletter/").content.decode()
    assert "Week 39" in page
    assert 'href="/newsletter/issues/"' in page
    with django_assert_max_num_queries(12):
        first = Client().get("/newsletter/issues/").content.decode()
    second = Client().get("/newsletter/issues/?page=2").content.decode()
    found = set(re.findall(r"Week \d+", first + second))
    assert len(found) == 40
    assert "Not yet" not in first + second


def test_an_issue_kept_as_a_plate_follows_its_articles(press: Any, file_article: Any) -> None:
    with press.committed():
        first, second = file_article("River rises"), file_article("Bridge opens")
        issue = sent_issue("Week", first, second)
    assert "River rises" in press.read(issue.url).text
    with press.committed():
        news.withdraw(article=first)
    assert "River rises" not in press.read(issue.url).text
    press.bake()
    kept = press.read(issue.url).text
    assert "River rises" not in kept
    assert "Bridge opens" in kept
