"""Science: the glacier, the bees, the turbine, the astrolabe."""

from __future__ import annotations

import math

import numpy as np

from ..built import lighthouse
from ..engrave import step
from ..fields import level, rays, rings, sea, slant
from ..figures import STAND, WALK, Pose, person
from ..gallery import scene
from ..nature import glitter, hills, mist, sky, stars
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth

HAUL = Pose(16, (22, -22), (10, -26), (70, 60), (96, 84), 8)


@scene("ice-core", "science")
def ice_core() -> Plate:
    """A drill on the ice field: the mast, the tent, two people with a core; the glacier's cliff behind."""
    p = Plate(seed=401)
    sky(p, 520, 0.46, 0.98, 0.45, 0.0, (-12, -10), 250, seed=3)
    peaks(p)
    form = p.noise(70, 4, 5, 3)
    p.paint(p.area(smooth([(-20, 600), (300, 560), (700, 590), (1100, 556), (1620, 600)]) + [(1620, 1080), (-20, 1080)]), lambda x, y: 1.0 - 0.12 * step(0.1, 0.8, form(x, y)) - 0.12 * step(800, 1067, y), level(9, form, 10))
    crevasse(p)
    tent(p)
    rig(p)
    flags(p)
    sledge(p)
    return p


def peaks(p: Plate) -> None:
    """Rock and hanging ice above the field."""
    line = [(-20, 430), (90, 330), (180, 390), (330, 230), (450, 340), (600, 290), (760, 400), (960, 250), (1090, 330), (1210, 190), (1360, 330), (1480, 260), (1620, 380)]
    rough = []
    for (a, b), (c, d) in zip(line, line[1:], strict=False):
        rough += [(a + (c - a) * t, b + (d - b) * t + p.random.normal(0, 8)) for t in np.linspace(0, 1, 9)[:-1]]
    form = p.noise(46, 4, 8, 0.6)
    p.paint(p.area([*rough, (1620, 640), (-20, 640)]), lambda x, y: 0.72 + 0.55 * form(x, y) + 0.2 * step(420, 560, y), slant(58, 8, form, 10))
    p.outline(rough, width=2, closed=False)
    mist(p, 450, 620, 1.0, 0.7)


def crevasse(p: Plate) -> None:
    """A crevasse with layered walls, close to the reader."""
    edge = smooth([(-20, 905), (160, 892), (330, 930), (560, 918), (720, 968), (900, 964), (1010, 1010), (1060, 1080)])
    p.paint(p.area([*edge, (-20, 1080)]), lambda x, y: 0.8 - 0.5 * step(880, 1080, y) + 0 * x, slant(84, 9))
    for n in range(7):
        layer = [(x, y + 14 + n * 17 + n * n * 0.8) for x, y in edge]
        p.ink(p.stroke(layer, width=2.4 - n * 0.15))
        if n in (1, 4):
            p.paint(p.area(brush([(x, y + 8) for x, y in layer], [5, 9, 6])), 0.98)
    p.paint(p.area(brush(edge, [10, 14, 9])), 1.0)
    p.outline(edge, width=2.6, closed=False)


