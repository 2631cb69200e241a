"""Once a minute: scheduled articles are announced exactly once, however many ticks run and die."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from articles.signals import article_changed
from portal import jobs
from tests.factory import make_article, make_shelf
from tests.processes import database_url
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


TICK_THAT_TELLS = """
import os, sys, time
import django
django.setup()
from django.core.management import call_command
from articles.signals import article_changed

log = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY | os.O_APPEND)

def listen(paths, **_signal):
    os.write(log, "".join(f"{path}\\n" for path in paths).encode())
    time.sleep(0.2)  # a moment in which to die: told, and not ticked off

article_changed.connect(listen)
call_command("tick")
"""


def start_tick(log: Path) -> subprocess.Popen:
    """`manage.py tick` in a process of its own that writes down what it tells."""
    env = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    env["PAGE_STORE"] = str(log.parent / "pages")
    return subprocess.Popen([sys.executable, "-c", TICK_THAT_TELLS, str(log)], env=env, cwd=ROOT)


@pytest.mark.django_db(transaction=True)
def test_four_ticks_and_two_random_kills_leave_nobody_out(tmp_path):
    """Who survives tells each article once; what the dead had in hand, fifty at most, is told again."""
    addresses = {article.get_absolute_url() for article in make_shelf(500)}
    Article.objects.update(to_announce=True)
    assert Article.objects.published().count() == 500  # visible at their minute, before any tick
    logs = [tmp_path / f"tick-{number}" for number in range(4)]
    ticks = [start_tick(log) for log in logs]
    for tick, log in list(zip(ticks, logs, strict=True))[:2]:
        while tick.poll() is None and not log.exists():
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.5))
        tick.send_signal(signal.SIGKILL)
    for tick in ticks:
        tick.wait(120)
    killed = [tick.returncode == -signal.SIGKILL for tick in ticks]
    assert killed[2:] == [False, False]
    call_command("tick")  # the next minute
    assert not Article.objects.filter(to_announce=True).exists()

    told = [Counter(log.read_text().split()) if log.exists() else Counter() for log in logs]
    of_survivors = sum((count for count, dead in zip(told, killed, strict=True) if not dead), Counter())
    assert all(of_survivors[address] <= 1 for address in addresses)
    twice = {address for address in addresses if sum(told, Counter())[address] > 1}
    assert len(twice) <= 50 * sum(killed)


@pytest.mark.django_db
def test_one_job_that_fails_stops_no_other(caplog):
    done = []

    def broken():
        raise ValueError("hỏng")

    assert jobs.run((broken, lambda: done.append(1))) == ["broken"]
    assert done == [1]
