"""Maps: Kazakhstan and western China."""

from __future__ import annotations

import math

from PIL import Image

from ..engrave import print_plate
from ..fields import level, slant
from ..gallery import chart
from ..palette import LANTERN, PAPER, SECTIONS
from ..plate import Plate, Point
from ..typeset import Sheet

INK = SECTIONS["world"].line
CASPIAN_SHORE = [
    (52.45, 41.75),
    (52.6, 42.7),
    (51.3, 43.1),
    (50.85, 43.9),
    (50.3, 44.35),
    (50.3, 44.6),
    (51.2, 44.5),
    (51.1, 45.2),
    (53.0, 45.3),
    (53.0, 46.8),
    (51.2, 47.0),
    (50.0, 46.6),
    (49.2, 46.4),
]
RUSSIAN = [
    (48.5, 46.6),
    (47.2, 47.8),
    (46.5, 48.4),
    (47.1, 49.1),
    (46.8, 49.35),
    (47.5, 50.4),
    (48.7, 50.6),
    (48.8, 49.95),
    (49.4, 50.85),
    (50.8, 51.7),
    (52.3, 51.5),
    (53.6, 51.4),
    (54.5, 50.9),
    (55.7, 50.6),
    (56.8, 51.05),
    (58.5, 51.05),
    (59.6, 50.6),
    (61.4, 50.8),
    (61.6, 51.4),
    (60.0, 51.95),
    (61.0, 52.4),
    (60.9, 52.75),
    (62.1, 53.0),
    (61.2, 53.3),
    (61.5, 53.95),
    (64.9, 54.35),
    (68.2, 54.95),
    (70.9, 55.3),
    (71.2, 54.2),
    (72.3, 54.2),
    (73.4, 53.5),
    (74.4, 53.7),
    (76.8, 54.3),
    (76.5, 53.95),
    (78.0, 53.2),
    (79.9, 50.85),
    (80.7, 51.3),
    (83.4, 51.0),
    (84.2, 50.4),
    (85.3, 49.6),
    (86.8, 49.75),
    (87.35, 49.1),
]
SHARED = [
    (87.35, 49.1),
    (86.7, 48.6),
    (85.7, 48.4),
    (85.5, 47.06),
    (83.2, 47.2),
    (82.3, 45.5),
    (82.5, 45.15),
    (79.9, 44.9),
    (80.4, 43.9),
    (80.8, 43.2),
    (80.2, 42.2),
]
SOUTHERN = [
    (79.2, 42.8),
    (77.0, 42.98),
    (75.6, 42.85),
    (74.3, 43.2),
    (73.5, 43.0),
    (73.5, 42.4),
    (71.8, 42.8),
    (71.0, 42.3),
    (70.9, 42.0),
    (69.0, 41.35),
    (68.1, 41.0),
    (66.7, 41.2),
    (66.5, 41.99),
    (66.0, 42.0),
    (66.1, 43.0),
    (64.9, 43.7),
    (62.0, 43.5),
    (61.1, 44.4),
    (58.5, 45.6),
    (55.97, 45.0),
    (55.97, 41.3),
    (55.45, 41.3),
    (54.75, 42.05),
    (54.0, 42.35),
    (52.9, 42.1),
]
KAZAKHSTAN = [*CASPIAN_SHORE, *RUSSIAN, *SHARED[1:], *SOUTHERN]
CHINA = [
    *SHARED[::-1],
    (87.8, 49.2),
    (88.0, 48.6),
    (90.0, 47.9),
    (90.9, 46.9),
    (91.0, 45.3),
    (93.5, 44.9),
    (95.3, 44.3),
    (96.4, 42.7),
    (101.8, 42.5),
    (105.0, 41.6),
    (109.3, 42.4),
    (112.0, 43.7),
    (111.8, 45.0),
    (114.5, 45.4),
    (116.2, 46.3),
    (119.8, 46.7),
    (118.0, 47.9),
    (115.6, 47.9),
    (116.7, 49.85),
    (119.3, 50.2),
    (121, 53.3),
    (130, 53),
    (130, 41.5),
    (124.4, 40.0),
    (121.6, 38.9),
    (121.6, 40.9),
    (119.8, 39.9),
    (118.0, 39.2),
    (117.7, 38.5),
    (119, 37.3),
    (121, 37.8),
    (122.5, 37.3),
    (119.2, 35),
    (121.5, 32),
    (121.5, 24),
    (97, 24),
    (97.0, 28.2),
    (92.0, 27.8),
    (88.9, 27.5),
    (86.0, 28.0),
    (81.0, 30.2),
    (78.7, 31.5),
    (79.0, 32.5),
    (78.0, 35.4),
    (76.0, 35.9),
    (74.9, 37.2),
    (73.8, 38.5),
    (73.8, 39.6),
    (75.5, 40.6),
    (76.5, 40.4),
    (78.5, 41.6),
]
CASPIAN = [
    *CASPIAN_SHORE,
    (48.2, 45.7),
    (47.4, 44.6),
    (47.5, 43.0),
    (48.7, 41.8),
    (49.6, 40.5),
    (49.3, 39.3),
    (48.9, 38.4),
    (49.5, 37.4),
    (52.0, 36.6),
    (53.9, 36.9),
    (53.9, 38.9),
    (53.1, 39.7),
    (52.8, 41.1),
]
ARAL = [
    [(58.2, 44.4), (58.5, 45.6), (59.0, 45.9), (58.9, 44.9), (58.7, 43.9)],
    [(60.0, 46.4), (60.8, 46.8), (61.4, 46.5), (60.9, 46.2)],
]
LAKES = [
    [
        (73.4, 45.6),
        (73.9, 46.6),
        (75.2, 46.8),
        (77.0, 46.6),
        (78.9, 46.75),
        (79.2, 46.4),
        (77.2, 46.3),
        (75.4, 46.45),
        (74.4, 45.9),
        (74.2, 45.1),
    ],
    [(76.2, 42.3), (76.9, 42.75), (78.3, 42.7), (77.6, 42.15)],
    [(83.6, 48.3), (84.3, 48.0), (83.9, 47.7), (83.4, 48.0)],
]
BOHAI = [
    (121.6, 40.9),
    (119.8, 39.9),
    (118.0, 39.2),
    (117.7, 38.5),
    (119, 37.3),
    (121, 37.8),
    (122.5, 37.3),
    (119.2, 35),
    (121.5, 32),
    (130, 32),
    (130, 41),
    (124.4, 40.0),
    (121.6, 38.9),
]
RIVERS = [
    [(87, 47.9), (84, 48.6), (82.6, 49.9), (80.2, 50.4), (77, 52.3), (75, 53.6), (73.4, 55)],
    [(82.5, 43.6), (80.2, 43.9), (77.1, 43.9), (75.4, 45.2), (74.3, 45.3)],
    [(71, 41), (68.2, 42.6), (65.5, 44.8), (62.1, 45.7), (61, 46.1)],
    [(57, 51.2), (53, 51.6), (51.4, 51.2), (51.6, 49), (51.9, 47)],
]
CITIES = {"Astana": (71.43, 51.13), "Almaty": (76.9, 43.25), "Ürümqi": (87.6, 43.8)}


