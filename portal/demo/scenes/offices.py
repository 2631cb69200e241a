"""Where people deal with the state: clinic, service counter, meeting hall."""

import math

from PIL import Image

from .camera import Camera
from .canvas import Canvas, Pen, clear, curve, mix
from .people import anyone, bust, person, shadow
from .rooms import Room, desk, pot_plant, screen


def clinic(c: Canvas) -> Image.Image:
    """A commune health station: doctor and patient, a bed behind a curtain, people waiting."""
    wall = c.rng.choice([(214, 230, 226), (226, 234, 222), (220, 230, 238), (236, 232, 220)])
    cam = Camera(c.rng.uniform(690, 810), 390, 1280, 1.65)
    room = Room(cam, 4.0, 3.2, 8.2, wall, (206, 200, 190))
    room.paint(c)
    room.windows(c, -1, c.rng.choice([(236, 246, 244), (255, 244, 220), (226, 238, 250)]))
    room.lamps(c, 3)
    cloth = c.rng.choice([(120, 176, 160), (130, 166, 196), (166, 196, 156)])
    with c.fine() as pen:
        room.tiles(pen, 0.6, 26)
        cam.front(pen, -4, 4, 0, 1.0, 8.18, clear(mix(wall, (90, 150, 140), 0.35), 150))
        _cupboard(c, pen, cam)
        _bed(pen, cam, 1.2, 6.6)
        _curtain(c, pen, cam, 0.75, 1.9, 6.3, cloth)
        _curtain(c, pen, cam, 3.4, 4.0, 6.3, cloth)
        cam.front(pen, 0.6, 4.0, 2.36, 2.4, 6.3, (170, 176, 178))
    c.blur(1.3)
    side = c.rng.choice([-1, 1])
    with c.fine() as pen:
        _waiting(c, pen, cam)
        _consultation(c, pen, cam, side)
        pot_plant(c, pen, *cam.at(-3.3, 0, 5.2), cam.scale(5.2) * 1.1)
    return c.finish(0.05, 0.35)


def _cupboard(c: Canvas, pen: Pen, cam: Camera) -> None:
    cam.front(pen, -2.9, -1.1, 0, 2.1, 8.1, (226, 232, 232))
    for n in range(3):
        low = 0.8 + n * 0.42
        cam.front(pen, -2.8, -1.2, low, low + 0.38, 8.1, (168, 190, 194))
        for _ in range(11):
            x = c.rng.uniform(-2.75, -1.35)
            tone = c.rng.choice([(240, 240, 236), (196, 120, 90), (110, 150, 180), (220, 190, 120)])
            cam.front(pen, x, x + c.rng.uniform(0.06, 0.16), low, low + c.rng.uniform(0.12, 0.3), 8.1, tone)
    cam.front(pen, -2.02, -1.98, 0, 2.1, 8.1, (180, 190, 192))


def _bed(pen: Pen, cam: Camera, x: float, z: float) -> None:
    for dx in (0, 1.95):
        cam.front(pen, x + dx, x + dx + 0.05, 0, 1.0 - dx * 0.1, z, (170, 176, 182))
    cam.box(pen, (x, x + 2.0), (0.5, 0.72), (z, z + 0.9), (236, 240, 242))
    cam.box(pen, (x + 0.02, x + 0.5), (0.72, 0.86), (z + 0.15, z + 0.75), (246, 248, 248))
    cam.floor(pen, x + 0.8, x + 2.0, z, z + 0.9, (150, 186, 200), 0.74)
    cam.front(pen, x + 0.8, x + 2.0, 0.5, 0.74, z, (134, 170, 186))
    px, py = cam.at(x + 2.3, 0, z + 0.3)
    s = cam.scale(z)
    pen.line([(px, py), (px, py - s * 1.8)], s * 0.03, (176, 180, 186))
    pen.line([(px - s * 0.16, py - s * 1.8), (px + s * 0.16, py - s * 1.8)], s * 0.025, (176, 180, 186))
    pen.blob(
        [
            (px - s * 0.2, py - s * 1.76),
            (px - s * 0.08, py - s * 1.76),
            (px - s * 0.08, py - s * 1.5),
            (px - s * 0.2, py - s * 1.5),
        ],
        (214, 230, 236, 220),
    )


