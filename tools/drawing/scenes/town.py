"""More of the city: night trams, the market's stalls and clock, orchard, roofs, snow, an old tram."""

from __future__ import annotations

import math

import numpy as np

from ..built import lamp, windows
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import STAND, UMBRELLA, WALK, Pose, person
from ..gallery import scene
from ..nature import rain, sky
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth

BUY = Pose(4, (6, -6), (4, -6), (48, 8), (104, 30), 6)
SELL = Pose(-2, (6, -6), (4, -6), (40, -34), (92, -10), 4)


@scene("night-trams", "city")
def night_trams() -> Plate:
    """A lit tram comes up a wet street at night, its light on the rails."""
    p = Plate(seed=201)
    vx, vy = 900, 560
    sky(p, 640, 0.12, 0.4, 0.3, 0.1, (10, -8), 240, seed=5)
    street(p, vx, vy)
    ground = [(-10, 1080), (-10, 760), (vx - 40, 590), (vx + 40, 590), (1610, 790), (1610, 1080)]
    form = p.noise(30, 3, 4, 5)
    p.paint(p.area(ground), lambda x, y: 0.34 + 0.2 * form(x, y) - 0.16 * step(700, 1067, y), level(8, form, 4))
    wire = [[(vx, vy - 40), (640, 120), (560, -20)], [(vx, vy - 40), (980, -20)], [(vx, vy - 40), (1420, -20)]]
    p.ink(p.stroke(*wire, width=2.2))
    tram(p)
    reflection(p)
    for x0, x1 in ((590, 470), (800, 812)):
        for off in (0, 1):
            p.paint(p.area(brush([(x1 + (x0 - x1) * 0.26 + off * 5, 935), (x1 + (x0 - x1) * 0.12 + off * 7, 1010), (x1 + off * 9, 1090)], [7, 9, 13])), 0.95 if off == 0 else 0.04, alpha=0.9)
    people(p)
    rain(p, 260, 80, 40, 0.95)
    return p


def street(p: Plate, vx: float, vy: float) -> None:
    """House fronts on both sides, running to the vanishing point."""
    left = [(-60, 1.0), (190, 0.72), (400, 0.5), (560, 0.34), (680, 0.22), (770, 0.13)]
    for (x0, s0), (x1, s1) in zip(left, left[1:], strict=False):
        tall = p.random.uniform(720, 900)
        wall = Wall((x0, vy - tall * s0), (x1, vy - tall * s1), (x1, vy + 210 * s1 + 6), (x0, vy + 210 * s0 + 6))
        p.paint(p.area(wall.corners), 0.26, wall.courses(max(10, 90 * s1)))
        p.paint(p.area(wall.part(0, 0, 1, 0.03)), 0.5)
        windows(p, wall, 3, 5, 0.06, 0.42, (0.46, 0.56), 1.2, band=(0.04, 0.06, 0.96, 0.74))
        shop = p.area(wall.part(0.1, 0.8, 0.9, 0.97))
        p.paint(shop, 0.95)
        p.spot(shop, LAMP, 0.85)
        p.outline(wall.corners, wall.part(0.1, 0.8, 0.9, 0.97), width=1.8)
    right = [(1660, 1.0), (1420, 0.7), (1240, 0.48), (1120, 0.32), (1030, 0.2), (970, 0.12)]
    for (x0, s0), (x1, s1) in zip(right, right[1:], strict=False):
        tall = p.random.uniform(640, 860)
        wall = Wall((x1, vy - tall * s1), (x0, vy - tall * s0), (x0, vy + 230 * s0 + 6), (x1, vy + 230 * s1 + 6))
        p.paint(p.area(wall.corners), 0.16, wall.courses(max(10, 80 * s1)))
        windows(p, wall, 3, 5, 0.05, 0.36, (0.44, 0.56), 1.2, band=(0.04, 0.06, 0.96, 0.76))
        p.outline(wall.corners, width=1.8)
    for x, y, s in ((1330, 800, 0.8), (1130, 690, 0.42), (330, 770, 0.66), (620, 660, 0.34)):
        p.paint(p.area(oblong(x - 4 * s, y - 330 * s, 8 * s, 330 * s), oblong(x - 9 * s, y - 30 * s, 18 * s, 30 * s)), 0.03)
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
    front = smooth([(520, 400), (560, 320), (690, 296), (810, 306), (852, 340), (862, 560), (858, 860), (830, 890), (560, 900), (520, 870), (508, 640)], closed=True, steps=6)
    p.paint(p.area(front), lambda x, y: 0.94 - 0.3 * step(700, 862, x) + 0 * y, level(9))
    body = p.area([(509, 640), (862, 620), (858, 860), (830, 888), (560, 898), (520, 870)])
    p.shade(body, 0.8)
    p.spot(body, LANTERN, 0.92)
    p.outline(front, width=3.4)
    screen = smooth([(540, 430), (570, 404), (690, 396), (810, 402), (834, 424), (840, 600), (690, 616), (532, 610)], closed=True, steps=5)
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
    p.paint(p.stroke([(760, 300), (840, 210), (760, 130)], [(720, 300), (800, 214)], [(700, 130), (820, 122)], width=5), 0.03)
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
    p.paint(p.area(canopy), lambda a, b: 0.06 + 0.55 * step(x - 40, x - 130, a) + 0 * b, rays(x, y - 84, 7))
    p.paint(p.stroke(top, width=3), 0.8)
    p.paint(p.stroke([(x, y - 96), (x, y - 80)], [(x, y), at["hand0"]], width=5), 0.02)
    person(p, 1400, 1020, 270, STAND, -1, 0.02, "coat hat")
    person(p, 240, 990, 230, WALK, 1, 0.02, "coat")


