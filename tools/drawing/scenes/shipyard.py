"""A hull on the slip below the great crane, early in the day."""

from __future__ import annotations

import numpy as np

from ..engrave import step
from ..fields import level, rays, slant
from ..figures import STAND, WALK, person
from ..gallery import scene
from ..nature import disc_of_light, glitter, hills, sky, water
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import arc, oblong, smooth


@scene("shipyard", "business")
def shipyard() -> Plate:
    """A hull on the slip below the great crane, early in the day."""
    p = Plate(seed=31)
    sky(p, 700, 0.62, 1.0, 0.5, 0.05, (14, -10), 250, seed=9)
    disc_of_light(p, 1325, 470, 62, 6, 0.7, LAMP)
    p.spot(p.disc(1325, 470, 62), LAMP, 1)
    hills(p, 610, 40, 0.72, 6, 420, 12, 0.1, bottom=760)
    hills(p, 656, 30, 0.56, 14, 260, 12, 0.12, bottom=760)
    water(p, 690, 1067, 0.94, 0.6, 0.2, 6)
    glitter(p, 1325, 692, 900, 70, 90, LAMP, 30)
    crane(p)
    hull(p)
    ground = [(-10, 905), (330, 890), (900, 930), (1610, 985), (1610, 1080), (-10, 1080)]
    form = p.noise(40, 4, 12, 3)
    p.paint(
        p.area(ground),
        lambda x, y: 0.68 + 0.14 * form(x, y) - 0.24 * step(930, 1067, y),
        rays(1325, 560, 9),
    )
    p.outline(ground[:4], width=2, closed=False)
    below = p.area([(240, 905), (940, 935), (620, 1010), (60, 960)])
    p.shade(p.soft(below, 10), 0.35)
    for n in range(9):
        x = 330 + n * 66
        p.paint(p.area([(x, 902 + n * 3), (x + 26, 902 + n * 3), (x + 34, 858), (x - 4, 858)]), 0.1)
    for x, y, tall, pose, way in (
        (1020, 1010, 100, WALK, -1),
        (1085, 1014, 104, STAND, -1),
        (1190, 1004, 98, WALK, 1),
        (205, 1012, 104, STAND, 1),
    ):
        p.shade(p.soft(p.area([(x - 8, y), (x + 10, y), (x - 92, y + 22), (x - 112, y + 20)]), 4), 0.4)
        person(p, x, y, tall, pose, way, 0.04, "hat" if x > 1100 else "")
    stack(p)
    return p


