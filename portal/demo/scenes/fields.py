"""Rice, mountains, the forest, the wind farm."""

import itertools

from PIL import Image, ImageChops

from .camera import Camera
from .canvas import Canvas, Pen, clear, curve, mix
from .land import grass, hills, treeline
from .people import anyone, carrier, person, shadow
from .sky import Mood, pick_mood, sky

GREEN = ((92, 146, 58), (116, 164, 66), (78, 130, 54), (134, 172, 74))
RIPE = ((214, 176, 78), (198, 156, 62), (226, 192, 104), (184, 150, 66))


def _ground(c: Canvas, mood: Mood, horizon: float, near, far) -> None:
    top = horizon / 1000
    fill = c.gradient(
        [(0, mood.haze), (top, mood.far(far, 0.45)), (top + 0.16, mood.lit(far)), (1, mood.lit(near))]
    )
    c.tint(c.mask(lambda pen: pen.rect(-10, horizon, 1510, 1010, 255)), fill)
    fine = c.plane_noise(horizon, 26, 9)
    land = c.ramp([(0, 0), (top, 0), (top + 0.08, 150), (1, 255)])
    c.texture(fine, 0.34, land)
    c.texture(c.plane_noise(horizon, 330, 60), 0.3, land)


def _paddies(c: Canvas, mood: Mood, cam: Camera, tones, flooded: float) -> None:
    """Patches between banks, some under water."""
    slope = c.rng.uniform(-0.25, 0.25)
    rows = [4.2, 8, 13, 20, 30, 46, 72, 120, 260]
    with c.fine() as pen:
        for z0, z1 in reversed(list(itertools.pairwise(rows))):
            x = -z1 * 0.9 - c.rng.uniform(0, 9)
            while x < z1:
                wide = c.rng.uniform(7, 18)
                lean0, lean1 = slope * z0, slope * z1
                corners = [
                    (x + lean0, 0, z0),
                    (x + wide + lean0, 0, z0),
                    (x + wide + lean1, 0, z1),
                    (x + lean1, 0, z1),
                ]
                wet = c.rng.random() < flooded
                away = min(0.62, z0 / 150)
                tone = (
                    mix(mood.low, mood.lit((120, 140, 140)), 0.35)
                    if wet
                    else mood.far(c.rng.choice(tones), away)
                )
                cam.face(pen, corners, clear(tone, 205 if wet else 120))
                bank = mood.far((96, 110, 56), away)
                line = [cam.at(*p) for p in corners]
                pen.line([*line, line[0]], max(0.8, cam.scale(z0) * 0.16), bank)
                x += wide


def _rows(c: Canvas, mood: Mood, cam: Camera, tones) -> None:
    """Planted rows running to the vanishing point."""
    with c.fine() as pen:
        for n in range(900):
            z = 3.0 * 12 ** c.rng.random()
            x = round(c.rng.uniform(-0.75, 0.75) * z / 0.32) * 0.32
            px, py = cam.at(x + c.rng.uniform(-0.05, 0.05), 0, z)
            h = cam.scale(z) * 0.2
            tone = mood.far(tones[n % len(tones)], min(0.45, z / 90))
            for lean in (-0.5, -0.15, 0.2, 0.5):
                pen.poly(
                    [
                        (px - h * 0.05, py),
                        (px + h * 0.05, py),
                        (px + lean * h, py - h * c.rng.uniform(0.7, 1.2)),
                    ],
                    tone,
                )


def rice_field(c: Canvas) -> Image.Image:
    """Green paddies to the foot of the hills, farmers in conical hats, egrets."""
    mood = pick_mood(c, "morning", "noon", "dawn", "gold", "overcast")
    horizon = c.rng.uniform(390, 440)
    sky(c, mood, horizon)
    hills(c, mood, horizon - 70, 80, 0.74, 480, horizon + 4)
    hills(c, mood, horizon - 22, 34, 0.58, 300, horizon + 4)
    treeline(c, mood, horizon + 4, 30, 0.42, palms=7)
    c.blur(2)
    cam = Camera(750, horizon, 1100, 2.6)
    _ground(c, mood, horizon + 2, (96, 142, 56), (128, 166, 82))
    _paddies(c, mood, cam, GREEN, c.rng.choice([0.1, 0.3, 0.45]))
    c.blur(0.9)
    _rows(c, mood, cam, GREEN)
    with c.fine() as pen:
        for z in sorted((c.rng.uniform(9, 26) for _ in range(c.rng.randint(3, 6))), reverse=True):
            _farmer(c, pen, mood, cam, z, "bend" if c.rng.random() < 0.7 else "stand")
        for _ in range(c.rng.randint(2, 7)):
            _egret(
                pen,
                c.rng.uniform(100, 1400),
                c.rng.uniform(horizon - 90, horizon + 60),
                c.rng.uniform(9, 16),
                mood.lit((250, 250, 246)),
            )
    _near(c, mood, GREEN, (70, 190))
    return c.finish(mood.warmth)


