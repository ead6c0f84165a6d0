"""A story for a newspaper's columns: headline, picture, and text as plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from broadsheet.foundation.text import clean_line
from broadsheet.news.models import ArticlePage
from broadsheet.outreach import bodies
from broadsheet.outreach.printing import faces, matter, sheets

Paragraph = dict[str, Any]
ENDS = frozenset(".!?。！？؟”»")


@dataclass(slots=True)
class Story:
    """What is printed of an article.

    Args:
        key: the article's number.
        rank: 0 leads the paper; then the picks; then the rest.
        setting: how its language is set.
        picture: a block of `matter`, or None.
        lines: the height of each paragraph in one column, once measured.
        cuts: for each paragraph, the height of its first sentence, its first two …
        heads: the height of the headline with what stands over and under it, in
            lines, by how many columns it runs across, once measured.
    """

    key: int
    rank: int
    setting: dict[str, Any]
    section: str
    kicker: str
    title: str
    standfirst: str
    byline: str
    picture: dict[str, Any] | None
    paragraphs: list[Paragraph]
    lines: list[int] = field(default_factory=list)
    cuts: list[list[int]] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Lines of text in one column."""
        return sum(self.lines)

    def split(self, place: int, *, most: int) -> int:
        """Cut a paragraph behind a sentence so that its first part takes at most `most` lines.

        Its rest becomes the next paragraph. How many lines the first part has; 0 where none fits.
        """
        fitting = [number for number, lines in enumerate(self.cuts[place], start=1) if lines <= most]
        if not fitting or self.lines[place] - self.cuts[place][fitting[-1] - 1] < 1:
            return 0
        number = fitting[-1]
        lines, whole = self.cuts[place][number - 1], self.paragraphs[place]
        before, after = whole["parts"][:number], whole["parts"][number:]
        begins = [dict(run) for run in after[0]]
        begins[0]["text"] = begins[0]["text"].lstrip()
        after = [begins, *after[1:]]
        self.paragraphs[place : place + 1] = [
            whole | {"runs": [run for part in before for run in part], "parts": before},
            whole | {"runs": [run for part in after for run in part], "parts": after, "goes-on": True},
        ]
        # The rest begins a line anew: at most one line more than was left.
        self.lines[place : place + 1] = [lines, self.lines[place] - lines + 1]
        self.cuts[place : place + 1] = [self.cuts[place][: number - 1], []]
        return lines


def story_of(
    article: ArticlePage, *, rank: int, pictures: matter.Pictures, blocks: bodies.Blocks
) -> Story:
    """The story of an article; its picture is entered in `pictures`.

    Pictures in its text stay on the site: a column is too narrow for them.
    """
    lead = matter.picture_block(article.picture, pictures, caption=article.picture_caption)
    found = matter.blocks_of(article, matter.Pictures(), blocks)
    dated = matter.with_dateline(found, clean_line(article.dateline_place))
    paragraphs = [_with_parts(whole) for one in dated for whole in _flat(one)]
    if not paragraphs:  # a picture with a headline
        paragraphs = [_with_parts({"runs": [{"text": sheets.times(article)}], "kind": "text"})]
    names = [author.name for author in article.authors]
    credit = [article.source.credit] if article.source else []
    return Story(
        key=article.pk, rank=rank, setting=faces.setting_of(article.language),
        section=clean_line(article.section.title) if article.section else "",
        kicker=clean_line(article.kicker), title=matter.divisible(clean_line(article.title)),
        standfirst=clean_line(article.standfirst), byline=" · ".join([*names, *credit]),
        picture=lead[0] if lead else None, paragraphs=paragraphs,
    )  # fmt: skip


def _flat(block: matter.Block) -> Iterator[Paragraph]:
    """A block as paragraphs of a column."""
    kind = block["is"]
    if kind in {"paragraph", "heading"}:
        yield {"runs": block["runs"], "kind": "heading" if kind == "heading" else "text"}
    elif kind == "list":
        yield from _items(block)
    elif kind == "table":
        yield from _rows(block)
    elif kind == "box":
        yield {"runs": [{"text": block["title"]}], "kind": "heading"}
        yield from _inside(block)
    elif kind == "quote":
        yield from (inner | {"kind": "quote"} for inner in _inside(block))


def _inside(block: matter.Block) -> Iterator[Paragraph]:
    for child in block["blocks"]:
        yield from _flat(child)


def _items(block: matter.Block) -> Iterator[Paragraph]:
    for number, item in enumerate(block["items"], start=1):
        mark = f"{number}. " if block["numbered"] else "• "
        for place, inner in enumerate(one for child in item for one in _flat(child)):
            runs = [*([{"text": mark}] if place == 0 else []), *inner["runs"]]
            yield {"runs": runs, "kind": "item"}


def _rows(block: matter.Block) -> Iterator[Paragraph]:
    """A table as one line a row: a column is too narrow for more."""
    if block["caption"]:
        yield {"runs": [{"text": block["caption"]}], "kind": "heading"}
    for row in block["rows"]:
        cells = ["".join(run["text"] for run in cell["runs"]) for cell in row]
        yield {"runs": [{"text": " · ".join(cell for cell in cells if cell)}], "kind": "item"}


def _with_parts(paragraph: Paragraph) -> Paragraph:
    """A paragraph with the places where a page may end in its middle: behind its sentences."""
    parts: list[list[matter.Run]] = [[]]
    for run in paragraph["runs"]:
        for piece in _sentences(run):
            parts[-1].append(piece)
            if piece["text"].rstrip()[-1:] in ENDS:
                parts.append([])
    return paragraph | {"parts": [part for part in parts if part]}


def _sentences(run: matter.Run) -> Iterator[matter.Run]:
    text, start = run["text"], 0
    for place, letter in enumerate(text[:-1], start=1):
        if letter in "。！？" or (letter in ".!?؟" and text[place] == " "):
            yield run | {"text": text[start:place]}
            start = place
    yield run | {"text": text[start:]}
