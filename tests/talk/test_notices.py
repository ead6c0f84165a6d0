"""Letters about replies, through a real mail server."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.talk import actions, notices
from broadsheet.talk.models import NoticeAddress, NoticeState, Post, Reason, ReplyNotice
from tests.outreach.conftest import Sink

Say = Callable[..., Post]
READER = "aliya@example.org"
pytestmark = pytest.mark.usefixtures("open_paper")


def run() -> int:
    """The job, once what waits has waited long enough."""
    ReplyNotice.objects.update(at=now() - notices.GATHER, tried_at=None)
    return notices.send_due()


def an_hour_later() -> None:
    NoticeAddress.objects.update(told_at=now() - notices.APART - timedelta(minutes=1))


def link_in(letter: Any) -> str:
    found = re.search(r"http://testserver(/talk/notices/\S+)", letter.get_content())
    assert found, letter.get_content()
    return found[1]


def text_of(letter: Any) -> str:
    return str(letter.get_content())


@pytest.fixture
def asked(say: Say, article: ArticlePage) -> Post:
    """A guest's comment whose writer wants to know of replies."""
    return say("Who knows more?", client=Client(), email=READER, notices="on")


def answer(say: Say, post: Post, text: str = "I do.", **more: Any) -> Post:
    return say(text, to=f"/talk/{post.pk}/reply/", **more)


def test_the_form_offers_letters(article: ArticlePage) -> None:
    page = Client().get(article.url).content.decode()
    assert 'name="notices"' in page
    reader = Client()
    reader.force_login(User.objects.create_user("b@example.org", name="B"))
    assert 'name="notices"' in reader.get(article.url).content.decode()


def test_without_an_address_there_is_nothing_to_send(say: Say) -> None:
    post = say("Who knows more?", notices="on")
    answer(say, post)
    assert not ReplyNotice.objects.exists()


def test_the_first_letter_asks_and_holds_no_readers_words(say: Say, asked: Post, sink: Sink) -> None:
    answer(say, asked, "Buy my watches.", name="Spammer Sam")
    assert run() == 1
    [letter] = sink.letters
    assert letter["To"] == READER
    assert letter["Subject"] == "The Test Post: letters about replies?"
    for words in ("watches", "Spammer", "Aliya", "Who knows"):
        assert words not in text_of(letter)
    assert run() == 0
    assert len(sink.letters) == 1


def test_programs_that_open_links_decide_nothing(say: Say, asked: Post, sink: Sink) -> None:
    answer(say, asked)
    run()
    address = link_in(sink.letters[0])
    for method in ("get", "head"):
        page = getattr(Client(), method)(address)
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
    assert notices.state_of(READER) == NoticeState.ASKED
    page = Client().get(address).content.decode()
    assert 'value="yes"' in page
    assert 'value="no"' in page


def test_yes_brings_the_replies_gathered_in_one_letter(say: Say, asked: Post, sink: Sink) -> None:
    answer(say, asked, "First answer.")
    answer(say, asked, "Second answer.")
    run()
    Client().post(link_in(sink.letters[0]), {"answer": "yes"})
    assert run() == 1
    letter = sink.letters[1]
    assert letter["Subject"] == "The Test Post: replies to your comments"
    assert "First answer." in text_of(letter)
    assert "Second answer." in text_of(letter)
    answer(say, asked, "Third answer.")
    assert run() == 0  # an hour apart
    an_hour_later()
    assert run() == 1
    assert "First answer." not in text_of(sink.letters[2])


def test_addresses_that_never_answer_hold_up_nobody(
    say: Say, article: ArticlePage, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "BATCH", 2)
    for number in range(3):
        post = say(f"Question {number}?", client=Client(), email=f"a{number}@example.org", notices="on")
        answer(say, post, f"Answer {number}.")
    assert (run(), notices.send_due(), notices.send_due()) == (2, 1, 0)
    reader = "zoe@example.org"
    notices.set_state(reader, NoticeState.CONFIRMED)
    answer(say, say("And mine?", client=Client(), email=reader, notices="on"), "Yours, too.")
    ReplyNotice.objects.update(at=now() - notices.GATHER)
    ReplyNotice.objects.filter(tried_at__isnull=False).update(tried_at=now() - notices.GATHER)
    notices.send_due()
    notices.send_due()
    assert "Yours, too." in text_of(sink.letters[-1])


