"""What every answer carries, by kind of page, and what a public site adds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factory import make_article, make_author, make_picture

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com https://open.spotify.com",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "manifest-src": "'self'",
}


def policy(answer) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts if name}


def assert_guarded(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cache-Control"]
    assert "Strict-Transport-Security" not in answer  # this site is not on TLS


def test_every_kind_of_answer_is_guarded(client):
    client.raise_request_exception = False
    article = make_article(bylines=[(make_author(), "news")], tags=["cầu"])
    for path, status in {
        "/": 200,
        article.get_absolute_url(): 200,
        "/kinh-te/": 200,
        "/tac-gia/thai-son/": 200,
        "/tu-khoa/cau/": 200,
        "/tim-kiem/?q=cau": 200,
        f"/danh-gia/{article.pk}/": 200,
        f"/y-kien/{article.pk}/": 200,
        "/rss/": 200,
        "/sitemap.xml": 200,
        "/robots.txt": 200,
        "/healthz": 200,
        "/readyz": 200,
        "/khong-co/": 404,
        "/kinh-te": 301,
        f"/x/x-a{article.pk}.html": 301,
        "/%00": 400,
        "/admin/": 302,
        "/admin/login/": 200,
    }.items():
        for _cold_then_warm in range(2):
            answer = client.get(path)
            assert answer.status_code == status, path
            assert_guarded(answer)
            assert policy(answer) == POLICY, path


def test_a_failing_page_is_guarded_too(client, monkeypatch):
    from portal import front_page

    client.raise_request_exception = False
    monkeypatch.setattr(front_page, "compose", lambda _menu: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert_guarded(answer)
    assert policy(answer) == POLICY
    assert "ZeroDivision" not in answer.content.decode()


def test_pictures_are_sandboxed_and_kept_for_a_year(client):
    answer = client.get(make_picture().url(320))
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_newsroom_is_kept_nowhere_and_found_by_nobody(login, cast, client):
    for answer in (
        client.get("/admin/login/"),
        login(cast.chief).get("/admin/"),
        client.get("/admin/khong-co/"),
    ):
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert_guarded(answer)


def test_only_the_pages_with_the_editor_allow_what_the_editor_needs(login, cast):
    client, article = login(cast.chief), make_article()
    strict = ["/admin/", "/admin/articles/article/", "/admin/articles/section/", "/admin/comments/comment/"]
    strict += ["/admin/articles/section/add/", "/admin/images/image/", "/admin/images/image/add/"]
    for path in strict:
        answer = client.get(path)
        assert answer.status_code in {200, 403}, path
        assert policy(answer) == POLICY, path
    for path in ("/admin/articles/article/add/", f"/admin/articles/article/{article.pk}/change/"):
        loose = policy(client.get(path))
        assert loose["script-src"] == "'self'"
        assert "unsafe-eval" not in str(loose)
        kept = {name: value for name, value in POLICY.items() if not name.startswith(("style", "img"))}
        assert kept.items() <= loose.items()


def test_a_form_without_its_token_gets_our_page(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert 'action="/tim-kiem/"' in answer.content.decode()  # our 403, with ways on


def test_absolute_addresses_never_come_from_the_visitor(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    article = make_article(bylines=[(make_author(), "news")])
    for path in (
        "/",
        article.get_absolute_url(),
        "/kinh-te/",
        "/rss/",
        "/rss/kinh-te.rss",
        "/sitemap.xml",
        "/robots.txt",
    ):
        page = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in page.content.decode()
        assert settings.SITE_URL in page.content.decode() or path == "/kinh-te/"


# --- a public site --------------------------------------------------------------------------------

ASK = """
import django; django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
for path, more in [("/admin/login/", {"secure": True}), ("/admin/login/", {}), ("/healthz", {}),
                   ("/healthz", {"HTTP_X_FORWARDED_PROTO": "https"})]:
    answer = Client(HTTP_HOST="baothuanphong.example").get(path, **more)
    print(answer.status_code, answer.get("Strict-Transport-Security"), answer.get("Location"))
    for cookie in answer.cookies.values():
        print(cookie["secure"], cookie["httponly"], cookie["samesite"])
"""


def as_public_site(*command: str) -> subprocess.CompletedProcess:
    from django.db import connection

    values = connection.settings_dict
    host = values["HOST"] or values["OPTIONS"].get("host", "")
    address = f"postgres://{values['USER']}:{values['PASSWORD']}@/{values['NAME']}?host={host}"
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SITE_URL": "https://baothuanphong.example",
        "SECRET_KEY": "k0" * 16 + "Zq9w" * 8,
        "DATABASE_URL": address,
    }
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, *command], cwd=PROJECT, env=inherited | environment, capture_output=True, text=True
    )


def test_a_public_site_is_on_tls_and_stays_there():
    process = as_public_site("-W", "ignore", "-c", ASK)
    assert process.returncode == 0, process.stderr
    hsts = "max-age=31536000; includeSubDomains; preload"
    assert process.stdout.splitlines() == [
        f"200 {hsts} None",
        "True True Lax",
        "301 None https://baothuanphong.example/admin/login/",
        "200 None None",
        f"200 {hsts} None",
    ]


def test_the_deployment_check_has_nothing_to_say():
    process = as_public_site("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert process.returncode == 0, process.stderr
