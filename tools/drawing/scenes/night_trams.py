"""A lit tram comes up a wet street at night, its light on the rails."""

from __future__ import annotations

import itertools

from ..built import lamp, windows
from ..engrave import step
from ..fields import level, rays
from ..figures import STAND, UMBRELLA, WALK, person
from ..gallery import scene
from ..nature import rain, sky
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth


@scene("night-trams", "city")
def night_trams() -> Plate:
    """A lit tram comes up a wet street at night, its light on the rails."""
    p = Plate(seed=201)
    vx, vy = 900, 560
    sky(p, 640, 0.12, 0.4, 0.3, 0.1, (10, -8), 240, seed=5)
    street(p, vx, vy)
    ground = [(-10, 1080), (-10, 760), (vx - 40, 590), (vx + 40, 590), (1610, 790), (1610, 1080)]
    form = p.noise(30, 3, 4, 5)
    p.paint(
        p.area(ground),
        lambda x, y: 0.34 + 0.2 * form(x, y) - 0.16 * step(700, 1067, y),
        level(8, form, 4),
    )
    wire = [
        [(vx, vy - 40), (640, 120), (560, -20)],
        [(vx, vy - 40), (980, -20)],
        [(vx, vy - 40), (1420, -20)],
    ]
    p.ink(p.stroke(*wire, width=2.2))
    tram(p)
    reflection(p)
    for x0, x1 in ((590, 470), (800, 812)):
        for off in (0, 1):
            p.paint(
                p.area(
                    brush(
                        [
                            (x1 + (x0 - x1) * 0.26 + off * 5, 935),
                            (x1 + (x0 - x1) * 0.12 + off * 7, 1010),
                            (x1 + off * 9, 1090),
                        ],
                        [7, 9, 13],
                    )
                ),
                0.95 if off == 0 else 0.04,
                alpha=0.9,
            )
    people(p)
    rain(p, 260, 80, 40, 0.95)
    return p


def street(p: Plate, vx: float, vy: float) -> None:
    """House fronts on both sides, running to the vanishing point."""
    left = [(-60, 1.0), (190, 0.72), (400, 0.5), (560, 0.34), (680, 0.22), (770, 0.13)]
    for (x0, s0), (x1, s1) in itertools.pairwise(left):
        tall = p.random.uniform(720, 900)
        wall = Wall(
            (x0, vy - tall * s0), (x1, vy - tall * s1), (x1, vy + 210 * s1 + 6), (x0, vy + 210 * s0 + 6)
        )
        p.paint(p.area(wall.corners), 0.26, wall.courses(max(10, 90 * s1)))
        p.paint(p.area(wall.part(0, 0, 1, 0.03)), 0.5)
        windows(p, wall, 3, 5, 0.06, 0.42, (0.46, 0.56), 1.2, band=(0.04, 0.06, 0.96, 0.74))
        shop = p.area(wall.part(0.1, 0.8, 0.9, 0.97))
        p.paint(shop, 0.95)
        p.spot(shop, LAMP, 0.85)
        p.outline(wall.corners, wall.part(0.1, 0.8, 0.9, 0.97), width=1.8)
    right = [(1660, 1.0), (1420, 0.7), (1240, 0.48), (1120, 0.32), (1030, 0.2), (970, 0.12)]
    for (x0, s0), (x1, s1) in itertools.pairwise(right):
        tall = p.random.uniform(640, 860)
        wall = Wall(
            (x1, vy - tall * s1), (x0, vy - tall * s0), (x0, vy + 230 * s0 + 6), (x1, vy + 230 * s1 + 6)
        )
        p.paint(p.area(wall.corners), 0.16, wall.courses(max(10, 80 * s1)))
        windows(p, wall, 3, 5, 0.05, 0.36, (0.44, 0.56), 1.2, band=(0.04, 0.06, 0.96, 0.76))
        p.outline(wall.corners, width=1.8)
    for x, y, s in ((1330, 800, 0.8), (1130, 690, 0.42), (330, 770, 0.66), (620, 660, 0.34)):
        p.paint(
            p.area(
                oblong(x - 4 * s, y - 330 * s, 8 * s, 330 * s),
                oblong(x - 9 * s, y - 30 * s, 18 * s, 30 * s),
            ),
            0.03,
        )
        lamp(p, x, y - 344 * s, 15 * s, 150 * s, 0.8)


