"""Where the province ends: the forest patrol and the wind farm."""

import math

from PIL import Image, ImageChops

from .camera import Camera
from .canvas import Canvas, Pen, clear, curve, mix
from .land import grass, hills
from .people import Look, person, shadow
from .sky import Mood, pick_mood, sky
from .water import glitter, water


def forest_patrol(c: Canvas) -> Image.Image:
    """Rangers on a path between tall trunks, light falling through the leaves."""
    warm = c.rng.choice([(236, 226, 160), (214, 232, 190), (246, 216, 150), (206, 222, 214)])
    deep = c.rng.choice([(22, 40, 28), (26, 42, 34), (34, 42, 24), (20, 38, 38)])
    c.img = c.gradient(
        [
            (0, mix(deep, warm, 0.45)),
            (0.4, mix(deep, warm, 0.78)),
            (0.56, mix(deep, warm, 0.7)),
            (1, mix(deep, (70, 66, 34), 0.5)),
        ]
    )
    c.glow(c.rng.uniform(520, 980), 380, 620, warm, 0.5)
    _leaves(c, deep, warm, 0.62, 430)
    for n, away in enumerate((0.8, 0.66, 0.5, 0.32)):
        _trunks(c, deep, warm, away, 17 - n * 3)
        if n in (0, 2):
            c.blur(1.9 - n * 0.5)
    _forest_floor(c, deep, warm)
    _shafts(c, warm)
    cam = Camera(750, 520, 1100, 1.7)
    with c.fine() as pen:
        count = c.rng.randint(2, 4)
        for n in reversed(range(count)):
            z = 6.2 + n * 1.5
            x, y = cam.at(_path(z) + (0.45 if n % 2 else -0.35), 0, z)
            _ranger(c, pen, x, y, cam.scale(z) * 1.68, mix((255, 255, 255), warm, 0.5), deep)
    _ferns(c, deep, warm)
    _trunks(c, deep, warm, 0.04, 3)
    return c.finish(0.1, 0.45)


def _path(z: float) -> float:
    return 0.6 * math.sin(z / 7)


def _ranger(c: Canvas, pen: Pen, x: float, y: float, h: float, light, deep) -> None:
    shadow(pen, x, y, h, 90)
    cloth = mix((92, 110, 72), deep, 0.15)
    look = Look(cloth, mix(cloth, (20, 24, 20), 0.35), hat="cap", pack=(84, 76, 56)).under(light)
    person(pen, x, y, h, look, "walk", c.rng.choice([1, -1]))


def _trunks(c: Canvas, deep, warm, away: float, count: int) -> None:
    base = 560 + (1 - away) ** 1.6 * 330
    tone, lit = mix(deep, warm, away * 0.8), mix(deep, warm, min(1, away * 0.8 + 0.24))
    near = away < 0.1
    spots = (
        [c.rng.uniform(-40, 150), c.rng.uniform(1370, 1560)]
        if near
        else [(n + c.rng.uniform(0, 0.9)) * 1560 / count - 40 for n in range(count)]
    )
    with c.fine() as pen:
        for x in spots:
            if not near and abs(x - 750) < 170 * (1 - away) + 30:
                continue
            w = (1 - away) ** 1.3 * c.rng.uniform(54, 96) + 7
            lean = c.rng.uniform(-60, 60) * (1.2 - away)
            foot = 1060 if near else base + c.rng.uniform(-12, 12)
            trunk = curve([(x, foot), (x + lean * 0.3, foot * 0.6), (x + lean, -30)])
            widths = [w * (1 - 0.34 * i / len(trunk)) for i in range(len(trunk))]
            widths[0], widths[1] = w * 1.5, w * 1.22
            pen.limb(trunk, widths, tone)
            pen.limb([(px + w * 0.3, py) for px, py in trunk], [v * 0.24 for v in widths], clear(lit, 120))
            for _ in range(round(w * 0.7)):
                t = c.rng.random()
                px, py = trunk[int(t * (len(trunk) - 1))]
                px += c.rng.uniform(-0.4, 0.4) * w
                pen.line(
                    [(px, py), (px + c.rng.uniform(-2, 2), py + c.rng.uniform(10, 46))],
                    max(0.8, w * 0.03),
                    clear(mix(tone, (0, 0, 0), 0.4), 70),
                )
    if away > 0.2:
        _leaves(c, deep, warm, away, 260 - 130 * (1 - away))


def _leaves(c: Canvas, deep, warm, away: float, low: float) -> None:
    lump = c.noise(170, 130, 5, 2.6)
    fade = c.ramp([(0, 255), (low / 1000 * 0.45, 190), (low / 1000, 0), (1, 0)])
    mask = lump.point([max(0, min(255, (v - 96) * 5)) for v in range(256)])
    tone = mix(mix(deep, (70, 120, 50), 0.35), warm, away * 0.8)
    c.tint(ImageChops.multiply(mask, fade), tone, 0.8)


def _forest_floor(c: Canvas, deep, warm) -> None:
    ground = c.ramp([(0, 0), (0.54, 0), (0.63, 255), (1, 255)])
    c.tint(
        ground,
        c.gradient([(0, warm), (0.55, mix(deep, (120, 126, 64), 0.6)), (1, mix(deep, (60, 58, 28), 0.4))]),
    )
    c.texture(c.plane_noise(520, 30, 10), 0.45, ground)
    cam = Camera(750, 520, 1100, 1.7)
    steps = [2.2 * 1.12**n for n in range(24)]
    left = [cam.at(_path(z) - 0.95, 0, z) for z in steps]
    right = [cam.at(_path(z) + 0.95, 0, z) for z in steps]
    c.soft(lambda pen: pen.poly(left + right[::-1], 255), 10, mix(deep, (190, 156, 104), 0.66), 0.75)
    c.texture(c.plane_noise(520, 60, 14), 0.3, ground)


