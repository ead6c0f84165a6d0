"""The barrier in the Ald closes against the flood, in the rain."""

from __future__ import annotations

import itertools

import numpy as np

from ..built import lamp, railing
from ..engrave import step
from ..fields import level, rays, slant
from ..figures import STAND, UMBRELLA, person
from ..gallery import scene
from ..nature import hills, rain, sky, water
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth


@scene("flood-barrier", "city")
def flood_barrier() -> Plate:
    """The barrier in the Ald closes against the flood, in the rain."""
    p = Plate(seed=21)
    sky(p, 520, 0.38, 0.78, 0.75, 0.25, (-10, -16), 260, seed=5)
    p.glow(240, 380, 420, 0.55)
    hills(p, 470, 34, 0.62, 3, 300, 10, 0.1, bottom=560)
    town(p)
    water(p, 540, far=0.72, near=0.34, rough=0.34, height=15)
    piers = [(1420, 0.52), (1130, 0.68), (760, 0.9), (270, 1.2)]
    for far, near in itertools.pairwise(piers):
        gate(p, near, far)
    for x, size in piers:
        pier(p, x, 560 + size * 190, size)
    foam(p)
    quay = [(820, 1067), (1010, 985), (1600, 900), (1600, 1067)]
    p.paint(p.area(quay), lambda x, y: 0.55 - 0.25 * step(980, 1067, y) + 0 * x, rays(500, 700, 8))
    p.outline(quay, width=2)
    railing(p, (1020, 984), (1600, 898), 62, 13, 3, 0.03)
    person(p, 1330, 985, 178, UMBRELLA, -1, 0.03, "coat")
    dome = arc(1258, 824, 92, 62, 180, 360)
    p.paint(
        p.area([*dome, (1320, 818), (1289, 828), (1258, 816), (1227, 828), (1196, 818)]),
        lambda x, y: 0.1 + 0.5 * step(1240, 1180, x) + 0 * y,
        rays(1258, 762, 6),
    )
    p.outline(dome, width=2, closed=False)
    p.paint(p.stroke([(1258, 756), (1258, 910)], width=3), 0.03)
    person(p, 1440, 968, 170, STAND, -1, 0.03, "coat hat")
    rain(p, 620, 74, 58)
    return p


def town(p: Plate) -> None:
    """The far bank: roofs and the cathedral."""
    x = -10.0
    while x < 1610:
        wide, tall = p.random.uniform(26, 60), p.random.uniform(26, 66)
        roof = [
            (x, 545),
            (x, 545 - tall),
            (x + wide / 2, 545 - tall - wide * 0.34),
            (x + wide, 545 - tall),
            (x + wide, 545),
        ]
        p.paint(p.area(roof), p.random.uniform(0.36, 0.56), slant(84, 6))
        p.outline(roof, width=1)
        x += wide * 0.92
    for left, tall in ((560, 190), (628, 150)):
        p.paint(
            p.area(
                oblong(left, 540 - tall * 0.62, 30, tall),
                [(left - 3, 540 - tall * 0.6), (left + 33, 540 - tall * 0.6), (left + 15, 540 - tall)],
            ),
            0.34,
            slant(90, 5),
        )


def pier(p: Plate, x: float, y: float, s: float) -> None:
    """One pier of the barrier: a hooded tower over its cutwater."""
    body = [(x - 52 * s, y), (x - 46 * s, y - 240 * s), (x + 46 * s, y - 240 * s), (x + 52 * s, y)]
    p.paint(
        p.area(body),
        lambda across, d: 0.86 - 0.6 * step(x - 30 * s, x + 56 * s, across) + 0 * d,
        slant(90, 7 * min(1, s + 0.2)),
    )
    p.outline(body, width=2)
    hood = smooth(
        [
            (x - 66 * s, y - 236 * s),
            (x - 60 * s, y - 330 * s),
            (x - 10 * s, y - 410 * s),
            (x + 44 * s, y - 372 * s),
            (x + 68 * s, y - 236 * s),
        ]
    )
    p.paint(
        p.area(hood),
        lambda across, d: 0.98 - 0.75 * step(x - 46 * s, x + 62 * s, across) + 0 * d,
        lambda a, d: np.hypot(a - x - 10 * s, (d - y + 230 * s) * 0.8) / 8,
    )
    p.outline(hood, width=2.4)
    for rib in (0.35, 0.68):
        p.outline(
            smooth(
                [
                    (x - 66 * s + 134 * s * rib, y - 236 * s),
                    (x - 58 * s + 110 * s * rib, y - 320 * s),
                    (x - 10 * s + 20 * s * rib, y - 404 * s),
                ]
            ),
            width=1.6,
            closed=False,
        )
    p.paint(p.area(oblong(x - 74 * s, y - 246 * s, 148 * s, 14 * s)), 0.05)
    p.paint(
        p.area(*[oblong(x - 30 * s + 24 * s * n, y - 216 * s, 11 * s, 40 * s) for n in range(3)]), 0.08
    )
    lamp(p, x, y - 268 * s, 6 * s, 80 * s, 0.8, LANTERN)
    p.paint(
        p.area(
            smooth(
                [
                    (x - 60 * s, y + 4),
                    (x - 52 * s, y - 26 * s),
                    (x + 52 * s, y - 26 * s),
                    (x + 64 * s, y + 6),
                    (x, y + 20 * s),
                ]
            )
        ),
        0.14,
        level(5),
    )


