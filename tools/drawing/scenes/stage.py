"""Culture: the theatre, type, film, the dombra, paper."""

from __future__ import annotations

import math

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import POINT, STAND, Pose, body, person
from ..gallery import scene
from ..nature import hills, mist, sky, stars
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth
from ..typeset import stamp

SING = Pose(-4, (8, -8), (4, -8), (60, -40), (86, -70), -8)
BEND = Pose(30, (14, -10), (2, -16), (60, 44), (84, 70), 12)


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
    p.paint(p.area(oblong(380, 200, 840, 600)), lambda x, y: 0.62 - 0.3 * step(480, 220, y) + 0 * x, level(9))
    p.paint(p.disc(960, 360, 96), 1.0)
    p.spot(p.disc(960, 360, 96), LAMP, 0.7)
    hill = smooth([(380, 560), (520, 500), (640, 540), (800, 480), (1000, 540), (1220, 500)]) + [(1220, 700), (380, 700)]
    p.paint(p.area(hill), 0.4, slant(24, 8))
    p.outline(hill[:-2], width=2, closed=False)
    boards = Wall((420, 660), (1180, 660), (1300, 800), (300, 800))
    p.paint(p.area(boards.corners), lambda x, y: 1.0 - 0.4 * step(150, 480, np.abs(x - 800)) + 0 * y, boards.uprights(60))
    for x0, x1 in ((520, 800), (1080, 800)):
        p.paint(p.soft(p.area([(x0 - 10, 190), (x0 + 10, 190), (x1 + 150, 760), (x1 - 150, 760)]), 10), 1.0, alpha=0.4)
    for n, x in enumerate((458, 510, 562, 614, 990, 1040, 1090, 1140)):
        person(p, x, 714 + (n % 3) * 8, 150, STAND, 1 if x < 800 else -1, 0.05, "coat")
    for x, pose, way in ((680, SING, 1), (930, POINT, -1)):
        person(p, x, 752, 186, pose, way, 0.05, "coat")
    person(p, 800, 764, 200, SING, 1, 0.03)
    gown = smooth([(784, 640), (816, 640), (836, 700), (872, 768), (728, 768), (764, 700)], closed=True, steps=6)
    p.paint(p.area(gown), 0.72, slant(84, 7))
    p.spot(p.area(gown), LANTERN, 0.9)
    p.outline(gown, width=2.6)


def curtain(p: Plate) -> None:
    """Curtains held aside, and the pelmet, in folds."""
    for side in (-1, 1):
        for fold in range(9):
            x0 = 800 + side * (460 - fold * 24)
            x1 = 800 + side * (440 - fold * 7)
            wave = smooth([(x0, 190), (x0 - side * 6, 380), (x1, 560), (x1 + side * 6, 640), (x1 + side * (10 + fold * 2), 800), (x1 + side * 60, 800), (x1 + side * 50, 640), (x0 + side * 26, 380), (x0 + side * 26, 190)], closed=True, steps=6)
            p.paint(p.area(wave), lambda a, b, x=x0, s=side: 0.34 + 0.42 * np.cos((a - x) / 9) + 0 * b, slant(90, 7))
            p.spot(p.area(wave), LANTERN, 0.85)
            p.outline(wave, width=1.6)
        band = limb((800 + side * 350, 600), (800 + side * 490, 570), 18, 20)
        p.paint(p.area(band), 0.9)
        p.spot(p.area(band), LAMP, 0.9)
        p.outline(band, width=2)
    for n in range(8):
        x = 365 + n * 124
        swag = [*arc(x, 190, 66, 86, 0, 180, 30)]
        p.paint(p.area(swag), lambda a, b, x=x: 0.7 - 0.4 * step(190, 270, b) + 0.1 * np.cos((a - x) / 10), rings(x, 150, 8))
        p.spot(p.area(swag), LANTERN, 0.88)
        p.outline(swag, width=2.4)
        for k in range(13):
            px, py = swag[2 + k * 2]
            p.paint(p.stroke([(px, py), (px, py + 14)], width=3), 0.95)


