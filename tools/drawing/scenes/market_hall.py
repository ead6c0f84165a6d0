"""The Saltmarket hall: iron arches, morning light through the glass, the crowd below."""

from __future__ import annotations

import numpy as np

from ..built import lamp, windows
from ..engrave import step
from ..fields import level, rays, rings, slant
from ..figures import POINT, STAND, STRIDE, WALK, person
from ..gallery import scene
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, oblong


@scene("market-hall", "city")
def market_hall() -> Plate:
    """The Saltmarket hall: iron arches, morning light through the glass, the crowd below."""
    p = Plate(seed=51, tone=0.4)
    vx, vy = 700, 640
    p.paint(p.whole(), 0.4, rays(vx, vy, 8))
    bays = 9
    depth = [1.0, 1.22, 1.52, 1.95, 2.6, 3.6, 5.2, 8.4, 15.0]

    def at(x: float, y: float, bay: int) -> tuple[float, float]:
        s = 1.55 / depth[bay]
        return vx + (x - 0) * s, vy + y * s

    end = [
        at(x, y, 5)
        for x, y in (
            (-620, 330),
            (-620, -120),
            *[(620 * np.cos(t), -120 - 430 * np.sin(t)) for t in np.linspace(np.pi, 0, 30)],
            (620, -120),
            (620, 330),
        )
    ]
    p.paint(p.area(end), 1.0)
    p.spot(p.area(end), LAMP, 0.32)
    p.glow(vx, vy - 60, 420, 0.5)
    roof_and_walls(p, at, bays)
    fan_window(p, at)
    floor = [at(-620, 330, 0), at(620, 330, 0), at(620, 330, 5), at(-620, 330, 5)]
    p.paint(
        p.area(floor),
        lambda x, y: 0.98 - 0.5 * step(740, 1100, y) - 0.3 * step(200, 560, np.abs(x - vx)),
        rays(vx, vy, 9),
    )
    for bay in range(6):
        p.outline([at(-620, 330, bay), at(620, 330, bay)], width=1.2, closed=False)
    for bay in (5, 4, 3, 2, 1, 0):
        arch(p, at, bay, depth[bay])
    beams(p, at)
    stalls(p, at, depth)
    crowd(p, at, depth)
    return p


def roof_and_walls(p: Plate, at, bays: int) -> None:
    """The vault with its strip of glass, and the galleries of the walls."""
    for bay in range(4, -1, -1):
        for turn in np.arange(0, 180, 9):
            quad = [
                (620 * np.cos(np.radians(t)), -120 - 430 * np.sin(np.radians(t)), b)
                for t, b in ((turn, bay), (turn + 9, bay), (turn + 9, bay + 1), (turn, bay + 1))
            ]
            wall = Wall(*[at(*q) for q in quad])
            glass = 54 <= turn < 126
            tone = 0.94 if glass else 0.62 - 0.34 * abs(turn - 60) / 110
            p.paint(
                p.area(wall.corners),
                tone,
                wall.courses(4) if glass else wall.uprights(5 if bay < 2 else 3),
            )
            p.outline(wall.corners, width=1.5 if glass else 1)
        for side in (-620, 620):
            wall = Wall(
                at(side, -120, bay), at(side, -120, bay + 1), at(side, 330, bay + 1), at(side, 330, bay)
            )
            p.paint(
                p.area(wall.corners),
                0.6 if side < 0 else 0.42,
                wall.courses(34 if bay < 1 else 20 if bay < 3 else 9),
            )
            windows(
                p,
                wall,
                3,
                1,
                0.94 if side < 0 else 0.14,
                0,
                (0.6, 0.8),
                1.6,
                band=(0.04, 0.05, 0.96, 0.44),
                arched=True,
            )
            p.paint(p.area(wall.part(0, 0.48, 1, 0.53)), 0.1)


def fan_window(p: Plate, at) -> None:
    """The great window at the end."""
    spokes = [
        [at(0, -120, 5), at(620 * np.cos(t), -120 - 430 * np.sin(t), 5)]
        for t in np.linspace(0, np.pi, 13)
    ]
    rows = [[at(x, y, 5) for x in (-620, 620)] for y in (-120, 20, 160)]
    mullions = [[at(x, -120, 5), at(x, 160, 5)] for x in range(-520, 521, 130)]
    half = [[at(310 * np.cos(t), -120 - 215 * np.sin(t), 5) for t in np.linspace(0, np.pi, 30)]]
    p.ink(p.stroke(*spokes, *rows, *mullions, *half, width=2))


def arch(p: Plate, at, bay: int, deep: float) -> None:
    """One iron arch on its columns, with rings in the spandrels."""
    width = 30 / deep
    turns = np.linspace(0, np.pi, 50)
    outer = [at(620 * np.cos(t), -120 - 430 * np.sin(t), bay) for t in turns]
    inner = [at(575 * np.cos(t), -112 - 388 * np.sin(t), bay) for t in turns]
    p.paint(p.stroke(outer, inner, width=max(2, width * 0.32)), 0.05)
    web = [[inner[n], outer[n + 1]] for n in range(0, 49, 2)] + [
        [outer[n], inner[n + 1]] for n in range(1, 49, 2)
    ]
    p.paint(p.stroke(*web, width=max(1.2, width * 0.16)), 0.05)
    for side in (-1, 1):
        x, top = at(side * 596, -112, bay)
        _, foot = at(side * 596, 330, bay)
        p.paint(
            p.area(oblong(x - width * 0.6, top, width * 1.2, foot - top)),
            lambda a, b, x=x: (
                0.06 + 0.5 * step(x - width * 0.1, x - width * 0.6, -side * (a - x) + x) + 0 * b
            ),
            slant(90, 5),
        )
        p.paint(
            p.area(
                oblong(x - width, foot - width * 1.6, width * 2, width * 1.6),
                oblong(x - width, top, width * 2, width * 0.8),
            ),
            0.04,
        )


