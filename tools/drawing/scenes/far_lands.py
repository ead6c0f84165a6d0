"""Lands further off: silos and trains, rivers, palms, tea."""

from __future__ import annotations

import math

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, slant
from ..figures import STAND, WALK, WORK, person
from ..gallery import scene
from ..nature import crown, disc_of_light, glitter, grass, hills, mist, sky, trunk
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth


@scene("silos", "world")
def silos() -> Plate:
    """Grain silos in the evening, a train of hoppers loading below them."""
    p = Plate(seed=101)
    sky(p, 800, 0.42, 1.0, 0.55, 0.1, (-14, -8), 260, seed=6)
    disc_of_light(p, 240, 560, 58, 6, 0.7, LAMP)
    p.spot(p.disc(240, 560, 58), LAMP, 1)
    hills(p, 716, 16, 0.66, 4, 500, 4, 0.1, bottom=900)
    for x, y, wide in ((60, 738, 90), (150, 736, 60), (330, 735, 70), (1540, 740, 120)):
        crown(p, x, y - 20, wide, 54, 0.15, 0.6, 18, (-0.7, -0.4), 0.24)
    for n in range(6):
        silo(p, 560 + n * 158, 800, 76, 420 if n < 4 else 350)
    headhouse(p)
    p.paint(p.area([(-10, 742), (520, 744), (520, 900), (-10, 900)]), lambda x, y: 0.95 - 0.35 * step(742, 900, y) + 0 * x, rays(240, 690, 8))
    p.paint(p.area([(-10, 800), (1610, 800), (1610, 1080), (-10, 1080)]), lambda x, y: 0.9 - 0.4 * step(800, 1080, y) + 0 * x, rays(240, 700, 9))
    p.shade(p.soft(p.area([(480, 800), (1610, 800), (1610, 890), (700, 850)]), 10), 0.4)
    hoppers(p)
    stubble(p)
    person(p, 96, 1030, 190, STAND, 1, 0.03, "hat")
    person(p, 180, 1034, 176, STAND, -1, 0.03, "coat")
    return p


def silo(p: Plate, x: float, y: float, r: float, tall: float) -> None:
    """One concrete cylinder with a cone on it."""
    body = [(x - r, y), (x - r, y - tall), *arc(x, y - tall, r, r * 0.16, 180, 360), (x + r, y)]
    p.paint(p.area(body), lambda a, b: 1.02 - 0.88 * step(x - r * 0.7, x + r * 0.95, a) + 0.12 * step(x + r * 0.7, x + r, a) + 0 * b, lambda a, b: np.arcsin(np.clip((a - x) / r, -1, 1)) * r / 8 + 0 * b)
    for ring in range(1, 7):
        p.ink(p.stroke(arc(x, y - tall * ring / 7, r, r * 0.13, 0, 180), width=1.2))
    p.outline(body, width=2.2)
    cone = [(x - r * 1.03, y - tall), (x, y - tall - r * 0.66), (x + r * 1.03, y - tall), *arc(x, y - tall, r * 1.03, r * 0.16, 0, 180)]
    p.paint(p.area(cone), lambda a, b: 0.9 - 0.75 * step(x - r * 0.3, x + r * 0.8, a) + 0 * b, rays(x, y - tall - r * 0.7, 7))
    p.outline(cone, width=2)


def headhouse(p: Plate) -> None:
    """The elevator's tower, its gallery over the silos, and the spout."""
    front = Wall((1080, 190), (1250, 190), (1250, 800), (1080, 800))
    p.paint(p.area(front.corners), 0.86, level(9))
    side = Wall((1250, 190), (1340, 214), (1340, 800), (1250, 800))
    p.paint(p.area(side.corners), 0.26, side.courses(76))
    p.outline(front.corners, side.corners, width=2.4)
    for row in range(8):
        for column in range(2):
            pane = oblong(1112 + column * 66, 236 + row * 68, 34, 38)
            p.paint(p.area(pane), 0.08)
    roof = [(1070, 192), (1165, 140), (1260, 192)]
    p.paint(p.area(roof, [(1165, 140), (1258, 164), (1348, 216), (1260, 192)]), 0.1)
    gallery = oblong(470, 322, 612, 44)
    p.paint(p.area(gallery), lambda x, y: 0.7 - 0.3 * step(330, 366, y) + 0 * x, slant(90, 9))
    p.outline(gallery, width=2)
    p.paint(p.area(*[oblong(490 + n * 48, 332, 20, 14) for n in range(12)]), 0.05)
    p.paint(p.stroke([(1080, 430), (930, 640)], width=20), 0.1)


