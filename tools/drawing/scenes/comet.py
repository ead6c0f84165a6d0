"""The comet over the Kellan Hills at dusk, and two people with a telescope."""

from __future__ import annotations

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays
from ..figures import POINT, STAND, person
from ..gallery import scene
from ..nature import (
    bare_tree,
    grass,
    hills,
    mist,
    stars,
)
from ..palette import COMET
from ..plate import Plate
from ..shapes import brush, limb, smooth


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
    p.paint(
        p.soft(p.area(brush(tail, [26, 120, 250])), 18),
        1.0,
        rays(*head, 8),
        alpha=lambda x, y: np.clip(1.05 - np.hypot(x - head[0], y - head[1]) / 980, 0, 1) ** 1.1,
    )
    p.paint(
        p.soft(p.area(brush(gas, [10, 26, 54])), 8),
        0.9,
        rays(*head, 8),
        alpha=lambda x, y: np.clip(0.95 - np.hypot(x - head[0], y - head[1]) / 640, 0, 1),
    )
    p.spot(
        p.soft(p.area(brush(tail, [24, 90, 190])), 18),
        COMET,
        lambda x, y: np.clip(1.1 - np.hypot(x - head[0], y - head[1]) / 800, 0, 1),
    )
    for off in (-20, -7, 6, 20, 38):
        streak = [(x + off * n / 18, y + off * -0.6 * n / 18) for n, (x, y) in enumerate(tail)]
        p.paint(
            p.area(brush(streak, [7, 4, 1])),
            1.0,
            alpha=lambda x, y: np.clip(1.0 - np.hypot(x - head[0], y - head[1]) / 760, 0, 1),
        )
    p.glow(*head, 120, 0.95, COMET)
    p.paint(p.disc(*head, 19), 1.0)
    hills(p, 742, 70, 0.6, 11, 420, 10, 0.14, bottom=1080)
    mist(p, 700, 820, 0.9, 0.5)
    hills(p, 810, 80, 0.4, 23, 520, 16, 0.16, bottom=1080)
    village(p)
    hills(p, 880, 60, 0.24, 36, 640, -14, 0.12, bottom=1080)
    hill = [
        *smooth([(-20, 900), (240, 868), (520, 898), (860, 968), (1200, 1000), (1620, 962)]),
        (1620, 1080),
        (-20, 1080),
    ]
    p.paint(p.area(hill), 0.04)
    grass(
        p,
        [
            (x, np.interp(x, [-20, 240, 520, 860, 1200, 1620], [902, 871, 901, 970, 1002, 965]))
            for x in range(-10, 1610, 9)
        ],
        20,
    )
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
    p.paint(
        p.stroke([(300, 700), (262, 880)], [(300, 700), (306, 884)], [(300, 700), (346, 884)], width=5),
        0.02,
    )
    person(p, 190, 880, 196, STAND, 1, 0.02, "coat")
    person(p, 470, 902, 182, POINT, 1, 0.02, "hat")
    person(p, 520, 906, 122, STAND, 1, 0.02)
