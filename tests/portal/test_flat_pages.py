"""The chief writes who makes the paper and what it does with readers' data; every footer leads there."""

import json
import re

import pytest

from accounts.models import User
from articles.workflow import Refused
from portal.cache import store
from portal.demo.loading import read
from portal.models import FlatPage, FlatPageVersion, Masthead
from tests.factory import make_article

pytestmark = pytest.mark.django_db
ADD = "/admin/portal/flatpage/add/"


def form(**fields) -> dict:
    return {
        "title": "Quyền riêng tư",
        "body": "<p>Không theo dõi ai.</p>",
        "seen": "0",
        "place": "1",
    } | fields


def table(**more) -> dict:
    """The empty table of earlier wordings that the form of a page brings along."""
    return {f"versions-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")} | more


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_page_is_public_at_once_and_in_every_footer(
    client, login, cast, django_capture_on_commit_callbacks
):
    article = make_article()
    assert "Quyền riêng tư" not in page(client, article.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        answer = login(cast.chief).post(ADD, form(purpose="privacy"))
    assert answer.status_code == 302
    link = '<a href="/trang/quyen-rieng-tu/">Quyền riêng tư</a>'
    assert link in page(client, article.get_absolute_url())
    text = page(client, "/trang/quyen-rieng-tu/")
    assert "<p>Không theo dõi ai.</p>" in text
    assert "Áp dụng từ" in text
    assert client.get("/trang/khong-co/").status_code == 404


def test_its_text_is_cleaned_like_an_articles(client, login, cast):
    login(cast.chief).post(ADD, form(body='<p onclick="x()">Chào</p><script>alert(1)</script>'))
    assert FlatPage.objects.get().body == "<p>Chào</p>"
    assert "alert(1)" not in page(client, "/trang/quyen-rieng-tu/")


def test_every_wording_is_kept_and_shown_to_the_newsroom(login, cast):
    desk = login(cast.chief)
    desk.post(ADD, form())
    found = FlatPage.objects.get()
    change = f"/admin/portal/flatpage/{found.pk}/change/"
    desk.post(change, form(body="<p>Lời mới.</p>", seen="1", slug=found.slug, **table()))
    desk.post(change, form(body="<p>Lời mới.</p>", seen="2", slug=found.slug, place="5", **table()))
    found.refresh_from_db()
    assert (found.body, found.version, found.place) == (
        "<p>Lời mới.</p>",
        2,
        5,
    )  # a new place is no new wording
    rows = FlatPageVersion.objects.values_list("version", "body", "by__username")
    assert list(rows) == [(2, "<p>Lời mới.</p>", "chief"), (1, "<p>Không theo dõi ai.</p>", "chief")]
    assert "Không theo dõi ai." in page(desk, change)


def test_two_people_do_not_overwrite_each_other(login, cast):
    desk = login(cast.chief)
    desk.post(ADD, form())
    found = FlatPage.objects.get()
    change = f"/admin/portal/flatpage/{found.pk}/change/"
    desk.post(change, form(body="<p>Người thứ nhất.</p>", seen="1", slug=found.slug, **table()))
    answer = desk.post(change, form(body="<p>Người thứ hai.</p>", seen="1", slug=found.slug, **table()))
    text = answer.content.decode()
    assert "vừa có người sửa trang này" in text.lower()
    assert "Người thứ hai." in text  # what was typed is kept
    found.refresh_from_db()
    assert found.body == "<p>Người thứ nhất.</p>"
    with pytest.raises(Refused):
        found.write(cast.chief, seen=1)


@pytest.mark.parametrize("title", ["", "!!!"])
def test_a_page_without_a_name_is_refused_with_a_sentence(login, cast, title):
    answer = login(cast.chief).post(ADD, form(title=title))
    assert 'class="errorlist"' in answer.content.decode()
    assert not FlatPage.objects.exists()


def test_several_pages_need_no_purpose_but_each_purpose_is_one_pages(login, cast):
    desk = login(cast.chief)
    for title in ("Một", "Hai"):
        desk.post(ADD, form(title=title))
    desk.post(ADD, form(title="Ba", purpose="contact"))
    desk.post(ADD, form(title="Bốn", purpose="contact"))
    assert [found.slug for found in FlatPage.objects.order_by("pk")] == ["mot", "hai", "ba"]


def test_only_the_chief_writes_them(login, cast):
    for person in (cast.secretary, cast.editor, cast.reporter, cast.moderator):
        assert login(person).get(ADD).status_code == 403


def test_the_demo_papers_pages_say_what_the_law_asks_for(client, cast):
    Masthead.objects.update_or_create(pk=1, defaults=read("paper.toml")["masthead"])
    for row in read("pages.toml")["page"]:
        FlatPage(**row).write(User.objects.get(username="chief"), seen=0)
    store().purge_all()
    assert [found.purpose for found in FlatPage.objects.linked()] == FlatPage.Purpose.values
    text = page(client, "/trang/toa-soan/")
    for told in (
        "218/GP-BTP",
        "18/07/2025",
        "Cục Báo chí",
        "Đoàn Vĩnh Khuê",
        "Tỉnh ủy Thuận Phong",
        "15 đường Ven",
    ):
        assert text.count(told) >= 2  # on the page, not in its footer alone
    (paper,) = map(json.loads, re.findall(r'ld\+json">(.*?)</script>', page(client, "/")))
    assert paper["publishingPrinciples"].endswith("/trang/ton-chi-bien-tap/")
    assert paper["masthead"].endswith("/trang/toa-soan/")
    assert "&lt;" not in page(client, "/trang/quyen-rieng-tu/")
