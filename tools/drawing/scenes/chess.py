"""A game late in the evening: the white king stands, the black queen looms, a clock ticks."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import level, rays, slant
from ..gallery import scene
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, oblong, smooth


@scene("chess", "sport")
def chess() -> Plate:
    """A game late in the evening: the white king stands, the black queen looms, a clock ticks."""
    p = Plate(seed=621, tone=0.3)
    p.paint(
        p.whole(),
        lambda x, y: 0.16 + 0.3 * np.exp(-((x - 420) ** 2 + (y - 120) ** 2) / 260000),
        level(10),
    )
    p.paint(p.area([(320, 40), (520, 40), (600, 180), (240, 180)]), 0.7, rays(420, -60, 9))
    p.spot(p.area([(320, 40), (520, 40), (600, 180), (240, 180)]), LANTERN, 0.8)
    p.outline([(320, 40), (520, 40), (600, 180), (240, 180)], width=3)
    p.paint(p.stroke([(420, -10), (420, 40)], width=8), 0.04)
    p.paint(p.soft(p.area([(250, 180), (590, 180), (1150, 900), (-200, 900)]), 24), 0.9, alpha=0.35)
    board = Wall((300, 560), (1300, 560), (1900, 1180), (-300, 1180))
    for row in range(8):
        for column in range(8):
            square = board.part(column / 8, row / 8, (column + 1) / 8, (row + 1) / 8)
            p.paint(
                p.area(square),
                0.92 if (row + column) % 2 else 0.26,
                board.courses(70) if (row + column) % 2 else board.uprights(90),
            )
    p.outline(board.corners, width=4)
    clock(p)
    men = [
        ("pawn", 1, 1, 1),
        ("rook", 0, 0, 0),
        ("knight", 2, 0, 0),
        ("pawn", 5, 1, 0),
        ("king", 6, 0, 0),
        ("pawn", 6, 1, 0),
        ("bishop", 3, 2, 0),
        ("pawn", 4, 3, 0),
        ("pawn", 0, 3, 1),
        ("knight", 6, 3, 1),
        ("bishop", 2, 4, 1),
        ("queen", 5, 4, 0),
        ("pawn", 1, 4, 0),
        ("king", 3, 5, 1),
        ("rook", 6, 5, 1),
        ("pawn", 4, 5, 1),
    ]
    for kind, column, row, white in sorted(men, key=lambda man: man[2]):
        x, y = board.at((column + 0.5) / 8, (row + 0.62) / 8)
        a, _ = board.at((column + 1) / 8, (row + 0.5) / 8)
        b, _ = board.at(column / 8, (row + 0.5) / 8)
        piece(p, kind, x, y, (a - b) / 100, white)
    return p


OUTLINES = {
    "pawn": [(34, 0), (34, 10), (26, 18), (28, 26), (14, 44), (10, 70), (20, 78), (11, 84)],
    "bishop": [
        (36, 0),
        (36, 11),
        (28, 20),
        (30, 28),
        (15, 52),
        (11, 96),
        (23, 104),
        (12, 112),
        (22, 132),
        (16, 156),
        (4, 172),
    ],
    "rook": [(38, 0), (38, 12), (30, 20), (31, 30), (22, 50), (19, 88), (30, 98), (30, 128)],
    "queen": [
        (40, 0),
        (40, 12),
        (31, 22),
        (33, 32),
        (17, 60),
        (12, 122),
        (26, 132),
        (14, 142),
        (30, 186),
        (22, 178),
        (12, 190),
    ],
    "king": [
        (42, 0),
        (42, 13),
        (33, 23),
        (35, 34),
        (19, 62),
        (14, 128),
        (29, 140),
        (17, 150),
        (31, 196),
        (16, 206),
    ],
    "knight": [(38, 0), (38, 12), (30, 20), (31, 30), (24, 40)],
}


def piece(p: Plate, kind: str, x: float, y: float, s: float, white: int) -> None:
    """One chessman: a turned outline, lit from the upper left."""
    right = smooth([(x + a * s, y - b * s) for a, b in OUTLINES[kind]], steps=5)
    shape = [*right, *[(2 * x - a, b) for a, b in right[::-1]]]
    p.shade(
        p.soft(
            p.area(
                [(x - 30 * s, y), (x + 30 * s, y), (x + 190 * s, y + 60 * s), (x + 120 * s, y + 74 * s)]
            ),
            9,
        ),
        0.4,
    )
    parts = [shape]
    if kind == "pawn":
        parts.append(arc(x, y - 100 * s, 19 * s, 19 * s, 0, 360))
    if kind == "knight":
        parts.append(
            smooth(
                [
                    (x + a * s, y - b * s)
                    for a, b in (
                        (-22, 38),
                        (-18, 66),
                        (-2, 86),
                        (-28, 84),
                        (-44, 78),
                        (-50, 92),
                        (-30, 118),
                        (-14, 140),
                        (-4, 146),
                        (0, 158),
                        (8, 142),
                        (24, 126),
                        (32, 96),
                        (30, 62),
                        (24, 38),
                    )
                ],
                closed=True,
                steps=5,
            )
        )
    if kind == "queen":
        parts += [
            arc(x + k * 11 * s, y - (196 - abs(k) * 5) * s, 5 * s, 5 * s, 0, 360)
            for k in (-2, -1, 0, 1, 2)
        ]
    if kind == "king":
        parts += [
            oblong(x - 4 * s, y - 246 * s, 8 * s, 42 * s),
            oblong(x - 14 * s, y - 234 * s, 28 * s, 8 * s),
        ]
    mask = p.area(*parts)
    if white:
        p.paint(
            mask,
            lambda a, b: (
                1.04
                - 0.8 * step(x - 8 * s, x + 36 * s, a)
                - 0.1 * step(x - 20 * s, x - 40 * s, a)
                + 0 * b
            ),
            slant(84, 7),
        )
    else:
        p.paint(
            mask,
            lambda a, b: 0.08 + 0.62 * np.exp(-((((a - x) / s + 14) / 7) ** 2)) + 0 * b,
            slant(86, 6),
        )
    for part in parts:
        p.outline(part, width=2.4)
    for b in {
        "pawn": (26, 78),
        "bishop": (28, 104),
        "rook": (30, 98),
        "queen": (32, 132),
        "king": (34, 140),
        "knight": (30,),
    }[kind]:
        wide = float(np.interp(b, [v for _, v in OUTLINES[kind]], [u for u, _ in OUTLINES[kind]]))
        p.paint(p.stroke(arc(x, y - b * s, wide * s, 6 * s, 0, 180), width=2.6), 0.02 if white else 0.9)
    if kind == "rook":
        p.paint(p.area(*[oblong(x + k * s, y - 130 * s, 9 * s, 14 * s) for k in (-18, 9)]), 0.2)


def clock(p: Plate) -> None:
    """The double clock behind the board."""
    case = oblong(1010, 400, 400, 200)
    p.paint(p.area(case), lambda x, y: 0.5 - 0.34 * step(1100, 1400, x) + 0 * y, level(8))
    p.outline(case, width=4)
    for x, turn in ((1112, 330), (1308, 120)):
        p.paint(p.disc(x, 500, 74), 1.0)
        p.ink(p.stroke(arc(x, 500, 74, 74, 0, 360, 60), width=5))
        for k in range(12):
            t = math.radians(k * 30)
            p.ink(
                p.stroke(
                    [
                        (x + 64 * math.cos(t), 500 + 64 * math.sin(t)),
                        (x + 56 * math.cos(t), 500 + 56 * math.sin(t)),
                    ],
                    width=4,
                )
            )
        for t, long, wide in ((turn, 54, 5), (turn * 0.4, 36, 7)):
            p.ink(
                p.stroke(
                    [
                        (x, 500),
                        (x + long * math.sin(math.radians(t)), 500 - long * math.cos(math.radians(t))),
                    ],
                    width=wide,
                )
            )
        p.paint(p.area([(x + 6, 446), (x + 22, 452), (x + 6, 460)]), 0.7)
        p.spot(p.area([(x + 6, 446), (x + 22, 452), (x + 6, 460)]), LANTERN, 1)
    p.paint(p.area(oblong(1090, 376, 44, 26), oblong(1286, 388, 44, 14)), 0.05)
