"""Roads and rails: road works and the station."""

from PIL import Image

from .camera import Camera
from .canvas import Canvas, Pen, mix
from .land import hills, tree, treeline
from .people import Look, anyone, person, shadow
from .sky import Mood, pick_mood, sky

YELLOW = (236, 174, 52)


def road_works(c: Canvas) -> Image.Image:
    """A new road: fresh asphalt, a roller, an excavator, workers, cones."""
    mood = pick_mood(c, "morning", "noon", "gold", "overcast", "dawn")
    horizon = c.rng.uniform(430, 470)
    sky(c, mood, horizon)
    hills(c, mood, horizon - 60, 70, 0.72, 480, None)
    treeline(c, mood, horizon + 6, 54, 0.5, palms=4)
    c.blur(2)
    cam = Camera(c.rng.uniform(600, 900), horizon, 1100, 2.0)
    _roadbed(c, mood, cam)
    with c.fine() as pen:
        for z in (44, 33, 25, 19, 14.5):
            for x in (-6.4, 6.6):
                px, py = cam.at(x * 1.35, 0, z)
                leaf = mood.far((76, 108, 56), z / 80)
                tree(
                    c, pen, px, py, cam.scale(z) * c.rng.uniform(3, 5), leaf, mood.far((150, 166, 84), z / 80)
                )
        _excavator(pen, mood, *cam.at(-3.6, 0, 15), cam.scale(15))
        for z in (22, 17.5):
            _worker(c, pen, mood, cam, c.rng.uniform(-1, 4), z)
        _roller(pen, mood, *cam.at(1.9, 0, 11), cam.scale(11))
        for x, z in ((-2.2, 11), (-0.6, 9.4), (-3.1, 8.6)):
            _worker(c, pen, mood, cam, x + c.rng.uniform(-0.4, 0.4), z)
        for n in range(9):
            _cone(pen, mood, cam, -4.3 + 0.1 * n, 5.2 + n * 2.2)
        for n in range(3):
            _barrier(pen, mood, cam, 3.3 + n * 1.9, 6.2)
    c.soft(lambda pen: pen.ellipse(cam.x + 150, horizon + 150, 260, 30, 140), 40, (226, 222, 214), 0.35)
    return c.finish(mood.warmth)


def _roadbed(c: Canvas, mood: Mood, cam: Camera) -> None:
    end = cam.y / 1000
    ground = c.mask(lambda pen: pen.rect(-10, cam.y + 3, 1510, 1010, 255))
    c.tint(
        ground,
        c.gradient([(0, mood.haze), (end, mood.far((150, 140, 96), 0.5)), (1, mood.lit((166, 136, 92)))]),
    )
    c.texture(c.plane_noise(cam.y, 20, 8), 0.3, ground)
    old = c.mask(lambda pen: cam.floor(pen, -4.8, 5.2, 1.5, 300, 255))
    c.tint(
        old,
        c.gradient([(0, mood.haze), (end, mood.far((128, 126, 124), 0.5)), (1, mood.lit((120, 116, 112)))]),
    )
    new = c.mask(lambda pen: cam.floor(pen, 0.2, 5.0, 1.5, 300, 255))
    c.tint(
        new,
        c.gradient(
            [
                (0, mood.haze),
                (end, mood.far((70, 70, 76), 0.5)),
                (end + 0.2, mood.lit((64, 63, 68))),
                (1, mood.lit((56, 55, 60))),
            ]
        ),
    )
    c.texture(c.plane_noise(cam.y, 6, 4), 0.2, old)
    with c.fine() as pen:
        for x in (-4.5, 5.0):
            cam.floor(pen, x, x + 0.16, 1.5, 200, mood.lit((226, 224, 214)))
        for n in range(20):
            cam.floor(pen, -0.05, 0.12, 2 + n * 6, 5 + n * 6, mood.lit((222, 220, 210)))


