"""Stories that come in together are in the paper as if each had come by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from broadsheet.desk.models import DeskEntry
from broadsheet.edition.models import StaleTag
from broadsheet.news import bulk, filing
from broadsheet.news.layout import lay_out_paper, open_section
from broadsheet.news.models import (
    Announced,
    ArticlePage,
    Author,
    Said,
    SearchEntry,
    SectionPage,
    TopicPair,
)
from broadsheet.talk.models import Post
from broadsheet.topics.models import Topic
from broadsheet.wire import batches
from broadsheet.wire.api import Options, import_file
from broadsheet.wire.models import Imported, Withdrawal
from broadsheet.wire.reports import Outcome, Progress
from broadsheet.wire.story import Story, Text
from tests.wire.conftest import comment, item

MOMENT = datetime(2024, 3, 4, 9, tzinfo=UTC)  # of every import
BY_ITSELF = 1  # story in a batch
TAG = '<category domain="{0}" nicename="{1}">{1}</category>'
BODIES = (
    "<p>The council meets on 4 June 2031.</p>",
    "<p>“The river rises again,” said Ann Lee.</p>\n<p>Nobody was surprised.</p>",
    "Bare words\n\nin two paragraphs, and “another quote,” said Bo Ek.",
    "",
)


class _Undone(Exception):
    pass


@dataclass(frozen=True)
class Paper:
    """All that an import wrote, by lasting names instead of numbers."""

    rows: dict[str, Any]
    told: list[str]
    counts: dict[str, dict[Outcome, int]]


def paper_after(file: Path, size: int, before: Callable[[], None] = lambda: None) -> Paper:
    """The paper after an import in batches of `size`; then the import is undone."""
    kept = batches.STORIES
    batches.STORIES = size
    found = None
    try:
        with transaction.atomic():
            before()
            with patch("django.utils.timezone.now", return_value=MOMENT):
                result = import_file(path=file, options=Options(pictures=False))
            found = Paper(_rows(), [str(line) for line in result.lines], result.counts)
            raise _Undone
    except _Undone:
        assert found is not None
        return found
    finally:
        batches.STORIES = kept


def _rows() -> dict[str, Any]:
    pages = dict(Page.objects.values_list("pk", "url_path"))
    topics = dict(Topic.objects.values_list("pk", "slug"))
    authors = dict(Author.objects.values_list("pk", "slug"))
    named = {"article": pages, "section": pages, "about": topics, "by": authors, "both": topics}
    named |= {"address": pages, "board": pages, "timeline": topics, "topic": topics}

    def tag(text: str) -> str:
        if text.startswith("thread:article:"):
            return f"thread:{pages[int(text.rpartition(':')[2])]}"
        kind, *numbers = text.split(":")
        names = named.get(kind)
        if names is None:
            return text
        return ":".join([kind, *sorted(names.get(int(one), one) for one in numbers)])

    def article(one: ArticlePage) -> dict[str, Any]:
        place = one.search_entry.place - one.pk if hasattr(one, "search_entry") else None
        return {
            "fields": {
                field.attname: getattr(one, field.attname)
                for field in one._meta.concrete_fields
                if field.name not in CHANGING
            },
            "place": one.path[: -Page.steplen],
            "section": pages[one.section_id],
            "body": [(block["type"], block["value"]) for block in one.body.raw_data],
            "authors": [author.slug for author in one.authors],
            "topics": [topic.slug for topic in one.topics],
            "versions": [_version(revision, pages) for revision in one.revisions.order_by("pk")],
            "is newest": one.latest_revision_id == one.revisions.latest("pk").pk,
            "live": one.live_revision_id and one.live_revision_id == one.latest_revision_id,
            "history": list(
                PageLogEntry.objects.filter(page=one.pk)
                .order_by("pk")
                .values_list("action", "label", "content_changed")
            ),
            "search": (place, *_of(SearchEntry, one, "title", "text")),
            "desk": _of(DeskEntry, one, "title", "stage", "live", "dated_at"),
            "lists": sorted(map(tag, one.tally.lists)) if hasattr(one, "tally") else None,
            "pairs": sorted(
                (topics[a], topics[b], year)
                for a, b, year in TopicPair.objects.filter(article=one).values_list(
                    "first", "second", "year"
                )
            ),
            "announced": list(
                Announced.objects.filter(article=one).values_list("first", "last", "sentence")
            ),
            "said": list(
                Said.objects.filter(article=one).order_by("pk").values_list("words", "speaker", "state")
            ),
            "comments": list(
                Post.objects.filter(thread__article=one)
                .order_by("pk")
                .values_list("origin_key", "text", "state")
            ),
            "refers": sorted(
                ReferenceIndex.objects.filter(
                    base_content_type__model="page", object_id=one.pk
                ).values_list("model_path", flat=True)
            ),
        }

    return {
        "articles": {one.url_path: article(one) for one in ArticlePage.objects.order_by("pk")},
        "sections": {one.url_path: one.numchild for one in SectionPage.objects.all()},
        "order": list(ArticlePage.objects.order_by("pk").values_list("url_path", flat=True)),
        "redirects": {one.old_path: pages.get(one.redirect_page_id) for one in Redirect.objects.all()},
        "stale": {tag(one.tag) for one in StaleTag.objects.all()},
        "imported": {
            (one.kind, one.key): (
                one.digest,
                one.talk_digest,
                pages.get(one.page_id),
                bool(one.revision_id),
            )
            for one in Imported.objects.all()
        },
        "tree": Page.find_problems(),
    }


def _different(one: Any, other: Any) -> dict[Any, Any]:
    """Where two of these differ."""
    if not isinstance(one, dict) or one.keys() != other.keys():
        return {} if one == other else {"": (one, other)}
    return {name: found for name in one if (found := _different(one[name], other[name]))}


CHANGING = {
    "id", "page_ptr", "path", "section", "body", "latest_revision", "live_revision",
    "latest_revision_created_at", "content_type", "locale",
}  # fmt: skip


def _version(revision: Revision, pages: dict[int, str]) -> dict[str, Any]:
    content = dict(revision.content)
    content["section"] = pages.get(content["section"])
    for name in ("pk", "path", "latest_revision", "live_revision", "latest_revision_created_at"):
        content.pop(name)
    content["body"] = re.sub(r'"id": "[^"]*"', "", content["body"])
    for name in ("bylines", "article_topics", "corrections"):
        content[name] = [sorted(child) for child in content[name]]
    return content | {"called": revision.object_str, "due": revision.approved_go_live_at}


def _of(model: Any, article: ArticlePage, *fields: str) -> tuple[Any, ...]:
    return model.objects.filter(article=article).values_list(*fields).first() or ()


stories = st.builds(
    dict,
    slug=st.sampled_from(["flood", "flood-2", "comet", "a", ""]),
    title=st.sampled_from(["The flood", "A comet", "", "x" * 300]),
    content=st.sampled_from(BODIES),
    status=st.sampled_from(["publish"] * 5 + ["draft", "future", "trash"]),
    kind=st.sampled_from(["post"] * 6 + ["page", "product"]),
    date=st.sampled_from(
        ["2020-05-04 10:00:00", "2020-05-04 11:00:00", "2031-01-01 10:00:00", "broken"]
    ),
    section=st.sampled_from(["city", "sport"]),
    tags=st.lists(st.sampled_from(["harbour", "budget", "ann-lee"]), max_size=3),
    comments=st.integers(0, 2),
    again=st.booleans(),
)


def _file(wxr: Any, told: list[dict[str, Any]]) -> Path:
    items = []
    for number, one in enumerate(told, start=1):
        number = 1 if one["again"] else number
        more = TAG.format("category", one["section"])
        more += "".join(TAG.format("post_tag", tag) for tag in one["tags"])
        more += "".join(comment(number * 10 + n) for n in range(one["comments"]))
        fields = {name: one[name] for name in ("slug", "title", "content", "status", "kind", "date")}
        items.append(item(number, more=more, **fields))
    file: Path = wxr("".join(items))
    return file


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making an example smaller takes minutes
)
@given(told=st.lists(stories, min_size=2, max_size=8), size=st.sampled_from([2, 3, 200]))
def test_batched_is_one_by_one(wxr: Any, told: list[dict[str, Any]], size: int) -> None:
    file = _file(wxr, told)
    alone, together = paper_after(file, BY_ITSELF), paper_after(file, size)
    assert together.told == alone.told
    assert together.counts == alone.counts
    for name, rows in alone.rows.items():
        found = _different(rows, together.rows[name])
        assert not found, f"{name}: {found}"


@pytest.mark.django_db
def test_the_paper_that_is_there_already_is_taken_into_account(wxr: Any) -> None:
    """Slugs, redirects, topics and neighbours of the paper itself."""
    tag = TAG.format("category", "city") + TAG.format("post_tag", "harbour")
    first = wxr(
        "".join(item(n, slug=f"flood-{n}", more=tag, date=f"2020-05-0{n} 10:00:00") for n in (1, 5, 9))
    )

    def before() -> None:
        import_file(path=first, options=Options(pictures=False))
        StaleTag.objects.all().delete()

    again = "".join(
        item(n + 20, slug=f"flood-{n}", more=tag, date=f"2020-05-0{n} 12:00:00") for n in (1, 2, 5, 6)
    )
    second = wxr(again.replace("/2020/05/flood-1/", "/other/"), name="second.xml")
    assert paper_after(second, 200, before) == paper_after(second, BY_ITSELF, before)


@pytest.mark.django_db
def test_one_bad_story_costs_only_itself(wxr: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found out late, when the others are written already."""
    insert = bulk._insert
    monkeypatch.setattr(bulk, "_insert", lambda articles: (insert(articles), _refuse(articles)))
    new = filing.new_article
    monkeypatch.setattr(
        filing, "new_article", lambda copy, **more: _refuse([made := new(copy, **more)]) or made
    )
    file = wxr("".join(item(n, title=f"Story {n}", more=comment(n)) for n in range(1, 6)))
    progress: list[Progress] = []
    result = import_file(
        path=file, report=lambda event: progress.append(event) if isinstance(event, Progress) else None
    )
    assert sorted(ArticlePage.objects.values_list("title", flat=True)) == [
        f"Story {n}" for n in (1, 2, 4, 5)
    ]
    assert result.counts["story"] == {Outcome.NEW: 4, Outcome.SKIPPED: 1}
    assert [str(line) for line in result.lines] == ["story “story-3”: left out: It is the third."]
    assert (result.comments, Post.objects.count()) == (4, 4)
    assert [event.stories for event in progress] == [1, 2, 3, 4, 5]
    assert Page.find_problems() == ([], [], [], [], [])


