"""Unusual votes are held, shown, and accepted or voided by a person; the average follows at once."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from articles.workflow import Refused
from ratings.models import Flood, Rating, RatingTotal
from tests.factory import make_article

pytestmark = pytest.mark.django_db


def vote(article, stars=1, times=1, network="n" * 32, start=0):
    for number in range(start, start + times):
        Rating.objects.cast(article, f"{network[:1]}{number:031x}"[:32], stars, network)


def shown(article):
    total = RatingTotal.objects.of(article)
    return total.votes, total.stars


@pytest.fixture
def flooded():
    """Five honest votes of five stars, then thirty of one star from one network in a minute."""
    article = make_article()
    for number in range(5):
        vote(article, 5, network=f"{number}" * 32)
    vote(article, 1, 30)
    return article


def test_thirty_votes_from_one_network_in_a_minute_are_held(flooded):
    assert Rating.objects.count() == 35
    assert shown(flooded) == (5, 25)
    flood = Flood.objects.get()
    assert (flood.votes, flood.state, flood.article) == (30, "held", flooded)


def test_usual_votes_are_left_alone():
    article = make_article()
    vote(article, 4, 19)
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        vote(article, 4, 19, start=19)
    vote(article, 4, 30, network="")
    assert not Flood.objects.exists()
    assert shown(article)[0] == 68


def test_moderator_sees_the_chart_and_voids(flooded, cast, login, client, django_capture_on_commit_callbacks):
    flood, desk = Flood.objects.get(), login(cast.moderator)
    here = f"/admin/ratings/flood/{flood.pk}/"
    assert f"#{flood.pk}" in desk.get("/admin/ratings/flood/").content.decode()
    html = desk.get(f"{here}change/").content.decode()
    assert re.search(r'<svg class="flood-chart" viewBox="0 0 \d+ 100"', html)
    assert "Rất nhiều phiếu từ một mạng" in html
    assert "Rất nhiều phiếu từ một mạng" in desk.get("/admin/").content.decode()
    assert "flood-ours" in html
    assert "<td>A</td><td>30</td>" in html
    assert "n" * 32 not in html
    assert " style=" not in html
    said = desk.post(f"{here}decide/", {"state": "voided", "reason": " "}, follow=True).content.decode()
    assert "Hãy ghi lý do" in said
    said = desk.post(f"{here}decide/", {"state": "voided", "reason": "Chương trình tự động"}, follow=True)
    assert "Chương trình tự động" in said.content.decode()
    assert shown(flooded) == (5, 25)
    assert Rating.objects.count() == 35


def test_accepted_votes_count_at_once_and_later_ones_too(flooded, cast, django_capture_on_commit_callbacks):
    stranger = Client()
    path = flooded.get_absolute_url()
    assert "5/5" in stranger.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        Flood.objects.get().decide(cast.moderator, "accepted", "Lớp học cùng bình chọn")
    assert shown(flooded) == (35, 55)
    assert "1,6/5" in stranger.get(path).content.decode()
    vote(flooded, 5, start=40)
    assert shown(flooded) == (36, 60)
    Flood.objects.get().decide(cast.chief, "voided", "Nhầm")
    assert shown(flooded) == (6, 30)


def test_later_votes_of_a_held_flood_are_held(flooded):
    vote(flooded, 1, 5, start=50)
    assert shown(flooded) == (5, 25)
    assert Flood.objects.get().votes == 35


def test_held_votes_are_changed_and_withdrawn_without_touching_the_sum(flooded, cast):
    voter = Rating.objects.filter(flood__isnull=False).first().voter
    Rating.objects.cast(flooded, voter, 5, "n" * 32)
    assert shown(flooded) == (5, 25)
    Rating.objects.withdraw(flooded, Rating.objects.filter(flood__isnull=False).last().voter)
    assert shown(flooded) == (5, 25)
    Flood.objects.get().decide(cast.moderator, "accepted", "Thật")
    assert shown(flooded) == (34, 25 + 28 + 5)
    Rating.objects.cast(flooded, voter, 1, "n" * 32)
    assert shown(flooded) == (34, 54)


@pytest.mark.parametrize("role", ["reporter", "editor", "secretary"])
def test_nobody_else_decides(flooded, cast, login, role):
    flood, person = Flood.objects.get(), getattr(cast, role)
    with pytest.raises(Refused, match="không có quyền"):
        flood.decide(person, "accepted", "Thích")
    assert login(person).get(f"/admin/ratings/flood/{flood.pk}/change/").status_code == 403


@pytest.mark.parametrize("state", ["held", "bịa", ""])
def test_no_other_state_is_decided(flooded, cast, state):
    with pytest.raises(Refused):
        Flood.objects.get().decide(cast.moderator, state, "Lý do")


def test_bars_show_how_votes_are_spread():
    article = make_article()
    for number, stars in enumerate((5, 5, 4, 1)):
        Rating.objects.cast(article, f"{number:032x}", stars)
    Rating.objects.cast(article, f"{3:032x}", 2)
    Rating.objects.withdraw(article, f"{0:032x}")
    assert RatingTotal.objects.of(article).bars == [(5, 1), (4, 1), (3, 0), (2, 1), (1, 0)]
    html = Template("{% load ratings %}{% rating_box article %}").render(Context({"article": article}))
    assert html.count("<progress") == 5


def test_one_vote_rules_no_list(django_assert_num_queries):
    good, single, fair = make_article("Nhiều phiếu"), make_article("Một phiếu"), make_article("Vừa phải")
    for number in range(20):
        Rating.objects.cast(good, f"{number:032x}", 5 if number else 4)
        Rating.objects.cast(fair, f"{number:032x}", 3)
    Rating.objects.cast(single, "a" * 32, 5)
    draft = make_article("Chưa đăng", published=False)
    RatingTotal.objects.create(article=draft, votes=50, stars=250)
    with django_assert_num_queries(1):
        html = Template("{% load ratings %}{% best_rated 5 %}").render(Context())
    assert html.index("Nhiều phiếu") < html.index("Vừa phải")
    assert "Một phiếu" not in html
    assert "Chưa đăng" not in html


def test_the_desk_lists_the_best_rated(cast, login):
    article = make_article("Được quý")
    vote(article, 5, 3, network="")
    html = login(cast.moderator).get("/admin/ratings/ratingtotal/").content.decode()
    assert "Được quý" in html
    assert "3,85" in html


def test_a_rush_of_votes_empties_the_page_once_and_renews_it_later(django_capture_on_commit_callbacks):
    from articles.signals import article_changed, article_touched

    at_once, soon, article = [], [], make_article()

    def changed(paths, **_signal):
        at_once.append(paths)

    def touched(paths, **_signal):
        soon.append(paths)

    article_changed.connect(changed)
    article_touched.connect(touched)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(30):
                Rating.objects.cast(article, f"{number:032x}", 4)
    finally:
        article_changed.disconnect(changed)
        article_touched.disconnect(touched)
    page = frozenset([article.get_absolute_url()])
    assert (at_once, soon) == ([page], [page] * 29)


def crowd(article, stars, count, start=0):
    """So many voters, each in a network of their own."""
    for number in range(start, start + count):
        Rating.objects.cast(article, f"{number:032x}", stars, f"{number:032x}")


def test_many_networks_with_one_voice_are_held_shown_and_voided(cast, login):
    article = make_article()
    for number in range(5):
        vote(article, 5, network=f"{number}" * 32)
    crowd(article, 1, 100, start=100)
    flood = Flood.objects.get()
    assert (flood.votes, flood.stars, flood.network) == (100, 1, "")
    assert shown(article) == (5, 25)
    crowd(article, 5, 1, start=500)  # who says something else counts
    assert shown(article) == (6, 30)
    desk = login(cast.moderator)
    html = desk.get(f"/admin/ratings/flood/{flood.pk}/change/").content.decode()
    assert "gần như đều cho 1 sao" in html
    assert "từ 100 mạng" in html
    desk.post(f"/admin/ratings/flood/{flood.pk}/decide/", {"state": "voided", "reason": "Vận động"})
    crowd(article, 1, 3, start=700)
    assert shown(article) == (6, 30)
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=False):
        crowd(article, 1, 1, start=800)
    assert shown(article) == (7, 31)


def test_a_loved_article_is_no_flood(cast):
    mixed, steady, accepted = make_article(), make_article(), make_article()
    for number in range(200):
        crowd(mixed, number % 5 + 1, 1, start=number)
    for minute in range(60, 0, -1):
        with time_machine.travel(timezone.now() - timedelta(minutes=minute, seconds=1), tick=False):
            crowd(steady, 5, 7, start=1000 * minute)
    crowd(steady, 5, 80)
    assert not Flood.objects.exists()
    crowd(accepted, 5, 80)
    Flood.objects.get().decide(cast.moderator, "accepted", "Bài được chia sẻ nhiều")
    crowd(accepted, 5, 80, start=100)
    assert Flood.objects.count() == 1
    assert [shown(article)[0] for article in (mixed, steady, accepted)] == [200, 500, 160]
