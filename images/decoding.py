"""From the bytes of a stranger to a plain picture: upright, 8 bit, sRGB, nothing else attached.

What is taken is decided by the content, never by the name or the declared type.
"""

import warnings
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, UnidentifiedImageError

MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000  # WebP ends at 16,383
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# MPO is what Pillow calls a JPEG in which a phone hid a second picture; the first is taken.
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}

# Pillow's own guard, for formats that allocate while they are opened.
Pillow.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Pillow.DecompressionBombWarning)

ORIENTATION = 0x0112  # EXIF tag; values 2 to 8 say how to turn the picture upright
UPRIGHT = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}


class BadPicture(ValueError):
    """The file cannot become a picture. `str(error)` is a sentence for the person who sent it."""


def decode(data: bytes) -> tuple[Pillow.Image, str]:
    """The picture in mode RGB or RGBA and the extension of its format. Of an animation the first frame.

    Raises BadPicture, whatever the bytes are.
    """
    extension = _check(data)
    try:
        return _plain_colours(_upright(_loaded(data))), extension
    except Exception as error:  # hostile bytes make decoders raise anything: SyntaxError, struct.error, ...
        raise _damaged() from error


def _check(data: bytes) -> str:
    """The extension of a picture whose header, size and checksums are in order; nothing is decoded."""
    try:
        picture = Pillow.open(BytesIO(data), formats=FORMATS)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise _no_picture() from error
    except Exception as error:
        raise _damaged() from error
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
        raise _too_large()
    extension = EXTENSIONS[picture.format]
    try:
        picture.verify()
    except Exception as error:
        raise _damaged() from error
    return extension


def _loaded(data: bytes) -> Pillow.Image:
    picture = Pillow.open(BytesIO(data), formats=FORMATS)  # anew: `verify` leaves its picture unusable
    picture.load()
    return picture


def _no_picture() -> BadPicture:
    return BadPicture(
        _(
            "This is not a JPEG, PNG, WebP or GIF picture. "
            "Choose another file; save HEIC, SVG or RAW as JPEG first."
        )
    )


def _too_large() -> BadPicture:
    return BadPicture(
        _(
            "The picture has more than 40 million pixels or a side above 16,000. "
            "Make it smaller and choose it again."
        )
    )


def _damaged() -> BadPicture:
    return BadPicture(
        _("The picture is damaged or cut short. Export or download it again and choose the new file.")
    )


def _upright(picture: Pillow.Image) -> Pillow.Image:
    try:
        turn = UPRIGHT.get(picture.getexif().get(ORIENTATION))
    except Exception:  # broken EXIF around a sound picture: shown as it lies
        turn = None
    if turn is None:
        return picture
    turned = picture.transpose(turn)
    turned.info = picture.info
    return turned


def _plain_colours(picture: Pillow.Image) -> Pillow.Image:
    """Mode RGB, or RGBA where something shows through; colours in sRGB, no metadata."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        picture = _in_mode("RGBA", picture)
        if picture.getchannel("A").getextrema() == (255, 255):
            picture = picture.convert("RGB")
    picture = _in_srgb(
        picture if picture.mode in {"RGBA", "L", "CMYK"} else _in_mode("RGB", picture), profile
    )
    picture.info = {}
    return picture


def _in_mode(mode: str, picture: Pillow.Image) -> Pillow.Image:
    """Without the copy `convert` makes of what needs no conversion: 160 MB for 40 million pixels."""
    return picture if picture.mode == mode else picture.convert(mode)


def _in_srgb(picture: Pillow.Image, profile: bytes | None) -> Pillow.Image:
    """Browsers take untagged colours for sRGB. A profile that does not fit the picture is ignored."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if picture.mode != mode or "sRGB" not in ImageCms.getProfileDescription(source):
                target = ImageCms.createProfile("sRGB")
                return ImageCms.profileToProfile(picture, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return _in_mode(mode, picture)
