"""Charts: the shipyard's orders, rents, the layers of the ice, the sky with the comet."""

from __future__ import annotations

import math
import random

from PIL import Image

from ..gallery import chart
from ..palette import LANTERN, PAPER, SECTIONS, Colour
from ..plate import Point
from ..shapes import oblong
from ..typeset import Sheet

BUSINESS, SCIENCE = SECTIONS["business"], SECTIONS["science"]
RULE: Colour = (205, 198, 176)
ORDERS = (6, 5, 7, 4, 5, 3, 4, 2, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)  # oldest first, the last is this year
RENTS = (("Old Quay", 1480, 1390), ("Saltmarket", 1310, 1180), ("Alder Hill", 1260, 1220),
         ("University", 1190, 1120), ("Ropewalk", 1120, 1010), ("Ferry Bank", 980, 930), ("Millside", 940, 905),
         ("Northgate", 870, 850))


@chart("shipyard-chart.png")
def orders() -> Image.Image:
    """New ships ordered, year by year, with the gap of nine years."""
    sheet, ink = Sheet(), BUSINESS.line
    sheet.heading("Nine years without a ship", "New ships ordered from Aldmouth Yard in each year", ink, LANTERN)
    left, foot, unit, step = 130, 850, 78, 72
    for ships in range(0, 8, 2):
        y = foot - ships * unit
        sheet.line([(left, y), (1560, y)], ink if ships == 0 else RULE, 4 if ships == 0 else 2)
        sheet.words(left - 24, y + 15, str(ships), 44, ink, "sans", "rs")
    gap = (left + 10 * step + 6, left + 19 * step + 10)
    sheet.area([(gap[0], 330), (gap[1], 330), (gap[1], foot - 3), (gap[0], foot - 3)], (236, 228, 204))
    sheet.words(sum(gap) / 2, 560, "no orders", 48, ink, "text-italic", "ms")
    sheet.words(sum(gap) / 2, 620, "for nine years", 48, ink, "text-italic", "ms")
    for index, ships in enumerate(ORDERS):
        x = left + index * step + 16
        if ships:
            bar = oblong(x, foot - ships * unit, 52, ships * unit - 2)
            sheet.area(bar, LANTERN if index == 19 else (62, 96, 84))
    for ago in (19, 15, 10, 5):
        sheet.words(left + (19 - ago) * step + 42, 912, str(ago), 44, ink, "sans", "ms")
    sheet.words(left + 19 * step + 76, 912, "this year", 44, LANTERN, "sans", "rs")
    sheet.words(left + 16, 970, "years ago", 44, ink, "sans")
    sheet.line([(left + 9 * step + 42, foot - unit - 16), (left + 9 * step + 42, 380)], ink, 2)
    sheet.words(left + 9 * step + 20, 366, "Constance, the last", 44, ink, "text-italic", "ms", PAPER)
    sheet.source("Source: Aldmouth Yard, drawing: The Lindhaven Courier", ink)
    return sheet.finished()


@chart("rents-chart.png")
def rents() -> Image.Image:
    """Rents by district, now and a year ago."""
    sheet, ink = Sheet(), BUSINESS.line
    sheet.heading("What two rooms cost", "Rent by district, in crowns a month", ink, LANTERN)
    left, scale = 372, 0.64
    for crowns in range(0, 1501, 500):
        x = left + crowns * scale
        sheet.line([(x, 316), (x, 975)], ink if crowns == 0 else RULE, 4 if crowns == 0 else 2)
        sheet.words(x, 300, f"{crowns:,}", 40, ink, "sans", "ms")
    for row, (name, now, before) in enumerate(RENTS):
        y = 330 + row * 80
        sheet.words(left - 24, y + 49, name, 46, ink, "sans", "rs")
        most = (now - before) / before > 0.1
        sheet.area(oblong(left + 2, y + 6, before * scale, 54), (142, 164, 146))
        sheet.area(oblong(left + before * scale, y + 6, (now - before) * scale, 54), LANTERN if most else (62, 96, 84))
        sheet.words(left + now * scale + 20, y + 50, f"{now:,}", 48, ink, "sans")
        sheet.words(left + now * scale + 150, y + 50, f"+{(now - before) / before:.0%}".replace("%", " %"), 44, LANTERN if most else ink, "sans")
    sheet.area(oblong(1270, 738, 330, 236), PAPER)
    for row, (colour, what) in enumerate((((142, 164, 146), "last year"), ((62, 96, 84), "the rise"), (LANTERN, "over 10 %"))):
        sheet.area(oblong(1300, 752 + row * 72, 46, 46), colour)
        sheet.words(1366, 791 + row * 72, what, 44, ink)
    sheet.source("Source: rent register of the city, drawing: The Lindhaven Courier", ink, 1046)
    return sheet.finished()


