"""The drawing surface: a 1500 x 1000 sheet in logical units, whatever the size in pixels.

Everything random comes from one generator seeded by the scene and its seed, so the same call always
gives the same bytes. (Image.effect_noise is not used: it cannot be seeded.)
"""

import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1500, 1000

CIRCLE = [(math.cos(n * math.pi / 6), math.sin(n * math.pi / 6)) for n in range(12)]
DOT = [(math.cos(n * math.pi / 4), math.sin(n * math.pi / 4)) for n in range(8)]

Colour = tuple[int, ...]
Point = tuple[float, float]


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour a share `t` (0 to 1) of the way from `a` to `b`."""
    return round(a[0] + (b[0] - a[0]) * t), round(a[1] + (b[1] - a[1]) * t), round(a[2] + (b[2] - a[2]) * t)


def times(a: Colour, b: Colour) -> Colour:
    """Surface colour `a` under light of colour `b`."""
    return a[0] * b[0] // 255, a[1] * b[1] // 255, a[2] * b[2] // 255


def clear(colour: Colour, alpha: int) -> Colour:
    """The colour with an alpha from 0 to 255."""
    return (*colour[:3], alpha)


def curve(points: Sequence[Point], closed: bool = False, steps: int = 8) -> list[Point]:
    """A smooth (Catmull-Rom) line through the points."""
    pts = list(points)
    padded = [pts[-1], *pts, pts[0], pts[1]] if closed else [pts[0], *pts, pts[-1]]
    out: list[Point] = []
    weights = [_weights(i / steps) for i in range(steps)]
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(
        padded, padded[1:], padded[2:], padded[3:], strict=False
    ):
        for a, b, c, d in weights:
            out.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    if not closed:
        out.append(pts[-1])
    return out


@cache
def _weights(t: float) -> tuple[float, float, float, float]:
    """How much each of four neighbours counts, a share t of the way from the second to the third."""
    return (
        0.5 * (-t + 2 * t * t - t**3),
        0.5 * (2 - 5 * t * t + 3 * t**3),
        0.5 * (t + 4 * t * t - 3 * t**3),
        0.5 * (t**3 - t * t),
    )


class Pen:
    """Draws shapes given in logical units."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float, left: float = 0, top: float = 0):
        self._draw, self._k, self._left, self._top = draw, scale, left, top

    def _px(self, points: Iterable[Point]) -> list[Point]:
        k, left, top = self._k, self._left, self._top
        return [(x * k - left, y * k - top) for x, y in points]

    def poly(self, points: Sequence[Point], fill) -> None:
        """A filled polygon."""
        self._draw.polygon(self._px(points), fill=fill)

    def blob(self, points: Sequence[Point], fill) -> None:
        """A filled shape with a smooth outline through the points."""
        self.poly(curve(points, closed=True), fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill) -> None:
        """An upright rectangle; corners in any order."""
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill) -> None:
        """A filled ellipse around (x, y)."""
        if rx * self._k < 12:
            circle = DOT if rx * self._k < 4 else CIRCLE
            self.poly([(x + rx * dx, y + ry * dy) for dx, dy in circle], fill)
            return
        self._draw.ellipse(self._px([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill) -> None:
        """A line of even width, in units."""
        self._draw.line(self._px(points), fill=fill, width=max(1, round(width * self._k)), joint="curve")

    def ring(self, x: float, y: float, r: float, width: float, fill, flat: float = 1.0) -> None:
        """A circle's outline; `flat` squeezes its width."""
        turn = [(x + r * flat * math.cos(a * 0.1309), y + r * math.sin(a * 0.1309)) for a in range(49)]
        self.line(turn, width, fill)

    def limb(self, points: Sequence[Point], widths: Sequence[float], fill) -> None:
        """A chain of round-ended strokes whose width changes from point to point."""
        last = len(points) - 1
        for (x0, y0), (x1, y1), w0, w1 in zip(points, points[1:], widths, widths[1:], strict=False):
            length = math.hypot(x1 - x0, y1 - y0) or 1
            nx, ny = (y0 - y1) / length / 2, (x1 - x0) / length / 2
            self.poly(
                [
                    (x0 + nx * w0, y0 + ny * w0),
                    (x1 + nx * w1, y1 + ny * w1),
                    (x1 - nx * w1, y1 - ny * w1),
                    (x0 - nx * w0, y0 - ny * w0),
                ],
                fill,
            )
        for i, ((x, y), w) in enumerate(zip(points, widths, strict=True)):
            if w * self._k > 2 or i in (0, last):
                self.ellipse(x, y, w / 2, w / 2, fill)


class Canvas:
    """A picture being painted, of `size` pixels; shapes outside the sheet are cut off."""

    def __init__(self, key: str, size: tuple[int, int]):
        self.final = size
        self.k = max(size[0] / WIDTH, size[1] / HEIGHT)
        self.size = (math.ceil(WIDTH * self.k - 1e-6), math.ceil(HEIGHT * self.k - 1e-6))
        self.rng = random.Random(key)
        self.mirror = self.rng.random() < 0.5
        self.sharpness = 2
        self.img = Image.new("RGB", self.size, (128, 128, 128))

    def px(self, value: float) -> int:
        """Units to whole pixels."""
        return round(value * self.k)

    def region(self, box: tuple[float, float, float, float] | None) -> tuple[int, int, int, int]:
        """A box in units as whole pixels inside the sheet."""
        if box is None:
            return (0, 0, *self.size)
        w, h = self.size
        x0, x1 = sorted(min(w - 1, max(0, self.px(v))) for v in (box[0], box[2]))
        y0, y1 = sorted(min(h - 1, max(0, self.px(v))) for v in (box[1], box[3]))
        return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)

    @contextmanager
    def fine(self, box: tuple[float, float, float, float] | None = None) -> Iterator[Pen]:
        """Sharp drawing on what is there: shapes are drawn larger and averaged down.

        `box` (left, top, right, bottom in units) limits the work, and the drawing, to a part.
        """
        x0, y0, x1, y1 = self.region(box)
        n = self.sharpness
        part = self.img.crop((x0, y0, x1, y1))
        big = part.resize((part.width * n, part.height * n), Image.Resampling.NEAREST)
        yield Pen(ImageDraw.Draw(big, "RGBA"), self.k * n, x0 * n, y0 * n)
        self.img.paste(big.reduce(n), (x0, y0))

    def mask(self, draw: Callable[[Pen], None]) -> Image.Image:
        """A sharp mask of what `draw` paints (fills 0 to 255)."""
        w, h = self.size
        big = Image.new("L", (w * self.sharpness, h * self.sharpness))
        draw(Pen(ImageDraw.Draw(big), self.k * self.sharpness))
        return big.reduce(self.sharpness)

    def soft_mask(self, draw: Callable[[Pen], None], blur: float) -> Image.Image:
        """A mask blurred by `blur` units, worked small because nobody can tell."""
        part = 4 if blur * self.k > 8 else 1
        w, h = self.size
        small = Image.new("L", (math.ceil(w / part), math.ceil(h / part)))
        draw(Pen(ImageDraw.Draw(small), self.k / part))
        small = small.filter(ImageFilter.GaussianBlur(blur * self.k / part))
        return small.resize(self.size, Image.Resampling.BICUBIC) if part > 1 else small

    def tint(self, mask: Image.Image, fill, strength: float = 1.0) -> None:
        """Lay a colour or a picture over the masked part."""
        box = mask.getbbox()
        if box is None:
            return
        mask = mask.crop(box)
        if strength < 1:
            mask = mask.point([round(v * strength) for v in range(256)])
        colour = fill.crop(box) if isinstance(fill, Image.Image) else tuple(fill[:3])
        self.img.paste(colour, box, mask)

    def soft(self, draw: Callable[[Pen], None], blur: float, fill, strength: float = 1.0) -> None:
        """A blurred patch of colour: a shadow, a haze, a far crowd."""
        self.tint(self.soft_mask(draw, blur), fill, strength)

    def light(self, draw: Callable[[Pen], None], blur: float, colour: Colour, strength: float = 1.0) -> None:
        """Add blurred light."""
        mask = self.soft_mask(draw, blur)
        self.add_light(mask, colour, strength)

    def add_light(self, mask: Image.Image, colour: Colour, strength: float = 1.0) -> None:
        """Screen a colour onto the masked part."""
        box = mask.getbbox()
        if box is None:
            return
        mask = mask.crop(box)
        bands = [mask.point([round(v * strength * part / 255) for v in range(256)]) for part in colour[:3]]
        self.img.paste(ImageChops.screen(self.img.crop(box), Image.merge("RGB", bands)), box)

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float = 1.0) -> None:
        """Round light of about `r` units that fades to nothing."""
        r *= 1.2
        k, w, h = self.k, *self.size
        box = [round((x - r) * k), round((y - r) * k), round((x + r) * k), round((y + r) * k)]
        seen = (max(box[0], 0), max(box[1], 0), min(box[2], w), min(box[3], h))
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        side = max(2, box[2] - box[0])
        # Image.radial_gradient is 0 in the middle, 181 at the middle of a side and 255 in the corners:
        # the light must be gone at 180, or its square would show.
        fade = [round(255 * max(0.0, 1 - v / 180) ** 1.9 * strength) for v in range(256)]
        ball = Image.radial_gradient("L").point(fade)
        corners = (seen[0] - box[0], seen[1] - box[1], seen[2] - box[0], seen[3] - box[1])
        part = tuple(min(256.0, v * 256 / side) for v in corners)
        ball = ball.resize((seen[2] - seen[0], seen[3] - seen[1]), Image.Resampling.BICUBIC, box=part)
        bands = [ball.point([v * p // 255 for v in range(256)]) for p in colour[:3]]
        under = self.img.crop(seen)
        self.img.paste(ImageChops.screen(under, Image.merge("RGB", bands)), seen[:2])

    def gradient(self, stops: Sequence[tuple[float, Colour]], sideways: bool = False) -> Image.Image:
        """A sheet-sized gradient; stops are (position 0 to 1, colour), in order."""
        strip = Image.new("RGB", (1, 128))
        for i in range(128):
            strip.putpixel((0, i), _colour_at(stops, i / 127))
        if sideways:
            strip = strip.transpose(Image.Transpose.TRANSPOSE)
        return strip.resize(self.size, Image.Resampling.BICUBIC)

    def ramp(self, stops: Sequence[tuple[float, int]], sideways: bool = False) -> Image.Image:
        """A sheet-sized grey gradient, as a mask."""
        return self.gradient([(p, (v, v, v)) for p, v in stops], sideways).getchannel("R")

    def blur(self, radius: float) -> None:
        """Blur everything painted so far: it is out of focus."""
        self.img = self.img.filter(ImageFilter.GaussianBlur(radius * self.k))

    def noise(self, cell_x: float, cell_y: float, octaves: int = 4, gain: float = 2.0) -> Image.Image:
        """Cloud-like grey noise around 128; the largest lumps are one cell in size."""
        half = (max(1, self.size[0] // 2), max(1, self.size[1] // 2))
        total, weight = None, 0.0
        for n in range(octaves):
            cols = max(2, min(half[0], round(WIDTH / cell_x * 2**n) + 1))
            rows = max(2, min(half[1], round(HEIGHT / cell_y * 2**n) + 1))
            grid = Image.frombytes("L", (cols, rows), self.rng.randbytes(cols * rows))
            layer = grid.resize(half, Image.Resampling.BICUBIC)
            weight += 0.55**n
            total = layer if total is None else Image.blend(total, layer, 0.55**n / weight)
        lut = [max(0, min(255, round((v - 128) * gain + 128))) for v in range(256)]
        return total.point(lut).resize(self.size, Image.Resampling.BICUBIC)

    def texture(self, noise: Image.Image, strength: float, mask: Image.Image | None = None) -> None:
        """Let noise lighten and darken what is there."""
        box = mask.getbbox() if mask else (0, 0, *self.size)
        if box is None:
            return
        lut = [round(128 + (v - 128) * strength) for v in range(256)]
        grey = noise.crop(box).point(lut).convert("RGB")
        worked = ImageChops.overlay(self.img.crop(box), grey)
        self.img.paste(worked, box, mask.crop(box) if mask else None)

    def plane_noise(self, horizon: float, cell_x: float, cell_y: float) -> Image.Image:
        """Noise lying on flat ground seen to the horizon: cells shrink with distance; black above."""
        w, h = self.size
        top = self.px(horizon)
        deep = max(2, h - top)
        # Fine cells need not reach as near the horizon, where the air hides them.
        near = max(1.0, deep * (0.1 if cell_x < 20 else 0.05))
        cx, rows = cell_x * self.k, deep / (cell_y * self.k)
        tw = math.ceil(w / cx * (deep + near) / near) + 4
        th = math.ceil(rows * (deep + near) / near) + 4
        sheet = Image.frombytes("L", (tw, th), self.rng.randbytes(tw * th))
        a = (deep + near) / (near * cx)
        data = (a, tw / 2 / near, tw / 2 - w / 2 * a, 0, 0, rows * (deep + near) / near, 0, 1 / near)
        lying = sheet.transform((w, deep), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC)
        out = Image.new("L", self.size)
        out.paste(lying, (0, top))
        return out

    def finish(self, warmth: float = 0.0, vignette: float = 0.3) -> Image.Image:
        """Bloom, a gentle contrast curve, vignette and grain; then the size that was asked for."""
        small = self.img.reduce(4)
        bright = small.point([max(0, round((v - 190) * 2.2)) for v in range(256)] * 3)
        bloom = bright.filter(ImageFilter.GaussianBlur(max(1.0, 9 * self.k)))
        lit = ImageChops.screen(self.img, bloom.resize(self.size, Image.Resampling.BICUBIC))
        self.img = Image.blend(self.img, lit, 0.5)
        bands = [_tone(shift) for shift in (warmth, 0.0, -warmth)]
        self.img = self.img.point(bands[0] + bands[1] + bands[2])
        self._vignette(vignette)
        self._grain()
        out = self.img.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if self.mirror else self.img
        left, top = (out.width - self.final[0]) // 2, (out.height - self.final[1]) // 2
        return out.crop((left, top, left + self.final[0], top + self.final[1]))

    def _vignette(self, strength: float) -> None:
        dark = [round(255 * (1 - strength * max(0.0, (v / 255 - 0.35) / 0.65) ** 2)) for v in range(256)]
        # The inner part of the gradient, so that the corners are darkened and never go black.
        ball = Image.radial_gradient("L").resize(self.size, Image.Resampling.BICUBIC, box=(30, 30, 226, 226))
        self.img = ImageChops.multiply(self.img, ball.point(dark).convert("RGB"))

    def _grain(self) -> None:
        w, h = math.ceil(self.size[0] * 0.7), math.ceil(self.size[1] * 0.7)
        grain = Image.frombytes("L", (w, h), self.rng.randbytes(w * h))
        grain = grain.point([round(128 + (v - 128) * 0.055) for v in range(256)])
        grain = grain.resize(self.size, Image.Resampling.BICUBIC).convert("RGB")
        self.img = ImageChops.add(self.img, grain, 1, -128)


def _colour_at(stops: Sequence[tuple[float, Colour]], t: float) -> Colour:
    for (p0, c0), (p1, c1) in itertools.pairwise(stops):
        if t <= p1:
            return mix(c0, c1, max(0.0, (t - p0) / ((p1 - p0) or 1)))
    return tuple(stops[-1][1])


def _tone(shift: float) -> list[int]:
    out = []
    for v in range(256):
        t = v / 255
        s = t * t * (3 - 2 * t)
        out.append(max(0, min(255, round(255 * (t * 0.72 + s * 0.28) + shift * 14))))
    return out
