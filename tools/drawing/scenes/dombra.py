"""A finished dombra before the workshop's window, shavings, tools, unfinished bodies."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import level, slant
from ..gallery import scene
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import arc, limb, oblong, smooth


@scene("dombra", "culture")
def dombra() -> Plate:
    """A finished dombra before the workshop's window, shavings, tools, unfinished bodies."""
    p = Plate(seed=601, tone=0.4)
    p.paint(p.whole(), lambda x, y: 0.3 + 0.34 * step(1500, 300, x) + 0 * y, slant(90, 10))
    window(p)
    wall(p)
    bench(p)
    instrument(p, 330, 720, 1350, 190, 1.0)
    shavings(p)
    return p


def window(p: Plate) -> None:
    """The window with the steppe and mountains outside."""
    x, y, w, h = 110, 90, 560, 470
    p.paint(p.area(oblong(x, y, w, h)), lambda a, b: 0.85 + 0.15 * step(y, y + 280, b) + 0 * a, level(9))
    line = [
        (x, 380),
        (190, 300),
        (250, 340),
        (350, 240),
        (430, 330),
        (520, 270),
        (600, 340),
        (x + w, 300),
    ]
    p.paint(p.area([*line, (x + w, y + h), (x, y + h)]), 0.8, slant(40, 9))
    p.outline(line, width=2, closed=False)
    p.paint(p.area([(x, 430), (x + w, 410), (x + w, y + h), (x, y + h)]), 0.95, level(9))
    p.spot(p.area(oblong(x, y, w, h)), LAMP, 0.2)
    p.paint(
        p.stroke([(x + w / 2, y), (x + w / 2, y + h)], [(x, y + 200), (x + w, y + 200)], width=16), 0.1
    )
    frame = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]]
    p.paint(p.stroke(*frame, width=26), 0.14)
    p.paint(p.soft(p.area([(x, y), (x + w, y), (1500, 1080), (500, 1080)]), 20), 1.0, alpha=0.2)


def wall(p: Plate) -> None:
    """Tools on the wall, and bodies without necks."""
    for n, (x, tall) in enumerate(
        ((1180, 150), (1240, 190), (1300, 120), (1360, 170), (1420, 140), (1480, 180))
    ):
        p.paint(p.area(oblong(x - 8, 660, 16, tall * 0.55)), 0.7, slant(90, 6))
        p.outline(oblong(x - 8, 660, 16, tall * 0.55), width=2)
        blade = [
            (x - 7, 660 + tall * 0.55),
            (x + 7, 660 + tall * 0.55),
            (x + 5 + (n % 2) * 8, 660 + tall),
            (x - 4, 660 + tall),
        ]
        p.paint(p.area(blade), 0.06)
    p.paint(p.area(oblong(1130, 640, 420, 22)), 0.1)
    for x, y, s, tone in ((860, 250, 0.66, 0.6), (1010, 250, 0.6, 0.75)):
        bowl(p, x, y, s, -90, tone)
    saw = [(1150, 560), (1500, 530), (1510, 590), (1160, 600)]
    p.paint(p.area(saw), 0.85, level(8))
    p.outline(saw, width=2.6)


def bowl(p: Plate, x: float, y: float, s: float, degrees: float, tone: float) -> None:
    """A drop-shaped body, its front to the reader."""
    turn = math.radians(degrees)

    def put(points: list) -> list:
        return [
            (
                x + s * (a * math.cos(turn) - b * math.sin(turn)),
                y + s * (a * math.sin(turn) + b * math.cos(turn)),
            )
            for a, b in points
        ]

    drop = smooth(
        [
            (230, -14),
            (150, -48),
            (20, -128),
            (-110, -158),
            (-210, -110),
            (-246, 0),
            (-210, 110),
            (-110, 158),
            (20, 128),
            (150, 48),
            (230, 14),
        ],
        closed=True,
    )
    p.shade(p.soft(p.area([(a + 26, b + 30) for a, b in put(drop)]), 14), 0.4)
    mask = p.area(put(drop))
    grain = p.noise(60, 3, 12, 6)
    p.paint(
        mask,
        lambda a, b: (
            tone + 0.34 - 0.6 * step(-150 * s, 210 * s, (a - x) * 0.4 + (b - y)) + 0.08 * grain(a, b)
        ),
        slant(-degrees, 8.6, grain, 9),
    )
    p.spot(mask, LAMP, 0.55)
    p.outline(put(drop), width=4)
    p.outline(put([(a * 0.92, b * 0.91) for a, b in drop]), width=2)
    p.paint(p.area(put(arc(10, 0, 20, 20, 0, 360))), 0.03)
    bridge = put([(-132, -50), (-118, -50), (-112, 0), (-118, 50), (-132, 50)])
    p.paint(p.area(bridge), 0.06)


