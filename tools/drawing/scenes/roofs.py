"""Orchard, city roofs, the quay under snow, the old tram in its shed."""

from __future__ import annotations

import math

import numpy as np

from ..built import block
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import POINT, STAND, WALK, Pose, person
from ..gallery import scene
from ..nature import crown, disc_of_light, grass, hills, mist, sky, trunk, water
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth

DIG = Pose(34, (18, -14), (2, -20), (50, 34), (30, 44), 14)


@scene("orchard", "city")
def orchard() -> Plate:
    """Rows of young apple trees below snow mountains; children plant another."""
    p = Plate(seed=301)
    sky(p, 520, 0.62, 1.0, 0.4, 0.0, (-12, -10), 240, seed=6)
    mountains(p)
    hills(p, 520, 40, 0.55, 9, 420, 16, 0.16, bottom=760)
    form = p.noise(40, 4, 3, 3)
    p.paint(p.whole(560), lambda x, y: 0.9 - 0.3 * step(600, 1067, y) + 0.12 * form(x, y), rays(760, 470, 9))
    rows = []
    for depth in range(9):
        s = 0.2 + 0.135 * depth + 0.012 * depth**2
        y = 470 + 330 * s
        for column in range(-6, 7):
            x = 760 + (column + 0.5) * 330 * s
            if -120 < x < 1720 and not (depth > 5 and -2 <= column <= 1):
                rows.append((y, x, s))
    for y, x, s in rows:
        apple_tree(p, x, y, s)
    planting(p)
    grass(p, [(p.random.uniform(0, 1600), p.random.uniform(760, 1060)) for _ in range(160)], 18, 0.1)
    return p


def mountains(p: Plate) -> None:
    """A snow range, each peak lit from the left."""
    peaks = [(-80, 470), (60, 300), (170, 370), (320, 190), (450, 320), (560, 250), (680, 360), (830, 130), (1000, 330), (1110, 230), (1250, 360), (1400, 210), (1530, 320), (1680, 260)]
    line = []
    for (a, b), (c, d) in zip(peaks, peaks[1:], strict=False):
        line += [(a + (c - a) * t, b + (d - b) * t + p.random.normal(0, 7)) for t in np.linspace(0, 1, 9)[:-1]]
    p.paint(p.area([*line, (1680, 560), (-80, 560)]), lambda x, y: 0.98 - 0.4 * step(380, 540, y) + 0 * x, slant(30, 9))
    for x, y in peaks[1:-1]:
        if y > 340:
            continue
        deep = 540 - y
        shade = [(x, y), (x + 26, y + deep * 0.2), (x + 6, y + deep * 0.34), (x + 50, y + deep * 0.55), (x + 24, y + deep * 0.8), (x + 70, y + deep), (x + deep * 0.8, y + deep), (x + deep * 0.52, y + deep * 0.62), (x + deep * 0.3, y + deep * 0.34)]
        p.paint(p.area(shade), lambda a, b, y=y: 0.42 + 0.3 * step(y, 540, b) + 0 * a, slant(-52, 8))
        rib = [(x, y), (x - 30, y + deep * 0.3), (x - 12, y + deep * 0.5), (x - 60, y + deep * 0.9), (x - 34, y + deep * 0.6), (x - 46, y + deep * 0.34)]
        p.paint(p.area(rib), 0.55, slant(60, 8))
    p.outline(line, width=2, closed=False)
    mist(p, 440, 580, 1.0, 0.7)


def apple_tree(p: Plate, x: float, y: float, s: float) -> None:
    """A round tree with apples, its shadow to the right."""
    p.shade(p.soft(p.disc(x + 60 * s, y + 4 * s, 110 * s, 18 * s), 5), 0.4)
    trunk(p, x, y, 90 * s, 18 * s, 4 * s)
    crown(p, x, y - 130 * s, 190 * s, 150 * s, 0.08, 0.88, 16 + int(30 * s), (-0.7, -0.7), 0.24)
    for _ in range(int(4 + 14 * s)):
        turn, far = p.random.uniform(0, 2 * math.pi), math.sqrt(p.random.random())
        ax, ay, r = x + 84 * s * far * math.cos(turn), y - 130 * s + 64 * s * far * math.sin(turn), 3 + 7 * s
        p.paint(p.disc(ax, ay, r), 0.75)
        p.spot(p.disc(ax, ay, r), LANTERN, 0.95)
        if s > 0.6:
            p.ink(p.stroke(arc(ax, ay, r, r, 0, 360, 20), width=1.6))


