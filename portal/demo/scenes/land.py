"""Hills, ground, trees, palms, grass."""

import math

from .canvas import Canvas, Colour, Pen, Point, clear, mix
from .sky import Mood

LEAF = (74, 104, 52)


def ridge(c: Canvas, y: float, height: float, wave: float, octaves: int = 5) -> list[Point]:
    """A skyline from edge to edge around `y`, rising and falling by `height`."""
    layers = []
    for n in range(octaves):
        step = wave / 2**n
        count = math.ceil(1540 / step) + 3
        layers.append((step, height / 2.1**n, [c.rng.uniform(-1, 1) for _ in range(count)]))
    points = []
    for x in range(-20, 1525, 5):
        total = y
        for step, size, values in layers:
            at = (x + 20) / step
            i, t = int(at), at % 1
            ease = t * t * (3 - 2 * t)
            total -= size * (values[i] + (values[i + 1] - values[i]) * ease)
        points.append((x, total))
    return points


def hills(c: Canvas, mood: Mood, y: float, height: float, distance: float, wave=420.0, base=None,
          colour: Colour = (64, 88, 78)) -> list[Point]:  # fmt: skip
    """One layer of hills down to `base` (the bottom when None), hazier towards its foot."""
    line = ridge(c, y, height, wave)
    foot = base if base is not None else 1000
    mask = c.mask(lambda pen: pen.poly([*line, (1520, foot), (-20, foot)], 255))
    top, low = mood.far(colour, distance), mood.far(colour, min(1.0, distance + 0.28))
    start = max(0.0, (y - height) / 1000)
    fill = c.gradient([(0, top), (start, top), (min(1.0, max(start + 0.05, foot / 1000)), low), (1, low)])
    c.tint(mask, fill)
    c.texture(c.noise(120, 40, 4, 2.0), 0.30 * (1 - distance), mask)
    return line


def treeline(c: Canvas, mood: Mood, y: float, height: float, distance: float,
             colour: Colour = LEAF, palms: int = 0) -> None:  # fmt: skip
    """A far row of trees standing on `y`, with a few palms above them."""
    crown = ridge(c, y - height * 0.55, height * 0.32, 150, 6)
    tone = mood.far(colour, distance)
    with c.fine() as pen:
        for _ in range(palms):
            x = c.rng.uniform(0, 1500)
            palm(c, pen, x, y, height * c.rng.uniform(1.3, 1.9), tone, tone)
        pen.poly([*crown, (1520, y + 2), (-20, y + 2)], tone)
        for x, top in crown[::2]:
            for _ in range(3):
                r = height * c.rng.uniform(0.07, 0.2)
                ty = c.rng.uniform(top, y - r)
                light = mix(tone, mood.lit((150, 160, 90)), max(0, 0.34 * (1 - distance) * (y - ty) / height))
                pen.ellipse(x + c.rng.uniform(-9, 9), ty, r * 1.3, r, clear(light, 130))


def palm(c: Canvas, pen: Pen, x: float, y: float, h: float, trunk: Colour, leaf: Colour) -> None:
    """A coconut palm with its foot at (x, y)."""
    lean = c.rng.uniform(-0.16, 0.16) * h
    top = (x + lean, y - h)
    stem = [(x, y), (x + lean * 0.35, y - h * 0.45), top]
    pen.limb(stem, [h * 0.06, h * 0.042, h * 0.034], trunk)
    fronds = 13
    for n in range(fronds):
        angle = math.pi * (n + c.rng.uniform(-0.3, 0.3)) / (fronds - 1)
        reach = h * c.rng.uniform(0.27, 0.38)
        dx, up = math.cos(angle) * reach, math.sin(angle) * reach * 0.95
        tone = mix(leaf, (0, 0, 0), c.rng.uniform(0, 0.25))
        _frond(pen, top, (top[0] + dx * 0.6, top[1] - up - h * 0.04),
               (top[0] + dx * 1.1, top[1] - up * 0.55 + h * 0.1), h, tone)  # fmt: skip


