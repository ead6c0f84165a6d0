"""A long train of containers comes round a bend in the steppe."""

from __future__ import annotations

import itertools

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, slant
from ..gallery import scene
from ..nature import grass, hills, sky
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth


@scene("train", "business")
def train() -> Plate:
    """A long train of containers comes round a bend in the steppe."""
    p = Plate(seed=131)
    sky(p, 480, 0.5, 1.0, 0.66, 0.2, (14, -12), 250, seed=12)
    hills(p, 430, 50, 0.74, 9, 420, 20, 0.2, bottom=520)
    hills(p, 458, 18, 0.6, 29, 300, 12, 0.14, bottom=520)
    form = p.noise(46, 4, 3, 4)
    p.paint(
        p.whole(470),
        lambda x, y: 0.95 - 0.36 * step(500, 1067, y) + 0.17 * form(x, y),
        level(8, form, 9),
    )
    way = smooth(
        [
            (1640, 512),
            (1360, 522),
            (1120, 540),
            (900, 576),
            (720, 664),
            (540, 780),
            (330, 930),
            (150, 1090),
        ],
        steps=24,
    )
    scale = [float(np.interp(y, [505, 1067], [0.11, 1.75])) for _, y in way]
    bed = brush(way, [20, 24, 34, 50, 84, 130, 220, 330])
    p.paint(p.area(bed), lambda x, y: 0.56 + 0.2 * form(x, y), slant(60, 7))
    poles(p)
    wagons(p, way, scale)
    grass(
        p,
        [(p.random.uniform(0, 1600), 560 + 500 * p.random.random() ** 0.7) for _ in range(190)],
        24,
        0.06,
        0.4,
    )
    engine(p)
    for x, y, s in ((1010, 880, 1.3), (1390, 960, 1.7), (1190, 840, 1.1)):
        horse(p, x, y, s)
    return p


def wagons(p: Plate, way: list, scale: list[float]) -> None:
    """Containers along the curve, from the far end to the engine."""
    count = 22
    places = 4 + 113 * np.linspace(0, 1, count) ** 0.78
    for n in range(count - 1):
        a, b = int(places[n]), int(places[n + 1])
        if b <= a:
            continue
        (x0, y0), (x1, y1) = way[a], way[b]
        h0, h1 = 172 * scale[a], 172 * scale[b]
        gap = (x0 - x1) * 0.05
        wall = Wall(
            (x1 + gap, y1 - h1),
            (x0 - gap, y0 - h0),
            (x0 - gap, y0 - h0 * 0.16),
            (x1 + gap, y1 - h1 * 0.16),
        )
        side = p.area(wall.corners)
        p.paint(side, 0.42 + 0.32 * (n % 3) / 2, wall.uprights(max(3, (x0 - x1) / 9)))
        if n % 3 == 1:
            p.spot(side, LANTERN, 0.85)
        top = [
            (x1 + gap, y1 - h1),
            (x0 - gap, y0 - h0),
            (x0 - gap + h0 * 0.5, y0 - h0 * 1.03),
            (x1 + gap + h1 * 0.5, y1 - h1 * 1.06),
        ]
        p.paint(p.area(top), 0.97)
        p.outline(wall.corners, top, width=1.2 + scale[b])
        p.paint(p.stroke([(x0, y0 - h0 * 0.1), (x1, y1 - h1 * 0.1)], width=3 + 8 * scale[b]), 0.03)
        for t in (0.2, 0.8):
            x, y, s = x1 + (x0 - x1) * t, y1 + (y0 - y1) * t, scale[b]
            p.paint(p.disc(x, y - 4 * s, 11 * s), 0.02)


