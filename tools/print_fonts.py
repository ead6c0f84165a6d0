"""Make the faces that the paper is printed with, whole and as TrueType.

Run once, when a face changes; the results are kept in the tree:

    pip install fonttools brotli
    python tools/print_fonts.py

Browsers get each face cut into many small files (`tools/fonts.py`). The
typesetter wants one file a face with every letter in it, so the pieces of the
same open-licence sources are put together here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.fonts import CUTS, SANS, SERIF, Cut, fetch, instance

THEME = Path(__file__).parent.parent / "src/broadsheet/themes/default"
FONTS = THEME / "print/fonts"
PIECES = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese")
ARABIC = "noto-naskh-arabic"  # Noto's licence reserves no name
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "lnum", "onum", "pnum", "tnum"]
# What a typesetter chooses a face by: weight, and the bits that say italic and bold.
WEIGHTS = {"display": (600, 0, 0), "text": (400, 0, 0), "text-italic": (400, 1, 0),
           "text-bold": (700, 0, 1), "sans": (500, 0, 0)}  # fmt: skip


def whole(cut: Cut, into: Path) -> TTFont:
    """Return the face of `cut` with the letters of every script its package has."""
    parts = []
    for piece in PIECES:
        part = instance(cut, piece, into)
        part.flavor = None
        for table in ("STAT", "HVAR", "MVAR", "avar", "gasp", "fpgm", "prep", "cvt "):
            if table in part:
                del part[table]
        path = into / f"{cut.file}-{piece}.ttf"
        lean(part).save(path)
        parts.append(str(path))
    return merge.Merger().merge(parts)


def lean(font: TTFont) -> TTFont:
    """Keep the letters of `font` and the features that print uses."""
    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[1, 2], notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=font.getBestCmap())
    cutter.subset(font)
    return font


def name(font: TTFont, cut: Cut) -> None:
    """Give `font` the paper's own name (its licence reserves the old one) and its weight."""
    weight, italic, bold = WEIGHTS[cut.file]
    style = "Italic" if italic else "Bold" if bold else "Regular"
    for record in list(font["name"].names):
        font["name"].removeNames(nameID=record.nameID)
    for number, text in ((1, cut.family), (2, style), (4, f"{cut.family} {style}"),
                         (6, f"{cut.family}-{style}".replace(" ", ""))):  # fmt: skip
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = italic | bold << 5 | (0 if italic or bold else 1 << 6)
    font["head"].macStyle = bold | italic << 1


def main() -> None:
    """Write the faces and their licences."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        for cut in CUTS:
            font = whole(cut, into)
            name(font, cut)
            font.save(FONTS / f"{cut.file}.ttf")
        for weight in (400, 700):
            package = fetch(f"@fontsource/{ARABIC}", into)
            font = TTFont(package / f"files/{ARABIC}-arabic-{weight}-normal.woff2")
            font.flavor = None
            font.save(FONTS / f"{ARABIC}-{weight}.ttf")
        for package in (SERIF, SANS):
            licence = fetch(f"@fontsource-variable/{package}", into) / "LICENSE"
            (FONTS / f"LICENSE-{package}.txt").write_text(licence.read_text())
        licence = fetch(f"@fontsource/{ARABIC}", into) / "LICENSE"
        (FONTS / f"LICENSE-{ARABIC}.txt").write_text(licence.read_text())
    for path in sorted(FONTS.glob("*.ttf")):
        print(f"{path.name:32}{path.stat().st_size:8}")


if __name__ == "__main__":
    main()
