"""Tables in HTML become table blocks of plain cells."""

from __future__ import annotations

from lxml.html import HtmlElement

from broadsheet.wire.story import Table

TAGS = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}


def table_of(element: HtmlElement) -> Table | None:
    """The table's cells as text; None for one of a single cell, which is layout."""
    cells = [row for row in _rows(element) if row]
    width = max((len(row) for row in cells), default=0)
    if len(cells) * width <= 1:
        return None
    return Table(
        rows=tuple(_row(row, width) for row in cells),
        header=all(cell.tag == "th" for cell in cells[0]) or bool(element.xpath("./thead/tr")),
        side_header=len(cells) > 1 and width > 1 and all(row[0].tag == "th" for row in cells[1:]),
        caption=" ".join(" ".join(one.text_content().split()) for one in element.xpath("./caption")),
    )


def cells_of(element: HtmlElement) -> list[HtmlElement]:
    """The table's own cells, without those of tables inside it."""
    return [cell for row in _rows(element) for cell in row]


def _rows(element: HtmlElement) -> list[list[HtmlElement]]:
    rows = element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    return [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]


def _row(cells: list[HtmlElement], width: int) -> tuple[str, ...]:
    """Rows are filled up to the widest: a grid has no holes."""
    texts = [" ".join(cell.text_content().split()) for cell in cells]
    return (*texts, *[""] * (width - len(texts)))
