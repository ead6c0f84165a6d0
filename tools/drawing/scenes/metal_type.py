"""Metal type in close-up, a stick being set, letters as mirror images."""

from __future__ import annotations

import math

from ..engrave import step
from ..fields import slant
from ..gallery import scene
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, oblong
from ..typeset import stamp


@scene("type", "culture")
def metal_type() -> Plate:
    """Metal type in close-up, a stick being set, letters as mirror images."""
    p = Plate(seed=511, tone=0.3)
    p.paint(p.whole(), lambda x, y: 0.3 + 0.2 * step(200, 1000, y) + 0 * x, slant(6, 10))
    for y in range(40, 1100, 210):
        for x in range(-80, 1700, 250):
            tray = oblong(x, y - x * 0.05, 236, 196)
            p.paint(
                p.area(tray),
                lambda a, b, x=x, y=y: 0.14 + 0.3 * step(x, x + 240, a) * step(y - 60, y + 150, b),
                slant(40, 8),
            )
            p.outline(tray, width=5)
            for _ in range(9):
                cx, cy, t = (
                    x + p.random.uniform(30, 200),
                    y - x * 0.05 + p.random.uniform(30, 160),
                    p.random.uniform(-1, 1),
                )
                sort = [
                    (cx + a * math.cos(t) - b * math.sin(t), cy + a * math.sin(t) + b * math.cos(t))
                    for a, b in ((-34, -10), (34, -10), (34, 10), (-34, 10))
                ]
                p.paint(p.area(sort), p.random.uniform(0.5, 0.9), slant(math.degrees(-t), 6))
                p.outline(sort, width=2)
    stick(p)
    return p


def stick(p: Plate) -> None:
    """The composing stick with a line of type, seen from above its face."""
    p.shade(p.soft(p.area([(60, 640), (1590, 560), (1600, 850), (80, 930)]), 22), 0.25)
    back = Wall((40, 330), (1560, 250), (1560, 330), (40, 420))
    base = Wall((40, 420), (1560, 330), (1560, 800), (40, 900))
    p.paint(p.area(back.corners), 0.75, back.courses(8))
    p.paint(p.area(base.corners), 0.4, base.courses(40))
    p.outline(back.corners, base.corners, width=4)
    letters = "LINDHAVEN"[::-1]
    u = 0.05
    for index, letter in enumerate(letters):
        wide = 0.058 if letter == "I" else 0.106
        face = base.part(u, 0.06, u + wide - 0.004, 0.66)
        lower = base.part(u, 0.66, u + wide - 0.004, 0.98)
        p.paint(
            p.area(lower),
            lambda x, y, a=face[3][0], b=face[2][0]: 0.75 - 0.55 * step(a, b, x) + 0 * y,
            slant(90, 8),
        )
        nick = base.part(u, 0.82, u + wide - 0.004, 0.87)
        p.paint(p.area(nick), 0.05)
        p.paint(p.area(face), 0.34, slant(34, 8))
        if letter != " ":
            x, y = base.at(u + wide / 2 - 0.002, 0.55)
            mask = stamp(p, x, y, letter, 290)
            p.paint(stamp(p, x + 5, y + 6, letter, 290), 0.02)
            p.paint(mask, 1.0)
            if index == 5:
                p.spot(mask, LANTERN, 0.9)
        p.outline(face, lower, width=3)
        u += wide
    knee = base.part(0.955, -0.02, 1.0, 1.0)
    p.paint(p.area(knee), 0.85, slant(90, 8))
    p.paint(p.disc(*base.at(0.977, 0.5), 22), 0.1)
    p.outline(knee, width=4)
    edge = Wall((40, 900), (1560, 800), (1560, 850), (40, 960))
    p.paint(p.area(edge.corners), 0.95, edge.courses(5))
    p.outline(edge.corners, width=4)
    p.paint(p.area(base.part(0, -0.02, 0.045, 1)), 0.8, slant(90, 8))
    p.outline(base.part(0, -0.02, 0.045, 1), width=4)
