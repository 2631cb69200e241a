"""Indoors: a room with daylight, and what is common to offices and halls."""

from dataclasses import dataclass

from .camera import Camera
from .canvas import Canvas, Colour, Pen, clear, mix


@dataclass(frozen=True)
class Room:
    """A box of a room in metres; the eye stands at z = 0 between the side walls."""

    cam: Camera
    half: float
    high: float
    deep: float
    wall: Colour
    floor: Colour
    ceiling: Colour = (236, 234, 228)

    def paint(self, c: Canvas) -> None:
        """Walls, floor and ceiling with the soft shade of their corners."""
        cam, w, h, d = self.cam, self.half, self.high, self.deep
        near = 1.2
        faces = (
            (lambda pen: cam.floor(pen, -w, w, near, d, 255), self.floor, 0.16),
            (lambda pen: cam.floor(pen, -w, w, near, d, 255, h), self.ceiling, 0.12),
            (lambda pen: cam.wall(pen, -w, near, d, 0, h, 255), mix(self.wall, (255, 255, 255), 0.1), 0.05),
            (lambda pen: cam.wall(pen, w, near, d, 0, h, 255), mix(self.wall, (0, 0, 0), 0.14), 0.1),
            (lambda pen: cam.front(pen, -w, w, 0, h, d, 255), self.wall, 0.0),
        )
        middle = cam.y / 1000
        for draw, tone, dark in faces:
            edge = mix(tone, (20, 16, 20), dark + 0.1)
            c.tint(c.mask(draw), c.gradient([(0, edge), (middle, tone), (1, edge)]))
        self._corners(c)

    def _corners(self, c: Canvas) -> None:
        cam, w, h, d = self.cam, self.half, self.high, self.deep

        def draw(pen: Pen) -> None:
            for x in (-w, w):
                for y in (0, h):
                    pen.line([cam.at(x, y, 1.2), cam.at(x, y, d)], 12, 150)
                pen.line([cam.at(x, 0, d), cam.at(x, h, d)], 7, 130)
            pen.line([cam.at(-w, 0, d), cam.at(w, 0, d)], 7, 150)
            pen.line([cam.at(-w, h, d), cam.at(w, h, d)], 7, 110)

        c.soft(draw, 13, (26, 20, 26), 0.4)

    def tiles(self, pen: Pen, size: float = 0.8, alpha: int = 30) -> None:
        """Joints of the floor tiles."""
        z = 1.4
        while z < self.deep:
            pen.line([self.cam.at(-self.half, 0, z), self.cam.at(self.half, 0, z)], 0.9, (30, 24, 24, alpha))
            z += size
        for n in range(-round(self.half / size), round(self.half / size) + 1):
            pen.line(
                [self.cam.at(n * size, 0, 1.4), self.cam.at(n * size, 0, self.deep)], 0.9, (30, 24, 24, alpha)
            )

    def windows(
        self, c: Canvas, side: int, sky: Colour, count: int = 3, low: float = 0.95, top: float = 2.5
    ) -> None:
        """Tall windows in a side wall, their light on the floor and in the air."""
        step = (self.deep - 2.6) / count
        places = [(2.4 + n * step, 2.4 + n * step + step * 0.68) for n in range(count)]
        x = side * self.half
        with c.fine() as pen:
            for a, b in places:
                self.cam.wall(
                    pen, x, a - 0.08, b + 0.08, low - 0.08, top + 0.08, mix(self.wall, (255, 255, 255), 0.45)
                )
                self.cam.wall(pen, x, a, b, low, top, sky)
                self.cam.wall(pen, x, a, b, low, low + (top - low) * 0.4, mix(sky, (96, 140, 84), 0.4))
                for t in (0.333, 0.667):
                    mid = a + (b - a) * t
                    self.cam.wall(
                        pen, x, mid - 0.03, mid + 0.03, low, top, mix(self.wall, (255, 255, 255), 0.3)
                    )
                self.cam.wall(
                    pen,
                    x,
                    a,
                    b,
                    low + (top - low) * 0.62,
                    low + (top - low) * 0.65,
                    mix(self.wall, (255, 255, 255), 0.3),
                )

        def pools(pen: Pen) -> None:
            for a, b in places:
                self.cam.face(
                    pen,
                    [(x * 0.78, 0, a), (x * 0.1, 0, a + 0.5), (x * 0.1, 0, b + 0.5), (x * 0.78, 0, b)],
                    150,
                )

        def shine(pen: Pen) -> None:
            for a, b in places:
                self.cam.wall(pen, x, a, b, low, top, 230)

        c.light(pools, 12, (255, 238, 206), 0.5)
        c.light(shine, 34, (255, 246, 226), 0.5)

    def lamps(self, c: Canvas, rows: int = 4, colour: Colour = (255, 250, 236)) -> None:
        """Long lamps under the ceiling."""

        def draw(pen: Pen) -> None:
            for n in range(rows):
                z = 2.6 + n * (self.deep - 3) / rows
                for x in (-self.half * 0.5, self.half * 0.5):
                    self.cam.floor(pen, x - 0.55, x + 0.55, z, z + 0.28, 255, self.high - 0.04)

        c.tint(c.mask(draw), colour, 0.95)
        c.light(draw, 22, colour, 0.5)


