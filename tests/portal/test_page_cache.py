"""Finished public pages: who gets them, when they go, and what no page may carry."""

import gzip
import logging
import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Section
from articles.signals import EVERYTHING, announce
from articles.sitemaps import part_path
from portal.cache import store
from portal.models import Masthead
from portal.page_store import PageStore
from tests.factory import edit_live, make_article, make_author, make_section, make_shelf


def files(root: Path) -> list[Path]:
    """Kept pages: neither marks nor the lock."""
    return [file for file in root.rglob("*@*.gz") if file.is_file()]


@pytest.fixture
def article(db):
    return make_article("Cầu Thanh Vân thông xe", tags=["cầu"], bylines=[(make_author(), "news")])


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """with committed(): what is done in it is committed at its end, and told to the page store."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def test_the_second_reader_gets_the_same_answer_without_a_query(client, article, django_assert_num_queries):
    first = client.get(article.get_absolute_url())
    with django_assert_num_queries(0):
        second = client.get(article.get_absolute_url())
    assert first.content == second.content
    assert first.headers == second.headers
    assert "Cầu Thanh Vân" in second.content.decode()


def test_everybody_gets_it_packed_or_plain_as_they_can_read(client, article):
    path = article.get_absolute_url()
    for _cold_then_warm in range(2):
        packed = client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
        plain = client.get(path)
        refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0, identity"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content == refused.content
        assert "Content-Encoding" not in plain
        assert "Content-Encoding" not in refused
        for answer in (packed, plain, refused):
            assert answer["Content-Length"] == str(len(answer.content))
            assert answer["Vary"] == "Accept-Encoding"
            assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_who_has_the_page_is_told_so(client, article, committed):
    path = article.get_absolute_url()
    etag = client.get(path)["ETag"]
    assert etag.startswith('W/"')
    again = client.get(path, headers={"If-None-Match": f'"other", {etag}', "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Vary"] == "Accept-Encoding"
    assert "default-src 'none'" in again["Content-Security-Policy"]
    with committed():
        edit_live(article, article.created_by, title="Cầu thông xe sớm")
    changed = client.get(article.get_absolute_url(), headers={"If-None-Match": etag})
    assert changed.status_code == 200


def test_a_head_request_fills_and_reads_the_same_page(client, article, django_assert_num_queries):
    head = client.head(article.get_absolute_url())
    with django_assert_num_queries(0):
        page = client.get(article.get_absolute_url())
        again = client.head(article.get_absolute_url())
    assert head.content == again.content == b""
    assert head.headers == again.headers == page.headers
    assert len(page.content) > 1000


def test_made_up_parameters_neither_split_nor_fill_the_store(client, article, django_assert_num_queries):
    path = article.get_absolute_url()
    client.get(path)
    with django_assert_num_queries(0):
        for query in ("utm_source=zalo", "fbclid=123", "trang=1", "x=1&trang=1"):
            assert client.get(f"{path}?{query}").status_code == 200
    for number in ("2", "49", "0", "-1", "abc", "01", "51", "9" * 30):
        client.get(f"{path}?trang={number}")  # an article has no pages
        client.get(f"/kinh-te/?trang={number}")
    assert len(files(store().root)) == 1


def test_pages_of_a_list_are_kept_one_by_one(client, db, django_assert_num_queries):
    make_shelf(22)
    first, second = client.get("/kinh-te/"), client.get("/kinh-te/?trang=2&utm_source=zalo")
    with django_assert_num_queries(0):
        assert client.get("/kinh-te/?trang=1").content == first.content
        assert client.get("/kinh-te/?trang=2").content == second.content
    assert first.content != second.content


def test_nothing_but_a_good_public_page_is_kept(client, article, cast, login):
    draft = make_article("Bản nháp", published=False)
    for path in (
        draft.get_absolute_url(),
        "/khong-co/",
        f"/kinh-te/ten-cu-a{article.pk}.html",
        "/kinh-te",
        "/healthz",
        "/readyz",
        "/tim-kiem/?q=cau",
        f"/danh-gia/{article.pk}/",
        f"/y-kien/{article.pk}/",
        "/admin/login/",
    ):
        client.get(path)
    login(cast.chief).get("/admin/")
    assert files(store().root) == []


def test_no_public_page_ever_carries_a_cookie_or_a_name(client, article, cast, login):
    """Not even for an editor who is signed in, nor for a browser with a broken cookie."""
    login(cast.chief)
    client.cookies["messages"] = "x"
    for path in ("/", article.get_absolute_url(), "/kinh-te/", "/tu-khoa/cau/", "/rss/", "/sitemap.xml"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "ookie" not in answer["Vary"]
        assert cast.chief.full_name not in answer.content.decode()
        assert "csrf" not in answer.content.decode().lower()
    assert len(files(store().root)) == 6
    store().purge_all()
    client.cookies.clear()
    client.cookies.load({"sessionid": "abc", "csrftoken": "abc"})  # too short: Django would mend them
    assert not client.get("/").cookies
    assert len(files(store().root)) == 1


def test_a_page_that_turns_personal_by_mistake_is_not_kept(client, article, monkeypatch):
    from articles import views

    def careless(request, template, context):
        response = original(request, template, context)
        response.set_cookie("seen", "1")
        return response

    original = views.render
    monkeypatch.setattr(views, "render", careless)
    with pytest.raises(AssertionError, match="cookie"):  # the alarm of conftest.py
        client.get(article.get_absolute_url())
    monkeypatch.setattr(logging.getLogger("portal.cache"), "handlers", [logging.NullHandler()])
    assert client.get(article.get_absolute_url())["Cache-Control"] == "private, no-store"
    assert files(store().root) == []


def test_every_change_shows_at_once(client, article, committed):
    paths = (
        "/",
        "/kinh-te/",
        "/tu-khoa/cau/",
        "/tac-gia/thai-son/",
        "/rss/",
        "/rss/kinh-te.rss",
        "/news-sitemap.xml",
    )
    for path in paths:
        assert "Cầu Thanh Vân thông xe" in client.get(path).content.decode()
    with committed():
        edit_live(article, article.created_by, title="Cầu thông xe sớm")
    for path in paths:
        page = client.get(path).content.decode()
        assert "Cầu thông xe sớm" in page
        assert "Cầu Thanh Vân thông xe" not in page
    part = part_path(article.pk)
    assert article.slug in client.get(part).content.decode()
    with committed():
        article.move("withdraw", article.created_by, seen=article.version, reason="Sai")
    for path in paths:
        assert "Cầu thông xe sớm" not in client.get(path).content.decode()
    assert article.slug not in client.get(part).content.decode()
    assert client.get("/tu-khoa/cau/").status_code == 404


def test_a_change_that_is_rolled_back_purges_nothing(client, article, committed, django_assert_num_queries):
    def fail():
        with transaction.atomic():
            edit_live(article, article.created_by, title="Không thành")
            raise ZeroDivisionError

    client.get("/")
    with committed(), pytest.raises(ZeroDivisionError):
        fail()
    with django_assert_num_queries(0):
        assert "Không thành" not in client.get("/").content.decode()


def test_a_new_masthead_is_on_every_page_at_once_in_every_process(client, article, committed):
    client.get("/")
    Masthead.objects.update_or_create(pk=1, defaults={"name": "Báo Thuận Phong"})
    with committed():
        announce([EVERYTHING])
    assert "Báo Thuận Phong" in client.get("/").content.decode()
    # another process changes the menu: this one hears of it through the store alone
    Section.objects.filter(pk=article.section_id).update(name="Kinh tế biển")
    PageStore(store().root).purge_all()
    assert "Kinh tế biển" in client.get("/khong-co/").content.decode()


def test_a_scheduled_article_appears_at_its_minute_by_itself(client, article):
    due = timezone.now() + timedelta(seconds=1.5)
    coming = make_article("Bài hẹn giờ", at=due)
    paths = ("/", "/kinh-te/", "/rss/")
    for path in paths:
        assert "Bài hẹn giờ" not in client.get(path).content.decode()
    time.sleep(max(0, (due - timezone.now()).total_seconds()) + 0.05)
    for path in paths:
        assert "Bài hẹn giờ" in client.get(path).content.decode()
    assert client.get(coming.get_absolute_url()).status_code == 200


def test_an_article_that_comes_due_while_a_page_is_rendered_is_not_missed(client, article, monkeypatch):
    from articles import views

    def slowly(*args, **kwargs):
        while not Article.objects.published().filter(pk=coming.pk).exists():
            time.sleep(0.05)
        return original(*args, **kwargs)

    client.get(article.section.get_absolute_url())  # what a process does once is no part of the race
    store().purge([article.section.get_absolute_url()])
    original = views.render
    coming = make_article("Bài hẹn giờ", at=timezone.now() + timedelta(seconds=2))
    monkeypatch.setattr(views, "render", slowly)
    assert "Bài hẹn giờ" not in client.get("/kinh-te/").content.decode()  # its list was read before
    assert "Bài hẹn giờ" in client.get("/kinh-te/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_rendered_before_a_commit_never_lands_after_the_purge(client, monkeypatch):
    """A reader's page is slow; meanwhile a secretary withdraws the article."""
    from articles import views

    rendered, withdrawn = threading.Event(), threading.Event()

    def slowly(*args, **kwargs):
        response = original(*args, **kwargs)
        rendered.set()
        assert withdrawn.wait(10)
        return response

    def read():
        try:
            answers.append(client.get(article.get_absolute_url()).status_code)
        finally:
            connection.close()

    article = make_article()
    original, answers = views.render, []
    monkeypatch.setattr(views, "render", slowly)
    reader = threading.Thread(target=read)
    reader.start()
    assert rendered.wait(10)
    article.move("withdraw", article.created_by, seen=article.version, reason="Sai")
    withdrawn.set()
    reader.join()
    assert answers == [200]  # asked before, answered as it was
    assert files(store().root) == []
    assert client.get(article.get_absolute_url()).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_an_expired_page_is_rendered_once_while_the_others_get_the_old_one(client, settings, monkeypatch):
    from articles import views

    article = make_article()
    settings.PAGE_CACHE_SECONDS = 0
    old = client.get(article.get_absolute_url()).content
    settings.PAGE_CACHE_SECONDS = 300
    Article.objects.update(lead="Bản mới của bài.")  # behind the verbs' back: only time tells
    started, others_done, renderings = threading.Event(), threading.Event(), []

    def slowly(*args, **kwargs):
        renderings.append(1)
        started.set()
        assert others_done.wait(10)
        return original(*args, **kwargs)

    def read():
        try:
            answers.append(client.get(article.get_absolute_url()).content.decode())
        finally:
            connection.close()

    original, answers = views.render, []
    monkeypatch.setattr(views, "render", slowly)
    first = threading.Thread(target=read)
    first.start()
    assert started.wait(10)
    assert [client.get(article.get_absolute_url()).content for _ in range(5)] == [old] * 5
    others_done.set()
    first.join()
    assert len(renderings) == 1
    assert "Bản mới của bài." in answers[0]
    assert "Bản mới của bài." in client.get(article.get_absolute_url()).content.decode()


