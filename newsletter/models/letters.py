"""Each single letter on its way.

At most once: a letter is marked as begun, and that is stored, before it goes to the mail server. Whoever is
killed in between leaves one letter in doubt, which is never sent again: a reader misses one morning instead
of getting the same letter twice. A mail server that clearly said no gets it again later.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.models.editions import Edition
from newsletter.models.subscribers import Subscriber

GIVE_UP = timedelta(hours=12)
LONGEST_WAIT = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TURN = 7_170_617  # of the lock under which letters are taken, one at a time, so that the rate is exact


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(begun_at=None, not_before__lte=timezone.now())


class LetterManager(models.Manager.from_queryset(LetterQuerySet)):
    @transaction.atomic
    def claim(self) -> "Letter | None":
        """The next letter, this process's own from now on; None when none is due or this minute is full."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        now = timezone.now()
        if self.filter(begun_at__gt=now - MINUTE).count() >= settings.NEWSLETTER_PER_MINUTE:
            return None
        first = F("edition").asc(
            nulls_first=True
        )  # whoever waits for a link comes before the morning's letter
        rows = self.waiting().select_related("subscriber", "edition").order_by(first, "pk")
        letter = rows.select_for_update(of=("self",), skip_locked=True).first()
        if letter:
            letter.begun_at = now
            letter.save(update_fields=["begun_at"])
        return letter


class Letter(models.Model):
    CONFIRM, DOOR, EDITION = "confirm", "door", "edition"
    KINDS = [(kind, kind) for kind in (CONFIRM, DOOR, EDITION)]

    kind = models.CharField(max_length=10, choices=KINDS)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="letters")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="letters")
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = LetterManager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=["edition", "subscriber"], name="one_letter_of_an_edition"),
            models.CheckConstraint(
                name="letter_of_an_edition_names_it",
                condition=Q(kind="edition", edition__isnull=False)
                | Q(kind__in=("confirm", "door"), edition__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                F("edition").asc(nulls_first=True),
                "id",
                name="newsletter_waiting",
                condition=Q(begun_at=None),
            ),
            models.Index(fields=["begun_at"], name="newsletter_begun"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    def was_sent(self) -> None:
        type(self).objects.filter(pk=self.pk).update(sent_at=timezone.now())
        if self.edition:
            self.edition.count("sent")

    def was_refused(self) -> None:
        """For good: there is no such mailbox, or it wants nothing of ours."""
        if self.edition:
            self.edition.count("refused")
        type(self).objects.filter(pk=self.pk).delete()

    def put_back(self) -> None:
        """It surely did not go: once more in a while, ever more rarely, until its morning is over."""
        if self.created_at < timezone.now() - GIVE_UP:
            type(self).objects.filter(pk=self.pk).delete()
            return
        wait = min(timedelta(minutes=2 ** min(self.attempts + 1, 10)), LONGEST_WAIT)
        type(self).objects.filter(pk=self.pk).update(
            begun_at=None, attempts=F("attempts") + 1, not_before=timezone.now() + wait
        )
