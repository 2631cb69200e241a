"""The town's landmarks: citadel gate, court, station, road works, the river at night."""

import math

from PIL import Image

from .buildings import curved_roof, skyline
from .camera import Camera
from .canvas import Canvas, Pen, clear, mix
from .land import hills, tree, treeline
from .people import anyone, cyclist, person, shadow, umbrella
from .sky import Mood, pick_mood, sky
from .water import water


def plaza(c: Canvas, mood: Mood, y: float, colour, joints: float = 1.0) -> Camera:
    """Paved ground from the line y to the eye; returns the camera that stands on it."""
    horizon = y - 46
    cam = Camera(750, horizon, 1000, 2.2)
    ground = c.mask(lambda pen: pen.rect(-10, y, 1510, 1010, 255))
    c.tint(ground, c.gradient([(0, mood.haze), (y / 1000, mood.far(colour, 0.35)), (1, mood.lit(colour))]))
    c.texture(c.plane_noise(horizon, 8, 5), 0.1, ground)
    c.texture(c.plane_noise(horizon, 260, 70), 0.16, ground)
    with c.fine((0, y, 1500, 1000)) as pen:
        z = 3.0
        while z < 46:
            pen.line([cam.at(-z, 0, z), cam.at(z, 0, z)], max(0.6, 12 / z), (20, 14, 16, round(34 * joints)))
            z += 1.1
        for n in range(-30, 31):
            pen.line([cam.at(n * 1.1, 0, 3), cam.at(n * 1.1, 0, 46)], 0.8, (20, 14, 16, round(30 * joints)))
    return cam


def passers(
    c: Canvas, mood: Mood, cam: Camera, count: int, near: float, far: float, spread: float = 0.62
) -> None:
    """People about on open ground, drawn from far to near."""
    with c.fine() as pen:
        for z in sorted((c.rng.uniform(near, far) for _ in range(count)), reverse=True):
            x, y = cam.at(c.rng.uniform(-spread, spread) * z, 0, z)
            h = cam.scale(z) * c.rng.uniform(1.52, 1.7)
            light = mix(mood.light, mood.haze, min(0.5, z / 70))
            shadow(pen, x, y, h, 70)
            _passer(c, pen, x, y, h, light)


def _passer(c: Canvas, pen: Pen, x: float, y: float, h: float, light) -> None:
    what, facing = c.rng.random(), c.rng.choice([-1, 1])
    if what < 0.16:
        cyclist(
            pen, x, y, h, anyone(c.rng, hat=c.rng.choice(["cone", ""])).under(light), (60, 60, 70), facing
        )
    elif what < 0.4:
        silk = c.rng.choice([(240, 236, 228), (190, 160, 206), (220, 150, 150), (150, 180, 200)])
        look = anyone(
            c.rng,
            top=silk,
            bottom=(238, 234, 228),
            dress="aodai",
            long_hair=True,
            sleeves=True,
            hat=c.rng.choice(["", "cone", "cone"]),
        )
        person(pen, x, y, h, look.under(light), c.rng.choice(["walk", "stand"]), facing, c.rng.random() < 0.4)
    else:
        person(
            pen,
            x,
            y,
            h,
            anyone(c.rng).under(light),
            c.rng.choice(["walk", "walk", "stand"]),
            facing,
            c.rng.random() < 0.4,
        )
        if what > 0.9:
            umbrella(pen, x + facing * h * 0.1, y - h * 0.55, h, (168, 92, 110))


