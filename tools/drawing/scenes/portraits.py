"""The six authors as cameos: invented faces in profile, as on an old banknote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ..engrave import step
from ..fields import level, rings, slant
from ..gallery import scene
from ..palette import LANTERN
from ..plate import SQUARE, Plate, Point
from ..shapes import arc, brush, smooth

FRONT = {
    "hairline": (500, 232),
    "brow": (534, 300),
    "bridge": (529, 326),
    "nose": (550, 366),
    "tip": (580, 404),
    "under": (556, 422),
    "lip": (566, 452),
    "mouth": (549, 461),
    "lower": (561, 477),
    "dent": (543, 496),
    "chin": (556, 532),
    "jaw": (528, 566),
}


@dataclass(frozen=True)
class Face:
    """What tells one face from another: points moved, and who draws the rest."""

    moved: dict[str, Point] = field(default_factory=dict)
    hair: Callable[[Plate], None] = lambda _p: None
    skin: float = 1.0
    coat: float = 0.2
    spot: bool = False
    way: int = 1


def profile(face: Face) -> list[Point]:
    """Return the outline of head and neck, from the forehead round to the back."""
    front = [tuple(np.add(place, face.moved.get(name, (0, 0)))) for name, place in FRONT.items()]
    return smooth(
        [
            (420, 168),
            *front,
            (470, 574),
            (446, 612),
            (448, 690),
            (520, 800),
            (220, 800),
            (286, 690),
            (296, 580),
            (240, 460),
            (228, 330),
            (288, 208),
        ],
        closed=True,
        steps=9,
    )


def cameo(face: Face, seed: int) -> Plate:
    """Draw one author in an oval."""
    p = Plate(SQUARE, seed)
    p.paint(p.whole(), 1.0)
    oval = p.disc(400, 400, 350, 384)
    p.paint(oval, lambda x, y: 0.42 + 0.42 * step(560, 60, x) - 0.1 * step(300, 800, y), level(8.6))
    head = profile(face)
    p.shade(p.soft(p.area([(x - 26, y + 16) for x, y in head]), 20), 0.55)
    p.paint(p.area(head), lambda x, y: face.skin - shadow(x, y), rings(860, 330, 8))
    p.outline(head, width=3.2)
    features(p)
    coat(p, face)
    face.hair(p)
    frame(p)
    return p if face.way > 0 else turned(p)


def shadow(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Shade a head lit from the front: cheek, eye socket, under the jaw, the neck."""
    cheek = 0.42 * step(500, 300, x)
    jaw = 0.34 * step(470, 320, x) * step(430, 560, y)
    neck = 0.5 * step(552, 590, y) * step(560, 430, x) * step(760, 600, y)
    socket = 0.32 * np.exp(-(((x - 508) / 26) ** 2 + ((y - 336) / 17) ** 2))
    nose = 0.26 * np.exp(-(((x - 540) / 14) ** 2 + ((y - 412) / 12) ** 2))
    lip = 0.22 * np.exp(-(((x - 540) / 18) ** 2 + ((y - 492) / 9) ** 2))
    hollow = 0.2 * np.exp(-(((x - 456) / 40) ** 2 + ((y - 470) / 60) ** 2))
    return cheek + jaw + neck + socket + nose + lip + hollow


def features(p: Plate) -> None:
    """Eye, brow, nostril, mouth, ear."""
    eye = smooth(
        [(486, 350), (500, 339), (520, 338), (526, 346), (520, 356), (500, 357)], closed=True, steps=5
    )
    p.paint(p.area(eye), 1.0)
    p.paint(p.area(arc(516, 347, 7, 9, 0, 360, 20)), 0.02)
    p.ink(p.area(brush(smooth([(478, 353), (500, 337), (526, 336), (532, 344)]), [1, 5, 6, 2])))
    p.ink(p.stroke(smooth([(490, 358), (504, 361), (520, 358)]), width=1.8))
    p.ink(p.area(brush(smooth([(466, 320), (490, 305), (520, 304), (534, 312)]), [2, 9, 8, 3])))
    p.ink(p.area(brush(smooth([(548, 416), (540, 406), (530, 410), (528, 420)]), [2, 5, 3, 1])))
    p.ink(p.stroke(smooth([(532, 398), (524, 410), (530, 424)]), width=2))
    p.ink(p.area(brush(smooth([(550, 461), (534, 464), (514, 456)]), [4, 4, 1])))
    p.ink(p.stroke(smooth([(376, 470), (410, 536), (470, 566), (520, 566)]), width=2), 0.7)
    ear = smooth(
        [(366, 350), (384, 338), (404, 346), (408, 372), (396, 396), (390, 424), (376, 432), (366, 408)],
        closed=True,
        steps=6,
    )
    p.paint(p.area(ear), 0.86, rings(420, 380, 6))
    p.outline(ear, width=2.6)
    p.ink(p.stroke(smooth([(376, 360), (390, 352), (398, 368), (386, 392), (380, 410)]), width=2.2))