def gate(p: Plate, near: tuple[float, float], far: tuple[float, float]) -> None:
    """A steel gate between two piers, the river standing high against it."""
    (x0, s0), (x1, s1) = near, far
    y0, y1 = 560 + s0 * 190, 560 + s1 * 190
    wall = Wall((x0, y0 - 158 * s0), (x1, y1 - 158 * s1), (x1, y1), (x0, y0))
    p.paint(
        p.area(wall.corners),
        lambda x, y: 0.5 - 0.34 * step(y1 - 120 * s1, y0, y) + 0 * x,
        wall.courses(15),
    )
    for n in range(1, 8):
        p.ink(p.stroke(wall.line([(n / 8, 0), (n / 8, 1)]), width=3 * s0 + 0.5))
        p.paint(p.stroke(wall.line([(n / 8 + 0.012, 0.04), (n / 8 + 0.012, 0.9)]), width=1.6 * s0), 0.85)
    p.outline(wall.part(0, 0, 1, 0.12), width=2)
    top = Wall((x0, y0 - 200 * s0), (x1, y1 - 200 * s1), (x1, y1 - 176 * s1), (x0, y0 - 176 * s0))
    p.paint(p.area(top.corners), 0.12, top.courses(3))
    braces = [top.line([(n / 16, 0), ((n + 1) / 16, 1)]) for n in range(16)]
    p.paint(p.stroke(*braces, width=2), 0.8)
    railing(p, (x0, y0 - 200 * s0), (x1, y1 - 200 * s1), 18 * s1, 18, 1.2, 0.05, 2)
    for n in range(7):
        a = wall.at((n + 0.5) / 8, 0.14)
        b = wall.at((n + 0.5) / 8 + 0.004, 1.02)
        p.paint(p.area(brush([a, b], [1, 6 * s0])), 0.93, slant(86, 6), alpha=0.8)


def foam(p: Plate) -> None:
    """White water below the gates, and waves that come towards the reader."""
    for index in range(420):
        part = p.random.random()
        x = 1500 - part * 1420
        y = 668 + part * 160 + abs(p.random.normal(0, 14 + 34 * part))
        p.paint(
            p.disc(
                x, y, p.random.uniform(5, 22) * (0.4 + part), p.random.uniform(1.5, 4) * (0.4 + part)
            ),
            0.98,
            alpha=0.9,
        )
        if index % 5 == 0:
            p.paint(p.disc(x + 9, y + 5, 9 * (0.4 + part), 1.5), 0.06)
    for index in range(34):
        y = 820 + index * 8 + p.random.uniform(-6, 6)
        x, wide = p.random.uniform(-40, 1100), p.random.uniform(60, 190) * (y / 950)
        crest = smooth(
            [
                (x - wide, y + 7),
                (x - wide * 0.3, y - 5),
                (x + wide * 0.2, y - 9),
                (x + wide * 0.7, y - 1),
                (x + wide, y + 6),
            ]
        )
        p.paint(p.area(brush(crest, [0.5, 6, 3, 0.5])), 0.96)
        p.paint(p.area(brush([(a + 8, b + 9) for a, b in crest], [0.5, 8, 5, 0.5])), 0.08)
