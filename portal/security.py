"""The gate in front and the headers behind: what no view should have to think about."""

import codecs
import json
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template import loader
from django.utils.translation import gettext as _

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# Postgres takes no NUL, and nothing can encode half a surrogate pair
HOSTILE = re.compile("[\x00\ud800-\udfff]")
MAX_BODY = 32 * 1024 * 1024  # bytes; above what any of our forms may carry, so that it need not be read
STRICT = "utf8_or_refused"
ANSWERED_UNDER_ANY_NAME = {"/healthz", "/readyz"}  # a load balancer asks by a number


class Hostile(Exception):
    """The request has characters that cannot be read."""


class HostileInputGate:
    """Refuses NUL, lone surrogates and bad UTF-8 in path, query, cookies, form and JSON with 400.

    A U+FFFD that somebody typed passes; one that a decoder put in place of bad bytes does not, because
    everything is decoded strictly.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MAX_BODY:
            return too_large()
        try:
            check(request)
        except (Hostile, UnicodeError):
            return unreadable()
        except UnreadablePostError:  # the browser went away while sending
            return bad_request()
        return self.get_response(request)


def check(request: HttpRequest) -> None:
    """Raise Hostile or UnicodeError for what nobody behind the gate should meet."""
    _check_encoded(request.path.encode())  # Django has left bad bytes in it as %XX
    _check_encoded(request.META.get("QUERY_STRING", "").encode("latin-1"))
    _check_texts([request.path, *request.COOKIES.values(), *_flat(request.GET)])
    if request.method in {"POST", "PUT", "PATCH"}:
        _check_body(request)


def _check_encoded(raw: bytes) -> None:
    unquote_to_bytes(raw).decode()


def _check_texts(texts) -> None:
    if any(HOSTILE.search(text) for text in texts):
        raise Hostile


def _flat(values) -> Iterator[str]:
    for name, items in values.lists():
        yield name
        yield from items


def _check_body(request: HttpRequest) -> None:
    """A multipart form goes through Django's parser as ever, large files to disk and not into memory."""
    if request.content_type.endswith("json"):
        _check_json(request.body)
    elif request.content_type == "application/x-www-form-urlencoded":
        _check_encoded(request.body)
    elif request.content_type == "multipart/form-data":
        request.encoding = STRICT
        files = [file for _name, files in request.FILES.lists() for file in files]
        _check_texts([*request.FILES, *(file.name or "" for file in files)])
    _check_texts(_flat(request.POST))


def _check_json(body: bytes) -> None:
    try:
        waiting = [json.loads(body)]
    except (ValueError, RecursionError):
        raise Hostile from None
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            _check_texts([value])
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value


def _strict_utf8(name: str) -> codecs.CodecInfo | None:
    """UTF-8 that raises for bad bytes where the caller, as Django does, asks for replacing them."""
    if name != STRICT:
        return None
    utf8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        utf8.encode, lambda data, _errors="strict": utf8.decode(data, "strict"), name=name
    )


codecs.register(_strict_utf8)


def unreadable() -> HttpResponse:
    return _refuse(400, _("The address or the form has characters that cannot be read."))


def too_large() -> HttpResponse:
    return _refuse(413, _("What you sent is too large. Send less at once, or a smaller file."))


def bad_request(_request=None, exception=None) -> HttpResponse:
    """Django's handler400: 413 for what is too much, 400 for what cannot be understood."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large()
    return _refuse(400, _("The request is incomplete or damaged."))


def _refuse(status: int, message: str) -> HttpResponse:
    """In the paper's voice, without the database."""
    return HttpResponse(loader.render_to_string("400.html", {"message": message}), status=status)


class Headers:
    """Headers of every answer; answers of the newsroom are kept nowhere and found by no search engine."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path in ANSWERED_UNDER_ANY_NAME:
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # browsers may remember a 301 or a 404 for as long as they like where nobody says anything
        response.headers.setdefault("Cache-Control", "no-cache")
        if request.path.startswith("/admin/"):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response
