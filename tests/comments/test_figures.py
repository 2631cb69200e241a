"""Figures for the desk, and the house rules a consent names."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, HouseRules
from ratings.models import Rating
from tests.comments.stage import make_comment, page, send
from tests.factory import make_article, make_section

pytestmark = pytest.mark.django_db
FIGURES = "/admin/comments/comment/figures/"


def rows_of(html: str) -> list[str]:
    """The words of every row of the tables."""
    found = re.findall("<tr>(.*?)</tr>", html, re.S)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in found]


def test_moderator_reads_comments_in_figures(cast, login):
    bridge = make_article("Cầu thông xe", section=make_section("Kinh tế"))
    school = make_article("Trường mới", section=make_section("Giáo dục"))
    for number in range(3):
        comment = make_comment(bridge, f"Ý số {number}")
        Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(minutes=10))
        comment.approve(cast.moderator)
    make_comment(bridge, "Rác").reject(cast.moderator, "spam")
    make_comment(school, "Đang chờ")
    html = page(login(cast.moderator).get(FIGURES))
    assert "75 %" in html
    assert "10 phút" in html
    assert html.index("Cầu thông xe") < html.index("Trường mới")
    rows = rows_of(html)
    assert rows.index("Kinh tế 4 3 75 % 10 phút") < rows.index("Giáo dục 1 0 – –")
    assert "Cầu thông xe 4 3 75 % 10 phút" in rows
    today = f"{timezone.localdate():%d/%m/%Y} 5 3 75 % 10 phút"
    assert today in rows
    assert len(re.findall("<rect", html)) == 31
    bars = re.findall(r'<progress[^>]* max="(\d*)" value="(\d+)"', html)
    assert bars == [("4", "4"), ("4", "1")] * 2, "each bar against the longest: sections, then articles"


def test_a_comment_that_waited_for_weeks_is_told_in_days(cast, login):
    comment = make_comment(make_article())
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=20, hours=5))
    comment.approve(cast.moderator)
    assert "20 ngày 5 giờ" in page(login(cast.moderator).get(FIGURES))


def test_figures_of_nothing_at_all(cast, login):
    assert login(cast.moderator).get(FIGURES).status_code == 200
    assert login(cast.moderator).get("/admin/ratings/ratingtotal/figures/").status_code == 200


def test_moderator_reads_ratings_in_figures(cast, login):
    article = make_article("Được quý")
    for number, stars in enumerate((5, 5, 4)):
        Rating.objects.cast(article, f"{number:032x}", stars)
    html = page(login(cast.moderator).get("/admin/ratings/ratingtotal/figures/"))
    assert "<td>Được quý</td><td>3</td><td>4,7</td>" in html
    rows = rows_of(html)
    assert rows.count("Được quý 3 4,7") == 2  # rated best, and rated most
    assert {"Kinh tế 3 4,7", f"{timezone.localdate():%d/%m/%Y} 3 4,7"} <= set(rows)
    assert len(re.findall("<rect", html)) == 31


@pytest.mark.parametrize("path", [FIGURES, "/admin/ratings/ratingtotal/figures/"])
def test_nobody_else_reads_them(cast, login, path):
    assert login(cast.reporter).get(path).status_code == 403


def test_a_consent_names_the_rules_it_was_given_to(client, cast, login, django_capture_on_commit_callbacks):
    article = make_article()
    assert "Mọi ý kiến đều được đọc" in page(client.get("/y-kien/noi-quy/"))
    with django_capture_on_commit_callbacks(execute=True):
        rules = HouseRules.objects.create(text="Điều 1. Lịch sự.")
    assert "Điều 1. Lịch sự." in page(client.get("/y-kien/noi-quy/"))
    send(client, article)
    assert Comment.objects.get().consent_version.endswith(f".{rules.pk}")
    desk = login(cast.chief)
    assert desk.post("/admin/comments/houserules/add/", {"text": "Điều 2."}).status_code == 302
    assert desk.post(f"/admin/comments/houserules/{rules.pk}/change/", {"text": "Đổi"}).status_code == 403
    assert HouseRules.current().text == "Điều 2."
