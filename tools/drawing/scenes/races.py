"""Sport: the Harbour Run, the juniors' ski day, the rink."""

from __future__ import annotations

import math

import numpy as np

from ..built import block, lamp, windows
from ..engrave import step
from ..fields import level, rays, slant
from ..figures import POINT, RUN, RUN_2, RUN_3, SKATE, SKI, STAND, Pose, person
from ..gallery import scene
from ..nature import bare_tree, crown, disc_of_light, hills, mist, pine, sky, stars, water
from ..palette import COMET, LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, brush, limb, oblong, smooth


@scene("harbour-run", "sport")
def harbour_run() -> Plate:
    """Runners come over Long Bridge towards the reader, the harbour below."""
    p = Plate(seed=701)
    sky(p, 520, 0.5, 1.0, 0.6, 0.15, (13, -11), 240, seed=7)
    disc_of_light(p, 1220, 300, 60, 6, 0.7, LAMP)
    p.spot(p.disc(1220, 300, 60), LAMP, 1)
    hills(p, 470, 40, 0.7, 6, 380, 12, 0.1, bottom=600)
    quay(p)
    water(p, 540, 1067, 0.92, 0.6, 0.24, 6)
    p.mirror(540, 700, 7, 0.5, 0.86, 1)
    bridge(p)
    field(p)
    return p


def quay(p: Plate) -> None:
    """The Old Quay across the water."""
    x = -20.0
    while x < 1620:
        wide = p.random.uniform(60, 110)
        block(p, x, 542, wide, p.random.uniform(70, 130), 16, p.random.uniform(0.55, 0.85), 0.35, 0.1, 3, 4, 0, 1.3, wide * 0.34)
        x += wide + 16
    for x, tall in ((340, 250), (1480, 180)):
        p.paint(p.area(oblong(x, 540 - tall * 0.7, 40, tall * 0.7), [(x - 6, 540 - tall * 0.7), (x + 46, 540 - tall * 0.7), (x + 20, 540 - tall * 1.2)]), 0.36, slant(90, 6))


def bridge(p: Plate) -> None:
    """The deck of a suspension bridge in perspective, with tower and cables."""
    deck = [(700, 560), (800, 560), (1560, 1090), (-60, 1090)]
    p.paint(p.area(deck), lambda x, y: 0.96 - 0.3 * step(700, 1067, y) + 0 * x, rays(750, 500, 9))
    p.outline([(700, 560), (-60, 1090)], [(800, 560), (1560, 1090)], width=4, closed=False)
    for side in (-1, 1):
        leg = [(750 + side * 118, 130), (750 + side * 168, 130), (750 + side * 206, 690), (750 + side * 140, 690)]
        p.paint(p.area(leg), lambda x, y, s=side: 0.66 - 0.46 * step(-40, 40, (750 + s * 150) - x) + 0 * y, slant(90, 8))
        p.outline(leg, width=3)
    for y in (170, 330):
        beam = [(632, y), (868, y), (872, y + 50), (628, y + 50)]
        p.paint(p.area(beam), 0.4, level(8))
        p.outline(beam, width=3)
    p.paint(p.area([(620, 130), (700, 130), (660, 86)], [(800, 130), (880, 130), (840, 86)]), 0.05)
    for side in (-1, 1):
        near = smooth([(750 + side * 143, 122), (750 + side * 320, 430), (750 + side * 590, 700), (750 + side * 900, 850)])
        far = smooth([(750 + side * 143, 122), (750 + side * 92, 380), (750 + side * 60, 520)])
        p.paint(p.stroke(near, width=11), 0.04)
        p.paint(p.stroke(far, width=5), 0.06)
        hangers = []
        for n in range(8):
            x, y = near[4 + n * 3]
            across = abs(x - 750)
            hangers.append([(x, y), (x, 560 + (across - 50) * 0.7)])
        p.ink(p.stroke(*hangers, width=3.4))
    for side in (-1, 1):
        rail = [[(750 + side * 50, 560 - k * 7), (750 + side * 810, 1090 - k * 60)] for k in (1, 2, 3)]
        posts = []
        for n in range(18):
            t = (n / 17) ** 1.7
            x, y = 750 + side * (50 + 760 * t), 560 + 530 * t
            posts.append([(x, y), (x, y - 22 - 160 * t)])
        p.paint(p.stroke(*rail, width=4), 0.04)
        p.paint(p.stroke(*posts, width=4), 0.04)


