"""Hands and what they make: the dombra, the sheets of paper, the chessmen."""

from __future__ import annotations

import math

import numpy as np

from ..built import lamp
from ..engrave import step
from ..fields import around, level, rays, rings, slant
from ..figures import STAND, Pose, person
from ..gallery import scene
from ..nature import hills, mist, sky
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth

BEND = Pose(30, (14, -10), (2, -16), (60, 44), (84, 70), 12)


@scene("dombra", "culture")
def dombra() -> Plate:
    """A finished dombra before the workshop's window, shavings, tools, unfinished bodies."""
    p = Plate(seed=601, tone=0.4)
    p.paint(p.whole(), lambda x, y: 0.3 + 0.34 * step(1500, 300, x) + 0 * y, slant(90, 10))
    window(p)
    wall(p)
    bench(p)
    instrument(p, 330, 720, 1350, 190, 1.0)
    shavings(p)
    return p


def window(p: Plate) -> None:
    """The window with the steppe and mountains outside."""
    x, y, w, h = 110, 90, 560, 470
    p.paint(p.area(oblong(x, y, w, h)), lambda a, b: 0.85 + 0.15 * step(y, y + 280, b) + 0 * a, level(9))
    line = [(x, 380), (190, 300), (250, 340), (350, 240), (430, 330), (520, 270), (600, 340), (x + w, 300)]
    p.paint(p.area([*line, (x + w, y + h), (x, y + h)]), 0.8, slant(40, 9))
    p.outline(line, width=2, closed=False)
    p.paint(p.area([(x, 430), (x + w, 410), (x + w, y + h), (x, y + h)]), 0.95, level(9))
    p.spot(p.area(oblong(x, y, w, h)), LAMP, 0.2)
    p.paint(p.stroke([(x + w / 2, y), (x + w / 2, y + h)], [(x, y + 200), (x + w, y + 200)], width=16), 0.1)
    frame = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]]
    p.paint(p.stroke(*frame, width=26), 0.14)
    p.paint(p.soft(p.area([(x, y), (x + w, y), (1500, 1080), (500, 1080)]), 20), 1.0, alpha=0.2)


def wall(p: Plate) -> None:
    """Tools on the wall, and bodies without necks."""
    for n, (x, tall) in enumerate(((1180, 150), (1240, 190), (1300, 120), (1360, 170), (1420, 140), (1480, 180))):
        p.paint(p.area(oblong(x - 8, 660, 16, tall * 0.55)), 0.7, slant(90, 6))
        p.outline(oblong(x - 8, 660, 16, tall * 0.55), width=2)
        blade = [(x - 7, 660 + tall * 0.55), (x + 7, 660 + tall * 0.55), (x + 5 + (n % 2) * 8, 660 + tall), (x - 4, 660 + tall)]
        p.paint(p.area(blade), 0.06)
    p.paint(p.area(oblong(1130, 640, 420, 22)), 0.1)
    for x, y, s, tone in ((860, 250, 0.66, 0.6), (1010, 250, 0.6, 0.75)):
        bowl(p, x, y, s, -90, tone)
    saw = [(1150, 560), (1500, 530), (1510, 590), (1160, 600)]
    p.paint(p.area(saw), 0.85, level(8))
    p.outline(saw, width=2.6)