@chart("ice-layers.png")
def ice_layers() -> Image.Image:
    """The core from the surface to the rock, and one year of it enlarged."""
    sheet, ink = Sheet(), SCIENCE.line
    sheet.heading("Four centuries in 62 metres", "A core from the Skarn Icefield; each pair of bands is a year", ink, LANTERN)
    dice = random.Random(5)
    left, wide, top, long = 300, 210, 262, 700
    y, thick, index = float(top), 26.0, 0
    while y < top + long:
        shade = (204, 212, 226) if index % 2 else (243, 243, 240)
        sheet.area(oblong(left, y, wide, min(thick, top + long - y)), shade)
        y += thick * dice.uniform(0.7, 1.25)
        thick, index = max(5.0, thick * 0.967), index + 1
    ash = top + long * 21 / 62
    sheet.area([(left, ash - 7), (left + wide, ash - 3), (left + wide, ash + 9), (left, ash + 6)], (58, 48, 60))
    sheet.line([(left, top), (left + wide, top), (left + wide, top + long), (left, top + long), (left, top)], ink, 5)
    for depth in (0, 20, 40, 62):
        at = top + long * depth / 62
        sheet.line([(left - 26, at), (left, at)], ink, 4)
        sheet.words(left - 40, at + 16, f"{depth} m", 46, ink, "sans", "rs")
    sheet.line([(left + wide, top + 18), (590, top + 18)], ink, 3)
    sheet.words(606, top + 34, "this year’s snow", 46, ink)
    sheet.line([(left + wide, ash), (590, ash)], LANTERN, 4)
    sheet.words(606, ash + 16, "ash of a volcano", 46, LANTERN)
    sheet.line([(left + wide, top + long - 6), (590, top + long - 6)], ink, 3)
    sheet.words(606, top + long - 34, "412 years", 46, ink)
    sheet.words(606, top + long + 16, "ago: rock", 46, ink)
    enlarged(sheet, ink)
    sheet.source("Source: Skarn Icefield survey, drawing: The Lindhaven Courier", ink, 1046)
    return sheet.finished()


def enlarged(sheet: Sheet, ink: Colour) -> None:
    """Two years, as under the lens: bubbles in the summer's coarse snow, winter's dense and dusty."""
    dice, x, y, r = random.Random(8), 1210, 700, 236
    bands = ((-236, -120, True), (-120, -52, False), (-52, 66, True), (66, 130, False), (130, 236, True))
    for low, high, summer in bands:
        edge = [(x - math.sqrt(max(r * r - t * t, 0)), y + t) for t in range(low, high + 1, 2)]
        other = [(2 * x - a, b) for a, b in edge[::-1]]
        sheet.area([*edge, *other], (243, 243, 240) if summer else (176, 186, 210))
        for _ in range(34 if summer else 26):
            t = dice.uniform(low + 14, high - 14)
            reach = math.sqrt(r * r - t * t) - 20
            at = (x + dice.uniform(-reach, reach), y + t)
            if summer:
                sheet.dot(*at, dice.uniform(3, 7), (243, 243, 240), (120, 126, 168), 2)
            else:
                sheet.dot(*at, 2.4, ink)
    ring = [(x + r * math.cos(math.radians(t)), y + r * math.sin(math.radians(t))) for t in range(0, 362, 2)]
    sheet.line(ring, ink, 8)
    sheet.line([(x - r - 10, y - 40), (880, 620), (512, 560)], ink, 3)
    sheet.words(x, y + 18, "summer: bubbles", 44, ink, "sans", "ms", (243, 243, 240))
    sheet.words(x, y - 74, "winter: dust", 44, ink, "sans", "ms", (176, 186, 210))
    sheet.words(x, y - r - 36, "one year = 8 to 30 cm", 44, ink, "sans", "ms")


