"""A plate: the tone map of a picture, with the lines that will carry each part of it.

Everything is measured in points of the finished picture (1600 by 1067); inside, a
plate keeps `FINE` times as many. A scene paints from the back to the front, and
`print_plate` turns what it painted into ink.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .palette import Colour

FINE = 2
Array = np.ndarray
Point = tuple[float, float]
Field = Callable[[Array, Array], Array]
Tone = float | Field
WIDE, SQUARE = (1600, 1067), (800, 800)


@dataclass(frozen=True)
class Mask:
    """Where to paint: a part of the plate (in fine points) and how much of each point."""

    left: int
    top: int
    amount: Array

    @property
    def box(self) -> tuple[slice, slice]:
        rows, columns = self.amount.shape
        return slice(self.top, self.top + rows), slice(self.left, self.left + columns)


class Plate:
    """One picture in the making."""

    def __init__(self, size: tuple[int, int] = WIDE, seed: int = 1, tone: float = 1.0) -> None:
        self.width, self.height = size
        shape = (self.height * FINE, self.width * FINE)
        self.tone = np.full(shape, tone, np.float32)
        self.phase = np.zeros(shape, np.float32)
        self.cross = np.zeros(shape, np.float32)
        self.key = np.zeros(shape, np.float32)
        self.spots: dict[Colour, Array] = {}
        self.random = np.random.default_rng(seed)
        self.seed = seed
        self.across = (np.arange(shape[1], dtype=np.float32) / FINE)[None, :]
        self.down = (np.arange(shape[0], dtype=np.float32) / FINE)[:, None]
        self._noises: dict[tuple, Array] = {}

    # Masks

    def _drawn(self, parts: list, reach: float, draw: Callable) -> Mask | None:
        """Return the mask of what `draw` puts on paper around `parts` (lists of points)."""
        points = np.array([point for part in parts for point in part], np.float32)
        low = np.floor((points.min(0) - reach) * FINE).astype(int) - 1
        high = np.ceil((points.max(0) + reach) * FINE).astype(int) + 2
        left, top = max(int(low[0]), 0), max(int(low[1]), 0)
        right, bottom = min(int(high[0]), self.width * FINE), min(int(high[1]), self.height * FINE)
        if right <= left or bottom <= top:
            return None
        finer = 2 if (right - left) * (bottom - top) < 2_500_000 else 1
        image = Image.new("L", ((right - left) * finer, (bottom - top) * finer))
        scale = FINE * finer
        draw(
            ImageDraw.Draw(image),
            scale,
            lambda part: [((x - left / FINE) * scale, (y - top / FINE) * scale) for x, y in part],
        )
        if finer > 1:
            image = image.reduce(finer)
        return Mask(left, top, np.asarray(image, np.float32) / 255)

    def area(self, *parts: list[Point]) -> Mask | None:
        """Return the mask of one or more polygons."""

        def draw(pen: ImageDraw.ImageDraw, scale: float, place: Callable) -> None:
            for part in parts:
                pen.polygon(place(part), fill=255)

        return self._drawn(list(parts), 0, draw)

    def stroke(self, *parts: list[Point], width: float = 2) -> Mask | None:
        """Return the mask of one or more lines of the same width."""

        def draw(pen: ImageDraw.ImageDraw, scale: float, place: Callable) -> None:
            for part in parts:
                pen.line(place(part), fill=255, width=max(1, round(width * scale)), joint="curve")

        return self._drawn(list(parts), width, draw)

    def disc(self, x: float, y: float, across: float, down: float | None = None) -> Mask | None:
        """Return the mask of an ellipse with these half axes."""
        down = across if down is None else down
        corners = [(x - across, y - down), (x + across, y + down)]

        def draw(pen: ImageDraw.ImageDraw, scale: float, place: Callable) -> None:
            pen.ellipse(place(corners), fill=255)

        return self._drawn([corners], 0, draw)

    def whole(self, top: float = 0, bottom: float | None = None) -> Mask:
        """Return the mask of a band over the full width."""
        bottom = self.height if bottom is None else bottom
        first, last = int(top * FINE), int(bottom * FINE)
        return Mask(0, first, np.ones((last - first, self.width * FINE), np.float32))

    def soft(self, mask: Mask | None, radius: float) -> Mask | None:
        """Return the mask with an edge that runs out over about `radius`."""
        if mask is None:
            return None
        pad = int(radius * FINE * 2)
        rows, columns = mask.amount.shape
        top, left = max(mask.top - pad, 0), max(mask.left - pad, 0)
        bottom = min(mask.top + rows + pad, self.height * FINE)
        right = min(mask.left + columns + pad, self.width * FINE)
        wide = np.zeros((bottom - top, right - left), np.float32)
        wide[mask.top - top : mask.top - top + rows, mask.left - left : mask.left - left + columns] = (
            mask.amount
        )
        small = Image.fromarray((wide * 255).astype(np.uint8))
        less = (max(1, small.width // 4), max(1, small.height // 4))
        blurred = small.resize(less, Image.BILINEAR).filter(ImageFilter.GaussianBlur(radius * FINE / 4))
        return Mask(left, top, np.asarray(blurred.resize(small.size, Image.BILINEAR), np.float32) / 255)

    # Painting

    def grid(self, mask: Mask) -> tuple[Array, Array]:
        """Return x (a row) and y (a column) of the points below `mask`."""
        rows, columns = mask.box
        return self.across[:, columns], self.down[rows]

    def value(self, tone: Tone, mask: Mask) -> Array | float:
        """Return a number, or a field seen below `mask`."""
        return tone(*self.grid(mask)) if callable(tone) else tone

    def paint(
        self,
        mask: Mask | None,
        tone: Tone,
        lines: Field | None = None,
        cross: Field | None = None,
        alpha: Tone = 1.0,
    ) -> None:
        """Lay `tone` (0 is ink, 1 is paper) on the mask; `lines` say how it will be engraved."""
        if mask is None:
            return
        box, amount = mask.box, mask.amount * self.value(alpha, mask)
        under = self.tone[box]
        under += (np.clip(self.value(tone, mask), 0, 1) - under) * amount
        self.key[box] *= 1 - amount
        for spot in self.spots.values():
            spot[box] *= 1 - amount
        for plane, field in ((self.phase, lines), (self.cross, cross)):
            if field is not None:
                plane[box] = np.where(amount > 0.5, field(*self.grid(mask)), plane[box])

    def shade(self, mask: Mask | None, factor: Tone) -> None:
        """Darken (below 1) or lighten (above 1) what is already there."""
        if mask is None:
            return
        part = self.tone[mask.box]
        change = self.value(factor, mask)
        lit = np.where(np.asarray(change) < 1, part * change, 1 - (1 - part) * np.clip(2 - change, 0, 1))
        part += (lit - part) * mask.amount

    def ink(self, mask: Mask | None, strength: float = 1.0) -> None:
        """Draw in solid ink over everything, whatever the tone."""
        if mask is not None:
            np.maximum(self.key[mask.box], mask.amount * strength, out=self.key[mask.box])

    def outline(self, *parts: list[Point], width: float = 1.6, closed: bool = True) -> None:
        """Draw the edge of polygons in ink."""
        self.ink(self.stroke(*[[*part, part[0]] if closed else part for part in parts], width=width))

    def spot(self, mask: Mask | None, colour: Colour, strength: Tone = 1.0) -> None:
        """Print a second colour below the ink."""
        if mask is None:
            return
        layer = self.spots.setdefault(colour, np.zeros_like(self.tone))
        part = layer[mask.box]
        np.maximum(part, mask.amount * self.value(strength, mask), out=part)

    def glow(
        self, x: float, y: float, radius: float, strength: float = 1.0, colour: Colour | None = None
    ) -> None:
        """Let light fall off around a point: the tone rises, the colour with it."""
        mask = self.disc(x, y, radius)
        if mask is None:
            return
        across, down = self.grid(mask)
        fall = np.clip(1 - np.hypot(across - x, down - y) / radius, 0, 1) ** 2 * strength
        part = self.tone[mask.box]
        part += (1 - part) * fall
        if colour:
            self.spot(mask, colour, lambda *_: fall)

    # Texture

    def noise(self, cell: float, octaves: int = 4, seed: int = 0, stretch: float = 1.0) -> Field:
        """Return smooth noise of about -1 to 1 whose largest waves are `cell` points tall."""
        name = (cell, octaves, seed, stretch)
        if name not in self._noises:
            self._noises[name] = self._grown(cell, octaves, seed, stretch)
        whole = self._noises[name]

        def field(x: Array, y: Array) -> Array:
            left, top = int(x.flat[0] * FINE), int(y.flat[0] * FINE)
            return whole[top : top + y.size, left : left + x.size]

        return field

    def _grown(self, cell: float, octaves: int, seed: int, stretch: float) -> Array:
        random = np.random.default_rng((self.seed, seed, int(cell * 10)))
        size = (self.width // 2, self.height // 2)
        total = np.zeros(size[::-1], np.float32)
        for octave in range(octaves):
            step = cell / 2**octave
            rows, columns = int(self.height / step) + 3, int(self.width / (step * stretch)) + 3
            grains = Image.fromarray(random.normal(0, 0.55, (rows, columns)).astype(np.float32))
            total += np.asarray(grains.resize(size, Image.BICUBIC)) / 2**octave
        fine = Image.fromarray(total).resize((self.width * FINE, self.height * FINE), Image.BILINEAR)
        return np.asarray(fine)

    def mirror(
        self,
        line: float,
        bottom: float,
        ripple: float = 6,
        fade: float = 0.75,
        base: Tone = 0.6,
        reach: float = 1.0,
    ) -> None:
        """Reflect what stands above `line` in the water below it, broken by ripples."""
        mask = self.whole(line, bottom)
        across, down = self.grid(mask)
        depth = down - line
        wobble = self.noise(14, 2, 91, 7)(across, down) * ripple * (0.25 + depth / 160)
        rows = np.clip((line - depth * reach + wobble * 2) * FINE, 0, line * FINE - 1).astype(np.int32)
        columns = np.clip((across + wobble * 0.6) * FINE, 0, self.width * FINE - 1).astype(np.int32)
        part = self.tone[mask.box]
        seen = np.minimum(self.tone, 1 - self.key)[rows, columns]
        part[:] = self.value(base, mask) * (1 - fade) + seen * fade
        self.key[mask.box] = 0
        for spot in self.spots.values():
            spot[mask.box] = spot[rows, columns] * fade
