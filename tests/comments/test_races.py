"""Many at once: one form is one comment, two moderators make one decision."""

import pytest
from django.test import Client

from articles.workflow import Refused
from comments import moderation
from comments.models import Comment, CommentAct, CommentTotal, Like, Report, responses
from tests.comments.stage import address, make_comment, open_form
from tests.factory import make_article, make_person
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_eight_times_at_once_is_one_comment():
    article = make_article()
    typed = open_form(Client(), article)
    readers = [Client() for _ in range(8)]
    answers = at_once(lambda number: readers[number].post(address(article), typed), 8)
    assert [answer.status_code for answer in answers] == [303] * 8
    assert sorted(answer["Location"][-1] for answer in answers) == ["1"] + ["2"] * 7
    comment = Comment.objects.get()
    for reader in readers:  # whichever answer the browser keeps, its reader sees the comment waiting
        assert comment.name in reader.get(address(article)).content.decode()


@pytest.mark.parametrize(("limit", "homes"), [("LIMIT_PER_NETWORK", 1), ("LIMIT_PER_ARTICLE", 12)])
def test_a_limit_holds_for_twelve_who_send_at_once(monkeypatch, limit, homes):
    monkeypatch.setattr(moderation, limit, 4)
    article = make_article()
    readers = [Client(REMOTE_ADDR=f"203.0.{number % homes}.7") for number in range(12)]
    forms = [open_form(reader, article, text=f"Ý kiến {n}") for n, reader in enumerate(readers)]
    answers = at_once(lambda n: readers[n].post(address(article), forms[n]).status_code, 12)
    assert sorted(answers) == [303] * 4 + [429] * 8
    assert Comment.objects.count() == 4


@pytest.mark.parametrize(("what", "fields"), [("thich", {}), ("bao-cao", {"reason": "spam"})])
def test_twelve_likes_or_reports_of_one_network_at_once_meet_the_limit(monkeypatch, what, fields):
    for limit in ("LIKES_PER_NETWORK", "REPORTS_PER_NETWORK"):
        monkeypatch.setattr(responses, limit, 4)
    article = make_article()
    comment = make_comment(article, approved_by=make_person("kiem-duyet", "moderator"))
    path = f"{address(article)}{comment.pk}/{what}/"
    answers = at_once(lambda _number: Client().post(path, fields).status_code, 12)
    assert sorted(answers) == [303] * 4 + [429] * 8
    comment.refresh_from_db()
    assert comment.likes + comment.open_reports == Like.objects.count() + Report.objects.count() == 4


def test_two_moderators_deciding_at_once_make_one_decision():
    article = make_article()
    people = [make_person("kiem-duyet-1", "moderator"), make_person("kiem-duyet-2", "moderator")]
    comments = [make_comment(article, f"Ý kiến số {number}") for number in range(20)]

    def decide(number):
        done = 0
        for pk in [comment.pk for comment in comments]:
            comment = Comment.objects.get(pk=pk)
            try:
                comment.approve(people[0], seen="held") if number else comment.reject(
                    people[1], "spam", seen="held"
                )
            except Refused:
                continue
            done += 1
        return done

    assert sum(at_once(decide, 2)) == len(comments)
    assert CommentAct.objects.count() == len(comments)
    assert not Comment.objects.held().exists()
    assert CommentTotal.objects.of(article) == Comment.objects.approved().count()


def test_many_approvals_at_once_count_right():
    article, person = make_article(), make_person("kiem-duyet", "moderator")
    comments = [make_comment(article, f"Ý kiến số {number}") for number in range(16)]
    at_once(lambda number: comments[number].approve(person), 16)
    assert CommentTotal.objects.of(article) == 16