def seen(place: Point) -> Point:
    """Return where longitude and latitude lie on the page (conic, true at 38° and 52° N)."""
    low, high, middle = math.radians(38), math.radians(52), math.radians(73.5)
    n = (math.sin(low) + math.sin(high)) / 2
    c = math.cos(low) ** 2 + 2 * n * math.sin(low)

    def far(latitude: float) -> float:
        return math.sqrt(c - 2 * n * math.sin(latitude)) / n

    turn = n * (math.radians(place[0]) - middle)
    radius, base = far(math.radians(place[1])), far(math.radians(46.2))
    return 800 + 2430 * radius * math.sin(turn), 500 - 2430 * (base - radius * math.cos(turn))


def shape(places: list[Point]) -> list[Point]:
    """Return a border as it lies on the page, roughened: no frontier is a straight line for long."""
    way = []
    for a, b in zip(places, [*places[1:], places[0]], strict=True):
        way += [seen(place) for place in rough(a, b)[:-1]]
    return way


def rough(a: Point, b: Point) -> list[Point]:
    """Return a leg with bends; the same leg gives the same bends from either end."""
    if abs(a[0] - b[0]) + abs(a[1] - b[1]) < 0.35:
        return [a, b]
    low, high = min(a, b), max(a, b)
    bend = math.sin(low[0] * 91.7 + low[1] * 57.3 + high[0] * 33.1 + high[1] * 71.9) * 0.11
    middle = (
        (a[0] + b[0]) / 2 + bend * (high[1] - low[1]),
        (a[1] + b[1]) / 2 - bend * (high[0] - low[0]) * 0.7,
    )
    return [*rough(a, middle)[:-1], *rough(middle, b)]


