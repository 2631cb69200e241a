"""The nginx files as they are shipped, in a real nginx on this machine; only paths and ports are others."""

import gzip
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from images.serving import TYPES
from portal.cache import store
from portal.page_front import PageFront
from tests.factory import edit_live, make_article, make_shelf

PROJECT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
GZIP = {"Accept-Encoding": "gzip"}
pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed (Debian: apt install nginx)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Front:
    """A running nginx; `get` speaks TLS to it."""

    def __init__(self, folder: Path, pages: Path, media: Path, upstream: int, slower=("", "")):
        self.port, self.folder = free_port(), folder
        plain, deploy = free_port(), folder / "deploy"
        shutil.copytree(PROJECT / "deploy", deploy)
        for file in (deploy / "nginx").glob("*.conf"):
            file.write_text(
                file.read_text()
                .replace("/srv/portal/staticfiles", str(folder / "staticfiles"))
                .replace("/srv/portal/deploy", str(deploy))
                .replace("/var/lib/portal/pages", str(pages))
                .replace("/var/lib/portal/media", str(media))
                .replace("/etc/letsencrypt/live/bao.example", str(folder))
                .replace("/var/log/nginx", str(folder))
                .replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
                .replace("127.0.0.1:8001", f"127.0.0.1:{upstream}")
                .replace("listen 80;", f"listen 127.0.0.1:{plain};")
                .replace("listen 443 ", f"listen 127.0.0.1:{self.port} ")
                .replace("    listen [::]:80;\n", "")
                .replace("    listen [::]:443 ssl http2;\n", "")
                .replace(*slower)
            )
        kinds = ("proxy", "fastcgi", "client_body", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        user = "user root;" if os.getuid() == 0 else ""  # the pages of a test are in a private folder
        (folder / "nginx.conf").write_text(
            f"{user} worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;\n"
            "events { worker_connections 256; }\n"
            f"http {{ include /etc/nginx/mime.types; {temporary}\n"
            f"include {deploy}/nginx/portal.conf; }}\n"
        )
        subprocess.run(
            f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1"
            f" -keyout {folder}/privkey.pem -out {folder}/fullchain.pem".split(),
            check=True,
            capture_output=True,
        )
        command = [
            NGINX,
            "-p",
            str(folder),
            "-e",
            str(folder / "error.log"),
            "-c",
            str(folder / "nginx.conf"),
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE)
        self.wait()

    def wait(self):
        for _ in range(100):
            assert self.process.poll() is None, self.process.stderr.read().decode()
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx does not answer")

    def ask(self, path, method="GET", body=None, *, home="127.0.0.1", **headers):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        way = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=15, context=context, source_address=(home, 0)
        )
        try:
            way.request(method, path, body, {"Host": "127.0.0.1"} | headers)
            answer = way.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            way.close()

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.communicate(timeout=10)


@pytest.fixture
def front(tmp_path, settings):
    """nginx before a portal that is stopped: whatever it answers, it answers alone."""
    (tmp_path / "nginx").mkdir()
    pages = PageFront(store())
    pages.open()
    running = Front(tmp_path / "nginx", Path(settings.PAGE_STORE), Path(settings.MEDIA_ROOT), free_port())
    running.pages = pages
    yield running
    running.stop()
    pages.close()


def told(headers, name):
    """A header, where the order of its parts means nothing."""
    return sorted(part.strip() for part in (headers.get(name) or "").split(";"))


@pytest.mark.django_db
def test_nginx_says_of_a_stored_page_exactly_what_the_portal_says(client, front):
    article = make_article("Cầu Thanh Vân thông xe")
    talk = (f"/y-kien/{article.pk}/tat-ca/", "/y-kien/noi-quy/")
    for path in (
        *talk,
        article.get_absolute_url(),
        "/",
        "/kinh-te/",
        "/rss/",
        "/rss/kinh-te.rss",
        "/sitemap.xml",
    ):
        first = client.get(path, headers=GZIP)
        django, nginx = client.get(path, headers=GZIP), front.ask(path, **GZIP)
        assert (nginx.status, first.content) == (200, django.content)
        assert gzip.decompress(nginx.body) == gzip.decompress(django.content)
        for name in set(django.headers) - {"Content-Length", "ETag"}:
            assert told(nginx.headers, name) == told(django.headers, name), name
        assert f"W/{nginx.headers['ETag']}" == django.headers["ETag"]
        assert "Last-Modified" not in nginx.headers
        assert front.ask(path, **{"If-None-Match": django.headers["ETag"]}, **GZIP).status == 304
        assert client.get(path, headers=GZIP | {"If-None-Match": nginx.headers["ETag"]}).status_code == 304
        plain = front.ask(path)
        assert plain.body == client.get(path).content
        assert "Content-Encoding" not in plain.headers
        assert front.ask(path, "HEAD", **GZIP).body == b""


