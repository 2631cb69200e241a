"""The river and the lagoon: bridge, boats, the dragon boat race."""

import itertools
import math

from PIL import Image, ImageChops, ImageFilter

from .boats import awning, dragon_boat, rower, sampan
from .canvas import Canvas, Pen, clear, mix
from .land import hills, treeline
from .people import anyone, person
from .sky import Mood, pick_mood, sky
from .water import glitter, water


def river_bridge(c: Canvas) -> Image.Image:
    """An iron arch bridge over a wide river, mountains behind."""
    mood = pick_mood(c, "dawn", "gold", "violet", "noon", "overcast", "morning")
    horizon = c.rng.uniform(560, 620)
    sun_x, _ = sky(c, mood, horizon)
    hills(c, mood, horizon - 90, 70, 0.82, 520, horizon)
    hills(c, mood, horizon - 50, 46, 0.66, 330, horizon)
    c.blur(2.2)
    treeline(c, mood, horizon + 1, 44, 0.5, palms=9)
    with c.fine() as pen:
        _arches(c, pen, mood, horizon)
    water(c, mood, horizon, still=0.62)
    if mood.name != "overcast":
        glitter(c, mood, horizon, sun_x)
    return c.finish(mood.warmth)


def _arches(c: Canvas, pen: Pen, mood: Mood, water_y: float) -> None:
    spans = c.rng.choice([4, 5, 6])
    start, end = -60, c.rng.choice([1310, 1560])
    deck = water_y - 62
    iron = mood.far((88, 96, 108), 0.12)
    stone = mood.far((128, 118, 108), 0.12)
    wide = (end - start) / spans
    for n in range(spans + 1):
        x = start + n * wide
        pen.poly([(x - 11, deck), (x + 11, deck), (x + 15, water_y + 3), (x - 15, water_y + 3)], stone)
        pen.rect(x - 14, deck - 2, x - 4, water_y, clear(mood.lit((40, 40, 50)), 70))
    for n in range(spans):
        _span(pen, start + n * wide + 6, wide - 12, deck, wide * 0.25, iron)
    pen.rect(start, deck, end, deck + 9, mix(iron, (0, 0, 0), 0.25))
    pen.rect(start, deck - 2, end, deck, mix(iron, mood.low, 0.4))


def _span(pen: Pen, x: float, wide: float, deck: float, rise: float, iron) -> None:
    def at(t: float, scale: float = 1.0) -> tuple[float, float]:
        return x + wide * t, deck - rise * scale * math.sin(math.pi * t) ** 0.8

    steps = [i / 12 for i in range(13)]
    pen.line([at(t) for t in steps], 5.5, iron)
    pen.line([at(t, 0.82) for t in steps], 3, iron)
    for t in steps[1:-1]:
        pen.line([at(t), (x + wide * t, deck)], 1.8, iron)
    for a, b in itertools.pairwise(steps):
        pen.line([at(a), at(b, 0.82)], 1.6, iron)
        pen.line([at(b, 0.82), (x + wide * a, deck)], 1.0, iron)


def lagoon_boats(c: Canvas) -> Image.Image:
    """Sampans on a still lagoon among stakes and nets."""
    mood = pick_mood(c, "dawn", "gold", "violet", "overcast", "dawn", "morning")
    horizon = c.rng.uniform(400, 470)
    sun_x, _ = sky(c, mood, horizon)
    hills(c, mood, horizon - 46, 46, 0.74, 460, horizon)
    treeline(c, mood, horizon + 1, 15, 0.66)
    c.blur(1.6)
    water(c, mood, horizon, (60, 92, 104), 0.82)
    if mood.name != "overcast":
        glitter(c, mood, horizon, sun_x, 0.6)
    _stakes(c, mood, horizon)
    first = c.rng.choice([-1, 1])
    near = c.rng.uniform(760, 830)
    spots = [(c.rng.uniform(180, 420), horizon + 74, 0.55), (c.rng.uniform(980, 1300), horizon + 118, 0.62),
             (c.rng.uniform(560, 800), horizon + 40, 0.34), (c.rng.uniform(520, 900), near, 1.25)]  # fmt: skip
    for n, (x, y, size) in enumerate(
        sorted(c.rng.sample(spots[:3], c.rng.choice([2, 3])) + spots[3:], key=lambda s: s[1])
    ):
        _reflected_boat(c, mood, x, y, 300 * size, first if n % 2 else -first, max(0.0, 0.5 - size * 0.4), n)
    return c.finish(mood.warmth)


