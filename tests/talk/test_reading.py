"""Reading a thread: its orders, long threads, what was moved away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news.models import ArticlePage
from broadsheet.talk import actions, conversations
from broadsheet.talk.actions.moving import move_to_forum
from broadsheet.talk.models import LastRead, Post, PostState, Reason, Thread
from tests.talk.conftest import WORDS, filled
from tests.talk.test_forum import page

Say = Callable[..., Post]
START = timezone.now() - timedelta(days=2)


def fill(
    thread: Thread, *, roots: int, answers: int = 0, first: int = 0, start: datetime = START
) -> list[Post]:
    """Put conversations into a thread, a minute apart; the posts of the first level."""

    def post(number: int, root: Post | None = None) -> Post:
        return Post(
            thread=thread, name="A", text=f"Word {number}.", state=PostState.PUBLISHED, parent=root,
            root=root, created_at=start + timedelta(minutes=number), digest=str(number),
        )  # fmt: skip

    made = Post.objects.bulk_create([post(first + number) for number in range(roots)])
    Post.objects.bulk_create(
        [post(first + roots + number, root) for root in made for number in range(answers)],
        batch_size=500,
    )
    actions.counting.recount(thread)
    return made


@pytest.fixture
def thread(open_paper: None, article: ArticlePage) -> Thread:
    return actions.posting.thread_of(article=article)


def keys(address: str) -> list[int]:
    """The posts of the first level on a page."""
    return [post.id for post in Client().get(address).context["page_of"]]


def test_a_kept_comment_is_its_component_and_follows_its_post(thread: Thread) -> None:
    (one,) = fill(thread, roots=1, answers=1)
    html = page(thread.url)
    (root,) = Client().get(thread.url).context["page_of"]
    for shown in (root, *root.replies):
        assert render_to_string("components/comment.html", {"post": shown}) in html
    Post.objects.filter(pk=one.pk).update(liked=3, name="B & C", is_pick=True)
    after = Client().get(thread.url)
    (root,) = after.context["page_of"]
    assert "Good point (3)" in after.content.decode()
    assert "B &amp; C" in after.content.decode()
    assert render_to_string("components/comment.html", {"post": root}) in after.content.decode()
    with timezone.override("Asia/Tokyo"):
        there = render_to_string("components/conversations.html", {"conversations": [root]})
    assert "Good point (3)" in there
    assert render_to_string("components/comment.html", {"post": root}) not in there


class TestOrders:
    def test_an_articles_thread_can_be_read_in_four(self, thread: Thread) -> None:
        one, two, three = (post.pk for post in fill(thread, roots=3))
        Post.objects.filter(pk=one).update(liked=2)
        Post.objects.filter(pk=two).update(is_pick=True, liked=1)
        assert keys(thread.url) == [three, two, one]
        assert keys(f"{thread.url}oldest/") == [one, two, three]
        assert keys(f"{thread.url}liked/") == [one, two, three]
        assert keys(f"{thread.url}picks/") == [two]

    def test_they_are_links_under_the_article(self, thread: Thread, article: ArticlePage) -> None:
        fill(thread, roots=1)
        for address in (article.url, thread.url):
            html = page(address)
            for order in ("oldest", "picks", "liked"):
                assert f'href="{thread.url}{order}/#comments"' in html
            assert f'href="{thread.url}#comments" aria-current="true"' in html
        html = page(f"{thread.url}liked/")
        assert f'href="{thread.url}liked/#comments" aria-current="true"' in html
        assert 'content="noindex, follow"' in html
        assert "picked none yet" in page(f"{thread.url}picks/")

    def test_a_picked_answer_brings_its_conversation(self, thread: Thread) -> None:
        first, _second = fill(thread, roots=2, answers=1)
        answer = Post.objects.get(root=first)
        Post.objects.filter(pk=answer.pk).update(is_pick=True)
        assert keys(f"{thread.url}picks/") == [first.pk]
        assert f'id="comment-{answer.pk}"' in page(f"{thread.url}picks/")
        Post.objects.filter(pk=answer.pk).update(state=PostState.REMOVED)
        assert keys(f"{thread.url}picks/") == []

    def test_each_is_a_plate_that_follows_a_new_comment(
        self, thread: Thread, say: Say, press: Any
    ) -> None:
        fill(thread, roots=2)
        addresses = [thread.url, *(f"{thread.url}{order}/" for order in ("oldest", "liked"))]
        for address in addresses:
            press.read(address)
            assert press.shelf.find(f"testserver{address}", 0), address
        with press.committed():
            say("I am new here.")
        press.bake()
        assert all("I am new here." in press.read(address).text for address in addresses)

    def test_there_is_no_other(self, thread: Thread) -> None:
        for order in ("newest", "best", "oldest/x"):
            assert Client().get(f"{thread.url}{order}/").status_code == 404


class TestLongThreads:
    def test_pages_hold_every_comment_once(self, thread: Thread) -> None:
        made = [post.pk for post in fill(thread, roots=conversations.PER_PAGE + 5)]
        for base, expected in ((thread.url, made[::-1]), (f"{thread.url}oldest/", made)):
            assert keys(base) + keys(f"{base}?page=2") == expected

    def test_of_many_answers_the_first_are_shown_and_all_have_pages(
        self, thread: Thread, article: ArticlePage
    ) -> None:
        [root] = fill(thread, roots=1, answers=conversations.PER_PAGE + 5)
        answers = list(Post.objects.filter(root=root).order_by("created_at", "pk"))
        url = f"/forum/answers/{root.pk}/"
        for address in (article.url, thread.url):
            html = page(address)
            assert html.count('class="comment"') == 1 + conversations.ANSWERS
            assert f'href="{url}"' in html
            assert f"All {conversations.PER_PAGE + 5} replies" in html
        first, last = answers[0], answers[-1]
        assert Client().get(first.permalink)["Location"] == f"{article.url}#comment-{first.pk}"
        assert Client().get(last.permalink)["Location"] == f"{url}?page=2#comment-{last.pk}"
        assert f'id="comment-{last.pk}"' in page(f"{url}?page=2")
        assert root.text in page(url)

    def test_a_writer_sees_their_waiting_answer_below_many(
        self, thread: Thread, article: ArticlePage, say: Say, mode: Any
    ) -> None:
        [root] = fill(thread, roots=1, answers=conversations.ANSWERS + 5)
        mode("held")
        client = Client()
        mine = say("Mine waits.", client=client, to=f"/talk/{root.pk}/reply/")
        assert "Mine waits." in page(article.url, client)
        assert "Mine waits." not in page(article.url)
        assert Client().get(f"/forum/answers/{mine.pk}/").status_code == 404

    def test_answers_of_what_is_not_public_have_no_page(
        self, thread: Thread, article: ArticlePage, editor: User
    ) -> None:
        [root] = fill(thread, roots=1)
        url = f"/forum/answers/{root.pk}/"
        assert Client().get(url).status_code == 200
        actions.remove(post=root, reason=Reason.SPAM, by=editor)
        assert Client().get(url).status_code == 404
        actions.restore(post=root, by=editor)
        news.withdraw(article=article, by=editor)
        assert Client().get(url).status_code == 404

    @pytest.mark.parametrize("shape", [(5000, 0), (1000, 4), (1, 4999)], ids=str)
    def test_five_thousand_comments_cost_what_fifty_do(
        self, thread: Thread, article: ArticlePage, shape: tuple[int, int]
    ) -> None:
        """First page, last page, the article's own, and the way to one comment."""
        fill(thread, roots=min(shape[0], 50), answers=min(shape[1], 1 if shape[0] > 1 else 49))
        last = Post.objects.filter(thread=thread).latest("created_at", "pk")
        addresses = [
            thread.url, f"{thread.url}oldest/", f"{thread.url}picks/", f"{thread.url}liked/",
            article.url,
        ]  # fmt: skip
        few = {address: cost(address) for address in addresses}
        start = START + timedelta(days=1)
        if shape[0] == 1:
            root = Post.objects.get(thread=thread, root=None)
            Post.objects.bulk_create(
                [
                    Post(
                        thread=thread, name="A", text="More.", state=PostState.PUBLISHED, parent=root,
                        root=root, created_at=start + timedelta(seconds=number), digest=str(number),
                    )
                    for number in range(4950)
                ],
                batch_size=500,
            )  # fmt: skip
        else:
            fill(thread, roots=shape[0] - 50, answers=shape[1], first=100, start=start)
        assert {address: cost(address) for address in addresses} == few
        assert max(cost(last.permalink), cost(f"/forum/post/{last.pk}/")) <= 5


