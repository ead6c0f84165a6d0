"""The newsletter: nobody gets it who did not say so, and nobody gets it twice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation import accounts, stamps
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.outreach.models import (
    Delivery,
    DeliveryState,
    Issue,
    IssueState,
    IssueStory,
    Subscriber,
    SubscriberState,
)
from broadsheet.outreach.newsletter import actions, batches, pace, sending, tasks, tokens
from tests.outreach.conftest import Sink

DAY = timedelta(days=1)


def filled(**more: str) -> dict[str, str]:
    stamp = stamps.stamp(purpose="newsletter again")
    return {"email": "reader@example.org", "stamp": stamp, "website": ""} | more


def sign_up(client: Client | None = None, **more: str) -> Any:
    return (client or Client()).post("/newsletter/", filled(**more))


def ask_all() -> None:
    for subscriber in Subscriber.objects.exclude(mailed_at=None):
        tasks.mail_question.func(subscriber.pk)


def link_in(letter: Any, part: str) -> str:
    text = letter.get_body(("plain",)).get_content()
    found = re.search(rf"http://testserver(/newsletter/{part}/\S+)", text)
    assert found, text
    return found[1]


@pytest.fixture
def readers(db: None) -> list[Subscriber]:
    return [
        Subscriber.objects.create(
            email=f"reader{number}@example.org", state=SubscriberState.CONFIRMED, confirmed_at=now()
        )
        for number in range(5)
    ]


@pytest.fixture
def issue(article: Any) -> Issue:
    made = Issue.objects.create(subject="The week", intro="Good morning.\n\nIt rained.")
    made.stories = [IssueStory(article=article)]
    made.save()
    return made


# Signing up and off ---------------------------------------------------------


def test_nothing_comes_before_a_yes_and_everything_stops_with_one_click(paper: Any, sink: Sink) -> None:
    assert sign_up()["Location"] == "/newsletter/asked/"
    ask_all()
    [letter] = sink.letters
    assert letter["Subject"] == "Do you want the newsletter of The Test Post?"
    link = link_in(letter, "confirm")
    subscriber = Subscriber.objects.get()
    for _ in range(2):  # a scanner looks at the link
        assert Client().get(link).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.PENDING
    assert "You get the newsletter" in Client().post(link).content.decode()
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.CONFIRMED
    leave = f"/newsletter/leave/{tokens.to_leave(subscriber.pk)}/"
    assert Client().get(leave).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.CONFIRMED
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.UNSUBSCRIBED
    strict.post(leave, {"answer": "return"})
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.CONFIRMED


def test_an_address_is_asked_once_a_day_and_the_answer_is_always_the_same(
    paper: Any, sink: Sink, readers: list[Subscriber]
) -> None:
    pages = {sign_up(email=one)["Location"] for one in ("new@example.org", "new@example.org")}
    pages |= {sign_up(email=readers[0].email)["Location"]}
    actions.leave(subscriber=readers[1])
    pages |= {sign_up(email=readers[1].email)["Location"], sign_up(website="x")["Location"]}
    assert pages == {"/newsletter/asked/"}
    asked = Subscriber.objects.exclude(mailed_at=None)
    assert {one.email for one in asked} == {"new@example.org", readers[1].email}
    first = asked.get(email="new@example.org").mailed_at
    Subscriber.objects.update(mailed_at=now() - DAY - timedelta(minutes=1))
    sign_up(email="NEW@example.org")
    assert Subscriber.objects.get(email="new@example.org").mailed_at > first


def test_a_form_too_old_costs_one_more_click(paper: Any) -> None:
    for stamp in ("", "forged", stamps.stamp(purpose="newsletter")):
        shown = sign_up(stamp=stamp)
        assert shown.status_code == 200
        page = shown.content.decode()
        assert 'value="reader@example.org"' in page
        fresh = re.search(r'name="stamp" value="([^"]+)"', page)
        assert fresh
    assert not Subscriber.objects.exists()
    assert sign_up(stamp=fresh[1]).status_code == 302


def test_other_sites_links_and_floods_sign_nobody_up(
    paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cross = Client().post("/newsletter/", filled(), headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    page = Client().get("/newsletter/?email=reader@example.org").content.decode()
    assert 'value="reader@example.org"' in page
    assert not Subscriber.objects.exists()
    monkeypatch.setattr(actions, "A_READER_AN_HOUR", 2)
    answers = [sign_up(email=f"{number}@example.org").status_code for number in range(3)]
    assert answers == [302, 302, 429]
    monkeypatch.setattr(actions, "A_DOMAIN_A_DAY", 3)
    far = Client(REMOTE_ADDR="198.51.100.9")
    assert [sign_up(far, email=f"x{number}@example.org").status_code for number in range(2)] == [
        302,
        429,
    ]


@pytest.mark.parametrize(
    "email", ["x", "a@b", "a@example.org\r\nBcc: all@example.org", "a" * 300 + "@b.org"]
)
def test_no_address_is_a_sentence(paper: Any, email: str) -> None:
    assert sign_up(email=email).status_code == 200
    assert not Subscriber.objects.exists()


def test_links_that_nobody_signed_or_too_old_do_nothing(
    paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscriber = Subscriber.objects.create(email="a@example.org")
    old = tokens.to_confirm(subscriber)
    monkeypatch.setattr(tokens, "CONFIRM_AGE", timedelta(seconds=-1))
    for path in (f"confirm/{old}", "confirm/1:forged", f"leave/{old}", "leave/1:forged"):
        assert Client().post(f"/newsletter/{path}/").status_code == 404
    subscriber.refresh_from_db()
    assert subscriber.state == SubscriberState.PENDING


def test_an_address_that_never_answered_is_forgotten(paper: Any) -> None:
    sign_up()
    long_ago = now() - actions.NEVER_ANSWERED - DAY
    Subscriber.objects.update(asked_at=long_ago, mailed_at=long_ago)
    assert actions.forget_unanswered() == 1


def test_an_account_subscribes_with_its_confirmed_address_alone(paper: Any) -> None:
    from allauth.account.models import EmailAddress

    user = User.objects.create_user("aru@example.org")
    client = Client()
    client.force_login(user)
    client.post("/newsletter/account/", {"answer": "subscribe"})
    assert not Subscriber.objects.exists()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/newsletter/account/", {"answer": "subscribe"})
    assert Subscriber.objects.get().state == SubscriberState.CONFIRMED
    assert "comes to aru@example.org" in client.get("/account/").content.decode()
    client.post("/newsletter/account/", {"answer": "leave"})
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post("/newsletter/account/", {"answer": "subscribe"}).status_code == 403
    accounts.erase(user=user)
    assert not Subscriber.objects.exists()


# Sending --------------------------------------------------------------------


def send(issue: Issue, editor: User | None = None) -> None:
    sending.start(issue=issue, by=editor)
    issue.refresh_from_db()
    sending.deliver_waiting(issue=issue)
    issue.refresh_from_db()


def states(issue: Issue) -> list[str]:
    return list(Delivery.objects.filter(issue=issue).order_by("pk").values_list("state", flat=True))


def test_every_confirmed_reader_gets_one_copy_with_a_link_of_their_own(
    issue: Issue, readers: list[Subscriber], sink: Sink, article: Any
) -> None:
    Subscriber.objects.create(email="pending@example.org")
    send(issue)
    assert sorted(letter["To"] for letter in sink.letters) == sorted(one.email for one in readers)
    assert issue.state == IssueState.SENT
    links = set()
    for letter in sink.letters:
        assert letter["Subject"] == "The week"
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "newsletter.testserver" in letter["List-Id"]
        plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
        for part in (plain, html):
            assert article.title in part
            assert f"http://testserver{article.url}" in part
            assert "leave.invalid" not in part
        link = letter["List-Unsubscribe"].strip(" <>")
        assert link in plain
        assert link in html
        assert len(letter.as_bytes()) < 100_000
        links.add(link)
    assert len(links) == len(readers)


def test_sent_twice_it_goes_out_once(issue: Issue, readers: list[Subscriber], sink: Sink) -> None:
    send(issue)
    with pytest.raises(sending.CannotSend):
        sending.start(issue=issue, by=None)
    tasks.deliver.func(issue.pk)
    tasks.go_on()
    assert len(sink.letters) == len(readers)


class GoesDead(Sink):
    """Takes the third letter, and the line is gone before it can say so."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.letters) == 3:
            server.transport.close()
        return answer


