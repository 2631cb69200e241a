"""Far down a list: pages that cost what the first costs, stay where they are, and can be shared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import paging
from articles.models import Article
from portal.cache import store
from tests.factory import make_article, make_section, make_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_numbered(monkeypatch):
    """Only the first two pages have numbers, so that a list of some hundred articles is long."""
    monkeypatch.setattr("articles.listing.NUMBERED", 2)


def titles(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return [card.title for card in answer.context["page"].items]


def walk(client, address: str, link: str) -> tuple[list[str], list[str]]:
    """Titles met by following a link of the pager, and the addresses."""
    met, addresses = [], []
    while address:
        store().purge_all()
        answer = client.get(address)
        page = answer.context["page"]
        met += [card.title for card in page.items]
        addresses.append(address)
        address = getattr(page, link)
    return met, addresses


def test_from_the_newest_to_the_oldest_and_back(client, two_numbered):
    made = make_shelf(105)
    met, down = walk(client, "/kinh-te/", "next_url")
    assert met == [article.title for article in reversed(made)]
    assert down[:2] == ["/kinh-te/", "/kinh-te/?trang=2"]
    assert all("?truoc=" in address for address in down[2:])
    assert len(down) == 6
    _met, up = walk(client, down[-1], "previous_url")
    assert up == [*reversed(down[2:]), f"/kinh-te/?truoc={made[85].pk}", "/kinh-te/"]


def test_a_shared_address_stays_while_new_articles_come(client, two_numbered):
    made = make_shelf(70)
    address = f"/kinh-te/?truoc={made[30].pk}"
    before = titles(client, address)
    make_article("Tin vừa xong")
    assert titles(client, address) == before
    Article.objects.filter(pk=made[30].pk).update(public_state="withdrawn")
    assert titles(client, address) == before


def test_articles_of_the_same_minute_are_neither_lost_nor_shown_twice(client, two_numbered):
    make_shelf(90)
    Article.objects.update(published_at=timezone.now() - timedelta(days=1))
    met, down = walk(client, "/kinh-te/", "next_url")
    assert len(met) == len(set(met)) == 90
    assert len(down) == 5


def test_old_addresses_with_a_number_lead_to_the_same_page(client, two_numbered):
    made = make_shelf(70)
    answer = client.get("/kinh-te/?trang=3")
    assert [card.title for card in answer.context["page"].items] == [a.title for a in made[29:9:-1]]
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000/kinh-te/?truoc={made[30].pk}">'
        in answer.content.decode()
    )
    assert client.get("/kinh-te/?trang=9").status_code == 404


def test_it_is_no_page_of_the_store_and_says_from_which_day_it_goes_back(client, two_numbered):
    made = make_shelf(60)
    newest = client.get("/kinh-te/").content
    address = f"/kinh-te/?truoc={made[30].pk}"
    page = client.get(address).content
    assert page != newest
    assert client.get("/kinh-te/").content == newest
    day = timezone.localtime(made[29].published_at).strftime("%d/%m/%Y")
    assert f"Từ {day} trở về trước" in page.decode()


@pytest.mark.parametrize("value", ["", "0", "abc", "-5", "9" * 19, "1' OR 1=1", "%00", "１２"])
def test_nonsense_is_a_page_that_does_not_exist(client, value):
    make_article()
    assert client.get("/kinh-te/", {"truoc": value}).status_code in {400, 404}


def test_what_nobody_may_see_says_nothing(client):
    make_article()
    draft = make_article("Bản nháp", published=False, section=make_section("Kinh tế"))
    assert client.get(f"/kinh-te/?truoc={draft.pk}").status_code == 404


def test_every_page_costs_the_same_queries(client, two_numbered, django_assert_max_num_queries):
    made = make_shelf(120, tags=["cầu"])
    client.get("/doc-nhieu/")
    for list_ in ("/kinh-te/", "/tu-khoa/cau/"):
        for pk in (made[100].pk, made[25].pk):
            with django_assert_max_num_queries(6):
                assert len(titles(client, f"{list_}?truoc={pk}")) == paging.SIZE


def test_an_imported_section_gets_no_address_of_other_pages(client):
    article = make_article(section=make_section("Media", slug=""))
    assert article.section.path == "muc-media"
    assert client.get(article.get_absolute_url()).status_code == 200