def instrument(p: Plate, x0: float, y0: float, x1: float, y1: float, s: float) -> None:
    """The dombra itself, from its body at the lower left to its head."""
    turn = math.atan2(y1 - y0, x1 - x0)
    degrees = math.degrees(turn)
    at = lambda along, off=0.0: (
        x0 + along * math.cos(turn) - off * math.sin(turn),
        y0 + along * math.sin(turn) + off * math.cos(turn),
    )
    neck = [at(200, -22), at(1030, -17), at(1030, 17), at(200, 22)]
    p.shade(p.soft(p.area([(a + 34, b + 46) for a, b in neck]), 12), 0.45)
    bowl(p, x0, y0, s * 1.15, degrees, 0.72)
    p.paint(p.area(neck), lambda a, b: 0.3 + 0 * a + 0 * b, slant(-degrees, 7))
    p.outline(neck, width=3.4)
    head = [
        at(1030, -18),
        at(1060, -30),
        at(1180, -34),
        at(1206, 0),
        at(1180, 34),
        at(1060, 30),
        at(1030, 18),
    ]
    p.paint(p.area(head), 0.86, slant(-degrees, 8))
    p.spot(p.area(head), LAMP, 0.5)
    p.outline(head, width=3.4)
    for n in range(15):
        along = 290 + 730 * (1 - 0.9**n) / (1 - 0.9**15) if n else 290
        p.paint(p.stroke([at(along, -21), at(along, 21)], width=5), 0.97)
    for off in (-8, 8):
        p.paint(p.stroke([at(-145, off * 1.7), at(1090 + off * 4, off)], width=3.4), 1.0)
        p.ink(p.stroke([at(-145, off * 1.7 + 3), at(1090 + off * 4, off + 3)], width=1.6))
    for along, way in ((1092, -1), (1140, 1)):
        peg = limb(at(along, way * 20), at(along + 4, way * 92), 13, 24)
        p.paint(p.area(peg), 0.08)
        p.paint(p.disc(*at(along, way * -6), 8), 0.04)
    for k in range(-3, 4):
        p.paint(
            p.area(
                smooth(
                    [at(118, k * 15), at(138, k * 15 - 6), at(156, k * 15), at(138, k * 15 + 6)],
                    closed=True,
                    steps=5,
                )
            ),
            0.1,
        )
    horn = smooth([at(-40, -118), at(-10, -96), at(-46, -80), at(-80, -100), at(-58, -122)])
    p.paint(p.stroke(horn, width=5), 0.1)
    p.paint(
        p.stroke(smooth([at(-40, 118), at(-10, 96), at(-46, 80), at(-80, 100), at(-58, 122)]), width=5),
        0.1,
    )


def bench(p: Plate) -> None:
    """The bench with a plane and a glue pot."""
    p.paint(
        p.area([(-10, 880), (1610, 840), (1610, 1080), (-10, 1080)]),
        lambda x, y: 0.9 - 0.4 * step(880, 1080, y) - 0.2 * step(800, 1600, x),
        slant(1.5, 10, p.noise(80, 3, 4, 5), 8),
    )
    p.outline([(-10, 880), (1610, 840)], width=4, closed=False)
    plane = [
        (1080, 930),
        (1090, 860),
        (1160, 850),
        (1180, 800),
        (1220, 800),
        (1230, 848),
        (1420, 836),
        (1450, 910),
    ]
    p.shade(p.soft(p.area([(1080, 930), (1460, 906), (1540, 950), (1160, 980)]), 8), 0.4)
    p.paint(p.area(plane), lambda x, y: 0.86 - 0.5 * step(830, 930, y) + 0 * x, slant(3, 8))
    p.spot(p.area(plane), LANTERN, 0.6)
    p.outline(plane, width=3.4)
    p.paint(p.area([(1250, 850), (1290, 772), (1312, 782), (1290, 850)]), 0.06)
    pot = smooth([(1500, 900), (1484, 800), (1500, 770), (1580, 764), (1598, 796), (1590, 896)])
    p.paint(p.area(pot), lambda x, y: 0.7 - 0.6 * step(1500, 1590, x) + 0 * y, slant(88, 7))
    p.outline(pot, width=3)


def shavings(p: Plate) -> None:
    """Curls of wood."""
    for n in range(26):
        x, y, r = p.random.uniform(640, 1560), p.random.uniform(950, 1060), p.random.uniform(14, 34)
        curl = [
            (x + (r - t * 2.4) * math.cos(t) + t * 3, y + (r - t * 2.4) * 0.6 * math.sin(t))
            for t in np.linspace(n, n + 9, 40)
        ]
        p.ink(p.stroke(curl, width=9))
        p.paint(p.stroke(curl, width=6), 0.98)
