"""The list of pictures, and how one is written to the demo edition."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageFilter

from .engrave import print_plate
from .palette import SECTIONS
from .plate import Plate

FOLDER = Path(__file__).parents[2] / "demo/pictures"

Drawer = Callable[[], Image.Image]
PICTURES: dict[str, Drawer] = {}


def scene(name: str, section: str) -> Callable[[Callable[[], Plate]], Callable[[], Plate]]:
    """Enter an engraved scene, printed in the inks of a section."""

    def enter(draw: Callable[[], Plate]) -> Callable[[], Plate]:
        PICTURES[f"{name}.jpg"] = lambda: print_plate(draw(), SECTIONS[section])
        return draw

    return enter


def chart(name: str) -> Callable[[Drawer], Drawer]:
    """Enter a chart or a map."""

    def enter(draw: Drawer) -> Drawer:
        PICTURES[name] = draw
        return draw

    return enter


def packed(image: Image.Image) -> bytes:
    """Return a JPEG as good as its size allows: a telephone loads 0.2 MB for a scene, half for a portrait."""
    largest = 60_000 + 0.08 * image.width * image.height
    for softer in (0.5, 0.8):  # in points; a tenth fewer bytes, and no edge looks worse for it
        sheet = image.filter(ImageFilter.GaussianBlur(softer))
        for quality in (80, 74, 68, 62, 57, 53, 49, 46, 43, 40, 37, 34, 31):
            out = io.BytesIO()
            sheet.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2)
            if out.tell() <= largest:
                return out.getvalue()
    return out.getvalue()


def write(name: str, folder: Path = FOLDER) -> int:
    """Draw one picture into the folder; return its size in bytes."""
    image = PICTURES[name]()
    target = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".jpg":
        target.write_bytes(packed(image))
    else:
        image.quantize(32, dither=Image.Dither.NONE).save(target, optimize=True)
    return target.stat().st_size
