"""A reader deletes what they wrote, with an account or without; nothing of them stays behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.talk import actions, bans, erasing, exporting, hooks, work
from broadsheet.talk.models import (
    Appeal,
    Ban,
    BanKind,
    Decision,
    Delivery,
    Hook,
    Post,
    Reaction,
    Reason,
    Report,
    ReportReason,
)  # fmt: skip
from tests.talk.conftest import WORDS, filled

Say = Callable[..., Post]
OTHER = "A second reader answers."


@pytest.fixture(autouse=True)
def shown_at_once(open_paper: None) -> None: ...


@pytest.fixture
def account() -> User:
    return User.objects.create_user("aliya@example.org", name="Aliya")


@pytest.fixture
def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def answer(post: Post, *, client: Client | None = None) -> None:
    told = (client or Client()).post(f"/talk/{post.pk}/reply/", filled(name="Ben", text=OTHER))
    assert told.status_code == 302


class TestOneComment:
    def test_a_guest_deletes_their_comment_after_one_question(
        self, say: Say, article: ArticlePage, press: Any
    ) -> None:
        reader = Client()
        post = say(client=reader)
        press.bake()
        assert f"/talk/{post.pk}/delete/" in reader.get("/talk/mine/").content.decode()
        asked = reader.get(f"/talk/{post.pk}/delete/")
        assert WORDS in asked.content.decode()
        assert asked["Cache-Control"] == "private, no-store"
        assert Post.objects.filter(pk=post.pk).exists()
        told = reader.post(f"/talk/{post.pk}/delete/")["Location"]
        assert "It is deleted." in reader.get(told).content.decode()
        assert "It is deleted." not in reader.get("/talk/mine/").content.decode()
        assert not Post.objects.exists()
        assert WORDS not in reader.get(article.url).content.decode()
        press.bake()
        assert WORDS not in press.read(article.url).text
        article.refresh_from_db()
        assert article.tally.comments == 0

    def test_an_answered_one_leaves_a_place_without_the_person(
        self, say: Say, article: ArticlePage, press: Any
    ) -> None:
        reader = Client()
        post = say(client=reader, email="aliya@example.org")
        answer(post)
        reader.post(f"/talk/{post.pk}/delete/")
        press.bake()
        page = press.read(article.url).text
        assert OTHER in page
        assert "The writer has deleted this." in page
        assert WORDS not in page
        assert "Aliya" not in page
        left = Post.objects.get(pk=post.pk)
        assert not any([left.name_key, left.email, left.writer, left.digest, left.signals])
        found = Client().get("/forum/search/", {"words": "bridge"}).content.decode()
        assert WORDS not in found

    def test_the_log_keeps_what_a_moderator_took_down(self, say: Say, moderator: User) -> None:
        reader = Client()
        post = say(client=reader)
        decision = actions.remove(post=post, reason=Reason.SPAM, by=moderator)
        assert decision is not None
        work.appeal(decision=decision, text="It was meant kindly.")
        reader.post(f"/talk/{post.pk}/delete/")
        left = Post.objects.get(pk=post.pk)
        assert Decision.objects.filter(pk=decision.pk).exists()
        assert (left.name, left.state) == ("A reader who left", "removed")
        assert not Appeal.objects.exists()
        assert WORDS not in Client().get(work.receipt_url(decision)).content.decode()

    def test_a_heard_appeal_stays_without_its_words(self, say: Say, moderator: User) -> None:
        reader = Client()
        decision = actions.remove(post=say(client=reader), reason=Reason.SPAM, by=moderator)
        work.appeal(decision=decision, text="It was meant kindly.")
        Appeal.objects.update(outcome="upheld", answer="No, Aliya.", decided_at=now())
        reader.post(f"/talk/{decision.post_id}/delete/")
        appeal = Appeal.objects.get()
        assert (appeal.text, appeal.answer) == ("The writer has deleted this.", "")

    def test_open_reports_go_with_the_words(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        answer(post)
        actions.report(post=post, reason=ReportReason.SPAM, reporter="guest:x")
        reader.post(f"/talk/{post.pk}/delete/")
        left = Post.objects.get(pk=post.pk)
        assert not left.waits
        assert not left.open_reports
        assert not Report.objects.exists()

    def test_nobody_else_can(self, say: Say, moderator: User) -> None:
        post = say(client=Client())
        answer(post, client=(other := Client()))
        editor = Client()
        editor.force_login(moderator)
        for somebody in (Client(), other, editor):
            for ask in (somebody.get, somebody.post):
                assert ask(f"/talk/{post.pk}/delete/").status_code == 404
        assert Post.objects.get(pk=post.pk).text == WORDS

    def test_a_link_or_another_site_deletes_nothing(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        for address in (f"/talk/{post.pk}/delete/", "/talk/mine/delete/"):
            reader.get(address)
            reader.head(address)
            assert reader.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
            assert reader.post(address, headers={"origin": "https://evil.example"}).status_code == 403
        assert Post.objects.get(pk=post.pk).text == WORDS

    def test_other_systems_are_told_only_that_it_is_gone(self, say: Say) -> None:
        Hook.objects.create(url="https://hook.example/")
        reader = Client()
        post = say(client=reader)
        assert WORDS in Delivery.objects.get(event=hooks.CREATED).body
        reader.post(f"/talk/{post.pk}/delete/")
        told = Delivery.objects.get()
        assert (told.event, json.loads(told.body)["comment"]) == (hooks.ERASED, {"id": post.pk})


class TestEverything:
    def test_a_browser_without_an_account_takes_all_of_it_back(self, say: Say) -> None:
        reader = Client()
        say(client=reader)
        say("Another one, about the ferry.", client=reader)
        say("Somebody else's.", client=Client())
        assert "2 comments" in reader.get("/talk/mine/delete/").content.decode()
        reader.post("/talk/mine/delete/")
        assert [post.text for post in Post.objects.all()] == ["Somebody else's."]
        assert "Nothing yet." in reader.get("/talk/mine/").content.decode()

    def test_a_stranger_deletes_nothing(self, say: Say) -> None:
        say()
        assert Client().post("/talk/mine/delete/").status_code == 302
        assert Post.objects.count() == 1

    def test_likes_and_reports_count_without_the_person(
        self, say: Say, signed_in: Client, account: User
    ) -> None:
        post = say(client=Client())
        signed_in.post(f"/talk/{post.pk}/like/")
        key = f"user:{account.pk}"
        actions.report(post=post, reason=ReportReason.SPAM, reporter=key, note="Aliya says so.")
        signed_in.post("/talk/mine/delete/")
        post.refresh_from_db()
        assert (post.liked, post.open_reports) == (1, 1)
        like, report = Reaction.objects.get(), Report.objects.get()
        assert like.by.startswith("gone:")
        assert not like.address_hash
        assert (report.reporter_hash, report.note) == (None, "")


class TestAnAccountThatLeaves:
    def test_a_ban_that_is_over_forgets_whose_it_was(
        self, say: Say, signed_in: Client, account: User, moderator: User
    ) -> None:
        post = say(client=signed_in)
        bans.impose(post=post, kind=BanKind.BAN, reason="Spam.", by=moderator, until=now())
        erasing.forget_writer(account)
        ban = Ban.objects.get()
        assert (ban.name, ban.email, ban.reason) == ("A reader who left", "", "Spam.")
        assert "user" not in ban.writer

    def test_leaving_is_no_way_around_a_ban(
        self, say: Say, account: User, moderator: User, article: ArticlePage
    ) -> None:
        post = say(client=Client(), email=account.email)
        bans.impose(post=post, kind=BanKind.BAN, reason="Spam.", by=moderator)
        erasing.forget_writer(account)
        assert say("Again.", client=Client(), email=account.email).why == ["suspended"]
        assert "Aliya" not in str(list(Ban.objects.values()))

    def test_ended_bans_forget_the_address_after_90_days(self, say: Say, moderator: User) -> None:
        post = say(client=Client(), email="aliya@example.org")
        ended = now() - timedelta(days=91)
        bans.impose(post=post, kind=BanKind.BAN, reason="Spam.", by=moderator, until=ended)
        actions.forget_addresses()
        assert Ban.objects.get().email == ""

    def test_its_address_goes_from_what_a_guest_wrote(self, say: Say, account: User) -> None:
        post = say(client=Client(), email=account.email.upper())
        erasing.forget_writer(account)
        post.refresh_from_db()
        assert (post.email, post.text) == ("", WORDS)


class TestACopy:
    def test_a_browser_gets_all_that_stands_under_it(self, say: Say, moderator: User) -> None:
        reader = Client()
        post = say(client=reader)
        liked = say("Somebody else's.", client=Client())
        reader.post(f"/talk/{liked.pk}/like/")
        decision = actions.remove(post=post, reason=Reason.SPAM, by=moderator, note="For us alone.")
        work.appeal(decision=decision, text="It was meant kindly.")
        bans.impose(post=post, kind=BanKind.SUSPENSION, reason="Spam.", by=moderator)
        answer = reader.get("/talk/mine/data.json")
        assert answer["Cache-Control"] == "private, no-store"
        told = answer.json()
        assert [one["text"] for one in told["comments"]] == [WORDS]
        assert told["likes"][0]["comment"].endswith(liked.permalink)
        assert told["appeals"][0]["text"] == "It was meant kindly."
        assert told["bans"][0]["reason"] == "Spam."
        assert "For us alone." not in answer.content.decode()
        assert moderator.email not in answer.content.decode()

    def test_a_stranger_gets_nothing(self, say: Say) -> None:
        say()
        assert not any(Client().get("/talk/mine/data.json").json().values())

    def test_an_account_gets_reports_and_what_it_read(
        self, say: Say, signed_in: Client, account: User
    ) -> None:
        post = say(client=Client())
        key = f"user:{account.pk}"
        actions.report(post=post, reason=ReportReason.ABUSIVE, reporter=key, note="Look at this.")
        signed_in.get(post.thread.url)
        told = json.loads(json.dumps(exporting.export(account), cls=DjangoJSONEncoder))
        assert told["reports"][0]["note"] == "Look at this."
        assert len(told["threads_read"]) == 1


@pytest.mark.parametrize("page", ["9" * 5000, "-1", "x", "０", "99999"])
def test_a_page_number_that_is_none_is_the_first(say: Say, page: str) -> None:
    say()
    for address in ("/forum/search/?words=bridge", "/search/?words=bridge"):
        assert Client().get(f"{address}&page={page}").status_code == 200
