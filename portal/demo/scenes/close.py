"""Close up: a bowl of noodles, the workshop, portraits of authors."""

import math

from PIL import Image

from .buildings import lantern
from .camera import Camera
from .canvas import Canvas, Pen, clear, curve, mix
from .people import anyone, cone_hat, person
from .rooms import Room
from .streets import SILK


def food_bowl(c: Canvas) -> Image.Image:
    """A bowl of noodle soup from above with herbs, beef, lime, chopsticks, side dishes."""
    wood = c.rng.choice([(124, 82, 54), (88, 62, 48), (150, 110, 76), (70, 66, 68), (176, 146, 112)])
    c.img = c.gradient([(0, mix(wood, (255, 240, 220), 0.12)), (1, mix(wood, (0, 0, 0), 0.2))])
    c.texture(c.noise(1500, 22, 5, 2.0), 0.22)
    with c.fine() as pen:
        shift = c.rng.uniform(-90, 90)
        for n in range(5):
            y = n * 240 + shift
            pen.line([(-10, y), (1510, y + c.rng.uniform(-4, 4))], 4, (20, 10, 6, 130))
            pen.line([(-10, y + 4), (1510, y + 4)], 1.5, (255, 240, 220, 40))
    x, y, r = c.rng.uniform(690, 810), c.rng.uniform(490, 530), c.rng.uniform(360, 390)
    c.soft(lambda pen: pen.ellipse(x + 34, y + 46, r * 1.03, r * 1.02, 255), 34, (16, 8, 6), 0.66)
    _bowl(c, x, y, r)
    _sides(c, x, y, r)
    _steam(c, x, y, r)
    c.light(lambda pen: pen.ellipse(200, 40, 620, 420, 120), 200, (255, 240, 214), 0.3)
    return c.finish(0.4, 0.45)


def _bowl(c: Canvas, x: float, y: float, r: float) -> None:
    glaze = c.rng.choice([(240, 238, 230), (226, 234, 238), (244, 236, 220)])
    band = c.rng.choice([(52, 84, 140), (150, 60, 50), (70, 110, 96), (106, 66, 132)])
    broth = c.rng.choice([(196, 116, 52), (206, 146, 76), (186, 92, 44)])
    with c.fine() as pen:
        pen.ellipse(x, y, r, r, glaze)
        pen.ring(x, y, r * 0.955, r * 0.02, band)
        for n in range(48):
            a = n * math.pi / 24
            pen.ellipse(x + math.cos(a) * r * 0.915, y + math.sin(a) * r * 0.915, r * 0.011, r * 0.011, band)
        pen.ellipse(x, y, r * 0.87, r * 0.87, mix(glaze, (90, 70, 60), 0.35))
    c.soft(
        lambda pen: pen.ellipse(x + 16, y + 20, r * 0.8, r * 0.8, 255),
        12,
        mix(glaze, (255, 255, 255), 0.3),
        0.55,
    )
    with c.fine() as pen:
        pen.ellipse(x, y, r * 0.8, r * 0.8, mix(broth, (60, 20, 0), 0.3))
        pen.ellipse(x, y, r * 0.78, r * 0.78, broth)
    inside = c.mask(lambda pen: pen.ellipse(x, y, r * 0.78, r * 0.78, 255))
    c.texture(c.noise(200, 200, 4, 2.2), 0.35, inside)
    with c.fine() as pen:
        _noodles(c, pen, x, y, r)
        for _ in range(70):
            px, py = _inside(c, x, y, r * 0.74)
            s = c.rng.uniform(2, 9)
            pen.ellipse(px, py, s, s, clear(mix(broth, (255, 220, 120), 0.55), 120))
    c.soft(lambda pen: pen.ellipse(x - r * 0.05, y - r * 0.02, r * 0.5, r * 0.42, 120), 20, (70, 30, 8), 0.4)
    with c.fine() as pen:
        _toppings(c, pen, x, y, r)


def _inside(c: Canvas, x: float, y: float, r: float) -> tuple[float, float]:
    a, out = c.rng.uniform(0, 2 * math.pi), math.sqrt(c.rng.random()) * r
    return x + math.cos(a) * out, y + math.sin(a) * out


