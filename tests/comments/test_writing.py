"""A reader writes: what is kept, what is asked again, who sees it before approval."""

import pytest
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.forms import CONSENT_VERSION, CommentForm
from comments.models import Comment
from tests.comments.stage import FRAGMENT, TEXT, address, make_comment, open_form, page, send
from tests.factory import make_article

pytestmark = pytest.mark.django_db


def test_reader_comments_without_script(client):
    article = make_article()
    response = send(client, article)
    assert (response.status_code, response["Location"]) == (303, f"{address(article)}?da-gui=1")
    comment = Comment.objects.get()
    assert (comment.name, comment.email, comment.text) == ("Lê Thị Hoà", "hoa@vidu.example", TEXT)
    assert (comment.state, comment.consent_version) == ("held", CONSENT_VERSION)
    assert comment.consented_at is not None
    own = page(client.get(response["Location"]))
    assert "Cảm ơn bạn! Ý kiến đã đến tòa soạn" in own
    assert "Cầu mới đẹp quá." in own
    assert article.get_absolute_url() in own


def test_reader_comments_with_script(client):
    article = make_article()
    response = send(client, article, headers=FRAGMENT)
    assert response.status_code == 200
    assert page(response).lstrip().startswith("<div")
    assert "Cảm ơn bạn!" in page(response)
    assert "Cầu mới đẹp quá." in page(response)


def test_waiting_comment_is_seen_by_its_writer_only(client):
    article = make_article()
    send(client, article)
    assert "Cầu mới đẹp quá." in page(client.get(address(article)))
    stranger = Client()
    assert "Cầu mới đẹp quá." not in page(stranger.get(address(article)))
    assert "Cầu mới đẹp quá." not in page(stranger.get(f"{address(article)}tat-ca/"))
    assert "Cầu mới đẹp quá." not in page(client.get(article.get_absolute_url()))
    assert "Cầu mới đẹp quá." not in page(client.get("/"))


