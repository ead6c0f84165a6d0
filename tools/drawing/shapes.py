"""Outlines to paint with: smooth curves, ridges, limbs, and walls in perspective."""

from __future__ import annotations

import math

import numpy as np

from .plate import Array, Field, Point


def smooth(points: list[Point], closed: bool = False, steps: int = 10) -> list[Point]:
    """Return a curve through the points (Catmull-Rom)."""
    way = np.array(points, float)
    way = np.vstack([way[-1], way, way[0], way[1]]) if closed else np.vstack([way[0], way, way[-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(way, way[1:], way[2:], way[3:], strict=False):
        parts.append(
            0.5
            * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    curve = [tuple(point) for point in np.vstack(parts)]
    return curve if closed else [*curve, points[-1]]


def arc(
    x: float, y: float, across: float, down: float, start: float, stop: float, steps: int = 40
) -> list[Point]:
    """Return a part of an ellipse; degrees, clockwise on the page from the right."""
    turns = np.radians(np.linspace(start, stop, steps))
    return [(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]


def oblong(x: float, y: float, width: float, height: float) -> list[Point]:
    """Return a rectangle by its upper left corner."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def ridge(
    width: float, y: float, rise: float, cell: float, seed: int, bottom: float = 1100, octaves: int = 5
) -> list[Point]:
    """Return the land below a rough line: a polygon from the left edge to the right."""
    random = np.random.default_rng(seed)
    xs = np.linspace(-10, width + 10, 260)
    ys = np.full(xs.shape, float(y))
    for octave in range(octaves):
        knots = np.arange(-2, width / cell * 2**octave + 4)
        heights = random.normal(0, 0.5, knots.size)
        at = xs / cell * 2**octave
        low = np.floor(at).astype(int)
        part = at - low
        part = part * part * (3 - 2 * part)
        ys -= rise / 1.9**octave * (heights[low + 2] * (1 - part) + heights[low + 3] * part)
    return [*zip(xs.tolist(), ys.tolist(), strict=True), (width + 10, bottom), (-10, bottom)]


def limb(a: Point, b: Point, first: float, second: float) -> list[Point]:
    """Return a tapering limb with round ends, `first` wide at a and `second` at b."""
    turn = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
    return [
        *arc(*a, first / 2, first / 2, turn + 90, turn + 270, 8),
        *arc(*b, second / 2, second / 2, turn - 90, turn + 90, 8),
    ]


def brush(points: list[Point], widths: list[float]) -> list[Point]:
    """Return a line whose width changes along it."""
    way, half = (
        np.array(points, float),
        np.interp(np.linspace(0, 1, len(points)), np.linspace(0, 1, len(widths)), widths)[:, None] / 2,
    )
    along = np.gradient(way, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-6)
    side = np.stack([-along[:, 1], along[:, 0]], 1) * half
    return [tuple(point) for point in np.vstack([way + side, (way - side)[::-1]])]


class Wall:
    """A flat rectangle seen in perspective, by its corners on the page (clockwise from upper left)."""

    def __init__(self, *corners: Point) -> None:
        rows, right = [], []
        for (u, v), (x, y) in zip([(0, 0), (1, 0), (1, 1), (0, 1)], corners, strict=True):
            rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
            right += [x, y]
        self.there = np.append(
            np.linalg.solve(np.array(rows, float), np.array(right, float)), 1
        ).reshape(3, 3)
        self.back = np.linalg.inv(self.there)
        self.corners = list(corners)

    def at(self, u: float, v: float) -> Point:
        """Return the place on the page of a point of the wall (0 to 1 across and down)."""
        x, y, depth = self.there @ (u, v, 1)
        return x / depth, y / depth

    def part(self, u0: float, v0: float, u1: float, v1: float) -> list[Point]:
        """Return a rectangle on the wall."""
        return [self.at(u0, v0), self.at(u1, v0), self.at(u1, v1), self.at(u0, v1)]

    def line(self, points: list[Point]) -> list[Point]:
        """Return points of the wall as points on the page."""
        return [self.at(*point) for point in points]

    def _seen(self, x: Array, y: Array, row: int) -> Array:
        a, b, c = self.back[row]
        d, e, f = self.back[2]
        return (a * x + b * y + c) / (d * x + e * y + f)

    def courses(self, count: float) -> Field:
        """Run along the wall from side to side, `count` lines from top to bottom."""
        return lambda x, y: self._seen(x, y, 1) * count

    def uprights(self, count: float) -> Field:
        """Run from top to bottom."""
        return lambda x, y: self._seen(x, y, 0) * count
