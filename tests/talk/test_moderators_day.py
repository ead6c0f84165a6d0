"""Everything around a decision: moving, claims, bans, lockdown, appeals, leads, digest, reports."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.test import Client
from django.utils.formats import date_format

from broadsheet.desk.actions import Role, give_role, set_up_newsroom
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage, PaperSettings
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions, bans, hooks, lockdown, work
from broadsheet.talk.api import CommentCopy, import_comments
from broadsheet.talk.errors import AlreadyDecided
from broadsheet.talk.models import (
    Appeal,
    Ban,
    BanKind,
    Claim,
    Decision,
    Delivery,
    DigestReader,
    Hook,
    Lead,
    LeadKind,
    ListEntry,
    LockdownKind,
    Post,
    PostState,
    QualityReport,
    Reason,
    Report,
    ReportReason,
    Thread,
    Trace,
)
from broadsheet.talk.moderation import digest, quality
from tests.press import Press
from tests.talk.conftest import WORDS, filled

Say = Callable[..., Post]
QUEUE = "/newsroom/moderation/"


@pytest.fixture
def held(mode: Any, say: Say) -> Post:
    mode(CommentMode.HELD)
    return say()


@pytest.fixture
def desk(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


@pytest.fixture
def colleague(paper: Any) -> User:
    set_up_newsroom()
    found = User.objects.create_user("colleague@example.org", name="Dana")
    give_role(user=found, role=Role.EDITOR)
    return User.objects.get(pk=found.pk)


def act(desk: Client, value: str, **more: Any) -> str:
    return desk.post(f"{QUEUE}decide/", {"act": value} | more, follow=True).content.decode()


class TestOrder:
    def test_the_riskiest_comes_first_and_reports_raise_the_risk(
        self, mode: Any, say: Say, desk: Client
    ) -> None:
        mode(CommentMode.OPEN)
        calm = say("The bridge was painted on Monday.")
        mode(CommentMode.HELD)
        first = say("What time does it open?")
        link = say("See https://shop.example.org for cheap bridges")
        for reporter in "ab":
            actions.report(post=calm, reason=ReportReason.ABUSIVE, reporter=reporter)
        page = desk.get(QUEUE).content.decode()
        keys = [int(key) for key in re.findall(r'data-post="(\d+)"', page)]
        assert keys == [calm.pk, link.pk, first.pk]  # 0.51, 0.35, 0

    def test_a_decision_answers_the_reports(self, open_paper: None, say: Say, moderator: User) -> None:
        post = say()
        actions.report(post=post, reason=ReportReason.SPAM, reporter="a")
        assert Post.objects.get(pk=post.pk).waits
        decision = actions.approve(post=post, by=moderator)
        post.refresh_from_db()
        assert (post.waits, post.open_reports, post.risk) == (False, 0, post.score)
        actions.undo(batch=decision.batch, by=moderator)
        post.refresh_from_db()
        assert (post.waits, post.open_reports) == (True, 1)

    def test_a_hundred_who_report_together_take_nothing_down(
        self, open_paper: None, say: Say, article: ArticlePage
    ) -> None:
        post = say()
        for number in range(100):
            actions.report(post=post, reason=ReportReason.ABUSIVE, reporter=f"r{number}")
        assert WORDS in Client().get(article.url).content.decode()
        assert Report.objects.filter(post=post).count() == 100


class TestMoving:
    def test_off_topic_goes_to_the_forum_with_its_answers_and_leaves_a_note(
        self, open_paper: None, say: Say, article: ArticlePage, desk: Client
    ) -> None:
        post = say("By the way, who won the match?")
        answer = say("Two to one.", to=f"/talk/{post.pk}/reply/")
        stays = say("The bridge is open again.")
        act(desk, f"move:{post.pk}")
        post.refresh_from_db()
        answer.refresh_from_db()
        assert post.thread.article is None
        assert answer.thread == post.thread
        assert (post.is_moved, answer.root_id, answer.parent_id) == (True, post.pk, post.pk)
        page = Client().get(article.url).content.decode()
        assert "who won the match" not in page
        assert stays.text in page
        topic = Client().get(post.thread.url).content.decode()
        assert "who won the match" in topic
        assert "Two to one." in topic
        assert ArticlePage.objects.get(pk=article.pk).comment_count == 1
        assert Trace.objects.get().thread.article_id == article.pk
        assert Client().get(post.permalink).headers["Location"].startswith("/forum/topic/")

    def test_it_has_a_way_back(
        self, open_paper: None, say: Say, article: ArticlePage, moderator: User
    ) -> None:
        root = say("The bridge.")
        post = say("Who won?", to=f"/talk/{root.pk}/reply/")
        below = say("We did.", to=f"/talk/{post.pk}/reply/")
        decision = actions.move_to_forum(post=post, by=moderator)
        below.refresh_from_db()
        assert below.root_id == post.pk
        actions.undo(batch=decision.batch, by=moderator)
        for one in (post, below):
            one.refresh_from_db()
            assert (one.thread.article_id, one.root_id) == (article.pk, root.pk)
        assert not Trace.objects.exists()
        assert not Thread.objects.filter(article=None).exists()
        assert ArticlePage.objects.get(pk=article.pk).comment_count == 3

    def test_a_way_back_to_a_conversation_that_left_too(
        self, open_paper: None, say: Say, article: ArticlePage, moderator: User
    ) -> None:
        root = say("The bridge.")
        post = say("Who won?", to=f"/talk/{root.pk}/reply/")
        first = actions.move_to_forum(post=post, by=moderator)
        actions.move_to_forum(post=root, by=moderator)
        actions.undo(batch=first.batch, by=moderator)
        post.refresh_from_db()
        assert (post.thread.article_id, post.root_id, post.parent_id) == (article.pk, None, None)
        assert "Who won?" in Client().get(article.url).content.decode()

    def test_its_writer_is_told_kindly(
        self, open_paper: None, say: Say, article: ArticlePage, moderator: User
    ) -> None:
        reader = Client()
        actions.move_to_forum(post=say(client=reader), by=moderator)
        page = reader.get("/talk/mine/").content.decode()
        link = re.search(r'href="(/talk/decision/[^"]+)">Why it was moved', page)
        assert link
        assert "Nothing is wrong with it" in reader.get(link[1]).content.decode()

    def test_counts_hold_when_two_moderators_meet(
        self, open_paper: None, say: Say, article: ArticlePage, moderator: User
    ) -> None:
        post = say("Who won?")
        seen = Post.objects.get(pk=post.pk)  # by the other one, before it is moved
        actions.move_to_forum(post=post, by=moderator)
        actions.remove(post=seen, reason=Reason.SPAM, by=moderator)
        topic = Thread.objects.get(article=None)
        assert (topic.posts_shown, topic.state) == (0, "hidden")

    def test_what_is_moved_or_removed_is_not_moved_again(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        post = say()
        actions.move_to_forum(post=post, by=moderator)
        with pytest.raises(AlreadyDecided):
            actions.move_to_forum(post=post, by=moderator)


class TestClaims:
    def test_a_comment_somebody_is_at_is_left_to_them(
        self, held: Post, desk: Client, moderator: User, colleague: User
    ) -> None:
        assert not work.claim(posts=[held], who=colleague)
        assert desk.post(f"{QUEUE}claim/{held.pk}/").json() == {"mine": False}
        assert "Dana is at it" in desk.get(QUEUE).content.decode()
        told = act(desk, f"approve:{held.pk}")
        assert "Dana is reading the comment by Aliya just now." in told
        assert Post.objects.get().state == PostState.HELD

    def test_a_claim_ends_by_itself_and_with_the_decision(
        self, held: Post, desk: Client, colleague: User
    ) -> None:
        work.claim(posts=[held], who=colleague)
        Claim.objects.update(until=now() - timedelta(seconds=1))
        act(desk, f"approve:{held.pk}")
        assert Post.objects.get().state == PostState.PUBLISHED
        assert not Claim.objects.exists()


class TestBans:
    def test_who_is_banned_is_told_why_and_until_when(
        self, open_paper: None, say: Say, desk: Client, article: ArticlePage
    ) -> None:
        reader = Client()
        post = say(client=reader)
        desk.post(f"{QUEUE}writer/{post.pk}/", {"kind": "ban", "days": "7", "reason": "Threats."})
        answer = reader.post(f"/talk/article/{article.pk}/", filled(text="Me again, about the bridge."))
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "Threats." in page
        assert "Me again, about the bridge." in page
        assert say("Somebody else.").state == PostState.PUBLISHED
        desk.post(f"{QUEUE}bans/{Ban.objects.get().pk}/lift/")
        assert say("Thank you for letting me back.", client=reader).state == PostState.PUBLISHED

    def test_a_suspension_lets_everything_wait_until_it_ends(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        reader = Client()
        post = say(client=reader)
        ban = bans.impose(
            post=post, kind=BanKind.SUSPENSION, reason="Cool down", by=moderator,
            until=now() + timedelta(hours=1),
        )  # fmt: skip
        assert say("Am I on?", client=reader).why == ["suspended"]
        Ban.objects.filter(pk=ban.pk).update(until=now() - timedelta(seconds=1))
        assert say("And now?", client=reader).state == PostState.PUBLISHED

    def test_from_another_browser_with_the_same_address_it_waits_and_nobody_is_told_why(
        self, open_paper: None, say: Say, moderator: User, article: ArticlePage
    ) -> None:
        post = say(email="troll@example.org")
        bans.impose(post=post, kind=BanKind.BAN, reason="Threats.", by=moderator)
        form = filled(name="Other", email="Troll@example.org", text="Me again, about the bridge.")
        answer = Client().post(f"/talk/article/{article.pk}/", form, follow=True)
        assert "Threats." not in answer.content.decode()
        assert Post.objects.get(name="Other").why == ["suspended"]

    def test_an_address_typed_in_by_somebody_banned_bans_nobody_else(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        owner = User.objects.create_user("aliya@example.org", name="Aliya B")
        troll = say(name="Troll", email=owner.email)
        bans.impose(post=troll, kind=BanKind.BAN, reason="Threats.", by=moderator)
        reader = Client()
        reader.force_login(owner)
        assert say("The bridge is closed.", client=reader).state == PostState.PUBLISHED

    def test_the_history_shows_what_helps_to_decide(
        self, open_paper: None, say: Say, desk: Client, moderator: User
    ) -> None:
        reader = Client()
        bad = say("You crook, you.", client=reader)
        actions.remove(post=bad, reason=Reason.ABUSIVE, by=moderator, note="Second time")
        post = say("And another thing.", client=reader)
        page = desk.get(f"{QUEUE}writer/{post.pk}/").content.decode()
        assert "You crook, you." in page
        assert "Second time" in page
        assert "0 published, 1 waiting, 1 removed" in page


class TestLockdown:
    def test_everything_waits_or_nothing_is_taken_until_it_is_lifted(
        self, open_paper: None, say: Say, desk: Client, article: ArticlePage, moderator: User
    ) -> None:
        desk.post(f"{QUEUE}lockdown/", {"act": "begin", "kind": "hold", "hours": "3"})
        assert say().why == ["lockdown"]
        desk.post(f"{QUEUE}lockdown/", {"act": "begin", "kind": "close", "hours": "0"})
        answer = Client().post(f"/talk/article/{article.pk}/", filled(text="Let me in."))
        assert answer.status_code == 422
        assert "Let me in." in answer.content.decode()
        assert 'name="text"' not in Client().get(article.url).content.decode()
        desk.post(f"{QUEUE}lockdown/", {"act": "lift"})
        assert say("Open again.").state == PostState.PUBLISHED

    def test_it_ends_by_the_clock(self, open_paper: None, say: Say, moderator: User) -> None:
        lockdown.begin(kind=LockdownKind.HOLD, by=moderator, until=now() - timedelta(seconds=1))
        assert say().state == PostState.PUBLISHED

    def test_comments_close_after_the_days_the_paper_says(
        self, open_paper: None, article: ArticlePage
    ) -> None:
        settings = PaperSettings.load()
        settings.comments_close_days = 3
        settings.save()
        ArticlePage.objects.filter(pk=article.pk).update(published_at=now() - timedelta(days=4))
        answer = Client().post(f"/talk/article/{article.pk}/", filled())
        assert answer.status_code == 422
        assert "closed" in answer.content.decode()
        ArticlePage.objects.filter(pk=article.pk).update(published_at=now() - timedelta(days=2))
        assert Client().post(f"/talk/article/{article.pk}/", filled()).status_code == 302


class TestAppeals:
    def test_somebody_else_hears_an_appeal_once(
        self, held: Post, desk: Client, moderator: User, colleague: User
    ) -> None:
        decision = actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator)
        token = work.receipt_token(decision)
        assert work.decision_in(token) == decision
        assert work.decision_in(token[:-1] + "x") is None
        work.appeal(decision=decision, text="I only named the bridge.")
        with pytest.raises(work.NoAppeal):
            work.appeal(decision=decision, text="Once more.")
        appeal = Appeal.objects.get()
        assert "I only named the bridge." in desk.get(f"{QUEUE}appeals/").content.decode()
        desk.post(f"{QUEUE}appeals/{appeal.pk}/", {"act": "grant"})
        assert Post.objects.get().state == PostState.REMOVED  # who decided does not hear it
        other = Client()
        other.force_login(colleague)
        other.post(f"{QUEUE}appeals/{appeal.pk}/", {"act": "grant", "answer": "You are right."})
        appeal.refresh_from_db()
        assert (appeal.outcome, appeal.answer) == ("granted", "You are right.")
        assert appeal.decided_by == colleague
        assert Post.objects.get().state == PostState.PUBLISHED
        with pytest.raises(AlreadyDecided):
            work.hear(appeal=appeal, granted=False, answer="", by=colleague)

    def test_where_one_person_moderates_they_hear_it_themselves(
        self, held: Post, moderator: User
    ) -> None:
        decision = actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator)
        appeal = work.appeal(decision=decision, text="Please.")
        assert work.hear(appeal=appeal, granted=False, answer="", by=moderator).outcome == "upheld"

    def test_an_old_or_undone_decision_cannot_be_appealed(self, held: Post, moderator: User) -> None:
        decision = actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator)
        QuerySet(Decision).filter(pk=decision.pk).update(when=now() - timedelta(days=21))
        decision.refresh_from_db()
        assert not work.may_appeal(decision)


class TestLeads:
    def test_a_comment_becomes_work_and_is_done(self, held: Post, desk: Client, moderator: User) -> None:
        assert "Noted for the newsroom: correction request." in act(desk, f"lead:correction:{held.pk}")
        act(desk, f"lead:correction:{held.pk}")
        lead = Lead.objects.get()
        assert (lead.kind, lead.by) == (LeadKind.CORRECTION, moderator)
        assert WORDS in desk.get(f"{QUEUE}leads/").content.decode()
        desk.post(f"{QUEUE}leads/{lead.pk}/done/")
        assert "Nothing from comments waits." in desk.get(f"{QUEUE}leads/").content.decode()
        assert Post.objects.get().state == PostState.HELD

    def test_it_is_opened_again_and_taken_back(self, held: Post, desk: Client) -> None:
        act(desk, f"lead:question:{held.pk}")
        lead = Lead.objects.get()
        desk.post(f"{QUEUE}leads/{lead.pk}/done/")
        opened = desk.post(f"{QUEUE}leads/{lead.pk}/back/", follow=True).content.decode()
        assert "Open again: question for the reporter" in opened
        lead.refresh_from_db()
        assert (lead.done_at, lead.done_by) == (None, None)
        taken = desk.post(f"{QUEUE}leads/{lead.pk}/back/", follow=True).content.decode()
        assert "Taken back: question for the reporter" in taken
        assert not Lead.objects.exists()
        assert desk.post(f"{QUEUE}leads/{lead.pk}/back/").status_code == 404


class TestListsScreen:
    def test_phrases_are_tested_then_saved_then_taken_off(
        self, open_paper: None, say: Say, desk: Client
    ) -> None:
        say("What a donkey of a bridge.")
        form = {"kind": "hold", "phrases": "donkey\n\nDONKEY\nass's milk", "note": ""}
        tested = desk.post(f"{QUEUE}lists/", form | {"act": "test"}).content.decode()
        assert "1 of the last 1 comments; 1 of them are public today." in tested
        assert not ListEntry.objects.exists()
        desk.post(f"{QUEUE}lists/", form | {"act": "save"})
        assert sorted(ListEntry.objects.values_list("phrase", flat=True)) == ["DONKEY", "ass's milk"]
        entry = ListEntry.objects.first()
        assert entry is not None
        desk.post(f"{QUEUE}lists/{entry.pk}/remove/")
        assert ListEntry.objects.count() == 1

    @pytest.mark.parametrize("phrases", ["", "!!!", "x" * 101, "(a+)+$\n" * 3 + "…"])
    def test_bad_phrases_are_said_and_kept_in_the_form(
        self, paper: Any, desk: Client, phrases: str
    ) -> None:
        page = desk.post(f"{QUEUE}lists/", {"kind": "hold", "phrases": phrases, "act": "save"})
        assert page.status_code == 200
        assert not ListEntry.objects.filter(folded__regex=r"^\s*$").exists()


class TestDigest:
    def wants(self, user: User) -> None:
        DigestReader.objects.create(user=user)

    def test_the_riskiest_come_by_letter_and_are_decided_by_its_links(
        self, held: Post, moderator: User
    ) -> None:
        self.wants(moderator)
        assert digest.send_due() == 1
        assert digest.send_due() == 0  # once a day
        [letter] = mail.outbox
        assert WORDS in str(letter.body)
        assert WORDS not in letter.subject
        [link] = re.findall(r"https?://testserver(/talk/digest/\S+)", str(letter.body))
        phone = Client()
        for _ in range(3):  # a scanner looks at it
            assert WORDS in phone.get(link).content.decode()
        assert Post.objects.get().state == PostState.HELD
        assert phone.post(link, {"act": "approve"}).status_code == 200
        decision = Decision.objects.get()
        assert (decision.verb, decision.who) == ("approve", moderator)
        again = phone.post(link, {"act": "reject:spam"})
        assert again.status_code == 410
        assert Post.objects.get().state == PostState.PUBLISHED

    def test_words_changed_since_are_read_again_before_they_are_approved(
        self, held: Post, moderator: User
    ) -> None:
        link, phone = f"/talk/digest/{digest.token(post=held, user=moderator)}/", Client()
        phone.get(link)
        Post.objects.filter(pk=held.pk).update(text="Buy my watches.", edited_at=now())
        answer = phone.post(link, {"act": "approve"})
        assert answer.status_code == 422
        assert "was changed just now" in answer.content.decode()
        assert Post.objects.get().state == PostState.HELD
        seen = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
        assert seen
        phone.post(link, {"act": "approve", "seen": html.unescape(seen[1])})
        assert Post.objects.get().state == PostState.PUBLISHED

    def test_a_link_ends_with_a_decision_of_somebody_else_and_with_the_role(
        self, held: Post, moderator: User, colleague: User
    ) -> None:
        token = digest.token(post=held, user=moderator)
        gone = digest.token(post=held, user=User.objects.create_user("nobody@example.org"))
        assert Client().get(f"/talk/digest/{gone}/").status_code == 410
        actions.reject(post=held, reason=Reason.SPAM, by=colleague)
        assert Client().post(f"/talk/digest/{token}/", {"act": "approve"}).status_code == 410

    def test_a_forged_link_or_another_site_does_nothing(self, held: Post, moderator: User) -> None:
        token = digest.token(post=held, user=moderator)
        assert Client().get(f"/talk/digest/{token}x/").status_code == 410
        answer = Client().post(
            f"/talk/digest/{token}/", {"act": "approve"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 403
        assert Client().post(f"/talk/digest/{token}/", {"act": "reject:nonsense"}).status_code == 422
        assert Post.objects.get().state == PostState.HELD


def bodies() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("body", flat=True))


class TestHooks:
    def test_other_systems_are_told_signed_and_again(
        self, held: Post, moderator: User, open_paper: None, say: Say, monkeypatch: Any
    ) -> None:
        import hashlib
        import hmac
        import threading
        from http.server import BaseHTTPRequestHandler, HTTPServer

        heard: list[tuple[Any, bytes]] = []
        statuses = [500, 200, 200, 200]

        class Ear(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                heard.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(statuses.pop(0))
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Ear)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        hook = Hook.objects.create(url=f"http://127.0.0.1:{server.server_port}/")
        actions.approve(post=held, by=moderator)
        say("A second comment about the bridge.")
        assert hooks.deliver_due() == 0  # 500; the second waits behind it
        assert len(heard) == 1
        Delivery.objects.filter(next_at__isnull=False).update(next_at=now())
        assert hooks.deliver_due() == 2
        server.shutdown()
        events = [json.loads(body) for _headers, body in heard]
        assert [one["event"].partition(".")[2] for one in events] == ["decided", "decided", "created"]
        assert events[0]["decision"]["verb"] == "approve"
        assert events[0]["comment"]["text"] == WORDS
        headers, body = heard[0]
        at, signed = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Broadsheet-Signature"]).groups()  # type: ignore[union-attr]
        right = hmac.new(hook.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        assert signed == right
        assert not hooks.is_due()

    def test_a_move_is_told(self, open_paper: None, say: Say, moderator: User) -> None:
        Hook.objects.create(url="http://127.0.0.1:9/")
        post = say()
        Delivery.objects.all().delete()
        decision = actions.move_to_forum(post=post, by=moderator)
        actions.undo(batch=decision.batch, by=moderator)
        verbs = [json.loads(body)["decision"]["verb"] for body in bodies()]
        assert verbs == ["move", "undo"]

    def test_what_is_tried_again_later_holds_up_its_own_hook_and_no_other(
        self, held: Post, moderator: User, monkeypatch: Any
    ) -> None:
        dead = Hook.objects.create(url="http://dead.example/")
        well = Hook.objects.create(url="http://well.example/")
        sent: list[tuple[int, int]] = []

        def deliver(delivery: Delivery) -> bool:
            sent.append((delivery.hook_id, delivery.pk))
            return hooks._noted(delivery, "" if delivery.hook_id == well.pk else "It is dead.")

        monkeypatch.setattr(hooks, "_deliver", deliver)
        monkeypatch.setattr(hooks, "BATCH", 3)
        first = actions.approve(post=held, by=moderator)
        for _ in range(3):
            actions.undo(batch=first.batch, by=moderator)
            first = actions.approve(post=held, by=moderator)
        for _ in range(4):
            hooks.deliver_due()
        told = [pk for hook, pk in sent if hook == well.pk]
        assert told == sorted(Delivery.objects.filter(hook=well).values_list("pk", flat=True))
        assert len({pk for hook, pk in sent if hook == dead.pk}) == 1

    def test_it_is_given_up_after_eight_tries(self, held: Post, moderator: User) -> None:
        Hook.objects.create(url="http://127.0.0.1:9/")
        actions.approve(post=held, by=moderator)
        for _ in range(12):
            Delivery.objects.filter(next_at__isnull=False).update(next_at=now())
            hooks.deliver_due()
        delivery = Delivery.objects.get()
        assert (delivery.tries, delivery.next_at, delivery.taken_at) == (8, None, None)
        assert delivery.problem

    def test_without_a_hook_nothing_is_written_down(self, held: Post) -> None:
        assert not Delivery.objects.exists()


class TestReports:
    def test_the_figures_of_a_week(self) -> None:
        scored = [(0.9, True, False), (0.7, False, True), (0.6, True, False), (0.1, False, True),
                  (0.2, True, False)]  # fmt: skip
        found = quality.measure(scored)
        assert found["precision"] == 0.6667
        assert found["recall"] == 0.6667
        assert found["auc"] == 0.6667  # 4 of 6 pairs stand in the right order
        assert found["group_alarms"] == 0.5
        assert found["in_top"] == 0.3333
        assert quality.measure([])["auc"] is None
        assert quality.auc([0.5, 0.5], [0.5]) == 0.5

    def test_the_screen_counts_this_week(self, held: Post, desk: Client, moderator: User) -> None:
        actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator)
        assert desk.get(f"{QUEUE}quality/").status_code == 200
        figures = QualityReport.objects.get().figures
        assert (figures["decisions"], figures["taken_down"], figures["precision"]) == (1, 1, None)

    def test_readers_see_each_month_what_was_done(
        self, held: Post, moderator: User, article: ArticlePage
    ) -> None:
        actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator)
        last_month = (now().replace(day=1) - timedelta(days=3)).replace(hour=12)
        Post.objects.update(created_at=last_month)
        QuerySet(Decision).update(when=last_month + timedelta(hours=2))
        page = Client().get("/talk/openness/").content.decode()
        figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
        assert figures["Comments received"] == "1"
        assert figures["abusive"] == "1"
        assert figures["Half of what waited was decided within"] == "2 hours"
        assert "Aliya" not in page
        assert moderator.email not in page

    def test_a_paper_in_its_first_month_says_when_there_are_figures(self, held: Post) -> None:
        first = (now().replace(day=1) + timedelta(days=32)).replace(day=1)
        page = Client().get("/talk/openness/").content.decode()
        assert f"The first are shown on {date_format(first, 'j F Y')}" in page

    def test_imported_comments_are_in_the_figures(self, article: ArticlePage, press: Press) -> None:
        path = "/talk/openness/"
        assert b"The first are shown" in press.read(path).body
        said = CommentCopy(
            key="old", name="Aru", text="An old one.", when=now().replace(day=1) - timedelta(days=9)
        )
        with press.committed():
            import_comments(article=article, comments=[said])
        press.bake()
        assert b"<dt>Comments received</dt><dd>1</dd>" in press.read(path).body
        with press.committed():
            Thread.objects.get().delete()
        press.bake()
        assert b"The first are shown" in press.read(path).body

    @pytest.mark.parametrize("path", ["2010/13/", "1999/1/", "2999/1/", "2010/0/"])
    def test_months_that_are_none(self, paper: Any, path: str) -> None:
        assert Client().get(f"/talk/openness/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["lists/", "bans/", "appeals/", "leads/", "quality/", "log/", "writer/{post}/", "claim/{post}/",
     "lockdown/", "digest/", "leads/1/done/", "leads/1/back/"],
)  # fmt: skip
def test_only_moderators_come_in(held: Post, path: str) -> None:
    address = QUEUE + path.format(post=held.pk)
    reader = Client()
    reader.force_login(User.objects.create_user("reader@example.org"))
    for client in (Client(), reader):
        for ask in (client.get, client.post):
            assert ask(address).status_code in {302, 403, 405}
    assert not Lead.objects.exists()
    assert not Ban.objects.exists()