def _noodles(c: Canvas, pen: Pen, x: float, y: float, r: float) -> None:
    for n in range(130):
        ox, oy = _inside(c, x, y, r * 0.34)
        big, start = r * c.rng.uniform(0.12, 0.36), c.rng.uniform(0, 6.3)
        arc = [
            (ox + math.cos(start + i * 0.3) * big, oy + math.sin(start + i * 0.3) * big * 0.8)
            for i in range(c.rng.randint(5, 11))
        ]
        tone = mix((250, 240, 214), (206, 150, 84), max(0, 0.6 - n / 150) + c.rng.uniform(0, 0.15))
        pen.line([(px + 2, py + 3) for px, py in arc], r * 0.022, (90, 44, 10, 90))
        pen.line(arc, r * 0.02, tone)
        pen.line([(px - 1.5, py - 1.5) for px, py in arc], r * 0.005, (255, 252, 240, 130))


def _toppings(c: Canvas, pen: Pen, x: float, y: float, r: float) -> None:
    turn = c.rng.uniform(0, 6.3)
    for n in range(c.rng.randint(5, 7)):
        a = turn + n * 0.52
        _slice(c, pen, x + math.cos(a) * r * 0.46, y + math.sin(a) * r * 0.46, r * 0.19, a)
    egg = turn + 3.6
    if c.rng.random() < 0.5:
        ex, ey = x + math.cos(egg) * r * 0.44, y + math.sin(egg) * r * 0.44
        pen.ellipse(ex + 4, ey + 6, r * 0.17, r * 0.14, (60, 26, 6, 110))
        pen.ellipse(ex, ey, r * 0.17, r * 0.14, (250, 244, 230))
        pen.ellipse(ex, ey, r * 0.1, r * 0.09, (240, 170, 60))
        pen.ellipse(ex - 6, ey - 6, r * 0.04, r * 0.03, (255, 214, 130))
    for _ in range(90):
        px, py = _inside(c, x, y, r * 0.62)
        s = r * c.rng.uniform(0.012, 0.022)
        tone = c.rng.choice([(96, 150, 62), (130, 176, 82), (74, 124, 52)])
        pen.ring(px, py, s, r * 0.008, tone)
    for _ in range(15):
        px, py = (
            x + math.cos(egg + 1.2) * r * 0.3 + c.rng.gauss(0, r * 0.12),
            y + math.sin(egg + 1.2) * r * 0.3 + c.rng.gauss(0, r * 0.12),
        )
        _leaf(c, pen, px, py, r * c.rng.uniform(0.08, 0.15), c.rng.uniform(0, 6.3))
    for _ in range(9):
        px, py = _inside(c, x, y, r * 0.55)
        pen.ring(px, py, r * 0.026, r * 0.012, (206, 48, 36), c.rng.uniform(0.5, 1))


def _slice(c: Canvas, pen: Pen, x: float, y: float, s: float, a: float) -> None:
    def at(u: float, v: float) -> tuple[float, float]:
        return x + (u * math.cos(a) - v * math.sin(a)) * s, y + (u * math.sin(a) + v * math.cos(a)) * s

    shape = [
        at(-0.9 + c.rng.uniform(-0.1, 0.1), -0.5),
        at(0, -0.66),
        at(0.95, -0.4),
        at(1, 0.35),
        at(0.2, 0.62),
        at(-0.85, 0.5),
    ]
    meat = c.rng.choice([(150, 92, 70), (170, 108, 84), (136, 80, 62)])
    pen.blob([(px + 5, py + 7) for px, py in shape], (50, 20, 6, 120))
    pen.blob(shape, meat)
    for n in range(5):
        v = -0.42 + n * 0.2
        pen.line(
            curve([at(-0.75, v), at(0, v + c.rng.uniform(-0.08, 0.08)), at(0.8, v + 0.06)]),
            s * 0.03,
            (226, 190, 160, 100),
        )
    pen.line(curve([at(-0.85, -0.48), at(0, -0.62), at(0.9, -0.38)]), s * 0.05, (236, 206, 170, 150))


def _leaf(c: Canvas, pen: Pen, x: float, y: float, s: float, a: float) -> None:
    def at(u: float, v: float) -> tuple[float, float]:
        return x + (u * math.cos(a) - v * math.sin(a)) * s, y + (u * math.sin(a) + v * math.cos(a)) * s

    tone = c.rng.choice([(66, 124, 56), (86, 146, 66), (52, 104, 50), (104, 160, 76)])
    shape = [at(-1, 0), at(-0.3, -0.42), at(0.5, -0.34), at(1, 0), at(0.5, 0.34), at(-0.3, 0.42)]
    pen.blob([(px + 3, py + 5) for px, py in shape], (30, 20, 6, 100))
    pen.blob(shape, tone)
    pen.blob([at(-0.9, 0), at(-0.3, -0.36), at(0.5, -0.28), at(0.9, 0)], mix(tone, (240, 250, 200), 0.16))
    pen.line([at(-1.25, 0), at(0.9, 0)], s * 0.05, mix(tone, (230, 240, 190), 0.4))


