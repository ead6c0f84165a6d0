"""The small opera seen from the stalls: curtain, singers in the light, boxes, the conductor."""

from __future__ import annotations

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import POINT, STAND, Pose, person
from ..gallery import scene
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, limb, oblong, smooth

SING = Pose(-4, (8, -8), (4, -8), (60, -40), (86, -70), -8)


@scene("theatre", "culture")
def theatre() -> Plate:
    """The small opera seen from the stalls: curtain, singers in the light, boxes, the conductor."""
    p = Plate(seed=501, tone=0.2)
    p.paint(p.whole(), 0.22, rays(800, 480, 10))
    stage(p)
    boxes(p)
    curtain(p)
    arch(p)
    pit(p)
    audience(p)
    return p


def stage(p: Plate) -> None:
    """The lit stage with its painted moon and eleven singers."""
    p.paint(
        p.area(oblong(380, 200, 840, 600)), lambda x, y: 0.62 - 0.3 * step(480, 220, y) + 0 * x, level(9)
    )
    p.paint(p.disc(960, 360, 96), 1.0)
    p.spot(p.disc(960, 360, 96), LAMP, 0.7)
    hill = [
        *smooth([(380, 560), (520, 500), (640, 540), (800, 480), (1000, 540), (1220, 500)]),
        (1220, 700),
        (380, 700),
    ]
    p.paint(p.area(hill), 0.4, slant(24, 8))
    p.outline(hill[:-2], width=2, closed=False)
    boards = Wall((420, 660), (1180, 660), (1300, 800), (300, 800))
    p.paint(
        p.area(boards.corners),
        lambda x, y: 1.0 - 0.4 * step(150, 480, np.abs(x - 800)) + 0 * y,
        boards.uprights(60),
    )
    for x0, x1 in ((520, 800), (1080, 800)):
        p.paint(
            p.soft(p.area([(x0 - 10, 190), (x0 + 10, 190), (x1 + 150, 760), (x1 - 150, 760)]), 10),
            1.0,
            alpha=0.4,
        )
    for n, x in enumerate((458, 510, 562, 614, 990, 1040, 1090, 1140)):
        person(p, x, 714 + (n % 3) * 8, 150, STAND, 1 if x < 800 else -1, 0.05, "coat")
    for x, pose, way in ((680, SING, 1), (930, POINT, -1)):
        person(p, x, 752, 186, pose, way, 0.05, "coat")
    person(p, 800, 764, 200, SING, 1, 0.03)
    gown = smooth(
        [(784, 640), (816, 640), (836, 700), (872, 768), (728, 768), (764, 700)], closed=True, steps=6
    )
    p.paint(p.area(gown), 0.72, slant(84, 7))
    p.spot(p.area(gown), LANTERN, 0.9)
    p.outline(gown, width=2.6)


def curtain(p: Plate) -> None:
    """Curtains held aside, and the pelmet, in folds."""
    for side in (-1, 1):
        for fold in range(9):
            x0 = 800 + side * (460 - fold * 24)
            x1 = 800 + side * (440 - fold * 7)
            wave = smooth(
                [
                    (x0, 190),
                    (x0 - side * 6, 380),
                    (x1, 560),
                    (x1 + side * 6, 640),
                    (x1 + side * (10 + fold * 2), 800),
                    (x1 + side * 60, 800),
                    (x1 + side * 50, 640),
                    (x0 + side * 26, 380),
                    (x0 + side * 26, 190),
                ],
                closed=True,
                steps=6,
            )
            p.paint(
                p.area(wave),
                lambda a, b, x=x0, s=side: 0.34 + 0.42 * np.cos((a - x) / 9) + 0 * b,
                slant(90, 7),
            )
            p.spot(p.area(wave), LANTERN, 0.85)
            p.outline(wave, width=1.6)
        band = limb((800 + side * 350, 600), (800 + side * 490, 570), 18, 20)
        p.paint(p.area(band), 0.9)
        p.spot(p.area(band), LAMP, 0.9)
        p.outline(band, width=2)
    for n in range(8):
        x = 365 + n * 124
        swag = [*arc(x, 190, 66, 86, 0, 180, 30)]
        p.paint(
            p.area(swag),
            lambda a, b, x=x: 0.7 - 0.4 * step(190, 270, b) + 0.1 * np.cos((a - x) / 10),
            rings(x, 150, 8),
        )
        p.spot(p.area(swag), LANTERN, 0.88)
        p.outline(swag, width=2.4)
        for k in range(13):
            px, py = swag[2 + k * 2]
            p.paint(p.stroke([(px, py), (px, py + 14)], width=3), 0.95)


