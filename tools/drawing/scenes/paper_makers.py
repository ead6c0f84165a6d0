"""Sheets dry on lines in a bamboo grove; a man lifts a mould from the vat."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import Pose, person
from ..gallery import scene
from ..nature import hills, mist, sky
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import arc, brush, oblong, smooth

BEND = Pose(30, (14, -10), (2, -16), (60, 44), (84, 70), 12)


@scene("paper-makers", "culture")
def paper_makers() -> Plate:
    """Sheets dry on lines in a bamboo grove; a man lifts a mould from the vat."""
    p = Plate(seed=611)
    sky(p, 620, 0.8, 1.0, 0.3, 0.0, (-10, -10), 220, seed=4)
    for y, rise, tone, seed in ((260, 150, 0.8, 5), (360, 110, 0.66, 25)):
        hills(p, y, rise, tone, seed, 260, 42, 0.14, bottom=1080, fall=0.4)
        mist(p, y + 60, y + 220, 1.0, 0.6, seed)
    form = p.noise(60, 4, 3, 3)
    p.paint(
        p.whole(600), lambda x, y: 0.92 - 0.3 * step(650, 1067, y) + 0.1 * form(x, y), rays(800, 480, 9)
    )
    house(p)
    for x, w in (
        (60, 20),
        (130, 30),
        (220, 22),
        (300, 15),
        (1330, 18),
        (1420, 28),
        (1500, 36),
        (1580, 30),
    ):
        bamboo(p, x, 760 + w * 9, w)
    for row, (y, s) in enumerate(((560, 0.55), (620, 0.85), (700, 1.25))):
        drying(p, row, y, s)
    vat(p)
    return p


def house(p: Plate) -> None:
    """A low house with a curved roof."""
    wall = oblong(620, 500, 420, 140)
    p.paint(p.area(wall), 0.9, level(9))
    p.paint(p.area(oblong(700, 530, 70, 110), oblong(860, 540, 110, 60)), 0.12)
    p.outline(wall, width=2)
    roof = [
        *smooth(
            [
                (560, 516),
                (640, 480),
                (700, 410),
                (720, 396),
                (940, 396),
                (960, 410),
                (1020, 480),
                (1100, 516),
            ],
            steps=6,
        ),
        (1040, 508),
        (620, 508),
    ]
    p.paint(p.area(roof), lambda x, y: 0.5 - 0.3 * step(400, 510, y) + 0 * x, rays(830, 120, 9))
    p.outline(roof, width=2.6)


def bamboo(p: Plate, x: float, y: float, w: float) -> None:
    """One stem with joints and leaves."""
    sway = p.random.normal(0, 40)
    for n in range(12):
        y0, y1 = y - n * (90 + w), y - (n + 1) * (90 + w) + 5
        lean = sway * (n / 12) ** 2
        piece = [
            (x + lean - w / 2, y0),
            (x + lean - w * 0.46, y1),
            (x + lean + w * 0.46, y1),
            (x + lean + w / 2, y0),
        ]
        p.paint(
            p.area(piece),
            lambda a, b, x=x + lean: 0.9 - 0.75 * step(x - w * 0.3, x + w * 0.5, a) + 0 * b,
            slant(90, 6),
        )
        p.outline(piece, width=1.8)
        if n > 3:
            for k in range(5):
                turn = p.random.uniform(-0.4, math.pi + 0.4)
                lx, ly, long = x + lean + p.random.normal(0, 40), y1 + p.random.normal(0, 30), 70 + w * 2
                tip = (lx + long * math.cos(turn), ly + long * abs(math.sin(turn)) * 0.7 + 20)
                p.paint(
                    p.area(
                        brush(
                            smooth([(lx, ly), ((lx + tip[0]) / 2, (ly + tip[1]) / 2 - 10), tip]),
                            [2, 13, 0.5],
                        )
                    ),
                    0.06 if k % 2 else 0.4,
                )


def drying(p: Plate, row: int, y: float, s: float) -> None:
    """A line of sheets, light coming through them."""
    rope = smooth([(330, y), (800, y + 26 * s), (1290, y - 6)])
    for x in (330, 1290):
        p.paint(p.area(oblong(x - 6 * s, y - 20, 12 * s, 250 * s)), 0.05)
    p.ink(p.stroke(rope, width=2 + s))
    count = (9, 7, 5)[row]
    for n in range(count):
        x = 360 + n * 930 / count + 10
        wide, tall = 880 / count * 0.86, 150 * s
        top = float(np.interp(x, [a for a, _ in rope], [b for _, b in rope]))
        sheet = smooth(
            [
                (x, top),
                (x + wide * 0.5, top + 5),
                (x + wide, top + 2),
                (x + wide + 5 * s, top + tall * 0.6),
                (x + wide - 3, top + tall),
                (x + wide * 0.5, top + tall + 6 * s),
                (x + 3, top + tall),
                (x + 7 * s, top + tall * 0.5),
            ],
            closed=True,
            steps=5,
        )
        p.shade(p.soft(p.area([(a + 24 * s, b + 150 * s) for a, b in sheet]), 8), 0.8)
        fold = p.noise(40, 2, 30 + n, 1)
        p.paint(p.area(sheet), lambda a, b, f=fold: 0.97 + 0.16 * f(a, b), slant(86, 8, fold, 8))
        if (n + row) % 4 == 2:
            p.spot(p.area(sheet), LANTERN, 0.5)
        p.outline(sheet, width=2 + 0.5 * s)


def vat(p: Plate) -> None:
    """The vat, the mould that drips, the man who holds it."""
    at = person(p, 560, 1000, 400, BEND, 1, 0.03)
    x, y = at["crown"]
    cap = smooth([(x - 48, y + 6), (x - 20, y - 34), (x + 20, y - 34), (x + 50, y + 6)])
    p.paint(p.area(cap), 0.8, slant(80, 7))
    p.outline(cap, width=2.6)
    mould = [(700, 748), (960, 720), (1010, 768), (740, 800)]
    p.paint(p.area(mould), 1.0, slant(6, 8))
    p.outline(mould, width=6)
    p.ink(
        p.stroke(
            *[
                [(700 + 260 * t, 748 - 28 * t), (740 + 270 * t, 800 - 32 * t)]
                for t in np.linspace(0.1, 0.9, 9)
            ],
            width=1.6,
        )
    )
    for _ in range(26):
        dx = p.random.uniform(0, 260)
        top = 800 - dx * 0.12
        p.ink(p.stroke([(746 + dx, top), (746 + dx, top + p.random.uniform(14, 70))], width=2.2))
    body = [(640, 900), (1100, 880), (1090, 1080), (660, 1080)]
    p.paint(p.area(body), lambda a, b: 0.8 - 0.6 * step(700, 1100, a) + 0 * b, slant(90, 9))
    p.outline(body, width=4)
    p.paint(
        p.disc(870, 890, 232, 34),
        lambda a, b: 0.9 - 0.2 * np.sin((a - 870) / 30) + 0 * b,
        rings(850, 890, 9, 0.22),
    )
    p.ink(p.stroke(arc(870, 890, 232, 34, 0, 360, 90), width=5))
    for y in (950, 1040):
        p.paint(p.stroke([(646, y), (1096, y - 12)], width=10), 0.06)
    for n in range(9):
        leaf = [
            (1190 + n % 2 * 5, 1046 - n * 12),
            (1440 + n % 3 * 4, 1046 - n * 12),
            (1440 + n % 3 * 4, 1057 - n * 12),
            (1190 + n % 2 * 5, 1057 - n * 12),
        ]
        p.paint(p.area(leaf), 0.98)
        p.outline(leaf, width=1.8)
