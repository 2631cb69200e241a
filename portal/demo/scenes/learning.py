"""School: yard, classroom, library."""

from PIL import Image

from .camera import Camera
from .canvas import Canvas, Pen, clear, mix
from .land import hills, tree, treeline
from .people import anyone, bust, person, shadow
from .rooms import Room, desk, pot_plant
from .sky import Mood, pick_mood, sky
from .town import plaza

WHITE = (240, 240, 236)
SCARF = (196, 44, 44)
AODAI = ((196, 168, 206), (206, 120, 130), (150, 180, 204), (240, 236, 228), (170, 196, 160))


def school_yard(c: Canvas) -> Image.Image:
    """Pupils in white shirts in the yard of a two-storey school, a flame tree in flower."""
    mood = pick_mood(c, "morning", "noon", "dawn", "gold", "overcast")
    ground = c.rng.uniform(600, 640)
    sky(c, mood, ground - 30)
    hills(c, mood, ground - 150, 60, 0.8, 480, ground)
    treeline(c, mood, ground, 120, 0.55, palms=4)
    c.blur(2)
    wall = mood.far(c.rng.choice([(240, 214, 146), (232, 200, 130), (222, 224, 210), (214, 226, 230)]), 0.06)
    left = c.rng.uniform(160, 330)
    with c.fine() as pen:
        _school(pen, mood, left, ground, wall)
    c.blur(0.8)
    cam = plaza(c, mood, ground, (204, 186, 162), 0.7)
    with c.fine() as pen:
        flame = c.rng.random() < 0.6
        leaf, light = ((150, 58, 40), (236, 104, 62)) if flame else ((66, 98, 50), (158, 172, 84))
        tree(
            c,
            pen,
            left - c.rng.uniform(-30, 60),
            ground + 60,
            520,
            mood.lit(leaf),
            mood.lit(light),
            spread=0.5,
        )
        _pupils(c, pen, mood, cam)
    return c.finish(mood.warmth)


def _school(pen: Pen, mood: Mood, x: float, y: float, wall) -> None:
    wide, high = 1100, 132
    inner, tile = mix(wall, (36, 34, 46), 0.5), mood.far((160, 80, 60), 0.1)
    pen.poly(
        [
            (x - 24, y - 2 * high + 4),
            (x + 30, y - 2 * high - 66),
            (x + wide, y - 2 * high - 66),
            (x + wide + 50, y - 2 * high + 4),
        ],
        tile,
    )
    pen.rect(x - 24, y - 2 * high - 3, x + wide + 50, y - 2 * high + 6, mix(tile, (0, 0, 0), 0.3))
    for floor in (0, 1):
        base = y - floor * high
        pen.rect(x, base - high, x + wide, base, inner)
        for n in range(12):
            px = x + 18 + n * 91
            if n % 2:
                pen.rect(px + 12, base - 96, px + 44, base, mood.far((70, 104, 116), 0.15))
            else:
                pen.rect(px + 4, base - 92, px + 62, base - 40, mood.far((196, 214, 214), 0.2))
                for k in (0, 1, 2, 3):
                    pen.rect(
                        px + 4 + k * 19, base - 92, px + 6 + k * 19, base - 40, mood.far((70, 104, 116), 0.15)
                    )
        pen.rect(x, base - high, x + wide, base - high + 16, wall)
        pen.rect(x, base - (34 if floor else 8), x + wide, base, wall)
        pen.rect(x, base - high + 16, x + wide, base - high + 30, (20, 16, 30, 60))
        for n in range(13):
            px = x + n * 91 - 3
            pen.rect(px, base - high, px + 13, base, mix(wall, (255, 255, 255), 0.16))
            pen.rect(px + 8, base - high, px + 13, base, (40, 30, 40, 40))