def engine(p: Plate) -> None:
    """The diesel engine, nose to the reader."""
    front = [(150, 1080), (150, 770), (176, 716), (340, 706), (366, 760), (372, 1080)]
    flank = Wall((366, 756), (560, 640), (560, 790), (372, 1010))
    p.paint(
        p.area(flank.corners), lambda x, y: 0.34 - 0.2 * step(760, 980, y) + 0 * x, flank.courses(26)
    )
    p.outline(flank.corners, width=2.6)
    band = p.area(flank.part(0, 0.5, 1, 0.68))
    p.paint(band, 0.7)
    p.spot(band, LANTERN, 0.9)
    p.paint(p.area(*[flank.part(u, 0.16, u + 0.12, 0.4) for u in (0.06, 0.3, 0.5, 0.7)]), 0.06)
    p.paint(p.area([(176, 716), (340, 706), (548, 622), (566, 640), (366, 760)]), 0.6, slant(24, 7))
    p.paint(p.area(front), lambda x, y: 0.86 - 0.4 * step(240, 372, x) + 0 * y, level(8))
    p.outline(front, width=3)
    for left in (184, 268):
        pane = [(left, 826), (left + 6, 752), (left + 66, 748), (left + 72, 822)]
        p.paint(p.area(pane), lambda x, y: 0.1 + 0.5 * step(770, 750, y) + 0 * x, slant(50, 6))
        p.outline(pane, width=3)
    stripe = p.area([(150, 850), (372, 842), (372, 902), (150, 912)])
    p.paint(stripe, 0.7)
    p.spot(stripe, LANTERN, 0.9)
    for x, y in ((190, 946), (334, 940), (262, 728)):
        lamp(p, x, y, 13, 110, 0.9)
        p.ink(p.stroke(arc(x, y, 16, 16, 0, 360), width=3))
    p.paint(p.area([(130, 1000), (392, 990), (402, 1080), (120, 1080)]), 0.05)


def poles(p: Plate) -> None:
    """Telegraph poles that run to the horizon."""
    tops = []
    for n in range(9):
        s = 0.72**n
        x, y = 1560 - 1500 * (1 - s) * 0.16 + n * 4, 512 + 420 * s
        tall = 520 * s
        p.paint(p.area(oblong(x - 6 * s, y - tall, 12 * s + 0.8, tall)), 0.04)
        p.paint(
            p.area(
                oblong(x - 52 * s, y - tall * 0.93, 104 * s, 9 * s + 0.6),
                oblong(x - 40 * s, y - tall * 0.84, 80 * s, 8 * s + 0.6),
            ),
            0.04,
        )
        tops.append((x, y, tall, s))
    for (a, b, t, s), (c, d, u, r) in itertools.pairwise(tops):
        for off in (-46, 46):
            start, stop = (a + off * s, b - t * 0.95), (c + off * r, d - u * 0.95)
            p.ink(
                p.stroke(
                    smooth([start, ((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2 + 18 * s), stop]),
                    width=0.8 + s,
                )
            )


def horse(p: Plate, x: float, y: float, s: float) -> None:
    """A grazing horse."""
    body = smooth(
        [
            (x - 52 * s, y - 62 * s),
            (x - 10 * s, y - 66 * s),
            (x + 36 * s, y - 68 * s),
            (x + 58 * s, y - 58 * s),
            (x + 56 * s, y - 38 * s),
            (x + 10 * s, y - 30 * s),
            (x - 46 * s, y - 36 * s),
            (x - 60 * s, y - 48 * s),
        ],
        closed=True,
    )
    neck = [
        (x - 40 * s, y - 66 * s),
        *smooth(
            [
                (x - 66 * s, y - 44 * s),
                (x - 88 * s, y - 18 * s),
                (x - 96 * s, y + 2 * s),
                (x - 86 * s, y + 6 * s),
                (x - 74 * s, y - 10 * s),
                (x - 52 * s, y - 30 * s),
                (x - 30 * s, y - 36 * s),
            ],
            steps=6,
        ),
    ]
    legs = [
        limb((x + a * s, y - 40 * s), (x + b * s, y + 8 * s), 15 * s, 7 * s)
        for a, b in ((-40, -46), (-30, -24), (42, 36), (50, 56))
    ]
    tail = brush(
        smooth([(x + 56 * s, y - 58 * s), (x + 74 * s, y - 36 * s), (x + 70 * s, y - 2 * s)]),
        [6 * s, 10 * s, 2 * s],
    )
    p.shade(p.soft(p.disc(x, y + 12 * s, 70 * s, 8 * s), 4), 0.4)
    p.paint(p.area(body, neck, *legs, tail), 0.05)
    p.paint(
        p.area(
            brush(
                smooth([(x - 30 * s, y - 62 * s), (x + 10 * s, y - 62 * s), (x + 46 * s, y - 62 * s)]),
                [1, 5 * s, 1],
            )
        ),
        0.6,
    )