def tram(p: Plate) -> None:
    """The tram, three-quarter view from its front."""
    flank = Wall((850, 330), (1010, 430), (1010, 690), (850, 880))
    p.paint(p.area(flank.corners), 0.4, flank.courses(50))
    for n in range(6):
        pane = flank.part(0.04 + n * 0.16, 0.16, 0.17 + n * 0.16, 0.52)
        p.paint(p.area(pane), 1.0)
        p.spot(p.area(pane), LAMP, 0.9)
        p.outline(pane, width=2)
    low = p.area(flank.part(0, 0.6, 1, 0.94))
    p.spot(low, LANTERN, 0.8)
    p.outline(flank.corners, width=3)
    front = smooth(
        [
            (520, 400),
            (560, 320),
            (690, 296),
            (810, 306),
            (852, 340),
            (862, 560),
            (858, 860),
            (830, 890),
            (560, 900),
            (520, 870),
            (508, 640),
        ],
        closed=True,
        steps=6,
    )
    p.paint(p.area(front), lambda x, y: 0.94 - 0.3 * step(700, 862, x) + 0 * y, level(9))
    body = p.area([(509, 640), (862, 620), (858, 860), (830, 888), (560, 898), (520, 870)])
    p.shade(body, 0.8)
    p.spot(body, LANTERN, 0.92)
    p.outline(front, width=3.4)
    screen = smooth(
        [(540, 430), (570, 404), (690, 396), (810, 402), (834, 424), (840, 600), (690, 616), (532, 610)],
        closed=True,
        steps=5,
    )
    p.paint(p.area(screen), 1.0)
    p.spot(p.area(screen), LAMP, 0.8)
    for n in range(4):
        p.ink(p.stroke([(600 + n * 52, 590), (600 + n * 52, 520), (640 + n * 50, 520)], width=3), 0.6)
    person(p, 620, 700, 230, STAND, 1, 0.03)
    lower = p.area([(509, 640), (862, 620), (860, 760), (514, 760)])
    p.paint(lower, 0.72, level(9))
    p.spot(lower, LANTERN, 0.92)
    p.paint(p.area([(511, 612), (862, 598), (862, 650), (509, 664)]), 0.95)
    p.outline(screen, [(511, 612), (862, 598), (862, 650), (509, 664)], width=3)
    p.paint(p.stroke([(690, 396), (690, 612)], width=5), 0.04)
    sign = oblong(590, 330, 210, 50)
    p.paint(p.area(sign), 0.04)
    for n, x in enumerate((640, 668)):
        p.paint(p.stroke([(x, 342), (x + (8 if n else 0), 368)], width=7), 1.0)
    p.paint(p.stroke([(700, 355), (770, 355)], width=7), 1.0)
    for x in (572, 800):
        lamp(p, x, 760, 22, 190, 0.95)
        p.ink(p.stroke(arc(x, 760, 26, 26, 0, 360), width=4))
    p.paint(p.area([(560, 896), (840, 886), (830, 924), (580, 930)]), 0.03)
    p.paint(
        p.stroke(
            [(760, 300), (840, 210), (760, 130)],
            [(720, 300), (800, 214)],
            [(700, 130), (820, 122)],
            width=5,
        ),
        0.03,
    )
    p.glow(760, 128, 40, 0.8, COMET)


def reflection(p: Plate) -> None:
    """Light from the tram on the wet stones."""
    for n in range(240):
        part = p.random.random()
        y = 930 + part * 140
        x = p.random.choice((572, 690, 800)) - part * 40 + p.random.normal(0, 28)
        dash = p.disc(x, y, p.random.uniform(10, 46), 2.6)
        p.paint(dash, 1.0)
        p.spot(dash, LAMP if n % 3 else LANTERN, 0.85)
    for x, y, deep in ((1330, 812, 170), (330, 786, 180), (1130, 700, 90)):
        for n in range(26):
            dash = p.disc(x + p.random.normal(0, 9), y + deep * n / 26, p.random.uniform(4, 20), 1.8)
            p.paint(dash, 1.0)
            p.spot(dash, LAMP, 0.7)


def people(p: Plate) -> None:
    """Those who wait, under an umbrella and without one."""
    at = person(p, 1230, 1000, 280, UMBRELLA, -1, 0.02, "coat")
    x, y = at["hand0"][0], at["crown"][1] - 22
    top = arc(x, y, 132, 84, 180, 360)
    canopy = [*top, (x + 88, y - 8), (x + 44, y + 6), (x, y - 10), (x - 44, y + 6), (x - 88, y - 8)]
    p.paint(
        p.area(canopy), lambda a, b: 0.06 + 0.55 * step(x - 40, x - 130, a) + 0 * b, rays(x, y - 84, 7)
    )
    p.paint(p.stroke(top, width=3), 0.8)
    p.paint(p.stroke([(x, y - 96), (x, y - 80)], [(x, y), at["hand0"]], width=5), 0.02)
    person(p, 1400, 1020, 270, STAND, -1, 0.02, "coat hat")
    person(p, 240, 990, 230, WALK, 1, 0.02, "coat")
