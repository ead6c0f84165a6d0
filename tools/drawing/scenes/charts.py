"""Charts: the shipyard's orders, rents, the layers of the ice, the sky with the comet."""

from __future__ import annotations

import math
import random

from PIL import Image

from ..gallery import chart
from ..palette import LANTERN, PAPER, SECTIONS, Colour
from ..shapes import oblong
from ..typeset import Sheet

BUSINESS, SCIENCE = SECTIONS["business"], SECTIONS["science"]
RULE: Colour = (205, 198, 176)
ORDERS = (
    6,
    5,
    7,
    4,
    5,
    3,
    4,
    2,
    3,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
)  # oldest first, the last is this year
RENTS = (
    ("Old Quay", 1480, 1390),
    ("Saltmarket", 1310, 1180),
    ("Alder Hill", 1260, 1220),
    ("University", 1190, 1120),
    ("Ropewalk", 1120, 1010),
    ("Ferry Bank", 980, 930),
    ("Millside", 940, 905),
    ("Northgate", 870, 850),
)


@chart("shipyard-chart.png")
def orders() -> Image.Image:
    """New ships ordered, year by year, with the gap of nine years."""
    sheet, ink = Sheet(), BUSINESS.line
    sheet.heading(
        "Nine years without a ship", "New ships ordered from Aldmouth Yard in each year", ink, LANTERN
    )
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
        sheet.area(
            oblong(left + before * scale, y + 6, (now - before) * scale, 54),
            LANTERN if most else (62, 96, 84),
        )
        sheet.words(left + now * scale + 20, y + 50, f"{now:,}", 48, ink, "sans")
        sheet.words(
            left + now * scale + 150,
            y + 50,
            f"+{(now - before) / before:.0%}".replace("%", " %"),
            44,
            LANTERN if most else ink,
            "sans",
        )
    sheet.area(oblong(1270, 738, 330, 236), PAPER)
    for row, (colour, what) in enumerate(
        (((142, 164, 146), "last year"), ((62, 96, 84), "the rise"), (LANTERN, "over 10 %"))
    ):
        sheet.area(oblong(1300, 752 + row * 72, 46, 46), colour)
        sheet.words(1366, 791 + row * 72, what, 44, ink)
    sheet.source("Source: rent register of the city, drawing: The Lindhaven Courier", ink, 1046)
    return sheet.finished()


@chart("ice-layers.png")
def ice_layers() -> Image.Image:
    """The core from the surface to the rock, and one year of it enlarged."""
    sheet, ink = Sheet(), SCIENCE.line
    sheet.heading(
        "Four centuries in 62 metres",
        "A core from the Skarn Icefield; each pair of bands is a year",
        ink,
        LANTERN,
    )
    dice = random.Random(5)
    left, wide, top, long = 300, 210, 262, 700
    y, thick, index = float(top), 26.0, 0
    while y < top + long:
        shade = (204, 212, 226) if index % 2 else (243, 243, 240)
        sheet.area(oblong(left, y, wide, min(thick, top + long - y)), shade)
        y += thick * dice.uniform(0.7, 1.25)
        thick, index = max(5.0, thick * 0.967), index + 1
    ash = top + long * 21 / 62
    sheet.area(
        [(left, ash - 7), (left + wide, ash - 3), (left + wide, ash + 9), (left, ash + 6)], (58, 48, 60)
    )
    sheet.line(
        [(left, top), (left + wide, top), (left + wide, top + long), (left, top + long), (left, top)],
        ink,
        5,
    )
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
    ring = [
        (x + r * math.cos(math.radians(t)), y + r * math.sin(math.radians(t))) for t in range(0, 362, 2)
    ]
    sheet.line(ring, ink, 8)
    sheet.line([(x - r - 10, y - 40), (880, 620), (512, 560)], ink, 3)
    sheet.words(x, y + 18, "summer: bubbles", 44, ink, "sans", "ms", (243, 243, 240))
    sheet.words(x, y - 74, "winter: dust", 44, ink, "sans", "ms", (176, 186, 210))
    sheet.words(x, y - r - 36, "one year = 8 to 30 cm", 44, ink, "sans", "ms")
