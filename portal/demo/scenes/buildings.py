"""Houses along a street, roofs, skylines."""

import math

from .camera import Camera
from .canvas import Canvas, Colour, Pen, clear, mix
from .sky import Mood

WALLS = (
    (226, 186, 104),
    (214, 168, 92),
    (232, 204, 142),
    (206, 178, 150),
    (186, 196, 180),
    (222, 196, 176),
    (196, 150, 104),
)
TILES = ((142, 82, 62), (122, 76, 64), (150, 96, 70))
LAMPS = ((250, 206, 132), (240, 186, 104), (255, 220, 160))
SHUTTERS = ((72, 98, 96), (96, 70, 52), (70, 92, 116), (110, 62, 52))


def curved_roof(
    pen: Pen, x0: float, x1: float, eave: float, h: float, inset: float, tone: Colour, lift: float = 0.2
) -> None:
    """A tiled roof seen from the front, its corners turned up; `eave` is the line of the eaves."""
    up = h * lift
    mid = (x0 + x1) / 2

    def edge(t: float) -> float:
        return eave - up * abs(2 * t - 1) ** 3

    lower = [(x0 + (x1 - x0) * i / 24, edge(i / 24)) for i in range(25)]
    upper = [(x1 - inset - (x1 - x0 - 2 * inset) * i / 12, eave - h) for i in range(13)]
    left = [(x0 + inset * t, edge(0) - (edge(0) - eave + h) * t**1.6) for t in (0.25, 0.5, 0.75)]
    right = [(2 * mid - x, y) for x, y in left[::-1]]
    pen.poly([*lower, *right, *upper, *left[::-1]], tone)
    count = max(8, round((x1 - x0) / 11))
    for i in range(1, count):
        t = i / count
        bx, tx = x0 + (x1 - x0) * t, x0 + inset + (x1 - x0 - 2 * inset) * t
        pen.line(
            [(bx, edge(t)), ((bx + tx) / 2 + (tx - bx) * 0.1, eave - h * 0.42), (tx, eave - h)],
            1.5,
            (30, 16, 10, 70),
        )
    pen.limb(lower, [h * 0.055] * 25, mix(tone, (0, 0, 0), 0.35))
    pen.limb(
        [(x0 + inset - 4, eave - h), (x1 - inset + 4, eave - h)],
        [h * 0.09, h * 0.09],
        mix(tone, (255, 240, 210), 0.22),
    )
    for x, side in ((x0 + inset, -1), (x1 - inset, 1)):
        pen.limb(
            [(x, eave - h), (x + side * h * 0.1, eave - h * 1.13), (x + side * h * 0.02, eave - h * 1.22)],
            [h * 0.09, h * 0.06, h * 0.02],
            mix(tone, (255, 240, 210), 0.2),
        )