def _pupils(c: Canvas, pen: Pen, mood: Mood, cam: Camera) -> None:
    people = [(c.rng.uniform(5.2, 17), "pupil") for _ in range(c.rng.randint(15, 22))]
    people += [(c.rng.uniform(7, 11), "teacher") for _ in range(2)]
    for z, who in sorted(people, reverse=True):
        x, y = cam.at(c.rng.uniform(-0.6, 0.6) * z, 0, z)
        light, facing = mix(mood.light, mood.haze, min(0.4, z / 60)), c.rng.choice([-1, 1])
        if who == "teacher":
            h = cam.scale(z) * 1.62
            look = anyone(
                c.rng, top=c.rng.choice(AODAI), bottom=WHITE, dress="aodai", long_hair=True, sleeves=True
            )
            shadow(pen, x, y, h)
            person(pen, x, y, h, look.under(light), c.rng.choice(["walk", "stand", "wait"]), facing)
            continue
        h = cam.scale(z) * c.rng.uniform(1.12, 1.4)
        shadow(pen, x, y, h)
        pupil(c, pen, x, y, h, light, facing)


def pupil(c: Canvas, pen: Pen, x: float, y: float, h: float, light, facing: int, pose: str = "") -> None:
    """A child in a white shirt with a red scarf, perhaps with a school bag."""
    girl = c.rng.random() < 0.5
    pack = c.rng.choice([None, (60, 90, 150), (190, 80, 110), (70, 120, 90), (220, 150, 60)])
    look = anyone(c.rng, top=WHITE, bottom=(46, 56, 92), long_hair=girl, sleeves=False, pack=pack,
                  dress="skirt" if girl and c.rng.random() < 0.5 else "shirt")  # fmt: skip
    back = c.rng.random() < 0.35
    person(
        pen,
        x,
        y,
        h,
        look.under(light),
        pose or c.rng.choice(["walk", "stand", "run", "run2", "hand", "walk"]),
        facing,
        back,
    )
    if not back:
        nx, ny = x + facing * h * 0.03, y - h * 0.82
        pen.poly(
            [
                (nx - h * 0.05, ny),
                (nx + h * 0.05, ny),
                (nx + h * 0.02, ny + h * 0.15),
                (nx, ny + h * 0.05),
                (nx - h * 0.02, ny + h * 0.13),
            ],
            mix(SCARF, light, 0.12),
        )


def classroom(c: Canvas) -> Image.Image:
    """A lesson seen from the last bench: teacher at the board, pupils from behind, window light."""
    wall = c.rng.choice([(240, 226, 186), (222, 232, 222), (236, 228, 214), (218, 228, 234)])
    cam = Camera(c.rng.uniform(700, 800), 400, 900, 1.75)
    room = Room(cam, 4.2, 3.5, 8.6, wall, (186, 158, 130))
    room.paint(c)
    room.windows(c, -1, c.rng.choice([(236, 244, 240), (255, 240, 208), (222, 236, 248)]))
    room.lamps(c, 3)
    board = c.rng.choice([(44, 84, 70), (38, 70, 66), (52, 78, 58)])
    side = c.rng.choice([-1, 1])
    with c.fine() as pen:
        cam.front(pen, -2.6, 2.6, 0.95, 2.45, 8.5, (150, 112, 74))
        cam.front(pen, -2.5, 2.5, 1.02, 2.38, 8.5, board)
        _chalk(c, pen, cam)
        cam.box(pen, (-2.6, 2.6), (0.9, 0.96), (8.3, 8.5), (150, 112, 74))
        desk(cam, pen, side * -2.5 - 0.6, side * -2.5 + 0.6, 7.3, 0.7, 0.78, (142, 100, 66))
        pot_plant(c, pen, *cam.at(side * -2.5 + 0.4, 0.78, 7.5), cam.scale(7.5) * 0.45)
        x, y = cam.at(side * c.rng.uniform(0.2, 1.3), 0, 7.9)
        h = cam.scale(7.9) * 1.62
        shadow(pen, x, y, h)
        look = anyone(
            c.rng, top=c.rng.choice(AODAI), bottom=WHITE, dress="aodai", long_hair=True, sleeves=True
        )
        person(pen, x, y, h, look, "hand", c.rng.choice([-1, 1]))
    c.blur(1.0)
    for n, z in enumerate((6.2, 5.1, 4.1, 3.2, 2.4)):
        with c.fine() as pen:
            _bench_row(c, pen, cam, z, n)
        if n < 2:
            c.blur(0.6)
    return c.finish(0.25, 0.4)


