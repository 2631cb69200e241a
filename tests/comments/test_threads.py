"""Readers talk to each other: answers, likes, orders, permanent links, reports, second thoughts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.signals import article_changed, article_touched
from articles.workflow import Refused
from comments.models import Comment, CommentPolicy, CommentTotal, Like, Report
from comments.models.policies import comments_are_open
from ratings.models import Rating
from tests.comments.stage import FRAGMENT, address, make_comment, open_form, page, send
from tests.factory import make_article, make_section

pytestmark = pytest.mark.django_db


def at(comment, what="") -> str:
    return f"{address(comment.article)}{comment.pk}/{what}"


@pytest.fixture
def talk(cast):
    """A comment, an answer to it, and an answer to the answer; all printed."""
    article = make_article()
    first = make_comment(article, "Cầu đẹp quá.", name="Hòa", approved_by=cast.moderator)
    second = make_comment(article, "Tôi đồng ý.", name="Bình", answers=first, approved_by=cast.moderator)
    third = make_comment(article, "Tôi thì không.", name="Cúc", answers=second, approved_by=cast.moderator)
    return article, first, second, third


def test_reader_answers_by_name_without_script(client, cast, talk):
    article, first, second, _third = talk
    html = page(client.get(article.get_absolute_url()))
    assert f"{address(article)}?tra-loi={second.pk}" in html
    form = page(client.get(f"{address(article)}?tra-loi={second.pk}"))
    assert "Trả lời Bình" in form
    assert "Tôi đồng ý." in form
    typed = open_form(client, article, text="Còn tôi thì thấy vậy.") | {"tra-loi": str(second.pk)}
    assert client.post(address(article), typed).status_code == 303
    answer = Comment.objects.get(text="Còn tôi thì thấy vậy.")
    assert (answer.parent, answer.answers, answer.state) == (first, second, "held")
    answer.approve(cast.moderator)
    html = page(client.get(at(first)))
    assert "trả lời Bình" in html
    assert html.index("Tôi thì không.") < html.index("Còn tôi thì thấy vậy.")


@pytest.mark.parametrize("value", ["999999", "abc", "-1", "9" * 40, "٣"])
def test_answer_to_what_is_gone_keeps_the_words(client, talk, value):
    article = talk[0]
    assert client.get(f"{address(article)}?tra-loi={value}").status_code == 200
    response = client.post(
        address(article), open_form(client, article, text="Giữ lại nhé") | {"tra-loi": value}
    )
    assert response.status_code == 400
    assert "Giữ lại nhé" in page(response)
    assert "không còn nữa" in page(response)


def test_answers_leave_and_return_with_their_first_comment(client, cast, talk):
    article, first, second, _third = talk
    assert CommentTotal.objects.of(article) == 3
    first.reject(cast.moderator, "insult")
    assert CommentTotal.objects.of(article) == 0
    assert not Comment.objects.approved().exists()
    assert "Tôi đồng ý." not in page(client.get(f"{address(article)}tat-ca/"))
    assert client.get(at(first)).status_code == 404
    assert client.post(at(second, "thich/")).status_code == 404
    first.approve(cast.moderator)
    assert CommentTotal.objects.of(article) == 3


def test_permanent_link_leads_to_the_thread(client, cast, talk):
    _article, first, second, _third = talk
    assert second.get_absolute_url() == f"{at(first)}#y-kien-{second.pk}"
    html = page(client.get(at(first)))
    assert f'id="y-kien-{second.pk}"' in html
    assert client.get(at(second)).status_code == 404  # an answer has no page beside its thread's
    other = make_article("Bài khác")
    assert client.get(f"{address(other)}{first.pk}/").status_code == 404
    assert not client.get(at(first)).cookies


def test_long_threads_show_their_beginning_in_lists(client, cast, talk):
    article, first, _second, _third = talk
    for number in range(3):
        make_comment(article, f"Trả lời số {number}", answers=first, approved_by=cast.moderator)
    html = page(client.get(f"{address(article)}tat-ca/"))
    assert html.count('class="comment comment--answer"') == 3
    assert "Xem tất cả trả lời" in html
    assert page(client.get(at(first))).count('class="comment comment--answer"') == 5


def test_three_orders_have_three_addresses(client, cast):
    article = make_article()
    old, mid, new = [
        make_comment(article, f"Ý số {number}", approved_by=cast.moderator) for number in range(3)
    ]
    Like.objects.give(mid, "b" * 32)
    orders = {"tat-ca/": (old, mid, new), "moi-nhat/": (new, mid, old), "thich-nhat/": (mid, new, old)}
    for path, expected in orders.items():
        html = page(client.get(f"{address(article)}{path}"))
        places = [html.index(f'id="y-kien-{comment.pk}"') for comment in expected]
        assert places == sorted(places)
        assert 'aria-current="page"' in html


def test_a_like_counts_once_per_reader_and_is_taken_back(client, talk, django_capture_on_commit_callbacks):
    comment = talk[1]
    here = at(comment, "thich/")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(here)
    assert (response.status_code, response["Location"]) == (303, here)
    cookie = response.cookies["writer"]
    assert (cookie["httponly"], cookie["path"]) == (True, "/y-kien/")
    client.post(here)
    assert "Bạn thích ý kiến này" in page(client.get(here))
    assert "bỏ thích" in page(client.get(here))
    stranger = Client()
    assert "bỏ thích" not in page(stranger.get(here))
    assert "bỏ thích" not in page(stranger.get(comment.article.get_absolute_url()))
    assert "comment-likes" in page(stranger.get(comment.article.get_absolute_url()))
    fragment = page(stranger.post(here, headers=FRAGMENT))
    assert fragment.lstrip().startswith("<div")
    assert ">2<" in fragment
    comment.refresh_from_db()
    assert (comment.likes, Like.objects.count()) == (2, 2)
    client.post(here, {"take_back": "1"})
    client.post(here, {"take_back": "1"})
    comment.refresh_from_db()
    assert (comment.likes, Like.objects.count()) == (1, 1)


def test_likes_of_one_network_end_somewhere(client, talk, monkeypatch):
    monkeypatch.setattr("comments.models.responses.LIKES_PER_NETWORK", 2)
    codes = [Client().post(at(talk[1], "thich/")).status_code for _ in range(3)]
    assert codes == [303, 303, 429]
    assert Like.objects.count() == 2


def test_another_site_cannot_like_or_report_through_its_visitors(client, talk):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(at(talk[1], "thich/"), headers=headers).status_code == 403
    assert client.post(at(talk[1], "bao-cao/"), {"reason": "spam"}, headers=headers).status_code == 403
    assert not Like.objects.exists()
    assert not Report.objects.exists()


def test_a_reader_reports_once_with_a_reason(client, cast, talk):
    comment = talk[1]
    here = at(comment, "bao-cao/")
    assert "Ý kiến này có vấn đề gì?" in page(client.get(here))
    assert "Hãy chọn điều" in page(client.post(here, {"note": "Đọc kỹ nhé"}))
    response = client.post(here, {"reason": "false", "note": "Cầu chưa xong."})
    assert response.status_code == 303
    assert "Cảm ơn bạn!" in page(client.get(response["Location"]))
    client.post(here, {"reason": "spam"})
    comment.refresh_from_db()
    assert (comment.open_reports, Report.objects.get().reason) == (1, "false")
    assert list(Comment.objects.reported()) == [comment]
    comment.reject(cast.moderator, "unverified")
    comment.refresh_from_db()
    assert comment.open_reports == 0


def test_writer_mends_a_waiting_comment_for_five_minutes(client):
    article = make_article()
    send(client, article, text="Cầu đẹp wá")
    comment = Comment.objects.get()
    own = page(client.get(address(article)))
    assert at(comment, "sua/") in own
    assert "Cầu đẹp wá" in page(client.get(at(comment, "sua/")))
    assert client.post(at(comment, "sua/"), {"text": " "}).status_code == 400
    response = client.post(at(comment, "sua/"), {"text": "Cầu đẹp quá, xem https://vidu.example"})
    assert "Đã sửa ý kiến của bạn" in page(client.get(response["Location"]))
    comment.refresh_from_db()
    assert comment.text == "Cầu đẹp quá, xem https://vidu.example"
    assert comment.flags == ["links"]
    assert "cau dep qua" in comment.folded
    stranger = Client()
    assert stranger.get(at(comment, "sua/")).status_code == 404
    assert stranger.post(at(comment, "sua/"), {"text": "Trộm"}).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        response = client.post(at(comment, "sua/"), {"text": "Muộn rồi"})
    assert response.status_code == 403
    assert "không sửa được nữa" in page(response)
    assert "Muộn rồi" in page(response)


def test_nothing_decided_is_mended(cast):
    comment = make_comment(make_article())
    stale = Comment.objects.get(pk=comment.pk)
    comment.approve(cast.moderator)
    with pytest.raises(Refused):
        stale.rewrite(stale.writer, "Đổi trắng thay đen")
    comment.refresh_from_db()
    assert comment.text.startswith("Cầu mới")


def test_section_and_paper_switches_close_the_form(client):
    top = make_section("Kinh tế")
    below = make_section("Nông nghiệp", parent=top)
    article, elsewhere = make_article(section=below), make_article("Bài khác", section=make_section("Xã hội"))
    policy = CommentPolicy.objects.create(section=top, is_open=False)
    typed = open_form(client, elsewhere)
    assert "Bài viết này không nhận ý kiến" in page(client.get(address(article)))
    assert "<textarea" in page(client.get(address(elsewhere)))
    policy.delete()
    assert "<textarea" in page(client.get(address(article)))
    CommentPolicy.objects.create(is_open=False)
    assert client.post(address(elsewhere), typed).status_code == 403
    assert "Bài viết này không nhận ý kiến" in page(client.get(elsewhere.get_absolute_url()))


def test_paper_closes_old_articles(client):
    CommentPolicy.objects.create(close_after_days=7)
    assert comments_are_open(make_article())
    assert not comments_are_open(make_article("Cũ", at=timezone.now() - timedelta(days=8)))


def test_cards_know_how_many_comments(talk, django_assert_num_queries):
    silent = make_article("Chưa ai nói gì")
    with django_assert_num_queries(1):
        counts = {card.pk: card.comment_count for card in Article.objects.published().cards()}
    assert counts == {talk[0].pk: 3, silent.pk: None}


def test_the_front_page_and_lists_count_and_name_the_best_rated(client, talk):
    for number in range(3):
        Rating.objects.cast(talk[0], f"{number:032x}", 5)
    for path in ("/", "/kinh-te/"):
        html = page(client.get(path))
        assert re.search(
            r'class="card__comments">.*?3<span class="visually-hidden"> ý kiến</span>', html, re.S
        )
    assert "Bạn đọc đánh giá cao" in page(client.get("/"))


def test_a_rush_of_approvals_renews_pages_softly_and_a_removal_empties_them(
    cast, django_capture_on_commit_callbacks
):
    article, told = make_article(), []

    def changed(paths, **_signal):
        told.append(("now", paths))

    def touched(paths, **_signal):
        told.append(("soon", paths))

    article_changed.connect(changed)
    article_touched.connect(touched)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            comments = [make_comment(article, f"Ý {n}", approved_by=cast.moderator) for n in range(5)]
        own = article.get_absolute_url()
        assert [how for how, paths in told if own in paths] == ["now"] + ["soon"] * 4
        assert [how for how, paths in told if "/" in paths] == ["now"] + ["soon"] * 4
        assert [how for how, paths in told if "/kinh-te/" in paths] == ["soon"] * 5
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            comments[0].reject(cast.moderator, "spam")
        assert {how for how, paths in told if own in paths or "/" in paths} == {"now"}
    finally:
        article_changed.disconnect(changed)
        article_touched.disconnect(touched)
