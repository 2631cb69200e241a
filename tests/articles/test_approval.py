"""Sealed approval, and edits of public articles that readers do not see until they are approved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Chain, PendingEdit
from articles.models.content import CONTENT_FIELDS, seal_of
from articles.workflow import Refused, Stale
from tests.articles.test_newsroom import change, form
from tests.factory import PICTURE_TEXTS, make_article, make_author, make_picture, make_section

pytestmark = pytest.mark.django_db


def step(article, *moves):
    """Make moves one after the other: ("submit", person), ..."""
    for code, by, *more in moves:
        article.move(code, by, seen=article.version, **(more[0] if more else {}))
    return article


@pytest.fixture
def approved(cast):
    article = make_article("Đầm Trà Sa", published=False, by=cast.reporter, bylines=[(make_author(), "news")])
    return step(article, ("submit", cast.reporter), ("pass_on", cast.editor), ("approve", cast.secretary))


# --- the seal ---------------------------------------------------------------------------------------


def test_one_letter_changed_after_approval_blocks_publishing_until_approved_again(approved, cast):
    approved.revise(cast.secretary, seen=approved.version, changes={"title": "Đầm Trà Sà"})
    assert approved.review_state == "submitted"
    with pytest.raises(Refused, match="Minh Quân"):
        approved.move("publish", cast.secretary, seen=approved.version)
    step(approved, ("approve", cast.secretary), ("publish", cast.secretary))
    log = list(approved.revisions.order_by("version").values_list("act", "by__username", "content__title"))
    assert log[3:] == [
        ("approve", "secretary", "Đầm Trà Sa"),
        ("revise", "secretary", "Đầm Trà Sà"),
        ("approve", "secretary", "Đầm Trà Sà"),
        ("publish", "secretary", "Đầm Trà Sà"),
    ]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda article: Article.objects.filter(pk=article.pk).update(body="<p>Người dân vui mừng!</p>"),
        lambda article: Article.objects.filter(pk=article.pk).update(caption="Chú thích khác"),
        lambda article: Article.objects.filter(pk=article.pk).update(
            lead_picture=make_picture(), **PICTURE_TEXTS
        ),
        lambda article: article.bylines.create(author=make_author("Ngọc Ngữ"), role="photo"),
        lambda article: article.picks.create(text="Một tít thêm vào"),
    ],
)
def test_a_change_around_the_verbs_is_noticed_at_publishing(approved, cast, tamper):
    tamper(approved)
    with pytest.raises(Refused):
        approved.move("publish", cast.secretary, seen=approved.version)
    assert not Article.objects.published().exists()
    fresh = Article.objects.get(pk=approved.pk)
    assert "approve" in [move.code for move in fresh.moves_for(cast.secretary)]
    step(fresh, ("approve", cast.secretary), ("publish", cast.secretary))
    assert Article.objects.published().exists()


def test_the_form_says_that_the_approval_is_void(approved, cast, login):
    approved.revise(cast.secretary, seen=approved.version, changes={"lead": "Sapo khác"})
    page = login(cast.secretary).get(change(approved)).content.decode()
    assert approved.broken_seal in page
    assert 'value="approve"' in page
    assert 'value="publish"' not in page


CONTENT = st.fixed_dictionaries({name: st.text(max_size=5) for name in CONTENT_FIELDS})


@given(CONTENT, st.sampled_from(CONTENT_FIELDS), st.text(max_size=5))
def test_the_seal_changes_with_any_letter(content, name, other):
    changed = content | {name: other}
    assert (seal_of(content) == seal_of(changed)) == (content == changed)


def test_an_embargo_is_kept(approved, cast):
    moment = timezone.now() + timedelta(hours=5)
    approved.move("send_back", cast.secretary, seen=approved.version, reason="Chờ giờ công bố")
    step(
        approved,
        ("submit", cast.reporter),
        ("pass_on", cast.editor),
        ("approve", cast.secretary, {"at": moment}),
    )
    assert approved.is_embargoed
    for early in (None, moment - timedelta(minutes=1)):
        with pytest.raises(Refused):
            approved.move("publish", cast.secretary, seen=approved.version, at=early)
    approved.move("publish", cast.secretary, seen=approved.version, at=moment)
    assert approved.is_scheduled


def test_an_emergency_does_not_break_an_embargo(approved, cast):
    """It is a promise to somebody outside; the refusal says how to lift it."""
    moment = timezone.now() + timedelta(hours=5)
    approved.move("send_back", cast.secretary, seen=approved.version, reason="Chờ giờ công bố")
    step(
        approved,
        ("submit", cast.reporter),
        ("pass_on", cast.editor),
        ("approve", cast.secretary, {"at": moment}),
    )
    Article.objects.filter(pk=approved.pk).update(review_state="submitted", stage="secretary")
    approved.refresh_from_db()
    with pytest.raises(Refused, match="trả lại"):
        approved.move("emergency", cast.chief, seen=approved.version, reason="Bão đến sớm")
    approved.move("send_back", cast.chief, seen=approved.version, reason="Bỏ embargo")
    approved.move("emergency", cast.chief, seen=approved.version, reason="Bão đến sớm")
    assert approved.is_public


# --- the chain as data --------------------------------------------------------------------------------


def test_a_section_with_a_short_chain_needs_no_editor(cast):
    sport = make_section("Thể thao")
    Chain.objects.create(section=sport, editor=False)
    short = make_article(section=sport, published=False, by=cast.reporter)
    step(short, ("submit", cast.reporter))
    assert short.stage == "secretary"
    step(short, ("publish", cast.secretary))
    assert short.is_public


def test_a_section_below_follows_its_parent_and_a_long_chain_ends_with_the_chief(cast):
    politics = make_section("Chính trị")
    Chain.objects.create(section=politics, chief=True)
    below = make_section("Cải cách hành chính", parent=politics)
    article = make_article(section=below, published=False, by=cast.reporter)
    step(article, ("submit", cast.reporter), ("pass_on", cast.editor), ("pass_on", cast.secretary))
    assert article.stage == "chief"
    for code in ("approve", "publish"):
        with pytest.raises(Refused):
            article.move(code, cast.secretary, seen=article.version)
    step(article, ("approve", cast.chief), ("publish", cast.secretary))
    assert article.is_public


def test_the_chief_publishes_in_an_emergency_with_a_reason_and_a_mark(cast, login):
    article = make_article(published=False, by=cast.reporter)
    with pytest.raises(Refused):
        article.move("emergency", cast.secretary, seen=article.version, reason="Bão")
    with pytest.raises(Refused):
        article.move("emergency", cast.chief, seen=article.version)
    article.move("emergency", cast.chief, seen=article.version, reason="Bão đổ bộ trong đêm")
    assert article.is_public
    history = login(cast.editor).get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "act--emergency" in history.content.decode()
    assert "Bão đổ bộ trong đêm" in history.content.decode()


# --- edits of what readers see --------------------------------------------------------------------------


def test_readers_keep_the_approved_text_until_the_edit_is_approved(cast, client):
    article = make_article("Đầm Trà Sa", bylines=[(make_author(), "news")], tags=["đầm"])
    article.revise(
        cast.secretary,
        seen=article.version,
        changes={"title": "Đầm Trà Sa vào mùa"},
        bylines=[(make_author("Ngọc Ngữ"), "photo")],
        tags=["mùa cá"],
    )
    before = client.get(article.get_absolute_url()).content.decode()
    assert "Đầm Trà Sa vào mùa" not in before
    assert "Thái Sơn" in before
    article.move("approve_edit", cast.secretary, seen=article.version)
    after = client.get(article.get_absolute_url()).content.decode()
    for new in ("Đầm Trà Sa vào mùa", "Ngọc Ngữ", "mùa cá"):
        assert new in after
    assert article.is_sealed
    assert not PendingEdit.objects.exists()


def test_the_form_shows_the_edit_and_saves_on_top_of_it(cast, login):
    article = make_article(
        "Tít công khai", bylines=[(make_author(), "news")], picks=[(None, "Tít gợi ý cũ")], tags=["cũ"]
    )
    client, section = login(cast.secretary), article.section_id
    typed = {"title": "Tít đang sửa", "section": section, "tags": "mới"}
    typed |= {"picks-TOTAL_FORMS": 1, "picks-0-order": 0, "picks-0-text": "Tít gợi ý mới"}
    client.post(change(article), form(seen_version=article.version, **typed))
    page = client.get(change(article)).content.decode()
    for shown in ("Tít đang sửa", "Tít gợi ý mới", 'value="mới"'):
        assert shown in page
    assert "Tít gợi ý cũ" not in page
    article.refresh_from_db()
    assert article.title == "Tít công khai"
    client.post(
        change(article), form(seen_version=article.version, _move="approve_edit", **typed | {"title": "Xong"})
    )
    article = Article.objects.get()
    assert article.title == "Xong"
    assert [pick.text for pick in article.picks.all()] == ["Tít gợi ý mới"]


def test_a_writer_proposes_an_edit_and_the_secretary_decides(cast):
    article = make_article("Tít cũ", published=False, by=cast.reporter)
    step(article, ("submit", cast.reporter), ("pass_on", cast.editor), ("publish", cast.secretary))
    with pytest.raises(Refused):
        article.revise(cast.reporter2, seen=article.version, changes={"title": "Của người khác"})
    article.revise(cast.reporter, seen=article.version, changes={"title": "Tít mới", "comments_open": False})
    assert article.comments_open  # a switch is no text: it is not the writer's to turn
    with pytest.raises(Refused):
        article.move("approve_edit", cast.reporter, seen=article.version)
    article.move("submit_edit", cast.reporter, seen=article.version)
    with pytest.raises(Refused):
        article.revise(cast.reporter, seen=article.version, changes={"title": "Sửa lén"})
    article.move("send_back_edit", cast.secretary, seen=article.version, reason="Viết rõ nguồn")
    step(article, ("submit_edit", cast.reporter), ("approve_edit", cast.secretary))
    assert Article.objects.get().title == "Tít mới"


def test_a_discarded_edit_stays_in_the_log(cast):
    article = make_article("Tít cũ")
    article.revise(cast.secretary, seen=article.version, changes={"title": "Tít bỏ"})
    article.move("discard_edit", cast.secretary, seen=article.version)
    assert article.revisions.first().content["title"] == "Tít bỏ"
    assert article.pending_edit is None
    assert article.title == "Tít cũ"


def test_an_edit_of_a_scheduled_article_does_not_hold_it_up_nor_slip_out(cast, client):
    article = make_article("Bài hẹn giờ", at=timezone.now() + timedelta(hours=1))
    article.revise(cast.secretary, seen=article.version, changes={"title": "Bài chưa duyệt lại"})
    Article.objects.update(published_at=timezone.now() - timedelta(seconds=1))  # an hour later
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Bài hẹn giờ" in page
    assert "Bài chưa duyệt lại" not in page


def test_an_edit_outlives_a_cancelled_schedule_and_needs_approval(cast):
    article = make_article("Bài hẹn giờ", at=timezone.now() + timedelta(hours=1))
    article.revise(cast.secretary, seen=article.version, changes={"title": "Bài đã sửa"})
    article.move("unschedule", cast.secretary, seen=article.version)
    assert article.title == "Bài đã sửa"
    with pytest.raises(Refused):
        article.move("publish", cast.secretary, seen=article.version)


def test_a_stale_edit_of_a_public_article_is_refused(cast):
    article = make_article()
    seen = article.version
    article.revise(cast.secretary, seen=seen, changes={"title": "Bản thứ nhất"})
    with pytest.raises(Stale):
        Article.objects.get().revise(cast.chief, seen=seen, changes={"title": "Bản thứ hai"})
    assert PendingEdit.objects.get().content["title"] == "Bản thứ nhất"
