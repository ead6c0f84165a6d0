"""An editor accepts and refuses what a text names, in the article's own form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wagtail.test.utils.form_data import rich_text

from broadsheet.news.models import ArticlePage, Said
from broadsheet.news.naming import Naming, together
from broadsheet.topics import registry
from broadsheet.topics.models import Decision, Topic, TopicName
from tests.desk.forms import article_form

TEXT = "<p>Trains run from China to Georgia.</p><p>“Good,” said Li Na.</p>"


@pytest.fixture(autouse=True)
def nothing_compiled() -> Iterator[None]:
    registry.forget()
    yield
    registry.forget()


@pytest.fixture
def china(db: None) -> Topic:
    topic = Topic.objects.create(name="China", slug="china", kind="place")
    TopicName.objects.create(topic=topic, text="PRC")
    return topic


@pytest.fixture
def draft(file_article: Callable[..., Any], china: Topic) -> Any:
    return file_article(draft=True, body=[("text", TEXT)])


@pytest.fixture
def newsroom(client: Any, editor: Any) -> Any:
    client.force_login(editor)
    return client


def edit(article: Any) -> str:
    return f"/newsroom/pages/{article.pk}/edit/"


def newest(article: Any) -> Any:
    """The article as its newest revision has it."""
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def form(article: Any, decided: dict[str, str]) -> dict[str, Any]:
    """What the article's editor sends, with what was decided about names."""
    return article_form(article.title, body=[("text", rich_text(TEXT))], **decided)


def test_the_editor_sees_what_the_text_names(newsroom: Any, draft: Any, china: Topic) -> None:
    page = newsroom.get(edit(draft)).content.decode()
    assert "Named in the text" in page
    assert f'name="named-{china.pk}" value="yes"' in page
    assert "Trains run from China to Georgia." in page
    assert "?name=Li%20Na&amp;kind=person" in page


def test_a_new_article_says_when_names_are_suggested(newsroom: Any, section: Any) -> None:
    page = newsroom.get(f"/newsroom/pages/add/news/articlepage/{section.pk}/").content.decode()
    assert "Save the draft: then the names in its text are suggested here." in page


@pytest.mark.parametrize("public", [False, True])
def test_what_is_accepted_is_a_topic_and_remembered(
    newsroom: Any, file_article: Callable[..., Any], china: Topic, editor: Any, public: bool
) -> None:
    article = file_article(draft=not public, body=[("text", TEXT)])
    yes = {f"named-{china.pk}": "yes"}
    assert newsroom.post(edit(article), form(article, yes)).status_code == 302
    assert [topic.name for topic in newest(article).topics] == ["China"]
    decision = Decision.objects.get()
    assert (decision.spelling, decision.accepted, decision.by, decision.article_id) == (
        "china", True, editor, article.pk,
    )  # fmt: skip
    page = newsroom.get(edit(article)).content.decode()
    assert f'name="named-{china.pk}"' not in page
    assert newsroom.post(edit(article), form(article, yes)).status_code == 302
    assert len(newest(article).topics) == 1


def test_what_is_refused_is_remembered_and_can_be_thought_over(
    newsroom: Any, draft: Any, china: Topic
) -> None:
    newsroom.post(edit(draft), form(draft, {f"named-{china.pk}": "no"}))
    assert not Decision.objects.get().accepted
    naming = Naming(newest(draft))
    assert naming.open == []
    assert [one.topic for one in naming.refused] == [china]
    newsroom.post(edit(draft), form(draft, {f"named-{china.pk}": "yes"}))
    assert Decision.objects.get().accepted
    assert newest(draft).topics == [china]


def test_what_is_left_open_decides_nothing(newsroom: Any, draft: Any, china: Topic) -> None:
    other = Topic.objects.create(name="Nowhere", slug="nowhere", kind="place")
    strange = {
        f"named-{china.pk}": "",
        f"named-{other.pk}": "yes",
        "named-99999": "yes",
        "named-x": "yes",
    }
    newsroom.post(edit(draft), form(draft, strange))
    assert not Decision.objects.exists()
    assert newest(draft).topics == []


def test_the_names_alone_are_for_those_who_may_edit(client: Any, newsroom: Any, draft: Any) -> None:
    address = f"/newsroom/articles/{draft.pk}/named/"
    assert "China" in newsroom.get(address).content.decode()
    client.logout()
    assert client.get(address).status_code == 302


def test_a_proposed_name_can_be_registered_with_one_click(newsroom: Any, draft: Any) -> None:
    page = newsroom.get(edit(draft)).content.decode()
    address = re.search(r'href="([^"]*\?name=[^"]*)"', page)
    assert address
    form = newsroom.get(address[1].replace("&amp;", "&")).content.decode()
    assert 'value="Li Na"' in form
    assert 'value="person" selected' in form
    assert not Topic.objects.filter(name="Li Na").exists()


def test_what_stands_together_in_the_paper_is_counted(
    file_article: Callable[..., Any], china: Topic
) -> None:
    georgia, other = (
        Topic.objects.create(name=name, slug=name.lower()) for name in ("Georgia", "Other")
    )
    for number in range(3):
        file_article(f"Story {number}", topics=[china, georgia])
    file_article("Draft", topics=[china, other], draft=True)
    assert together({georgia.pk, other.pk}, {china.pk}) == {georgia.pk: 3, other.pk: 0}
    assert together({georgia.pk}, set()) == {georgia.pk: 0}


def test_a_quote_is_checked_in_the_same_form(newsroom: Any, draft: Any, editor: Any) -> None:
    li = Topic.objects.create(name="Li Na", slug="li-na", kind="person")
    page = newsroom.get(edit(draft)).content.decode()
    key = re.search(r'name="(said-[0-9a-f]+)" value="yes"', page)
    assert key
    newsroom.post(edit(draft), form(draft, {key[1]: "yes", "said-0": "yes"}))
    said = Said.objects.get()
    assert (said.speaker, said.topic, said.state, said.by) == ("Li Na", li, Said.State.CHECKED, editor)
    assert key[1] not in newsroom.get(edit(draft)).content.decode()
    assert "“Good,” said" not in newsroom.get("/topic/li-na/said/").content.decode()  # still a draft