def _reflected_boat(
    c: Canvas, mood: Mood, x: float, y: float, length: float, facing: int, distance: float, n: int
) -> None:
    tone = mood.far(c.rng.choice([(96, 72, 54), (72, 76, 80), (112, 84, 58)]), distance)
    look = anyone(c.rng, hat="cone", sleeves=True).under(mood.light)
    roofed, standing = n % 3 == 0, c.rng.random() < 0.5

    def draw(pen: Pen) -> None:
        if roofed:
            awning(pen, x + facing * length * 0.05, y, length, mix(tone, (190, 160, 120), 0.25))
        rower(pen, x, y, length, look, facing, standing)
        sampan(pen, x, y, length, tone, facing)

    around = (x - length * 0.7, x + length * 0.7, length * 0.55)
    mirrored(c, draw, y, mood.lit((60, 80, 90)), around)
    with c.fine((around[0], y - length * 0.55, around[1], y + length * 0.1)) as pen:
        draw(pen)


def mirrored(
    c: Canvas, draw, y: float, water_colour, box: tuple[float, float, float], strength: float = 0.5
) -> None:
    """The reflection, below the line y, of what `draw` paints above it; `box` is (left, right, height)."""
    left, right, tall = box
    x0, y0, x1, y1 = c.region((left, y - tall, right, y))
    before = c.img.copy()
    with c.fine((left, y - tall, right, y)) as pen:
        draw(pen)
    drawn, c.img = c.img.crop((x0, y0, x1, y1)), before
    changed = ImageChops.difference(drawn, before.crop((x0, y0, x1, y1))).convert("L")
    flip = Image.Transpose.FLIP_TOP_BOTTOM
    mask = changed.point([0, 0, 0] + [255] * 253).transpose(flip)
    shape = Image.blend(drawn.transpose(flip), Image.new("RGB", drawn.size, water_colour), 0.35)
    soft = ImageFilter.GaussianBlur((3 * c.k, 4 * c.k))
    fade = Image.linear_gradient("L").point([round((255 - v * 0.85) * strength) for v in range(256)])
    mask = ImageChops.multiply(mask.filter(soft), fade.resize(mask.size))
    c.img.paste(shape.filter(soft), (x0, y1), mask)


def _stakes(c: Canvas, mood: Mood, horizon: float) -> None:
    rows = c.rng.randint(2, 4)
    with c.fine() as pen:
        for row in range(rows):
            y = horizon + 30 + row * c.rng.uniform(26, 60)
            start, step, tall = c.rng.uniform(-50, 900), 9 + row * 7, 20 + row * 14
            tone = mood.far((70, 62, 56), 0.45 - row * 0.08)
            count = c.rng.randint(14, 30)
            for n in range(count):
                x, top = start + n * step, tall * c.rng.uniform(0.75, 1.15)
                px, py = x + c.rng.uniform(-2, 2), y + n * 0.9
                pen.line([(px, py), (px + c.rng.uniform(-2, 2), py - top)], 1.6 + row * 0.7, tone)
                pen.line([(px, py), (px, py + top * 0.7)], 1.6 + row * 0.6, clear(tone, 70))
            pen.line(
                [(start, y - tall * 0.5), (start + (count - 1) * step, y + (count - 1) * 0.9 - tall * 0.5)],
                1,
                clear(tone, 190),
            )


