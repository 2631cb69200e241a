"""A mistake is corrected in the open, and what was withdrawn is gone with a notice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.workflow import Refused
from corrections.models import Correction
from tests.factory import edit_live, make_article

PARTS = {"wrong": "Xếp hạng 12 cả nước", "right": "Xếp hạng 15 cả nước"}
ADD = reverse("admin:corrections_correction_add")


@pytest.mark.django_db(transaction=True)
def test_a_correction_shows_on_the_article_and_in_its_section_at_once(cast, client, login):
    article = make_article("Chỉ số PAR INDEX")
    address = article.get_absolute_url()
    for page in (address, "/cai-chinh/"):
        assert "Xếp hạng 15" not in client.get(page).content.decode()
    login(cast.secretary).post(ADD, PARTS | {"article": article.pk, "note": "Báo xin lỗi bạn đọc."})
    client.logout()
    shown = client.get(address).content.decode()
    listed = client.get("/cai-chinh/").content.decode()
    for text in (*PARTS.values(), "Báo xin lỗi bạn đọc."):
        assert text in shown
        assert text in listed
    for text in ("Chỉ số PAR INDEX", "Kinh tế", address):
        assert text in listed
    assert 'href="/cai-chinh/"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_notice_keeps_the_work_as_it_was(cast, client):
    article = make_article("Tít lúc cải chính")
    Correction.objects.issue(article, cast.secretary, **PARTS)
    edit_live(Article.objects.get(), cast.secretary, title="Tít sửa sau")
    assert "Tít lúc cải chính" in client.get("/cai-chinh/").content.decode()


@pytest.mark.django_db
def test_a_withdrawn_work_is_named_but_not_linked(cast, client):
    article = make_article("Bài phải gỡ")
    address = article.get_absolute_url()
    Correction.objects.issue(article, cast.secretary, **PARTS)
    article.refresh_from_db()
    article.move("withdraw", cast.secretary, seen=article.version, reason="Sai sự thật")
    page = client.get("/cai-chinh/").content.decode()
    assert "Bài phải gỡ" in page
    assert address not in page
    gone = client.get(address)
    assert gone.status_code == 410
    assert "Bài phải gỡ" not in gone.content.decode()
    assert "Sai sự thật" not in gone.content.decode()


@pytest.mark.django_db
def test_staff_with_the_right_still_read_what_was_withdrawn(cast, login):
    article = make_article("Bài phải gỡ", body="<p>Nội dung để thanh tra</p>")
    article.move("withdraw", cast.secretary, seen=article.version, reason="Sai sự thật")
    preview = reverse("admin:articles_article_preview_page", args=[article.pk])
    assert "Nội dung để thanh tra" in login(cast.editor).get(preview).content.decode()
    assert login(cast.reporter).get(preview).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["reporter", "editor", "moderator"])
def test_only_secretary_and_chief_correct(cast, login, role):
    article, person = make_article(), getattr(cast, role)
    with pytest.raises(Refused):
        Correction.objects.issue(article, person, **PARTS)
    assert login(person).post(ADD, PARTS | {"article": article.pk}).status_code == 403
    assert not Correction.objects.exists()


@pytest.mark.django_db
def test_what_no_reader_saw_needs_no_correction(cast, login):
    for article in (make_article(published=False), make_article(at=timezone.now() + timedelta(hours=1))):
        with pytest.raises(Refused):
            Correction.objects.issue(article, cast.secretary, **PARTS)
        assert login(cast.secretary).post(ADD, PARTS | {"article": article.pk}).status_code == 200
    with pytest.raises(Refused):
        Correction.objects.issue(make_article(), cast.secretary, wrong=" ", right="Đúng")
    assert not Correction.objects.exists()


@pytest.mark.django_db
def test_many_corrections_are_turned_by_pages(cast, client):
    article = make_article()
    for number in range(21):
        Correction.objects.issue(article, cast.secretary, wrong=f"Sai {number}.", right="Đúng")
    assert "Sai 20." in client.get("/cai-chinh/").content.decode()
    assert "Sai 0." in client.get("/cai-chinh/?trang=2").content.decode()
    assert client.get("/cai-chinh/?trang=3").status_code == 404