def cost(address: str) -> int:
    """How many queries it takes to render a page."""
    client = Client()
    client.cookies["own"] = "1"
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        client.get(address)
    return len(counted)


class TestMoved:
    def test_a_note_stays_and_leads_to_the_forum_and_back(
        self, thread: Thread, article: ArticlePage, editor: User, say: Say
    ) -> None:
        first = say("About the river.", name="Aliya")
        post = say("About my cat.", name="Berik")
        answer = say("What cat?", to=f"/talk/{post.pk}/reply/")
        move_to_forum(post=post, by=editor)
        for address in (article.url, thread.url, f"{thread.url}oldest/"):
            html = page(address)
            assert f'id="comment-{post.pk}"><a href="{post.permalink}"' in html
            assert "About my cat." not in html
            assert "What cat?" not in html
            assert "About the river." in html
        assert f"comment-{post.pk}" not in page(f"{thread.url}liked/")
        topic = Post.objects.get(pk=post.pk).thread
        target = f"{topic.url}#comment-{post.pk}"
        assert Client().get(post.permalink)["Location"] == target
        html = page(topic.url)
        assert f'Moved here from <a href="{article.url}#comments"' in html
        assert f'id="comment-{answer.pk}"' in html
        assert first.pk in keys(thread.url)

    def test_it_stands_where_the_comment_stood(self, thread: Thread, editor: User) -> None:
        page = conversations.PER_PAGE
        made = fill(thread, roots=page * 2 + 1)
        for place in (0, page - 1, page, page + 1, page * 2):
            move_to_forum(post=made[place], by=editor)
        for base, expected in ((thread.url, made[::-1]), (f"{thread.url}oldest/", made)):
            found = keys(base) + keys(f"{base}?page=2")
            assert found == [post.pk for post in expected]

    def test_a_moved_answer_leaves_a_note_below_its_root(
        self, thread: Thread, article: ArticlePage, editor: User
    ) -> None:
        [root] = fill(thread, roots=1, answers=2)
        answer = Post.objects.filter(root=root).order_by("pk")[0]
        move_to_forum(post=answer, by=editor)
        [shown] = Client().get(thread.url).context["page_of"]
        assert [reply.state for reply in shown.replies] == ["moved", "published"]

    def test_what_is_taken_down_there_is_gone_here_too(
        self, thread: Thread, article: ArticlePage, editor: User, say: Say, press: Any
    ) -> None:
        post = say("About my cat.", name="Berik")
        move_to_forum(post=post, by=editor)
        moved = Post.objects.get(pk=post.pk)
        assert "Berik" in press.read(article.url).text
        with press.committed():
            actions.remove(post=moved, reason=Reason.SPAM, by=editor)
        press.bake()
        assert "Berik" not in press.read(article.url).text

    def test_nothing_is_said_of_an_article_that_is_withdrawn(
        self, thread: Thread, article: ArticlePage, editor: User, say: Say
    ) -> None:
        post = say("About my cat.")
        move_to_forum(post=post, by=editor)
        topic = Post.objects.get(pk=post.pk).thread
        news.withdraw(article=article, by=editor)
        html = page(topic.url)
        assert "About my cat." in html
        assert article.title not in html
        assert article.url not in html


