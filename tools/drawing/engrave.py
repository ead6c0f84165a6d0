"""From tone to ink: lines that swell with the shadow, crossed where it is deep."""

from __future__ import annotations

import numpy as np
from PIL import Image

from .palette import Colour, Inks
from .plate import FINE, Array, Plate


def step(low: float, high: float, value: Array) -> Array:
    """Rise smoothly from 0 at `low` to 1 at `high`."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return part * part * (3 - 2 * part)


def slope(phase: Array) -> Array:
    """Return how many lines a fine point is wide there, kept sane across borders of regions."""
    across = np.abs(np.diff(phase, axis=1, append=phase[:, -1:]))
    down = np.abs(np.diff(phase, axis=0, append=phase[-1:]))
    return np.clip(np.hypot(across, down), 1 / 40, 1 / 6)


def lines(phase: Array, width: Array) -> Array:
    """Return the ink of lines that fill the share `width` of the space between them."""
    off = np.abs(phase - np.round(phase))
    return np.clip((width / 2 - off) / slope(phase) + 0.5, 0, 1) * step(0.02, 0.07, width)


def engraved(plate: Plate) -> Array:
    """Return the ink of the whole plate, 0 to 1 for each fine point."""
    across, down = plate.across, plate.down
    hand = plate.noise(60, 2, 97)(across, down) * 0.10
    dark = 1 - plate.tone
    ink = lines(plate.phase + hand, np.clip(dark * 0.94 - 0.05, 0, 0.8))
    cross = plate.cross
    plain = cross == 0
    cross = np.where(plain, (across * 0.62 + down * 0.78) / 10, cross)
    ink = 1 - (1 - ink) * (1 - lines(cross + hand, np.clip((dark - 0.68) * 1.3, 0, 0.4)))
    ink = 1 - (1 - ink) * (1 - step(0.86, 0.95, dark))
    return np.maximum(ink, plate.key)


def washed(plate: Plate, inks: Inks) -> Array:
    """Return the colour below the ink: the paper, and a wash that follows the tone."""
    small = plate.tone.reshape(plate.height, FINE, plate.width, FINE).mean((1, 3))
    stops = [0.0, 0.38, 0.86, 1.0]
    colours = np.array([inks.shadow, inks.shadow, inks.paper, inks.paper], np.float32)
    colours[1] = (np.array(inks.shadow) + 2 * np.array(inks.middle)) / 3
    return np.stack([np.interp(small, stops, colours[:, band]) for band in range(3)], -1).astype(
        np.float32
    )


def coloured(ground: Array, plate: Plate, colour: Colour, layer: Array) -> Array:
    """Return the ground with a spot colour printed on it."""
    amount = layer.reshape(plate.height, FINE, plate.width, FINE).mean((1, 3))[..., None]
    return ground + (np.array(colour, np.float32) - ground) * amount


def print_plate(plate: Plate, inks: Inks) -> Image.Image:
    """Return the finished picture."""
    ground = washed(plate, inks)
    for colour, layer in plate.spots.items():
        ground = coloured(ground, plate, colour, layer)
    ink = engraved(plate).reshape(plate.height, FINE, plate.width, FINE).mean((1, 3))[..., None]
    page = ground + (np.array(inks.line, np.float32) - ground) * ink
    return Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
