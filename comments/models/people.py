"""Writers a moderator has stopped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import LineField


def mail_key(email: str) -> str:
    """Under one keyed hash, one address however it is written; "" for none. Not to be turned back."""
    email = email.strip().lower()
    return salted_hmac("comments.mail", email, algorithm="sha256").hexdigest()[:32] if email else ""


class StoppedWriterManager(models.Manager):
    def stop(self, comment, by, note: str = "") -> "StoppedWriter":
        found = {"writer": comment.writer, "mail_key": mail_key(comment.email)}
        stopped, _is_new = self.get_or_create(
            **found, defaults={"name": comment.name, "by": by, "note": note}
        )
        return stopped

    def has(self, writer: str, email: str) -> bool:
        same = Q(writer=writer) & ~Q(writer="") | Q(mail_key=mail_key(email)) & ~Q(mail_key="")
        return self.filter(same).exists()


class StoppedWriter(models.Model):
    """Deleting the row lets the writer back in."""

    writer = models.CharField(max_length=32, db_index=True, editable=False)
    mail_key = models.CharField(max_length=32, db_index=True, editable=False)
    name = LineField(_("name"), max_length=60)
    note = LineField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = StoppedWriterManager()

    class Meta:
        verbose_name = _("stopped writer")
        verbose_name_plural = _("stopped writers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
