"""The harbour and the river: the ferry, the barrier, the shipyard."""

from __future__ import annotations

import numpy as np

from ..built import lamp, lighthouse, railing, windows
from ..engrave import step
from ..fields import level, rays, slant
from ..figures import STAND, UMBRELLA, WALK, person
from ..gallery import scene
from ..nature import disc_of_light, glitter, hills, rain, sky, stars, water
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, oblong, smooth


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
    hull = smooth([(235, 690), (290, 738), (350, 800), (376, 838)], steps=6) + [(1128, 824), (1152, 770), (1160, 700)]
    p.paint(p.area(hull), lambda x, y: 0.12 + 0.16 * step(340, 255, x) + 0 * y, level(6))
    p.paint(p.area([(235, 692), (330, 706), (1160, 706), (1158, 716), (340, 718), (250, 706)]), 0.9)
    decks = [(300, 638, 1130, 702), (360, 578, 1060, 640), (440, 522, 900, 580)]
    for left, top, right, bottom in decks:
        wall = Wall((left + 26, top), (right, top + 4), (right, bottom), (left, bottom))
        p.paint(p.area(wall.corners), lambda x, y: 0.82 - 0.35 * step(500, 1150, x) + 0 * y, level(7))
        windows(p, wall, int((right - left) / 34), 1, 0.1, 0.93, (0.62, 0.5), 1.3, band=(0.04, 0.08, 0.97, 0.98))
        p.paint(p.area([(left + 10, top - 6), (right + 14, top - 3), (right + 14, top + 5), (left + 20, top + 3)]), 0.05)
        railing(p, (left + 30, top - 4), (right + 8, top - 2), 20, int((right - left) / 26), 1.2, 0.75, 2)
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
    p.paint(p.stroke([(540, 456), (540, 340)], [(515, 392), (565, 392)], [(540, 345), (300, 640)], [(540, 345), (770, 520)], width=2), 0.7)
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
    p.paint(p.area(brush(smooth([(380, 842), (700, 846), (1120, 828), (1300, 838), (1560, 830)]), [9, 4, 8, 5, 1])), 0.92)
    person(p, 402, 638, 42, STAND, tone=0.03)
    person(p, 1090, 638, 42, STAND, -1, tone=0.03, dress="coat")


@scene("flood-barrier", "city")
def flood_barrier() -> Plate:
    """The barrier in the Ald closes against the flood, in the rain."""
    p = Plate(seed=21)
    sky(p, 520, 0.38, 0.78, 0.75, 0.25, (-10, -16), 260, seed=5)
    p.glow(240, 380, 420, 0.55)
    hills(p, 470, 34, 0.62, 3, 300, 10, 0.1, bottom=560)
    town(p)
    water(p, 540, far=0.72, near=0.34, rough=0.34, height=15)
    piers = [(1420, 0.52), (1130, 0.68), (760, 0.9), (270, 1.2)]
    for far, near in zip(piers, piers[1:], strict=False):
        gate(p, near, far)
    for x, size in piers:
        pier(p, x, 560 + size * 190, size)
    foam(p)
    quay = [(820, 1067), (1010, 985), (1600, 900), (1600, 1067)]
    p.paint(p.area(quay), lambda x, y: 0.55 - 0.25 * step(980, 1067, y) + 0 * x, rays(500, 700, 8))
    p.outline(quay, width=2)
    railing(p, (1020, 984), (1600, 898), 62, 13, 3, 0.03)
    person(p, 1330, 985, 178, UMBRELLA, -1, 0.03, "coat")
    dome = arc(1258, 824, 92, 62, 180, 360)
    p.paint(p.area([*dome, (1320, 818), (1289, 828), (1258, 816), (1227, 828), (1196, 818)]), lambda x, y: 0.1 + 0.5 * step(1240, 1180, x) + 0 * y, rays(1258, 762, 6))
    p.outline(dome, width=2, closed=False)
    p.paint(p.stroke([(1258, 756), (1258, 910)], width=3), 0.03)
    person(p, 1440, 968, 170, STAND, -1, 0.03, "coat hat")
    rain(p, 620, 74, 58)
    return p


def town(p: Plate) -> None:
    """The far bank: roofs and the cathedral."""
    x = -10.0
    while x < 1610:
        wide, tall = p.random.uniform(26, 60), p.random.uniform(26, 66)
        roof = [(x, 545), (x, 545 - tall), (x + wide / 2, 545 - tall - wide * 0.34), (x + wide, 545 - tall), (x + wide, 545)]
        p.paint(p.area(roof), p.random.uniform(0.36, 0.56), slant(84, 6))
        p.outline(roof, width=1)
        x += wide * 0.92
    for left, tall in ((560, 190), (628, 150)):
        p.paint(p.area(oblong(left, 540 - tall * 0.62, 30, tall), [(left - 3, 540 - tall * 0.6), (left + 33, 540 - tall * 0.6), (left + 15, 540 - tall)]), 0.34, slant(90, 5))


