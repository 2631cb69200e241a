"""The street under flood water, in the rain."""

from PIL import Image, ImageFilter

from .boats import sampan
from .camera import Camera
from .canvas import Canvas, Pen, clear, mix
from .land import tree
from .people import Look, person, umbrella
from .sky import MOODS, Mood, sky
from .streets import street
from .water import ripples


def storm_rain(c: Canvas) -> Image.Image:
    """A flooded street in the rain: boats between the houses, people wading."""
    base = MOODS["overcast"]
    dim = c.rng.choice([(206, 212, 226), (186, 200, 212), (214, 212, 206), (176, 190, 212)])
    tones = {
        n: tuple(p * q // 255 for p, q in zip(getattr(base, n), dim, strict=True))
        for n in ("top", "middle", "low", "haze", "light", "cloud", "shade")
    }
    mood = Mood(**{**base.__dict__, **tones, "cover": 0.9})
    cam = Camera(c.rng.uniform(620, 880), 470, 1000, 2.1)
    sky(c, mood, cam.y, cam.x)
    c.tint(c.ramp([(0, 0), (cam.y / 1000, 0), (cam.y / 1000 + 0.002, 255), (1, 255)]), mood.haze)
    with c.fine() as pen:
        for x in (-15, -11.5, 12, 16):
            px, py = cam.at(x, 0, 40)
            tree(
                c, pen, px, py, cam.scale(40) * 8, mood.far((60, 84, 60), 0.5), mood.far((110, 130, 100), 0.5)
            )
    street(c, mood, cam, 6.2, 5.2, 80, 0.16)
    _poles(c, mood, cam)
    c.blur(1.1)
    _flood(c, mood, cam)
    with c.fine() as pen:
        for z in (31, 24, 19, 15, 12):
            _wader(c, pen, mood, cam, z + c.rng.uniform(-1, 1))
    z = c.rng.uniform(8.2, 9.6)
    x, y = cam.at(c.rng.uniform(-1.6, 1.6), 0, z)
    _rescue(c, mood, x, y, cam.scale(z) * 4.4)
    _rain(c)
    return c.finish(-0.3, 0.4)


def _poles(c: Canvas, mood: Mood, cam: Camera) -> None:
    with c.fine() as pen:
        tops = []
        for z in (46, 36, 27, 19, 12.5):
            (x, y), (tx, ty) = cam.at(4.7, 0, z), cam.at(4.7, 6.6, z)
            tone = mood.far((84, 84, 88), min(0.6, z / 90))
            pen.limb([(x, y), (tx, ty)], [cam.scale(z) * 0.2, cam.scale(z) * 0.13], tone)
            pen.line(
                [(tx - cam.scale(z) * 0.7, ty + 6), (tx + cam.scale(z) * 0.5, ty + 6)],
                cam.scale(z) * 0.08,
                tone,
            )
            tops.append((tx, ty + 6))
        for (x0, y0), (x1, y1) in zip(tops, [*tops[1:], (1600, -160)], strict=True):
            for off in (-9, 0, 9):
                pen.line(
                    [(x0 + off * 0.3, y0), ((x0 + x1) / 2, (y0 + y1) / 2 + 14), (x1 + off, y1)],
                    1.3,
                    mood.far((50, 52, 58), 0.2),
                )


def _flood(c: Canvas, mood: Mood, cam: Camera) -> None:
    w, h = c.size
    top = c.px(cam.at(0, 0, 80)[1])
    rows = min(top, h - top)
    mirror = (
        c.img.crop((0, top - rows, w, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((w, h - top))
    )
    mirror = mirror.reduce(2).filter(ImageFilter.GaussianBlur((3 * c.k, 6 * c.k))).resize((w, h - top))
    mud = Image.new("RGB", (w, h - top), mood.lit((150, 134, 112)))
    depth = Image.linear_gradient("L").point([round(104 + v * 0.42) for v in range(256)]).resize((w, h - top))
    mirror.paste(mud, (0, 0), depth)
    c.img.paste(mirror, (0, top))
    ripples(c, mood, cam.y + 12, 0.5)
    rings = c.plane_noise(cam.y + 12, 16, 5).point([max(0, round((v - 214) * 4)) for v in range(256)])
    c.add_light(rings, mood.low, 0.35)


def _wader(c: Canvas, pen: Pen, mood: Mood, cam: Camera, z: float) -> None:
    x, y = cam.at(c.rng.uniform(-3.6, 3.6), 0, z)
    h = cam.scale(z) * 1.6
    light = mix(mood.light, mood.haze, min(0.5, z / 70))
    cape = c.rng.choice([(86, 130, 170), (196, 176, 74), (170, 90, 100), (120, 150, 120), (150, 130, 170)])
    look = Look(cape, mix(cape, (0, 0, 0), 0.2), dress="aodai", hat=c.rng.choice(["cone", ""])).under(light)
    sunk = y + h * 0.24
    cut = [(x, sunk), (x, y)]
    person(pen, x, cut[0][1], h, look, c.rng.choice(["walk", "stand"]), c.rng.choice([-1, 1]))
    water_tone = mood.lit((146, 136, 120))
    pen.ellipse(x, y + h * 0.13, h * 0.3, h * 0.12, water_tone)
    pen.ellipse(x, y + h * 0.2, h * 0.24, h * 0.1, water_tone)
    pen.ring(x, y + h * 0.02, h * 0.05, h * 0.012, clear(mood.low, 120), 4.4)
    if not look.hat:
        umbrella(
            pen,
            x + h * 0.12,
            sunk - h * 0.5,
            h,
            mood.far(c.rng.choice([(150, 60, 60), (60, 80, 120), (60, 60, 70)]), 0.2),
        )


def _rescue(c: Canvas, mood: Mood, x: float, y: float, length: float) -> None:
    facing = c.rng.choice([-1, 1])
    with c.fine((x - length, y - length * 0.8, x + length, y + length * 0.3)) as pen:
        pen.ellipse(x, y + length * 0.02, length * 0.5, length * 0.035, (30, 34, 40, 110))
        for n in range(3):
            cape = c.rng.choice([(214, 110, 50), (226, 180, 70), (80, 120, 150)])
            look = Look(cape, (50, 54, 60), hat=c.rng.choice(["cone", "helmet", ""])).under(mood.light)
            person(pen, x + length * (-0.2 + 0.2 * n), y + length * 0.02, length * 0.3, look, "sit", facing)
        look = Look((214, 110, 50), (50, 54, 60), hat="helmet").under(mood.light)
        pen.line(
            [(x - facing * length * 0.3, y - length * 0.44), (x - facing * length * 0.45, y + length * 0.06)],
            length * 0.012,
            (80, 66, 50),
        )
        person(pen, x - facing * length * 0.36, y - length * 0.05, length * 0.38, look, "pole", facing)
        sampan(pen, x, y + length * 0.025, length, mood.lit((104, 84, 66)), facing)


def _rain(c: Canvas) -> None:
    slant = c.rng.uniform(-0.22, 0.22)

    def draw(pen: Pen) -> None:
        for _ in range(1500):
            x, y, t = c.rng.uniform(-100, 1600), c.rng.uniform(-60, 1000), c.rng.random() ** 2
            length = 18 + 60 * t
            pen.line([(x, y), (x + slant * length, y + length)], 0.8 + 1.2 * t, round(70 + 120 * t))

    c.add_light(c.mask(draw).filter(ImageFilter.GaussianBlur(0.5)), (206, 214, 226), 0.34)
    c.soft(lambda pen: pen.rect(-10, 380, 1510, 560, 255), 70, (176, 184, 192), 0.3)
