"""In a rush a browser computes before it sends; whoever cannot is heard all the same."""

import hashlib
import re
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from comments.models import Comment, CommentPolicy
from tests.comments.stage import address, make_comment, open_form, page, send
from tests.factory import make_article
from tests.racing import at_once

pytestmark = pytest.mark.django_db
BITS = 8


@pytest.fixture(autouse=True)
def soon_a_rush(settings):
    """Three comments a minute."""
    settings.COMMENT_WORK, settings.COMMENT_WORK_FROM, settings.COMMENT_WORK_BITS = "AUTO", 3, BITS


def rush(article) -> None:
    for number in range(3):
        make_comment(article, f"Ý kiến {number}", writer=f"{number:032x}")
    cache.clear()


def bits_asked(client, article) -> int:
    found = re.search(r'data-bits="(\d+)"', page(client.get(address(article))))
    return int(found[1]) if found else 0


def solve(opened: str) -> int:
    """What static/js/work.js does."""
    for number in count():
        digest = hashlib.sha256(f"{opened}.{number}".encode()).digest()
        if digest[0] == 0:  # eight zero bits
            return number


def last() -> Comment:
    return Comment.objects.latest("pk")


def test_nobody_computes_in_quiet_times_and_everybody_in_a_rush(client):
    article = make_article()
    assert bits_asked(client, article) == 0
    rush(article)
    assert bits_asked(client, article) == BITS
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        cache.clear()
        assert bits_asked(client, article) == 0


@pytest.mark.parametrize(("setting", "bits"), [("ALWAYS", BITS), ("NEVER", 0)])
def test_a_paper_may_ask_always_or_never(client, settings, setting, bits):
    article = make_article()
    settings.COMMENT_WORK = setting
    rush(article)
    assert bits_asked(client, article) == bits


def test_who_computed_is_not_marked_and_who_did_not_is_held_with_the_reason_shown(client, cast, login):
    article = make_article()
    rush(article)
    typed = open_form(client, article, seconds=10)
    assert client.post(address(article), typed | {"work": solve(typed["opened"])}).status_code == 303
    assert ("no_work" in last().flags, last().state) == (False, "held")
    assert send(Client(), article, seconds=10, email="khac@vidu.example").status_code == 303  # without script
    assert (last().flags[-1], last().state) == ("no_work", "held")
    assert send(Client(), article, seconds=10, email="ba@vidu.example", work="12a").status_code == 303
    assert "no_work" in last().flags
    desk = login(cast.moderator).get("/admin/comments/comment/?co=no_work").content.decode()
    assert desk.count('class="queue-row') == 2
    assert "thiếu phép tính lúc quá đông" in desk


def test_the_work_for_a_form_pays_for_one_comment(client):
    article = make_article()
    rush(article)
    typed = open_form(client, article, seconds=10)
    typed["work"] = solve(typed["opened"])
    for text, is_marked in (("Ý thứ nhất", False), ("Ý thứ hai", True)):
        client.post(address(article), typed | {"text": text})
        assert (last().text, "no_work" in last().flags) == (text, is_marked)


@pytest.mark.django_db(transaction=True)
def test_eight_comments_at_once_with_the_work_of_one():
    article = make_article()
    rush(article)
    typed = open_form(Client(), article, seconds=10)
    typed["work"] = solve(typed["opened"])
    homes = [Client(REMOTE_ADDR=f"203.0.{number}.7") for number in range(8)]
    at_once(lambda number: homes[number].post(address(article), typed | {"text": f"Bài {number}"}), 8)
    assert Comment.objects.filter(text__startswith="Bài").count() == 8
    assert Comment.objects.exclude(proof="").count() == 1
    assert Comment.objects.filter(flags__contains=["no_work"]).count() == 7


def test_old_work_is_worth_nothing_and_a_form_of_before_the_rush_has_ten_minutes(client):
    article = make_article()
    before, long_before = (open_form(Client(), article, seconds=seconds) for seconds in (60, 1200))
    rush(article)
    for typed, is_marked in ((before, False), (long_before, True)):
        client.post(address(article), typed | {"text": f"Viết lúc {is_marked}"})
        assert ("no_work" in last().flags) == is_marked
    typed = open_form(client, article, seconds=0)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        client.post(address(article), typed | {"text": "Muộn", "work": solve(typed["opened"])})
        assert (last().text, "no_work" in last().flags) == ("Muộn", True)


def test_a_trusted_writer_without_the_work_waits(cast):
    article = make_article()
    CommentPolicy.objects.create(trust_after=1)
    make_comment(article, "Ý đầu", approved_by=cast.moderator)
    assert make_comment(article, "Ý sau", proof=None).state == "held"
    assert make_comment(article, "Ý sau nữa").state == "approved"


def test_a_refused_form_keeps_its_task_and_its_answer(client):
    article = make_article()
    rush(article)
    typed = open_form(client, article, seconds=10) | {"name": ""}
    answer = solve(typed["opened"])
    html = page(client.post(address(article), typed | {"work": answer}))
    assert f'value="{typed["opened"]}"' in html
    assert f'data-bits="{BITS}"' in html
    assert f'name="work" value="{answer}"' in html