class Row:
    """Houses along one side of a street that runs away from the eye."""

    def __init__(self, c: Canvas, cam: Camera, mood: Mood, x: float, glow: float = 0.0):
        self.c, self.cam, self.mood, self.x, self.glow = c, cam, mood, x, glow
        self.side = 1 if x > 0 else -1

    def paint(self, pen: Pen, near: float, far: float) -> None:
        """All houses from far to near."""
        z, houses = near, []
        while z < far:
            wide = self.c.rng.uniform(3.6, 6)
            houses.append((z, z + wide))
            z += wide
        for z0, z1 in reversed(houses):
            self._house(pen, z0, z1)

    def tone(self, colour: Colour, z: float) -> Colour:
        """A surface at distance z."""
        return self.mood.far(colour, min(0.72, z / 95))

    def _house(self, pen: Pen, z0: float, z1: float) -> None:
        rng = self.c.rng
        floors = rng.choice([1, 2, 2, 2, 3])
        top = 0.4 + 3.2 * floors + rng.uniform(-0.2, 0.3)
        wall, shutter = rng.choice(WALLS), rng.choice(SHUTTERS)
        base = self.tone(wall, z0)
        self.cam.wall(pen, self.x, z0, z1, 0, top, base)
        x0, x1 = sorted((self.x, self.x + self.side * 6))
        self.cam.front(pen, x0, x1, 0, top, z0, mix(base, (0, 0, 0), 0.25))
        self._stains(pen, z0, z1, top)
        for n in range(1, floors):
            self._windows(pen, z0, z1, 0.6 + 3.2 * n, self.tone(shutter, z0))
        self._shop(pen, z0, z1, self.tone(shutter, z0))
        roof = self.tone(rng.choice(TILES), z0)
        x0, x1 = sorted((self.x - self.side * 0.7, self.x + self.side * 6))
        self.cam.wall(
            pen, self.x - self.side * 0.7, z0, z1, top - 0.12, top + 0.12, mix(roof, (0, 0, 0), 0.2)
        )
        self.cam.face(
            pen,
            [(x0, top - 0.12, z0), (x1, top - 0.12, z0), (x1, top - 0.12, z1), (x0, top - 0.12, z1)],
            mix(roof, (0, 0, 0), 0.5),
        )
        self.cam.front(pen, x0, x1, top - 0.12, top + 0.14, z0, roof)

    def _stains(self, pen: Pen, z0: float, z1: float, top: float) -> None:
        for _ in range(7):
            z = self.c.rng.uniform(z0, z1)
            low = self.c.rng.uniform(0, top * 0.8)
            self.cam.wall(
                pen,
                self.x,
                z,
                z + self.c.rng.uniform(0.05, 0.3),
                low,
                low + self.c.rng.uniform(0.3, 1.6),
                (60, 44, 30, 16),
            )
        self.cam.wall(pen, self.x, z0, z1, 0, 0.5, (40, 30, 24, 44))
        self.cam.wall(pen, self.x, z0, z0 + 0.12, 0, top, (40, 30, 24, 60))

    def _windows(self, pen: Pen, z0: float, z1: float, y: float, tone: Colour) -> None:
        count = 2 if z1 - z0 > 4.4 else 1
        rng = self.c.rng
        lit = rng.random() < self.glow
        for n in range(count):
            mid = z0 + (z1 - z0) * (n + 0.5) / count
            inner = rng.choice(LAMPS) if lit else mix(tone, (10, 12, 18), 0.65)
            self.cam.wall(pen, self.x, mid - 0.5, mid + 0.5, y, y + 1.7, inner)
            for bar in (-0.17, 0.17):
                self.cam.wall(pen, self.x, mid + bar - 0.03, mid + bar + 0.03, y, y + 1.7, tone)
            for a, b in ((-0.98, -0.5), (0.5, 0.98)):
                self.cam.wall(pen, self.x, mid + a, mid + b, y, y + 1.7, tone)
                for k in range(6):
                    self.cam.wall(
                        pen, self.x, mid + a, mid + b, y + 0.28 * k, y + 0.28 * k + 0.06, (0, 0, 0, 50)
                    )
        x0, x1 = sorted((self.x, self.x - self.side * 0.5))
        if self.c.rng.random() < 0.5:
            self.cam.box(
                pen, (x0, x1), (y - 0.35, y - 0.2), (z0 + 0.4, z1 - 0.4), mix(tone, (230, 210, 180), 0.5)
            )

    def _shop(self, pen: Pen, z0: float, z1: float, tone: Colour) -> None:
        rng = self.c.rng
        lit = rng.random() < self.glow
        a, b = z0 + 0.5, z1 - 0.5
        self.cam.wall(pen, self.x, a, b, 0, 2.5, (226, 158, 84) if lit else mix(tone, (12, 12, 16), 0.75))
        if lit:
            self._goods(pen, a, b)
        else:
            self.cam.wall(pen, self.x, a, a + (b - a) * rng.choice([0.3, 0.5, 1]), 0, 2.5, tone)
        if rng.random() < 0.6:
            cloth = self.tone(rng.choice([(176, 70, 60), (70, 104, 110), (206, 160, 84), (120, 88, 140)]), z0)
            reach = self.x - self.side * 1.3
            self.cam.face(
                pen,
                [
                    (self.x, 2.95, a - 0.2),
                    (self.x, 2.95, b + 0.2),
                    (reach, 2.4, b + 0.2),
                    (reach, 2.4, a - 0.2),
                ],
                cloth,
            )
            self.cam.wall(pen, reach, a - 0.2, b + 0.2, 2.2, 2.42, mix(cloth, (255, 255, 255), 0.2))

    def _goods(self, pen: Pen, a: float, b: float) -> None:
        """Shelves of cloth and lamps inside a lit shop."""
        rng, deep = self.c.rng, self.x
        self.cam.wall(pen, deep, a, b, 1.9, 2.5, (255, 214, 140, 150))
        for n in range(4):
            low, z = 0.1 + n * 0.52, a
            while z < b - 0.2:
                wide = rng.uniform(0.12, 0.4)
                tone = rng.choice(
                    [
                        (150, 60, 40),
                        (190, 120, 60),
                        (110, 84, 60),
                        (226, 196, 130),
                        (90, 70, 100),
                        (120, 110, 70),
                    ]
                )
                self.cam.wall(
                    pen, deep, z, min(b, z + wide), low, low + rng.uniform(0.16, 0.4), clear(tone, 150)
                )
                z += wide + rng.uniform(0.02, 0.1)
            self.cam.wall(pen, deep, a, b, low - 0.05, low, (84, 48, 24, 200))
        self.cam.wall(pen, deep, a, a + 0.5, 0, 2.5, (60, 30, 16, 90))