def dragon_boat_race(c: Canvas) -> Image.Image:
    """Two or three dragon boats neck and neck, the crowd on the far bank under parasols."""
    mood = pick_mood(c, "morning", "noon", "gold", "overcast")
    horizon = c.rng.uniform(300, 340)
    sky(c, mood, horizon)
    hills(c, mood, horizon - 60, 50, 0.7, 420, horizon)
    treeline(c, mood, horizon - 6, 62, 0.42, palms=6)
    _bank(c, mood, horizon)
    c.blur(2.4)
    water(c, mood, horizon, (48, 96, 100), 0.3)
    boats = c.rng.choice([2, 3, 3])
    teams = c.rng.sample(
        [(196, 60, 54), (240, 192, 66), (70, 120, 180), (90, 150, 100), (130, 90, 160)], boats
    )
    paints = c.rng.sample([(170, 44, 40), (36, 104, 92), (186, 128, 40), (52, 76, 140)], boats)
    for n in range(boats):
        y = horizon + 130 + n * (430 / (boats - 0.6)) + c.rng.uniform(-14, 14)
        size = 640 + (y - horizon) * 0.95
        x = c.rng.uniform(560, 800) + (60 if n % 2 else -60)
        _race_boat(c, mood, x, y, size, paints[n], teams[n])
    return c.finish(mood.warmth)


def _race_boat(c: Canvas, mood: Mood, x: float, y: float, size: float, paint, team) -> None:
    state, beat = c.rng.getstate(), c.rng.uniform(0, 6)

    def draw(pen: Pen) -> None:
        c.rng.setstate(state)
        dragon_boat(pen, c.rng, x, y, size, mood.lit(paint), mood.lit(team), mood.light, 10, beat)

    mirrored(c, draw, y, mood.lit((50, 80, 84)), (x - size * 0.62, x + size * 0.62, size * 0.2), 0.45)
    wake = mix(mood.low, (255, 255, 255), 0.5)
    c.light(
        lambda pen: pen.poly(
            [
                (x - size * 0.62, y + 7),
                (x + size * 0.48, y),
                (x + size * 0.4, y + 12),
                (x - size * 0.62, y + 20),
            ],
            150,
        ),
        7,
        wake,
        0.6,
    )
    with c.fine((x - size * 0.62, y - size * 0.22, x + size * 0.62, y + size * 0.1)) as pen:
        draw(pen)
        for _ in range(150):
            t = c.rng.random()
            r = c.rng.uniform(0.8, 3.2) * size / 900
            up = abs(c.rng.gauss(0, 9)) * size / 900
            pen.ellipse(
                x + size * (t * 0.86 - 0.44),
                y + size * 0.018 - up,
                r * 1.4,
                r,
                clear(wake, c.rng.randint(70, 210)),
            )


def _bank(c: Canvas, mood: Mood, horizon: float) -> None:
    with c.fine() as pen:
        pen.rect(-10, horizon - 14, 1510, horizon + 2, mood.far((140, 126, 104), 0.3))
        for n in range(190):
            x = -10 + n * 8 + c.rng.uniform(-4, 4)
            look = anyone(c.rng, hat=c.rng.choice(["", "", "cone"])).under(mood.light)
            person(pen, x, horizon - 10 + c.rng.uniform(-5, 4), c.rng.uniform(26, 31), look)
        for _ in range(26):
            x, y, r = c.rng.uniform(0, 1500), horizon - c.rng.uniform(36, 50), c.rng.uniform(9, 17)
            tone = mood.far(
                c.rng.choice([(200, 70, 70), (236, 196, 90), (120, 90, 160), (80, 140, 170)]), 0.15
            )
            pen.poly(
                [(x - r + 2 * r * i / 8, y - r * 0.62 * math.sin(math.pi * i / 8)) for i in range(9)], tone
            )