def desk(
    cam: Camera, pen: Pen, x0: float, x1: float, z: float, deep: float, high: float, wood: Colour
) -> None:
    """A table with open legs, its front nearest the eye."""
    for x in (x0 + 0.05, x1 - 0.1):
        cam.front(pen, x, x + 0.06, 0, high, z + 0.05, mix(wood, (0, 0, 0), 0.5))
        cam.front(pen, x, x + 0.06, 0, high, z + deep - 0.05, mix(wood, (0, 0, 0), 0.6))
    cam.floor(pen, x0, x1, z, z + deep, mix(wood, (255, 250, 236), 0.22), high)
    cam.front(pen, x0, x1, high - 0.07, high, z, mix(wood, (0, 0, 0), 0.12))


def pot_plant(c: Canvas, pen: Pen, x: float, y: float, h: float, tone: Colour = (70, 112, 62)) -> None:
    """A broad-leaved plant in a pot standing at (x, y)."""
    pen.poly(
        [(x - h * 0.16, y - h * 0.3), (x + h * 0.16, y - h * 0.3), (x + h * 0.11, y), (x - h * 0.11, y)],
        (166, 108, 80),
    )
    pen.poly(
        [(x + h * 0.04, y - h * 0.3), (x + h * 0.16, y - h * 0.3), (x + h * 0.11, y), (x + h * 0.03, y)],
        (0, 0, 0, 44),
    )
    for _ in range(17):
        dx, up = c.rng.uniform(-0.34, 0.34) * h, c.rng.uniform(0.45, 1) * h
        shade = mix(tone, c.rng.choice([(20, 40, 20), (170, 200, 110)]), c.rng.uniform(0, 0.4))
        mid = (x + dx * 0.4, y - h * 0.3 - (up - h * 0.3) * 0.7)
        pen.blob(
            [
                (x, y - h * 0.28),
                (mid[0] - h * 0.05, mid[1]),
                (x + dx, y - up),
                (mid[0] + h * 0.05, mid[1] + h * 0.02),
            ],
            shade,
        )


def screen(cam: Camera, pen: Pen, x: float, y: float, z: float, w: float = 0.5) -> None:
    """The back of a computer screen on a table of height y."""
    cam.front(pen, x - 0.03, x + 0.03, y, y + 0.14, z, (70, 70, 76))
    cam.front(pen, x - w / 2, x + w / 2, y + 0.12, y + 0.12 + w * 0.62, z, (52, 54, 60))
    cam.front(
        pen, x - w / 2, x + w / 2, y + 0.12 + w * 0.58, y + 0.12 + w * 0.62, z, clear((255, 255, 255), 60)
    )
