"""What people build: walls with windows, lamps, bridges, boats."""

from __future__ import annotations

from .fields import level, slant
from .palette import LAMP, Colour
from .plate import Plate, Point, Tone
from .shapes import Wall, arc, oblong


def windows(
    p: Plate,
    wall: Wall,
    columns: int,
    rows: int,
    tone: Tone = 0.18,
    lit: float = 0.0,
    fill: tuple[float, float] = (0.5, 0.6),
    frame: float = 1.2,
    colour: Colour = LAMP,
    band: tuple[float, float, float, float] = (0, 0, 1, 1),
    arched: bool = False,
) -> None:
    """Cut a grid of windows into a part of a wall; a share of them is lit."""
    left, top, right, bottom = band
    for row in range(rows):
        for column in range(columns):
            u = left + (column + (1 - fill[0]) / 2) / columns * (right - left)
            v = top + (row + (1 - fill[1]) / 2) / rows * (bottom - top)
            wide, tall = fill[0] / columns * (right - left), fill[1] / rows * (bottom - top)
            shape = wall.part(u, v, u + wide, v + tall)
            if arched:
                ring = arc(u + wide / 2, v + tall * 0.3, wide / 2, tall * 0.3, 180, 360, 12)
                shape = wall.line([*ring, (u + wide, v + tall), (u, v + tall)])
            window(p, shape, tone, p.random.random() < lit, frame, colour)


def window(p: Plate, shape: list[Point], tone: Tone, lit: bool, frame: float, colour: Colour) -> None:
    """Cut one window, dark or with a lamp behind it."""
    mask = p.area(shape)
    p.paint(mask, 0.97 if lit else tone, level(5))
    if lit:
        p.spot(mask, colour, 0.9)
    if frame:
        p.outline(shape, width=frame)


def block(
    p: Plate,
    x: float,
    y: float,
    width: float,
    height: float,
    side: float,
    light: float = 0.85,
    dark: float = 0.4,
    slope: float = 0.25,
    columns: int = 4,
    rows: int = 5,
    lit: float = 0.0,
    outline: float = 1.4,
    roof: float = 0,
) -> Wall:
    """Paint a house with a front and a side that runs back to the right; y is its foot."""
    front = Wall((x, y - height), (x + width, y - height), (x + width, y), (x, y))
    back = abs(side) * slope
    flank = Wall(
        (x + width, y - height),
        (x + width + side, y - height + back),
        (x + width + side, y - back),
        (x + width, y),
    )
    p.paint(p.area(flank.corners), dark, flank.courses(max(3, height / 7)))
    p.paint(p.area(front.corners), light, level(7))
    if roof:
        ridge_line = [
            (x + width / 2, y - height - roof),
            (x + width / 2 + side, y - height - roof + back),
        ]
        slates = [
            ridge_line[0],
            ridge_line[1],
            (x + width + side, y - height + back),
            (x + width, y - height),
        ]
        p.paint(p.area(slates), dark * 0.8, slant(-40, 6))
        p.paint(p.area([(x, y - height), ridge_line[0], (x + width, y - height)]), light, level(7))
        p.outline(slates, [(x, y - height), ridge_line[0], (x + width, y - height)], width=outline)
    windows(p, front, columns, rows, 0.15, lit)
    p.outline(front.corners, flank.corners, width=outline)
    return front


def lamp(
    p: Plate,
    x: float,
    y: float,
    radius: float = 5,
    reach: float = 70,
    strength: float = 0.7,
    colour: Colour = LAMP,
) -> None:
    """Light a lamp."""
    p.glow(x, y, reach, strength, colour)
    p.paint(p.disc(x, y, radius), 1.0)
    p.spot(p.disc(x, y, radius), colour, 0.35)


def railing(
    p: Plate,
    start: Point,
    stop: Point,
    height: float,
    posts: int,
    width: float = 2,
    tone: float = 0.05,
    rails: int = 3,
) -> None:
    """Set a railing between two points of the ground."""
    (a, b), (c, d) = start, stop
    lines = [
        [(a, b - height * rail / rails), (c, d - height * rail / rails)] for rail in range(1, rails + 1)
    ]
    for index in range(posts + 1):
        part = index / posts
        x, y = a + (c - a) * part, b + (d - b) * part
        lines.append([(x, y), (x, y - height * 1.05)])
    p.paint(p.stroke(*lines, width=width), tone)


def lighthouse(
    p: Plate,
    x: float,
    y: float,
    height: float,
    bright: float = 0.95,
    dark: float = 0.3,
    stripes: int = 5,
) -> Point:
    """Paint a striped lighthouse that stands at y; return where its light is."""
    wide = height * 0.11
    tower = [(x - wide * 0.62, y - height), (x + wide * 0.62, y - height), (x + wide, y), (x - wide, y)]
    wall = Wall(*tower)
    for index in range(stripes):
        tone = bright if index % 2 else dark
        p.paint(
            p.area(wall.part(0, index / stripes, 1, (index + 1) / stripes)),
            lambda across, _y, tone=tone: tone - 0.45 * ((across - x + wide) / (2 * wide)) ** 2,
            slant(90, 5),
        )
    p.outline(tower, width=1.4)
    gallery = oblong(x - wide * 0.95, y - height - wide * 0.22, wide * 1.9, wide * 0.25)
    p.paint(p.area(gallery, oblong(x - wide * 0.5, y - height - wide * 1.1, wide, wide * 0.9)), 0.1)
    p.paint(p.area(oblong(x - wide * 0.36, y - height - wide * 0.98, wide * 0.72, wide * 0.66)), 1.0)
    p.paint(
        p.area(
            [
                (x - wide * 0.62, y - height - wide * 1.08),
                (x + wide * 0.62, y - height - wide * 1.08),
                (x, y - height - wide * 1.9),
            ]
        ),
        0.05,
    )
    return x, y - height - wide * 0.65


def rowboat(p: Plate, x: float, y: float, length: float, tone: float = 0.12) -> None:
    """Paint a small open boat at rest."""
    hull = [
        (x - length / 2, y - length * 0.1),
        (x + length / 2, y - length * 0.12),
        (x + length * 0.4, y + length * 0.05),
        (x - length * 0.38, y + length * 0.05),
    ]
    p.paint(p.area(hull), tone, level(4))
    p.paint(
        p.area(
            [
                hull[0],
                hull[1],
                (x + length * 0.42, y - length * 0.07),
                (x - length * 0.42, y - length * 0.06),
            ]
        ),
        0.6,
    )
    p.outline(hull, width=1.5)
