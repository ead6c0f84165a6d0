"""A projector throws its beam over the reels."""

from __future__ import annotations

import math

from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import Pose, person
from ..gallery import scene
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth


@scene("film-reels", "culture")
def film_reels() -> Plate:
    """A projector throws its beam over the reels."""
    p = Plate(seed=521, tone=0.12)
    p.paint(p.whole(), lambda x, y: 0.16 + 0.1 * step(500, 1067, y) + 0 * x, level(10))
    lens = (560, 452)
    beam = [(lens[0], lens[1] - 26), (1610, 20), (1610, 760), (lens[0], lens[1] + 26)]
    p.paint(p.area(beam), lambda x, y: 0.95 - 0.4 * step(560, 1600, x) + 0 * y, rays(480, 452, 8))
    p.spot(p.area(beam), LAMP, lambda x, _y: 0.5 * (1 - step(560, 1500, x)))
    for _ in range(90):
        t = p.random.random()
        x = 580 + 1000 * t
        p.paint(
            p.disc(x, 452 + (x - 560) * p.random.uniform(-0.36, 0.27), p.random.uniform(1.4, 4)), 1.0
        )
    screen(p)
    projector(p, lens)
    p.paint(
        p.area([(-10, 880), (1610, 880), (1610, 1080), (-10, 1080)]),
        lambda x, y: 0.5 - 0.3 * step(900, 1067, y) + 0.1 * step(500, 1100, x),
        level(9),
    )
    p.outline([(-10, 880), (1610, 880)], width=3, closed=False)
    for x, y, r in ((900, 800, 150), (1240, 790, 170)):
        p.shade(p.soft(p.disc(x - 60, y + r * 0.93, r * 1.2, 26), 8), 0.3)
        reel(p, x, y, r, 0.3)
    tin(p)
    strip(p)
    return p


def screen(p: Plate) -> None:
    """A frame of the film in the beam: a dancer of 1921."""
    frame = Wall((1330, 150), (1560, 96), (1560, 640), (1330, 566))
    p.paint(p.area(frame.corners), 1.0)
    p.outline(frame.corners, width=4)
    inside = frame.part(0.06, 0.06, 0.94, 0.94)
    p.paint(p.area(inside), 0.8, level(9))
    p.outline(inside, width=2)
    x, y = 1450, 520
    person(p, x, y, 330, Pose(-6, (30, -14), (-10, -30), (130, -120), (170, -80), -10), 1, 0.05)
    skirt = smooth(
        [(x - 16, y - 200), (x + 18, y - 200), (x + 74, y - 90), (x + 10, y - 76), (x - 70, y - 96)],
        closed=True,
    )
    p.paint(p.area(skirt), 0.6, slant(80, 7))
    p.outline(skirt, width=2.6)


def projector(p: Plate, lens: tuple) -> None:
    """The projector's body with two reels on its arms."""
    reel(p, 190, 220, 170, 0.55)
    reel(p, 440, 760, 150, 0.8)
    p.paint(p.stroke([(190, 220), (300, 420)], [(440, 760), (340, 560)], width=26), 0.03)
    box = [(150, 380), (440, 380), (440, 640), (150, 640)]
    p.paint(p.area(box), lambda x, y: 0.2 + 0.4 * step(300, 440, x) + 0 * y, slant(90, 9))
    p.outline(box, width=4)
    p.paint(p.area(*[oblong(176, 410 + n * 26, 90, 11) for n in range(7)]), 0.95)
    p.spot(p.area(*[oblong(176, 410 + n * 26, 90, 11) for n in range(7)]), LAMP, 0.9)
    barrel = [(440, 410), (530, 420), (530, 484), (440, 494)]
    p.paint(p.area(barrel), lambda x, y: 0.9 - 0.8 * step(430, 494, y) + 0 * x, level(7))
    p.outline(barrel, width=3)
    p.paint(p.disc(lens[0] - 24, lens[1], 18, 42), 1.0)
    p.glow(lens[0] - 20, lens[1], 150, 0.9, LAMP)
    p.paint(p.area([(200, 640), (400, 640), (470, 900), (120, 900)]), 0.04)
    p.paint(p.disc(340, 520, 34), 0.8)
    p.ink(p.stroke(arc(340, 520, 34, 34, 0, 360, 40), arc(340, 520, 14, 14, 0, 360, 40), width=4))
    p.paint(
        p.stroke(
            smooth([(60, 330), (120, 460), (300, 480), (356, 520), (330, 600), (560, 690)]), width=5
        ),
        0.9,
    )


