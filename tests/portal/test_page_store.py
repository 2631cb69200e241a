"""Pages as files: kept, found, purged and made room for, also by several threads at once."""

import gzip
import os
import threading
import time
from pathlib import Path

import pytest

from portal import page_store
from portal.page_front import PageFront
from portal.page_store import Page, PageStore

LATER = 9_999_999_999.0
PAGE = Page(gzip.compress(b"<p>Xin ch\xc3\xa0o</p>"), "text/html; charset=utf-8", 'W/"1"')


def keep(pages, path="/", number=1, page=PAGE, *, began=None, expires=LATER):
    pages.put(path, number, page, began=began or time.time(), expires=expires)


def files(root: Path) -> list[Path]:
    """Kept pages: neither marks nor the lock."""
    return [file for file in root.rglob("*@*.gz") if file.is_file()]


@pytest.fixture
def pages(tmp_path):
    return PageStore(tmp_path / "store")


# --- the store by itself --------------------------------------------------------------------------


def test_a_page_comes_back_as_it_was_kept(pages):
    keep(pages, "/kinh-te/", 2)
    assert pages.get("/kinh-te/", 2) == PAGE
    assert pages.get("/kinh-te/") is None
    assert pages.get("/kinh-te") is None


def test_an_expired_page_is_still_there_and_says_so(pages):
    keep(pages, expires=time.time() - 1)
    assert not pages.get("/").is_fresh
    pages.claim("/")  # somebody renders it anew: the others take the old one for fresh
    assert pages.get("/").is_fresh


def test_a_purge_takes_all_pages_of_its_paths_and_no_other(pages):
    for path, number in [("/", 1), ("/kinh-te/", 1), ("/kinh-te/", 2), ("/xa-hoi/", 1)]:
        keep(pages, path, number)
    pages.purge(["/kinh-te/", "/", "/never-kept/"])
    assert [pages.get("/kinh-te/"), pages.get("/kinh-te/", 2), pages.get("/")] == [None] * 3
    assert pages.get("/xa-hoi/")


def test_a_page_rendered_before_a_purge_is_not_kept_after_it(pages):
    began = time.time()
    pages.purge(["/"])
    keep(pages, "/", began=began)
    assert pages.get("/") is None
    began = time.time()
    pages.purge_all()
    keep(pages, "/xa-hoi/", began=began)
    assert files(pages.root) == []
    keep(pages, "/")  # rendered after both
    assert pages.get("/")


def test_threads_that_keep_and_purge_at_once_never_leave_an_old_page(pages):
    """Each writer renders what is true when it begins; nothing older than the last purge may remain."""
    truth, paths, end = [0], ["/", "/kinh-te/"], time.time() + 1.5
    wrong = []

    def write():
        while time.time() < end:
            began, seen = time.time(), truth[0]
            for path in paths:
                keep(pages, path, page=Page(PAGE.content, "", str(seen)), began=began)

    def change():
        while time.time() < end:
            truth[0] += 1
            now = truth[0]
            pages.purge(paths) if now % 3 else pages.purge_all()
            found = [pages.get(path) for path in paths]
            wrong.extend(page.etag for page in found if page and int(page.etag) < now)

    threads = [threading.Thread(target=write) for _ in range(4)] + [threading.Thread(target=change)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert truth[0] > 20
    assert wrong == []
    assert not [file for file in pages.root.rglob("tmp*") if file.is_file()]


def test_a_purge_waits_for_the_page_that_is_just_put_in_place(pages, monkeypatch):
    """The worst moment: the purge has looked what is there, and only then the page gets its name."""

    def replace_slowly(*args):
        in_place.set()
        time.sleep(0.2)
        replace(*args)

    def unlink_slowly(path, **options):
        time.sleep(0.4)
        unlink(path, **options)

    replace, unlink, in_place = os.replace, Path.unlink, threading.Event()
    monkeypatch.setattr(page_store.os, "replace", replace_slowly)
    monkeypatch.setattr(Path, "unlink", unlink_slowly)
    writer = threading.Thread(target=keep, args=(pages, "/cau-a1.html"))
    writer.start()
    assert in_place.wait(5)
    pages.purge(["/cau-a1.html"])
    writer.join()
    assert pages.get("/cau-a1.html") is None


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"{}\n", b'{"etag": 1}\nx', b"[]\nx", b"half a li"])
def test_a_file_cut_short_is_no_page(pages, content):
    keep(pages)
    files(pages.root)[0].write_bytes(content)
    os.utime(files(pages.root)[0], (LATER, LATER))
    assert pages.get("/") is None