def _frond(pen: Pen, start: Point, bend: Point, end: Point, h: float, tone: Colour) -> None:
    steps = 9
    spine = []
    for i in range(steps + 1):
        t = i / steps
        spine.append(
            tuple((1 - t) ** 2 * start[n] + 2 * t * (1 - t) * bend[n] + t * t * end[n] for n in (0, 1))
        )
    for i in range(1, steps + 1):
        (x0, y0), (x1, y1) = spine[i - 1], spine[i]
        size = h * 0.085 * math.sin(math.pi * min(0.96, 0.2 + 0.8 * i / steps))
        side = 0.35 * size if x1 >= x0 else -0.35 * size
        pen.poly([(x0, y0), (x1, y1), (x1 + side, y1 + size)], tone)
        pen.poly([(x0, y0), (x1, y1), (x1 + side * 1.6, y1 - size * 0.3)], tone)


def tree(c: Canvas, pen: Pen, x: float, y: float, h: float, leaf: Colour, light: Colour,
         trunk: Colour = (70, 54, 42), spread: float = 0.42) -> None:  # fmt: skip
    """A broad-leaved tree: trunk, boughs, and leaves that are lighter towards the light above."""
    fork = y - h * 0.36
    pen.limb([(x, y), (x, fork)], [h * 0.07, h * 0.045], trunk)
    for side in (-1, 1):
        pen.limb(
            [(x, fork + h * 0.03), (x + side * h * spread * 0.5, y - h * 0.62)], [h * 0.04, h * 0.015], trunk
        )
    rx, ry, crown_y = h * spread, h * 0.31, y - h * 0.66
    lumps = [(0.0, 0.0, 0.62)]
    for n in range(13):
        turn, out = n * 2.4 + c.rng.uniform(-0.4, 0.4), c.rng.uniform(0.45, 0.8)
        lumps.append((math.cos(turn) * out, math.sin(turn) * out * 0.85, c.rng.uniform(0.3, 0.46)))
    dark = mix(leaf, (0, 0, 0), 0.28)
    for dx, dy, r in lumps:
        pen.ellipse(x + dx * rx, crown_y + dy * ry, r * rx, r * ry, dark)
    leaves = []
    for _ in range(round(max(110, min(520, h * 1.6)))):
        dx, dy, r = c.rng.choice(lumps)
        turn, out = c.rng.uniform(0, 2 * math.pi), math.sqrt(c.rng.random()) * 1.1
        leaves.append((dx + math.cos(turn) * out * r, dy + math.sin(turn) * out * r, -math.sin(turn) * out))
    for dx, dy, up in sorted(leaves, key=lambda spot: spot[2]):
        bright = max(0.0, min(1.0, 0.34 - dy * 0.42 + up * 0.3)) * c.rng.uniform(0.55, 1)
        size = h * c.rng.uniform(0.011, 0.024)
        pen.ellipse(x + dx * rx, crown_y + dy * ry, size * 1.4, size, mix(dark, light, bright))


def grass(c: Canvas, pen: Pen, y0: float, y1: float, count: int, height: tuple[float, float],
          tones: list[Colour], lean: float = 0.0) -> None:  # fmt: skip
    """Blades between y0 (far, short) and y1 (near, tall), drawn from far to near."""
    places = sorted(c.rng.random() for _ in range(count))
    for t in places:
        y = y0 + (y1 - y0) * t
        h = (height[0] + (height[1] - height[0]) * t) * c.rng.uniform(0.6, 1.25)
        x = c.rng.uniform(-10, 1510)
        bend = h * (lean + c.rng.uniform(-0.35, 0.35))
        wide = max(0.7, h * 0.05)
        pen.poly([(x - wide, y), (x + wide, y), (x + bend * 0.45 + wide * 0.4, y - h * 0.6), (x + bend, y - h)],
                 c.rng.choice(tones))  # fmt: skip
