"""While somebody writes: what the paper has already is offered to be picked, and the same news is told of."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.related import make_lists
from tests.articles.test_related import FOOTBALL, STORM, storm
from tests.factory import make_article, make_topic

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.now() - timedelta(days=300)


def beside(client, **fields):
    """What the form shows: titles offered, titles of doubles, whether one is hidden, and the page itself."""
    written = {"title": "Sau bão số 8: người dân trở về", "lead": "Bão số 8 đã tan.", "body": STORM}
    found = client.post(reverse("admin:articles_article_alike"), written | fields)
    assert found.status_code == 200
    alike = found.context["alike"]
    return [a.title for a in alike.offered], [a.title for a in alike.doubles], alike.hidden, found


def test_what_the_paper_has_is_offered_best_first_and_nothing_that_is_picked(cast, login):
    make_article("Bóng đá trẻ thắng trận", body=FOOTBALL, lead="Tin thể thao.", at=LAST_YEAR)
    stories = [storm(number, at=LAST_YEAR) for number in range(3)]
    offered, doubles, hidden, _page = beside(login(cast.reporter))
    assert set(offered[:3]) == {story.title for story in stories}
    assert (doubles, hidden) == ([], False)
    offered, *_rest = beside(login(cast.reporter), **{"picks-0-target": stories[0].pk})
    assert stories[0].title not in offered
    offered, *_rest = beside(login(cast.reporter), article=stories[1].pk)
    assert stories[1].title not in offered


def test_a_topic_chosen_in_the_form_counts_before_it_is_saved(cast, login):
    topic = make_topic("Mặn xâm nhập")
    for number in range(12):
        storm(number, at=LAST_YEAR)
    make_article("Trạm đo độ mặn", lead="Số liệu.", body="<p>Quan trắc.</p>", topics=[topic], at=LAST_YEAR)
    offered, *_rest = beside(
        login(cast.reporter), title="Nước ngọt về đồng", lead="", body="", topics=topic.pk
    )
    assert offered[0] == "Trạm đo độ mặn"


def test_the_same_news_of_this_week_is_told_of(cast, login):
    told = make_article("Sau bão số 8: dân trở về nhà", lead="Bão số 8 đã tan.", body=STORM)
    for number in range(8):
        make_article(f"Bóng đá trẻ trận {number}", body=FOOTBALL, lead="Tin thể thao.", at=LAST_YEAR)
    _offered, doubles, hidden, page = beside(login(cast.reporter))
    assert (doubles, hidden) == ([told.title], False)
    assert "Tin này đã có bài" in page.content.decode()


def test_a_colleagues_draft_is_named_only_to_who_may_see_it(cast, login):
    by = cast.reporter2
    make_article("Sau bão số 8: dân trở về nhà", lead="Bão số 8 đã tan.", body=STORM, published=False, by=by)
    for number in range(8):
        make_article(f"Bóng đá trẻ trận {number}", body=FOOTBALL, lead="Tin thể thao.", at=LAST_YEAR)
    make_lists()  # the minute's job: only then a draft is known by its terms
    offered, doubles, hidden, page = beside(login(cast.reporter))
    assert (doubles, hidden) == ([], True)
    assert "dân trở về nhà" not in page.content.decode()
    assert by.full_name not in page.content.decode()
    assert "Sau bão số 8: dân trở về nhà" not in offered
    _offered, doubles, hidden, page = beside(login(cast.editor))
    assert (doubles, hidden) == (["Sau bão số 8: dân trở về nhà"], False)
    assert by.full_name in page.content.decode()
    _offered, doubles, hidden, _page = beside(login(by))
    assert (len(doubles), hidden) == (1, False), "one's own other draft"


def test_a_scheduled_piece_stays_a_secret_of_who_may_see_it(cast, login):
    make_article(
        "Sau bão số 8: dân trở về nhà",
        lead="Bão số 8 đã tan.",
        body=STORM,
        at=timezone.now() + timedelta(hours=2),
    )
    for number in range(8):
        make_article(f"Bóng đá trẻ trận {number}", body=FOOTBALL, lead="Tin thể thao.", at=LAST_YEAR)
    make_lists()  # the minute's job: only then a draft is known by its terms
    offered, doubles, hidden, page = beside(login(cast.reporter))
    assert (doubles, hidden) == ([], True)
    assert "dân trở về nhà" not in page.content.decode()
    assert "Sau bão số 8: dân trở về nhà" not in offered


def test_short_empty_and_odd_texts_are_answered(cast, login):
    storm(1)
    client = login(cast.reporter)
    for odd in ("", "Bão", "<b>&", "a" * 300_000):
        offered, *_rest = beside(
            client, title=odd, lead=odd, body=odd, tags=odd, section="x", article="9" * 40
        )
        assert offered == []
    assert login(cast.moderator).post(reverse("admin:articles_article_alike")).status_code == 403


def test_looking_costs_few_queries(cast, login, django_assert_max_num_queries):
    for number in range(8):
        storm(number, at=LAST_YEAR)
    client = login(cast.editor)
    beside(client)
    with django_assert_max_num_queries(12):
        beside(client)
