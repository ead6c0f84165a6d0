"""Copy of agencies comes in as drafts, and kills and corrections reach what was made of it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from broadsheet.foundation.clock import now
from broadsheet.foundation.models import User
from broadsheet.news import actions, proposals
from broadsheet.news.models import ArticlePage, Picture
from broadsheet.wire.api import Options, Outcome, Result, import_file
from broadsheet.wire.models import Term
from broadsheet.wire.moments import iso
from tests.wire.conftest import picture

pytestmark = pytest.mark.django_db

ITEM: dict[str, Any] = {
    "uri": "urn:newsml:agency.example:1",
    "version": "1",
    "type": "text",
    "headline": "Bridge closed",
    "body_html": "<p>The bridge is closed.</p>",
    "source": "Example Agency",
    "subject": [{"code": "04000000", "name": "economy"}, {"code": "XYZ"}],
}


@pytest.fixture
def send(tmp_path: Path) -> Any:
    """Import one ninjs item that says what ITEM says, but for what is given."""

    def sent(**changed: Any) -> Result:
        file = tmp_path / "item.json"
        file.write_text(json.dumps(ITEM | changed))
        return import_file(path=file, options=Options(pictures=False))

    return sent


def the_article() -> ArticlePage:
    return ArticlePage.objects.get()


def published() -> ArticlePage:
    return actions.publish(article=the_article())


def text_of(article: ArticlePage) -> str:
    return str(article.body.stream_block.get_prep_value(article.body)[0]["value"])


def draft_of(article: ArticlePage) -> ArticlePage:
    draft: ArticlePage = article.get_latest_revision_as_object()
    return draft


def test_an_item_is_a_draft_with_its_topics(send: Any) -> None:
    result = send()
    article = the_article()
    assert result.of("story", Outcome.NEW) == 1
    assert (article.title, article.live, text_of(article)) == (
        "Bridge closed", False, "<p>The bridge is closed.</p>",
    )  # fmt: skip
    assert article.source
    assert article.source.name == "Example Agency"
    assert [topic.name for topic in article.topics] == ["economy"]
    assert send().of("story", Outcome.SAME) == 1


def test_a_code_alone_is_a_topic_where_the_vocabulary_has_its_name(send: Any) -> None:
    Term.objects.create(code="XYZ", names={"en": "ferries"})
    send()
    assert [topic.name for topic in the_article().topics] == ["economy", "ferries"]


def test_a_new_version_renews_a_draft_that_nobody_touched(send: Any) -> None:
    send()
    assert send(version="2", headline="Bridge open").of("story", Outcome.CHANGED) == 1
    assert draft_of(the_article()).title == "Bridge open"
    late = send(version="1", headline="Bridge closed again")
    assert draft_of(the_article()).title == "Bridge open"
    assert "older" in late.lines[0].text


def test_what_the_newsroom_wrote_stays(send: Any) -> None:
    send()
    article = the_article()
    article.title = "Our bridge"
    article.save_revision()
    result = send(version="2", headline="Bridge open", ednote="A new lead")
    assert result.of("story", Outcome.KEPT) == 1
    assert draft_of(the_article()).title == "Our bridge"
    assert "A new lead" in result.lines[0].text


def test_a_kill_withdraws_a_public_article_at_once(send: Any, client: Any) -> None:
    send()
    address = published().url
    assert client.get(address).status_code == 200
    result = send(version="2", pubstatus="canceled", ednote="Not true")
    assert not the_article().live
    assert client.get(address).status_code in {404, 410}
    assert "withdrawn" in result.lines[0].text
    history = reverse("wagtailadmin_pages:history", args=[the_article().pk])
    client.force_login(User.objects.create_superuser("boss@example.org", "x"))
    assert "killed (version 2): Not true" in client.get(history).content.decode()


def test_a_kill_stops_an_article_that_waits_for_its_time(send: Any) -> None:
    send()
    article = the_article()
    article.go_live_at = now() + timedelta(hours=1)
    article.save_revision()
    actions.publish(article=article)
    send(version="2", pubstatus="canceled")
    assert actions.publish_due(moment=now() + timedelta(days=1)) == []
    assert not the_article().live


def test_what_was_killed_before_it_came_in_stays_out_until_it_is_usable_again(send: Any) -> None:
    send(version="2", pubstatus="canceled")
    assert "taken it back" in send(version="2", pubstatus="canceled", ednote="again").lines[0].text
    send(version="1")
    assert not ArticlePage.objects.exists()
    send(version="3")
    assert the_article().title == "Bridge closed"


def test_a_correction_of_a_public_article_waits_for_an_editor(
    send: Any, client: Any, tmp_path: Path
) -> None:
    send()
    published()
    nitf = (
        '<nitf><head><docdata><correction info="The year was wrong"/>'
        '<doc-id id-string="urn:newsml:agency.example:1"/><du-key version="2"/></docdata></head><body>'
        "<body.head><hedline><hl1>Bridge closed</hl1></hedline></body.head>"
        "<body.content><p>The bridge is closed till 2031.</p></body.content></body></nitf>"
    )
    (file := tmp_path / "item.xml").write_text(nitf)
    result = import_file(path=file, options=Options(pictures=False))
    article = the_article()
    assert (article.live, text_of(article)) == (True, "<p>The bridge is closed.</p>")
    assert text_of(draft_of(article)) == "<p>The bridge is closed till 2031.</p>"
    assert [topic.name for topic in draft_of(article).topics] == ["economy"]
    assert "waits for an editor" in result.lines[0].text
    boss = User.objects.create_superuser("boss@example.org", "x")
    client.force_login(boss)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert "correction (version 2): The year was wrong" in page
    waiting = proposals.waiting_changes(boss)
    assert waiting
    assert waiting.number == 1
    draft_of(article).save_revision().publish()
    assert proposals.waiting_changes(boss) is None
    assert text_of(the_article()) == "<p>The bridge is closed till 2031.</p>"


def test_what_an_editor_is_writing_is_not_buried_by_a_correction(send: Any) -> None:
    send()
    article = published()
    article.title = "Half a sentence"
    article.save_revision()
    send(version="2", headline="Bridge open")
    assert draft_of(the_article()).title == "Half a sentence"


def test_an_embargo_holds_the_draft_back(send: Any) -> None:
    until = now().replace(microsecond=0) + timedelta(days=2)
    send(embargoed=iso(until))
    article = published()
    assert not article.live
    assert article.latest_revision
    assert article.latest_revision.approved_go_live_at == until
    assert actions.publish_due(moment=until - timedelta(minutes=1)) == []


def test_a_folder_comes_in_whole_but_for_what_is_broken(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(
            json.dumps(ITEM | {"uri": f"urn:x:{number}", "headline": f"Story {number}"})
        )
    (tmp_path / "3.xml").write_text("<nitf><body>")
    (tmp_path / "4.txt").write_text("notes")
    (tmp_path / "5.xml").write_text(
        "<nitf><head><docdata><doc-id id-string='n5'/></docdata></head><body><body.head><hedline>"
        "<hl1>With a picture</hl1></hedline></body.head><body.content>"
        "<media media-type='image'><media-reference source='quay.png' alternate-text='Quay'/></media>"
        "<media media-type='image'><media-reference source='../../secret.png'/></media>"
        "<p>Words</p></body.content></body></nitf>"
    )
    (tmp_path / "6.json").write_text(json.dumps({"uri": "urn:x:6", "versioncreated": "2025-01-01"}))
    (tmp_path / "quay.png").write_bytes(picture("navy"))
    result = import_file(path=tmp_path)
    assert {page.title for page in ArticlePage.objects.all()} == {"Story 1", "Story 2", "With a picture"}
    told = "\n".join(map(str, result.lines))
    for words in ("3.xml: The XML is broken", "secret.png is missing", "neither a headline nor a text"):
        assert words in told
    article = ArticlePage.objects.get(title="With a picture")
    assert article.picture == Picture.objects.get()
    assert import_file(path=tmp_path).of("story", Outcome.SAME) == 3


def test_one_broken_file_says_where(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<nitf><body>")
    assert "broken at line 1" in import_file(path=tmp_path / "a.xml").broken_off
