"""Thái Sơn's phone: set up, asked for, lost; and what somebody gets who only has the password."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.models import RecoveryCode, Session, User
from tests.conftest import PASSWORD
from tests.racing import at_once

LOGIN, STEP, SET_UP, START = "/admin/login/", "/admin/second-step/", "/admin/two-factor/", "/admin/"


def code_of(person, later: int = 0) -> str:
    """What the person's phone shows, `later` half minutes from now."""
    device = TOTPDevice.objects.filter(user=person).latest("pk")
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + 30 * later
    return f"{totp.token():06d}"


def give_password(client, person, **more):
    return client.post(LOGIN, {"username": person.username, "password": PASSWORD, "next": START, **more})


def is_in(client) -> bool:
    return client.get(START).status_code == 200


def codes_on(answer) -> list[str]:
    return re.findall("<code[^>]*>([a-z2-7-]{19})</code>", answer.content.decode())


@pytest.fixture
def son(cast):
    """Thái Sơn with a phone set up, and his recovery codes."""
    second_factor.new_device(cast.reporter)
    cast.reporter.codes = second_factor.confirm(cast.reporter, code_of(cast.reporter, -1))
    return cast.reporter


def test_setting_a_phone_up_and_signing_in_with_it(client, cast):
    son = cast.reporter
    give_password(client, son)
    page = client.get(SET_UP).content.decode()
    device = TOTPDevice.objects.get()
    assert second_factor.typed_key(device) in page
    assert "<svg" in page
    uri = urlsplit(device.config_url)
    assert uri.scheme == "otpauth"
    assert parse_qs(uri.query)["secret"]
    assert "chưa đúng" in client.post(SET_UP, {"code": "000000"}).content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0)
    shown = client.post(SET_UP, {"code": f" {code_of(son, -1)[:3]} {code_of(son, -1)[3:]} "})
    assert len(set(codes_on(shown))) == 10
    assert "no-store" in shown["Cache-Control"]
    assert codes_on(client.get(SET_UP)) == []
    other = Client()
    assert give_password(other, son)["Location"] == STEP
    assert not is_in(other)
    assert other.post(STEP, {"code": code_of(son)})["Location"] == START
    assert is_in(other)
    acts = LogEntry.objects.filter(object_id=str(son.pk)).values_list("change_message", flat=True)
    assert "Bật đăng nhập hai bước." in acts


def test_switching_it_on_ends_the_sessions_that_had_one_step(client, login, cast):
    elsewhere = Client()
    give_password(elsewhere, cast.reporter)
    give_password(client, cast.reporter)
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_of(cast.reporter)})
    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_code_works_once(client, son):
    code = code_of(son)
    give_password(client, son)
    assert client.post(STEP, {"code": code}).status_code == 302
    thief = Client()
    give_password(thief, son)
    assert thief.post(STEP, {"code": code}).status_code == 200
    assert not is_in(thief)