def _worker(c: Canvas, pen: Pen, mood: Mood, cam: Camera, x: float, z: float) -> None:
    px, py = cam.at(x, 0, z)
    h = cam.scale(z) * 1.68
    pose, facing = c.rng.choice(["stand", "walk", "bend", "pole"]), c.rng.choice([-1, 1])
    shadow(pen, px, py, h, 90)
    vest = c.rng.choice([(236, 110, 44), (210, 220, 60)])
    person(
        pen, px, py, h, Look(vest, (60, 70, 92), hat="helmet", sleeves=False).under(mood.light), pose, facing
    )
    if pose in ("pole", "bend"):
        end = 0.36 if pose == "bend" else 0.24
        top = 0.3 if pose == "bend" else 0.76
        pen.line(
            [(px + facing * h * (end - 0.1), py - h * (top + 0.25)), (px + facing * h * (end + 0.24), py)],
            h * 0.022,
            (112, 84, 58),
        )


def _cone(pen: Pen, mood: Mood, cam: Camera, x: float, z: float) -> None:
    px, py = cam.at(x, 0, z)
    s = cam.scale(z)
    orange, white = mood.lit((232, 96, 44)), mood.lit((246, 244, 238))
    pen.ellipse(px + s * 0.1, py, s * 0.3, s * 0.05, (20, 18, 20, 70))
    pen.poly(
        [
            (px - s * 0.2, py),
            (px + s * 0.2, py),
            (px + s * 0.17, py - s * 0.06),
            (px - s * 0.17, py - s * 0.06),
        ],
        orange,
    )
    for low, high, tone in ((0.05, 0.7, orange), (0.26, 0.4, white), (0.5, 0.6, white)):
        a, b = 0.14 * (1 - low / 0.75), 0.14 * (1 - high / 0.75)
        pen.poly(
            [
                (px - s * a, py - s * low),
                (px + s * a, py - s * low),
                (px + s * b, py - s * high),
                (px - s * b, py - s * high),
            ],
            tone,
        )
    pen.poly(
        [(px + s * 0.03, py - s * 0.05), (px + s * 0.13, py - s * 0.05), (px + s * 0.02, py - s * 0.68)],
        (0, 0, 0, 46),
    )


def _barrier(pen: Pen, mood: Mood, cam: Camera, x: float, z: float) -> None:
    s = cam.scale(z)
    px, py = cam.at(x, 0, z)
    for dx in (-0.6, 0.6):
        pen.line(
            [(px + dx * s - s * 0.12, py), (px + dx * s, py - s * 1.0)], s * 0.05, mood.lit((190, 190, 192))
        )
        pen.line(
            [(px + dx * s + s * 0.12, py), (px + dx * s, py - s * 1.0)], s * 0.05, mood.lit((160, 160, 166))
        )
    for low in (0.45, 0.75):
        for n in range(8):
            a, b = px + s * (-0.8 + 0.2 * n), px + s * (-0.6 + 0.2 * n)
            tone = mood.lit((206, 52, 44) if n % 2 else (246, 244, 240))
            pen.poly(
                [
                    (a, py - s * low),
                    (b, py - s * low),
                    (b + s * 0.04, py - s * (low + 0.2)),
                    (a + s * 0.04, py - s * (low + 0.2)),
                ],
                tone,
            )


