"""Pages of tags, running stories and authors, of any size: the newest first, by an index."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Listed
from portal.cache import store
from tests.factory import edit_live, make_article, make_author, make_shelf, make_topic

pytestmark = pytest.mark.django_db
PAGES = ("/tu-khoa/duong-sat/", "/su-kien/bao-so-8/", "/tac-gia/thai-son/")


def marks() -> dict:
    return {"tags": ["Đường sắt"], "topics": [make_topic("Bão số 8")], "bylines": [(make_author(), "news")]}


def shown(client, path: str) -> list[str]:
    store().purge_all()  # acts purge when they are committed; here nothing is
    answer = client.get(path)
    return [article.title for article in answer.context["page"].items] if answer.status_code == 200 else []


@pytest.mark.parametrize("path", PAGES)
def test_every_act_is_on_the_page(client, cast, path):
    hour = timezone.now() - timedelta(hours=1)
    make_article("Bài thứ nhất", at=hour, **marks())
    second = make_article("Bài thứ hai", at=hour + timedelta(minutes=9), **marks())
    make_article("Bài hẹn giờ", at=hour + timedelta(days=1), **marks())
    make_article("Bản nháp", published=False, **marks())
    assert shown(client, path) == ["Bài thứ hai", "Bài thứ nhất"]

    second.move("withdraw", cast.chief, seen=second.version, reason="Sai")
    assert shown(client, path) == ["Bài thứ nhất"]
    second.move("restore", cast.chief, seen=second.version, reason="Đúng")
    assert shown(client, path) == ["Bài thứ hai", "Bài thứ nhất"]


def test_an_article_leaves_the_pages_its_edit_takes_it_from(client, cast):
    article = make_article(**marks())
    by, seen = cast.chief, article.version
    article.revise(
        by, seen=seen, changes={}, tags=["Cầu"], topics=[], bylines=[(make_author("Ngọc Ngữ"), "news")]
    )
    article.move("approve_edit", by, seen=article.version)
    assert [shown(client, path) for path in PAGES] == [[], [], []]
    assert shown(client, "/tu-khoa/cau/") == shown(client, "/tac-gia/ngoc-ngu/") == [article.title]
    rows = Listed.objects.filter(article=article)
    assert rows.count() == 2
    edit_live(article, by, title="Tên khác")
    assert rows.count() == 2


def test_two_works_of_one_author_are_one_article(client):
    author = make_author()
    article = make_article(bylines=[(author, "news"), (author, "photo")])
    assert shown(client, "/tac-gia/thai-son/") == [article.title]


def test_the_newest_of_a_large_tag_are_found_without_sorting_it():
    tag = make_shelf(3000, tags=["cầu"])[0].tags.get()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article, articles_listed")
    plan = Article.objects.published().listed_under(tag).newest().values("pk")[:21].explain()
    assert "articles_listed_pkey" in plan
    assert "Sort" not in plan
