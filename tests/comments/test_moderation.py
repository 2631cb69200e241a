"""A moderator keeps order: the queue, single and bulk decisions, and what is remembered of them."""

import pytest

from articles.workflow import Refused
from comments.models import Comment, CommentAct, CommentTotal
from tests.comments.stage import make_comment, page
from tests.factory import make_article

QUEUE = "/admin/comments/comment/"
DECIDE = f"{QUEUE}decide/"

pytestmark = pytest.mark.django_db


def decide(desk, act, *comments, seen="held", **answer):
    chosen = [f"{comment.pk}:{seen}" for comment in comments]
    response = desk.post(DECIDE, {"chosen": chosen, "act": act} | answer)
    assert response.status_code == 302
    return page(desk.get(response["Location"]))


def test_queue_shows_the_waiting_ones_oldest_first(cast, login):
    article = make_article()
    first, second = make_comment(article, "Gửi trước"), make_comment(article, "Gửi sau")
    make_comment(article, "Đã duyệt rồi", approved_by=cast.moderator)
    html = page(login(cast.moderator).get(QUEUE))
    assert html.index("Gửi trước") < html.index("Gửi sau")
    assert f'value="{first.pk}:held"' in html
    assert f"{QUEUE}{second.pk}/change/" in html
    assert "Đã duyệt rồi" not in html
    assert article.get_absolute_url() in html
    assert "hoa@vidu.example" not in html
    assert "Đã duyệt rồi" in page(login(cast.moderator).get(f"{QUEUE}?state=approved"))
    assert "Gửi trước" in page(login(cast.moderator).get(f"{QUEUE}?state=all"))


def test_moderator_is_the_first_victim_of_a_comment_and_is_safe(cast, login):
    make_comment(make_article(), "<script>alert(1)</script>", name="<img src=x>")
    desk = login(cast.moderator)
    for path in (QUEUE, f"{QUEUE}{Comment.objects.get().pk}/change/"):
        html = page(desk.get(path))
        assert "&lt;script&gt;alert(1)" in html
        assert "<img src=x>" not in html
        assert " style=" not in html
        assert "onclick" not in html


def test_moderator_searches_with_and_without_marks(cast, login):
    make_comment(make_article(), "Đường gom ở Phú Lộc", name="Nguyễn Ngọc Ngữ")
    make_comment(make_article("Bài hai"), "Chuyện khác", name="Bình")
    desk = login(cast.moderator)
    for words in ("duong gom", "Đường  Gom", "ngoc ngu", "phu\u0323 lo\u0323c".replace("\u0323", "")):
        html = page(desk.get(QUEUE, {"q": words}))
        assert "Đường gom ở Phú Lộc" in html
        assert "Chuyện khác" not in html
    assert "Không có ý kiến nào chứa các từ này" in page(desk.get(QUEUE, {"q": "trời %_ mưa"}))


def test_moderator_approves_one(cast, login):
    article = make_article()
    comment = make_comment(article)
    html = decide(login(cast.moderator), "approve", comment)
    assert "Đã duyệt 1 ý kiến." in html
    comment.refresh_from_db()
    assert (comment.state, comment.decided_by) == ("approved", cast.moderator)
    act = CommentAct.objects.get()
    assert (act.act, act.by, act.comment) == ("approve", cast.moderator, comment)
    assert CommentTotal.objects.of(article) == 1


def test_rejection_needs_its_reason(cast, login):
    comment = make_comment(make_article())
    desk = login(cast.moderator)
    assert "Hãy chọn lý do từ chối" in decide(desk, "reject", comment)
    assert "Hãy chọn lý do từ chối" in decide(desk, "reject", comment, reason="bịa")
    assert "Hãy ghi vào ô ghi chú" in decide(desk, "reject", comment, reason="other")
    assert "Đã từ chối 1 ý kiến." in decide(desk, "reject", comment, reason="other", note="Lạc giọng")
    act = CommentAct.objects.get()
    assert (act.act, act.reason, act.note) == ("reject", "other", "Lạc giọng")
    html = page(desk.get(f"{QUEUE}{comment.pk}/change/"))
    assert "Lạc giọng" in html
    assert "hoa@vidu.example" in html