def _roller(pen: Pen, mood: Mood, x: float, y: float, s: float) -> None:
    body, dark = mood.lit(YELLOW), mood.lit((48, 46, 48))
    pen.ellipse(x, y, s * 2.4, s * 0.16, (16, 14, 18, 110))
    pen.line([(x - s * 0.9, y - s * 1.4), (x - s * 0.9, y - s * 2.5)], s * 0.07, dark)
    pen.line([(x + s * 0.7, y - s * 1.3), (x + s * 0.7, y - s * 2.5)], s * 0.07, dark)
    person(
        pen,
        x - s * 0.2,
        y - s * 0.75,
        s * 1.5,
        Look((236, 110, 44), (60, 70, 92), hat="helmet").under(mood.light),
        "sit",
        1,
    )
    pen.poly(
        [
            (x - s * 1.25, y - s * 2.45),
            (x + s * 0.95, y - s * 2.45),
            (x + s * 0.85, y - s * 2.6),
            (x - s * 1.15, y - s * 2.6),
        ],
        body,
    )
    pen.blob(
        [
            (x - s * 2.0, y - s * 0.6),
            (x - s * 1.95, y - s * 1.45),
            (x - s * 0.75, y - s * 1.5),
            (x - s * 0.5, y - s * 0.95),
            (x + s * 0.6, y - s * 0.9),
            (x + s * 0.7, y - s * 0.5),
        ],
        body,
    )
    pen.poly(
        [
            (x - s * 1.9, y - s * 0.62),
            (x - s * 1.8, y - s * 0.9),
            (x + s * 0.5, y - s * 0.84),
            (x + s * 0.6, y - s * 0.55),
        ],
        (0, 0, 0, 56),
    )
    pen.line([(x + s * 0.5, y - s * 0.8), (x + s * 1.5, y - s * 0.8)], s * 0.16, body)
    for cx, r, tone in ((-1.3, 0.66, dark), (1.5, 0.74, mood.lit((150, 150, 154)))):
        pen.ellipse(x + s * cx, y - s * r, s * r, s * r, tone)
        pen.ellipse(x + s * cx, y - s * r, s * r * 0.56, s * r * 0.56, mix(tone, (255, 255, 255), 0.18))
        pen.ellipse(x + s * cx, y - s * r, s * r * 0.2, s * r * 0.2, mix(tone, (0, 0, 0), 0.4))
    pen.line(
        [(x + s * 1.5, y - s * 0.74), (x + s * 1.5, y - s * 1.6), (x + s * 0.9, y - s * 1.6)], s * 0.1, body
    )


def _excavator(pen: Pen, mood: Mood, x: float, y: float, s: float) -> None:
    body, dark = mood.far(YELLOW, 0.1), mood.far((52, 50, 52), 0.1)
    pen.ellipse(x, y, s * 2.1, s * 0.14, (16, 14, 18, 100))
    pen.limb([(x - s * 1.4, y - s * 0.4), (x + s * 1.4, y - s * 0.4)], [s * 0.8, s * 0.8], dark)
    for n in range(5):
        pen.ellipse(x + s * (-1.2 + 0.6 * n), y - s * 0.36, s * 0.2, s * 0.2, mix(dark, (255, 255, 255), 0.2))
    pen.limb(
        [(x + s * 0.7, y - s * 1.5), (x + s * 2.3, y - s * 3.4), (x + s * 3.9, y - s * 2.6)],
        [s * 0.5, s * 0.42, s * 0.26],
        body,
    )
    pen.limb([(x + s * 1.0, y - s * 1.6), (x + s * 2.2, y - s * 2.7)], [s * 0.12, s * 0.1], dark)
    pen.limb([(x + s * 3.9, y - s * 2.6), (x + s * 4.0, y - s * 1.2)], [s * 0.28, s * 0.2], body)
    pen.blob(
        [
            (x + s * 3.6, y - s * 1.2),
            (x + s * 4.3, y - s * 1.25),
            (x + s * 4.2, y - s * 0.6),
            (x + s * 3.4, y - s * 0.55),
        ],
        dark,
    )
    pen.blob(
        [
            (x - s * 1.9, y - s * 0.85),
            (x - s * 1.9, y - s * 1.7),
            (x - s * 0.2, y - s * 1.75),
            (x + s * 1.2, y - s * 1.6),
            (x + s * 1.2, y - s * 0.85),
        ],
        body,
    )
    pen.poly(
        [
            (x - s * 0.1, y - s * 1.5),
            (x, y - s * 2.7),
            (x + s * 0.9, y - s * 2.7),
            (x + s * 1.2, y - s * 1.5),
        ],
        body,
    )
    pen.poly(
        [
            (x + s * 0.05, y - s * 1.65),
            (x + s * 0.12, y - s * 2.55),
            (x + s * 0.82, y - s * 2.55),
            (x + s * 1.04, y - s * 1.65),
        ],
        mix(mood.middle, (40, 60, 70), 0.55),
    )


