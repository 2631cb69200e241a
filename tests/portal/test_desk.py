"""What waits for whom: queues, claims, deadlines, notices and mail, and the small charts."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Article, Notice
from articles.workflow import Refused
from portal import charts
from portal.desk import queues_for
from readership.models import Reads
from tests.factory import make_article
from tests.racing import at_once

pytestmark = pytest.mark.django_db
START = reverse("admin:index")


def submitted(cast, title="Chờ biên tập", **fields):
    article = make_article(title, published=False, by=cast.reporter, **fields)
    return article.move("submit", cast.reporter, seen=article.version)


def titles(user, place):
    """Titles in the queue that leads to this state of the list."""
    found = [queue for queue in queues_for(user) if queue.more_url.endswith(f"state={place}")]
    return [row["title"] for queue in found for row in queue.rows]


def test_each_role_sees_what_waits_for_it(cast):
    article = submitted(cast)
    assert titles(cast.editor, "stage-editor") == ["Chờ biên tập"]
    article.move("pass_on", cast.editor, seen=article.version)
    assert titles(cast.editor, "stage-editor") == []
    assert titles(cast.secretary, "stage-secretary") == ["Chờ biên tập"]
    article.move("approve", cast.secretary, seen=article.version)
    assert titles(cast.secretary, "approved") == ["Chờ biên tập"]
    today = timezone.now() + timedelta(seconds=5)
    article.move("publish", cast.secretary, seen=article.version, at=today)
    scheduled = [queue.title for queue in queues_for(cast.secretary) if queue.rows]
    assert scheduled == [gettext("Scheduled today")]


def test_the_most_urgent_comes_first(cast):
    soon = timezone.now() + timedelta(hours=1)
    submitted(cast, "Không hạn")
    submitted(cast, "Hạn muộn", deadline=soon + timedelta(hours=1))
    submitted(cast, "Hạn sớm", deadline=soon)
    submitted(cast, "Gấp", priority=1)
    assert titles(cast.editor, "stage-editor") == ["Gấp", "Hạn sớm", "Hạn muộn", "Không hạn"]
    with time_machine.travel(soon + timedelta(minutes=1)):
        assert titles(cast.editor, "overdue") == ["Hạn sớm"]
        assert titles(cast.reporter, "overdue") == ["Hạn sớm"]
        assert titles(cast.reporter2, "overdue") == []


def test_sent_back_reaches_the_writer_and_the_previous_holder(
    cast, login, django_capture_on_commit_callbacks
):
    article = submitted(cast)
    article.move("pass_on", cast.editor, seen=article.version)
    with django_capture_on_commit_callbacks(execute=True):
        article.move("send_back", cast.secretary, seen=article.version, reason="Thiếu ý kiến xã")
    assert sorted(message.to[0] for message in mail.outbox) == ["editor@bao.example", "reporter@bao.example"]
    assert "Thiếu ý kiến xã" in mail.outbox[0].body
    assert f"/admin/articles/article/{article.pk}/change/" in mail.outbox[0].body
    for person in (cast.reporter, cast.editor):
        page = login(person).get(START).content.decode()
        assert "Thiếu ý kiến xã" in page
    assert "Thiếu ý kiến xã" not in login(cast.reporter2).get(START).content.decode()
    assert titles(cast.reporter, "sent-back") == ["Chờ biên tập"]
    article.move("submit", cast.reporter, seen=article.version)
    assert titles(cast.reporter, "sent-back") == []


def test_a_notice_is_ticked_off_by_its_own_person_only(cast, login):
    article = submitted(cast)
    article.move("send_back", cast.editor, seen=article.version, reason="Viết lại sapo")
    notice = Notice.objects.get(to=cast.reporter)
    read = reverse("admin:notice_read", args=[notice.pk])
    login(cast.reporter2).post(read)
    assert "Viết lại sapo" in login(cast.reporter).get(START).content.decode()
    login(cast.reporter).post(read)
    assert "Viết lại sapo" not in login(cast.reporter).get(START).content.decode()


def test_a_mail_server_that_is_away_costs_the_mail_alone(
    cast, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    article = submitted(cast)
    with django_capture_on_commit_callbacks(execute=True):
        article.move("send_back", cast.editor, seen=article.version, reason="Viết lại")
    assert Article.objects.get().review_state == "draft"
    assert Notice.objects.count() == 1


def test_a_claim_is_seen_ends_and_is_given_back(cast, login):
    article = submitted(cast)
    claim = reverse("admin:articles_article_claim", args=[article.pk])
    login(cast.editor).post(claim, {"start": 1})
    assert "Thu Hiền" in login(cast.secretary).get(START).content.decode()
    with pytest.raises(Refused, match="Thu Hiền"):
        article.claim(cast.secretary)
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        article.claim(cast.secretary)
    article.release(cast.editor)  # no longer theirs to give back
    assert Article.objects.get().claimed_by == cast.secretary
    login(cast.secretary).post(claim, {"release": 1})
    assert Article.objects.get().claimed_by is None
    with pytest.raises(Refused):
        article.claim(cast.reporter)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_has_it(cast):
    article = submitted(cast)
    people = [cast.editor, cast.secretary, cast.chief] * 2

    def claim(number):
        try:
            Article.objects.get(pk=article.pk).claim(people[number])
        except Refused:
            return None
        return people[number].pk

    winners = {winner for winner in at_once(claim, len(people)) if winner}
    assert winners == {Article.objects.get().claimed_by_id}


def test_the_charts_count_and_read_as_tables(cast, login):
    make_article("Hôm nay", at=timezone.now() - timedelta(seconds=1))
    make_article("Hôm kia", at=timezone.now() - timedelta(days=2))
    with time_machine.travel(timezone.now() - timedelta(hours=30)):
        article = submitted(cast)
    with time_machine.travel(timezone.now() - timedelta(hours=20)):
        article.move("pass_on", cast.editor, seen=article.version)
    Article.objects.get(pk=article.pk).revisions.filter(act="submit").update(
        at=timezone.now() - timedelta(hours=30)
    )
    Article.objects.get(pk=article.pk).revisions.filter(act="pass_on").update(
        at=timezone.now() - timedelta(hours=20)
    )
    assert [value for _day, value in charts.pieces_a_day().rows if value] == [1, 1]
    hours = {label: value for label, value in charts.hours_in_stages().rows}
    assert hours[gettext("With the editor")] in {0, 5, 10}  # the median of this piece and the published ones
    page = login(cast.chief).get(START).content.decode()
    assert page.count('<figure class="chart"') == 4
    assert page.count("<svg viewBox") == 3, "nobody has read anything yet: said in words"
    assert page.count("Chưa có gì để đếm") == 1
    assert "<figure" not in login(cast.reporter).get(START).content.decode()


def test_the_chart_of_the_most_read_counts_the_readers_of_a_day(cast, login):
    bridge, match = make_article("Cầu mới"), make_article("Trận đấu")
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for article, hours_ago, views in ((bridge, 1, 7), (match, 2, 30), (bridge, 60, 500)):
        Reads.objects.create(article=article, hour=hour - timedelta(hours=hours_ago), views=views)
    assert charts.most_read_today().rows == [("Trận đấu", 30), ("Cầu mới", 7)]
    assert login(cast.chief).get(START).content.decode().count("<svg viewBox") == 4


def test_the_start_page_costs_few_queries(cast, login, django_assert_max_num_queries):
    for number in range(9):
        submitted(cast, f"Tin {number}")
    client = login(cast.chief)
    client.get(START)
    with django_assert_max_num_queries(25):
        client.get(START)


@pytest.mark.parametrize(
    "state", ["sent-back", "overdue", "stage-editor", "edits", "scheduled", "mine", "lạ"]
)
def test_every_queue_leads_to_a_list(cast, login, state):
    submitted(cast)
    address = reverse("admin:articles_article_changelist")
    assert login(cast.chief).get(address, {"state": state}).status_code in {200, 302}
