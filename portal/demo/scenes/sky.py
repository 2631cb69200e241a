"""The sky and the light it gives: a mood decides every colour outdoors."""

from dataclasses import dataclass

from PIL import Image, ImageChops

from .canvas import HEIGHT, Canvas, Colour, mix, times


@dataclass(frozen=True)
class Mood:
    """A time of day. `light` falls on surfaces, `haze` is what distance fades to."""

    name: str
    top: Colour
    middle: Colour
    low: Colour
    sun: Colour
    light: Colour
    haze: Colour
    cloud: Colour
    shade: Colour
    cover: float
    sun_height: float
    warmth: float = 0.0
    dark: bool = False

    def lit(self, colour: Colour) -> Colour:
        """A surface colour in this light."""
        return times(colour, self.light)

    def far(self, colour: Colour, distance: float) -> Colour:
        """A surface colour seen through `distance` (0 here, 1 lost) of air."""
        return mix(self.lit(colour), self.haze, distance)


MOODS = {
    m.name: m
    for m in (
        Mood("dawn", (112, 136, 180), (206, 186, 196), (250, 216, 178), (255, 226, 170), (214, 186, 176),
             (226, 202, 194), (252, 226, 206), (168, 160, 186), 0.50, 0.16, 0.35),
        Mood("morning", (98, 154, 206), (168, 204, 226), (232, 234, 220), (255, 244, 214), (244, 236, 216),
             (204, 218, 224), (255, 252, 244), (188, 202, 216), 0.42, 0.42, 0.15),
        Mood("noon", (62, 124, 194), (124, 176, 220), (208, 226, 236), (255, 252, 238), (255, 250, 240),
             (188, 210, 226), (255, 255, 255), (176, 194, 214), 0.46, 0.75),
        Mood("gold", (92, 108, 146), (216, 166, 128), (255, 210, 136), (255, 220, 140), (232, 188, 148),
             (232, 188, 146), (255, 220, 170), (152, 118, 130), 0.52, 0.14, 0.55),
        Mood("violet", (66, 68, 108), (148, 114, 140), (242, 172, 138), (255, 196, 150), (172, 146, 158),
             (184, 140, 154), (240, 170, 160), (86, 72, 116), 0.55, 0.07, 0.2),
        Mood("overcast", (136, 148, 160), (174, 184, 190), (210, 213, 210), (236, 238, 236), (196, 200, 202),
             (196, 203, 206), (214, 218, 220), (132, 142, 154), 0.72, 0.5),
        Mood("night", (8, 14, 34), (22, 34, 66), (66, 70, 100), (220, 226, 240), (46, 56, 88),
             (44, 54, 86), (56, 66, 98), (18, 24, 48), 0.48, 0.6, dark=True),
    )
}  # fmt: skip


def pick_mood(c: Canvas, *names: str) -> Mood:
    """One of the named moods, with the seed's own small shift of hue."""
    mood = MOODS[c.rng.choice(names)]
    drift = tuple(c.rng.randint(-6, 6) for _ in range(3))
    moved = {
        field: tuple(max(0, min(255, p + d)) for p, d in zip(getattr(mood, field), drift, strict=True))
        for field in ("top", "middle", "low", "haze")
    }
    return Mood(**{**mood.__dict__, **moved})


def sky(c: Canvas, mood: Mood, horizon: float, sun_x: float | None = None) -> tuple[float, float]:
    """Paint the sky down to the horizon, and the haze colour below it; returns where the sun is."""
    end = horizon / HEIGHT
    stops = [(0, mood.top), (end * 0.55, mood.middle), (end, mood.low), (min(1, end + 0.02), mood.haze)]
    c.img = c.gradient(stops)
    x = sun_x if sun_x is not None else c.rng.uniform(300, 1200)
    y = horizon * (1 - mood.sun_height)
    if mood.name != "overcast":
        c.glow(x, y, 900, mood.sun, 0.34 if mood.dark else 0.62)
        c.glow(x, y, 260, mood.sun, 0.5)
    if mood.dark:
        _stars(c, horizon)
    _clouds(c, mood, horizon)
    if mood.name != "overcast":
        _disc(c, mood, x, y)
    return x, y


def _disc(c: Canvas, mood: Mood, x: float, y: float) -> None:
    size = 21 if mood.dark else 30
    disc = mix(mood.sun, (255, 255, 255), 0.55)
    c.soft(lambda pen: pen.ellipse(x, y, size, size, 255), 1.6, disc, 0.95)
    c.glow(x, y, size * 5, mood.sun, 0.75)
    if not mood.dark:
        c.glow(x, y, 480, mood.sun, 0.42)


def _stars(c: Canvas, horizon: float) -> None:
    with c.fine() as pen:
        for _ in range(110):
            r = c.rng.uniform(0.5, 1.2)
            pen.ellipse(c.rng.uniform(0, 1500), c.rng.uniform(0, horizon * 0.8), r, r,
                        (226, 230, 246, c.rng.randint(40, 180)))  # fmt: skip


def _clouds(c: Canvas, mood: Mood, horizon: float) -> None:
    lumps = c.noise(520, 190, 6, 1.7)
    edge = 176 - 90 * mood.cover
    cover = lumps.point([max(0, min(255, round((v - edge) * 2.6))) for v in range(256)])
    end = horizon / HEIGHT
    cover = ImageChops.multiply(cover, c.ramp([(0, 235), (end * 0.6, 190), (end, 40), (1, 0)]))
    moved = lumps.resize(c.size, box=(0, 0, c.size[0] - c.px(10), c.size[1] - c.px(16)))
    relief = ImageChops.subtract(lumps, moved, 1, 128)
    relief = relief.point([max(0, min(255, round((v - 128) * 3.2 + 120))) for v in range(256)])
    body = Image.composite(Image.new("RGB", c.size, mood.cloud), Image.new("RGB", c.size, mood.shade), relief)
    c.tint(cover, body, 0.85)
