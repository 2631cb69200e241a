"""Links to other sites, and whether anybody answers there: asked by `tick` (articles/copydesk/links.py)."""

import re
from datetime import timedelta
from html import unescape

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 1000
MOST = 200  # of one text
AGAIN = timedelta(days=7)  # an address that answers is asked again, while texts that name it are saved
SOON = timedelta(minutes=10)  # one that does not
SURE = 2  # times it has to be silent: a server may be away for a minute
FORGOTTEN = timedelta(days=90)
_OUTSIDE = re.compile('<a href="(https?://[^"]+)"', re.IGNORECASE)


def outside_links(body: str) -> list[str]:
    """Addresses a cleaned body links to, each once, without what stands behind #."""
    found = (unescape(address).partition("#")[0] for address in _OUTSIDE.findall(body))
    own = (settings.SITE_URL, f"{settings.SITE_URL}/")
    kept = (
        link for link in found if len(link) <= LONGEST and not (link == own[0] or link.startswith(own[1]))
    )
    return list(dict.fromkeys(kept))[:MOST]


class OutsideLinkQuerySet(models.QuerySet):
    def note(self, addresses: list[str]) -> None:
        """Texts that were saved name these addresses: they will be asked."""
        now = timezone.now()
        if not addresses:
            return
        self.bulk_create(
            [self.model(address=address, seen_at=now, due_at=now) for address in addresses],
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=["seen_at"],
        )

    def dead(self):
        return self.filter(Q(gone=True) | Q(silent__gte=SURE))

    @transaction.atomic
    def take(self, most: int) -> list["OutsideLink"]:
        """Some that are due, and nobody else's for ten minutes."""
        now = timezone.now()
        rows = self.filter(due_at__lte=now).select_for_update(skip_locked=True).order_by("due_at")
        taken = list(rows[:most])
        self.filter(pk__in=[link.pk for link in taken]).update(due_at=now + SOON)
        return taken

    def forget_old(self) -> None:
        self.filter(seen_at__lt=timezone.now() - FORGOTTEN).delete()


class OutsideLink(models.Model):
    address = models.CharField(_("address"), max_length=LONGEST, unique=True)
    seen_at = models.DateTimeField()  # last in a text that was saved
    due_at = models.DateTimeField(db_index=True)  # when it is asked next
    checked_at = models.DateTimeField(null=True)
    gone = models.BooleanField(default=False)  # the site says so: 404 or 410, or no such site
    silent = models.PositiveSmallIntegerField(default=0)  # times in a row nobody answered

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return self.address

    def answered(self) -> None:
        self._note(gone=False, silent=0, due_at=timezone.now() + AGAIN)

    def is_gone(self) -> None:
        self._note(gone=True, silent=0, due_at=timezone.now() + AGAIN)

    def said_nothing(self) -> None:
        self._note(gone=False, silent=F("silent") + 1, due_at=timezone.now() + SOON)

    def _note(self, **values) -> None:
        type(self).objects.filter(pk=self.pk).update(checked_at=timezone.now(), **values)
