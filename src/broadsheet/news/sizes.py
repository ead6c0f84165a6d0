"""The widths and formats in which pictures are shown."""

from __future__ import annotations

from typing import Any

WIDTHS = (320, 480, 640, 960, 1280, 1600)  # CSS widths we lay out for, and their doubles
FALLBACK_WIDTH = 960
# Made in advance: what nearly every browser takes, and takes longest to make.
IN_ADVANCE = "avif"


def widths_of(image: Any) -> list[int]:
    """The widths in which a picture is offered: none wider than it is."""
    return [width for width in WIDTHS if width < image.width] or [image.width]


def spec(width: int, kind: str) -> str:
    """Wagtail's name of a rendition."""
    return f"width-{width}|format-{kind}"