def bowl(p: Plate, x: float, y: float, s: float, degrees: float, tone: float) -> None:
    """A drop-shaped body, its front to the reader."""
    turn = math.radians(degrees)

    def put(points: list) -> list:
        return [(x + s * (a * math.cos(turn) - b * math.sin(turn)), y + s * (a * math.sin(turn) + b * math.cos(turn))) for a, b in points]
    drop = smooth([(230, -14), (150, -48), (20, -128), (-110, -158), (-210, -110), (-246, 0), (-210, 110), (-110, 158), (20, 128), (150, 48), (230, 14)], closed=True)
    p.shade(p.soft(p.area([(a + 26, b + 30) for a, b in put(drop)]), 14), 0.4)
    mask = p.area(put(drop))
    grain = p.noise(60, 3, 12, 6)
    p.paint(mask, lambda a, b: tone + 0.34 - 0.6 * step(-150 * s, 210 * s, (a - x) * 0.4 + (b - y)) + 0.08 * grain(a, b), slant(-degrees, 8.6, grain, 9))
    p.spot(mask, LAMP, 0.55)
    p.outline(put(drop), width=4)
    p.outline(put([(a * 0.92, b * 0.91) for a, b in drop]), width=2)
    p.paint(p.area(put(arc(10, 0, 20, 20, 0, 360))), 0.03)
    bridge = put([(-132, -50), (-118, -50), (-112, 0), (-118, 50), (-132, 50)])
    p.paint(p.area(bridge), 0.06)


def instrument(p: Plate, x0: float, y0: float, x1: float, y1: float, s: float) -> None:
    """The dombra itself, from its body at the lower left to its head."""
    turn = math.atan2(y1 - y0, x1 - x0)
    degrees = math.degrees(turn)
    at = lambda along, off=0.0: (x0 + along * math.cos(turn) - off * math.sin(turn), y0 + along * math.sin(turn) + off * math.cos(turn))  # noqa: E731
    neck = [at(200, -22), at(1030, -17), at(1030, 17), at(200, 22)]
    p.shade(p.soft(p.area([(a + 34, b + 46) for a, b in neck]), 12), 0.45)
    bowl(p, x0, y0, s * 1.15, degrees, 0.72)
    p.paint(p.area(neck), lambda a, b: 0.3 + 0 * a + 0 * b, slant(-degrees, 7))
    p.outline(neck, width=3.4)
    head = [at(1030, -18), at(1060, -30), at(1180, -34), at(1206, 0), at(1180, 34), at(1060, 30), at(1030, 18)]
    p.paint(p.area(head), 0.86, slant(-degrees, 8))
    p.spot(p.area(head), LAMP, 0.5)
    p.outline(head, width=3.4)
    for n in range(15):
        along = 290 + 730 * (1 - 0.9**n) / (1 - 0.9**15) if n else 290
        p.paint(p.stroke([at(along, -21), at(along, 21)], width=5), 0.97)
    for off in (-8, 8):
        p.paint(p.stroke([at(-145, off * 1.7), at(1090 + off * 4, off)], width=3.4), 1.0)
        p.ink(p.stroke([at(-145, off * 1.7 + 3), at(1090 + off * 4, off + 3)], width=1.6))
    for along, way in ((1092, -1), (1140, 1)):
        peg = limb(at(along, way * 20), at(along + 4, way * 92), 13, 24)
        p.paint(p.area(peg), 0.08)
        p.paint(p.disc(*at(along, way * -6), 8), 0.04)
    for k in range(-3, 4):
        p.paint(p.area(smooth([at(118, k * 15), at(138, k * 15 - 6), at(156, k * 15), at(138, k * 15 + 6)], closed=True, steps=5)), 0.1)
    horn = smooth([at(-40, -118), at(-10, -96), at(-46, -80), at(-80, -100), at(-58, -122)])
    p.paint(p.stroke(horn, width=5), 0.1)
    p.paint(p.stroke(smooth([at(-40, 118), at(-10, 96), at(-46, 80), at(-80, 100), at(-58, 122)]), width=5), 0.1)


