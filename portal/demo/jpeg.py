"""Painting in a process of its own: this module imports no Django, so that such a process starts bare."""

from io import BytesIO

from portal.demo import painting


def paint_as_jpeg(scene: str, seed: int, size: tuple[int, int]) -> bytes:
    out = BytesIO()
    painting.paint(scene, seed, size).save(out, "JPEG", quality=90)
    return out.getvalue()
