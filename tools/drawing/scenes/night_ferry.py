"""A lit ferry under the moon, on its way over Marrow Sound."""

from __future__ import annotations

from ..built import lamp, lighthouse, railing, windows
from ..engrave import step
from ..fields import level, slant
from ..figures import STAND, person
from ..gallery import scene
from ..nature import disc_of_light, glitter, hills, sky, stars, water
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, brush, smooth


@scene("night-ferry", "world")
def night_ferry() -> Plate:
    """A lit ferry under the moon, on its way over Marrow Sound."""
    p = Plate(seed=11)
    sky(p, 560, 0.1, 0.5, 0.42, 0.1, (-14, 10), seed=7)
    stars(p, 300, 90)
    disc_of_light(p, 1270, 190, 46, 7, 0.62, COMET)
    hills(p, 535, 40, 0.3, 4, 520, 4, 0.1, bottom=562)
    far_lamps = [(90 + 37 * n + 13 * (n % 3), 549 - (n * 7) % 12) for n in range(12)]
    light = lighthouse(p, 1480, 556, 120, 0.8, 0.2)
    water(p, 560, far=0.42, near=0.16, rough=0.2, height=8)
    glitter(p, 1270, 560, 1067, 190, 330, COMET, 22)
    for x, y in far_lamps:
        lamp(p, x, y, 2.2, 16)
    lamp(p, *light, 5, 90)
    ferry(p)
    return p


def ferry(p: Plate) -> None:
    """The ship, seen from off her bow, with three lit decks."""
    hull = [
        *smooth([(235, 690), (290, 738), (350, 800), (376, 838)], steps=6),
        (1128, 824),
        (1152, 770),
        (1160, 700),
    ]
    p.paint(p.area(hull), lambda x, y: 0.12 + 0.16 * step(340, 255, x) + 0 * y, level(6))
    p.paint(p.area([(235, 692), (330, 706), (1160, 706), (1158, 716), (340, 718), (250, 706)]), 0.9)
    decks = [(300, 638, 1130, 702), (360, 578, 1060, 640), (440, 522, 900, 580)]
    for left, top, right, bottom in decks:
        wall = Wall((left + 26, top), (right, top + 4), (right, bottom), (left, bottom))
        p.paint(p.area(wall.corners), lambda x, y: 0.82 - 0.35 * step(500, 1150, x) + 0 * y, level(7))
        windows(
            p,
            wall,
            int((right - left) / 34),
            1,
            0.1,
            0.93,
            (0.62, 0.5),
            1.3,
            band=(0.04, 0.08, 0.97, 0.98),
        )
        p.paint(
            p.area(
                [
                    (left + 10, top - 6),
                    (right + 14, top - 3),
                    (right + 14, top + 5),
                    (left + 20, top + 3),
                ]
            ),
            0.05,
        )
        railing(
            p, (left + 30, top - 4), (right + 8, top - 2), 20, int((right - left) / 26), 1.2, 0.75, 2
        )
    bridge = Wall((470, 462), (640, 464), (640, 524), (450, 524))
    p.paint(p.area(bridge.corners), 0.75, level(7))
    windows(p, bridge, 6, 1, 0.1, 1, (0.8, 0.42), 1.2, band=(0.02, 0.02, 0.98, 0.8))
    p.paint(p.area([(452, 456), (664, 456), (652, 466), (462, 466)]), 0.04)
    funnel = [(770, 400), (862, 408), (880, 526), (770, 526)]
    p.paint(p.area(funnel), lambda x, y: 0.55 - 0.4 * step(770, 870, x) + 0 * y, slant(90, 5))
    band = p.area([(771, 430), (866, 436), (871, 466), (771, 462)])
    p.paint(band, 0.7)
    p.spot(band, LANTERN, 0.9)
    p.outline(funnel, width=2)
    p.paint(
        p.stroke(
            [(540, 456), (540, 340)],
            [(515, 392), (565, 392)],
            [(540, 345), (300, 640)],
            [(540, 345), (770, 520)],
            width=2,
        ),
        0.7,
    )
    lamp(p, 540, 342, 4, 50)
    smoke = smooth([(820, 402), (900, 356), (1010, 342), (1130, 300), (1260, 296)])
    p.paint(p.soft(p.area(brush(smoke, [20, 44, 60, 80, 50])), 16), 0.62, slant(-14, 7), alpha=0.5)
    p.paint(p.soft(p.area([(300, 836), (1140, 820), (1060, 1010), (420, 1040)]), 14), 0.1, alpha=0.6)
    for index in range(30):
        x = 380 + index * 25
        for deep in range(7):
            y = 846 + deep * 24 + p.random.normal(0, 6)
            dash = p.disc(x + p.random.normal(0, 5), y, p.random.uniform(6, 24), 1.7)
            p.paint(dash, 1.0, alpha=0.95 - deep * 0.11)
            p.spot(dash, LAMP, 0.85 - deep * 0.1)
    bow = smooth([(372, 838), (300, 846), (200, 868), (60, 900)])
    for shift in (0, 10, 22):
        p.paint(p.area(brush([(x, y + shift) for x, y in bow], [2, 7, 4, 1])), 0.95)
    p.paint(
        p.area(
            brush(
                smooth([(380, 842), (700, 846), (1120, 828), (1300, 838), (1560, 830)]), [9, 4, 8, 5, 1]
            )
        ),
        0.92,
    )
    person(p, 402, 638, 42, STAND, tone=0.03)
    person(p, 1090, 638, 42, STAND, -1, tone=0.03, dress="coat")
