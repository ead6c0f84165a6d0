"""The western sky with the comet, computed for the harbour."""

from __future__ import annotations

import math
import random

from PIL import Image

from ..gallery import chart
from ..palette import LANTERN, PAPER
from ..plate import Point
from ..shapes import oblong
from ..typeset import Sheet

STARS = {"Vega": (18.616, 38.78, 9), "Deneb": (20.69, 45.28, 7), "Altair": (19.846, 8.87, 7.5)}
FIGURES = {
    "Lyra": [
        [
            (18.616, 38.78),
            (18.746, 37.6),
            (18.835, 33.36),
            (18.982, 32.69),
            (18.908, 36.9),
            (18.746, 37.6),
        ]
    ],
    "Hercules": [
        [(17.251, 36.81), (16.715, 38.92), (16.688, 31.6), (17.005, 30.93), (17.251, 36.81)],
        [(16.688, 31.6), (16.504, 21.49), (16.365, 19.15)],
        [(17.005, 30.93), (17.251, 24.84)],
        [(17.251, 36.81), (17.938, 37.25), (17.658, 46.0)],
        [(16.715, 38.92), (16.329, 46.31)],
    ],
    "Draco": [[(17.943, 51.49), (17.507, 52.3), (17.536, 55.18), (17.892, 56.87), (17.943, 51.49)]],
    "Corona": [
        [
            (15.549, 31.36),
            (15.464, 29.1),
            (15.578, 26.71),
            (15.712, 26.3),
            (15.826, 26.07),
            (15.96, 26.88),
        ]
    ],
    "Cygnus": [
        [(20.69, 45.28), (20.37, 40.26), (19.938, 35.08), (19.512, 27.96)],
        [(19.75, 45.13), (20.37, 40.26), (20.77, 33.97)],
    ],
    "Aquila": [[(19.771, 10.61), (19.846, 8.87)]],
}
LATITUDE, SIDEREAL = math.radians(55), 22.4


def horizontal(hours: float, degrees: float) -> Point:
    """Return azimuth and height of a star over the harbour, in degrees, an hour after sunset."""
    turn, up = math.radians((SIDEREAL - hours) * 15), math.radians(degrees)
    height = math.asin(
        math.sin(LATITUDE) * math.sin(up) + math.cos(LATITUDE) * math.cos(up) * math.cos(turn)
    )
    north = (math.sin(up) - math.sin(LATITUDE) * math.sin(height)) / (
        math.cos(LATITUDE) * math.cos(height)
    )
    azimuth = math.degrees(math.acos(max(-1, min(1, north))))
    return (360 - azimuth if math.sin(turn) > 0 else azimuth), math.degrees(height)


def on_sky(azimuth: float, height: float) -> Point:
    """Return where that direction is on the chart (stereographic, its middle 33° above 280°)."""
    around, up, middle = math.radians(azimuth - 280), math.radians(height), math.radians(33)
    k = 2 / (1 + math.sin(middle) * math.sin(up) + math.cos(middle) * math.cos(up) * math.cos(around))
    x = k * math.cos(up) * math.sin(around)
    y = k * (math.cos(middle) * math.sin(up) - math.sin(middle) * math.cos(up) * math.cos(around))
    return 800 + 900 * x, 520 - 900 * y


@chart("star-chart.png")
def star_chart() -> Image.Image:
    """The western sky with the comet on seven evenings."""
    sheet, night, pale = Sheet(), (24, 26, 66), (214, 210, 226)
    sheet.area(oblong(0, 0, 1600, 1067), night)
    for height in (20, 40, 60):
        sheet.dashes([on_sky(a, height) for a in range(200, 362, 3)], (70, 74, 128), 2, 8, 8)
    dice = random.Random(3)
    for _ in range(150):
        sheet.dot(dice.uniform(0, 1600), dice.uniform(0, 900), dice.uniform(1, 2.4), (150, 150, 186))
    for lines in FIGURES.values():
        for line in lines:
            places = [on_sky(*horizontal(*star)) for star in line]
            sheet.line(places, (110, 114, 166), 3)
            for place in places:
                sheet.dot(*place, 5, PAPER, night, 4)
    for hours, degrees, size in STARS.values():
        sheet.dot(*on_sky(*horizontal(hours, degrees)), size + 3, PAPER, night, 5)
    comet_path(sheet)
    ground = [on_sky(a, 0) for a in range(200, 362, 2)]
    sheet.area([(0, 1067), *[(x, min(y, 1067)) for x, y in ground], (1600, 1067)], (10, 11, 34))
    sheet.area([(0, 960), (1600, 960), (1600, 1067), (0, 1067)], (10, 11, 34))
    for name, azimuth in (("WSW", 248), ("WEST", 270), ("NW", 315)):
        x, y = on_sky(azimuth, 0)
        sheet.words(x, min(y + 62, 1010), name, 50, PAPER, "display", "ms")
    for name, (x, y) in {"Vega": (-30, -14), "Altair": (12, 64)}.items():
        a, b = on_sky(*horizontal(*STARS[name][:2]))
        sheet.words(a + x, b + y, name, 56, PAPER, "display", "rs" if x < 0 else "ls", night)
    for name, (hours, degrees), anchor in (
        ("Hercules", (17.5, 24.2), "rs"),
        ("Lyra", (18.45, 32.4), "ms"),
        ("Corona", (15.2, 27.4), "ls"),
        ("Draco", (17.3, 57.6), "ls"),
    ):
        x, y = on_sky(*horizontal(hours, degrees))
        sheet.words(x, y, name, 44, pale, "text-italic", anchor, night)
    sheet.words(40, 76, "The west, an hour after sunset", 56, PAPER, "display", halo=night)
    sheet.words(1570, 1045, "Drawing: The Lindhaven Courier", 34, pale, "sans", "rs")
    return sheet.finished()


def comet_path(sheet: Sheet) -> None:
    """Seven marks with their tails turned from the sun."""
    night, vega = (24, 26, 66), horizontal(*STARS["Vega"][:2])
    path = [
        on_sky(vega[0] + east, height)
        for east, height in (
            (9, 25),
            (11.5, 30),
            (14, 35),
            (16, 40),
            (17.5, vega[1]),
            (19, 52.5),
            (20, 57),
        )
    ]
    sheet.dashes(path, LANTERN, 4, 10, 8)
    for evening, (x, y) in enumerate(path, 1):
        for spread, colour in ((0.30, (98, 84, 100)), (0.16, (176, 150, 130)), (0.06, (250, 236, 196))):
            sheet.area(
                [
                    (x, y),
                    (x + 92 * math.cos(-0.95 + spread), y + 92 * math.sin(-0.95 + spread)),
                    (x + 92 * math.cos(-0.95 - spread), y + 92 * math.sin(-0.95 - spread)),
                ],
                colour,
            )
        sheet.dot(x, y, 11, (250, 236, 196), night, 3)
        sheet.words(x - 28, y + 16, str(evening), 50, LANTERN, "sans", "rs", night)
    sheet.words(
        path[0][0] - 70, path[0][1] + 74, "Comet Ferrand", 46, (250, 236, 196), "sans", "rs", night
    )
    sheet.words(
        path[0][0] - 70, path[0][1] + 130, "on seven evenings", 46, (250, 236, 196), "sans", "rs", night
    )