def citadel_gate(c: Canvas) -> Image.Image:
    """The old citadel's gate: brick base with arches, two-tiered pavilion, before a court or a moat."""
    mood = pick_mood(c, "morning", "gold", "violet", "noon", "overcast", "dawn")
    ground = c.rng.uniform(690, 730)
    sky(c, mood, ground - 40)
    hills(c, mood, ground - 130, 50, 0.8, 500, ground)
    treeline(c, mood, ground, 130, 0.5, palms=3)
    c.blur(2.2)
    _gate(c, mood, 750, ground, 1.0)
    _flank_trees(c, mood, ground)
    if c.rng.random() < 0.45:
        water(c, mood, ground, (62, 84, 70), 0.8)
        _lotus(c, mood, ground)
    else:
        cam = plaza(c, mood, ground, (186, 164, 142))
        passers(c, mood, cam, c.rng.randint(6, 12), 7, 26)
    return c.finish(mood.warmth)


def _gate(c: Canvas, mood: Mood, x: float, y: float, s: float) -> None:
    brick, plaster = mood.far((152, 108, 88), 0.08), mood.far((206, 172, 128), 0.08)
    tile = mood.far(c.rng.choice([(186, 142, 70), (150, 96, 70), (172, 128, 74)]), 0.06)
    top = y - 190 * s
    body = [(x - 430 * s, y), (x - 405 * s, top), (x + 405 * s, top), (x + 430 * s, y)]
    mask = c.mask(lambda pen: pen.poly(body, 255))
    c.tint(
        mask,
        c.gradient(
            [
                (0, brick),
                (top / 1000, mix(brick, plaster, 0.35)),
                (y / 1000, mix(brick, (30, 20, 20), 0.25)),
                (1, brick),
            ]
        ),
    )
    c.texture(c.noise(60, 22, 4, 2.4), 0.35, mask)
    with c.fine() as pen:
        for row in range(17):
            py = y - row * 11 * s
            pen.line([(x - 428 * s + row * 1.4, py), (x + 428 * s - row * 1.4, py)], 0.9, (30, 16, 12, 60))
            for n in range(38):
                px = x + (n - 19) * 22.6 * s + (11 if row % 2 else 0)
                if abs(px - x) < 415 * s:
                    pen.line([(px, py), (px, py - 11 * s)], 0.8, (30, 16, 12, 46))
        for dx, w, h in ((-230, 62, 118), (0, 92, 146), (230, 62, 118)):
            _arch(pen, x + dx * s, y, w * s, h * s, plaster, mood)
        pen.rect(x - 414 * s, top - 6 * s, x + 414 * s, top + 10 * s, plaster)
        for n in range(34):
            px = x + (-400 + n * 24.2) * s
            pen.rect(px - 7 * s, top - 24 * s, px + 7 * s, top - 6 * s, mix(plaster, brick, 0.3))
        _pavilion(pen, mood, x, top - 6 * s, s, tile)


def _arch(pen: Pen, x: float, y: float, w: float, h: float, rim, mood: Mood) -> None:
    def shape(grow: float) -> list:
        bend = h - w / 2
        curve = [
            (
                x - (w / 2 + grow) * math.cos(math.pi * i / 16),
                y - bend - (w / 2 + grow) * math.sin(math.pi * i / 16),
            )
            for i in range(17)
        ]
        return [(x - w / 2 - grow, y), *curve, (x + w / 2 + grow, y)]

    pen.poly(shape(7), rim)
    pen.poly(shape(0), mood.lit((44, 34, 34)))
    inner = [(x + (px - x) * 0.62, y + (py - y) * 0.74) for px, py in shape(0)]
    pen.poly(inner, mix(mood.low, mood.haze, 0.5))
    pen.poly(
        [(x - w * 0.31, y), (x + w * 0.31, y), (x + w * 0.31, y - h * 0.2), (x - w * 0.31, y - h * 0.16)],
        mood.far((90, 110, 70), 0.3),
    )


