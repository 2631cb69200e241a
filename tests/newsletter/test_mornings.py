"""Every morning one letter: made once, sent once, whatever happens to workers and mail servers."""

import os
import signal
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from newsletter.jobs import forget_subscribers, make_edition, send_newsletter
from newsletter.models import Edition, Letter, Subscriber
from portal.models import Masthead
from readership.models import Reads
from tests.factory import make_article, make_picture, make_section, make_shelf
from tests.newsletter.mail_server import mail_server
from tests.processes import database_url
from tests.racing import at_once

ROOT = Path(__file__).parents[2]
FIRST = timezone.localdate() - timedelta(days=9)  # the database's clock is not ours to turn: all is past
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def at(hour: int, minute: int = 0, days: int = 1):
    """That hour in Việt Nam, so many days after the first day of the story."""
    day = FIRST + timedelta(days=days)
    return time_machine.travel(timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute)))


def subscribe(*names, sections=()) -> list[Subscriber]:
    now = timezone.now()
    made = [
        Subscriber.objects.create(
            email=f"{name}@vidu.example", consent_version="1", consented_at=now, confirmed_at=now
        )
        for name in names
    ]
    for person in made:
        person.sections.set(sections)
    return made


def tonight(title: str, **fields):
    """An article of the evening before the edition."""
    with at(20, days=0):
        return make_article(title, at=timezone.now() - timedelta(hours=1), **fields)


def told(message) -> str:
    return message.alternatives[0][0]


# --- what is in it ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_readers_get_what_came_out_since_yesterday_the_most_read_first(settings):
    Masthead.objects.create(pk=1, name="Báo Thuận Phong", address="15 Ven Thành")
    with at(5, days=0):
        make_article("Tin hôm kia", at=timezone.now() - timedelta(days=1))
    first, second = (
        tonight("Giá < 5.000 & rẻ", lead_picture_id=make_picture().pk),
        tonight("Mưa lớn ở A Lanh"),
    )
    with at(5):
        for article, views in ((first, 900), (second, 40)):
            Reads.objects.create(article=article, hour=timezone.now() - timedelta(hours=2), views=views)
    subscribe("hoa", "an")
    Subscriber.objects.create(email="chua@vidu.example", consent_version="1", consented_at=timezone.now())
    with at(5, 59):
        make_edition()
        assert not Edition.objects.exists()
    with at(6):
        make_edition()
        assert send_newsletter() == 2
        make_edition()
        assert send_newsletter() == 0
    assert [message.to for message in mail.outbox] == [["hoa@vidu.example"], ["an@vidu.example"]]
    letter = mail.outbox[0]
    assert letter.subject.startswith("Giá < 5.000 & rẻ | Báo Thuận Phong")
    for words in (letter.body, told(letter)):
        assert words.index(first.get_absolute_url()) < words.index(second.get_absolute_url())
        assert f"{settings.SITE_URL}{first.get_absolute_url()}" in words
        assert "Tin hôm kia" not in words
        assert "15 Ven Thành" in words
    assert "Giá &lt; 5.000 &amp; rẻ" in told(letter)
    assert "Giá < 5.000 & rẻ" in letter.body
    leave = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in letter.body
    assert leave in told(letter)
    assert leave not in mail.outbox[1].body  # each has a link of their own
    edition = Edition.objects.get()
    assert (edition.articles, edition.letters_made, edition.sent) == ([first.pk, second.pk], 2, 2)


@pytest.mark.django_db
def test_chosen_sections_alone_and_no_letter_where_they_have_nothing():
    economy, culture = make_section("Kinh tế"), make_section("Văn hóa")
    tonight("Giá lúa tăng", section=make_section("Nông nghiệp", parent=economy))
    tonight("Mở hội làng", section=culture)
    subscribe("kinh-te", sections=[economy])
    subscribe("ca-hai")
    subscribe("the-thao", sections=[make_section("Thể thao")])
    with at(6):
        make_edition()
        assert send_newsletter() == 2
    by_address = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert set(by_address) == {"kinh-te", "ca-hai"}
    assert "Giá lúa tăng" in by_address["kinh-te"]
    assert "Mở hội làng" not in by_address["kinh-te"]
    assert "Mở hội làng" in by_address["ca-hai"]
    assert not Letter.objects.waiting().exists()


