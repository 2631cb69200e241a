"""The emergency strip: what everybody has to know now and whom to call, above every page of the paper.

It is pinned beforehand, while everything still works; from then on it needs neither database nor portal.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.prepared import Prepared
from articles.signals import EVERYTHING, announce, announce_soon
from articles.workflow import Refused
from vietnamese.fields import LineField, TextField

STRIP = "/khan-cap/"  # the strip alone, for pages that were made before it was pinned
MOST_NUMBERS = 6
NUMBER = re.compile(r"\+?\d[\d .()-]{1,20}\d")


@dataclass(frozen=True)
class Call:
    name: str
    number: str  # as people read it

    @property
    def address(self) -> str:
        return "tel:" + re.sub(r"[^\d+]", "", self.number)


def calls_of(text: str) -> list[Call]:
    """Of lines like "Cứu hộ: 0236 3822 131"; ValidationError for a line without one number at its end."""
    calls = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = re.fullmatch(rf"(.*?)[\s:,–-]*({NUMBER.pattern})\.?", line)
        if not found or len(re.sub(r"\D", "", found[2])) > 15:
            raise ValidationError(
                _("Write one number a line, its name first: “Rescue: 114”. Not understood: “%(line)s”."),
                params={"line": line},
            )
        calls.append(Call(found[1].strip(), found[2]))
    if len(calls) > MOST_NUMBERS:
        raise ValidationError(_("At most six numbers: nobody reads more in an emergency."))
    return calls


class EmergencyStripManager(models.Manager):
    def current(self) -> "EmergencyStrip | None":
        return CURRENT.first()

    @transaction.atomic
    def pin(self, by, *, text: str, numbers: str = "", until=None) -> "EmergencyStrip":
        """From now on above every page, in the place of what was pinned before."""
        if not by.has_perm("portal.add_emergencystrip"):
            raise Refused(gettext("You have no right to pin the emergency strip."))
        with connection.cursor() as cursor:  # of two who pin at once the later one replaces the other's
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('emergency strip'))")
        self.filter(taken_down_at=None).update(taken_down_at=timezone.now(), taken_down_by=by)
        strip = self.create(text=text, numbers=numbers, until=until, pinned_by=by)
        show_everywhere()
        return strip


class EmergencyStrip(models.Model):
    """Every strip that ever was; the one not taken down is shown."""

    text = LineField(
        _("text"), max_length=300, help_text=_("What has happened and what to do, in a sentence.")
    )
    numbers = TextField(
        _("numbers to call"),
        max_length=600,
        blank=True,
        validators=[calls_of],
        help_text=_("One a line, its name first: “Rescue: 114”. At most six."),
    )
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until somebody takes it down.")
    )
    pinned_at = models.DateTimeField(_("pinned at"), default=timezone.now, editable=False)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("pinned by"),
    )
    taken_down_at = models.DateTimeField(_("taken down at"), null=True, editable=False)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken down by"),
    )

    objects = EmergencyStripManager()

    class Meta:
        verbose_name = _("emergency strip")
        verbose_name_plural = _("emergency strip")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(taken_down_at=None), name="one_emergency_strip_is_pinned"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def calls(self) -> list[Call]:
        return calls_of(self.numbers)

    @property
    def is_shown(self) -> bool:
        return self.taken_down_at is None and not (self.until and self.until <= timezone.now())

    def take_down(self, by) -> bool:
        """False where somebody else has done it already."""
        if not by.has_perm("portal.add_emergencystrip"):
            raise Refused(gettext("You have no right to take the emergency strip down."))
        still = EmergencyStrip.objects.filter(pk=self.pk, taken_down_at=None)
        if not still.update(taken_down_at=timezone.now(), taken_down_by=by):
            return False
        show_everywhere()
        return True


CURRENT = Prepared(
    lambda: EmergencyStrip.objects.filter(Q(until=None) | Q(until__gt=Now()), taken_down_at=None)[:1]
)


def show_everywhere() -> None:
    """At once where pages ask for the strip itself, and bit by bit within the pages."""
    announce([STRIP])
    announce_soon([EVERYTHING])
