"""The Old Library's portico the morning after the storm, a ladder at its torn roof."""

from __future__ import annotations

import numpy as np

from ..built import block, windows
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import POINT, STAND, STRIDE, WALK, person
from ..gallery import scene
from ..nature import bare_tree, sky
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, oblong, smooth


@scene("library", "city")
def library() -> Plate:
    """The Old Library's portico the morning after the storm, a ladder at its torn roof."""
    p = Plate(seed=41)
    sky(p, 900, 0.5, 0.98, 0.62, 0.1, (-12, -12), 240, seed=4)
    block(p, -40, 850, 210, 330, 60, 0.6, 0.4, 0.2, 4, 5, 0.1)
    wing = Wall((150, 430), (1640, 470), (1640, 862), (150, 862))
    p.paint(
        p.area(wing.corners),
        lambda x, y: 0.82 - 0.2 * step(430, 600, y) - 0.2 * step(900, 1600, x),
        wing.courses(46),
    )
    windows(p, wing, 4, 1, 0.16, 0, (0.46, 0.72), 2, band=(0.62, 0.16, 0.99, 0.84), arched=True)
    p.paint(p.area([(140, 408), (1640, 446), (1640, 476), (140, 436)]), 0.72, level(5))
    p.outline([(140, 408), (1640, 446), (1640, 476), (140, 436)], width=2)
    dome(p)
    torn_roof(p)
    portico(p)
    steps(p)
    foreground(p)
    return p


def dome(p: Plate) -> None:
    """The copper dome over the reading room."""
    drum = Wall((380, 250), (760, 250), (760, 410), (380, 410))
    p.paint(p.area(drum.corners), lambda x, y: 0.92 - 0.7 * step(420, 770, x) + 0 * y, slant(90, 7))
    windows(p, drum, 8, 1, 0.1, 0, (0.4, 0.7), 1.4, arched=True)
    p.outline(drum.corners, width=2)
    shell = [*arc(570, 250, 205, 190, 180, 360)]
    p.paint(
        p.area(shell),
        lambda x, y: 0.96 - 0.8 * step(380, 780, x + (y - 150) * 0.3),
        rings(570, 60, 9, 0.7),
    )
    for rib in (-150, -90, -20, 60, 125, 170):
        p.outline(
            arc(570, 250, abs(rib), 190, 180 if rib < 0 else 270, 270 if rib < 0 else 360),
            width=1.4,
            closed=False,
        )
    p.outline(shell, width=2.4)
    p.paint(p.area(oblong(366, 240, 408, 16)), 0.3)
    p.paint(p.area(oblong(545, 24, 50, 46), [(540, 26), (570, -14), (600, 26)]), 0.2, slant(90, 5))


def torn_roof(p: Plate) -> None:
    """The long roof on the right: slates gone, beams bare, a tarpaulin half over it."""
    roof = Wall((900, 270), (1640, 300), (1640, 452), (820, 430))
    p.paint(
        p.area(roof.corners), lambda x, y: 0.42 - 0.14 * step(900, 1600, x) + 0 * y, roof.courses(17)
    )
    slates = [
        roof.line([((n + 0.5 * (m % 2)) / 46, m / 11), ((n + 0.5 * (m % 2)) / 46, (m + 1) / 11)])
        for m in range(11)
        for n in range(46)
    ]
    p.ink(p.stroke(*slates, width=1), 0.9)
    hole = roof.line(
        [
            (0.3, 0.12),
            (0.37, 0.05),
            (0.47, 0.16),
            (0.57, 0.1),
            (0.62, 0.34),
            (0.58, 0.6),
            (0.65, 0.78),
            (0.5, 0.84),
            (0.42, 0.72),
            (0.33, 0.8),
            (0.28, 0.55),
            (0.32, 0.36),
        ]
    )
    p.paint(p.area(hole), 0.02)
    beams = [roof.line([(u, 0), (u - 0.01, 0.92)]) for u in (0.34, 0.41, 0.48, 0.55, 0.61)]
    p.paint(p.stroke(*beams, width=7), 0.72)
    p.outline(*[[(x - 4, y) for x, y in beam] for beam in beams], width=1.6, closed=False)
    p.paint(p.stroke(roof.line([(0.29, 0.4), (0.64, 0.44)]), width=6), 0.8)
    sheet = smooth(
        [
            *roof.line(
                [
                    (0.66, -0.02),
                    (0.95, 0),
                    (0.99, 0.3),
                    (0.95, 0.92),
                    (0.8, 0.86),
                    (0.68, 0.97),
                    (0.72, 0.5),
                ]
            )
        ],
        closed=True,
    )
    form = p.noise(60, 3, 6)
    p.paint(p.area(sheet), lambda x, y: 0.75 + 0.3 * form(x, y), slant(62, 8, form, 14))
    p.spot(p.area(sheet), LANTERN, 0.34)
    p.outline(sheet, width=2.2)
    p.outline(roof.corners, width=2.4)
    person(p, *roof.at(0.25, 0.66), 82, POINT, 1, 0.02, "hat")
    person(p, *roof.at(0.8, 0.52), 80, WALK, -1, 0.02)
    ladder = [(1262, 862), (1178, 395)]
    rails = [[(x + d, y) for x, y in ladder] for d in (0, 30)]
    rungs = [
        [(1262 - 84 * t, 862 - 467 * t), (1292 - 84 * t, 862 - 467 * t)]
        for t in np.linspace(0.02, 0.98, 24)
    ]
    p.paint(p.stroke(*rails, width=5), 0.04)
    p.paint(p.stroke(*rungs, width=3), 0.04)
    person(p, 1238, 640, 96, STRIDE, -1, 0.02)


