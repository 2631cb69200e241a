"""Small text files the trade asks for at fixed addresses, written in the newsroom."""

import re
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import TextField

WARN_BEFORE = timedelta(days=30)  # that a security.txt runs out
LONGEST = timedelta(days=366)  # RFC 9116, 2.5.5: a date further away says nothing
FIELD = re.compile(r"(?im)^(contact|expires):[ \t]*(\S.*?)\s*$")
CONTACT = re.compile(r"(?:mailto:|tel:|https://)\S+")


class PlainFileQuerySet(models.QuerySet):
    def text_of(self, name: str) -> str:
        """What the paper wrote; "" where it wrote nothing."""
        return self.filter(name=name).values_list("text", flat=True).first() or ""


class PlainFile(models.Model):
    class Name(models.TextChoices):
        ADS = "ads.txt", _("ads.txt (who may sell our advertising)")
        SECURITY = "security.txt", _("security.txt (where to report a hole)")
        ROBOTS = "robots.txt", _("robots.txt (what search engines may read)")

    name = models.CharField(_("file"), max_length=20, choices=Name, primary_key=True)
    text = TextField(
        _("text"),
        blank=True,
        max_length=20_000,
        help_text=_(
            "security.txt needs a line “Contact: mailto:…” and a line “Expires: 2027-06-30T00:00:00Z” at "
            "most a year ahead; the start page reminds you a month before. robots.txt begins with "
            "the line that says whom it is for; the addresses of the sitemaps follow by themselves. An empty "
            "robots.txt is the paper's usual one."
        ),
    )

    objects = PlainFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("text file")
        verbose_name_plural = _("text files")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        rules = {self.Name.SECURITY: check_security, self.Name.ROBOTS: check_robots}
        if self.text and self.name in rules:
            rules[self.name](self.text)

    def expires_at(self) -> datetime | None:
        return expiry_of(self.text) if self.name == self.Name.SECURITY else None

    @property
    def runs_out_soon(self) -> bool:
        expires = self.expires_at()
        return bool(self.text) and expires is not None and expires < timezone.now() + WARN_BEFORE


def fields_of(text: str) -> dict[str, list[str]]:
    """{"contact": [...], "expires": [...]} of a security.txt."""
    found: dict[str, list[str]] = {"contact": [], "expires": []}
    for name, value in FIELD.findall(text):
        found[name.lower()].append(value)
    return found


def expiry_of(text: str) -> datetime | None:
    try:
        (written,) = fields_of(text)["expires"]
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


def check_security(text: str) -> None:
    """RFC 9116, 2.5: a contact that can be followed, and one date until which all of it is true."""
    contacts = fields_of(text)["contact"]
    if not contacts or not all(CONTACT.fullmatch(contact) for contact in contacts):
        raise ValidationError(
            {
                "text": _(
                    "Write a line like “Contact: mailto:an-toan@bao.vn”; an address begins with https://."
                )
            }
        )
    expires, now = expiry_of(text), timezone.now()
    if expires is None or not now < expires <= now + LONGEST:
        raise ValidationError(
            {"text": _("Write one line like “Expires: 2027-06-30T00:00:00Z”, a date within the next year.")}
        )


def check_robots(text: str) -> None:
    """Robots skip rules that stand before any User-agent."""
    lines = [line.partition("#")[0].strip().lower() for line in text.splitlines()]
    if not next(filter(None, lines), "").startswith("user-agent:"):
        raise ValidationError(
            {"text": _("Begin with a line that says whom the rules are for: “User-agent: *”.")}
        )