def _curtain(c: Canvas, pen: Pen, cam: Camera, x0: float, x1: float, z: float, tone) -> None:
    folds = round((x1 - x0) / 0.09)
    for n in range(folds):
        a, b = x0 + (x1 - x0) * n / folds, x0 + (x1 - x0) * (n + 1) / folds
        shade = (0.5 + 0.5 * math.sin(n * 2.1)) * 0.2
        cam.front(pen, a, b + 0.01, 0.25, 2.36, z, mix(tone, (20, 30, 40), shade))


def _waiting(c: Canvas, pen: Pen, cam: Camera) -> None:
    z = 6.0
    cam.box(pen, (-3.6, -1.0), (0.42, 0.48), (z, z + 0.4), (90, 130, 150))
    for x in (-3.5, -2.3, -1.1):
        cam.front(pen, x, x + 0.05, 0, 0.42, z, (120, 126, 132))
    for n in range(c.rng.randint(2, 4)):
        px, py = cam.at(-3.3 + n * 0.68, 0, z - 0.02)
        person(pen, px, py, cam.scale(z) * 1.58, anyone(c.rng), "sit", c.rng.choice([1, 1, -1]))


def _consultation(c: Canvas, pen: Pen, cam: Camera, side: int) -> None:
    z, s = 4.2, cam.scale(4.2)
    mid = 0.35
    for dx, facing, who in ((-0.82, 1, "doctor"), (0.82, -1, "patient")):
        px, py = cam.at(mid + side * dx, 0, z)
        stool = px - side * facing * s * 0.02
        pen.ellipse(px, py, s * 0.36, s * 0.04, (30, 30, 40, 70))
        pen.line([(stool, py), (stool, py - s * 0.44)], s * 0.07, (120, 126, 132))
        pen.limb(
            [(stool - s * 0.2, py - s * 0.44), (stool + s * 0.2, py - s * 0.44)],
            [s * 0.1, s * 0.1],
            (74, 92, 110),
        )
        if who == "doctor":
            look = anyone(c.rng, top=(244, 246, 246), bottom=(220, 226, 230), sleeves=True)
        else:
            look = anyone(
                c.rng,
                top=c.rng.choice([(150, 100, 130), (120, 90, 80), (96, 120, 130)]),
                hair=c.rng.choice([(196, 194, 192), (40, 36, 36)]),
            )
        person(pen, px, py, s * 1.62, look, "sit", side * facing)
    x0, x1 = sorted((mid - 0.5, mid + 0.5))
    desk(cam, pen, x0, x1, z - 0.12, 0.6, 0.74, (196, 160, 118))
    cam.floor(pen, mid - 0.2, mid + 0.05, z + 0.02, z + 0.26, (250, 250, 246), 0.75)
    screen(cam, pen, mid + side * -0.3, 0.74, z + 0.2, 0.36)
    nx, ny = cam.at(mid + side * 0.95, 0, z + 0.75)
    shadow(pen, nx, ny, s * 1.4)
    person(
        pen,
        nx + side * s * 0.5,
        ny,
        cam.scale(z + 0.75) * 1.6,
        anyone(c.rng, top=(196, 222, 226), bottom=(196, 222, 226), long_hair=True, sleeves=True),
        "wait",
        -side,
    )