def rig(p: Plate) -> None:
    """The tripod mast with its winch and the drill's barrel."""
    p.shade(p.soft(p.area([(860, 830), (1060, 838), (1460, 920), (1400, 940)]), 8), 0.5)
    p.paint(p.stroke([(820, 836), (925, 250)], [(1040, 846), (935, 250)], [(940, 812), (930, 250)], width=10), 0.03)
    p.paint(p.stroke(*[[(820 + 105 * t, 836 - 586 * t), (1040 - 105 * t, 846 - 596 * t)] for t in (0.2, 0.4, 0.6, 0.8)], width=5), 0.03)
    p.paint(p.disc(930, 252, 26), 0.03)
    p.paint(p.disc(930, 252, 12), 0.9)
    p.ink(p.stroke([(930, 252), (930, 520)], [(912, 256), (760, 800)], width=3))
    barrel = oblong(914, 500, 34, 330)
    p.paint(p.area(barrel), lambda x, y: 1.0 - 0.85 * step(914, 950, x) + 0 * y, slant(24, 9))
    p.spot(p.area(oblong(914, 500, 34, 60)), LANTERN, 0.9)
    p.outline(barrel, width=3)
    p.paint(p.area(oblong(896, 826, 70, 16)), 0.03)
    winch = oblong(706, 790, 90, 56)
    p.paint(p.area(winch), 0.5, level(7))
    p.paint(p.disc(751, 806, 30), lambda x, y: 0.9 - 0.7 * step(740, 785, x) + 0 * y, rings(751, 806, 6))
    p.outline(winch, width=3)
    p.ink(p.stroke(arc(751, 806, 30, 30, 0, 360, 40), width=3))
    core = (1075, 690), (1278, 684)
    person(p, 1096, 850, 220, HAUL, 1, 0.03)
    person(p, 1262, 850, 226, HAUL, -1, 0.03)
    tube = limb(*core, 34, 34)
    p.paint(p.area(tube), lambda x, y: 0.75 + 0.25 * np.sign(np.sin(x / 7)) + 0 * y, slant(90, 8))
    p.outline(tube, width=3)
    for x in (1096, 1262):
        p.shade(p.soft(p.area([(x - 14, 850), (x + 16, 852), (x + 190, 900), (x + 140, 906)]), 5), 0.45)


def tent(p: Plate) -> None:
    """Dome tents and a weather mast."""
    for x, y, r in ((330, 770, 150), (560, 742, 90)):
        dome = [*arc(x, y, r, r * 0.78, 180, 360)]
        p.shade(p.soft(p.area([(x - r, y), (x + r, y), (x + r * 2.1, y + 46), (x, y + 50)]), 8), 0.55)
        p.paint(p.area(dome), lambda a, b, x=x, r=r: 0.98 - 0.6 * step(x - r * 0.2, x + r, a) + 0 * b, rings(x, y + r * 0.4, 9))
        p.spot(p.area(dome), LANTERN, 0.88)
        for k in (-0.6, 0, 0.6):
            p.outline(smooth([(x + k * r, y), (x + k * r * 0.8, y - r * 0.5), (x, y - r * 0.78)]), width=2.4, closed=False)
        p.outline(dome, width=3)
        p.paint(p.area(smooth([(x - r * 0.3, y), (x - r * 0.22, y - r * 0.36), (x, y - r * 0.46), (x + r * 0.2, y - r * 0.36), (x + r * 0.26, y)])), 0.06)


def flags(p: Plate) -> None:
    """A line of flags that marks the way home."""
    for n in range(6):
        s = 1.1 * 0.74**n
        x, y = 1500 - n * 46, 640 + 250 * s
        p.paint(p.stroke([(x, y), (x + 4 * s, y - 150 * s)], width=6 * s + 0.6), 0.04)
        flag = [(x + 4 * s, y - 150 * s), (x + 76 * s, y - 132 * s), (x + 5 * s, y - 106 * s)]
        p.paint(p.area(flag), 0.7)
        p.spot(p.area(flag), LANTERN, 0.95)
        p.outline(flag, width=1.8)


def sledge(p: Plate) -> None:
    """A sledge loaded with core boxes."""
    p.paint(p.stroke(smooth([(1130, 1010), (1160, 1030), (1480, 1044), (1560, 1034)]), width=8), 0.03)
    p.paint(p.stroke([(1220, 1034), (1220, 1000)], [(1440, 1040), (1440, 1004)], [(1170, 1002), (1500, 1010)], width=7), 0.03)
    for row in range(2):
        for n in range(3):
            box = oblong(1190 + n * 100, 944 - row * 54 + n * 2, 92, 50)
            p.paint(p.area(box), 0.86 - 0.16 * ((n + row) % 2), level(8))
            p.outline(box, width=2.6)
            p.ink(p.stroke([(1206 + n * 100, 968 - row * 54), (1260 + n * 100, 968 - row * 54)], width=4))


