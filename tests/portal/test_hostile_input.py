"""Somebody sends what no browser sends: every answer is a sentence, none is a 500."""

import io
import json
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from images.models import Image
from portal.security import MAX_BODY
from tests.factory import make_article, picture_file

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
BAD_BYTES = [
    "%00",  # NUL
    "%ED%A0%80",  # half a surrogate pair, as UTF-8 would write it
    "%FF",
    "%C0%80",  # NUL, overlong
    "%C3",  # cut short
    "%F5%80%80%80",  # above the last character
]
UNREADABLE = "không đọc được"


@pytest.fixture
def visitor():
    """A client that gets what a browser would get, also where the server stumbles."""
    return Client(raise_request_exception=False)


def refused(answer, status=400) -> bool:
    assert answer.status_code == status, answer.status_code
    assert answer["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "<h1>" in answer.content.decode()
    return True


@pytest.mark.parametrize("bad", BAD_BYTES)
@pytest.mark.parametrize(
    "address", ["/{}", "/kinh-te/{}-a1.html", "/tu-khoa/{}/", "/media/{}.jpg", "/static/{}.css", "/admin/{}/"]
)
def test_bad_bytes_in_the_path(visitor, address, bad):
    assert refused(visitor.get(address.format(bad)))


@pytest.mark.parametrize("bad", BAD_BYTES)
@pytest.mark.parametrize("query", ["q={}", "{}=1", "q=a&x={}", "trang={}", "utm_source={}"])
def test_bad_bytes_in_the_query(visitor, query, bad):
    for path in ("/", "/tim-kiem/", "/admin/login/"):
        assert refused(visitor.get(f"{path}?{query.format(bad)}"))


@pytest.mark.parametrize("bad", BAD_BYTES)
@pytest.mark.parametrize("form", ["text={}", "{}=1"])
def test_bad_bytes_in_a_form(visitor, form, bad):
    article = make_article()
    for path in (f"/danh-gia/{article.pk}/", f"/y-kien/{article.pk}/", "/admin/login/"):
        assert refused(visitor.post(path, form.format(bad), content_type=FORM))


def multipart(name=b"text", value=b"x", filename=None, extra=b"") -> dict:
    head = b'Content-Disposition: form-data; name="' + name + b'"'
    if filename is not None:
        head += b'; filename="' + filename + b'"'
    body = b"--edge\r\n" + head + extra + b"\r\n\r\n" + value + b"\r\n--edge--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=edge"}


@pytest.mark.parametrize("bad", [b"\0", b"\xed\xa0\x80", b"\xff", b"\xc0\x80", b"\xc3"])
def test_bad_bytes_in_a_multipart_form(visitor, bad):
    article = make_article()
    for path in (f"/y-kien/{article.pk}/", "/admin/login/"):
        assert refused(visitor.post(path, **multipart(value=b"a" + bad)))


@pytest.mark.parametrize("bad", [b"\0", b"\xff", b"\xed\xa0\x80"])
def test_bad_names_of_fields_and_files_end_with_a_sentence(visitor, bad):
    for part in (multipart(name=b"a" + bad), multipart(name=b"upload", filename=b"a" + bad + b".jpg")):
        assert visitor.post("/admin/login/", **part).status_code < 500


@pytest.mark.parametrize(
    "name", [b"nonsense''x.jpg", b"utf-7''x", b"raw_unicode_escape''%5Cud800", b"x''%FF"]
)
def test_file_names_in_charsets_of_the_senders_choice(visitor, name):
    part = multipart(name=b"upload", extra=b"; filename*=" + name)
    assert visitor.post("/admin/login/", **part).status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        b"--edge",
        b"",
        multipart(extra=b"\r\nContent-Transfer-Encoding: base64", value=b"!!")["data"],
        b"\0" * 100,
        b"--edge\r\n" * 5000,
    ],
)
def test_broken_multipart_forms(visitor, body):
    answer = visitor.post("/admin/login/", body, content_type="multipart/form-data; boundary=edge")
    assert answer.status_code < 500
    assert visitor.post("/admin/login/", body, content_type="multipart/form-data").status_code < 500


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "\\u0000"}',
        b'{"a": ["b", {"c": "\\ud800"}]}',
        b'{"\\udfff": 1}',
        b'"\\u0000"',
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        b"{",
        b"[" * 100_000,
        b"9" * 10_000,
    ],
)
@pytest.mark.parametrize(
    "kind", ["application/json", "application/ld+json", "application/json; charset=utf-8"]
)
def test_bad_json(visitor, body, kind):
    assert refused(visitor.post("/y-kien/1/", body, content_type=kind))


