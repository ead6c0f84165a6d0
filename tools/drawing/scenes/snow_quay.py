"""The Old Quay under snow: boats laid up, warehouses, one set of footprints."""

from __future__ import annotations

from ..engrave import step
from ..fields import level, slant
from ..figures import WALK, person
from ..gallery import scene
from ..nature import hills, sky, water
from ..palette import LAMP
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth


@scene("snow-quay", "city")
def snow_quay() -> Plate:
    """The Old Quay under snow: boats laid up, warehouses, one set of footprints."""
    p = Plate(seed=321)
    sky(p, 560, 0.5, 0.8, 0.4, 0.3, (-8, -12), 260, seed=9)
    hills(p, 500, 26, 0.74, 4, 320, 8, 0.1, bottom=620)
    water(p, 560, 1067, 0.5, 0.3, 0.22, 5)
    for n, (x, wide, tall) in enumerate(((1010, 170, 330), (1190, 190, 400), (1390, 230, 360))):
        wall = Wall(
            (x, 600 - tall), (x + wide, 596 - tall - n * 8), (x + wide, 670 + n * 16), (x, 656 + n * 14)
        )
        p.paint(p.area(wall.corners), 0.42 + 0.1 * (n % 2), wall.courses(44))
        for row in range(4):
            for column in range(3):
                pane = wall.part(
                    0.12 + column * 0.28, 0.2 + row * 0.19, 0.28 + column * 0.28, 0.32 + row * 0.19
                )
                p.paint(p.area(pane), 0.1)
                if (row + column + n) % 5 == 0:
                    p.paint(p.area(pane), 1.0)
                    p.spot(p.area(pane), LAMP, 0.95)
                p.paint(p.stroke([pane[3], pane[2]], width=6), 1.0)
                p.outline(pane, width=1.6)
        gable = [wall.at(-0.04, 0), wall.at(0.5, -0.24), wall.at(1.04, 0)]
        p.paint(p.area([*gable, wall.at(0.5, 0.03)]), 1.0)
        p.paint(p.area([wall.at(0.06, 0.02), wall.at(0.5, -0.16), wall.at(0.94, 0.02)]), 0.4, level(8))
        p.outline(wall.corners, gable, width=2.4)
    quay = [(-10, 900), (420, 800), (900, 690), (1050, 650), (1610, 690), (1610, 1080), (-10, 1080)]
    p.paint(
        p.area(
            [
                (-10, 900),
                (420, 800),
                (900, 690),
                (1050, 650),
                (1050, 690),
                (900, 740),
                (420, 876),
                (-10, 1000),
            ]
        ),
        0.2,
        slant(12, 7),
    )
    form = p.noise(90, 3, 6, 3)
    p.paint(
        p.area(
            [(-10, 985), (420, 866), (900, 736), (1050, 684), (1610, 700), (1610, 1080), (-10, 1080)]
        ),
        lambda x, y: 1.0 - 0.2 * step(0.1, 0.7, form(x, y)) - 0.14 * step(960, 1067, y),
        level(9, form, 12),
    )
    p.outline(quay[:4], width=3, closed=False)
    p.paint(p.area(brush([(-10, 896), (420, 796), (900, 688), (1050, 648)], [22, 18, 12, 8])), 1.0)
    boats(p)
    for x, y, s in ((260, 900, 1.2), (640, 800, 0.85), (900, 738, 0.55)):
        post = [(x - 22 * s, y), (x - 20 * s, y - 80 * s), (x + 20 * s, y - 80 * s), (x + 24 * s, y + 4)]
        p.paint(
            p.area(post),
            lambda a, b, x=x, s=s: 0.08 + 0.3 * step(x, x - 20 * s, a) + 0 * b,
            slant(88, 6),
        )
        p.paint(p.area(arc(x, y - 78 * s, 28 * s, 26 * s, 180, 360)), 1.0)
        p.outline(arc(x, y - 78 * s, 28 * s, 26 * s, 180, 360), width=2)
    for n in range(22):
        t = n / 22
        x, y, s = 780 + 330 * t + (n % 2) * (26 - 18 * t), 1060 - 300 * t**0.8, 1 - 0.75 * t
        p.paint(p.disc(x, y, 15 * s, 6 * s), 0.3)
    person(p, 1122, 752, 120, WALK, 1, 0.03, "coat hat")
    lamp_post(p, 1330, 880)
    for _ in range(520):
        r = p.random.uniform(1.2, 4.2)
        p.paint(p.disc(p.random.uniform(0, 1600), p.random.uniform(0, 1067), r), 1.0)
    return p


