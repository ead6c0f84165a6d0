"""The hall's clock under the iron roof, at four minutes to eight."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import level, rays, rings
from ..gallery import scene
from ..palette import LAMP
from ..plate import Plate
from ..shapes import arc, brush, oblong, smooth


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
        p.ink(
            p.stroke(
                [(x, 550), (x, 1080)],
                [(x - 120, 720), (x + 120, 720)],
                [(x - 120, 880), (x + 120, 880)],
                width=5,
            )
        )
    p.outline(*glass, width=6)
    hang(p)
    face(p, 800, 560, 330)
    return p


def hang(p: Plate) -> None:
    """The bracket with its scrolls."""
    p.paint(p.area(oblong(770, -20, 60, 270), oblong(640, 196, 320, 34)), 0.04)
    for side in (-1, 1):
        for k, (r, dx) in enumerate(((90, 150), (56, 250), (34, 320))):
            spiral = [
                (800 + side * (dx + (r - t * 5) * math.cos(t)), 120 + k * 30 + (r - t * 5) * math.sin(t))
                for t in np.linspace(0, 9 if k else 11, 60)
            ]
            p.paint(p.stroke(spiral, width=11 - k * 2), 0.04)
    base = smooth([(560, 870), (680, 930), (740, 990), (800, 1050), (860, 990), (920, 930), (1040, 870)])
    p.paint(p.area(base), 0.06, level(7))


def face(p: Plate, x: float, y: float, r: float) -> None:
    """Rim, numerals as strokes, hands."""
    p.shade(p.soft(p.disc(x + 30, y + 34, r + 60), 14), 0.5)
    p.paint(
        p.disc(x, y, r + 58),
        lambda a, b: 0.9 - 0.85 * step(-260, 300, (a - x) * 0.7 + (b - y)),
        rings(x, y, 9),
    )
    p.ink(
        p.stroke(arc(x, y, r + 58, r + 58, 0, 360, 120), arc(x, y, r + 20, r + 20, 0, 360, 120), width=6)
    )
    p.paint(p.disc(x, y, r + 10), lambda a, b: 1.0 - 0.16 * step(0, 420, (a - x) + (b - y)), level(9))
    p.spot(p.disc(x, y, r + 10), LAMP, lambda a, b: 0.34 * np.clip(1 - np.hypot(a - x, b - y) / r, 0, 1))
    p.ink(p.stroke(arc(x, y, r, r, 0, 360, 120), arc(x, y, r - 22, r - 22, 0, 360, 120), width=3))
    for minute in range(60):
        turn = math.radians(minute * 6)
        p.ink(
            p.stroke(
                [
                    (x + r * math.sin(turn), y - r * math.cos(turn)),
                    (x + (r - 22) * math.sin(turn), y - (r - 22) * math.cos(turn)),
                ],
                width=9 if minute % 5 == 0 else 3,
            )
        )
    roman = ("XII", "I", "II", "III", "IIII", "V", "VI", "VII", "VIII", "IX", "X", "XI")
    for hour, numeral in enumerate(roman):
        numeral_at(p, x, y, r - 66, math.radians(hour * 30), numeral)
    for turn, long, wide in ((math.radians(238), r * 0.56, 30), (math.radians(336), r * 0.86, 20)):
        tip = (x + long * math.sin(turn), y - long * math.cos(turn))
        tail = (x - long * 0.2 * math.sin(turn), y + long * 0.2 * math.cos(turn))
        middle = (x + long * 0.62 * math.sin(turn), y - long * 0.62 * math.cos(turn))
        p.paint(
            p.area(brush([tail, (x, y), middle, tip], [wide * 0.5, wide * 0.6, wide * 1.2, 1])), 0.02
        )
    p.paint(p.disc(x, y, 20), 0.02)
    p.paint(p.disc(x - 5, y - 5, 6), 0.95)


def numeral_at(p: Plate, x: float, y: float, far: float, turn: float, numeral: str) -> None:
    """Draw a numeral with its foot to the middle of the clock."""
    wide = {"I": 17, "V": 40, "X": 40}
    at = -sum(wide[letter] for letter in numeral) / 2
    for letter in numeral:
        w = wide[letter]
        strokes = {
            "I": [((w / 2, -34), (w / 2, 34), 10)],
            "V": [((4, -34), (w / 2, 34), 11), ((w - 4, -34), (w / 2, 34), 4)],
            "X": [((5, -34), (w - 5, 34), 11), ((w - 5, -34), (5, 34), 4)],
        }[letter]
        for (a, b), (c, d), thick in strokes:
            ends = [(at + a, b), (at + c, d)]
            placed = [
                (
                    x + u * math.cos(turn) + (far - v) * math.sin(turn),
                    y + u * math.sin(turn) - (far - v) * math.cos(turn),
                )
                for u, v in ends
            ]
            p.ink(p.stroke(placed, width=thick))
        at += w
