"""A small bakery before dawn: the oven's mouth, the baker's peel, loaves on the table."""

from __future__ import annotations

import math

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import WORK, person
from ..gallery import scene
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import arc, brush, oblong, smooth


@scene("bakery", "business")
def bakery() -> Plate:
    """A small bakery before dawn: the oven's mouth, the baker's peel, loaves on the table."""
    p = Plate(seed=151, tone=0.3)
    p.paint(
        p.whole(),
        lambda x, y: 0.34 + 0.3 * np.exp(-((x - 980) ** 2 + (y - 480) ** 2) / 300000),
        level(9),
    )
    bricks = [
        [(x + (row % 2) * 34, 40 + row * 34), (x + (row % 2) * 34, 74 + row * 34)]
        for row in range(20)
        for x in range(600, 1400, 68)
    ]
    p.paint(
        p.area([(560, 40), (1420, 40), (1420, 760), (560, 760)]),
        lambda x, y: 0.4 + 0.55 * np.exp(-((x - 990) ** 2 + (y - 500) ** 2) / 90000),
        level(8.5),
    )
    p.ink(
        p.stroke(
            *bricks, *[[(560, 40 + row * 34), (1420, 40 + row * 34)] for row in range(22)], width=2.2
        )
    )
    oven(p)
    shelf(p)
    lamp(p, 330, 190, 20, 240, 0.75)
    p.paint(p.area([(280, 190), (330, 140), (380, 190)], oblong(326, -5, 8, 150)), 0.03)
    person(p, 620, 1000, 640, WORK, 1, 0.04)
    apron = [(590, 650), (690, 640), (706, 830), (580, 850)]
    p.paint(p.area(apron), lambda x, y: 0.4 + 0.55 * step(600, 690, x) + 0 * y, slant(84, 8))
    p.outline(apron, width=2.4)
    hatted = [*arc(756, 410, 58, 40, 180, 360), (808, 440), (706, 440)]
    p.paint(p.area(hatted), lambda x, y: 0.5 + 0.5 * step(720, 800, x) + 0 * y, slant(80, 7))
    p.outline(hatted, width=2.4)
    p.paint(p.stroke([(560, 690), (1010, 560)], width=12), 0.9)
    p.outline([(560, 684), (1010, 554)], [(560, 697), (1010, 567)], width=2, closed=False)
    table(p)
    return p


def oven(p: Plate) -> None:
    """The arch of the oven with the fire behind the bread."""
    ring = [*arc(1060, 560, 250, 220, 180, 360, 60), (1310, 640), (810, 640)]
    p.paint(p.area(ring), 0.6, rays(1060, 600, 10))
    stones = [
        [
            (1060 + 250 * math.cos(t), 560 + 220 * math.sin(t)),
            (1060 + 190 * math.cos(t), 560 + 165 * math.sin(t)),
        ]
        for t in np.linspace(math.pi, 2 * math.pi, 15)
    ]
    p.ink(p.stroke(*stones, width=2.6))
    p.outline(ring, width=3)
    mouth = [*arc(1060, 560, 190, 165, 180, 360, 50), (1250, 620), (870, 620)]
    p.paint(p.area(mouth), lambda x, y: 0.5 + 0.5 * step(420, 600, y) + 0 * x, rings(1060, 620, 10))
    p.spot(p.area(mouth), LANTERN, lambda x, y: 0.95 - 0.5 * step(420, 620, y) + 0 * x)
    p.spot(p.area([(870, 560), (1250, 560), (1250, 620), (870, 620)]), LAMP, 0.7)
    flames = [
        smooth([(x - 22, 606), (x - 8, 540 - h * 0.4), (x + 4, 520 - h), (x + 12, 550), (x + 24, 606)])
        for x, h in ((930, 20), (990, 60), (1060, 80), (1130, 50), (1190, 16))
    ]
    p.paint(p.area(*flames), 1.0)
    p.spot(p.area(*flames), LAMP, 0.95)
    p.outline(mouth, width=3)
    for x in (960, 1060, 1160):
        loaf(p, x, 606, 46, 26)
    p.paint(p.area(oblong(780, 620, 560, 34)), 0.85, level(7))
    p.outline(oblong(780, 620, 560, 34), width=2.6)
    door = oblong(900, 690, 320, 60)
    p.paint(p.area(door), 0.08)


def shelf(p: Plate) -> None:
    """Shelves with loaves on the left wall, a sack of flour on the right."""
    for y in (330, 480):
        p.paint(p.area(oblong(-10, y, 470, 18)), 0.12)
        for n in range(5):
            loaf(p, 50 + n * 92, y, 42, 34)
    sack = smooth(
        [
            (1390, 960),
            (1370, 760),
            (1420, 640),
            (1400, 590),
            (1440, 570),
            (1530, 566),
            (1560, 590),
            (1546, 640),
            (1620, 760),
            (1630, 960),
        ]
    )
    form = p.noise(60, 3, 5)
    p.paint(
        p.area(sack),
        lambda x, y: 0.98 - 0.55 * step(1440, 1620, x) + 0.16 * form(x, y),
        slant(70, 8, form, 16),
    )
    p.outline(sack, width=3)
    p.paint(p.stroke([(1398, 640), (1552, 640)], width=7), 0.05)


def loaf(p: Plate, x: float, y: float, r: float, tall: float) -> None:
    """A round loaf with three cuts, standing on y."""
    body = smooth(
        [
            (x - r, y),
            (x - r * 0.98, y - tall * 0.5),
            (x - r * 0.5, y - tall),
            (x, y - tall * 1.1),
            (x + r * 0.5, y - tall),
            (x + r * 0.98, y - tall * 0.5),
            (x + r, y),
        ],
        steps=8,
    )
    p.paint(
        p.area(body),
        lambda a, b: 0.95 - 0.75 * step(y - tall * 0.75, y + tall * 0.05, b) + 0.1 * (a < x),
        rings(x, y + r * 0.3, max(5, r * 0.09)),
    )
    p.spot(p.area(body), LAMP, 0.62)
    for cut in (-0.45, 0, 0.45):
        p.paint(
            p.area(
                brush(
                    smooth(
                        [
                            (x + (cut - 0.16) * r, y - tall * 0.45),
                            (x + cut * r, y - tall * 0.72),
                            (x + (cut + 0.2) * r, y - tall * 0.92),
                        ]
                    ),
                    [1, r * 0.13, 1],
                )
            ),
            1.0,
        )
        p.ink(
            p.stroke(
                smooth(
                    [
                        (x + (cut - 0.13) * r, y - tall * 0.42),
                        (x + (cut + 0.05) * r, y - tall * 0.68),
                        (x + (cut + 0.23) * r, y - tall * 0.9),
                    ]
                ),
                width=max(1.2, r * 0.03),
            )
        )
    p.outline(body, width=max(1.6, r * 0.035))


def table(p: Plate) -> None:
    """The table in front, floured, with the first loaves of the day."""
    top = [(-10, 850), (1610, 850), (1610, 1080), (-10, 1080)]
    p.paint(p.area(top), lambda x, y: 0.96 - 0.4 * step(900, 1080, y) - 0.2 * step(300, 0, x), level(10))
    p.outline(top, width=3)
    for x, y, r, tall in (
        (150, 960, 150, 120),
        (420, 930, 120, 100),
        (1010, 940, 130, 110),
        (1260, 975, 165, 135),
        (730, 1020, 170, 140),
    ):
        p.shade(p.soft(p.disc(x - 30, y, r * 1.1, 20), 8), 0.3)
        loaf(p, x, y, r, tall)
