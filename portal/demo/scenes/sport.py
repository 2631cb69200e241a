"""Sport: a football match and a road race."""

import math

from PIL import Image

from .buildings import skyline
from .camera import Camera
from .canvas import Canvas, Pen, clear, mix
from .land import hills, tree, treeline
from .people import Look, anyone, person, shadow
from .sky import Mood, pick_mood, sky

TEAMS = ((206, 58, 52), (236, 236, 232), (60, 96, 170), (240, 196, 70), (124, 80, 156), (60, 130, 92))


def stadium(c: Canvas) -> Image.Image:
    """A football match seen from the stand, floodlights, the crowd opposite."""
    mood = pick_mood(c, "violet", "gold", "night", "overcast", "morning")
    horizon = 330
    sky(c, mood, horizon, c.rng.uniform(200, 1300))
    treeline(c, mood, 262, 50, 0.5)
    cam = Camera(750, 210, 1150, 11)
    floodlit = mood.name in ("violet", "night", "overcast")
    light = mix(mood.light, (255, 252, 244), 0.65) if floodlit else mood.light
    _stands(c, mood, cam, light)
    c.blur(1.8)
    _pitch(c, cam, light)
    if floodlit:
        _floodlights(c)
    home, away = c.rng.sample(TEAMS, 2)
    with c.fine() as pen:
        _players(c, pen, cam, light, home, away)
    _front_row(c, mood)
    return c.finish(mood.warmth * 0.6, 0.45)


