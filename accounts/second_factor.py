"""The second step of signing in: a code from the person's phone (TOTP), or one of ten recovery codes.

django-otp keeps the key, accepts a code once, and makes every wrong one cost twice the wait of the one
before. Recovery codes are random enough (80 bits) to be kept as a plain hash; each works once.
"""

import hashlib
import logging
import math
import re
import secrets
from base64 import b32encode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.acts import record
from accounts.models import RecoveryCode, User
from vietnamese import dates

log = logging.getLogger(__name__)
CODES = 10
SUSPICIOUS = 5  # wrong codes in a row that are worth a line in the log
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
LOOKALIKES = str.maketrans({"0": "o", "1": "l", "8": "b"})  # no code has these three digits


def device_of(person) -> TOTPDevice | None:
    """The phone that is set up; None where the person signs in by password alone."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


def new_device(person) -> TOTPDevice:
    """The key to set up, the same one until it is confirmed."""
    with transaction.atomic():
        _lock(person)
        return TOTPDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "phone"})[0]


def typed_key(device: TOTPDevice) -> str:
    """The key in groups of four, for people who type it."""
    key = b32encode(device.bin_key).decode().lower()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def confirm(person, typed: str) -> list[str]:
    """Switch the second step on by a first code; the recovery codes, readable this once."""
    with transaction.atomic():
        _lock(person)
        device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
        seconds = _seconds_to_wait(device) if device else 0
        right = device and not device_of(person) and device.verify_token(_digits(typed))
        if right:
            TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
            codes = _new_codes(person)
            record(person, _("Switched two-step sign-in on."))
    if seconds:
        raise ValidationError(_too_many(seconds))
    if not right:
        raise ValidationError(
            _("This code is not right. Type the next one; the phone's clock must be set automatically.")
        )
    return codes


def check(person, typed: str) -> None:
    """Accept a code of the phone or a recovery code, once; a sentence where it is not right."""
    with transaction.atomic():
        _lock(person)
        device = device_of(person)
        seconds = _seconds_to_wait(device) if device else 0
        right = device and not seconds and _accept(person, device, typed)
    if seconds:
        raise ValidationError(_too_many(seconds))
    if not right:
        raise ValidationError(_("This code is not right. Codes of the phone change every thirty seconds."))


def renew_codes(person) -> list[str]:
    """Ten new recovery codes; the old ones are void."""
    with transaction.atomic():
        _lock(person)
        codes = _new_codes(person)
        record(person, _("Made new recovery codes."))
    return codes


def switch_off(person) -> bool:
    """The person's own act: by password alone from now on."""
    return _forget(person, _("Switched two-step sign-in off."))


@transaction.atomic
def reset(person, by=None) -> bool:
    """Help for a lost phone, by a superuser or else by the operator on the server; the person hears of it.

    Who has only stolen the password could have asked for this help: the mail goes to the real person.
    """
    act = _("Reset two-step sign-in.") if by else _("Reset two-step sign-in on the server.")
    found = _forget(person, act, by)
    if found and person.email:
        transaction.on_commit(lambda: _tell_of_reset(person, by), robust=True)
    return found


def _forget(person, act: str, by=None) -> bool:
    """The phone and the recovery codes."""
    with transaction.atomic():
        _lock(person)
        found, _rows = TOTPDevice.objects.filter(user=person).delete()
        RecoveryCode.objects.filter(person=person).delete()
        if found:
            record(person, act, by)
    return bool(found)


def _tell_of_reset(person, by) -> None:
    """A mail server that is away costs the mail, never the help."""
    lines = [
        _("The two-step sign-in of your account “%s” was reset: the password alone opens it now.")
        % person.username,
        _("By: %s") % (by or _("the operator, on the server")),
        _("When: %s") % dates.schedule(timezone.now()),
        "",
        _("If you asked for it, sign in and set your phone up again: %s")
        % f"{settings.SITE_URL}{reverse('admin:two_factor')}",
        _("If you did not, change your password at once and call the paper's administrator."),
    ]
    try:
        send_mail(_("Your two-step sign-in was reset"), "\n".join(lines), None, [person.email])
    except OSError as error:
        log.error("A reset of two-step sign-in could not be mailed: %s", error)


def _lock(person) -> None:
    """One act on a person's second step after the other."""
    User.objects.select_for_update().only("pk").get(pk=person.pk)


def _accept(person, device: TOTPDevice, typed: str) -> bool:
    digits = _digits(typed)
    if len(digits) != device.digits and _use_recovery_code(person, typed):
        TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_count=0)
        return True
    right = device.verify_token(digits if len(digits) == device.digits else "")
    if not right and device.throttling_failure_count % SUSPICIOUS == 0:
        record(person, _("%d wrong codes in a row at sign-in.") % device.throttling_failure_count)
    return right


def _use_recovery_code(person, typed: str) -> bool:
    used, _rows = RecoveryCode.objects.filter(person=person, digest=_digest(typed)).delete()
    if used:
        record(person, _("Signed in with a recovery code."))
    return bool(used)


def _new_codes(person) -> list[str]:
    codes = ["".join(secrets.choice(LETTERS) for _ in range(16)) for _ in range(CODES)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_digest(code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def _digest(typed: str) -> str:
    plain = re.sub("[^a-z2-7]", "", typed.lower().translate(LOOKALIKES))
    return hashlib.sha256(plain.encode()).hexdigest()


def _digits(typed: str) -> str:
    """The digits of what was typed, where it is nothing but digits and spaces."""
    plain = re.sub(r"[\s.-]", "", typed)
    return plain if re.fullmatch("[0-9]{1,8}", plain) else ""


def _seconds_to_wait(device: TOTPDevice) -> int:
    allowed, why = device.verify_is_allowed()
    return 0 if allowed else max(1, math.ceil((why["locked_until"] - timezone.now()).total_seconds()))


def _too_many(seconds: int) -> str:
    if seconds < 60:
        return (
            ngettext(
                "Too many wrong codes. Try again in %d second.",
                "Too many wrong codes. Try again in %d seconds.",
                seconds,
            )
            % seconds
        )
    minutes = math.ceil(seconds / 60)
    return (
        ngettext(
            "Too many wrong codes. Try again in %d minute.",
            "Too many wrong codes. Try again in %d minutes.",
            minutes,
        )
        % minutes
    )
