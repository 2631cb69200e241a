"""Two people on one article, two windows of one person, a browser that dies: nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Opening, PrivateDraft
from tests.articles.test_newsroom import ADD, change, form
from tests.factory import make_article, make_author

pytestmark = pytest.mark.django_db
ONE, TWO = "1" * 16, "2" * 16


@pytest.fixture
def article(cast):
    return make_article("Tít đã lưu", published=False, by=cast.reporter, bylines=[(make_author(), "news")])


def autosave(client, article, tab=ONE, **fields):
    url = reverse("admin:articles_article_autosave", args=[article.pk])
    return client.post(url, form(tab=tab, changed="1", seen_version=article.version, **fields))


def test_unsaved_text_is_kept_privately_and_offered_back(article, cast, login):
    client = login(cast.reporter)
    rows = {
        "bylines-TOTAL_FORMS": 1,
        "bylines-0-role": "photo",
        "bylines-0-author": make_author("Ngọc Ngữ").pk,
    }
    answer = autosave(client, article, title="Tít đang gõ", body="<p>Đang gõ dở</p>", tags="mới", **rows)
    assert "saved" in answer.json()
    article.refresh_from_db()
    assert (article.title, article.version) == ("Tít đã lưu", 1)  # never over the saved version
    page = client.get(change(article)).content.decode()
    draft = PrivateDraft.objects.get()
    assert f"?lay-lai={draft.pk}" in page
    assert "Tít đang gõ" not in page
    taken = client.get(change(article), {"lay-lai": draft.pk}).content.decode()
    for typed in ("Tít đang gõ", "Đang gõ dở", 'value="mới"', "Ngọc Ngữ"):
        assert typed in taken
    assert "Thái Sơn</option>" not in taken
    assert "lay-lai" not in login(cast.chief).get(change(article)).content.decode()


def test_a_save_closes_its_own_window_and_no_other(article, cast, login):
    client = login(cast.reporter)
    autosave(client, article, ONE, title="Cửa sổ một")
    autosave(client, article, TWO, title="Cửa sổ hai")
    saved = form(title="Cửa sổ một", section=article.section_id, seen_version=article.version, tab=ONE)
    client.post(change(article), saved)
    autosave(client, article, ONE, title="Đến sau khi đã lưu")  # still under way when the save was pressed
    offered = PrivateDraft.objects.offered_to(cast.reporter, article)
    assert [draft.fields["title"] for draft in offered] == [["Cửa sổ hai"]]


def test_a_text_taken_back_does_not_overwrite_what_was_saved_meanwhile(article, cast, login):
    client = login(cast.reporter)
    autosave(client, article, title="Gõ trước")
    seen = article.version
    article.revise(cast.reporter, seen=seen, changes={"title": "Lưu sau"})
    draft = PrivateDraft.objects.get()
    page = client.get(change(article), {"lay-lai": draft.pk}).content.decode()
    assert f'name="seen_version" value="{seen}"' in page
    typed = form(title="Gõ trước", section=article.section_id, seen_version=seen, tab=TWO, took=ONE)
    client.post(change(article), typed)
    assert Article.objects.get().title == "Lưu sau"
    client.post(change(article), typed | {"seen_version": seen + 1})
    assert Article.objects.get().title == "Gõ trước"
    assert not PrivateDraft.objects.filter(tab=ONE).exists()


def test_a_new_article_is_kept_before_its_first_save(cast, login):
    client = login(cast.reporter)
    url = reverse("admin:articles_article_autosave_new")
    client.post(url, form(tab=ONE, changed="1", title="Bài chưa lưu lần nào"))
    draft = PrivateDraft.objects.get()
    assert f"?lay-lai={draft.pk}" in client.get(ADD).content.decode()
    assert "Bài chưa lưu lần nào" in client.get(ADD, {"lay-lai": draft.pk}).content.decode()
    client.post(reverse("admin:articles_article_forget_draft", args=[draft.pk]))
    assert not PrivateDraft.objects.exists()


def test_a_draft_is_nobody_elses(article, cast, login):
    autosave(login(cast.reporter), article, title="Của riêng tôi")
    draft = PrivateDraft.objects.get()
    for person in (cast.reporter2, cast.chief):
        client = login(person)
        assert "Của riêng tôi" not in client.get(change(article), {"lay-lai": draft.pk}).content.decode()
        client.post(reverse("admin:articles_article_forget_draft", args=[draft.pk]))
    assert PrivateDraft.objects.exists()
    assert autosave(login(cast.reporter2), article, title="Chen vào").status_code == 404
    assert autosave(login(cast.moderator), article, title="Chen vào").status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {"tab": "'; --"},
        {"seen_version": "x"},
        {"body": "y" * 1_600_000},
    ],
)
def test_odd_autosaves_are_refused(article, cast, login, odd):
    url = reverse("admin:articles_article_autosave", args=[article.pk])
    answer = login(cast.reporter).post(url, form(**{"tab": ONE, "changed": "1", "seen_version": 1} | odd))
    assert answer.status_code == 400
    assert not PrivateDraft.objects.exists()


def test_odd_values_in_a_draft_never_break_the_form(article, cast, login):
    client = login(cast.reporter)
    rows = {"picks-TOTAL_FORMS": 1, "picks-0-target": "x", "picks-0-text": "Tít", "picks-0-order": "y"}
    autosave(client, article, section="abc", lead_picture="-1", topics="q", deadline_0="mai", **rows)
    draft = PrivateDraft.objects.get()
    assert client.get(change(article), {"lay-lai": draft.pk}).status_code == 200
    for odd in ("x", "99999999999999999999", "-1"):
        assert client.get(change(article), {"lay-lai": odd}).status_code == 200


def test_who_has_it_open_is_told_until_they_are_idle_for_a_quarter_of_an_hour(article, cast, login):
    article.move("submit", cast.reporter, seen=article.version)
    login(cast.editor).get(change(article))
    page = login(cast.secretary).get(change(article)).content.decode()
    assert "Thu Hiền" in page.split('id="openings"')[1].split("</div>")[0]
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert list(Opening.objects.of_others(article, cast.secretary)) == []
        answer = autosave(login(cast.editor), article, title="Lại gõ tiếp")
        assert answer.json()["others"] == []
        assert Opening.objects.get(person=cast.editor).opened_at > timezone.now() - timedelta(minutes=1)


def test_both_texts_stand_side_by_side(article, cast, login):
    client, section, seen = login(cast.reporter), article.section_id, article.version
    first = form(title="Giữ hoà bình", body="<p>lợi ích</p>", section=section, seen_version=seen)
    client.post(change(article), first)
    second = first | {"title": "Giữ hòa bình", "body": "<p>lợi tích</p>"}
    page = client.post(change(article), second).content.decode()
    for shown in ("<del>hoà</del><ins>hòa</ins>", "<del>ích</del><ins>tích</ins>", 'data-take="id_title"'):
        assert shown in page
    assert 'data-value="Giữ hoà bình"' in page


def test_the_form_costs_few_queries(cast, login, django_assert_max_num_queries):
    article = make_article(
        published=False,
        by=cast.reporter,
        bylines=[(make_author(f"Tác giả {n}"), "news") for n in range(3)],
        picks=[(make_article(f"Bài {n}"), "") for n in range(4)],
        tags=["một", "hai"],
    )
    client = login(cast.reporter)
    client.get(change(article))
    with django_assert_max_num_queries(25):
        client.get(change(article))


def test_the_rows_of_a_text_taken_back_are_saved_over_the_same_rows(article, cast, login):
    row = {"bylines-TOTAL_FORMS": 1, "bylines-0-role": "news", "bylines-0-author": make_author().pk}
    typed = form(title="Tít mới", section=article.section_id, seen_version=article.version, **row)
    assert login(cast.reporter).post(change(article), typed).status_code == 302
    assert [str(row.author) for row in Article.objects.get().bylines.all()] == ["Thái Sơn"]
