"""A reader looks for the paper of a day, and follows a running story along its days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portal.cache import store
from tests.factory import make_article, make_shelf, make_topic

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 8, month: int = 12) -> datetime:
    return datetime(2018, month, day, hour, tzinfo=VIETNAM)


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- by day -----------------------------------------------------------------------------------------


def test_a_day_begins_at_midnight_in_viet_nam(client):
    make_article("Khuya hôm trước", at=datetime(2018, 12, 11, 16, 59, 59, tzinfo=UTC))
    make_article("Đầu ngày", at=datetime(2018, 12, 11, 17, 0, tzinfo=UTC))
    make_article("Cuối ngày", at=at(12, 23))
    page = read(client, "/luu-tru/2018/12/12/")
    assert "<h1>Thứ Tư, 12/12/2018</h1>" in page
    assert page.index("Cuối ngày") < page.index("Đầu ngày")
    assert "Khuya hôm trước" not in page


def test_the_calendar_links_days_with_something_to_read_and_months_around(client):
    make_article("Một", at=at(3, month=10))
    make_article("Hai", at=at(12))
    make_article("Ba", at=at(14))
    make_article("Nháp", published=False)
    page = read(client, "/luu-tru/2018/12/12/")
    assert '<a href="/luu-tru/2018/12/12/" aria-current="page">' in page
    assert '<a href="/luu-tru/2018/12/14/">' in page
    assert "/luu-tru/2018/12/13/" not in page
    assert 'rel="prev" href="/luu-tru/2018/10/"' in page
    assert 'rel="next"' not in page
    october = read(client, "/luu-tru/2018/10/")
    assert 'rel="next" href="/luu-tru/2018/12/"' in october
    assert 'rel="prev"' not in october


def test_the_archive_begins_with_the_newest_month(client):
    assert client.get("/luu-tru/").status_code == 404
    make_article(at=at(12))
    assert client.get("/luu-tru/")["Location"] == "/luu-tru/2018/12/"


@pytest.mark.parametrize(
    "address",
    ["2018/12/13/", "2018/11/", "2018/13/", "2018/02/30/", "0000/01/01/", "9999/12/31/", "2018/00/"],
)
def test_days_without_a_paper_are_not_there(client, address):
    make_article(at=at(12))
    assert client.get(f"/luu-tru/{address}").status_code == 404


def test_a_withdrawn_article_is_gone_from_its_day_at_once(client, cast, django_capture_on_commit_callbacks):
    article = make_article("Bài sẽ gỡ", at=at(12))
    make_article("Bài ở lại", at=at(12))
    assert "Bài sẽ gỡ" in read(client, "/luu-tru/2018/12/12/")
    with django_capture_on_commit_callbacks(execute=True):
        article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    assert "Bài sẽ gỡ" not in read(client, "/luu-tru/2018/12/12/")


def test_a_full_day_has_pages_and_costs_few_queries(client, django_assert_max_num_queries):
    make_shelf(25)
    newest = timezone.localdate(timezone.now() - timedelta(minutes=1))
    address = f"/luu-tru/{newest:%Y/%m/%d}/"
    client.get("/doc-nhieu/")  # masthead, menu and footer are read with the first page of a process
    with django_assert_max_num_queries(5):
        assert client.get(address).status_code == 200


# --- a running story --------------------------------------------------------------------------------


def test_an_article_leads_to_the_one_before_and_the_one_after_in_its_story(
    client, django_assert_max_num_queries
):
    storm, other = make_topic("Bão số 8"), make_topic("Chuyện khác")
    first = make_article("Bão hình thành", topics=[storm], at=at(10))
    middle = make_article("Bão đổ bộ", topics=[storm], at=at(11))
    make_article("Nháp về bão", topics=[storm], published=False)
    make_article("Chuyện khác", topics=[other], at=at(11, 9))
    last = make_article("Bão tan", topics=[storm], at=at(12))
    with django_assert_max_num_queries(8):
        page = read(client, middle.get_absolute_url())
    assert f'rel="prev" href="{first.get_absolute_url()}">Bão hình thành</a>' in page
    assert f'rel="next" href="{last.get_absolute_url()}">Bão tan</a>' in page
    assert "Nháp về bão" not in page
    assert 'rel="prev"' not in read(client, first.get_absolute_url())
    assert 'rel="next"' not in read(client, last.get_absolute_url())


def test_a_withdrawn_neighbour_is_not_linked_any_longer(client, cast, django_capture_on_commit_callbacks):
    storm = make_topic("Bão số 8")
    first = make_article("Bão hình thành", topics=[storm], at=at(10))
    gone = make_article("Bài sẽ gỡ", topics=[storm], at=at(11))
    last = make_article("Bão tan", topics=[storm], at=at(12))
    assert (
        "Bài sẽ gỡ" in read(client, first.get_absolute_url()).split('class="in-story"')[1].split("</ul>")[0]
    )
    with django_capture_on_commit_callbacks(execute=True):
        gone.move("withdraw", cast.chief, seen=gone.version, reason="Sai")
    for article, neighbour in ((first, "Bão tan"), (last, "Bão hình thành")):
        line = read(client, article.get_absolute_url()).split('class="in-story"')[1].split("</ul>")[0]
        assert neighbour in line
        assert "Bài sẽ gỡ" not in line


def test_a_story_is_told_by_days_with_what_is_pinned_on_top(client, django_assert_max_num_queries):
    storm = make_topic("Bão số 8", description="Cơn bão mạnh nhất mười năm.")
    pinned = make_article("Số điện thoại cứu trợ", at=at(9))
    storm.pinned = pinned
    storm.save()
    make_article("Bão hình thành", topics=[storm], at=at(10))
    make_article("Bão đổ bộ sáng", topics=[storm], at=at(11, 7))
    make_article("Bão đổ bộ chiều", topics=[storm], at=at(11, 17))
    client.get("/doc-nhieu/")  # masthead, menu and footer are read with the first page of a process
    with django_assert_max_num_queries(5):
        page = read(client, "/su-kien/bao-so-8/")
    places = [
        page.index(part)
        for part in (
            "Cơn bão mạnh nhất mười năm.</p>",
            "Số điện thoại cứu trợ",
            "<h2>Thứ Ba, 11/12/2018</h2>",
            "Bão đổ bộ chiều",
            "Bão đổ bộ sáng",
            "<h2>Thứ Hai, 10/12/2018</h2>",
            "Bão hình thành",
        )
    ]
    assert places == sorted(places)


def test_a_pinned_draft_is_nobodys_business(client):
    storm = make_topic("Bão số 8")
    storm.pinned = make_article("Bản nháp kín", published=False)
    storm.save()
    make_article("Bão hình thành", topics=[storm], at=at(10))
    store().purge_all()
    assert "Bản nháp kín" not in read(client, "/su-kien/bao-so-8/")
