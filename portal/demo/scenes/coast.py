"""The sea: a beach and the fishing port."""

import math

from PIL import Image, ImageChops

from .boats import trawler
from .canvas import Canvas, Pen, curve, mix
from .land import hills, palm, treeline
from .people import anyone, carrier, person, shadow
from .rivers import mirrored
from .sky import Mood, pick_mood, sky
from .water import glitter, water

PARASOLS = ((206, 74, 62), (236, 184, 80), (70, 130, 160), (128, 92, 160), (236, 232, 222), (90, 150, 120))


def beach(c: Canvas) -> Image.Image:
    """A wide beach: surf, parasols, bathers, palms, a round basket boat."""
    mood = pick_mood(c, "morning", "noon", "gold", "dawn", "noon", "violet")
    horizon = c.rng.uniform(400, 450)
    sun_x, _ = sky(c, mood, horizon)
    _headland(c, mood, horizon)
    c.blur(1.8)
    water(c, mood, horizon, (40, 128, 148), 0.3)
    glitter(c, mood, horizon, sun_x, 0.5)
    shore = [
        (-20, 640 + c.rng.uniform(-20, 20)),
        (400, 655),
        (800, 690),
        (1150, 735),
        (1520, 790 + c.rng.uniform(-20, 30)),
    ]
    _surf(c, mood, shore, horizon)
    sand = curve(shore)
    mask = c.mask(lambda pen: pen.poly([*sand, (1520, 1010), (-20, 1010)], 255))
    c.tint(
        mask,
        c.gradient(
            [
                (0, mood.haze),
                (0.63, mood.lit((200, 174, 132))),
                (0.74, mood.lit((236, 214, 170))),
                (1, mood.lit((222, 194, 146))),
            ]
        ),
    )
    c.texture(c.plane_noise(horizon, 8, 5), 0.16, mask)
    c.texture(c.noise(180, 26, 4, 2.2), 0.12, mask)
    wet = c.soft_mask(lambda pen: pen.line([(x, y + 14) for x, y in sand], 34, 190), 9)
    c.tint(ImageChops.multiply(wet, mask), mix(mood.lit((150, 128, 104)), mood.low, 0.25), 0.8)
    _bathers(c, mood, sand)
    with c.fine() as pen:
        _beach_things(c, pen, mood)
        side = c.rng.choice([-30, 40])
        for n in range(c.rng.randint(1, 3)):
            palm(
                c,
                pen,
                side + n * 95,
                1030 - n * 60,
                c.rng.uniform(680, 800) - n * 110,
                mood.lit((108, 84, 66)),
                mood.lit((62, 104, 52)),
            )
    return c.finish(mood.warmth)


def _headland(c: Canvas, mood: Mood, horizon: float) -> None:
    start = c.rng.uniform(820, 1000)
    slope = [
        (start, horizon + 1),
        (start + 120, horizon - 34),
        (start + 260, horizon - 66),
        (start + 420, horizon - 96),
        (1530, horizon - c.rng.uniform(90, 150)),
        (1530, horizon + 1),
    ]
    mask = c.mask(lambda pen: pen.poly(curve(slope, steps=10), 255))
    c.tint(mask, mood.far((66, 96, 84), 0.55))
    c.texture(c.noise(90, 40, 4, 2.2), 0.2, mask)
    for n in range(c.rng.randint(0, 2)):
        x = 200 + n * 300 + c.rng.uniform(-60, 60)
        islet = [
            (x - 90, horizon + 1),
            (x - 40, horizon - 18),
            (x + 10, horizon - 30),
            (x + 60, horizon - 12),
            (x + 100, horizon + 1),
        ]
        c.tint(c.mask(lambda pen, p=islet: pen.poly(curve(p), 255)), mood.far((66, 96, 84), 0.66))


def _surf(c: Canvas, mood: Mood, shore, horizon: float) -> None:
    foam = mix(mood.cloud, (255, 255, 255), 0.4)
    rough = c.noise(70, 14, 4, 2.6).point([max(0, min(255, (v - 84) * 4)) for v in range(256)])
    for lift, thick, power in ((150, 5, 0.5), (92, 10, 0.75), (44, 17, 0.9), (5, 22, 1.0)):
        wave = [
            (x, y - lift * (0.75 + 0.25 * math.sin(x / 210 + lift)) + c.rng.uniform(-5, 5))
            for x, y in curve(shore)
        ]
        c.soft(
            lambda pen, w=wave, t=thick: pen.line([(x, y + t) for x, y in w], t * 1.4, 150),
            6,
            mood.lit((46, 116, 124)),
            0.6,
        )
        line = c.soft_mask(lambda pen, w=wave, t=thick: pen.line(w, t, 235), 2.2)
        c.tint(ImageChops.multiply(line, rough) if lift > 20 else line, foam, power)


