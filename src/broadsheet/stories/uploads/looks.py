"""What a picture looks like, in 64 bits that stay nearly the same when it is scaled or saved anew.

A difference hash: the picture as 9 by 8 grey fields, and for each two
neighbours whether it gets brighter.
"""

from __future__ import annotations

from PIL import Image

WIDTH, HEIGHT = 8, 8
PLAIN = 12  # grey steps of 255: less than this between the darkest and the brightest field
NEAR = 6  # bits of 64 that may differ


def look_of(image: Image.Image) -> str:
    """Sixteen hexadecimal digits; "" for a plain surface, which looks like all others."""
    small = image.convert("L").resize((WIDTH + 1, HEIGHT), Image.Resampling.LANCZOS)
    grey = small.tobytes()
    if max(grey) - min(grey) < PLAIN:
        return ""
    bits = 0
    for row in range(HEIGHT):
        start = row * (WIDTH + 1)
        for left, right in zip(grey[start : start + WIDTH], grey[start + 1 :], strict=False):
            bits = bits << 1 | (left < right)
    return f"{bits:016x}"


def mirrored(look: str) -> str:
    """What the same picture looks like in a mirror."""
    rows = bytes.fromhex(look)
    return bytes(int(f"{row:08b}"[::-1], 2) ^ 0xFF for row in rows).hex()


def alike(one: str, other: str) -> bool:
    """Whether two pictures may be one, also when one of them was turned into its mirror image."""
    if not one or not other:
        return False
    there = int(other, 16)
    return any((int(look, 16) ^ there).bit_count() <= NEAR for look in (one, mirrored(one)))