@pytest.mark.django_db
def test_what_is_withdrawn_after_the_edition_was_made_is_in_no_letter(cast):
    gone = tonight("Bài sẽ gỡ")
    tonight("Bài ở lại")
    subscribe("hoa")
    with at(6):
        make_edition()
        gone.refresh_from_db()
        gone.move("withdraw", cast.chief, seen=gone.version, reason="Sai")
        send_newsletter()
    assert "Bài sẽ gỡ" not in mail.outbox[0].body
    assert "Bài sẽ gỡ" not in told(mail.outbox[0])


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "made"), [(5, 0), (6, 1), (9, 1), (10, 0), (15, 0)])
def test_a_letter_of_the_morning_is_begun_in_the_morning_or_not_at_all(hour, made):
    tonight("Tin tối qua")
    with at(hour):
        make_edition()
    assert Edition.objects.count() == made


@pytest.mark.django_db
def test_without_news_there_is_no_letter_and_the_next_one_reaches_further_back():
    tonight("Tin tối qua")
    subscribe("hoa")
    with at(6, days=1):
        make_edition()
    with at(6, days=2):
        make_edition()
    assert Edition.objects.count() == 1
    with at(23, days=2):
        make_article("Tin muộn", at=timezone.now())
    with at(6, days=3):
        make_edition()
    assert Edition.objects.count() == 2


@pytest.mark.django_db
def test_an_edition_costs_few_questions_and_a_letter_a_handful(django_assert_max_num_queries):
    for number in range(4):
        tonight(f"Tin {number}")
    subscribe(*(f"ban{number}" for number in range(20)))
    with at(6), django_assert_max_num_queries(12):
        make_edition()
    with at(6, 1), django_assert_max_num_queries(14 + 20 * 9):
        assert send_newsletter() == 20


# --- once, whatever happens ---------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_make_one_edition_and_send_each_letter_once():
    with at(5):
        make_shelf(3)
    subscribe(*(f"ban{number}" for number in range(40)))
    with at(6):
        at_once(lambda number: make_edition(), 4)
        at_once(lambda number: send_newsletter(), 4)
    assert Edition.objects.count() == 1
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        f"ban{number}@vidu.example" for number in range(40)
    )


@pytest.mark.django_db(transaction=True)
def test_the_rate_holds_for_all_workers_together(settings):
    settings.NEWSLETTER_PER_MINUTE = 7
    with at(5):
        make_shelf(1)
    subscribe(*(f"ban{number}" for number in range(20)))
    with at(6):
        make_edition()
        at_once(lambda number: send_newsletter(), 4)
    assert len(mail.outbox) == 7
    with at(6, 2):
        send_newsletter()
    assert len(mail.outbox) == 14


@pytest.fixture
def over_the_wire(settings):
    """Letters go to a server of our own instead of the tests' outbox."""

    def to(server) -> None:
        settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = SMTP, False
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port

    return to


def edition_for(*names) -> list[str]:
    """Letters that wait now; the addresses."""
    make_shelf(2)
    people = subscribe(*names)
    now = timezone.now()
    edition = Edition.objects.put(timezone.localdate(now), now, Edition.objects.chosen(now))
    assert edition.letters_made == len(people)
    return [person.email for person in people]


