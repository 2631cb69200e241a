"""Boats: sampans, fishing boats, a dragon boat."""

import math
import random

from .canvas import Colour, Pen, clear, mix
from .people import Look, person


def sampan(pen: Pen, x: float, y: float, length: float, tone: Colour, facing: int = 1) -> None:
    """A low wooden boat with its waterline at y."""
    f, h = facing, length * 0.075
    deck = [(x - f * length * 0.5, y - h * 1.55), (x - f * length * 0.25, y - h * 0.95), (x + f * length * 0.2, y - h * 0.9),
            (x + f * length * 0.56, y - h * 2.0)]  # fmt: skip
    keel = [(x + f * length * 0.4, y), (x - f * length * 0.38, y)]
    pen.poly([*deck, *keel], tone)
    pen.limb(deck, [h * 0.24, h * 0.28, h * 0.28, h * 0.16], mix(tone, (255, 230, 190), 0.28))
    pen.poly(
        [deck[1], deck[2], (x + f * length * 0.18, y - h * 0.66), (x - f * length * 0.25, y - h * 0.7)],
        mix(tone, (0, 0, 0), 0.4),
    )
    pen.poly(
        [
            (x - f * length * 0.42, y - h * 0.4),
            (x + f * length * 0.44, y - h * 0.45),
            (x + f * length * 0.4, y),
            (x - f * length * 0.38, y),
        ],
        (0, 0, 0, 70),
    )


def awning(pen: Pen, x: float, y: float, length: float, tone: Colour) -> None:
    """The woven arched roof of a river boat."""
    w, h = length * 0.2, length * 0.15
    arch = [(x - w, y - length * 0.06)]
    arch += [
        (x - w * math.cos(a / 10 * math.pi), y - length * 0.06 - h * math.sin(a / 10 * math.pi) ** 0.6)
        for a in range(11)
    ]
    pen.poly(arch, tone)
    for n in range(1, 6):
        px = x - w + 2 * w * n / 6
        pen.line(
            [(px, y - length * 0.06), (px, y - length * 0.06 - h * math.sin(n / 6 * math.pi) ** 0.6)],
            length * 0.004,
            (0, 0, 0, 60),
        )


def rower(
    pen: Pen, x: float, y: float, length: float, look: Look, facing: int = 1, standing: bool = False
) -> None:
    """Someone in a sampan of that length, with an oar."""
    h = length * 0.36
    seat = x - facing * length * 0.28
    foot = y - length * 0.075
    if standing:
        pen.line(
            [(seat + facing * h * 0.27, foot - h * 0.95), (seat - facing * h * 0.1, y + h * 0.05)],
            h * 0.022,
            (82, 62, 44),
        )
        person(pen, seat, foot, h, look, "pole", facing)
        return
    person(pen, seat, foot + h * 0.2, h, look, "row", facing)
    pen.line(
        [(seat + facing * h * 0.36, foot - h * 0.25), (seat + facing * h * 0.1, y + h * 0.12)],
        h * 0.025,
        (82, 62, 44),
    )


def trawler(
    pen: Pen,
    rng: random.Random,
    x: float,
    y: float,
    length: float,
    hull: Colour,
    light: Colour,
    facing: int = 1,
) -> None:
    """A wooden fishing boat: high bow, wheelhouse aft, mast, flags of cloth, nets."""
    f, n = facing, length

    def at(dx: float, up: float) -> tuple[float, float]:
        return x + f * dx * n, y - up * n

    trim = mix(hull, (255, 255, 255), 0.55)
    mast = mix((90, 74, 60), light, 0.15)
    pen.line([at(0.08, 0.1), at(0.08, 0.62)], n * 0.012, mast)
    pen.line([at(0.08, 0.56), at(0.44, 0.24)], n * 0.004, mast)
    pen.line([at(0.08, 0.6), at(-0.4, 0.3)], n * 0.004, mast)
    pen.line([at(0.08, 0.36), at(0.36, 0.46)], n * 0.008, mast)
    _wheelhouse(pen, at, n, light)
    rail = [at(-0.5, 0.17), at(-0.3, 0.13), at(0.1, 0.125), at(0.34, 0.19), at(0.53, 0.3)]
    pen.poly([*rail, at(0.4, 0), at(-0.46, 0)], hull)
    pen.limb(rail, [n * 0.018] * 5, trim)
    pen.poly([at(-0.475, 0.05), at(0.425, 0.05), at(0.4, 0), at(-0.46, 0)], mix((120, 44, 40), light, 0.1))
    pen.poly([at(-0.48, 0.072), at(0.435, 0.075), at(0.428, 0.055), at(-0.477, 0.05)], clear(trim, 190))
    pen.ellipse(*at(0.43, 0.2), n * 0.011, n * 0.011, (250, 250, 246))
    pen.ellipse(*at(0.432, 0.2), n * 0.005, n * 0.005, (20, 20, 24))
    for dx in (-0.02, 0.05, 0.14):
        px, py = at(dx, 0.13)
        pen.ellipse(
            px,
            py,
            n * 0.045,
            n * 0.03,
            mix(rng.choice([(60, 120, 110), (160, 110, 60), (70, 90, 130)]), (0, 0, 0), 0.1),
        )