def hoppers(p: Plate) -> None:
    """The wagons and the engine on the siding."""
    p.paint(p.stroke([(-10, 908), (1610, 898)], width=6), 0.04)
    p.paint(p.stroke([(-10, 922), (1610, 911)], width=3), 0.05)
    sleepers = [[(x, 910 - x * 0.006), (x - 14, 930 - x * 0.006)] for x in range(0, 1620, 26)]
    p.paint(p.stroke(*sleepers, width=7), 0.1)
    for n in range(5):
        x = 470 + n * 232
        top = [(x, 786), (x + 214, 784), (x + 204, 846), (x + 150, 880), (x + 62, 880), (x + 8, 848)]
        p.paint(p.area(top), lambda a, b: 0.72 - 0.5 * step(800, 880, b) + 0 * a, slant(90, 9))
        if n % 2 == 0:
            p.spot(p.area(top), LANTERN, 0.7)
        p.outline(top, width=2.4)
        heap = smooth([(x + 6, 786), (x + 60, 764), (x + 110, 756), (x + 166, 766), (x + 208, 784)])
        p.paint(p.area(heap), 0.96)
        p.spot(p.area(heap), LAMP, 0.7)
        p.outline(heap, width=1.6)
        p.paint(p.area(oblong(x - 4, 878, 222, 8)), 0.03)
        wheels(p, (x + 34, x + 66, x + 150, x + 182), 892, 15)
    body = [(250, 760), (400, 760), (404, 778), (452, 780), (456, 880), (226, 880), (228, 820)]
    p.paint(p.area(body), lambda a, b: 0.3 - 0.2 * step(790, 880, b) + 0 * a, slant(0, 7))
    p.outline(body, width=2.4)
    p.paint(p.area(oblong(262, 776, 46, 34), oblong(322, 776, 46, 34)), 0.98)
    p.paint(p.area(oblong(228, 836, 228, 10)), 0.95)
    wheels(p, (262, 300, 380, 420), 890, 17)
    lamp(p, 232, 812, 7, 60)


def wheels(p: Plate, places: tuple, y: float, r: float) -> None:
    """Wheels on a rail."""
    for x in places:
        p.paint(p.disc(x, y, r), 0.03)
        p.paint(p.disc(x, y, r * 0.45), 0.7)


def stubble(p: Plate) -> None:
    """Ears of wheat close to the reader."""
    for n in range(150):
        x, tall = n * 10.8 + p.random.normal(0, 6), p.random.uniform(60, 150)
        lean = p.random.normal(18, 12)
        tip = (x + lean, 1075 - tall)
        p.paint(p.stroke(smooth([(x, 1080), (x + lean * 0.3, 1075 - tall * 0.6), tip], steps=5), width=2.2), 0.06)
        ear = [p.disc(tip[0] + lean * 0.05 * k + (4 if k % 2 else -4), tip[1] - k * 7, 4.4, 7) for k in range(6)]
        for grain in ear:
            p.paint(grain, 0.9 if n % 3 else 0.2)
            p.spot(grain, LAMP, 0.8 if n % 3 else 0)
        p.ink(p.stroke([tip, (tip[0] + lean * 0.4, tip[1] - 60)], width=1.2))


