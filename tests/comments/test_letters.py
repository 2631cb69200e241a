"""Notices by mail: to confirmed addresses only, once a decision stands, patient with a dead server."""

import re
import socket
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from comments.jobs import send_letters, tell_moderators
from comments.models import Comment, Correspondent, Letter
from tests.comments.stage import address, make_comment, page, send
from tests.factory import make_article

pytestmark = pytest.mark.django_db


def later(seconds: int):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def links(message) -> list[str]:
    return [re.sub("^https?://[^/]+", "", link) for link in re.findall(r"https?://\S+", message.body)]


@pytest.fixture
def reader(client):
    """A reader who commented, asked for notices, and confirmed the address."""
    article = make_article()
    send(client, article, wants_mail="on")
    assert send_letters() == 1
    (link,) = links(mail.outbox[0])
    assert Correspondent.objects.get().confirmed_at is None  # opening the link alone confirms nothing
    assert "Có, hãy báo cho tôi" in page(client.get(link))
    assert Correspondent.objects.get().confirmed_at is None
    assert "Đã xác nhận" in page(client.post(link))
    mail.outbox.clear()
    return Comment.objects.get()


def test_approval_is_told_with_the_printed_words(reader, cast, client):
    reader.approve(cast.moderator)
    reader.edit(cast.moderator, "Cầu mới đẹp", seen_text=reader.text)
    assert send_letters() == 0  # it may still be undone
    with later(60):
        assert send_letters() == 1
        assert send_letters() == 0
    (letter,) = mail.outbox
    assert letter.to == ["hoa@vidu.example"]
    assert "Cầu mới đẹp\n" in letter.body
    assert "đường gom" not in letter.body
    assert "đã biên tập" in letter.body
    assert f"{address(reader.article)}{reader.pk}/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not Letter.objects.exists()


def test_rejection_is_told_with_its_sentence(reader, cast):
    reader.reject(cast.moderator, "off_topic")
    with later(60):
        send_letters()
    assert "không bàn về nội dung bài viết" in mail.outbox[0].body


def test_what_was_undone_is_told_to_nobody(reader, cast):
    reader.reject(cast.moderator, "spam")
    reader.undo(cast.moderator)
    with later(60):
        assert send_letters() == 0
    assert mail.outbox == []


def test_an_answer_is_told_after_its_approval_only(reader, cast):
    reader.approve(cast.moderator)
    with later(60):
        send_letters()
    mail.outbox.clear()
    answer = make_comment(reader.article, "Tôi đồng ý", name="Bình", email="b@vidu.example", answers=reader)
    with later(60):
        assert send_letters() == 0
    answer.approve(cast.moderator)
    with later(60):
        assert send_letters() == 1
    assert "Bình đã trả lời ý kiến của bạn" in mail.outbox[0].body
    assert "b@vidu.example" not in mail.outbox[0].body


def test_nobody_gets_mail_without_asking_and_confirming(client, cast):
    article = make_article()
    send(client, article)
    send(client, article, text="Ý khác", email="chua@vidu.example", wants_mail="on")
    send_letters()
    assert [message.to for message in mail.outbox] == [["chua@vidu.example"]]
    for comment in Comment.objects.all():
        comment.approve(cast.moderator)
    with later(60):
        assert send_letters() == 0


def test_one_click_stops_the_notices(reader, cast, client):
    reader.approve(cast.moderator)
    with later(60):
        send_letters()
    (stop,) = [link for link in links(mail.outbox[0]) if "/dung/" in link]
    assert "hoa@" not in stop
    assert "Thôi không nhận" in page(client.get(stop))
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    reader.reject(cast.moderator, "spam")
    with later(60):
        assert send_letters() == 0


@pytest.mark.parametrize("path", ["thu/bia/dung/", "thu/bia/xac-nhan/", "cua-toi/bia/"])
def test_a_made_up_link_leads_nowhere(client, path):
    assert client.get(f"/y-kien/{path}").status_code == 404


def test_links_open_only_their_own_door(reader, client):
    person = Correspondent.objects.get()
    assert client.get(f"/y-kien/cua-toi/{person.token('stop')}/").status_code == 404
    assert client.get(f"/y-kien/cua-toi/{person.token('door')}/").status_code == 200
    with later(25 * 3600):
        assert client.get(f"/y-kien/cua-toi/{person.token('door')}/").status_code == 200


def test_a_dead_mail_server_delays_and_loses_nothing(reader, cast, settings, caplog):
    with socket.socket() as closed:  # a port where nobody listens
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
    reader.approve(cast.moderator)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with later(60):
        assert send_letters() == 0
    letter = Letter.objects.get()
    assert (letter.attempts, mail.outbox) == (1, [])
    assert "hoa@" not in caplog.text
    settings.EMAIL_BACKEND = working
    with later(90):
        assert send_letters() == 0  # not yet due again
    with later(600):
        assert send_letters() == 1
    assert not Letter.objects.exists()


def test_moderators_get_one_digest_an_hour(cast):
    article = make_article()
    assert tell_moderators() == 0
    make_comment(article)
    assert tell_moderators() == 2  # moderator and chief
    make_comment(article, "Thêm một")
    assert tell_moderators() == 0
    send_letters()
    assert sorted(message.to[0] for message in mail.outbox) == ["chief@bao.example", "moderator@bao.example"]
    assert "2 ý kiến đang chờ duyệt" in mail.outbox[0].body
    with later(3700):
        assert tell_moderators() == 2
        assert tell_moderators() == 0