def bench(p: Plate) -> None:
    """The bench with a plane and a glue pot."""
    p.paint(p.area([(-10, 880), (1610, 840), (1610, 1080), (-10, 1080)]), lambda x, y: 0.9 - 0.4 * step(880, 1080, y) - 0.2 * step(800, 1600, x), slant(1.5, 10, p.noise(80, 3, 4, 5), 8))
    p.outline([(-10, 880), (1610, 840)], width=4, closed=False)
    plane = [(1080, 930), (1090, 860), (1160, 850), (1180, 800), (1220, 800), (1230, 848), (1420, 836), (1450, 910)]
    p.shade(p.soft(p.area([(1080, 930), (1460, 906), (1540, 950), (1160, 980)]), 8), 0.4)
    p.paint(p.area(plane), lambda x, y: 0.86 - 0.5 * step(830, 930, y) + 0 * x, slant(3, 8))
    p.spot(p.area(plane), LANTERN, 0.6)
    p.outline(plane, width=3.4)
    p.paint(p.area([(1250, 850), (1290, 772), (1312, 782), (1290, 850)]), 0.06)
    pot = smooth([(1500, 900), (1484, 800), (1500, 770), (1580, 764), (1598, 796), (1590, 896)])
    p.paint(p.area(pot), lambda x, y: 0.7 - 0.6 * step(1500, 1590, x) + 0 * y, slant(88, 7))
    p.outline(pot, width=3)


def shavings(p: Plate) -> None:
    """Curls of wood."""
    for n in range(26):
        x, y, r = p.random.uniform(640, 1560), p.random.uniform(950, 1060), p.random.uniform(14, 34)
        curl = [(x + (r - t * 2.4) * math.cos(t) + t * 3, y + (r - t * 2.4) * 0.6 * math.sin(t)) for t in np.linspace(n, n + 9, 40)]
        p.ink(p.stroke(curl, width=9))
        p.paint(p.stroke(curl, width=6), 0.98)


@scene("paper-makers", "culture")
def paper_makers() -> Plate:
    """Sheets dry on lines in a bamboo grove; a man lifts a mould from the vat."""
    p = Plate(seed=611)
    sky(p, 620, 0.8, 1.0, 0.3, 0.0, (-10, -10), 220, seed=4)
    for y, rise, tone, seed in ((260, 150, 0.8, 5), (360, 110, 0.66, 25)):
        hills(p, y, rise, tone, seed, 260, 42, 0.14, bottom=1080, fall=0.4)
        mist(p, y + 60, y + 220, 1.0, 0.6, seed)
    form = p.noise(60, 4, 3, 3)
    p.paint(p.whole(600), lambda x, y: 0.92 - 0.3 * step(650, 1067, y) + 0.1 * form(x, y), rays(800, 480, 9))
    house(p)
    for x, w in ((60, 20), (130, 30), (220, 22), (300, 15), (1330, 18), (1420, 28), (1500, 36), (1580, 30)):
        bamboo(p, x, 760 + w * 9, w)
    for row, (y, s) in enumerate(((560, 0.55), (620, 0.85), (700, 1.25))):
        drying(p, row, y, s)
    vat(p)
    return p


def house(p: Plate) -> None:
    """A low house with a curved roof."""
    wall = oblong(620, 500, 420, 140)
    p.paint(p.area(wall), 0.9, level(9))
    p.paint(p.area(oblong(700, 530, 70, 110), oblong(860, 540, 110, 60)), 0.12)
    p.outline(wall, width=2)
    roof = smooth([(560, 516), (640, 480), (700, 410), (720, 396), (940, 396), (960, 410), (1020, 480), (1100, 516)], steps=6) + [(1040, 508), (620, 508)]
    p.paint(p.area(roof), lambda x, y: 0.5 - 0.3 * step(400, 510, y) + 0 * x, rays(830, 120, 9))
    p.outline(roof, width=2.6)