@scene("border-river", "world")
def border_river() -> Plate:
    """A river winds through the plain to the mountains, seen from a height."""
    p = Plate(seed=111)
    sky(p, 330, 0.6, 1.0, 0.5, 0.15, (12, -8), 170, seed=3)
    disc_of_light(p, 1180, 176, 46, 6, 0.6, COMET)
    hills(p, 262, 90, 0.62, 5, 300, 30, 0.24, bottom=420)
    mist(p, 250, 350, 1.0, 0.6)
    hills(p, 322, 40, 0.5, 15, 220, 22, 0.16, bottom=420)
    form = p.noise(50, 4, 7, 3)
    p.paint(p.whole(352), lambda x, y: 0.86 + 0.16 * form(x, y) - 0.34 * step(420, 1067, y), lambda x, y: (y + 0 * x) / 8 + form(x, y) * 0.8)
    fields(p)
    middle = [(1180, 354), (1080, 372), (1230, 396), (1330, 424), (1130, 462), (860, 492), (800, 540), (1010, 590), (1190, 650), (1020, 742), (560, 800), (330, 880), (430, 980), (760, 1090)]
    width = [5, 9, 14, 20, 28, 36, 48, 66, 92, 120, 160, 190, 230, 290]
    way = smooth(middle, steps=14)
    wide = [float(w) for w in np.interp(np.linspace(0, 1, len(way)), np.linspace(0, 1, len(width)), width)]
    flat = river_shape(way, wide)
    p.paint(p.soft(p.area(flat), 7), 0.15, alpha=0.8)
    p.paint(p.area(flat), lambda x, y: 0.97 - 0.24 * step(560, 1067, y) + 0.2 * form(x, y) * step(480, 900, y), level(8, p.noise(40, 2, 4, 5), 5))
    p.outline(flat, width=2)
    glitter(p, 1160, 372, 470, 60, 50, COMET, 10)
    bars(p, way, wide)
    trees(p)
    cliff = smooth([(980, 1080), (1060, 1000), (1180, 972), (1300, 900), (1420, 880), (1620, 820)]) + [(1620, 1080)]
    p.paint(p.area(cliff), lambda x, y: 0.3 + 0.24 * form(x, y), slant(-58, 8))
    p.outline(cliff[:-1], width=2.6, closed=False)
    person(p, 1390, 884, 124, STAND, -1, 0.02, "coat hat")
    post = [oblong(1476, 740, 26, 140)]
    p.paint(p.area(*post), 0.95)
    for n in range(3):
        part = p.area(oblong(1476, 752 + n * 46, 26, 22))
        p.paint(part, 0.6)
        p.spot(part, LANTERN, 0.95)
    p.outline(*post, width=2)
    grass(p, [(x, float(np.interp(x, [1060, 1180, 1300, 1420, 1620], [1002, 974, 902, 882, 822]))) for x in range(1070, 1610, 12)], 22)
    for x, y in ((300, 140), (340, 156), (372, 132), (430, 170)):
        p.ink(p.stroke(smooth([(x - 18, y - 7), (x - 7, y - 9), (x, y), (x + 7, y - 9), (x + 18, y - 7)]), width=2.6))
    return p


def river_shape(way: list, wide: list[float]) -> list:
    """Return a river whose banks lie flat: it is wide across, not along the line of sight."""
    points = np.array(way)
    along = np.gradient(points, axis=0)
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-6)
    half = np.array(wide)[:, None] / 2
    side = np.stack([-along[:, 1] * half[:, 0], along[:, 0] * half[:, 0] * 0.42], 1)
    return [tuple(point) for point in np.vstack([points + side, (points - side)[::-1]])]


def fields(p: Plate) -> None:
    """Strips of fields on both sides."""
    for row in range(7):
        y0 = 386 + row * row * 11 + row * 12
        y1 = 386 + (row + 1) ** 2 * 11 + (row + 1) * 12
        x = -60.0
        while x < 1660:
            wide = p.random.uniform(120, 260) * (0.5 + row * 0.22)
            if p.random.random() < 0.55:
                lean = (800 - x) * 0.16
                strip = Wall((x, y0), (x + wide, y0), (x + wide - lean, y1), (x - lean, y1))
                p.paint(p.area(strip.corners), p.random.uniform(0.5, 0.95), strip.uprights(wide / 9) if p.random.random() < 0.5 else strip.courses((y1 - y0) / 7))
                p.outline(strip.corners, width=1)
            x += wide


