"""Portraits without a face, for the authors of a paper that does not exist."""

import math

from PIL import Image

from .canvas import Canvas, Pen, curve, mix
from .people import HAIR

COMPLEXIONS = ((224, 178, 146), (212, 164, 130), (232, 190, 160), (202, 152, 120))
BACKDROPS = (
    ((96, 116, 108), (180, 190, 160), (236, 222, 180)),
    ((110, 100, 128), (190, 170, 190), (240, 214, 200)),
    ((84, 104, 130), (160, 180, 196), (232, 232, 222)),
    ((130, 104, 84), (204, 176, 140), (246, 226, 186)),
    ((78, 96, 84), (150, 170, 130), (226, 228, 186)),
)


def portrait_man(c: Canvas) -> Image.Image:
    """A man in a shirt or jacket, head and shoulders."""
    return _portrait(c, woman=False)


def portrait_woman(c: Canvas) -> Image.Image:
    """A woman in an áo dài or a blouse, head and shoulders."""
    return _portrait(c, woman=True)


def _portrait(c: Canvas, woman: bool) -> Image.Image:
    deep, middle, bright = c.rng.choice(BACKDROPS)
    _backdrop(c, deep, middle, bright)
    skin, hair = c.rng.choice(COMPLEXIONS), c.rng.choice(HAIR)
    x, y = 750 + c.rng.uniform(-40, 30), 400 + c.rng.uniform(-12, 16)
    style = c.rng.choice(["long", "bob", "bun"] if woman else ["short", "parted"])
    if style not in ("long", "bob") and c.rng.random() < 0.25:
        hair = mix(hair, (190, 188, 186), 0.62)
    cloth = c.rng.choice([(150, 120, 176), (226, 222, 214), (110, 140, 160), (196, 120, 120), (160, 176, 150)] if woman
                         else [(226, 228, 230), (96, 116, 146), (84, 90, 104), (150, 160, 150), (60, 66, 84)])  # fmt: skip
    if woman and style != "bun":
        _shape(c, _long_hair(x, y, style), mix(hair, (0, 0, 0), 0.25), mix(hair, bright, 0.12))
    _clothes(c, x, y, cloth, skin, woman)
    _face(c, x, y, skin, woman)
    _hair(c, x, y, hair, bright, style)
    if c.rng.random() < 0.35:
        _glasses(c, x, y)
    c.glow(x + 420, y - 220, 760, bright, 0.3)
    return c.finish(0.25, 0.4)


def _backdrop(c: Canvas, deep, middle, bright) -> None:
    c.img = c.gradient([(0, mix(deep, middle, 0.4)), (0.6, middle), (1, deep)])
    c.soft(
        lambda pen: [
            pen.rect(c.rng.uniform(0, 1500), -10, c.rng.uniform(0, 1500), 1010, 60) for _ in range(3)
        ],
        60,
        deep,
        0.5,
    )
    for tone, count in ((bright, 14), (middle, 10), (mix(bright, (255, 255, 255), 0.5), 8)):
        spots = [(c.rng.uniform(0, 1500), c.rng.uniform(0, 760), c.rng.uniform(26, 74)) for _ in range(count)]
        c.light(lambda pen, s=spots: [pen.ellipse(px, py, r, r, 120) for px, py, r in s], 9, tone, 0.34)
    c.blur(6)


def _shape(c: Canvas, points, dark, light) -> Image.Image:
    """A smooth form lit from the right; returns its mask."""
    mask = c.mask(lambda pen: pen.poly(curve(points, closed=True, steps=12), 255))
    xs = [p[0] for p in points]
    a, b = max(0.0, min(xs) / 1500), min(1.0, max(xs) / 1500)
    c.tint(
        mask,
        c.gradient(
            [(0, dark), (a, dark), ((a + b) / 2 + 0.04, mix(dark, light, 0.72)), (b, light), (1, light)],
            sideways=True,
        ),
    )
    return mask


def _clip(c: Canvas, mask: Image.Image, draw, blur: float, colour, strength: float) -> None:
    soft = c.soft_mask(draw, blur)
    soft.paste(0, (0, 0), mask.point([255 - v for v in range(256)]))
    c.tint(soft, colour, strength)