def _pavilion(pen: Pen, mood: Mood, x: float, y: float, s: float, tile) -> None:
    wood, wall = mood.far((140, 52, 44), 0.06), mood.far((220, 190, 140), 0.08)
    for tier, (half, deep, roof) in enumerate(((270, 78, 62), (175, 50, 72))):
        floor = y if tier == 0 else y - 124 * s
        pen.rect(x - half * s, floor - deep * s, x + half * s, floor, wall)
        pen.rect(x - half * s, floor - deep * s, x + half * s, floor - deep * s * 0.72, (40, 20, 20, 70))
        count = 11 if tier == 0 else 7
        for n in range(count):
            px = x - half * s + 2 * half * s * n / (count - 1)
            if n < count - 1 and n % 2 == 0:
                pen.rect(
                    px + 12 * s,
                    floor - deep * s * 0.74,
                    px + 2 * half * s / (count - 1) - 6 * s,
                    floor,
                    mood.far((92, 50, 44), 0.06),
                )
            pen.rect(px - 4.5 * s, floor - deep * s, px + 4.5 * s, floor, wood)
        pen.rect(x - half * s, floor - 12 * s, x + half * s, floor - 8 * s, mix(wood, (255, 220, 160), 0.3))
        curved_roof(
            pen,
            x - (half + 48) * s,
            x + (half + 48) * s,
            floor - (deep - 4) * s,
            roof * s,
            (64 if tier == 0 else 84) * s,
            tile,
        )


def _flank_trees(c: Canvas, mood: Mood, ground: float) -> None:
    with c.fine() as pen:
        for side in (-1, 1):
            for _ in range(c.rng.randint(1, 2)):
                x = 750 + side * c.rng.uniform(560, 760)
                leaf = c.rng.choice(
                    [(64, 96, 48), (84, 110, 54), (150, 70, 44)]
                    if c.rng.random() < 0.25
                    else [(64, 96, 48), (78, 106, 52)]
                )
                tree(
                    c,
                    pen,
                    x,
                    ground + c.rng.uniform(0, 12),
                    c.rng.uniform(300, 430),
                    mood.lit(leaf),
                    mood.lit(mix(leaf, (240, 230, 140), 0.5)),
                )


def _lotus(c: Canvas, mood: Mood, horizon: float) -> None:
    with c.fine((0, horizon, 1500, 1000)) as pen:
        for t in sorted(c.rng.random() ** 0.6 for _ in range(120)):
            y = horizon + 60 + (990 - horizon - 60) * t
            side = c.rng.choice([-1, 1])
            x = 750 + side * c.rng.uniform(240 - 160 * t, 780)
            r = (8 + 42 * t) * c.rng.uniform(0.6, 1.15)
            tone = mood.lit(c.rng.choice([(84, 124, 72), (104, 142, 84), (70, 108, 70)]))
            pen.ellipse(x, y + r * 0.08, r, r * 0.32, (20, 34, 34, 90))
            pen.ellipse(x, y, r, r * 0.3, tone)
            pen.ellipse(x - r * 0.2, y - r * 0.05, r * 0.6, r * 0.14, clear(mix(tone, mood.low, 0.4), 90))
            pen.poly([(x, y), (x + r * 0.9, y + r * 0.16), (x + r, y + r * 0.02)], mood.lit((56, 78, 72)))
            if c.rng.random() < 0.18:
                _flower(pen, x, y - r * 0.4, r * 0.46, mood.lit((236, 150, 180)))


def _flower(pen: Pen, x: float, y: float, r: float, tone) -> None:
    pen.line([(x, y), (x, y + r)], r * 0.12, (80, 110, 60))
    for a in (-1.1, 1.1, -0.6, 0.6, 0):
        tip = (x + math.sin(a) * r, y - math.cos(a) * r * 1.1)
        pen.blob([(x, y + r * 0.2), ((x + tip[0]) / 2 - r * 0.26, (y + tip[1]) / 2), tip, ((x + tip[0]) / 2 + r * 0.26, (y + tip[1]) / 2)],
                 mix(tone, (255, 255, 255), 0.35 - abs(a) * 0.25))  # fmt: skip