def portico(p: Plate) -> None:
    """Six columns and the gable."""
    p.paint(p.area(oblong(270, 440, 610, 420)), lambda x, y: 0.2 + 0 * x + 0 * y, slant(0, 7))
    door = [*arc(575, 660, 52, 52, 180, 360), (627, 860), (523, 860)]
    p.paint(p.area(door), 0.9)
    p.spot(p.area(door), LAMP, 0.75)
    p.glow(575, 740, 150, 0.3, LAMP)
    for n in range(6):
        x = 318 + n * 103
        shaft = [
            (x - 27, 470),
            (x + 27, 470),
            *smooth([(x + 30, 640), (x + 33, 836)]),
            *smooth([(x - 33, 836), (x - 30, 640)]),
        ]
        p.paint(
            p.area(shaft),
            lambda a, b, x=x: (
                1.02 - 0.85 * step(x - 12, x + 36, a) - 0.25 * step(x - 16, x - 34, a) + 0 * b
            ),
            slant(90, 6.6),
        )
        p.outline(shaft, width=1.8)
        p.paint(
            p.area(
                oblong(x - 38, 448, 76, 12),
                oblong(x - 34, 460, 68, 14),
                oblong(x - 40, 834, 80, 14),
                oblong(x - 36, 822, 72, 12),
            ),
            0.86,
        )
        p.outline(
            oblong(x - 38, 448, 76, 12),
            oblong(x - 34, 460, 68, 14),
            oblong(x - 40, 834, 80, 14),
            oblong(x - 36, 822, 72, 12),
            width=1.6,
        )
        p.shade(p.area(oblong(x + 4, 449, 34, 24), oblong(x + 4, 823, 34, 25)), 0.45)
    entablature = oblong(262, 396, 626, 54)
    p.paint(p.area(entablature), lambda x, y: 0.92 - 0.3 * step(416, 450, y) + 0 * x, level(7))
    p.outline(entablature, oblong(262, 396, 626, 18), width=2)
    gable = [(246, 396), (575, 268), (904, 396)]
    p.paint(p.area(gable), 0.96, level(7))
    inner = [(320, 386), (575, 290), (830, 386)]
    p.paint(p.area(inner), lambda x, y: 0.34 + 0.3 * step(290, 390, y) + 0 * x, level(6))
    p.outline(gable, inner, width=2.2)
    book = [(575, 372), (530, 356), (530, 322), (575, 336), (620, 322), (620, 356)]
    p.paint(p.area(book), 0.95)
    p.outline(book, width=2)
    p.outline([(575, 336), (575, 372)], width=2, closed=False)


def steps(p: Plate) -> None:
    """The stairs, wet, with slates fallen on them."""
    for n in range(7):
        y, reach = 850 + n * 15, n * 24
        tread = oblong(250 - reach, y, 650 + 2 * reach, 15)
        p.paint(p.area(tread), 0.95 - 0.05 * n, level(7))
        p.paint(p.area(oblong(250 - reach, y + 9, 650 + 2 * reach, 6)), 0.3, level(4))
        p.outline(tread, width=1.2)
    square = [(-10, 955), (1610, 955), (1610, 1080), (-10, 1080)]
    p.paint(
        p.area(
            [(-10, 862), (252, 862), (110, 955), (-10, 955)],
            [(900, 862), (1610, 862), (1610, 956), (1042, 955)],
        ),
        0.7,
        rays(575, 700, 8),
    )
    p.paint(p.area(square), lambda x, y: 0.8 - 0.34 * step(960, 1067, y) + 0.0 * x, rays(575, 640, 9))
    for _ in range(46):
        x, y = p.random.uniform(820, 1560), p.random.uniform(890, 1040)
        s = (y - 760) / 130
        bit = [(x, y), (x + 18 * s, y - 4 * s), (x + 25 * s, y + 3 * s), (x + 6 * s, y + 7 * s)]
        p.paint(p.area(bit), p.random.uniform(0.1, 0.4))
        p.outline(bit, width=1)


def foreground(p: Plate) -> None:
    """People, a broken tree, a lamp post."""
    bare_tree(p, 1500, 1010, 560, 30, 6, -0.12, 7)
    branch = smooth([(1180, 1020), (1290, 985), (1420, 1000), (1540, 965)])
    p.paint(p.area([*branch, *[(x, y + 16) for x, y in branch[::-1]]]), 0.06)
    bare_tree(p, 1190, 1024, 190, 9, 9, 1.1, 5)
    for x, y, tall, pose, way, dress in (
        (420, 1012, 150, STAND, 1, "coat hat"),
        (476, 1010, 132, POINT, 1, "coat"),
        (770, 980, 124, WALK, -1, "hat"),
        (150, 1030, 160, WALK, 1, "coat"),
    ):
        p.shade(p.soft(p.area([(x - 12, y), (x + 16, y), (x + 130, y + 24), (x + 96, y + 26)]), 4), 0.35)
        person(p, x, y, tall, pose, way, 0.03, dress)