def _wheelhouse(pen: Pen, at, n: float, light: Colour) -> None:
    wall = mix((232, 226, 206), light, 0.2)
    pen.poly([at(-0.42, 0.12), at(-0.42, 0.33), at(-0.12, 0.33), at(-0.1, 0.12)], wall)
    pen.poly(
        [at(-0.46, 0.32), at(-0.46, 0.35), at(-0.07, 0.35), at(-0.08, 0.32)], mix((70, 110, 130), light, 0.2)
    )
    for dx in (-0.38, -0.3, -0.22):
        pen.poly([at(dx, 0.22), at(dx, 0.29), at(dx + 0.055, 0.29), at(dx + 0.055, 0.22)], (44, 54, 64))
    pen.poly([at(-0.42, 0.12), at(-0.42, 0.33), at(-0.38, 0.33), at(-0.38, 0.12)], (0, 0, 0, 40))


def dragon_boat(pen: Pen, rng: random.Random, x: float, y: float, length: float, paint: Colour, team: Colour,
                light: Colour, crew: int, beat: float, facing: int = 1) -> None:  # fmt: skip
    """A racing boat with a dragon's head, a paddling crew and a drummer."""
    f, n = facing, length
    hull = [
        (x - f * n * 0.5, y - n * 0.05),
        (x - f * n * 0.4, y - n * 0.022),
        (x + f * n * 0.38, y - n * 0.022),
        (x + f * n * 0.47, y - n * 0.06),
    ]
    h = n * 0.155
    for i in range(crew):
        px = x + f * n * (-0.34 + 0.62 * i / (crew - 1))
        look = Look(
            team,
            (40, 40, 48),
            sleeves=False,
            hair=mix((30, 26, 26), light, 0.1),
            skin=mix((186, 134, 100), light, 0.15),
        )
        tilt = math.sin(beat + rng.uniform(-0.25, 0.25)) * 0.05
        person(pen, px, y + h * 0.12, h, look, "row", f)
        top = (px + f * h * 0.36, y - h * 0.3)
        pen.limb([top, (px + f * h * (0.28 + tilt), y + h * 0.2)], [h * 0.03, h * 0.06], (150, 112, 70))
    drum = x + f * n * 0.37
    pen.rect(drum - n * 0.016, y - n * 0.065, drum + n * 0.016, y - n * 0.02, (150, 44, 40))
    person(pen, drum - f * n * 0.045, y - n * 0.012, h * 0.95, Look((226, 190, 80), (60, 50, 50)), "hand", f)
    person(pen, x - f * n * 0.42, y - n * 0.018, h, Look((226, 190, 80), (60, 50, 50)), "pole", -f)
    pen.line([(x - f * n * 0.445, y - h * 0.85), (x - f * n * 0.53, y + h * 0.22)], h * 0.035, (110, 80, 52))
    pen.poly([*hull, (x + f * n * 0.42, y), (x - f * n * 0.43, y)], paint)
    pen.limb(hull, [n * 0.006] * 4, (240, 206, 110))
    for i in range(30):
        px = x - n * 0.36 + n * 0.7 * i / 29
        pen.ellipse(px, y - n * 0.01, n * 0.009, n * 0.006, clear((240, 206, 110), 120))
    _dragon_head(pen, x + f * n * 0.46, y - n * 0.06, n * 0.07, paint, f)
    tail = [
        (x - f * n * 0.49, y - n * 0.045),
        (x - f * n * 0.54, y - n * 0.09),
        (x - f * n * 0.52, y - n * 0.13),
        (x - f * n * 0.56, y - n * 0.15),
    ]
    pen.limb(tail, [n * 0.022, n * 0.018, n * 0.012, n * 0.003], paint)


def _dragon_head(pen: Pen, x: float, y: float, s: float, paint: Colour, f: int) -> None:
    gold = (240, 206, 110)
    neck = [
        (x - f * s * 0.3, y + s * 0.25),
        (x + f * s * 0.15, y - s * 0.25),
        (x + f * s * 0.15, y - s * 0.75),
    ]
    for i in range(4):
        px, py = x - f * s * (0.1 + 0.06 * i), y - s * (0.85 - 0.28 * i)
        pen.poly([(px, py - s * 0.16), (px - f * s * 0.42, py - s * 0.1), (px, py + s * 0.16)], gold)
    pen.limb(neck, [s * 0.5, s * 0.44, s * 0.46], paint)
    pen.blob(
        [
            (x - f * s * 0.1, y - s * 1.0),
            (x + f * s * 0.5, y - s * 1.02),
            (x + f * s * 0.98, y - s * 0.8),
            (x + f * s * 0.9, y - s * 0.66),
            (x, y - s * 0.55),
        ],
        paint,
    )
    pen.blob(
        [
            (x, y - s * 0.62),
            (x + f * s * 0.55, y - s * 0.52),
            (x + f * s * 0.78, y - s * 0.42),
            (x + f * s * 0.3, y - s * 0.34),
        ],
        mix(paint, (0, 0, 0), 0.2),
    )
    pen.line([(x + f * s * 0.3, y - s * 0.6), (x + f * s * 0.95, y - s * 0.55)], s * 0.06, (246, 240, 226))
    pen.ellipse(x + f * s * 0.35, y - s * 0.88, s * 0.09, s * 0.09, (250, 248, 236))
    pen.ellipse(x + f * s * 0.38, y - s * 0.88, s * 0.045, s * 0.045, (20, 18, 20))
    pen.limb([(x + f * s * 0.1, y - s * 1.0), (x - f * s * 0.25, y - s * 1.3)], [s * 0.1, s * 0.03], gold)
