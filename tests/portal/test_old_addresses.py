"""A reader follows an old link; the desk sees which links are dead and points them somewhere."""

import pytest
from django.utils import timezone

from articles.models import Article, ImportedAddress, OldAddress
from portal.models import DeadAddress
from tests.articles.test_import import record, run, write
from tests.factory import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db
PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 10; K) Chrome/120.0.0.0 Mobile Safari/537.36"}


def follow(client, address: str, **headers):
    return client.get(address, headers=PHONE | headers)


def way(client, address: str) -> str:
    answer = follow(client, address)
    assert answer.status_code == 301
    return answer["Location"]


# --- what was renamed -------------------------------------------------------------------------------


def test_a_renamed_section_is_found_by_its_old_address_with_all_below_it(client):
    economy = make_section("Kinh tế")
    make_section("Nông nghiệp", parent=economy)
    economy.slug = "kinh-te-thi-truong"
    economy.save()
    assert way(client, "/kinh-te/") == "/kinh-te-thi-truong/"
    assert way(client, "/kinh-te/nong-nghiep/") == "/kinh-te-thi-truong/nong-nghiep/"
    assert way(client, "/rss/kinh-te/nong-nghiep.rss") == "/rss/kinh-te-thi-truong/nong-nghiep.rss"


def test_renaming_twice_and_back_makes_no_chain_and_no_loop(client):
    section = make_section("Kinh tế")
    for slug in ("kinh-doanh", "lam-an"):
        section.slug = slug
        section.save()
    assert way(client, "/kinh-te/") == way(client, "/kinh-doanh/") == "/lam-an/"
    section.slug = "kinh-te"
    section.save()
    assert follow(client, "/kinh-te/").status_code == 200
    assert way(client, "/lam-an/") == "/kinh-te/"


def test_topics_authors_and_tags_keep_their_old_addresses(client):
    topic, author = make_topic("Bão số 8"), make_author("Thái Sơn")
    tag = make_article(topics=[topic], bylines=[(author, "news")], tags=["Một cửa"]).tags.get()
    for page in (topic, author, tag):
        old = page.get_absolute_url()
        page.slug = f"{page.slug}-moi"
        page.save()
        assert way(client, old) == page.get_absolute_url()
        assert follow(client, page.get_absolute_url()).status_code == 200


def test_a_page_that_is_there_is_never_led_away_from(client):
    make_section("Kinh tế")
    OldAddress.objects.create(path="/kinh-te/", target="/khac/")
    assert follow(client, "/kinh-te/").status_code == 200


# --- what came from the earlier site -----------------------------------------------------------------


def bring_in(tmp_path, *records):
    """Import these as `tests/articles/test_import.py` does; each names its address on the earlier site."""
    return run(write(tmp_path / "cu.jsonl", [record(n, **fields) for n, fields in enumerate(records, 1)]))


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("https://cu.example/tin-tuc/2009/Cau-Moi.html", "/tin-tuc/2009/Cau-Moi.html"),
        ("https://cu.example/tin-tuc/2009/Cau-Moi.html", "/tin-tuc/2009/cau-moi"),
        ("http://cu.example/tin-tuc/2009/cau-moi/", "/tin-tuc/2009/cau-moi.htm?utm_source=fb"),
        ("http://cu.example/news.aspx?id=42", "/news.aspx?id=42"),
        ("http://cu.example/c%E1%BA%A7u-m%E1%BB%9Bi", "/c%E1%BA%A7u-m%E1%BB%9Bi"),
        (
            "/kinh-te/cau-moi-a{other}.html",
            "/kinh-te/cau-moi-a{other}.html",
        ),  # of our own shape, other numbers
    ],
)
def test_an_imported_article_is_found_at_its_address_of_the_earlier_site(client, tmp_path, before, asked):
    other = make_article("Bài khác").pk
    bring_in(tmp_path, {"url": before.format(other=other)}, {"url": "http://cu.example/news.aspx?id=43"})
    article = Article.objects.get(source_id="cu-1")
    assert way(client, asked.format(other=other)) == article.get_absolute_url()
    assert not DeadAddress.objects.exists()


def test_an_imported_article_that_was_withdrawn_is_told_to_be_gone(client, tmp_path, cast):
    bring_in(tmp_path, {"url": "https://cu.example/tin/cau-moi.html"})
    article = Article.objects.get(source_id="cu-1")
    article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    assert follow(client, "/tin/cau-moi.html").status_code == 410


