"""Bees on the comb, one large and near, the cells in perspective behind."""

from __future__ import annotations

import math

import numpy as np

from ..engrave import step
from ..fields import level, rays, rings, slant
from ..gallery import scene
from ..palette import COMET, LAMP
from ..plate import Plate
from ..shapes import arc, brush, limb, smooth


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
            cell = [
                (
                    x + size * math.cos(math.radians(60 * k + 30)),
                    y + size * math.sin(math.radians(60 * k + 30)),
                )
                for k in range(6)
            ]
            inner = [
                (
                    x + 6 + size * 0.72 * math.cos(math.radians(60 * k + 30)),
                    y + 8 + size * 0.72 * math.sin(math.radians(60 * k + 30)),
                )
                for k in range(6)
            ]
            kind = p.random.random()
            p.paint(p.area(cell), 0.9, rays(x, y, 9))
            p.spot(p.area(cell), LAMP, 0.6)
            if kind < 0.34:
                p.paint(
                    p.area(inner),
                    lambda a, b, x=x, y=y: 0.72 - 0.5 * step(-60, 80, -(a - x) - (b - y)),
                    rings(x + 10, y + 12, 9),
                )
                p.spot(p.area(inner), LAMP, 0.95)
                p.paint(
                    p.area(brush(smooth([(x + 10, y + 50), (x + 42, y + 30), (x + 50, y)]), [2, 9, 2])),
                    1.0,
                )
            elif kind < 0.52:
                p.paint(
                    p.area(inner),
                    lambda a, b, x=x, y=y: 0.96 - 0.4 * step(-40, 90, (a - x) + (b - y)),
                    rings(x, y, 9),
                )
                p.spot(p.area(inner), COMET, 0.8)
            else:
                p.paint(
                    p.area(inner),
                    lambda a, b, x=x, y=y: 0.05 + 0.5 * step(-20, 90, (a - x) + (b - y)),
                    slant(60, 8),
                )
            p.outline(cell, width=4)
            p.outline(inner, width=2.4)
    p.shade(p.soft(p.disc(800, 1080, 1100, 260), 60), 0.5)
    p.shade(p.soft(p.disc(760, 690, 480, 150), 40), 0.4)


def bee(p: Plate, x: float, y: float, s: float, degrees: float) -> None:
    """A honey bee from the side, turned by `degrees`."""
    turn = math.radians(degrees)

    def put(points: list) -> list:
        return [
            (
                x + s * (a * math.cos(turn) - b * math.sin(turn)),
                y + s * (a * math.sin(turn) + b * math.cos(turn)),
            )
            for a, b in points
        ]

    for foot, knee in (
        ((-40, 140), (-80, 90)),
        ((30, 150), (20, 92)),
        ((110, 130), (96, 84)),
        ((-130, 150), (-110, 80)),
    ):
        hip = (knee[0] * 0.4 + 20, 40)
        p.paint(
            p.area(
                limb(*put([hip, knee]), 17 * s, 12 * s),
                limb(*put([knee, foot]), 12 * s, 6 * s),
                limb(*put([foot, (foot[0] + 26, foot[1] + 6)]), 6 * s, 3 * s),
            ),
            0.02,
        )
    abdomen = smooth(
        [(-40, -40), (-120, -62), (-220, -46), (-286, 6), (-310, 44), (-250, 66), (-140, 66), (-50, 44)],
        closed=True,
    )
    mask = p.area(put(abdomen))
    p.paint(
        mask,
        lambda a, b: 0.95 - 0.75 * step(y - 50 * s, y + 90 * s, b + (a - x) * -math.sin(turn)),
        slant(degrees + 80, 8),
    )
    p.spot(mask, LAMP, 0.9)
    for n in range(5):
        c = -88 - n * 46
        tall = 64 - n * 5
        band = smooth(
            [
                (c - 12, -tall),
                (c + 8, -tall * 0.4),
                (c + 8, tall * 0.5),
                (c - 8, tall * 1.06),
                (c - 34, tall),
                (c - 20, tall * 0.3),
                (c - 22, -tall * 0.4),
                (c - 34, -tall * 0.95),
            ],
            closed=True,
            steps=5,
        )
        p.paint(p.area(put(band)), 0.04)
    p.outline(put(abdomen), width=3)
    thorax = put(arc(20, -4, 84, 72, 0, 360))
    p.paint(
        p.area(thorax),
        lambda a, b: 0.75 - 0.65 * step(-40 * s, 70 * s, (a - x) * 0.3 + (b - y)),
        rings(x, y + 40 * s, 7),
    )
    hairs = []
    for _k in range(90):
        t, r = p.random.uniform(0, 2 * math.pi), p.random.uniform(0.7, 1.0)
        base = (20 + 84 * r * math.cos(t), -4 + 72 * r * math.sin(t))
        hairs.append(put([base, (base[0] + 20 * math.cos(t + 0.3), base[1] + 20 * math.sin(t + 0.3))]))
    p.ink(p.stroke(*hairs, width=2 * max(s, 0.7)))
    head = put(arc(126, 16, 44, 52, 0, 360))
    p.paint(p.area(head), 0.08)
    eye = put(arc(140, 4, 21, 33, 0, 360))
    p.paint(p.area(eye), lambda a, b: 0.3 + 0.4 * np.sin(a / 3) * np.sin(b / 3))
    p.outline(eye, width=2.4)
    p.paint(
        p.stroke(
            put(smooth([(150, -30), (190, -64), (240, -52)])),
            put(smooth([(140, -34), (168, -82), (216, -90)])),
            width=6 * s,
        ),
        0.02,
    )
    for wing in (
        [(10, -56), (-60, -180), (-190, -236), (-300, -214), (-290, -150), (-170, -90), (-40, -50)],
        [(-10, -50), (-100, -130), (-210, -150), (-250, -110), (-160, -64)],
    ):
        shape = put(smooth(wing, closed=True))
        p.paint(p.area(shape), 0.98, alpha=0.72)
        p.outline(shape, width=3)
        veins = [
            put(
                smooth(
                    [
                        wing[0],
                        (
                            wing[2][0] * t + wing[0][0] * (1 - t) + 20,
                            wing[2][1] * t + wing[0][1] * (1 - t) + 30 * t,
                        ),
                        (wing[3][0] * (0.6 + 0.4 * t), wing[3][1] * (0.45 + 0.5 * t)),
                    ]
                )
            )
            for t in (0.25, 0.6, 0.95)
        ]
        p.ink(p.stroke(*veins, width=2))