@chart("astana-map.jpg")
def astana_map() -> Image.Image:
    """Kazakhstan and its eastern neighbour, Astana marked."""
    p = Plate(seed=81)
    p.paint(p.whole(), 0.86, slant(0, 9))
    p.tone[:] = 0.9
    p.paint(p.area(shape(CHINA)), 0.8, slant(48, 9))
    p.spot(p.area(shape(CHINA)), (226, 214, 186), 0.9)
    home = p.area(shape(KAZAKHSTAN))
    p.shade(p.soft(home, 9), 0.55)
    p.paint(home, 1.0)
    for sea in [CASPIAN, BOHAI, *ARAL, *LAKES]:
        p.shade(p.soft(p.area(shape(sea)), 10), 0.75)
        p.paint(p.area(shape(sea)), 0.5, level(7))
        p.outline(shape(sea), width=2)
    for river in RIVERS:
        p.ink(p.stroke([seen(place) for place in river], width=2), 0.75)
    p.outline(shape(CHINA), width=2.6)
    p.outline(shape(KAZAKHSTAN), width=4.5)
    for latitude in (35, 45, 55):
        p.ink(p.stroke([seen((x, latitude)) for x in range(30, 140, 2)], width=1), 0.35)
    for longitude in range(30, 150, 10):
        p.ink(p.stroke([seen((longitude, y)) for y in range(24, 66, 2)], width=1), 0.35)
    return lettered(Sheet(image=print_plate(p, SECTIONS["world"])))


def lettered(sheet: Sheet) -> Image.Image:
    """Set the names."""
    for name, place, size, spaced in (
        ("KAZAKHSTAN", (67.0, 48.2), 72, 30),
        ("CHINA", (87.2, 38.6), 72, 44),
        ("RUSSIA", (60.5, 55.0), 52, 24),
        ("MONGOLIA", (94.2, 47.2), 44, 6),
    ):
        x, y = seen(place)
        sheet.words(x, y, name, size, INK, "display", "ms", PAPER, spaced)
    for name, place, size in (
        ("Caspian", (51.6, 40.0), 46),
        ("Sea", (51.9, 39.0), 46),
        ("Aral Sea", (60.9, 42.5), 44),
        ("Lake Balkhash", (76.4, 47.15), 44),
        ("Uzbekistan", (64.0, 40.4), 46),
        ("Kyrgyzstan", (74.4, 41.1), 44),
        ("Xinjiang", (84.6, 41.9), 48),
    ):
        x, y = seen(place)
        sheet.words(x, y, name, size, INK, "text-italic", "ms", PAPER)
    start, stop = (1600, 330), seen(CITIES["Astana"])
    way = [
        (
            start[0] + (stop[0] - start[0]) * t,
            start[1] + (stop[1] - start[1]) * t - 130 * math.sin(math.pi * t**0.8),
        )
        for t in [n / 40 for n in range(1, 39)]
    ]
    sheet.dashes(way[::2], LANTERN, 6, 26, 14)
    (a, b), (c, d) = way[-3], way[-1]
    turn = math.atan2(d - b, c - a)
    sheet.area(
        [(c + 30 * math.cos(turn + s), d + 30 * math.sin(turn + s)) for s in (0, 2.5, -2.5)], LANTERN
    )
    sheet.words(1570, 190, "from Beijing", 46, INK, "sans", "rs", PAPER)
    for name, (dx, dy, anchor) in {"Almaty": (-22, -12, "rs"), "Ürümqi": (24, 16, "ls")}.items():
        x, y = seen(CITIES[name])
        sheet.dot(x, y, 10, INK, PAPER, 4)
        sheet.words(x + dx, y + dy, name, 52, INK, "sans", anchor, PAPER)
    x, y = seen(CITIES["Astana"])
    sheet.dot(x, y, 15, LANTERN, INK, 5)
    sheet.words(x - 14, y - 32, "Astana", 70, INK, "display", "rs", PAPER)
    sheet.area([(0, 990), (1600, 990), (1600, 1067), (0, 1067)], PAPER)
    sheet.line([(0, 990), (1600, 990)], INK, 3)
    sheet.words(40, 1043, "Schematic. Drawing: The Lindhaven Courier", 38, INK)
    (x0, _), (x1, _) = seen((80, 43)), seen((80 + 500 / (111.32 * math.cos(math.radians(43))), 43))
    sheet.line([(1560 - (x1 - x0), 1036), (1560, 1036)], INK, 6)
    sheet.words(1540 - (x1 - x0), 1046, "500 km", 38, INK, "sans", "rs")
    return sheet.finished()