def test_importing_again_moves_the_address_along(client, tmp_path):
    bring_in(tmp_path, {"url": "https://cu.example/tin/mot"})
    bring_in(tmp_path, {"url": "https://cu.example/tin/hai"})
    assert ImportedAddress.objects.count() == 1
    assert way(client, "/tin/hai") == Article.objects.get().get_absolute_url()
    bring_in(tmp_path, {})
    assert not ImportedAddress.objects.exists()


# --- what is spelled otherwise ------------------------------------------------------------------------


def test_another_spelling_of_an_address_leads_to_the_page(client):
    article = make_article(
        "Giá lúa tăng", section=make_section("Nông nghiệp", parent=make_section("Kinh tế"))
    )
    number, address = article.pk, article.get_absolute_url()
    for asked in ("/kinh-te/nong-nghiep", "/Kinh-Te/Nong-Nghiep/", "/kinh-te/nong-nghiep.html"):
        assert way(client, asked) == "/kinh-te/nong-nghiep/"
    for asked in (
        f"/gia-lua-tang-a{number}.html",
        f"/kinh-te/Gia-Lua-a{number}.HTML",
        f"/x/y/z/abc-a{number}/",
    ):
        assert way(client, asked) == address
    assert way(client, "/tim-kiem") == "/tim-kiem/"
    assert not DeadAddress.objects.exists()


def test_a_dead_address_without_a_slash_is_listed_once(client):
    assert client.get("/khong-co", headers=PHONE, follow=True).status_code == 404
    assert [row.path for row in DeadAddress.objects.all()] == ["/khong-co/"]


# --- what nobody knows ------------------------------------------------------------------------------


def test_a_lost_reader_is_offered_what_the_address_may_have_meant(client):
    article = make_article("Cầu Thanh Vân thông xe sáng nay")
    make_article("Nháp về cầu Thanh Vân", published=False)
    make_article("Cầu thủ Thanh ghi bàn")
    answer = follow(client, "/tin-tuc/2009/cau-thanh-van-thong-xe-12345.html")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'<a href="{article.get_absolute_url()}">' in page
    assert "Nháp về cầu" not in page
    assert "Cầu thủ" not in page
    assert "<mark>" not in page
    assert 'class="meant"' not in follow(client, "/xyz/khong-dau-vao-dau-qqq.html").content.decode()


def test_the_desk_sees_dead_addresses_and_points_them_somewhere(client, login, cast):
    article = make_article()
    dead = "/news/detail/98765"
    for _visit in range(3):
        assert follow(client, dead, referer="https://blog.example/bai?ai=ten").status_code == 404
    row = DeadAddress.objects.get()
    assert (row.path, row.hits, row.source) == (dead, 3, "https://blog.example/bai")
    desk = login(cast.secretary)
    listed = desk.get("/admin/portal/deadaddress/").content.decode()
    assert "/admin/articles/oldaddress/add/?path=%2Fnews%2Fdetail%2F98765" in listed
    desk.post("/admin/articles/oldaddress/add/", {"path": dead, "target": article.get_absolute_url()})
    assert way(client, dead) == article.get_absolute_url()
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize(
    "target", ["//khac.example/", "https://khac.example/", "/\\khac.example", "kinh-te/", "/cu/"]
)
def test_an_address_of_ours_never_leads_to_another_site(login, cast, target):
    answer = login(cast.secretary).post("/admin/articles/oldaddress/add/", {"path": "/cu/", "target": target})
    assert answer.status_code == 200
    assert not OldAddress.objects.exists()


def test_programs_that_try_addresses_out_fill_no_list(client):
    for address in ("/wp-login.php", "/.env", "/backup.zip", "/static/khong-co.css", "/a/b/.git/config"):
        follow(client, address)
    client.get("/mot-trang-cu/", headers={"user-agent": "Googlebot/2.1"})
    client.get("/mot-trang-cu/")
    client.get("/" + "x" * 400)
    assert not DeadAddress.objects.exists()


def test_the_list_of_dead_addresses_does_not_grow_for_ever(client, monkeypatch):
    monkeypatch.setattr("portal.models.addresses.MOST", 3)
    for n in range(6):
        follow(client, f"/trang-cu-{n}/")
    assert DeadAddress.objects.count() == 3
    follow(client, "/trang-cu-0/")
    assert DeadAddress.objects.get(path="/trang-cu-0/").hits == 2
    assert DeadAddress.objects.first().last_at <= timezone.now()


def test_only_the_desk_points_addresses(login, cast):
    for person in (cast.reporter, cast.editor, cast.moderator):
        desk = login(person)
        assert desk.get("/admin/articles/oldaddress/").status_code == 403
        assert desk.get("/admin/portal/deadaddress/").status_code == 403
