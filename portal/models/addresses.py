"""Addresses readers asked for in vain, for the desk to point somewhere."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST = 5_000  # different addresses; whoever tries out more is no reader


class DeadAddressQuerySet(models.QuerySet):
    def hit(self, path: str, source: str) -> None:
        """One more reader met nothing at `path`. `source`: the page that sent them, without its query."""
        known = self.filter(path=path).update(
            hits=models.F("hits") + 1, last_at=timezone.now(), **({"source": source} if source else {})
        )
        if not known and self.count() < MOST:
            self.bulk_create([self.model(path=path, source=source)], ignore_conflicts=True)


class DeadAddress(models.Model):
    path = models.CharField(_("address"), max_length=300, unique=True)
    hits = models.PositiveIntegerField(_("hits"), default=1)
    source = models.CharField(_("linked from"), max_length=300, blank=True)
    last_at = models.DateTimeField(_("last"), default=timezone.now)

    objects = DeadAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("dead address")
        verbose_name_plural = _("dead addresses")
        ordering = ["-hits", "-last_at"]

    def __str__(self) -> str:
        return self.path
