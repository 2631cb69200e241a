"""The page cache: finished public pages, kept as files and given to everybody alike.

A page is fresh until an act names its path (`purge`), until the next scheduled article comes due, or for
PAGE_CACHE_SECONDS. An expired page stays: others get it while one request renders it anew, and readers get it
while the database is away. A page nobody has is rendered by one thread of a process while others wait.
"""

import gzip
import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response

from articles.paging import BEFORE, PARAMETER, parse_number
from portal.next_due import next_due
from portal.page_store import DEEPEST, Page, PageStore, etag_of

log = logging.getLogger(__name__)

PATIENCE = 2  # seconds to wait for a page that another thread is rendering
STORED = "portal.stored"  # in a request's META: this answer came from the store
NEVER = re.compile(r"\s*q=0(\.0{0,3})?\s*")  # "gzip;q=0": everything but gzip


def store() -> PageStore:
    return PageStore(Path(settings.PAGE_STORE), settings.PAGE_STORE_PAGES)


class Flights:
    """Which pages are being rendered in this process."""

    def __init__(self):
        self.under_way, self.guard = {}, threading.Lock()

    @contextmanager
    def join(self, page: tuple[str, int]) -> Iterator[bool]:
        """True for the one who renders; the others come in when that is done, with False."""
        with self.guard:
            is_first = page not in self.under_way
            done = self.under_way.setdefault(page, threading.Event())
        if not is_first:
            done.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self.guard:
                del self.under_way[page]
            done.set()


flights = Flights()


def public_page(view):
    """Mark a view's answers as the same for everybody: kept, and served from the store.

    Whatever the visitor carries, the view sees a stranger without cookies.
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        request.COOKIES, request.user = {}, AnonymousUser()
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)  # wanted for a broken one
        expires = expiry()  # asked before rendering: what comes due meanwhile is not on the page
        response = view(request, *args, **kwargs)
        response.is_public_page = True
        response.expires_at = min(expires, getattr(response, "expires_at", expires))  # it may know better
        return response

    marked.is_public_page = True
    return marked


def expiry() -> float:
    """When a page rendered now may be wrong: at the next scheduled minute, or after the usual time."""
    usual, due = time.time() + settings.PAGE_CACHE_SECONDS, next_due(store())
    return min(usual, due) if due else usual


class PageCache:
    """Serves and fills the store. A view takes part by answering with `response.is_public_page = True`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        number = page_asked_for(request)
        if number is None:
            return self.get_response(request)
        kept = store().get(request.path, number)
        if kept and (kept.is_fresh or not store().claim(request.path, number)):
            request.META[STORED] = True
            return finish(request, kept)
        if kept or not is_of_a_public_page(request.path):
            return self.render(request, number, kept)
        with flights.join((request.path, number)) as is_first:
            if not is_first and (kept := store().get(request.path, number)):
                return finish(request, kept)
            return self.render(request, number, None)

    def render(self, request: HttpRequest, number: int, kept: Page | None) -> HttpResponse:
        """The answer of the views, and into the store with it; while they are failing, the old copy."""
        began = time.time()
        response = self.get_response(request)
        if kept and response.status_code >= 500:
            return finish(request, kept)
        if response.status_code != 200 or not getattr(response, "is_public_page", False):
            if kept:
                store().forget(request.path, number)
            return response
        if is_personal(response):
            log.error("%s sets a cookie or varies by cookie, so it is not kept", request.path)
            response.headers["Cache-Control"] = "private, no-store"
            return response
        page = packed(response)
        if number == 1 or hasattr(request, "page_number"):  # else the view does not know the parameter
            expires = getattr(response, "expires_at", began + settings.PAGE_CACHE_SECONDS)
            store().put(request.path, number, page, began=began, expires=expires)
        return finish(request, page)


def page_asked_for(request: HttpRequest) -> int | None:
    """The page number of an address the store may know; other parameters (utm_*, fbclid, …) are ignored."""
    if request.method not in {"GET", "HEAD"} or request.path.startswith("/admin/"):
        return None
    if BEFORE in request.GET:  # far down a list: only robots read there
        return None
    number = parse_number(request.GET.get(PARAMETER, "1"))
    return number if number and number <= DEEPEST else None


def is_of_a_public_page(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "is_public_page", False)
    except Resolver404:
        return False


def packed(response: HttpResponse) -> Page:
    content = gzip.compress(response.content, compresslevel=5, mtime=0)
    return Page(content, response.headers["Content-Type"], etag_of(content))


def finish(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as this browser can read it, or 304."""
    response = HttpResponse(page.content, content_type=page.content_type)
    if accepts_gzip(request):
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(page.content)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = page.etag
    response.headers["Vary"] = "Accept-Encoding"
    # browsers ask again every time: what was withdrawn must be gone at once
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return get_conditional_response(request, etag=page.etag, response=response)


def accepts_gzip(request: HttpRequest) -> bool:
    for coding in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in {"gzip", "*"}:
            return not NEVER.fullmatch(weight)
    return False


def is_personal(response: HttpResponse) -> bool:
    """A cached page is everybody's: a cookie on it would be everybody's too."""
    return bool(response.cookies) or "cookie" in response.get("Vary", "").lower()
