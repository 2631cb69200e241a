"""Where a person is signed in, and how it ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import Session, User
from portal import jobs
from tests.conftest import PASSWORD

ACCOUNT = "/admin/account/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64) coc_coc_browser/120 Chrome/120 Safari/537.36"


def sign_in(person, browser: str) -> Client:
    client = Client(headers={"User-Agent": browser})
    client.post("/admin/login/", {"username": person.username, "password": PASSWORD, "next": "/admin/"})
    return client


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.fixture
def both(cast):
    """Thái Sơn at his desk and on his phone."""
    return sign_in(cast.reporter, DESK), sign_in(cast.reporter, PHONE)


def test_a_person_sees_their_devices_and_ends_one(both, cast):
    desk, phone = both
    other = sign_in(cast.reporter2, PHONE)
    page = desk.get(ACCOUNT).content.decode()
    assert "Cốc Cốc trên Windows" in page
    assert "Chrome trên Android" in page
    assert page.count("Đăng xuất ở đó") == 2  # words and name of the one button for the other device
    there = next(row for row in sessions.of(cast.reporter) if "Android" in row.device)
    assert there.pk not in page
    desk.post(ACCOUNT, {"session": sessions.mark(there)})
    assert is_in(desk)
    assert not is_in(phone)
    assert is_in(other)


def test_ending_all_others(both, cast):
    desk, phone = both
    other = sign_in(cast.reporter2, PHONE)
    phone.post(ACCOUNT)
    assert is_in(phone)
    assert not is_in(desk)
    assert is_in(other)


def test_nobody_ends_a_strangers_session(both, cast):
    desk, _phone = both
    thief = sign_in(cast.reporter2, PHONE)
    for row in sessions.of(cast.reporter):
        thief.post(ACCOUNT, {"session": sessions.mark(row)})
    assert is_in(desk)


def test_a_new_password_signs_out_elsewhere(both):
    desk, phone = both
    new = "mot-mat-khau-khac-han"
    answer = desk.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert is_in(desk)
    assert not is_in(phone)
    assert Session.objects.exclude(person=None).count() == 1


def test_the_superuser_ends_somebodys_sessions(both, cast):
    desk, phone = both
    User.objects.create_superuser("quan-tri", "q@bao.example", PASSWORD, full_name="Quản Trị")
    boss = Client()
    boss.post("/admin/login/", {"username": "quan-tri", "password": PASSWORD, "next": "/admin/"})
    page = f"/admin/accounts/user/{cast.reporter.pk}/access/"
    assert "Cốc Cốc trên Windows" in boss.get(page).content.decode()
    boss.post(page)
    assert not is_in(desk)
    assert not is_in(phone)
    assert is_in(boss)
    log = boss.get("/admin/accounts/act/").content.decode()
    assert "Đã kết thúc 2 phiên đăng nhập." in log


def test_who_leaves_the_paper_is_out_at_once(both, cast):
    desk, _phone = both
    User.objects.create_superuser("quan-tri", "q@bao.example", PASSWORD, full_name="Quản Trị")
    boss = Client()
    boss.post("/admin/login/", {"username": "quan-tri", "password": PASSWORD, "next": "/admin/"})
    form = {"username": "reporter", "full_name": "Thái Sơn", "email": "s@bao.example", "is_staff": "on"}
    assert boss.post(f"/admin/accounts/user/{cast.reporter.pk}/change/", form).status_code == 302
    assert not is_in(desk)
    assert not sessions.of(cast.reporter).exists()


def test_last_used_is_written_down_every_few_minutes(both, cast, django_assert_num_queries):
    desk, _phone = both
    long_ago = timezone.now() - timedelta(hours=1)
    Session.objects.filter(person=cast.reporter).update(used_at=long_ago)
    desk.get(ACCOUNT)
    used = set(Session.objects.filter(person=cast.reporter).values_list("used_at", flat=True))
    assert long_ago in used
    assert max(used) > timezone.now() - timedelta(minutes=1)
    key = desk.session.session_key
    before = Session.objects.get(pk=key).used_at
    desk.get(ACCOUNT)
    assert Session.objects.get(pk=key).used_at == before


def test_no_address_is_kept_and_what_is_over_goes(both, cast):
    address = "127.0.0.1"
    assert address not in str(list(Session.objects.values()))
    assert all(address not in str(row.get_decoded()) for row in Session.objects.all())
    Session.objects.filter(device__contains="Android").update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert jobs.run() == []
    assert [row.device for row in Session.objects.exclude(person=None)] == ["Cốc Cốc trên Windows"]


@pytest.mark.parametrize(
    ("browser", "words"),
    [
        (PHONE, "Chrome trên Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
            "Safari trên iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox trên macOS",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36 Edg/120", "Edge trên Linux"),
        ("curl/8", "Chương trình khác"),
        ("\x7f" * 5000, "Chương trình khác"),
        ("", "Chương trình khác"),
    ],
)
def test_devices_in_words(browser, words):
    assert sessions.device_in_words(browser) == words