@pytest.mark.django_db(transaction=True)
def test_killed_workers_send_nothing_twice_and_leave_almost_nobody_out(over_the_wire):
    addresses = edition_for(*(f"ban{number}" for number in range(30)))
    with mail_server(pause=0.02) as server:
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": str(server.port),
            "MAIL_TLS": "false",
        }
        command = [sys.executable, str(ROOT / "manage.py"), "tick"]
        worker = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
        while worker.poll() is None and sum(server.got.values()) < 8:
            pass
        worker.send_signal(signal.SIGKILL)  # as a restart of the machine would
        worker.wait(30)
        reached = sum(server.got.values())
        assert 8 <= reached < 30
        subprocess.run(command, env=env, cwd=ROOT, check=True, timeout=60)
        assert set(server.got.values()) == {1}  # nobody got it twice
        assert set(server.got) <= set(addresses)
        assert len(server.got) >= 29  # at most the one letter under way was left out
    assert not Letter.objects.filter(begun_at=None).exists()
    edition = Edition.objects.get()
    assert Letter.objects.filter(sent_at=None).count() == edition.letters_made - edition.sent
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert edition.in_doubt() <= 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_delays_the_letters_and_loses_none(over_the_wire, caplog):
    addresses = edition_for("hoa", "an", "binh")
    with mail_server() as server:
        over_the_wire(server)
    with socket.socket() as closed:  # a port where nobody listens
        closed.bind(("127.0.0.1", 0))
        over_the_wire(type("Nobody", (), {"port": closed.getsockname()[1]}))
        assert send_newsletter() == 0
    assert Letter.objects.filter(begun_at=None, attempts=0).count() == 3
    assert "vidu.example" not in caplog.text  # no address in the log
    with mail_server() as server:
        over_the_wire(server)
        assert send_newsletter() == 3
        assert server.got == dict.fromkeys(addresses, 1)
        message = message_from_bytes(server.letters[0], policy=default)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "Tin số 1" in message.get_body(("html",)).get_content()


@pytest.mark.django_db(transaction=True)
def test_what_the_server_refuses_for_good_is_counted_and_for_now_is_tried_again(over_the_wire):
    edition_for("hoa", "khong-co", "day-hom")
    with mail_server() as server:
        over_the_wire(server)
        server.answers = {"khong-co": "550 khong co hom thu nay", "day-hom": "452 hom thu day"}
        assert send_newsletter() == 1
        edition = Edition.objects.get()
        assert (edition.sent, edition.refused, edition.waiting()) == (1, 1, 1)
        server.answers = {}
        assert send_newsletter() == 0  # not yet
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            assert send_newsletter() == 1
        assert server.got == {"hoa@vidu.example": 1, "day-hom@vidu.example": 1}


@pytest.mark.django_db
def test_a_month_later_nobody_knows_what_went_to_whom():
    edition_for("hoa")
    send_newsletter()
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        forget_subscribers()
        assert Letter.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        forget_subscribers()
    assert not Letter.objects.exists()
    assert Edition.objects.get().sent == 1
    assert Subscriber.objects.count() == 1


@pytest.mark.django_db
def test_the_tick_makes_and_sends_it():
    tonight("Tin tối qua")
    subscribe("hoa")
    with at(6):
        call_command("tick")
    assert len(mail.outbox) == 1


# --- the newsroom -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_newsroom_sees_figures_and_tomorrows_letter(login, cast):
    edition_for("hoa", "an")
    send_newsletter()
    make_article("Bài của ngày mai", at=timezone.now())
    desk = login(cast.secretary)
    listed = desk.get("/admin/newsletter/edition/").content.decode()
    assert "2 bạn đọc đang nhận bản tin" in listed
    assert "vidu.example" not in listed
    preview = desk.get("/admin/newsletter/edition/preview/")
    assert "Bài của ngày mai" in preview.content.decode()
    assert "style-src 'self' 'unsafe-inline'" in preview["Content-Security-Policy"]
    assert desk.get(f"/admin/newsletter/edition/{Edition.objects.get().pk}/change/").status_code == 200
    assert desk.get("/admin/newsletter/subscriber/").status_code == 403
    assert login(cast.reporter).get("/admin/newsletter/edition/preview/").status_code == 403


@pytest.mark.django_db
def test_the_chief_erases_an_address_for_a_reader_who_telephones(login, cast):
    hoa, _an = subscribe("hoa", "an")
    desk = login(cast.chief)
    assert "hoa@vidu.example" in desk.get("/admin/newsletter/subscriber/?q=hoa@vidu.example").content.decode()
    desk.post(f"/admin/newsletter/subscriber/{hoa.pk}/delete/", {"post": "yes"})
    assert [person.email for person in Subscriber.objects.all()] == ["an@vidu.example"]
