"""Pictures as cameras, phones and people with bad intentions send them."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from images.models import Image

UPLOAD = "/admin/images/upload/"


def encoded(picture: Pillow.Image, kind: str, **options) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def sent(data: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def scene(size=(1200, 800)) -> Pillow.Image:
    """Four corners of four colours: red, green / blue, white."""
    picture = Pillow.new("RGB", size, "white")
    middle = (size[0] // 2, size[1] // 2)
    picture.paste("red", (0, 0, *middle))
    picture.paste("green", (middle[0], 0, size[0], middle[1]))
    picture.paste("blue", (0, middle[1], middle[0], size[1]))
    return picture


def files_on_storage() -> list[str]:
    """Every stored file, by its path below the media folder."""

    def walk(place):
        try:
            folders, names = default_storage.listdir(place)
        except FileNotFoundError:
            return
        yield from (f"{place}/{name}" for name in names)
        for folder in folders:
            yield from walk(f"{place}/{folder}")

    return sorted(walk("pictures"))


def nothing_is_left() -> bool:
    return not Image.objects.exists() and not files_on_storage()


def opened(name: str) -> Pillow.Image:
    """A stored file as a decoded picture."""
    with default_storage.open(name) as file:
        picture = Pillow.open(file)
        picture.load()
        return picture


def near(colour, expected, tolerance=12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(colour, expected, strict=True))


@pytest.fixture
def send(client):
    """send(bytes, name) posts a file to the upload as the person signed in on `client`."""

    def post(data: bytes, name: str = "anh.jpg"):
        return client.post(UPLOAD, {"upload": sent(data, name)})

    return post
