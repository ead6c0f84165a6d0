"""Grain silos in the evening, a train of hoppers loading below them."""

from __future__ import annotations

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, slant
from ..figures import STAND, person
from ..gallery import scene
from ..nature import crown, disc_of_light, hills, sky
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, oblong, smooth


@scene("silos", "world")
def silos() -> Plate:
    """Grain silos in the evening, a train of hoppers loading below them."""
    p = Plate(seed=101)
    sky(p, 800, 0.42, 1.0, 0.55, 0.1, (-14, -8), 260, seed=6)
    disc_of_light(p, 240, 560, 58, 6, 0.7, LAMP)
    p.spot(p.disc(240, 560, 58), LAMP, 1)
    hills(p, 716, 16, 0.66, 4, 500, 4, 0.1, bottom=900)
    for x, y, wide in ((60, 738, 90), (150, 736, 60), (330, 735, 70), (1540, 740, 120)):
        crown(p, x, y - 20, wide, 54, 0.15, 0.6, 18, (-0.7, -0.4), 0.24)
    for n in range(6):
        silo(p, 560 + n * 158, 800, 76, 420 if n < 4 else 350)
    headhouse(p)
    p.paint(
        p.area([(-10, 742), (520, 744), (520, 900), (-10, 900)]),
        lambda x, y: 0.95 - 0.35 * step(742, 900, y) + 0 * x,
        rays(240, 690, 8),
    )
    p.paint(
        p.area([(-10, 800), (1610, 800), (1610, 1080), (-10, 1080)]),
        lambda x, y: 0.9 - 0.4 * step(800, 1080, y) + 0 * x,
        rays(240, 700, 9),
    )
    p.shade(p.soft(p.area([(480, 800), (1610, 800), (1610, 890), (700, 850)]), 10), 0.4)
    hoppers(p)
    stubble(p)
    person(p, 96, 1030, 190, STAND, 1, 0.03, "hat")
    person(p, 180, 1034, 176, STAND, -1, 0.03, "coat")
    return p


def silo(p: Plate, x: float, y: float, r: float, tall: float) -> None:
    """One concrete cylinder with a cone on it."""
    body = [(x - r, y), (x - r, y - tall), *arc(x, y - tall, r, r * 0.16, 180, 360), (x + r, y)]
    p.paint(
        p.area(body),
        lambda a, b: (
            1.02 - 0.88 * step(x - r * 0.7, x + r * 0.95, a) + 0.12 * step(x + r * 0.7, x + r, a) + 0 * b
        ),
        lambda a, b: np.arcsin(np.clip((a - x) / r, -1, 1)) * r / 8 + 0 * b,
    )
    for ring in range(1, 7):
        p.ink(p.stroke(arc(x, y - tall * ring / 7, r, r * 0.13, 0, 180), width=1.2))
    p.outline(body, width=2.2)
    cone = [
        (x - r * 1.03, y - tall),
        (x, y - tall - r * 0.66),
        (x + r * 1.03, y - tall),
        *arc(x, y - tall, r * 1.03, r * 0.16, 0, 180),
    ]
    p.paint(
        p.area(cone),
        lambda a, b: 0.9 - 0.75 * step(x - r * 0.3, x + r * 0.8, a) + 0 * b,
        rays(x, y - tall - r * 0.7, 7),
    )
    p.outline(cone, width=2)