def planting(p: Plate) -> None:
    """Four children, a sapling, a can of water."""
    p.paint(p.area(smooth([(700, 1010), (760, 984), (850, 982), (900, 1010), (800, 1026)], closed=True)), 0.16, slant(20, 7))
    p.paint(p.stroke(smooth([(800, 1000), (796, 900), (806, 790)]), width=8), 0.04)
    for n in range(12):
        turn = -math.pi / 2 + (n - 5.5) * 0.24
        x, y = 804 + 60 * math.cos(turn) * (0.5 + n % 3 * 0.3), 800 + 64 * math.sin(turn) * (0.5 + n % 3 * 0.3)
        leaf = smooth([(804 + (x - 804) * 0.3, 806 + (y - 806) * 0.3), (x - 8, y), (x + (x - 804) * 0.4, y + (y - 806) * 0.3), (x + 6, y + 8)], closed=True, steps=4)
        p.paint(p.area(leaf), 0.3)
        p.outline(leaf, width=1.6)
    at = person(p, 620, 1030, 240, DIG, 1, 0.03)
    hand = at["hand0"]
    p.paint(p.stroke([(hand[0] - 60, hand[1] - 70), (740, 1000)], width=8), 0.03)
    p.paint(p.area([(722, 984), (752, 976), (770, 1012), (736, 1018)]), 0.05)
    person(p, 960, 1026, 230, Pose(14, (12, -10), (4, -10), (54, 40), (60, 76)), -1, 0.03, "coat")
    person(p, 1080, 1034, 210, POINT, -1, 0.03)
    scarf = p.area(brush(smooth([(1052, 872), (1090, 884), (1128, 872), (1150, 910)]), [16, 14, 18, 12]))
    p.paint(scarf, 0.7)
    p.spot(scarf, LANTERN, 0.95)
    person(p, 480, 1040, 206, STAND, 1, 0.03, "hat")
    can = Wall((400, 976), (462, 976), (458, 1046), (404, 1046))
    p.paint(p.area(can.corners), 0.75, can.uprights(8))
    p.outline(can.corners, width=3)
    p.outline(arc(431, 976, 31, 44, 180, 360), width=4, closed=False)


@scene("rooftops", "business")
def rooftops() -> Plate:
    """Roofs of the city towards the harbour, chimneys, washing, morning."""
    p = Plate(seed=311)
    sky(p, 480, 0.55, 1.0, 0.55, 0.1, (14, -10), 240, seed=2)
    disc_of_light(p, 1180, 330, 60, 6, 0.7, LAMP)
    p.spot(p.disc(1180, 330, 60), LAMP, 1)
    hills(p, 400, 36, 0.74, 8, 420, 12, 0.1, bottom=560)
    p.paint(p.area([(700, 424), (1610, 420), (1610, 470), (700, 470)]), 0.97, level(8))
    for x, y, s in ((1290, 436, 0.7), (1420, 440, 0.9), (960, 434, 0.6)):
        p.paint(p.stroke([(x, y), (x, y - 66 * s)], [(x - 10, y - 50 * s), (x + 30 * s, y - 10)], width=2), 0.1)
        p.paint(p.area([(x - 40 * s, y - 8), (x + 44 * s, y - 10), (x + 30 * s, y + 6), (x - 30 * s, y + 6)]), 0.1)
    for row in range(6):
        s = 0.3 + row * 0.24 + row * row * 0.03
        x = -120.0 - p.random.uniform(0, 120)
        while x < 1660:
            wide = p.random.uniform(150, 230) * s
            foot = 520 + row * 86 + row * row * 12
            house(p, x, foot, wide, p.random.uniform(90, 150) * s, s, row)
            x += wide * p.random.uniform(1.22, 1.5)
    washing(p)
    for x, y in ((500, 200), (548, 226), (590, 192)):
        p.ink(p.stroke(smooth([(x - 22, y - 9), (x - 8, y - 11), (x, y), (x + 8, y - 11), (x + 22, y - 9)]), width=3))
    return p