def test_good_json_passes_the_gate(visitor):
    body = json.dumps({"a": ["Nguyễn 😀", None, 1.5, {"b": True}]})
    assert visitor.post("/y-kien/1/", body, content_type="application/json").status_code == 404


@pytest.mark.django_db(transaction=True)  # the real door closes connections as it does in production
def test_charsets_that_are_not_ours():
    """Django would fail while it builds the request, before any middleware."""
    from portal.wsgi import application

    charsets = ["=rot13", "=undefined", "=utf-16", '="utf-7"', " = hex", "=latin-1", "=nonsense", "=UTF-8"]
    charsets += ["*=nonsense''utf-8", "*0=ro; charset*1=t13"]
    answers = []
    for charset in charsets:
        for method, path in (
            ("GET", "/healthz"),
            ("GET", "/"),
            ("POST", "/admin/login/"),
            ("POST", "/y-kien/1/"),
        ):
            environ = {
                "REQUEST_METHOD": method,
                "PATH_INFO": path,
                "QUERY_STRING": "q=%5Cud800&next=x",
                "HTTP_HOST": "127.0.0.1",
                "CONTENT_TYPE": f"{FORM}; charset{charset}",
                "CONTENT_LENGTH": "7",
                "SERVER_NAME": "127.0.0.1",
                "SERVER_PORT": "80",
                "wsgi.input": io.BytesIO(b"stars=4"),
                "wsgi.url_scheme": "http",
            }
            answer = application(environ, lambda status, _headers: answers.append(int(status[:3])))
            answer.close()
    assert answers == [200, 200, 403, 404] * len(charsets)


def test_a_cookie_with_nul_does_not_reach_the_sessions(visitor):
    visitor.cookies["sessionid"] = "a" * 32
    assert visitor.get("/admin/").status_code == 302
    for path in ("/admin/", "/"):
        assert refused(visitor.get(path, headers={"Cookie": 'sessionid="\\000aaaaaaaaaaaa"'}))


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"\x7f", W/"", *'},
        {"If-Match": '"x"'},
        {"If-Modified-Since": "yesterday"},
        {"If-Unmodified-Since": "Thu, 99 Xyz 99999 99:99:99 GMT"},
        {"Accept-Encoding": ";;q=,gzip;q=x"},
        {"Accept": "text/html; q*=nonsense''1"},
        {"User-Agent": "\xff" * 5000},
        {"Cookie": ";;;===;\xff\xfe;" + "a=b;" * 1000},
        {"Cookie": 'csrftoken="\\777"; messages=x; voter=x:y:z'},
        {"Range": "bytes=5-1"},
        {"X-Forwarded-For": "'; drop table, \xff"},
        {"Content-Length": "-5"},
        {"Origin": "http://[::1"},
        {"Referer": "http://[::1"},
        {"Sec-Fetch-Site": "\xff"},
        {"X-Requested-With": "fragment\x7f"},
    ],
)
def test_strange_headers_are_never_an_error(visitor, headers):
    article = make_article()
    for path in (
        "/",
        article.get_absolute_url(),
        f"/danh-gia/{article.pk}/",
        "/admin/login/",
        "/tim-kiem/?q=cau",
    ):
        assert visitor.get(path, headers=headers).status_code < 500
    assert visitor.post(f"/danh-gia/{article.pk}/", {"stars": "4"}, headers=headers).status_code < 500


@pytest.mark.parametrize("host", ["evil.example", "a b", "127.0.0.1:99999999", "\xff", "[::1", ""])
def test_a_foreign_host_gets_a_sentence(visitor, host):
    answer = visitor.get("/khong-co/", headers={"Host": host})
    assert answer.status_code in {400, 404}
    assert host not in answer.content.decode() or not host
    assert "evil" not in visitor.get("/", headers={"Host": host}).content.decode()