def headhouse(p: Plate) -> None:
    """The elevator's tower, its gallery over the silos, and the spout."""
    front = Wall((1080, 190), (1250, 190), (1250, 800), (1080, 800))
    p.paint(p.area(front.corners), 0.86, level(9))
    side = Wall((1250, 190), (1340, 214), (1340, 800), (1250, 800))
    p.paint(p.area(side.corners), 0.26, side.courses(76))
    p.outline(front.corners, side.corners, width=2.4)
    for row in range(8):
        for column in range(2):
            pane = oblong(1112 + column * 66, 236 + row * 68, 34, 38)
            p.paint(p.area(pane), 0.08)
    roof = [(1070, 192), (1165, 140), (1260, 192)]
    p.paint(p.area(roof, [(1165, 140), (1258, 164), (1348, 216), (1260, 192)]), 0.1)
    gallery = oblong(470, 322, 612, 44)
    p.paint(p.area(gallery), lambda x, y: 0.7 - 0.3 * step(330, 366, y) + 0 * x, slant(90, 9))
    p.outline(gallery, width=2)
    p.paint(p.area(*[oblong(490 + n * 48, 332, 20, 14) for n in range(12)]), 0.05)
    p.paint(p.stroke([(1080, 430), (930, 640)], width=20), 0.1)


def hoppers(p: Plate) -> None:
    """The wagons and the engine on the siding."""
    p.paint(p.stroke([(-10, 908), (1610, 898)], width=6), 0.04)
    p.paint(p.stroke([(-10, 922), (1610, 911)], width=3), 0.05)
    sleepers = [[(x, 910 - x * 0.006), (x - 14, 930 - x * 0.006)] for x in range(0, 1620, 26)]
    p.paint(p.stroke(*sleepers, width=7), 0.1)
    for n in range(5):
        x = 470 + n * 232
        top = [(x, 786), (x + 214, 784), (x + 204, 846), (x + 150, 880), (x + 62, 880), (x + 8, 848)]
        p.paint(p.area(top), lambda a, b: 0.72 - 0.5 * step(800, 880, b) + 0 * a, slant(90, 9))
        if n % 2 == 0:
            p.spot(p.area(top), LANTERN, 0.7)
        p.outline(top, width=2.4)
        heap = smooth([(x + 6, 786), (x + 60, 764), (x + 110, 756), (x + 166, 766), (x + 208, 784)])
        p.paint(p.area(heap), 0.96)
        p.spot(p.area(heap), LAMP, 0.7)
        p.outline(heap, width=1.6)
        p.paint(p.area(oblong(x - 4, 878, 222, 8)), 0.03)
        wheels(p, (x + 34, x + 66, x + 150, x + 182), 892, 15)
    body = [(250, 760), (400, 760), (404, 778), (452, 780), (456, 880), (226, 880), (228, 820)]
    p.paint(p.area(body), lambda a, b: 0.3 - 0.2 * step(790, 880, b) + 0 * a, slant(0, 7))
    p.outline(body, width=2.4)
    p.paint(p.area(oblong(262, 776, 46, 34), oblong(322, 776, 46, 34)), 0.98)
    p.paint(p.area(oblong(228, 836, 228, 10)), 0.95)
    wheels(p, (262, 300, 380, 420), 890, 17)
    lamp(p, 232, 812, 7, 60)


def wheels(p: Plate, places: tuple, y: float, r: float) -> None:
    """Wheels on a rail."""
    for x in places:
        p.paint(p.disc(x, y, r), 0.03)
        p.paint(p.disc(x, y, r * 0.45), 0.7)


def stubble(p: Plate) -> None:
    """Ears of wheat close to the reader."""
    for n in range(150):
        x, tall = n * 10.8 + p.random.normal(0, 6), p.random.uniform(60, 150)
        lean = p.random.normal(18, 12)
        tip = (x + lean, 1075 - tall)
        p.paint(
            p.stroke(smooth([(x, 1080), (x + lean * 0.3, 1075 - tall * 0.6), tip], steps=5), width=2.2),
            0.06,
        )
        ear = [
            p.disc(tip[0] + lean * 0.05 * k + (4 if k % 2 else -4), tip[1] - k * 7, 4.4, 7)
            for k in range(6)
        ]
        for grain in ear:
            p.paint(grain, 0.9 if n % 3 else 0.2)
            p.spot(grain, LAMP, 0.8 if n % 3 else 0)
        p.ink(p.stroke([tip, (tip[0] + lean * 0.4, tip[1] - 60)], width=1.2))