def _near(c: Canvas, mood: Mood, tones, height) -> None:
    """Blades in front of the lens, out of focus at the very bottom."""
    with c.fine((0, 740, 1500, 1000)) as pen:
        grass(c, pen, 930, 1060, 620, height, [mix(mood.lit(t), (10, 24, 10), 0.22) for t in tones], 0.12)


def _farmer(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float, pose: str) -> None:
    x, y = cam.at(c.rng.uniform(-0.42, 0.42) * z, 0, z)
    h = cam.scale(z) * 1.6
    shadow(pen, x, y, h)
    person(
        pen, x, y, h, anyone(c.rng, hat="cone", sleeves=True).under(mood.light), pose, c.rng.choice([-1, 1])
    )
    grass(_At(c, x, h), pen, y - 1, y + 3, 14, (h * 0.12, h * 0.2), [mood.lit(t) for t in GREEN[:3]])


class _At:
    """A canvas whose chances fall around one place, for the blades around someone's feet."""

    def __init__(self, c: Canvas, x: float, spread: float):
        self.rng, self._c, self._x, self._spread = self, c, x, spread

    def random(self) -> float:
        return self._c.rng.random()

    def uniform(self, low: float, high: float) -> float:
        if high > 1000:
            return self._x + self._c.rng.uniform(-0.25, 0.25) * self._spread
        return self._c.rng.uniform(low, high)

    def choice(self, values):
        return self._c.rng.choice(values)


def _egret(pen: Pen, x: float, y: float, s: float, tone) -> None:
    pen.blob([(x - s, y), (x, y - s * 0.18), (x + s, y + s * 0.05), (x, y + s * 0.2)], tone)
    pen.poly([(x - s * 0.2, y), (x - s * 0.9, y - s * 1.0), (x + s * 0.35, y - s * 0.02)], tone)
    pen.poly(
        [(x - s * 0.1, y), (x + s * 0.9, y - s * 1.1), (x + s * 0.4, y + s * 0.05)],
        mix(tone, (90, 96, 110), 0.3),
    )


def rice_harvest(c: Canvas) -> Image.Image:
    """Ripe rice, people cutting and carrying, sheaves standing in rows."""
    mood = pick_mood(c, "morning", "noon", "gold", "gold")
    horizon = c.rng.uniform(380, 430)
    sky(c, mood, horizon)
    hills(c, mood, horizon - 60, 66, 0.74, 460, horizon + 4)
    treeline(c, mood, horizon + 4, 40, 0.42, palms=8)
    c.blur(2)
    cam = Camera(750, horizon, 1100, 2.3)
    _ground(c, mood, horizon + 2, (206, 160, 70), (224, 190, 112))
    _paddies(c, mood, cam, RIPE, 0)
    c.blur(0.9)
    _rows(c, mood, cam, RIPE)
    with c.fine() as pen:
        things = [
            (c.rng.uniform(8, 34), c.rng.choice(["sheaf", "sheaf", "bend", "bend", "carry"]))
            for _ in range(14)
        ]
        things += [(7.2, "bend"), (8.4, "carry")]
        for z, what in sorted(things, reverse=True):
            _harvest(c, pen, mood, cam, z, what)
    _near(c, mood, RIPE, (80, 210))
    _ears(c, mood)
    return c.finish(mood.warmth)


def _harvest(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float, what: str) -> None:
    x, y = cam.at(c.rng.uniform(-0.5, 0.5) * z, 0, z)
    h = cam.scale(z) * 1.6
    if what == "sheaf":
        tone = mood.far(c.rng.choice(RIPE), min(0.4, z / 90))
        shadow(pen, x, y, h * 0.7)
        pen.blob(
            [
                (x - h * 0.2, y),
                (x - h * 0.07, y - h * 0.26),
                (x - h * 0.16, y - h * 0.46),
                (x + h * 0.16, y - h * 0.46),
                (x + h * 0.07, y - h * 0.26),
                (x + h * 0.2, y),
            ],
            tone,
        )
        pen.blob(
            [
                (x + h * 0.02, y),
                (x + h * 0.02, y - h * 0.44),
                (x + h * 0.15, y - h * 0.45),
                (x + h * 0.07, y - h * 0.26),
                (x + h * 0.19, y),
            ],
            (60, 36, 0, 46),
        )
        pen.line(
            [(x - h * 0.07, y - h * 0.26), (x + h * 0.07, y - h * 0.26)],
            h * 0.025,
            mix(tone, (70, 40, 0), 0.5),
        )
        return
    shadow(pen, x, y, h)
    look = anyone(c.rng, hat="cone", sleeves=True).under(mood.light)
    if what == "carry":
        carrier(pen, x, y, h, look, mood.lit(RIPE[0]), c.rng.choice([-1, 1]))
    else:
        person(pen, x, y, h, look, "bend", c.rng.choice([-1, 1]))
    grass(_At(c, x, h), pen, y - 1, y + 3, 12, (h * 0.1, h * 0.18), [mood.lit(t) for t in RIPE[:3]])