def pier(p: Plate, x: float, y: float, s: float) -> None:
    """One pier of the barrier: a hooded tower over its cutwater."""
    body = [(x - 52 * s, y), (x - 46 * s, y - 240 * s), (x + 46 * s, y - 240 * s), (x + 52 * s, y)]
    p.paint(p.area(body), lambda across, d: 0.86 - 0.6 * step(x - 30 * s, x + 56 * s, across) + 0 * d, slant(90, 7 * min(1, s + 0.2)))
    p.outline(body, width=2)
    hood = smooth([(x - 66 * s, y - 236 * s), (x - 60 * s, y - 330 * s), (x - 10 * s, y - 410 * s), (x + 44 * s, y - 372 * s), (x + 68 * s, y - 236 * s)])
    p.paint(p.area(hood), lambda across, d: 0.98 - 0.75 * step(x - 46 * s, x + 62 * s, across) + 0 * d, lambda a, d: np.hypot(a - x - 10 * s, (d - y + 230 * s) * 0.8) / 8)
    p.outline(hood, width=2.4)
    for rib in (0.35, 0.68):
        p.outline(smooth([(x - 66 * s + 134 * s * rib, y - 236 * s), (x - 58 * s + 110 * s * rib, y - 320 * s), (x - 10 * s + 20 * s * rib, y - 404 * s)]), width=1.6, closed=False)
    p.paint(p.area(oblong(x - 74 * s, y - 246 * s, 148 * s, 14 * s)), 0.05)
    p.paint(p.area(*[oblong(x - 30 * s + 24 * s * n, y - 216 * s, 11 * s, 40 * s) for n in range(3)]), 0.08)
    lamp(p, x, y - 268 * s, 6 * s, 80 * s, 0.8, LANTERN)
    p.paint(p.area(smooth([(x - 60 * s, y + 4), (x - 52 * s, y - 26 * s), (x + 52 * s, y - 26 * s), (x + 64 * s, y + 6), (x, y + 20 * s)])), 0.14, level(5))


def gate(p: Plate, near: tuple[float, float], far: tuple[float, float]) -> None:
    """A steel gate between two piers, the river standing high against it."""
    (x0, s0), (x1, s1) = near, far
    y0, y1 = 560 + s0 * 190, 560 + s1 * 190
    wall = Wall((x0, y0 - 158 * s0), (x1, y1 - 158 * s1), (x1, y1), (x0, y0))
    p.paint(p.area(wall.corners), lambda x, y: 0.5 - 0.34 * step(y1 - 120 * s1, y0, y) + 0 * x, wall.courses(15))
    for n in range(1, 8):
        p.ink(p.stroke(wall.line([(n / 8, 0), (n / 8, 1)]), width=3 * s0 + 0.5))
        p.paint(p.stroke(wall.line([(n / 8 + 0.012, 0.04), (n / 8 + 0.012, 0.9)]), width=1.6 * s0), 0.85)
    p.outline(wall.part(0, 0, 1, 0.12), width=2)
    top = Wall((x0, y0 - 200 * s0), (x1, y1 - 200 * s1), (x1, y1 - 176 * s1), (x0, y0 - 176 * s0))
    p.paint(p.area(top.corners), 0.12, top.courses(3))
    braces = [top.line([(n / 16, 0), ((n + 1) / 16, 1)]) for n in range(16)]
    p.paint(p.stroke(*braces, width=2), 0.8)
    railing(p, (x0, y0 - 200 * s0), (x1, y1 - 200 * s1), 18 * s1, 18, 1.2, 0.05, 2)
    for n in range(7):
        a = wall.at((n + 0.5) / 8, 0.14)
        b = wall.at((n + 0.5) / 8 + 0.004, 1.02)
        p.paint(p.area(brush([a, b], [1, 6 * s0])), 0.93, slant(86, 6), alpha=0.8)


