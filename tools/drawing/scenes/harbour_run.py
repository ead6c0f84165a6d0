"""Runners come over Long Bridge towards the reader, the harbour below."""

from __future__ import annotations

from ..built import block
from ..engrave import step
from ..fields import level, rays, slant
from ..figures import RUN, RUN_2, RUN_3, Pose, person
from ..gallery import scene
from ..nature import disc_of_light, hills, sky, water
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import limb, oblong, smooth


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
        block(
            p,
            x,
            542,
            wide,
            p.random.uniform(70, 130),
            16,
            p.random.uniform(0.55, 0.85),
            0.35,
            0.1,
            3,
            4,
            0,
            1.3,
            wide * 0.34,
        )
        x += wide + 16
    for x, tall in ((340, 250), (1480, 180)):
        p.paint(
            p.area(
                oblong(x, 540 - tall * 0.7, 40, tall * 0.7),
                [(x - 6, 540 - tall * 0.7), (x + 46, 540 - tall * 0.7), (x + 20, 540 - tall * 1.2)],
            ),
            0.36,
            slant(90, 6),
        )


def bridge(p: Plate) -> None:
    """The deck of a suspension bridge in perspective, with tower and cables."""
    deck = [(700, 560), (800, 560), (1560, 1090), (-60, 1090)]
    p.paint(p.area(deck), lambda x, y: 0.96 - 0.3 * step(700, 1067, y) + 0 * x, rays(750, 500, 9))
    p.outline([(700, 560), (-60, 1090)], [(800, 560), (1560, 1090)], width=4, closed=False)
    for side in (-1, 1):
        leg = [
            (750 + side * 118, 130),
            (750 + side * 168, 130),
            (750 + side * 206, 690),
            (750 + side * 140, 690),
        ]
        p.paint(
            p.area(leg),
            lambda x, y, s=side: 0.66 - 0.46 * step(-40, 40, (750 + s * 150) - x) + 0 * y,
            slant(90, 8),
        )
        p.outline(leg, width=3)
    for y in (170, 330):
        beam = [(632, y), (868, y), (872, y + 50), (628, y + 50)]
        p.paint(p.area(beam), 0.4, level(8))
        p.outline(beam, width=3)
    p.paint(p.area([(620, 130), (700, 130), (660, 86)], [(800, 130), (880, 130), (840, 86)]), 0.05)
    for side in (-1, 1):
        near = smooth(
            [
                (750 + side * 143, 122),
                (750 + side * 320, 430),
                (750 + side * 590, 700),
                (750 + side * 900, 850),
            ]
        )
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
        person(
            p,
            750 + p.random.uniform(-wide, wide),
            y,
            20 + 44 * t,
            poses[n % 3],
            -1 if n % 2 else 1,
            0.05 if n % 4 else 0.5,
        )
    for n, (x, y) in enumerate(
        (
            (690, 700),
            (800, 706),
            (860, 720),
            (620, 730),
            (740, 740),
            (930, 760),
            (560, 776),
            (830, 800),
            (660, 820),
        )
    ):
        runner(p, x, y, (y - 500) * 0.62, poses[n % 3], 1 if n % 2 else -1, n % 3 == 0)
    for n, (x, y) in enumerate(((980, 890), (480, 910), (1190, 1000), (750, 960), (330, 1040))):
        runner(p, x, y, (y - 500) * 0.64, poses[(n + 1) % 3], 1 if n % 2 else -1, n in (3, 1))


def runner(p: Plate, x: float, y: float, tall: float, pose: Pose, way: int, red: bool) -> None:
    """One runner with shirt and number."""
    p.shade(
        p.soft(
            p.area(
                [
                    (x - tall * 0.1, y),
                    (x + tall * 0.1, y),
                    (x - tall * 0.5, y + tall * 0.1),
                    (x - tall * 0.7, y + tall * 0.09),
                ]
            ),
            5,
        ),
        0.4,
    )
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
    p.ink(
        p.stroke(
            [(mx - tall * 0.03, my + tall * 0.01), (mx - tall * 0.03, my - tall * 0.02)],
            [(mx, my + tall * 0.015), (mx + tall * 0.03, my - tall * 0.02)],
            width=max(1.6, tall * 0.012),
        )
    )
    elbow, hand = at["elbow0"], at["hand0"]
    p.paint(
        p.area(
            limb((a, b - tall * 0.02), elbow, tall * 0.075, tall * 0.06),
            limb(elbow, hand, tall * 0.055, tall * 0.04),
        ),
        0.05,
    )
