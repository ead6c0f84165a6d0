"""Rows of young apple trees below snow mountains; children plant another."""

from __future__ import annotations

import itertools
import math

import numpy as np

from ..engrave import step
from ..fields import rays, slant
from ..figures import POINT, STAND, Pose, person
from ..gallery import scene
from ..nature import crown, grass, hills, mist, sky, trunk
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, smooth

DIG = Pose(34, (18, -14), (2, -20), (50, 34), (30, 44), 14)


@scene("orchard", "city")
def orchard() -> Plate:
    """Rows of young apple trees below snow mountains; children plant another."""
    p = Plate(seed=301)
    sky(p, 520, 0.62, 1.0, 0.4, 0.0, (-12, -10), 240, seed=6)
    mountains(p)
    hills(p, 520, 40, 0.55, 9, 420, 16, 0.16, bottom=760)
    form = p.noise(40, 4, 3, 3)
    p.paint(
        p.whole(560), lambda x, y: 0.9 - 0.3 * step(600, 1067, y) + 0.12 * form(x, y), rays(760, 470, 9)
    )
    rows = []
    for depth in range(9):
        s = 0.2 + 0.135 * depth + 0.012 * depth**2
        y = 470 + 330 * s
        for column in range(-6, 7):
            x = 760 + (column + 0.5) * 330 * s
            if -120 < x < 1720 and not (depth > 5 and -2 <= column <= 1):
                rows.append((y, x, s))
    for y, x, s in rows:
        apple_tree(p, x, y, s)
    planting(p)
    grass(p, [(p.random.uniform(0, 1600), p.random.uniform(760, 1060)) for _ in range(160)], 18, 0.1)
    return p


def mountains(p: Plate) -> None:
    """A snow range, each peak lit from the left."""
    peaks = [
        (-80, 470),
        (60, 300),
        (170, 370),
        (320, 190),
        (450, 320),
        (560, 250),
        (680, 360),
        (830, 130),
        (1000, 330),
        (1110, 230),
        (1250, 360),
        (1400, 210),
        (1530, 320),
        (1680, 260),
    ]
    line = []
    for (a, b), (c, d) in itertools.pairwise(peaks):
        line += [
            (a + (c - a) * t, b + (d - b) * t + p.random.normal(0, 7)) for t in np.linspace(0, 1, 9)[:-1]
        ]
    p.paint(
        p.area([*line, (1680, 560), (-80, 560)]),
        lambda x, y: 0.98 - 0.4 * step(380, 540, y) + 0 * x,
        slant(30, 9),
    )
    for x, y in peaks[1:-1]:
        if y > 340:
            continue
        deep = 540 - y
        shade = [
            (x, y),
            (x + 26, y + deep * 0.2),
            (x + 6, y + deep * 0.34),
            (x + 50, y + deep * 0.55),
            (x + 24, y + deep * 0.8),
            (x + 70, y + deep),
            (x + deep * 0.8, y + deep),
            (x + deep * 0.52, y + deep * 0.62),
            (x + deep * 0.3, y + deep * 0.34),
        ]
        p.paint(p.area(shade), lambda a, b, y=y: 0.42 + 0.3 * step(y, 540, b) + 0 * a, slant(-52, 8))
        rib = [
            (x, y),
            (x - 30, y + deep * 0.3),
            (x - 12, y + deep * 0.5),
            (x - 60, y + deep * 0.9),
            (x - 34, y + deep * 0.6),
            (x - 46, y + deep * 0.34),
        ]
        p.paint(p.area(rib), 0.55, slant(60, 8))
    p.outline(line, width=2, closed=False)
    mist(p, 440, 580, 1.0, 0.7)


def apple_tree(p: Plate, x: float, y: float, s: float) -> None:
    """A round tree with apples, its shadow to the right."""
    p.shade(p.soft(p.disc(x + 60 * s, y + 4 * s, 110 * s, 18 * s), 5), 0.4)
    trunk(p, x, y, 90 * s, 18 * s, 4 * s)
    crown(p, x, y - 130 * s, 190 * s, 150 * s, 0.08, 0.88, 16 + int(30 * s), (-0.7, -0.7), 0.24)
    for _ in range(int(4 + 14 * s)):
        turn, far = p.random.uniform(0, 2 * math.pi), math.sqrt(p.random.random())
        ax, ay, r = (
            x + 84 * s * far * math.cos(turn),
            y - 130 * s + 64 * s * far * math.sin(turn),
            3 + 7 * s,
        )
        p.paint(p.disc(ax, ay, r), 0.75)
        p.spot(p.disc(ax, ay, r), LANTERN, 0.95)
        if s > 0.6:
            p.ink(p.stroke(arc(ax, ay, r, r, 0, 360, 20), width=1.6))


def planting(p: Plate) -> None:
    """Four children, a sapling, a can of water."""
    p.paint(
        p.area(smooth([(700, 1010), (760, 984), (850, 982), (900, 1010), (800, 1026)], closed=True)),
        0.16,
        slant(20, 7),
    )
    p.paint(p.stroke(smooth([(800, 1000), (796, 900), (806, 790)]), width=8), 0.04)
    for n in range(12):
        turn = -math.pi / 2 + (n - 5.5) * 0.24
        x, y = (
            804 + 60 * math.cos(turn) * (0.5 + n % 3 * 0.3),
            800 + 64 * math.sin(turn) * (0.5 + n % 3 * 0.3),
        )
        leaf = smooth(
            [
                (804 + (x - 804) * 0.3, 806 + (y - 806) * 0.3),
                (x - 8, y),
                (x + (x - 804) * 0.4, y + (y - 806) * 0.3),
                (x + 6, y + 8),
            ],
            closed=True,
            steps=4,
        )
        p.paint(p.area(leaf), 0.3)
        p.outline(leaf, width=1.6)
    at = person(p, 620, 1030, 240, DIG, 1, 0.03)
    hand = at["hand0"]
    p.paint(p.stroke([(hand[0] - 60, hand[1] - 70), (740, 1000)], width=8), 0.03)
    p.paint(p.area([(722, 984), (752, 976), (770, 1012), (736, 1018)]), 0.05)
    person(p, 960, 1026, 230, Pose(14, (12, -10), (4, -10), (54, 40), (60, 76)), -1, 0.03, "coat")
    person(p, 1080, 1034, 210, POINT, -1, 0.03)
    scarf = p.area(brush(smooth([(1052, 872), (1090, 884), (1128, 872), (1150, 910)]), [16, 14, 18, 12]))
    p.paint(scarf, 0.7)
    p.spot(scarf, LANTERN, 0.95)
    person(p, 480, 1040, 206, STAND, 1, 0.03, "hat")
    can = Wall((400, 976), (462, 976), (458, 1046), (404, 1046))
    p.paint(p.area(can.corners), 0.75, can.uprights(8))
    p.outline(can.corners, width=3)
    p.outline(arc(431, 976, 31, 44, 180, 360), width=4, closed=False)
