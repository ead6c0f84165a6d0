"""Two plans of the city: the night trams and the Harbour Run."""

from __future__ import annotations

import itertools
import math

from PIL import Image

from ..gallery import chart
from ..palette import LANTERN, PAPER, SECTIONS, Colour
from ..plate import Point
from ..shapes import smooth
from ..typeset import Sheet

CITY, SPORT = SECTIONS["city"].line, SECTIONS["sport"].line
SEA: Colour = (196, 212, 214)
BLUE: Colour = (44, 92, 136)
GREEN: Colour = (74, 122, 70)
STOPS = {
    "Tern Point": (170, 330),
    "Old Quay": (480, 560),
    "Saltmarket": (760, 560),
    "Central Station": (1060, 560),
    "Alder Hill": (1370, 330),
    "Northgate": (1060, 330),
    "Millside": (1370, 800),
    "Ferry Bank": (480, 900),
    "Mill Bridge": (760, 745),
    "University": (760, 330),
}


@chart("tram-map.png")
def tram_map() -> Image.Image:
    """The three lines that run all night."""
    sheet, at = Sheet(), STOPS
    river = smooth(
        [(1660, 690), (1300, 680), (1000, 720), (760, 745), (420, 735), (180, 690), (-60, 650)]
    )
    sheet.area(
        [(0, 210), (40, 300), (60, 460), (40, 620), (90, 700), (60, 800), (20, 1000), (0, 1000)], SEA
    )
    sheet.line(river, SEA, 58)
    sheet.words(1500, 704, "Ald", 44, (88, 112, 118), "text-italic", "ms")
    sheet.heading("All night, every 30 minutes", "The night trams: lines 1, 2 and 4", CITY, LANTERN)
    lines = {
        "2": (BLUE, [at["Northgate"], at["Central Station"], (1140, 570), at["Millside"]]),
        "4": (
            GREEN,
            [
                at["Ferry Bank"],
                (620, 900),
                (760, 790),
                at["Mill Bridge"],
                at["Saltmarket"],
                at["University"],
            ],
        ),
        "1": (
            LANTERN,
            [
                at["Tern Point"],
                (400, 560),
                at["Old Quay"],
                at["Saltmarket"],
                at["Central Station"],
                (1140, 560),
                at["Alder Hill"],
            ],
        ),
    }
    for colour, way in lines.values():
        sheet.line(way, colour, 24)
        for corner in way:
            sheet.dot(*corner, 12, colour)
    for name, place in at.items():
        change = name in ("Saltmarket", "Central Station")
        sheet.dot(*place, 22 if change else 16, PAPER, CITY, 7)
    for name, (dx, dy, anchor) in {
        "Tern Point": (36, 4, "ls"),
        "Old Quay": (0, 78, "ms"),
        "Saltmarket": (-36, -36, "rs"),
        "Central Station": (176, 18, "ls"),
        "Alder Hill": (0, -44, "ms"),
        "Northgate": (-36, 16, "rs"),
        "Millside": (0, 78, "ms"),
        "Ferry Bank": (-36, -34, "ms"),
        "Mill Bridge": (42, 16, "ls"),
        "University": (-36, 16, "rs"),
    }.items():
        x, y = at[name]
        sheet.words(x + dx, y + dy, name, 52, CITY, "sans", anchor, PAPER)
    for number, (x, y), colour in (
        ("1", (250, 448), LANTERN),
        ("1", (1490, 330), LANTERN),
        ("2", (1060, 440), BLUE),
        ("2", (1490, 800), BLUE),
        ("4", (760, 440), GREEN),
        ("4", (600, 900), GREEN),
    ):
        sheet.dot(x, y, 36, colour, PAPER, 5)
        sheet.words(x, y + 19, number, 54, PAPER, "sans", "ms", heavy=0.8)
    sheet.source("Source: Lindhaven Trams. Schematic, drawing: The Lindhaven Courier", CITY, 1040)
    return sheet.finished()