def court_building(c: Canvas) -> Image.Image:
    """A public building with columns and a wide stair, lawn and trees in front."""
    mood = pick_mood(c, "morning", "noon", "overcast", "gold", "dawn")
    ground = c.rng.uniform(720, 750)
    sky(c, mood, ground - 30)
    treeline(c, mood, ground - 10, 150, 0.55, palms=4)
    c.blur(2.2)
    wall = mood.lit(c.rng.choice([(236, 222, 188), (230, 226, 216), (232, 206, 160), (214, 208, 200)]))
    with c.fine() as pen:
        _facade(c, pen, mood, 750, ground, wall)
        for side in (-1, 1):
            leaf = mood.lit((68, 100, 52))
            tree(
                c,
                pen,
                750 + side * c.rng.uniform(600, 720),
                ground + 8,
                c.rng.uniform(300, 400),
                leaf,
                mood.lit((150, 166, 84)),
            )
    cam = plaza(c, mood, ground, (196, 184, 168))
    with c.fine((0, ground - 60, 1500, 1000)) as pen:
        _hedges(c, pen, mood, cam)
    passers(c, mood, cam, c.rng.randint(3, 7), 8, 22, 0.4)
    return c.finish(mood.warmth)


def _facade(c: Canvas, pen: Pen, mood: Mood, x: float, y: float, wall) -> None:
    dark, glass = mix(wall, (40, 34, 40), 0.35), mix(mood.middle, (30, 40, 56), 0.6)
    floor = y - 58
    for half, high in ((520, 270), (230, 300)):
        pen.rect(x - half, floor - high, x + half, y, wall)
        pen.rect(
            x - half - 12, floor - high - 14, x + half + 12, floor - high, mix(wall, (255, 255, 255), 0.3)
        )
        pen.rect(x - half, floor - high, x + half, floor - high + 10, clear(dark, 120))
    for n in range(5):
        for side in (-1, 1):
            px = x + side * (275 + n * 52)
            for low, tall in ((floor - 112, 84), (floor - 240, 92)):
                pen.rect(px - 17, low - tall + 70, px + 17, low + 84, mix(wall, (255, 255, 255), 0.25))
                pen.rect(px - 13, low - tall + 74, px + 13, low + 80, glass)
                pen.rect(px - 13, low - tall + 74, px + 13, low - tall + 92, (255, 255, 255, 34))
                pen.rect(px - 1, low - tall + 74, px + 1, low + 80, wall)
    pen.rect(x - 214, floor - 268, x + 214, floor, mix(dark, (30, 26, 30), 0.35))
    for n in range(3):
        px = x + (n - 1) * 122
        pen.rect(px - 30, floor - 150, px + 30, floor, mood.lit((104, 66, 46)))
        pen.rect(px - 24, floor - 142, px - 3, floor - 12, mood.lit((82, 50, 36)))
        pen.rect(px + 3, floor - 142, px + 24, floor - 12, mood.lit((82, 50, 36)))
        pen.rect(px - 30, floor - 226, px + 30, floor - 172, glass)
    for n in range(6):
        px = x - 205 + n * 82
        pen.poly(
            [(px - 15, floor), (px - 12, floor - 262), (px + 12, floor - 262), (px + 15, floor)],
            mix(wall, (255, 255, 255), 0.2),
        )
        pen.poly(
            [(px + 4, floor), (px + 4, floor - 262), (px + 12, floor - 262), (px + 15, floor)],
            clear(dark, 110),
        )
        pen.rect(px - 20, floor - 274, px + 20, floor - 260, wall)
        pen.rect(px - 20, floor - 8, px + 20, floor, wall)
    pen.rect(x - 244, floor - 306, x + 244, floor - 270, mix(wall, (255, 255, 255), 0.25))
    pen.poly(
        [(x - 262, floor - 306), (x, floor - 392), (x + 262, floor - 306)], mix(wall, (255, 255, 255), 0.32)
    )
    pen.poly([(x - 206, floor - 316), (x, floor - 378), (x + 206, floor - 316)], mix(wall, dark, 0.3))
    for n in range(8):
        step = n * 7.5
        pen.rect(
            x - 250 - n * 9,
            floor + step,
            x + 250 + n * 9,
            floor + step + 7.5,
            mix(wall, dark, 0.05 if n % 2 else 0.28),
        )