def field(p: Plate) -> None:
    """The runners, from a crowd far off to three who lead."""
    poses = (RUN, RUN_2, RUN_3)
    for n in range(150):
        t = n / 150
        y = 566 + 74 * t
        wide = 36 + 90 * t
        person(p, 750 + p.random.uniform(-wide, wide), y, 20 + 44 * t, poses[n % 3], -1 if n % 2 else 1, 0.05 if n % 4 else 0.5)
    for n, (x, y) in enumerate(((690, 700), (800, 706), (860, 720), (620, 730), (740, 740), (930, 760), (560, 776), (830, 800), (660, 820))):
        runner(p, x, y, (y - 500) * 0.62, poses[n % 3], 1 if n % 2 else -1, n % 3 == 0)
    for n, (x, y) in enumerate(((980, 890), (480, 910), (1190, 1000), (750, 960), (330, 1040))):
        runner(p, x, y, (y - 500) * 0.64, poses[(n + 1) % 3], 1 if n % 2 else -1, n in (3, 1))


def runner(p: Plate, x: float, y: float, tall: float, pose: Pose, way: int, red: bool) -> None:
    """One runner with shirt and number."""
    p.shade(p.soft(p.area([(x - tall * 0.1, y), (x + tall * 0.1, y), (x - tall * 0.5, y + tall * 0.1), (x - tall * 0.7, y + tall * 0.09)]), 5), 0.4)
    at = person(p, x, y, tall, pose, way, 0.05)
    (a, b), (c, d) = at["chest"], at["hip"]
    shirt = limb((c * 0.85 + a * 0.15, d * 0.85 + b * 0.15), (a, b), tall * 0.17, tall * 0.2)
    mask = p.area(shirt)
    p.paint(mask, 0.72 if red else 0.95, slant(80, 7))
    if red:
        p.spot(mask, LANTERN, 0.92)
    p.outline(shirt, width=1.6 + tall / 200)
    mx, my = (a + c) / 2, (b + d) / 2 - tall * 0.02
    bib = oblong(mx - tall * 0.055, my - tall * 0.04, tall * 0.11, tall * 0.08)
    p.paint(p.area(bib), 1.0)
    p.outline(bib, width=1.4)
    p.ink(p.stroke([(mx - tall * 0.03, my + tall * 0.01), (mx - tall * 0.03, my - tall * 0.02)], [(mx, my + tall * 0.015), (mx + tall * 0.03, my - tall * 0.02)], width=max(1.6, tall * 0.012)))
    elbow, hand = at["elbow0"], at["hand0"]
    p.paint(p.area(limb((a, b - tall * 0.02), elbow, tall * 0.075, tall * 0.06), limb(elbow, hand, tall * 0.055, tall * 0.04)), 0.05)


@scene("skiers", "sport")
def skiers() -> Plate:
    """Children on skis race down between flags, firs and peaks behind."""
    p = Plate(seed=711)
    sky(p, 620, 0.5, 0.96, 0.3, 0.0, (-10, -10), 240, seed=8)
    disc_of_light(p, 250, 190, 50, 6, 0.6, LAMP)
    for y, rise, tone, seed, cell in ((360, 170, 0.86, 31, 300), (450, 130, 0.72, 12, 360)):
        hills(p, y, rise, tone, seed, cell, 34, 0.34, bottom=1080, fall=0.3)
        mist(p, y + 60, y + 220, 1.0, 0.6, seed)
    slope = smooth([(-20, 470), (300, 540), (700, 640), (1100, 760), (1620, 860)]) + [(1620, 1080), (-20, 1080)]
    form = p.noise(120, 3, 3, 3)
    for n in range(24):
        x = 700 + n * 40 + p.random.normal(0, 14)
        pine(p, x, 640 + (x - 700) * 0.26 - 10, p.random.uniform(120, 230), 0.1, 0.9)
    p.paint(p.area(slope), lambda x, y: 1.0 - 0.2 * step(0.1, 0.8, form(x, y)) - 0.14 * step(900, 1067, y), slant(-16, 9, form, 12))
    p.outline(slope[:-2], width=2.2, closed=False)
    for x, y, tall in ((60, 640, 300), (150, 600, 220), (-20, 720, 380)):
        pine(p, x, y, tall, 0.08, 0.95)
    crowd(p)
    course(p)
    return p