def _clothes(c: Canvas, x: float, y: float, cloth, skin, woman: bool) -> None:
    w = 330 if woman else 400
    neck = 78 if woman else 100
    dark = mix(skin, (110, 50, 40), 0.42)
    _shape(
        c,
        [
            (x - neck, y + 120),
            (x + neck - 8, y + 120),
            (x + neck, y + 300),
            (x + neck + 40, y + 430),
            (x - neck - 40, y + 430),
            (x - neck - 4, y + 300),
        ],
        dark,
        mix(skin, (150, 90, 70), 0.15),
    )
    shoulder = [(x - w, 1060), (x - w * 0.97, y + 500), (x - w * 0.72, y + 392), (x - neck - 36, y + 322), (x - neck - 8, y + 286), (x, y + 384),
                (x + neck + 2, y + 282), (x + neck + 40, y + 322), (x + w * 0.76, y + 392), (x + w, y + 500), (x + w * 1.02, 1060)]  # fmt: skip
    body = _shape(c, shoulder, mix(cloth, (20, 16, 30), 0.42), mix(cloth, (255, 246, 230), 0.14))
    _clip(
        c,
        body,
        lambda pen: pen.poly([(x - 60, y + 380), (x + 30, y + 390), (x - 40, 1010), (x - 190, 1010)], 150),
        40,
        mix(cloth, (10, 8, 20), 0.6),
        0.4,
    )
    for side in (-1, 1):
        _clip(
            c,
            body,
            lambda pen, s=side: pen.line([(x + s * w * 0.62, y + 480), (x + s * w * 0.56, 1010)], 16, 170),
            10,
            mix(cloth, (10, 8, 20), 0.6),
            0.5,
        )
    collar = mix(cloth, (255, 255, 255), 0.22)
    with c.fine((x - 300, y + 200, x + 300, 1000)) as pen:
        if woman:
            pen.limb(
                curve(
                    [
                        (x - neck - 14, y + 300),
                        (x - 30, y + 378),
                        (x + 6, y + 392),
                        (x + 40, y + 372),
                        (x + neck + 10, y + 296),
                    ]
                ),
                [44 + 6 * math.sin(i / 5) for i in range(33)],
                mix(cloth, (20, 10, 30), 0.18),
            )
            pen.limb(
                curve(
                    [
                        (x - neck - 14, y + 280),
                        (x - 28, y + 358),
                        (x + 6, y + 372),
                        (x + 40, y + 352),
                        (x + neck + 10, y + 276),
                    ]
                ),
                [3] * 33,
                collar,
            )
        else:
            for side in (-1, 1):
                flap = [
                    (x + side * (neck + 8), y + 268),
                    (x + side * (neck + 34), y + 330),
                    (x + side * 74, y + 452),
                    (x + side * 2, y + 396),
                ]
                pen.poly([(px + 3, py + 8) for px, py in flap], (10, 8, 20, 60))
                pen.poly(flap, mix(cloth, (20, 16, 30), 0.12) if side < 0 else collar)
            pen.line([(x + 1, y + 400), (x + 4, 1010)], 4, (10, 8, 20, 90))
            for n in range(3):
                pen.ellipse(x + 14, y + 470 + n * 96, 7, 7, mix(cloth, (255, 255, 255), 0.5))


def _face(c: Canvas, x: float, y: float, skin, woman: bool) -> None:
    w = 122 if woman else 136
    jaw = 206 if woman else 214
    dark, light = mix(skin, (120, 60, 50), 0.4), mix(skin, (255, 240, 220), 0.22)
    for side, tone in ((-1, dark), (1, light)):
        ex = x + side * (w - 4)
        _shape(
            c,
            [(ex - 18, y - 10), (ex + 16, y - 20), (ex + 20, y + 34), (ex, y + 78), (ex - 14, y + 60)],
            tone,
            mix(tone, dark, 0.2),
        )
    head = [(x - w * 0.92, y - 110), (x, y - 190), (x + w * 0.94, y - 110), (x + w, y + 20), (x + w * 0.86, y + 118), (x + w * 0.48, y + jaw - 22),
            (x + 4, y + jaw), (x - w * 0.46, y + jaw - 20), (x - w * 0.84, y + 118), (x - w, y + 20)]  # fmt: skip
    c.soft(
        lambda pen: pen.ellipse(x - 6, y + jaw + 14, w * 0.72, 54, 210),
        20,
        mix(skin, (90, 36, 30), 0.62),
        0.65,
    )
    mask = _shape(c, head, dark, light)
    _clip(
        c,
        mask,
        lambda pen: pen.poly(
            [
                (x - w, y - 60),
                (x - w * 0.5, y),
                (x - w * 0.36, y + 110),
                (x - 30, y + jaw),
                (x - w * 1.2, y + jaw),
            ],
            190,
        ),
        36,
        dark,
        0.55,
    )
    _clip(
        c,
        mask,
        lambda pen: pen.ellipse(x + w * 0.42, y + 62, 46, 38, 150),
        24,
        mix(skin, (226, 110, 96), 0.5),
        0.4,
    )
    _clip(
        c,
        mask,
        lambda pen: pen.poly([(x + 12, y + 10), (x + 40, y + 78), (x + 4, y + 88)], 140),
        11,
        mix(skin, (110, 54, 44), 0.5),
        0.45,
    )
    _clip(
        c, mask, lambda pen: pen.ellipse(x + 14, y + 132, 40, 9, 150), 8, mix(skin, (150, 60, 56), 0.6), 0.5
    )
    for side in (-1, 1):
        _clip(
            c,
            mask,
            lambda pen, s=side: pen.ellipse(x + 14 + s * 56, y + 6, 38, 15, 150),
            11,
            mix(skin, (90, 44, 40), 0.6),
            0.5,
        )