def _hedges(c: Canvas, pen: Pen, mood: Mood, cam: Camera) -> None:
    for side in (-1, 1):
        x0, x1 = sorted((side * 4.2, side * 16))
        cam.floor(pen, x0, x1, 8, 17, mood.lit((104, 138, 72)))
        for z in (16.5, 8.0):
            for _ in range(260):
                x, y = cam.at(c.rng.uniform(x0, x1), c.rng.uniform(0, 0.55), z)
                r = cam.scale(z) * c.rng.uniform(0.05, 0.1)
                pen.ellipse(
                    x, y, r * 1.3, r, mood.lit(c.rng.choice([(62, 98, 50), (78, 116, 58), (94, 130, 66)]))
                )


def night_city(c: Canvas) -> Image.Image:
    """The town across the river at night, its lights in the water."""
    mood = pick_mood(c, "night", "night", "violet")
    horizon = c.rng.uniform(560, 610)
    sky(c, mood, horizon)
    dim = Mood(**{**mood.__dict__, "light": mix(mood.light, (40, 44, 70), 0.6)})
    c.soft(lambda pen: pen.rect(-20, horizon - 130, 1520, horizon, 190), 70, (176, 130, 110), 0.42)
    with c.fine() as pen:
        skyline(c, pen, dim, horizon, 60, 190, 0.45, 0.3)
    c.blur(2)
    with c.fine() as pen:
        skyline(c, pen, dim, horizon, 40, 300, 0.12, 0.42)
    _lamps(c, horizon)
    water(c, dim, horizon, (20, 28, 46), 0.45)
    _light_columns(c, horizon)
    return c.finish(0.1, 0.5)


def _lamps(c: Canvas, horizon: float) -> None:
    tone = c.rng.choice([(180, 120, 220), (255, 170, 90), (110, 170, 230), (230, 110, 120)])
    bridge = c.rng.random() < 0.7
    with c.fine((0, horizon - 170, 1500, horizon)) as pen:
        pen.rect(-10, horizon - 12, 1510, horizon + 2, (26, 26, 36))
        for n in range(52):
            pen.ellipse(n * 30, horizon - 18, 2.3, 2.3, (255, 222, 160))
        if bridge:
            for n in range(3):
                x, w = 180 + n * 380, 370
                arch = [(x + w * i / 24, horizon - 22 - 92 * math.sin(math.pi * i / 24)) for i in range(25)]
                pen.line(arch, 6, mix(tone, (255, 255, 255), 0.2))
                for px, py in arch[2:-1:2]:
                    pen.line([(px, py), (px, horizon - 20)], 1.5, clear(tone, 190))
            pen.rect(120, horizon - 24, 1380, horizon - 16, mix(tone, (20, 20, 30), 0.5))
    if bridge:
        c.light(
            lambda pen: [pen.ellipse(365 + n * 380, horizon - 70, 190, 60, 150) for n in range(3)],
            34,
            tone,
            0.5,
        )


def _light_columns(c: Canvas, horizon: float) -> None:
    tones = [(255, 190, 110), (255, 220, 160), (190, 140, 230), (120, 170, 220)]
    for tone in tones:
        spots = [(c.rng.uniform(0, 1500), c.rng.uniform(120, 330), c.rng.uniform(4, 13)) for _ in range(9)]
        mask = c.soft_mask(
            lambda pen, s=spots: [pen.rect(x - w, horizon, x + w, horizon + tall, 150) for x, tall, w in s], 9
        )
        broken = c.plane_noise(horizon, 70, 8).point([max(0, min(255, (v - 90) * 3)) for v in range(256)])
        mask.paste(0, (0, 0), broken.point([255 - v for v in range(256)]))
        c.add_light(mask, tone, 0.8)
