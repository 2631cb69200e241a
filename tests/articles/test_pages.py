"""A reader follows addresses: right, wrong, old and made-up ones, and turns the pages of lists."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from articles.models import Article
from tests.factory import edit_live, make_article, make_author, make_section, make_shelf, make_topic

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    """Numbers of the shelf's articles in the order of the page."""
    return [part.split("-a")[0] for part in page.split('href="/kinh-te/tin-so-')[1:]]


# --- the address of an article --------------------------------------------------------------------


def test_a_wrong_slug_or_section_leads_to_the_one_address(client):
    article = make_article("Cầu Thanh Vân thông xe")
    right = article.get_absolute_url()
    assert right == f"/kinh-te/cau-thanh-van-thong-xe-a{article.pk}.html"
    for wrong in (
        f"/kinh-te/ten-cu-a{article.pk}.html",
        f"/xa-hoi/cau-thanh-van-thong-xe-a{article.pk}.html",
        f"/xa-hoi/nong-thon/cau-a{article.pk}.html",
        f"/kinh-te/cau-thanh-van-thong-xe-a000{article.pk}.html",
    ):
        answer = client.get(wrong)
        assert (answer.status_code, answer["Location"]) == (301, right)
        assert answer["Cache-Control"] == "no-cache"  # a title may change back: no browser keeps a loop
    assert client.get(right).status_code == 200


def test_an_article_moved_to_another_section_keeps_its_old_links(client, cast):
    article = make_article()
    old = article.get_absolute_url()
    below = make_section("Nông nghiệp", parent=article.section)
    edit_live(article, cast.chief, section_id=below.pk)
    answer = client.get(old)
    assert answer["Location"] == f"/kinh-te/nong-nghiep/cau-thanh-van-thong-xe-a{article.pk}.html"
    assert client.get(answer["Location"]).status_code == 200


def test_unknown_draft_and_scheduled_are_the_same_404(client, cast):
    draft = make_article("Bản nháp kín", published=False)
    scheduled = make_article("Bài hẹn giờ", at=timezone.now() + timedelta(hours=1))
    addresses = [article.get_absolute_url() for article in (draft, scheduled)]
    addresses += [
        f"/kinh-te/ten-cu-a{draft.pk}.html",
        "/kinh-te/khong-co-a999999999999999999.html",
        "/khong-co/",
    ]
    with time_machine.travel(timezone.now(), tick=False):  # the page names the day
        answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert "Bản nháp kín" not in answers[0].content.decode()


def test_a_number_too_long_for_the_database_is_just_not_there(client):
    assert client.get("/kinh-te/bai-a9999999999999999999999.html").status_code == 404


def test_only_reading_is_offered(client):
    article = make_article()
    for address in (article.get_absolute_url(), "/", "/kinh-te/"):
        assert client.put(address).status_code == 405
        assert client.post(address).status_code == 405


# --- the parts of an article ----------------------------------------------------------------------


def test_an_article_shows_the_people_tags_topics_and_picks_in_order(client, cast):
    author, photographer = make_author("Thái Sơn"), make_author("Thu Hà")
    target, gone = make_article("Bài liên quan một"), make_article("Bài sẽ gỡ")
    article = make_article(
        "Cầu mới",
        bylines=[(author, "news"), (author, "photo"), (photographer, "video")],
        picks=[(None, "Bài kho chưa có"), (target, ""), (gone, "")],
        tags=["Đường sắt", "Huế"],
        topics=[make_topic("Bão số 8")],
    )
    gone.move("withdraw", cast.chief, seen=gone.version, reason="Sai")
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'Tin, ảnh: <a rel="author" href="/tac-gia/thai-son/">Thái Sơn</a>' in page
    assert 'Video: <a rel="author" href="/tac-gia/thu-ha/">Thu Hà</a>' in page
    assert 'href="/tu-khoa/duong-sat/">Đường sắt</a>' in page
    assert 'href="/tu-khoa/hue/">Huế</a>' in page
    assert 'href="/su-kien/bao-so-8/"' in page
    assert "<span>Bài kho chưa có</span>" in page
    assert f'<a href="{target.get_absolute_url()}">Bài liên quan một</a>' in page
    assert page.index("Bài kho chưa có") < page.index("Bài liên quan một")
    assert "Bài sẽ gỡ" not in page


def test_what_people_type_is_text_and_never_markup(client):
    evil = '<script>alert("x")</script>'
    article = make_article(
        f"Tin {evil}",
        lead=evil,
        tags=[evil],
        bylines=[(make_author(evil), "news")],
        picks=[(None, evil)],
        topics=[make_topic(evil)],
    )
    assert "<script>alert" not in client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in client.get("/").content.decode()


# --- lists ----------------------------------------------------------------------------------------


def test_a_reader_turns_the_pages_of_a_section(client):
    make_shelf(45)
    first = client.get("/kinh-te/").content.decode()
    second = client.get("/kinh-te/?trang=2").content.decode()
    third = client.get("/kinh-te/?trang=3").content.decode()
    assert [titles(page) for page in (first, second, third)] == [
        [str(n) for n in range(44, 24, -1)],
        [str(n) for n in range(24, 4, -1)],
        [str(n) for n in range(4, -1, -1)],
    ]
    assert 'href="/kinh-te/?trang=2"' in first
    assert "trang=0" not in first
    assert 'href="/kinh-te/?trang=3"' in second
    assert "trang=4" not in third
    assert client.get("/kinh-te/?trang=4").status_code == 404