def test_a_recovery_code_works_once_however_it_is_typed(client, son):
    give_password(client, son)
    typed = son.codes[0].upper().replace("-", " ").replace("O", "0").replace("L", "1")
    assert client.post(STEP, {"code": typed})["Location"] == START
    thief = Client()
    give_password(thief, son)
    assert thief.post(STEP, {"code": son.codes[0]}).status_code == 200
    assert son.recovery_codes.count() == 9
    assert son.codes[1].replace("-", "") not in str(list(RecoveryCode.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_recovery_code_are_one(cast):
    son = cast.reporter
    second_factor.new_device(son)
    codes = second_factor.confirm(son, code_of(son))
    TOTPDevice.objects.update(throttling_failure_count=0)

    def enter(_number):
        try:
            second_factor.check(son, codes[0])
        except second_factor.ValidationError:
            return False
        return True

    assert sum(at_once(enter, 8)) == 1


def test_guessing_becomes_slow_and_is_written_down(client, son):
    give_password(client, son)
    for guess in range(5):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        assert "chưa đúng" in client.post(STEP, {"code": f"00000{guess}"}).content.decode()
    right = client.post(STEP, {"code": code_of(son)})
    assert "Hãy thử lại sau" in right.content.decode()
    assert "Hãy thử lại sau" in client.post(STEP, {"code": son.codes[0]}).content.decode()
    assert not is_in(client)
    assert LogEntry.objects.filter(change_message__contains="sai mã 5 lần").exists()


@pytest.mark.parametrize("typed", ["", "abc", "９９９９９９", "1" * 41, "-1", "1e5", "😀" * 16])
def test_nonsense_is_not_right(client, son, typed):
    give_password(client, son)
    assert client.post(STEP, {"code": typed}).status_code == 200
    assert not is_in(client)


def test_the_password_alone_opens_nothing(client, son):
    give_password(client, son)
    for address in ("/admin/account/", "/admin/articles/article/", "/admin/images/upload/", SET_UP):
        assert client.get(address).status_code in {302, 405}, address
    assert Session.objects.filter(person=son).count() == 0


def test_ten_minutes_after_the_password_it_is_asked_again(client, son, time_machine):
    give_password(client, son)
    time_machine.move_to(timezone.now() + timedelta(seconds=601))
    assert client.get(STEP)["Location"] == LOGIN
    assert "quá thời gian" in client.get(LOGIN).content.decode()


def test_a_new_password_in_between_ends_the_waiting(client, son):
    give_password(client, son)
    son.set_password("mot-mat-khau-khac")
    son.save()
    assert client.get(STEP)["Location"] == LOGIN


def test_the_way_on_leads_to_our_own_pages_only(client, son):
    give_password(client, son, next="https://evil.example/")
    assert client.post(STEP, {"code": code_of(son)})["Location"] == START
    other = Client()
    give_password(other, son, next="/admin/articles/article/")
    assert other.post(STEP, {"code": code_of(son, 1)})["Location"] == "/admin/articles/article/"


def test_where_it_is_required_nobody_gets_past_the_set_up(client, cast, settings, login):
    early = login(cast.editor)
    assert is_in(early)
    settings.TWO_FACTOR = "REQUIRED"
    assert not is_in(early)
    fresh = Client()
    assert give_password(fresh, cast.reporter)["Location"] == STEP
    assert fresh.get(STEP)["Location"] == SET_UP
    assert not is_in(fresh)
    fresh.get(SET_UP)
    shown = fresh.post(SET_UP, {"code": code_of(cast.reporter)})
    assert len(codes_on(shown)) == 10
    assert START in shown.content.decode()
    assert is_in(fresh)
    page = fresh.post(SET_UP, {"code": code_of(cast.reporter, 1), "act": "off"})
    assert page.status_code == 200
    assert second_factor.device_of(cast.reporter)


def test_new_recovery_codes_and_switching_off_want_a_code(client, son):
    give_password(client, son)
    client.post(STEP, {"code": code_of(son)})
    assert second_factor.device_of(son)
    for act in ("renew", "off"):
        client.post(SET_UP, {"act": act, "code": "bậy"})
        TOTPDevice.objects.update(throttling_failure_count=0)
    assert second_factor.device_of(son)
    assert son.recovery_codes.count() == 10
    renewed = codes_on(client.post(SET_UP, {"act": "renew", "code": son.codes[0]}))
    assert len(renewed) == 10
    assert son.codes[1] not in renewed
    assert client.post(SET_UP, {"act": "off", "code": son.codes[1]}).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post(SET_UP, {"act": "off", "code": renewed[0]})["Location"] == "/admin/account/"
    assert not second_factor.device_of(son)
    assert not son.recovery_codes.exists()


def test_a_lost_phone(client, son, cast):
    """The superuser resets it, or the operator on the server; nobody else."""
    here = Client()
    give_password(here, son)
    here.post(STEP, {"code": code_of(son)})
    page = f"/admin/accounts/user/{son.pk}/access/"
    client.force_login(cast.chief, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(page, {"act": "reset"}).status_code == 403
    boss = User.objects.create_superuser("quan-tri", "q@bao.example", PASSWORD, full_name="Quản Trị")
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert "Chrome" not in client.get(page).content.decode()
    client.post(page, {"act": "reset"})
    assert not second_factor.device_of(son)
    assert not is_in(here)
    log = LogEntry.objects.latest("pk")
    assert (log.user, log.change_message, log.object_id) == (
        boss,
        "Đặt lại đăng nhập hai bước.",
        str(son.pk),
    )
    with pytest.raises(CommandError, match="not set up"):
        call_command("reset_two_factor", son.username)
    second_factor.new_device(cast.editor)
    second_factor.confirm(cast.editor, code_of(cast.editor))
    call_command("reset_two_factor", cast.editor.username)
    assert not second_factor.device_of(cast.editor)


def test_whoever_is_reset_hears_of_it(client, son, cast, mailoutbox, django_capture_on_commit_callbacks):
    """By mail to the person, whoever asked for it; only after it has really happened, and never twice."""
    boss = User.objects.create_superuser("quan-tri", "q@bao.example", PASSWORD, full_name="Quản Trị")
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    for _press in range(2):  # the second finds nothing left to reset
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/admin/accounts/user/{son.pk}/access/", {"act": "reset"})
    second_factor.new_device(cast.editor)
    second_factor.confirm(cast.editor, code_of(cast.editor))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_two_factor", cast.editor.username)
    by_boss, by_operator = mailoutbox
    assert (by_boss.to, by_operator.to) == (["reporter@bao.example"], ["editor@bao.example"])
    assert "Quản Trị" in by_boss.body
    assert "“reporter”" in by_boss.body
    assert "Quản Trị" not in by_operator.body
    assert "máy chủ" in by_operator.body
    assert LogEntry.objects.latest("pk").change_message == "Đặt lại đăng nhập hai bước trên máy chủ."


def test_a_mail_server_that_is_away_stops_no_help(client, son, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_two_factor", son.username)
    assert not second_factor.device_of(son)


def test_no_page_of_the_newsroom_shows_a_key_again(client, son):
    boss = User.objects.create_superuser("quan-tri", "q@bao.example", PASSWORD, full_name="Quản Trị")
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        "",
        "accounts/user/",
        f"accounts/user/{son.pk}/access/",
        f"accounts/user/{son.pk}/history/",
    ):
        page = client.get(f"/admin/{address}").content.decode()
        assert second_factor.typed_key(second_factor.device_of(son)) not in page
        assert "otp_totp" not in page


def test_a_public_site_without_it_is_warned(settings):
    assert not [w for w in run_checks(include_deployment_checks=True) if w.id == "portal.W002"]
    settings.PUBLIC = True
    assert [w for w in run_checks(include_deployment_checks=True) if w.id == "portal.W002"]
    settings.TWO_FACTOR = "REQUIRED"
    assert not [w for w in run_checks(include_deployment_checks=True) if w.id == "portal.W002"]