def _bathers(c: Canvas, mood: Mood, sand) -> None:
    swim = ((206, 74, 62), (60, 100, 150), (236, 184, 80), (60, 60, 70), (150, 90, 150))
    with c.fine() as pen:
        for _ in range(c.rng.randint(7, 14)):
            x, shore = c.rng.choice(sand)
            deep = c.rng.uniform(-60, 60)
            if not 40 < x < 1460:
                continue
            h = 62 + max(0, deep) * 0.3 + (shore - 650) * 0.25
            look = anyone(
                c.rng,
                top=c.rng.choice(swim),
                bottom=c.rng.choice(swim),
                dress=c.rng.choice(["shirt", "skirt"]),
                sleeves=False,
            ).under(mood.light)
            if deep > 0:
                shadow(pen, x, shore + deep, h, 60)
            person(
                pen,
                x,
                shore + deep,
                h,
                look,
                c.rng.choice(["stand", "walk", "hand", "run"]),
                c.rng.choice([-1, 1]),
            )
            if deep <= 0:
                pen.ellipse(x, shore + deep, h * 0.22, h * 0.07, mood.lit((120, 176, 180)))
                pen.ring(x, shore + deep - h * 0.03, h * 0.05, 1.4, (255, 255, 255, 150), 4)


def _beach_things(c: Canvas, pen: Pen, mood: Mood) -> None:
    spots = sorted(
        (c.rng.uniform(760, 930), 130 + n * 300 + c.rng.uniform(-70, 70)) for n in range(c.rng.randint(3, 5))
    )
    for y, x in spots:
        y = max(y, 720 + x * 0.1)
        s = (y - 520) * 0.5
        if c.rng.random() < 0.26:
            _basket_boat(pen, mood, x, y, s * 0.8)
        else:
            _parasol(c, pen, mood, x, y, s)


def _basket_boat(pen: Pen, mood: Mood, x: float, y: float, s: float) -> None:
    reed = mood.lit((150, 112, 72))
    pen.ellipse(x + s * 0.1, y + s * 0.05, s * 0.85, s * 0.18, (40, 26, 20, 80))
    pen.blob(
        [
            (x - s * 0.78, y - s * 0.42),
            (x + s * 0.78, y - s * 0.42),
            (x + s * 0.55, y + s * 0.02),
            (x, y + s * 0.1),
            (x - s * 0.55, y + s * 0.02),
        ],
        reed,
    )
    pen.ellipse(x, y - s * 0.42, s * 0.78, s * 0.2, mix(reed, (0, 0, 0), 0.5))
    for n in range(16):
        a = math.pi * (0.05 + 0.9 * n / 15)
        pen.line(
            [
                (x + math.cos(a) * s * 0.76, y - s * 0.4 + math.sin(a) * s * 0.14),
                (x + math.cos(a) * s * 0.5, y + math.sin(a) * s * 0.08),
            ],
            1.4,
            (40, 24, 10, 70),
        )
    pen.ring(x, y - s * 0.42, s * 0.2, s * 0.06, mix(reed, (255, 240, 210), 0.35), 3.9)


def _parasol(c: Canvas, pen: Pen, mood: Mood, x: float, y: float, s: float) -> None:
    tone, white = mood.lit(c.rng.choice(PARASOLS)), mood.lit((244, 240, 230))
    pen.ellipse(x + s * 0.5, y + s * 0.04, s * 0.85, s * 0.12, (50, 34, 34, 70))
    for side in (-1, 1):
        bx = x + side * s * 0.52
        pen.poly(
            [
                (bx - s * 0.36, y - s * 0.1),
                (bx + s * 0.2, y - s * 0.1),
                (bx + s * 0.36, y - s * 0.36),
                (bx + s * 0.42, y - s * 0.34),
                (bx + s * 0.24, y - s * 0.04),
                (bx - s * 0.36, y - s * 0.04),
            ],
            white,
        )
        for dx in (-0.3, 0.18):
            pen.line(
                [(bx + dx * s, y - s * 0.06), (bx + dx * s, y + s * 0.05)], s * 0.04, mood.lit((150, 120, 90))
            )
    pen.line([(x, y + s * 0.04), (x + s * 0.04, y - s * 1.35)], s * 0.045, mood.lit((150, 120, 90)))
    top, edge = (x + s * 0.04, y - s * 1.42), y - s * 0.92
    for n in range(8):
        a, b = x - s * 0.92 + s * 0.24 * n, x - s * 0.92 + s * 0.24 * (n + 1)
        dip = edge + s * 0.07 * (1 - abs(n - 3.5) / 3.5)
        next_dip = edge + s * 0.07 * (1 - abs(n - 2.5) / 3.5)
        shade = mix(tone if n % 2 else white, (0, 0, 0), 0.04 * n)
        mid_a, mid_b = (
            ((a + top[0]) / 2 - s * 0.02, (dip + top[1]) / 2 - s * 0.09),
            ((b + top[0]) / 2 - s * 0.02, (next_dip + top[1]) / 2 - s * 0.09),
        )
        pen.poly([top, mid_a, (a, dip), (b, next_dip), mid_b], shade)