def _shafts(c: Canvas, warm) -> None:
    x = c.rng.uniform(300, 800)

    def draw(pen: Pen) -> None:
        for _ in range(6):
            top, w = x + c.rng.uniform(-260, 380), c.rng.uniform(14, 60)
            pen.poly(
                [(top, -20), (top + w, -20), (top + w * 2.4 - 260, 900), (top - 300, 900)],
                c.rng.randint(60, 130),
            )

    rays = c.soft_mask(draw, 16)
    c.add_light(ImageChops.multiply(rays, c.ramp([(0, 255), (0.4, 200), (0.85, 0), (1, 0)])), warm, 0.55)


def _ferns(c: Canvas, deep, warm) -> None:
    tones = [mix(deep, t, 0.7) for t in ((70, 110, 50), (96, 132, 60), (52, 90, 48))]
    with c.fine((0, 540, 1500, 1000)) as pen:
        for t in sorted(c.rng.random() for _ in range(96)):
            y = 640 + 400 * t
            side = c.rng.choice([-1, 1])
            x = 750 + side * ((y - 520) * 0.95 + c.rng.uniform(0, 640))
            size = (24 + 110 * t) * c.rng.uniform(0.6, 1.2)
            tone = mix(c.rng.choice(tones), warm, 0.2 * (1 - t))
            for n in range(7):
                _fern_leaf(c, pen, x, y, size, math.pi * (0.1 + 0.8 * n / 6), tone)


def _fern_leaf(c: Canvas, pen: Pen, x: float, y: float, size: float, angle: float, tone) -> None:
    dx, dy = math.cos(angle) * size, -math.sin(angle) * size
    spine = curve([(x, y), (x + dx * 0.6, y + dy), (x + dx * 1.15, y + dy * 0.75)], steps=5)
    shade = mix(tone, (0, 0, 0), c.rng.uniform(0, 0.3))
    pen.line(spine, max(0.8, size * 0.02), shade)
    for i, (px, py) in enumerate(spine[2:]):
        r = size * 0.17 * (1 - i / len(spine))
        pen.poly([(px, py), (px - r, py + r * 0.75), (px + r * 0.25, py + r * 0.25)], shade)
        pen.poly(
            [(px, py), (px + r, py + r * 0.75), (px - r * 0.25, py + r * 0.25)],
            mix(shade, (255, 255, 200), 0.08),
        )


def wind_farm(c: Canvas) -> Image.Image:
    """White turbines on the dunes above the sea or the fields."""
    mood = pick_mood(c, "morning", "noon", "gold", "violet", "dawn", "overcast")
    horizon = c.rng.uniform(600, 660)
    sun_x, _ = sky(c, mood, horizon)
    by_sea = c.rng.random() < 0.5
    if by_sea:
        water(c, mood, horizon, (44, 96, 116), 0.35)
        glitter(c, mood, horizon, sun_x, 0.5)
    else:
        hills(c, mood, horizon - 40, 60, 0.72, 500, None)
        hills(c, mood, horizon + 20, 40, 0.52, 420, None, (92, 112, 70))
    count = c.rng.randint(4, 6)
    turn = c.rng.uniform(0, 2)
    spots = [
        ((n + 0.5 + c.rng.uniform(-0.3, 0.3)) * 1500 / count, c.rng.uniform(0.16, 0.42)) for n in range(count)
    ]
    with c.fine() as pen:
        for x, size in sorted(spots, key=lambda s: s[1]):
            _turbine(pen, x, horizon + 20 + 190 * size, 900 * size, mood, max(0.0, 0.62 - size), turn + x)
    line = hills(c, mood, 800, 40, 0.1, 700, None, (122, 124, 82) if by_sea else (98, 126, 66))
    hero_x = c.rng.uniform(300, 560)
    foot = dict(line)[round(hero_x / 5) * 5]
    with c.fine() as pen:
        _turbine(pen, hero_x, foot + 14, 560, mood, 0.0, turn)
        tones = [mood.lit(t) for t in ((150, 148, 92), (120, 130, 74), (170, 160, 108), (98, 112, 64))]
        grass(c, pen, 815, 1050, 900, (12, 90), tones, 0.35)
    return c.finish(mood.warmth)


def _turbine(pen: Pen, x: float, y: float, h: float, mood: Mood, distance: float, turn: float) -> None:
    white = mood.far((244, 244, 242), distance)
    side = mix(white, mood.far((110, 120, 140), distance), 0.55)
    hub = (x, y - h)
    pen.limb([(x, y), hub], [h * 0.034, h * 0.018], white)
    pen.poly([(x, y), (x + h * 0.017, y), (x + h * 0.009, y - h), (x, y - h)], side)
    pen.limb([(x - h * 0.012, y - h), (x + h * 0.03, y - h)], [h * 0.026, h * 0.022], white)
    for n in range(3):
        a = turn + n * 2 * math.pi / 3
        ux, uy = math.cos(a), math.sin(a)
        reach, wide = h * 0.58, h * 0.021
        root, tip = (
            (hub[0] + ux * h * 0.02, hub[1] + uy * h * 0.02),
            (hub[0] + ux * reach, hub[1] + uy * reach),
        )
        belly = (hub[0] + ux * reach * 0.22 - uy * wide, hub[1] + uy * reach * 0.22 + ux * wide)
        pen.poly(
            [
                root,
                belly,
                tip,
                (tip[0] + uy * 1.2, tip[1] - ux * 1.2),
                (root[0] + uy * wide * 0.4, root[1] - ux * wide * 0.4),
            ],
            white if n else side,
        )
    pen.ellipse(*hub, h * 0.017, h * 0.017, white)