def _ears(c: Canvas, mood: Mood) -> None:
    with c.fine((0, 640, 1500, 1000)) as pen:
        for _ in range(46):
            x, y, h = c.rng.uniform(-20, 1520), 1040, c.rng.uniform(110, 330)
            side = c.rng.choice([-1, 1]) * c.rng.uniform(0.15, 0.4)
            tone = mood.lit(c.rng.choice(RIPE))
            stem = curve(
                [
                    (x, y),
                    (x + side * h * 0.15, y - h * 0.6),
                    (x + side * h * 0.5, y - h * 0.98),
                    (x + side * h * 0.95, y - h * 0.88),
                ]
            )
            pen.limb(stem, [3 - 2 * i / len(stem) for i in range(len(stem))], mix(tone, (60, 70, 20), 0.4))
            for n, (px, py) in enumerate(stem[14:]):
                pen.ellipse(
                    px + 2 * (n % 2) - 1, py + 3, 2.6, 5, mix(tone, (255, 236, 170), c.rng.uniform(0, 0.4))
                )


def mountain_mist(c: Canvas) -> Image.Image:
    """Range behind range with mist in the valleys."""
    mood = pick_mood(c, "dawn", "violet", "overcast", "gold", "morning")
    base = c.rng.uniform(340, 420)
    sky(c, mood, base + 60)
    layers = 6
    for n in range(layers):
        t = n / (layers - 1)
        y = base + 400 * t**1.25
        line = hills(
            c,
            mood,
            y,
            150 - 60 * t + c.rng.uniform(-20, 20),
            0.8 - 0.68 * t,
            560 - 130 * t,
            None,
            (48, 76, 74),
        )
        if n > 2:
            _wooded(c, mood, line, 0.8 - 0.68 * t, 5 + 8 * t)
        if n < layers - 1:
            _mist(c, mood, y + 70 + 40 * t, 60 + 40 * t)
        if n == 2:
            c.blur(1.4)
    with c.fine() as pen:
        tone = mood.far((30, 44, 38), 0.04)
        for _ in range(c.rng.randint(4, 7)):
            side = c.rng.choice([c.rng.uniform(-20, 380), c.rng.uniform(1120, 1520)])
            _pine(c, pen, side, 1010, c.rng.uniform(260, 520), tone)
        for _ in range(c.rng.randint(0, 6)):
            _bird(
                pen,
                c.rng.uniform(300, 1200),
                c.rng.uniform(120, base),
                c.rng.uniform(6, 12),
                mood.far((30, 34, 40), 0.3),
            )
    return c.finish(mood.warmth)


def _wooded(c: Canvas, mood: Mood, line, distance: float, size: float) -> None:
    tone = mood.far((40, 66, 60), distance)
    with c.fine() as pen:
        for x, y in line:
            for _ in range(2):
                h = size * c.rng.uniform(0.8, 2.4)
                px = x + c.rng.uniform(-5, 5)
                pen.poly([(px - h * 0.34, y + 4), (px, y - h), (px + h * 0.34, y + 4)], tone)


def _mist(c: Canvas, mood: Mood, y: float, deep: float) -> None:
    band = c.soft_mask(
        lambda pen: pen.blob(
            [
                (-100, y),
                (400, y - deep * 0.4),
                (900, y - deep * 0.2),
                (1600, y - deep * 0.3),
                (1600, y + deep),
                (-100, y + deep),
            ],
            230,
        ),
        deep * 0.5,
    )
    wisps = c.noise(460, 60, 4, 2.0)
    c.tint(
        ImageChops.multiply(band, wisps.point([min(255, v + 70) for v in range(256)])),
        mix(mood.haze, mood.cloud, 0.5),
        0.85,
    )


def _pine(c: Canvas, pen: Pen, x: float, y: float, h: float, tone) -> None:
    pen.limb([(x, y), (x, y - h)], [h * 0.03, h * 0.006], tone)
    for n in range(26):
        t = n / 25
        reach = h * 0.2 * (1 - t) ** 0.8 * c.rng.uniform(0.6, 1.1) + 3
        py = y - h * (0.22 + 0.77 * t)
        for side in (-1, 1):
            r = reach * c.rng.uniform(0.75, 1.1)
            pen.poly(
                [
                    (x, py - h * 0.018),
                    (x + side * r * 0.6, py + h * 0.008),
                    (x + side * r, py + h * 0.045),
                    (x + side * r * 0.45, py + h * 0.03),
                    (x, py + h * 0.018),
                ],
                tone,
            )


def _bird(pen: Pen, x: float, y: float, s: float, tone) -> None:
    pen.limb(curve([(x - s, y - s * 0.35), (x - s * 0.45, y - s * 0.42), (x, y)]), [1, *[1.6] * 15, 2], tone)
    pen.limb(curve([(x + s, y - s * 0.4), (x + s * 0.45, y - s * 0.45), (x, y)]), [1, *[1.6] * 15, 2], tone)