def house(p: Plate, x: float, foot: float, wide: float, tall: float, s: float, row: int) -> None:
    """One gabled house with chimneys, lit from the right."""
    side = wide * 0.62
    rise = wide * p.random.uniform(0.36, 0.5)
    block(p, x, foot + 300, wide, tall + 300, side, 0.5 if row % 2 else 0.58, 0.9, 0.12, max(2, int(wide / (52 * s))), max(4, int((tall + 300) / (64 * s))), 0.06, 1.6, rise)
    slope = [(x + wide / 2, foot - tall - rise), (x + wide / 2 + side, foot - tall - rise + side * 0.12), (x + wide + side, foot - tall + side * 0.12), (x + wide, foot - tall)]
    roof = Wall(*slope)
    p.paint(p.area(slope), 0.8 if row % 2 else 0.66, roof.courses(max(5, rise / 9)))
    if p.random.random() < 0.3:
        p.spot(p.area(slope), LANTERN, 0.7)
    p.outline(slope, width=1.8)
    for u in (0.2, 0.7):
        cx, cy = roof.at(u, 0.2)
        stack = oblong(cx - 12 * s, cy - 52 * s, 26 * s, 66 * s)
        p.paint(p.area(stack), 0.3, level(6))
        p.paint(p.area(oblong(cx - 15 * s, cy - 56 * s, 32 * s, 9 * s), oblong(cx - 8 * s, cy - 70 * s, 7 * s, 16 * s), oblong(cx + 3 * s, cy - 70 * s, 7 * s, 16 * s)), 0.06)
        p.outline(stack, width=1.6)
        if p.random.random() < 0.34:
            plume = smooth([(cx, cy - 72 * s), (cx - 16 * s, cy - 110 * s), (cx - 54 * s, cy - 140 * s), (cx - 120 * s, cy - 156 * s)])
            p.paint(p.soft(p.area(brush(plume, [8 * s, 22 * s, 30 * s, 14 * s])), 5), 0.98, alpha=0.9)


def washing(p: Plate) -> None:
    """A line of washing between two chimneys, near the reader."""
    rope = smooth([(820, 700), (1010, 744), (1240, 752), (1480, 706)])
    p.ink(p.stroke(rope, width=3))
    for n, (x, wide, tall) in enumerate(((880, 60, 96), (960, 74, 70), (1060, 54, 110), (1140, 90, 84), (1262, 60, 104), (1350, 76, 78))):
        y = float(np.interp(x, [a for a, _ in rope], [b for _, b in rope]))
        cloth = smooth([(x, y), (x + wide, y + 2), (x + wide + 10, y + tall * 0.6), (x + wide - 2, y + tall), (x + wide * 0.4, y + tall * 0.92), (x + 4, y + tall), (x + 8, y + tall * 0.5)], closed=True, steps=5)
        p.paint(p.area(cloth), lambda a, b, x=x, w=wide: 0.98 - 0.4 * step(x + w * 0.6, x, a) + 0 * b, slant(84, 8))
        if n in (1, 4):
            p.spot(p.area(cloth), LANTERN, 0.85)
        p.outline(cloth, width=2.4)