def course(p: Plate) -> None:
    """Gates, tracks, and five who come down."""
    track = smooth([(420, 570), (520, 640), (460, 700), (720, 760), (640, 840), (980, 900), (1240, 1000), (1400, 1090)])
    p.paint(p.area(brush(track, [3, 8, 14, 22])), 0.72, slant(40, 8))
    for n, (x, y) in enumerate(((470, 640), (540, 706), (700, 750), (690, 840), (960, 880), (1330, 1000))):
        s = (y - 420) / 400
        for off in (0, 70 * s):
            pole = [(x + off, y), (x + off + 6 * s, y - 130 * s)]
            p.paint(p.stroke(pole, width=6 * s), 0.03)
        flag = [(x + 5 * s, y - 126 * s), (x + 76 * s, y - 126 * s), (x + 74 * s, y - 78 * s), (x + 3 * s, y - 78 * s)]
        p.paint(p.area(flag), 0.7, slant(90, 7))
        if n % 2 == 0:
            p.spot(p.area(flag), LANTERN, 0.95)
        p.outline(flag, width=2)
    for x, y, tall, way, red in ((450, 606, 64, 1, True), (600, 716, 104, 1, False), (790, 806, 150, 1, True), (1120, 960, 250, 1, False)):
        skier(p, x, y, tall, way, red)


def skier(p: Plate, x: float, y: float, tall: float, way: int, red: bool) -> None:
    """A child on skis, crouched, poles back, snow flying."""
    for _ in range(int(tall / 3)):
        p.paint(p.disc(x - way * abs(p.random.normal(50, 60)) * tall / 150, y + tall * 0.06 - abs(p.random.normal(0, 30)) * tall / 150, p.random.uniform(1.5, 6) * tall / 150), 1.0)
    p.shade(p.soft(p.disc(x + way * tall * 0.1, y + tall * 0.16, tall * 0.5, tall * 0.05), 5), 0.35)
    for off in (0, tall * 0.06):
        ski = smooth([(x - way * tall * 0.44, y - tall * 0.1 + off), (x + way * tall * 0.3, y + tall * 0.1 + off), (x + way * tall * 0.56, y + tall * 0.17 + off), (x + way * tall * 0.68, y + tall * 0.13 + off)])
        p.paint(p.stroke(ski, width=tall * 0.035), 0.03)
    at = person(p, x, y + tall * 0.02, tall, SKI, way, 0.05)
    for side in (0, 1):
        hx, hy = at[f"hand{side}"]
        p.paint(p.stroke([(hx, hy), (hx - way * tall * 0.5, hy + tall * (0.2 + side * 0.08))], width=tall * 0.018 + 0.6), 0.03)
    (a, b), (c, d) = at["chest"], at["hip"]
    jacket = limb((c, d), (a, b), tall * 0.18, tall * 0.21)
    p.paint(p.area(jacket), 0.8, slant(30, 7))
    if red:
        p.spot(p.area(jacket), LANTERN, 0.92)
    p.outline(jacket, width=1.5 + tall / 160)
    hx, hy = at["elbow0"]
    p.paint(p.area(limb((a, b), (hx, hy), tall * 0.085, tall * 0.07), limb((hx, hy), at["hand0"], tall * 0.065, tall * 0.05)), 0.05)
    k, m = at["crown"]
    helmet = arc(k, m - tall * 0.01, tall * 0.075, tall * 0.08, 0, 360)
    p.paint(p.area(helmet), 0.9)
    p.outline(helmet, width=1.5 + tall / 160)
    p.paint(p.area(limb((k - way * tall * 0.02, m), (k + way * tall * 0.07, m + tall * 0.01), tall * 0.045, tall * 0.045)), 0.04)