def _chalk(c: Canvas, pen: Pen, cam: Camera) -> None:
    for line in range(5):
        x, y = -2.2, 2.15 - line * 0.24
        while x < c.rng.uniform(0.2, 2.2):
            step = c.rng.uniform(0.12, 0.34)
            wave = [cam.at(x + step * i / 5, y + c.rng.uniform(-0.035, 0.035), 8.49) for i in range(6)]
            pen.line(wave, 1.6, (238, 240, 228, 120))
            x += step + 0.09


def _bench_row(c: Canvas, pen: Pen, cam: Camera, z: float, n: int) -> None:
    wood = mix((176, 128, 82), (255, 240, 220), 0.1)
    for mid in (-2.35, 0, 2.35):
        desk(cam, pen, mid - 0.9, mid + 0.9, z + 0.25, 0.45, 0.72, wood)
        for dx in (-0.48, 0.02):
            cam.floor(pen, mid + dx, mid + dx + 0.3, z + 0.34, z + 0.56, (246, 246, 240), 0.725)
        for dx in (-0.45, 0.45):
            if c.rng.random() < 0.06:
                continue
            px, py = cam.at(mid + dx + c.rng.uniform(-0.06, 0.06), 0.36, z)
            girl = c.rng.random() < 0.5
            look = anyone(c.rng, top=WHITE, long_hair=girl)
            w = cam.scale(z) * 0.42
            bust(pen, px, py, w, look, c.rng.uniform(-0.05, 0.05))
            if not look.long_hair:
                collar = [
                    (px - w * 0.2, py - w * 0.6),
                    (px, py - w * 0.66),
                    (px + w * 0.2, py - w * 0.6),
                    (px, py - w * 0.26),
                ]
                pen.poly(collar, mix(SCARF, (0, 0, 0), 0.12))
            if c.rng.random() < 0.14:
                pen.limb(
                    [
                        (px + w * 0.46, py - w * 0.4),
                        (px + w * 0.56, py - w * 0.9),
                        (px + w * 0.52, py - w * 1.4),
                    ],
                    [w * 0.17, w * 0.13, w * 0.1],
                    look.skin,
                )
        cam.box(pen, (mid - 0.9, mid + 0.9), (0.34, 0.4), (z - 0.2, z + 0.05), mix(wood, (60, 30, 10), 0.25))
        for dx in (-0.8, 0.72):
            cam.front(pen, mid + dx, mid + dx + 0.08, 0, 0.34, z - 0.2, mix(wood, (40, 20, 10), 0.55))


def library(c: Canvas) -> Image.Image:
    """Readers at long tables between bookshelves, a tall window at the end."""
    wall = c.rng.choice([(228, 214, 190), (214, 206, 196), (226, 220, 206)])
    cam = Camera(c.rng.uniform(690, 810), 420, 1000, 1.75)
    room = Room(cam, 3.6, 4.2, 14, wall, c.rng.choice([(150, 108, 76), (166, 130, 98), (132, 98, 78)]))
    room.paint(c)
    glow = c.rng.choice([(255, 244, 216), (238, 246, 250), (255, 226, 180)])
    wood = c.rng.choice([(124, 84, 56), (104, 68, 48), (146, 106, 72)])
    with c.fine() as pen:
        room.tiles(pen, 0.5, 22)
        for n in (-1, 0, 1):
            cam.front(pen, n * 1.7 - 0.66, n * 1.7 + 0.66, 0.7, 3.6, 13.9, mix(wall, (255, 255, 255), 0.5))
            cam.front(pen, n * 1.7 - 0.58, n * 1.7 + 0.58, 0.78, 3.52, 13.9, glow)
            cam.front(pen, n * 1.7 - 0.58, n * 1.7 + 0.58, 0.78, 1.9, 13.9, clear((120, 160, 100), 110))
            cam.front(pen, n * 1.7 - 0.03, n * 1.7 + 0.03, 0.78, 3.52, 13.9, mix(wall, (255, 255, 255), 0.3))
            cam.front(pen, n * 1.7 - 0.58, n * 1.7 + 0.58, 2.3, 2.36, 13.9, mix(wall, (255, 255, 255), 0.3))
        for side in (-1, 1):
            for z in (11.2, 8.6, 6.0, 3.4, 1.3):
                _shelves(c, pen, cam, side, z, wood)
    c.blur(0.8)
    c.glow(cam.x, cam.y - 60, 460, glow, 0.6)
    with c.fine() as pen:
        for z in (11.5, 9.3, 7.1, 5.0, 3.3):
            _table(c, pen, cam, z, wood)
    room.lamps(c, 4, (255, 240, 206))
    return c.finish(0.4, 0.45)