def beams(p: Plate, at) -> None:
    """Light falling aslant from the glass."""
    for n, bay in enumerate((0, 1, 2, 3)):
        shaft = [
            at(-210, -540, bay),
            at(-40, -548, bay),
            at(330 - n * 20, 330, bay),
            at(40 - n * 20, 330, bay),
        ]
        p.paint(p.soft(p.area(shaft), 12), 1.0, alpha=0.3)
    p.paint(p.soft(p.disc(760, 925, 330, 60), 30), 1.0, alpha=0.55)


def stalls(p: Plate, at, depth: list[float]) -> None:
    """Striped awnings left and right, with goods under them."""
    for bay in (4, 3, 2, 1, 0):
        for side in (-1, 1):
            y0, near, far = 40, bay, bay + 0.7
            mix = lambda x, y, b: tuple(
                (1 - (b % 1)) * np.array(at(x, y, int(b))) + (b % 1) * np.array(at(x, y, int(b) + 1))
            )
            corners = [
                mix(side * 560, y0 - 50, near),
                mix(side * 560, y0 - 50, far),
                mix(side * 300, y0 + 20, far),
                mix(side * 300, y0 + 20, near),
            ]
            below = [
                mix(side * 560, 330, near),
                mix(side * 560, y0, near),
                mix(side * 320, y0 + 30, near),
                mix(side * 320, 330, near),
            ]
            aisle = [
                mix(side * 320, 190, near),
                mix(side * 320, 190, far),
                mix(side * 320, 330, far),
                mix(side * 320, 330, near),
            ]
            p.paint(p.area(below), 0.1, level(6))
            p.paint(p.area(aisle), 0.34 if side < 0 else 0.2, slant(80, 6))
            awning = Wall(*corners)
            for stripe in range(8):
                part = p.area(awning.part(stripe / 8, 0, (stripe + 1) / 8, 1))
                p.paint(part, 0.95 if stripe % 2 else 0.5, awning.courses(7))
                if stripe % 2 == 0:
                    p.spot(part, LANTERN, 0.75)
            p.outline(corners, width=1.8)
            s = 1.55 / depth[bay]
            front = [
                mix(side * 560, 212, near),
                mix(side * 322, 212, near),
                mix(side * 322, 330, near),
                mix(side * 560, 330, near),
            ]
            p.paint(p.area(front), 0.62 if side < 0 else 0.4, slant(90, 9))
            p.outline(front, width=1.6)
            heap(p, mix, side, near, s)
            lamp(p, *mix(side * 430, 70, near), 7 * s, 110 * s, 0.7)


def heap(p: Plate, mix, side: int, near: int, s: float) -> None:
    """Fruit in pyramids on the counter."""
    for crate in range(3):
        red = (crate + near) % 3 == 0
        for row in range(3):
            for n in range(4 - row):
                x, y = mix(side * (338 + crate * 76 + n * 18 + row * 9), 204 - row * 15, near)
                fruit = p.disc(x, y, 10 * s, 10 * s)
                p.paint(
                    fruit,
                    lambda a, b, x=x, y=y: 1 - 0.8 * step(-8 * s, 14 * s, (a - x) + (b - y)),
                    rings(x - 4, y - 4, 4),
                )
                if red:
                    p.spot(fruit, LANTERN, 0.8)
                p.ink(p.stroke(arc(x, y, 10 * s, 10 * s, 0, 360, 24), width=1.2))


def crowd(p: Plate, at, depth: list[float]) -> None:
    """Shoppers, small at the far end and tall near the reader."""
    poses = (WALK, STAND, STRIDE, STAND, WALK, POINT)
    for n, (bay, x) in enumerate(
        (
            (4, -120),
            (4, 60),
            (4, 170),
            (3, -210),
            (3, -60),
            (3, 130),
            (3, 230),
            (2, -190),
            (2, 40),
            (2, 90),
            (2, 250),
            (1, -230),
            (1, 180),
            (1, 236),
            (0, -150),
            (0, 330),
        )
    ):
        s = 1.55 / depth[bay]
        place, y = at(x, 330, bay)
        if bay == 0:
            y = 1050
        tall = 168 * s if bay else 250
        p.shade(
            p.soft(
                p.area(
                    [
                        (place - 10 * s, y),
                        (place + 14 * s, y),
                        (place + 4 * s, y + 40 * s),
                        (place - 30 * s, y + 44 * s),
                    ]
                ),
                4,
            ),
            0.4,
        )
        person(
            p,
            place,
            y,
            tall,
            poses[n % 6],
            -1 if n % 3 else 1,
            0.03,
            ("coat", "", "hat", "coat hat")[n % 4],
        )