def coat(p: Plate, face: Face) -> None:
    """Shoulders and collar."""
    body = smooth(
        [
            (40, 800),
            (90, 715),
            (220, 655),
            (284, 606),
            (336, 690),
            (436, 716),
            (466, 644),
            (528, 690),
            (630, 728),
            (710, 800),
        ],
        steps=8,
    )
    mask = p.area(body)
    p.paint(mask, lambda x, y: face.coat + 0.3 * step(300, 600, x) + 0 * y, slant(62, 8))
    if face.spot:
        p.spot(mask, LANTERN, 0.85)
    p.outline(body, width=3.4, closed=False)
    p.ink(
        p.stroke(
            smooth([(336, 690), (396, 750), (436, 716)]),
            smooth([(290, 650), (320, 740), (420, 800)]),
            width=3,
        )
    )


def frame(p: Plate) -> None:
    """Paper outside the oval, and its line."""
    y, x = p.down, p.across
    out = ((x - 400) / 352) ** 2 + ((y - 400) / 386) ** 2 > 1
    p.tone[out], p.key[out] = 1.0, 0
    for layer in p.spots.values():
        layer[out] = 0
    p.ink(p.stroke(arc(400, 400, 350, 384, 0, 360, 200), width=5))
    p.ink(p.stroke(arc(400, 400, 364, 396, 0, 360, 200), width=1.6))


def turned(p: Plate) -> Plate:
    """Let the face look to the left."""
    for plane in (p.tone, p.phase, p.cross, p.key, *p.spots.values()):
        plane[:] = plane[:, ::-1].copy()
    return p


def tresses(
    p: Plate,
    outline: list[Point],
    x: float,
    y: float,
    tone: float = 0.2,
    pitch: float = 6.5,
    flat: float = 1.0,
    shine: float = 0.4,
) -> None:
    """Paint hair in strands that circle a point, with a band of light over it."""
    shape = smooth(outline, closed=True, steps=8)
    form = p.noise(30, 3, int(x) % 90, 0.5)
    p.paint(
        p.area(shape),
        lambda a, b: (
            tone + shine * np.exp(-(((np.hypot(a - 470, b - 230) - 96) / 30) ** 2)) + 0.12 * form(a, b)
        ),
        lambda a, b: np.hypot(a - x, (b - y) / flat) / pitch + form(a, b) * 0.22,
    )
    p.outline(shape, width=2.8)


def bun(p: Plate) -> None:
    """Hair drawn back into a knot."""
    tresses(
        p,
        [(200, 300), (160, 250), (120, 290), (112, 350), (150, 398), (204, 390), (236, 350)],
        180,
        330,
        0.18,
        shine=0.1,
    )
    tresses(
        p,
        [
            (506, 240),
            (470, 178),
            (400, 140),
            (300, 158),
            (226, 240),
            (204, 340),
            (232, 450),
            (290, 500),
            (330, 440),
            (366, 400),
            (372, 346),
            (420, 316),
            (470, 270),
        ],
        330,
        420,
        0.2,
    )
    p.paint(p.disc(384, 440, 8), 0.95)
    p.ink(p.stroke(arc(384, 440, 8, 8, 0, 360, 20), width=2.4))


def short_and_beard(p: Plate) -> None:
    """Short hair, a full beard."""
    tresses(
        p,
        [
            (512, 250),
            (500, 190),
            (430, 138),
            (320, 142),
            (236, 214),
            (212, 330),
            (240, 450),
            (296, 540),
            (330, 520),
            (346, 440),
            (368, 420),
            (366, 346),
            (410, 330),
            (420, 280),
            (470, 262),
        ],
        360,
        420,
        0.3,
        7,
    )
    tresses(
        p,
        [
            (346, 430),
            (372, 440),
            (400, 424),
            (440, 456),
            (496, 446),
            (520, 430),
            (556, 430),
            (572, 450),
            (560, 462),
            (552, 470),
            (566, 486),
            (578, 540),
            (560, 600),
            (510, 632),
            (440, 616),
            (376, 556),
        ],
        470,
        380,
        0.28,
        6.5,
        shine=0.0,
    )


def bob_and_glasses(p: Plate) -> None:
    """A straight bob to the jaw, round glasses."""
    tresses(
        p,
        [
            (514, 268),
            (506, 200),
            (440, 142),
            (330, 134),
            (234, 196),
            (196, 320),
            (192, 470),
            (226, 580),
            (330, 600),
            (400, 560),
            (408, 470),
            (392, 400),
            (404, 330),
            (450, 290),
        ],
        470,
        130,
        0.14,
        6.5,
        2.2,
    )
    p.paint(p.stroke(arc(514, 352, 30, 30, 0, 360, 50), width=5), 0.02)
    p.ink(p.stroke([(484, 350), (400, 340)], [(540, 342), (552, 352)], width=5))
    p.paint(
        p.area(smooth([(498, 336), (510, 330), (502, 358), (494, 364)], closed=True)), 1.0, alpha=0.7
    )


