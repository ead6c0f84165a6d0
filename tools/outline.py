"""Draw the world's land and borders as one small SVG, from the npm package world-atlas.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outline.py package/countries-110m.json

The shapes are Natural Earth's (public domain) at 1 : 110 million; the package
is under the ISC licence, which stands beside the drawing. A unit is a tenth of
a degree: x goes east, y goes south (WGS 84, no projection).
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/broadsheet/themes/default/static/map/world.svg"
Point = tuple[int, int]


def arcs_of(atlas: dict[str, Any]) -> list[list[Point]]:
    """The lines of a TopoJSON file (its specification, §2.1.3), in tenths of a degree."""
    (east, north), (x0, y0) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    found = []
    for arc in atlas["arcs"]:
        x = y = 0
        line: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * east + x0) * 10), round(-(y * north + y0) * 10))
            if not line or line[-1] != point:
                line.append(point)
        found.append(line)
    return found


def ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A closed line of several arcs; a number below zero is an arc backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def rings_of(shape: dict[str, Any]) -> list[list[int]]:
    """The rings of a polygon, of several, or of a collection."""
    if shape["type"] == "GeometryCollection":
        return [one for inner in shape["geometries"] for one in rings_of(inner)]
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
    return [one for polygon in polygons for one in polygon]


def path(lines: list[list[Point]], *, closed: bool) -> str:
    """Lines as an SVG path with relative steps, which are shorter."""
    parts = []
    for line in lines:
        if len(line) < 2:
            continue
        x, y = line[0]
        steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(line)]
        parts.append(f"M{x} {y}l{' '.join(steps)}{'z' if closed else ''}".replace(" -", "-"))
    return "".join(parts)


def main(source: str) -> None:
    atlas = json.loads(Path(source).read_text())
    arcs = arcs_of(atlas)
    land = [ring(numbers, arcs) for numbers in rings_of(atlas["objects"]["land"])]
    sides: dict[int, int] = {}
    for numbers in rings_of(atlas["objects"]["countries"]):
        for number in numbers:
            key = number if number >= 0 else ~number
            sides[key] = sides.get(key, 0) + 1
    borders = [arcs[key] for key, number in sorted(sides.items()) if number > 1]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -900 3600 1800">'
        f'<path id="land" vector-effect="non-scaling-stroke" d="{path(land, closed=True)}"/>'
        f'<path id="borders" vector-effect="non-scaling-stroke" d="{path(borders, closed=False)}"/>'
        "</svg>\n"
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(land)} shapes, {len(borders)} borders")


if __name__ == "__main__":
    main(sys.argv[1])