def crowd(p: Plate) -> None:
    """Parents along the rope."""
    rope = [(1040, 770), (1610, 900)]
    for n in range(17):
        t = n / 16
        x, y = 1050 + 560 * t + p.random.normal(0, 6), 770 + 128 * t
        person(p, x, y, 74 + 56 * t, POINT if n % 5 == 0 else STAND, -1, 0.05 if n % 3 else 0.3, ("coat", "coat hat", "")[n % 3])
    p.ink(p.stroke([(rope[0][0], rope[0][1] - 20), (rope[1][0], rope[1][1] - 40)], width=3))


@scene("rink", "sport")
def rink() -> Plate:
    """An outdoor rink at dusk under lamps: a young team at play."""
    p = Plate(seed=721)
    sky(p, 470, 0.16, 0.8, 0.35, 0.1, (10, -8), 240, seed=4)
    stars(p, 230, 50)
    p.glow(1180, 480, 520, 0.4, LANTERN)
    x = -20.0
    while x < 1620:
        wide = p.random.uniform(110, 190)
        tall = p.random.uniform(120, 250)
        wall = Wall((x, 520 - tall), (x + wide, 520 - tall), (x + wide, 540), (x, 540))
        p.paint(p.area(wall.corners), 0.3, level(8))
        windows(p, wall, int(wide / 26), int(tall / 34), 0.08, 0.3, (0.46, 0.54), 1.1)
        p.paint(p.area([(x - 4, 522 - tall), (x + wide + 4, 522 - tall), (x + wide, 510 - tall), (x, 510 - tall)]), 0.97)
        p.outline(wall.corners, width=1.8)
        x += wide + p.random.uniform(8, 60)
    for x, h in ((120, 330), (1500, 300), (820, 250)):
        bare_tree(p, x, 566, h, 13, int(x), 0.04, 6)
    p.paint(p.whole(546), 0.97, level(9))
    form = p.noise(40, 3, 5, 5)
    ice = [(230, 606), (1370, 606), (1900, 1100), (-300, 1100)]
    p.paint(p.area(ice), lambda x, y: 0.86 + 0.12 * form(x, y) - 0.22 * step(800, 1067, y), level(9, form, 5))
    for y, s in ((640, 1.0), (812, 2.3)):
        line = p.area([(800 - 560 * s, y), (800 + 560 * s, y), (800 + 570 * s, y + 9 * s), (800 - 570 * s, y + 9 * s)])
        p.paint(line, 0.75)
        p.spot(line, LANTERN if s > 1 else (60, 110, 140), 0.8)
    p.ink(p.stroke(arc(800, 830, 300, 80, 0, 360, 90), width=4), 0.7)
    boards(p)
    for _ in range(60):
        x, y = p.random.uniform(0, 1600), p.random.uniform(680, 1060)
        long = p.random.uniform(60, 240)
        p.ink(p.stroke(smooth([(x, y), (x + long / 2, y + p.random.normal(0, 9)), (x + long, y + p.random.normal(0, 12))]), width=1.3), 0.6)
    floodlights(p)
    team(p)
    return p


def boards(p: Plate) -> None:
    """The boards round the ice with those who watch behind them."""
    for n in range(30):
        x = 260 + n * 37 + p.random.normal(0, 6)
        person(p, x, 612, p.random.uniform(74, 96), STAND, 1 if n % 2 else -1, 0.05, ("coat", "coat hat", "hat")[n % 3])
    back = Wall((200, 572), (1400, 572), (1400, 622), (200, 622))
    p.paint(p.area(back.corners), 0.94, level(8))
    for n in range(24):
        p.ink(p.stroke(back.line([(n / 24, 0), (n / 24, 1)]), width=2))
    band = p.area(back.part(0, 0.72, 1, 1))
    p.paint(band, 0.6)
    p.spot(band, LANTERN, 0.9)
    p.outline(back.corners, width=3)
    p.ink(p.stroke(*[[(730 + k * 14, 566), (730 + k * 14, 628)] for k in range(11)], *[[(730, 566 + k * 12), (870, 566 + k * 12)] for k in range(6)], width=1.2))
    p.paint(p.stroke([(730, 630), (730, 566), (870, 566), (870, 630)], width=6), 0.7)
    p.spot(p.stroke([(730, 630), (730, 566), (870, 566), (870, 630)], width=6), LANTERN, 1)