def bamboo(p: Plate, x: float, y: float, w: float) -> None:
    """One stem with joints and leaves."""
    sway = p.random.normal(0, 40)
    for n in range(12):
        y0, y1 = y - n * (90 + w), y - (n + 1) * (90 + w) + 5
        lean = sway * (n / 12) ** 2
        piece = [(x + lean - w / 2, y0), (x + lean - w * 0.46, y1), (x + lean + w * 0.46, y1), (x + lean + w / 2, y0)]
        p.paint(p.area(piece), lambda a, b, x=x + lean: 0.9 - 0.75 * step(x - w * 0.3, x + w * 0.5, a) + 0 * b, slant(90, 6))
        p.outline(piece, width=1.8)
        if n > 3:
            for k in range(5):
                turn = p.random.uniform(-0.4, math.pi + 0.4)
                lx, ly, long = x + lean + p.random.normal(0, 40), y1 + p.random.normal(0, 30), 70 + w * 2
                tip = (lx + long * math.cos(turn), ly + long * abs(math.sin(turn)) * 0.7 + 20)
                p.paint(p.area(brush(smooth([(lx, ly), ((lx + tip[0]) / 2, (ly + tip[1]) / 2 - 10), tip]), [2, 13, 0.5])), 0.06 if k % 2 else 0.4)


def drying(p: Plate, row: int, y: float, s: float) -> None:
    """A line of sheets, light coming through them."""
    rope = smooth([(330, y), (800, y + 26 * s), (1290, y - 6)])
    for x in (330, 1290):
        p.paint(p.area(oblong(x - 6 * s, y - 20, 12 * s, 250 * s)), 0.05)
    p.ink(p.stroke(rope, width=2 + s))
    count = (9, 7, 5)[row]
    for n in range(count):
        x = 360 + n * 930 / count + 10
        wide, tall = 880 / count * 0.86, 150 * s
        top = float(np.interp(x, [a for a, _ in rope], [b for _, b in rope]))
        sheet = smooth([(x, top), (x + wide * 0.5, top + 5), (x + wide, top + 2), (x + wide + 5 * s, top + tall * 0.6), (x + wide - 3, top + tall), (x + wide * 0.5, top + tall + 6 * s), (x + 3, top + tall), (x + 7 * s, top + tall * 0.5)], closed=True, steps=5)
        p.shade(p.soft(p.area([(a + 24 * s, b + 150 * s) for a, b in sheet]), 8), 0.8)
        fold = p.noise(40, 2, 30 + n, 1)
        p.paint(p.area(sheet), lambda a, b, f=fold: 0.97 + 0.16 * f(a, b), slant(86, 8, fold, 8))
        if (n + row) % 4 == 2:
            p.spot(p.area(sheet), LANTERN, 0.5)
        p.outline(sheet, width=2 + 0.5 * s)


def vat(p: Plate) -> None:
    """The vat, the mould that drips, the man who holds it."""
    at = person(p, 560, 1000, 400, BEND, 1, 0.03)
    x, y = at["crown"]
    cap = smooth([(x - 48, y + 6), (x - 20, y - 34), (x + 20, y - 34), (x + 50, y + 6)])
    p.paint(p.area(cap), 0.8, slant(80, 7))
    p.outline(cap, width=2.6)
    mould = [(700, 748), (960, 720), (1010, 768), (740, 800)]
    p.paint(p.area(mould), 1.0, slant(6, 8))
    p.outline(mould, width=6)
    p.ink(p.stroke(*[[(700 + 260 * t, 748 - 28 * t), (740 + 270 * t, 800 - 32 * t)] for t in np.linspace(0.1, 0.9, 9)], width=1.6))
    for n in range(26):
        dx = p.random.uniform(0, 260)
        top = 800 - dx * 0.12
        p.ink(p.stroke([(746 + dx, top), (746 + dx, top + p.random.uniform(14, 70))], width=2.2))
    body = [(640, 900), (1100, 880), (1090, 1080), (660, 1080)]
    p.paint(p.area(body), lambda a, b: 0.8 - 0.6 * step(700, 1100, a) + 0 * b, slant(90, 9))
    p.outline(body, width=4)
    p.paint(p.disc(870, 890, 232, 34), lambda a, b: 0.9 - 0.2 * np.sin((a - 870) / 30) + 0 * b, rings(850, 890, 9, 0.22))
    p.ink(p.stroke(arc(870, 890, 232, 34, 0, 360, 90), width=5))
    for y in (950, 1040):
        p.paint(p.stroke([(646, y), (1096, y - 12)], width=10), 0.06)
    for n in range(9):
        leaf = [(1190 + n % 2 * 5, 1046 - n * 12), (1440 + n % 3 * 4, 1046 - n * 12), (1440 + n % 3 * 4, 1057 - n * 12), (1190 + n % 2 * 5, 1057 - n * 12)]
        p.paint(p.area(leaf), 0.98)
        p.outline(leaf, width=1.8)