def fishing_port(c: Canvas) -> Image.Image:
    """Painted wooden trawlers at the quay, the catch carried ashore."""
    mood = pick_mood(c, "dawn", "morning", "gold", "violet", "overcast", "noon")
    horizon = c.rng.uniform(400, 440)
    sun_x, _ = sky(c, mood, horizon)
    hills(c, mood, horizon - 60, 60, 0.72, 460, horizon)
    treeline(c, mood, horizon + 1, 26, 0.58, palms=4)
    with c.fine() as pen:
        _far_boats(c, pen, mood, horizon)
    c.blur(2)
    water(c, mood, horizon, (42, 86, 96), 0.55)
    glitter(c, mood, horizon, sun_x, 0.4)
    hulls = c.rng.sample([(42, 110, 140), (46, 128, 104), (60, 84, 150), (150, 60, 50), (204, 160, 70)], 4)
    rows = [(horizon + 92, 400, c.rng.uniform(150, 450)), (horizon + 112, 430, c.rng.uniform(880, 1300)),
            (horizon + 232, 640, c.rng.uniform(380, 620)), (horizon + 268, 700, c.rng.uniform(1180, 1330))]  # fmt: skip
    for n, (y, size, x) in enumerate(rows):
        _moored(c, mood, x, y, size, hulls[n])
    _quay(c, mood)
    return c.finish(mood.warmth)


def _far_boats(c: Canvas, pen: Pen, mood: Mood, horizon: float) -> None:
    for _ in range(9):
        x, n = c.rng.uniform(0, 1500), c.rng.uniform(90, 160)
        tone = mood.far(c.rng.choice([(42, 110, 140), (46, 128, 104), (150, 60, 50)]), 0.45)
        trawler(pen, c.rng, x, horizon + c.rng.uniform(2, 12), n, tone, mood.haze, c.rng.choice([-1, 1]))


def _moored(c: Canvas, mood: Mood, x: float, y: float, size: float, hull) -> None:
    state, facing = c.rng.getstate(), c.rng.choice([-1, 1])

    def draw(pen: Pen) -> None:
        c.rng.setstate(state)
        trawler(pen, c.rng, x, y, size, mood.lit(hull), mood.light, facing)

    mirrored(c, draw, y, mood.lit((46, 70, 76)), (x - size * 0.6, x + size * 0.6, size * 0.65), 0.6)
    c.soft(lambda pen: pen.ellipse(x, y + 3, size * 0.45, size * 0.016, 200), 5, mood.lit((14, 22, 28)), 0.7)
    with c.fine((x - size * 0.6, y - size * 0.66, x + size * 0.6, y + 4)) as pen:
        draw(pen)
        for dx in c.rng.sample([-0.3, -0.02, 0.12, 0.24], 2):
            look = anyone(c.rng, hat=c.rng.choice(["cone", "cap", ""])).under(mood.light)
            person(
                pen,
                x + facing * dx * size,
                y - size * 0.09,
                size * 0.16,
                look,
                c.rng.choice(["stand", "wait", "pole"]),
                c.rng.choice([-1, 1]),
            )
        trawler_rail(pen, mood, x, y, size, hull, facing)


def trawler_rail(pen: Pen, mood: Mood, x: float, y: float, n: float, hull, facing: int) -> None:
    """The near side of the hull again, over the legs of those on deck."""

    def at(dx: float, up: float) -> tuple[float, float]:
        return x + facing * dx * n, y - up * n

    pen.poly(
        [at(-0.4, 0.147), at(-0.3, 0.13), at(0.1, 0.125), at(0.34, 0.19), at(0.34, 0.08), at(-0.4, 0.078)],
        mood.lit(hull),
    )
    pen.limb(
        [at(-0.4, 0.149), at(-0.3, 0.13), at(0.1, 0.125), at(0.34, 0.19)],
        [n * 0.018] * 4,
        mix(mood.lit(hull), (255, 255, 255), 0.55),
    )


