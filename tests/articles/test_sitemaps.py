"""A search engine asks what there is."""

from datetime import datetime, timedelta
from itertools import chain
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import sitemaps
from articles.models import Article
from portal.cache import store
from portal.models import Masthead
from tests.factory import make_article, make_section, make_shelf

pytestmark = pytest.mark.django_db
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml"
    return ElementTree.fromstring(answer.content)


def addresses(client, path) -> list[str]:
    return [place.text for place in read(client, path).iterfind(".//s:loc", NAMES)]


def test_the_index_leads_to_every_article_and_section(client, settings):
    articles = make_shelf(3)
    make_section("Nông nghiệp", parent=articles[0].section)
    site = settings.SITE_URL
    found = [
        place
        for part in addresses(client, "/sitemap.xml")
        for place in addresses(client, part.removeprefix(site))
    ]
    assert set(found) == {
        f"{site}/",
        f"{site}/kinh-te/",
        f"{site}/kinh-te/nong-nghiep/",
        *(site + article.get_absolute_url() for article in articles),
    }


def test_only_what_is_public_is_in_it(client, cast):
    make_article("Bản nháp", published=False)
    make_article("Bài hẹn giờ", at=timezone.now() + timedelta(hours=1))
    withdrawn = make_article("Bài đã gỡ")
    withdrawn.move("withdraw", cast.chief, seen=withdrawn.version, reason="Sai")
    assert [place for place in addresses(client, "/sitemap.xml") if "chuyen-muc" not in place] == []
    assert addresses(client, sitemaps.part_path(withdrawn.pk)) == []
    assert addresses(client, "/news-sitemap.xml") == []


def test_an_old_part_never_changes_when_new_articles_come(client, monkeypatch, settings):
    monkeypatch.setattr(sitemaps, "PART", 4)

    def parts() -> list[str]:
        """From the one with the first article on; those before are empty."""
        found = [part.removeprefix(settings.SITE_URL) for part in addresses(client, "/sitemap.xml")]
        return found[found.index(sitemaps.part_path(articles[0].pk)) :]

    articles = make_shelf(6)
    old = parts()
    before = {part: addresses(client, part) for part in old}
    assert list(chain(*before.values())) == [
        settings.SITE_URL + article.get_absolute_url() for article in articles
    ]
    assert max(len(places) for places in before.values()) <= 4
    make_shelf(6)
    store().purge_all()
    assert parts()[: len(old)] == old
    for part in old[:-1]:  # the last one was not full
        assert addresses(client, part) == before[part]


def test_the_day_of_the_last_change_is_told_with_its_zone(client):
    article = make_article()
    changed = read(client, sitemaps.part_path(article.pk)).findtext(".//s:lastmod", namespaces=NAMES)
    assert abs(datetime.fromisoformat(changed) - article.updated_at) <= timedelta(seconds=1)


@pytest.mark.parametrize("part", ["abc", "-1", "00", "1234567", "0x1"])
def test_parts_that_are_none(client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_the_news_sitemap_has_the_last_two_days(client):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    make_article("Tin cũ", at=timezone.now() - timedelta(hours=49))
    make_article("Giá < 5.000 & rẻ", at=timezone.now() - timedelta(hours=47))
    found = read(client, "/news-sitemap.xml")
    assert [title.text for title in found.iterfind(".//n:title", NAMES)] == ["Giá < 5.000 & rẻ"]
    assert found.findtext(".//n:name", namespaces=NAMES) == "Báo Thuận Phong"
    assert found.findtext(".//n:language", namespaces=NAMES) == "vi"
    published = datetime.fromisoformat(found.findtext(".//n:publication_date", namespaces=NAMES))
    assert abs(published - Article.objects.get(title__startswith="Giá").published_at) <= timedelta(seconds=1)


def test_robots_are_told_where_to_look_and_where_not(client, settings, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/robots.txt")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert f"Sitemap: {settings.SITE_URL}/news-sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /\n" not in text