@scene("market-stalls", "city")
def market_stalls() -> Plate:
    """A stall close by: fish, apples, bread, and the woman who sells them."""
    p = Plate(seed=211, tone=0.5)
    p.paint(p.whole(), lambda x, y: 0.38 + 0.2 * step(200, 700, y) + 0 * x, level(9))
    iron = [[(x, 0), (x, 700)] for x in (210, 620, 1030, 1440)]
    p.paint(p.stroke(*iron, width=26), 0.12)
    for x in (415, 825, 1235):
        pane = [*arc(x, 300, 150, 170, 180, 360), (x + 150, 640), (x - 150, 640)]
        p.paint(p.area(pane), 0.96)
        p.ink(p.stroke([(x, 130), (x, 640)], [(x - 150, 300), (x + 150, 300)], [(x - 150, 470), (x + 150, 470)], width=4))
        p.outline(pane, width=5)
    awning(p)
    seller(p)
    person(p, 1150, 1040, 600, BUY, -1, 0.04, "coat hat")
    scales(p)
    counter(p)
    return p


def seller(p: Plate) -> None:
    """The woman behind the stall, in apron and cap."""
    at = person(p, 700, 1010, 590, SELL, 1, 0.05)
    apron = smooth([(662, 590), (700, 606), (742, 588), (752, 700), (790, 830), (610, 830), (650, 700)], closed=True, steps=6)
    p.paint(p.area(apron), lambda x, y: 0.97 - 0.5 * step(680, 790, x) + 0 * y, slant(86, 9))
    p.outline(apron, width=3)
    x, y = at["crown"]
    cap = [*arc(x, y - 14, 42, 40, 180, 360), (x + 44, y - 8), (x - 44, y - 8)]
    p.paint(p.area(cap), lambda a, b: 0.98 - 0.5 * step(x, x + 40, a) + 0 * b, slant(84, 7))
    p.outline(cap, width=3)
    for side in (0, 1):
        fruit(p, at[f"hand{side}"][0] + 6, at[f"hand{side}"][1] - 22, 26, True)


def awning(p: Plate) -> None:
    """The striped awning above."""
    cloth = Wall((-40, 60), (1640, 20), (1640, 190), (-40, 240))
    for n in range(18):
        part = p.area(cloth.part(n / 18, 0, (n + 1) / 18, 1), )
        p.paint(part, 0.97 if n % 2 else 0.66, cloth.courses(20))
        flap = arc(*cloth.at((n + 0.5) / 18, 1), 47, 40, 0, 180, 14)
        p.paint(p.area(flap), 0.9 if n % 2 else 0.6, level(7))
        if n % 2 == 0:
            p.spot(part, LANTERN, 0.85)
            p.spot(p.area(flap), LANTERN, 0.9)
        p.outline(flap, width=2.4)
    p.outline(cloth.corners, width=3)


def scales(p: Plate) -> None:
    """A balance on the counter."""
    p.paint(p.area(oblong(392, 520, 14, 270), oblong(340, 770, 120, 22), limb((286, 540), (514, 512), 10, 10)), 0.03)
    for x, y in ((288, 542), (512, 514)):
        p.ink(p.stroke([(x, y), (x - 62, y + 130)], [(x, y), (x + 62, y + 130)], width=2.4))
        pan = arc(x, y + 130, 70, 34, 0, 180)
        p.paint(p.area(pan), lambda a, b, x=x: 0.95 - 0.7 * step(x - 30, x + 70, a) + 0 * b, level(6))
        p.outline(pan, width=3)
    for n in range(3):
        fruit(p, 262 + n * 30, 660 - (n % 2) * 22, 24, True)


