"""Pictures over HTTP where no proxy serves the media folder (production's does, by the same rules)."""

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
}
# No dot but the last: no hidden file, no way up, no second extension.
SERVED = re.compile(rf"(?:[a-z0-9_-]+/)*[a-z0-9_-]+\.({'|'.join(TYPES)})")


@require_safe
def media(request, path: str):
    """A picture, whole or as 304; files are never changed under their name, so they are kept for a year."""
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
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return _unless_known(request, file, headers, int(changed))


def _unless_known(request, file, headers: dict[str, str], changed: int):
    """304 for who has the file, headers alone for HEAD, else the file."""
    known = get_conditional_response(request, headers["ETag"], changed, HttpResponse(headers=headers))
    if known.status_code == 200 and request.method == "GET":
        return FileResponse(file, headers=headers)
    if known.status_code == 200:
        known.headers["Content-Length"] = str(file.size)
    file.close()
    return known
