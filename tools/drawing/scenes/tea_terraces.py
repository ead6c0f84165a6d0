"""Terraces of tea in the morning mist, pickers between the rows."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import rays, slant
from ..figures import STAND, WORK, person
from ..gallery import scene
from ..nature import disc_of_light, hills, mist, pine, sky
from ..palette import COMET, LANTERN
from ..plate import Plate
from ..shapes import Wall, smooth


@scene("tea-terraces", "business")
def tea_terraces() -> Plate:
    """Terraces of tea in the morning mist, pickers between the rows."""
    p = Plate(seed=141)
    sky(p, 460, 0.72, 1.0, 0.3, 0.0, (-10, -10), 220, seed=4)
    disc_of_light(p, 1240, 210, 62, 5, 0.6, COMET)
    p.spot(p.disc(1240, 210, 62), LANTERN, 0.8)
    for y, rise, tone, seed, cell in (
        (300, 150, 0.78, 3, 240),
        (390, 130, 0.64, 33, 300),
        (470, 90, 0.5, 13, 360),
    ):
        hills(p, y, rise, tone, seed, cell, 40, 0.16, bottom=1080, fall=0.24)
        mist(p, y + 40, y + 190, 1.0, 0.6, seed)
    terraces(p)
    for x, y, tall in ((1060, 800, 0.8), (1110, 806, 0.9)):
        pine(p, x, y - 190, 150 * tall, 0.1)
    pickers(p)
    return p


def terraces(p: Plate) -> None:
    """Hillsides stepped with hedges of tea, each lit along its top."""
    slopes = ((560, 210, 0.55, 71, -1, 16), (700, 250, 0.5, 47, 1, 20), (860, 250, 0.44, 91, -1, 30))
    for y, rise, tone, seed, way, high in slopes:
        top = [
            (x, y + way * rise * 0.5 * math.sin((x - 800) / 620 + seed) + 18 * math.sin(x / 130 + seed))
            for x in range(-20, 1640, 20)
        ]
        p.paint(p.area([*top, (1640, 1080), (-20, 1080)]), tone, slant(30, 10))
        for row in range(12):
            drop = row * high * (1 + row * 0.09)
            shape = [
                (x, b + drop + 10 * math.sin(x / 170 + row * 0.8) + (x - 800) * way * -0.035 * row)
                for x, b in top
            ]
            hedge = [(x, b - high * 0.22 * abs(math.sin(x / 17 + row)) - 2) for x, b in shape]
            low = [(x, b + high * 0.62) for x, b in shape]
            finer = smooth(hedge[::1], steps=3)
            p.paint(
                p.area([*finer, *low[::-1]]),
                lambda a, b, h=high, s=shape: hedge_tone(a, b, h, s),
                slant(70, 9),
            )
            p.outline(finer, width=1.4, closed=False)
            p.paint(p.area([*low, *[(x, b + high * 0.28) for x, b in low[::-1]]]), 0.95)
        mist(p, y - 60, y + 90, 1.0, 0.5, seed)


def hedge_tone(x: np.ndarray, y: np.ndarray, high: float, shape: list) -> np.ndarray:
    """Light on top of a hedge, shadow at its foot."""
    crest = np.interp(x, [a for a, _ in shape], [b for _, b in shape])
    return 0.92 - 0.8 * step(-high * 0.1, high * 0.6, y - crest)


def pickers(p: Plate) -> None:
    """Women and men with baskets on their backs and wide hats."""
    for x, y, tall, way, pose in (
        (300, 800, 96, 1, WORK),
        (420, 812, 96, -1, WORK),
        (1290, 700, 72, 1, WORK),
        (640, 1010, 190, 1, WORK),
        (980, 1040, 206, -1, WORK),
        (1180, 1024, 196, 1, STAND),
    ):
        at = person(p, x, y, tall, pose, way, 0.04, "coat")
        a, b = at["crown"]
        cone = [
            (a - tall * 0.15, b + tall * 0.01),
            (a + tall * 0.15, b + tall * 0.01),
            (a + tall * 0.01, b - tall * 0.11),
        ]
        p.paint(
            p.area(cone),
            lambda u, v, a=a, t=tall: 0.97 - 0.6 * step(a - 0.03 * t, a + 0.14 * t, u) + 0 * v,
            rays(a, b - tall * 0.12, 6),
        )
        p.outline(cone, width=2)
        c, d = at["chest"]
        creel = Wall(
            (c - way * tall * 0.22, d - tall * 0.02),
            (c - way * tall * 0.05, d - tall * 0.04),
            (c - way * tall * 0.08, d + tall * 0.2),
            (c - way * tall * 0.2, d + tall * 0.2),
        )
        p.paint(p.area(creel.corners), 0.75, creel.courses(7))
        p.outline(creel.corners, width=2)
