"""Media files over HTTP where no proxy serves their folder (production's does, by the same rules)."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "vtt": "text/vtt",
}
PART = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")  # what browsers' players ask for
# No dot but the last: no hidden file, no way up, no second extension.
SERVED = re.compile(rf"(?:[a-z0-9_-]+/)*[a-z0-9_-]+\.({'|'.join(TYPES)})")


@require_safe
def media(request, path: str):
    """A file, whole, in part (a player jumps in a film) or as 304.

    Files are never changed under their name, so browsers keep them for a year.
    """
    match = SERVED.fullmatch(path)
    if not match:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, ValueError):
        raise Http404 from None
    changed = default_storage.get_modified_time(path).timestamp()
    headers = {
        "Content-Type": TYPES[match[1]],
        "ETag": quote_etag(f"{int(changed):x}-{file.size:x}"),
        "Last-Modified": http_date(changed),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return _unless_known(request, file, headers, int(changed))


def _unless_known(request, file, headers: dict[str, str], changed: int):
    """304 for who has the file, headers alone for HEAD, else the file."""
    known = get_conditional_response(request, headers["ETag"], changed, HttpResponse(headers=headers))
    if known.status_code == 200 and request.method == "GET":
        part = PART.fullmatch(request.headers.get("Range", ""))
        return _part(file, headers, part) if part else FileResponse(file, headers=headers)
    if known.status_code == 200:
        known.headers["Content-Length"] = str(file.size)
    file.close()
    return known


def _part(file, headers: dict[str, str], asked: re.Match):
    first, last = int(asked[1]), min(int(asked[2] or file.size), file.size - 1)
    if first > last:
        size = file.size
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers |= {
        "Content-Range": f"bytes {first}-{last}/{file.size}",
        "Content-Length": str(last - first + 1),
    }
    file.seek(first)
    kind = headers.pop("Content-Type")  # else guessed from a name, which this part of a file has not
    return FileResponse(_Limited(file, last - first + 1), status=206, headers=headers, content_type=kind)


class _Limited:
    """The next `left` bytes of an open file, as a file of their own."""

    def __init__(self, file, left: int):
        self.file, self.left, self.close = file, left, file.close

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data