def _refuse(articles: list[ArticlePage]) -> None:
    if any(one.title == "Story 3" for one in articles):
        raise ValueError("It is the third.")


@pytest.mark.django_db
def test_a_batch_asks_as_often_whatever_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out_paper(name="The Test Post", url="http://testserver")
    section = open_section(name="City")
    # Tests do at once what waits for the background elsewhere.
    monkeypatch.setattr(bulk, "index_new", Mock())

    def asked(number: int) -> int:
        copies = [
            filing.Copy(
                headline=f"Story {n} of {number}",
                section=section,
                published_at=datetime(2020, 1, n, tzinfo=UTC),
            )
            for n in range(1, number + 1)
        ]
        with CaptureQueriesContext(connection) as queries:
            bulk.file_all(copies=copies)
        return len(queries)

    asked(2)
    assert asked(25) == asked(5)


@pytest.mark.django_db
def test_what_an_archive_brings_back_is_withdrawn_no_more() -> None:
    lay_out_paper(name="The Test Post", url="http://testserver")
    key, other = uuid4(), uuid4()
    for one in (key, other):
        Withdrawal.objects.create(key=one, address="http://testserver/a", when=datetime.now(UTC))
    bulk.file_all(copies=[filing.Copy(headline="Back", section=open_section(name="City"), key=key)])
    assert [one.key for one in Withdrawal.objects.all()] == [other]


def test_a_batch_is_small_in_memory() -> None:
    batch = batches.Batch()
    long = Story(id="1", headline="x", body=(Text(html="x" * (batches.LETTERS // 2)),))
    assert not batch.add(long)
    assert batch.add(long)
    assert len(batch.empty()) == 2
    assert batch.empty() == []
    assert not batch.takes(Story(id="1", headline="About", kind="page"))