def service_counter(c: Canvas) -> Image.Image:
    """A one-stop service office: counters with clerks behind glass, people queueing."""
    wall = c.rng.choice([(232, 226, 214), (222, 228, 232), (236, 228, 204)])
    cam = Camera(c.rng.uniform(680, 820), 370, 1200, 1.8)
    room = Room(cam, 6.4, 3.6, 10.5, wall, c.rng.choice([(196, 186, 176), (176, 182, 186), (204, 190, 168)]))
    room.paint(c)
    room.windows(c, 1, (240, 246, 246), 3)
    room.lamps(c, 4)
    accent = c.rng.choice([(106, 66, 132), (52, 92, 130), (128, 60, 70), (60, 110, 104)])
    with c.fine() as pen:
        room.tiles(pen, 0.8, 26)
        cam.front(pen, -6.2, 6.2, 2.5, 3.1, 10.4, accent)
        for n in range(4):
            x = -5.6 + n * 2.9
            cam.front(pen, x + 0.2, x + 1.9, 2.62, 2.98, 10.38, clear((255, 255, 255), 36))
        _counters(c, pen, cam, accent)
    c.blur(0.9)
    with c.fine() as pen:
        _queue(c, pen, cam)
        for x in (-5.7, 5.2):
            pot_plant(c, pen, *cam.at(x, 0, 6.6), cam.scale(6.6) * 1.5)
    with c.fine() as pen:
        _chairs(c, pen, cam, accent)
    return c.finish(0.1, 0.38)


def _counters(c: Canvas, pen: Pen, cam: Camera, accent) -> None:
    z, count, wood = 8.4, 5, c.rng.choice([(186, 142, 96), (206, 176, 136), (150, 112, 82)])
    wide = 11.4 / count
    for n in range(count):
        x = -5.7 + n * wide
        px, py = cam.at(x + wide / 2, 0, z + 0.9)
        top = c.rng.choice([(240, 242, 244), (216, 226, 238), accent])
        person(
            pen,
            px,
            py - cam.scale(z) * 0.28,
            cam.scale(z + 0.9) * 1.62,
            anyone(c.rng, top=mix(top, (255, 255, 255), 0.2), sleeves=True),
            "wait",
            c.rng.choice([-1, 1]),
        )
    cam.box(pen, (-5.8, 5.8), (0, 1.08), (z, z + 0.6), wood)
    cam.front(pen, -5.8, 5.8, 0, 0.14, z, (40, 34, 34, 120))
    for n in range(count):
        x = -5.7 + n * wide
        cam.front(pen, x + 0.1, x + wide - 0.1, 0.24, 0.94, z, clear(mix(wood, (255, 255, 255), 0.35), 120))
        cam.front(pen, x, x + 0.05, 1.08, 2.0, z + 0.1, (150, 156, 160))
        cam.front(pen, x + 0.05, x + wide - 0.02, 1.42, 2.0, z + 0.1, (226, 240, 244, 62))
        cam.face(
            pen,
            [
                (x + 0.3, 1.42, z + 0.1),
                (x + 0.7, 1.42, z + 0.1),
                (x + 1.1, 2.0, z + 0.1),
                (x + 0.7, 2.0, z + 0.1),
            ],
            (255, 255, 255, 40),
        )
        screen(cam, pen, x + wide * 0.76, 1.08, z + 0.3, 0.5)
        cam.front(pen, x + wide * 0.32, x + wide * 0.68, 2.1, 2.36, z + 0.1, (40, 36, 44))
        cam.front(
            pen,
            x + wide * 0.36,
            x + wide * 0.64,
            2.14,
            2.32,
            z + 0.1,
            c.rng.choice([(226, 96, 70), (120, 200, 130), (236, 170, 80)]),
        )
    cam.front(pen, 5.68, 5.73, 1.08, 2.0, z + 0.1, (150, 156, 160))


def _queue(c: Canvas, pen: Pen, cam: Camera) -> None:
    people = []
    for n in range(5):
        x = -4.5 + n * 2.28
        for k in range(c.rng.choice([0, 1, 1, 2, 3])):
            people.append((7.9 - k * 0.85, x + c.rng.uniform(-0.25, 0.25)))
    people += [(6.4, -1.4), (5.7, 1.8)]
    for z, x in sorted(people, reverse=True):
        px, py = cam.at(x, 0, z)
        h = cam.scale(z) * c.rng.uniform(1.52, 1.7)
        shadow(pen, px, py, h, 70)
        look = anyone(
            c.rng, hat=c.rng.choice(["", "", "", "", "cone"]), pack=c.rng.choice([None, None, (80, 60, 70)])
        )
        person(
            pen,
            px,
            py,
            h,
            look,
            c.rng.choice(["stand", "wait", "stand"]),
            c.rng.choice([-1, 1]),
            c.rng.random() < 0.75,
        )


