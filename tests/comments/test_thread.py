"""What readers see of comments: approved ones only, with their count, in pages that hold nothing personal."""

import pytest
from django.template import Context, Template
from django.test import Client

from comments.models import Comment, CommentTotal
from tests.comments.stage import address, make_comment, page
from tests.factory import make_article

pytestmark = pytest.mark.django_db


def thread(article) -> str:
    return Template("{% load comments %}{% comment_thread article %}").render(Context({"article": article}))


def latest() -> str:
    return Template("{% load comments %}{% latest_comments 5 %}").render(Context())


@pytest.fixture
def no_limits(monkeypatch):
    monkeypatch.setattr("comments.moderation.LIMIT_PER_ARTICLE", 10_000)


def test_nobody_has_written_yet():
    html = thread(make_article())
    assert "Ý kiến bình luận" in html
    assert "Chưa có ý kiến nào" in html
    assert "Gửi ý kiến" in html


def test_approved_comments_newest_first(cast, django_assert_max_num_queries):
    article = make_article()
    first = make_comment(article, "Ý kiến đầu", approved_by=cast.moderator)
    second = make_comment(article, "Ý kiến sau", approved_by=cast.moderator)
    make_comment(article, "Đang chờ")
    make_comment(article, "Bị từ chối").reject(cast.moderator, "spam")
    with django_assert_max_num_queries(3):
        html = thread(article)
    assert html.index(f'id="y-kien-{second.pk}"') < html.index(f'id="y-kien-{first.pk}"')
    assert "(2)" in html
    assert "Đang chờ" not in html
    assert "Bị từ chối" not in html
    assert "hoa@vidu.example" not in html
    assert "csrf" not in html


def test_long_thread_goes_on_in_pages(client, cast, no_limits):
    article = make_article()
    for number in range(53):
        make_comment(article, f"Ý kiến số {number}.", approved_by=cast.moderator)
    html = thread(article)
    assert html.count('class="comment"') == 20
    assert "Xem tất cả 53 ý kiến" in html
    first, second = client.get(f"{address(article)}tat-ca/"), client.get(f"{address(article)}tat-ca/?trang=2")
    assert page(first).count('class="comment"') == 50
    assert "Ý kiến số 0." in page(first)
    assert page(second).count('class="comment"') == 3
    assert "hoa@vidu.example" not in page(first) + page(second)
    for number in ("3", "0", "abc", "-1", "9" * 30):
        assert client.get(f"{address(article)}tat-ca/?trang={number}").status_code == 404


def test_closed_comments_stay_readable(cast):
    article = make_article()
    make_comment(article, approved_by=cast.moderator)
    article.comments_open = False
    html = thread(article)
    assert "Cầu mới đẹp quá." in html
    assert "Bài viết này không nhận ý kiến" in html
    assert f'"{address(article)}"' not in html


def test_latest_comments_of_the_paper(cast, django_assert_num_queries):
    article = make_article("Cầu mới", section=None)
    old = make_comment(article, "Ý kiến " + "dài " * 100, approved_by=cast.moderator)
    make_comment(article, "Đang chờ")
    with django_assert_num_queries(1):
        html = latest()
    assert old.get_absolute_url() in html
    assert "Cầu mới" in html
    assert "…" in html
    assert "Đang chờ" not in html
    assert "hoa@vidu.example" not in html


def test_comments_leave_with_their_article(cast, client):
    article = make_article()
    make_comment(article, approved_by=cast.moderator)
    article.move("withdraw", cast.chief, seen=article.version, reason="Sai sự thật")
    assert latest().strip() == ""
    assert not Comment.objects.approved().exists()
    assert client.get(f"{address(article)}tat-ca/").status_code == 404


def test_decision_shows_on_the_pages_at_once(client, cast, django_capture_on_commit_callbacks):
    article = make_article()
    paths = (article.get_absolute_url(), f"{address(article)}tat-ca/", "/")
    comment = make_comment(article, "Bình luận rất riêng")
    for path in paths:
        assert "Bình luận rất riêng" not in page(client.get(path))
    with django_capture_on_commit_callbacks(execute=True):
        comment.approve(cast.moderator)
    for path in paths:
        response = Client().get(path)
        assert "Bình luận rất riêng" in page(response)
        assert not response.cookies
    with django_capture_on_commit_callbacks(execute=True):
        comment.reject(cast.moderator, "unverified")
    for path in paths:
        assert "Bình luận rất riêng" not in page(client.get(path))
    assert CommentTotal.objects.of(article) == 0


def test_no_page_or_feed_holds_a_readers_mail(client, cast):
    article = make_article()
    make_comment(article, approved_by=cast.moderator)
    for path in ("/", article.get_absolute_url(), address(article), f"{address(article)}tat-ca/", "/rss/"):
        assert "hoa@vidu.example" not in page(client.get(path))
