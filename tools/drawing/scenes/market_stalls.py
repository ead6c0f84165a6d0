"""A stall close by: fish, apples, bread, and the woman who sells them."""

from __future__ import annotations

from ..engrave import step
from ..fields import level, rings, slant
from ..figures import Pose, person
from ..gallery import scene
from ..palette import LAMP, LANTERN
from ..plate import Plate
from ..shapes import Wall, arc, limb, oblong, smooth

BUY = Pose(4, (6, -6), (4, -6), (48, 8), (104, 30), 6)
SELL = Pose(-2, (6, -6), (4, -6), (40, -34), (92, -10), 4)


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
        p.ink(
            p.stroke(
                [(x, 130), (x, 640)],
                [(x - 150, 300), (x + 150, 300)],
                [(x - 150, 470), (x + 150, 470)],
                width=4,
            )
        )
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
    apron = smooth(
        [(662, 590), (700, 606), (742, 588), (752, 700), (790, 830), (610, 830), (650, 700)],
        closed=True,
        steps=6,
    )
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
        part = p.area(
            cloth.part(n / 18, 0, (n + 1) / 18, 1),
        )
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
    p.paint(
        p.area(
            oblong(392, 520, 14, 270), oblong(340, 770, 120, 22), limb((286, 540), (514, 512), 10, 10)
        ),
        0.03,
    )
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
    p.paint(
        mask,
        lambda a, b: 1.02 - 0.9 * step(-r * 0.5, r * 1.25, (a - x) * 0.8 + (b - y)),
        rings(x - r * 0.4, y - r * 0.5, max(4.5, r * 0.2)),
    )
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
                    stick = limb(
                        (x + 70 + k * 112, 950 + row * 30), (x + 130 + k * 112, 790 + row * 50), 70, 64
                    )
                    p.paint(
                        p.area(stick),
                        lambda a, b, x=x, k=k: (
                            0.97 - 0.6 * step(x + 90 + k * 112, x + 160 + k * 112, a) + 0 * b
                        ),
                        slant(20, 8),
                    )
                    p.spot(p.area(stick), LAMP, 0.6)
                    p.outline(stick, width=2.6)
        else:
            for row in range(5):
                for k in range(6):
                    fruit(p, x + 46 + k * 62 + (row % 2) * 26, 800 + row * 42, 36, kind == "red")
        board = [(x, 984), (x + 408, 984), (x + 408, 1080), (x, 1080)]
        p.paint(
            p.area(board),
            lambda a, b: 0.84 - 0.3 * step(1000, 1067, b) + 0 * a,
            level(8, p.noise(80, 2, 3, 5), 6),
        )
        p.outline(board, width=3)
        tag = oblong(x + 150, 940, 110, 66)
        p.paint(p.area(tag), 1.0)
        p.outline(tag, width=2.6)
        p.ink(p.stroke([(x + 168, 964), (x + 240, 964)], [(x + 168, 984), (x + 216, 984)], width=5))


def fish(p: Plate, x: float, y: float, long: float) -> None:
    """A herring."""
    body = smooth(
        [
            (x - long * 0.6, y),
            (x - long * 0.3, y - long * 0.17),
            (x + long * 0.2, y - long * 0.15),
            (x + long * 0.5, y),
            (x + long * 0.68, y - long * 0.14),
            (x + long * 0.68, y + long * 0.14),
            (x + long * 0.5, y + long * 0.02),
            (x + long * 0.2, y + long * 0.15),
            (x - long * 0.3, y + long * 0.16),
        ],
        closed=True,
        steps=5,
    )
    p.paint(
        p.area(body),
        lambda a, b: 0.35 + 0.65 * step(y - long * 0.14, y + long * 0.06, b) + 0 * a,
        level(5),
    )
    p.outline(body, width=2)
    p.paint(p.disc(x - long * 0.44, y - long * 0.03, 3.6), 0.02)