@pytest.mark.django_db
def test_queries_choose_a_page_of_a_list_and_nothing_else(client, front):
    make_shelf(22)
    first, second = client.get("/kinh-te/").content, client.get("/kinh-te/?trang=2").content
    for query in ("", "?trang=1", "?utm_source=zalo&fbclid=1", "?x"):
        assert front.ask(f"/kinh-te/{query}").body == first
    assert front.ask("/kinh-te/?trang=2").body == second
    for query in ("?trang=3", "?trang=51", "?trang=02", "?tr%61ng=2", "?trang=2&trang=1", "?x=1&trang=2"):
        assert front.ask(f"/kinh-te/{query}").status == 503, query  # the portal's to answer, and it is away
    for path in ("//kinh-te/", "/kinh-te", "/../pages/kinh-te/@1", "/kinh-te/@1", "/kinh-te/@1.gz"):
        assert front.ask(path).status in {400, 503}, path


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_is_gone_and_what_expired_stays_while_the_portal_is_away(client, front, settings):
    gone, old = make_article("Bài gỡ"), make_article("Bài cũ")
    client.get(gone.get_absolute_url())
    assert front.ask(gone.get_absolute_url()).status == 200
    gone.move("withdraw", gone.created_by, seen=gone.version, reason="Sai")
    assert front.ask(gone.get_absolute_url()).status == 503

    settings.PAGE_CACHE_SECONDS = 0
    page = client.get(old.get_absolute_url()).content
    front.pages.tick()
    assert not (store().root / "served" / f"{old.get_absolute_url()[1:]}@1.gz").exists()
    answer = front.ask(old.get_absolute_url())
    assert (answer.status, answer.body, answer.headers["Cache-Control"]) == (200, page, "no-cache")
    front.pages.close()  # the service that watches the clock is stopped, too
    assert front.ask(old.get_absolute_url()).status == 200


@pytest.mark.django_db
def test_who_types_www_is_sent_to_the_one_address_of_the_paper(front):
    answer = front.ask("/kinh-te/?trang=2", Host="www.bao.example")
    assert (answer.status, answer.headers["Location"]) == (301, "https://bao.example/kinh-te/?trang=2")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.django_db
def test_without_the_portal_forms_get_a_polite_503(front):
    for path, method in (("/y-kien/1/", "POST"), ("/admin/", "GET"), ("/tim-kiem/?q=cau", "GET")):
        answer = front.ask(path, method, body="x" if method == "POST" else None)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "thử lại" in answer.body.decode()


@pytest.mark.django_db
def test_a_storm_of_forms_from_one_network_meets_a_polite_429_and_reading_goes_on(client, front):
    path = make_article().get_absolute_url()
    client.get(path)
    answers = [front.ask("/y-kien/1/", "POST", body="x")]
    while len(answers) < 1000 and answers[-1].status != 429:  # a slow machine needs more for the same rate
        answers.append(front.ask("/y-kien/1/", "POST", body="x"))
    assert [answer.status for answer in answers[:20]] == [503] * 20  # let through; the portal is away
    refused = answers[-1]
    assert refused.status == 429
    assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == ("30", "no-store")
    assert refused.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "chờ nửa phút rồi gửi lại" in refused.body.decode()
    assert 429 in {front.ask("/danh-gia/1/", "POST", body="x").status for _number in range(10)}
    assert front.ask("/danh-gia/1/", "POST", body="x", home="127.0.7.1").status == 503
    assert front.ask("/y-kien/1/").status == 503
    assert front.ask(path).status == 200


@pytest.mark.django_db(transaction=True)
def test_what_is_not_stored_yet_comes_from_the_portal_and_then_from_the_store(
    tmp_path, settings, live_server
):
    (tmp_path / "nginx").mkdir()
    port = int(live_server.url.rpartition(":")[2])
    pages, article = PageFront(store()), make_article("Cầu thông xe")
    path, pages_folder = article.get_absolute_url(), Path(settings.PAGE_STORE)
    pages.open()
    front = Front(tmp_path / "nginx", pages_folder, Path(settings.MEDIA_ROOT), port)
    try:
        cold = front.ask(path, **GZIP)
        assert (cold.status, store().get(path).content) == (200, cold.body)
        assert gzip.decompress(front.ask(path, **GZIP).body) == gzip.decompress(cold.body)
        edit_live(article, article.created_by, title="Cầu thông xe sớm")
        path = article.get_absolute_url()
        assert "Cầu thông xe sớm" in gzip.decompress(front.ask(path, **GZIP).body).decode()
        assert front.ask("/khong-co/").status == 404
        assert front.ask(f"/y-kien/{article.pk}/").status == 200
        assert front.ask(path, "POST", body="x=1").status in {403, 405}  # the portal's own refusal
    finally:
        front.stop()
        pages.close()


def test_nginx_and_the_portal_call_files_the_same(front, settings):
    for ending, kind in TYPES.items():
        file = Path(settings.MEDIA_ROOT, f"a.{ending}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("plain")
        assert front.ask(f"/media/a.{ending}").headers["Content-Type"] == kind


def test_files_are_served_by_their_own_rules(front, settings, db):
    media, static = Path(settings.MEDIA_ROOT), front.folder / "staticfiles"
    for file in (media / "2026/a.webp", media / "x.svg", media / ".env", static / "a.css"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("plain")
    (static / "a.0123456789ab.css").write_text("plain")
    (static / "a.css.gz").write_bytes(gzip.compress(b"packed"))
    picture = front.ask("/media/2026/a.webp")
    assert (picture.status, picture.headers["Content-Type"]) == (200, "image/webp")
    assert "immutable" in picture.headers["Cache-Control"]
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert [front.ask(f"/media/{name}").status for name in ("x.svg", ".env", "../nginx.conf")] == [
        404,
        404,
        503,
    ]
    assert gzip.decompress(front.ask("/static/a.css", **GZIP).body) == b"packed"
    assert "immutable" in front.ask("/static/a.0123456789ab.css").headers["Cache-Control"]
    assert "immutable" not in front.ask("/static/a.css").headers["Cache-Control"]