@scene("chess", "sport")
def chess() -> Plate:
    """A game late in the evening: the white king stands, the black queen looms, a clock ticks."""
    p = Plate(seed=621, tone=0.3)
    p.paint(p.whole(), lambda x, y: 0.16 + 0.3 * np.exp(-((x - 420) ** 2 + (y - 120) ** 2) / 260000), level(10))
    p.paint(p.area([(320, 40), (520, 40), (600, 180), (240, 180)]), 0.7, rays(420, -60, 9))
    p.spot(p.area([(320, 40), (520, 40), (600, 180), (240, 180)]), LANTERN, 0.8)
    p.outline([(320, 40), (520, 40), (600, 180), (240, 180)], width=3)
    p.paint(p.stroke([(420, -10), (420, 40)], width=8), 0.04)
    p.paint(p.soft(p.area([(250, 180), (590, 180), (1150, 900), (-200, 900)]), 24), 0.9, alpha=0.35)
    board = Wall((300, 560), (1300, 560), (1900, 1180), (-300, 1180))
    for row in range(8):
        for column in range(8):
            square = board.part(column / 8, row / 8, (column + 1) / 8, (row + 1) / 8)
            p.paint(p.area(square), 0.92 if (row + column) % 2 else 0.26, board.courses(70) if (row + column) % 2 else board.uprights(90))
    p.outline(board.corners, width=4)
    clock(p)
    men = [("pawn", 1, 1, 1), ("rook", 0, 0, 0), ("knight", 2, 0, 0), ("pawn", 5, 1, 0), ("king", 6, 0, 0), ("pawn", 6, 1, 0), ("bishop", 3, 2, 0), ("pawn", 4, 3, 0), ("pawn", 0, 3, 1), ("knight", 6, 3, 1), ("bishop", 2, 4, 1), ("queen", 5, 4, 0), ("pawn", 1, 4, 0), ("king", 3, 5, 1), ("rook", 6, 5, 1), ("pawn", 4, 5, 1)]
    for kind, column, row, white in sorted(men, key=lambda man: man[2]):
        x, y = board.at((column + 0.5) / 8, (row + 0.62) / 8)
        a, _ = board.at((column + 1) / 8, (row + 0.5) / 8)
        b, _ = board.at(column / 8, (row + 0.5) / 8)
        piece(p, kind, x, y, (a - b) / 100, white)
    return p


OUTLINES = {
    "pawn": [(34, 0), (34, 10), (26, 18), (28, 26), (14, 44), (10, 70), (20, 78), (11, 84)],
    "bishop": [(36, 0), (36, 11), (28, 20), (30, 28), (15, 52), (11, 96), (23, 104), (12, 112), (22, 132), (16, 156), (4, 172)],
    "rook": [(38, 0), (38, 12), (30, 20), (31, 30), (22, 50), (19, 88), (30, 98), (30, 128)],
    "queen": [(40, 0), (40, 12), (31, 22), (33, 32), (17, 60), (12, 122), (26, 132), (14, 142), (30, 186), (22, 178), (12, 190)],
    "king": [(42, 0), (42, 13), (33, 23), (35, 34), (19, 62), (14, 128), (29, 140), (17, 150), (31, 196), (16, 206)],
    "knight": [(38, 0), (38, 12), (30, 20), (31, 30), (24, 40)],
}


