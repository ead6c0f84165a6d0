"""From articles to the PDF of a newspaper: measured, laid out, set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.news import queries
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import bodies
from broadsheet.outreach.addresses import absolute
from broadsheet.outreach.printing import faces, matter, press, sheets
from broadsheet.outreach.printing.newspaper.formats import LINE, TYPE, Format
from broadsheet.outreach.printing.newspaper.layout import Page, Piece, lay_out
from broadsheet.outreach.printing.newspaper.story import Story, story_of

SECONDS = 120.0  # in the background; forty articles take two or three


def newspaper(*, articles: Sequence[ArticlePage], day: date, paper: Format) -> tuple[bytes, int]:
    """The newspaper of these articles, the first of which leads it, as a PDF; and its pages.

    Args:
        articles: with all that their pages show (`queries.whole`), in order of rank.

    Raises:
        NothingToPrint: there is no article.
        TooBusy: it did not come in time.
        CannotSet: the theme's form is broken.
    """
    if not articles:
        raise NothingToPrint("There is no article to print.")
    pictures = matter.Pictures()
    texts = bodies.blocks_of(articles)
    stories = [
        story_of(article, rank=rank, pictures=pictures, blocks=blocks)
        for rank, (article, blocks) in enumerate(zip(articles, texts, strict=True))
    ]
    sheet = sheets.ready(_common(day, paper), pictures)
    for story in stories:
        if story.picture and story.picture["file"] not in sheet["pictures"]:
            story.picture = None
    measure(stories, paper)
    pages = [_page(page, paper) for page in lay_out(stories, paper)]
    content = press.set_type(
        form="newspaper", matter=sheet["matter"] | {"pages": pages}, pictures=sheet["pictures"],
        seconds=SECONDS,
    )  # fmt: skip
    return content, len(pages)


class NothingToPrint(Exception):
    """A newspaper without articles."""


def measure(stories: list[Story], paper: Format) -> None:
    """Have the press say how many lines each paragraph and each headline takes."""
    asked = {
        "type": TYPE, "line": LINE, "column": paper.column,
        "widths": [paper.across(columns) for columns in range(1, paper.columns + 1)],
        "stories": [_told(story) | {"paragraphs": story.paragraphs} for story in stories],
    }  # fmt: skip
    answers = press.measure(form="newspaper", matter=asked, label="measured")
    for story, (lines, cuts, heads) in zip(stories, answers[0], strict=True):
        story.lines = [max(1, number) for number in lines]
        story.cuts = cuts
        story.heads = dict(enumerate(heads, start=1))


def _common(day: date, paper: Format) -> dict[str, Any]:
    return {
        "type": TYPE, "line": LINE, "width": paper.width, "height": paper.height, "side": paper.side,
        "top": paper.top, "foot": paper.foot, "nameplate": paper.nameplate * LINE,
        "house": faces.setting_of(settings.LANGUAGE_CODE), "gutter": paper.gutter,
        "paper": sheets.paper_name(), "tagline": queries.paper_settings().tagline,
        "date": date_format(day, "l, j F Y"), "site": absolute("/"),
    }  # fmt: skip


def _told(story: Story) -> dict[str, Any]:
    return {
        "setting": story.setting, "kicker": story.kicker or story.section, "title": story.title,
        "standfirst": story.standfirst if story.rank < 3 else "", "byline": story.byline,
        "rank": story.rank,
    }  # fmt: skip


def _page(page: Page, paper: Format) -> dict[str, Any]:
    return {
        "number": page.number,
        "rules": [line * LINE for line in page.rules],
        "pieces": [_placed(piece, paper) for piece in page.pieces],
    }


def _placed(piece: Piece, paper: Format) -> dict[str, Any]:
    step = paper.column + paper.gutter
    left = piece.left
    if faces.setting_of(settings.LANGUAGE_CODE)["dir"] == "rtl":
        left = paper.columns - piece.left - piece.columns
    return _told(piece.story) | {
        "left": left * step, "top": piece.top * LINE, "width": paper.across(piece.columns),
        "height": piece.height * LINE, "columns": piece.columns, "head": piece.head * LINE,
        "again": piece.first > 0, "picture": piece.story.picture if piece.picture else None,
        "picture_height": piece.picture * LINE, "text": piece.text * LINE,
        "paragraphs": piece.story.paragraphs[piece.first : piece.last],
        "from": _("From page {number}").format(number=piece.comes_from) if piece.comes_from else "",
        "to": _("Continued on page {number}").format(number=piece.goes_to) if piece.goes_to else "",
        "first_column": piece.left == 0,
    }  # fmt: skip