def skyline(
    c: Canvas, pen: Pen, mood: Mood, base: float, low: float, high: float, distance: float, lit: float
) -> None:
    """A row of town buildings with windows, standing on `base`; `lit` is the share of lit windows."""
    x = -30.0
    while x < 1510:
        w, h = c.rng.uniform(36, 110), low + (high - low) * c.rng.random() ** 2.2
        tone = mood.far(
            c.rng.choice([(128, 132, 144), (160, 150, 140), (110, 116, 130), (172, 164, 158)]), distance
        )
        pen.rect(x, base - h, x + w, base, tone)
        pen.rect(x + w * 0.74, base - h, x + w, base, (0, 0, 0, 36))
        if c.rng.random() < 0.4:
            pen.rect(x + w * 0.3, base - h - 9, x + w * 0.55, base - h, tone)
        _panes(c, pen, x, w, base, h, tone, lit)
        x += w + c.rng.choice([0, 0, 0, c.rng.uniform(4, 40)])


def _panes(c: Canvas, pen: Pen, x: float, w: float, base: float, h: float, tone: Colour, lit: float) -> None:
    step_x, step_y = 11, 14
    for j in range(int((h - 8) // step_y)):
        for i in range(int((w - 5) // step_x)):
            if c.rng.random() < lit:
                glow = c.rng.choice([(255, 214, 140), (255, 230, 180), (232, 238, 250), (255, 190, 110)])
                fill = clear(glow, c.rng.randint(110, 250))
            else:
                fill = clear(mix(tone, (0, 0, 0), 0.4), 110)
            px, py = x + 5 + i * step_x, base - h + 8 + j * step_y
            pen.rect(px, py, px + 5.5, py + 7.5, fill)


def lantern(pen: Pen, x: float, y: float, s: float, tone: Colour) -> None:
    """A silk lantern hanging from (x, y)."""
    body = [
        (x + s * 0.5 * math.cos(a * 0.5236), y + s * 0.75 + s * 0.52 * math.sin(a * 0.5236))
        for a in range(12)
    ]
    pen.line([(x, y), (x, y + s * 0.25)], s * 0.04, (40, 26, 20))
    pen.blob(body, tone)
    for k in (0.18, 0.36):
        pen.ring(x, y + s * 0.75, s * 0.5, s * 0.02, (60, 10, 10, 60), k * 2)
    pen.ellipse(x, y + s * 0.78, s * 0.26, s * 0.34, clear(mix(tone, (255, 246, 200), 0.7), 150))
    for dy in (0.25, 1.25):
        pen.rect(x - s * 0.17, y + s * dy - s * 0.04, x + s * 0.17, y + s * dy + s * 0.04, (70, 40, 26))
    pen.limb([(x, y + s * 1.28), (x, y + s * 1.75)], [s * 0.05, s * 0.12], mix(tone, (60, 0, 0), 0.2))