def braid(p: Plate) -> None:
    """A parting and a long braid over the shoulder, an ear-ring."""
    tresses(
        p,
        [
            (504, 238),
            (460, 172),
            (390, 146),
            (296, 160),
            (226, 240),
            (206, 350),
            (226, 470),
            (270, 560),
            (320, 540),
            (346, 440),
            (366, 400),
            (376, 344),
            (430, 306),
            (476, 264),
        ],
        440,
        90,
        0.08,
        6.5,
        1.4,
    )
    for n in range(6):
        x, y = 262 + n * 12, 560 + n * 48
        tresses(
            p,
            [
                (x - 40, y - 18),
                (x, y - 34),
                (x + 40, y - 16),
                (x + 34, y + 24),
                (x, y + 38),
                (x - 34, y + 22),
            ],
            x + (60 if n % 2 else -60),
            y - 20,
            0.14,
            6,
            shine=0,
        )
    p.paint(p.area(smooth([(384, 438), (398, 470), (384, 496), (370, 470)], closed=True)), 0.9)
    p.spot(p.area(smooth([(384, 438), (398, 470), (384, 496), (370, 470)], closed=True)), LANTERN, 0.95)
    p.outline(smooth([(384, 438), (398, 470), (384, 496), (370, 470)], closed=True), width=2.4)


def fringe(p: Plate) -> None:
    """Short straight hair with a fringe."""
    tresses(
        p,
        [
            (538, 296),
            (528, 210),
            (450, 146),
            (340, 140),
            (240, 206),
            (210, 330),
            (228, 440),
            (270, 540),
            (320, 520),
            (350, 460),
            (366, 430),
            (362, 348),
            (420, 330),
            (444, 300),
            (490, 312),
        ],
        420,
        60,
        0.06,
        7,
        1.5,
        0.5,
    )


def curls(p: Plate) -> None:
    """Curly hair, a moustache, glasses pushed up."""
    tresses(
        p,
        [
            (500, 240),
            (480, 196),
            (400, 160),
            (300, 170),
            (230, 240),
            (214, 340),
            (240, 440),
            (290, 500),
            (330, 450),
            (366, 420),
            (366, 350),
            (420, 320),
            (470, 270),
        ],
        330,
        420,
        0.1,
        6,
    )
    for _n in range(64):
        t, r = p.random.uniform(0, 1), p.random.uniform(16, 27)
        turn = np.radians(150 + t * 170)
        far = p.random.uniform(104, 184)
        x, y = 366 + far * np.cos(turn), 342 + far * 1.08 * np.sin(turn)
        p.paint(
            p.disc(x, y, r),
            lambda a, b, x=x, y=y, r=r: (
                0.12 + 0.5 * step(-r * 0.2, r * 0.9, (a - x) * 0.7 - (b - y) * 0.7)
            ),
            rings(x, y, 5),
        )
        p.ink(p.stroke(arc(x, y, r, r, 20, 300, 24), width=2))
    moustache = smooth(
        [(562, 440), (540, 432), (508, 446), (494, 468), (524, 460), (552, 456)], closed=True
    )
    p.paint(p.area(moustache), 0.12, slant(-60, 5))
    p.outline(moustache, width=2)


AUTHORS = {
    "mara-lindqvist": ("city", Face({"tip": (2, -6), "nose": (-4, 0)}, bun, 1.0, 0.62, True)),
    "tomas-okell": (
        "world",
        Face(
            {"tip": (8, 4), "nose": (8, 0), "brow": (6, 0), "chin": (4, 6)},
            short_and_beard,
            0.98,
            0.1,
            way=-1,
        ),
    ),
    "ines-varga": ("business", Face({"tip": (-2, -2), "chin": (-4, 0)}, bob_and_glasses, 1.0, 0.5)),
    "dana-ospanova": (
        "culture",
        Face(
            {"nose": (-6, 2), "tip": (-8, 0), "brow": (-3, 0), "bridge": (-2, 0)},
            braid,
            1.0,
            0.62,
            True,
            -1,
        ),
    ),
    "lin-qiao": (
        "culture",
        Face({"nose": (-8, 2), "tip": (-10, 2), "bridge": (-3, 2), "brow": (-3, 0)}, fringe, 1.0, 0.16),
    ),
    "sami-rahal": (
        "science",
        Face({"tip": (9, 6), "nose": (9, 0), "brow": (4, 0)}, curls, 0.9, 0.3, way=-1),
    ),
}
for number, (slug, (section, person_)) in enumerate(AUTHORS.items()):
    scene(f"portrait-{slug}", section)(lambda face=person_, seed=number: cameo(face, 900 + seed))
