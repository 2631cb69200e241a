"""The old quarter: lanterns in the evening, the market in the morning."""

import math

from PIL import Image, ImageFilter

from .buildings import Row, lantern
from .camera import Camera
from .canvas import Canvas, Pen, clear, mix
from .people import anyone, carrier, cyclist, person, shadow
from .sky import Mood, pick_mood, sky

SILK = (
    (196, 54, 44),
    (226, 150, 44),
    (236, 196, 92),
    (180, 80, 120),
    (96, 130, 84),
    (130, 92, 160),
    (222, 110, 60),
)


def street(c: Canvas, mood: Mood, cam: Camera, half: float, near: float, far: float, glow: float) -> None:
    with c.fine() as pen:
        for x in (-half, half):
            Row(c, cam, mood, x, glow).paint(pen, near, far)


def _paving(c: Canvas, mood: Mood, cam: Camera, colour) -> None:
    end = cam.y / 1000
    ground = c.mask(lambda pen: pen.rect(-10, cam.y + 4, 1510, 1010, 255))
    c.tint(
        ground,
        c.gradient(
            [
                (0, mood.haze),
                (end, mood.far(colour, 0.7)),
                (end + 0.2, mood.lit(colour)),
                (1, mix(mood.lit(colour), (0, 0, 0), 0.12)),
            ]
        ),
    )
    c.texture(c.plane_noise(cam.y + 4, 12, 6), 0.16, ground)
    c.texture(c.plane_noise(cam.y + 4, 240, 70), 0.16, ground)
    with c.fine() as pen:
        z = 2.6
        while z < 60:
            pen.line([cam.at(-9, 0, z), cam.at(9, 0, z)], max(0.6, 14 / z), (20, 14, 16, 46))
            for n in range(-9, 10):
                x = n + (0.5 if round(z * 7) % 2 else 0)
                pen.line([cam.at(x, 0, z), cam.at(x, 0, z * 1.14)], max(0.5, 9 / z), (20, 14, 16, 40))
            z *= 1.14


def old_street_lanterns(c: Canvas) -> Image.Image:
    """A lane of old shop houses in the evening, lanterns strung across, people strolling."""
    mood = pick_mood(c, "violet", "violet", "night", "gold")
    cam = Camera(c.rng.uniform(650, 850), 500, 1000, 1.7)
    sky(c, mood, cam.y, cam.x)
    _paving(c, mood, cam, (150, 136, 124))
    street(c, mood, cam, 4.3, 4.2, 62, 0.75 if mood.name != "gold" else 0.3)
    c.glow(cam.x, cam.y - 20, 420, mood.sun, 0.34)
    with c.fine() as pen:
        for z in (34, 26, 21, 17, 14, 11.6, 9.6):
            for _ in range(c.rng.randint(1, 2)):
                _stroller(c, pen, mood, cam, z + c.rng.uniform(-0.8, 0.8), 3.4)
    _wet_shine(c, cam, 0.34)
    _strings(c, cam, mood)
    return c.finish(0.35, 0.45)


def _strings(c: Canvas, cam: Camera, mood: Mood) -> None:
    lamps = []
    with c.fine() as pen:
        for z in (40, 31, 24, 18.5, 14, 10.6, 7.8):
            sag, high, count = c.rng.uniform(0.4, 0.9), c.rng.uniform(5.0, 5.6), c.rng.randint(4, 6)
            wire = [
                cam.at(-4.3 + 8.6 * i / 16, high - sag * math.sin(math.pi * i / 16), z) for i in range(17)
            ]
            pen.line(wire, max(0.8, cam.scale(z) * 0.015), (30, 24, 24, 200))
            for n in range(count):
                t = (n + 0.5 + c.rng.uniform(-0.2, 0.2)) / count
                x, y = cam.at(-4.3 + 8.6 * t, high - sag * math.sin(math.pi * t), z)
                size = cam.scale(z) * c.rng.uniform(0.5, 0.68)
                tone = c.rng.choice(SILK)
                lantern(pen, x, y, size, mix(tone, mood.haze, min(0.3, z / 120)))
                lamps.append((x, y + size * 0.75, size, tone))
    for x, y, size, tone in lamps[::2] if mood.name == "gold" else lamps:
        c.glow(x, y, size * 2.0, mix(tone, (255, 190, 110), 0.5), 0.42)