def _quay(c: Canvas, mood: Mood) -> None:
    top = 838
    stone = mood.lit((170, 156, 138))
    c.soft(lambda pen: pen.rect(-20, top - 26, 1520, top + 4, 160), 12, mood.lit((16, 22, 28)), 0.6)
    mask = c.mask(lambda pen: pen.poly([(-20, top + 10), (1520, top - 14), (1520, 1010), (-20, 1010)], 255))
    c.tint(
        mask,
        c.gradient(
            [(0, stone), (top / 1000, mix(stone, mood.low, 0.25)), (1, mix(stone, (30, 26, 30), 0.25))]
        ),
    )
    c.texture(c.plane_noise(700, 10, 6), 0.15, mask)
    c.texture(c.noise(260, 50, 4, 2.2), 0.22, mask)
    with c.fine((0, top - 260, 1500, 1000)) as pen:
        pen.line([(-20, top + 12), (1520, top - 12)], 7, mix(stone, (255, 255, 255), 0.25))
        for n in range(5):
            x = 120 + n * 330 + c.rng.uniform(-30, 30)
            pen.limb([(x, top + 16), (x, top - 12)], [22, 17], mood.lit((54, 52, 56)))
            pen.limb([(x - 14, top - 13), (x + 14, top - 13)], [10, 10], mood.lit((54, 52, 56)))
        things = [
            (
                c.rng.uniform(880, 950),
                c.rng.uniform(60, 1440),
                c.rng.choice(["crate", "crate", "person", "carry", "net"]),
            )
            for _ in range(10)
        ]
        things += [(905, 420, "carry"), (930, 980, "squat"), (940, 1080, "crate")]
        for y, x, what in sorted(things):
            _dock_thing(c, pen, mood, x, y, what)


def _dock_thing(c: Canvas, pen: Pen, mood: Mood, x: float, y: float, what: str) -> None:
    h = 150 + (y - 880) * 0.7
    if what == "crate":
        tone = mood.lit(c.rng.choice([(60, 110, 160), (196, 90, 60), (226, 180, 80), (80, 140, 110)]))
        w, tall = h * 0.28, h * 0.22
        for k in range(c.rng.randint(1, 2)):
            base = y - k * tall
            pen.poly(
                [(x - w, base), (x + w, base), (x + w * 1.06, base - tall), (x - w * 1.06, base - tall)], tone
            )
            pen.poly(
                [
                    (x + w * 0.6, base),
                    (x + w, base),
                    (x + w * 1.06, base - tall),
                    (x + w * 0.62, base - tall),
                ],
                (0, 0, 0, 46),
            )
            pen.rect(x - w * 0.9, base - tall * 0.6, x + w * 0.9, base - tall * 0.48, (0, 0, 0, 40))
        pen.ellipse(x, base - tall, w * 1.04, tall * 0.26, mood.lit((206, 216, 222)))
        for _ in range(22):
            fx, fy = x + c.rng.uniform(-0.85, 0.85) * w, base - tall - c.rng.uniform(-0.04, 0.2) * tall
            pen.ellipse(
                fx,
                fy,
                h * 0.05,
                h * 0.014,
                mood.lit(c.rng.choice([(176, 190, 200), (140, 156, 170), (216, 222, 226)])),
            )
        return
    if what == "net":
        pen.blob(
            [(x - h * 0.6, y), (x - h * 0.3, y - h * 0.22), (x + h * 0.2, y - h * 0.26), (x + h * 0.6, y)],
            mood.lit((70, 120, 110)),
        )
        for _ in range(26):
            a, b = c.rng.uniform(-0.5, 0.5), c.rng.uniform(0.02, 0.2)
            pen.line(
                [(x + a * h, y - b * h * 0.8), (x + (a + 0.12) * h, y - b * h * 0.5)],
                1.2,
                mood.lit((150, 190, 176)),
            )
        return
    shadow(pen, x, y, h, 90)
    look = anyone(c.rng, hat=c.rng.choice(["cone", "cone", "cap"])).under(mood.light)
    if what == "carry":
        carrier(pen, x, y, h, look, mood.lit((190, 200, 206)), c.rng.choice([-1, 1]))
    else:
        pose = "squat" if what == "squat" else c.rng.choice(["walk", "stand", "bend"])
        person(pen, x, y, h, look, pose, c.rng.choice([-1, 1]))