def floodlights(p: Plate) -> None:
    """Lamps on poles and on a wire."""
    for x in (170, 1440):
        p.paint(p.area(oblong(x - 8, 130, 16, 500)), 0.03)
        p.paint(p.area(oblong(x - 70, 110, 140, 44)), 0.04)
        for k in (-44, 0, 44):
            lamp(p, x + k, 132, 15, 210, 0.7)
    wire = smooth([(170, 160), (480, 236), (800, 256), (1120, 236), (1440, 160)])
    p.ink(p.stroke(wire, width=2.4))
    for n in range(4, len(wire) - 2, 5):
        lamp(p, wire[n][0], wire[n][1] + 12, 7, 70, 0.7)


def team(p: Plate) -> None:
    """Six players and the one in goal."""
    person(p, 800, 640, 118, Pose(24, (30, -26), (-4, 4), (40, -36), (60, -50)), 1, 0.04)
    for x, y, tall, way, red in ((560, 726, 170, 1, True), (1010, 716, 166, -1, False), (720, 812, 220, -1, False), (300, 880, 270, 1, True), (1260, 900, 290, -1, False), (880, 1010, 370, 1, True)):
        player(p, x, y, tall, way, red)
    p.paint(p.disc(1130, 1030, 26, 9), 0.03)


def player(p: Plate, x: float, y: float, tall: float, way: int, red: bool) -> None:
    """A young player with stick, helmet and jersey; a pale reflection in the ice."""
    p.shade(p.soft(p.area([(x - tall * 0.1, y), (x + tall * 0.12, y), (x + tall * 0.4, y + tall * 0.12), (x + tall * 0.1, y + tall * 0.14)]), 5), 0.4)
    at = person(p, x, y, tall, SKATE, way, 0.04)
    for side in (0, 1):
        fx, fy = at[f"foot{side}"]
        p.paint(p.stroke([(fx - way * tall * 0.05, fy + tall * 0.035), (fx + way * tall * 0.1, fy + tall * 0.035)], width=tall * 0.02), 0.95)
    hand, other = at["hand0"], at["hand1"]
    tip = (hand[0] + way * tall * 0.34, y - tall * 0.01)
    p.paint(p.stroke([(other[0], other[1] - tall * 0.05), hand, tip, (tip[0] + way * tall * 0.13, tip[1] + tall * 0.01)], width=tall * 0.026), 0.03)
    (a, b), (c, d) = at["chest"], at["hip"]
    jersey = smooth([*limb((c, d), (a, b), tall * 0.22, tall * 0.25)], closed=True, steps=2)
    p.paint(p.area(jersey), 0.72 if red else 0.97, slant(70, 7))
    if red:
        p.spot(p.area(jersey), LANTERN, 0.95)
    p.outline(jersey, width=1.6 + tall / 150)
    stripe = [(c * 0.6 + a * 0.4 - tall * 0.09, d * 0.6 + b * 0.4 - tall * 0.03), (c * 0.6 + a * 0.4 + tall * 0.09, d * 0.6 + b * 0.4 + tall * 0.05)]
    p.paint(p.stroke(stripe, width=tall * 0.035), 0.97 if red else 0.1)
    sleeve = limb((a, b), at["elbow0"], tall * 0.11, tall * 0.09)
    p.paint(p.area(sleeve), 0.6 if red else 0.8, slant(20, 7))
    if red:
        p.spot(p.area(sleeve), LANTERN, 0.95)
    p.outline(sleeve, width=1.4 + tall / 160)
    p.paint(p.area(limb(at["elbow0"], hand, tall * 0.075, tall * 0.06), arc(*hand, tall * 0.045, tall * 0.045, 0, 360)), 0.04)
    k, m = at["crown"]
    helmet = [*arc(k, m, tall * 0.078, tall * 0.078, 180 if way > 0 else 150, 390 if way > 0 else 360)]
    p.paint(p.area(helmet), 0.9 if red else 0.3, slant(60, 6))
    p.outline(helmet, width=1.5 + tall / 160)
