"""A browser asks for pictures under /media/; anything else there is not found."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.factory import make_picture


@pytest.fixture
def image(db):
    return make_picture(size=(700, 400))


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("fmt", ["avif", "webp"])
def test_a_reader_gets_a_picture_to_keep_for_a_year(image, client, fmt):
    answer = client.get(image.url(320, fmt))
    assert answer.status_code == 200
    assert answer["Content-Type"] == f"image/{fmt}"
    assert int(answer["Content-Length"]) == len(body(answer)) > 100
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not answer.cookies
    assert "Vary" not in answer


def test_a_second_visit_transfers_nothing(image, client):
    first = client.get(image.fallback_url)
    for known in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(image.fallback_url, headers=known)
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]
    assert client.get(image.fallback_url, headers={"If-None-Match": '"another"'}).status_code == 200


def test_head_tells_the_size_without_the_picture(image, client):
    answer = client.head(image.social_url)
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer["Content-Length"]) == default_storage.size(image.social_url.removeprefix("/media/"))


def test_nobody_writes_to_media(image, client):
    assert client.post(image.fallback_url).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "../portal/settings.py",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "pictures/../../manage.py",
        "/etc/passwd",
        "pictures/",
        "pictures",
        "",
        "khong-co.jpg",
        "pictures/absent/320.webp",
        "bay.html",
        "bay.svg",
        "bay.jpg.html",
        "bay.html.jpg",
        ".bay.jpg",
        "thu-muc.jpg",
    ],
)
def test_what_is_no_picture_is_not_found(image, client, path):
    for name in ("bay.html", "bay.svg", "bay.jpg.html", "bay.html.jpg", ".bay.jpg", "thu-muc.jpg/x.txt"):
        default_storage.save(name, ContentFile(b"<script>alert(1)</script>"))
    assert client.get(f"/media/{path}").status_code == 404
