"""Words on charts and maps, in the paper's own faces."""

from __future__ import annotations

import io
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from .palette import PAPER, Colour
from .plate import FINE, Mask, Plate, Point

FONTS = Path(__file__).parents[2] / "src/broadsheet/themes/default/static/fonts"
SCALE = 2  # drawn at twice the size, then reduced


@cache
def _file(face: str) -> bytes:
    out = io.BytesIO()
    font = TTFont(FONTS / f"{face}-latin.woff2")
    font.flavor = None
    font.save(out)
    return out.getvalue()


@cache
def font(face: str, size: float) -> ImageFont.FreeTypeFont:
    """Return a face of the paper ("display", "text", "text-italic", "text-bold", "sans")."""
    return ImageFont.truetype(io.BytesIO(_file(face)), round(size * SCALE))


def stamp(plate: Plate, x: float, y: float, letter: str, size: float, degrees: float = 3.2) -> Mask:
    """Return the mask of a letter as it stands on metal type: a mirror image, its foot at x, y."""
    half = int(size * 1.4) * FINE // 2
    image = Image.new("L", (2 * half, 2 * half))
    ImageDraw.Draw(image).text(
        (half, half), letter, font=font("display", size * FINE / SCALE), fill=255, anchor="ms"
    )
    amount = (
        np.asarray(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).rotate(degrees), np.float32) / 255
    )
    left, top = int(x * FINE) - half, int(y * FINE) - half
    rows, columns = plate.tone.shape
    amount = amount[max(-top, 0) : rows - top, max(-left, 0) : columns - left]
    return Mask(max(left, 0), max(top, 0), amount)


class Sheet:
    """A flat drawing: shapes and words on the paper's colour."""

    def __init__(self, width: int = 1600, height: int = 1067, image: Image.Image | None = None) -> None:
        if image is None:
            self.image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        else:
            self.image = image.resize((image.width * SCALE, image.height * SCALE), Image.LANCZOS)
        self.pen = ImageDraw.Draw(self.image)

    def _placed(self, points: list[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def area(self, points: list[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self.pen.polygon(self._placed(points), fill=colour)

    def line(self, points: list[Point], colour: Colour, width: float = 2) -> None:
        """Draw a line."""
        self.pen.line(self._placed(points), fill=colour, width=round(width * SCALE), joint="curve")

    def dashes(
        self, points: list[Point], colour: Colour, width: float, dash: float = 14, gap: float = 10
    ) -> None:
        """Draw a broken line."""
        for (a, b), (c, d) in pairwise(points):
            long = max(((c - a) ** 2 + (d - b) ** 2) ** 0.5, 1e-6)
            at = 0.0
            while at < long:
                stop = min(at + dash, long)
                self.line(
                    [
                        (a + (c - a) * at / long, b + (d - b) * at / long),
                        (a + (c - a) * stop / long, b + (d - b) * stop / long),
                    ],
                    colour,
                    width,
                )
                at += dash + gap

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        colour: Colour,
        ring: Colour | None = None,
        width: float = 3,
    ) -> None:
        """Draw a round mark, with a ring where wanted."""
        if ring:
            self.dot(x, y, radius + width, ring)
        self.pen.ellipse(self._placed([(x - radius, y - radius), (x + radius, y + radius)]), fill=colour)

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: Colour,
        face: str = "sans",
        anchor: str = "ls",
        halo: Colour | None = None,
        spaced: float = 0,
        heavy: float = 0,
    ) -> None:
        """Set words; `anchor` is Pillow's (l, m, r and s for the baseline, m for the middle)."""
        halo_width = round(size * 0.16 * SCALE) if halo else round(heavy * SCALE)
        style = {
            "fill": colour,
            "font": font(face, size),
            "anchor": anchor,
            "stroke_width": halo_width,
            "stroke_fill": halo or colour,
        }
        if spaced:
            self._spaced(x, y, text, spaced, style)
        else:
            self.pen.text((x * SCALE, y * SCALE), text, **style)

    def _spaced(self, x: float, y: float, text: str, spaced: float, style: dict) -> None:
        wide = [style["font"].getlength(letter) / SCALE + spaced for letter in text]
        x -= {"l": 0, "m": (sum(wide) - spaced) / 2, "r": sum(wide) - spaced}[style["anchor"][0]]
        style = {**style, "anchor": "l" + style["anchor"][1]}
        for letter, step in zip(text, wide, strict=True):
            self.pen.text((x * SCALE, y * SCALE), letter, **style)
            x += step

    def heading(self, title: str, below: str, colour: Colour, accent: Colour) -> None:
        """Set the title of a chart, with what it measures under it."""
        self.area([(60, 44), (190, 44), (190, 56), (60, 56)], accent)
        self.words(60, 130, title, 64, colour, "display")
        self.words(60, 190, below, 44, colour, "sans")

    def source(self, text: str, colour: Colour, y: float = 1040) -> None:
        """Set the line that says where the numbers come from."""
        self.words(60, y, text, 34, colour, "sans")

    def finished(self) -> Image.Image:
        """Return the drawing at its own size."""
        return self.image.reduce(SCALE)