@scene("snow-quay", "city")
def snow_quay() -> Plate:
    """The Old Quay under snow: boats laid up, warehouses, one set of footprints."""
    p = Plate(seed=321)
    sky(p, 560, 0.5, 0.8, 0.4, 0.3, (-8, -12), 260, seed=9)
    hills(p, 500, 26, 0.74, 4, 320, 8, 0.1, bottom=620)
    water(p, 560, 1067, 0.5, 0.3, 0.22, 5)
    for n, (x, wide, tall) in enumerate(((1010, 170, 330), (1190, 190, 400), (1390, 230, 360))):
        wall = Wall((x, 600 - tall), (x + wide, 596 - tall - n * 8), (x + wide, 670 + n * 16), (x, 656 + n * 14))
        p.paint(p.area(wall.corners), 0.42 + 0.1 * (n % 2), wall.courses(44))
        for row in range(4):
            for column in range(3):
                pane = wall.part(0.12 + column * 0.28, 0.2 + row * 0.19, 0.28 + column * 0.28, 0.32 + row * 0.19)
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
    p.paint(p.area([(-10, 900), (420, 800), (900, 690), (1050, 650), (1050, 690), (900, 740), (420, 876), (-10, 1000)]), 0.2, slant(12, 7))
    form = p.noise(90, 3, 6, 3)
    p.paint(p.area([(-10, 985), (420, 866), (900, 736), (1050, 684), (1610, 700), (1610, 1080), (-10, 1080)]), lambda x, y: 1.0 - 0.2 * step(0.1, 0.7, form(x, y)) - 0.14 * step(960, 1067, y), level(9, form, 12))
    p.outline(quay[:4], width=3, closed=False)
    p.paint(p.area(brush([(-10, 896), (420, 796), (900, 688), (1050, 648)], [22, 18, 12, 8])), 1.0)
    boats(p)
    for x, y, s in ((260, 900, 1.2), (640, 800, 0.85), (900, 738, 0.55)):
        post = [(x - 22 * s, y), (x - 20 * s, y - 80 * s), (x + 20 * s, y - 80 * s), (x + 24 * s, y + 4)]
        p.paint(p.area(post), lambda a, b, x=x, s=s: 0.08 + 0.3 * step(x, x - 20 * s, a) + 0 * b, slant(88, 6))
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
        hull = smooth([(x - 150 * s, y - 40 * s), (x - 120 * s, y + 30 * s), (x + 90 * s, y + 34 * s), (x + 160 * s, y - 52 * s)], steps=6)
        p.paint(p.area(hull), lambda a, b, y=y, s=s: 0.14 + 0.24 * step(y + 30 * s, y - 30 * s, b) + 0 * a, level(7))
        p.paint(p.area(brush([(x - 154 * s, y - 44 * s), (x, y - 40 * s), (x + 164 * s, y - 56 * s)], [16 * s, 20 * s, 12 * s])), 1.0)
        p.outline(hull, width=2.4, closed=False)
        p.paint(p.area(oblong(x - 90 * s, y - 96 * s, 80 * s, 52 * s)), 0.4, level(7))
        p.paint(p.area([(x - 100 * s, y - 94 * s), (x - 94 * s, y - 116 * s), (x - 6 * s, y - 116 * s), (x, y - 94 * s)]), 1.0)
        p.outline([(x - 100 * s, y - 94 * s), (x - 94 * s, y - 116 * s), (x - 6 * s, y - 116 * s), (x, y - 94 * s)], width=2)
        p.paint(p.stroke([(x + 30 * s, y - 44 * s), (x + 34 * s, y - 400 * s)], width=9 * s), 0.05)
        p.paint(p.stroke([(x + 32 * s, y - 120 * s), (x + 150 * s, y - 150 * s)], width=10 * s), 0.05)
        p.paint(p.stroke([(x + 32 * s, y - 128 * s), (x + 150 * s, y - 158 * s)], width=8 * s), 1.0)
        p.ink(p.stroke([(x + 34 * s, y - 396 * s), (x + 160 * s, y - 50 * s)], [(x + 34 * s, y - 396 * s), (x - 146 * s, y - 42 * s)], width=2))


def lamp_post(p: Plate, x: float, y: float) -> None:
    """A street lamp with a cap of snow, already lit."""
    p.paint(p.area(oblong(x - 7, y - 400, 14, 400), oblong(x - 18, y - 40, 36, 40)), 0.04)
    p.glow(x, y - 440, 190, 0.8, LAMP)
    pane = [(x - 30, y - 480), (x + 30, y - 480), (x + 20, y - 400), (x - 20, y - 400)]
    p.paint(p.area(pane), 1.0)
    p.spot(p.area(pane), LAMP, 0.9)
    p.outline(pane, width=4)
    p.paint(p.area([(x - 42, y - 480), (x + 42, y - 480), (x, y - 526)]), 0.04)
    p.paint(p.area(smooth([(x - 44, y - 482), (x - 24, y - 512), (x, y - 536), (x + 24, y - 512), (x + 44, y - 482), (x, y - 498)], closed=True)), 1.0)


@scene("old-tram", "city")
def old_tram() -> Plate:
    """An old tram asleep in its shed, light through the roof."""
    p = Plate(seed=331, tone=0.3)
    p.paint(p.whole(), lambda x, y: 0.3 + 0.12 * step(1000, 0, x) + 0 * y, slant(90, 10))
    for n in range(9):
        x = -40 + n * 210
        p.paint(p.stroke([(x, -10), (x, 900)], width=15), 0.08)
    for n in range(7):
        p.paint(p.stroke([(-20, 60 + n * 2), (1620, 60 + n * 2)], width=4), 0.06)
    p.paint(p.stroke(*[[(x, 62), (x + 105, 160)] for x in range(-60, 1640, 210)], *[[(x + 105, 160), (x + 210, 62)] for x in range(-60, 1640, 210)], [(-10, 162), (1610, 162)], width=9), 0.05)
    for x in (190, 400, 610):
        pane = oblong(x - 60, 230, 150, 250)
        p.paint(p.area(pane), 1.0)
        p.ink(p.stroke([(x + 15, 230), (x + 15, 480)], [(x - 60, 312), (x + 90, 312)], [(x - 60, 396), (x + 90, 396)], width=6))
        p.outline(pane, width=6)
    p.paint(p.whole(880), lambda x, y: 0.6 - 0.3 * step(900, 1067, y) + 0 * x, level(9))
    for x in (190, 400, 610):
        p.paint(p.soft(p.area([(x - 50, 240), (x + 80, 240), (x + 560, 960), (x + 330, 960)]), 10), 1.0, alpha=0.34)
    tram(p)
    return p