def test_only_sending_sets_the_cookie(client):
    article = make_article()
    assert not client.get(address(article)).cookies
    assert not client.post(address(article), {"text": "thiếu"}).cookies
    cookie = send(client, article).cookies["writer"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/y-kien/")


def test_markup_is_text(client, cast):
    article = make_article()
    send(client, article, text="<script>alert(1)</script> & <b>đậm</b>", name="<i>Lan</i>")
    own = page(client.get(address(article)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in own
    assert "<i>Lan" not in own


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên"),
        ({"name": "A"}, "Tên dài từ 2 đến 60 ký tự"),
        ({"name": "A" * 61}, "Tên dài từ 2 đến 60 ký tự"),
        ({"email": "không phải"}, "Hãy ghi địa chỉ"),
        ({"email": "a" * 300 + "@vidu.example"}, "Hãy ghi địa chỉ"),
        ({"text": ""}, "Hãy viết ý kiến"),
        ({"text": " \n\u200b "}, "Hãy viết ý kiến"),
        ({"text": "ă" * 5001}, "Ý kiến dài 5.001 ký tự, tối đa là 5.000"),
        ({"consent": ""}, "Hãy đánh dấu đồng ý"),
        ({"website": "http://spam.example"}, "Có một ô ẩn đã bị điền"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, typed, sentence):
    article = make_article()
    response = send(client, article, **({"text": "Giữ lại nhé"} | typed))
    assert response.status_code == 400
    assert sentence in page(response)
    assert (typed.get("text") or "Giữ lại nhé") in page(response) or not typed.get("text", "x").strip(
        " \n\u200b"
    )
    assert not Comment.objects.exists()


def test_five_thousand_characters_fit(client):
    assert send(client, make_article(), text="ễ" * 5000).status_code == 303
    assert len(Comment.objects.get().text) == 5000


def test_decomposed_text_is_stored_composed(client):
    send(client, make_article(), text="To\u0300a soạn\u200b\r\n\r\n\r\n\r\nHuế", name="  Ho\u0300a   Bình ")
    comment = Comment.objects.get()
    assert (comment.text, comment.name) == ("Tòa soạn\n\nHuế", "Hòa Bình")


def test_form_itself_survives_what_the_gate_would_refuse():
    article = make_article()
    form = CommentForm(
        {"name": "a\x00b\ud800", "email": "\ud800@x", "text": "\x00", "opened": "\x00"}, article=article
    )
    assert not form.is_valid()
    form.as_p().encode()


def test_hostile_bytes_are_refused(client):
    article = make_article()
    assert send(client, article, text="Chào\x00").status_code == 400
    assert not Comment.objects.exists()


def test_too_fast_is_asked_to_send_again_and_then_passes(client):
    article = make_article()
    typed = open_form(client, article, seconds=1)
    response = client.post(address(article), typed)
    assert response.status_code == 400
    assert "Nhanh quá" in page(response)
    assert "Mong tỉnh làm thêm" in page(response)
    assert typed["opened"] in page(response)  # its age goes on
    assert send(client, article).status_code == 303


@pytest.mark.parametrize("opened", ["", "bịa", "eyJhIjoxfQ:1abc:def"])
def test_made_up_opening_time_gets_a_new_form_with_the_text(client, opened):
    article = make_article()
    response = client.post(address(article), open_form(client, article) | {"opened": opened})
    assert response.status_code == 400
    assert "Hãy gửi lại một lần nữa" in page(response)
    assert "Mong tỉnh làm thêm" in page(response)


def test_form_of_yesterday_is_asked_to_send_again(client):
    article = make_article(at=timezone.now() - timezone.timedelta(days=3))
    response = send(client, article, seconds=25 * 3600)
    assert response.status_code == 400
    assert "Hãy gửi lại một lần nữa" in page(response)


def test_form_of_another_article_does_not_count(client):
    article, other = make_article(), make_article("Bài khác")
    typed = open_form(client, other)
    assert client.post(address(article), typed).status_code == 400


def test_sent_twice_is_received_once(client):
    article = make_article()
    send(client, article)
    again = send(client, article, text=f"  {TEXT.upper()}  ")
    assert again["Location"].endswith("?da-gui=2")
    assert "đã nhận được ý kiến này" in page(client.get(again["Location"]))
    assert Comment.objects.count() == 1
    assert send(Client(), article, email="khac@vidu.example").status_code == 303
    assert Comment.objects.count() == 2


def test_one_network_is_slowed_down_and_loses_nothing(client):
    article = make_article()
    for number in range(moderation.LIMIT_PER_NETWORK):
        assert send(client, article, text=f"Ý kiến số {number}").status_code == 303
    response = send(client, article, text="Một ý nữa")
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "Hãy gửi lại sau mười phút" in page(response)
    assert "Một ý nữa" in page(response)
    assert Comment.objects.count() == moderation.LIMIT_PER_NETWORK
    assert send(Client(REMOTE_ADDR="203.0.113.9"), article, text="Một ý nữa").status_code == 303


def test_one_article_is_slowed_down(client):
    article = make_article()
    for number in range(moderation.LIMIT_PER_ARTICLE):
        make_comment(article, f"Ý kiến số {number}")
    response = send(client, article, text="Một ý nữa")
    assert response.status_code == 429
    assert "Hãy gửi lại sau một phút" in page(response)


@pytest.mark.parametrize("closed", [{"comments_open": False}, {"comments_close_at": timezone.now()}])
def test_closed_comments_take_nothing(client, closed):
    article = make_article()
    typed = open_form(client, article)
    type(article).objects.filter(pk=article.pk).update(**closed)
    response = client.post(address(article), typed)
    assert response.status_code == 403
    assert "Bài viết này không nhận ý kiến" in page(response)
    assert "Mong tỉnh làm thêm" in page(response)
    assert "<textarea" not in page(client.get(address(article)))
    assert not Comment.objects.exists()


def test_article_that_is_not_public_is_not_there(client):
    draft = make_article(published=False)
    absent = client.get("/y-kien/999999/")
    assert absent.status_code == 404
    for answer in (
        client.get(address(draft)),
        client.post(address(draft), {}),
        client.get(f"{address(draft)}tat-ca/"),
    ):
        assert answer.status_code == 404
        assert page(answer) == page(absent)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_write_through_its_visitors(client, headers):
    article = make_article()
    response = send(client, article, headers=headers)
    assert response.status_code == 403
    assert "Hãy gửi ý kiến ngay trên trang của báo" in page(response)
    assert "Mong tỉnh làm thêm" in page(response)
    assert not Comment.objects.exists()


def test_own_page_writes_without_a_token():
    assert send(Client(enforce_csrf_checks=True), make_article()).status_code == 303


def test_form_is_never_cached(client):
    assert "no-store" in client.get(address(make_article()))["Cache-Control"]


def test_address_of_a_reader_is_stored_nowhere():
    send(Client(REMOTE_ADDR="198.51.100.77", HTTP_USER_AGENT="Máy của bạn đọc"), make_article())
    row = str(Comment.objects.values().get())
    assert "198.51.100" not in row
    assert "Máy" not in row
