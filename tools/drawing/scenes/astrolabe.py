"""A brass astrolabe before the night sky it maps."""

from __future__ import annotations

import math

from ..engrave import step
from ..fields import level, rings, slant
from ..gallery import scene
from ..nature import stars
from ..palette import COMET, LAMP
from ..plate import Plate
from ..shapes import arc, brush, smooth


@scene("astrolabe", "science")
def astrolabe() -> Plate:
    """A brass astrolabe before the night sky it maps."""
    p = Plate(seed=431)
    p.paint(p.whole(), lambda x, y: 0.1 + 0.24 * step(300, 1067, y) + 0 * x, rings(620, 1500, 9))
    stars(p, 1067, 240, 3.4)
    for figure in (
        [(1180, 180), (1270, 260), (1380, 250), (1440, 340), (1370, 430), (1260, 400), (1270, 260)],
        [(1440, 340), (1540, 300)],
        [(1180, 640), (1290, 700), (1330, 820), (1450, 860), (1530, 780)],
        [(90, 180), (190, 240), (180, 360)],
    ):
        p.paint(p.stroke(figure, width=2), 0.8)
        for place in figure:
            p.paint(p.disc(*place, 7), 1.0)
            p.spot(p.disc(*place, 7), COMET, 0.8)
    x, y, r = 640, 580, 410
    p.shade(p.soft(p.disc(x + 40, y + 40, r + 20), 26), 0.4)
    mater(p, x, y, r)
    net(p, x, y, r)
    rule = brush(
        [
            (x - r * 0.9, y + r * 0.42),
            (x - 60, y + 28),
            (x, y),
            (x + 60, y - 28),
            (x + r * 0.9, y - r * 0.42),
        ],
        [8, 34, 52, 34, 8],
    )
    p.shade(p.soft(p.area([(a + 10, b + 14) for a, b in rule]), 5), 0.4)
    p.paint(
        p.area(rule), lambda a, b: 0.98 - 0.3 * step(-20, 30, (b - y) + (a - x) * 0.46), slant(-25, 7)
    )
    p.spot(p.area(rule), LAMP, 0.8)
    p.outline(rule, width=3)
    p.paint(p.disc(x, y, 24), 0.1)
    p.paint(p.disc(x - 6, y - 6, 9), 1.0)
    return p


def mater(p: Plate, x: float, y: float, r: float) -> None:
    """The body with its throne, ring and degrees."""
    throne = smooth(
        [
            (x - 130, y - r + 18),
            (x - 110, y - r - 40),
            (x - 50, y - r - 60),
            (x - 30, y - r - 104),
            (x, y - r - 118),
            (x + 30, y - r - 104),
            (x + 50, y - r - 60),
            (x + 110, y - r - 40),
            (x + 130, y - r + 18),
        ]
    )
    p.paint(p.stroke(arc(x, y - r - 126, 46, 46, 0, 360, 50), width=15), 0.9)
    p.outline(
        arc(x, y - r - 126, 54, 54, 0, 360, 50), arc(x, y - r - 126, 38, 38, 0, 360, 50), width=2.6
    )
    body = p.disc(x, y, r)
    for mask in (p.area(throne), body):
        p.paint(mask, lambda a, b: 1.0 - 0.55 * step(-r, r * 1.5, (a - x) + (b - y)), rings(x, y, 9))
        p.spot(mask, LAMP, 0.82)
    p.outline(throne, width=3)
    p.ink(p.stroke(*[arc(x, y, r * k, r * k, 0, 360, 160) for k in (1, 0.93, 0.86)], width=3.4))
    for degree in range(0, 360, 2):
        t = math.radians(degree)
        inner = 0.88 if degree % 10 == 0 else 0.9
        p.ink(
            p.stroke(
                [
                    (x + r * 0.93 * math.cos(t), y + r * 0.93 * math.sin(t)),
                    (x + r * inner * math.cos(t), y + r * inner * math.sin(t)),
                ],
                width=3 if degree % 10 == 0 else 1.4,
            )
        )
    for hour in range(24):
        t = math.radians(hour * 15)
        cx, cy = x + r * 0.965 * math.cos(t), y + r * 0.965 * math.sin(t)
        p.ink(p.stroke([(cx - 7, cy), (cx + 7, cy - 3)], [(cx, cy - 6), (cx - 3, cy + 7)], width=3))
    plate = p.disc(x, y, r * 0.85)
    p.paint(plate, lambda a, b: 0.4 + 0.2 * step(-300, 300, (a - x) + (b - y)), level(9))
    p.spot(plate, LAMP, 0.3)
    for k in range(9):
        almucantar = [
            (a, b)
            for a, b in arc(
                x, y + r * (0.1 + k * 0.035), r * (0.84 - k * 0.09), r * (0.7 - k * 0.075), 0, 360, 120
            )
            if math.hypot(a - x, b - y) < r * 0.85
        ]
        p.ink(p.stroke(almucantar, width=1.6), 0.8)


def net(p: Plate, x: float, y: float, r: float) -> None:
    """The net of the stars: rings, and a pointed flame for each star."""
    parts = [
        arc(x, y, r * 0.83, r * 0.83, 0, 360, 160),
        arc(x, y - r * 0.22, r * 0.52, r * 0.52, 0, 360, 120),
        arc(x, y, r * 0.3, r * 0.3, 200, 340, 60),
        [(x - r * 0.82, y), (x - r * 0.3, y)],
        [(x + r * 0.3, y), (x + r * 0.82, y)],
        [(x, y + r * 0.3), (x, y + r * 0.82)],
    ]
    shadow = p.stroke(*[[(a + 7, b + 9) for a, b in part] for part in parts], width=26)
    p.shade(shadow, 0.4)
    p.paint(p.stroke(*parts, width=31), 0.02)
    band = p.stroke(*parts, width=25)
    p.paint(band, lambda a, b: 1.0 - 0.4 * step(-300, 420, (a - x) + (b - y)), slant(45, 8))
    p.spot(band, LAMP, 0.85)
    for turn, base, long in (
        (20, 0.83, 0.2),
        (65, 0.83, 0.24),
        (110, 0.83, 0.2),
        (150, 0.83, 0.26),
        (200, 0.83, 0.16),
        (335, 0.83, 0.16),
        (250, 0.3, -0.2),
        (300, 0.3, -0.2),
        (40, 0.3, -0.16),
        (140, 0.3, -0.18),
    ):
        t = math.radians(turn)
        start = (x + r * base * math.cos(t), y + r * base * math.sin(t))
        bend = (
            x + r * (base - long * 0.5) * math.cos(t + 0.1),
            y + r * (base - long * 0.5) * math.sin(t + 0.1),
        )
        tip = (x + r * (base - long) * math.cos(t - 0.06), y + r * (base - long) * math.sin(t - 0.06))
        flame = brush(smooth([start, bend, tip]), [30, 22, 1])
        p.paint(p.area(flame), 0.96)
        p.spot(p.area(flame), LAMP, 0.85)
        p.outline(flame, width=2.6)