def reel(p: Plate, x: float, y: float, r: float, full: float) -> None:
    """A reel with three windows, film wound on it."""
    p.paint(p.disc(x, y, r), lambda a, b: 0.95 - 0.6 * step(-r, r, (a - x) + (b - y)), rings(x, y, 8))
    p.ink(p.stroke(arc(x, y, r, r, 0, 360, 120), arc(x, y, r * 0.93, r * 0.93, 0, 360, 120), width=4))
    for k in range(5):
        t = math.radians(k * 72 + x % 40)
        hole = (x + r * 0.58 * math.cos(t), y + r * 0.58 * math.sin(t))
        p.paint(p.disc(*hole, r * 0.24), 0.04 + 0.1 * full)
        p.ink(p.stroke(arc(*hole, r * 0.24, r * 0.24, 0, 360, 60), width=3.4))
        p.paint(
            p.stroke(
                arc(x, y, r * 0.5, r * 0.5, k * 72 + x % 40 - 20, k * 72 + x % 40 + 20, 20), width=2
            ),
            0.8,
        )
    p.paint(p.disc(x, y, r * 0.15), 0.9)
    p.ink(p.stroke(arc(x, y, r * 0.15, r * 0.15, 0, 360, 50), width=4))
    p.paint(p.disc(x, y, r * 0.05), 0.02)


def tin(p: Plate) -> None:
    """A rusty tin with a label."""
    x, y = 1080, 1000
    p.paint(
        p.area([(x - 210, y - 60), *arc(x, y, 210, 56, 180, 0, 40), (x + 210, y - 60)]),
        0.2,
        slant(90, 8),
    )
    p.paint(p.disc(x, y - 60, 210, 58), 0.7, rings(x, y - 60, 9, 0.28))
    p.ink(p.stroke(arc(x, y - 60, 210, 58, 0, 360, 90), arc(x, y - 60, 180, 46, 0, 360, 90), width=3.4))
    label = [(x - 90, y - 84), (x + 80, y - 90), (x + 96, y - 44), (x - 84, y - 36)]
    p.paint(p.area(label), 1.0)
    p.spot(p.area(label), LANTERN, 0.8)
    p.outline(label, width=3)
    p.ink(p.stroke([(x - 64, y - 68), (x + 56, y - 74)], [(x - 60, y - 54), (x + 20, y - 57)], width=4))


def strip(p: Plate) -> None:
    """A loop of film on the table."""
    way = smooth([(-20, 1010), (160, 970), (330, 1020), (520, 960), (640, 990), (700, 1080)], steps=24)
    band = brush(way, [84, 84])
    p.paint(p.area(band), 0.06)
    p.outline(band, width=2.4)
    for n in range(3, len(way) - 3, 3):
        (a, b), (c, d) = way[n - 1], way[n + 1]
        long = math.hypot(c - a, d - b)
        nx, ny = -(d - b) / long, (c - a) / long
        for off in (-35, 35):
            p.paint(p.disc(way[n][0] + nx * off, way[n][1] + ny * off, 5, 4), 1.0)
    for n in range(6, len(way) - 12, 11):
        (a, b), (c, d) = way[n], way[n + 9]
        long = math.hypot(c - a, d - b)
        nx, ny = -(d - b) / long * 25, (c - a) / long * 25
        picture = [(a + nx, b + ny), (a - nx, b - ny), (c - nx, d - ny), (c + nx, d + ny)]
        p.paint(p.area(picture), 0.8, level(8))
        p.spot(p.area(picture), LAMP, 0.6)
