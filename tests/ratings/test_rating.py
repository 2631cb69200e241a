"""A reader gives stars, changes them, takes them back; everybody sees the average."""

import json
from datetime import timedelta

import pytest
from django.core.signing import get_cookie_signer
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from articles.models import Article
from ratings.models import VOTES_PER_NETWORK, Rating, RatingTotal
from tests.factory import make_article

EMPTY = "Hãy trở thành người đầu tiên đánh giá cho bài viết này!"
FRAGMENT = {"X-Requested-With": "fragment"}

pytestmark = pytest.mark.django_db


def address(article) -> str:
    return f"/danh-gia/{article.pk}/"


def page(response) -> str:
    return response.content.decode()


def shown(article) -> tuple[int, int]:
    total = RatingTotal.objects.of(article)
    return total.votes, total.stars


def box(article) -> str:
    return Template("{% load ratings %}{% rating_box article %}").render(Context({"article": article}))


def test_nobody_has_voted_yet(django_assert_num_queries):
    article = make_article()
    with django_assert_num_queries(1):
        html = box(article)
    assert "ĐÁNH GIÁ" in html
    assert EMPTY in html
    assert html.count('type="radio"') == 5
    assert "csrf" not in html  # it stands in cached pages


def test_reader_gives_four_stars_without_script(client):
    article = make_article()
    response = client.post(address(article), {"stars": "4"})
    assert (response.status_code, response["Location"]) == (303, address(article))
    assert Rating.objects.get().stars == 4
    own = page(client.get(response["Location"]))
    assert "Bạn đã cho 4 sao" in own
    assert article.get_absolute_url() in own
    assert "<strong>4/5</strong> – 1 lượt" in box(article)


def test_reader_gives_stars_with_script(client):
    article = make_article()
    response = client.post(address(article), {"stars": "5"}, headers=FRAGMENT)
    assert response.status_code == 200
    assert page(response).lstrip().startswith("<section")
    assert "Bạn đã cho 5 sao" in page(response)
    assert "no-store" in response["Cache-Control"]


def test_two_readers_make_an_average(client):
    article = make_article()
    client.post(address(article), {"stars": "5"})
    Client().post(address(article), {"stars": "4"})
    assert "<strong>4,5/5</strong> – 2 lượt" in box(article)
    assert RatingTotal.objects.of(article).star_shapes == ["full"] * 4 + ["half"]


def test_voting_twice_changes_the_one_vote(client):
    article = make_article()
    Client().post(address(article), {"stars": "3"})
    for stars in ("5", "5", "2"):
        client.post(address(article), {"stars": stars})
    assert shown(article) == (2, 5)
    assert sorted(Rating.objects.values_list("stars", flat=True)) == [2, 3]


def test_reader_takes_the_vote_back(client):
    article = make_article()
    client.post(address(article), {"stars": "4"})
    response = client.post(address(article), {"withdraw": "1"}, headers=FRAGMENT)
    assert "Đã rút đánh giá của bạn" in page(response)
    assert EMPTY in page(response)
    assert shown(article) == (0, 0)
    assert not Rating.objects.exists()
    assert client.post(address(article), {"withdraw": "1"}).status_code == 303  # again: nothing happens
    assert shown(article) == (0, 0)


@pytest.mark.parametrize("stars", ["6", "0", "-1", "abc", "", "4.5", "5 ", "٤", None])
def test_anything_but_one_to_five_stars_gets_a_sentence(client, stars):
    article = make_article()
    response = client.post(address(article), {} if stars is None else {"stars": stars})
    assert response.status_code == 400
    assert "Hãy chọn từ một đến năm sao" in page(response)
    assert 'type="radio"' in page(response)
    assert not Rating.objects.exists()
    assert not response.cookies


@pytest.mark.parametrize("stars", ["4\x00", "\x00", "%ff"])
def test_unreadable_stars_are_refused_without_a_crash(client, stars):
    article = make_article()
    assert client.post(address(article), {"stars": stars}).status_code == 400
    assert not Rating.objects.exists()


def test_only_a_vote_sets_the_cookie(client):
    article = make_article()
    assert not client.get(address(article)).cookies
    cookie = client.post(address(article), {"stars": "4"}).cookies["voter"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/danh-gia/"  # never sent with a cacheable page
    assert Rating.objects.get().voter in cookie.value


def test_cookie_is_secure_on_a_secure_site(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    response = client.post(address(make_article()), {"stars": "4"})
    assert response.cookies["voter"]["secure"]


@pytest.mark.parametrize("value", ["", "a" * 32, "x:y:z", "' or 1=1 --"])
def test_made_up_cookie_is_nobody(client, value):
    article = make_article()
    client.cookies["voter"] = value
    client.post(address(article), {"stars": "4"})
    assert Rating.objects.get().voter != value


def test_signed_cookie_with_another_id_shape_is_nobody(client):
    article = make_article()
    client.cookies["voter"] = get_cookie_signer(salt="votervoter").sign("admin")
    assert client.post(address(article), {"stars": "4"}).status_code == 303
    assert Rating.objects.get().voter != "admin"


def test_article_that_is_not_public_is_not_there(client):
    draft = make_article(published=False)
    absent = client.post("/danh-gia/999999/", {"stars": "4"})
    answer = client.post(address(draft), {"stars": "4"})
    assert (answer.status_code, absent.status_code) == (404, 404)
    assert page(answer) == page(absent)
    assert client.get(address(draft)).status_code == 404
    assert client.get("/danh-gia/99999999999999999999999/").status_code == 404
    assert not Rating.objects.exists()


def test_closed_rating_shows_a_sentence_and_no_form(client):
    article = make_article(ratings_open=False)
    assert "Bài viết này không nhận đánh giá." in box(article)
    assert "<form" not in box(article)
    response = client.post(address(article), {"stars": "4"})
    assert response.status_code == 403
    assert "Bài viết này không nhận đánh giá." in page(response)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[broken"},
    ],
)
def test_another_site_cannot_vote_through_its_visitors(client, headers):
    article = make_article()
    response = client.post(address(article), {"stars": "1"}, headers=headers)
    assert response.status_code == 403
    assert "Hãy đánh giá ngay trên trang của báo" in page(response)
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, {"Sec-Fetch-Site": "none"}],
)
def test_own_page_votes_without_a_token(headers):
    article = make_article()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(article), {"stars": "5"}, headers=headers).status_code == 303