def test_the_store_makes_room_by_forgetting_what_was_longest_not_written(pages, monkeypatch):
    monkeypatch.setattr(page_store, "CHECK_EVERY", 1)
    pages.pages = 100
    for number in range(150):
        keep(pages, f"/tu-khoa/{number}/")
    assert len(files(pages.root)) == 150  # all young
    monkeypatch.setattr(page_store, "YOUNG", 0)
    for number in range(150, 200):
        keep(pages, f"/tu-khoa/{number}/")
    assert 50 <= len(files(pages.root)) <= 101
    assert all(pages.get(f"/tu-khoa/{number}/") for number in range(170, 200))
    assert pages.get("/tu-khoa/0/") is None


# --- touched, not changed --------------------------------------------------------------------------


def test_a_touched_page_stands_for_a_second_and_not_longer(pages):
    keep(pages, began=time.time())
    pages.touch(["/", "/never-kept/"])
    assert pages.get("/").is_fresh
    keep(pages, "/xa-hoi/", began=time.time() - 1)
    assert pages.get("/xa-hoi/").is_fresh
    pages.touch(["/xa-hoi/"])
    assert not pages.get("/xa-hoi/").is_fresh
    keep(pages, "/xa-hoi/")  # rendered after the touch
    time.sleep(1.05)
    assert pages.get("/xa-hoi/").is_fresh
    assert not pages.get("/").is_fresh


def test_a_page_touched_while_it_was_rendered_is_kept_for_a_second(pages):
    began = time.time() - 0.9
    pages.touch(["/"])
    keep(pages, "/", began=began)
    assert pages.get("/").is_fresh
    time.sleep(0.15)
    assert not pages.get("/").is_fresh


# --- names and files that a front server can serve ---------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/../x/", "/.x/", "/a//b/", "/a\0/", "/à/", "", "/a@1.gz/", "/" + "a" * 300 + "/"]
)
def test_what_is_no_readers_address_is_not_kept(pages, path):
    keep(pages, path)
    pages.purge([path])
    pages.touch([path])
    assert pages.get(path) is None
    assert files(pages.root) == []


def test_the_file_is_named_by_the_address_and_is_a_gzip_file(pages):
    keep(pages, "/kinh-te/", 2)
    keep(pages, "/kinh-te/cau-a1.html")
    file = pages.root / "pages/kinh-te/@2.gz"
    assert gzip.decompress(file.read_bytes()) == gzip.decompress(PAGE.content)
    assert file.stat().st_mode & 0o777 == 0o644
    assert (pages.root / "pages/kinh-te/cau-a1.html@1.gz").exists()
    assert page_store.etag_of(PAGE.content) == f'W/"{int(file.stat().st_mtime):x}-{file.stat().st_size:x}"'


def test_the_front_sees_a_page_until_it_expires_is_touched_or_purged(pages):
    front, served = PageFront(pages), pages.root / "served"
    keep(pages, "/cu/", expires=time.time() - 1)
    keep(pages, "/kinh-te/", expires=time.time() + 0.3)
    front.open()
    assert not (served / "cu/@1.gz").exists()
    for path in ("/tu-khoa/cau/", "/xa-hoi/"):
        keep(pages, path, expires=time.time() + 0.4)
    keep(pages, "/the-thao/", began=time.time())
    keep(pages, "/du-lich/")
    pages.touch(["/the-thao/"])
    front.tick()
    names = ("kinh-te", "tu-khoa/cau", "xa-hoi", "the-thao", "du-lich")
    assert all((served / name / "@1.gz").exists() for name in names)
    pages.purge(["/xa-hoi/"])
    assert not (served / "xa-hoi/@1.gz").exists()
    time.sleep(1.1)
    front.tick()
    assert [name for name in names if (served / name / "@1.gz").exists()] == ["du-lich"]
    assert not pages.get("/kinh-te/").is_fresh  # there for others while one renders
    front.close()
    assert not served.exists()
    keep(pages, "/kinh-te/")
    assert not (pages.root / "journal").exists()


def test_robots_that_read_everything_once_push_nothing_out_of_a_full_store(pages, monkeypatch):
    monkeypatch.setattr(page_store, "CHECK_EVERY", 1)
    pages.pages = 10
    for number in range(11):
        keep(pages, f"/tin/bai-a{number}.html")
    kept = {file.name for file in files(pages.root)}
    for number in range(100, 130):
        keep(pages, f"/tin/bai-a{number}.html")  # a robot
    assert {file.name for file in files(pages.root)} == kept
    keep(pages, "/tin/bai-a129.html")  # somebody asks for the second time
    keep(pages, "/tin/")
    assert pages.get("/tin/bai-a129.html")
    assert pages.get("/tin/")
