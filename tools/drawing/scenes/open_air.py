"""Out of doors: the comet, the rowing cup, the run, the ski day, the rink."""

from __future__ import annotations

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import POINT, STAND, person
from ..gallery import scene
from ..nature import (
    bare_tree,
    crown,
    disc_of_light,
    glitter,
    grass,
    hills,
    mist,
    sky,
    stars,
    trunk,
    water,
)
from ..palette import COMET, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, smooth


@scene("comet", "science")
def comet() -> Plate:
    """The comet over the Kellan Hills at dusk, and two people with a telescope."""
    p = Plate(seed=61)
    head = (980, 330)

    def dusk(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return 0.1 + 0.78 * step(260, 800, y) ** 1.5 + 0 * x

    p.paint(p.whole(), dusk, level(8, p.noise(200, 2, 3, 3), 6))
    stars(p, 560, 260, 3.2)
    tail = smooth([head, (820, 262), (600, 156), (330, 40), (150, -40)])
    gas = smooth([head, (850, 220), (700, 90), (590, -20)])
    p.paint(p.soft(p.area(brush(tail, [26, 120, 250])), 18), 1.0, rays(*head, 8), alpha=lambda x, y: np.clip(1.05 - np.hypot(x - head[0], y - head[1]) / 980, 0, 1) ** 1.1)
    p.paint(p.soft(p.area(brush(gas, [10, 26, 54])), 8), 0.9, rays(*head, 8), alpha=lambda x, y: np.clip(0.95 - np.hypot(x - head[0], y - head[1]) / 640, 0, 1))
    p.spot(p.soft(p.area(brush(tail, [24, 90, 190])), 18), COMET, lambda x, y: np.clip(1.1 - np.hypot(x - head[0], y - head[1]) / 800, 0, 1))
    for off in (-20, -7, 6, 20, 38):
        streak = [(x + off * n / 18, y + off * -0.6 * n / 18) for n, (x, y) in enumerate(tail)]
        p.paint(p.area(brush(streak, [7, 4, 1])), 1.0, alpha=lambda x, y: np.clip(1.0 - np.hypot(x - head[0], y - head[1]) / 760, 0, 1))
    p.glow(*head, 120, 0.95, COMET)
    p.paint(p.disc(*head, 19), 1.0)
    hills(p, 742, 70, 0.6, 11, 420, 10, 0.14, bottom=1080)
    mist(p, 700, 820, 0.9, 0.5)
    hills(p, 810, 80, 0.4, 23, 520, 16, 0.16, bottom=1080)
    village(p)
    hills(p, 880, 60, 0.24, 36, 640, -14, 0.12, bottom=1080)
    hill = smooth([(-20, 900), (240, 868), (520, 898), (860, 968), (1200, 1000), (1620, 962)]) + [(1620, 1080), (-20, 1080)]
    p.paint(p.area(hill), 0.04)
    grass(p, [(x, np.interp(x, [-20, 240, 520, 860, 1200, 1620], [902, 871, 901, 970, 1002, 965])) for x in range(-10, 1610, 9)], 20)
    watchers(p)
    bare_tree(p, 1440, 990, 520, 26, 4, 0.08, 7)
    return p


def village(p: Plate) -> None:
    """Lamps of a village in the valley."""
    for n in range(16):
        x = 870 + n * 22 + p.random.normal(0, 7)
        lamp(p, x, 846 + p.random.normal(0, 7) - abs(n - 8) * 0.6, 2.4, 20, 0.8)


def watchers(p: Plate) -> None:
    """The telescope on its tripod and those who look."""
    p.paint(p.area(limb((236, 734), (386, 652), 15, 26)), 0.02)
    p.paint(p.stroke([(300, 700), (262, 880)], [(300, 700), (306, 884)], [(300, 700), (346, 884)], width=5), 0.02)
    person(p, 190, 880, 196, STAND, 1, 0.02, "coat")
    person(p, 470, 902, 182, POINT, 1, 0.02, "hat")
    person(p, 520, 906, 122, STAND, 1, 0.02)


@scene("rowing", "sport")
def rowing() -> Plate:
    """Two eights side by side on the Ald, a foot between them."""
    p = Plate(seed=71)
    sky(p, 430, 0.62, 1.0, 0.5, 0.1, (12, -12), 220, seed=5)
    disc_of_light(p, 360, 214, 54, 5, 0.6)
    hills(p, 350, 50, 0.66, 8, 380, 12, 0.12, bottom=460)
    hills(p, 392, 26, 0.5, 19, 220, 14, 0.12, bottom=460)
    bank(p)
    water(p, 452, 1067, 0.9, 0.62, 0.3, 9)
    p.mirror(452, 640, 8, 0.6, lambda x, y: 0.86 + 0 * x + 0 * y, 1.1)
    glitter(p, 360, 470, 900, 120, 120, None, 20)
    eight(p, 610, 0.82, 250, 0.2, None)
    eight(p, 800, 1.14, 96, 0.04, LANTERN)
    p.paint(p.area(arc(1510, 700, 28, 30, 180, 360)), 0.2)
    p.paint(p.area(arc(1505, 690, 34, 44, 0, 360)), lambda x, y: 0.95 - 0.7 * step(1490, 1545, x) + 0 * y, rings(1495, 675, 6))
    p.spot(p.area(arc(1505, 690, 34, 44, 0, 360)), LANTERN, 0.85)
    p.outline(arc(1505, 690, 34, 44, 0, 360), width=2.4)
    for n in range(10):
        y = 742 + n * 6
        p.paint(p.disc(1505 + p.random.normal(0, 9), y, 30 - n * 2, 2), 0.1)
    for n in range(26):
        y = 880 + n * 8
        x, wide = p.random.uniform(0, 1600), p.random.uniform(60, 170)
        p.paint(p.area(brush(smooth([(x - wide, y + 5), (x, y - 4), (x + wide, y + 3)]), [0.5, 5, 0.5])), 0.98 if n % 3 else 0.1)
    return p


def bank(p: Plate) -> None:
    """The far bank with willows, flags and the crowd."""
    p.paint(p.area([(-10, 424), (1610, 418), (1610, 456), (-10, 456)]), 0.56, slant(70, 7))
    p.outline([(-10, 455), (1610, 455)], width=2.4, closed=False)
    for x, wide in ((70, 200), (240, 150), (1010, 170), (1180, 240), (1390, 200), (1560, 190)):
        trunk(p, x, 440, 70, 12)
        crown(p, x, 372, wide, 130, 0.1, 0.86, 44, (-0.7, -0.7), 0.19)
    house = Wall((560, 322), (800, 322), (800, 440), (560, 440))
    p.paint(p.area(house.corners), 0.94, level(8))
    p.paint(p.area([(530, 326), (680, 244), (830, 326)]), 0.3, slant(8, 6))
    p.outline(house.corners, [(530, 326), (680, 244), (830, 326)], width=2)
    p.paint(p.area(*[[*arc(600 + n * 54, 392, 17, 17, 180, 360), (617 + n * 54, 440), (583 + n * 54, 440)] for n in range(4)]), 0.1)
    p.paint(p.stroke([(680, 246), (680, 150)], width=3), 0.05)
    flag = smooth([(681, 152), (716, 160), (752, 150), (752, 188), (716, 198), (681, 190)], steps=5)
    p.paint(p.area(flag), 0.8)
    p.spot(p.area(flag), LANTERN, 0.9)
    p.outline(flag, width=1.6)
    for x in range(330, 960, 15):
        if not 574 < x < 790 or x % 2:
            person(p, x + p.random.normal(0, 4), 446, p.random.uniform(36, 46), POINT if x % 4 == 0 else STAND, 1 if x % 3 else -1, 0.05)


def eight(p: Plate, y: float, s: float, left: float, tone: float, colour: tuple | None) -> None:
    """An eight at the catch: hull, cox, eight oarsmen and their blades."""
    long = 1190 * s
    shadow = p.area(brush(smooth([(left - 10, y + 26 * s), (left + long / 2, y + 40 * s), (left + long + 6, y + 22 * s)]), [4, 42 * s, 4]))
    p.paint(p.soft(shadow, 6), 0.2, alpha=0.75)
    oars(p, y, s, left, -1)
    for n in range(8):
        oarsman(p, left + (190 + n * 108) * s, y - 6 * s, s, tone, colour)
    cox = left + 98 * s
    p.paint(p.area(limb((cox, y - 4 * s), (cox + 10 * s, y - 52 * s), 36 * s, 30 * s), arc(cox + 16 * s, y - 80 * s, 13 * s, 15 * s, 0, 360), limb((cox + 8 * s, y - 46 * s), (cox + 46 * s, y - 30 * s), 12 * s, 8 * s)), tone)
    hull = smooth([(left - 20, y - 16 * s), (left + 90 * s, y - 22 * s), (left + long * 0.5, y - 21 * s), (left + long - 90 * s, y - 21 * s), (left + long + 20, y - 14 * s), (left + long - 60 * s, y + 9 * s), (left + long * 0.5, y + 17 * s), (left + 80 * s, y + 11 * s)], closed=True)
    p.paint(p.area(hull), lambda a, b: 0.97 - 0.75 * step(y - 8 * s, y + 16 * s, b) + 0 * a, level(5))
    if colour:
        p.spot(p.area(hull), colour, 0.9)
    p.outline(hull, width=2.2)
    oars(p, y, s, left, 1)
    p.paint(p.area(brush(smooth([(left + long + 30, y + 2 * s), (left + long - 80 * s, y + 20 * s), (left + long * 0.4, y + 30 * s), (left - 60, y + 30 * s)]), [3, 7, 5, 1])), 1.0)


def oarsman(p: Plate, x: float, y: float, s: float, tone: float, colour: tuple | None) -> None:
    """One oarsman, leaning into the catch, his back to the way he goes."""
    hip, neck = (x, y - 12 * s), (x - 36 * s, y - 68 * s)
    knee, hand = (x - 58 * s, y - 46 * s), (x - 104 * s, y - 42 * s)
    shirt = p.area(limb(hip, neck, 36 * s, 34 * s))
    p.paint(p.area(limb(hip, knee, 24 * s, 19 * s), limb(knee, (x - 88 * s, y - 10 * s), 18 * s, 11 * s)), tone)
    p.paint(shirt, 0.9, slant(30, 5))
    p.shade(p.area(limb((hip[0] + 9 * s, hip[1]), (neck[0] + 13 * s, neck[1] + 4 * s), 15 * s, 12 * s)), 0.25)
    p.ink(p.stroke([*limb(hip, neck, 36 * s, 34 * s), limb(hip, neck, 36 * s, 34 * s)[0]], width=1.8))
    if colour:
        p.spot(shirt, colour, 0.55)
    p.paint(p.area(limb((neck[0] - 4 * s, neck[1] + 10 * s), hand, 13 * s, 8 * s), arc(neck[0] - 15 * s, neck[1] - 29 * s, 14 * s, 17 * s, 0, 360), limb(neck, (neck[0] - 12 * s, neck[1] - 22 * s), 16 * s, 14 * s)), tone)


def oars(p: Plate, y: float, s: float, left: float, side: int) -> None:
    """The four oars of one side, with the blades in the water and the puddles they leave."""
    for n in range(0 if side > 0 else 1, 8, 2):
        hand = (left + (86 + n * 108) * s, y - 48 * s)
        lock = (left + (140 + n * 108) * s, y - 34 * s)
        tip = (hand[0] + 10 * s, y + 88 * s)
        start = (left + (100 + n * 108) * s, y - 44 * s)
        p.paint(p.stroke([start, lock] if side < 0 else [start, tip], width=5 * s), 0.03)
        if side < 0:
            continue
        blade = limb((tip[0] - 2 * s, tip[1] - 18 * s), (tip[0] + 1 * s, tip[1] + 12 * s), 14 * s, 20 * s)
        p.paint(p.area(blade), 0.9)
        p.outline(blade, width=2)
        p.paint(p.disc(tip[0] + 22 * s, tip[1] + 14 * s, 44 * s, 7 * s), 1.0)
        p.ink(p.stroke(arc(tip[0] + 24 * s, tip[1] + 14 * s, 50 * s, 9 * s, 10, 200), width=2))
        for drop in range(7):
            p.paint(p.disc(tip[0] + p.random.normal(10, 24) * s, tip[1] - abs(p.random.normal(4, 12)) * s, 2.4 * s), 1.0)