def foam(p: Plate) -> None:
    """White water below the gates, and waves that come towards the reader."""
    for index in range(420):
        part = p.random.random()
        x = 1500 - part * 1420
        y = 668 + part * 160 + abs(p.random.normal(0, 14 + 34 * part))
        p.paint(p.disc(x, y, p.random.uniform(5, 22) * (0.4 + part), p.random.uniform(1.5, 4) * (0.4 + part)), 0.98, alpha=0.9)
        if index % 5 == 0:
            p.paint(p.disc(x + 9, y + 5, 9 * (0.4 + part), 1.5), 0.06)
    for index in range(34):
        y = 820 + index * 8 + p.random.uniform(-6, 6)
        x, wide = p.random.uniform(-40, 1100), p.random.uniform(60, 190) * (y / 950)
        crest = smooth([(x - wide, y + 7), (x - wide * 0.3, y - 5), (x + wide * 0.2, y - 9), (x + wide * 0.7, y - 1), (x + wide, y + 6)])
        p.paint(p.area(brush(crest, [0.5, 6, 3, 0.5])), 0.96)
        p.paint(p.area(brush([(a + 8, b + 9) for a, b in crest], [0.5, 8, 5, 0.5])), 0.08)


@scene("shipyard", "business")
def shipyard() -> Plate:
    """A hull on the slip below the great crane, early in the day."""
    p = Plate(seed=31)
    sky(p, 700, 0.62, 1.0, 0.5, 0.05, (14, -10), 250, seed=9)
    disc_of_light(p, 1325, 470, 62, 6, 0.7, LAMP)
    p.spot(p.disc(1325, 470, 62), LAMP, 1)
    hills(p, 610, 40, 0.72, 6, 420, 12, 0.1, bottom=760)
    hills(p, 656, 30, 0.56, 14, 260, 12, 0.12, bottom=760)
    water(p, 690, 1067, 0.94, 0.6, 0.2, 6)
    glitter(p, 1325, 692, 900, 70, 90, LAMP, 30)
    crane(p)
    hull(p)
    ground = [(-10, 905), (330, 890), (900, 930), (1610, 985), (1610, 1080), (-10, 1080)]
    form = p.noise(40, 4, 12, 3)
    p.paint(p.area(ground), lambda x, y: 0.68 + 0.14 * form(x, y) - 0.24 * step(930, 1067, y), rays(1325, 560, 9))
    p.outline(ground[:4], width=2, closed=False)
    below = p.area([(240, 905), (940, 935), (620, 1010), (60, 960)])
    p.shade(p.soft(below, 10), 0.35)
    for n in range(9):
        x = 330 + n * 66
        p.paint(p.area([(x, 902 + n * 3), (x + 26, 902 + n * 3), (x + 34, 858), (x - 4, 858)]), 0.1)
    for x, y, tall, pose, way in ((1020, 1010, 100, WALK, -1), (1085, 1014, 104, STAND, -1), (1190, 1004, 98, WALK, 1), (205, 1012, 104, STAND, 1)):
        p.shade(p.soft(p.area([(x - 8, y), (x + 10, y), (x - 92, y + 22), (x - 112, y + 20)]), 4), 0.4)
        person(p, x, y, tall, pose, way, 0.04, "hat" if x > 1100 else "")
    stack(p)
    return p


