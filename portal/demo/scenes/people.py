"""Small simple people: a skeleton of joints in shares of the body height, clothed with round strokes."""

import math
import random
from dataclasses import dataclass, replace

from .canvas import Colour, Pen, Point, clear, mix, times

SKIN = ((202, 152, 116), (188, 136, 100), (214, 168, 132))
HAIR = ((30, 26, 26), (44, 34, 30), (24, 24, 30))
SHIRTS = (
    (226, 226, 220), (196, 206, 214), (120, 146, 172), (168, 92, 84), (86, 112, 96), (206, 178, 128),
    (140, 112, 156), (212, 150, 140), (92, 96, 112), (150, 168, 150),
)  # fmt: skip
TROUSERS = ((44, 46, 58), (70, 66, 62), (36, 38, 44), (92, 88, 82), (58, 66, 84))
STRAW = (226, 206, 160)


@dataclass(frozen=True)
class Pose:
    """Joints at body height 1, feet at (0, 0), y upwards, facing right. Far limbs come first."""

    neck: Point
    hip: Point
    arms: tuple[tuple[Point, Point], ...]
    legs: tuple[tuple[Point, Point], ...]
    chest: float = 0.2
    nod: float = 0.0


POSES = {
    "stand": Pose((0, 0.83), (0, 0.5), (((-0.125, 0.66), (-0.12, 0.49)), ((0.125, 0.66), (0.12, 0.49))),
                  (((-0.045, 0.26), (-0.05, 0)), ((0.045, 0.26), (0.055, 0))), 0.22),
    "wait": Pose((0.01, 0.83), (0, 0.5), (((-0.12, 0.67), (-0.02, 0.6)), ((0.12, 0.67), (0.05, 0.58))),
                 (((-0.04, 0.26), (-0.045, 0)), ((0.05, 0.26), (0.07, 0))), 0.2),
    "walk": Pose((0.02, 0.83), (0, 0.5), (((0.09, 0.68), (0.13, 0.54)), ((-0.07, 0.67), (-0.08, 0.51))),
                 (((0.07, 0.27), (0.13, 0.01)), ((-0.02, 0.26), (-0.15, 0.03))), 0.16),
    "run": Pose((0.09, 0.82), (0, 0.5), (((0.2, 0.68), (0.3, 0.8)), ((-0.08, 0.68), (0.02, 0.56))),
                (((-0.06, 0.3), (-0.3, 0.3)), ((0.17, 0.36), (0.13, 0.08))), 0.17),
    "run2": Pose((0.08, 0.83), (0, 0.5), (((-0.09, 0.7), (-0.02, 0.57)), ((0.17, 0.68), (0.26, 0.79))),
                 (((0.14, 0.34), (0.2, 0.08)), ((-0.05, 0.27), (-0.24, 0.13))), 0.17),
    "bend": Pose((0.27, 0.6), (0, 0.5), (((0.32, 0.44), (0.36, 0.28)), ((0.28, 0.42), (0.3, 0.24))),
                 (((0.0, 0.25), (-0.03, 0)), ((0.06, 0.26), (0.05, 0))), 0.17, 0.3),
    "sit": Pose((0.01, 0.62), (0, 0.28), (((0.06, 0.46), (0.19, 0.42)), ((0.02, 0.45), (0.17, 0.38))),
                (((0.22, 0.29), (0.2, 0.02)), ((0.25, 0.28), (0.25, 0.01))), 0.19),
    "squat": Pose((0.06, 0.46), (-0.04, 0.15), (((0.14, 0.32), (0.26, 0.26)), ((0.1, 0.3), (0.22, 0.2))),
                  (((0.17, 0.25), (0.08, 0.01)), ((0.2, 0.24), (0.12, 0.0))), 0.19),
    "row": Pose((0.12, 0.6), (0, 0.28), (((0.24, 0.5), (0.36, 0.46)), ((0.22, 0.46), (0.34, 0.38))),
                (((0.2, 0.34), (0.3, 0.2)), ((0.22, 0.32), (0.32, 0.18))), 0.19, 0.1),
    "pole": Pose((0.06, 0.82), (0, 0.5), (((0.15, 0.72), (0.24, 0.76)), ((0.1, 0.66), (0.22, 0.6))),
                 (((-0.05, 0.26), (-0.1, 0)), ((0.05, 0.27), (0.09, 0))), 0.18),
    "ride": Pose((0.13, 0.84), (-0.05, 0.56), (((0.24, 0.7), (0.34, 0.62)), ((0.2, 0.66), (0.34, 0.6))),
                 (((0.15, 0.46), (0.06, 0.17)), ((0.14, 0.38), (0.12, 0.05))), 0.17),
    "hand": Pose((0, 0.83), (0, 0.5), (((-0.12, 0.67), (-0.12, 0.5)), ((0.17, 0.76), (0.27, 0.88))),
                 (((-0.045, 0.26), (-0.05, 0)), ((0.045, 0.26), (0.055, 0))), 0.2),
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What someone wears. `hat`: "", "cone", "cap" or "helmet". `dress`: "shirt", "shorts", "aodai" or "skirt"."""

    top: Colour
    bottom: Colour
    skin: Colour = SKIN[0]
    hair: Colour = HAIR[0]
    hat: str = ""
    dress: str = "shirt"
    sleeves: bool = True
    long_hair: bool = False
    pack: Colour | None = None

    def under(self, light: Colour) -> "Look":
        """The same clothes in a coloured light."""
        shaded = {n: times(getattr(self, n), light) for n in ("top", "bottom", "skin", "hair")}
        return replace(self, **shaded, pack=times(self.pack, light) if self.pack else None)


def anyone(rng: random.Random, **fixed) -> Look:
    """Somebody; pass what must not be left to chance."""
    look = {
        "top": rng.choice(SHIRTS),
        "bottom": rng.choice(TROUSERS),
        "skin": rng.choice(SKIN),
        "hair": rng.choice(HAIR),
        "long_hair": rng.random() < 0.4,
        "sleeves": rng.random() < 0.6,
    }
    return Look(**{**look, **fixed})


def person(pen: Pen, x: float, y: float, h: float, look: Look, pose: str = "stand", facing: int = 1,
           back: bool = False) -> None:  # fmt: skip
    """Someone `h` units tall standing at (x, y); `back`: seen from behind."""
    p = POSES[pose]

    def at(point: Point) -> Point:
        return x + facing * point[0] * h, y - point[1] * h

    dark = replace(look, **{n: mix(getattr(look, n), (0, 0, 0), 0.22) for n in ("top", "bottom", "skin")})
    front = p.chest >= 0.2 and pose in ("stand", "wait", "hand")
    first = look if front else dark
    _arm(pen, at, p, 0, first, h, front)
    _leg(pen, at, p, 0, first, h, front)
    _leg(pen, at, p, 1, look, h, front)
    _body(pen, at, p, look, h, facing)
    if look.pack:
        _pack(pen, at, p, look.pack, h, back)
    _arm(pen, at, p, 1, look, h, front)
    _head(pen, at, p, look, h, facing, back)


def _leg(pen: Pen, at, p: Pose, n: int, look: Look, h: float, front: bool) -> None:
    knee, foot = p.legs[n]
    side = (-1, 1)[n] * (0.045 if front else 0)
    hip = (p.hip[0] + side, p.hip[1])
    ankle = (foot[0], foot[1] + 0.03)
    bare = look.dress in ("skirt", "shorts")
    pen.limb(
        [at(hip), at(knee), at(ankle)], [h * 0.105, h * 0.078, h * 0.05], look.skin if bare else look.bottom
    )
    if look.dress == "shorts":
        hem = (hip[0] + (knee[0] - hip[0]) * 0.68, hip[1] + (knee[1] - hip[1]) * 0.68)
        pen.limb([at(hip), at(hem)], [h * 0.11, h * 0.104], look.bottom)
    pen.limb([at((foot[0] - 0.012, foot[1] + 0.014)), at((foot[0] + (0.012 if front else 0.05), foot[1] + 0.012))],
             [h * 0.045, h * 0.034], (42, 36, 36))  # fmt: skip


def _arm(pen: Pen, at, p: Pose, n: int, look: Look, h: float, front: bool) -> None:
    elbow, hand = p.arms[n]
    side = (-1, 1)[n] * (p.chest / 2 - 0.02) if front else 0
    shoulder = (p.neck[0] + side, p.neck[1] - 0.035)
    pen.limb([at(elbow), at(hand)], [h * 0.048, h * 0.036], look.top if look.sleeves else look.skin)
    pen.limb([at(shoulder), at(elbow)], [h * 0.07, h * 0.054], look.top)
    hx, hy = at(hand)
    pen.ellipse(hx, hy, h * 0.022, h * 0.024, look.skin)


def _body(pen: Pen, at, p: Pose, look: Look, h: float, facing: int) -> None:
    (nx, ny), (hx, hy) = p.neck, p.hip
    length = math.hypot(nx - hx, ny - hy) or 1
    ux, uy = (nx - hx) / length, (ny - hy) / length

    def on(t: float, off: float) -> Point:
        return at((hx + ux * length * t + uy * off, hy + uy * length * t - ux * off))

    w = p.chest / 2
    if look.dress in ("aodai", "skirt"):
        hem = 0.1 if look.dress == "aodai" else 0.27
        low = [at((hx - w * 0.85, hem)), at((hx + w * 0.9, hem + 0.01))]
        pen.poly(
            [on(0.2, -w * 0.72), on(0.2, w * 0.72), low[1], low[0]],
            look.top if look.dress == "aodai" else look.bottom,
        )
        pen.poly([on(0.2, w * 0.3), on(0.2, w * 0.72), low[1], at((hx + w * 0.45, hem))], (0, 0, 0, 26))
    outline = [on(-0.06, -w * 0.8), on(0.4, -w * 0.74), on(0.82, -w), on(0.97, -w * 0.72), on(1.02, 0),
               on(0.97, w * 0.72), on(0.82, w), on(0.4, w * 0.74), on(-0.06, w * 0.8)]  # fmt: skip
    pen.blob(outline, look.top)
    pen.blob([on(-0.05, -w * 0.75), on(0.4, -w * 0.7), on(0.85, -w * 0.9), on(0.9, -w * 0.3), on(0.2, -w * 0.2)],
             (0, 0, 0, 34))  # fmt: skip


def _pack(pen: Pen, at, p: Pose, colour: Colour, h: float, back: bool) -> None:
    shift = 0 if back else -0.1
    x, y = at((p.neck[0] + shift, p.neck[1] - 0.17))
    pen.blob(
        [
            (x - h * 0.07, y - h * 0.1),
            (x + h * 0.07, y - h * 0.1),
            (x + h * 0.075, y + h * 0.1),
            (x - h * 0.075, y + h * 0.1),
        ],
        colour,
    )
    pen.rect(x - h * 0.055, y + h * 0.01, x + h * 0.055, y + h * 0.07, (0, 0, 0, 40))


def _head(pen: Pen, at, p: Pose, look: Look, h: float, facing: int, back: bool) -> None:
    (nx, ny), (hx, _hy) = p.neck, p.hip
    tilt = (nx - hx) * 0.32 + p.nod * 0.1
    rise = 0.088 - p.nod * 0.12
    x, y = at((nx + tilt, ny + rise))
    bx, by = at((nx, ny - 0.02))
    r = h * 0.06
    pen.limb([(bx, by), (x, y)], [h * 0.055, h * 0.05], mix(look.skin, (0, 0, 0), 0.18))
    if look.long_hair:
        pen.blob([(x - facing * r * 0.9, y - r * 0.8), (x + facing * r * 0.3, y - r * 0.6), (x - facing * r * 0.1, y + r * 2.6),
                  (x - facing * r * 1.1, y + r * 2.4)], look.hair)  # fmt: skip
    pen.ellipse(x, y, r * 0.92, r * 1.12, look.hair if back else look.skin)
    if not back:
        pen.blob([(x - facing * r * 1.0, y + r * 0.35), (x - facing * r * 1.02, y - r * 0.5), (x, y - r * 1.22),
                  (x + facing * r * 0.95, y - r * 0.62), (x + facing * r * 0.1, y - r * 0.45),
                  (x - facing * r * 0.35, y + r * 0.1)], look.hair)  # fmt: skip
    hats = {"cone": cone_hat, "cap": _cap, "helmet": _helmet}
    if look.hat in hats:
        hats[look.hat](pen, x, y, r, facing)


def cone_hat(pen: Pen, x: float, y: float, r: float, facing: int = 1, straw: Colour = STRAW) -> None:
    """The conical hat on a head of radius r."""
    brim = y - r * 0.25
    pen.blob(
        [(x - r * 2.1, brim), (x, brim - r * 0.3), (x + r * 2.1, brim), (x, brim + r * 0.5)],
        mix(straw, (40, 20, 0), 0.4),
    )
    pen.poly(
        [
            (x - r * 2.1, brim),
            (x, y - r * 2.0),
            (x + r * 2.1, brim),
            (x + r, brim + r * 0.24),
            (x, brim + r * 0.3),
            (x - r, brim + r * 0.24),
        ],
        straw,
    )
    pen.poly(
        [(x - r * 2.1 * facing, brim), (x, y - r * 2.0), (x - r * 0.5 * facing, brim + r * 0.27)],
        clear((60, 36, 10), 60),
    )


def _cap(pen: Pen, x: float, y: float, r: float, facing: int) -> None:
    tone = (72, 92, 72)
    pen.blob(
        [
            (x - r, y - r * 0.3),
            (x - r * 0.8, y - r * 1.1),
            (x, y - r * 1.35),
            (x + r * 0.8, y - r * 1.1),
            (x + r, y - r * 0.3),
        ],
        tone,
    )
    pen.limb(
        [(x, y - r * 0.45), (x + facing * r * 1.5, y - r * 0.35)],
        [r * 0.3, r * 0.2],
        mix(tone, (0, 0, 0), 0.3),
    )


def _helmet(pen: Pen, x: float, y: float, r: float, facing: int) -> None:
    tone = (236, 180, 62)
    pen.blob(
        [
            (x - r * 1.1, y - r * 0.3),
            (x - r, y - r * 1.1),
            (x, y - r * 1.6),
            (x + r, y - r * 1.1),
            (x + r * 1.1, y - r * 0.3),
        ],
        tone,
    )
    pen.limb(
        [(x - r * 1.2, y - r * 0.35), (x + facing * r * 1.3, y - r * 0.35)],
        [r * 0.24, r * 0.24],
        mix(tone, (80, 40, 0), 0.3),
    )


def umbrella(pen: Pen, x: float, y: float, h: float, tone) -> None:
    """An open umbrella held at (x, y) by somebody h tall."""
    top = y - h * 0.68
    pen.line([(x, y), (x, top)], h * 0.014, (50, 46, 46))
    r = h * 0.36
    dome = [
        (x - r * math.cos(math.pi * i / 14), top + r * 0.42 - r * 0.56 * math.sin(math.pi * i / 14))
        for i in range(15)
    ]
    scallops = [(x + r - 2 * r * i / 8, top + r * (0.42 if i % 2 == 0 else 0.33)) for i in range(9)]
    pen.poly([*dome, *scallops], tone)
    pen.poly(
        [
            (x, top - r * 0.14),
            *[p for p in dome if p[0] > x + r * 0.3],
            (x + r * 0.5, top + r * 0.4),
            (x + r * 0.2, top + r * 0.34),
        ],
        (0, 0, 0, 36),
    )


def shadow(pen: Pen, x: float, y: float, h: float, alpha: int = 60) -> None:
    """Where someone's feet meet the ground."""
    pen.ellipse(x + h * 0.03, y, h * 0.17, h * 0.025, (20, 18, 26, alpha))
    pen.ellipse(x + h * 0.02, y, h * 0.1, h * 0.015, (20, 18, 26, alpha))


def bicycle(pen: Pen, x: float, y: float, h: float, tone: Colour, facing: int = 1) -> None:
    """A bicycle for a rider `h` tall, wheels on y."""
    r, f = h * 0.19, facing
    back, ahead = (x - f * h * 0.3, y - r), (x + f * h * 0.36, y - r)
    crank, seat, bar = (x, y - r * 0.95), (x - f * h * 0.08, y - h * 0.46), (x + f * h * 0.28, y - h * 0.5)
    for hub in (back, ahead):
        pen.ring(*hub, r, h * 0.018, (34, 32, 34))
        pen.ring(*hub, r * 0.9, h * 0.004, clear((150, 150, 150), 120))
    for a, b in ((back, crank), (crank, seat), (back, seat), (crank, bar), (seat, bar), (bar, ahead)):
        pen.line([a, b], h * 0.016, tone)
    pen.line([bar, (bar[0] + f * h * 0.03, bar[1] - h * 0.09)], h * 0.014, tone)
    pen.limb(
        [(seat[0] - f * h * 0.05, seat[1] - h * 0.03), (seat[0] + f * h * 0.05, seat[1] - h * 0.03)],
        [h * 0.03, h * 0.02],
        (30, 28, 28),
    )


def cyclist(pen: Pen, x: float, y: float, h: float, look: Look, tone: Colour, facing: int = 1) -> None:
    """Somebody riding a bicycle."""
    bicycle(pen, x, y, h, tone, facing)
    person(pen, x, y, h, look, "ride", facing)


def carrier(pen: Pen, x: float, y: float, h: float, look: Look, load: Colour, facing: int = 1) -> None:
    """Somebody with a shoulder pole and two baskets."""
    person(pen, x, y, h, look, "walk", facing)
    pole = y - h * 0.83
    for side in (-1, 1):
        end = x + side * h * 0.46
        for off in (-0.11, 0.11):
            pen.line([(end, pole + h * 0.02), (end + off * h, y - h * 0.26)], h * 0.008, (70, 54, 40))
        pen.blob(
            [
                (end - h * 0.13, y - h * 0.28),
                (end, y - h * 0.37),
                (end + h * 0.13, y - h * 0.28),
                (end, y - h * 0.22),
            ],
            load,
        )
        pen.blob(
            [
                (end - h * 0.14, y - h * 0.27),
                (end + h * 0.14, y - h * 0.27),
                (end + h * 0.09, y - h * 0.13),
                (end - h * 0.09, y - h * 0.13),
            ],
            (138, 104, 66),
        )
    bow = [(x - h * 0.48, pole + h * 0.03), (x, pole - h * 0.01), (x + h * 0.48, pole + h * 0.03)]
    pen.limb(bow, [h * 0.018, h * 0.024, h * 0.018], (96, 72, 46))


def bust(pen: Pen, x: float, y: float, w: float, look: Look, lean: float = 0.0) -> None:
    """Shoulders and head from behind; `w` is the width of the shoulders, `y` their foot."""
    head_y, r = y - w * 0.98, w * 0.215
    shoulders = [(x - w * 0.5, y), (x - w * 0.49, y - w * 0.36), (x - w * 0.36, y - w * 0.54), (x - w * 0.13, y - w * 0.62),
                 (x + w * 0.13, y - w * 0.62), (x + w * 0.36, y - w * 0.54), (x + w * 0.49, y - w * 0.36), (x + w * 0.5, y)]  # fmt: skip
    hx = x + lean * w
    pen.limb([(x, y - w * 0.5), (hx, head_y)], [w * 0.24, w * 0.2], mix(look.skin, (0, 0, 0), 0.15))
    pen.blob(shoulders, look.top)
    pen.blob(
        [(x - w * 0.12, y - w * 0.63), (x, y - w * 0.68), (x + w * 0.12, y - w * 0.63), (x, y - w * 0.56)],
        mix(look.top, (255, 255, 255), 0.25),
    )
    for side in (-1, 1):
        pen.ellipse(hx + side * r * 0.98, head_y + r * 0.15, r * 0.16, r * 0.28, look.skin)
    pen.blob([(hx - r * 0.62, head_y + r * 0.95), (hx - r, head_y), (hx - r * 0.78, head_y - r * 0.95), (hx, head_y - r * 1.32),
              (hx + r * 0.78, head_y - r * 0.95), (hx + r, head_y), (hx + r * 0.62, head_y + r * 0.95), (hx, head_y + r * 1.12)], look.hair)  # fmt: skip
    if look.long_hair:
        pen.blob(
            [
                (hx - r * 1.02, head_y),
                (hx + r * 1.02, head_y),
                (hx + r * 0.95, y - w * 0.3),
                (hx, y - w * 0.2),
                (hx - r * 0.95, y - w * 0.3),
            ],
            look.hair,
        )
    sheen = mix(look.hair, (255, 255, 255), 0.3)
    pen.blob(
        [
            (hx + r * 0.1, head_y - r * 1.12),
            (hx + r * 0.6, head_y - r * 0.85),
            (hx + r * 0.72, head_y - r * 0.3),
            (hx + r * 0.4, head_y - r * 0.6),
        ],
        clear(sheen, 70),
    )
