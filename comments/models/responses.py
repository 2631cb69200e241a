"""What readers do with a printed comment: like it, or report it."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.turns import take_turn
from comments.models.states import TooMany
from vietnamese.fields import TextField

LIKES_PER_NETWORK, LIKES_SPAN = 200, timedelta(hours=1)
REPORTS_PER_NETWORK, REPORTS_SPAN = 20, timedelta(hours=1)
MAX_NOTE = 500


class ReportReason(models.TextChoices):
    INSULT = "insult", _("It insults or threatens somebody")
    FALSE = "false", _("It says what is not true")
    PERSONAL_DATA = "personal_data", _("It gives away personal data")
    SPAM = "spam", _("It is advertising or spam")
    OTHER = "other", _("Something else")


class LikeManager(models.Manager):
    def of(self, reader: str | None, comment) -> bool:
        """Whether this reader likes the comment."""
        return bool(reader) and self.filter(comment=comment, reader=reader).exists()

    @transaction.atomic
    def give(self, comment, reader: str, network: str = "") -> bool:
        """One like per reader. False when it was there already; TooMany when one network sends a flood."""
        if network:
            take_turn("likes of a network", network)
        since = timezone.now() - LIKES_SPAN
        lately = self.filter(network=network, created_at__gt=since)
        if network and lately[:LIKES_PER_NETWORK].count() >= LIKES_PER_NETWORK:
            raise TooMany(gettext("Very many likes came from your network. Please try again in an hour."))
        _like, is_new = self.get_or_create(comment=comment, reader=reader, defaults={"network": network})
        if is_new:
            comment.__class__.objects.filter(pk=comment.pk).update(likes=F("likes") + 1)
        return is_new

    @transaction.atomic
    def take_back(self, comment, reader: str) -> bool:
        gone, _by_model = self.filter(comment=comment, reader=reader).delete()
        if gone:
            comment.__class__.objects.filter(pk=comment.pk).update(likes=F("likes") - 1)
        return bool(gone)


class Like(models.Model):
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="liked_by", db_index=False)
    reader = models.CharField(max_length=32, editable=False)  # random, in hex: comments/writers.py
    network = models.CharField(max_length=32, blank=True, editable=False)  # accounts.readers.network_of
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LikeManager()

    class Meta:
        verbose_name = _("like")
        verbose_name_plural = _("likes")
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="one_like_per_comment_and_reader")
        ]
        indexes = [
            models.Index("network", "created_at", name="like_by_network"),
            models.Index("reader", name="like_by_reader"),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"


class ReportManager(models.Manager):
    @transaction.atomic
    def send(self, comment, reader: str, reason: str, note: str = "", network: str = "") -> bool:
        """One report per reader and comment. False when it was there already; TooMany for a flood."""
        if network:
            take_turn("reports of a network", network)
        since = timezone.now() - REPORTS_SPAN
        lately = self.filter(network=network, created_at__gt=since)
        if network and lately[:REPORTS_PER_NETWORK].count() >= REPORTS_PER_NETWORK:
            raise TooMany(gettext("Very many reports came from your network. Please try again in an hour."))
        _report, is_new = self.get_or_create(
            comment=comment, reader=reader, defaults={"reason": reason, "note": note, "network": network}
        )
        if is_new:
            comment.__class__.objects.filter(pk=comment.pk).update(open_reports=F("open_reports") + 1)
        return is_new


class Report(models.Model):
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports", db_index=False)
    reader = models.CharField(max_length=32, editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason)
    note = TextField(_("note"), max_length=MAX_NOTE, blank=True)
    network = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)

    objects = ReportManager()

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="one_report_per_comment_and_reader")
        ]
        indexes = [
            models.Index("network", "created_at", name="report_by_network"),
            models.Index("reader", name="report_by_reader"),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id} {self.reason}"
