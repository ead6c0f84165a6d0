"""Where each story stands: pages of bands, bands of stories side by side.

Everything is counted in lines of text, so the columns of a story end level and
the stories of a band as nearly so as their lengths allow. A story that does
not fit where the page ends goes on on a later page, and both places say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from broadsheet.outreach.printing.newspaper.formats import LINE, Format
from broadsheet.outreach.printing.newspaper.story import Story

BETWEEN = 2  # lines between two bands, with a rule in the middle
JUMP = 1  # a line that says where a story goes on
AGAIN = 3  # lines of the small headline where it does
LEAST = 4  # lines of text under which no story begins
SIDE_BY_SIDE = 4
SHALLOWEST, USUAL, DEEPEST = 0.38, 0.5, 0.86  # height of a picture by its width
TALLEST = 0.4  # of the page
CAPTION = 2  # lines


@dataclass(slots=True)
class Piece:
    """A story, or what is left of it, where it stands.

    Args:
        first: the first of its paragraphs here; more than 0 when it comes from another page.
        last: behind its last paragraph here.
        left, columns: where, in columns of the page.
        top, height: in lines of the page; `height` is what it was given.
        picture: lines its picture takes, 0 for none.
        text: lines of each of its columns.
        comes_from, goes_to: pages, 0 for none.
    """

    story: Story
    first: int
    last: int
    left: int
    columns: int
    top: int
    height: int
    picture: int
    text: int
    comes_from: int = 0
    goes_to: int = 0

    @property
    def head(self) -> int:
        return AGAIN if self.first else self.story.heads[self.columns]


@dataclass(slots=True)
class Page:
    number: int
    pieces: list[Piece] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)  # lines at which a band ends


@dataclass(slots=True)
class _Rest:
    """A story that waits for its place, or its second."""

    story: Story
    first: int = 0
    page: int = 0  # that it comes from
    before: Piece | None = None

    @property
    def lines(self) -> list[int]:
        return self.story.lines[self.first :]

    def head(self, columns: int) -> int:
        return AGAIN if self.first else self.story.heads[columns]


def lay_out(stories: list[Story], paper: Format) -> list[Page]:
    """Pages on which every story stands once, in order of rank.

    Stories must have been measured for `paper`.
    """
    waiting = [_Rest(story) for story in stories]
    pages: list[Page] = []
    while waiting:
        page = Page(number=len(pages) + 1)
        pages.append(page)
        top = paper.nameplate if page.number == 1 else 0
        _front(page, waiting, paper, top) if page.number == 1 else _fill(page, waiting, paper, top)
    return pages


def _front(page: Page, waiting: list[_Rest], paper: Format, top: int) -> None:
    """The first page: one story leads, and several begin, so that there is something for everybody."""
    room = paper.lines - top
    if len(waiting) > 3:
        lead = max(int(room * 0.58), waiting[0].head(paper.columns - 1) + LEAST + JUMP)
        widths = (paper.columns - 1, 1)
        if lead < room - BETWEEN - 14:
            _band(page, waiting, widths, top, lead, paper)
            top += lead + BETWEEN
            page.rules.append(top - 1)
    _fill(page, waiting, paper, top)


def _fill(page: Page, waiting: list[_Rest], paper: Format, top: int) -> None:
    """Bands from `top` to the foot of the page."""
    while waiting and (not page.pieces or paper.lines - top >= _least(waiting[0], paper)):
        room = paper.lines - top
        widths, height = _best(waiting, paper, room, busy=page.number == 1)
        _band(page, waiting, widths, top, height, paper)
        top += height + BETWEEN
        if waiting and paper.lines - top >= _least(waiting[0], paper):
            page.rules.append(top - 1)


def _least(rest: _Rest, paper: Format) -> int:
    """Lines under which a story does not begin."""
    first = min(rest.lines[0], LEAST * 4) if rest.lines else LEAST
    return rest.head(paper.columns) + max(LEAST, -(-first // paper.columns)) + JUMP + 1


def _best(waiting: list[_Rest], paper: Format, room: int, *, busy: bool) -> tuple[tuple[int, ...], int]:
    """How the next stories stand side by side with the least white, and how high."""
    found: list[tuple[float, tuple[int, ...], int]] = []
    for widths in _ways(paper.columns):
        if len(widths) > len(waiting):
            continue
        heights = [_height(rest, columns, paper) for rest, columns in zip(waiting, widths, strict=False)]
        height = max(heights)
        cut = min(height, room)
        if room - cut < 14:  # too little for another band: this one goes down to the foot
            cut = room
        if any(
            cut < _smallest(rest, columns, paper) for rest, columns in zip(waiting, widths, strict=False)
        ):
            continue
        white = sum(max(0, cut - own) * columns for own, columns in zip(heights, widths, strict=True))
        broken = sum(1 for own in heights if own > cut)
        cost = white / (cut * paper.columns) + 0.12 * broken + (0.2 if busy and len(widths) == 1 else 0)
        # A band as high as a page of one story is no page; neither are slivers.
        cost += 0.25 if cut > 0.7 * paper.lines and len(widths) < 3 else 0
        found.append((cost, widths, cut))
    if not found:
        return (paper.columns,), room
    _cost, widths, height = min(found)
    return widths, height


@cache
def _ways(columns: int) -> tuple[tuple[int, ...], ...]:
    """Every way to share columns among stories, at most `SIDE_BY_SIDE` of them."""

    def ways(left: int, most: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            yield ()
        elif most:
            for first in range(1, left + 1):
                yield from ((first, *rest) for rest in ways(left - first, most - 1))

    return tuple(ways(columns, SIDE_BY_SIDE))


def _picture(rest: _Rest, columns: int, paper: Format, share: float) -> int:
    """Lines of a story's picture with its caption."""
    shown = rest.story.picture
    if not shown or rest.first:
        return 0
    ratio = min(max(shown["height"] / shown["width"], SHALLOWEST), share)
    return min(int(paper.across(columns) * ratio / LINE), int(paper.lines * TALLEST)) + CAPTION


