"""Two eights side by side on the Ald, a foot between them."""

from __future__ import annotations

from ..engrave import step
from ..fields import level, rings, slant
from ..figures import POINT, STAND, person
from ..gallery import scene
from ..nature import (
    crown,
    disc_of_light,
    glitter,
    hills,
    sky,
    trunk,
    water,
)
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, smooth


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
    p.paint(
        p.area(arc(1505, 690, 34, 44, 0, 360)),
        lambda x, y: 0.95 - 0.7 * step(1490, 1545, x) + 0 * y,
        rings(1495, 675, 6),
    )
    p.spot(p.area(arc(1505, 690, 34, 44, 0, 360)), LANTERN, 0.85)
    p.outline(arc(1505, 690, 34, 44, 0, 360), width=2.4)
    for n in range(10):
        y = 742 + n * 6
        p.paint(p.disc(1505 + p.random.normal(0, 9), y, 30 - n * 2, 2), 0.1)
    for n in range(26):
        y = 880 + n * 8
        x, wide = p.random.uniform(0, 1600), p.random.uniform(60, 170)
        p.paint(
            p.area(brush(smooth([(x - wide, y + 5), (x, y - 4), (x + wide, y + 3)]), [0.5, 5, 0.5])),
            0.98 if n % 3 else 0.1,
        )
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
    p.paint(
        p.area(
            *[
                [*arc(600 + n * 54, 392, 17, 17, 180, 360), (617 + n * 54, 440), (583 + n * 54, 440)]
                for n in range(4)
            ]
        ),
        0.1,
    )
    p.paint(p.stroke([(680, 246), (680, 150)], width=3), 0.05)
    flag = smooth([(681, 152), (716, 160), (752, 150), (752, 188), (716, 198), (681, 190)], steps=5)
    p.paint(p.area(flag), 0.8)
    p.spot(p.area(flag), LANTERN, 0.9)
    p.outline(flag, width=1.6)
    for x in range(330, 960, 15):
        if not 574 < x < 790 or x % 2:
            person(
                p,
                x + p.random.normal(0, 4),
                446,
                p.random.uniform(36, 46),
                POINT if x % 4 == 0 else STAND,
                1 if x % 3 else -1,
                0.05,
            )


def eight(p: Plate, y: float, s: float, left: float, tone: float, colour: tuple | None) -> None:
    """An eight at the catch: hull, cox, eight oarsmen and their blades."""
    long = 1190 * s
    shadow = p.area(
        brush(
            smooth(
                [(left - 10, y + 26 * s), (left + long / 2, y + 40 * s), (left + long + 6, y + 22 * s)]
            ),
            [4, 42 * s, 4],
        )
    )
    p.paint(p.soft(shadow, 6), 0.2, alpha=0.75)
    oars(p, y, s, left, -1)
    for n in range(8):
        oarsman(p, left + (190 + n * 108) * s, y - 6 * s, s, tone, colour)
    cox = left + 98 * s
    p.paint(
        p.area(
            limb((cox, y - 4 * s), (cox + 10 * s, y - 52 * s), 36 * s, 30 * s),
            arc(cox + 16 * s, y - 80 * s, 13 * s, 15 * s, 0, 360),
            limb((cox + 8 * s, y - 46 * s), (cox + 46 * s, y - 30 * s), 12 * s, 8 * s),
        ),
        tone,
    )
    hull = smooth(
        [
            (left - 20, y - 16 * s),
            (left + 90 * s, y - 22 * s),
            (left + long * 0.5, y - 21 * s),
            (left + long - 90 * s, y - 21 * s),
            (left + long + 20, y - 14 * s),
            (left + long - 60 * s, y + 9 * s),
            (left + long * 0.5, y + 17 * s),
            (left + 80 * s, y + 11 * s),
        ],
        closed=True,
    )
    p.paint(p.area(hull), lambda a, b: 0.97 - 0.75 * step(y - 8 * s, y + 16 * s, b) + 0 * a, level(5))
    if colour:
        p.spot(p.area(hull), colour, 0.9)
    p.outline(hull, width=2.2)
    oars(p, y, s, left, 1)
    p.paint(
        p.area(
            brush(
                smooth(
                    [
                        (left + long + 30, y + 2 * s),
                        (left + long - 80 * s, y + 20 * s),
                        (left + long * 0.4, y + 30 * s),
                        (left - 60, y + 30 * s),
                    ]
                ),
                [3, 7, 5, 1],
            )
        ),
        1.0,
    )


def oarsman(p: Plate, x: float, y: float, s: float, tone: float, colour: tuple | None) -> None:
    """One oarsman, leaning into the catch, his back to the way he goes."""
    hip, neck = (x, y - 12 * s), (x - 36 * s, y - 68 * s)
    knee, hand = (x - 58 * s, y - 46 * s), (x - 104 * s, y - 42 * s)
    shirt = p.area(limb(hip, neck, 36 * s, 34 * s))
    p.paint(
        p.area(limb(hip, knee, 24 * s, 19 * s), limb(knee, (x - 88 * s, y - 10 * s), 18 * s, 11 * s)),
        tone,
    )
    p.paint(shirt, 0.9, slant(30, 5))
    p.shade(
        p.area(limb((hip[0] + 9 * s, hip[1]), (neck[0] + 13 * s, neck[1] + 4 * s), 15 * s, 12 * s)), 0.25
    )
    p.ink(p.stroke([*limb(hip, neck, 36 * s, 34 * s), limb(hip, neck, 36 * s, 34 * s)[0]], width=1.8))
    if colour:
        p.spot(shirt, colour, 0.55)
    p.paint(
        p.area(
            limb((neck[0] - 4 * s, neck[1] + 10 * s), hand, 13 * s, 8 * s),
            arc(neck[0] - 15 * s, neck[1] - 29 * s, 14 * s, 17 * s, 0, 360),
            limb(neck, (neck[0] - 12 * s, neck[1] - 22 * s), 16 * s, 14 * s),
        ),
        tone,
    )


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
        blade = limb(
            (tip[0] - 2 * s, tip[1] - 18 * s), (tip[0] + 1 * s, tip[1] + 12 * s), 14 * s, 20 * s
        )
        p.paint(p.area(blade), 0.9)
        p.outline(blade, width=2)
        p.paint(p.disc(tip[0] + 22 * s, tip[1] + 14 * s, 44 * s, 7 * s), 1.0)
        p.ink(p.stroke(arc(tip[0] + 24 * s, tip[1] + 14 * s, 50 * s, 9 * s, 10, 200), width=2))
        for _drop in range(7):
            p.paint(
                p.disc(
                    tip[0] + p.random.normal(10, 24) * s,
                    tip[1] - abs(p.random.normal(4, 12)) * s,
                    2.4 * s,
                ),
                1.0,
            )
