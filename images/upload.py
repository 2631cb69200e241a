"""The one way in: a file is checked, cleaned, sized and stored with its row, or refused with a sentence."""

import secrets
from threading import Lock
from typing import BinaryIO

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from images import files, renditions
from images.decoding import BadPicture, decode
from images.files import NoSpace
from images.models import Image

__all__ = ["MAX_BYTES", "BadPicture", "NoSpace", "TooMany", "store", "take_turn"]

MAX_BYTES = 10 * 1024 * 1024
UPLOADS_A_MINUTE = 20

# 40 million pixels take up to 400 MB and two seconds of a core: one at a time, the rest is for readers.
_one_at_a_time = Lock()


class TooMany(Exception):
    """This person has sent too many pictures in a minute. `str(error)` is a sentence for them."""


def take_turn(by) -> None:
    """Count an upload of this person. Raises TooMany after 20 in a minute; a dead cache counts nobody."""
    key = f"uploads:{by.pk}"
    cache.add(key, 0, 60)
    try:
        count = cache.incr(key) or 0
    except ValueError:  # ran out between the two calls
        count = 0
    if count > UPLOADS_A_MINUTE:
        raise TooMany(_("You have sent 20 pictures within a minute. Wait a minute, then go on."))


def store(file: BinaryIO, by, **fields) -> Image:
    """A new picture from an open file; `by` uploaded it, `fields` are caption, credit, focal_x and so on.

    Raises BadPicture or NoSpace; then neither a row nor a file is left.
    """
    data = _read(file)
    image = Image(token=secrets.token_hex(16), uploaded_by=by, **fields)
    with _one_at_a_time:
        picture, image.extension = decode(data)
        image.width, image.height = picture.size
        made = renditions.render(picture, image.extension, image.focus)
    image.size = len(made[f"original.{image.extension}"])
    files.write(image.token, made)
    try:
        with transaction.atomic():
            image.save()
    except BaseException:
        files.remove(image.token)
        raise
    return image


def _read(file: BinaryIO) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise BadPicture(_("The file is empty. Choose another one."))
    if len(data) > MAX_BYTES:
        raise BadPicture(_("The file is larger than 10 MB. Save the picture smaller and choose it again."))
    return data
