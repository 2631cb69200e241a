"""The moderation desk: order, claims, undo, bulk, edits with evidence, stopped and trusted writers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.workflow import Refused
from comments.difference import difference
from comments.models import Comment, CommentAct, CommentPolicy, CommentTotal, StoppedWriter
from tests.comments.stage import FRAGMENT, address, make_comment, page, send
from tests.factory import make_article, make_person

QUEUE = "/admin/comments/comment/"
DECIDE = f"{QUEUE}decide/"

pytestmark = pytest.mark.django_db


def post(desk, act, *comments, headers=FRAGMENT, seen="held", **typed):
    chosen = {"chosen": [f"{comment.pk}:{seen}" for comment in comments]} if comments else {}
    return desk.post(DECIDE, chosen | {"act": act} | typed, headers=headers)


def test_the_riskiest_stands_on_top_with_its_words_marked(cast, login):
    article = make_article()
    calm = make_comment(article, "Cầu dài bao nhiêu mét?")
    rude = make_comment(article, "Toàn đ.ồ c.h.ó <b>")
    html = page(login(cast.moderator).get(QUEUE))
    assert html.index(f'id="c-{rude.pk}"') < html.index(f'id="c-{calm.pk}"')
    assert "<mark>đ.ồ c.h.ó</mark> &lt;b&gt;" in html
    assert "có từ trong danh sách" in html
    assert article.lead in html
    oldest = page(login(cast.moderator).get(f"{QUEUE}?xep=cu-nhat"))
    assert oldest.index(f'id="c-{calm.pk}"') < oldest.index(f'id="c-{rude.pk}"')
    only = page(login(cast.moderator).get(f"{QUEUE}?co=top"))
    assert f'id="c-{rude.pk}"' in only
    assert f'id="c-{calm.pk}"' not in only


def test_an_answer_shows_what_it_answers(cast, login):
    article = make_article()
    first = make_comment(article, "Ý kiến mở đầu", name="Hòa", approved_by=cast.moderator)
    make_comment(article, "Tôi phản đối", answers=first)
    html = page(login(cast.moderator).get(QUEUE))
    assert "Ý kiến mở đầu" in html
    assert "Tôi phản đối" in html


def test_what_is_on_one_screen_is_not_on_another(cast, login):
    article = make_article()
    comments = [make_comment(article, f"Ý kiến số {number}") for number in range(3)]
    login(cast.moderator).get(QUEUE)
    html = page(login(cast.chief).get(QUEUE))
    assert "Ý kiến số" not in html
    response = post(login(cast.chief), "approve", comments[0]).json()
    assert response["done"] == []
    assert "Lan Phương đang xem ý kiến này" in response["said"][0]
    with time_machine.travel(timezone.now() + timedelta(minutes=4), tick=False):  # the screen was left alone
        assert "Ý kiến số" in page(login(cast.chief).get(QUEUE))
    assert post(login(cast.chief), "approve", comments[0]).json()["done"] == [comments[0].pk]


def test_a_decision_is_undone_for_thirty_seconds(cast, login):
    article = make_article()
    comment = make_comment(article)
    desk = login(cast.moderator)
    post(desk, "approve", comment)
    assert CommentTotal.objects.of(article) == 1
    assert post(login(cast.chief), "undo", comment).json()["done"] == []
    assert post(login(cast.moderator), "undo", comment).json()["done"] == [comment.pk]
    comment.refresh_from_db()
    assert (comment.state, comment.decided_at, comment.decided_by) == ("held", None, None)
    assert CommentTotal.objects.of(article) == 0
    assert post(desk, "undo", comment).json()["done"] == []
    post(desk, "reject", comment, reason="spam")
    with time_machine.travel(timezone.now() + timedelta(seconds=31), tick=False):
        late = post(login(cast.moderator), "undo", comment).json()
    assert late["done"] == []
    assert "30 giây" in late["said"][0]
    acts = comment.acts.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["approve", "undo", "reject"]


def test_undoing_brings_a_rejection_back_with_its_reason(cast, login):
    comment = make_comment(make_article())
    comment.reject(cast.chief, "spam")
    comment.approve(cast.moderator)
    comment.undo(cast.moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("rejected", "spam")


def test_bulk_takes_a_whole_filter(cast, login):
    article = make_article()
    spam = [
        make_comment(article, f"Việc nhẹ lương cao {number}", writer=f"{number:032x}") for number in range(55)
    ]
    fine = make_comment(article, "Cầu đẹp", writer="b" * 32)
    response = post(
        login(cast.moderator), "reject", headers={}, everything="1", here="state=held&co=top", reason="spam"
    )
    assert response.status_code == 302
    assert "Đã từ chối 55 ý kiến." in page(login(cast.moderator).get(response["Location"]))
    assert Comment.objects.filter(state="rejected").count() == len(spam)
    fine.refresh_from_db()
    assert fine.state == "held"


def test_an_edit_is_printed_with_evidence(client, cast, login):
    article = make_article()
    comment = make_comment(article, "Ông A ngu quá nhưng cầu đẹp", approved_by=cast.chief)
    desk = login(cast.moderator)
    seen = {"seen_text": comment.text, "text": "Cầu đẹp"}
    assert post(desk, "edit", comment, seen="approved", **seen).json()["done"] == [comment.pk]
    public = page(client.get(f"{address(article)}tat-ca/"))
    assert "đã biên tập" in public
    assert "ngu quá" not in public
    html = page(desk.get(f"{QUEUE}{comment.pk}/change/"))
    assert "<del>" in html
    assert "Ông A ngu quá nhưng cầu đẹp" in html
    assert comment.acts.first().text_before == "Ông A ngu quá nhưng cầu đẹp"
    stale = post(
        desk, "edit", comment, seen="approved", seen_text="Ông A ngu quá nhưng cầu đẹp", text="Khác"
    ).json()
    assert "Hãy đọc lại" in stale["said"][0]
    for wrong in ("", "Cầu đẹp", "x" * 5001):
        assert not post(desk, "edit", comment, seen="approved", seen_text="Cầu đẹp", text=wrong).json()[
            "done"
        ]


def test_the_difference_reads_both_ways():
    parts = difference("Ông A ngu quá, cầu đẹp", "Ông A nói: cầu rất đẹp")
    assert "".join(words for kind, words in parts if kind != "new") == "Ông A ngu quá, cầu đẹp"
    assert "".join(words for kind, words in parts if kind != "gone") == "Ông A nói: cầu rất đẹp"


def test_a_delicate_comment_needs_two_people(cast, login):
    article = make_article()
    comment = make_comment(article, "Tao giết mày")
    assert "second" in comment.flags
    first = post(login(cast.moderator), "approve", comment).json()
    assert "người nữa duyệt" in first["said"][0]
    assert "người thứ hai duyệt" in post(login(cast.moderator), "approve", comment).json()["said"][0]
    assert CommentTotal.objects.of(article) == 0
    assert post(login(cast.chief), "approve", comment).json()["done"] == [comment.pk]
    assert CommentTotal.objects.of(article) == 1
    assert list(comment.acts.order_by("pk").values_list("act", flat=True)) == ["first_yes", "approve"]


def test_a_stopped_writer_writes_no_more_until_let_in_again(cast, login):
    article, reader = make_article(), Client()
    send(reader, article)
    comment = Comment.objects.get()
    assert post(login(cast.moderator), "stop", comment, note="Quấy rối").json()["done"] == [comment.pk]
    again = send(reader, article, text="Lại là tôi", email="khac@vidu.example")
    assert again.status_code == 403
    assert "không nhận thêm ý kiến từ bạn" in page(again)
    assert "Lại là tôi" in page(again)
    assert send(Client(), article, text="Máy khác", email=" HOA@vidu.example").status_code == 403
    assert "hoa@" not in str(StoppedWriter.objects.values().get())
    stopped = StoppedWriter.objects.get()
    login(cast.moderator).post(f"/admin/comments/stoppedwriter/{stopped.pk}/delete/", {"post": "yes"})
    assert send(reader, article, text="Lại là tôi").status_code == 303


def test_trusted_writers_skip_the_queue_where_the_section_allows_it(cast):
    article = make_article()
    for number in range(3):
        make_comment(article, f"Ý kiến số {number}", approved_by=cast.moderator)
    assert make_comment(article, "Chưa bật").state == "held"
    CommentPolicy.objects.create(section=article.section, trust_after=3)
    trusted = make_comment(article, "Đường sạch hơn trước")
    assert (trusted.state, trusted.decided_by) == ("approved", None)
    assert CommentTotal.objects.of(article) == 4
    assert CommentAct.objects.get(comment=trusted).by is None
    assert make_comment(article, "Xem https://vidu.example").state == "held"
    assert make_comment(article, "Người lạ", writer="c" * 32).state == "held"
    Comment.objects.get(text="Chưa bật").reject(cast.moderator, "spam")
    assert make_comment(article, "Sau khi bị từ chối").state == "held"


def test_the_desk_counts(cast, login):
    article = make_article()
    comment = make_comment(article)
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(minutes=90))
    make_comment(article, "Còn chờ")
    answer = post(login(cast.moderator), "approve", comment).json()
    assert (answer["counters"]["waiting"], answer["counters"]["mine"]) == (1, 1)
    html = page(login(cast.moderator).get(QUEUE))
    assert "1 giờ 30 phút" in html


@pytest.mark.parametrize("act", ["undo", "edit", "stop"])
def test_verbs_ask_for_the_right(cast, login, act):
    comment = make_comment(make_article())
    assert post(login(cast.reporter), act, comment, text="Khác").status_code == 403
    outsider = make_person("khach", "reporter")
    calls = {
        "undo": lambda: comment.undo(outsider),
        "edit": lambda: comment.edit(outsider, "Khác", seen_text=comment.text),
        "stop": lambda: comment.stop_writer(outsider),
    }
    with pytest.raises(Refused, match="không có quyền"):
        calls[act]()
    assert not CommentAct.objects.exists()


def test_a_broken_answer_changes_nothing(cast, login):
    desk = login(cast.moderator)
    assert desk.post(DECIDE, {"act": "undo", "chosen": "999999:held"}, headers=FRAGMENT).status_code == 404
    assert desk.post(DECIDE, {"act": "first_yes", "chosen": "1:held"}, headers=FRAGMENT).json()["done"] == []
    assert desk.post(DECIDE, {"act": "approve", "everything": "1"}, headers=FRAGMENT).json()["done"] == []