# --- too much -------------------------------------------------------------------------------------


def test_too_many_fields_are_too_much(visitor):
    many = "&".join(f"f{n}=1" for n in range(2500))
    assert refused(visitor.get(f"/tim-kiem/?{many}"), 413)
    assert refused(visitor.post("/admin/login/", many, content_type=FORM), 413)
    parts = b"".join(
        b'--edge\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(2500)
    )
    answer = visitor.post(
        "/admin/login/", parts + b"--edge--\r\n", content_type="multipart/form-data; boundary=edge"
    )
    assert refused(answer, 413)


def test_a_form_of_five_megabytes_is_too_much(visitor):
    text = "a" * 5_000_000
    assert refused(visitor.post("/admin/login/", f"text={text}", content_type=FORM), 413)
    assert refused(visitor.post("/admin/login/", {"text": text}), 413)
    assert refused(visitor.post("/y-kien/1/", json.dumps([text]), content_type="application/json"), 413)


def test_what_is_larger_than_anything_we_take_is_not_even_read(visitor):
    class Unread(io.BytesIO):
        def read(self, *_args):
            raise AssertionError("read")

    answer = visitor.generic("POST", "/admin/login/", b"", content_type=FORM)
    assert answer.status_code != 413
    request = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(MAX_BODY + 1), "CONTENT_TYPE": FORM}
    assert refused(visitor.post("/admin/login/", **request), 413)


def test_a_picture_of_nearly_ten_megabytes_gets_in(login, cast):
    noise = picture_file(size=(400, 300)).read()
    large = SimpleUploadedFile("ảnh đẹp.jpg", noise + b"\0" * (9_800_000 - len(noise)), "image/jpeg")
    answer = login(cast.reporter).post("/admin/images/upload/", {"upload": large})
    assert answer.status_code == 200, answer.content
    assert Image.objects.count() == 1


def test_the_gate_holds_no_upload_in_memory(client):
    class Flood(io.RawIOBase):
        """A form with one file of 30 MB, made while it is read."""

        def __init__(self):
            head = b'--edge\r\nContent-Disposition: form-data; name="upload"; filename="a.jpg"\r\n\r\n'
            self.left = [head, *[b"x" * 10_000] * 3_000, b"\r\n--edge--\r\n"]
            self.length = sum(map(len, self.left))

        def readable(self):
            return True

        def read(self, _size=-1):
            return self.left.pop(0) if self.left else b""

    flood = Flood()
    request = {
        "CONTENT_TYPE": "multipart/form-data; boundary=edge",
        "CONTENT_LENGTH": str(flood.length),
        "wsgi.input": flood,
    }
    tracemalloc.start()
    answer = client.post("/admin/images/upload/", **request)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code in {302, 403, 404}
    assert peak < 8_000_000


# --- what must pass -------------------------------------------------------------------------------


def test_a_replacement_character_somebody_pasted_is_a_character(visitor):
    """Old texts are full of U+FFFD; only one that stands for bad bytes is refused."""
    assert visitor.get("/tim-kiem/?q=%EF%BF%BD").status_code == 200
    for form in ({"content_type": FORM, "data": "username=%EF%BF%BD"}, {"data": {"username": "\ufffd"}}):
        answer = visitor.post("/admin/login/", **form)
        assert answer.status_code != 400


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50))
def test_every_text_people_can_type_passes(visitor, text):
    assert visitor.get("/healthz", {"q": text}).status_code == 200
    assert visitor.post("/healthz", {"q": text, text: "1"}).status_code == 405
    assert visitor.post("/healthz", json.dumps([text]), content_type="application/json").status_code == 405


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        [FORM, "multipart/form-data; boundary=edge", "application/json", "text/plain", "", ";="]
    ),
    query=st.binary(max_size=30),
)
def test_no_bytes_at_all_are_an_error(visitor, body, kind, query):
    answer = visitor.generic(
        "POST", "/healthz", body, content_type=kind, QUERY_STRING=query.decode("latin-1")
    )
    assert answer.status_code in {400, 405, 413}