def hull(p: Plate) -> None:
    """The bow of a ship on the slip, her plates in courses, seen from below."""
    stem = smooth([(958, 402), (936, 520), (906, 640), (884, 760), (892, 852), (866, 884)])
    side = [(-10, 470), (400, 440), (760, 418), (958, 402), *stem, (600, 880), (-10, 872)]
    form = p.noise(90, 3, 2, 1)

    def tone(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        flare = step(960, 520, x + (y - 400) * 0.25)
        return 0.92 - 0.52 * flare - 0.22 * step(640, 880, y) + 0.05 * form(x, y)

    p.paint(p.area(side), tone, lambda x, y: (y - 440 + (958 - x) * -0.035 + 30 * ((x - 500) / 500) ** 2) / 9)
    low = [(-10, 730), (500, 742), (888, 748), (884, 760), (892, 852), (866, 884), (600, 880), (-10, 872)]
    p.shade(p.area(low), 0.45)
    p.spot(p.area(low), LANTERN, 0.62)
    for n in range(1, 6):
        y = 440 + n * 58
        p.outline(smooth([(-10, y + 22), (400, y + 4), (760, y - 12 + n * 2), (948 - n * 12, y - 34 + n * 4)]), width=1.2, closed=False)
    for n in range(9):
        p.outline(smooth([(70 + n * 104, 462 - n * 7), (66 + n * 99, 640), (62 + n * 93, 742)]), width=0.9, closed=False)
    p.outline(side, width=2.6)
    p.paint(p.area([(-10, 456), (400, 426), (760, 404), (962, 388), (958, 402), (760, 418), (400, 440), (-10, 470)]), 0.06)
    p.paint(p.area(arc(842, 500, 15, 22, 0, 360)), 0.05)
    p.paint(p.stroke([(842, 520), (838, 600)], width=5), 0.05)
    scaffold(p)


def scaffold(p: Plate) -> None:
    """Planks and poles along the ship's side, with people at work."""
    poles = [[(60 + n * 104, 400), (60 + n * 104, 905)] for n in range(6)]
    planks = [[(-10, y), (598, y + 6)] for y in (560, 680, 800)]
    braces = [[(60 + n * 104, 560 + 120 * (n % 3)), (164 + n * 104, 680 + 120 * (n % 3))] for n in range(5)]
    p.paint(p.stroke(*poles, width=4.5), 0.04)
    p.paint(p.stroke(*planks, width=8), 0.05)
    p.paint(p.stroke(*braces, width=2.4), 0.05)
    for x, y, pose in ((120, 558, STAND), (400, 562, WALK), (300, 680, STAND), (520, 802, STAND)):
        person(p, x, y, 74, pose, 1, 0.02)
    sparks = (432, 640)
    p.glow(*sparks, 90, 0.9, LAMP)
    person(p, 400, 682, 66, WALK, 1, 0.02)
    for n in range(26):
        turn = p.random.uniform(0.1, 1.4)
        long = p.random.uniform(14, 70)
        line = p.stroke([sparks, (sparks[0] + long * np.cos(turn), sparks[1] + long * np.sin(turn) * 1.3)], width=1.4)
        p.paint(line, 1.0)


def crane(p: Plate) -> None:
    """The hammerhead crane, dark against the morning."""
    def truss(a: tuple, b: tuple, deep: float, count: int, width: float) -> list:
        (x0, y0), (x1, y1) = a, b
        bars = [[a, b], [(x0, y0 + deep), (x1, y1 + deep)]]
        for n in range(count):
            u, v = n / count, (n + 1) / count
            bars.append([(x0 + (x1 - x0) * u, y0 + (y1 - y0) * u + deep * (n % 2)), (x0 + (x1 - x0) * v, y0 + (y1 - y0) * v + deep * ((n + 1) % 2))])
            bars.append([(x0 + (x1 - x0) * v, y0 + (y1 - y0) * v), (x0 + (x1 - x0) * v, y0 + (y1 - y0) * v + deep)])
        p.paint(p.stroke(*bars, width=width), 0.05)
        return bars
    legs = [[(1000, 900), (1070, 250)], [(1250, 930), (1160, 250)], [(1090, 885), (1085, 250)]]
    p.paint(p.stroke(*legs, width=13), 0.05)
    cross = []
    for n in range(7):
        low, high = n / 7, (n + 1) / 7
        left = lambda t: (1000 + 70 * t, 900 - 650 * t)
        right = lambda t: (1250 - 90 * t, 930 - 680 * t)
        cross += [[left(low), right(high)], [right(low), left(high)], [left(high), right(high)]]
    p.paint(p.stroke(*cross, width=4), 0.05)
    truss((330, 150), (1500, 150), 64, 30, 5)
    p.paint(p.stroke([(1120, 30), (330, 150)], [(1120, 30), (1500, 150)], [(1120, 30), (1060, 216)], [(1120, 30), (1180, 216)], [(1120, 30), (760, 150)], width=5), 0.05)
    p.paint(p.area(oblong(1030, 206, 170, 60)), 0.08)
    p.paint(p.area(oblong(1370, 206, 130, 66)), 0.1, slant(90, 6))
    p.paint(p.area(oblong(1082, 266, 66, 44)), 0.3)
    p.paint(p.area(*[oblong(1088 + 20 * n, 272, 14, 22) for n in range(3)]), 0.95)
    for x in (560, 580):
        p.paint(p.stroke([(x, 214), (x + (570 - x) * 0.4, 360)], width=2), 0.05)
    p.paint(p.area(oblong(540, 206, 60, 18), oblong(556, 350, 28, 24)), 0.05)
    p.paint(p.stroke([(570, 374), (480, 430)], [(570, 374), (660, 424)], width=2), 0.05)
    plate_ = [(470, 428), (668, 420), (676, 446), (478, 456)]
    p.paint(p.area(plate_), 0.4, slant(30, 6))
    p.outline(plate_, width=2)


def stack(p: Plate) -> None:
    """Steel plates and a bollard on the quay, close by."""
    for n in range(6):
        y = 1040 - n * 13
        slab = [(1330 + n * 4, y), (1590, y + 12), (1590, y + 24), (1330 + n * 4, y + 11)]
        p.paint(p.area(slab), 0.75 - 0.08 * (n % 3), level(5))
        p.outline(slab, width=1.8)
    bollard = smooth([(700, 1070), (704, 1012), (690, 996), (694, 976), (740, 972), (782, 978), (786, 998), (772, 1014), (776, 1070)])
    p.paint(p.area(bollard), lambda x, y: 0.12 + 0.5 * step(745, 786, x) + 0 * y, slant(88, 6))
    p.outline(bollard, width=2)
