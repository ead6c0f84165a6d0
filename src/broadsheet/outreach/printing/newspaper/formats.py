"""Sizes of paper, and the grid each page of a newspaper stands on. All lengths are points."""

from __future__ import annotations

from dataclasses import dataclass

LINE = 10.0  # from one line of text to the next; everything stands on these lines
TYPE = 8.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A sheet and its columns.

    Args:
        width, height: of the sheet.
        side, top, foot: margins; the page's name stands in the upper one.
        columns: of text on a page.
        gutter: between two columns.
        nameplate: lines that the paper's name takes on the first page.
    """

    name: str
    width: float
    height: float
    side: float
    top: float
    foot: float
    columns: int
    gutter: float
    nameplate: int

    @property
    def column(self) -> float:
        return self.across(1)

    @property
    def lines(self) -> int:
        """Lines of text from the top margin to the foot."""
        return int((self.height - self.top - self.foot) / LINE)

    def across(self, columns: int) -> float:
        """The width of so many columns with what is between them."""
        one = (self.width - 2 * self.side - (self.columns - 1) * self.gutter) / self.columns
        return columns * one + (columns - 1) * self.gutter


A4 = Format(name="a4", width=595.28, height=841.89, side=34, top=46, foot=40, columns=4, gutter=12,
            nameplate=9)  # fmt: skip
TABLOID = Format(name="tabloid", width=793.7, height=1218.9, side=42, top=54, foot=46, columns=5,
                 gutter=14, nameplate=11)  # fmt: skip
FORMATS = {one.name: one for one in (A4, TABLOID)}