def piece(p: Plate, kind: str, x: float, y: float, s: float, white: int) -> None:
    """One chessman: a turned outline, lit from the upper left."""
    right = smooth([(x + a * s, y - b * s) for a, b in OUTLINES[kind]], steps=5)
    shape = [*right, *[(2 * x - a, b) for a, b in right[::-1]]]
    p.shade(p.soft(p.area([(x - 30 * s, y), (x + 30 * s, y), (x + 190 * s, y + 60 * s), (x + 120 * s, y + 74 * s)]), 9), 0.4)
    parts = [shape]
    if kind == "pawn":
        parts.append(arc(x, y - 100 * s, 19 * s, 19 * s, 0, 360))
    if kind == "knight":
        parts.append(smooth([(x + a * s, y - b * s) for a, b in ((-22, 38), (-18, 66), (-2, 86), (-28, 84), (-44, 78), (-50, 92), (-30, 118), (-14, 140), (-4, 146), (0, 158), (8, 142), (24, 126), (32, 96), (30, 62), (24, 38))], closed=True, steps=5))
    if kind == "queen":
        parts += [arc(x + k * 11 * s, y - (196 - abs(k) * 5) * s, 5 * s, 5 * s, 0, 360) for k in (-2, -1, 0, 1, 2)]
    if kind == "king":
        parts += [oblong(x - 4 * s, y - 246 * s, 8 * s, 42 * s), oblong(x - 14 * s, y - 234 * s, 28 * s, 8 * s)]
    mask = p.area(*parts)
    if white:
        p.paint(mask, lambda a, b: 1.04 - 0.8 * step(x - 8 * s, x + 36 * s, a) - 0.1 * step(x - 20 * s, x - 40 * s, a) + 0 * b, slant(84, 7))
    else:
        p.paint(mask, lambda a, b: 0.08 + 0.62 * np.exp(-(((a - x) / s + 14) / 7) ** 2) + 0 * b, slant(86, 6))
    for part in parts:
        p.outline(part, width=2.4)
    for b in {"pawn": (26, 78), "bishop": (28, 104), "rook": (30, 98), "queen": (32, 132), "king": (34, 140), "knight": (30,)}[kind]:
        wide = float(np.interp(b, [v for _, v in OUTLINES[kind]], [u for u, _ in OUTLINES[kind]]))
        p.paint(p.stroke(arc(x, y - b * s, wide * s, 6 * s, 0, 180), width=2.6), 0.02 if white else 0.9)
    if kind == "rook":
        p.paint(p.area(*[oblong(x + k * s, y - 130 * s, 9 * s, 14 * s) for k in (-18, 9)]), 0.2)


def clock(p: Plate) -> None:
    """The double clock behind the board."""
    case = oblong(1010, 400, 400, 200)
    p.paint(p.area(case), lambda x, y: 0.5 - 0.34 * step(1100, 1400, x) + 0 * y, level(8))
    p.outline(case, width=4)
    for x, turn in ((1112, 330), (1308, 120)):
        p.paint(p.disc(x, 500, 74), 1.0)
        p.ink(p.stroke(arc(x, 500, 74, 74, 0, 360, 60), width=5))
        for k in range(12):
            t = math.radians(k * 30)
            p.ink(p.stroke([(x + 64 * math.cos(t), 500 + 64 * math.sin(t)), (x + 56 * math.cos(t), 500 + 56 * math.sin(t))], width=4))
        for t, long, wide in ((turn, 54, 5), (turn * 0.4, 36, 7)):
            p.ink(p.stroke([(x, 500), (x + long * math.sin(math.radians(t)), 500 - long * math.cos(math.radians(t)))], width=wide))
        p.paint(p.area([(x + 6, 446), (x + 22, 452), (x + 6, 460)]), 0.7)
        p.spot(p.area([(x + 6, 446), (x + 22, 452), (x + 6, 460)]), LANTERN, 1)
    p.paint(p.area(oblong(1090, 376, 44, 26), oblong(1286, 388, 44, 14)), 0.05)
