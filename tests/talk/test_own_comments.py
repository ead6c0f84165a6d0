"""What readers do around comments: like, change, look after their own, appeal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from broadsheet.edition.api import OWN_COOKIE
from broadsheet.foundation import accounts, stamps
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions, limits, work, writers
from broadsheet.talk.actions.moving import move_to_forum
from broadsheet.talk.actions.reacting import MOST_OF_A_NETWORK
from broadsheet.talk.models import Appeal, Post, PostState, Reaction, Reason
from tests.talk.conftest import AGAIN, WORDS, filled

Say = Callable[..., Post]
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
FETCH = {"X-Requested-With": "fetch"}
OTHER_WORDS = "The bridge was closed at seven in the morning."


def sent(text: str = OTHER_WORDS, **more: str) -> dict[str, str]:
    return {"text": text, "stamp": stamps.stamp(purpose=AGAIN)} | more


def fresh(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def aged(post: Post, **age: int) -> None:
    Post.objects.filter(pk=post.pk).update(created_at=now() - timedelta(**age))


class TestLikes:
    @pytest.fixture(autouse=True)
    def shown_at_once(self, open_paper: None) -> None: ...

    def test_a_reader_finds_a_comment_good_and_the_page_says_so(
        self, say: Say, article: ArticlePage, press: Any
    ) -> None:
        post, reader = say(), Client()
        assert "Good point (" not in press.read(article.url).text
        answer = reader.post(f"/talk/{post.pk}/like/")
        assert answer["Location"] == post.permalink
        press.bake()
        assert "Good point (1)" in press.read(article.url).text
        own = reader.get(article.url).content.decode()
        pressed = 'class="comment-like__button" type="submit" aria-pressed="true"'
        assert pressed in own
        assert pressed not in press.read(article.url).text

    def test_sent_twice_it_counts_once_and_it_can_be_taken_back(self, say: Say) -> None:
        post, reader = say(), Client()
        for good, liked in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0)):
            answer = reader.post(f"/talk/{post.pk}/like/", {"good": good}, headers=FETCH)
            assert answer.status_code == 200
            assert fresh(post).liked == liked == Reaction.objects.count()
            assert f'aria-pressed="{"true" if good == "yes" else "false"}"' in answer.content.decode()
            assert "<html" not in answer.content.decode()

    def test_nobody_stuffs_votes_by_dropping_cookies(self, say: Say) -> None:
        post = say()
        for number in range(30):
            answer = Client(REMOTE_ADDR=f"192.0.2.{number}").post(f"/talk/{post.pk}/like/")
            assert answer.status_code == 302  # the stuffer learns nothing
        assert fresh(post).liked == MOST_OF_A_NETWORK
        Client(REMOTE_ADDR="198.51.100.1").post(f"/talk/{post.pk}/like/")
        assert fresh(post).liked == MOST_OF_A_NETWORK + 1

    def test_a_flood_from_one_network_ends(self, say: Say) -> None:
        post, reader = say(), Client()
        codes = {reader.post(f"/talk/{post.pk}/like/").status_code for _ in range(limits.LIKES)}
        assert codes == {302}
        answer = reader.post(f"/talk/{post.pk}/like/", headers=FETCH)
        assert answer.status_code == 429
        assert "Please wait a while." in answer.content.decode()

    def test_nobody_likes_their_own(self, say: Say, article: ArticlePage) -> None:
        reader = Client()
        post = say(client=reader)
        for headers in ({}, FETCH):
            answer = reader.post(f"/talk/{post.pk}/like/", headers=headers)
            assert answer.status_code == 403
            assert "your own comment" in answer.content.decode()
        reader.force_login(User.objects.create_user("a@example.org", name="A"))
        assert reader.post(f"/talk/{post.pk}/like/").status_code == 403
        assert not Reaction.objects.exists()
        assert f"/talk/{post.pk}/like/" not in reader.get(article.url).content.decode()

    def test_who_signs_in_is_still_one_reader(self, say: Say) -> None:
        post, reader = say(), Client()
        reader.post(f"/talk/{post.pk}/like/")
        reader.force_login(User.objects.create_user("a@example.org", name="A"))
        reader.post(f"/talk/{post.pk}/like/")
        assert fresh(post).liked == Reaction.objects.count() == 1
        reader.post(f"/talk/{post.pk}/like/", {"good": "no"})
        assert fresh(post).liked == Reaction.objects.count() == 0

    def test_a_press_of_the_button_hides_no_waiting_comment(self, say: Say, mode: Any) -> None:
        post, reader = say(), Client()
        mode(CommentMode.HELD)
        say("Mine waits.", client=reader)
        reader.force_login(User.objects.create_user("a@example.org", name="A"))
        reader.post(f"/talk/{post.pk}/like/")
        assert reader.cookies[OWN_COOKIE]["max-age"] == writers.OWN_WHILE_HELD.total_seconds()

    def test_what_is_not_public_is_not_liked(self, say: Say, mode: Any, moderator: User) -> None:
        post = say()
        actions.hold(post=post, by=moderator)
        assert Client().post(f"/talk/{post.pk}/like/").status_code == 404
        assert Client().post("/talk/999999/like/").status_code == 404

    def test_other_sites_and_reading_count_nothing(self, say: Say) -> None:
        post = say()
        assert Client().post(f"/talk/{post.pk}/like/", headers=ELSEWHERE).status_code == 403
        assert Client().get(f"/talk/{post.pk}/like/").status_code == 302
        assert not Reaction.objects.exists()

    def test_where_it_came_from_is_forgotten(self, say: Say) -> None:
        post = say()
        Client().post(f"/talk/{post.pk}/like/")
        Reaction.objects.update(at=now() - timedelta(days=91))
        actions.forget_addresses()
        assert Reaction.objects.get().address_hash == ""

    def test_with_the_account_goes_the_name_and_not_the_number(self, say: Say) -> None:
        post, user, reader = say(), User.objects.create_user("jo@example.org", name="Jo"), Client()
        reader.force_login(user)
        reader.post(f"/talk/{post.pk}/like/")
        key = writers.key_of(user)
        assert Reaction.objects.filter(by=key).exists()
        accounts.erase(user=user)
        assert fresh(post).liked == 1
        assert not Reaction.objects.filter(by=key).exists()


class TestChanging:
    @pytest.fixture(autouse=True)
    def shown_at_once(self, open_paper: None) -> None: ...

    def test_its_writer_changes_it_and_it_says_so(self, say: Say, article: ArticlePage) -> None:
        reader = Client()
        post = say(client=reader)
        address = f"/talk/{post.pk}/edit/"
        assert address in reader.get(article.url).content.decode()
        form = reader.get(address)
        assert WORDS in form.content.decode()
        assert form["Cache-Control"] == "private, no-store"
        answer = reader.post(address, sent(stamp=form.context["form"]["stamp"].value()))
        assert answer["Location"] == post.permalink
        page = Client().get(article.url).content.decode()
        assert OTHER_WORDS in page
        assert WORDS not in page
        assert "<span>edited</span>" in page

    def test_the_link_comes_with_the_thanks(self, article: ArticlePage) -> None:
        answer = Client().post(f"/talk/article/{article.pk}/", filled(), headers=FETCH)
        assert f"/talk/{Post.objects.get().pk}/edit/" in answer.content.decode()

    def test_an_account_changes_its_own(self, say: Say) -> None:
        reader = Client()
        reader.force_login(User.objects.create_user("a@example.org", name="Aliya"))
        post = say(client=reader)
        reader.post(f"/talk/{post.pk}/edit/", sent())
        assert fresh(post).text == OTHER_WORDS

    def test_who_signed_in_since_still_has_the_browser(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        reader.force_login(User.objects.create_user("a@example.org", name="A"))
        reader.post(f"/talk/{post.pk}/edit/", sent())
        assert fresh(post).text == OTHER_WORDS

    def test_strangers_and_forgers_cannot(self, say: Say, moderator: User) -> None:
        post = say(client=Client())
        signed_in, forger = Client(), Client()
        signed_in.force_login(moderator)
        forger.cookies[writers.COOKIE] = "abc:forged"
        for client in (Client(), signed_in, forger):
            assert client.get(f"/talk/{post.pk}/edit/").status_code == 404
            assert client.post(f"/talk/{post.pk}/edit/", sent()).status_code == 404
        assert fresh(post).text == WORDS

    def test_after_five_minutes_it_is_too_late_and_nothing_is_lost(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        aged(post, minutes=6)
        answer = reader.post(f"/talk/{post.pk}/edit/", sent())
        assert answer.status_code == 422
        assert "is over" in answer.content.decode()
        assert OTHER_WORDS in answer.content.decode()
        assert "is over" in reader.get(f"/talk/{post.pk}/edit/").content.decode()
        assert fresh(post).text == WORDS

    def test_a_link_put_in_after_approval_waits_again(
        self, say: Say, mode: Any, article: ArticlePage, moderator: User
    ) -> None:
        mode(CommentMode.HELD)
        reader = Client()
        post = say(client=reader)
        actions.approve(post=post, by=moderator)
        mode(CommentMode.OPEN)
        spam = "Buy at https://shop.example.org/ and https://b.example.org/ and https://c.example.org/"
        answer = reader.post(f"/talk/{post.pk}/edit/", sent(spam))
        assert answer["Location"] == reverse("talk_thanks", args=[post.thread_id])
        assert fresh(post).state == PostState.HELD
        assert "edited" in fresh(post).why
        assert "shop.example.org" not in Client().get(article.url).content.decode()

    def test_its_own_approval_does_not_vouch_for_other_words(
        self, say: Say, mode: Any, moderator: User
    ) -> None:
        mode(CommentMode.FIRST_HELD)
        reader = Client()
        post = say(client=reader)
        actions.approve(post=post, by=moderator)
        reader.post(f"/talk/{post.pk}/edit/", sent())
        assert fresh(post).state == PostState.HELD
        assert "first" in fresh(post).why

    def test_a_topics_first_words_are_looked_at_with_its_title(
        self, article: ArticlePage, moderator: User
    ) -> None:
        reader = Client()
        reader.post("/forum/world/new/", filled(title="A word", text="Hello all."))
        post = Post.objects.get(text="Hello all.")
        actions.approve(post=post, by=moderator)
        reader.post(f"/talk/{post.pk}/edit/", sent())
        assert fresh(post).state == PostState.HELD
        assert "first-topic" in fresh(post).why
        assert Client().get(post.thread.url).status_code == 404

    def test_where_comments_are_closed_nothing_changes_any_more(
        self, say: Say, article: ArticlePage
    ) -> None:
        reader = Client()
        post = say(client=reader)
        actions.close(thread=post.thread)
        answer = reader.post(f"/talk/{post.pk}/edit/", sent())
        assert answer.status_code == 422
        assert "are closed" in answer.content.decode()
        assert OTHER_WORDS in answer.content.decode()
        assert fresh(post).text == WORDS

    def test_finished_pages_show_the_other_words(
        self, say: Say, article: ArticlePage, press: Any
    ) -> None:
        reader = Client()
        post = say(client=reader)
        press.bake()
        assert WORDS in press.read(article.url).text
        reader.post(f"/talk/{post.pk}/edit/", sent())
        press.bake()
        assert OTHER_WORDS in press.read(article.url).text
        assert WORDS not in press.read(article.url).text

    @pytest.mark.parametrize(("how", "told"), [(CommentMode.OPEN, "is changed"),
                                               (CommentMode.HELD, "waits for a moderator")])  # fmt: skip
    def test_with_script_the_answer_is_the_part_that_is_new(
        self, say: Say, mode: Any, how: CommentMode, told: str
    ) -> None:
        reader = Client()
        post = say(client=reader)
        mode(how)
        bad = reader.post(f"/talk/{post.pk}/edit/", sent(""), headers=FETCH)
        assert bad.status_code == 422
        good = reader.post(f"/talk/{post.pk}/edit/", sent(), headers=FETCH)
        assert good.status_code == 200
        for answer in (bad, good):
            assert "data-region" in answer.content.decode()
            assert "<html" not in answer.content.decode()
        assert told in good.content.decode()
        assert OTHER_WORDS in good.content.decode()

    def test_a_comma_more_does_not_make_it_a_repeat(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        reader.post(f"/talk/{post.pk}/edit/", sent(WORDS.replace(" at", ", at")))
        assert fresh(post).state == PostState.PUBLISHED

    def test_what_was_taken_down_stays_as_it_was(self, say: Say, moderator: User) -> None:
        reader = Client()
        post = say(client=reader)
        actions.remove(post=post, reason=Reason.SPAM, by=moderator)
        assert reader.post(f"/talk/{post.pk}/edit/", sent()).status_code == 422
        assert fresh(post).text == WORDS

    def test_other_sites_change_nothing(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        assert reader.post(f"/talk/{post.pk}/edit/", sent(), headers=ELSEWHERE).status_code == 403
        assert fresh(post).text == WORDS

    @pytest.mark.parametrize("text", ["", "  \u200b ", "a\x00b"])
    def test_nothing_is_no_comment(self, say: Say, text: str) -> None:
        reader = Client()
        post = say(client=reader)
        assert reader.post(f"/talk/{post.pk}/edit/", sent(text)).status_code == 422
        assert fresh(post).text == WORDS

    def test_hidden_marks_are_counted_as_in_any_comment(self, say: Say) -> None:
        reader = Client()
        post = say(client=reader)
        reader.post(f"/talk/{post.pk}/edit/", sent("Buy\u200b he\u200bre\u200b no\u200bw\u200b"))
        assert fresh(post).text == "Buy here now"
        assert "hidden" in {signal["code"] for signal in fresh(post).signals}

    def test_a_banned_reader_changes_nothing(self, say: Say, moderator: User) -> None:
        from broadsheet.talk import bans
        from broadsheet.talk.models import BanKind

        reader = Client()
        post = say(client=reader)
        bans.impose(post=post, kind=BanKind.BAN, reason="Spam.", by=moderator)
        answer = reader.post(f"/talk/{post.pk}/edit/", sent())
        assert answer.status_code == 403
        assert "Spam." in answer.content.decode()
        assert fresh(post).text == WORDS


class TestYourComments:
    def test_all_states_in_words_and_what_can_be_done(
        self, mode: Any, say: Say, moderator: User
    ) -> None:
        mode(CommentMode.HELD)
        reader = Client()
        waits, gone, shown, moved = (say(f"Number {n} of mine.", client=reader) for n in range(4))
        actions.approve(post=shown, by=moderator)
        decision = actions.reject(post=gone, reason=Reason.SPAM, by=moderator)
        move_to_forum(post=moved, by=moderator)
        answer = reader.get("/talk/mine/")
        page = answer.content.decode()
        for words in ("Waiting for a moderator", "Removed by the moderator", "Published",
                      "Moved to the forum"):  # fmt: skip
            assert page.count(words) == 1, words
        assert work.receipt_url(decision) in page
        assert f"/talk/{waits.pk}/edit/" in page
        assert f"/talk/{gone.pk}/edit/" not in page
        assert answer["Cache-Control"] == "private, no-store"

    def test_they_are_nobody_elses(self, open_paper: None, say: Say) -> None:
        say(client=Client())
        forger = Client()
        forger.cookies[writers.COOKIE] = "abc:forged"
        for client in (Client(), forger):
            page = client.get("/talk/mine/").content.decode()
            assert WORDS not in page
            assert "Nothing yet." in page

    def test_emptied_comments_of_who_left_are_nobodys(self, open_paper: None, say: Say) -> None:
        post = say()
        Post.objects.filter(pk=post.pk).update(writer="")
        assert WORDS not in Client().get("/talk/mine/").content.decode()

    def test_it_comes_in_parts_and_costs_the_same(
        self, open_paper: None, say: Say, moderator: User, django_assert_max_num_queries: Any
    ) -> None:
        reader = Client()
        first = say(client=reader)

        def cost() -> int:
            with django_assert_max_num_queries(15) as counted:
                reader.get("/talk/mine/")
            return len(counted)

        def fill(number: int) -> None:
            for _ in range(number):
                post = Post.objects.create(
                    thread=first.thread, name="A", text="x", writer=first.writer, state="published"
                )
                actions.remove(post=post, reason=Reason.SPAM, by=moderator)

        fill(2)
        cost()  # the first page of a process also asks where the paper's pages begin
        few = cost()
        fill(28)
        assert cost() == few
        assert reader.get("/talk/mine/").content.decode().count("Why it was removed") == 20
        assert WORDS in reader.get("/talk/mine/?page=2").content.decode()

    def test_pages_lead_there(self, open_paper: None, say: Say, article: ArticlePage) -> None:
        reader = Client()
        reader.force_login(User.objects.create_user("a@example.org", name="Aliya"))
        post = say(client=reader)
        for address in (article.url, f"/talk/thanks/{post.thread_id}/", "/account/"):
            assert 'href="/talk/mine/"' in reader.get(address).content.decode(), address


class TestReceipts:
    @pytest.fixture
    def decision(self, open_paper: None, say: Say, moderator: User) -> Any:
        User.objects.filter(pk=moderator.pk).update(name="Dana Ospan")
        return actions.remove(post=say(), reason=Reason.ABUSIVE, by=moderator, note="For us alone.")

    def test_it_says_what_why_and_who(self, decision: Any) -> None:
        answer = Client().get(work.receipt_url(decision))
        page = answer.content.decode()
        for words in (WORDS, "abusive", "Dana Ospan", "within 20 days"):
            assert words in page
        for secret in ("For us alone.", "editor@example.org"):
            assert secret not in page
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex"

    def test_one_appeal_and_its_answer(self, decision: Any, moderator: User) -> None:
        address, reader = work.receipt_url(decision), Client()
        assert reader.post(address, sent("It was <b>meant</b> kindly.")).status_code == 302
        page = reader.get(address).content.decode()
        assert "It was &lt;b&gt;meant&lt;/b&gt; kindly." in page
        assert "<textarea" not in page
        again = reader.post(address, sent("And another thing."))
        assert again.status_code == 422
        assert "And another thing." in again.content.decode()
        assert "can no longer be appealed" in again.content.decode()
        assert Appeal.objects.count() == 1
        work.hear(appeal=Appeal.objects.get(), granted=True, answer="You are right.", by=moderator)
        page = reader.get(address).content.decode()
        assert "the comment is shown again" in page
        assert "You are right." in page

    def test_after_twenty_days_it_is_too_late(self, decision: Any, monkeypatch: Any) -> None:
        later = now() + timedelta(days=21)
        monkeypatch.setattr(work, "now", lambda: later)
        assert "<textarea" not in Client().get(work.receipt_url(decision)).content.decode()
        assert Client().post(work.receipt_url(decision), sent()).status_code == 422
        assert not Appeal.objects.exists()

    def test_forged_links_lead_nowhere(self, decision: Any, say: Say, moderator: User) -> None:
        key, _colon, seal = work.receipt_token(decision).partition(":")
        approval = actions.approve(post=say("Fine."), by=moderator)
        tokens = (f"{key}:{'A' * len(seal)}", f"{int(key) + 1}:{seal}", key, "x",
                  work.receipt_token(approval))  # fmt: skip
        for token in tokens:
            for call in (Client().get, Client().post):
                assert call(f"/talk/decision/{token}/").status_code == 404, token

    def test_other_sites_and_reading_appeal_nothing(self, decision: Any) -> None:
        address = work.receipt_url(decision)
        assert Client().post(address, sent(), headers=ELSEWHERE).status_code == 403
        Client().get(address, sent())
        assert not Appeal.objects.exists()

    def test_a_stale_or_empty_form_is_shown_again(self, decision: Any) -> None:
        address = work.receipt_url(decision)
        stale = Client().post(address, {"text": "I meant it.", "stamp": "x"})
        assert stale.status_code == 422
        assert "I meant it." in stale.content.decode()
        assert Client().post(address, sent(" ")).status_code == 422
        assert not Appeal.objects.exists()


def test_hostile_words_stay_text_on_ones_own_pages(
    open_paper: None, say: Say, moderator: User, fixtures: Path
) -> None:
    from tests.talk.test_attacks import OUR_ATTRIBUTES, OURS, tags

    reader = Client()
    post = say("Harmless <words>, see https://example.org/", client=reader)
    decision = actions.take_down(post=post, reason=Reason.SPAM, by=moderator)
    reader.post(work.receipt_url(decision), sent("Harmless."))
    addresses = ["/talk/mine/", work.receipt_url(decision)]
    before = [tags(reader.get(address).content.decode()) for address in addresses]
    for entry in json.loads((fixtures / "xss/payloads.json").read_text()):
        payload = entry["payload"]
        Post.objects.filter(pk=post.pk).update(text=payload, name=payload[:60])
        Appeal.objects.update(text=payload, answer=payload[:500], outcome="upheld", decided_at=now())
        for known, address in zip(before, addresses, strict=True):
            new = tags(reader.get(address).content.decode()) - known
            assert {tag for tag, _ in new} <= OURS | {"p", "h2"}
            assert {name for _, attributes in new for name in attributes} <= OUR_ATTRIBUTES | {
                "dir", "datetime", "role"}  # fmt: skip


def test_no_letter_comes_of_all_this(open_paper: None, say: Say) -> None:
    post = say(email="victim@example.org")
    Client().post(f"/talk/{post.pk}/like/")
    assert mail.outbox == []