def test_what_was_sent_from_the_forum_is_found_there(thread: Thread, article: ArticlePage) -> None:
    fill(thread, roots=1, answers=conversations.ANSWERS + 1)
    root = Post.objects.get(thread=thread, root=None)
    answer = Client().post(f"/talk/{root.pk}/reply/", filled(place="forum"), follow=True)
    post = Post.objects.latest("pk")
    assert answer.redirect_chain[-1][0] == f"/forum/answers/{root.pk}/#comment-{post.pk}"
    assert WORDS in answer.content.decode()


class TestModeratorsButtons:
    @pytest.fixture
    def desk(self, moderator: User) -> Client:
        client = Client()
        client.force_login(moderator)
        return client

    def test_a_thread_is_kept_on_top_of_its_board(
        self, thread: Thread, desk: Client, file_article: Any
    ) -> None:
        fill(thread, roots=1)
        fill(actions.posting.thread_of(article=file_article("Newer")), roots=1, first=9)
        first = lambda: Client().get("/forum/world/").context["page_of"][0].heading  # noqa: E731
        assert first() == "Newer"
        address = f"/forum/thread/{thread.pk}/keep/"
        assert 'value="stick"' in page(thread.url, desk)
        assert desk.post(address, {"act": "stick"})["Location"] == thread.url
        assert first() == thread.heading
        assert "On top" in page("/forum/world/")
        assert "On top" in page(thread.url)
        desk.post(address, {"act": "unstick"})
        assert first() == "Newer"

    def test_a_thread_is_closed_and_opened(self, thread: Thread, desk: Client, article: Any) -> None:
        fill(thread, roots=1)
        address = f"/forum/thread/{thread.pk}/keep/"
        desk.post(address, {"act": "close"})
        assert "Closed" in page("/forum/world/")
        assert Client().post(f"/talk/article/{article.pk}/", filled()).status_code == 422
        desk.post(address, {"act": "reopen"})
        assert "Closed" not in page("/forum/world/")
        assert Client().post(f"/talk/article/{article.pk}/", filled()).status_code == 302

    def test_only_moderators_have_them(
        self, thread: Thread, desk: Client, press: Any, django_user_model: Any
    ) -> None:
        fill(thread, roots=1)
        reader = Client()
        reader.force_login(django_user_model.objects.create_user("reader@example.org"))
        address = f"/forum/thread/{thread.pk}/keep/"
        for client in (Client(), reader):
            assert "/keep/" not in page(thread.url, client)
            assert client.post(address, {"act": "close"}).status_code == 403
        page(thread.url, desk)
        assert "/keep/" not in press.read(thread.url).text
        for site in ("cross-site", "same-site"):
            answer = desk.post(address, {"act": "close"}, headers={"sec-fetch-site": site})
            assert answer.status_code == 403
        assert desk.get(address).status_code == 405
        assert desk.post(address, {"act": "delete"}).status_code == 400
        assert desk.post("/forum/thread/999999/keep/", {"act": "close"}).status_code == 404
        assert page(thread.url).count("On top") == 0
        thread.refresh_from_db()
        assert (thread.state, thread.is_sticky) == ("open", False)


