"""Painted pictures for the stories, and the pictures of the handbook taken while they run.

`make screenshots` sets SCREENSHOTS to the folder of the handbook's pictures (docs/newsroom.md).
"""

import io
import os
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from portal.demo.painting import paint

ALBUM = os.environ.get("SCREENSHOTS")


def hang(scene: str, seed: int, **fields) -> None:
    """A painted picture for the library."""
    from images.upload import store

    file = SimpleUploadedFile(f"{scene}.jpg", painted(scene, seed), "image/jpeg")
    store(file, credit="Thái Sơn", **fields)


def painted(scene: str, seed: int) -> bytes:
    out = io.BytesIO()
    paint(scene, seed, (900, 600)).save(out, "JPEG")
    return out.getvalue()


def keep(page, name: str, height: int = 860, top: float = 0) -> None:
    """A picture for the handbook, where somebody asked for them."""
    if ALBUM:
        folder = Path(ALBUM)
        folder.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(300)
        width = page.viewport_size["width"]
        shot = page.screenshot(clip={"x": 0, "y": top, "width": width, "height": height}, full_page=True)
        with Pillow.open(io.BytesIO(shot)) as drawn:
            drawn.convert("RGB").save(folder / f"{name}.webp", quality=72, method=6)
        assert (folder / f"{name}.webp").stat().st_size < 80_000
