"""Places on a map of our own: an outline on the disk, a point and a link for each.

The outline is `static/map/world.svg`, in tenths of a degree (`tools/outline.py`
draws it). A map is always as large in its own units, so that style sheets can
say how large its letters are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.topics.models import Topic

WIDTH, HEIGHT = 720, 400
SMALLEST = 14.0  # degrees from north to south: nearer the outline is too coarse
MARGIN = 1.3  # how much more than the places themselves is shown
LETTER = 8.5  # of a label; wide enough for most
LINE = 20
LABELS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the map. `label` is left out where another one stands; its link has it still."""

    name: str
    url: str
    x: float
    y: float
    label: str
    is_left: bool  # the label stands left of it
    is_own: bool  # what the page is about


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMap:
    """A map: its points, and how the outline is moved and scaled under them."""

    points: list[Point]
    transforms: list[str]  # of the outline; two where the map crosses the date line

    @property
    def size(self) -> tuple[int, int]:
        return WIDTH, HEIGHT


def map_of(*, places: Sequence[tuple[Topic, str]], own: Topic | None = None) -> PlaceMap | None:
    """Topics that have a place, each with the address it leads to; None when none has.

    Args:
        own: the topic that the page is about.
    """
    there = [(topic, url, topic.place) for topic, url in places if topic.place]
    if not there:
        return None
    easts = _unwrapped([place[1] for *_rest, place in there])
    norths = [place[0] for *_rest, place in there]
    north, east = (min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2
    # A degree east is shorter the farther one is from the equator.
    narrow = max(0.2, math.cos(math.radians(north)))
    high = max(SMALLEST, MARGIN * (max(norths) - min(norths)))
    high = max(high, MARGIN * (max(easts) - min(easts)) * narrow * HEIGHT / WIDTH)
    scale = HEIGHT / min(high, 170.0)  # units a degree
    points: list[Point] = []
    taken: list[tuple[float, float, float, float]] = []
    for (topic, url, place), own_east in zip(there, easts, strict=True):
        x = WIDTH / 2 + (own_east - east) * narrow * scale
        y = HEIGHT / 2 - (place[0] - north) * scale
        is_left = x > WIDTH * 0.7
        name = topic.shown_name
        box = _box(x, y, name, is_left=is_left)
        is_free = len(taken) < LABELS and not any(_touch(box, other) for other in taken)
        if is_free:
            taken.append(box)
        points.append(Point(
            name=name, url=url, x=round(x, 1), y=round(y, 1), is_left=is_left,
            label=name if is_free else "", is_own=topic == own,
        ))  # fmt: skip
    return PlaceMap(points=points, transforms=_transforms(north, east, narrow, scale))


def _unwrapped(easts: list[float]) -> list[float]:
    """Degrees east that go on beyond 180, where the places are nearer to each other that way."""
    if max(easts) - min(easts) <= 180:
        return easts
    return [east + 360 if east < 0 else east for east in easts]


def _transforms(north: float, east: float, narrow: float, scale: float) -> list[str]:
    half = WIDTH / 2 / (narrow * scale)
    turns = [0, *([360] if east + half > 180 else []), *([-360] if east - half < -180 else [])]
    return [
        f"translate({WIDTH / 2 - (east - turn) * narrow * scale:.2f} {HEIGHT / 2 + north * scale:.2f}) "
        f"scale({narrow * scale / 10:.4f} {scale / 10:.4f})"
        for turn in turns
    ]


def _box(x: float, y: float, name: str, *, is_left: bool) -> tuple[float, float, float, float]:
    wide = len(name) * LETTER + 12
    return (x - wide, y - LINE / 2, x, y + LINE / 2) if is_left else (
        x, y - LINE / 2, x + wide, y + LINE / 2
    )  # fmt: skip


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