def bars(p: Plate, way: list, wide: list[float]) -> None:
    """Sand bars inside the bends."""
    for index in (56, 84, 118, 140):
        x, y = way[index]
        w = wide[index]
        side = 1 if index % 4 else -1
        spit = smooth([(x - w * 0.4, y + side * w * 0.1), (x, y + side * w * 0.02), (x + w * 0.4, y + side * w * 0.09), (x, y + side * w * 0.15)], closed=True)
        p.paint(p.area(spit), 1.0)
        p.outline(spit, width=1.3)


def trees(p: Plate) -> None:
    """Poplars and willows along the water."""
    spots = sorted([(980, 470, 0.5), (1010, 474, 0.5), (700, 528, 0.6), (736, 534, 0.66), (1250, 600, 0.9), (1290, 610, 0.95), (1330, 600, 0.8), (860, 640, 0.9), (210, 740, 1.2), (260, 760, 1.3), (130, 770, 1.3), (1390, 700, 1.1), (820, 850, 1.5), (900, 860, 1.6), (90, 960, 2.0)], key=lambda spot: spot[1])
    for n, (x, y, s) in enumerate(spots):
        p.shade(p.soft(p.disc(x - 24 * s, y, 34 * s, 7 * s), 4), 0.4)
        trunk(p, x, y, 28 * s, 5 * s)
        tall = 92 if n % 3 else 52
        crown(p, x, y - tall * 0.62 * s, (34 if n % 3 else 66) * s, tall * s, 0.1, 0.8, 34, (0.7, -0.6), 0.46 if n % 3 else 0.3)


@scene("date-palms", "world")
def date_palms() -> Plate:
    """The date harvest: a picker up in a palm, baskets below, hills in the evening sun."""
    p = Plate(seed=121)
    sky(p, 760, 0.5, 1.0, 0.35, 0.0, (-10, -8), 240, seed=8)
    disc_of_light(p, 520, 520, 96, 5, 0.8, LAMP)
    p.spot(p.disc(520, 520, 96), LANTERN, 0.85)
    hills(p, 600, 80, 0.66, 7, 360, 24, 0.24, bottom=900)
    hills(p, 668, 46, 0.5, 17, 420, 18, 0.2, bottom=900)
    form = p.noise(60, 4, 5, 3)
    p.paint(p.whole(720), lambda x, y: 0.94 - 0.36 * step(760, 1067, y) + 0.12 * form(x, y), rays(520, 560, 9))
    for x, y, s in ((60, 742, 0.42), (190, 748, 0.5), (330, 744, 0.44), (690, 744, 0.42), (800, 750, 0.5), (920, 752, 0.54), (1440, 770, 0.7)):
        palm(p, x, y, 340 * s, s * 0.9, (x % 7 - 3) * 6)
    palm(p, 1130, 880, 560, 1.25, 40)
    top = (1156, 370)
    person(p, top[0] + 36, 560, 170, WORK, -1, 0.03)
    p.paint(p.stroke(arc(1150, 500, 56, 16, 0, 180), width=5), 0.03)
    palm(p, 1490, 1010, 860, 1.7, -70)
    baskets(p)
    person(p, 900, 960, 200, WORK, 1, 0.03)
    person(p, 700, 950, 204, WALK, 1, 0.03, "coat")
    basket(p, 704, 744, 74, 34)
    for x, y in ((900, 960), (700, 950), (1150, 884)):
        p.shade(p.soft(p.area([(x - 10, y), (x + 12, y), (x + 190, y + 50), (x + 140, y + 56)]), 5), 0.4)
    return p


