"""An outdoor rink at dusk under lamps: a young team at play."""

from __future__ import annotations

from ..built import lamp, windows
from ..engrave import step
from ..fields import level, slant
from ..figures import SKATE, STAND, Pose, person
from ..gallery import scene
from ..nature import bare_tree, sky, stars
from ..palette import LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, limb, oblong, smooth


@scene("rink", "sport")
def rink() -> Plate:
    """An outdoor rink at dusk under lamps: a young team at play."""
    p = Plate(seed=721)
    sky(p, 470, 0.16, 0.8, 0.35, 0.1, (10, -8), 240, seed=4)
    stars(p, 230, 50)
    p.glow(1180, 480, 520, 0.4, LANTERN)
    x = -20.0
    while x < 1620:
        wide = p.random.uniform(110, 190)
        tall = p.random.uniform(120, 250)
        wall = Wall((x, 520 - tall), (x + wide, 520 - tall), (x + wide, 540), (x, 540))
        p.paint(p.area(wall.corners), 0.3, level(8))
        windows(p, wall, int(wide / 26), int(tall / 34), 0.08, 0.3, (0.46, 0.54), 1.1)
        p.paint(
            p.area(
                [
                    (x - 4, 522 - tall),
                    (x + wide + 4, 522 - tall),
                    (x + wide, 510 - tall),
                    (x, 510 - tall),
                ]
            ),
            0.97,
        )
        p.outline(wall.corners, width=1.8)
        x += wide + p.random.uniform(8, 60)
    for x, h in ((120, 330), (1500, 300), (820, 250)):
        bare_tree(p, x, 566, h, 13, int(x), 0.04, 6)
    p.paint(p.whole(546), 0.97, level(9))
    form = p.noise(40, 3, 5, 5)
    ice = [(230, 606), (1370, 606), (1900, 1100), (-300, 1100)]
    p.paint(
        p.area(ice), lambda x, y: 0.86 + 0.12 * form(x, y) - 0.22 * step(800, 1067, y), level(9, form, 5)
    )
    for y, s in ((640, 1.0), (812, 2.3)):
        line = p.area(
            [
                (800 - 560 * s, y),
                (800 + 560 * s, y),
                (800 + 570 * s, y + 9 * s),
                (800 - 570 * s, y + 9 * s),
            ]
        )
        p.paint(line, 0.75)
        p.spot(line, LANTERN if s > 1 else (60, 110, 140), 0.8)
    p.ink(p.stroke(arc(800, 830, 300, 80, 0, 360, 90), width=4), 0.7)
    boards(p)
    for _ in range(60):
        x, y = p.random.uniform(0, 1600), p.random.uniform(680, 1060)
        long = p.random.uniform(60, 240)
        p.ink(
            p.stroke(
                smooth(
                    [
                        (x, y),
                        (x + long / 2, y + p.random.normal(0, 9)),
                        (x + long, y + p.random.normal(0, 12)),
                    ]
                ),
                width=1.3,
            ),
            0.6,
        )
    floodlights(p)
    team(p)
    return p


def boards(p: Plate) -> None:
    """The boards round the ice with those who watch behind them."""
    for n in range(30):
        x = 260 + n * 37 + p.random.normal(0, 6)
        person(
            p,
            x,
            612,
            p.random.uniform(74, 96),
            STAND,
            1 if n % 2 else -1,
            0.05,
            ("coat", "coat hat", "hat")[n % 3],
        )
    back = Wall((200, 572), (1400, 572), (1400, 622), (200, 622))
    p.paint(p.area(back.corners), 0.94, level(8))
    for n in range(24):
        p.ink(p.stroke(back.line([(n / 24, 0), (n / 24, 1)]), width=2))
    band = p.area(back.part(0, 0.72, 1, 1))
    p.paint(band, 0.6)
    p.spot(band, LANTERN, 0.9)
    p.outline(back.corners, width=3)
    p.ink(
        p.stroke(
            *[[(730 + k * 14, 566), (730 + k * 14, 628)] for k in range(11)],
            *[[(730, 566 + k * 12), (870, 566 + k * 12)] for k in range(6)],
            width=1.2,
        )
    )
    p.paint(p.stroke([(730, 630), (730, 566), (870, 566), (870, 630)], width=6), 0.7)
    p.spot(p.stroke([(730, 630), (730, 566), (870, 566), (870, 630)], width=6), LANTERN, 1)