@chart("run-route.png")
def run_route() -> Image.Image:
    """Twelve kilometres round the harbour."""
    sheet = Sheet()
    land: Colour = (238, 229, 204)
    sheet.area([(0, 0), (1600, 0), (1600, 1067), (0, 1067)], SEA)
    north = smooth(
        [
            (1700, 560),
            (1400, 540),
            (1180, 566),
            (960, 590),
            (740, 580),
            (560, 560),
            (430, 590),
            (330, 540),
            (290, 470),
            (200, 420),
            (110, 400),
            (96, 350),
            (170, 322),
            (280, 330),
            (360, 280),
            (400, 180),
            (470, 90),
            (520, -40),
            (1700, -40),
        ],
        closed=True,
    )
    south = smooth(
        [
            (1700, 690),
            (1400, 680),
            (1180, 706),
            (960, 730),
            (740, 722),
            (560, 704),
            (450, 760),
            (360, 850),
            (330, 960),
            (300, 1110),
            (1700, 1110),
        ],
        closed=True,
    )
    for shape in (north, south):
        sheet.area(shape, land)
        sheet.line([*shape, shape[0]], (132, 150, 148), 4)
    for x, y in ((1180, 556), (590, 556)):
        sheet.line([(x, y), (x, y + 160)], (132, 150, 148), 22)
    route = smooth(
        [
            (900, 540),
            (1060, 528),
            (1150, 524),
            (1180, 560),
            (1180, 640),
            (1176, 724),
            (1120, 770),
            (900, 786),
            (740, 778),
            (620, 756),
            (590, 700),
            (590, 560),
            (560, 520),
            (450, 530),
            (380, 480),
            (300, 420),
            (170, 366),
            (300, 376),
            (420, 400),
            (600, 436),
            (760, 470),
            (880, 506),
            (900, 540),
        ],
        steps=20,
    )
    sheet.line(route, LANTERN, 16)
    marks(sheet, route)
    for name, (x, y), anchor in (
        ("Mill Bridge", (1216, 636), "ls"),
        ("Ferry Bank", (880, 868), "ms"),
        ("Long Bridge", (552, 660), "rs"),
        ("Ropewalk", (634, 534), "ls"),
        ("Tern Point", (84, 300), "ls"),
    ):
        sheet.words(
            x, y, name, 48, SPORT, "sans", anchor, land if name in ("Ferry Bank", "Ropewalk") else SEA
        )
    sheet.words(1530, 640, "Ald", 46, (88, 112, 118), "text-italic", "ms")
    sheet.words(90, 720, "Harbour", 46, (88, 112, 118), "text-italic", "ls")
    x, y = route[0]
    sheet.dot(x, y, 24, PAPER, SPORT, 9)
    sheet.words(x + 30, y - 62, "Old Quay: start and finish", 48, SPORT, "sans", "ls", land)
    sheet.area([(0, 0), (1600, 0), (1600, 214), (0, 214)], PAPER)
    sheet.area([(0, 985), (1600, 985), (1600, 1067), (0, 1067)], PAPER)
    sheet.heading(
        "Twelve kilometres round the harbour", "The Harbour Run, with its kilometres", SPORT, LANTERN
    )
    sheet.source("Source: Harbour Run. Schematic, drawing: The Lindhaven Courier", SPORT, 1040)
    sheet.line([(1510, 340), (1510, 262)], SPORT, 6)
    sheet.area([(1510, 244), (1494, 280), (1526, 280)], SPORT)
    sheet.words(1510, 392, "N", 48, SPORT, "display", "ms")
    return sheet.finished()


def marks(sheet: Sheet, route: list[Point]) -> None:
    """Number the kilometres, evenly along the way."""
    lengths = [0.0]
    for (a, b), (c, d) in itertools.pairwise(route):
        lengths.append(lengths[-1] + math.hypot(c - a, d - b))
    for kilometre in range(1, 12):
        goal = lengths[-1] * kilometre / 12
        x, y = route[next(index for index, long in enumerate(lengths) if long >= goal)]
        sheet.dot(x, y, 27, PAPER, LANTERN, 5)
        sheet.words(x, y + 15, str(kilometre), 40, SPORT, "sans", "ms")
