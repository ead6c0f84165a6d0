"""An old tram asleep in its shed, light through the roof."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import level, rings, slant
from ..figures import Pose, person
from ..gallery import scene
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, oblong, smooth


@scene("old-tram", "city")
def old_tram() -> Plate:
    """An old tram asleep in its shed, light through the roof."""
    p = Plate(seed=331, tone=0.3)
    p.paint(p.whole(), lambda x, y: 0.3 + 0.12 * step(1000, 0, x) + 0 * y, slant(90, 10))
    for n in range(9):
        x = -40 + n * 210
        p.paint(p.stroke([(x, -10), (x, 900)], width=15), 0.08)
    for n in range(7):
        p.paint(p.stroke([(-20, 60 + n * 2), (1620, 60 + n * 2)], width=4), 0.06)
    p.paint(
        p.stroke(
            *[[(x, 62), (x + 105, 160)] for x in range(-60, 1640, 210)],
            *[[(x + 105, 160), (x + 210, 62)] for x in range(-60, 1640, 210)],
            [(-10, 162), (1610, 162)],
            width=9,
        ),
        0.05,
    )
    for x in (190, 400, 610):
        pane = oblong(x - 60, 230, 150, 250)
        p.paint(p.area(pane), 1.0)
        p.ink(
            p.stroke(
                [(x + 15, 230), (x + 15, 480)],
                [(x - 60, 312), (x + 90, 312)],
                [(x - 60, 396), (x + 90, 396)],
                width=6,
            )
        )
        p.outline(pane, width=6)
    p.paint(p.whole(880), lambda x, y: 0.6 - 0.3 * step(900, 1067, y) + 0 * x, level(9))
    for x in (190, 400, 610):
        p.paint(
            p.soft(p.area([(x - 50, 240), (x + 80, 240), (x + 560, 960), (x + 330, 960)]), 10),
            1.0,
            alpha=0.34,
        )
    tram(p)
    return p


def tram(p: Plate) -> None:
    """The car: clerestory roof, wooden side, open platform."""
    p.shade(p.soft(p.disc(900, 940, 640, 40), 12), 0.2)
    side = Wall((420, 360), (1380, 330), (1380, 800), (420, 820))
    p.paint(p.area(side.corners), lambda x, y: 0.86 - 0.4 * step(700, 1380, x) + 0 * y, side.courses(48))
    low = p.area(side.part(0, 0.56, 1, 0.97))
    p.spot(low, LANTERN, 0.8)
    for n in range(7):
        pane = side.part(0.03 + n * 0.137, 0.14, 0.142 + n * 0.137, 0.5)
        top = side.line(
            [
                (0.03 + n * 0.137 + 0.056 - 0.056 * math.cos(t), 0.14 - 0.05 * math.sin(t))
                for t in np.linspace(0, math.pi, 12)
            ]
        )
        p.paint(
            p.area([*top, pane[2], pane[3]]),
            lambda x, y, a=pane[0][0]: (
                0.14 + 0.55 * step(0.2, 0.5, np.sin((x - a) / 50 + (y - 300) / 110))
            ),
            slant(50, 8),
        )
        p.outline([*top, pane[2], pane[3]], width=3)
        p.outline(side.part(0.03 + n * 0.137, 0.6, 0.142 + n * 0.137, 0.92), width=2)
    p.paint(p.area(side.part(0, 0.525, 1, 0.565)), 0.95)
    p.outline(side.corners, side.part(0, 0.525, 1, 0.565), width=3)
    roof = smooth(
        [(330, 366), (360, 310), (480, 280), (900, 262), (1330, 250), (1450, 284), (1480, 336)], steps=8
    )
    p.paint(
        p.area(roof), lambda x, y: 0.9 - 0.55 * step(290, 370, y) - 0.2 * step(800, 1480, x), level(8)
    )
    p.outline(roof, width=3)
    upper = [(520, 282), (540, 226), (1290, 200), (1310, 254)]
    p.paint(p.area(upper), 0.5, level(8))
    p.paint(
        p.area(
            *[
                [
                    (570 + n * 74, 240 - n * 2.6),
                    (620 + n * 74, 238 - n * 2.6),
                    (620 + n * 74, 266 - n * 2.6),
                    (570 + n * 74, 268 - n * 2.6),
                ]
                for n in range(10)
            ]
        ),
        0.95,
    )
    p.outline(upper, width=2.6)
    for x0, x1 in ((330, 420), (1380, 1480)):
        p.paint(
            p.stroke([(x0 + 12, 366), (x0 + 12, 800)], [(x1 - 12, 350), (x1 - 12, 800)], width=9), 0.05
        )
        dash = [(x0, 620), (x1, 616), (x1, 830), (x0, 830)]
        p.paint(p.area(dash), 0.75, slant(90, 8))
        p.spot(p.area(dash), LANTERN, 0.85)
        p.outline(dash, width=3)
    lamp_at = (372, 660)
    p.paint(p.disc(*lamp_at, 34), 0.96)
    p.ink(p.stroke(arc(*lamp_at, 34, 34, 0, 360, 60), arc(*lamp_at, 22, 22, 0, 360, 60), width=4))
    p.paint(p.area([(320, 826), (1490, 810), (1480, 850), (330, 862)]), 0.05)
    for x in (620, 820, 1030, 1210):
        p.paint(p.disc(x, 894, 54), 0.06)
        p.paint(
            p.disc(x, 894, 40),
            lambda a, b, x=x: 0.75 - 0.5 * step(x - 20, x + 40, a) + 0 * b,
            rings(x, 894, 7),
        )
        p.paint(p.disc(x, 894, 13), 0.05)
    p.paint(p.stroke([(-10, 952), (1610, 944)], width=8), 0.04)
    p.paint(p.stroke([(-10, 1010), (1610, 1000)], width=11), 0.04)
    p.paint(p.stroke([(900, 214), (1250, 90), (1290, 60)], width=7), 0.05)
    person(p, 200, 1010, 380, Pose(0, (8, -6), (4, -6), (40, -12), (116, -4)), 1, 0.03, "hat")