@scene("bees", "science")
def bees() -> Plate:
    """Bees on the comb, one large and near, the cells in perspective behind."""
    p = Plate(seed=411, tone=0.5)
    p.paint(p.whole(), lambda x, y: 0.36 + 0 * x + 0 * y, level(9))
    comb(p)
    for x, y, s, turn in ((1290, 250, 0.62, 200), (240, 250, 0.5, 20), (1330, 860, 0.7, 150)):
        bee(p, x, y, s, turn)
    bee(p, 700, 590, 1.5, -18)
    return p


def comb(p: Plate) -> None:
    """Six-sided cells, some of them full of honey, some closed."""
    size, shift = 92, 92 * math.sqrt(3)
    for row in range(-1, 10):
        for column in range(-1, 12):
            x, y = column * shift + (row % 2) * shift / 2, row * size * 1.5
            cell = [(x + size * math.cos(math.radians(60 * k + 30)), y + size * math.sin(math.radians(60 * k + 30))) for k in range(6)]
            inner = [(x + 6 + size * 0.72 * math.cos(math.radians(60 * k + 30)), y + 8 + size * 0.72 * math.sin(math.radians(60 * k + 30))) for k in range(6)]
            kind = p.random.random()
            p.paint(p.area(cell), 0.9, rays(x, y, 9))
            p.spot(p.area(cell), LAMP, 0.6)
            if kind < 0.34:
                p.paint(p.area(inner), lambda a, b, x=x, y=y: 0.72 - 0.5 * step(-60, 80, -(a - x) - (b - y)), rings(x + 10, y + 12, 9))
                p.spot(p.area(inner), LAMP, 0.95)
                p.paint(p.area(brush(smooth([(x + 10, y + 50), (x + 42, y + 30), (x + 50, y)]), [2, 9, 2])), 1.0)
            elif kind < 0.52:
                p.paint(p.area(inner), lambda a, b, x=x, y=y: 0.96 - 0.4 * step(-40, 90, (a - x) + (b - y)), rings(x, y, 9))
                p.spot(p.area(inner), COMET, 0.8)
            else:
                p.paint(p.area(inner), lambda a, b, x=x, y=y: 0.05 + 0.5 * step(-20, 90, (a - x) + (b - y)), slant(60, 8))
            p.outline(cell, width=4)
            p.outline(inner, width=2.4)
    p.shade(p.soft(p.disc(800, 1080, 1100, 260), 60), 0.5)
    p.shade(p.soft(p.disc(760, 690, 480, 150), 40), 0.4)


