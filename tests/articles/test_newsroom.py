"""The newsroom's pages: a reporter writes, an editor passes on, a secretary publishes, all by form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from tests.factory import make_article, make_author, make_section

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def form(**fields):
    """What the browser sends from the article form."""
    empty = {}
    for prefix in ("bylines", "picks"):
        empty |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return empty | {
        "title": "Mùa cá lòng ở Trà Sa",
        "lead": "Ngư dân trúng mùa.",
        "body": "<p>Cá về đầy khoang.</p>",
        "seen_version": 0,
        "ratings_open": "on",
        "comments_open": "on",
        **fields,
    }


def test_the_whole_chain_by_form(cast, login):
    section, author = make_section(), make_author()
    target = make_article("Bài được chọn")
    login(cast.reporter).post(
        ADD,
        form(
            section=section.pk,
            tags="đầm Trà Sa, thủy sản",
            _move="submit",
            **{
                "bylines-TOTAL_FORMS": 2,
                "bylines-0-order": 0,
                "bylines-0-role": "news",
                "bylines-0-author": author.pk,
                "bylines-1-order": 1,
                "bylines-1-role": "photo",
                "bylines-1-author": author.pk,
                "picks-TOTAL_FORMS": 2,
                "picks-0-order": 2,
                "picks-0-text": "Một tít chưa có bài",
                "picks-1-order": 1,
                "picks-1-target": target.pk,
            },
        ),
    )
    article = Article.objects.get(title="Mùa cá lòng ở Trà Sa")
    assert (article.review_state, article.created_by) == ("submitted", cast.reporter)
    assert [(pick.target, pick.text) for pick in article.picks.all()] == [
        (target, "Bài được chọn"),
        (None, "Một tít chưa có bài"),
    ]
    edited = form(
        section=section.pk, title="Trà Sa vào mùa cá lòng", seen_version=article.version, _move="pass_on"
    )
    login(cast.editor).post(change(article), edited)
    article.refresh_from_db()
    assert (article.title, article.stage) == ("Trà Sa vào mùa cá lòng", "secretary")
    client = login(cast.secretary)
    client.post(change(article), edited | {"seen_version": article.version, "_move": "publish"})
    client.logout()
    assert "Trà Sa vào mùa cá lòng" in client.get("/").content.decode()


def test_a_second_save_of_an_old_version_shows_both_texts_and_then_saves(cast, login):
    article = make_article(published=False, by=cast.reporter)
    client, section = login(cast.reporter), article.section_id
    seen = article.version
    client.post(change(article), form(title="Từ cửa sổ một", section=section, seen_version=seen))
    refused = client.post(change(article), form(title="Từ cửa sổ hai", section=section, seen_version=seen))
    page = refused.content.decode()
    assert refused.status_code == 200
    assert "Từ cửa sổ một" in page
    assert "Từ cửa sổ hai" in page
    assert Article.objects.get().title == "Từ cửa sổ một"
    client.post(change(article), form(title="Gộp hai bản", section=section, seen_version=seen + 1))
    assert Article.objects.get().title == "Gộp hai bản"


def test_an_editor_without_the_right_to_edit_can_still_send_back(cast, login):
    article = make_article(published=False, by=cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.move("pass_on", cast.editor, seen=article.version)
    client = login(cast.editor)
    page = client.get(change(article)).content.decode()
    assert 'value="send_back"' in page
    assert 'name="title"' not in page
    move = reverse("admin:articles_article_move", args=[article.pk])
    client.post(move, {"_move": "send_back", "seen_version": article.version, "reason": "Kiểm lại số liệu"})
    article.refresh_from_db()
    assert article.review_state == "draft"


def test_a_refused_move_says_why_and_keeps_the_saved_text(cast, login):
    article = make_article(published=False, by=cast.reporter, section=make_section())
    typed = form(
        title="Chưa có sapo",
        lead="",
        seen_version=article.version,
        section=article.section_id,
        _move="submit",
    )
    page = login(cast.reporter).post(change(article), typed, follow=True).content.decode()
    assert "Bài còn thiếu: sapo" in page
    assert Article.objects.get().title == "Chưa có sapo"
    assert Article.objects.get().review_state == "draft"


def test_a_reporter_sees_only_their_own(cast, login):
    make_article("Của người khác", published=False, by=cast.reporter2)
    other = Article.objects.get()
    client = login(cast.reporter)
    assert "Của người khác" not in client.get(reverse("admin:articles_article_changelist")).content.decode()
    for url in (change(other), reverse("admin:articles_article_history", args=[other.pk])):
        assert client.get(url).status_code in {302, 404}
    move = reverse("admin:articles_article_move", args=[other.pk])
    assert client.post(move, {"_move": "submit", "seen_version": 1}).status_code == 404
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "pick", "field_name": "target", "term": "nguoi khac"},
    )
    assert found.json()["results"] == []


def test_a_piece_not_public_yet_cannot_be_named_by_its_number(cast, login):
    """The picker does not offer it; a number typed by hand would show its title."""
    secret = make_article("Tin còn giấu", by=cast.reporter2, published=False)
    planned = make_article("Tin mai mới đăng", at=timezone.now() + timedelta(days=1))
    client = login(cast.reporter)
    for number in (secret.pk, planned.pk):
        for named in ({"picks-TOTAL_FORMS": 1, "picks-0-target": number}, {"translation_of": number}):
            page = client.post(ADD, form(**named))
            assert page.status_code == 200
            assert "Tin còn giấu" not in page.content.decode()
            assert "Tin mai mới đăng" not in page.content.decode()
    assert not Article.objects.filter(title="Mùa cá lòng ở Trà Sa").exists()


def test_what_an_editor_picked_stays_when_the_writer_saves(cast, login):
    planned = make_article("Tin mai mới đăng", at=timezone.now() + timedelta(days=1))
    article = make_article("Bài của Sơn", published=False, by=cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.revise(cast.editor, seen=article.version, changes={}, picks=[(planned, "")])
    article.move("send_back", cast.editor, seen=article.version, reason="Thêm số liệu.")
    typed = form(seen_version=article.version, title="Bài của Sơn, sửa", section=article.section_id)
    row = {"picks-TOTAL_FORMS": 1, "picks-0-target": planned.pk, "picks-0-text": "Tin mai mới đăng"}
    assert login(cast.reporter).post(change(article), typed | row).status_code == 302
    assert list(article.picks.values_list("target", "text")) == [(planned.pk, "Tin mai mới đăng")]


def test_the_picker_finds_without_marks(cast, login):
    make_article("Nguyễn Thái Sơn thắng giải")
    found = login(cast.reporter).get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "pick", "field_name": "target", "term": "thai son"},
    )
    assert [row["text"] for row in found.json()["results"]] == ["Nguyễn Thái Sơn thắng giải"]


def test_a_moderator_has_no_door_to_articles(cast, login):
    article = make_article(published=False)
    client = login(cast.moderator)
    for url in (ADD, change(article), reverse("admin:articles_article_changelist")):
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("role", ["reporter", "editor", "secretary", "chief", "moderator"])
def test_the_start_page_says_what_waits(cast, login, role):
    make_article("Chờ biên tập", published=False, by=cast.reporter).move("submit", cast.reporter, seen=1)
    page = login(getattr(cast, role)).get(reverse("admin:index")).content.decode()
    assert ("Chờ biên tập" in page) == (role != "moderator")


def test_a_schedule_is_typed_in_vietnam_time_and_a_past_time_is_refused(cast, login):
    article = make_article(published=False, by=cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.move("pass_on", cast.editor, seen=article.version)
    typed = form(
        seen_version=article.version,
        section=article.section_id,
        _move="publish",
        publish_at="2020-01-01T08:00",
    )
    page = login(cast.secretary).post(change(article), typed, follow=True).content.decode()
    assert "Thời điểm này đã qua" in page
    article.refresh_from_db()
    typed |= {"seen_version": article.version, "publish_at": "2999-01-01T08:00"}
    page = login(cast.secretary).post(change(article), typed, follow=True).content.decode()
    assert "08:00 Thứ Ba, 01/01/2999 (giờ Việt Nam, UTC+7)" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "để trống"),
        ("title", "x" * 201, "200"),
        ("body", "<p>" + "y" * 1_100_000 + "</p>", "1 MB"),
        ("section", "999999", ""),
        ("section", "abc", ""),
        ("section", "9" * 30, ""),
        ("comments_close_at_0", "hôm qua", ""),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(cast, login, field, value, sentence):
    answer = login(cast.reporter).post(ADD, form(**{"lead": "Sapo đã gõ"} | {field: value}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Sapo đã gõ" in page
    assert sentence in page
    assert not Article.objects.exists()
