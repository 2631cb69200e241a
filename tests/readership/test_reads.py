"""Readers stay with an article; the paper learns how many they were, and nothing about them."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Article
from portal.cache import store
from readership import counting
from readership.models import Reads, Salt, Seen
from tests.factory import make_article, make_section
from tests.racing import at_once

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch):
    monkeypatch.setattr(counting, "waiting", counting.Waiting())
    monkeypatch.setattr("readership.views.waiting", counting.waiting)
    counting.salt_of.cache_clear()


def read(client, article, address="203.0.113.7", browser=PHONE, **headers):
    answer = client.post(
        f"/luot-doc/{article.pk}/", REMOTE_ADDR=address, headers={"user-agent": browser} | headers
    )
    assert answer.status_code == 204
    return answer


def views(article) -> int:
    counting.waiting.write()
    return sum(Reads.objects.filter(article=article).values_list("views", flat=True))


@pytest.mark.django_db
def test_a_reader_who_comes_again_is_counted_once_and_another_one_too(client):
    article, other = make_article("Bài một"), make_article("Bài hai")
    read(client, article)
    read(client, article)
    assert views(article) == 1
    read(client, article)  # after it was written, too
    read(client, article, address="203.0.113.8")
    read(client, article, browser=PHONE.replace("120", "121"))
    read(client, other)
    assert (views(article), views(other)) == (3, 1)


@pytest.mark.django_db
def test_the_next_day_the_same_reader_counts_again_and_yesterday_is_forgotten(client):
    article = make_article(at=timezone.now() - timedelta(days=3))
    yesterday = timezone.now().replace(hour=5) - timedelta(days=1)
    with time_machine.travel(yesterday, tick=False):
        read(client, article)
        assert views(article) == 1
        salt = Salt.objects.get().value
    read(client, article)
    assert views(article) == 2
    assert Salt.objects.get().value != salt
    assert set(Seen.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.django_db
def test_programs_and_other_sites_are_not_readers(client):
    article = make_article()
    for browser in (
        "Googlebot/2.1",
        "",
        "curl/8.1",
        "HeadlessChrome/120",
        "python-requests/2",
        "BingPreview",
    ):
        read(client, article, browser=browser)
    read(client, article, origin="https://khac.example")
    read(client, article, **{"sec-fetch-site": "cross-site"})
    assert views(article) == 0


@pytest.mark.django_db
def test_what_is_not_public_is_not_counted_and_nothing_breaks(client, cast):
    draft = make_article("Nháp", published=False)
    read(client, draft)
    assert client.post("/luot-doc/999999999999999999/", headers={"user-agent": PHONE}).status_code == 204
    assert client.post("/luot-doc/9999999999999999999/").status_code == 405
    assert client.get(f"/luot-doc/{draft.pk}/").status_code == 405
    assert views(draft) == 0


@pytest.mark.django_db
def test_one_address_cannot_make_an_article_famous(client, monkeypatch):
    monkeypatch.setattr(counting, "PER_SOURCE", 5)
    article = make_article()
    for n in range(4):
        read(client, article, browser=f"{PHONE} {n}")
    assert views(article) == 4
    for n in range(4, 9):
        read(client, article, browser=f"{PHONE} {n}")
    assert views(article) == 5


@pytest.mark.django_db
def test_a_read_sets_no_cookie_is_kept_nowhere_and_leaves_the_article_row_alone(client):
    article = make_article()
    before = Article.objects.filter(pk=article.pk).values().get()
    answer = read(client, article)
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    counting.waiting.write()
    assert Article.objects.filter(pk=article.pk).values().get() == before
    kept = " ".join(str(row) for row in Seen.objects.values_list())
    assert "203.0.113" not in kept
    assert "Android" not in kept


@pytest.mark.django_db
def test_a_storm_is_written_in_batches(client, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(counting, "SECONDS", 3600)
    article = make_article()
    read(client, article, address="198.51.100.1")  # makes the day's salt
    with django_assert_max_num_queries(0):
        for n in range(2, 200):
            read(client, article, address=f"198.51.100.{n}")
    assert not Reads.objects.exists()
    with django_assert_max_num_queries(8):
        read(client, article, address="198.51.100.200")
    assert Reads.objects.get().views == 200


@pytest.mark.django_db(transaction=True)
def test_many_processes_write_the_same_readers_at_the_same_moment():
    articles = [make_article(f"Bài {n}") for n in range(3)]
    now = timezone.now()
    reads = [
        counting.Read(article.pk, reader=f"{article.pk}-{n}", source=f"{article.pk}-{n}", at=now)
        for article in articles
        for n in range(40)
    ]

    def write(number):
        counting.record(reads[::-1] if number % 2 else reads)

    at_once(write, 6)
    assert sorted(Reads.objects.values_list("views", flat=True)) == [40, 40, 40]


@pytest.mark.django_db
def test_while_the_database_refuses_reads_wait_and_nobody_notices(client):
    article = make_article()
    read(client, article)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE readership_reads RENAME TO away")
    counting.waiting.write()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE away RENAME TO readership_reads")
    assert views(article) == 1


# --- what readers see of it -----------------------------------------------------------------------


def give(article, views: int, hours_ago: float = 0):
    hour = (timezone.now() - timedelta(hours=hours_ago)).replace(minute=0, second=0, microsecond=0)
    Reads.objects.create(article=article, hour=hour, views=views)


@pytest.mark.django_db
def test_the_front_page_ranks_the_day_and_the_week_apart(client):
    old = timezone.now() - timedelta(days=6)
    titles = ("Được đọc hôm nay", "Được đọc trong tuần", "Chưa ai đọc")
    today, week, unread = (make_article(title, at=old) for title in titles)
    give(today, 30, hours_ago=2)
    give(week, 500, hours_ago=50)
    give(week, 3, hours_ago=1)
    give(unread, 900, hours_ago=24 * 8)
    most_read = client.get("/").context["most_read"]
    assert most_read == {"day": [today, week], "week": [week, today]}
    page = client.get("/doc-nhieu/").content.decode()
    assert "Chưa ai đọc" not in page
    assert page.index("Được đọc hôm nay") < page.index("Được đọc trong tuần")


@pytest.mark.django_db
def test_a_withdrawn_article_leaves_the_ranks_and_the_next_one_moves_up(client, cast):
    articles = [make_article(f"Tin số {n}") for n in range(6)]
    for n, article in enumerate(articles):
        give(article, 100 - n)
    assert [a.title for a in client.get("/").context["most_read"]["day"]] == [f"Tin số {n}" for n in range(5)]
    articles[0].move("withdraw", cast.chief, seen=articles[0].version, reason="Sai")
    store().purge_all()
    assert [a.title for a in client.get("/").context["most_read"]["day"]] == [
        f"Tin số {n}" for n in range(1, 6)
    ]
    assert "Tin số 0" not in client.get("/doc-nhieu/").content.decode()


@pytest.mark.django_db
def test_before_anything_was_read_the_pages_say_so(client):
    make_section("Kinh tế")
    assert 'id="most-read"' not in client.get("/").content.decode()
    assert gettext("Nothing has been counted yet.") in client.get("/doc-nhieu/").content.decode()


@pytest.mark.django_db
def test_an_article_names_its_beacon_and_the_page_of_the_most_read(client):
    article = make_article()
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'data-read="/luot-doc/{article.pk}/"' in page
    assert '<a href="/doc-nhieu/">' in page
    assert settings.SITE_URL + "/doc-nhieu/" in client.get("/doc-nhieu/").content.decode()
