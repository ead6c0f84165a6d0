"""The date harvest: a picker up in a palm, baskets below, hills in the evening sun."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import rays, slant
from ..figures import WALK, WORK, person
from ..gallery import scene
from ..nature import disc_of_light, hills, sky
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, smooth


@scene("date-palms", "world")
def date_palms() -> Plate:
    """The date harvest: a picker up in a palm, baskets below, hills in the evening sun."""
    p = Plate(seed=121)
    sky(p, 760, 0.5, 1.0, 0.35, 0.0, (-10, -8), 240, seed=8)
    disc_of_light(p, 520, 520, 96, 5, 0.8, LAMP)
    p.spot(p.disc(520, 520, 96), LANTERN, 0.85)
    hills(p, 600, 80, 0.66, 7, 360, 24, 0.24, bottom=900)
    hills(p, 668, 46, 0.5, 17, 420, 18, 0.2, bottom=900)
    form = p.noise(60, 4, 5, 3)
    p.paint(
        p.whole(720),
        lambda x, y: 0.94 - 0.36 * step(760, 1067, y) + 0.12 * form(x, y),
        rays(520, 560, 9),
    )
    for x, y, s in (
        (60, 742, 0.42),
        (190, 748, 0.5),
        (330, 744, 0.44),
        (690, 744, 0.42),
        (800, 750, 0.5),
        (920, 752, 0.54),
        (1440, 770, 0.7),
    ):
        palm(p, x, y, 340 * s, s * 0.9, (x % 7 - 3) * 6)
    palm(p, 1130, 880, 560, 1.25, 40)
    top = (1156, 370)
    person(p, top[0] + 36, 560, 170, WORK, -1, 0.03)
    p.paint(p.stroke(arc(1150, 500, 56, 16, 0, 180), width=5), 0.03)
    palm(p, 1490, 1010, 860, 1.7, -70)
    baskets(p)
    person(p, 900, 960, 200, WORK, 1, 0.03)
    person(p, 700, 950, 204, WALK, 1, 0.03, "coat")
    basket(p, 704, 744, 74, 34)
    for x, y in ((900, 960), (700, 950), (1150, 884)):
        p.shade(p.soft(p.area([(x - 10, y), (x + 12, y), (x + 190, y + 50), (x + 140, y + 56)]), 5), 0.4)
    return p


def palm(p: Plate, x: float, y: float, tall: float, s: float, sway: float) -> None:
    """A date palm: ringed trunk, arching fronds, hanging bunches."""
    way = smooth([(x, y), (x + sway * 0.25, y - tall * 0.5), (x + sway, y - tall)], steps=16)
    p.paint(
        p.area(brush(way, [44 * s, 30 * s, 26 * s])),
        lambda a, b: 0.12 + 0.6 * step(x + 8 * s, x - 20 * s + sway * 0.3, a) + 0 * b,
        slant(24, 6 * max(s, 0.8)),
    )
    for cx, cy in way[::2]:
        p.ink(
            p.stroke(
                [(cx - 17 * s, cy - 4 * s), (cx, cy + 3 * s), (cx + 17 * s, cy - 4 * s)],
                width=1.4 * s + 0.4,
            )
        )
    cx, cy = x + sway, y - tall
    for n in range(7):
        bx = cx + (n - 3) * 19 * s
        bunch = smooth(
            [(cx, cy), (bx - 9 * s, cy + 52 * s), (bx, cy + 96 * s), (bx + 10 * s, cy + 54 * s)],
            closed=True,
        )
        p.paint(p.area(bunch), 0.5, slant(60, 5))
        p.spot(p.area(bunch), LANTERN, 0.9)
        p.outline(bunch, width=1 + s * 0.6)
    for n in range(17):
        turn = math.radians(-200 + n * 220 / 16 + p.random.normal(0, 5))
        frond(p, cx, cy, turn, (200 + p.random.uniform(-20, 30)) * s, s, 0.5 if n % 4 == 0 else 0.04)


def frond(p: Plate, x: float, y: float, turn: float, long: float, s: float, tone: float) -> None:
    """One feather leaf that arches and hangs."""
    end = (x + long * math.cos(turn), y + long * (math.sin(turn) * 0.7 + 0.42))
    rib = smooth(
        [(x, y), (x + long * 0.5 * math.cos(turn), y + long * math.sin(turn) * 0.56), end], steps=12
    )
    leaflets = [brush(rib, [6 * s, 2 * s])]
    for n in range(2, len(rib) - 1):
        (a, b), (c, d) = rib[n], rib[n + 1]
        along = math.atan2(d - b, c - a)
        size = long * 0.26 * math.sin(math.pi * (n + 1) / (len(rib) + 2)) ** 0.6
        for side in (-1, 1):
            lean = along + side * 0.85
            leaflets.append(
                [
                    (a - 2 * s, b),
                    (a + 2.4 * s, b),
                    (a + size * math.cos(lean), b + size * math.sin(lean) * 0.9 + size * 0.25),
                ]
            )
    p.paint(p.area(*leaflets), tone)


def basket(p: Plate, x: float, y: float, wide: float, tall: float) -> None:
    """A basket full of dates."""
    for _n in range(16):
        px, py = x + p.random.uniform(-0.42, 0.42) * wide, y - tall * p.random.uniform(0, 0.36)
        date = p.disc(px, py, wide * 0.07, wide * 0.05)
        p.paint(date, 0.55)
        p.spot(date, LANTERN, 0.9)
        p.ink(p.stroke(arc(px, py, wide * 0.07, wide * 0.05, 0, 360, 14), width=1.2))
    body = Wall(
        (x - wide / 2, y), (x + wide / 2, y), (x + wide * 0.36, y + tall), (x - wide * 0.36, y + tall)
    )
    p.paint(
        p.area(body.corners),
        lambda a, b: 0.95 - 0.7 * step(x - wide * 0.2, x + wide * 0.5, a) + 0 * b,
        body.courses(tall / 6),
    )
    strands = [body.line([(u, 0), (u, 1)]) for u in np.linspace(0.05, 0.95, 9)]
    p.ink(p.stroke(*strands, width=1.4))
    p.outline(body.corners, width=2.4)
    p.paint(p.stroke([(x - wide * 0.53, y), (x + wide * 0.53, y)], width=6), 0.05)


def baskets(p: Plate) -> None:
    """Baskets in the shade of the palm."""
    for x, y, s in (
        (1010, 880, 0.7),
        (1290, 930, 0.9),
        (180, 940, 1.2),
        (330, 975, 1.3),
        (1010, 980, 1.1),
    ):
        p.shade(p.soft(p.disc(x + 50 * s, y + 70 * s, 110 * s, 16 * s), 5), 0.4)
        basket(p, x, y, 130 * s, 76 * s)
