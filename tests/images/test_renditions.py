"""The ladder: which sizes there are, what they are called, and what a crop keeps."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from images import renditions
from tests.images.conftest import near, scene


@pytest.mark.parametrize(
    ("original", "ladder"),
    [
        (4000, [320, 640, 960, 1280, 1600]),
        (1600, [320, 640, 960, 1280, 1600]),
        (1500, [320, 640, 960, 1280, 1500]),
        (640, [320, 640]),
        (1, [1]),
    ],
)
def test_ladder(original, ladder):
    assert renditions.widths(original) == ladder


@given(st.integers(1, 16_000), st.integers(1, 5_000))
def test_a_rung_is_never_above_the_original_and_fills_what_is_wanted_where_it_can(original, wanted):
    rung = renditions.rung(original, wanted)
    assert rung <= original
    assert rung in renditions.widths(original)
    assert rung >= min(wanted, original, 1600)


def test_files_of_a_small_picture():
    files = renditions.render(scene((200, 100)), "png")
    assert set(files) == {"original.png", "200.avif", "200.webp", "200.jpg", "social-50-50.jpg"}
    assert Pillow.open(BytesIO(files["200.avif"])).size == (200, 100)


def test_a_strip_one_pixel_high_can_be_sized():
    files = renditions.render(Pillow.new("RGB", (1600, 1)), "png")
    assert Pillow.open(BytesIO(files["320.webp"])).size == (320, 1)


@given(
    st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_the_social_crop_lies_inside_and_holds_the_focal_point(size, focus):
    left, top, right, bottom = renditions.cut(size, focus)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert left - 1e-6 <= size[0] * focus[0] / 100 <= right + 1e-6
    assert top - 1e-6 <= size[1] * focus[1] / 100 <= bottom + 1e-6


def test_the_social_crop_follows_the_focal_point():
    tall = scene((600, 1800))
    top = Pillow.open(BytesIO(renditions.social(tall, (50, 0))))
    bottom = Pillow.open(BytesIO(renditions.social(tall, (50, 100))))
    assert top.size == bottom.size == (1200, 630)
    assert near(top.getpixel((100, 300)), (255, 0, 0))
    assert near(bottom.getpixel((100, 300)), (0, 0, 255))


def test_an_address_in_a_text_tells_the_other_addresses():
    base = "/media/pictures/ab/" + "ab" * 16
    sources = renditions.sources_of(f"{base}/1280.webp")
    assert sources["avif"].split(", ")[0] == f"{base}/320.avif 320w"
    assert sources["webp"].split(", ")[-1] == f"{base}/1280.webp 1280w"
    assert sources["fallback"] == f"{base}/960.jpg"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/anh.jpg",
        "/media/pictures/ab/short/320.webp",
        "/media/pictures/ab/" + "ab" * 16 + "/original.jpg",
        "/media/pictures/ab/" + "ab" * 16 + "/0.webp",
        "/media/pictures/ab/" + "ab" * 16 + '/320.webp" onload="',
        "",
    ],
)
def test_other_addresses_tell_nothing(address):
    assert renditions.sources_of(address) is None
