"""Above, Tern Point's lighthouse; below the surface, a tide turbine on the sea floor."""

from __future__ import annotations

import math

from ..built import lighthouse
from ..engrave import step
from ..fields import level, rings, sea, slant
from ..figures import STAND, person
from ..gallery import scene
from ..nature import sky
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import arc, brush, limb, oblong, smooth


@scene("turbine", "science")
def turbine() -> Plate:
    """Above, Tern Point's lighthouse; below the surface, a tide turbine on the sea floor."""
    p = Plate(seed=421)
    line = 350
    sky(p, line, 0.55, 1.0, 0.5, 0.1, (-12, -10), 200, seed=5)
    hill = [
        *smooth([(1010, line + 6), (1100, 300), (1200, 262), (1340, 240), (1470, 252), (1620, 220)]),
        (1620, line + 10),
    ]
    p.paint(p.area(hill), lambda x, y: 0.62 + 0.2 * p.noise(40, 3, 3)(x, y), slant(-30, 8))
    p.outline(hill[:-1], width=2.4, closed=False)
    light = lighthouse(p, 1330, 246, 190)
    p.glow(*light, 130, 0.7, LAMP)
    boat(p, 360, line)
    under(p, line)
    rotor(p, 640, 690, 240)
    rotor(p, 1270, 720, 120)
    floor(p)
    for _n in range(46):
        fish(p, 980 + p.random.normal(0, 120), 560 + p.random.normal(0, 40), p.random.uniform(16, 26))
    crest = smooth(
        [
            (-20, line),
            (120, line - 12),
            (260, line + 5),
            (420, line - 10),
            (600, line + 6),
            (780, line - 12),
            (960, line + 4),
            (1140, line - 8),
            (1320, line + 6),
            (1500, line - 8),
            (1640, line),
        ]
    )
    p.paint(p.area(brush(crest, [13, 15, 13])), 1.0)
    p.outline([(x, y + 7) for x, y in crest], width=3, closed=False)
    return p


def under(p: Plate, line: float) -> None:
    """The water: light falls aslant into it and goes out towards the floor."""
    form = p.noise(90, 3, 9, 3)
    p.paint(
        p.whole(line),
        lambda x, y: 0.7 - 0.58 * step(line, 1000, y) + 0.1 * form(x, y),
        sea(line - 200, 7, 8.6, 260),
    )
    for n in range(7):
        x = 60 + n * 250
        p.paint(
            p.soft(p.area([(x, line), (x + 90, line), (x - 110, 960), (x - 300, 960)]), 18),
            0.85,
            alpha=lambda _x, y: 0.5 * (1 - step(line, 940, y)),
        )


