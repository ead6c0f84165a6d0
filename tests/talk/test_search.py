"""Search in the forum: every script, only what is public, always true."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from broadsheet.foundation.models import User
from broadsheet.news import actions as news
from broadsheet.talk import actions
from broadsheet.talk.erasing import forget_writer
from broadsheet.talk.models import Post, PostWords, Reason, Thread
from tests.talk.conftest import filled
from tests.talk.test_forum import page, regular, topic

__all__ = ["regular", "topic"]  # fixtures

Say = Callable[..., Post]


def found(words: str, **more: str) -> list[str]:
    """The addresses of what a search finds."""
    results = Client().get("/forum/search/", {"q": words, **more}).context["results"]
    return [one.url for one in results.found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ferry leaves at six.", "ferry six"),
        ("Ein Café an der Elbe", "cafe"),
        ("Паром уходит в шесть утра", "паром шесть"),
        ("渡轮六点出发", "六点"),
        ("フェリーは六時に出ます", "六時"),
        ("페리는 여섯 시에 떠난다", "여섯"),
        ("تغادر العبارة في السادسة", "العبارة"),
        ("Паром таңғы алтыда кетеді", "таңғы"),
        ("เรือ ข้ามฟาก", "ข้ามฟาก"),
    ],
)
def test_it_finds_every_script(open_paper: None, say: Say, text: str, words: str) -> None:
    post = say(text)
    say("Something else.")
    assert found(words) == [post.permalink]
    shown = re.sub("</?mark>", "", page(f"/forum/search/?q={words}"))
    assert text.split()[-1] in shown


def test_what_was_looked_for_is_marked(open_paper: None, say: Say) -> None:
    say("渡轮六点出发")
    say("A ferry bridge is being built.")
    assert "<mark>ferry</mark> <mark>bridge</mark>" in page("/forum/search/?q=ferry bridge")
    assert "<mark>六点</mark>" in page("/forum/search/?q=六点")


def test_titles_phrases_and_what_is_left_out(topic: Thread, say: Say) -> None:
    opening = topic.posts.get()
    reply = say("You can fish by the old bridge.", to=f"/talk/topic/{topic.pk}/")
    assert found("where to fish") == [opening.permalink]
    assert set(found("fish")) == {opening.permalink, reply.permalink}
    assert found("fish -bridge") == [opening.permalink]
    assert found('"old bridge"') == [reply.permalink]
    assert found('"bridge old"') == []
    assert found("fish", order="newest") == [reply.permalink, opening.permalink]
    assert 'href="/forum/search/"' in page("/forum/")


def test_only_what_is_public_is_found_at_every_moment(
    say: Say, paper: Any, article: Any, moderator: User, mode: Any
) -> None:
    post = say("The ferry leaves at six.")
    assert found("ferry") == []
    actions.approve(post=post, by=moderator)
    assert found("ferry") == [post.permalink]
    decision = actions.remove(post=post, reason=Reason.SPAM, by=moderator)
    assert found("ferry") == []
    actions.undo(batch=decision.batch, by=moderator)
    assert found("ferry") == [post.permalink]
    news.withdraw(article=article, by=moderator)
    assert found("ferry") == []
    news.publish(article=article, by=moderator)
    assert found("ferry") == [post.permalink]


def test_a_hidden_topic_hides_all_its_posts(topic: Thread, say: Say, moderator: User) -> None:
    say("By the bridge.", to=f"/talk/topic/{topic.pk}/")
    actions.remove(post=topic.posts.earliest("pk"), reason=Reason.SPAM, by=moderator)
    assert found("bridge") == found("fish") == []


def test_other_words_take_the_place_of_the_first(open_paper: None, say: Say) -> None:
    post = say("The ferry leaves at six.")
    post.text = "The train leaves at six."
    post.save()
    assert found("ferry") == []
    assert found("train") == [post.permalink]


def test_a_writer_who_left_is_not_found(
    open_paper: None, article: Any, django_user_model: Any, say: Say
) -> None:
    user = django_user_model.objects.create_user("reader@example.org", name="Reader")
    client = Client()
    client.force_login(user)
    post = say("The ferry leaves at six.", client=client)
    say("No, at seven.", to=f"/talk/{post.pk}/reply/")
    say("The ferry again.", client=client)
    forget_writer(user)
    assert found("ferry") == []
    assert not PostWords.objects.filter(text__contains="ferry").exists()


@pytest.mark.parametrize(
    "words",
    [
        "",
        '"',
        "-",
        "-a",
        "*",
        "NEAR(",
        "a AND",
        "text:a",
        "' OR 1=1 --",
        "\x00",
        "🙂",
        ")(",
        "x" * 201,
        "^a",
    ],
)
def test_odd_questions_have_an_answer(open_paper: None, say: Say, words: str) -> None:
    say("Words.")
    assert Client().get("/forum/search/", {"q": "x" * 201}).status_code == 200
    assert Client().get("/forum/search/", {"q": words}).status_code == 200
    for number in ("0", "-1", "x", "9" * 30, "٣"):
        assert Client().get("/forum/search/", {"q": "words", "page": number}).status_code == 200


def test_what_readers_wrote_stays_text(open_paper: None, say: Say) -> None:
    say("The <script>alert(1)</script> ferry & <b>six</b>")
    html = page("/forum/search/?q=ferry")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_pages_and_a_constant_number_of_queries(
    topic: Thread, django_assert_max_num_queries: Any, say: Say
) -> None:
    for number in range(25):
        Post.objects.create(thread=topic, name="A", text=f"Ferry {number}", state="published")
    with django_assert_max_num_queries(14):
        first = found("ferry", order="newest")
    second = found("ferry", order="newest", page="2")
    assert (len(first), len(second), len({*first, *second})) == (20, 5, 25)
    assert Client().post("/forum/search/", filled()).status_code in {200, 403, 405}
