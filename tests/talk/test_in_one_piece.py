"""Comments that are written together see each other as if they had come one after the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.foundation.models import LimitCount, User
from broadsheet.news.filing import Copy, file_and_publish
from broadsheet.news.models import ArticlePage
from broadsheet.news.models.paper import CommentMode
from broadsheet.news.remembered import remembering
from broadsheet.talk import actions, errors, limits, names, taking
from broadsheet.talk.actions import Sent
from broadsheet.talk.drafts import Draft, Writer
from broadsheet.talk.models import Post, PostState, Thread
from broadsheet.talk.pipeline import lists
from tests.talk.conftest import WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def sent(article: ArticlePage, number: int = 0, **more: Any) -> Sent:
    """Words of a reader: of another one for each number."""
    writer = more.pop("writer", Writer(key=f"guest:{number}", address_hash=f"network {number}"))
    draft = Draft(writer=writer, **{"name": f"Reader {number}", "text": f"{WORDS} {number}"} | more)
    return Sent(article_id=article.pk, draft=draft)


def take(*all_sent: Sent) -> list[Any]:
    return list(taking._comments(all_sent))


@pytest.mark.usefixtures("open_paper")
class TestTogether:
    def test_each_has_its_post_in_its_place(self, article: ArticlePage) -> None:
        other = file_and_publish(copy=Copy(headline="River falls", section=article.section))
        found = take(sent(article, 1), sent(other, 2), sent(article, 3))
        assert [post.name for post in found] == ["Reader 1", "Reader 2", "Reader 3"]
        assert [post.thread.article_id for post in found] == [article.pk, other.pk, article.pk]
        assert {thread.article_id: thread.posts_shown for thread in Thread.objects.all()} == {
            article.pk: 2,
            other.pk: 1,
        }

    def test_eight_need_as_many_statements_as_two(
        self, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(names, "STAFF_SECONDS", 60)  # both are read anew in tests
        monkeypatch.setattr(lists, "CHECK_SECONDS", 60)

        def statements(number: int, first: int) -> int:
            every = range(first, first + number)
            readers = [Writer(key=f"guest:{n}", address_hash=str(n), is_fresh=True) for n in every]
            with CaptureQueriesContext(connection) as asked, remembering():
                take(*[sent(article, n, writer=who) for n, who in zip(every, readers, strict=True)])
            return len(asked)

        take(sent(article))  # makes the thread
        assert statements(8, 100) == statements(2, 200)

    def test_the_second_press_is_the_same_post(self, article: ArticlePage) -> None:
        one, other, again = take(sent(article, 1), sent(article, 2), sent(article, 1))
        assert again == one != other
        assert Post.objects.count() == 2

    def test_what_another_said_a_moment_ago_is_a_repeat(self, article: ArticlePage) -> None:
        one, other = take(sent(article, 1, text=WORDS), sent(article, 2, text=WORDS))
        assert (one.state, other.state) == (PostState.PUBLISHED, PostState.HELD)
        assert other.why == ["repeated"]

    def test_a_members_name_is_theirs_from_then_on(self, article: ArticlePage) -> None:
        user = User.objects.create_user("aliya@example.org", name="Aliya")
        writer = Writer(key=f"user:{user.pk}", address_hash="here", user=user)
        mine = sent(article, 1, writer=writer, name="Aliya")
        found = take(mine, sent(article, 2, name="Aliya"), sent(article, 3))
        assert isinstance(found[1], errors.NameTaken)
        assert [post.name for post in (found[0], found[2])] == ["Aliya", "Reader 3"]

    def test_one_that_is_refused_takes_nothing_from_the_others(self, article: ArticlePage) -> None:
        gone = sent(article, 2)
        gone = Sent(article_id=article.pk + 1000, draft=gone.draft)
        found = take(sent(article, 1), gone, sent(article, 3, name="Administrator"), sent(article, 4))
        assert [type(one) for one in found] == [Post, errors.NoArticle, errors.StaffName, Post]
        assert Thread.objects.get().posts_shown == 2

    def test_the_first_name_of_an_account_is_its_own(self, article: ArticlePage) -> None:
        user = User.objects.create_user("berik@example.org")
        take(sent(article, 1, writer=Writer(key=f"user:{user.pk}", user=user), name="Berik"))
        user.refresh_from_db()
        assert user.name == "Berik"


class TestLimits:
    def test_who_comes_after_the_limit_is_refused_and_not_counted(self, article: ArticlePage) -> None:
        network = "one office"
        writers = [
            Writer(key=f"guest:{n}", address_hash=network) for n in range(limits.OF_A_NETWORK + 3)
        ]
        found = take(*[sent(article, n, writer=writer) for n, writer in enumerate(writers)])
        assert [isinstance(one, Post) for one in found] == [True] * limits.OF_A_NETWORK + [False] * 3
        assert all(isinstance(one, errors.TooMany) for one in found[limits.OF_A_NETWORK :])
        counts = dict(LimitCount.objects.values_list("key", "uses"))
        assert counts[f"talk:network:{network}"] == limits.OF_A_NETWORK
        assert counts["talk:all"] == limits.OF_A_NETWORK
        assert counts[f"talk:writer:{writers[-1].key}"] == 0

    def test_a_flood_from_one_network_leaves_the_thread_to_others(self, article: ArticlePage) -> None:
        flood = [
            sent(article, n, writer=Writer(key=f"guest:{n}", address_hash="flood"))
            for n in range(limits.OF_A_NETWORK + 20)
        ]
        *_others, last = take(*flood, sent(article, 999))
        assert isinstance(last, Post)
        thread = LimitCount.objects.get(key=f"talk:thread:article:{article.pk}")
        assert thread.uses == limits.OF_A_NETWORK + 1

    def test_the_newsroom_counts_for_nothing(self, article: ArticlePage) -> None:
        staff = Writer(key="user:1", is_staff=True)
        found = take(*[sent(article, n, writer=staff) for n in range(limits.OF_A_WRITER + 2)])
        assert all(isinstance(one, Post) for one in found)
        assert not LimitCount.objects.exists()


def test_a_closed_article_takes_none_and_another_does(article: ArticlePage, mode: Any) -> None:
    mode(CommentMode.OPEN)
    shut = file_and_publish(copy=Copy(headline="River falls", section=article.section))
    ArticlePage.objects.filter(pk=shut.pk).update(comment_mode=CommentMode.CLOSED)
    first, second = actions.post_comments([sent(shut, 1), sent(article, 2)])
    assert isinstance(first, errors.Closed)
    assert isinstance(second, Post)


def test_a_section_says_how_its_articles_take_them(article: ArticlePage, mode: Any) -> None:
    mode(CommentMode.OPEN)
    assert article.section is not None
    type(article.section).objects.filter(pk=article.section.pk).update(comment_mode=CommentMode.HELD)
    [post] = actions.post_comments([sent(article, 1)])
    assert isinstance(post, Post)
    assert post.why == ["mode"]