def train_station(c: Canvas) -> Image.Image:
    """A train at the platform, travellers with bags under the canopy."""
    mood = pick_mood(c, "morning", "dawn", "gold", "violet", "overcast")
    cam = Camera(c.rng.uniform(640, 760), 430, 1000, 2.4)
    sky(c, mood, cam.y, cam.x + 60)
    hills(c, mood, cam.y - 40, 50, 0.78, 460, None)
    treeline(c, mood, cam.y + 6, 46, 0.6, palms=3)
    c.blur(2.2)
    _platform(c, mood, cam)
    with c.fine() as pen:
        _canopy(pen, mood, cam)
        livery = c.rng.choice([(70, 96, 150), (166, 60, 56), (64, 120, 104), (110, 80, 140)])
        _train(pen, mood, cam, livery)
        for z in sorted(
            [c.rng.uniform(7.5, 30) for _ in range(c.rng.randint(10, 16))] + [6.4, 7.1], reverse=True
        ):
            _traveller(c, pen, mood, cam, z)
    c.glow(cam.x, cam.y - 10, 360, mood.sun, 0.35)
    return c.finish(mood.warmth, 0.4)


def _platform(c: Canvas, mood: Mood, cam: Camera) -> None:
    end = cam.y / 1000
    bed = c.mask(lambda pen: pen.rect(-10, cam.y + 4, 1510, 1010, 255))
    c.tint(
        bed, c.gradient([(0, mood.haze), (end, mood.far((120, 110, 100), 0.5)), (1, mood.lit((104, 94, 88)))])
    )
    c.texture(c.plane_noise(cam.y, 10, 6), 0.4, bed)
    deck = c.mask(lambda pen: cam.floor(pen, -0.9, 14, 1.6, 120, 255, 0.35))
    c.tint(
        deck,
        c.gradient(
            [
                (0, mood.haze),
                (end, mood.far((196, 186, 172), 0.45)),
                (end + 0.2, mood.lit((190, 180, 166))),
                (1, mood.lit((172, 162, 150))),
            ]
        ),
    )
    c.texture(c.plane_noise(cam.y, 300, 80), 0.16, deck)
    with c.fine() as pen:
        cam.wall(pen, -0.9, 1.6, 120, -0.6, 0.35, mood.lit((96, 90, 86)))
        cam.floor(pen, -0.9, -0.7, 1.6, 120, mood.lit((232, 228, 214)), 0.35)
        cam.floor(pen, -0.35, -0.2, 1.6, 120, mood.lit((226, 180, 70)), 0.35)
        for n in range(40):
            pen.line([cam.at(-0.9, 0.35, 2 + n * 1.2), cam.at(12, 0.35, 2 + n * 1.2)], 0.8, (30, 24, 24, 36))


def _canopy(pen: Pen, mood: Mood, cam: Camera) -> None:
    roof = mood.lit((112, 106, 108))
    cam.wall(pen, 8.5, 5, 70, 0.35, 5.2, mood.lit((222, 204, 162)))
    for n in range(16):
        a = 6 + n * 4
        cam.wall(pen, 8.5, a, a + 1.5, 0.35, 2.9, mood.lit((92, 66, 50)))
        cam.wall(pen, 8.5, a + 2.1, a + 3.4, 1.3, 2.9, mix(mood.middle, (60, 60, 70), 0.5))
    cam.face(pen, [(1.6, 4.5, 3), (12, 5.2, 3), (12, 5.2, 70), (1.6, 4.5, 70)], mix(roof, (30, 24, 30), 0.35))
    for n in range(15, -1, -1):
        z = 6 + n * 4.2
        s = cam.scale(z)
        (x, y), (tx, ty) = cam.at(2.6, 0.35, z), cam.at(2.6, 4.55, z)
        cam.face(
            pen,
            [(1.6, 4.36, z), (12, 5.05, z), (12, 5.2, z), (1.6, 4.5, z)],
            mood.far((86, 84, 92), min(0.5, z / 90)),
        )
        tone = mood.far((106, 126, 122), min(0.6, z / 80))
        pen.limb([(x, y), (tx, ty)], [s * 0.2, s * 0.14], tone)
        pen.limb([(tx, ty + s * 0.9), (tx + s * 0.9, ty - s * 0.05)], [s * 0.07, s * 0.07], tone)
        pen.limb([(tx, ty + s * 0.9), (tx - s * 0.8, ty + s * 0.05)], [s * 0.07, s * 0.07], tone)
    cam.wall(pen, 1.6, 3, 70, 4.3, 4.56, mix(roof, (255, 255, 255), 0.25))


