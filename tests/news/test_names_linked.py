"""Topics of an article are linked in its text, once, where readers expect it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.news.linking import Linker
from broadsheet.topics.models import Decision, Topic, TopicName


@pytest.fixture
def china(db: None) -> Topic:
    topic = Topic.objects.create(name="China", slug="china", kind="place")
    TopicName.objects.create(topic=topic, text="PRC")
    return topic


LINK = '<a class="name" href="/topic/china/">{}</a>'


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>In China and China.</p>", f"<p>In {LINK.format('China')} and China.</p>"),
        ("<p>The PRC &amp; China</p>", f"<p>The {LINK.format('PRC')} &amp; China</p>"),
        (
            '<p><a href="/x/">China</a>, then China</p>',
            f'<p><a href="/x/">China</a>, then {LINK.format("China")}</p>',
        ),
        ("<h2>China</h2><p>China</p>", f"<h2>China</h2><p>{LINK.format('China')}</p>"),
        (
            "<blockquote><b>China</b> said</blockquote><p><i>China</i></p>",
            f"<blockquote><b>China</b> said</blockquote><p><i>{LINK.format('China')}</i></p>",
        ),
        ("<p>Indochina &lt;China&gt;</p>", f"<p>Indochina &lt;{LINK.format('China')}&gt;</p>"),
        ("<p>Nothing.</p>", "<p>Nothing.</p>"),
        ('<img alt="China"/><p>a&nbsp;b</p>', '<img alt="China"/><p>a&nbsp;b</p>'),
    ],
)
def test_a_name_is_linked_where_it_stands_first(china: Topic, html: str, linked: str) -> None:
    assert Linker(language="en", about=[china]).link(html) == linked


def test_the_second_block_has_no_second_link(china: Topic) -> None:
    linker = Linker(language="en", about=[china])
    assert "<a" in linker.link("<p>China</p>")
    assert "<a" not in linker.link("<p>China</p>")


def test_a_name_refused_here_is_not_linked(china: Topic) -> None:
    linker = Linker(language="en", about=[china], refused=[("prc", china.pk)])
    assert linker.link("<p>PRC, China</p>") == f"<p>PRC, {LINK.format('China')}</p>"


def test_another_meaning_of_an_accepted_name_is_not_linked(db: None) -> None:
    march = Topic.objects.create(name="Robert March", slug="march", kind="person")
    TopicName.objects.create(topic=march, text="March", needs_context=True)
    linked = Linker(language="en", about=[march]).link("<p>In March it rained. “No,” said March.</p>")
    assert (
        linked == '<p>In March it rained. “No,” said <a class="name" href="/topic/march/">March</a>.</p>'
    )


def test_readers_see_the_link_and_the_stored_text_stays(
    client: Any, china: Topic, file_article: Callable[..., Any]
) -> None:
    body = [("text", "<p>Trains to China.</p>")]
    article = file_article(topics=[china], body=body)
    assert LINK.format("China") in client.get(article.url).content.decode()
    article.refresh_from_db()
    assert "<a" not in str(article.body.raw_data[0]["value"])
    plain = file_article("Another", body=body)
    assert LINK.format("China") not in client.get(plain.url).content.decode()


def test_a_refusal_reaches_the_readers_page(
    client: Any, china: Topic, file_article: Callable[..., Any]
) -> None:
    from broadsheet.topics.api import decide

    article = file_article(topics=[china], body=[("text", "<p>Trains to China.</p>")])
    decide(article_id=article.pk, topic_id=china.pk, names=["China"], accepted=False)
    assert Decision.objects.count() == 1
    assert LINK.format("China") not in client.get(article.url).content.decode()


def test_a_new_name_of_a_topic_is_linked_after_the_next_bake(
    press: Any, china: Topic, file_article: Callable[..., Any]
) -> None:
    with press.committed():
        article = file_article(topics=[china], body=[("text", "<p>The Middle Kingdom.</p>")])
    assert "Middle Kingdom</a>" not in press.read(article.url).text
    with press.committed():
        china.names.add(TopicName(text="Middle Kingdom"))
        china.save()
    press.bake()
    assert "Middle Kingdom</a>" in press.read(article.url).text