class TestWhatIsNew:
    @pytest.fixture
    def reader(self, django_user_model: Any) -> Client:
        client = Client()
        user = django_user_model.objects.create_user("reader@example.org", name="Reader")
        django_user_model.objects.update(date_joined=START - timedelta(days=1))
        client.force_login(user)
        return client

    def test_a_thread_is_marked_until_it_is_read(self, thread: Thread, reader: Client, say: Say) -> None:
        fill(thread, roots=2)
        for address in ("/forum/", "/forum/world/"):
            assert "thread-mark" in page(address, reader)
            assert "thread-mark" not in page(address)
        assert "New since your last visit" not in page(thread.url, reader)
        for address in ("/forum/", "/forum/world/"):
            assert "thread-mark" not in page(address, reader)
        say("Something new.")
        for address in ("/forum/", "/forum/world/"):
            assert "thread-mark" in page(address, reader)
        html = page(thread.url, reader)
        assert html.count("New since your last visit") == 1
        assert html.index("New since your last visit") < html.index("Something new.")
        assert "New since your last visit" not in page(thread.url, reader)

    def test_ones_own_words_are_not_news(self, thread: Thread, reader: Client, say: Say) -> None:
        fill(thread, roots=1)
        page(thread.url, reader)
        say("Mine.", client=reader)
        assert "New since your last visit" not in page(thread.url, reader)

    def test_the_line_stands_where_the_new_begins(
        self, thread: Thread, reader: Client, say: Say
    ) -> None:
        fill(thread, roots=2)
        address = f"{thread.url}oldest/"
        page(address, reader)
        say("Something new.")
        html = page(address, reader)
        assert html.index("Word 1.") < html.index("New since your last visit")
        assert html.index("New since your last visit") < html.index("Something new.")

    def test_the_first_page_of_two_is_not_all(self, thread: Thread, reader: Client) -> None:
        fill(thread, roots=conversations.PER_PAGE + 1)
        page(f"{thread.url}oldest/", reader)
        assert "thread-mark" in page("/forum/world/", reader)
        page(f"{thread.url}oldest/?page=2", reader)
        assert "thread-mark" not in page("/forum/world/", reader)

    def test_a_guest_leaves_no_trace(self, thread: Thread) -> None:
        fill(thread, roots=2)
        client = Client()
        client.cookies["own"] = "1"
        with CaptureQueriesContext(connection) as counted:
            for address in ("/forum/", "/forum/world/", thread.url):
                page(address, client)
        assert not [q for q in counted if not q["sql"].startswith(("SELECT", "BEGIN", "COMMIT"))]
        assert not LastRead.objects.exists()
