"""Children on skis race down between flags, firs and peaks behind."""

from __future__ import annotations

from ..engrave import step
from ..fields import slant
from ..figures import POINT, SKI, STAND, person
from ..gallery import scene
from ..nature import disc_of_light, hills, mist, pine, sky
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import arc, brush, limb, smooth


@scene("skiers", "sport")
def skiers() -> Plate:
    """Children on skis race down between flags, firs and peaks behind."""
    p = Plate(seed=711)
    sky(p, 620, 0.5, 0.96, 0.3, 0.0, (-10, -10), 240, seed=8)
    disc_of_light(p, 250, 190, 50, 6, 0.6, LAMP)
    for y, rise, tone, seed, cell in ((360, 170, 0.86, 31, 300), (450, 130, 0.72, 12, 360)):
        hills(p, y, rise, tone, seed, cell, 34, 0.34, bottom=1080, fall=0.3)
        mist(p, y + 60, y + 220, 1.0, 0.6, seed)
    slope = [
        *smooth([(-20, 470), (300, 540), (700, 640), (1100, 760), (1620, 860)]),
        (1620, 1080),
        (-20, 1080),
    ]
    form = p.noise(120, 3, 3, 3)
    for n in range(24):
        x = 700 + n * 40 + p.random.normal(0, 14)
        pine(p, x, 640 + (x - 700) * 0.26 - 10, p.random.uniform(120, 230), 0.1, 0.9)
    p.paint(
        p.area(slope),
        lambda x, y: 1.0 - 0.2 * step(0.1, 0.8, form(x, y)) - 0.14 * step(900, 1067, y),
        slant(-16, 9, form, 12),
    )
    p.outline(slope[:-2], width=2.2, closed=False)
    for x, y, tall in ((60, 640, 300), (150, 600, 220), (-20, 720, 380)):
        pine(p, x, y, tall, 0.08, 0.95)
    crowd(p)
    course(p)
    return p


def course(p: Plate) -> None:
    """Gates, tracks, and five who come down."""
    track = smooth(
        [
            (420, 570),
            (520, 640),
            (460, 700),
            (720, 760),
            (640, 840),
            (980, 900),
            (1240, 1000),
            (1400, 1090),
        ]
    )
    p.paint(p.area(brush(track, [3, 8, 14, 22])), 0.72, slant(40, 8))
    for n, (x, y) in enumerate(
        ((470, 640), (540, 706), (700, 750), (690, 840), (960, 880), (1330, 1000))
    ):
        s = (y - 420) / 400
        for off in (0, 70 * s):
            pole = [(x + off, y), (x + off + 6 * s, y - 130 * s)]
            p.paint(p.stroke(pole, width=6 * s), 0.03)
        flag = [
            (x + 5 * s, y - 126 * s),
            (x + 76 * s, y - 126 * s),
            (x + 74 * s, y - 78 * s),
            (x + 3 * s, y - 78 * s),
        ]
        p.paint(p.area(flag), 0.7, slant(90, 7))
        if n % 2 == 0:
            p.spot(p.area(flag), LANTERN, 0.95)
        p.outline(flag, width=2)
    for x, y, tall, way, red in (
        (450, 606, 64, 1, True),
        (600, 716, 104, 1, False),
        (790, 806, 150, 1, True),
        (1120, 960, 250, 1, False),
    ):
        skier(p, x, y, tall, way, red)


def skier(p: Plate, x: float, y: float, tall: float, way: int, red: bool) -> None:
    """A child on skis, crouched, poles back, snow flying."""
    for _ in range(int(tall / 3)):
        p.paint(
            p.disc(
                x - way * abs(p.random.normal(50, 60)) * tall / 150,
                y + tall * 0.06 - abs(p.random.normal(0, 30)) * tall / 150,
                p.random.uniform(1.5, 6) * tall / 150,
            ),
            1.0,
        )
    p.shade(p.soft(p.disc(x + way * tall * 0.1, y + tall * 0.16, tall * 0.5, tall * 0.05), 5), 0.35)
    for off in (0, tall * 0.06):
        ski = smooth(
            [
                (x - way * tall * 0.44, y - tall * 0.1 + off),
                (x + way * tall * 0.3, y + tall * 0.1 + off),
                (x + way * tall * 0.56, y + tall * 0.17 + off),
                (x + way * tall * 0.68, y + tall * 0.13 + off),
            ]
        )
        p.paint(p.stroke(ski, width=tall * 0.035), 0.03)
    at = person(p, x, y + tall * 0.02, tall, SKI, way, 0.05)
    for side in (0, 1):
        hx, hy = at[f"hand{side}"]
        p.paint(
            p.stroke(
                [(hx, hy), (hx - way * tall * 0.5, hy + tall * (0.2 + side * 0.08))],
                width=tall * 0.018 + 0.6,
            ),
            0.03,
        )
    (a, b), (c, d) = at["chest"], at["hip"]
    jacket = limb((c, d), (a, b), tall * 0.18, tall * 0.21)
    p.paint(p.area(jacket), 0.8, slant(30, 7))
    if red:
        p.spot(p.area(jacket), LANTERN, 0.92)
    p.outline(jacket, width=1.5 + tall / 160)
    hx, hy = at["elbow0"]
    p.paint(
        p.area(
            limb((a, b), (hx, hy), tall * 0.085, tall * 0.07),
            limb((hx, hy), at["hand0"], tall * 0.065, tall * 0.05),
        ),
        0.05,
    )
    k, m = at["crown"]
    helmet = arc(k, m - tall * 0.01, tall * 0.075, tall * 0.08, 0, 360)
    p.paint(p.area(helmet), 0.9)
    p.outline(helmet, width=1.5 + tall / 160)
    p.paint(
        p.area(
            limb(
                (k - way * tall * 0.02, m),
                (k + way * tall * 0.07, m + tall * 0.01),
                tall * 0.045,
                tall * 0.045,
            )
        ),
        0.04,
    )


def crowd(p: Plate) -> None:
    """Parents along the rope."""
    rope = [(1040, 770), (1610, 900)]
    for n in range(17):
        t = n / 16
        x, y = 1050 + 560 * t + p.random.normal(0, 6), 770 + 128 * t
        person(
            p,
            x,
            y,
            74 + 56 * t,
            POINT if n % 5 == 0 else STAND,
            -1,
            0.05 if n % 3 else 0.3,
            ("coat", "coat hat", "")[n % 3],
        )
    p.ink(p.stroke([(rope[0][0], rope[0][1] - 20), (rope[1][0], rope[1][1] - 40)], width=3))
