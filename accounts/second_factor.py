"""The second step of signing in: a code from the person's phone (TOTP), or one of ten recovery codes.

django-otp keeps the key, accepts a code once, and makes every wrong one cost twice the wait of the one
before. Recovery codes are random enough (80 bits) to be kept as a plain hash; each works once.
"""

import hashlib
import math
import re
import secrets
from base64 import b32encode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.acts import record
from accounts.models import RecoveryCode, User

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


def switch_off(person, by=None) -> bool:
    """Forget the phone and the recovery codes: the person's own act, or the help for a lost phone."""
    with transaction.atomic():
        _lock(person)
        found, _rows = TOTPDevice.objects.filter(user=person).delete()
        RecoveryCode.objects.filter(person=person).delete()
        if found:
            act = _("Reset two-step sign-in.") if by else _("Switched two-step sign-in off.")
            record(person, act, by)
    return bool(found)


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
