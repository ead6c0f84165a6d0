"""A reader comments on an article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from broadsheet.edition.api import OWN_COOKIE
from broadsheet.foundation import stamps
from broadsheet.foundation.models import User
from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions
from broadsheet.talk.actions import making
from broadsheet.talk.models import Post, PostState, Reason, Thread
from broadsheet.talk.pipeline import looks
from broadsheet.talk.pipeline.signals import Code
from tests.talk.conftest import WORDS, filled

Say = Callable[..., Post]
FRESH = "comment"  # the purpose of a stamp in the form of a page
FETCH = {"X-Requested-With": "fetch"}


def page(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def stamp_of_age(monkeypatch: pytest.MonkeyPatch, age: timedelta, purpose: str = FRESH) -> str:
    then = (timezone.now() - age).timestamp()
    with monkeypatch.context() as past:
        past.setattr("django.core.signing.time.time", lambda: then)
        return stamps.stamp(purpose=purpose)


def test_a_comment_stands_under_its_article_at_once(open_paper: None, article: Any, say: Say) -> None:
    assert "No comments." in page(article.url)
    post = say()
    html = page(article.url)
    assert WORDS in html
    assert f'id="comment-{post.pk}"' in html
    assert "No comments." not in html


def test_the_answer_leads_to_the_comment(open_paper: None, article: Any) -> None:
    client = Client()
    answer = client.post(f"/talk/article/{article.pk}/", filled(), follow=True)
    post = Post.objects.get()
    assert [hop for hop, _ in answer.redirect_chain] == [
        f"/talk/{post.pk}/",
        f"{article.url}#comment-{post.pk}",
    ]


def test_the_form_of_a_kept_page_can_be_sent(
    open_paper: None, article: Any, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.read(article.url)
    html = press.read(article.url).text
    assert press.rendered == [article.url]  # the second time it came from its plate
    assert f'action="/talk/article/{article.pk}/"' in html
    assert 'name="stamp" value="comment:' in html
    assert "csrfmiddlewaretoken" not in html
    old = stamp_of_age(monkeypatch, timedelta(hours=23))
    assert Client().post(f"/talk/article/{article.pk}/", filled(stamp=old)).status_code == 302


@pytest.mark.parametrize("age", [timedelta(hours=25), timedelta(seconds=1)])
def test_a_form_too_old_or_too_quick_costs_one_more_click_and_no_word(
    open_paper: None, article: Any, monkeypatch: pytest.MonkeyPatch, age: timedelta
) -> None:
    client = Client()
    stamp = stamp_of_age(monkeypatch, age)
    again = client.post(f"/talk/article/{article.pk}/", filled(stamp=stamp, email="a@example.org"))
    assert again.status_code == 422
    assert again["Cache-Control"] == "no-store"
    assert not Post.objects.exists()
    form = again.context["form"]
    shown = {name: form[name].value() for name in ("name", "email", "text")}
    assert shown == {"name": "Aliya", "email": "a@example.org", "text": WORDS}
    sent = client.post(f"/talk/article/{article.pk}/", shown | {"stamp": form["stamp"].value()})
    assert sent.status_code == 302
    assert Post.objects.get().text == WORDS


@pytest.mark.parametrize("stamp", ["", "comment:1vOeXH:forged", "x" * 5000])
def test_a_forged_stamp_is_answered_with_the_form_filled_in(
    open_paper: None, article: Any, stamp: str
) -> None:
    answer = Client().post(f"/talk/article/{article.pk}/", filled(stamp=stamp))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Post.objects.exists()


def test_a_stamp_of_another_form_is_no_stamp(open_paper: None, article: Any) -> None:
    other = stamps.stamp(purpose="newsletter")
    assert Client().post(f"/talk/article/{article.pk}/", filled(stamp=other)).status_code == 422


def test_pressing_the_button_twice_makes_one_comment(open_paper: None, article: Any) -> None:
    client = Client()
    client.post(f"/talk/article/{article.pk}/", filled())
    again = client.post(f"/talk/article/{article.pk}/", filled())
    assert again.status_code == 302
    assert Post.objects.count() == 1
    assert Thread.objects.get().posts_shown == 1


def test_two_presses_before_the_first_answer_make_one_comment(open_paper: None, article: Any) -> None:
    for _ in range(2):  # no cookie came back yet
        assert Client().post(f"/talk/article/{article.pk}/", filled()).status_code == 302
    assert Post.objects.count() == 1
    Client().post(f"/talk/article/{article.pk}/", filled(name="Ben"))
    assert Post.objects.count() == 2


def test_with_script_the_answer_is_the_region_alone(open_paper: None, article: Any) -> None:
    answer = Client().post(f"/talk/article/{article.pk}/", filled(), headers=FETCH)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.lstrip().startswith('<section class="comment-form"')
    assert "data-region" in html
    assert "<html" not in html
    assert WORDS in html
    bad = Client().post(f"/talk/article/{article.pk}/", filled(name=""), headers=FETCH)
    assert bad.status_code == 422
    assert "<html" not in bad.content.decode()
    assert WORDS in bad.content.decode()


class TestModes:
    def test_all_held(self, mode: Any, article: Any) -> None:
        mode(CommentMode.HELD)
        client = Client()
        answer = client.post(f"/talk/article/{article.pk}/", filled(), follow=True)
        assert "waits for a moderator" in answer.content.decode()
        assert Post.objects.get().why == [Code.MODE]

    def test_the_first_ones_are_held(self, mode: Any, say: Say, moderator: User) -> None:
        mode(CommentMode.FIRST_HELD)
        client = Client()
        first = say(client=client)
        assert first.state == PostState.HELD
        assert first.why == [Code.FIRST]
        actions.approve(post=first, by=moderator)
        assert say("And it is open again.", client=client).state == PostState.PUBLISHED
        assert say("From elsewhere.", client=Client()).state == PostState.HELD

    def test_the_article_overrules_the_section_which_overrules_the_paper(
        self, mode: Any, section: Any, file_article: Any
    ) -> None:
        mode(CommentMode.HELD)
        section.comment_mode = CommentMode.OPEN
        section.save_revision().publish()
        by_section = file_article("By the section")
        by_itself = file_article("By itself", comment_mode=CommentMode.CLOSED)
        assert Client().post(f"/talk/article/{by_section.pk}/", filled()).status_code == 302
        assert Post.objects.get().state == PostState.PUBLISHED
        refused = Client().post(f"/talk/article/{by_itself.pk}/", filled())
        assert refused.status_code == 422
        assert "closed" in refused.content.decode()

    def test_a_closed_article_has_no_form(self, file_article: Any) -> None:
        article = file_article(comment_mode=CommentMode.CLOSED)
        html = page(article.url)
        assert "Comments on this article are closed." in html
        assert "<textarea" not in html

    def test_the_newsrooms_own_words_are_shown_at_once(
        self, mode: Any, editor: User, say: Say, article: Any
    ) -> None:
        mode(CommentMode.HELD)
        User.objects.filter(pk=editor.pk).update(name="Dana Ospan")
        client = Client()
        client.force_login(editor)
        post = say(client=client)
        assert post.state == PostState.PUBLISHED
        assert post.is_staff
        assert post.name == "Dana Ospan"
        assert "Newsroom" in page(article.url)


@pytest.mark.parametrize(
    "text", ["see https://example.org", "see www.example.org", "buy at cheap-pills.shop now"]
)
def test_links_wait(open_paper: None, say: Say, text: str) -> None:
    assert say(text).why == [Code.LINKS]


def test_plain_words_are_no_links() -> None:
    for text in ("At 6.30 a.m. it rained.", "No.com plaint", "e.g. this", "Well...me too"):
        found = looks.LINK.search(text)
        assert not found or text == "No.com plaint", text


def test_the_trap_holds_and_loses_nothing(open_paper: None, say: Say) -> None:
    post = say(website="https://spam.example")
    assert post.why == [Code.TRAP]
    assert post.text == WORDS


def test_the_same_long_text_again_waits(open_paper: None, say: Say, file_article: Any) -> None:
    say()
    other = file_article("Another story")
    assert say(client=Client(), to=f"/talk/article/{other.pk}/").why == [Code.REPEATED]
    assert say("Well said!", client=Client()).state == PostState.PUBLISHED
    assert say("Well said!", client=Client(), name="Berik").state == PostState.PUBLISHED


class TestAnswers:
    def test_two_levels_are_shown_and_the_real_parent_is_kept(
        self, open_paper: None, say: Say, article: Any
    ) -> None:
        first = say("One.")
        second = say("Two.", to=f"/talk/{first.pk}/reply/", name="Berik")
        third = say("Three.", to=f"/talk/{second.pk}/reply/", name="Chen")
        assert (third.parent, third.root) == (second, first)
        [shown] = Client().get(article.url).context["comments"]
        assert [reply.id for reply in shown.replies] == [second.pk, third.pk]
        assert [reply.in_reply_to for reply in shown.replies] == ["", "Berik"]

    def test_the_form_quotes_what_it_answers(self, open_paper: None, say: Say) -> None:
        post = say()
        html = page(f"/talk/{post.pk}/reply/")
        assert WORDS in html
        assert "Reply to Aliya" in html

    def test_when_the_parent_is_gone_meanwhile_the_words_stay(
        self, open_paper: None, say: Say, article: Any, moderator: User, monkeypatch: Any
    ) -> None:
        post = say()
        original = making._can_be_answered

        def removed_meanwhile(parent: Post, thread: Thread) -> bool:
            Post.objects.filter(pk=post.pk).update(state=PostState.REMOVED)
            return original(parent, thread)

        monkeypatch.setattr(making, "_can_be_answered", removed_meanwhile)
        answer = Client().post(f"/talk/{post.pk}/reply/", filled(text="An answer."))
        assert answer.status_code == 422
        assert "An answer." in answer.content.decode()
        assert "no longer there" in answer.content.decode()

    def test_an_answer_to_what_was_removed_meanwhile_is_not_lost(
        self, open_paper: None, say: Say, moderator: User
    ) -> None:
        post = say()
        actions.remove(post=post, reason=Reason.SPAM, by=moderator)
        assert Client().get(f"/talk/{post.pk}/reply/").status_code == 404
        answer = Client().post(f"/talk/{post.pk}/reply/", filled(text="An answer."))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "An answer." in page
        assert "no longer there" in page
        assert WORDS not in page
        assert Post.objects.count() == 1

    def test_nobody_answers_what_is_not_public(self, mode: Any, say: Say) -> None:
        mode(CommentMode.HELD)
        post = say()
        assert Client().get(f"/talk/{post.pk}/reply/").status_code == 404
        assert Client().post(f"/talk/{post.pk}/reply/", filled()).status_code == 404


class TestAccounts:
    def test_the_name_of_an_account_is_its_own(self, open_paper: None, say: Say, article: Any) -> None:
        user = User.objects.create_user("berik@example.org", name="Berik")
        client = Client()
        client.force_login(user)
        html = page(article.url, client)
        assert 'value="Berik"' in html
        post = say(client=client, name="Somebody Else")
        assert (post.name, post.user, post.email) == ("Berik", user, "berik@example.org")

    def test_nobody_else_writes_under_it_afterwards(
        self, open_paper: None, say: Say, article: Any
    ) -> None:
        user = User.objects.create_user("berik@example.org", name="Berik")
        client = Client()
        client.force_login(user)
        say(client=client)
        answer = Client().post(f"/talk/article/{article.pk}/", filled(name="вerik", text="Me too."))
        assert answer.status_code == 422
        assert "belongs to a reader with an account" in answer.content.decode()

    def test_an_account_without_a_name_gives_it_with_the_first_comment(
        self, open_paper: None, say: Say
    ) -> None:
        user = User.objects.create_user("new@example.org")
        client = Client()
        client.force_login(user)
        say(client=client, name="Newcomer")
        user.refresh_from_db()
        assert user.name == "Newcomer"

    def test_the_account_page_has_the_readers_comments(self, mode: Any, say: Say) -> None:
        from broadsheet.foundation.accounts import parts

        mode(CommentMode.HELD)
        user = User.objects.create_user("berik@example.org", name="Berik")
        client = Client()
        client.force_login(user)
        assert "talk/account_part.html" not in {part.template for part in parts(user=user)}
        say(client=client)
        [part] = [part for part in parts(user=user) if part.template == "talk/account_part.html"]
        assert [post.text for post in [row.post for row in part.context["rows"]]] == [WORDS]


def test_the_database_itself_refuses_the_impossible(article: ArticlePage) -> None:
    thread = Thread.objects.create(article=article)
    wrong: list[dict[str, Any]] = [
        {"name": ""},
        {"name": "A", "state": "deleted"},
        {"name": "A", "parent": Post.objects.create(thread=thread, name="B", text="x")},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.create(thread=thread, text="x", **fields)
    for fields in ({"article": None}, {"article": article, "title": "Both"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Thread.objects.create(**fields)


def test_addresses_are_hashed_and_forgotten_after_90_days(open_paper: None, say: Say) -> None:
    old, fresh = say(), say("Newer.")
    assert "127.0.0" not in old.address_hash
    assert len(old.address_hash) == 32
    actions.report(post=fresh, reason="spam", reporter="abc")
    Post.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))
    assert actions.forget_addresses() == 1
    assert Post.objects.get(pk=old.pk).address_hash == ""
    assert Post.objects.get(pk=fresh.pk).address_hash == fresh.address_hash


def test_an_article_with_many_comments_costs_few_queries(
    open_paper: None, article: ArticlePage, say: Say, django_assert_max_num_queries: Any
) -> None:
    def cost() -> int:
        client = Client()
        client.cookies[OWN_COOKIE] = "1"
        with django_assert_max_num_queries(25) as counted:
            client.get(article.url)
        return len(counted)

    page(article.url)
    before = cost()
    thread = actions.posting.thread_of(article=article)
    for number in range(30):
        root = Post.objects.create(thread=thread, name="A", text=f"{number}", state=PostState.PUBLISHED)
        Post.objects.create(
            thread=thread, name="B", text="re", state=PostState.PUBLISHED, parent=root, root=root
        )
    assert cost() == before + 1  # the replies
