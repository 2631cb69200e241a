"""A reader follows the paper in a feed reader."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from portal.cache import store
from portal.models import Masthead
from tests import grammar
from tests.factory import (
    edit_live,
    make_article,
    make_author,
    make_picture,
    make_section,
    make_shelf,
    make_topic,
)

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
    edit_live(article, cast.chief, title="Tên mới")
    store().purge_all()  # as after the commit
    renamed = channel(client).find("item")
    assert renamed.findtext("title") == "Tên mới"
    assert renamed.findtext("guid") == guid.text  # nobody reads it as a new article


def test_the_channel_names_itself_by_the_sites_address(client, settings):
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    make_article()
    found = channel(client)
    assert found.findtext("title") == "Tin mới nhất | Báo Thuận Phong"
    assert channel(client, "/rss/kinh-te.rss").findtext("title") == "Kinh tế | Báo Thuận Phong"
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


# --- of tags, topics and authors, in both formats ---------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"


def atom(client, path="/rss/atom.xml"):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def test_tags_topics_and_authors_have_feeds_of_what_is_public(client, settings):
    marks = {"tags": ["Đường sắt"], "topics": [make_topic("Bão số 8")], "bylines": [(make_author(), "news")]}
    make_article("Tàu chạy lại", **marks)
    make_article("Tàu sắp chạy", published=False, **marks)
    make_article("Chuyện khác")
    for page in ("/tu-khoa/duong-sat", "/su-kien/bao-so-8", "/tac-gia/thai-son"):
        assert titles(client, f"/rss{page}.rss") == ["Tàu chạy lại"]
        feed = atom(client, f"/rss{page}.atom")
        assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Tàu chạy lại"]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links == {
            "self": f"{settings.SITE_URL}/rss{page}.atom",
            "alternate": f"{settings.SITE_URL}{page}/",
        }
        assert f'href="/rss{page}.rss"' in client.get(f"{page}/").content.decode()
    assert atom(client, "/rss/kinh-te.atom").findtext(f"{ATOM}title") == "Kinh tế"


def test_what_only_drafts_know_of_has_no_feed(client):
    make_article(
        published=False, tags=["Kín"], topics=[make_topic("Kín")], bylines=[(make_author("Kín"), "news")]
    )
    for page in ("tu-khoa", "su-kien", "tac-gia"):
        for kind in ("rss", "atom"):
            assert client.get(f"/rss/{page}/kin.{kind}").status_code == 404


def test_whole_articles_only_where_the_paper_wants_it(client, settings):
    make_article(body="<p>Người dân <strong>vui mừng</strong>.</p>")
    content = "{http://purl.org/rss/1.0/modules/content/}encoded"
    assert channel(client).find("item").find(content) is None
    store().purge_all()
    settings.FEEDS_WITH_FULL_TEXT = True
    assert "<strong>vui mừng</strong>" in channel(client).find("item").findtext(content)
    entry = atom(client).find(f"{ATOM}entry")
    assert "<strong>vui mừng</strong>" in entry.findtext(f"{ATOM}content")
    assert entry.findtext(f"{ATOM}summary") == "Sáng nay, cầu chính thức thông xe."


def test_programs_that_kept_a_withdrawn_article_are_told_to_drop_it(
    client, cast, settings, django_capture_on_commit_callbacks
):
    article = make_article("Bài sẽ gỡ", tags=["Đường sắt"])
    make_article("Bài ở lại", tags=["Đường sắt"])
    gone = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    assert atom(client).find(gone) is None
    assert "Bài sẽ gỡ" in titles(client, "/rss/tu-khoa/duong-sat.rss")
    with django_capture_on_commit_callbacks(execute=True):
        article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    assert atom(client).find(gone).get("ref") == f"{settings.SITE_URL}/a{article.pk}"
    assert "Bài sẽ gỡ" not in client.get("/rss/atom.xml").content.decode()
    assert titles(client, "/rss/tu-khoa/duong-sat.rss") == ["Bài ở lại"]


@pytest.mark.parametrize("page", ["tu-khoa/duong-sat", "su-kien/bao-so-8", "tac-gia/thai-son", "kinh-te"])
def test_the_feed_of_a_page_tells_of_its_own_withdrawals_alone(client, cast, settings, page):
    marks = {"tags": ["Đường sắt"], "topics": [make_topic("Bão số 8")], "bylines": [(make_author(), "news")]}
    make_article("Bài ở lại", **marks)
    other = make_article("Chuyện khác", section=make_section("Văn hóa"))
    gone = make_article("Bài sẽ gỡ", **marks)
    for article in (gone, other):
        article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    told = atom(client, f"/rss/{page}.atom").iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert [entry.get("ref") for entry in told] == [f"{settings.SITE_URL}/a{gone.pk}"]


def test_an_item_names_its_authors_and_shows_its_picture(client, settings):
    thai_son, ngoc_ngu, picture = make_author(), make_author("Ngọc Ngữ"), make_picture(size=(1600, 900))
    works = [(thai_son, "news"), (thai_son, "photo"), (ngoc_ngu, "text")]
    make_article(lead='Giá lúa < 5.000 & "rẻ"', bylines=works, lead_picture_id=picture.pk)
    item, entry = channel(client).find("item"), atom(client).find(f"{ATOM}entry")
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Thái Sơn, Ngọc Ngữ"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Thái Sơn, Ngọc Ngữ"
    for shown in (item, entry):
        assert shown.find(f"{{{grammar.MEDIA}}}content").get("url") == settings.SITE_URL + picture.social_url
    # a program takes it for HTML, so that what stands there is HTML
    assert item.findtext("description") == "Giá lúa &lt; 5.000 &amp; &quot;rẻ&quot;"


@pytest.mark.parametrize("whole", [True, False])
def test_every_feed_keeps_to_its_format(client, cast, settings, whole):
    settings.FEEDS_WITH_FULL_TEXT = whole
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    marks = {"tags": ["Đường sắt"], "topics": [make_topic("Bão số 8")], "bylines": [(make_author(), "news")]}
    make_article("Giá < 5.000 & 'rẻ'", lead_picture_id=make_picture().pk, **marks)
    make_article("Không ảnh, không bút danh", tags=["Đường sắt"])
    gone = make_article("Bài sẽ gỡ", **marks)
    gone.move("withdraw", cast.chief, seen=gone.version, reason="Sai")
    grammar.check(ElementTree.fromstring(client.get("/rss/").content), grammar.RSS)
    grammar.check(atom(client), grammar.FEED)
    for page in ("tu-khoa/duong-sat", "su-kien/bao-so-8", "tac-gia/thai-son", "kinh-te"):
        grammar.check(ElementTree.fromstring(client.get(f"/rss/{page}.rss").content), grammar.RSS)
        grammar.check(atom(client, f"/rss/{page}.atom"), grammar.FEED)


def test_a_feed_asks_the_same_number_of_questions_however_many_articles(
    client, django_assert_max_num_queries
):
    for number in range(6):
        make_article(f"Tin {number}", bylines=[(make_author(f"Bút {number}"), "news")])
    with django_assert_max_num_queries(8):
        assert len(titles(client)) == 6


def test_a_feed_speaks_one_language_and_says_which(client):
    make_article("Tin tiếng Việt")
    make_article("News in English", section=make_section("Society", language="en"))
    assert titles(client) == ["Tin tiếng Việt"]
    assert titles(client, "/rss/society.rss") == ["News in English"]
    assert channel(client, "/rss/society.rss").findtext("language") == "en"
    assert atom(client, "/rss/society.atom").get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert channel(client).findtext("language") == "vi"
    languages = [
        name.text
        for name in ElementTree.fromstring(client.get("/news-sitemap.xml").content).iter(
            f"{{{grammar.NEWS}}}language"
        )
    ]
    assert languages == ["en", "vi"]