def test_an_expired_page_whose_article_is_gone_does_not_come_back(article, client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(article.get_absolute_url())
    Article.objects.update(public_state="withdrawn")
    assert client.get(article.get_absolute_url()).status_code == 410
    assert files(store().root) == []


def test_readers_read_on_while_a_page_fails(article, client, settings, monkeypatch):
    from articles import views

    settings.PAGE_CACHE_SECONDS = 0
    old = client.get(article.get_absolute_url()).content
    monkeypatch.setattr(views, "render", lambda *_args: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(article.get_absolute_url())
    assert (answer.status_code, answer.content) == (200, old)
    assert client.get("/kinh-te/").status_code == 500  # of this one there is no old copy


@pytest.mark.parametrize("place", ["/proc/nowhere/pages", "/dev/full/pages"])
def test_a_disk_that_takes_nothing_costs_no_page(client, article, settings, place):
    settings.PAGE_STORE = place
    for _ in range(2):
        assert client.get(article.get_absolute_url()).status_code == 200
    edit_live(article, article.created_by, title="Cầu thông xe sớm")
    assert "Cầu thông xe sớm" in client.get(article.get_absolute_url()).content.decode()


def test_a_full_disk_leaves_no_half_page_and_still_purges(client, article, monkeypatch):
    """A file size limit of the process is met the way a full disk is: in the middle of writing."""
    import resource
    import signal

    client.get("/")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        assert client.get(article.get_absolute_url()).status_code == 200
        store().purge(["/"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert files(store().root) == []
    assert not list((store().root / "drafts").iterdir())


def test_the_menu_shows_sections_and_what_stands_below_in_the_desks_order(client, db):
    second = make_section("Xã hội", order=2)
    first = make_section("Kinh tế", order=1)
    make_section("Nông nghiệp", parent=first, order=2)
    make_section("Công nghiệp", parent=first, order=1)
    make_section("Trang ẩn", in_menu=False)
    cache.clear()
    page = client.get("/khong-co/").content.decode()
    menu = page[page.index('class="all-sections"') : page.index('class="bar__sections"')]
    names = [first.name, "Công nghiệp", "Nông nghiệp", second.name]
    assert sorted(names, key=menu.index) == names
    assert "Trang ẩn" not in page


@pytest.mark.django_db
def test_a_withdrawn_title_leaves_the_suggestions_of_others_at_once(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kept = make_article("Đầm Trà Sa vào mùa cá lòng")
        gone = make_article("Mùa cá lòng trên đầm Trà Sa trúng lớn")
    assert gone.title in client.get(kept.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        gone.move("withdraw", gone.created_by, seen=gone.version, reason="Sai số liệu")
    assert gone.title not in client.get(kept.get_absolute_url()).content.decode()