def fruit(p: Plate, x: float, y: float, r: float, red: bool) -> None:
    """An apple, lit from the upper left."""
    mask = p.disc(x, y, r, r * 0.95)
    p.paint(mask, lambda a, b: 1.02 - 0.9 * step(-r * 0.5, r * 1.25, (a - x) * 0.8 + (b - y)), rings(x - r * 0.4, y - r * 0.5, max(4.5, r * 0.2)))
    if red:
        p.spot(mask, LANTERN, 0.85)
        p.paint(p.disc(x - r * 0.36, y - r * 0.42, r * 0.2, r * 0.14), 1.0)
    p.ink(p.stroke(arc(x, y, r, r * 0.95, 0, 360, 30), width=2.2))
    p.ink(p.stroke([(x, y - r * 0.8), (x + r * 0.14, y - r * 1.2)], width=2.6))


def counter(p: Plate) -> None:
    """Crates that lean to the reader, heaped."""
    p.paint(p.area([(-10, 790), (1610, 790), (1610, 1080), (-10, 1080)]), 0.3, level(9))
    for n, kind in enumerate(("red", "fish", "pale", "bread")):
        x = -20 + n * 412
        crate = Wall((x + 20, 800), (x + 392, 800), (x + 410, 1000), (x + 2, 1000))
        p.paint(p.area(crate.corners), 0.14)
        if kind == "fish":
            for row in range(4):
                for k in range(4):
                    fish(p, x + 90 + k * 78 + row * 8, 836 + row * 46, 74)
        elif kind == "bread":
            for row in range(2):
                for k in range(3):
                    stick = limb((x + 70 + k * 112, 950 + row * 30), (x + 130 + k * 112, 790 + row * 50), 70, 64)
                    p.paint(p.area(stick), lambda a, b, x=x, k=k: 0.97 - 0.6 * step(x + 90 + k * 112, x + 160 + k * 112, a) + 0 * b, slant(20, 8))
                    p.spot(p.area(stick), LAMP, 0.6)
                    p.outline(stick, width=2.6)
        else:
            for row in range(5):
                for k in range(6):
                    fruit(p, x + 46 + k * 62 + (row % 2) * 26, 800 + row * 42, 36, kind == "red")
        board = [(x, 984), (x + 408, 984), (x + 408, 1080), (x, 1080)]
        p.paint(p.area(board), lambda a, b: 0.84 - 0.3 * step(1000, 1067, b) + 0 * a, level(8, p.noise(80, 2, 3, 5), 6))
        p.outline(board, width=3)
        tag = oblong(x + 150, 940, 110, 66)
        p.paint(p.area(tag), 1.0)
        p.outline(tag, width=2.6)
        p.ink(p.stroke([(x + 168, 964), (x + 240, 964)], [(x + 168, 984), (x + 216, 984)], width=5))


def fish(p: Plate, x: float, y: float, long: float) -> None:
    """A herring."""
    body = smooth([(x - long * 0.6, y), (x - long * 0.3, y - long * 0.17), (x + long * 0.2, y - long * 0.15), (x + long * 0.5, y), (x + long * 0.68, y - long * 0.14), (x + long * 0.68, y + long * 0.14), (x + long * 0.5, y + long * 0.02), (x + long * 0.2, y + long * 0.15), (x - long * 0.3, y + long * 0.16)], closed=True, steps=5)
    p.paint(p.area(body), lambda a, b: 0.35 + 0.65 * step(y - long * 0.14, y + long * 0.06, b) + 0 * a, level(5))
    p.outline(body, width=2)
    p.paint(p.disc(x - long * 0.44, y - long * 0.03, 3.6), 0.02)


@scene("market-clock", "city")
def market_clock() -> Plate:
    """The hall's clock under the iron roof, at four minutes to eight."""
    p = Plate(seed=221, tone=0.4)
    p.paint(p.whole(), lambda x, y: 0.5 + 0.34 * step(0, 900, y) + 0 * x, rays(800, 1500, 11))
    for n in range(9):
        x0, x1 = -300 + n * 275, 200 + n * 150
        p.paint(p.stroke([(x0, -20), (x1 + 0, 330)], width=16), 0.06)
    for y, w in ((60, 10), (170, 9), (280, 12)):
        p.paint(p.stroke(arc(800, y + 520, 1100, 520, 190, 350), width=w), 0.06)
    glass = [[*arc(x, 700, 120, 150, 180, 360), (x + 120, 1080), (x - 120, 1080)] for x in (130, 1470)]
    p.paint(p.area(*glass), 0.97)
    for x in (130, 1470):
        p.ink(p.stroke([(x, 550), (x, 1080)], [(x - 120, 720), (x + 120, 720)], [(x - 120, 880), (x + 120, 880)], width=5))
    p.outline(*glass, width=6)
    hang(p)
    face(p, 800, 560, 330)
    return p