def rotor(p: Plate, x: float, y: float, r: float) -> None:
    """A three-bladed turbine on its tripod."""
    foot = 980
    p.paint(
        p.area([(x - r * 0.1, y), (x + r * 0.1, y), (x + r * 0.16, foot), (x - r * 0.16, foot)]),
        lambda a, b: 0.85 - 0.75 * step(x - r * 0.12, x + r * 0.12, a) + 0 * b,
        slant(90, 7),
    )
    p.outline(
        [(x - r * 0.1, y), (x + r * 0.1, y), (x + r * 0.16, foot), (x - r * 0.16, foot)], width=2.6
    )
    p.paint(
        p.area(
            limb((x, y + r * 0.9), (x - r * 0.75, foot), r * 0.1, r * 0.12),
            limb((x, y + r * 0.9), (x + r * 0.75, foot), r * 0.1, r * 0.12),
        ),
        0.06,
    )
    pod = smooth(
        [
            (x - r * 0.2, y - r * 0.14),
            (x + r * 0.3, y - r * 0.15),
            (x + r * 0.75, y - r * 0.08),
            (x + r * 0.86, y),
            (x + r * 0.7, y + r * 0.1),
            (x + r * 0.2, y + r * 0.16),
            (x - r * 0.2, y + r * 0.14),
        ],
        closed=True,
    )
    p.paint(p.area(pod), lambda a, b: 0.98 - 0.85 * step(y - r * 0.1, y + r * 0.16, b) + 0 * a, level(7))
    p.spot(p.area(pod), LANTERN, 0.8)
    p.outline(pod, width=3)
    for sweep in (0.98, 0.8):
        p.paint(
            p.stroke(
                arc(x - r * 0.12, y, r * sweep * 0.5, r * sweep, 200, 300),
                arc(x - r * 0.12, y, r * sweep * 0.5, r * sweep, 20, 110),
                width=2.4,
            ),
            0.95,
        )
    for turn in (-80, 40, 160):
        t = math.radians(turn)
        way = smooth(
            [
                (x - r * 0.15, y),
                (x - r * 0.15 + r * 0.3 * math.cos(t), y + r * 0.5 * math.sin(t)),
                (x - r * 0.15 + r * 0.52 * math.cos(t + 0.1), y + r * math.sin(t + 0.1)),
            ]
        )
        blade = brush(way, [r * 0.1, r * 0.2, r * 0.14, r * 0.03])
        p.paint(
            p.area(blade),
            lambda a, b, t=t: (
                1.0
                - 0.5 * step(-r * 0.2, r * 0.5, (a - x) * math.sin(t) - (b - y) * math.cos(t) + r * 0.2)
            ),
            slant(-turn + 90, 7),
        )
        p.outline(blade, width=3)
    p.paint(
        p.disc(x - r * 0.16, y, r * 0.15),
        lambda a, b: 1.0 - 0.8 * step(-r * 0.05, r * 0.2, (a - x + r * 0.16) + (b - y)),
        rings(x - r * 0.2, y - r * 0.05, 6),
    )
    p.ink(p.stroke(arc(x - r * 0.16, y, r * 0.15, r * 0.15, 0, 360, 40), width=3))


def boat(p: Plate, x: float, y: float) -> None:
    """A small boat above, with a man who looks down."""
    hull = smooth([(x - 130, y - 44), (x - 96, y + 10), (x + 84, y + 12), (x + 140, y - 56)], steps=6)
    person(p, x - 40, y - 20, 104, STAND, 1, 0.03, "hat")
    p.paint(p.area(oblong(x + 10, y - 100, 62, 70)), 0.75, level(7))
    p.outline(oblong(x + 10, y - 100, 62, 70), width=2.4)
    p.paint(p.area(oblong(x + 20, y - 88, 40, 24)), 0.1)
    p.paint(p.area(hull), 0.14, level(7))
    p.paint(p.area(brush([(x - 132, y - 46), (x, y - 34), (x + 142, y - 58)], [8, 9, 8])), 0.95)
    p.outline(hull, width=2.4)


def floor(p: Plate) -> None:
    """Rocks and weed on the sea floor."""
    form = p.noise(40, 4, 6, 2)
    bed = [
        *smooth(
            [
                (-20, 950),
                (180, 930),
                (400, 966),
                (640, 962),
                (880, 976),
                (1100, 950),
                (1300, 966),
                (1620, 920),
            ]
        ),
        (1620, 1080),
        (-20, 1080),
    ]
    p.paint(p.area(bed), lambda x, y: 0.24 + 0.3 * form(x, y), slant(14, 8, form, 12))
    p.outline(bed[:-2], width=2.6, closed=False)
    for x in (90, 130, 180, 960, 1010, 1480, 1530):
        for k in range(4):
            way = smooth(
                [
                    (x + k * 9, 1000),
                    (x + k * 9 + 20, 930 - k * 16),
                    (x + k * 9 - 14, 870 - k * 26),
                    (x + k * 9 + 26, 800 - k * 30),
                ]
            )
            p.paint(p.area(brush(way, [9, 13, 9, 2])), 0.03)


def fish(p: Plate, x: float, y: float, long: float) -> None:
    """A small fish, bright against the deep."""
    body = smooth(
        [
            (x - long, y),
            (x - long * 0.3, y - long * 0.3),
            (x + long * 0.5, y),
            (x + long, y - long * 0.3),
            (x + long, y + long * 0.3),
            (x + long * 0.5, y),
            (x - long * 0.3, y + long * 0.3),
        ],
        closed=True,
        steps=4,
    )
    p.paint(p.area(body), 0.98)
