"""A drill on the ice field: the mast, the tent, two people with a core; the glacier's cliff behind."""

from __future__ import annotations

import itertools

import numpy as np

from ..engrave import step
from ..fields import level, rings, slant
from ..figures import Pose, person
from ..gallery import scene
from ..nature import mist, sky
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import arc, brush, limb, oblong, smooth

HAUL = Pose(16, (22, -22), (10, -26), (70, 60), (96, 84), 8)


@scene("ice-core", "science")
def ice_core() -> Plate:
    """A drill on the ice field: the mast, the tent, two people with a core; the glacier's cliff behind."""
    p = Plate(seed=401)
    sky(p, 520, 0.46, 0.98, 0.45, 0.0, (-12, -10), 250, seed=3)
    peaks(p)
    form = p.noise(70, 4, 5, 3)
    p.paint(
        p.area(
            [
                *smooth([(-20, 600), (300, 560), (700, 590), (1100, 556), (1620, 600)]),
                (1620, 1080),
                (-20, 1080),
            ]
        ),
        lambda x, y: 1.0 - 0.12 * step(0.1, 0.8, form(x, y)) - 0.12 * step(800, 1067, y),
        level(9, form, 10),
    )
    crevasse(p)
    tent(p)
    rig(p)
    flags(p)
    sledge(p)
    return p


def peaks(p: Plate) -> None:
    """Rock and hanging ice above the field."""
    line = [
        (-20, 430),
        (90, 330),
        (180, 390),
        (330, 230),
        (450, 340),
        (600, 290),
        (760, 400),
        (960, 250),
        (1090, 330),
        (1210, 190),
        (1360, 330),
        (1480, 260),
        (1620, 380),
    ]
    rough = []
    for (a, b), (c, d) in itertools.pairwise(line):
        rough += [
            (a + (c - a) * t, b + (d - b) * t + p.random.normal(0, 8)) for t in np.linspace(0, 1, 9)[:-1]
        ]
    form = p.noise(46, 4, 8, 0.6)
    p.paint(
        p.area([*rough, (1620, 640), (-20, 640)]),
        lambda x, y: 0.72 + 0.55 * form(x, y) + 0.2 * step(420, 560, y),
        slant(58, 8, form, 10),
    )
    p.outline(rough, width=2, closed=False)
    mist(p, 450, 620, 1.0, 0.7)


def crevasse(p: Plate) -> None:
    """A crevasse with layered walls, close to the reader."""
    edge = smooth(
        [
            (-20, 905),
            (160, 892),
            (330, 930),
            (560, 918),
            (720, 968),
            (900, 964),
            (1010, 1010),
            (1060, 1080),
        ]
    )
    p.paint(
        p.area([*edge, (-20, 1080)]), lambda x, y: 0.8 - 0.5 * step(880, 1080, y) + 0 * x, slant(84, 9)
    )
    for n in range(7):
        layer = [(x, y + 14 + n * 17 + n * n * 0.8) for x, y in edge]
        p.ink(p.stroke(layer, width=2.4 - n * 0.15))
        if n in (1, 4):
            p.paint(p.area(brush([(x, y + 8) for x, y in layer], [5, 9, 6])), 0.98)
    p.paint(p.area(brush(edge, [10, 14, 9])), 1.0)
    p.outline(edge, width=2.6, closed=False)