def hang(p: Plate) -> None:
    """The bracket with its scrolls."""
    p.paint(p.area(oblong(770, -20, 60, 270), oblong(640, 196, 320, 34)), 0.04)
    for side in (-1, 1):
        for k, (r, dx) in enumerate(((90, 150), (56, 250), (34, 320))):
            spiral = [(800 + side * (dx + (r - t * 5) * math.cos(t)), 120 + k * 30 + (r - t * 5) * math.sin(t)) for t in np.linspace(0, 9 if k else 11, 60)]
            p.paint(p.stroke(spiral, width=11 - k * 2), 0.04)
    base = smooth([(560, 870), (680, 930), (740, 990), (800, 1050), (860, 990), (920, 930), (1040, 870)])
    p.paint(p.area(base), 0.06, level(7))


def face(p: Plate, x: float, y: float, r: float) -> None:
    """Rim, numerals as strokes, hands."""
    p.shade(p.soft(p.disc(x + 30, y + 34, r + 60), 14), 0.5)
    p.paint(p.disc(x, y, r + 58), lambda a, b: 0.9 - 0.85 * step(-260, 300, (a - x) * 0.7 + (b - y)), rings(x, y, 9))
    p.ink(p.stroke(arc(x, y, r + 58, r + 58, 0, 360, 120), arc(x, y, r + 20, r + 20, 0, 360, 120), width=6))
    p.paint(p.disc(x, y, r + 10), lambda a, b: 1.0 - 0.16 * step(0, 420, (a - x) + (b - y)), level(9))
    p.spot(p.disc(x, y, r + 10), LAMP, lambda a, b: 0.34 * np.clip(1 - np.hypot(a - x, b - y) / r, 0, 1))
    p.ink(p.stroke(arc(x, y, r, r, 0, 360, 120), arc(x, y, r - 22, r - 22, 0, 360, 120), width=3))
    for minute in range(60):
        turn = math.radians(minute * 6)
        p.ink(p.stroke([(x + r * math.sin(turn), y - r * math.cos(turn)), (x + (r - 22) * math.sin(turn), y - (r - 22) * math.cos(turn))], width=9 if minute % 5 == 0 else 3))
    roman = ("XII", "I", "II", "III", "IIII", "V", "VI", "VII", "VIII", "IX", "X", "XI")
    for hour, numeral in enumerate(roman):
        numeral_at(p, x, y, r - 66, math.radians(hour * 30), numeral)
    for turn, long, wide in ((math.radians(238), r * 0.56, 30), (math.radians(336), r * 0.86, 20)):
        tip = (x + long * math.sin(turn), y - long * math.cos(turn))
        tail = (x - long * 0.2 * math.sin(turn), y + long * 0.2 * math.cos(turn))
        middle = (x + long * 0.62 * math.sin(turn), y - long * 0.62 * math.cos(turn))
        p.paint(p.area(brush([tail, (x, y), middle, tip], [wide * 0.5, wide * 0.6, wide * 1.2, 1])), 0.02)
    p.paint(p.disc(x, y, 20), 0.02)
    p.paint(p.disc(x - 5, y - 5, 6), 0.95)


def numeral_at(p: Plate, x: float, y: float, far: float, turn: float, numeral: str) -> None:
    """Draw a numeral with its foot to the middle of the clock."""
    wide = {"I": 17, "V": 40, "X": 40}
    at = -sum(wide[letter] for letter in numeral) / 2
    for letter in numeral:
        w = wide[letter]
        strokes = {"I": [((w / 2, -34), (w / 2, 34), 10)], "V": [((4, -34), (w / 2, 34), 11), ((w - 4, -34), (w / 2, 34), 4)],
                   "X": [((5, -34), (w - 5, 34), 11), ((w - 5, -34), (5, 34), 4)]}[letter]
        for (a, b), (c, d), thick in strokes:
            ends = [(at + a, b), (at + c, d)]
            placed = [(x + u * math.cos(turn) + (far - v) * math.sin(turn), y + u * math.sin(turn) - (far - v) * math.cos(turn)) for u, v in ends]
            p.ink(p.stroke(placed, width=thick))
        at += w
