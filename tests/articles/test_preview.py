"""What staff and one invited person see before the readers: the page itself, and nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import PreviewLink
from tests.factory import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db


def preview(article, part=""):
    return reverse(f"admin:articles_article_preview{part}", args=[article.pk])


def invite(client, article):
    """The address on the page that answers the form."""
    page = client.post(preview(article, "_link"), {"for_whom": "Ông Nguyễn Ngọc Ngữ"}).content.decode()
    return "/xem-truoc/" + page.split("/xem-truoc/")[1].split('"')[0]


def test_staff_see_the_page_as_readers_will(cast, login):
    article = make_article(
        "Đầm Trà Sa vào mùa",
        published=False,
        by=cast.reporter,
        lead_picture_id=make_picture().pk,
        caption="Thuyền về bến",
        bylines=[(make_author(), "news"), (make_author(), "photo")],
        picks=[(make_article("Bài đã đăng"), ""), (make_article("Bài kín", published=False), "")],
        tags=["đầm Trà Sa"],
    )
    answer = login(cast.reporter).get(preview(article, "_page"))
    page = answer.content.decode()
    for shown in ("Đầm Trà Sa vào mùa</h1>", "Thuyền về bến", "Tin, ảnh: ", "Bài đã đăng", "đầm Trà Sa"):
        assert shown in page
    assert "Bài kín" not in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert client_sees(article) == 404


def client_sees(article):
    return Client().get(article.get_absolute_url()).status_code


def test_an_unfinished_draft_has_a_preview_too(cast, login):
    article = make_article("Mới có tít", published=False, by=cast.reporter, lead="", section_id=None)
    assert "Mới có tít</h1>" in login(cast.reporter).get(preview(article, "_page")).content.decode()


def test_the_preview_is_the_public_page(cast, login, client):
    article = make_article(tags=["cầu"], bylines=[(make_author(), "news")])
    with time_machine.travel(timezone.now(), tick=False):
        public = client.get(article.get_absolute_url()).content.decode()
        seen = login(cast.secretary).get(preview(article, "_page")).content.decode()
    assert seen == public


def test_nobody_previews_what_they_may_not_open(cast, login):
    article = make_article(published=False, by=cast.reporter)
    for person in (cast.reporter2, cast.moderator):
        client = login(person)
        assert client.get(preview(article)).status_code == 404
        assert client.get(preview(article, "_page")).status_code == 404
        assert client.post(preview(article, "_link"), {"for_whom": "Ai đó"}).status_code == 404
    assert not PreviewLink.objects.exists()


def test_a_secretary_approves_and_sends_back_from_the_preview(cast, login):
    article = make_article(published=False, by=cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.move("pass_on", cast.editor, seen=article.version)
    client = login(cast.secretary)
    page = client.get(preview(article)).content.decode()
    assert 'value="approve"' in page
    move = reverse("admin:articles_article_move", args=[article.pk])
    typed = {"_move": "approve", "seen_version": article.version, "from": "preview"}
    assert client.post(move, typed)["Location"] == preview(article)
    article.refresh_from_db()
    assert article.review_state == "approved"
    typed |= {"_move": "send_back", "seen_version": article.version, "reason": "Thiếu ý kiến của xã"}
    client.post(move, typed)
    article.refresh_from_db()
    assert article.review_state == "draft"


def test_one_person_without_an_account_sees_it_and_nobody_else(cast, login):
    article = make_article("Chưa đăng", published=False, by=cast.reporter)
    address = invite(login(cast.reporter), article)
    guest, other = Client(), Client()
    assert "Chưa đăng" not in guest.get(address).content.decode()  # a messenger's look uses nothing up
    answer = guest.post(address, follow=True)
    assert "Chưa đăng</h1>" in answer.content.decode()
    assert (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
        "no-store",
        "noindex",
        "no-referrer",
    )
    assert other.get(address).status_code == other.post(address).status_code == 403
    assert "Chưa đăng" not in other.get(address).content.decode()


def test_the_link_ends_after_half_an_hour_and_when_it_is_taken_back(cast, login):
    article, client = make_article(published=False, by=cast.reporter), login(cast.reporter)
    first, second = invite(client, article), invite(client, article)
    guest = Client()
    guest.post(first)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert guest.get(first).status_code == 404
    link = PreviewLink.objects.earliest("pk")
    client.post(reverse("admin:articles_article_preview_revoke", args=[article.pk, link.pk]))
    assert guest.get(first).status_code == 404
    assert guest.get(second).status_code == 200
    assert guest.get("/xem-truoc/khong-co/").status_code == 404


def test_the_secret_is_stored_nowhere(cast, login):
    address = invite(login(cast.reporter), make_article(published=False, by=cast.reporter))
    assert PreviewLink.objects.get().token not in address
    assert address.split("/")[2] not in PreviewLink.objects.get().token


def test_without_a_name_there_is_no_link(cast, login):
    article = make_article(published=False, by=cast.reporter)
    login(cast.reporter).post(preview(article, "_link"), {"for_whom": "  "})
    assert not PreviewLink.objects.exists()