def bee(p: Plate, x: float, y: float, s: float, degrees: float) -> None:
    """A honey bee from the side, turned by `degrees`."""
    turn = math.radians(degrees)

    def put(points: list) -> list:
        return [(x + s * (a * math.cos(turn) - b * math.sin(turn)), y + s * (a * math.sin(turn) + b * math.cos(turn))) for a, b in points]
    for foot, knee in (((-40, 140), (-80, 90)), ((30, 150), (20, 92)), ((110, 130), (96, 84)), ((-130, 150), (-110, 80))):
        hip = (knee[0] * 0.4 + 20, 40)
        p.paint(p.area(limb(*put([hip, knee]), 17 * s, 12 * s), limb(*put([knee, foot]), 12 * s, 6 * s), limb(*put([foot, (foot[0] + 26, foot[1] + 6)]), 6 * s, 3 * s)), 0.02)
    abdomen = smooth([(-40, -40), (-120, -62), (-220, -46), (-286, 6), (-310, 44), (-250, 66), (-140, 66), (-50, 44)], closed=True)
    mask = p.area(put(abdomen))
    p.paint(mask, lambda a, b: 0.95 - 0.75 * step(y - 50 * s, y + 90 * s, b + (a - x) * -math.sin(turn)), slant(degrees + 80, 8))
    p.spot(mask, LAMP, 0.9)
    for n in range(5):
        c = -88 - n * 46
        tall = 64 - n * 5
        band = smooth([(c - 12, -tall), (c + 8, -tall * 0.4), (c + 8, tall * 0.5), (c - 8, tall * 1.06), (c - 34, tall), (c - 20, tall * 0.3), (c - 22, -tall * 0.4), (c - 34, -tall * 0.95)], closed=True, steps=5)
        p.paint(p.area(put(band)), 0.04)
    p.outline(put(abdomen), width=3)
    thorax = put(arc(20, -4, 84, 72, 0, 360))
    p.paint(p.area(thorax), lambda a, b: 0.75 - 0.65 * step(-40 * s, 70 * s, (a - x) * 0.3 + (b - y)), rings(x, y + 40 * s, 7))
    hairs = []
    for k in range(90):
        t, r = p.random.uniform(0, 2 * math.pi), p.random.uniform(0.7, 1.0)
        base = (20 + 84 * r * math.cos(t), -4 + 72 * r * math.sin(t))
        hairs.append(put([base, (base[0] + 20 * math.cos(t + 0.3), base[1] + 20 * math.sin(t + 0.3))]))
    p.ink(p.stroke(*hairs, width=2 * max(s, 0.7)))
    head = put(arc(126, 16, 44, 52, 0, 360))
    p.paint(p.area(head), 0.08)
    eye = put(arc(140, 4, 21, 33, 0, 360))
    p.paint(p.area(eye), lambda a, b: 0.3 + 0.4 * np.sin(a / 3) * np.sin(b / 3))
    p.outline(eye, width=2.4)
    p.paint(p.stroke(put(smooth([(150, -30), (190, -64), (240, -52)])), put(smooth([(140, -34), (168, -82), (216, -90)])), width=6 * s), 0.02)
    for wing in ([(10, -56), (-60, -180), (-190, -236), (-300, -214), (-290, -150), (-170, -90), (-40, -50)], [(-10, -50), (-100, -130), (-210, -150), (-250, -110), (-160, -64)]):
        shape = put(smooth(wing, closed=True))
        p.paint(p.area(shape), 0.98, alpha=0.72)
        p.outline(shape, width=3)
        veins = [put(smooth([wing[0], (wing[2][0] * t + wing[0][0] * (1 - t) + 20, wing[2][1] * t + wing[0][1] * (1 - t) + 30 * t), (wing[3][0] * (0.6 + 0.4 * t), wing[3][1] * (0.45 + 0.5 * t))])) for t in (0.25, 0.6, 0.95)]
        p.ink(p.stroke(*veins, width=2))


@scene("turbine", "science")
def turbine() -> Plate:
    """Above, Tern Point's lighthouse; below the surface, a tide turbine on the sea floor."""
    p = Plate(seed=421)
    line = 350
    sky(p, line, 0.55, 1.0, 0.5, 0.1, (-12, -10), 200, seed=5)
    hill = smooth([(1010, line + 6), (1100, 300), (1200, 262), (1340, 240), (1470, 252), (1620, 220)]) + [(1620, line + 10)]
    p.paint(p.area(hill), lambda x, y: 0.62 + 0.2 * p.noise(40, 3, 3)(x, y), slant(-30, 8))
    p.outline(hill[:-1], width=2.4, closed=False)
    light = lighthouse(p, 1330, 246, 190)
    p.glow(*light, 130, 0.7, LAMP)
    boat(p, 360, line)
    under(p, line)
    rotor(p, 640, 690, 240)
    rotor(p, 1270, 720, 120)
    floor(p)
    for n in range(46):
        fish(p, 980 + p.random.normal(0, 120), 560 + p.random.normal(0, 40), p.random.uniform(16, 26))
    crest = smooth([(-20, line), (120, line - 12), (260, line + 5), (420, line - 10), (600, line + 6), (780, line - 12), (960, line + 4), (1140, line - 8), (1320, line + 6), (1500, line - 8), (1640, line)])
    p.paint(p.area(brush(crest, [13, 15, 13])), 1.0)
    p.outline([(x, y + 7) for x, y in crest], width=3, closed=False)
    return p