def _chairs(c: Canvas, pen: Pen, cam: Camera, accent) -> None:
    z = 3.5
    for side in (-1, 1):
        for n in range(4):
            x = side * (0.95 + n * 0.62)
            if c.rng.random() < 0.5:
                px, py = cam.at(x, 0.42, z + 0.2)
                bust(pen, px, py, cam.scale(z) * 0.46, anyone(c.rng), c.rng.uniform(-0.08, 0.08))
            corners = [
                cam.at(x + dx, y, z) for dx, y in ((-0.27, 0.44), (-0.25, 0.84), (0.25, 0.84), (0.27, 0.44))
            ]
            pen.blob(corners, mix(accent, (170, 180, 190), 0.35))
            cam.front(pen, x - 0.04, x + 0.04, 0, 0.46, z + 0.1, (110, 114, 120))
        a, b = sorted((side * 0.66, side * 3.1))
        cam.box(pen, (a, b), (0.38, 0.44), (z + 0.05, z + 0.15), (120, 124, 130))


def meeting_hall(c: Canvas) -> Image.Image:
    """Delegates from behind, the stage with red curtain, lectern and flowers."""
    cam = Camera(750, 400, 1000, 2.4)
    wall = c.rng.choice([(196, 168, 128), (182, 160, 140), (206, 184, 150)])
    room = Room(cam, 8.5, 6.2, 19, wall, (96, 60, 54), (214, 200, 176))
    room.paint(c)
    red = c.rng.choice([(156, 30, 34), (140, 24, 40), (166, 44, 34)])
    with c.fine() as pen:
        for n in range(5):
            for side in (-1, 1):
                cam.wall(pen, side * 8.5, 4 + n * 3, 5 + n * 3, 0.4, 5.6, clear((255, 232, 190), 34))
        _stage(c, pen, cam, red)
    c.blur(0.9)
    c.light(
        lambda pen: [
            pen.poly([(x, 40), (x + 40, 40), (x + 170, 480), (x - 130, 480)], 90) for x in (480, 730, 980)
        ],
        26,
        (255, 226, 180),
        0.4,
    )
    room.lamps(c, 5, (255, 236, 200))
    seats = c.rng.choice([(120, 40, 44), (96, 50, 60), (70, 62, 90)])
    z, n = 12.5, 0
    while z > 3.1:
        with c.fine((0, cam.at(0, 1.7, z)[1], 1500, 1000)) as pen:
            _seat_row(c, pen, cam, z, n, seats)
        z, n = z - max(0.9, z * 0.13), n + 1
    return c.finish(0.35, 0.5)