def rig(p: Plate) -> None:
    """The tripod mast with its winch and the drill's barrel."""
    p.shade(p.soft(p.area([(860, 830), (1060, 838), (1460, 920), (1400, 940)]), 8), 0.5)
    p.paint(
        p.stroke(
            [(820, 836), (925, 250)], [(1040, 846), (935, 250)], [(940, 812), (930, 250)], width=10
        ),
        0.03,
    )
    p.paint(
        p.stroke(
            *[
                [(820 + 105 * t, 836 - 586 * t), (1040 - 105 * t, 846 - 596 * t)]
                for t in (0.2, 0.4, 0.6, 0.8)
            ],
            width=5,
        ),
        0.03,
    )
    p.paint(p.disc(930, 252, 26), 0.03)
    p.paint(p.disc(930, 252, 12), 0.9)
    p.ink(p.stroke([(930, 252), (930, 520)], [(912, 256), (760, 800)], width=3))
    barrel = oblong(914, 500, 34, 330)
    p.paint(p.area(barrel), lambda x, y: 1.0 - 0.85 * step(914, 950, x) + 0 * y, slant(24, 9))
    p.spot(p.area(oblong(914, 500, 34, 60)), LANTERN, 0.9)
    p.outline(barrel, width=3)
    p.paint(p.area(oblong(896, 826, 70, 16)), 0.03)
    winch = oblong(706, 790, 90, 56)
    p.paint(p.area(winch), 0.5, level(7))
    p.paint(p.disc(751, 806, 30), lambda x, y: 0.9 - 0.7 * step(740, 785, x) + 0 * y, rings(751, 806, 6))
    p.outline(winch, width=3)
    p.ink(p.stroke(arc(751, 806, 30, 30, 0, 360, 40), width=3))
    core = (1075, 690), (1278, 684)
    person(p, 1096, 850, 220, HAUL, 1, 0.03)
    person(p, 1262, 850, 226, HAUL, -1, 0.03)
    tube = limb(*core, 34, 34)
    p.paint(p.area(tube), lambda x, y: 0.75 + 0.25 * np.sign(np.sin(x / 7)) + 0 * y, slant(90, 8))
    p.outline(tube, width=3)
    for x in (1096, 1262):
        p.shade(p.soft(p.area([(x - 14, 850), (x + 16, 852), (x + 190, 900), (x + 140, 906)]), 5), 0.45)


def tent(p: Plate) -> None:
    """Dome tents and a weather mast."""
    for x, y, r in ((330, 770, 150), (560, 742, 90)):
        dome = [*arc(x, y, r, r * 0.78, 180, 360)]
        p.shade(p.soft(p.area([(x - r, y), (x + r, y), (x + r * 2.1, y + 46), (x, y + 50)]), 8), 0.55)
        p.paint(
            p.area(dome),
            lambda a, b, x=x, r=r: 0.98 - 0.6 * step(x - r * 0.2, x + r, a) + 0 * b,
            rings(x, y + r * 0.4, 9),
        )
        p.spot(p.area(dome), LANTERN, 0.88)
        for k in (-0.6, 0, 0.6):
            p.outline(
                smooth([(x + k * r, y), (x + k * r * 0.8, y - r * 0.5), (x, y - r * 0.78)]),
                width=2.4,
                closed=False,
            )
        p.outline(dome, width=3)
        p.paint(
            p.area(
                smooth(
                    [
                        (x - r * 0.3, y),
                        (x - r * 0.22, y - r * 0.36),
                        (x, y - r * 0.46),
                        (x + r * 0.2, y - r * 0.36),
                        (x + r * 0.26, y),
                    ]
                )
            ),
            0.06,
        )


def flags(p: Plate) -> None:
    """A line of flags that marks the way home."""
    for n in range(6):
        s = 1.1 * 0.74**n
        x, y = 1500 - n * 46, 640 + 250 * s
        p.paint(p.stroke([(x, y), (x + 4 * s, y - 150 * s)], width=6 * s + 0.6), 0.04)
        flag = [(x + 4 * s, y - 150 * s), (x + 76 * s, y - 132 * s), (x + 5 * s, y - 106 * s)]
        p.paint(p.area(flag), 0.7)
        p.spot(p.area(flag), LANTERN, 0.95)
        p.outline(flag, width=1.8)


def sledge(p: Plate) -> None:
    """A sledge loaded with core boxes."""
    p.paint(p.stroke(smooth([(1130, 1010), (1160, 1030), (1480, 1044), (1560, 1034)]), width=8), 0.03)
    p.paint(
        p.stroke(
            [(1220, 1034), (1220, 1000)],
            [(1440, 1040), (1440, 1004)],
            [(1170, 1002), (1500, 1010)],
            width=7,
        ),
        0.03,
    )
    for row in range(2):
        for n in range(3):
            box = oblong(1190 + n * 100, 944 - row * 54 + n * 2, 92, 50)
            p.paint(p.area(box), 0.86 - 0.16 * ((n + row) % 2), level(8))
            p.outline(box, width=2.6)
            p.ink(
                p.stroke([(1206 + n * 100, 968 - row * 54), (1260 + n * 100, 968 - row * 54)], width=4)
            )
