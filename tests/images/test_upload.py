"""A reporter sends pictures; what is not a picture, or too much of one, is refused with a sentence."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation
from PIL import Image as Pillow

from images.models import Image
from images.renditions import folder
from images.upload import BadPicture, store
from tests.images.conftest import UPLOAD, encoded, files_on_storage, nothing_is_left, opened, scene, sent


@pytest.fixture
def reporter(cast, login):
    login(cast.reporter)
    return cast.reporter


def said(answer) -> str:
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["uploaded"] == 0
    return answer.json()["error"]["message"]


def test_reporter_sends_a_photograph(reporter, send):
    answer = send(encoded(scene((2000, 1200)), "JPEG"), "cau-thanh-van.jpg")
    image = Image.objects.get()
    assert answer.status_code == 200
    assert (image.uploaded_by, image.width, image.height, image.extension) == (reporter, 2000, 1200, "jpg")
    told = answer.json()
    assert told["uploaded"] == 1
    assert told["fileName"] == "cau-thanh-van.jpg"
    assert (told["id"], told["url"]) == (image.pk, image.url(1280))
    assert (told["width"], told["height"]) == (1280, 768)
    assert "1600.webp 1600w" in told["srcset"]


def test_every_address_a_page_may_print_is_on_the_storage(reporter, send):
    send(encoded(scene((1000, 700)), "PNG"), "bieu-do.png")
    image = Image.objects.get()
    assert image.widths() == [320, 640, 960, 1000]
    place = folder(image.token)
    expected = {f"{place}/{width}.{fmt}" for width in image.widths() for fmt in ("avif", "webp")}
    expected |= {f"{place}/original.png", f"{place}/960.jpg", f"{place}/social-50-50.jpg"}
    assert set(files_on_storage()) == expected
    assert image.size == default_storage.size(f"{place}/original.png")
    for name in expected:
        file = opened(name)
        width = int(name.rsplit("/", 1)[1].split(".")[0]) if name[-9:-5].isdigit() else file.width
        assert file.width == width


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_accepted_format(reporter, send, kind):
    answer = send(encoded(scene((400, 300)), kind), "no-extension")
    assert answer.status_code == 200
    assert Image.objects.get().extension == {"JPEG": "jpg"}.get(kind, kind.lower())


def truncated() -> bytes:
    whole = encoded(scene(), "JPEG")
    return whole[: len(whole) // 2]


BROKEN_PNG = encoded(scene((50, 50)), "PNG")
REFUSED = {
    "HTML named .jpg": (b"<html><script>alert(1)</script></html>", "JPEG, PNG, WebP"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "JPEG, PNG, WebP"),
    "TIFF": (encoded(scene((50, 50)), "TIFF"), "JPEG, PNG, WebP"),
    "PDF": (b"%PDF-1.7\n", "JPEG, PNG, WebP"),
    "nothing": (b"", "empty"),
    "truncated JPEG": (truncated(), "damaged"),
    "PNG with a wrong checksum": (BROKEN_PNG[:60] + b"\0\0\0\0" + BROKEN_PNG[64:], "damaged"),
    "20,000 x 20,000": (encoded(Pillow.new("1", (20_000, 20_000)), "PNG"), "40 million"),
    "6,400 x 6,400": (encoded(Pillow.new("1", (6_400, 6_400)), "PNG"), "40 million"),
    "a thread of pixels": (encoded(Pillow.new("1", (1, 20_000)), "PNG"), "16,000"),
    "WebP bomb": (
        encoded(Pillow.new("RGB", (16_383, 16_383)), "WEBP", lossless=True, method=0),
        "40 million",
    ),
    "over 10 MB": (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "10 MB"),
}


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")  # as images/decoding.py sets it
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_sound_picture_is_refused(reporter, send, what):
    data, reason = REFUSED[what]
    answer = send(data)
    assert answer.status_code == 400
    assert said(answer)
    assert nothing_is_left()
    with translation.override("en"), pytest.raises(BadPicture, match=reason):
        store(sent(data), reporter)


def test_a_form_without_a_file_is_refused(reporter, client):
    answer = client.post(UPLOAD, {"upload": "not a file"})
    assert answer.status_code == 400
    assert said(answer)


def test_moderator_reader_and_stranger_are_refused(cast, login, client, send):
    photograph = encoded(scene((40, 40)), "JPEG")
    assert send(photograph).status_code == 403  # nobody signed in
    login(cast.moderator)
    answer = send(photograph)
    assert answer.status_code == 403
    assert said(answer)
    cast.reporter.is_staff = False
    cast.reporter.save()
    login(cast.reporter)
    assert send(photograph).status_code == 403
    assert nothing_is_left()


def test_a_page_of_somebody_else_cannot_upload(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.reporter, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(UPLOAD, {"upload": sent(encoded(scene((40, 40)), "JPEG"))})
    assert answer.status_code == 403
    assert nothing_is_left()


def test_an_upload_is_never_an_address_to_visit(reporter, client):
    assert client.get(UPLOAD).status_code == 405


def test_twenty_pictures_a_minute_are_enough(reporter, cast, login, send):
    small = encoded(scene((40, 40)), "JPEG")
    assert [send(small).status_code for _ in range(20)] == [200] * 20
    answer = send(small)
    assert answer.status_code == 429
    assert said(answer)
    assert Image.objects.count() == 20
    login(cast.reporter2)  # a colleague is not held up
    assert send(small).status_code == 200
