"""Browsers, phones and machines ask for small files at fixed addresses."""

import json
import re
from datetime import timedelta
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.translation import gettext

from portal.cache import store
from portal.models import Masthead, PlainFile
from tests.factory import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(db):
    Masthead.objects.create(pk=1, name="Báo Thuận Phong")
    store().purge_all()


def test_a_phone_can_put_the_paper_on_its_screen(client, named):
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/").content.decode()
    answer = client.get("/manifest.webmanifest")
    found = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/manifest+json")
    assert (found["name"], found["start_url"], found["lang"]) == ("Báo Thuận Phong", "/", "vi")
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}
    for icon in found["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_a_feed_reader_finds_the_papers_sign_without_reading_a_page(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert finders.find(answer["Location"].removeprefix("/static/"))


def test_a_browser_can_search_the_paper_from_its_bar(client, named, settings):
    found = ElementTree.fromstring(client.get("/opensearch.xml").content)
    names = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert found.findtext(f"{names}ShortName") == "Báo Thuận Phong"
    assert found.find(f"{names}Url").get("template") == f"{settings.SITE_URL}/tim-kiem/?q={{searchTerms}}"


def test_the_worker_comes_from_the_root_and_names_only_files_that_exist(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer["Cache-Control"]
    parts = [line.strip(' ",') for line in answer.content.decode().splitlines() if line.startswith('  "/')]
    assert len(parts) > 5
    for part in parts:
        assert finders.find(part.removeprefix("/static/")), part


def test_the_pages_of_the_worker_need_nothing_personal(client):
    assert gettext("You are offline") in client.get("/ngoai-tuyen/").content.decode()
    page = client.get("/da-luu/").content.decode()
    assert "<noscript>" in page
    assert 'name="robots" content="noindex"' in page
    article = make_article('Nói "không" với rác')
    tools = client.get(article.get_absolute_url()).content.decode()
    assert f'data-path="{article.get_absolute_url()}" data-title="Nói &quot;không&quot; với rác"' in tools


def security_text(days=200, contact="mailto:an-toan@bao.example") -> str:
    return f"Contact: {contact}\nExpires: {timezone.now() + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}\n"


def save(desk, name: str, text: str) -> str:
    """What the newsroom answers."""
    form = {"name": name, "text": text}
    return desk.post("/admin/portal/plainfile/add/", form, follow=True).content.decode()


@pytest.mark.parametrize("address", ["/ads.txt", "/.well-known/security.txt"])
def test_a_text_file_is_there_once_the_chief_wrote_it(client, login, cast, address):
    name = address.rpartition("/")[2]
    assert client.get(address).status_code == 404
    save(login(cast.chief), name, security_text())
    assert PlainFile.objects.get().name == name
    answer = client.get(address)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "an-toan@bao.example" in answer.content.decode()
    assert login(cast.secretary).get("/admin/portal/plainfile/").status_code == 403


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Contact: mailto:a@b.example", "Expires:"),
        (security_text(contact="a@b.example"), "Contact: mailto:"),
        (security_text().replace("Contact", "Hello"), "Contact: mailto:"),
        (security_text(days=-1), "Expires:"),
        (security_text(days=400), "Expires:"),
        (security_text() + "Expires: 2026-12-31T00:00:00Z", "Expires:"),
        ("Contact: https://b.example\nExpires: năm sau", "Expires:"),
    ],
    ids=["no end", "no address", "no contact", "over", "too far", "two ends", "no date"],
)
def test_a_security_file_that_says_nothing_is_refused_with_a_sentence(login, cast, text, sentence):
    problem = re.search(
        r'class="errorlist".*?</ul>', save(login(cast.chief), "security.txt", text), re.DOTALL
    )
    assert sentence in problem[0]
    assert not PlainFile.objects.exists()


def test_the_chief_is_reminded_before_the_security_file_runs_out(login, cast):
    desk, word = login(cast.chief), "sắp hết hạn"
    save(desk, "security.txt", security_text(days=100))
    assert word not in desk.get("/admin/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=80)):
        desk = login(cast.chief)
        assert word in desk.get("/admin/").content.decode()
        assert word not in login(cast.secretary).get("/admin/").content.decode()


def test_the_paper_writes_its_own_rules_for_robots(client, login, cast, settings):
    usual = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in usual
    desk = login(cast.chief)
    assert "User-agent" in save(desk, "robots.txt", "Disallow: /tu-khoa/")
    save(
        desk,
        "robots.txt",
        "# của tòa soạn\nUser-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /admin/",
    )
    text = client.get("/robots.txt").content.decode()
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert not rules.can_fetch("GPTBot", "/kinh-te/")
    assert rules.can_fetch("Googlebot", "/kinh-te/")
    assert rules.site_maps() == [
        f"{settings.SITE_URL}{path}" for path in ("/sitemap.xml", "/news-sitemap.xml")
    ]
    PlainFile.objects.update(text="")
    assert client.get("/robots.txt").content.decode() == usual
