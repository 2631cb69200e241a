"""Who changed what, when; and how a text comes back."""

import pytest
from django.urls import reverse

from articles.models import Article
from articles.workflow import Refused, Stale
from tests.factory import edit_live, make_article, make_author, make_picture, make_topic

pytestmark = pytest.mark.django_db


def address(name, article, *more):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


@pytest.fixture
def article(cast):
    article = make_article("Giữ hoà bình", published=False, by=cast.reporter, body="<p>lợi tích các các</p>")
    return article.revise(
        cast.reporter,
        seen=article.version,
        changes={"title": "Giữ hòa bình", "body": "<p>lợi ích các</p>"},
        bylines=[(make_author("Ngọc Ngữ"), "photo")],
        tags=["hòa bình"],
    )


def test_the_list_says_who_when_and_which_act(article, cast, login):
    article.move("submit", cast.reporter, seen=article.version)
    article.move("send_back", cast.editor, seen=article.version, reason="Thiếu nguồn")
    page = login(cast.reporter).get(address("history", article)).content.decode()
    for shown in ("Thái Sơn", "Thu Hiền", "Thiếu nguồn", address("version", article, 2)):
        assert shown in page


def test_a_changed_mark_is_seen_in_the_comparison(article, cast, login):
    page = login(cast.reporter).get(address("version", article, 2)).content.decode()
    for shown in ("<del>hoà</del><ins>hòa</ins>", "<del>tích</del><ins>ích</ins>", "Ngọc Ngữ"):
        assert shown in page


def test_any_two_versions_are_compared(article, cast, login):
    article.revise(cast.reporter, seen=article.version, changes={"title": "Giữ gìn hòa bình"})
    page = login(cast.reporter).get(address("version", article, 3) + "?voi=1").content.decode()
    assert "<ins>gìn hòa</ins>" in page
    for odd in ("?voi=x", "?voi=99", "?voi=99999999999999999999"):
        assert login(cast.reporter).get(address("version", article, 3) + odd).status_code == 200


def test_a_format_that_changed_is_told(article, cast, login):
    article.revise(
        cast.reporter, seen=article.version, changes={"body": "<p>lợi <strong>ích</strong> các</p>"}
    )
    from django.utils.translation import gettext

    page = login(cast.reporter).get(address("version", article, 3)).content.decode()
    assert gettext("Only formats or links changed.") in page


def test_bringing_back_makes_a_new_version_and_loses_nothing(article, cast, login):
    typed = {"seen_version": article.version}
    login(cast.reporter).post(address("bring_back", article, 1), typed)
    article = Article.objects.get()
    assert (article.title, article.version, article.revisions.count()) == ("Giữ hoà bình", 3, 3)
    assert not article.bylines.exists()
    login(cast.reporter).post(address("bring_back", article, 2), typed)  # another window, an old page
    assert Article.objects.get().version == 3
    login(cast.reporter).post(address("bring_back", article, 2), {"seen_version": 3})
    assert [row.author.name for row in Article.objects.get().bylines.all()] == ["Ngọc Ngữ"]


def test_what_was_deleted_since_stays_away(cast):
    picture, topic = make_picture(), make_topic()
    article = make_article(published=False, by=cast.reporter, lead_picture_id=picture.pk, topics=[topic])
    article.revise(cast.reporter, seen=1, changes={"lead_picture_id": None}, topics=[])
    picture.delete()
    topic.delete()
    article.bring_back(cast.reporter, seen=2, revision=article.revisions.get(version=1))
    assert article.lead_picture_id is None


def test_of_a_public_article_it_comes_back_as_an_edit(cast, client):
    article = edit_live(make_article("Tít đầu"), cast.secretary, title="Tít sau")
    first = article.revisions.get(version=1)
    article.bring_back(cast.secretary, seen=article.version, revision=first)
    assert "Tít sau" in client.get(article.get_absolute_url()).content.decode()
    article.move("approve_edit", cast.secretary, seen=article.version)
    assert "Tít đầu" in client.get(article.get_absolute_url()).content.decode()


def test_nobody_else_brings_back_or_looks(article, cast, login):
    revision = article.revisions.last()
    with pytest.raises(Refused):
        article.bring_back(cast.reporter2, seen=article.version, revision=revision)
    with pytest.raises(Stale):
        article.bring_back(cast.reporter, seen=1, revision=revision)
    with pytest.raises(Refused):
        make_article(published=False, by=cast.reporter).bring_back(cast.reporter, seen=1, revision=revision)
    for person in (cast.reporter2, cast.moderator):
        client = login(person)
        for name in ("version", "version_page"):
            assert client.get(address(name, article, 1)).status_code == 404
        assert client.post(address("bring_back", article, 1), {"seen_version": 2}).status_code == 404
