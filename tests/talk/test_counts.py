"""How much was said: for a page that is open, for lists of articles, for other sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.news.models.paper import CommentMode
from broadsheet.talk import actions, counts
from broadsheet.talk.models import Post, Reason

Say = Callable[..., Post]


def ask(*addresses: str, **more: Any) -> Any:
    return Client().get("/talk/counts.json", {"article": ",".join(addresses)}, **more)


class TestLatest:
    def test_it_is_a_plate_that_follows_and_is_asked_for_with_its_etag(
        self, open_paper: None, say: Say, article: Any, press: Any, editor: User
    ) -> None:
        address = f"/talk/article/{article.pk}/latest.json"
        assert address in press.read(article.url).text
        first = press.read(address)
        assert first.status == 200
        assert press.shelf.find(f"testserver{address}", 0)
        again = press.read(address, HTTP_IF_NONE_MATCH=first.headers["Etag"])
        assert again.status == 304
        with press.committed():
            post = say()
        press.bake()
        assert (
            f'{{"count": 1, "last": {post.pk}, "url": "/talk/{post.pk}/"}}' == press.read(address).text
        )
        with press.committed():
            actions.remove(post=post, reason=Reason.SPAM, by=editor)
        press.bake()
        assert '"count": 0, "last": 0' in press.read(address).text

    def test_a_waiting_comment_and_a_hidden_topic_are_not_counted(
        self, paper: Any, section: Any, say: Say, article: Any
    ) -> None:
        say()
        latest = Client().get(f"/talk/article/{article.pk}/latest.json").json()
        assert latest == {"count": 0, "last": 0, "url": ""}
        topic = say(to="/forum/world/new/", title="Waits").thread
        assert Client().get(f"/talk/topic/{topic.pk}/latest.json").status_code == 404

    def test_it_goes_with_the_article(self, open_paper: None, article: Any, editor: User) -> None:
        news.withdraw(article=article, by=editor)
        assert Client().get(f"/talk/article/{article.pk}/latest.json").status_code == 404


class TestComments:
    def test_it_is_what_a_stranger_reads(
        self, open_paper: None, say: Say, article: Any, mode: Any, django_assert_num_queries: Any
    ) -> None:
        one = say("The bridge <b>is</b> closed.")
        answer = say("By whom?", to=f"/talk/{one.pk}/reply/")
        mode(CommentMode.HELD)
        writer = Client()
        say("Waits for a moderator.", client=writer)
        address = f"/talk/article/{article.pk}/comments.json"
        client = Client()
        client.cookies["own"] = "1"  # makes no plate
        client.get(address)
        with django_assert_num_queries(3):
            told = client.get(address).json()
        assert (told["count"], told["has_more"]) == (2, False)
        (root,) = told["comments"]
        assert (root["id"], root["name"], root["answers"]) == (one.pk, "Aliya", 1)
        assert root["html"] == "<p>The bridge &lt;b&gt;is&lt;/b&gt; closed.</p>"
        assert [reply["id"] for reply in root["replies"]] == [answer.pk]
        assert writer.get(address).json() == told

    def test_it_is_a_plate_without_the_words_that_were_taken_down(
        self, open_paper: None, say: Say, article: Any, press: Any, editor: User
    ) -> None:
        address = f"/talk/article/{article.pk}/comments.json"
        with press.committed():
            post = say("Buy it all here.")
            say("No, do not.", to=f"/talk/{post.pk}/reply/")
        assert "Buy it" in press.read(address).text
        assert press.shelf.find(f"testserver{address}", 0)
        with press.committed():
            actions.remove(post=post, reason=Reason.SPAM, by=editor)
        press.bake()
        told = press.read(address).text
        assert '"count": 1' in told
        assert '"state": "removed", "name": ""' in told
        assert "Buy it" not in told

    def test_it_goes_with_the_article(self, open_paper: None, article: Any, editor: User) -> None:
        news.withdraw(article=article, by=editor)
        assert Client().get(f"/talk/article/{article.pk}/comments.json").status_code == 404


class TestLists:
    def test_the_numbers_of_the_articles_asked_for(
        self, open_paper: None, say: Say, article: Any, file_article: Any
    ) -> None:
        quiet = file_article("Наводнение")
        say("One.")
        say("Two.")
        full = f"http://testserver{article.url}"
        plain = unquote(quiet.url)
        answer = ask(article.url, full, quiet.url, plain, "/nowhere/", "/forum/")
        assert answer.json() == {"counts": {article.url: 2, full: 2, quiet.url: 0, plain: 0}}
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "max-age=60" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")

    def test_nothing_of_what_is_not_published(
        self, open_paper: None, article: Any, file_article: Any, editor: User
    ) -> None:
        draft = file_article("Secret plans", draft=True)
        news.withdraw(article=article, by=editor)
        assert ask(article.url, draft.url or "/world/secret-plans/").json() == {"counts": {}}

    def test_a_hundred_at_most_in_one_query(
        self, paper: Any, file_article: Any, django_assert_max_num_queries: Any
    ) -> None:
        many = [file_article(f"Story {number}").url for number in range(3)]
        with django_assert_max_num_queries(6):
            assert len(ask(*many, *["/x/"] * (counts.MOST - 3)).json()["counts"]) == 3
        assert ask(*["/x/"] * (counts.MOST + 1)).status_code == 400

    @pytest.mark.parametrize(
        "asked", ["", ",,,", "\x00", "/a%00b/", "http://[", "//", "/" * 9000, "%ff%fe", "' OR 1=1--"]
    )
    def test_odd_questions_have_an_answer(self, paper: Any, asked: str) -> None:
        answer = ask(asked)
        assert answer.status_code in {200, 400}
        assert answer.json().get("counts", {}) == {}

    def test_it_is_only_read(self, paper: Any) -> None:
        for method in ("post", "put", "delete", "patch"):
            assert getattr(Client(), method)("/talk/counts.json").status_code == 405