def boats(p: Plate) -> None:
    """Boats at the quay with snow on their decks and masts."""
    for x, y, s in ((560, 690, 0.7), (300, 760, 1.0), (60, 830, 1.3)):
        hull = smooth(
            [
                (x - 150 * s, y - 40 * s),
                (x - 120 * s, y + 30 * s),
                (x + 90 * s, y + 34 * s),
                (x + 160 * s, y - 52 * s),
            ],
            steps=6,
        )
        p.paint(
            p.area(hull),
            lambda a, b, y=y, s=s: 0.14 + 0.24 * step(y + 30 * s, y - 30 * s, b) + 0 * a,
            level(7),
        )
        p.paint(
            p.area(
                brush(
                    [(x - 154 * s, y - 44 * s), (x, y - 40 * s), (x + 164 * s, y - 56 * s)],
                    [16 * s, 20 * s, 12 * s],
                )
            ),
            1.0,
        )
        p.outline(hull, width=2.4, closed=False)
        p.paint(p.area(oblong(x - 90 * s, y - 96 * s, 80 * s, 52 * s)), 0.4, level(7))
        p.paint(
            p.area(
                [
                    (x - 100 * s, y - 94 * s),
                    (x - 94 * s, y - 116 * s),
                    (x - 6 * s, y - 116 * s),
                    (x, y - 94 * s),
                ]
            ),
            1.0,
        )
        p.outline(
            [
                (x - 100 * s, y - 94 * s),
                (x - 94 * s, y - 116 * s),
                (x - 6 * s, y - 116 * s),
                (x, y - 94 * s),
            ],
            width=2,
        )
        p.paint(p.stroke([(x + 30 * s, y - 44 * s), (x + 34 * s, y - 400 * s)], width=9 * s), 0.05)
        p.paint(p.stroke([(x + 32 * s, y - 120 * s), (x + 150 * s, y - 150 * s)], width=10 * s), 0.05)
        p.paint(p.stroke([(x + 32 * s, y - 128 * s), (x + 150 * s, y - 158 * s)], width=8 * s), 1.0)
        p.ink(
            p.stroke(
                [(x + 34 * s, y - 396 * s), (x + 160 * s, y - 50 * s)],
                [(x + 34 * s, y - 396 * s), (x - 146 * s, y - 42 * s)],
                width=2,
            )
        )


def lamp_post(p: Plate, x: float, y: float) -> None:
    """A street lamp with a cap of snow, already lit."""
    p.paint(p.area(oblong(x - 7, y - 400, 14, 400), oblong(x - 18, y - 40, 36, 40)), 0.04)
    p.glow(x, y - 440, 190, 0.8, LAMP)
    pane = [(x - 30, y - 480), (x + 30, y - 480), (x + 20, y - 400), (x - 20, y - 400)]
    p.paint(p.area(pane), 1.0)
    p.spot(p.area(pane), LAMP, 0.9)
    p.outline(pane, width=4)
    p.paint(p.area([(x - 42, y - 480), (x + 42, y - 480), (x, y - 526)]), 0.04)
    p.paint(
        p.area(
            smooth(
                [
                    (x - 44, y - 482),
                    (x - 24, y - 512),
                    (x, y - 536),
                    (x + 24, y - 512),
                    (x + 44, y - 482),
                    (x, y - 498),
                ],
                closed=True,
            )
        ),
        1.0,
    )