def floodlights(p: Plate) -> None:
    """Lamps on poles and on a wire."""
    for x in (170, 1440):
        p.paint(p.area(oblong(x - 8, 130, 16, 500)), 0.03)
        p.paint(p.area(oblong(x - 70, 110, 140, 44)), 0.04)
        for k in (-44, 0, 44):
            lamp(p, x + k, 132, 15, 210, 0.7)
    wire = smooth([(170, 160), (480, 236), (800, 256), (1120, 236), (1440, 160)])
    p.ink(p.stroke(wire, width=2.4))
    for n in range(4, len(wire) - 2, 5):
        lamp(p, wire[n][0], wire[n][1] + 12, 7, 70, 0.7)


def team(p: Plate) -> None:
    """Six players and the one in goal."""
    person(p, 800, 640, 118, Pose(24, (30, -26), (-4, 4), (40, -36), (60, -50)), 1, 0.04)
    for x, y, tall, way, red in (
        (560, 726, 170, 1, True),
        (1010, 716, 166, -1, False),
        (720, 812, 220, -1, False),
        (300, 880, 270, 1, True),
        (1260, 900, 290, -1, False),
        (880, 1010, 370, 1, True),
    ):
        player(p, x, y, tall, way, red)
    p.paint(p.disc(1130, 1030, 26, 9), 0.03)


def player(p: Plate, x: float, y: float, tall: float, way: int, red: bool) -> None:
    """A young player with stick, helmet and jersey; a pale reflection in the ice."""
    p.shade(
        p.soft(
            p.area(
                [
                    (x - tall * 0.1, y),
                    (x + tall * 0.12, y),
                    (x + tall * 0.4, y + tall * 0.12),
                    (x + tall * 0.1, y + tall * 0.14),
                ]
            ),
            5,
        ),
        0.4,
    )
    at = person(p, x, y, tall, SKATE, way, 0.04)
    for side in (0, 1):
        fx, fy = at[f"foot{side}"]
        p.paint(
            p.stroke(
                [
                    (fx - way * tall * 0.05, fy + tall * 0.035),
                    (fx + way * tall * 0.1, fy + tall * 0.035),
                ],
                width=tall * 0.02,
            ),
            0.95,
        )
    hand, other = at["hand0"], at["hand1"]
    tip = (hand[0] + way * tall * 0.34, y - tall * 0.01)
    p.paint(
        p.stroke(
            [
                (other[0], other[1] - tall * 0.05),
                hand,
                tip,
                (tip[0] + way * tall * 0.13, tip[1] + tall * 0.01),
            ],
            width=tall * 0.026,
        ),
        0.03,
    )
    (a, b), (c, d) = at["chest"], at["hip"]
    jersey = smooth([*limb((c, d), (a, b), tall * 0.22, tall * 0.25)], closed=True, steps=2)
    p.paint(p.area(jersey), 0.72 if red else 0.97, slant(70, 7))
    if red:
        p.spot(p.area(jersey), LANTERN, 0.95)
    p.outline(jersey, width=1.6 + tall / 150)
    stripe = [
        (c * 0.6 + a * 0.4 - tall * 0.09, d * 0.6 + b * 0.4 - tall * 0.03),
        (c * 0.6 + a * 0.4 + tall * 0.09, d * 0.6 + b * 0.4 + tall * 0.05),
    ]
    p.paint(p.stroke(stripe, width=tall * 0.035), 0.97 if red else 0.1)
    sleeve = limb((a, b), at["elbow0"], tall * 0.11, tall * 0.09)
    p.paint(p.area(sleeve), 0.6 if red else 0.8, slant(20, 7))
    if red:
        p.spot(p.area(sleeve), LANTERN, 0.95)
    p.outline(sleeve, width=1.4 + tall / 160)
    p.paint(
        p.area(
            limb(at["elbow0"], hand, tall * 0.075, tall * 0.06),
            arc(*hand, tall * 0.045, tall * 0.045, 0, 360),
        ),
        0.04,
    )
    k, m = at["crown"]
    helmet = [*arc(k, m, tall * 0.078, tall * 0.078, 180 if way > 0 else 150, 390 if way > 0 else 360)]
    p.paint(p.area(helmet), 0.9 if red else 0.3, slant(60, 6))
    p.outline(helmet, width=1.5 + tall / 160)
