"""Browsers, phones and machines ask for small files at fixed addresses."""

import json
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
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


@pytest.mark.parametrize("address", ["/ads.txt", "/.well-known/security.txt"])
def test_a_text_file_is_there_once_the_chief_wrote_it(client, login, cast, address):
    name = address.rpartition("/")[2]
    assert client.get(address).status_code == 404
    text = "Contact: mailto:toa-soan@bao.example\nExpires: 2027-12-31T00:00:00Z\n"
    login(cast.chief).post("/admin/portal/plainfile/add/", {"name": name, "text": text})
    assert PlainFile.objects.get().name == name
    answer = client.get(address)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "toa-soan@bao.example" in answer.content.decode()


def test_a_security_file_without_its_two_lines_is_refused(login, cast):
    desk = login(cast.chief)
    answer = desk.post(
        "/admin/portal/plainfile/add/", {"name": "security.txt", "text": "Contact: a@b.example"}
    )
    assert "Expires:" in answer.content.decode()
    assert not PlainFile.objects.exists()
    assert login(cast.secretary).get("/admin/portal/plainfile/").status_code == 403