def arch(p: Plate) -> None:
    """The gilded frame of the stage with its masks."""
    for side in (-1, 1):
        column = oblong(800 + side * 480 - 40, 120, 80, 690)
        p.paint(p.area(column), lambda a, b, s=side: 0.95 - 0.6 * step(-20, 40, (a - 800 - s * 480) * s) + 0 * b, slant(90, 8))
        p.spot(p.area(column), LAMP, 0.7)
        p.outline(column, oblong(800 + side * 480 - 52, 120, 104, 26), oblong(800 + side * 480 - 52, 780, 104, 30), width=3)
    beam = [(300, 120), (1300, 120), (1330, 40), (270, 40)]
    p.paint(p.area(beam), lambda x, y: 0.95 - 0.4 * step(60, 120, y) + 0 * x, level(8))
    p.spot(p.area(beam), LAMP, 0.7)
    p.outline(beam, width=3)
    shield = smooth([(720, 20), (880, 20), (890, 110), (800, 176), (710, 110)], closed=True)
    p.paint(p.area(shield), 0.98)
    p.spot(p.area(shield), LAMP, 0.5)
    p.outline(shield, width=3)
    for x, way in ((764, 1), (838, -1)):
        mask = smooth([(x - 30, 50), (x, 44), (x + 30, 50), (x + 26, 100), (x, 124), (x - 26, 100)], closed=True)
        p.paint(p.area(mask), 1.0)
        p.outline(mask, width=2.4)
        p.paint(p.area(arc(x - 12, 72, 7, 5, 0, 360), arc(x + 12, 72, 7, 5, 0, 360), arc(x, 96 if way > 0 else 110, 15, 12, 0 if way > 0 else 180, 180 if way > 0 else 360)), 0.03)
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
                front = [(x - 56 * s, y - 2), (x + 56 * s, y - 2), *arc(x, y - 2, 56 * s, 50 * s, 0, 180)]
                p.paint(p.area(front), lambda a, b, x=x, s=s, w=side: 0.9 - 0.6 * step(-30 * s, 60 * s, (a - x) * w) + 0 * b, slant(88, 8))
                p.spot(p.area(front), LAMP, 0.55)
                p.outline(front, back, width=2.4)
                lamp(p, x + side * -56 * s, y - 40 * s, 5, 50, 0.6)


def pit(p: Plate) -> None:
    """The orchestra's heads, bows, and the conductor."""
    p.paint(p.area([(180, 812), (1420, 812), (1500, 900), (100, 900)]), 0.06)
    for n in range(15):
        x = 230 + n * 82
        if abs(x - 800) > 60:
            p.paint(p.area(arc(x, 838, 15, 18, 0, 360), limb((x - 16, 880), (x + 16, 880), 44, 44)), 0.3, level(6))
            p.paint(p.stroke([(x + 22, 880), (x + 64, 810)], width=3), 0.95)
    person(p, 800, 980, 240, Pose(0, (5, -5), (3, -5), (118, -112), (150, -140)), 1, 0.02)
    p.paint(p.stroke([(876, 706), (918, 664)], width=3), 1.0)


def audience(p: Plate) -> None:
    """Heads of the stalls against the light."""
    for row, (y, s, count) in enumerate(((935, 0.9, 15), (1000, 1.2, 11), (1080, 1.7, 8))):
        for n in range(count):
            x = (n + 0.5 + (row % 2) * 0.4) * 1700 / count - 60 + p.random.normal(0, 8)
            shape = [arc(x, y - 66 * s, 26 * s, 32 * s, 0, 360), smooth([(x - 66 * s, y + 20), (x - 56 * s, y - 16 * s), (x - 14 * s, y - 36 * s), (x + 14 * s, y - 36 * s), (x + 56 * s, y - 16 * s), (x + 66 * s, y + 20)])]
            if n % 3 == 1:
                shape.append(arc(x, y - 98 * s, 16 * s, 14 * s, 0, 360))
            p.paint(p.area(*shape), 0.03)
            p.paint(p.stroke(arc(x, y - 66 * s, 26 * s, 32 * s, 215, 325), width=2.4), 0.75)


@scene("type", "culture")
def metal_type() -> Plate:
    """Metal type in close-up, a stick being set, letters as mirror images."""
    p = Plate(seed=511, tone=0.3)
    p.paint(p.whole(), lambda x, y: 0.3 + 0.2 * step(200, 1000, y) + 0 * x, slant(6, 10))
    for y in range(40, 1100, 210):
        for x in range(-80, 1700, 250):
            tray = oblong(x, y - x * 0.05, 236, 196)
            p.paint(p.area(tray), lambda a, b, x=x, y=y: 0.14 + 0.3 * step(x, x + 240, a) * step(y - 60, y + 150, b), slant(40, 8))
            p.outline(tray, width=5)
            for _ in range(9):
                cx, cy, t = x + p.random.uniform(30, 200), y - x * 0.05 + p.random.uniform(30, 160), p.random.uniform(-1, 1)
                sort = [(cx + a * math.cos(t) - b * math.sin(t), cy + a * math.sin(t) + b * math.cos(t)) for a, b in ((-34, -10), (34, -10), (34, 10), (-34, 10))]
                p.paint(p.area(sort), p.random.uniform(0.5, 0.9), slant(math.degrees(-t), 6))
                p.outline(sort, width=2)
    stick(p)
    return p


