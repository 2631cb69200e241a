"""Whatever a camera writes into a file, readers get an upright picture in plain colours and nothing else."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms

from images import renditions
from images.decoding import UPRIGHT, BadPicture, decode
from tests.images.conftest import encoded, near, scene

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)


def corners(picture: Pillow.Image) -> list[tuple[int, ...]]:
    right, bottom = picture.width - 8, picture.height - 8
    return [picture.getpixel(point)[:3] for point in [(8, 8), (right, 8), (8, bottom), (right, bottom)]]


def test_place_and_camera_are_dropped_from_every_file():
    exif = Pillow.Exif()
    exif[0x010F] = "Canon-of-Thai-Son"
    exif.get_ifd(0x8825)[2] = (16.0, 28.0, 1.0)  # GPS latitude: 16° 28' 1"
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secret place</x:xmpmeta>'
    for kind in ("JPEG", "PNG", "WEBP"):
        data = encoded(scene((700, 500)), kind, exif=exif, xmp=xmp, comment="secret place")
        assert b"Canon-of-Thai-Son" in data
        for name, content in renditions.render(*decode(data)).items():
            assert b"Canon-of-Thai-Son" not in content, name
            assert b"secret place" not in content, name
            with Pillow.open(BytesIO(content)) as file:
                assert not file.getexif()
                assert not {"exif", "xmp", "icc_profile", "comment", "gps"} & set(file.info), name


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_a_turned_photograph_stands_upright(orientation):
    upright = scene((300, 200))
    inverse = {6: 8, 8: 6}.get(orientation, orientation)  # the two quarter turns undo each other
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    data = encoded(upright.transpose(UPRIGHT[inverse]), "JPEG", exif=exif, quality=95)
    picture, _extension = decode(data)
    assert picture.size == (300, 200)
    for colour, expected in zip(corners(picture), [RED, GREEN, BLUE, WHITE], strict=True):
        assert near(colour, expected)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_around_a_sound_picture_is_no_reason_to_refuse():
    picture, _extension = decode(
        encoded(scene((300, 200)), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff\xff")
    )
    assert picture.size == (300, 200)


def test_cmyk_of_the_print_desk_becomes_rgb():
    picture, extension = decode(encoded(scene((300, 200)).convert("CMYK"), "JPEG", quality=95))
    assert (picture.mode, extension) == ("RGB", "jpg")
    assert near(corners(picture)[0], RED, 30)


def test_sixteen_bit_grey_keeps_its_brightness():
    picture, _extension = decode(encoded(Pillow.new("I;16", (40, 40), 128 * 256), "PNG"))
    assert picture.getpixel((20, 20)) == (128, 128, 128)


def test_a_palette_with_transparency_keeps_its_holes_and_lies_on_white_in_jpeg():
    logo = Pillow.new("RGBA", (400, 400), (0, 0, 0, 0))
    logo.paste((255, 0, 0, 255), (0, 0, 200, 400))
    data = encoded(logo.quantize(4), "PNG")
    assert Pillow.open(BytesIO(data)).mode == "P"
    picture, extension = decode(data)
    assert picture.mode == "RGBA"
    files = renditions.render(picture, extension)
    assert Pillow.open(BytesIO(files["400.webp"])).convert("RGBA").getpixel((390, 200))[3] == 0
    assert near(Pillow.open(BytesIO(files["400.jpg"])).getpixel((390, 200)), WHITE)
    assert near(Pillow.open(BytesIO(files["400.jpg"])).getpixel((20, 200)), RED)


def test_a_full_alpha_channel_is_no_transparency():
    picture, _extension = decode(encoded(scene((40, 40)).convert("RGBA"), "PNG"))
    assert picture.mode == "RGB"


def test_colours_of_another_profile_are_converted():
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # red and blue change places
    swapped = swapped.replace(b"rXYZ", b"xXYZ").replace(b"bXYZ", b"rXYZ").replace(b"xXYZ", b"bXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
    for kind in ("PNG", "JPEG"):
        picture, _extension = decode(encoded(Pillow.new("RGB", (40, 40), "red"), kind, icc_profile=swapped))
        assert near(picture.getpixel((5, 5)), BLUE)
    veil = encoded(Pillow.new("RGBA", (40, 40), (255, 0, 0, 99)), "PNG", icc_profile=swapped)
    assert near(decode(veil)[0].getpixel((5, 5)), (*BLUE, 99))


def test_a_profile_that_is_rubbish_is_ignored():
    picture, _extension = decode(encoded(scene((300, 200)), "JPEG", icc_profile=b"rubbish" * 30, quality=95))
    assert near(corners(picture)[0], RED)


def test_a_second_picture_hidden_by_the_phone_is_left_out():
    data = encoded(scene((300, 200)), "MPO", save_all=True, append_images=[Pillow.new("RGB", (300, 200))])
    picture, extension = decode(data)
    assert (extension, picture.size) == ("jpg", (300, 200))
    assert near(corners(picture)[0], RED)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(kind):
    data = encoded(scene((300, 200)), kind, save_all=True, append_images=[Pillow.new("RGB", (300, 200))])
    picture, extension = decode(data)
    assert near(corners(picture)[0], RED)
    for content in renditions.render(picture, extension).values():
        assert getattr(Pillow.open(BytesIO(content)), "n_frames", 1) == 1


SOUND = {kind: encoded(scene((60, 40)), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_bytes_changed_on_the_way_give_a_picture_or_a_sentence(kind, data):
    damaged = bytearray(SOUND[kind])
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=12)):
        damaged[place] = data.draw(st.integers(0, 255))
    with suppress(BadPicture):  # anything else that is raised fails this test
        picture, _extension = decode(bytes(damaged))
        assert picture.mode in {"RGB", "RGBA"}
