"""Two machines, two page stores, one database: what is purged on one is purged on the other."""

import gzip
import threading
import time

import pytest

from articles.signals import EVERYTHING, announce, announce_soon
from portal.cache import store
from portal.in_step import KEPT, Follower, forget_old
from portal.models import Purge
from portal.page_store import Page, PageStore
from tests.factory import edit_live, make_article

PAGE = Page(gzip.compress(b"<p>Xin ch\xc3\xa0o</p>"), "text/html; charset=utf-8", 'W/"1"')
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(tmp_path, settings):
    """The store of the second machine, with three pages, and who keeps it in step."""
    settings.SEVERAL_NODES = True
    pages = PageStore(tmp_path / "other")
    for path in ("/", "/kinh-te/", "/van-hoa/"):
        pages.put(path, 1, PAGE, began=time.time(), expires=time.time() + 300)
    return Follower(pages)


def kept(follower: Follower) -> set[str]:
    return {path for path in ("/", "/kinh-te/", "/van-hoa/") if follower.store.get(path)}


def test_what_an_act_names_is_purged_there_too_and_nothing_else(other, cast):
    article = make_article()
    other.follow()
    other.store.put("/van-hoa/", 1, PAGE, began=time.time(), expires=time.time() + 300)
    edit_live(article, cast.chief, title="Tên khác")
    assert other.follow()
    assert kept(other) == {"/van-hoa/"}
    assert other.follow() == 0


def test_a_page_begun_before_the_news_came_is_not_kept(other):
    began = time.time()
    announce(["/kinh-te/"])
    other.follow()
    other.store.put("/kinh-te/", 1, PAGE, began=began, expires=time.time() + 300)
    assert other.store.get("/kinh-te/") is None


def test_everything_at_once_and_everything_bit_by_bit(other):
    announce_soon([EVERYTHING])
    other.follow()
    assert kept(other) == {"/", "/kinh-te/", "/van-hoa/"}
    assert not other.store.get("/").is_fresh
    announce([EVERYTHING])
    other.follow()
    assert kept(other) == set()


def test_one_does_not_follow_itself(other):
    own = Follower(store())
    announce(["/"])
    assert own.follow() == 0
    assert other.follow() == 1


def test_the_service_follows_within_a_second(other):
    stopped = threading.Event()
    service = threading.Thread(target=other.run, args=[stopped])
    service.start()
    announce(["/"])
    until = time.monotonic() + 20
    while other.store.get("/") and time.monotonic() < until:
        time.sleep(0.05)
    stopped.set()
    service.join()
    assert kept(other) == {"/kinh-te/", "/van-hoa/"}


def test_who_was_away_for_a_day_throws_everything_away(other):
    other.read_at -= KEPT.total_seconds()
    other.follow()
    assert kept(other) == set()


def test_alone_nothing_is_noted_and_old_notes_go(other, settings):
    announce(["/"])
    Purge.objects.update(at="2020-01-01T00:00Z")
    forget_old()
    settings.SEVERAL_NODES = False
    announce(["/"])
    assert not Purge.objects.exists()