def stick(p: Plate) -> None:
    """The composing stick with a line of type, seen from above its face."""
    p.shade(p.soft(p.area([(60, 640), (1590, 560), (1600, 850), (80, 930)]), 22), 0.25)
    back = Wall((40, 330), (1560, 250), (1560, 330), (40, 420))
    base = Wall((40, 420), (1560, 330), (1560, 800), (40, 900))
    p.paint(p.area(back.corners), 0.75, back.courses(8))
    p.paint(p.area(base.corners), 0.4, base.courses(40))
    p.outline(back.corners, base.corners, width=4)
    letters = "LINDHAVEN"[::-1]
    u = 0.05
    for index, letter in enumerate(letters):
        wide = 0.058 if letter == "I" else 0.106
        face = base.part(u, 0.06, u + wide - 0.004, 0.66)
        lower = base.part(u, 0.66, u + wide - 0.004, 0.98)
        p.paint(p.area(lower), lambda x, y, a=face[3][0], b=face[2][0]: 0.75 - 0.55 * step(a, b, x) + 0 * y, slant(90, 8))
        nick = base.part(u, 0.82, u + wide - 0.004, 0.87)
        p.paint(p.area(nick), 0.05)
        p.paint(p.area(face), 0.34, slant(34, 8))
        if letter != " ":
            x, y = base.at(u + wide / 2 - 0.002, 0.55)
            mask = stamp(p, x, y, letter, 290)
            p.paint(stamp(p, x + 5, y + 6, letter, 290), 0.02)
            p.paint(mask, 1.0)
            if index == 5:
                p.spot(mask, LANTERN, 0.9)
        p.outline(face, lower, width=3)
        u += wide
    knee = base.part(0.955, -0.02, 1.0, 1.0)
    p.paint(p.area(knee), 0.85, slant(90, 8))
    p.paint(p.disc(*base.at(0.977, 0.5), 22), 0.1)
    p.outline(knee, width=4)
    edge = Wall((40, 900), (1560, 800), (1560, 850), (40, 960))
    p.paint(p.area(edge.corners), 0.95, edge.courses(5))
    p.outline(edge.corners, width=4)
    p.paint(p.area(base.part(0, -0.02, 0.045, 1)), 0.8, slant(90, 8))
    p.outline(base.part(0, -0.02, 0.045, 1), width=4)


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
        p.paint(p.disc(x, 452 + (x - 560) * p.random.uniform(-0.36, 0.27), p.random.uniform(1.4, 4)), 1.0)
    screen(p)
    projector(p, lens)
    p.paint(p.area([(-10, 880), (1610, 880), (1610, 1080), (-10, 1080)]), lambda x, y: 0.5 - 0.3 * step(900, 1067, y) + 0.1 * step(500, 1100, x), level(9))
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
    skirt = smooth([(x - 16, y - 200), (x + 18, y - 200), (x + 74, y - 90), (x + 10, y - 76), (x - 70, y - 96)], closed=True)
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
    p.paint(p.stroke(smooth([(60, 330), (120, 460), (300, 480), (356, 520), (330, 600), (560, 690)]), width=5), 0.9)


def reel(p: Plate, x: float, y: float, r: float, full: float) -> None:
    """A reel with three windows, film wound on it."""
    p.paint(p.disc(x, y, r), lambda a, b: 0.95 - 0.6 * step(-r, r, (a - x) + (b - y)), rings(x, y, 8))
    p.ink(p.stroke(arc(x, y, r, r, 0, 360, 120), arc(x, y, r * 0.93, r * 0.93, 0, 360, 120), width=4))
    for k in range(5):
        t = math.radians(k * 72 + x % 40)
        hole = (x + r * 0.58 * math.cos(t), y + r * 0.58 * math.sin(t))
        p.paint(p.disc(*hole, r * 0.24), 0.04 + 0.1 * full)
        p.ink(p.stroke(arc(*hole, r * 0.24, r * 0.24, 0, 360, 60), width=3.4))
        p.paint(p.stroke(arc(x, y, r * 0.5, r * 0.5, k * 72 + x % 40 - 20, k * 72 + x % 40 + 20, 20), width=2), 0.8)
    p.paint(p.disc(x, y, r * 0.15), 0.9)
    p.ink(p.stroke(arc(x, y, r * 0.15, r * 0.15, 0, 360, 50), width=4))
    p.paint(p.disc(x, y, r * 0.05), 0.02)


def tin(p: Plate) -> None:
    """A rusty tin with a label."""
    x, y = 1080, 1000
    p.paint(p.area([(x - 210, y - 60), *arc(x, y, 210, 56, 180, 0, 40), (x + 210, y - 60)]), 0.2, slant(90, 8))
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
