"""Links to other sites: asked by the minute, never inside our own network, never while somebody saves."""

import socket
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from articles.copydesk import links
from articles.copydesk.rules import findings
from articles.models import OutsideLink
from articles.models.links import outside_links
from portal import jobs
from tests.factory import make_article
from tests.racing import at_once

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """Another paper's server."""

    asked: list[tuple[str, str]] = []

    def do_HEAD(self):
        self.asked.append((self.command, self.path))
        status, onward = {
            "/co": (200, ""),
            "/mat": (404, ""),
            "/go": (410, ""),
            "/hong": (503, ""),
            "/khong-head": (405 if self.command == "HEAD" else 200, ""),
            "/cam": (403, ""),
            "/chuyen": (301, "/co"),
            "/chuyen-mat": (302, "/mat"),
            "/vong": (302, "/vong"),
            "/vao-trong": (302, "http://169.254.169.254/latest/meta-data/"),
            "/vao-may": (302, "http://127.0.0.1:1/"),
        }.get(self.path, (200, ""))
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *_parts):
        pass


@pytest.fixture
def site(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    Site.asked.clear()
    settings.LINK_CHECK_ALSO = (f"127.0.0.1:{server.server_port}",)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def text_with(*addresses) -> str:
    return "".join(f'<p><a href="{address}">xem</a></p>' for address in addresses)


def said_of(article) -> list[str]:
    return [
        found.sentence for found in findings(article.latest_fields(), article.pk) if found.rule == "links"
    ]


def run() -> None:
    assert jobs.run((jobs.check_links,)) == []


def test_the_desk_is_told_which_links_lead_nowhere(site, cast):
    living = ("/co", "/khong-head", "/cam", "/chuyen", "/vong")
    body = text_with(*(site + path for path in (*living, "/mat", "/go", "/chuyen-mat")))
    article = make_article(published=False, by=cast.reporter, body=body)
    assert said_of(article) == []
    assert Site.asked == []  # saving asked nobody
    run()
    said = said_of(article)
    assert {sentence.rpartition("/")[2] for sentence in said} == {"mat", "go", "chuyen-mat"}
    article.move("submit", cast.reporter, seen=article.version)  # a warning stops nobody


def test_a_server_that_is_away_for_a_minute_is_asked_again(site, cast):
    article = make_article(published=False, by=cast.reporter, body=text_with(f"{site}/hong"))
    run()
    assert said_of(article) == []
    run()
    assert len(Site.asked) == 1  # not due yet
    OutsideLink.objects.update(due_at=timezone.now())
    run()
    assert len(said_of(article)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.8/",
        "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://8.8.8.8:5432/",
        "http://user:pass@8.8.8.8/",
        "ftp://8.8.8.8/",
        "http://224.0.0.1/",
    ],
)
def test_nobody_of_our_own_network_is_ever_called(address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("it was called"))
    with pytest.raises((links.Silent, links.Gone)):
        links.ask(address)


@pytest.mark.parametrize("path", ["/vao-trong", "/vao-may"])
def test_a_redirect_leads_nobody_inside(site, path):
    with pytest.raises(links.Silent):
        links.ask(site + path)
    assert len(Site.asked) == 1


def test_a_name_is_called_by_the_number_that_was_looked_up(site, settings, monkeypatch):
    """A name that says a public number first and an inner one after is called at the first."""
    called = []

    @contextmanager
    def no_call(address, *_rest, **_more):
        called.append(address)
        raise OSError("no way out of the tests")

    monkeypatch.setattr(socket, "create_connection", no_call)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("93.184.216.34", 80))])
    with pytest.raises(links.Silent):
        links.ask("http://doi-y.example/")
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_a, **_k: [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))],
    )
    with pytest.raises(links.Silent):
        links.ask("http://hai-mat.example/")
    assert all(number == "93.184.216.34" for number, _port in called)


def test_while_our_own_network_is_away_no_link_is_blamed(cast, monkeypatch):
    def away(*_a, **_k):
        raise socket.gaierror(socket.EAI_AGAIN, "away")

    article = make_article(published=False, by=cast.reporter, body=text_with("https://bao.example/a"))
    monkeypatch.setattr(socket, "getaddrinfo", away)
    for _minute in range(3):
        OutsideLink.objects.update(due_at=timezone.now())
        run()
    assert said_of(article) == []


def test_a_site_that_does_not_exist_is_gone(cast, monkeypatch):
    def nowhere(*_a, **_k):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    article = make_article(published=False, by=cast.reporter, body=text_with("https://khong-co.example/a"))
    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    run()
    assert len(said_of(article)) == 1


def test_which_addresses_are_outside(settings):
    settings.SITE_URL = "https://bao.vn"
    body = text_with(
        "https://a.vn/x?y=1&amp;z=2#phan", "https://a.vn/x?y=1&amp;z=2", "/trong/nha", "https://bao.vn/a"
    )
    assert outside_links(body + text_with("https://bao.vn", "mailto:a@b.vn", "https://" + "x" * 1001)) == [
        "https://a.vn/x?y=1&z=2"
    ]


def test_links_nobody_names_any_more_are_forgotten(site):
    OutsideLink.objects.note([f"{site}/co", f"{site}/mat"])
    OutsideLink.objects.filter(address__endswith="mat").update(seen_at=timezone.now() - timedelta(days=91))
    links.forget_old()
    assert OutsideLink.objects.get().address.endswith("/co")


def test_it_can_be_switched_off(site, settings):
    settings.CHECK_OUTSIDE_LINKS = False
    OutsideLink.objects.note([f"{site}/mat"])
    run()
    assert Site.asked == []


@pytest.mark.django_db(transaction=True)
def test_several_ticks_ask_each_link_once(site):
    OutsideLink.objects.note([f"{site}/co?{number}" for number in range(30)])
    at_once(lambda _number: links.check_due(), 3)
    assert len(Site.asked) == 30
