"""Perspective: places in metres, seen by an eye looking straight ahead."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .canvas import Colour, Pen, Point, mix

Place = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """`x, y`: the vanishing point on the sheet; `focal` in units; `eye`: metres above the ground."""

    x: float = 750
    y: float = 450
    focal: float = 1100
    eye: float = 1.6

    def at(self, x: float, y: float, z: float) -> Point:
        """The sheet point of a place: metres right of the eye, above the ground, ahead of the eye."""
        z = max(z, 0.05)
        return self.x + self.focal * x / z, self.y - self.focal * (y - self.eye) / z

    def scale(self, z: float) -> float:
        """Units per metre at distance z."""
        return self.focal / max(z, 0.05)

    def face(self, pen: Pen, places: Sequence[Place], fill) -> None:
        """A flat face with corners in space."""
        pen.poly([self.at(*p) for p in places], fill)

    def floor(self, pen: Pen, x0: float, x1: float, z0: float, z1: float, fill, y: float = 0) -> None:
        """A flat rectangle at height y."""
        self.face(pen, [(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], fill)

    def wall(self, pen: Pen, x: float, z0: float, z1: float, y0: float, y1: float, fill) -> None:
        """An upright rectangle running away from the eye."""
        self.face(pen, [(x, y0, z0), (x, y0, z1), (x, y1, z1), (x, y1, z0)], fill)

    def front(self, pen: Pen, x0: float, x1: float, y0: float, y1: float, z: float, fill) -> None:
        """An upright rectangle facing the eye."""
        self.face(pen, [(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], fill)

    def box(self, pen: Pen, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float],
            fill: Colour, light: float = 0.3) -> None:  # fmt: skip
        """A box: lighter on top, darker at the side."""
        (x0, x1), (y0, y1), (z0, z1) = x, y, z
        if x0 > 0:
            self.wall(pen, x0, z0, z1, y0, y1, mix(fill, (0, 0, 0), 0.28))
        if x1 < 0:
            self.wall(pen, x1, z0, z1, y0, y1, mix(fill, (0, 0, 0), 0.28))
        if y1 < self.eye:
            self.floor(pen, x0, x1, z0, z1, mix(fill, (255, 255, 255), light), y1)
        self.front(pen, x0, x1, y0, y1, z0, fill)

    def disc(self, pen: Pen, x: float, y: float, z: float, r: float, fill) -> None:
        """A circle facing the eye."""
        px, py = self.at(x, y, z)
        pen.ellipse(px, py, r * self.scale(z), r * self.scale(z), fill)

    def round_floor(self, pen: Pen, x: float, z: float, r: float, fill, y: float = 0) -> None:
        """A circle lying flat."""
        ring = [(x + r * math.cos(a * 0.262), y, z + r * math.sin(a * 0.262)) for a in range(24)]
        self.face(pen, ring, fill)