def _sides(c: Canvas, x: float, y: float, r: float) -> None:
    places = [
        (x - 590, y + c.rng.uniform(-310, -200), 150),
        (x + 590, y + c.rng.uniform(190, 300), 140),
        (x - 600, y + c.rng.uniform(180, 330), 105),
    ]
    for px, py, s in places:
        c.soft(lambda pen, a=px, b=py, q=s: pen.ellipse(a + 16, b + 20, q, q, 255), 16, (16, 8, 6), 0.6)
    with c.fine() as pen:
        for n, (px, py, s) in enumerate(places):
            pen.ellipse(px, py, s, s, (238, 234, 226))
            pen.ellipse(px, py, s * 0.82, s * 0.82, (216, 210, 202))
            (_herbs, _limes, _sauce)[n](c, pen, px, py, s)
        tilt = c.rng.uniform(-0.12, 0.12)
        for off in (0, 26):
            a, b = (x + r + 90 + off, y - 470), (x + r + 90 + off + 700 * tilt, y + 120)
            pen.limb([(a[0] + 10, a[1] + 12), (b[0] + 10, b[1] + 12)], [15, 9], (16, 8, 6, 100))
            pen.limb([a, b], [14, 8], (74, 42, 30))
            pen.line([(a[0] - 3, a[1]), (b[0] - 2, b[1])], 2, (196, 140, 100, 130))


def _herbs(c: Canvas, pen: Pen, x: float, y: float, s: float) -> None:
    for _ in range(60):
        px, py = _inside(c, x, y, s * 0.72)
        _leaf(c, pen, px, py, s * c.rng.uniform(0.14, 0.26), c.rng.uniform(0, 6.3))


def _limes(c: Canvas, pen: Pen, x: float, y: float, s: float) -> None:
    for n in range(4):
        a = n * 1.57 + 0.4
        px, py, q = x + math.cos(a) * s * 0.36, y + math.sin(a) * s * 0.36, s * 0.3
        pen.ellipse(px + 4, py + 6, q, q, (40, 30, 10, 90))
        pen.ellipse(px, py, q, q, (92, 140, 52))
        pen.ellipse(px, py, q * 0.87, q * 0.87, (226, 234, 176))
        for k in range(8):
            b = k * 0.785 + a
            pen.poly(
                [
                    (px, py),
                    (px + math.cos(b - 0.31) * q * 0.78, py + math.sin(b - 0.31) * q * 0.78),
                    (px + math.cos(b + 0.31) * q * 0.78, py + math.sin(b + 0.31) * q * 0.78),
                ],
                (176, 204, 96),
            )


def _sauce(c: Canvas, pen: Pen, x: float, y: float, s: float) -> None:
    tone = c.rng.choice([(140, 60, 24), (176, 44, 30), (96, 50, 26)])
    pen.ellipse(x, y, s * 0.72, s * 0.72, tone)
    pen.ellipse(x - s * 0.2, y - s * 0.24, s * 0.3, s * 0.16, clear((255, 220, 180), 70))
    for _ in range(12):
        px, py = _inside(c, x, y, s * 0.56)
        pen.ring(px, py, s * 0.07, s * 0.04, (216, 52, 36))


def _steam(c: Canvas, x: float, y: float, r: float) -> None:
    def draw(pen: Pen) -> None:
        for n in range(4):
            sx = x - r * 0.5 + n * r * 0.33
            wisp = curve([(sx, y + 40), (sx + 40, y - 120), (sx - 30, y - 280), (sx + 50, y - 450)])
            pen.limb(wisp, [30 + i for i in range(len(wisp))], 60)

    c.light(draw, 34, (255, 250, 240), 0.4)