def test_a_connection_that_breaks_in_the_middle_costs_nobody_a_second_copy(
    issue: Issue, readers: list[Subscriber], serve_mail: Any
) -> None:
    sink = serve_mail(GoesDead())
    send(issue)
    assert len(sink.letters) == len(readers)
    assert len({letter["To"] for letter in sink.letters}) == len(readers)
    assert states(issue) == ["sent", "sent", "unclear", "sent", "sent"]
    assert issue.state == IssueState.SENT


def test_what_a_killed_process_held_is_unclear_and_the_rest_goes_out(
    issue: Issue, readers: list[Subscriber], sink: Sink
) -> None:
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    held = Delivery.objects.filter(issue=issue).order_by("pk").first()
    assert held
    Delivery.objects.filter(pk=held.pk).update(
        state=DeliveryState.SENDING, changed_at=now() - sending.CUT_SHORT - timedelta(minutes=1)
    )
    tasks.deliver.func(issue.pk)
    assert len(sink.letters) == len(readers) - 1
    assert states(issue)[0] == "unclear"


def test_without_the_mail_server_everything_waits(
    issue: Issue, readers: list[Subscriber], settings: Any, sink: Sink
) -> None:
    port = settings.EMAIL_PORT
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    sending.start(issue=issue, by=None)
    tasks.deliver.func(issue.pk)
    assert set(states(issue)) == {"waiting"}
    settings.EMAIL_PORT = port
    tasks.deliver.func(issue.pk)
    assert len(sink.letters) == len(readers)