def test_exactly_one_page_has_no_next(client):
    make_shelf(20)
    page = client.get("/kinh-te/").content.decode()
    assert len(titles(page)) == 20
    assert "?trang=" not in page


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "-1",
        "1.5",
        "",
        "hai",
        "02",
        "٢",
        "+2",
        " 2",
        "5001",
        "99999999999999999999",
        "000000001999999999999",
        "2%00",
    ],
)
def test_a_page_number_that_is_none_is_never_an_error(client, number):
    make_shelf(1)
    assert client.get(f"/kinh-te/?trang={number}").status_code in {400, 404}
    assert client.get("/kinh-te/?trang=1").status_code == 200


def test_a_section_shows_what_stands_below_it_and_below_shows_its_own(client):
    economy = make_section("Kinh tế")
    farming = make_section("Nông nghiệp", parent=economy)
    make_article("Giá lúa tăng", section=farming)
    make_article("Cảng mới mở", section=economy)
    make_article("Khai giảng sớm", section=make_section("Giáo dục"))
    above, below = (
        client.get(address).content.decode() for address in ("/kinh-te/", "/kinh-te/nong-nghiep/")
    )
    assert "Giá lúa tăng" in above
    assert "Cảng mới mở" in above
    assert "Khai giảng sớm" not in above
    assert "Giá lúa tăng" in below
    assert "Cảng mới mở" not in below


def test_an_empty_section_says_so_and_an_unknown_one_is_not_there(client):
    make_section("Thể thao")
    assert client.get("/the-thao/").status_code == 200
    assert client.get("/khong-co/").status_code == 404
    assert client.get("/the-thao/khong-co/").status_code == 404
    assert client.get("/the-thao")["Location"] == "/the-thao/"


def test_tag_topic_and_author_pages_show_what_is_public(client):
    author, topic = make_author("Thái Sơn"), make_topic("Bão số 8")
    marks = {"tags": ["Đường sắt"], "topics": [topic], "bylines": [(author, "news"), (author, "photo")]}
    make_article("Tàu chạy lại", **marks)
    make_article("Tàu sắp chạy", published=False, **marks)
    make_article("Tàu hẹn giờ", at=timezone.now() + timedelta(hours=1), **marks)
    for address in ("/tu-khoa/duong-sat/", "/su-kien/bao-so-8/", "/tac-gia/thai-son/"):
        page = client.get(address).content.decode()
        assert page.count(">Tàu chạy lại</a>") == 1
        assert "Tàu sắp chạy" not in page
        assert "Tàu hẹn giờ" not in page


def test_what_only_drafts_know_of_is_not_there(client):
    make_article(
        "Bản nháp kín",
        published=False,
        tags=["Chưa công bố"],
        topics=[make_topic("Vụ án kín")],
        bylines=[(make_author("Bút danh kín"), "news")],
    )
    for address in ("/tu-khoa/chua-cong-bo/", "/su-kien/vu-an-kin/", "/tac-gia/but-danh-kin/"):
        assert client.get(address).status_code == 404


# --- what a page costs ----------------------------------------------------------------------------


def test_pages_cost_few_queries_cold_and_none_warm(client, django_assert_max_num_queries):
    economy = make_section("Kinh tế")
    for name in ("Nông nghiệp", "Công nghiệp"):
        make_section(name, parent=economy)
    author, others = make_author(), make_shelf(25, tags=["cầu", "sông"])
    article = make_article(
        tags=["cầu", "sông", "đò"],
        bylines=[(author, "news"), (author, "photo")],
        picks=[(others[0], ""), (others[1], ""), (None, "Chưa có")],
        topics=[make_topic(), make_topic("Lũ")],
    )
    client.get("/doc-nhieu/")  # masthead and menu are read with the first page of a process
    for address, most in {
        article.get_absolute_url(): 5,
        "/": 8,
        "/kinh-te/": 5,
        "/kinh-te/?trang=2": 5,
        "/tu-khoa/cau/": 4,
        "/su-kien/lu/": 4,
        "/tac-gia/thai-son/": 5,
        "/rss/": 3,
        "/sitemap.xml": 3,
    }.items():
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
        with django_assert_max_num_queries(0):
            assert client.get(address).status_code == 200


def test_a_long_archive_does_not_make_the_lists_longer_to_find(client):
    """Page and front page read by index: no plan sorts or scans the archive."""
    make_article()
    section = make_shelf(3000)[0].section
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
    for articles in (
        Article.objects.published().newest()[:20],
        Article.objects.published().in_section(section).newest()[:20],
        Article.objects.published().order_by("-pk")[:1],
        Article.objects.scheduled().order_by("published_at", "pk")[:1],
    ):
        plan = articles.explain()
        assert "Index" in plan
        assert "Seq Scan on articles_article" not in plan
        assert "Sort" not in plan.replace("Incremental Sort", "")
