"""Once a minute: scheduled articles are announced exactly once, however many ticks run and die."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.models import Article
from articles.signals import article_changed
from portal import jobs
from tests.factory import make_article, make_shelf
from tests.racing import at_once

ROOT = Path(__file__).parents[2]


@pytest.fixture
def told():
    """How often each public address was announced."""
    counts = Counter()

    def listen(paths, **_signal):
        counts.update(paths)

    article_changed.connect(listen)
    yield counts
    article_changed.disconnect(listen)


@pytest.mark.django_db
def test_a_scheduled_article_is_announced_at_its_minute_and_not_again(told):
    article = make_article(at=timezone.now() + timedelta(hours=1))
    call_command("tick")
    assert article.get_absolute_url() not in told
    Article.objects.update(published_at=timezone.now() - timedelta(minutes=1))  # an hour later
    call_command("tick")
    call_command("tick")
    assert told[article.get_absolute_url()] == 1


@pytest.mark.django_db
def test_what_is_published_now_needs_no_tick(told):
    make_article()
    assert not Article.objects.filter(to_announce=True).exists()


@pytest.mark.django_db(transaction=True)
def test_four_ticks_at_once_announce_each_article_once(told):
    shelf = make_shelf(500)
    Article.objects.update(to_announce=True)
    at_once(lambda number: jobs.announce_due(), 4)
    assert not Article.objects.filter(to_announce=True).exists()
    assert {told[article.get_absolute_url()] for article in shelf} == {1}


@pytest.mark.django_db(transaction=True)
def test_killed_ticks_leave_nobody_out():
    make_shelf(300)
    Article.objects.update(to_announce=True)
    settings = connection.settings_dict
    address = (
        f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT'] or 5432}"
    )
    env = os.environ | {"DATABASE_URL": f"{address}/{settings['NAME']}"}
    command = [sys.executable, str(ROOT / "manage.py"), "tick"]
    ticks = [subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(4)]
    for tick in ticks[:2]:
        try:
            tick.wait(random.uniform(0.5, 3))
        except subprocess.TimeoutExpired:
            tick.send_signal(signal.SIGKILL)
    for tick in ticks:
        tick.wait(60)
    call_command("tick")
    assert not Article.objects.filter(to_announce=True).exists()
    assert Article.objects.published().count() == 300


@pytest.mark.django_db
def test_one_job_that_fails_stops_no_other(caplog):
    done = []

    def broken():
        raise ValueError("hỏng")

    assert jobs.run((broken, lambda: done.append(1))) == ["broken"]
    assert done == [1]