def test_one_click_ends_them_without_cookies_or_tokens(say: Say, asked: Post, sink: Sink) -> None:
    notices.set_state(READER, NoticeState.CONFIRMED)
    answer(say, asked)
    run()
    [letter] = sink.letters
    link = re.fullmatch(r"<http://testserver(\S+)>", letter["List-Unsubscribe"].strip())
    assert link
    raw = dict(letter.raw_items())["List-Unsubscribe"]
    assert "=?" not in raw  # folded, never encoded: mail programs look for the address as it is
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    done = strict.post(
        link[1], {"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"}
    )
    assert done.status_code == 200
    assert notices.state_of(READER) == NoticeState.REFUSED
    answer(say, asked, "One more.")
    again = say("Asked once more.", email=READER, notices="on")
    answer(say, again, "And one more.")
    an_hour_later()
    assert run() == 0
    assert len(sink.letters) == 1


def test_another_site_cannot_say_yes(asked: Post) -> None:
    address = f"/talk/notices/{notices.token(READER)}/"
    Client().post(address, {"answer": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert notices.state_of(READER) == ""


@pytest.mark.parametrize("salt", ["", "other"])
def test_forged_links_lead_nowhere(db: None, salt: str) -> None:
    token = signing.dumps("v@example.org", salt=salt) if salt else "a:b:c"
    for call in (Client().get, Client().post):
        assert call(f"/talk/notices/{token}/", {"answer": "no"}).status_code == 404
    assert not NoticeAddress.objects.exists()


def test_what_was_taken_down_meanwhile_is_not_told(
    say: Say, asked: Post, sink: Sink, moderator: User
) -> None:
    notices.set_state(READER, NoticeState.CONFIRMED)
    reply = answer(say, asked)
    actions.remove(post=reply, reason=Reason.SPAM, by=moderator)
    assert run() == 0
    assert sink.letters == []
    assert not ReplyNotice.objects.exists()


class TestAsASpamRelay:
    def test_a_stranger_gets_one_letter_whatever_is_sent(
        self, say: Say, article: ArticlePage, sink: Sink
    ) -> None:
        for number in range(4):
            client = Client(REMOTE_ADDR=f"198.51.{number}.7")
            post = say(f"Question {number}", client=client, email="victim@example.org", notices="on")
            answer(say, post, f"Cheap pills {number}", client=Client(REMOTE_ADDR=f"203.0.{number}.7"))
            run()
        [letter] = sink.letters
        assert "pills" not in text_of(letter)

    def test_an_account_nobody_has_confirmed_is_a_stranger_too(
        self, say: Say, sink: Sink, paper: Any
    ) -> None:
        victim = User.objects.create_user("victim@example.org")
        EmailAddress.objects.create(user=victim, email=victim.email, verified=False)
        post = say("Hello", client=Client(), email=victim.email, notices="on")
        answer(say, post, "Cheap pills")
        run()
        [letter] = sink.letters
        assert "pills" not in text_of(letter)

    def test_a_members_address_typed_in_by_somebody_else_brings_nothing(
        self, say: Say, sink: Sink
    ) -> None:
        member = User.objects.create_user("member@example.org", name="M")
        EmailAddress.objects.create(user=member, email=member.email, verified=True)
        post = say("Hello", client=Client(), email="Member@example.org", notices="on")
        answer(say, post, "Cheap pills")
        assert run() == 0
        assert sink.letters == []

    def test_the_whole_paper_asks_only_so_many_a_day(
        self, say: Say, sink: Sink, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(notices, "ASKED_A_DAY", 2)
        for number in range(4):
            client = Client(REMOTE_ADDR=f"198.51.{number}.7")
            post = say(f"Q {number}", client=client, email=f"v{number}@example.org", notices="on")
            answer(say, post, f"A {number}", client=Client(REMOTE_ADDR=f"203.0.{number}.7"))
        run()
        assert len(sink.letters) == 2

    def test_line_breaks_make_no_headers(self, article: ArticlePage, say: Say, sink: Sink) -> None:
        notices.set_state(READER, NoticeState.CONFIRMED)
        post = say("Hello", client=Client(), email=READER, notices="on")
        answer(say, post, "Text\r\nBcc: everybody", name="Eve\r\nBcc: everybody")
        run()
        [letter] = sink.letters
        assert letter["Bcc"] is None
        assert letter["To"] == READER


def test_a_member_gets_letters_for_what_the_account_wrote(say: Say, sink: Sink) -> None:
    member = User.objects.create_user("member@example.org", name="Member M")
    EmailAddress.objects.create(user=member, email=member.email, verified=True)
    client = Client()
    client.force_login(member)
    post = say("Hello", client=client, notices="on")
    answer(say, post, "An answer.", client=Client())
    assert run() == 1
    assert "An answer." in text_of(sink.letters[0])