def test_one_network_may_not_pour_in_votes(client):
    article, other = make_article(), make_article("Bài khác")
    Client().post(address(article), {"stars": "5"})
    first, earlier = Rating.objects.get(), timezone.now() - timedelta(minutes=20)
    Rating.objects.bulk_create(
        Rating(article=article, voter=f"{number:032x}", stars=5, network=first.network, created_at=earlier)
        for number in range(VOTES_PER_NETWORK - 1)
    )
    refused = client.post(address(article), {"stars": "5"})
    assert refused.status_code == 429
    assert "Hãy thử lại sau một giờ" in page(refused)
    assert Rating.objects.count() == VOTES_PER_NETWORK
    assert client.post(address(other), {"stars": "5"}).status_code == 303
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(address(article), {"stars": "5"}).status_code == 303


def test_address_of_a_reader_is_stored_nowhere(settings):
    settings.BEHIND_PROXY = True
    headers = {"X-Forwarded-For": "6.6.6.6, 198.51.100.77", "User-Agent": "Máy của bạn đọc"}
    Client().post(address(make_article()), {"stars": "5"}, headers=headers)
    row = str(Rating.objects.values().get())
    assert "198.51.100" not in row
    assert "Máy" not in row
    neighbour = headers | {"X-Forwarded-For": "9.9.9.9, 198.51.100.78"}
    Client().post(address(make_article("Bài khác")), {"stars": "5"}, headers=neighbour)
    assert len(set(Rating.objects.values_list("network", flat=True))) == 1  # one network, /24


@pytest.mark.parametrize("remote", ["", "unix:", "2001:db8::1", "::ffff:192.0.2.1"])
def test_any_kind_of_address_may_vote(remote):
    reader = Client(REMOTE_ADDR=remote)
    assert reader.post(address(make_article()), {"stars": "5"}).status_code == 303


def test_vote_is_seen_by_everybody_at_once_and_leaves_the_article_alone(
    client, django_capture_on_commit_callbacks
):
    article = make_article()
    before = Article.objects.values().get(pk=article.pk)
    assert EMPTY in page(client.get(article.get_absolute_url()))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(article), {"stars": "4"})
    fresh = Client().get(article.get_absolute_url())
    assert "<strong>4/5</strong> – 1 lượt" in page(fresh)
    assert "Bạn đã cho" not in page(fresh)
    assert not fresh.cookies
    assert Article.objects.values().get(pk=article.pk) == before


def test_verb_refuses_stars_a_program_made_up():
    article = make_article()
    for stars in (0, 6, True, "5", 4.5):
        with pytest.raises(ValueError, match="is not 1 to 5 stars"):
            Rating.objects.cast(article, "a" * 32, stars)


def test_newsroom_reads_ratings_and_changes_none(cast, login, client):
    article = make_article()
    Client().post(address(article), {"stars": "4"})
    rating = Rating.objects.get()
    desk = login(cast.moderator)
    assert article.title in page(desk.get("/admin/ratings/rating/"))
    assert rating.voter not in page(desk.get(f"/admin/ratings/rating/{rating.pk}/change/"))
    assert desk.post(f"/admin/ratings/rating/{rating.pk}/change/", {"stars": "1"}).status_code == 403
    assert desk.post(f"/admin/ratings/rating/{rating.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/admin/ratings/rating/add/").status_code == 403
    assert login(cast.reporter).get("/admin/ratings/rating/").status_code == 403


def test_a_reader_sees_takes_along_and_takes_back_every_vote(client):
    first, second = make_article("Cầu thông xe"), make_article("Chợ mới")
    for article, stars in ((first, 4), (second, 2)):
        client.post(address(article), {"stars": stars})
    Client().post(address(first), {"stars": 5})
    second.move("withdraw", second.created_by, seen=second.version, reason="Sai")
    html = page(client.get("/danh-gia/cua-toi/"))
    assert "Cầu thông xe" in html
    assert "Chợ mới" not in html
    assert "no-store" in client.get("/danh-gia/cua-toi/")["Cache-Control"]
    votes = json.loads(client.get("/danh-gia/cua-toi/?tai-ve=1").content)["votes"]
    assert [(vote["article"], vote["stars"]) for vote in votes] == [(None, 2), (first.get_absolute_url(), 4)]
    cross = client.post("/danh-gia/cua-toi/", headers={"Sec-Fetch-Site": "cross-site"})
    assert (cross.status_code, Rating.objects.count()) == (403, 3)
    assert "không còn phiếu nào" in page(client.get(client.post("/danh-gia/cua-toi/")["Location"]))
    assert shown(first) == (1, 5)
    assert shown(second) == (0, 0)
    assert "chưa có phiếu nào" in page(Client().get("/danh-gia/cua-toi/"))
