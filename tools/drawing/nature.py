"""Sky, land, water, weather and what grows."""

from __future__ import annotations

import math

import numpy as np

from .engrave import step
from .fields import PITCH, level, sea, slant
from .palette import Colour
from .plate import FINE, Array, Field, Mask, Plate, Point
from .shapes import brush, ridge, smooth


def fade(top: float, bottom: float, first: float, second: float) -> Field:
    """Return a tone that changes from y `top` to y `bottom`."""
    return lambda _x, y: first + (second - first) * step(top, bottom, y)


def sky(
    p: Plate,
    bottom: float,
    top: float = 0.5,
    low: float = 0.95,
    cloud: float = 0.4,
    cover: float = 0.0,
    sun: Point = (-10, -14),
    cell: float = 230,
    seed: int = 3,
    pitch: float = PITCH,
) -> None:
    """Paint a sky of lying lines; clouds lift and darken it, lit from the side of `sun`."""
    form = p.noise(cell, 5, seed, 2.2)

    def tone(x: Array, y: Array) -> Array:
        base = top + (low - top) * np.clip(y / bottom, 0, 1) ** 1.3
        if not cloud:
            return base + 0 * x
        here = form(x, y)
        mass = step(-0.15 - cover, 0.5 - cover, here)
        moved = shifted(here, round(sun[0] * FINE), round(sun[1] * FINE))
        light = np.clip((here - moved) * 1.2, -0.6, 0.6)
        return base + cloud * mass * (0.34 + light) - cloud * 0.16 * mass * step(0.2, 0.9, here)

    p.paint(p.whole(0, bottom), tone, level(pitch, form, 10 if cloud else 2))


def shifted(field: Array, right: int, down: int) -> Array:
    """Return the field moved, its edges held."""
    rows = np.clip(np.arange(field.shape[0]) - down, 0, field.shape[0] - 1)
    columns = np.clip(np.arange(field.shape[1]) - right, 0, field.shape[1] - 1)
    return field[rows][:, columns]


def disc_of_light(
    p: Plate,
    x: float,
    y: float,
    radius: float,
    halo: float = 6,
    strength: float = 0.6,
    colour: Colour | None = None,
) -> None:
    """Hang the moon or the sun, with light around it."""
    p.glow(x, y, radius * halo, strength, colour)
    p.paint(p.disc(x, y, radius), 1.0)
    if colour:
        p.spot(p.disc(x, y, radius), colour, 0.5)


def stars(p: Plate, bottom: float, count: int, largest: float = 2.4, top: float = 0) -> None:
    """Sprinkle stars as white dots of the paper."""
    for _ in range(count):
        x, y = p.random.uniform(0, p.width), p.random.uniform(top, bottom)
        size = 0.7 + (largest - 0.7) * p.random.random() ** 4
        p.paint(p.disc(x, y, size + 1.6), 0.15)
        p.paint(p.disc(x, y, size), 1.0)


def hills(
    p: Plate,
    y: float,
    rise: float,
    tone: float,
    seed: int,
    cell: float = 420,
    degrees: float = 18,
    relief: float = 0.2,
    pitch: float = PITCH,
    outline: float = 1.4,
    bottom: float = 1100,
    fall: float = 0.0,
) -> list[Point]:
    """Paint a range; its slopes turn to the light by `relief`, and pale by `fall` towards the foot."""
    land = ridge(p.width, y, rise, cell, seed, bottom)
    form = p.noise(max(rise * 0.8, 24), 4, seed, 1.4)
    p.paint(
        p.area(land),
        lambda x, down: tone + relief * form(x, down) + fall * step(y - rise, y + 240, down),
        slant(degrees, pitch, form, min(rise * 0.08, 9)),
    )
    if outline:
        p.outline(land[:-2], width=outline, closed=False)
    return land


