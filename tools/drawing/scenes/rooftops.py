"""Roofs of the city towards the harbour, chimneys, washing, morning."""

from __future__ import annotations

import numpy as np

from ..built import block
from ..engrave import step
from ..fields import level, slant
from ..gallery import scene
from ..nature import disc_of_light, hills, sky
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, brush, oblong, smooth


@scene("rooftops", "business")
def rooftops() -> Plate:
    """Roofs of the city towards the harbour, chimneys, washing, morning."""
    p = Plate(seed=311)
    sky(p, 480, 0.55, 1.0, 0.55, 0.1, (14, -10), 240, seed=2)
    disc_of_light(p, 1180, 330, 60, 6, 0.7, LAMP)
    p.spot(p.disc(1180, 330, 60), LAMP, 1)
    hills(p, 400, 36, 0.74, 8, 420, 12, 0.1, bottom=560)
    p.paint(p.area([(700, 424), (1610, 420), (1610, 470), (700, 470)]), 0.97, level(8))
    for x, y, s in ((1290, 436, 0.7), (1420, 440, 0.9), (960, 434, 0.6)):
        p.paint(
            p.stroke([(x, y), (x, y - 66 * s)], [(x - 10, y - 50 * s), (x + 30 * s, y - 10)], width=2),
            0.1,
        )
        p.paint(
            p.area(
                [(x - 40 * s, y - 8), (x + 44 * s, y - 10), (x + 30 * s, y + 6), (x - 30 * s, y + 6)]
            ),
            0.1,
        )
    for row in range(6):
        s = 0.3 + row * 0.24 + row * row * 0.03
        x = -120.0 - p.random.uniform(0, 120)
        while x < 1660:
            wide = p.random.uniform(150, 230) * s
            foot = 520 + row * 86 + row * row * 12
            house(p, x, foot, wide, p.random.uniform(90, 150) * s, s, row)
            x += wide * p.random.uniform(1.22, 1.5)
    washing(p)
    for x, y in ((500, 200), (548, 226), (590, 192)):
        p.ink(
            p.stroke(
                smooth([(x - 22, y - 9), (x - 8, y - 11), (x, y), (x + 8, y - 11), (x + 22, y - 9)]),
                width=3,
            )
        )
    return p


def house(p: Plate, x: float, foot: float, wide: float, tall: float, s: float, row: int) -> None:
    """One gabled house with chimneys, lit from the right."""
    side = wide * 0.62
    rise = wide * p.random.uniform(0.36, 0.5)
    block(
        p,
        x,
        foot + 300,
        wide,
        tall + 300,
        side,
        0.5 if row % 2 else 0.58,
        0.9,
        0.12,
        max(2, int(wide / (52 * s))),
        max(4, int((tall + 300) / (64 * s))),
        0.06,
        1.6,
        rise,
    )
    slope = [
        (x + wide / 2, foot - tall - rise),
        (x + wide / 2 + side, foot - tall - rise + side * 0.12),
        (x + wide + side, foot - tall + side * 0.12),
        (x + wide, foot - tall),
    ]
    roof = Wall(*slope)
    p.paint(p.area(slope), 0.8 if row % 2 else 0.66, roof.courses(max(5, rise / 9)))
    if p.random.random() < 0.3:
        p.spot(p.area(slope), LANTERN, 0.7)
    p.outline(slope, width=1.8)
    for u in (0.2, 0.7):
        cx, cy = roof.at(u, 0.2)
        stack = oblong(cx - 12 * s, cy - 52 * s, 26 * s, 66 * s)
        p.paint(p.area(stack), 0.3, level(6))
        p.paint(
            p.area(
                oblong(cx - 15 * s, cy - 56 * s, 32 * s, 9 * s),
                oblong(cx - 8 * s, cy - 70 * s, 7 * s, 16 * s),
                oblong(cx + 3 * s, cy - 70 * s, 7 * s, 16 * s),
            ),
            0.06,
        )
        p.outline(stack, width=1.6)
        if p.random.random() < 0.34:
            plume = smooth(
                [
                    (cx, cy - 72 * s),
                    (cx - 16 * s, cy - 110 * s),
                    (cx - 54 * s, cy - 140 * s),
                    (cx - 120 * s, cy - 156 * s),
                ]
            )
            p.paint(p.soft(p.area(brush(plume, [8 * s, 22 * s, 30 * s, 14 * s])), 5), 0.98, alpha=0.9)


def washing(p: Plate) -> None:
    """A line of washing between two chimneys, near the reader."""
    rope = smooth([(820, 700), (1010, 744), (1240, 752), (1480, 706)])
    p.ink(p.stroke(rope, width=3))
    for n, (x, wide, tall) in enumerate(
        ((880, 60, 96), (960, 74, 70), (1060, 54, 110), (1140, 90, 84), (1262, 60, 104), (1350, 76, 78))
    ):
        y = float(np.interp(x, [a for a, _ in rope], [b for _, b in rope]))
        cloth = smooth(
            [
                (x, y),
                (x + wide, y + 2),
                (x + wide + 10, y + tall * 0.6),
                (x + wide - 2, y + tall),
                (x + wide * 0.4, y + tall * 0.92),
                (x + 4, y + tall),
                (x + 8, y + tall * 0.5),
            ],
            closed=True,
            steps=5,
        )
        p.paint(
            p.area(cloth),
            lambda a, b, x=x, w=wide: 0.98 - 0.4 * step(x + w * 0.6, x, a) + 0 * b,
            slant(84, 8),
        )
        if n in (1, 4):
            p.spot(p.area(cloth), LANTERN, 0.85)
        p.outline(cloth, width=2.4)
