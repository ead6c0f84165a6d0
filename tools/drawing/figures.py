"""Small people as silhouettes: a skeleton of angles, dressed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .plate import Field, Plate, Point, Tone
from .shapes import arc, limb


@dataclass(frozen=True)
class Pose:
    """Angles in degrees from hanging straight down, forwards positive; `lean` is of the body."""

    lean: float = 2
    thighs: Point = (11, -9)
    shins: Point = (5, -6)
    arms: Point = (16, -17)
    forearms: Point = (24, -6)
    head: float = 0


STAND = Pose()
WALK = Pose(5, (24, -18), (10, -30), (-22, 20), (-6, 38))
STRIDE = Pose(7, (32, -22), (22, -34), (-28, 26), (-10, 52))
RUN = Pose(14, (58, -24), (-16, -88), (-52, 34), (34, 120))
RUN_2 = Pose(12, (34, -38), (6, -62), (-38, 46), (48, 128))
RUN_3 = Pose(16, (74, -12), (4, -104), (-60, 26), (22, 112))
POINT = Pose(0, (6, -4), (4, -4), (96, -8), (98, 10))
UMBRELLA = Pose(4, (20, -16), (8, -24), (58, -6), (150, 8))
SIT = Pose(4, (88, 82), (2, -4), (34, 28), (70, 62))
WORK = Pose(28, (10, -8), (0, -10), (52, 40), (76, 70), 20)
SKI = Pose(42, (72, 60), (-18, -30), (28, 18), (84, 76), -24)
SKATE = Pose(38, (62, -34), (-8, -44), (44, 30), (60, 50), -20)


def _reach(start: Point, length: float, degrees: float, facing: int) -> Point:
    turn = math.radians(degrees)
    return start[0] + facing * length * math.sin(turn), start[1] + length * math.cos(turn)


def joints(x: float, y: float, height: float, pose: Pose, facing: int) -> dict[str, Point]:
    """Return where the parts of the body are, the lowest foot standing on y."""
    place: dict[str, Point] = {"hip": (x, y - 0.5 * height)}
    for side in (0, 1):
        place[f"knee{side}"] = _reach(place["hip"], 0.245 * height, pose.thighs[side], facing)
        place[f"foot{side}"] = _reach(place[f"knee{side}"], 0.245 * height, pose.shins[side], facing)
    place["chest"] = _reach(place["hip"], -0.255 * height, -pose.lean, facing)
    place["neck"] = _reach(place["hip"], -0.295 * height, -pose.lean, facing)
    place["crown"] = _reach(place["neck"], -0.125 * height, -pose.lean - pose.head, facing)
    for side in (0, 1):
        place[f"elbow{side}"] = _reach(place["neck"], 0.175 * height, pose.arms[side], facing)
        place[f"hand{side}"] = _reach(place[f"elbow{side}"], 0.165 * height, pose.forearms[side], facing)
    sink = y - max(place["foot0"][1], place["foot1"][1]) - 0.02 * height
    return {name: (across, down + sink) for name, (across, down) in place.items()}


def body(x: float, y: float, height: float, pose: Pose = STAND, facing: int = 1) -> list[list[Point]]:
    """Return the outlines of one person."""
    at, h = joints(x, y, height, pose, facing), height
    parts = [
        limb(at["hip"], at["chest"], 0.16 * h, 0.19 * h),
        arc(*at["crown"], 0.056 * h, 0.072 * h, 0, 360, 20),
        limb(at["chest"], at["crown"], 0.075 * h, 0.06 * h),
    ]
    for side in (0, 1):
        knee, foot = at[f"knee{side}"], at[f"foot{side}"]
        parts += [
            limb(at["hip"], knee, 0.13 * h, 0.095 * h),
            limb(knee, foot, 0.09 * h, 0.055 * h),
            limb(foot, (foot[0] + facing * 0.065 * h, foot[1] + 0.005 * h), 0.045 * h, 0.03 * h),
            limb((at["chest"][0], at["chest"][1] - 0.035 * h), at[f"elbow{side}"], 0.085 * h, 0.065 * h),
            limb(at[f"elbow{side}"], at[f"hand{side}"], 0.055 * h, 0.04 * h),
        ]
    return parts


def coat(
    x: float, y: float, height: float, pose: Pose = STAND, facing: int = 1, hem: float = 0.24
) -> list[list[Point]]:
    """Return a long coat, to be added to a body."""
    at, h = joints(x, y, height, pose, facing), height
    (a, b), (c, d) = at["chest"], at["hip"]
    return [
        [
            (a - 0.08 * h, b),
            (a + 0.08 * h, b),
            (c + 0.10 * h, d),
            (c + 0.15 * h, y - hem * h),
            (c - 0.15 * h, y - hem * h),
            (c - 0.10 * h, d),
        ]
    ]


def hat(x: float, y: float, height: float, pose: Pose = STAND, facing: int = 1) -> list[list[Point]]:
    """Return a hat with a brim."""
    (a, b), h = joints(x, y, height, pose, facing)["crown"], height
    return [
        arc(a, b - 0.03 * h, 0.1 * h, 0.02 * h, 0, 360, 16),
        arc(a, b - 0.035 * h, 0.06 * h, 0.065 * h, 180, 360, 12),
    ]


def person(
    plate: Plate,
    x: float,
    y: float,
    height: float,
    pose: Pose = STAND,
    facing: int = 1,
    tone: Tone = 0.04,
    dress: str = "",
    lines: Field | None = None,
) -> dict[str, Point]:
    """Draw one person; `dress` may name "coat" and "hat". Return the joints, to hang things on."""
    parts = body(x, y, height, pose, facing)
    if "coat" in dress:
        parts += coat(x, y, height, pose, facing)
    if "hat" in dress:
        parts += hat(x, y, height, pose, facing)
    plate.paint(plate.area(*parts), tone, lines)
    return joints(x, y, height, pose, facing)
