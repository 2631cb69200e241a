"""From a draft to the front page: who may do what, and what nobody may do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from articles.workflow import Refused, Stale
from tests.factory import edit_live, make_article, make_section, publish

pytestmark = pytest.mark.django_db


def write(by, **changes):
    article = Article.objects.start(by)
    content = {"title": "Mùa cá lòng", "lead": "Ngư dân trúng mùa.", "body": "<p>Cá về.</p>"}
    return article.revise(by, seen=0, changes=content | {"section_id": make_section().pk} | changes)


def test_the_chain_from_reporter_to_readers(cast, client):
    article = write(cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.move("pass_on", cast.editor, seen=article.version)
    article.move("publish", cast.secretary, seen=article.version)
    assert client.get(article.get_absolute_url()).status_code == 200
    acts = list(article.revisions.order_by("version").values_list("act", "by__username"))
    assert acts == [
        ("revise", "reporter"),
        ("submit", "reporter"),
        ("pass_on", "editor"),
        ("approve", "secretary"),
        ("publish", "secretary"),
    ]


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator"])
def test_nobody_publishes_without_the_right(cast, role):
    article = write(cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    article.move("pass_on", cast.editor, seen=article.version)
    with pytest.raises(Refused):
        article.move("publish", getattr(cast, role), seen=article.version)
    assert not Article.objects.published().exists()


def test_a_draft_cannot_jump_the_chain(cast):
    article = write(cast.chief)
    with pytest.raises(Refused, match="Bản nháp"):
        article.move("publish", cast.chief, seen=article.version)


def test_a_reporter_cannot_touch_anothers_copy(cast):
    article = write(cast.reporter)
    with pytest.raises(Refused):
        article.revise(cast.reporter2, seen=article.version, changes={"title": "Của tôi"})
    with pytest.raises(Refused):
        article.move("submit", cast.reporter2, seen=article.version)
    assert list(Article.objects.visible_to(cast.reporter2)) == []
    assert list(Article.objects.visible_to(cast.moderator)) == []


def test_a_reporter_cannot_change_what_was_submitted(cast):
    article = write(cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    with pytest.raises(Refused):
        article.revise(cast.reporter, seen=article.version, changes={"title": "Sửa lén"})


def test_sending_back_needs_a_reason_and_keeps_it(cast):
    article = write(cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    with pytest.raises(Refused):
        article.move("send_back", cast.editor, seen=article.version, reason=" \u200b ")
    article.move("send_back", cast.editor, seen=article.version, reason="Thiếu ý kiến xã.")
    assert article.revisions.first().reason == "Thiếu ý kiến xã."
    assert article.can_be_edited_by(cast.reporter)


def test_an_incomplete_article_is_not_submitted(cast):
    article = write(cast.reporter, lead="", section_id=None)
    with pytest.raises(Refused, match="sapo"):
        article.move("submit", cast.reporter, seen=article.version)


def test_a_stale_save_is_refused_and_nothing_is_overwritten(cast):
    article = write(cast.reporter)
    seen = article.version
    article.revise(cast.reporter, seen=seen, changes={"title": "Bản thứ nhất"})
    with pytest.raises(Stale):
        Article.objects.get(pk=article.pk).revise(cast.reporter, seen=seen, changes={"title": "Bản thứ hai"})
    assert Article.objects.get(pk=article.pk).title == "Bản thứ nhất"


def test_a_stale_move_is_refused(cast):
    article = write(cast.reporter)
    article.move("submit", cast.reporter, seen=article.version)
    seen = article.version
    article.revise(cast.editor, seen=seen, changes={"title": "Biên tập xong"})
    with pytest.raises(Stale):
        article.move("pass_on", cast.editor, seen=seen)


def test_a_save_that_changes_nothing_is_no_version(cast):
    article = write(cast.reporter)
    updated, version = article.updated_at, article.version
    article.revise(cast.reporter, seen=version, changes={"title": article.title, "body": article.body})
    assert (article.version, article.updated_at, article.revisions.count()) == (version, updated, 1)


def test_switching_comments_off_does_not_move_the_date_of_update(cast):
    article = make_article()
    updated = article.updated_at
    article.revise(cast.secretary, seen=article.version, changes={"comments_open": False})
    assert article.updated_at == updated
    assert not Article.objects.get().comments_open


def test_a_date_in_the_future_is_a_schedule(client):
    article = make_article(at=timezone.now() + timedelta(hours=2))
    assert article.is_scheduled
    assert client.get(article.get_absolute_url()).status_code == 404
    Article.objects.update(published_at=timezone.now() - timedelta(seconds=1))  # two hours later
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.django_db(transaction=True)  # pages are purged after the commit
def test_withdrawing_takes_it_from_the_public_at_once(client, cast):
    article = make_article()
    address = article.get_absolute_url()
    assert client.get(address).status_code == 200
    article.move("withdraw", cast.secretary, seen=article.version, reason="Sai số liệu")
    assert client.get(address).status_code == 410
    assert client.get("/").content.decode().count(article.title) == 0


def test_an_edit_of_a_live_article_keeps_its_date(cast):
    article = make_article()
    published = article.published_at
    edit_live(article, cast.secretary, title="Đính chính")
    assert Article.objects.get().published_at == published


def test_the_database_refuses_a_public_article_without_date_or_approval(cast):
    article = write(cast.reporter)
    for lie in ({"public_state": "live"}, {"public_state": "live", "published_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(**lie)


def test_moves_offered_are_exactly_those_allowed(cast):
    article = write(cast.reporter)
    assert [move.code for move in article.moves_for(cast.reporter)] == ["submit"]
    assert article.moves_for(cast.editor) == []
    article.move("submit", cast.reporter, seen=article.version)
    assert article.moves_for(cast.reporter) == []
    assert [move.code for move in article.moves_for(cast.editor)] == ["pass_on", "send_back"]
    live = publish(write(cast.chief), cast.chief)
    assert [move.code for move in live.moves_for(cast.secretary)] == ["withdraw"]
