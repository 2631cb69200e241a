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
from tests import grammar
from tests.factory import make_article, make_author, make_picture, make_section, make_shelf, make_topic

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
        found = [part.removeprefix(settings.SITE_URL) for part in addresses(client, "/sitemap.xml")]
        return [part for part in found if "chuyen-muc" not in part]

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


def test_a_part_without_articles_is_not_listed(client, monkeypatch, settings, django_assert_num_queries):
    monkeypatch.setattr(sitemaps, "PART", 4)
    first, last = make_article("Bài đầu"), make_shelf(41)[-1]
    Article.objects.exclude(pk__in=(first.pk, last.pk)).update(public_state="withdrawn")
    store().purge_all()
    assert [part.removeprefix(settings.SITE_URL) for part in addresses(client, "/sitemap.xml")] == [
        "/sitemap-chuyen-muc.xml",
        sitemaps.part_path(first.pk),
        sitemaps.part_path(last.pk),
    ]
    with django_assert_num_queries(2):  # however many parts there are
        assert sitemaps.filled_parts() == [first.pk // 4, last.pk // 4]


def test_running_stories_and_authors_are_listed_once_there_is_something_to_read(client, settings):
    make_article(topics=[make_topic("Bão số 8")], bylines=[(make_author(), "news")])
    make_article(published=False, topics=[make_topic("Kín")], bylines=[(make_author("Kín"), "news")])
    listed = addresses(client, "/sitemap-chuyen-muc.xml")
    assert listed == [
        settings.SITE_URL + path for path in ("/", "/kinh-te/", "/su-kien/bao-so-8/", "/tac-gia/thai-son/")
    ]


def test_sitemaps_name_the_pictures_and_keep_to_their_formats(
    client, settings, django_assert_max_num_queries
):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    picture = make_picture()
    article = make_article("Giá < 5.000 & 'rẻ'", lead_picture_id=picture.pk)
    make_article("Không ảnh")
    part = sitemaps.part_path(article.pk)
    grammar.check(read(client, "/sitemap.xml"), grammar.SITEMAP_INDEX)
    grammar.check(read(client, "/sitemap-chuyen-muc.xml"), grammar.URLSET)
    grammar.check(read(client, "/news-sitemap.xml"), grammar.NEWS_URLSET)
    with django_assert_max_num_queries(3):  # its articles, when the next one comes out, the masthead
        grammar.check(read(client, part), grammar.URLSET)
    for path in (part, "/news-sitemap.xml"):
        places = read(client, path).iterfind(f".//{{{grammar.IMAGE}}}loc")
        assert [place.text for place in places] == [settings.SITE_URL + picture.social_url]


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
    with django_assert_num_queries(1):
        answer = client.get("/robots.txt")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert f"Sitemap: {settings.SITE_URL}/news-sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /\n" not in text