def _height(rest: _Rest, columns: int, paper: Format) -> int:
    """Lines a whole story takes over so many columns."""
    text = -(-sum(rest.lines) // columns)
    return rest.head(columns) + _picture(rest, columns, paper, USUAL) + text + 1


def _smallest(rest: _Rest, columns: int, paper: Format) -> int:
    """Lines under which a story cannot even begin over so many columns."""
    first = -(-rest.lines[0] // columns) if rest.lines else 1
    return rest.head(columns) + max(LEAST, first) + JUMP + 1


def _band(
    page: Page, waiting: list[_Rest], widths: tuple[int, ...], top: int, height: int, paper: Format
) -> None:
    """Put the next stories side by side; what does not fit waits first in line."""
    taken = [waiting.pop(0) for _ in widths]
    left, over = 0, []
    for rest, columns in zip(taken, widths, strict=True):
        piece = _piece(rest, columns, left, top, height, paper)
        page.pieces.append(piece)
        if rest.before:
            piece.comes_from, rest.before.goes_to = rest.page, page.number
        if piece.last < len(rest.story.lines):
            over.append(_Rest(rest.story, piece.last, page.number, piece))
        left += columns
    # Behind what is still to begin on the first page, before everything else on the others.
    if page.number == 1:
        waiting.extend(over)
        waiting.sort(key=lambda rest: (rest.page == 0 and rest.story.rank > 6, rest.page != 0))
    else:
        waiting[:0] = over


def _piece(rest: _Rest, columns: int, left: int, top: int, height: int, paper: Format) -> Piece:
    """A story in its place: first as much text as there is, then a picture as high as the rest."""
    room = height - rest.head(columns) - 1
    whole = -(-sum(rest.lines) // columns)
    picture = 0
    if rest.story.picture and not rest.first:
        low, high = (_picture(rest, columns, paper, share) for share in (SHALLOWEST, DEEPEST))
        low = min(low, high)
        picture = min(max(room - whole, low), high)
        if room - picture < max(LEAST, -(-rest.lines[0] // columns)) + JUMP:
            picture = 0
    text = room - picture
    if whole <= text:
        return Piece(
            rest.story, rest.first, len(rest.story.lines), left, columns, top, height, picture, whole
        )
    last, used = _cut(rest, (text - JUMP) * columns)
    text = min(text - JUMP, -(-used // columns))
    return Piece(rest.story, rest.first, last, left, columns, top, height, picture, text)


def _cut(rest: _Rest, room: int) -> tuple[int, int]:
    """Behind which paragraph a story is cut that has `room` lines here, and how many those are."""
    story, place, used = rest.story, rest.first, 0
    while place < len(story.lines) and used + story.lines[place] <= room:
        used, place = used + story.lines[place], place + 1
    if place < len(story.lines) and (lines := story.split(place, most=room - used)):
        used, place = used + lines, place + 1
    if place - 1 > rest.first and story.paragraphs[place - 1]["kind"] == "heading":
        place, used = place - 1, used - story.lines[place - 1]  # over what it heads
    if place == rest.first:  # not even a sentence: all of the first paragraph, on lines too short
        return place + 1, min(room, story.lines[place])
    return place, used