def test_bulk_decisions_leave_alone_what_somebody_else_decided(cast, login):
    article = make_article()
    ours = [make_comment(article, f"Ý kiến số {number}") for number in range(3)]
    theirs = make_comment(article, "Đồng nghiệp đã xử lý", approved_by=cast.chief)
    html = decide(login(cast.moderator), "reject", *ours, theirs, reason="spam")
    assert "Đã từ chối 3 ý kiến." in html
    assert f"#{theirs.pk}" in html
    assert "Người khác đã xử lý ý kiến này" in html
    theirs.refresh_from_db()
    assert theirs.state == "approved"
    assert CommentAct.objects.filter(act="reject", reason="spam").count() == 3
    assert CommentTotal.objects.of(article) == 1


def test_approved_comment_is_taken_off_and_put_back(cast, login):
    article = make_article()
    comment = make_comment(article, approved_by=cast.chief)
    desk = login(cast.moderator)
    decide(desk, "reject", comment, seen="approved", reason="unverified")
    assert CommentTotal.objects.of(article) == 0
    decide(desk, "approve", comment, seen="rejected")
    assert CommentTotal.objects.of(article) == 1
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("approved", "")
    assert list(comment.acts.values_list("act", flat=True)) == ["approve", "reject", "approve"]


def test_second_approval_is_refused_and_counts_nothing(cast):
    article = make_article()
    comment = make_comment(article, approved_by=cast.moderator)
    stale = Comment.objects.get(pk=comment.pk)
    with pytest.raises(Refused, match="đã duyệt"):
        stale.approve(cast.chief)
    assert CommentTotal.objects.of(article) == 1
    assert CommentAct.objects.count() == 1


@pytest.mark.parametrize(
    "chosen", [[], ["abc"], ["5"], ["5:bịa"], [":held"], ["9999999999999999999999:held"]]
)
@pytest.mark.parametrize("act", ["approve", "xoá", ""])
def test_broken_decision_changes_nothing(cast, login, chosen, act):
    comment = make_comment(make_article())
    response = login(cast.moderator).post(
        DECIDE, {"chosen": chosen, "act": act, "here": "state=held\r\nX: y"}
    )
    assert response.status_code == 302
    comment.refresh_from_db()
    assert comment.state == "held"


@pytest.mark.parametrize("role", ["reporter", "editor", "secretary"])
def test_nobody_else_reads_or_decides(cast, login, role):
    comment = make_comment(make_article())
    person = getattr(cast, role)
    desk = login(person)
    for path in (QUEUE, f"{QUEUE}{comment.pk}/change/"):
        assert desk.get(path).status_code == 403
    assert desk.post(DECIDE, {"chosen": f"{comment.pk}:held", "act": "approve"}).status_code == 403
    with pytest.raises(Refused, match="không có quyền"):
        comment.approve(person)
    comment.refresh_from_db()
    assert comment.state == "held"


def test_stranger_is_sent_to_sign_in(client):
    assert client.post(DECIDE, {}).status_code == 302
    assert client.get(QUEUE).status_code == 302


def test_no_stock_form_changes_a_comment(cast, login):
    comment = make_comment(make_article())
    desk = login(cast.chief)
    change = f"{QUEUE}{comment.pk}/change/"
    assert desk.post(change, {"text": "Sửa trộm", "state": "approved"}).status_code == 405
    assert desk.post(QUEUE, {"action": "delete_selected", "_selected_action": comment.pk}).status_code == 405
    assert desk.get(f"{QUEUE}add/").status_code == 403
    assert desk.post(f"{QUEUE}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{QUEUE}{comment.pk}/history/").status_code == 302
    assert desk.get(f"{QUEUE}khong-co/change/").status_code == 404
    comment.refresh_from_db()
    assert (comment.state, comment.text[:3]) == ("held", "Cầu")


def test_moderator_sees_no_title_of_an_article_that_has_gone(cast, login):
    article = make_article("Tin chưa kiểm chứng")
    make_comment(article)
    article.move("withdraw", cast.chief, seen=article.version, reason="Sai")
    html = page(login(cast.moderator).get(QUEUE))
    assert "Tin chưa kiểm chứng" not in html
    assert "không còn công khai" in html
