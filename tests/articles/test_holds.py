"""The desk's hand on the suggestions: why each is there, one pinned, one replaced, one never again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Hold, Revision, Section
from articles.models.sections import Freshness
from articles.related import suggestions
from articles.searching.reasons import shared_phrases
from articles.workflow import Refused
from tests.articles.test_related import FOOTBALL, storm, titles
from tests.factory import edit_live, make_article, make_section, make_topic

pytestmark = pytest.mark.django_db


def page_of(article) -> str:
    return reverse("admin:articles_article_suggestions", args=[article.pk])


def hold(client, article, act, other, **more):
    url = reverse("admin:articles_article_hold", args=[article.pk])
    return client.post(url, {"act": act, "other": other.pk, **more}, follow=True)


@pytest.fixture
def stories():
    """Eight articles about one storm, and one about football."""
    return [storm(number) for number in range(8)], make_article(
        "Bóng đá trẻ", body=FOOTBALL, lead="Tin thể thao."
    )


def test_the_desk_reads_why_each_is_suggested(cast, login):
    topic = make_topic("Mưa bão")
    article = storm(1, tags=["sơ tán"], topics=[topic])
    other = storm(2, tags=["sơ tán"], topics=[topic])
    page = login(cast.editor).get(page_of(article))
    row = page.context["rows"][0]
    assert (row["article"], row["tags"], row["topics"]) == (other, ["sơ tán"], ["Mưa bão"])
    assert any("bão" in phrase for phrase in row["phrases"])
    assert "từ khóa: <b>sơ tán</b>" in page.content.decode()


def test_shared_words_are_told_as_phrases_of_the_text():
    article, other = storm(1), storm(2)
    make_article("Bóng đá trẻ", body=FOOTBALL, lead="Tin thể thao.")
    phrases = shared_phrases(article, [other.pk])[other.pk]
    assert any(len(phrase.split()) > 2 for phrase in phrases)
    assert len(set(phrases)) == len(phrases) <= 4


def test_a_pin_keeps_its_place_and_a_ban_is_never_shown(cast, stories):
    (article, *_others), football = stories
    before = titles(article)
    article.pin_suggestion(football, cast.editor, place=3)
    article.ban_suggestion(suggestions(article)[0], cast.editor)
    after = titles(article)
    assert after[2] == football.title
    assert before[0] not in after
    assert len(after) == 6


def test_replacing_puts_one_in_the_place_of_another(cast, login, stories):
    (article, *_others), football = stories
    second = suggestions(article)[1]
    answer = hold(login(cast.secretary), article, "pin", football, place="2")
    assert "Đã ghim" in answer.content.decode()
    assert titles(article)[1] == football.title
    assert second.title not in titles(article)
    hold(login(cast.secretary), article, "free", second)
    assert second.title in titles(article)


def test_pinning_where_it_stands_bans_nothing(cast, login, stories):
    (article, *_others), _football = stories
    third = suggestions(article)[2]
    hold(login(cast.editor), article, "pin", third, place="3")
    assert [(h.other, h.kind, h.place) for h in article.holds.all()] == [(third, "pin", 3)]


def test_readers_get_it_at_once_and_open_forms_are_not_disturbed(
    cast, client, stories, django_capture_on_commit_callbacks
):
    (article, *_others), football = stories
    banned = suggestions(article)[0]
    address, version = article.get_absolute_url(), article.version
    assert banned.title in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        article.ban_suggestion(banned, cast.editor)
        article.pin_suggestion(football, cast.editor)
    page = client.get(address).content.decode()
    assert football.title in page
    assert banned.title not in page
    article.refresh_from_db()
    assert article.version == version
    edit_live(article, cast.chief, lead="Bão đã tan hẳn.")  # the version the form saw still fits


def test_holds_are_in_the_history_and_in_the_audit_log(cast, login, stories):
    (article, *_others), football = stories
    article.pin_suggestion(football, cast.editor)
    history = login(cast.editor).get(reverse("admin:articles_article_history", args=[article.pk]))
    assert "Bóng đá trẻ" in history.content.decode()
    assert Revision.objects.filter(article=article, act="pin_suggestion", by=cast.editor).exists()
    assert "Ghim bài gợi ý" in login(cast.chief).get("/admin/articles/revision/").content.decode()


def test_the_right_the_article_itself_and_drafts_are_refused_in_words(cast, login, stories):
    (article, *others), _football = stories
    draft = make_article("Bản nháp", published=False)
    with pytest.raises(Refused):
        article.pin_suggestion(others[0], cast.reporter)
    for wrong in (article, draft):
        with pytest.raises(Refused):
            article.pin_suggestion(wrong, cast.editor)
    mine = storm(8, by=cast.chief)
    assert login(cast.reporter).get(page_of(mine)).status_code == 404
    refused = hold(login(cast.editor), article, "pin", article)
    assert "Không thể gợi ý một bài ở cuối chính nó" in refused.content.decode()
    assert hold(login(cast.editor), article, "dance", others[0]).status_code == 200
    assert not Hold.objects.exists()


def test_six_pins_are_all_there_is_room_for(cast, stories):
    (article, *others), football = stories
    for other in others[:6]:
        article.pin_suggestion(other, cast.editor)
    assert titles(article) == [other.title for other in others[:6]]
    with pytest.raises(Refused):
        article.pin_suggestion(football, cast.editor)


def test_a_withdrawn_pin_leaves_its_place_to_the_next(cast, stories):
    (article, *_others), football = stories
    article.pin_suggestion(football, cast.editor)
    football.move("withdraw", cast.secretary, seen=football.version, reason="Sai")
    assert len(titles(article)) == 6
    assert football.title not in titles(article)


def test_pages_that_pin_an_article_are_made_anew_when_it_changes(cast, stories):
    (article, *_others), football = stories
    article.pin_suggestion(football, cast.editor)
    assert article.get_absolute_url() in football.public_paths()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_leaves_holds_alone(cast):
    article, *others = [storm(number) for number in range(8)]
    article.pin_suggestion(others[4], cast.editor, place=2)
    article.ban_suggestion(others[5], cast.editor)
    before = titles(article)
    call_command("rebuild_indexes", restart=True, processes=1)
    assert titles(article) == before
    assert before[1] == others[4].title


def test_a_section_says_how_much_freshness_counts():
    news = make_section("Thời sự")
    old = timezone.now() - timedelta(days=900)
    article = storm(1, section=news, at=old)
    for number in range(2, 6):
        storm(number, section=news, at=old)
    fresh = make_article("Bão số 8 đã xa", lead="Bão số 8 đã tan.", section=news, body="<p>Sơ tán dân.</p>")
    article.section = Section.objects.get(pk=news.pk)
    assert titles(article)[0] != fresh.title
    article.section.freshness = Freshness.MOST
    assert titles(article)[0] == fresh.title


def test_picks_lead_where_the_section_asks_for_it():
    news = make_section("Thời sự")
    picked = make_article("Cá về sông Vân", section=news, lead="Mùa cá.", body="<p>Lưới đầy.</p>")
    article = storm(1, section=news, picks=[(picked, ""), (None, "Chưa có trong kho")])
    storm(2, section=news)
    assert picked.title not in titles(article)
    article.section.picks_lead = True
    assert titles(article)[0] == picked.title