def water(
    p: Plate,
    horizon: float,
    bottom: float = 1067,
    far: float = 0.8,
    near: float = 0.5,
    rough: float = 0.2,
    height: float = 5,
    pitch: float = PITCH,
    seed: int = 5,
) -> None:
    """Paint open water from the horizon to the reader."""
    form = p.noise(26, 3, seed, 6)
    p.paint(
        p.whole(horizon, bottom),
        lambda x, y: (
            far
            + (near - far) * np.clip((y - horizon) / (bottom - horizon), 0, 1)
            + rough * form(x, y) * np.clip((y - horizon) / 120, 0.15, 1.3)
        ),
        sea(horizon, height, pitch),
    )


def glitter(
    p: Plate,
    x: float,
    horizon: float,
    bottom: float,
    spread: float = 60,
    count: int = 160,
    colour: Colour | None = None,
    first: float = 14,
) -> None:
    """Lay the broken path of a light on the water."""
    for _ in range(count):
        part = p.random.random() ** 1.4
        y = horizon + 3 + part * (bottom - horizon)
        wide = (first + spread * part) * (0.3 + p.random.random())
        at = x + p.random.normal(0, 0.5) * (first + spread * part)
        dash = p.disc(at, y, wide * 0.6, 1.2 + 2.6 * part)
        p.paint(dash, 1.0, alpha=0.95)
        if colour:
            p.spot(dash, colour, 0.8)


def rain(
    p: Plate,
    count: int = 700,
    degrees: float = 76,
    length: float = 60,
    light: float = 0.9,
    area: tuple[float, float, float, float] = (0, 0, 1600, 1067),
) -> None:
    """Let it rain in thin strokes, light on the dark and dark on the light."""
    turn = math.radians(degrees)
    run = (-math.cos(turn), math.sin(turn))
    for index in range(count):
        x, y = p.random.uniform(area[0], area[2]), p.random.uniform(area[1], area[3])
        long = length * p.random.uniform(0.4, 1.2)
        drop = p.stroke([(x, y), (x + run[0] * long, y + run[1] * long)], width=1.1 + (index % 3) * 0.3)
        if index % 3:
            p.paint(drop, light, alpha=0.8)
        else:
            p.ink(drop, 0.55)


def crown(
    p: Plate,
    x: float,
    y: float,
    width: float,
    height: float,
    dark: float = 0.12,
    bright: float = 0.85,
    blobs: int = 60,
    light: Point = (-0.6, -0.8),
    size: float = 0.2,
) -> None:
    """Paint a head of leaves: clumps from the shaded inside to the lit outside."""
    for index in range(blobs):
        part = index / blobs
        turn, far = p.random.uniform(0, 2 * math.pi), math.sqrt(p.random.random()) * (1 - 0.28 * part)
        cx = x + width / 2 * far * math.cos(turn) + light[0] * width * 0.13 * part
        cy = y + height / 2 * far * math.sin(turn) + light[1] * height * 0.13 * part
        radius = width * size * p.random.uniform(0.55, 1) * (1 - 0.5 * part)
        facing = (math.cos(turn) * light[0] + math.sin(turn) * light[1]) * far
        tone = dark + (bright - dark) * max(0.0, min(1.0, 0.75 * part + 0.4 * facing))
        clump(p, cx, cy, radius, tone)


def clump(p: Plate, x: float, y: float, radius: float, tone: float) -> None:
    """Paint one clump of leaves with a scalloped edge and a shadow under it."""
    turns = np.linspace(0, 2 * math.pi, 26, endpoint=False)
    edge = radius * (1 + 0.13 * np.cos(turns * 6 + x) + 0.1 * p.random.normal(0, 0.6, turns.size))
    leaf = list(zip(x + edge * np.cos(turns), y + 0.85 * edge * np.sin(turns), strict=True))
    p.paint(
        p.area(leaf),
        lambda _x, down: tone + 0.14 - 0.34 * step(y - radius, y + radius, down),
        slant(-28, 5.5),
    )