def under(p: Plate, line: float) -> None:
    """The water: light falls aslant into it and goes out towards the floor."""
    form = p.noise(90, 3, 9, 3)
    p.paint(p.whole(line), lambda x, y: 0.7 - 0.58 * step(line, 1000, y) + 0.1 * form(x, y), sea(line - 200, 7, 8.6, 260))
    for n in range(7):
        x = 60 + n * 250
        p.paint(p.soft(p.area([(x, line), (x + 90, line), (x - 110, 960), (x - 300, 960)]), 18), 0.85, alpha=lambda _x, y: 0.5 * (1 - step(line, 940, y)))


def rotor(p: Plate, x: float, y: float, r: float) -> None:
    """A three-bladed turbine on its tripod."""
    foot = 980
    p.paint(p.area([(x - r * 0.1, y), (x + r * 0.1, y), (x + r * 0.16, foot), (x - r * 0.16, foot)]), lambda a, b: 0.85 - 0.75 * step(x - r * 0.12, x + r * 0.12, a) + 0 * b, slant(90, 7))
    p.outline([(x - r * 0.1, y), (x + r * 0.1, y), (x + r * 0.16, foot), (x - r * 0.16, foot)], width=2.6)
    p.paint(p.area(limb((x, y + r * 0.9), (x - r * 0.75, foot), r * 0.1, r * 0.12), limb((x, y + r * 0.9), (x + r * 0.75, foot), r * 0.1, r * 0.12)), 0.06)
    pod = smooth([(x - r * 0.2, y - r * 0.14), (x + r * 0.3, y - r * 0.15), (x + r * 0.75, y - r * 0.08), (x + r * 0.86, y), (x + r * 0.7, y + r * 0.1), (x + r * 0.2, y + r * 0.16), (x - r * 0.2, y + r * 0.14)], closed=True)
    p.paint(p.area(pod), lambda a, b: 0.98 - 0.85 * step(y - r * 0.1, y + r * 0.16, b) + 0 * a, level(7))
    p.spot(p.area(pod), LANTERN, 0.8)
    p.outline(pod, width=3)
    for sweep in (0.98, 0.8):
        p.paint(p.stroke(arc(x - r * 0.12, y, r * sweep * 0.5, r * sweep, 200, 300), arc(x - r * 0.12, y, r * sweep * 0.5, r * sweep, 20, 110), width=2.4), 0.95)
    for turn in (-80, 40, 160):
        t = math.radians(turn)
        way = smooth([(x - r * 0.15, y), (x - r * 0.15 + r * 0.3 * math.cos(t), y + r * 0.5 * math.sin(t)), (x - r * 0.15 + r * 0.52 * math.cos(t + 0.1), y + r * math.sin(t + 0.1))])
        blade = brush(way, [r * 0.1, r * 0.2, r * 0.14, r * 0.03])
        p.paint(p.area(blade), lambda a, b, t=t: 1.0 - 0.5 * step(-r * 0.2, r * 0.5, (a - x) * math.sin(t) - (b - y) * math.cos(t) + r * 0.2), slant(-turn + 90, 7))
        p.outline(blade, width=3)
    p.paint(p.disc(x - r * 0.16, y, r * 0.15), lambda a, b: 1.0 - 0.8 * step(-r * 0.05, r * 0.2, (a - x + r * 0.16) + (b - y)), rings(x - r * 0.2, y - r * 0.05, 6))
    p.ink(p.stroke(arc(x - r * 0.16, y, r * 0.15, r * 0.15, 0, 360, 40), width=3))


def boat(p: Plate, x: float, y: float) -> None:
    """A small boat above, with a man who looks down."""
    hull = smooth([(x - 130, y - 44), (x - 96, y + 10), (x + 84, y + 12), (x + 140, y - 56)], steps=6)
    person(p, x - 40, y - 20, 104, STAND, 1, 0.03, "hat")
    p.paint(p.area(oblong(x + 10, y - 100, 62, 70)), 0.75, level(7))
    p.outline(oblong(x + 10, y - 100, 62, 70), width=2.4)
    p.paint(p.area(oblong(x + 20, y - 88, 40, 24)), 0.1)
    p.paint(p.area(hull), 0.14, level(7))
    p.paint(p.area(brush([(x - 132, y - 46), (x, y - 34), (x + 142, y - 58)], [8, 9, 8])), 0.95)
    p.outline(hull, width=2.4)