def arch(p: Plate) -> None:
    """The gilded frame of the stage with its masks."""
    for side in (-1, 1):
        column = oblong(800 + side * 480 - 40, 120, 80, 690)
        p.paint(
            p.area(column),
            lambda a, b, s=side: 0.95 - 0.6 * step(-20, 40, (a - 800 - s * 480) * s) + 0 * b,
            slant(90, 8),
        )
        p.spot(p.area(column), LAMP, 0.7)
        p.outline(
            column,
            oblong(800 + side * 480 - 52, 120, 104, 26),
            oblong(800 + side * 480 - 52, 780, 104, 30),
            width=3,
        )
    beam = [(300, 120), (1300, 120), (1330, 40), (270, 40)]
    p.paint(p.area(beam), lambda x, y: 0.95 - 0.4 * step(60, 120, y) + 0 * x, level(8))
    p.spot(p.area(beam), LAMP, 0.7)
    p.outline(beam, width=3)
    shield = smooth([(720, 20), (880, 20), (890, 110), (800, 176), (710, 110)], closed=True)
    p.paint(p.area(shield), 0.98)
    p.spot(p.area(shield), LAMP, 0.5)
    p.outline(shield, width=3)
    for x, way in ((764, 1), (838, -1)):
        mask = smooth(
            [(x - 30, 50), (x, 44), (x + 30, 50), (x + 26, 100), (x, 124), (x - 26, 100)], closed=True
        )
        p.paint(p.area(mask), 1.0)
        p.outline(mask, width=2.4)
        p.paint(
            p.area(
                arc(x - 12, 72, 7, 5, 0, 360),
                arc(x + 12, 72, 7, 5, 0, 360),
                arc(x, 96 if way > 0 else 110, 15, 12, 0 if way > 0 else 180, 180 if way > 0 else 360),
            ),
            0.03,
        )
    for x in range(380, 1221, 70):
        lamp(p, x, 806, 5, 46, 0.6)


def boxes(p: Plate) -> None:
    """Three tiers of boxes on both sides, with lamps and listeners."""
    for side in (-1, 1):
        for tier in range(3):
            for n in range(3):
                s = 1 - n * 0.2
                x = 800 + side * (760 - n * 105)
                y = 250 + tier * 190 + n * 14 - tier * n * 16
                back = [*arc(x, y - 60 * s, 48 * s, 50 * s, 180, 360), (x + 48 * s, y), (x - 48 * s, y)]
                p.paint(p.area(back), 0.04)
                for k in (-18, 16):
                    person(p, x + k * s, y + 62 * s, 120 * s, STAND, -side, 0.3)
                front = [
                    (x - 56 * s, y - 2),
                    (x + 56 * s, y - 2),
                    *arc(x, y - 2, 56 * s, 50 * s, 0, 180),
                ]
                p.paint(
                    p.area(front),
                    lambda a, b, x=x, s=s, w=side: (
                        0.9 - 0.6 * step(-30 * s, 60 * s, (a - x) * w) + 0 * b
                    ),
                    slant(88, 8),
                )
                p.spot(p.area(front), LAMP, 0.55)
                p.outline(front, back, width=2.4)
                lamp(p, x + side * -56 * s, y - 40 * s, 5, 50, 0.6)


def pit(p: Plate) -> None:
    """The orchestra's heads, bows, and the conductor."""
    p.paint(p.area([(180, 812), (1420, 812), (1500, 900), (100, 900)]), 0.06)
    for n in range(15):
        x = 230 + n * 82
        if abs(x - 800) > 60:
            p.paint(
                p.area(arc(x, 838, 15, 18, 0, 360), limb((x - 16, 880), (x + 16, 880), 44, 44)),
                0.3,
                level(6),
            )
            p.paint(p.stroke([(x + 22, 880), (x + 64, 810)], width=3), 0.95)
    person(p, 800, 980, 240, Pose(0, (5, -5), (3, -5), (118, -112), (150, -140)), 1, 0.02)
    p.paint(p.stroke([(876, 706), (918, 664)], width=3), 1.0)


def audience(p: Plate) -> None:
    """Heads of the stalls against the light."""
    for row, (y, s, count) in enumerate(((935, 0.9, 15), (1000, 1.2, 11), (1080, 1.7, 8))):
        for n in range(count):
            x = (n + 0.5 + (row % 2) * 0.4) * 1700 / count - 60 + p.random.normal(0, 8)
            shape = [
                arc(x, y - 66 * s, 26 * s, 32 * s, 0, 360),
                smooth(
                    [
                        (x - 66 * s, y + 20),
                        (x - 56 * s, y - 16 * s),
                        (x - 14 * s, y - 36 * s),
                        (x + 14 * s, y - 36 * s),
                        (x + 56 * s, y - 16 * s),
                        (x + 66 * s, y + 20),
                    ]
                ),
            ]
            if n % 3 == 1:
                shape.append(arc(x, y - 98 * s, 16 * s, 14 * s, 0, 360))
            p.paint(p.area(*shape), 0.03)
            p.paint(p.stroke(arc(x, y - 66 * s, 26 * s, 32 * s, 215, 325), width=2.4), 0.75)