def _wet_shine(c: Canvas, cam: Camera, strength: float) -> None:
    """The street mirrors a little, as after rain."""
    w, h = c.size
    top = c.px(cam.y + 6)
    rows = min(top, h - top)
    mirror = c.img.crop((0, top - rows, w, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.reduce(2).filter(ImageFilter.GaussianBlur((2.5 * c.k, 12 * c.k))).resize((w, rows))
    fade = (
        Image.linear_gradient("L")
        .point([round((70 + v * 0.5) * strength) for v in range(256)])
        .resize((w, rows))
    )
    c.img.paste(mirror, (0, top), fade)


def _stroller(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float, half: float) -> None:
    x, y = cam.at(c.rng.uniform(-half * 0.8, half * 0.8), 0, z)
    h = cam.scale(z) * c.rng.uniform(1.5, 1.7)
    far = min(0.5, z / 80)
    light = mix(mix(mood.light, (255, 220, 180), 0.35), mood.haze, far)
    what = c.rng.random()
    shadow(pen, x, y, h, 80)
    facing = c.rng.choice([-1, 1])
    if what < 0.2:
        cyclist(
            pen, x, y, h, anyone(c.rng, hat="cone").under(light), mix((40, 40, 44), mood.haze, far), facing
        )
    elif what < 0.5:
        silk = c.rng.choice(
            [(240, 236, 228), (196, 160, 200), (220, 120, 120), (150, 180, 200), (240, 214, 150)]
        )
        look = anyone(
            c.rng,
            top=silk,
            bottom=(236, 232, 226),
            dress="aodai",
            long_hair=True,
            sleeves=True,
            hat=c.rng.choice(["", "cone"]),
        )
        person(pen, x, y, h, look.under(light), "walk", facing, c.rng.random() < 0.4)
    elif what < 0.62:
        carrier(pen, x, y, h, anyone(c.rng, hat="cone").under(light), (150, 160, 80), facing)
    else:
        person(
            pen,
            x,
            y,
            h,
            anyone(c.rng).under(light),
            c.rng.choice(["walk", "stand"]),
            facing,
            c.rng.random() < 0.5,
        )


FRUIT = (
    (206, 66, 52),
    (230, 150, 54),
    (240, 206, 90),
    (126, 160, 64),
    (86, 128, 60),
    (150, 70, 110),
    (236, 226, 200),
    (196, 110, 70),
)


def market(c: Canvas) -> Image.Image:
    """A morning market: heaps of fruit and greens under awnings and parasols, sellers and buyers."""
    mood = pick_mood(c, "morning", "noon", "dawn", "gold", "overcast")
    cam = Camera(c.rng.uniform(660, 840), 430, 980, 2.0)
    sky(c, mood, cam.y, cam.x)
    _paving(c, mood, cam, (176, 160, 144))
    street(c, mood, cam, 7.4, 9, 70, 0.1)
    c.blur(2.6)
    c.glow(cam.x, cam.y - 40, 520, mood.sun, 0.35)
    for z in (30, 23, 17.5, 13, 9.6, 7.0, 5.2):
        reach = 5.6 * cam.scale(z)
        with c.fine((cam.x - reach, cam.y - reach, cam.x + reach, cam.y + reach)) as pen:
            for side in (-1, 1):
                _stall(c, pen, mood, cam, side, z)
            if z > 6:
                for _ in range(c.rng.randint(1, 2)):
                    _shopper(c, pen, mood, cam, z - 0.6)
        if z == 23:
            c.blur(1.4)
    return c.finish(mood.warmth)


def _shopper(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float) -> None:
    x, y = cam.at(c.rng.uniform(-1.2, 1.2), 0, z)
    h = cam.scale(z) * c.rng.uniform(1.5, 1.68)
    look = anyone(c.rng, hat=c.rng.choice(["", "", "cone"])).under(
        mix(mood.light, mood.haze, min(0.5, z / 60))
    )
    shadow(pen, x, y, h, 80)
    if c.rng.random() < 0.2:
        carrier(pen, x, y, h, look, (150, 170, 80), c.rng.choice([-1, 1]))
    else:
        person(
            pen,
            x,
            y,
            h,
            look,
            c.rng.choice(["walk", "stand", "wait"]),
            c.rng.choice([-1, 1]),
            c.rng.random() < 0.4,
        )


def _stall(c: Canvas, pen: Pen, mood: Mood, cam: Camera, side: int, z: float) -> None:
    away = min(0.55, z / 60)
    depth = min(3.2, z * 0.3)
    x0, x1 = sorted((side * 2.0, side * 4.6))
    light = mix(mood.light, mood.haze, away)
    seller_x, seller_y = cam.at(side * c.rng.uniform(3.3, 3.9), 0, z + depth)
    look = anyone(c.rng, hat=c.rng.choice(["cone", "cone", ""]), sleeves=True).under(light)
    person(pen, seller_x, seller_y, cam.scale(z + depth) * 1.55, look, c.rng.choice(["stand", "wait"]), -side)
    cam.box(pen, (x0, x1), (0, 0.72), (z, z + depth), mood.far((120, 88, 62), away))
    for n in range(1, 8):
        x = x0 + (x1 - x0) * n / 8
        cam.front(pen, x, x + 0.015, 0, 0.72, z, (30, 16, 10, 110))
    cam.front(pen, x0, x1, 0.6, 0.72, z, (255, 240, 220, 36))
    for k in range(4):
        a = z + depth * (3 - k) / 4
        _heaps(c, pen, mood, cam, (x0, x1), a, depth / 4, away)
    _cover(c, pen, mood, cam, side, z, depth, away)


def _heaps(c: Canvas, pen: Pen, mood: Mood, cam: Camera, span, z: float, deep: float, away: float) -> None:
    count = 3
    wide = (span[1] - span[0]) / count
    for n in range(count):
        tone = c.rng.choice(FRUIT)
        mid = span[0] + wide * (n + 0.5)
        size = cam.scale(z) * c.rng.uniform(0.045, 0.075)
        tray = [
            cam.at(mid + dx * wide, 0.75 + up, z)
            for dx, up in ((-0.47, 0.16), (0.47, 0.16), (0.4, 0), (-0.4, 0))
        ]
        balls = [(c.rng.uniform(-0.38, 0.38), c.rng.random()) for _ in range(34 if z < 15 else 16)]
        for dx, t in sorted(balls, key=lambda b: b[1] - 1):
            up = 0.84 + max(0.0, 0.34 - abs(dx) * 0.8) * (1 - t)
            x, y = cam.at(mid + dx * wide, up, z + deep * 0.3)
            ball = mood.far(mix(tone, (40, 20, 20), c.rng.uniform(0, 0.28)), away)
            pen.ellipse(x, y, size, size * 0.9, ball)
            pen.ellipse(
                x - size * 0.25,
                y - size * 0.3,
                size * 0.45,
                size * 0.4,
                clear(mix(ball, (255, 255, 240), 0.4), 70),
            )
        pen.poly(tray, mood.far((150, 116, 78), away))
        pen.line(tray[:2], max(0.8, size * 0.3), mood.far((182, 148, 104), away))


def _cover(
    c: Canvas, pen: Pen, mood: Mood, cam: Camera, side: int, z: float, deep: float, away: float
) -> None:
    cloth = mood.far(
        c.rng.choice(
            [(196, 70, 62), (66, 112, 140), (226, 176, 84), (88, 134, 96), (136, 96, 156), (226, 220, 206)]
        ),
        away,
    )
    post = mood.far((96, 84, 76), away)
    inner, outer = side * 1.75, side * 5.0
    for a in (z + deep, z):
        (px, py), (_, ty) = cam.at(inner, 0, a), cam.at(inner, 2.55, a)
        pen.line([(px, py), (px, ty)], cam.scale(a) * 0.045, post)
    stripes = 6
    for n in range(stripes):
        a, b = z - 0.3 + (deep + 0.6) * n / stripes, z - 0.3 + (deep + 0.6) * (n + 1) / stripes
        tone = cloth if n % 2 else mix(cloth, (255, 250, 240), 0.55)
        cam.face(
            pen,
            [(inner, 2.5, a), (inner, 2.5, b), (outer, 3.3, b), (outer, 3.3, a)],
            mix(tone, (0, 0, 0), 0.12),
        )
        cam.wall(pen, inner, a, b, 2.28, 2.52, tone)
