"""A reader sees, takes along and withdraws what is held; old addresses are erased everywhere."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments.jobs import send_letters
from comments.models import Comment, CommentTotal, Correspondent, Like, Report, StoppedWriter
from comments.privacy import export
from ratings.models import Rating
from tests.comments.stage import address, make_comment, page, send
from tests.comments.test_letters import links
from tests.factory import make_article

MINE = "/y-kien/cua-toi/"
EMAIL = "hoa@vidu.example"

pytestmark = pytest.mark.django_db


def ask(client) -> str:
    response = client.post(MINE, {"email": EMAIL.upper()})
    assert response.status_code == 303
    assert "một thư có liên kết" in page(client.get(response["Location"]))
    send_letters()
    return links(mail.outbox[-1])[0]


def test_a_reader_sees_and_takes_along(client, cast):
    article = make_article()
    make_comment(article, "Ý đã đăng", approved_by=cast.moderator)
    make_comment(article, "Của người khác", email="khac@vidu.example")
    door = ask(client)
    assert EMAIL not in door
    response = client.get(door)
    assert "Ý đã đăng" in page(response)
    assert "Của người khác" not in page(response)
    assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("no-referrer", True)
    data = json.loads(client.get(f"{door}?tai-ve=1").content)
    assert [row["text"] for row in data["comments"]] == ["Ý đã đăng"]
    assert data["comments"][0]["consent"]


def test_withdrawal_takes_the_name_off_and_deletes_what_waits(client, cast):
    article = make_article()
    printed = make_comment(article, f"Viết cho tôi: {EMAIL}", approved_by=cast.moderator)
    waiting = make_comment(article, "Còn chờ")
    assert "Đã rút" in page(client.post(ask(client)))
    printed.refresh_from_db()
    assert (printed.email, printed.writer, printed.state) == ("", "", "approved")
    assert not Comment.objects.filter(pk=waiting.pk).exists()
    assert CommentTotal.objects.of(article) == 1
    html = page(client.get(f"{address(article)}tat-ca/"))
    assert "Bạn đọc đã rút tên" in html
    assert "Lê Thị Hoà" not in html
    assert nowhere(EMAIL)


def test_the_answer_tells_nobody_whether_an_address_is_known(client):
    known, unknown = client.post(MINE, {"email": EMAIL}), client.post(MINE, {"email": "la@vidu.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    client.post(MINE, {"email": EMAIL})
    assert send_letters() == 2  # and no third one at once
    assert "Hãy ghi địa chỉ email" in page(client.post(MINE, {"email": "sai"}))


def test_a_browser_sees_takes_along_and_withdraws_its_likes_and_reports(client, cast):
    article = make_article()
    comment = make_comment(article, approved_by=cast.moderator)
    for what, fields in (("thich", {}), ("bao-cao", {"reason": "spam", "note": "Gọi tôi: 0912 345 678"})):
        client.post(f"{address(article)}{comment.pk}/{what}/", fields)
    html = page(client.get(MINE))
    assert "1 lượt thích · 1 báo cáo" in html
    data = json.loads(client.get(f"{MINE}?tai-ve=1").content)
    assert data["likes"][0]["comment"] == comment.get_absolute_url()
    assert data["reports"][0]["note"] == "Gọi tôi: 0912 345 678"
    assert "lượt thích ·" not in page(Client().get(MINE))
    assert client.post(MINE, {"withdraw": "1"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert Like.objects.count() == 1
    assert "Đã rút" in page(client.get(client.post(MINE, {"withdraw": "1"})["Location"]))
    comment.refresh_from_db()
    assert (Like.objects.count(), comment.likes, comment.open_reports) == (0, 0, 1)
    assert (Report.objects.get().note, Report.objects.get().network) == ("", "")
    assert "lượt thích ·" not in page(client.get(MINE))


def nowhere(value: str) -> bool:
    """Whether no column of any table holds the value."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"select count(*) from {table} as row where row::text ilike %s", [f"%{value}%"])
            if cursor.fetchone()[0]:
                return False
    return True


def test_after_the_purge_nothing_holds_an_old_address(client, cast, caplog):
    caplog.set_level("DEBUG")
    article = make_article()
    send(client, article, text=f"Liên hệ {EMAIL} nhé", wants_mail="on")
    old = Comment.objects.get()
    writer, network = old.writer, old.network
    old.edit(cast.moderator, f"Gọi {EMAIL}", seen_text=old.text, note=f"theo thư của {EMAIL}")
    old.stop_writer(cast.moderator, f"{EMAIL} quấy rối")
    old.approve(cast.moderator)
    client.post(f"{address(article)}{old.pk}/thich/")
    client.post(f"{address(article)}{old.pk}/bao-cao/", {"reason": "spam", "note": EMAIL})
    fresh = make_comment(article, "Mới", email="moi@vidu.example")
    Rating.objects.cast(article, "d" * 32, 4, "e" * 32)
    send_letters()
    past = timezone.now() - timedelta(days=200)
    for rows in (Comment.objects.filter(pk=old.pk), Like.objects, Report.objects, Rating.objects):
        rows.update(created_at=past)
    Correspondent.objects.update(asked_at=past)
    StoppedWriter.objects.update(at=past)
    hashed = StoppedWriter.objects.get().mail_key
    assert not nowhere(EMAIL)
    out = StringIO()
    for command in ("erase_comment_data", "erase_vote_data"):
        call_command(command, dry_run=True, stdout=out)
    assert "comments: 1 (not erased: dry run)" in out.getvalue()
    assert not nowhere(EMAIL)
    for command in ("erase_comment_data", "erase_vote_data"):
        call_command(command, stdout=out)
        call_command(command, stdout=out)
    for gone in (EMAIL, writer, network, hashed, "d" * 32, "e" * 32):
        assert nowhere(gone), gone
        assert gone not in caplog.text
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, old.likes, fresh.email) == ("approved", 1, "moi@vidu.example")
    assert (Like.objects.count(), Rating.objects.count()) == (1, 1)
    exports = [f"{MINE}?tai-ve=1", "/danh-gia/cua-toi/?tai-ve=1", "/rss/", article.get_absolute_url()]
    for path in (*exports, f"{address(article)}tat-ca/"):
        assert EMAIL not in page(client.get(path)), path
    assert export(EMAIL)["comments"] == []
    assert "địa chỉ đã xóa" in page(client.get(f"{address(article)}tat-ca/"))