def craft_workshop(c: Canvas) -> Image.Image:
    """Women sewing conical hats in a house full of hats and silk lanterns."""
    wall = c.rng.choice([(196, 160, 112), (176, 150, 120), (206, 178, 130), (168, 140, 112)])
    cam = Camera(c.rng.uniform(680, 820), 390, 1180, 1.55)
    room = Room(cam, 3.9, 3.2, 7.6, wall, (150, 104, 76), (112, 82, 60))
    room.paint(c)
    c.texture(c.noise(90, 70, 4, 2.0), 0.08)
    room.windows(c, -1, c.rng.choice([(255, 244, 214), (240, 246, 236), (255, 230, 186)]), 2, 0.8, 2.4)
    _house(c, cam)
    lamps = _hang(c, cam)
    c.blur(1.1)
    with c.fine() as pen:
        for x in (-3.0, 2.9):
            _stack(c, pen, cam, x + c.rng.uniform(-0.2, 0.2), 5.6, c.rng.randint(7, 11))
        spots = [(5.5, -1.1), (5.1, 1.3), (4.2, -1.6), (3.9, 0.9)]
        for z, x in c.rng.sample(spots[:2], c.rng.randint(1, 2)) + spots[2:]:
            _maker(c, pen, cam, x + c.rng.uniform(-0.2, 0.2), z)
        for x, z in ((-0.4, 3.2), (2.0, 3.3), (-2.3, 3.1)):
            px, py = cam.at(x + c.rng.uniform(-0.2, 0.2), 0.0, z)
            pen.ellipse(px + 6, py, cam.scale(z) * 0.3, cam.scale(z) * 0.04, (20, 10, 6, 120))
            cone_hat(pen, px, py - cam.scale(z) * 0.03, cam.scale(z) * 0.14)
    for x, y, size, tone in lamps:
        c.glow(x, y, size * 2.2, mix(tone, (255, 200, 120), 0.5), 0.4)
    return c.finish(0.55, 0.5)


def _house(c: Canvas, cam: Camera) -> None:
    """Beams, posts and the hats hung on the wall to dry."""
    with c.fine() as pen:
        for n in range(7):
            cam.front(pen, -3.9, 3.9, 3.02, 3.2, 1.6 + n, (84, 58, 42))
        for x in (-3.2, -1.0, 1.2, 3.3):
            cam.front(pen, x - 0.09, x + 0.09, 0, 3.2, 7.5, (96, 66, 48))
        for row in range(3):
            for n in range(8):
                x, y = cam.at(-2.8 + n * 0.8 + 0.2 * (row % 2), 2.3 - row * 0.5, 7.4)
                if c.rng.random() < 0.8:
                    cone_hat(
                        pen,
                        x,
                        y,
                        cam.scale(7.4) * 0.105,
                        1,
                        mix((226, 206, 160), (170, 120, 70), c.rng.uniform(0, 0.4)),
                    )


def _hang(c: Canvas, cam: Camera) -> list:
    lamps = []
    with c.fine() as pen:
        for n in range(11):
            z = 7.0 - n * 0.35
            x, y = cam.at(c.rng.uniform(-0.42, 0.42) * z, 3.1, z)
            size = cam.scale(z) * c.rng.uniform(0.26, 0.38)
            drop = cam.scale(z) * c.rng.uniform(0.05, 0.4)
            tone = c.rng.choice(SILK)
            pen.line([(x, y), (x, y + drop)], 1.4, (50, 34, 26))
            lantern(pen, x, y + drop, size, tone)
            lamps.append((x, y + drop + size * 0.75, size, tone))
    return lamps


def _stack(c: Canvas, pen: Pen, cam: Camera, x: float, z: float, count: int) -> None:
    px, py = cam.at(x, 0, z)
    s = cam.scale(z)
    pen.ellipse(px, py, s * 0.34, s * 0.05, (20, 10, 6, 110))
    for n in range(count):
        cone_hat(
            pen,
            px + c.rng.uniform(-2, 2),
            py - s * (0.04 + 0.085 * n),
            s * 0.145,
            1,
            mix((226, 206, 160), (176, 126, 76), c.rng.uniform(0, 0.35)),
        )


def _maker(c: Canvas, pen: Pen, cam: Camera, x: float, z: float) -> None:
    px, py = cam.at(x, 0, z)
    s, facing = cam.scale(z), c.rng.choice([-1, 1])
    pen.ellipse(px, py, s * 0.42, s * 0.05, (20, 10, 6, 110))
    pen.rect(px - s * 0.2, py - s * 0.26, px + s * 0.12, py, (104, 72, 50))
    look = anyone(
        c.rng,
        top=c.rng.choice(
            [(150, 90, 120), (126, 100, 150), (190, 120, 100), (110, 130, 150), (206, 180, 140)]
        ),
        bottom=(44, 40, 48),
        long_hair=True,
        sleeves=True,
    )
    person(pen, px, py + s * 0.05, s * 1.55, look, "sit", facing)
    cone_hat(pen, px + facing * s * 0.4, py - s * 0.46, s * 0.13, facing)
    person_hand = (px + facing * s * 0.27, py - s * 0.55)
    pen.ellipse(*person_hand, s * 0.035, s * 0.035, look.skin)
