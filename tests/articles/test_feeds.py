"""A reader follows the paper in a feed reader."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from tests.factory import make_article, make_section, make_shelf

pytestmark = pytest.mark.django_db


def channel(client, path="/rss/"):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).find("channel")


def titles(client, path="/rss/") -> list[str]:
    return [item.findtext("title") for item in channel(client, path).iter("item")]


def test_the_newest_thirty_newest_first(client):
    make_shelf(35)
    assert titles(client) == [f"Tin số {n}" for n in range(34, 4, -1)]


def test_an_item_says_what_where_and_when(client, settings, cast):
    article = make_article("Giá < 5.000 & 'rẻ'", lead="Lúa “được mùa” ở Huế.")
    item = channel(client).find("item")
    assert item.findtext("title") == "Giá < 5.000 & 'rẻ'"
    assert item.findtext("description") == "Lúa “được mùa” ở Huế."
    assert item.findtext("link") == settings.SITE_URL + article.get_absolute_url()
    assert item.findtext("category") == "Kinh tế"
    assert abs(parsedate_to_datetime(item.findtext("pubDate")) - article.published_at) < timedelta(seconds=1)
    guid = item.find("guid")
    assert guid.get("isPermaLink") == "false"
    from portal.cache import store

    article.revise(cast.chief, seen=article.version, changes={"title": "Tên mới"})
    store().purge_all()  # as after the commit
    renamed = channel(client).find("item")
    assert renamed.findtext("title") == "Tên mới"
    assert renamed.findtext("guid") == guid.text  # nobody reads it as a new article


def test_the_channel_names_itself_by_the_sites_address(client, settings):
    make_article()
    found = channel(client)
    assert found.findtext("link") == f"{settings.SITE_URL}/"
    assert found.findtext("language") == "vi"
    own = found.find("{http://www.w3.org/2005/Atom}link")
    assert (own.get("rel"), own.get("href")) == ("self", f"{settings.SITE_URL}/rss/")


def test_only_what_is_public_is_in_it(client, cast):
    make_article("Bản nháp", published=False)
    make_article("Bài hẹn giờ", at=timezone.now() + timedelta(hours=1))
    withdrawn = make_article("Bài đã gỡ")
    withdrawn.move("withdraw", cast.chief, seen=withdrawn.version, reason="Sai")
    make_article("Bài công khai")
    assert titles(client) == titles(client, "/rss/kinh-te.rss") == ["Bài công khai"]


def test_a_section_has_its_own_feed_with_what_stands_below_it(client):
    economy = make_section("Kinh tế")
    make_article("Giá lúa tăng", section=make_section("Nông nghiệp", parent=economy))
    make_article("Khai giảng", section=make_section("Giáo dục"))
    assert (
        titles(client, "/rss/kinh-te.rss")
        == titles(client, "/rss/kinh-te/nong-nghiep.rss")
        == ["Giá lúa tăng"]
    )
    assert channel(client, "/rss/kinh-te.rss").findtext("title") == "Kinh tế"
    assert client.get("/rss/khong-co.rss").status_code == 404


def test_an_empty_paper_has_an_empty_feed(client):
    make_section("Kinh tế")
    assert titles(client) == titles(client, "/rss/kinh-te.rss") == []


def test_the_feed_is_kept_and_asked_again_cheaply(client, django_assert_num_queries):
    make_article()
    etag = client.get("/rss/")["ETag"]
    with django_assert_num_queries(0):
        assert client.get("/rss/", headers={"If-None-Match": etag}).status_code == 304
