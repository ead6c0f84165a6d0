"""The paper's inks: one sheet, and an ink with two washes for each section."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]

PAPER: Colour = (246, 238, 221)
LANTERN: Colour = (214, 78, 42)
LAMP: Colour = (247, 196, 92)
COMET: Colour = (250, 236, 196)


@dataclass(frozen=True)
class Inks:
    """What one plate is printed with: line ink, wash of the shadows, wash of the middle."""

    line: Colour
    shadow: Colour
    middle: Colour
    paper: Colour = PAPER


SECTIONS = {
    "world": Inks((16, 29, 47), (74, 100, 124), (184, 193, 189)),
    "city": Inks((31, 26, 24), (112, 98, 84), (208, 190, 160)),
    "business": Inks((18, 36, 32), (84, 110, 96), (196, 200, 172)),
    "science": Inks((20, 20, 52), (84, 86, 134), (188, 188, 200)),
    "culture": Inks((44, 16, 22), (140, 88, 76), (222, 192, 162)),
    "sport": Inks((12, 34, 44), (72, 114, 120), (184, 200, 192)),
}
