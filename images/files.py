"""Writing and removing the files of a picture through Django's storage: a bucket may stand for the disk."""

import errno
from collections.abc import Mapping
from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from images.renditions import folder

FULL = {errno.ENOSPC, errno.EDQUOT}


class NoSpace(Exception):
    """The storage is full. `str(error)` is a sentence for the person who sent the picture."""


def write(token: str, files: Mapping[str, bytes]) -> None:
    """All files or none. Raises NoSpace; other errors of the storage pass."""
    begun = []
    try:
        for name, content in files.items():
            begun.append(name)
            default_storage.save(f"{folder(token)}/{name}", ContentFile(content))
    except BaseException as error:
        remove(token, begun)
        if isinstance(error, OSError) and error.errno in FULL:
            raise NoSpace(
                _(
                    "There is no room left for pictures. "
                    "Nothing was saved; tell the person who runs the server."
                )
            ) from error
        raise


def remove(token: str, names: list[str] | None = None) -> None:
    """These files (by default all of the picture), and the folder once it is empty; absent is no error."""
    place = folder(token)
    for name in _listed(place) if names is None else names:
        default_storage.delete(f"{place}/{name}")
    if not _listed(place):
        with suppress(OSError):  # a bucket has no folders; into this one somebody may write just now
            default_storage.delete(place)


def _listed(place: str) -> list[str]:
    try:
        return default_storage.listdir(place)[1]
    except FileNotFoundError:
        return []
