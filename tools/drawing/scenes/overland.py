"""Trade over land: the container train in the steppe, the tea terraces, the bakery."""

from __future__ import annotations

import math

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import STAND, WORK, person
from ..gallery import scene
from ..nature import disc_of_light, grass, hills, mist, pine, sky
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth


@scene("train", "business")
def train() -> Plate:
    """A long train of containers comes round a bend in the steppe."""
    p = Plate(seed=131)
    sky(p, 480, 0.5, 1.0, 0.66, 0.2, (14, -12), 250, seed=12)
    hills(p, 430, 50, 0.74, 9, 420, 20, 0.2, bottom=520)
    hills(p, 458, 18, 0.6, 29, 300, 12, 0.14, bottom=520)
    form = p.noise(46, 4, 3, 4)
    p.paint(p.whole(470), lambda x, y: 0.95 - 0.36 * step(500, 1067, y) + 0.17 * form(x, y), level(8, form, 9))
    way = smooth([(1640, 512), (1360, 522), (1120, 540), (900, 576), (720, 664), (540, 780), (330, 930), (150, 1090)], steps=24)
    scale = [float(np.interp(y, [505, 1067], [0.11, 1.75])) for _, y in way]
    bed = brush(way, [20, 24, 34, 50, 84, 130, 220, 330])
    p.paint(p.area(bed), lambda x, y: 0.56 + 0.2 * form(x, y), slant(60, 7))
    poles(p)
    wagons(p, way, scale)
    grass(p, [(p.random.uniform(0, 1600), 560 + 500 * p.random.random() ** 0.7) for _ in range(190)], 24, 0.06, 0.4)
    engine(p)
    for x, y, s in ((1010, 880, 1.3), (1390, 960, 1.7), (1190, 840, 1.1)):
        horse(p, x, y, s)
    return p


def wagons(p: Plate, way: list, scale: list[float]) -> None:
    """Containers along the curve, from the far end to the engine."""
    count = 22
    places = 4 + 113 * np.linspace(0, 1, count) ** 0.78
    for n in range(count - 1):
        a, b = int(places[n]), int(places[n + 1])
        if b <= a:
            continue
        (x0, y0), (x1, y1) = way[a], way[b]
        h0, h1 = 172 * scale[a], 172 * scale[b]
        gap = (x0 - x1) * 0.05
        wall = Wall((x1 + gap, y1 - h1), (x0 - gap, y0 - h0), (x0 - gap, y0 - h0 * 0.16), (x1 + gap, y1 - h1 * 0.16))
        side = p.area(wall.corners)
        p.paint(side, 0.42 + 0.32 * (n % 3) / 2, wall.uprights(max(3, (x0 - x1) / 9)))
        if n % 3 == 1:
            p.spot(side, LANTERN, 0.85)
        top = [(x1 + gap, y1 - h1), (x0 - gap, y0 - h0), (x0 - gap + h0 * 0.5, y0 - h0 * 1.03), (x1 + gap + h1 * 0.5, y1 - h1 * 1.06)]
        p.paint(p.area(top), 0.97)
        p.outline(wall.corners, top, width=1.2 + scale[b])
        p.paint(p.stroke([(x0, y0 - h0 * 0.1), (x1, y1 - h1 * 0.1)], width=3 + 8 * scale[b]), 0.03)
        for t in (0.2, 0.8):
            x, y, s = x1 + (x0 - x1) * t, y1 + (y0 - y1) * t, scale[b]
            p.paint(p.disc(x, y - 4 * s, 11 * s), 0.02)


def engine(p: Plate) -> None:
    """The diesel engine, nose to the reader."""
    front = [(150, 1080), (150, 770), (176, 716), (340, 706), (366, 760), (372, 1080)]
    flank = Wall((366, 756), (560, 640), (560, 790), (372, 1010))
    p.paint(p.area(flank.corners), lambda x, y: 0.34 - 0.2 * step(760, 980, y) + 0 * x, flank.courses(26))
    p.outline(flank.corners, width=2.6)
    band = p.area(flank.part(0, 0.5, 1, 0.68))
    p.paint(band, 0.7)
    p.spot(band, LANTERN, 0.9)
    p.paint(p.area(*[flank.part(u, 0.16, u + 0.12, 0.4) for u in (0.06, 0.3, 0.5, 0.7)]), 0.06)
    p.paint(p.area([(176, 716), (340, 706), (548, 622), (566, 640), (366, 760)]), 0.6, slant(24, 7))
    p.paint(p.area(front), lambda x, y: 0.86 - 0.4 * step(240, 372, x) + 0 * y, level(8))
    p.outline(front, width=3)
    for left in (184, 268):
        pane = [(left, 826), (left + 6, 752), (left + 66, 748), (left + 72, 822)]
        p.paint(p.area(pane), lambda x, y: 0.1 + 0.5 * step(770, 750, y) + 0 * x, slant(50, 6))
        p.outline(pane, width=3)
    stripe = p.area([(150, 850), (372, 842), (372, 902), (150, 912)])
    p.paint(stripe, 0.7)
    p.spot(stripe, LANTERN, 0.9)
    for x, y in ((190, 946), (334, 940), (262, 728)):
        lamp(p, x, y, 13, 110, 0.9)
        p.ink(p.stroke(arc(x, y, 16, 16, 0, 360), width=3))
    p.paint(p.area([(130, 1000), (392, 990), (402, 1080), (120, 1080)]), 0.05)