STARS = {"Vega": (18.616, 38.78, 9), "Deneb": (20.69, 45.28, 7), "Altair": (19.846, 8.87, 7.5)}
FIGURES = {
    "Lyra": [[(18.616, 38.78), (18.746, 37.6), (18.835, 33.36), (18.982, 32.69), (18.908, 36.9), (18.746, 37.6)]],
    "Hercules": [[(17.251, 36.81), (16.715, 38.92), (16.688, 31.6), (17.005, 30.93), (17.251, 36.81)], [(16.688, 31.6), (16.504, 21.49), (16.365, 19.15)],
                 [(17.005, 30.93), (17.251, 24.84)], [(17.251, 36.81), (17.938, 37.25), (17.658, 46.0)], [(16.715, 38.92), (16.329, 46.31)]],
    "Draco": [[(17.943, 51.49), (17.507, 52.3), (17.536, 55.18), (17.892, 56.87), (17.943, 51.49)]],
    "Corona": [[(15.549, 31.36), (15.464, 29.1), (15.578, 26.71), (15.712, 26.3), (15.826, 26.07), (15.96, 26.88)]],
    "Cygnus": [[(20.69, 45.28), (20.37, 40.26), (19.938, 35.08), (19.512, 27.96)], [(19.75, 45.13), (20.37, 40.26), (20.77, 33.97)]],
    "Aquila": [[(19.771, 10.61), (19.846, 8.87)]],
}
LATITUDE, SIDEREAL = math.radians(55), 22.4


def horizontal(hours: float, degrees: float) -> Point:
    """Return azimuth and height of a star over the harbour, in degrees, an hour after sunset."""
    turn, up = math.radians((SIDEREAL - hours) * 15), math.radians(degrees)
    height = math.asin(math.sin(LATITUDE) * math.sin(up) + math.cos(LATITUDE) * math.cos(up) * math.cos(turn))
    north = (math.sin(up) - math.sin(LATITUDE) * math.sin(height)) / (math.cos(LATITUDE) * math.cos(height))
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
    for name, (hours, degrees), anchor in (("Hercules", (17.5, 24.2), "rs"), ("Lyra", (18.45, 32.4), "ms"), ("Corona", (15.2, 27.4), "ls"), ("Draco", (17.3, 57.6), "ls")):
        x, y = on_sky(*horizontal(hours, degrees))
        sheet.words(x, y, name, 44, pale, "text-italic", anchor, night)
    sheet.words(40, 76, "The west, an hour after sunset", 56, PAPER, "display", halo=night)
    sheet.words(1570, 1045, "Drawing: The Lindhaven Courier", 34, pale, "sans", "rs")
    return sheet.finished()


def comet_path(sheet: Sheet) -> None:
    """Seven marks with their tails turned from the sun."""
    night, vega = (24, 26, 66), horizontal(*STARS["Vega"][:2])
    path = [on_sky(vega[0] + east, height) for east, height in ((9, 25), (11.5, 30), (14, 35), (16, 40), (17.5, vega[1]), (19, 52.5), (20, 57))]
    sheet.dashes(path, LANTERN, 4, 10, 8)
    for evening, (x, y) in enumerate(path, 1):
        for spread, colour in ((0.30, (98, 84, 100)), (0.16, (176, 150, 130)), (0.06, (250, 236, 196))):
            sheet.area([(x, y), (x + 92 * math.cos(-0.95 + spread), y + 92 * math.sin(-0.95 + spread)), (x + 92 * math.cos(-0.95 - spread), y + 92 * math.sin(-0.95 - spread))], colour)
        sheet.dot(x, y, 11, (250, 236, 196), night, 3)
        sheet.words(x - 28, y + 16, str(evening), 50, LANTERN, "sans", "rs", night)
    sheet.words(path[0][0] - 70, path[0][1] + 74, "Comet Ferrand", 46, (250, 236, 196), "sans", "rs", night)
    sheet.words(path[0][0] - 70, path[0][1] + 130, "on seven evenings", 46, (250, 236, 196), "sans", "rs", night)