def trunk(
    p: Plate, x: float, y: float, height: float, width: float, sway: float = 0, tone: float = 0.2
) -> None:
    """Paint a trunk that stands at y."""
    way = smooth([(x, y), (x + sway * 0.3, y - height * 0.4), (x + sway, y - height)])
    p.paint(p.area(brush(way, [width * 1.7, width, width * 0.6])), tone, slant(80, 5))


def bare_tree(
    p: Plate,
    x: float,
    y: float,
    height: float,
    width: float,
    seed: int = 1,
    turn: float = 0,
    depth: int = 7,
    tone: float = 0.05,
) -> None:
    """Paint a winter tree, branch by branch."""
    random, parts = np.random.default_rng(seed), []

    def grow(at: Point, angle: float, long: float, thick: float, left: int) -> None:
        end = (at[0] + long * math.sin(angle), at[1] - long * math.cos(angle))
        bend = ((at[0] + end[0]) / 2 + random.normal(0, long * 0.06), (at[1] + end[1]) / 2)
        parts.append(brush(smooth([at, bend, end], steps=4), [thick, thick * 0.68]))
        if left:
            for side in (-1, 1):
                grow(
                    end,
                    angle + side * random.uniform(0.2, 0.62),
                    long * random.uniform(0.66, 0.86),
                    thick * 0.66,
                    left - 1,
                )

    grow((x, y), turn, height * 0.27, width, depth)
    p.paint(p.area(*parts), tone, slant(80, 5))


def pine(p: Plate, x: float, y: float, height: float, tone: float = 0.12, snow: float = 0.0) -> None:
    """Paint a fir, tier by tier, with snow on its boughs where wanted."""
    p.paint(p.area([(x - height * 0.02, y), (x + height * 0.02, y), (x, y - height)]), 0.05)
    tiers = 9
    for index in range(tiers, 0, -1):
        part = index / tiers
        low, wide = y - height * 0.06 - height * (1 - part) * 0.92, height * 0.23 * part + 2
        edge = [(x, low - height * 0.2)]
        for side in (1, -1):
            steps = [
                (x + side * wide * s, low + height * 0.03 * math.sin(s * 9 + x) + height * 0.045 * s)
                for s in (1, 0.75, 0.5, 0.25)
            ]
            edge += steps if side == 1 else steps[::-1]
        p.paint(
            p.area(edge), lambda across, _y: tone + 0.22 * step(x + wide, x - wide, across), slant(60, 5)
        )
        if snow:
            cap = [
                (x, low - height * 0.19),
                (x - wide * 0.9, low),
                (x - wide * 0.4, low - height * 0.035),
                (x + wide * 0.1, low - height * 0.03),
                (x + wide * 0.3, low - height * 0.08),
            ]
            p.paint(p.area(cap), 0.9 * snow + 0.1)


def mist(p: Plate, top: float, bottom: float, tone: float, amount: float, seed: int = 8) -> None:
    """Lay mist over a band, thickest in its middle."""
    form = p.noise(120, 3, seed, 4)
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    p.paint(
        p.whole(max(top, 0), min(bottom, p.height)),
        tone,
        alpha=lambda x, y: (
            amount * np.clip(1 - ((y - middle) / half) ** 2, 0, 1) * (0.8 + 0.4 * form(x, y))
        ),
    )


def grass(
    p: Plate, points: list[Point], length: float = 16, tone: float = 0.08, lean: float = 0.2
) -> None:
    """Set tufts at the points."""
    blades = []
    for x, y in points:
        for _ in range(4):
            off, tip = p.random.normal(0, length * 0.3), p.random.normal(lean, 0.35)
            tall = length * p.random.uniform(0.5, 1.2)
            blades.append([(x + off - 1, y), (x + off + 1, y), (x + off + tip * tall, y - tall)])
    p.paint(p.area(*blades), tone)


def spread(mask: Mask | None, plate: Plate, tone: float) -> None:
    """Darken the ground softly below `mask`: a cast shadow."""
    plate.shade(plate.soft(mask, 8), tone)