def floor(p: Plate) -> None:
    """Rocks and weed on the sea floor."""
    form = p.noise(40, 4, 6, 2)
    bed = smooth([(-20, 950), (180, 930), (400, 966), (640, 962), (880, 976), (1100, 950), (1300, 966), (1620, 920)]) + [(1620, 1080), (-20, 1080)]
    p.paint(p.area(bed), lambda x, y: 0.24 + 0.3 * form(x, y), slant(14, 8, form, 12))
    p.outline(bed[:-2], width=2.6, closed=False)
    for x in (90, 130, 180, 960, 1010, 1480, 1530):
        for k in range(4):
            way = smooth([(x + k * 9, 1000), (x + k * 9 + 20, 930 - k * 16), (x + k * 9 - 14, 870 - k * 26), (x + k * 9 + 26, 800 - k * 30)])
            p.paint(p.area(brush(way, [9, 13, 9, 2])), 0.03)


def fish(p: Plate, x: float, y: float, long: float) -> None:
    """A small fish, bright against the deep."""
    body = smooth([(x - long, y), (x - long * 0.3, y - long * 0.3), (x + long * 0.5, y), (x + long, y - long * 0.3), (x + long, y + long * 0.3), (x + long * 0.5, y), (x - long * 0.3, y + long * 0.3)], closed=True, steps=4)
    p.paint(p.area(body), 0.98)


@scene("astrolabe", "science")
def astrolabe() -> Plate:
    """A brass astrolabe before the night sky it maps."""
    p = Plate(seed=431)
    p.paint(p.whole(), lambda x, y: 0.1 + 0.24 * step(300, 1067, y) + 0 * x, rings(620, 1500, 9))
    stars(p, 1067, 240, 3.4)
    for figure in ([(1180, 180), (1270, 260), (1380, 250), (1440, 340), (1370, 430), (1260, 400), (1270, 260)], [(1440, 340), (1540, 300)], [(1180, 640), (1290, 700), (1330, 820), (1450, 860), (1530, 780)], [(90, 180), (190, 240), (180, 360)]):
        p.paint(p.stroke(figure, width=2), 0.8)
        for place in figure:
            p.paint(p.disc(*place, 7), 1.0)
            p.spot(p.disc(*place, 7), COMET, 0.8)
    x, y, r = 640, 580, 410
    p.shade(p.soft(p.disc(x + 40, y + 40, r + 20), 26), 0.4)
    mater(p, x, y, r)
    net(p, x, y, r)
    rule = brush([(x - r * 0.9, y + r * 0.42), (x - 60, y + 28), (x, y), (x + 60, y - 28), (x + r * 0.9, y - r * 0.42)], [8, 34, 52, 34, 8])
    p.shade(p.soft(p.area([(a + 10, b + 14) for a, b in rule]), 5), 0.4)
    p.paint(p.area(rule), lambda a, b: 0.98 - 0.3 * step(-20, 30, (b - y) + (a - x) * 0.46), slant(-25, 7))
    p.spot(p.area(rule), LAMP, 0.8)
    p.outline(rule, width=3)
    p.paint(p.disc(x, y, 24), 0.1)
    p.paint(p.disc(x - 6, y - 6, 9), 1.0)
    return p


