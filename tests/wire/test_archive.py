"""A newsroom can leave, and come back: the archive."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from broadsheet.desk.moving import PlanCopy
from broadsheet.news import kills, live
from broadsheet.news.actions import publish
from broadsheet.news.models import ArticlePage, KillRecord, LiveEntry, SectionPage, Series
from broadsheet.stories import api as stories
from broadsheet.talk import api as talk
from broadsheet.wire import paper
from broadsheet.wire.api import ImportRefused, Outcome, export, import_file
from broadsheet.wire.story import Agency, Block, Byline, Comment, Section, Story, Subject, Told
from tests.wire import everything

pytestmark = pytest.mark.django_db
# Fields of agency copy and of what a reader notes: an article keeps none of them.
OF_AGENCIES = {"address", "more_sections", "slugline", "urgency", "release", "signal", "embargo",
               "ednote", "rights", "keywords", "version", "notes", "code"}  # fmt: skip


def test_export_import_export_gives_the_same_bytes(
    tongues: object, whole_edition: Path, tmp_path: Path
) -> None:
    result = import_file(path=whole_edition)
    assert result.lines == []
    assert result.comments == 3
    covered = ArticlePage.objects.get(slug="flood")
    live.add_entry(article=covered, text="It begins.", headline="Now", is_key=True)
    everything.make()
    first = export(path=tmp_path / "one.zip")
    assert (first.stories, first.comments, first.pictures) == (4, 3, 4)
    everything.empty_the_paper()
    back = import_file(path=tmp_path / "one.zip")
    assert back.lines == []
    assert ArticlePage.objects.count() == 4
    entry = LiveEntry.objects.get()
    assert (entry.text, entry.headline, entry.is_key) == ("It begins.", "Now", True)
    assert entry.article.tally.entries == 1
    assert len(list(stories.contributions())) == 4
    assert [len(topic.posts) for topic in talk.topics()] == [2, 1]
    everything.see()
    export(path=tmp_path / "two.zip")
    one, two = zipfile.ZipFile(tmp_path / "one.zip"), zipfile.ZipFile(tmp_path / "two.zip")
    for name in one.namelist():
        assert two.read(name).decode("latin-1") == one.read(name).decode("latin-1"), name
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_edition_that_the_paper_has_not_comes_into_its_own_sections(
    tongues: object, whole_edition: Path, tmp_path: Path, settings: Any
) -> None:
    import_file(path=whole_edition)
    everything.make()
    export(path=tmp_path / "one.zip")
    settings.EDITION_LANGUAGES = ("en",)
    everything.empty_the_paper()
    back = import_file(path=tmp_path / "one.zip")
    assert [str(line) for line in back.lines] == [
        "edition “kk”: the paper has none in this language: its stories come into its own sections",
        "story “flood”: its slug “flood” became “flood-2”",
        "page “about”: its slug “about” became “about-2”",
    ]
    assert [one.slug for one in SectionPage.objects.order_by("path")] == ["city", "science"]
    came = ArticlePage.objects.filter(language="kk")
    assert sorted((one.url, one.edition) for one in came) == [
        ("/city/alone/", None), ("/city/flood-2/", None)
    ]  # fmt: skip
    assert [part.article.slug for part in Series.objects.get(slug="tide").parts.all()] == [
        "flood-2", "alone"
    ]  # fmt: skip


def test_kills_of_another_chain_stay_outside(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    comet, flood = (ArticlePage.objects.get(slug=slug) for slug in ("comet", "flood"))
    kills.kill(article=comet, because="It was a plane.")
    export(path=tmp_path / "one.zip")
    everything.empty_the_paper()
    import_file(path=edition)
    kills.kill(article=ArticlePage.objects.get(slug="flood"), because="It never rose.")
    result = import_file(path=tmp_path / "one.zip")
    told = [line.text for line in result.lines if line.where.startswith("kill of")]
    assert len(told) == 1
    assert "belongs to another chain" in told[0]
    assert [one.problem for one in kills.records()] == [""]
    assert KillRecord.objects.get().article_key == flood.translation_key


def test_a_story_that_was_killed_where_it_comes_from_is_killed_here(
    edition: Path, tmp_path: Path
) -> None:
    import_file(path=edition)
    export(path=tmp_path / "one.zip")
    everything.empty_the_paper()
    import_file(path=tmp_path / "one.zip")
    text = zipfile.ZipFile(tmp_path / "one.zip").read("stories.jsonl").decode()
    killed = text.replace('"headline":"River', '"killed":true,"headline":"River')
    assert killed != text
    repack(tmp_path / "one.zip", "stories.jsonl", killed.encode())
    import_file(path=tmp_path / "one.zip")
    flood = ArticlePage.objects.get(slug="flood")
    assert (flood.live, flood.killed) == (False, True)


def test_an_archive_read_back_into_its_own_paper_changes_nothing(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    result = import_file(path=tmp_path / "paper.zip")
    assert result.counts == {"story": {Outcome.SAME: 2}, "page": {Outcome.SAME: 1}}
    assert ArticlePage.objects.count() == 2


def test_what_an_editor_wrote_goes_out(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    get_user_model().objects.create_superuser("editor@example.org", "a long password")
    comet, flood = ArticlePage.objects.get(slug="comet"), ArticlePage.objects.get(slug="flood")
    comet.body = [
        ("text", f'<p data-block-key="a1"><b>Up</b> <a linktype="page" id="{flood.pk}">there</a></p>')
    ]
    comet.save_revision()
    publish(article=comet)
    export(path=tmp_path / "paper.zip")
    lines = zipfile.ZipFile(tmp_path / "paper.zip").read("stories.jsonl").decode().splitlines()
    story = next(found for line in lines if (found := json.loads(line))["slug"] == "comet")
    assert story["body"] == [
        {"type": "Text", "html": f'<p><b>Up</b> <a href="story:{flood.translation_key}">there</a></p>'}
    ]


def repack(path: Path, name: str, data: bytes) -> None:
    """Replace one file of an archive."""
    with zipfile.ZipFile(path) as old:
        content = {one: old.read(one) for one in old.namelist()} | {name: data}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one, packed in content.items():
            new.writestr(one, packed)


def test_a_broken_line_costs_one_story(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    lines = zipfile.ZipFile(tmp_path / "paper.zip").read("stories.jsonl").splitlines(keepends=True)
    repack(tmp_path / "paper.zip", "stories.jsonl", b'{"id": 7}\n{{\n' + lines[1])
    everything.empty_the_paper()
    result = import_file(path=tmp_path / "paper.zip")
    skipped = [str(line) for line in result.lines if line.skipped]
    assert skipped[0].startswith("stories.jsonl:1: “7” is not a str")
    assert skipped[1].startswith("stories.jsonl:2: this is not JSON")
    assert result.of("story", Outcome.NEW) == 1


def test_a_picture_that_was_changed_on_the_way_is_left_out(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    name = next(
        n for n in zipfile.ZipFile(tmp_path / "paper.zip").namelist() if n.startswith("pictures/")
    )
    repack(tmp_path / "paper.zip", name, b"not the picture")
    everything.empty_the_paper()
    result = import_file(path=tmp_path / "paper.zip")
    assert any("its checksum in the manifest is another" in str(line) for line in result.lines)
    assert result.of("story", Outcome.NEW) == 2


def test_what_an_article_said_before_goes_along(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    flood = ArticlePage.objects.get(slug="flood")
    flood.title = "River rises"
    flood.save_revision().publish()
    flood.title = "River falls"
    flood.save_revision()  # not public yet
    draft = ArticlePage.objects.get(slug="comet")
    draft.unpublish()
    draft.title = "Comets"
    draft.save_revision()
    export(path=tmp_path / "one.zip")
    lines = zipfile.ZipFile(tmp_path / "one.zip").read("revisions.jsonl").decode().splitlines()
    headlines = sorted(json.loads(line)["text"]["headline"] for line in lines)
    assert headlines == ["River at its highest", "River falls", "Where to look for the comet"]
    everything.empty_the_paper()
    back = import_file(path=tmp_path / "one.zip")
    assert back.lines == []
    flood = ArticlePage.objects.get(slug="flood")
    assert flood.title == "River rises"
    said = [one.as_object().title for one in flood.revisions.order_by("created_at")]
    assert sorted(said) == ["River at its highest", "River falls", "River rises"]
    assert flood.get_latest_revision_as_object().title == "River rises"
    export(path=tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    import_file(path=tmp_path / "one.zip")
    assert flood.revisions.count() == 3


def test_a_link_to_a_later_story_leaves_no_text_without_it(edition: Path, tmp_path: Path) -> None:
    text = (edition / "stories/comet.md").read_text()
    (edition / "stories/comet.md").write_text(text + "\nMeanwhile [it rains](story:flood).\n")
    import_file(path=edition)
    comet = ArticlePage.objects.get(slug="comet")
    assert "linktype" in str(comet.body.raw_data[0]["value"])
    assert [one.pk for one in comet.revisions.all()] == [comet.latest_revision_id]
    export(path=tmp_path / "one.zip")
    everything.empty_the_paper()
    import_file(path=tmp_path / "one.zip")
    export(path=tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_every_file_has_its_checksum(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    with zipfile.ZipFile(tmp_path / "paper.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        content = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    assert manifest == {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}


def test_a_part_that_was_changed_on_the_way_is_read_and_told(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    text = zipfile.ZipFile(tmp_path / "paper.zip").read("stories.jsonl").decode()
    repack(tmp_path / "paper.zip", "stories.jsonl", text.replace("highest", "lowest").encode())
    everything.empty_the_paper()
    result = import_file(path=tmp_path / "paper.zip")
    assert [str(line) for line in result.lines] == [
        "stories.jsonl: it was changed after it was written: its checksum is another"
    ]
    assert ArticlePage.objects.filter(title="River at its lowest").exists()


def test_an_address_of_one_site_alone_stays_with_it(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    article, site = ArticlePage.objects.get(slug="flood"), Site.objects.get()
    for place in (None, site):
        Redirect.objects.create(old_path="/both", redirect_page=article, site=place)
    Redirect.objects.create(old_path="/one", redirect_page=article, site=site)
    with CaptureQueriesContext(connection) as asked:
        export(path=tmp_path / "paper.zip")
    lines = zipfile.ZipFile(tmp_path / "paper.zip").read("stories.jsonl").decode().splitlines()
    (flood,) = [line for line in map(json.loads, lines) if line["slug"] == "flood"]
    assert flood["old_urls"] == ["/both", "/old/flood.html"]
    if connection.vendor == "sqlite":  # PostgreSQL reads so small a table from end to end
        query = next(one["sql"] for one in asked if '"redirect_page_id" IN (' in one["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            assert "(redirect_page_id=?)" in str(cursor.fetchall())


def test_the_schema_is_written_down() -> None:
    """docs/archive.md names every field that a line may have."""
    text = (Path(__file__).parents[2] / "docs/archive.md").read_text()
    readers = (paper.Thread, paper.Phrase, paper.Call, paper.Question, paper.Contribution)
    letters = (paper.MailingList, paper.Issue, paper.Subscriber, paper.OnList)
    kept = (paper.Former, paper.Front, paper.Settings, paper.OldAddress, paper.Kill, paper.Kept)
    together = (paper.Series, paper.Translated)
    of_paper = (*readers, *letters, *kept, *together, PlanCopy)
    for kind in (Story, Comment, Section, Byline, Told, Agency, Subject, *of_paper, *get_args(Block)):
        for one in fields(kind):
            if one.name not in OF_AGENCIES:
                assert f"`{one.name}`" in text, f"{kind.__name__}.{one.name}"


def test_an_archive_made_to_burst_is_refused(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    repack(tmp_path / "paper.zip", "stories.jsonl", b" " * 50_000_000)
    with pytest.raises(ImportRefused, match=r"stories.jsonl unpacks to \d+ times its size"):
        import_file(path=tmp_path / "paper.zip")


def test_an_archive_that_is_cut_off_keeps_what_was_read(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    data = (tmp_path / "paper.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    with pytest.raises(ImportRefused, match=r"cut.zip is in no format"):
        import_file(path=tmp_path / "cut.zip")


def test_a_story_cannot_name_a_path_outside(edition: Path, tmp_path: Path) -> None:
    import_file(path=edition)
    export(path=tmp_path / "paper.zip")
    text = zipfile.ZipFile(tmp_path / "paper.zip").read("stories.jsonl").decode()
    repack(tmp_path / "paper.zip", "stories.jsonl", text.replace("pictures/", "../../etc/").encode())
    everything.empty_the_paper()
    result = import_file(path=tmp_path / "paper.zip")
    assert any("it is not in the archive" in str(line) for line in result.lines)