def tram(p: Plate) -> None:
    """The car: clerestory roof, wooden side, open platform."""
    p.shade(p.soft(p.disc(900, 940, 640, 40), 12), 0.2)
    side = Wall((420, 360), (1380, 330), (1380, 800), (420, 820))
    p.paint(p.area(side.corners), lambda x, y: 0.86 - 0.4 * step(700, 1380, x) + 0 * y, side.courses(48))
    low = p.area(side.part(0, 0.56, 1, 0.97))
    p.spot(low, LANTERN, 0.8)
    for n in range(8):
        pane = side.part(0.03 + n * 0.12, 0.14, 0.125 + n * 0.12, 0.5)
        top = side.line([(0.03 + n * 0.12 + 0.0475 - 0.0475 * math.cos(t), 0.14 - 0.05 * math.sin(t)) for t in np.linspace(0, math.pi, 12)])
        p.paint(p.area([*top, pane[2], pane[3]]), lambda x, y, a=pane[0][0]: 0.14 + 0.55 * step(0.2, 0.5, np.sin((x - a) / 50 + (y - 300) / 110)), slant(50, 8))
        p.outline([*top, pane[2], pane[3]], width=3)
        p.outline(side.part(0.03 + n * 0.12, 0.6, 0.125 + n * 0.12, 0.92), width=2)
    p.paint(p.area(side.part(0, 0.525, 1, 0.565)), 0.95)
    p.outline(side.corners, side.part(0, 0.525, 1, 0.565), width=3)
    roof = smooth([(330, 366), (360, 310), (480, 280), (900, 262), (1330, 250), (1450, 284), (1480, 336)], steps=8)
    p.paint(p.area(roof), lambda x, y: 0.9 - 0.55 * step(290, 370, y) - 0.2 * step(800, 1480, x), level(8))
    p.outline(roof, width=3)
    upper = [(520, 282), (540, 226), (1290, 200), (1310, 254)]
    p.paint(p.area(upper), 0.5, level(8))
    p.paint(p.area(*[[(570 + n * 74, 240 - n * 2.6), (620 + n * 74, 238 - n * 2.6), (620 + n * 74, 266 - n * 2.6), (570 + n * 74, 268 - n * 2.6)] for n in range(10)]), 0.95)
    p.outline(upper, width=2.6)
    for x0, x1 in ((330, 420), (1380, 1480)):
        p.paint(p.stroke([(x0 + 12, 366), (x0 + 12, 800)], [(x1 - 12, 350), (x1 - 12, 800)], width=9), 0.05)
        dash = [(x0, 620), (x1, 616), (x1, 830), (x0, 830)]
        p.paint(p.area(dash), 0.75, slant(90, 8))
        p.spot(p.area(dash), LANTERN, 0.85)
        p.outline(dash, width=3)
    lamp_at = (372, 660)
    p.paint(p.disc(*lamp_at, 34), 0.96)
    p.ink(p.stroke(arc(*lamp_at, 34, 34, 0, 360, 60), arc(*lamp_at, 22, 22, 0, 360, 60), width=4))
    p.paint(p.area([(320, 826), (1490, 810), (1480, 850), (330, 862)]), 0.05)
    for x in (620, 820, 1030, 1210):
        p.paint(p.disc(x, 894, 54), 0.06)
        p.paint(p.disc(x, 894, 40), lambda a, b, x=x: 0.75 - 0.5 * step(x - 20, x + 40, a) + 0 * b, rings(x, 894, 7))
        p.paint(p.disc(x, 894, 13), 0.05)
    p.paint(p.stroke([(-10, 952), (1610, 944)], width=8), 0.04)
    p.paint(p.stroke([(-10, 1010), (1610, 1000)], width=11), 0.04)
    p.paint(p.stroke([(900, 214), (1250, 90), (1290, 60)], width=7), 0.05)
    person(p, 200, 1010, 380, Pose(0, (8, -6), (4, -6), (40, -12), (116, -4)), 1, 0.03, "hat")
