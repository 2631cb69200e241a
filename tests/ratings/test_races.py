"""Fifty readers at once, and one impatient one: rows and sums stay exact."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.readers import new_reader_id
from ratings import models
from ratings.models import Rating, RatingTotal
from ratings.voters import voter_cookie
from tests.factory import make_article
from tests.racing import at_once

THREADS = 50

pytestmark = pytest.mark.django_db(transaction=True)


def row_version(article) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("select xmin, ctid from articles_article where id = %s", [article.pk])
        return cursor.fetchone()


def exact(article) -> bool:
    stars = list(Rating.objects.filter(article=article).values_list("stars", flat=True))
    total = RatingTotal.objects.get(article=article)
    return (total.votes, total.stars) == (len(stars), sum(stars))


def post(article, stars: int, client=None) -> int:
    return (client or Client()).post(f"/danh-gia/{article.pk}/", {"stars": stars}).status_code


def test_fifty_readers_at_once():
    article = make_article()
    before = row_version(article)
    homes = [Client(REMOTE_ADDR=f"203.0.{number}.7") for number in range(THREADS)]
    answers = at_once(lambda number: post(article, number % 5 + 1, homes[number]), THREADS)
    assert answers == [303] * THREADS
    assert Rating.objects.filter(article=article).count() == THREADS
    assert exact(article)
    assert row_version(article) == before


def test_a_network_gives_no_more_votes_than_it_may_at_once(monkeypatch):
    monkeypatch.setattr(models, "VOTES_PER_NETWORK", 4)
    article = make_article()
    answers = at_once(lambda number: post(article, number % 5 + 1), 16)
    assert sorted(answers) == [303] * 4 + [429] * 12
    assert Rating.objects.count() == 4
    assert exact(article)


def reader(voter: str) -> Client:
    response, client = HttpResponse(), Client()
    voter_cookie.write(response, voter)
    client.cookies["voter"] = response.cookies["voter"].value
    return client


def test_one_reader_fifty_times_at_once():
    article, voter = make_article(), new_reader_id()
    before = row_version(article)
    readers = [reader(voter) for _ in range(THREADS)]
    answers = at_once(lambda number: post(article, number % 5 + 1, readers[number]), THREADS)
    assert answers == [303] * THREADS
    assert Rating.objects.get(article=article).voter == voter
    assert exact(article)
    assert row_version(article) == before


def test_one_reader_votes_and_withdraws_at_once():
    article, voter = make_article(), new_reader_id()

    def act(number):
        if number % 3:
            Rating.objects.cast(article, voter, number % 5 + 1)
        else:
            Rating.objects.withdraw(article, voter)

    at_once(act, 24)
    assert Rating.objects.filter(article=article).count() <= 1
    assert exact(article)