def test_not_now_is_tried_again_and_no_is_for_good(
    issue: Issue, readers: list[Subscriber], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "PUT_OFF", 1000)  # the clock stands still here
    sink.refuse = "451 later"
    send(issue)
    assert set(states(issue)) == {"waiting"}
    assert issue.state == IssueState.SENDING
    sending.deliver_waiting(issue=issue)
    assert sink.letters == []  # not before its time
    Delivery.objects.update(changed_at=now() - batches.WAITS[0])
    sink.refuse = "550 no such user"
    sending.deliver_waiting(issue=issue)
    assert set(states(issue)) == {"failed"}
    assert "550" in Delivery.objects.all()[0].answer


def test_somebody_who_left_meanwhile_gets_nothing(
    issue: Issue, readers: list[Subscriber], sink: Sink
) -> None:
    sending.start(issue=issue, by=None)
    issue.refresh_from_db()
    actions.leave(subscriber=readers[0])
    sending.deliver_waiting(issue=issue)
    assert readers[0].email not in {letter["To"] for letter in sink.letters}
    assert states(issue).count("skipped") == 1


def test_an_issue_is_a_page_without_what_was_withdrawn(
    issue: Issue, readers: list[Subscriber], article: Any, sink: Sink
) -> None:
    assert Client().get(f"/newsletter/{issue.pk}/").status_code == 404  # a draft
    send(issue)
    assert "The week" in Client().get("/newsletter/").content.decode()
    assert article.title in Client().get(issue.url).content.decode()
    news.withdraw(article=article)
    assert article.title not in Client().get(issue.url).content.decode()


# The newsroom ---------------------------------------------------------------


def test_an_editor_previews_tests_and_sends(
    issue: Issue, readers: list[Subscriber], sink: Sink, editor: User
) -> None:
    desk = Client()
    desk.force_login(editor)
    assert issue.subject in desk.get(f"/newsroom/newsletter/{issue.pk}/").content.decode()
    asked = desk.get(f"/newsroom/newsletter/{issue.pk}/send/").content.decode()
    assert "5 readers get this issue." in asked
    assert not Delivery.objects.exists()
    letter = desk.get(f"/newsroom/newsletter/{issue.pk}/html/")
    assert "sandbox" in letter["Content-Security-Policy"]
    desk.post(f"/newsroom/newsletter/{issue.pk}/test/")
    assert [one["To"] for one in sink.letters] == [editor.email]
    desk.post(f"/newsroom/newsletter/{issue.pk}/send/")
    tasks.deliver.func(issue.pk)
    assert len(sink.letters) == 1 + len(readers)
    assert ">5<" in desk.get(f"/newsroom/newsletter/{issue.pk}/").content.decode().replace("\n", "")
    edit = desk.get(f"/newsroom/snippets/outreach/issue/edit/{issue.pk}/")
    assert edit["Location"].endswith(f"/newsletter/{issue.pk}/")  # what went out stays


def test_only_who_may_send_gets_near_it(issue: Issue, readers: list[Subscriber], paper: Any) -> None:
    from broadsheet.desk.actions import Role, give_role, set_up_newsroom

    set_up_newsroom()
    reporter = User.objects.create_user("reporter@example.org", "a long enough password")
    give_role(user=reporter, role=Role.REPORTER)
    desk = Client()
    desk.force_login(reporter)
    for path in (f"{issue.pk}/", f"{issue.pk}/html/", "subscribers.csv"):
        assert desk.get(f"/newsroom/newsletter/{path}").status_code == 302
    desk.post(f"/newsroom/newsletter/{issue.pk}/send/")
    assert not Delivery.objects.exists()


def test_the_list_of_subscribers_holds_no_formula(editor: User, readers: list[Subscriber]) -> None:
    Subscriber.objects.create(email='=cmd|"x"@example.org')
    desk = Client()
    desk.force_login(editor)
    sheet = desk.get("/newsroom/newsletter/subscribers.csv").content.decode()
    assert "reader0@example.org,confirmed," in sheet
    assert "\n=" not in sheet