def _stage(c: Canvas, pen: Pen, cam: Camera, red) -> None:
    folds = 74
    for n in range(folds):
        a, b = -7.6 + 15.2 * n / folds, -7.6 + 15.2 * (n + 1) / folds
        wave = 0.5 + 0.5 * math.sin(n * 1.7 + math.sin(n * 0.6))
        cam.front(
            pen,
            a,
            b + 0.02,
            0.8,
            5.2,
            18.6,
            mix(mix(red, (40, 0, 10), 0.5), mix(red, (255, 120, 90), 0.16), wave),
        )
    for n in range(9):
        a, b = -7.8 + 15.6 * n / 9, -7.8 + 15.6 * (n + 1) / 9
        drop = [
            cam.at(a + (b - a) * i / 12, 5.0 - 0.75 * math.sin(math.pi * i / 12), 18.4) for i in range(13)
        ]
        pen.poly(
            [cam.at(a, 5.8, 18.4), *drop, cam.at(b, 5.8, 18.4)], mix(red, (30, 0, 0), 0.2 + 0.1 * (n % 2))
        )
        pen.line(drop, 3, (216, 176, 92))
    cam.box(pen, (-7.8, 7.8), (0, 0.8), (16.4, 18.6), (124, 78, 52))
    cam.front(pen, -7.8, 7.8, 0.72, 0.8, 16.4, (206, 160, 100))
    for n in range(5):
        px, py = cam.at(1.3 + n * 1.0, 0.8, 17.9)
        person(
            pen,
            px,
            py,
            cam.scale(17.9) * 1.6,
            anyone(c.rng, top=c.rng.choice([(44, 48, 62), (236, 236, 232), (60, 56, 66)]), sleeves=True),
            "sit",
            -1,
        )
    cam.box(pen, (0.8, 6.2), (0.8, 1.62), (17.2, 17.8), (150, 40, 44))
    for n in range(26):
        x, y = cam.at(0.9 + n * 0.21, c.rng.uniform(0.85, 1.1), 17.1)
        pen.ellipse(
            x, y, 5, 5, c.rng.choice([(236, 190, 90), (240, 120, 130), (250, 240, 220), (110, 150, 80)])
        )
    px, py = cam.at(-3.4, 0.8, 17.6)
    speaker = anyone(c.rng, top=c.rng.choice([(40, 46, 66), (190, 160, 206), (60, 60, 64)]), sleeves=True)
    person(pen, px, py, cam.scale(17.6) * 1.7, speaker, "wait", 1)
    cam.box(pen, (-3.75, -3.05), (0.8, 1.95), (17.1, 17.4), (138, 88, 54))
    for _ in range(30):
        x, y = cam.at(-3.4 + c.rng.uniform(-0.34, 0.34), c.rng.uniform(1.9, 2.1), 17.05)
        pen.ellipse(
            x, y, 4.5, 4.5, c.rng.choice([(236, 190, 90), (240, 120, 130), (250, 240, 220), (110, 150, 80)])
        )
    for x in (-7.0, 7.0):
        pot_plant(c, pen, *cam.at(x, 0.8, 17), cam.scale(17) * 1.6)


def _seat_row(c: Canvas, pen: Pen, cam: Camera, z: float, n: int, seat) -> None:
    shift = 0.34 * (n % 2)
    suits = (
        (44, 48, 62),
        (236, 236, 232),
        (60, 56, 66),
        (206, 214, 222),
        (96, 70, 110),
        (170, 130, 180),
        (110, 130, 150),
        (200, 120, 120),
    )
    tone = mix(seat, (30, 16, 20), 0.35 - 0.2 * min(1, z / 12))
    for k in range(-12, 13):
        x = k * 0.68 + shift
        if abs(x) < 0.62 or abs(x) > 8:
            continue
        px, py = cam.at(x, 0.62, z)
        w = cam.scale(z) * 0.47
        if -200 < px < 1700:
            if c.rng.random() < 0.9:
                bust(
                    pen,
                    px,
                    py - w * 0.2,
                    w,
                    anyone(c.rng, top=c.rng.choice(suits)),
                    c.rng.uniform(-0.07, 0.07),
                )
            back = [
                (px - w * 0.62, py + w * 2),
                (px - w * 0.62, py - w * 0.2),
                (px - w * 0.5, py - w * 0.36),
                (px + w * 0.5, py - w * 0.36),
                (px + w * 0.62, py - w * 0.2),
                (px + w * 0.62, py + w * 2),
            ]
            pen.poly(curve(back, steps=4), tone)
            pen.line(curve(back[1:5], steps=4), max(0.8, w * 0.03), mix(tone, (255, 190, 160), 0.25))
            pen.rect(px + w * 0.62, py - w * 0.1, px + w * 0.72, py + w * 2, mix(tone, (0, 0, 0), 0.5))