def poles(p: Plate) -> None:
    """Telegraph poles that run to the horizon."""
    tops = []
    for n in range(9):
        s = 0.72**n
        x, y = 1560 - 1500 * (1 - s) * 0.16 + n * 4, 512 + 420 * s
        tall = 520 * s
        p.paint(p.area(oblong(x - 6 * s, y - tall, 12 * s + 0.8, tall)), 0.04)
        p.paint(p.area(oblong(x - 52 * s, y - tall * 0.93, 104 * s, 9 * s + 0.6), oblong(x - 40 * s, y - tall * 0.84, 80 * s, 8 * s + 0.6)), 0.04)
        tops.append((x, y, tall, s))
    for (a, b, t, s), (c, d, u, r) in zip(tops, tops[1:], strict=False):
        for off in (-46, 46):
            start, stop = (a + off * s, b - t * 0.95), (c + off * r, d - u * 0.95)
            p.ink(p.stroke(smooth([start, ((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2 + 18 * s), stop]), width=0.8 + s))


def horse(p: Plate, x: float, y: float, s: float) -> None:
    """A grazing horse."""
    body = smooth([(x - 52 * s, y - 62 * s), (x - 10 * s, y - 66 * s), (x + 36 * s, y - 68 * s), (x + 58 * s, y - 58 * s), (x + 56 * s, y - 38 * s), (x + 10 * s, y - 30 * s), (x - 46 * s, y - 36 * s), (x - 60 * s, y - 48 * s)], closed=True)
    neck = [(x - 40 * s, y - 66 * s), *smooth([(x - 66 * s, y - 44 * s), (x - 88 * s, y - 18 * s), (x - 96 * s, y + 2 * s), (x - 86 * s, y + 6 * s), (x - 74 * s, y - 10 * s), (x - 52 * s, y - 30 * s), (x - 30 * s, y - 36 * s)], steps=6)]
    legs = [limb((x + a * s, y - 40 * s), (x + b * s, y + 8 * s), 15 * s, 7 * s) for a, b in ((-40, -46), (-30, -24), (42, 36), (50, 56))]
    tail = brush(smooth([(x + 56 * s, y - 58 * s), (x + 74 * s, y - 36 * s), (x + 70 * s, y - 2 * s)]), [6 * s, 10 * s, 2 * s])
    p.shade(p.soft(p.disc(x, y + 12 * s, 70 * s, 8 * s), 4), 0.4)
    p.paint(p.area(body, neck, *legs, tail), 0.05)
    p.paint(p.area(brush(smooth([(x - 30 * s, y - 62 * s), (x + 10 * s, y - 62 * s), (x + 46 * s, y - 62 * s)]), [1, 5 * s, 1])), 0.6)


@scene("tea-terraces", "business")
def tea_terraces() -> Plate:
    """Terraces of tea in the morning mist, pickers between the rows."""
    p = Plate(seed=141)
    sky(p, 460, 0.72, 1.0, 0.3, 0.0, (-10, -10), 220, seed=4)
    disc_of_light(p, 1240, 210, 62, 5, 0.6, COMET)
    p.spot(p.disc(1240, 210, 62), LANTERN, 0.8)
    for y, rise, tone, seed, cell in ((300, 150, 0.78, 3, 240), (390, 130, 0.64, 33, 300), (470, 90, 0.5, 13, 360)):
        hills(p, y, rise, tone, seed, cell, 40, 0.16, bottom=1080, fall=0.24)
        mist(p, y + 40, y + 190, 1.0, 0.6, seed)
    terraces(p)
    for x, y, tall in ((1060, 800, 0.8), (1110, 806, 0.9)):
        pine(p, x, y - 190, 150 * tall, 0.1)
    pickers(p)
    return p


def terraces(p: Plate) -> None:
    """Hillsides stepped with hedges of tea, each lit along its top."""
    slopes = ((560, 210, 0.55, 71, -1, 16), (700, 250, 0.5, 47, 1, 20), (860, 250, 0.44, 91, -1, 30))
    for y, rise, tone, seed, way, high in slopes:
        top = [(x, y + way * rise * 0.5 * math.sin((x - 800) / 620 + seed) + 18 * math.sin(x / 130 + seed)) for x in range(-20, 1640, 20)]
        p.paint(p.area([*top, (1640, 1080), (-20, 1080)]), tone, slant(30, 10))
        for row in range(12):
            drop = row * high * (1 + row * 0.09)
            shape = [(x, b + drop + 10 * math.sin(x / 170 + row * 0.8) + (x - 800) * way * -0.035 * row) for x, b in top]
            hedge = [(x, b - high * 0.22 * abs(math.sin(x / 17 + row)) - 2) for x, b in shape]
            low = [(x, b + high * 0.62) for x, b in shape]
            finer = smooth(hedge[::1], steps=3)
            p.paint(p.area([*finer, *low[::-1]]), lambda a, b, h=high, s=shape: hedge_tone(a, b, h, s), slant(70, 9))
            p.outline(finer, width=1.4, closed=False)
            p.paint(p.area([*low, *[(x, b + high * 0.28) for x, b in low[::-1]]]), 0.95)
        mist(p, y - 60, y + 90, 1.0, 0.5, seed)


def hedge_tone(x: np.ndarray, y: np.ndarray, high: float, shape: list) -> np.ndarray:
    """Light on top of a hedge, shadow at its foot."""
    crest = np.interp(x, [a for a, _ in shape], [b for _, b in shape])
    return 0.92 - 0.8 * step(-high * 0.1, high * 0.6, y - crest)


def pickers(p: Plate) -> None:
    """Women and men with baskets on their backs and wide hats."""
    for x, y, tall, way, pose in ((300, 800, 96, 1, WORK), (420, 812, 96, -1, WORK), (1290, 700, 72, 1, WORK), (640, 1010, 190, 1, WORK), (980, 1040, 206, -1, WORK), (1180, 1024, 196, 1, STAND)):
        at = person(p, x, y, tall, pose, way, 0.04, "coat")
        a, b = at["crown"]
        cone = [(a - tall * 0.15, b + tall * 0.01), (a + tall * 0.15, b + tall * 0.01), (a + tall * 0.01, b - tall * 0.11)]
        p.paint(p.area(cone), lambda u, v, a=a, t=tall: 0.97 - 0.6 * step(a - 0.03 * t, a + 0.14 * t, u) + 0 * v, rays(a, b - tall * 0.12, 6))
        p.outline(cone, width=2)
        c, d = at["chest"]
        creel = Wall((c - way * tall * 0.22, d - tall * 0.02), (c - way * tall * 0.05, d - tall * 0.04), (c - way * tall * 0.08, d + tall * 0.2), (c - way * tall * 0.2, d + tall * 0.2))
        p.paint(p.area(creel.corners), 0.75, creel.courses(7))
        p.outline(creel.corners, width=2)


@scene("bakery", "business")
def bakery() -> Plate:
    """A small bakery before dawn: the oven's mouth, the baker's peel, loaves on the table."""
    p = Plate(seed=151, tone=0.3)
    p.paint(p.whole(), lambda x, y: 0.34 + 0.3 * np.exp(-((x - 980) ** 2 + (y - 480) ** 2) / 300000), level(9))
    bricks = [[(x + (row % 2) * 34, 40 + row * 34), (x + (row % 2) * 34, 74 + row * 34)] for row in range(20) for x in range(600, 1400, 68)]
    p.paint(p.area([(560, 40), (1420, 40), (1420, 760), (560, 760)]), lambda x, y: 0.4 + 0.55 * np.exp(-((x - 990) ** 2 + (y - 500) ** 2) / 90000), level(8.5))
    p.ink(p.stroke(*bricks, *[[(560, 40 + row * 34), (1420, 40 + row * 34)] for row in range(22)], width=2.2))
    oven(p)
    shelf(p)
    lamp(p, 330, 190, 20, 240, 0.75)
    p.paint(p.area([(280, 190), (330, 140), (380, 190)], oblong(326, -5, 8, 150)), 0.03)
    person(p, 620, 1000, 640, WORK, 1, 0.04)
    apron = [(590, 650), (690, 640), (706, 830), (580, 850)]
    p.paint(p.area(apron), lambda x, y: 0.4 + 0.55 * step(600, 690, x) + 0 * y, slant(84, 8))
    p.outline(apron, width=2.4)
    hatted = [*arc(756, 410, 58, 40, 180, 360), (808, 440), (706, 440)]
    p.paint(p.area(hatted), lambda x, y: 0.5 + 0.5 * step(720, 800, x) + 0 * y, slant(80, 7))
    p.outline(hatted, width=2.4)
    p.paint(p.stroke([(560, 690), (1010, 560)], width=12), 0.9)
    p.outline([(560, 684), (1010, 554)], [(560, 697), (1010, 567)], width=2, closed=False)
    table(p)
    return p


def oven(p: Plate) -> None:
    """The arch of the oven with the fire behind the bread."""
    ring = [*arc(1060, 560, 250, 220, 180, 360, 60), (1310, 640), (810, 640)]
    p.paint(p.area(ring), 0.6, rays(1060, 600, 10))
    stones = [[(1060 + 250 * math.cos(t), 560 + 220 * math.sin(t)), (1060 + 190 * math.cos(t), 560 + 165 * math.sin(t))] for t in np.linspace(math.pi, 2 * math.pi, 15)]
    p.ink(p.stroke(*stones, width=2.6))
    p.outline(ring, width=3)
    mouth = [*arc(1060, 560, 190, 165, 180, 360, 50), (1250, 620), (870, 620)]
    p.paint(p.area(mouth), lambda x, y: 0.5 + 0.5 * step(420, 600, y) + 0 * x, rings(1060, 620, 10))
    p.spot(p.area(mouth), LANTERN, lambda x, y: 0.95 - 0.5 * step(420, 620, y) + 0 * x)
    p.spot(p.area([(870, 560), (1250, 560), (1250, 620), (870, 620)]), LAMP, 0.7)
    flames = [smooth([(x - 22, 606), (x - 8, 540 - h * 0.4), (x + 4, 520 - h), (x + 12, 550), (x + 24, 606)]) for x, h in ((930, 20), (990, 60), (1060, 80), (1130, 50), (1190, 16))]
    p.paint(p.area(*flames), 1.0)
    p.spot(p.area(*flames), LAMP, 0.95)
    p.outline(mouth, width=3)
    for x in (960, 1060, 1160):
        loaf(p, x, 606, 46, 26)
    p.paint(p.area(oblong(780, 620, 560, 34)), 0.85, level(7))
    p.outline(oblong(780, 620, 560, 34), width=2.6)
    door = oblong(900, 690, 320, 60)
    p.paint(p.area(door), 0.08)


def shelf(p: Plate) -> None:
    """Shelves with loaves on the left wall, a sack of flour on the right."""
    for y in (330, 480):
        p.paint(p.area(oblong(-10, y, 470, 18)), 0.12)
        for n in range(5):
            loaf(p, 50 + n * 92, y, 42, 34)
    sack = smooth([(1390, 960), (1370, 760), (1420, 640), (1400, 590), (1440, 570), (1530, 566), (1560, 590), (1546, 640), (1620, 760), (1630, 960)])
    form = p.noise(60, 3, 5)
    p.paint(p.area(sack), lambda x, y: 0.98 - 0.55 * step(1440, 1620, x) + 0.16 * form(x, y), slant(70, 8, form, 16))
    p.outline(sack, width=3)
    p.paint(p.stroke([(1398, 640), (1552, 640)], width=7), 0.05)


def loaf(p: Plate, x: float, y: float, r: float, tall: float) -> None:
    """A round loaf with three cuts, standing on y."""
    body = smooth([(x - r, y), (x - r * 0.98, y - tall * 0.5), (x - r * 0.5, y - tall), (x, y - tall * 1.1), (x + r * 0.5, y - tall), (x + r * 0.98, y - tall * 0.5), (x + r, y)], steps=8)
    p.paint(p.area(body), lambda a, b: 0.95 - 0.75 * step(y - tall * 0.75, y + tall * 0.05, b) + 0.1 * (a < x), rings(x, y + r * 0.3, max(5, r * 0.09)))
    p.spot(p.area(body), LAMP, 0.62)
    for cut in (-0.45, 0, 0.45):
        p.paint(p.area(brush(smooth([(x + (cut - 0.16) * r, y - tall * 0.45), (x + cut * r, y - tall * 0.72), (x + (cut + 0.2) * r, y - tall * 0.92)]), [1, r * 0.13, 1])), 1.0)
        p.ink(p.stroke(smooth([(x + (cut - 0.13) * r, y - tall * 0.42), (x + (cut + 0.05) * r, y - tall * 0.68), (x + (cut + 0.23) * r, y - tall * 0.9)]), width=max(1.2, r * 0.03)))
    p.outline(body, width=max(1.6, r * 0.035))


def table(p: Plate) -> None:
    """The table in front, floured, with the first loaves of the day."""
    top = [(-10, 850), (1610, 850), (1610, 1080), (-10, 1080)]
    p.paint(p.area(top), lambda x, y: 0.96 - 0.4 * step(900, 1080, y) - 0.2 * step(300, 0, x), level(10))
    p.outline(top, width=3)
    for x, y, r, tall in ((150, 960, 150, 120), (420, 930, 120, 100), (1010, 940, 130, 110), (1260, 975, 165, 135), (730, 1020, 170, 140)):
        p.shade(p.soft(p.disc(x - 30, y, r * 1.1, 20), 8), 0.3)
        loaf(p, x, y, r, tall)
