"""A river winds through the plain to the mountains, seen from a height."""

from __future__ import annotations

import numpy as np

from ..engrave import step
from ..fields import level, slant
from ..figures import STAND, person
from ..gallery import scene
from ..nature import crown, disc_of_light, glitter, grass, hills, mist, sky, trunk
from ..palette import COMET, LANTERN
from ..plate import Plate
from ..shapes import Wall, oblong, smooth


@scene("border-river", "world")
def border_river() -> Plate:
    """A river winds through the plain to the mountains, seen from a height."""
    p = Plate(seed=111)
    sky(p, 330, 0.6, 1.0, 0.5, 0.15, (12, -8), 170, seed=3)
    disc_of_light(p, 1180, 176, 46, 6, 0.6, COMET)
    hills(p, 262, 90, 0.62, 5, 300, 30, 0.24, bottom=420)
    mist(p, 250, 350, 1.0, 0.6)
    hills(p, 322, 40, 0.5, 15, 220, 22, 0.16, bottom=420)
    form = p.noise(50, 4, 7, 3)
    p.paint(
        p.whole(352),
        lambda x, y: 0.86 + 0.16 * form(x, y) - 0.34 * step(420, 1067, y),
        lambda x, y: (y + 0 * x) / 8 + form(x, y) * 0.8,
    )
    fields(p)
    middle = [
        (1180, 354),
        (1080, 372),
        (1230, 396),
        (1330, 424),
        (1130, 462),
        (860, 492),
        (800, 540),
        (1010, 590),
        (1190, 650),
        (1020, 742),
        (560, 800),
        (330, 880),
        (430, 980),
        (760, 1090),
    ]
    width = [5, 9, 14, 20, 28, 36, 48, 66, 92, 120, 160, 190, 230, 290]
    way = smooth(middle, steps=14)
    wide = [
        float(w) for w in np.interp(np.linspace(0, 1, len(way)), np.linspace(0, 1, len(width)), width)
    ]
    flat = river_shape(way, wide)
    p.paint(p.soft(p.area(flat), 7), 0.15, alpha=0.8)
    p.paint(
        p.area(flat),
        lambda x, y: 0.97 - 0.24 * step(560, 1067, y) + 0.2 * form(x, y) * step(480, 900, y),
        level(8, p.noise(40, 2, 4, 5), 5),
    )
    p.outline(flat, width=2)
    glitter(p, 1160, 372, 470, 60, 50, COMET, 10)
    bars(p, way, wide)
    trees(p)
    cliff = [
        *smooth([(980, 1080), (1060, 1000), (1180, 972), (1300, 900), (1420, 880), (1620, 820)]),
        (1620, 1080),
    ]
    p.paint(p.area(cliff), lambda x, y: 0.3 + 0.24 * form(x, y), slant(-58, 8))
    p.outline(cliff[:-1], width=2.6, closed=False)
    person(p, 1390, 884, 124, STAND, -1, 0.02, "coat hat")
    post = [oblong(1476, 740, 26, 140)]
    p.paint(p.area(*post), 0.95)
    for n in range(3):
        part = p.area(oblong(1476, 752 + n * 46, 26, 22))
        p.paint(part, 0.6)
        p.spot(part, LANTERN, 0.95)
    p.outline(*post, width=2)
    grass(
        p,
        [
            (x, float(np.interp(x, [1060, 1180, 1300, 1420, 1620], [1002, 974, 902, 882, 822])))
            for x in range(1070, 1610, 12)
        ],
        22,
    )
    for x, y in ((300, 140), (340, 156), (372, 132), (430, 170)):
        p.ink(
            p.stroke(
                smooth([(x - 18, y - 7), (x - 7, y - 9), (x, y), (x + 7, y - 9), (x + 18, y - 7)]),
                width=2.6,
            )
        )
    return p


def river_shape(way: list, wide: list[float]) -> list:
    """Return a river whose banks lie flat: it is wide across, not along the line of sight."""
    points = np.array(way)
    along = np.gradient(points, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-6)
    half = np.array(wide)[:, None] / 2
    side = np.stack([-along[:, 1] * half[:, 0], along[:, 0] * half[:, 0] * 0.42], 1)
    return [tuple(point) for point in np.vstack([points + side, (points - side)[::-1]])]


def fields(p: Plate) -> None:
    """Strips of fields on both sides."""
    for row in range(7):
        y0 = 386 + row * row * 11 + row * 12
        y1 = 386 + (row + 1) ** 2 * 11 + (row + 1) * 12
        x = -60.0
        while x < 1660:
            wide = p.random.uniform(120, 260) * (0.5 + row * 0.22)
            if p.random.random() < 0.55:
                lean = (800 - x) * 0.16
                strip = Wall((x, y0), (x + wide, y0), (x + wide - lean, y1), (x - lean, y1))
                p.paint(
                    p.area(strip.corners),
                    p.random.uniform(0.5, 0.95),
                    strip.uprights(wide / 9)
                    if p.random.random() < 0.5
                    else strip.courses((y1 - y0) / 7),
                )
                p.outline(strip.corners, width=1)
            x += wide


def bars(p: Plate, way: list, wide: list[float]) -> None:
    """Sand bars inside the bends."""
    for index in (56, 84, 118, 140):
        x, y = way[index]
        w = wide[index]
        side = 1 if index % 4 else -1
        spit = smooth(
            [
                (x - w * 0.4, y + side * w * 0.1),
                (x, y + side * w * 0.02),
                (x + w * 0.4, y + side * w * 0.09),
                (x, y + side * w * 0.15),
            ],
            closed=True,
        )
        p.paint(p.area(spit), 1.0)
        p.outline(spit, width=1.3)


def trees(p: Plate) -> None:
    """Poplars and willows along the water."""
    spots = sorted(
        [
            (980, 470, 0.5),
            (1010, 474, 0.5),
            (700, 528, 0.6),
            (736, 534, 0.66),
            (1250, 600, 0.9),
            (1290, 610, 0.95),
            (1330, 600, 0.8),
            (860, 640, 0.9),
            (210, 740, 1.2),
            (260, 760, 1.3),
            (130, 770, 1.3),
            (1390, 700, 1.1),
            (820, 850, 1.5),
            (900, 860, 1.6),
            (90, 960, 2.0),
        ],
        key=lambda spot: spot[1],
    )
    for n, (x, y, s) in enumerate(spots):
        p.shade(p.soft(p.disc(x - 24 * s, y, 34 * s, 7 * s), 4), 0.4)
        trunk(p, x, y, 28 * s, 5 * s)
        tall = 92 if n % 3 else 52
        crown(
            p,
            x,
            y - tall * 0.62 * s,
            (34 if n % 3 else 66) * s,
            tall * s,
            0.1,
            0.8,
            34,
            (0.7, -0.6),
            0.46 if n % 3 else 0.3,
        )
