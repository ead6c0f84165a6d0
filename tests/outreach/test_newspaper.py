"""The print edition, read back page by page."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from broadsheet.foundation.clock import now
from broadsheet.news import actions as news
from broadsheet.outreach.models import PaperSize, PrintEdition
from broadsheet.outreach.printing import tasks
from broadsheet.outreach.printing.newspaper import actions, layout, queries, setting
from broadsheet.outreach.printing.newspaper.formats import A4, FORMATS
from broadsheet.outreach.printing.newspaper.story import Story
from tests.outreach.conftest import add_picture


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Any) -> None:
    settings.PRINT_FOLDER, settings.MEDIA_ROOT = tmp_path / "print", tmp_path / "media"


def text_of(number: int, sentences: int = 60) -> str:
    said = [f"Story{number}sentence{place}x says what happened that day." for place in range(sentences)]
    return "".join(f"<p>{' '.join(said[start : start + 6])}</p>" for start in range(0, sentences, 6))


@pytest.fixture
def stories(file_article: Any) -> list[Any]:
    picture = add_picture()
    made = []
    for number in range(12):
        more = {"picture": picture} if number % 2 else {}
        body = [("text", text_of(number, 20 + 12 * (number % 5)))]
        made.append(file_article(f"Headline number {number}", body=body, **more))
    return made


def words(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def whole(text: str) -> str:
    """Words that were divided at the end of a line are whole again."""
    return re.sub(r"[-‐\xad] ", "", text)


def todays(paper: PaperSize = PaperSize.A4) -> PrintEdition:
    return actions.make(edition=actions.enter(day=timezone.localdate(), paper=paper))


@pytest.mark.parametrize("size", list(PaperSize))
def test_every_sentence_of_every_story_is_printed_once(stories: list[Any], size: PaperSize) -> None:
    edition = todays(size)
    assert not edition.trouble
    content = edition.file.read()
    pages = words(content)
    assert len(pages) == edition.pages > 1
    printed = whole(" ".join(pages))
    for number in range(12):
        found = re.findall(rf"Story{number}sentence(\d+)x", printed)
        assert sorted(map(int, found)) == list(range(20 + 12 * (number % 5))), number
    sheet = PdfReader(BytesIO(content)).pages[0].mediabox
    assert (round(sheet.width), round(sheet.height)) == (
        round(FORMATS[size].width), round(FORMATS[size].height),
    )  # fmt: skip
    assert "The Test Post" in pages[0]


def test_what_does_not_fit_goes_on_where_it_says(stories: list[Any]) -> None:
    pages = words(todays().file.read())
    jumps = [(number, int(to)) for number, page in enumerate(pages, start=1)
             for to in re.findall(r"Continued on page (\d+)", page)]  # fmt: skip
    assert jumps
    for here, there in jumps:
        assert there > here
        assert f"From page {here}" in pages[there - 1]
    assert sum(page.count("From page") for page in pages) == len(jumps)


def _measured(lengths: list[int]) -> list[Story]:
    return [
        Story(
            key=rank, rank=rank, setting={}, section="", kicker="", title="", standfirst="", byline="",
            picture=None, paragraphs=[{"kind": "text", "parts": []} for _ in range(length)],
            lines=[1 + (rank + place) % 7 for place in range(length)], cuts=[[] for _ in range(length)],
            heads=dict.fromkeys(range(1, 6), 6),
        )
        for rank, length in enumerate(lengths)
    ]  # fmt: skip


@pytest.mark.parametrize("lengths", [[1], [400], [3, 1, 2], [30] * 40, [5, 200, 1, 80, 2, 2, 2, 60]])
@pytest.mark.parametrize("sheet", FORMATS.values(), ids=list(FORMATS))
def test_no_two_pieces_share_a_place_and_none_leaves_the_page(lengths: list[int], sheet: Any) -> None:
    stories = _measured(lengths)
    pages = layout.lay_out(stories, sheet)
    printed: dict[int, list[int]] = {}
    for page in pages:
        taken: set[tuple[int, int]] = set()
        for piece in page.pieces:
            places = {(column, line) for column in range(piece.left, piece.left + piece.columns)
                      for line in range(piece.top, piece.top + piece.height)}  # fmt: skip
            assert not taken & places
            taken |= places
            assert piece.top + piece.height <= sheet.lines
            assert piece.left + piece.columns <= sheet.columns
            assert piece.head + piece.picture + piece.text + (1 if piece.goes_to else 0) <= piece.height
            printed.setdefault(piece.story.key, []).extend(range(piece.first, piece.last))
    assert {key: sorted(places) for key, places in printed.items()} == {
        story.key: list(range(len(story.lines))) for story in stories
    }


def test_today_is_what_the_front_page_shows_and_other_days_what_came_out(
    stories: list[Any], paper: Any, file_article: Any
) -> None:
    old = file_article("Long ago", published_at=now() - timedelta(days=40))
    paper.lead = stories[3]
    paper.save()
    assert queries.choice(day=timezone.localdate())[0] == stories[3].pk
    assert queries.choice(day=timezone.localdate(old.published_at)) == [old.pk]
    with pytest.raises(setting.NothingToPrint):
        actions.enter(day=timezone.localdate() - timedelta(days=3), paper=PaperSize.A4)


def test_a_withdrawn_story_is_in_no_edition_from_that_moment(press: Any, stories: list[Any]) -> None:
    edition = todays()
    url = f"/print-edition/{edition.day.year}/{edition.day.month}/{edition.day.day}/a4.pdf"
    listed = press.read("/print-edition/")
    assert url in listed.text
    assert press.read(url).status == 200
    with press.committed():
        news.withdraw(article=stories[1])
    assert press.read(url).status == 404
    assert url not in press.read("/print-edition/").text
    with press.committed():
        tasks.make_edition.func(edition.pk)
    press.bake()
    assert url in press.read("/print-edition/").text
    pages = " ".join(words(press.read(url).body))
    assert "Headline number 1 " not in pages
    assert "Story1sentence" not in pages
    assert "Headline number 2" in pages


def test_the_archive_of_a_day_leads_to_its_paper(press: Any, stories: list[Any]) -> None:
    day = timezone.localdate()
    page, url = (f"/{where}/{day.year}/{day.month}/{day.day}/" for where in ("archive", "print-edition"))
    assert url not in press.read(page).text
    with press.committed():
        todays()
    press.bake()
    assert f'href="{url}a4.pdf"' in press.read(page).text
    with press.committed():
        news.withdraw(article=stories[1])
    assert url not in press.read(page).text  # gone until it is made without that story


def test_a_story_withdrawn_while_the_paper_is_set_is_not_put_out(
    stories: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = actions.enter(day=timezone.localdate(), paper=PaperSize.A4)
    really, turns = setting.newspaper, []

    def slow(**job: Any) -> tuple[bytes, int]:
        made = really(**job)
        if not turns:
            news.withdraw(article=stories[2])
        turns.append(1)
        return made

    monkeypatch.setattr(setting, "newspaper", slow)
    made = actions.make(edition=edition)
    assert len(turns) == 2
    assert "Story2sentence" not in " ".join(words(made.file.read()))


def test_the_newsroom_orders_it_and_strangers_do_not(
    client: Client, editor: Any, stories: list[Any]
) -> None:
    assert client.post("/newsroom/print-edition/order/", {"paper": "a4"}).status_code == 302
    assert not PrintEdition.objects.exists()
    client.force_login(editor)
    client.post("/newsroom/print-edition/order/", {"paper": "a4"})
    edition = PrintEdition.objects.get()
    assert edition.asked_by == editor
    assert "being made" in client.get("/newsroom/print-edition/").content.decode()
    tasks.make_edition.func(edition.pk)
    assert "Open" in client.get("/newsroom/print-edition/").content.decode()


def test_the_days_edition_is_made_by_itself_once(stories: list[Any], settings: Any) -> None:
    settings.PRINT_AT = ""
    tasks.print_the_day()
    assert not PrintEdition.objects.exists()
    settings.PRINT_AT = "00:00"
    tasks.print_the_day()
    tasks.print_the_day()
    assert set(PrintEdition.objects.values_list("paper", flat=True)) == set(PaperSize.values)


def test_an_impossible_day_is_no_page(client: Client, paper: Any) -> None:
    assert client.get("/print-edition/2026/2/31/a4.pdf").status_code == 404
    assert client.get("/print-edition/2026/2/1/poster.pdf").status_code == 404


def test_a_grid_of_lines_fits_its_page() -> None:
    assert A4.across(A4.columns) == pytest.approx(A4.width - 2 * A4.side)
