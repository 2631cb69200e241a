"""A reader opens the paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Section
from tests.factory import make_article, make_picture, make_section, make_shelf, make_topic

pytestmark = pytest.mark.django_db


def front(client) -> dict:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.context


def test_an_empty_paper_says_that_it_is_being_prepared(client):
    page = front(client)
    assert (page["lead_story"], page["secondary"], page["newest"], page["blocks"]) == (None, [], [], [])
    assert client.get("/").content


def test_the_newest_article_with_a_picture_leads(client):
    picture = make_picture()
    make_article("Bài cũ có ảnh", lead_picture_id=picture.pk, at=timezone.now() - timedelta(hours=2))
    make_article("Bài mới không ảnh")
    page = front(client)
    assert page["lead_story"].title == "Bài cũ có ảnh"
    assert [article.title for article in page["secondary"]] == ["Bài mới không ảnh"]


def test_without_pictures_the_newest_leads(client):
    make_article("Hôm qua", at=timezone.now() - timedelta(days=1))
    make_article("Hôm nay")
    assert front(client)["lead_story"].title == "Hôm nay"


def test_no_article_stands_twice_and_all_are_where_they_belong(client):
    make_shelf(40)
    society = make_section("Xã hội")
    village = make_section("Nông thôn", parent=society)
    make_article("Chợ quê", section=village, at=timezone.now() - timedelta(days=3))
    page = front(client)
    in_blocks = [article for block in page["blocks"] for article in [block.first, *block.rest]]
    shown = [page["lead_story"], *page["secondary"], *page["newest"], *in_blocks]
    assert len({article.pk for article in shown}) == len(shown) == 1 + 4 + 10 + 5 + 1
    assert [(block.section.name, 1 + len(block.rest)) for block in page["blocks"]] == [
        ("Kinh tế", 5),
        ("Xã hội", 1),
    ]
    newest_first = [article.published_at for article in page["secondary"] + page["newest"]]
    assert newest_first == sorted(newest_first, reverse=True)
    assert [article.title for article in in_blocks[:5]] == [f"Tin số {n}" for n in range(24, 19, -1)]
    assert client.get("/").content.decode().count("cho-que-a") == 1


def test_only_what_is_public_stands_on_it(client, cast):
    make_article("Bản nháp", published=False)
    make_article("Bài hẹn giờ", at=timezone.now() + timedelta(hours=1))
    withdrawn = make_article("Bài đã gỡ")
    withdrawn.move("withdraw", cast.chief, seen=withdrawn.version, reason="Sai")
    page = client.get("/").content.decode()
    for title in ("Bản nháp", "Bài hẹn giờ", "Bài đã gỡ"):
        assert title not in page


def test_blocks_follow_the_menu(client):
    for name, order in (("Thể thao", 3), ("Giáo dục", 1), ("Y tế", 2)):
        section = make_section(name, order=order)
        make_article(f"Tin {name}", section=section, at=timezone.now() - timedelta(days=2))
    hidden = make_section("Trang ẩn", in_menu=False)
    make_article("Tin ẩn", section=hidden, at=timezone.now() - timedelta(days=2))
    make_shelf(20)
    assert [block.section.name for block in front(client)["blocks"]] == [
        "Giáo dục",
        "Y tế",
        "Thể thao",
        "Kinh tế",
    ]


def test_running_stories_are_shown_when_there_is_something_to_read(client):
    storm, over = make_topic("Bão số 8"), make_topic("Đã kết thúc", running=False)
    make_topic("Chưa có bài")
    secret = make_topic("Vụ án kín")
    make_article(topics=[storm, over])
    make_article("Nháp", topics=[secret], published=False)
    assert [topic.name for topic in front(client)["topics"]] == ["Bão số 8"]


def test_the_front_page_costs_the_same_with_ten_sections(client, django_assert_max_num_queries):
    make_shelf(30)
    for n in range(10):
        section = make_section(f"Mục {n}")
        make_section(f"Mục con {n}", parent=section)
        make_article(f"Tin của mục {n}", section=section, at=timezone.now() - timedelta(days=n + 1))
    assert Section.objects.count() == 21
    client.get("/doc-nhieu/")  # masthead, menu and footer are read with the first page of a process
    with django_assert_max_num_queries(8):
        assert len(front(client)["blocks"]) == 11