def _shelves(c: Canvas, pen: Pen, cam: Camera, side: int, z: float, wood) -> None:
    x, length, top = side * 2.75, 2.3, 2.75
    cam.wall(pen, x, z, z + length, 0, top, mix(wood, (0, 0, 0), 0.45))
    x0, x1 = sorted((x, side * 3.6))
    books = (
        (136, 52, 46),
        (52, 74, 106),
        (196, 158, 92),
        (70, 96, 72),
        (210, 200, 178),
        (96, 66, 96),
        (60, 56, 60),
        (176, 110, 70),
    )
    for shelf in range(6):
        low, at = 0.1 + shelf * 0.44, z + 0.05
        while at < z + length - 0.08:
            wide = c.rng.uniform(0.035, 0.09)
            if c.rng.random() > 0.06:
                tone = mix(c.rng.choice(books), (0, 0, 0), 0.12)
                cam.wall(
                    pen,
                    x,
                    at,
                    at + wide * 0.92,
                    low,
                    low + c.rng.uniform(0.26, 0.37),
                    mix(tone, (255, 232, 190), min(0.3, z / 50)),
                )
            at += wide
        cam.wall(pen, x, z, z + length, low - 0.05, low, wood)
    cam.wall(pen, x, z, z + length, top - 0.06, top + 0.06, wood)
    cam.front(pen, x0, x1, 0, top + 0.06, z, mix(wood, (0, 0, 0), 0.15))
    cam.front(pen, x0, x1, 0, 0.12, z, (0, 0, 0, 60))


def _table(c: Canvas, pen: Pen, cam: Camera, z: float, wood) -> None:
    for x in (-0.85, 0.0, 0.85):
        if c.rng.random() < 0.7:
            px, py = cam.at(x + c.rng.uniform(-0.1, 0.1), 0, z + 1.25)
            person(pen, px, py, cam.scale(z + 1.25) * 1.6, anyone(c.rng), "sit", c.rng.choice([-1, 1]))
    desk(cam, pen, -1.35, 1.35, z, 0.95, 0.75, mix(wood, (220, 170, 110), 0.3))
    for _ in range(5):
        x, d = c.rng.uniform(-1.1, 0.9), c.rng.uniform(0.1, 0.6)
        cam.floor(
            pen,
            x,
            x + 0.24,
            z + d,
            z + d + 0.2,
            c.rng.choice([(244, 240, 228), (232, 226, 206), (150, 60, 50)]),
            0.76,
        )
    lx, ly = cam.at(0.5, 0.76, z + 0.5)
    s = cam.scale(z)
    pen.line([(lx, ly), (lx, ly - s * 0.34)], s * 0.025, (150, 116, 60))
    pen.poly(
        [
            (lx - s * 0.16, ly - s * 0.3),
            (lx + s * 0.16, ly - s * 0.3),
            (lx + s * 0.09, ly - s * 0.42),
            (lx - s * 0.09, ly - s * 0.42),
        ],
        (96, 140, 104),
    )
    pen.ellipse(lx, ly - s * 0.29, s * 0.15, s * 0.025, (255, 240, 190))
    for x in (-0.7, 0.25):
        if c.rng.random() < 0.55:
            px, py = cam.at(x, 0.42, z - 0.35)
            bust(pen, px, py, cam.scale(z - 0.35) * 0.44, anyone(c.rng), c.rng.uniform(-0.06, 0.06))
            cam.front(pen, x - 0.24, x + 0.24, 0.42, 0.86, z - 0.5, mix(wood, (30, 10, 0), 0.25))
            for dx in (-0.22, 0.16):
                cam.front(pen, x + dx, x + dx + 0.05, 0, 0.44, z - 0.5, mix(wood, (30, 10, 0), 0.45))
