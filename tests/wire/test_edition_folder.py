"""What the edition folder promises to those who write it by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Revision

from broadsheet.news.models import ArticlePage, Author, FrontPage, PaperSettings, StandingPage
from broadsheet.wire.api import ImportRefused, Outcome, import_file

pytestmark = pytest.mark.django_db


def test_everything_a_story_says_is_in_the_article(edition: Path, client: Any) -> None:
    before = datetime.now(UTC)
    result = import_file(path=edition)
    assert result.lines == []
    flood = ArticlePage.objects.get(slug="flood")
    assert flood.live
    assert (flood.title, flood.kicker, flood.standfirst) == (
        "River at its highest", "Weather", "The barrier closed at noon.",
    )  # fmt: skip
    assert flood.section.slug == "city"
    assert (flood.dateline_place, str(flood.dateline_date)) == ("Old Quay", "2024-03-04")
    assert flood.source.credit == "From Coast Wire"
    assert [author.slug for author in flood.authors] == ["mara"]
    assert [topic.slug for topic in flood.topics] == ["harbour"]
    assert flood.picture.description == "The quay"
    assert flood.picture.credit == "M. Lind"
    assert flood.live_coverage
    published = before - timedelta(hours=3, minutes=20)
    assert abs(flood.published_at - published) < timedelta(minutes=1)
    assert abs(flood.updated_at - (before - timedelta(hours=1))) < timedelta(minutes=1)
    assert [c.when - flood.published_at for c in flood.corrections.all()] == [timedelta(hours=2)]
    assert [block.block_type for block in flood.body] == [
        "text", "picture", "gallery", "pull_quote", "fact_box", "embed", "table", "related", "text",
    ]  # fmt: skip
    page = client.get(flood.url)
    assert page.status_code == 200
    assert "Stay away from the quay." in page.content.decode()


def test_links_and_related_stories_lead_to_articles_that_came_later(edition: Path, client: Any) -> None:
    (edition / "stories/comet.md").write_text(
        '+++\nheadline = "Comet"\nsection = "science"\nage = "1m"\n+++\nLook [up](story:flood).\n'
    )
    assert import_file(path=edition).lines == []
    comet = ArticlePage.objects.get(slug="comet")
    flood = ArticlePage.objects.get(slug="flood")
    text = client.get(flood.url).content.decode()
    assert f'<a href="{comet.url}">the comet</a>' in text
    related = [block for block in flood.body if block.block_type == "related"]
    assert [page.pk for page in related[0].value["articles"]] == [comet.pk]


def test_the_paper_its_front_page_and_its_names_come_in(edition: Path) -> None:
    import_file(path=edition)
    paper = PaperSettings.load()
    assert (paper.name, paper.breaking_text) == ("The Harbour Light", "The barrier is closed")
    front = FrontPage.objects.get()
    assert front.lead.slug == "flood"
    assert [pick.article.slug for pick in front.picks.all()] == ["comet"]
    mara = Author.objects.get(slug="mara")
    assert mara.role == "Reporter, City"
    assert mara.portrait is not None
    assert StandingPage.objects.get(slug="about").live
    assert Redirect.objects.get(old_path="/old/flood.html").redirect_page.slug == "flood"


def test_loading_twice_changes_nothing(edition: Path) -> None:
    import_file(path=edition)

    def state() -> Any:
        return (
            Revision.objects.count(),
            list(
                ArticlePage.objects.order_by("pk").values_list(
                    "pk", "published_at", "updated_at", "first_published_at", "last_published_at",
                    "latest_revision_created_at",
                )
            ),
        )  # fmt: skip

    first = state()
    again = import_file(path=edition)
    assert state() == first
    assert again.counts == {"story": {Outcome.SAME: 2}, "page": {Outcome.SAME: 1}}


def test_times_are_those_of_the_file(edition: Path) -> None:
    import_file(path=edition)
    comet = ArticlePage.objects.get(slug="comet")
    when = datetime(2024, 3, 2, 17, tzinfo=UTC)
    assert comet.published_at == comet.first_published_at == comet.last_published_at == when
    assert comet.updated_at is None


def test_a_changed_story_is_brought_up_to_date_without_being_marked_as_updated(edition: Path) -> None:
    import_file(path=edition)
    file = edition / "stories/comet.md"
    file.write_text(file.read_text().replace("Look west.", "Look east."))
    result = import_file(path=edition)
    assert result.of("story", Outcome.CHANGED) == 1
    comet = ArticlePage.objects.get(slug="comet")
    assert "Look east." in str(comet.body)
    assert comet.updated_at is None
    assert comet.last_published_at == comet.published_at


def test_what_the_newsroom_changed_since_is_kept(edition: Path) -> None:
    import_file(path=edition)
    comet = ArticlePage.objects.get(slug="comet")
    comet.title = "Our own words"
    comet.save_revision().publish()
    file = edition / "stories/comet.md"
    file.write_text(file.read_text().replace("Look west.", "Look east."))
    result = import_file(path=edition)
    assert result.of("story", Outcome.KEPT) == 1
    assert "newsroom has changed it" in str(result.lines[0])
    assert ArticlePage.objects.get(slug="comet").title == "Our own words"
    ArticlePage.objects.get(slug="comet").delete()
    assert import_file(path=edition).of("story", Outcome.KEPT) == 1
    assert not ArticlePage.objects.filter(slug="comet").exists()


SLIPS = {
    'headline = "X"\nsection = "citty"\n': "3: section “citty” is not one of city, science; "
    "did you mean “city”?",
    'section = "city"\n': '2: headline is missing; write headline = "…"',
    'headline = "X"\nsection = "city"\nautors = []\n': "4: there is no field “autors” here; "
    "did you mean “authors”?",
    'headline = "X\nsection = "city"\n': "2: this is not TOML",
    'headline = "X"\nsection = "city"\nage = "soon"\n': "4: age must be a length of time",
    'headline = "X"\nsection = "city"\nlive = "yes"\n': "4: live must be true or false",
}


@pytest.mark.parametrize("head", SLIPS)
def test_a_slip_is_told_with_file_and_line_and_the_rest_comes_in(edition: Path, head: str) -> None:
    (edition / "stories/bad.md").write_text(f"+++\n{head}+++\nText.\n")
    result = import_file(path=edition)
    skipped = next(str(line) for line in result.lines if line.skipped)
    assert skipped.startswith(f"stories/bad.md:{SLIPS[head]}")
    assert result.of("story", Outcome.NEW) == 2


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("One.\n\n::: pictur\n:::\n", "stories/bad.md:7: there is no directive “pictur”"),
        ('One.\n::: picture\nsrc = "x.png"\n', "stories/bad.md:6: the directive “picture” is"),
        ("::: picture\nalt = \"x\"\n:::\n", "stories/bad.md:6: src is missing"),
        ("One.\n:::\n", "stories/bad.md:6: ::: closes nothing"),
    ],
)  # fmt: skip
def test_a_slip_in_a_body_is_told_with_its_line(edition: Path, body: str, message: str) -> None:
    head = '+++\nheadline = "X"\nsection = "city"\n+++\n'
    (edition / "stories/bad.md").write_text(head + body)
    result = import_file(path=edition)
    assert str(result.lines[0]).startswith(message)
    assert not ArticlePage.objects.filter(slug="bad").exists()


def test_a_file_that_is_not_utf_8_is_named_with_the_byte(edition: Path) -> None:
    (edition / "stories/bad.md").write_bytes(b'+++\nheadline = "Caf\xe9"\n+++\n')
    assert "stories/bad.md:2: byte 19 is not UTF-8" in str(import_file(path=edition).lines[0])


def test_a_missing_picture_is_told_and_the_story_comes_in(edition: Path) -> None:
    (edition / "pictures/quay.png").unlink()
    result = import_file(path=edition)
    assert "the picture pictures/quay.png is missing: there is no such file" in str(result.lines[0])
    assert ArticlePage.objects.get(slug="flood").live


def test_pictures_outside_the_folder_are_not_read(edition: Path) -> None:
    (edition.parent / "secret.png").write_bytes((edition / "pictures/quay.png").read_bytes())
    (edition / "stories/bad.md").write_text(
        '+++\nheadline = "X"\nsection = "city"\n+++\n![x](../secret.png)\n'
    )
    assert any("lies outside the folder" in str(line) for line in import_file(path=edition).lines)


def test_a_broken_index_is_refused_with_its_line(edition: Path) -> None:
    (edition / "edition.toml").write_text("[paper]\nname = Harbour\n")
    with pytest.raises(ImportRefused, match=r"edition.toml:2: this is not TOML"):
        import_file(path=edition)
