"""Stored pages before Django: what most readers ask for most of the time costs a few system calls.

A page given from here has, to the byte, the head Django gives it: the lines that are the same for all stored
pages are learned from Django's own answers, separately for plain HTTP and TLS.
"""

import os
import time
from collections import OrderedDict
from threading import Lock

from portal.cache import STORED, store
from portal.page_store import PATH

OF_ONE_PAGE = {"etag", "content-type", "content-encoding", "content-length"}
PAGES = 200  # kept in memory by a process, some 15 kB each


class StoredFirst:
    """WSGI middleware. All but a plain GET of a fresh page that a browser wants as gzip is Django's."""

    def __init__(self, application):
        self.application = application
        self.heads: dict[tuple, list[tuple[str, str]]] = {}
        self.pages: OrderedDict[str, tuple] = OrderedDict()
        self.guard = Lock()

    def __call__(self, environ, start_response):
        if not is_plain(environ):
            return self.application(environ, start_response)
        scheme = (environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO"))
        head = self.heads.get(scheme)
        page = head and self.find(environ["PATH_INFO"])
        if page:
            start_response("200 OK", [*page[0], *head])
            return [page[1]]

        def learn(status, headers, exc_info=None):
            if status == "200 OK" and environ.get(STORED):
                self.heads[scheme] = [line for line in headers if line[0].lower() not in OF_ONE_PAGE]
            return start_response(status, headers, exc_info)

        return self.application(environ, learn)

    def find(self, path: str) -> tuple[list[tuple[str, str]], bytes] | None:
        """Its own head lines and the gzip content of a page that is fresh now."""
        pages = store()
        file = f"{pages.root}/pages{path}@1.gz"
        try:
            found = os.stat(file)
            which = (found.st_ino, found.st_ctime_ns)
            kept = self.pages.get(file)
            if kept is None or kept[0] != which:
                kept = (which, *pages.fresh(path))
                self.keep(file, kept)
            _which, content, noted = kept
            if pages.ends(path, noted) <= time.time():
                return None
        except (OSError, ValueError, TypeError, KeyError):  # not there, or cut short by a crash
            return None
        own = [("Content-Type", noted["content_type"]), ("Content-Encoding", "gzip")]
        return [*own, ("Content-Length", str(len(content))), ("ETag", noted["etag"])], content

    def keep(self, file: str, kept: tuple) -> None:
        with self.guard:
            self.pages[file] = kept
            self.pages.move_to_end(file)
            while len(self.pages) > PAGES:
                self.pages.popitem(last=False)


def is_plain(environ: dict) -> bool:
    """Nothing in the request but the path decides the answer."""
    coding = environ.get("HTTP_ACCEPT_ENCODING", "")
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("QUERY_STRING")
        and "gzip" in coding
        and ";" not in coding
        and environ.get("HTTP_X_FORWARDED_PROTO") in {None, "http", "https"}
        and "HTTP_IF_NONE_MATCH" not in environ
        and "HTTP_IF_MODIFIED_SINCE" not in environ
        and "HTTP_RANGE" not in environ
        and PATH.fullmatch(environ["PATH_INFO"]) is not None
    )