def palm(p: Plate, x: float, y: float, tall: float, s: float, sway: float) -> None:
    """A date palm: ringed trunk, arching fronds, hanging bunches."""
    way = smooth([(x, y), (x + sway * 0.25, y - tall * 0.5), (x + sway, y - tall)], steps=16)
    p.paint(p.area(brush(way, [44 * s, 30 * s, 26 * s])), lambda a, b: 0.12 + 0.6 * step(x + 8 * s, x - 20 * s + sway * 0.3, a) + 0 * b, slant(24, 6 * max(s, 0.8)))
    for cx, cy in way[::2]:
        p.ink(p.stroke([(cx - 17 * s, cy - 4 * s), (cx, cy + 3 * s), (cx + 17 * s, cy - 4 * s)], width=1.4 * s + 0.4))
    cx, cy = x + sway, y - tall
    for n in range(7):
        bx = cx + (n - 3) * 19 * s
        bunch = smooth([(cx, cy), (bx - 9 * s, cy + 52 * s), (bx, cy + 96 * s), (bx + 10 * s, cy + 54 * s)], closed=True)
        p.paint(p.area(bunch), 0.5, slant(60, 5))
        p.spot(p.area(bunch), LANTERN, 0.9)
        p.outline(bunch, width=1 + s * 0.6)
    for n in range(17):
        turn = math.radians(-200 + n * 220 / 16 + p.random.normal(0, 5))
        frond(p, cx, cy, turn, (200 + p.random.uniform(-20, 30)) * s, s, 0.5 if n % 4 == 0 else 0.04)


def frond(p: Plate, x: float, y: float, turn: float, long: float, s: float, tone: float) -> None:
    """One feather leaf that arches and hangs."""
    end = (x + long * math.cos(turn), y + long * (math.sin(turn) * 0.7 + 0.42))
    rib = smooth([(x, y), (x + long * 0.5 * math.cos(turn), y + long * math.sin(turn) * 0.56), end], steps=12)
    leaflets = [brush(rib, [6 * s, 2 * s])]
    for n in range(2, len(rib) - 1):
        (a, b), (c, d) = rib[n], rib[n + 1]
        along = math.atan2(d - b, c - a)
        size = long * 0.26 * math.sin(math.pi * (n + 1) / (len(rib) + 2)) ** 0.6
        for side in (-1, 1):
            lean = along + side * 0.85
            leaflets.append([(a - 2 * s, b), (a + 2.4 * s, b), (a + size * math.cos(lean), b + size * math.sin(lean) * 0.9 + size * 0.25)])
    p.paint(p.area(*leaflets), tone)


def basket(p: Plate, x: float, y: float, wide: float, tall: float) -> None:
    """A basket full of dates."""
    for n in range(16):
        px, py = x + p.random.uniform(-0.42, 0.42) * wide, y - tall * p.random.uniform(0, 0.36)
        date = p.disc(px, py, wide * 0.07, wide * 0.05)
        p.paint(date, 0.55)
        p.spot(date, LANTERN, 0.9)
        p.ink(p.stroke(arc(px, py, wide * 0.07, wide * 0.05, 0, 360, 14), width=1.2))
    body = Wall((x - wide / 2, y), (x + wide / 2, y), (x + wide * 0.36, y + tall), (x - wide * 0.36, y + tall))
    p.paint(p.area(body.corners), lambda a, b: 0.95 - 0.7 * step(x - wide * 0.2, x + wide * 0.5, a) + 0 * b, body.courses(tall / 6))
    strands = [body.line([(u, 0), (u, 1)]) for u in np.linspace(0.05, 0.95, 9)]
    p.ink(p.stroke(*strands, width=1.4))
    p.outline(body.corners, width=2.4)
    p.paint(p.stroke([(x - wide * 0.53, y), (x + wide * 0.53, y)], width=6), 0.05)


def baskets(p: Plate) -> None:
    """Baskets in the shade of the palm."""
    for x, y, s in ((1010, 880, 0.7), (1290, 930, 0.9), (180, 940, 1.2), (330, 975, 1.3), (1010, 980, 1.1)):
        p.shade(p.soft(p.disc(x + 50 * s, y + 70 * s, 110 * s, 16 * s), 5), 0.4)
        basket(p, x, y, 130 * s, 76 * s)