def hull(p: Plate) -> None:
    """The bow of a ship on the slip, her plates in courses, seen from below."""
    stem = smooth([(958, 402), (936, 520), (906, 640), (884, 760), (892, 852), (866, 884)])
    side = [(-10, 470), (400, 440), (760, 418), (958, 402), *stem, (600, 880), (-10, 872)]
    form = p.noise(90, 3, 2, 1)

    def tone(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        flare = step(960, 520, x + (y - 400) * 0.25)
        return 0.92 - 0.52 * flare - 0.22 * step(640, 880, y) + 0.05 * form(x, y)

    p.paint(
        p.area(side), tone, lambda x, y: (y - 440 + (958 - x) * -0.035 + 30 * ((x - 500) / 500) ** 2) / 9
    )
    low = [
        (-10, 730),
        (500, 742),
        (888, 748),
        (884, 760),
        (892, 852),
        (866, 884),
        (600, 880),
        (-10, 872),
    ]
    p.shade(p.area(low), 0.45)
    p.spot(p.area(low), LANTERN, 0.62)
    for n in range(1, 6):
        y = 440 + n * 58
        p.outline(
            smooth([(-10, y + 22), (400, y + 4), (760, y - 12 + n * 2), (948 - n * 12, y - 34 + n * 4)]),
            width=1.2,
            closed=False,
        )
    for n in range(9):
        p.outline(
            smooth([(70 + n * 104, 462 - n * 7), (66 + n * 99, 640), (62 + n * 93, 742)]),
            width=0.9,
            closed=False,
        )
    p.outline(side, width=2.6)
    p.paint(
        p.area(
            [
                (-10, 456),
                (400, 426),
                (760, 404),
                (962, 388),
                (958, 402),
                (760, 418),
                (400, 440),
                (-10, 470),
            ]
        ),
        0.06,
    )
    p.paint(p.area(arc(842, 500, 15, 22, 0, 360)), 0.05)
    p.paint(p.stroke([(842, 520), (838, 600)], width=5), 0.05)
    scaffold(p)


def scaffold(p: Plate) -> None:
    """Planks and poles along the ship's side, with people at work."""
    poles = [[(60 + n * 104, 400), (60 + n * 104, 905)] for n in range(6)]
    planks = [[(-10, y), (598, y + 6)] for y in (560, 680, 800)]
    braces = [
        [(60 + n * 104, 560 + 120 * (n % 3)), (164 + n * 104, 680 + 120 * (n % 3))] for n in range(5)
    ]
    p.paint(p.stroke(*poles, width=4.5), 0.04)
    p.paint(p.stroke(*planks, width=8), 0.05)
    p.paint(p.stroke(*braces, width=2.4), 0.05)
    for x, y, pose in ((120, 558, STAND), (400, 562, WALK), (300, 680, STAND), (520, 802, STAND)):
        person(p, x, y, 74, pose, 1, 0.02)
    sparks = (432, 640)
    p.glow(*sparks, 90, 0.9, LAMP)
    person(p, 400, 682, 66, WALK, 1, 0.02)
    for _n in range(26):
        turn = p.random.uniform(0.1, 1.4)
        long = p.random.uniform(14, 70)
        line = p.stroke(
            [sparks, (sparks[0] + long * np.cos(turn), sparks[1] + long * np.sin(turn) * 1.3)], width=1.4
        )
        p.paint(line, 1.0)


def crane(p: Plate) -> None:
    """The hammerhead crane, dark against the morning."""

    def truss(a: tuple, b: tuple, deep: float, count: int, width: float) -> list:
        (x0, y0), (x1, y1) = a, b
        bars = [[a, b], [(x0, y0 + deep), (x1, y1 + deep)]]
        for n in range(count):
            u, v = n / count, (n + 1) / count
            bars.append(
                [
                    (x0 + (x1 - x0) * u, y0 + (y1 - y0) * u + deep * (n % 2)),
                    (x0 + (x1 - x0) * v, y0 + (y1 - y0) * v + deep * ((n + 1) % 2)),
                ]
            )
            bars.append(
                [
                    (x0 + (x1 - x0) * v, y0 + (y1 - y0) * v),
                    (x0 + (x1 - x0) * v, y0 + (y1 - y0) * v + deep),
                ]
            )
        p.paint(p.stroke(*bars, width=width), 0.05)
        return bars

    legs = [[(1000, 900), (1070, 250)], [(1250, 930), (1160, 250)], [(1090, 885), (1085, 250)]]
    p.paint(p.stroke(*legs, width=13), 0.05)
    cross = []
    for n in range(7):
        low, high = n / 7, (n + 1) / 7
        left = lambda t: (1000 + 70 * t, 900 - 650 * t)
        right = lambda t: (1250 - 90 * t, 930 - 680 * t)
        cross += [[left(low), right(high)], [right(low), left(high)], [left(high), right(high)]]
    p.paint(p.stroke(*cross, width=4), 0.05)
    truss((330, 150), (1500, 150), 64, 30, 5)
    p.paint(
        p.stroke(
            [(1120, 30), (330, 150)],
            [(1120, 30), (1500, 150)],
            [(1120, 30), (1060, 216)],
            [(1120, 30), (1180, 216)],
            [(1120, 30), (760, 150)],
            width=5,
        ),
        0.05,
    )
    p.paint(p.area(oblong(1030, 206, 170, 60)), 0.08)
    p.paint(p.area(oblong(1370, 206, 130, 66)), 0.1, slant(90, 6))
    p.paint(p.area(oblong(1082, 266, 66, 44)), 0.3)
    p.paint(p.area(*[oblong(1088 + 20 * n, 272, 14, 22) for n in range(3)]), 0.95)
    for x in (560, 580):
        p.paint(p.stroke([(x, 214), (x + (570 - x) * 0.4, 360)], width=2), 0.05)
    p.paint(p.area(oblong(540, 206, 60, 18), oblong(556, 350, 28, 24)), 0.05)
    p.paint(p.stroke([(570, 374), (480, 430)], [(570, 374), (660, 424)], width=2), 0.05)
    plate_ = [(470, 428), (668, 420), (676, 446), (478, 456)]
    p.paint(p.area(plate_), 0.4, slant(30, 6))
    p.outline(plate_, width=2)


def stack(p: Plate) -> None:
    """Steel plates and a bollard on the quay, close by."""
    for n in range(6):
        y = 1040 - n * 13
        slab = [(1330 + n * 4, y), (1590, y + 12), (1590, y + 24), (1330 + n * 4, y + 11)]
        p.paint(p.area(slab), 0.75 - 0.08 * (n % 3), level(5))
        p.outline(slab, width=1.8)
    bollard = smooth(
        [
            (700, 1070),
            (704, 1012),
            (690, 996),
            (694, 976),
            (740, 972),
            (782, 978),
            (786, 998),
            (772, 1014),
            (776, 1070),
        ]
    )
    p.paint(p.area(bollard), lambda x, y: 0.12 + 0.5 * step(745, 786, x) + 0 * y, slant(88, 6))
    p.outline(bollard, width=2)