def _long_hair(x: float, y: float, style: str):
    low = 560 if style == "long" else 210
    return [(x - 150, y - 120), (x, y - 226), (x + 150, y - 120), (x + 172, y + 60), (x + 178, y + low * 0.7), (x + 130, y + low),
            (x, y + low * 0.94), (x - 140, y + low), (x - 188, y + low * 0.7), (x - 176, y + 60)]  # fmt: skip


def _hair(c: Canvas, x: float, y: float, hair, bright, style: str) -> None:
    dark, light = mix(hair, (0, 0, 0), 0.25), mix(hair, bright, 0.2)
    if style == "bun":
        _shape(
            c,
            [(x - 60, y - 250), (x + 20, y - 280), (x + 90, y - 244), (x + 80, y - 180), (x - 50, y - 180)],
            dark,
            light,
        )
    caps = {
        "short": [(x - 146, y + 26), (x - 152, y - 100), (x - 76, y - 216), (x + 50, y - 230), (x + 142, y - 140), (x + 146, y + 10), (x + 128, y - 40),
                  (x + 112, y - 96), (x + 20, y - 116), (x - 76, y - 104), (x - 122, y - 50)],
        "parted": [(x - 146, y + 30), (x - 154, y - 100), (x - 84, y - 212), (x + 40, y - 240), (x + 146, y - 150), (x + 146, y + 10), (x + 128, y - 44),
                   (x + 106, y - 70), (x + 30, y - 90), (x - 60, y - 142), (x - 116, y - 70), (x - 126, y - 20)],
        "bun": [(x - 134, y + 20), (x - 140, y - 96), (x - 72, y - 204), (x + 40, y - 216), (x + 134, y - 120), (x + 134, y + 10), (x + 118, y - 50),
                (x + 60, y - 130), (x - 10, y - 152), (x - 84, y - 106), (x - 118, y - 40)],
    }  # fmt: skip
    side = [(x - 150, y + 150), (x - 160, y - 60), (x - 96, y - 204), (x + 30, y - 226), (x + 146, y - 130), (x + 160, y + 40), (x + 156, y + 170),
            (x + 122, y + 60), (x + 98, y - 60), (x - 10, y - 146), (x - 84, y - 70), (x - 118, y + 40)]  # fmt: skip
    mask = _shape(c, caps.get(style, side), dark, light)

    def shine(pen: Pen) -> None:
        for n in range(4):
            pen.line(
                curve(
                    [
                        (x - 40 + n * 30, y - 200 + n * 6),
                        (x + 44 + n * 24, y - 176 + n * 10),
                        (x + 92 + n * 14, y - 120 + n * 16),
                    ]
                ),
                7,
                150,
            )

    _clip(c, mask, shine, 9, mix(hair, (255, 240, 220), 0.5), 0.5)


def _glasses(c: Canvas, x: float, y: float) -> None:
    with c.fine((x - 200, y - 60, x + 200, y + 80)) as pen:
        for side in (-1, 1):
            pen.ellipse(x + 14 + side * 60, y + 10, 46, 36, (255, 255, 255, 30))
            pen.ring(x + 14 + side * 60, y + 10, 36, 6, (44, 36, 36), 1.28)
        pen.line([(x + 1, y + 4), (x + 28, y + 4)], 6, (44, 36, 36))
        pen.line([(x - 92, y + 2), (x - 130, y - 6)], 6, (44, 36, 36))
        pen.line([(x + 120, y + 2), (x + 132, y - 4)], 6, (44, 36, 36))
