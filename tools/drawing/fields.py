"""Which way the engraver's lines run: each field gives a phase, one line at every whole number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .plate import Array, Field

PITCH = 8.6  # points from line to line; finer is nicer on paper and costs bytes on a screen


def level(pitch: float = PITCH, bend: Field | None = None, by: float = 0) -> Field:
    """Lie flat; `bend` lets the lines rise and fall by that many points."""
    return slant(0, pitch, bend, by)


def slant(degrees: float, pitch: float = PITCH, bend: Field | None = None, by: float = 0) -> Field:
    """Run at an angle to the horizon, rising to the right when positive."""
    turn = np.radians(degrees)

    def field(x: Array, y: Array) -> Array:
        phase = (x * np.sin(turn) + y * np.cos(turn)) / pitch
        return phase if bend is None else phase + bend(x, y) * by / pitch

    return field


def rings(x0: float, y0: float, pitch: float = PITCH, flat: float = 1.0) -> Field:
    """Circle a point; `flat` below 1 makes ellipses that lie down."""
    return lambda x, y: np.hypot(x - x0, (y - y0) / flat) / pitch


def rays(x0: float, y0: float, pitch: float = PITCH) -> Field:
    """Run out from a point, with a new line between two wherever they leave room for it."""

    def field(x: Array, y: Array) -> Array:
        far = np.maximum(np.hypot(x - x0, y - y0), 4)
        turn = np.arctan2(y - y0, x - x0) + np.pi
        return turn * doubled(far / pitch)

    return field


def doubled(count: Array) -> Array:
    """Return the power of two nearest to `count`."""
    return np.exp2(np.round(np.log2(np.maximum(count, 1e-3))))


def sea(
    horizon: float, height: float = 4, pitch: float = PITCH, length: float = 150, turn: float = 0
) -> Field:
    """Lie in waves that grow from the horizon to the reader."""

    def field(x: Array, y: Array) -> Array:
        near = np.clip((y - horizon) / 420, 0.02, 2)
        swell = np.sin(x / (length * near + 24) + np.sin(y / 31) * 2.1 + turn)
        swell = swell + 0.5 * np.sin(x / (length * near * 0.43 + 11) - y / 23)
        return (y + swell * height * near) / pitch

    return field


def around(tone: Field, pitch: float = PITCH, by: float = 30, degrees: float = 0) -> Field:
    """Follow the form that a tone describes, as if the lines lay on it."""
    run = slant(degrees, pitch)
    return lambda x, y: run(x, y) + tone(x, y) * by / pitch


def mixed(first: Field, second: Field, share: Callable[[Array, Array], Array]) -> Field:
    """Use `second` where `share` is above a half."""
    return lambda x, y: np.where(share(x, y) > 0.5, second(x, y), first(x, y))
