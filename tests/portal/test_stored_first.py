"""A stored page is the same to the byte whether Django gives it or the door before it."""

import gzip
import time

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from portal.cache import store
from portal.stored_first import StoredFirst
from tests.factory import edit_live, make_article

pytestmark = pytest.mark.django_db


class Door:
    """A WSGI server's view of the portal, which counts how often Django is asked."""

    def __init__(self):
        self.asked = 0
        self.first = StoredFirst(self.django)

    def django(self, environ, start_response):
        from portal.wsgi import django_application  # not before conftest.py has settled the settings

        self.asked += 1
        return django_application(environ, start_response)

    def get(self, path, **environ):
        def start_response(status, headers, exc_info=None):
            told.append((status, headers))

        told = []
        base = {"HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip, br"}
        request = RequestFactory().get(path).environ | base | environ
        answer = self.first(request, start_response)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return *told[-1], body


@pytest.fixture
def door():
    """The test's connection stays open between requests, as in Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Door()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_third_reader_is_answered_without_django_and_to_the_byte_alike(door):
    article = make_article("Cầu Thanh Vân thông xe")
    path = article.get_absolute_url()
    rendered, stored, first = door.get(path), door.get(path), door.get(path)
    assert door.asked == 2
    assert first[0] == "200 OK"
    assert sorted(first[1]) == sorted(stored[1]) == sorted(rendered[1])
    assert first[2] == rendered[2]
    assert "Cầu Thanh Vân" in gzip.decompress(first[2]).decode()
    door.get(path)
    assert door.asked == 2


def test_a_change_or_its_time_ends_the_short_way(door, settings, django_capture_on_commit_callbacks):
    article = make_article("Cầu Thanh Vân thông xe")
    for _ in range(3):
        door.get("/kinh-te/")
    asked = door.asked
    with django_capture_on_commit_callbacks(execute=True):
        edit_live(article, article.created_by, title="Cầu thông xe sớm")
    assert "Cầu thông xe sớm" in gzip.decompress(door.get("/kinh-te/")[2]).decode()
    assert door.asked == asked + 1
    store().touch(["/kinh-te/"])
    time.sleep(1.05)
    door.get("/kinh-te/")
    assert door.asked == asked + 2


def test_whatever_else_a_request_says_is_djangos_to_decide(door):
    path = make_article().get_absolute_url()
    for _ in range(3):
        door.get(path)
    etag = dict(door.get(path)[1])["ETag"]
    asked = door.asked
    others = [
        {"QUERY_STRING": "trang=2"},
        {"HTTP_ACCEPT_ENCODING": "identity"},
        {"HTTP_ACCEPT_ENCODING": "gzip;q=0"},
        {"HTTP_IF_NONE_MATCH": etag},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_X_FORWARDED_PROTO": "https"},  # nothing is learned of it yet
        {"HTTP_X_FORWARDED_PROTO": "made up"},
        {"PATH_INFO": "/../" + path},
    ]
    answers = [door.get(path, **other)[0] for other in others]
    assert door.asked == asked + len(others)
    assert answers[3].startswith("304")
