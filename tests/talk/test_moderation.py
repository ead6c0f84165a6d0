"""The newsroom decides: the verbs, the queue, the log."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.desk.actions import Role, give_role, set_up_newsroom
from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions
from broadsheet.talk.actions.moving import move_to_forum
from broadsheet.talk.errors import AlreadyDecided, ChangedMeanwhile, NothingToUndo
from broadsheet.talk.models import Decision, Post, PostState, Reason, Report, ReportReason, Thread, Verb
from broadsheet.talk.models.moderation import AppendOnly
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


def tally(article: ArticlePage) -> int:
    return ArticlePage.objects.select_related("tally").get(pk=article.pk).comment_count


class TestVerbs:
    def test_an_approved_comment_is_on_the_page_at_once(
        self, held: Post, article: Any, moderator: User
    ) -> None:
        assert WORDS not in Client().get(article.url).content.decode()
        decision = actions.approve(post=held, by=moderator)
        assert WORDS in Client().get(article.url).content.decode()
        assert (decision.who, decision.was, decision.became) == (moderator, "held", "published")
        assert tally(article) == 1

    def test_a_rejection_has_a_reason_and_a_name(self, held: Post, moderator: User) -> None:
        actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator, note="Third time.")
        decision = Decision.objects.get()
        assert (decision.verb, decision.reason, decision.note) == ("reject", "abusive", "Third time.")
        assert Post.objects.get().text == WORDS  # nothing is deleted

    def test_a_removed_comment_is_gone_from_every_page_at_once(
        self, open_paper: None, say: Say, article: Any, moderator: User
    ) -> None:
        post = say()
        pages = [article.url, f"/forum/article/{article.pk}/", f"/feeds/comments/{article.pk}.rss"]
        for address in pages:
            assert WORDS in Client().get(address).content.decode()
        actions.remove(post=post, reason=Reason.OFF_TOPIC, by=moderator)
        for address in pages:
            assert WORDS not in Client().get(address).content.decode()
        assert Client().get(post.permalink).status_code == 404
        assert tally(article) == 0
        actions.restore(post=post, by=moderator)
        assert WORDS in Client().get(article.url).content.decode()
        assert tally(article) == 1

    def test_over_answers_a_removed_comment_leaves_its_place_but_no_word(
        self, open_paper: None, say: Say, article: Any, moderator: User
    ) -> None:
        post = say(name="Aliya")
        say("I disagree.", to=f"/talk/{post.pk}/reply/", name="Berik")
        actions.remove(post=post, reason=Reason.RACIST, by=moderator)
        html = Client().get(article.url).content.decode()
        assert "This comment was removed by the moderator." in html
        assert WORDS not in html
        assert "Aliya" not in html
        assert "I disagree." in html
        assert tally(article) == 1

    def test_two_moderators_do_not_overrule_each_other_by_chance(
        self, held: Post, moderator: User
    ) -> None:
        actions.reject(post=held, reason=Reason.SPAM, by=moderator)
        with pytest.raises(AlreadyDecided, match="already"):
            actions.approve(post=held, by=moderator)
        with pytest.raises(AlreadyDecided):
            actions.reject(post=held, reason=Reason.SPAM, by=moderator)
        assert Decision.objects.count() == 1

    def test_a_batch_is_undone_in_one_go_and_once(
        self, mode: Any, say: Say, article: Any, moderator: User
    ) -> None:
        mode(CommentMode.HELD)
        batch = uuid.uuid4()
        for text in ("One.", "Two."):
            actions.approve(post=say(text), by=moderator, batch=batch)
        assert tally(article) == 2
        assert len(actions.undo(batch=batch, by=moderator)) == 2
        assert tally(article) == 0
        assert set(Post.objects.values_list("state", flat=True)) == {PostState.HELD}
        with pytest.raises(NothingToUndo):
            actions.undo(batch=batch, by=moderator)

    def test_an_undo_leaves_alone_what_was_decided_since(self, held: Post, moderator: User) -> None:
        first = actions.approve(post=held, by=moderator)
        actions.remove(post=held, reason=Reason.OTHER, by=moderator)
        with pytest.raises(NothingToUndo):
            actions.undo(batch=first.batch, by=moderator)

    def test_reports_that_came_after_a_decision_outlive_its_undo(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        post = say()
        decision = actions.approve(post=post, by=moderator)
        for reader in "ab":
            actions.report(post=post, reason=ReportReason.SPAM, reporter=reader)
        actions.undo(batch=decision.batch, by=moderator)
        post.refresh_from_db()
        assert (post.open_reports, post.waits) == (2, True)

    def test_the_log_is_only_added_to(self, held: Post, moderator: User) -> None:
        actions.approve(post=held, by=moderator)
        with pytest.raises(AppendOnly):
            Decision.objects.update(note="x")
        with pytest.raises(AppendOnly):
            held.decisions.all().delete()

    def test_a_line_of_the_log_is_not_saved_again(self, held: Post, moderator: User) -> None:
        decision = actions.approve(post=held, by=moderator)
        decision.note = "Rewritten."
        with pytest.raises(AppendOnly):
            decision.save()

    def test_a_decision_settles_the_reports_and_its_undo_brings_them_back(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        post = say()
        actions.report(post=post, reason=ReportReason.SPAM, reporter="one")
        actions.report(post=post, reason=ReportReason.RACIST, reporter="one")
        actions.report(post=post, reason=ReportReason.ABUSIVE, reporter="two")
        assert Report.objects.filter(settled_by=None).count() == 2
        decision = actions.approve(post=post, by=moderator)
        assert not Report.objects.filter(settled_by=None).exists()
        actions.undo(batch=decision.batch, by=moderator)
        assert Report.objects.filter(settled_by=None).count() == 2


class TestQueue:
    def test_it_shows_all_that_helps_to_decide(
        self, desk: Client, mode: Any, say: Say, article: Any
    ) -> None:
        mode(CommentMode.OPEN)
        browser = Client()
        parent = say("The first word.", client=browser)
        mode(CommentMode.HELD)
        say("See https://example.org", client=browser, to=f"/talk/{parent.pk}/reply/")
        html = desk.get(QUEUE).content.decode()
        for shown in (
            "See <a href", "The first word.", article.title, "has links", "all comments wait here",
            "before: 1 published, 0 waiting, 0 removed",
        ):  # fmt: skip
            assert shown in html, shown

    def test_the_menu_says_how_many_wait(self, desk: Client, held: Post) -> None:
        assert "Moderation (1)" in desk.get("/newsroom/").content.decode()

    def test_approve_and_undo(self, desk: Client, held: Post, article: Any) -> None:
        answer = desk.post(f"{QUEUE}decide/", {"act": f"approve:{held.pk}"}, follow=True)
        assert answer.redirect_chain == [(QUEUE, 302)]
        assert tally(article) == 1
        [batch] = answer.context["batches"]
        desk.post(f"{QUEUE}undo/{batch['batch']}/")
        assert tally(article) == 0
        held.refresh_from_db()
        assert held.state == PostState.HELD

    def test_reject_for_a_reason(self, desk: Client, held: Post) -> None:
        desk.post(f"{QUEUE}decide/", {"act": f"reject:off-topic:{held.pk}"})
        decision = Decision.objects.get()
        assert (decision.verb, decision.reason) == (Verb.REJECT, Reason.OFF_TOPIC)

    def test_a_reported_comment_is_removed_or_left(
        self, desk: Client, open_paper: None, say: Say
    ) -> None:
        post = say()
        actions.report(post=post, reason=ReportReason.SPAM, reporter="one", note="An advert")
        html = desk.get(f"{QUEUE}?show=reported").content.decode()
        assert "It is spam" in html
        assert "An advert" in html
        desk.post(f"{QUEUE}decide/", {"act": f"reject:spam:{post.pk}"})
        assert Decision.objects.get().verb == Verb.REMOVE

    def test_editors_pick_a_comment_and_readers_see_it_first(
        self, desk: Client, open_paper: None, say: Say, article: Any, press: Any
    ) -> None:
        post = say()
        say("Another, about the ferry.")
        picks = f"/forum/article/{article.pk}/picks/"
        press.bake()
        assert WORDS not in press.read(picks).text
        assert f'value="pick:{post.pk}"' in desk.get(QUEUE, {"show": "published"}).content.decode()
        desk.post(f"{QUEUE}decide/", {"act": f"pick:{post.pk}"})
        press.bake()
        assert WORDS in press.read(picks).text
        assert "ferry" not in press.read(picks).text
        assert ">Editors’ pick<" in press.read(article.url).text
        desk.post(f"{QUEUE}decide/", {"act": f"unpick:{post.pk}"})
        press.bake()
        assert ">Editors’ pick<" not in press.read(article.url).text

    def test_what_is_not_public_is_no_pick(self, desk: Client, held: Post) -> None:
        told = desk.post(f"{QUEUE}decide/", {"act": f"pick:{held.pk}"}, follow=True)
        assert "is not public" in told.content.decode()
        held.refresh_from_db()
        assert not held.is_pick

    def test_numbers_no_comment_has_are_no_comment(self, desk: Client, held: Post) -> None:
        for value in ("9" * 40, "-1", "٣", "x"):
            told = desk.post(f"{QUEUE}decide/", {"act": f"approve:{value}", "post": value}, follow=True)
            assert told.status_code == 200
        held.refresh_from_db()
        assert held.state == PostState.HELD

    def test_many_at_once(self, desk: Client, mode: Any, say: Say) -> None:
        mode(CommentMode.HELD)
        keys = [say(f"Number {number}.").pk for number in range(3)]
        refused = desk.post(f"{QUEUE}decide/", {"act": "reject", "post": keys}, follow=True)
        assert "Choose a reason" in refused.content.decode()
        assert not Decision.objects.exists()
        desk.post(f"{QUEUE}decide/", {"act": "reject", "reason": "spam", "post": keys, "note": "Flood"})
        assert Decision.objects.filter(reason="spam", note="Flood").count() == 3
        assert Decision.objects.values("batch").distinct().count() == 1

    def test_one_decided_meanwhile_stops_no_other(
        self, desk: Client, mode: Any, say: Say, moderator: User
    ) -> None:
        mode(CommentMode.HELD)
        first, second = say("One."), say("Two.")
        actions.reject(post=first, reason=Reason.SPAM, by=moderator)
        data = {"act": "approve", "post": [first.pk, second.pk]}
        answer = desk.post(f"{QUEUE}decide/", data, follow=True)
        second.refresh_from_db()
        assert second.state == PostState.PUBLISHED
        assert "already" in answer.content.decode()

    def test_nobody_approves_words_they_have_not_read(
        self, desk: Client, mode: Any, say: Say, article: ArticlePage
    ) -> None:
        mode(CommentMode.HELD)
        writer = Client()
        post = say(client=writer)
        before = desk.get(QUEUE).content.decode()
        assert f'name="seen" value="{post.pk}:' not in before
        writer.post(f"/talk/{post.pk}/edit/", {"text": "Buy my watches.", "stamp": filled()["stamp"]})
        for act in (f"approve:{post.pk}", f"move:{post.pk}"):
            answer = desk.post(f"{QUEUE}decide/", {"act": act}, follow=True)
            assert "was changed just now" in answer.content.decode()
            assert Post.objects.get().state == PostState.HELD
        seen = re.search(r'name="seen" value="([^"]+)"', desk.get(QUEUE).content.decode())
        assert seen
        for value in ("", "x", f"{post.pk}:yesterday", f"{post.pk}:2001-01-01T00:00:00+00:00"):
            desk.post(f"{QUEUE}decide/", {"act": f"approve:{post.pk}", "seen": value})
            assert Post.objects.get().state == PostState.HELD
        desk.post(f"{QUEUE}decide/", {"act": f"approve:{post.pk}", "seen": html.unescape(seen[1])})
        assert Post.objects.get().state == PostState.PUBLISHED

    def test_what_is_changed_while_the_button_is_pressed_waits_too(
        self, held: Post, moderator: User
    ) -> None:
        Post.objects.filter(pk=held.pk).update(text="Buy my watches.", edited_at=now())
        for act in (actions.approve, move_to_forum):
            with pytest.raises(ChangedMeanwhile):
                act(post=held, by=moderator)
        assert Post.objects.get().state == PostState.HELD
        actions.take_down(post=held, reason=Reason.SPAM, by=moderator)  # that needs no second look

    def test_the_filters(self, desk: Client, mode: Any, say: Say, section: Any) -> None:
        mode(CommentMode.HELD)
        say("About ferries.")
        say("About trams.")
        for query, found in (
            ("words=ferr", 1), ("show=removed", 0), ("show=published", 0), (f"section={section.pk}", 2),
            ("section=999999", 2), ("show=nonsense", 2), ("p=99", 2),
        ):  # fmt: skip
            assert len(desk.get(f"{QUEUE}?{query}").context["lines"]) == found, query

    def test_it_costs_the_same_whatever_its_length(
        self, desk: Client, article: Any, django_assert_max_num_queries: Any
    ) -> None:
        thread = actions.posting.thread_of(article=article)

        def fill(number: int) -> None:
            for place in range(number):
                post = Post.objects.create(thread=thread, name="A", writer=f"guest:{place}", text="x")
                Report.objects.create(post=post, reason="spam")

        def cost(address: str) -> int:
            with django_assert_max_num_queries(60) as counted:
                desk.get(address)
            return len(counted)

        fill(2)
        desk.get(QUEUE)
        few = cost(QUEUE)
        fill(20)
        assert cost(QUEUE) == few
        for post in Post.objects.all()[:2]:
            actions.approve(post=post, by=User.objects.get())
        few = cost(f"{QUEUE}log/")
        for post in Post.objects.all()[2:]:
            actions.approve(post=post, by=User.objects.get())
        assert cost(f"{QUEUE}log/") == few

    def test_the_log_tells_and_undoes(self, desk: Client, held: Post, moderator: User) -> None:
        actions.reject(post=held, reason=Reason.ABUSIVE, by=moderator, note="A threat")
        html = desk.get(f"{QUEUE}log/").content.decode()
        assert "rejected" in html
        assert "A threat" in html
        assert "/undo/" in html

    def test_closing_a_thread(self, desk: Client, open_paper: None, say: Say, article: Any) -> None:
        say()
        thread = Thread.objects.get()
        desk.post(f"{QUEUE}thread/{thread.pk}/", {"act": "close"})
        assert "<textarea" not in Client().get(article.url).content.decode()
        desk.post(f"{QUEUE}thread/{thread.pk}/", {"act": "open"})
        assert "<textarea" in Client().get(article.url).content.decode()


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "may"),
        [("Moderator", True), ("Editor", True), ("Publisher", True), ("Reporter", False)],
    )
    def test_roles(self, paper: Any, held: Post, role: str, may: bool) -> None:
        set_up_newsroom()
        user = User.objects.create_user("somebody@example.org", "a long enough password")
        give_role(user=user, role=Role(role))
        client = Client()
        client.force_login(user)
        assert (client.get(QUEUE).status_code == 200) is may
        assert ("Moderation" in client.get("/newsroom/").content.decode()) is may
        client.post(f"{QUEUE}decide/", {"act": f"approve:{held.pk}"})
        assert Decision.objects.exists() is may

    def test_strangers_and_readers_do_not(self, held: Post) -> None:
        reader = Client()
        reader.force_login(User.objects.create_user("reader@example.org"))
        for client in (Client(), reader):
            for address in (QUEUE, f"{QUEUE}log/"):
                assert client.get(address).status_code == 302
            client.post(f"{QUEUE}decide/", {"act": f"approve:{held.pk}"})
        assert not Decision.objects.exists()

    def test_a_button_on_another_site_decides_nothing(self, moderator: User, held: Post) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(moderator)
        assert client.post(f"{QUEUE}decide/", {"act": f"approve:{held.pk}"}).status_code == 403
        assert not Decision.objects.exists()

    def test_the_way_back_stays_in_the_house(self, desk: Client, held: Post) -> None:
        data = {"act": f"approve:{held.pk}", "next": "https://evil.example/"}
        assert desk.post(f"{QUEUE}decide/", data)["Location"] == QUEUE