def mater(p: Plate, x: float, y: float, r: float) -> None:
    """The body with its throne, ring and degrees."""
    throne = smooth([(x - 130, y - r + 18), (x - 110, y - r - 40), (x - 50, y - r - 60), (x - 30, y - r - 104), (x, y - r - 118), (x + 30, y - r - 104), (x + 50, y - r - 60), (x + 110, y - r - 40), (x + 130, y - r + 18)])
    p.paint(p.stroke(arc(x, y - r - 126, 46, 46, 0, 360, 50), width=15), 0.9)
    p.outline(arc(x, y - r - 126, 54, 54, 0, 360, 50), arc(x, y - r - 126, 38, 38, 0, 360, 50), width=2.6)
    body = p.disc(x, y, r)
    for mask in (p.area(throne), body):
        p.paint(mask, lambda a, b: 1.0 - 0.55 * step(-r, r * 1.5, (a - x) + (b - y)), rings(x, y, 9))
        p.spot(mask, LAMP, 0.82)
    p.outline(throne, width=3)
    p.ink(p.stroke(*[arc(x, y, r * k, r * k, 0, 360, 160) for k in (1, 0.93, 0.86)], width=3.4))
    for degree in range(0, 360, 2):
        t = math.radians(degree)
        inner = 0.88 if degree % 10 == 0 else 0.9
        p.ink(p.stroke([(x + r * 0.93 * math.cos(t), y + r * 0.93 * math.sin(t)), (x + r * inner * math.cos(t), y + r * inner * math.sin(t))], width=3 if degree % 10 == 0 else 1.4))
    for hour in range(24):
        t = math.radians(hour * 15)
        cx, cy = x + r * 0.965 * math.cos(t), y + r * 0.965 * math.sin(t)
        p.ink(p.stroke([(cx - 7, cy), (cx + 7, cy - 3)], [(cx, cy - 6), (cx - 3, cy + 7)], width=3))
    plate = p.disc(x, y, r * 0.85)
    p.paint(plate, lambda a, b: 0.4 + 0.2 * step(-300, 300, (a - x) + (b - y)), level(9))
    p.spot(plate, LAMP, 0.3)
    for k in range(9):
        almucantar = [(a, b) for a, b in arc(x, y + r * (0.1 + k * 0.035), r * (0.84 - k * 0.09), r * (0.7 - k * 0.075), 0, 360, 120) if math.hypot(a - x, b - y) < r * 0.85]
        p.ink(p.stroke(almucantar, width=1.6), 0.8)


def net(p: Plate, x: float, y: float, r: float) -> None:
    """The net of the stars: rings, and a pointed flame for each star."""
    parts = [arc(x, y, r * 0.83, r * 0.83, 0, 360, 160), arc(x, y - r * 0.22, r * 0.52, r * 0.52, 0, 360, 120), arc(x, y, r * 0.3, r * 0.3, 200, 340, 60), [(x - r * 0.82, y), (x - r * 0.3, y)], [(x + r * 0.3, y), (x + r * 0.82, y)], [(x, y + r * 0.3), (x, y + r * 0.82)]]
    shadow = p.stroke(*[[(a + 7, b + 9) for a, b in part] for part in parts], width=26)
    p.shade(shadow, 0.4)
    p.paint(p.stroke(*parts, width=31), 0.02)
    band = p.stroke(*parts, width=25)
    p.paint(band, lambda a, b: 1.0 - 0.4 * step(-300, 420, (a - x) + (b - y)), slant(45, 8))
    p.spot(band, LAMP, 0.85)
    for turn, base, long in ((20, 0.83, 0.2), (65, 0.83, 0.24), (110, 0.83, 0.2), (150, 0.83, 0.26), (200, 0.83, 0.16), (335, 0.83, 0.16), (250, 0.3, -0.2), (300, 0.3, -0.2), (40, 0.3, -0.16), (140, 0.3, -0.18)):
        t = math.radians(turn)
        start = (x + r * base * math.cos(t), y + r * base * math.sin(t))
        bend = (x + r * (base - long * 0.5) * math.cos(t + 0.1), y + r * (base - long * 0.5) * math.sin(t + 0.1))
        tip = (x + r * (base - long) * math.cos(t - 0.06), y + r * (base - long) * math.sin(t - 0.06))
        flame = brush(smooth([start, bend, tip]), [30, 22, 1])
        p.paint(p.area(flame), 0.96)
        p.spot(p.area(flame), LAMP, 0.85)
        p.outline(flame, width=2.6)
