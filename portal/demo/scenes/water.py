"""Water: reflections that shiver, ripples, glitter."""

import math

from PIL import Image, ImageChops, ImageFilter

from .canvas import Canvas, Colour
from .sky import Mood


def water(c: Canvas, mood: Mood, horizon: float, colour: Colour = (52, 84, 92), still: float = 0.6) -> None:
    """Fill everything below the horizon with water that mirrors what is above it."""
    w, h = c.size
    top = c.px(horizon)
    deep = h - top
    seen = min(top, deep)
    above = c.img.crop((0, top - seen, w, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    spare = c.px(30)
    mirror = above.resize((w + 2 * spare, deep), Image.Resampling.BILINEAR)
    mirror = _shiver(c, mirror, 1 - still, spare)
    mirror = mirror.filter(ImageFilter.GaussianBlur((1.5 * c.k, 3.5 * c.k)))
    body = Image.new("RGB", (w, deep), mood.lit(colour))
    depth = Image.linear_gradient("L").point([round(40 + v * (0.62 - 0.3 * still)) for v in range(256)])
    mirror.paste(body, (0, 0), depth.resize((w, deep), Image.Resampling.BICUBIC))
    c.img.paste(mirror, (0, top))
    ripples(c, mood, horizon, 0.5 * (1 - still) + 0.12)


def _shiver(c: Canvas, mirror: Image.Image, strength: float, spare: int) -> Image.Image:
    """Push thin rows sideways, more towards the eye; `mirror` is `spare` pixels wider on both sides."""
    w, deep = mirror.width - 2 * spare, mirror.height
    waves = [(c.rng.uniform(0.7, 1.6), c.rng.uniform(0, 6.3)) for _ in range(3)]
    strip = max(1, round(2.4 * c.k))
    mesh = []
    for y in range(0, deep, strip):
        t = (y + strip) / deep
        phase = 26 / (t + 0.12)
        push = sum(math.sin(phase * f * 2 + p) for f, p in waves) / 3
        left = spare + push * (3 + 26 * t) * strength * c.k
        corners = (left, y, left, y + strip, w + left, y + strip, w + left, y)
        mesh.append(((0, y, w, min(deep, y + strip)), corners))
    return mirror.transform((w, deep), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def ripples(c: Canvas, mood: Mood, horizon: float, strength: float) -> None:
    """Long low waves: light on their backs, dark in front."""
    long = c.plane_noise(horizon, 120, 11)
    light = long.point([max(0, round((v - 168) * 2.4)) for v in range(256)])
    dark = long.point([max(0, round((96 - v) * 2.2)) for v in range(256)])
    c.add_light(light, mood.low, strength * 0.75)
    c.tint(dark, mood.lit((26, 44, 58)), strength * 0.8)


def glitter(c: Canvas, mood: Mood, horizon: float, sun_x: float, strength: float = 0.8) -> None:
    """The sun's path on the water."""
    path = c.soft_mask(
        lambda pen: pen.poly(
            [(sun_x - 30, horizon), (sun_x + 30, horizon), (sun_x + 150, 1000), (sun_x - 150, 1000)], 255
        ),
        42,
    )
    c.add_light(path, mood.sun, strength * 0.26)
    sparks = c.plane_noise(horizon, 46, 7).point([max(0, round((v - 176) * 3.4)) for v in range(256)])
    c.add_light(ImageChops.multiply(sparks, path), mood.sun, strength)


def shade_line(c: Canvas, y: float, thickness: float, colour: Colour, strength: float) -> None:
    """A soft dark line where land or a hull meets the water."""
    c.soft(
        lambda pen: pen.rect(-20, y - thickness / 2, 1520, y + thickness / 2, 255),
        thickness,
        colour,
        strength,
    )
