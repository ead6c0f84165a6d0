"""The forum: boards, topics, and the thread of an article in the forum's layout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news.layout import open_section
from broadsheet.news.models import ArticlePage
from broadsheet.talk import actions, conversations, limits
from broadsheet.talk.models import Post, PostState, Reason, Thread, ThreadState
from broadsheet.talk.pipeline.signals import Code
from tests.talk.conftest import WORDS, filled

Say = Callable[..., Post]


def page(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def regular(open_paper: None, say: Say) -> Client:
    """A browser whose reader has had an approved post for days."""
    client = Client()
    post = say("I was here before.", client=client, name="Regular")
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(days=3))
    return client


@pytest.fixture
def topic(regular: Client, section: Any) -> Thread:
    regular.post("/forum/world/new/", filled(title="Where to fish", text="Any ideas?", name="Regular"))
    return Thread.objects.get(article=None)


class TestTheArticlesThread:
    def test_the_same_comments_and_the_same_count(
        self, open_paper: None, say: Say, article: Any
    ) -> None:
        first = say("One.")
        say("Two.", to=f"/talk/{first.pk}/reply/")
        say("Three.")
        for address in (article.url, f"/forum/article/{article.pk}/"):
            html = page(address)
            assert "3 comments" in html, address
            for text in ("One.", "Two.", "Three."):
                assert text in html
        tally = ArticlePage.objects.select_related("tally").get(pk=article.pk).comment_count
        assert tally == Thread.objects.get().posts_shown == 3
        [board] = [entry for entry in Client().get("/forum/").context["boards"] if entry["said"]]
        assert (board["board"].pk, board["threads"], board["said"]) == (article.section_id, 1, 3)

    def test_it_is_there_before_the_first_word_and_leads_back(
        self, open_paper: None, article: Any
    ) -> None:
        html = page(f"/forum/article/{article.pk}/")
        assert "No comments." in html
        assert f'href="{article.url}"' in html
        assert f'href="/forum/article/{article.pk}/"' in page(article.url)

    def test_a_word_said_in_the_forum_leads_to_the_forum(self, open_paper: None, article: Any) -> None:
        form = filled(place="forum")
        answer = Client().post(f"/talk/article/{article.pk}/", form, follow=True)
        post = Post.objects.get()
        assert answer.redirect_chain[-1][0] == f"/forum/article/{article.pk}/#comment-{post.pk}"
        assert WORDS in page(article.url)

    def test_with_the_article_goes_its_thread(
        self, open_paper: None, say: Say, article: Any, editor: User
    ) -> None:
        post = say()
        assert article.title in page("/forum/world/")
        assert article.title in page("/forum/")
        news.withdraw(article=article, by=editor)
        assert article.title not in page("/forum/world/")
        assert article.title not in page("/forum/")
        assert Client().get(f"/forum/article/{article.pk}/").status_code == 404
        assert Client().get(post.permalink).status_code == 404
        assert Client().post(f"/talk/article/{article.pk}/", filled()).status_code == 404
        assert Client().post(f"/talk/{post.pk}/reply/", filled()).status_code == 404

    def test_it_moves_with_its_article_to_another_board(
        self, open_paper: None, say: Say, article: Any
    ) -> None:
        say()
        city = open_section(name="City")
        page("/forum/city/")
        article.move(city, pos="last-child")
        assert article.title in page("/forum/city/")
        assert article.title not in page("/forum/world/")

    def test_a_section_within_a_section_has_no_board_of_its_own(
        self, open_paper: None, section: Any, file_article: Any
    ) -> None:
        below = open_section(name="Rivers", parent=section)
        article = file_article("Deep water", section=below)
        Client().post(f"/talk/article/{article.pk}/", filled())
        assert Thread.objects.get().board == section
        assert "Deep water" in page("/forum/world/")
        assert "World" in page(f"/forum/article/{article.pk}/")

    def test_long_threads_have_pages_and_a_link_finds_its_own(
        self, open_paper: None, article: Any
    ) -> None:
        thread = actions.posting.thread_of(article=article)
        start = timezone.now() - timedelta(days=1)
        posts = [
            Post.objects.create(
                thread=thread, name="A", text=f"Word {number}.", state=PostState.PUBLISHED,
                created_at=start + timedelta(minutes=number),
            )
            for number in range(conversations.PER_PAGE + 5)
        ]  # fmt: skip
        first, last = posts[0], posts[-1]
        assert Client().get(last.permalink)["Location"] == f"{article.url}#comment-{last.pk}"
        assert Client().get(first.permalink)["Location"] == f"{thread.url}?page=2#comment-{first.pk}"
        forum = Client().get(f"/forum/post/{last.pk}/")["Location"]
        assert forum == f"{thread.url}#comment-{last.pk}"
        assert f'id="comment-{last.pk}"' in page(thread.url)
        assert f'id="comment-{first.pk}"' not in page(article.url)
        assert "All comments are in the forum" in page(article.url)


class TestTopics:
    def test_a_regular_reader_opens_one(self, topic: Thread) -> None:
        assert topic.state == ThreadState.OPEN
        assert "Where to fish" in page("/forum/world/")
        assert "Where to fish" in page("/forum/")
        assert "Any ideas?" in page(topic.url)

    def test_a_newcomers_first_topic_waits_title_and_all(
        self, open_paper: None, section: Any, moderator: User
    ) -> None:
        client = Client()
        answer = client.post("/forum/world/new/", filled(title="Buy my book"), follow=True)
        assert "waits for a moderator" in answer.content.decode()
        post = Post.objects.get()
        assert post.why == [Code.FIRST_TOPIC]
        for address in ("/forum/", "/forum/world/", "/forum/city/"):
            assert "Buy my book" not in page(address)
        url = post.thread.url
        assert Client().get(url).status_code == 404
        assert "Buy my book" in page(url, client)
        assert Client().get(f"/talk/thanks/{post.thread_id}/").status_code == 200
        assert "Buy my book" not in page(f"/talk/thanks/{post.thread_id}/")
        actions.approve(post=post, by=moderator)
        assert "Buy my book" in page("/forum/world/")
        assert "Buy my book" in page(url)

    def test_taking_down_the_opening_takes_the_title_too(
        self, topic: Thread, moderator: User, say: Say
    ) -> None:
        say("By the bridge.", to=f"/talk/topic/{topic.pk}/")
        opening = topic.posts.get(text="Any ideas?")
        actions.remove(post=opening, reason=Reason.OFF_TOPIC, by=moderator)
        assert "Where to fish" not in page("/forum/world/")
        assert Client().get(topic.url).status_code == 404
        assert Client().post(f"/talk/topic/{topic.pk}/", filled()).status_code == 404
        actions.restore(post=opening, by=moderator)
        assert "By the bridge." in page(topic.url)

    def test_replies_move_it_up(self, topic: Thread, say: Say, regular: Client) -> None:
        form = filled(title="Second", text="Another one.", name="Regular")
        regular.post("/forum/world/new/", form)
        order = [thread.title for thread in Client().get("/forum/world/").context["page_of"]][:2]
        assert order == ["Second", "Where to fish"]
        say("By the bridge.", to=f"/talk/topic/{topic.pk}/")
        order = [thread.title for thread in Client().get("/forum/world/").context["page_of"]][:2]
        assert order == ["Where to fish", "Second"]

    def test_the_same_topic_twice_is_one(self, topic: Thread, regular: Client) -> None:
        form = filled(title="Where to fish", text="Any ideas?", name="Regular")
        assert regular.post("/forum/world/new/", form).status_code == 302
        assert Thread.objects.filter(article=None).count() == 1

    def test_a_closed_topic_takes_nothing(self, topic: Thread) -> None:
        actions.close(thread=topic)
        assert "<textarea" not in page(topic.url)
        answer = Client().post(f"/talk/topic/{topic.pk}/", filled())
        assert answer.status_code == 422
        assert WORDS in answer.content.decode()

    def test_a_title_has_letters_and_an_end(self, regular: Client, section: Any) -> None:
        for title in ("", "\u200b\u202e", "x" * 151):
            answer = regular.post("/forum/world/new/", filled(title=title, name="Regular"))
            assert answer.status_code == 422
            assert WORDS in answer.content.decode()
        assert not Thread.objects.filter(article=None).exists()

    def test_its_address_is_one(self, topic: Thread) -> None:
        assert Client().get(f"/forum/topic/{topic.pk}/anything/")["Location"] == topic.url
        assert Client().get("/forum/topic/99999999999999999999999/x/").status_code == 404
        assert Client().get("/forum/nowhere/").status_code == 404


class TestTheFirstDay:
    def test_three_topics(self, open_paper: None, section: Any) -> None:
        client = Client()
        for number in range(limits.FIRST_DAY_TOPICS):
            assert client.post("/forum/world/new/", filled(title=f"T{number}")).status_code == 302
        answer = client.post("/forum/world/new/", filled(title="One more"))
        assert answer.status_code == 429
        assert "first day" in answer.content.decode()
        assert WORDS in answer.content.decode()
        # Another cookie makes nobody somebody else.
        assert Client().post("/forum/world/new/", filled(title="Again")).status_code == 429

    def test_ten_replies_but_not_for_a_regular(self, topic: Thread, regular: Client) -> None:
        address = f"/talk/topic/{topic.pk}/"
        answers = [
            Client().post(address, filled(text=f"{number}.")).status_code
            for number in range(limits.FIRST_DAY_REPLIES + 1)
        ]
        assert answers == [302] * limits.FIRST_DAY_REPLIES + [429]
        assert regular.post(address, filled(text="Still here.", name="Regular")).status_code == 302


def test_forum_pages_are_kept_and_made_anew(topic: Thread, say: Say, press: Any) -> None:
    for address in ("/forum/", "/forum/world/", topic.url):
        press.read(address)
        assert press.shelf.find(f"testserver{address}", 0), address
    with press.committed():
        say("By the bridge.", to=f"/talk/topic/{topic.pk}/")
    press.bake()
    assert "By the bridge." in press.read(topic.url).text
    assert "2 posts" in press.read("/forum/world/").text


@pytest.mark.parametrize("address", ["/forum/", "/forum/world/", "topic"])
def test_lists_cost_the_same_whatever_their_length(
    topic: Thread, section: Any, address: str, django_assert_max_num_queries: Any, file_article: Any
) -> None:
    address = topic.url if address == "topic" else address

    def cost() -> int:
        client = Client()
        client.cookies["own"] = "1"
        with django_assert_max_num_queries(25) as counted:
            page(address, client)
        return len(counted)

    def fill(number: int) -> None:
        for place in range(number):
            thread = actions.posting.thread_of(article=file_article(f"Story {place}"))
            for where in (thread, topic):
                root = Post.objects.create(thread=where, name="A", text="x", state=PostState.PUBLISHED)
                Post.objects.create(
                    thread=where, name="B", text="y", state=PostState.PUBLISHED, parent=root, root=root
                )
            actions.counting.recount(thread)

    fill(1)
    page(address)
    few = cost()
    fill(5)
    assert cost() == few