def _train(pen: Pen, mood: Mood, cam: Camera, livery) -> None:
    side, length = -1.25, 19.0
    for n in range(3, -1, -1):
        start = -11.0 + n * (length + 0.7)
        z0, z1 = max(1.0, start), start + length
        away = min(0.6, z0 / 110)
        cream, band = mood.far((228, 222, 206), away), mood.far(livery, away)
        cam.wall(pen, side, z0, z1, -0.3, 0.5, mood.far((48, 46, 48), away))
        cam.wall(pen, side, z0, z1, 0.45, 3.6, cream)
        cam.wall(pen, side, z0, z1, 0.45, 1.45, band)
        cam.wall(pen, side, z0, z1, 2.75, 2.95, band)
        cam.face(
            pen,
            [(side, 3.6, z0), (side, 3.6, z1), (side - 0.7, 4.05, z1), (side - 0.7, 4.05, z0)],
            mood.far((150, 150, 152), away),
        )
        if n:
            cam.front(pen, side - 3, side, 0.45, 3.6, z0, mix(band, (0, 0, 0), 0.35))
        glass = mix(mood.far((56, 70, 84), away), mood.low, 0.18)
        for k in range(8):
            a = start + 2.2 + k * 2.0
            if a < 1:
                continue
            cam.wall(pen, side, a, a + 1.3, 1.65, 2.6, glass)
            cam.face(
                pen,
                [(side, 1.65, a), (side, 1.65, a + 0.5), (side, 2.6, a + 1.1), (side, 2.6, a + 0.6)],
                (255, 255, 255, 34),
            )
        for a in [a for a in (start + 0.5, z1 - 1.4) if a > 1]:
            cam.wall(pen, side, a, a + 0.9, 0.5, 2.6, mix(band, (0, 0, 0), 0.3))
            cam.wall(pen, side, a + 0.2, a + 0.7, 1.7, 2.4, glass)


def _traveller(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float) -> None:
    x, y = cam.at(c.rng.uniform(-0.1, min(5.5, 0.34 * z)), 0.35, z)
    h, facing = cam.scale(z) * c.rng.uniform(1.52, 1.7), c.rng.choice([-1, 1])
    light = mix(mood.light, mood.haze, min(0.5, z / 70))
    pack = c.rng.choice([None, (90, 60, 70), (60, 90, 110)])
    shadow(pen, x, y, h, 80)
    look = anyone(c.rng, hat=c.rng.choice(["", "", "", "cone"]), pack=pack).under(light)
    if c.rng.random() < 0.55:
        tone = mix(
            c.rng.choice([(140, 50, 50), (50, 70, 110), (60, 60, 64), (150, 110, 60)]),
            mood.haze,
            min(0.4, z / 80),
        )
        bx = x - facing * h * 0.24
        pen.rect(bx - h * 0.09, y - h * 0.36, bx + h * 0.09, y - h * 0.02, tone)
        pen.rect(bx + h * 0.03, y - h * 0.36, bx + h * 0.09, y - h * 0.02, (0, 0, 0, 40))
        pen.line([(bx, y - h * 0.36), (bx + facing * h * 0.1, y - h * 0.5)], h * 0.012, (60, 60, 60))
    person(pen, x, y, h, look, c.rng.choice(["walk", "walk", "stand", "wait"]), facing, c.rng.random() < 0.4)