def _stands(c: Canvas, mood: Mood, cam: Camera, light) -> None:
    z = 92
    with c.fine((0, 60, 1500, 430)) as pen:
        top, foot = 178, cam.at(0, 0, z)[1]
        concrete = mix(mood.lit((120, 116, 122)), light, 0.1)
        pen.poly(
            [(-20, top + 40), (1520, top + 40), (1520, foot), (-20, foot)], mix(concrete, (0, 0, 0), 0.35)
        )
        rows = 15
        for row in range(rows):
            y = top + 52 + (foot - top - 62) * row / (rows - 1)
            for n in range(215):
                if c.rng.random() < 0.86 and n % 36:
                    x = n * 7.1 + c.rng.uniform(-1.5, 1.5)
                    shirt = mix(
                        c.rng.choice(
                            [
                                (206, 66, 60),
                                (206, 66, 60),
                                (236, 196, 90),
                                (226, 226, 226),
                                (80, 100, 150),
                                (90, 90, 96),
                            ]
                        ),
                        (20, 16, 30),
                        0.22,
                    )
                    tone = tuple(p * q // 255 for p, q in zip(shirt, light, strict=True))
                    pen.ellipse(x, y, 3.4, 4.2, tone)
                    pen.ellipse(
                        x,
                        y - 5.6,
                        2.1,
                        2.4,
                        tuple(p * q // 255 for p, q in zip((176, 128, 98), light, strict=True)),
                    )
        pen.poly(
            [(-20, top - 6), (1520, top - 6), (1520, top + 26), (-20, top + 14)], mood.lit((196, 196, 200))
        )
        pen.poly([(-20, top + 14), (1520, top + 26), (1520, top + 44), (-20, top + 44)], (20, 16, 28, 120))
        for n in range(9):
            pen.rect(60 + n * 172, top + 20, 66 + n * 172, foot - 70, mood.lit((150, 150, 156)))
        for n in range(26):
            tone = c.rng.choice(
                [(150, 60, 64), (60, 90, 140), (206, 170, 90), (96, 70, 130), (70, 120, 100), (226, 226, 222)]
            )
            pen.rect(
                n * 58,
                foot - 16,
                n * 58 + 58,
                foot + 1,
                tuple(p * q // 255 for p, q in zip(tone, light, strict=True)),
            )


def _pitch(c: Canvas, cam: Camera, light) -> None:
    ground = c.mask(lambda pen: pen.rect(-10, cam.at(0, 0, 92)[1], 1510, 1010, 255))
    green = tuple(p * q // 255 for p, q in zip((84, 140, 62), light, strict=True))
    c.tint(
        ground,
        c.gradient(
            [(0, green), (0.34, mix(green, (200, 220, 190), 0.14)), (1, mix(green, (0, 20, 0), 0.16))]
        ),
    )

    def stripes(pen: Pen) -> None:
        for n in range(-10, 10, 2):
            cam.floor(pen, n * 6, n * 6 + 6, 10, 84, 255)

    c.tint(c.mask(stripes), mix(green, (220, 240, 170), 0.5), 0.28)
    c.texture(c.plane_noise(215, 9, 5), 0.14, ground)
    chalk = (240, 244, 236, 210)
    with c.fine() as pen:
        for x0, z0, x1, z1 in ((-52, 84, 52, 84), (-52, 16, 52, 16), (-52, 16, -52, 84), (52, 16, 52, 84), (0, 16, 0, 84),
                               (-52, 30, -36, 30), (-36, 30, -36, 70), (-36, 70, -52, 70), (52, 30, 36, 30), (36, 30, 36, 70), (36, 70, 52, 70)):  # fmt: skip
            pen.line([cam.at(x0, 0, z0), cam.at(x1, 0, z1)], 2.6, chalk)
        pen.line(
            [cam.at(9.2 * math.cos(a * 0.13), 0, 50 + 9.2 * math.sin(a * 0.13)) for a in range(50)],
            2.6,
            chalk,
        )
        cam.round_floor(pen, 0, 50, 0.5, chalk)


def _floodlights(c: Canvas) -> None:
    for x in (120, 1380):
        with c.fine((x - 80, 0, x + 80, 240)) as pen:
            pen.line([(x, 235), (x, 60)], 8, (70, 70, 80))
            pen.rect(x - 56, 24, x + 56, 74, (60, 60, 70))
            for i in range(6):
                for j in range(3):
                    pen.ellipse(x - 46 + i * 18.4, 33 + j * 16, 6.6, 6.6, (255, 252, 240))
        c.glow(x, 50, 320, (255, 250, 232), 0.75)


def _players(c: Canvas, pen: Pen, cam: Camera, light, home, away) -> None:
    ball_x, ball_z = c.rng.uniform(-9, 9), c.rng.uniform(27, 36)
    men = [(ball_z + 0.6, ball_x - 1.4, home), (ball_z - 0.9, ball_x + 2.0, away)]
    for n in range(17):
        men.append((c.rng.uniform(20, 80), c.rng.uniform(-34, 34), home if n % 2 else away))
    men.append((ball_z + 6, ball_x + 7, (40, 40, 44)))
    for z, x, team in sorted(men, key=lambda m: -m[0]):
        px, py = cam.at(x, 0, z)
        h = cam.scale(z) * 1.9
        pen.ellipse(px + h * 0.25, py, h * 0.4, h * 0.06, (10, 26, 10, 90))
        look = Look(team, mix(team, (20, 20, 30), 0.65), sleeves=False, dress="shorts").under(light)
        person(
            pen, px, py, h, look, c.rng.choice(["run", "run2", "run", "stand", "walk"]), c.rng.choice([-1, 1])
        )
    bx, by = cam.at(ball_x, 0.16, ball_z)
    pen.ellipse(bx + 2, by + 6, 8, 2, (10, 26, 10, 120))
    pen.ellipse(bx, by, 5.6, 5.6, (250, 250, 248))
    pen.ellipse(bx + 1, by + 1.5, 2, 2, (60, 60, 66))


def _front_row(c: Canvas, mood: Mood) -> None:
    def heads(pen: Pen) -> None:
        for n in range(10):
            x = n * 165 + c.rng.uniform(-26, 26)
            y = 985 + c.rng.uniform(-14, 20)
            pen.ellipse(x, y - 78, 33, 40, 255)
            pen.blob(
                [
                    (x - 92, 1040),
                    (x - 82, y - 22),
                    (x - 26, y - 44),
                    (x + 26, y - 44),
                    (x + 82, y - 22),
                    (x + 92, 1040),
                ],
                255,
            )
            if c.rng.random() < 0.35:
                side = c.rng.choice([-1, 1])
                pen.limb(
                    [(x + side * 70, y), (x + side * 98, y - 80), (x + side * 82, y - 160)], [42, 32, 27], 255
                )

    c.soft(heads, 5, mix(mood.lit((40, 34, 44)), (16, 14, 22), 0.5), 0.97)


def running_race(c: Canvas) -> Image.Image:
    """Runners of a town race coming down the avenue, people clapping at the kerb."""
    mood = pick_mood(c, "dawn", "morning", "gold", "overcast", "noon")
    cam = Camera(c.rng.uniform(640, 860), 430, 1150, 1.6)
    sky(c, mood, cam.y, cam.x + c.rng.uniform(-200, 200))
    hills(c, mood, cam.y - 30, 50, 0.78, 480, None)
    with c.fine() as pen:
        skyline(c, pen, mood, cam.y + 8, 30, 120, 0.6, 0.03)
    c.blur(2.4)
    _avenue(c, mood, cam)
    with c.fine() as pen:
        for z in (60, 46, 36, 28, 22, 17):
            for side in (-1, 1):
                x, y = cam.at(side * 8.4, 0, z)
                leaf = mood.far((72, 106, 54), z / 90)
                tree(
                    c, pen, x, y, cam.scale(z) * c.rng.uniform(5, 6.5), leaf, mood.far((160, 176, 88), z / 90)
                )
    c.blur(1.5)
    with c.fine() as pen:
        _bunting(c, pen, mood, cam)
        for z in sorted((c.rng.uniform(11, 50) for _ in range(46)), reverse=True):
            _cheer(c, pen, mood, cam, z)
    c.blur(0.7)
    with c.fine() as pen:
        pack = [(c.rng.uniform(11, 34), None) for _ in range(30)] + [(8.6, -1.7), (7.3, 0.5), (9.4, 1.9)]
        for z, x in sorted(pack, key=lambda r: -r[0]):
            _runner(c, pen, mood, cam, z, x if x is not None else c.rng.uniform(-3.3, 3.3))
    return c.finish(mood.warmth)


def _avenue(c: Canvas, mood: Mood, cam: Camera) -> None:
    end = cam.y / 1000
    ground = c.mask(lambda pen: pen.rect(-10, cam.y + 4, 1510, 1010, 255))
    c.tint(
        ground,
        c.gradient([(0, mood.haze), (end, mood.far((190, 176, 160), 0.5)), (1, mood.lit((186, 172, 156)))]),
    )
    road = c.mask(lambda pen: cam.floor(pen, -4.6, 4.6, 1.3, 300, 255))
    c.tint(
        road,
        c.gradient(
            [
                (0, mood.haze),
                (end, mood.far((110, 110, 116), 0.6)),
                (end + 0.25, mood.lit((104, 104, 110))),
                (1, mood.lit((88, 88, 94))),
            ]
        ),
    )
    c.texture(c.plane_noise(cam.y, 5, 4), 0.11, ground)
    with c.fine() as pen:
        for x in (-4.6, 4.6):
            cam.wall(pen, x, 1.3, 200, 0, 0.14, mood.lit((206, 200, 190)))
        for n in range(24):
            for x in (-1.55, 1.5):
                cam.floor(pen, x, x + 0.1, 2 + n * 5, 4.4 + n * 5, mood.lit((228, 226, 218)))


def _bunting(c: Canvas, pen: Pen, mood: Mood, cam: Camera) -> None:
    for z in (42, 28, 18):
        line = [(-6 + 12 * i / 24, 5.4 - 0.9 * math.sin(math.pi * i / 24)) for i in range(25)]
        pen.line([cam.at(x, y, z) for x, y in line], 1.2, (60, 60, 66, 200))
        for x, y in line[1:-1]:
            tone = mood.far(c.rng.choice(TEAMS), min(0.4, z / 90))
            pen.poly([cam.at(x - 0.2, y, z), cam.at(x + 0.2, y, z), cam.at(x, y - 0.5, z)], tone)
    for side in (-1, 1):
        x, y = cam.at(side * 4.9, 0, 38)
        pen.rect(x - 6, y - cam.scale(38) * 5.4, x + 6, y, mood.far((124, 80, 156), 0.2))
    (x0, y0), (x1, y1) = cam.at(-4.9, 5.6, 38), cam.at(4.9, 4.3, 38)
    pen.rect(x0, y0, x1, y1, mood.far((124, 80, 156), 0.2))
    for n in range(10):
        a = x0 + (x1 - x0) * n / 10
        pen.rect(a, y1 - 6, a + (x1 - x0) / 20, y1, mood.far((240, 240, 236), 0.15))


def _cheer(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float) -> None:
    side = c.rng.choice([-1, 1])
    x, y = cam.at(side * c.rng.uniform(5.0, 6.4), 0, z)
    h = cam.scale(z) * c.rng.uniform(1.45, 1.7)
    shadow(pen, x, y, h, 60)
    look = anyone(c.rng, hat=c.rng.choice(["", "", "cone"])).under(
        mix(mood.light, mood.haze, min(0.5, z / 70))
    )
    person(pen, x, y, h, look, c.rng.choice(["wait", "hand", "stand"]), -side)


def _runner(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float, x: float) -> None:
    px, py = cam.at(x, 0, z)
    h = cam.scale(z) * c.rng.uniform(1.6, 1.76)
    pen.ellipse(px + h * 0.1, py, h * 0.24, h * 0.026, (20, 18, 26, 90))
    kit = c.rng.choice([*TEAMS, (236, 120, 60), (120, 190, 190)])
    shorts = c.rng.choice([(44, 46, 58), (60, 60, 70), mix(kit, (0, 0, 0), 0.5)])
    look = anyone(c.rng, top=kit, bottom=shorts, sleeves=False, dress="shorts").under(
        mix(mood.light, mood.haze, min(0.45, z / 70))
    )
    facing = 1 if c.rng.random() < 0.85 else -1
    person(pen, px, py + h * 0.05, h, look, c.rng.choice(["run", "run2"]), facing)
    pen.rect(
        px + facing * h * 0.02,
        py - h * 0.68,
        px + facing * h * 0.1,
        py - h * 0.59,
        clear((250, 250, 246), 225),
    )
