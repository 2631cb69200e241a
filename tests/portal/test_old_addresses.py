"""A reader follows an old link; the desk sees which links are dead and points them somewhere."""

import pytest
from django.utils import timezone

from articles.models import OldAddress
from portal.models import DeadAddress
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
