"""Cut the theme's web fonts from their open-licence sources.

Run once, when a face or a range changes; the results are kept in the tree:

    pip install fonttools brotli
    python tools/fonts.py

It needs `npm` to fetch the sources (packages of Fontsource), cuts each face to
one static instance per script, and writes the files, their licences and
`css/fonts.css`, which has the `@font-face` rules and fallbacks adjusted to the
same metrics so that a page does not move when a font arrives.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

STATIC = Path(__file__).parent.parent / "src/broadsheet/themes/default/static"

# Figures, points and dashes are in a file of their own: a page in Cyrillic needs them, and
# no Latin letters. The next carries the letters of almost every Latin page, so that an
# article loads few and small files; rarer letters wait for a page that has them.
FIGURES = (
    "U+20-40,U+5B-60,U+7B-7E,U+A0,U+A3,U+A9,U+AB,U+AD,U+B0,U+B7,U+BB,U+2013,U+2014,"
    "U+2018-201A,U+201C-201E,U+2026,U+20AC"
)
# In italics these are upright, which nobody sees: a word in italics costs one file, not two.
POINTS = "U+20,U+2C-2E,U+A0,U+2013,U+2014,U+2019"
LETTERS = "U+41-5A,U+61-7A,U+C9,U+DC,U+DF,U+E0-E2,U+E4,U+E7-EB,U+ED,U+EE,U+F1,U+F3,U+F4,U+F6,U+FA-FC"
LATIN_1 = (
    "U+A1,U+A2,U+A4-A8,U+AA,U+AC,U+AE,U+AF,U+B1-B6,U+B8-BA,U+BC-C8,U+CA-DB,U+DD,U+DE,U+E3,U+E5,"
    "U+E6,U+EC,U+EF,U+F0,U+F2,U+F5,U+F7-F9,U+FD-FF,U+152,U+153,U+2022,U+2032,U+2033,U+2039,"
    "U+203A,U+2044,U+2122,U+2212"
)
# range name: (which file of the package, code points)
RANGES = {
    "figures": ("latin", FIGURES),
    "latin": ("latin", LETTERS),
    "latin-1": ("latin", LATIN_1),
    "latin-ext": (
        "latin-ext",
        "U+100-151,U+154-17F,U+18F,U+192,U+1A0,U+1A1,U+1AF,U+1B0,U+1CD-1DC,"
        "U+218-21B,U+259,U+1E80-1E85,U+1E9E,U+1EA0-1EF9",
    ),
    "cyrillic": ("cyrillic", "U+400-45F,U+490,U+491,U+4B0,U+4B1,U+2116"),
    # Ә Ғ Қ Ң Ө Ү Һ
    "kazakh": (
        "cyrillic-ext",
        "U+492,U+493,U+49A,U+49B,U+4A2,U+4A3,U+4AE,U+4AF,U+4BA,U+4BB,U+4D8,U+4D9,U+4E8,U+4E9",
    ),
    # and the other languages written in Cyrillic
    "cyrillic-ext": (
        "cyrillic-ext",
        "U+48A-48F,U+494-499,U+49C-4A1,U+4A4-4AD,U+4B2-4B9,U+4BC-4D7,U+4DA-4E7,U+4EA-4FF",
    ),
}


@dataclass(frozen=True)
class Cut:
    """One face: which package, which point of its axes, what CSS calls it."""

    family: str
    file: str
    package: str
    axes: str
    at: dict[str, float]
    weight: str
    style: str = "normal"


SERIF, SANS = "source-serif-4", "source-sans-3"
CUTS = [
    Cut("Broadsheet Display", "display", SERIF, "opsz", {"opsz": 60, "wght": 600}, "400 900"),
    Cut("Broadsheet Text", "text", SERIF, "opsz", {"opsz": 14, "wght": 400}, "400"),
    Cut("Broadsheet Text", "text-italic", SERIF, "opsz", {"opsz": 14, "wght": 400}, "400", "italic"),
    Cut("Broadsheet Text", "text-bold", SERIF, "opsz", {"opsz": 14, "wght": 680}, "600 900"),
    Cut("Broadsheet Sans", "sans", SANS, "wght", {"wght": 500}, "400 900"),
]

# What a system shows while a font is on its way: (names there, package whose
# advance widths are the same: Gelasio has Georgia's, Liberation the others').
FALLBACKS = {
    "Georgia": (["Georgia", "Gelasio"], "gelasio"),
    "Times": (["Times New Roman", "Liberation Serif", "Tinos"], "tinos"),
    "Arial": (["Arial", "Liberation Sans", "Arimo", "Roboto", "Helvetica"], "arimo"),
}
# Letters of English prose with their frequency in a thousand, space included.
PROSE = dict(
    zip(
        " etaoinshrdlcumwfgypbvk",
        (183, 104, 73, 66, 62, 57, 57, 52, 49, 49, 35, 33, 23, 23, 20, 18, 16, 16, 14, 13, 12, 8, 6),
        strict=True,
    )
)


def fetch(package: str, into: Path) -> Path:
    """Unpack the npm package of that name below `into`; return its folder."""
    folder = into / package.replace("/", "-")
    if not folder.exists():
        done = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=into, check=True, capture_output=True, text=True
        )
        with tarfile.open(into / done.stdout.split()[-1]) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


def points(ranges: str) -> list[int]:
    """Return the code points that a CSS unicode-range names."""
    found: list[int] = []
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def instance(cut: Cut, source: str, into: Path) -> TTFont:
    """Return the face of `cut` for one script as a static font."""
    package = fetch(f"@fontsource-variable/{cut.package}", into)
    font = TTFont(package / f"files/{cut.package}-{source}-{cut.axes}-{cut.style}.woff2")
    return instancer.instantiateVariableFont(font, cut.at)


def narrow(font: TTFont, ranges: str, family: str, target: Path) -> None:
    """Keep only `ranges` of `font`, rename it (its licence reserves the old name), write it."""
    options = subset.Options(
        layout_features=["kern", "liga", "mark"],
        hinting=False,
        flavor="woff2",
        name_IDs=[1, 2],
        notdef_outline=True,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points(ranges))
    cutter.subset(font)
    for record in font["name"].names:
        record.string = family if record.nameID == 1 else "Regular"
    font.flavor = "woff2"
    font.save(target)


def width(font: TTFont) -> float:
    """Return the mean advance of prose set in `font`, in ems."""
    names, advances = font.getBestCmap(), font["hmtx"]
    total = sum(advances[names[ord(letter)]][0] * share for letter, share in PROSE.items())
    return total / sum(PROSE.values()) / font["head"].unitsPerEm


def fallback(cut: Cut, face: TTFont, kind: str, into: Path) -> str:
    """Return the rule of a system font stretched to the measure of `face`."""
    names, twin = FALLBACKS[kind]
    package = fetch(f"@fontsource/{twin}", into)
    weight = 700 if cut.file in ("display", "text-bold") else 400
    ratio = width(face) / width(TTFont(package / f"files/{twin}-latin-{weight}-normal.woff2"))
    head, unit = face["hhea"], face["head"].unitsPerEm * ratio
    local = [f'local("{name}{" Bold" if weight == 700 else ""}")' for name in names]
    return (
        f'@font-face{{font-family:"{cut.family} {kind}";font-weight:{cut.weight};'
        f"src:{','.join(local)};"
        f"size-adjust:{ratio:.2%};ascent-override:{head.ascent / unit:.2%};"
        f"descent-override:{-head.descent / unit:.2%};line-gap-override:0%}}"
    )


def rule(cut: Cut, file: str, ranges: str) -> str:
    """Return the rule by which a browser finds `file` for the letters of `ranges`."""
    return (
        f'@font-face{{font-family:"{cut.family}";font-weight:{cut.weight};'
        f"font-style:{cut.style};font-display:swap;"
        f'src:url("../fonts/{file}") format("woff2");unicode-range:{ranges}}}'
    )


def main() -> None:
    """Write the fonts, their licences and the rules that name them."""
    rules, fonts = [], STATIC / "fonts"
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        for cut in CUTS:
            for name, (source, ranges) in RANGES.items():
                face = instance(cut, source, into)
                if cut.style == "normal" and cut.file != "text-bold" and name == "latin":
                    kinds = ["Arial"] if cut.package == SANS else ["Georgia", "Times"]
                    rules += [fallback(cut, face, kind, into) for kind in kinds]
                target = fonts / f"{cut.file}-{name}.woff2"
                narrow(face, ranges, cut.family, target)
                print(f"{target.name:32}{target.stat().st_size:8}")
                rules.append(rule(cut, target.name, ranges))
            if cut.style == "italic":
                rules.append(rule(cut, "text-figures.woff2", POINTS))
        for package in (SERIF, SANS):
            licence = fetch(f"@fontsource-variable/{package}", into) / "LICENSE"
            (fonts / f"LICENSE-{package}.txt").write_text(licence.read_text())
    (STATIC / "css/fonts.css").write_text("/* Written by tools/fonts.py */\n" + "\n".join(rules) + "\n")


if __name__ == "__main__":
    main()
