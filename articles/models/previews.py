"""A look at an unpublished article for one person without an account: 30 minutes, and revocable."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.workflow import Refused
from vietnamese.fields import LineField

LASTS = timedelta(minutes=30)


def digest(secret: str) -> str:
    """What is stored of a secret: who reads the table cannot open the link."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PreviewLinkQuerySet(models.QuerySet):
    def open_now(self):
        return self.filter(expires_at__gt=timezone.now(), revoked_at=None)

    def make(self, article, by, for_whom: str) -> tuple["PreviewLink", str]:
        """A new link and its secret, which is shown once and kept nowhere. Refused without the right."""
        if not article.may_be_shown_by(by):
            raise Refused(gettext("You have no right to show this article to others."))
        token = secrets.token_urlsafe(24)
        link = self.create(
            article=article, token=digest(token), by=by, for_whom=for_whom, expires_at=timezone.now() + LASTS
        )
        return link, token

    def of(self, token: str) -> "PreviewLink | None":
        """The link of this secret while it lasts."""
        return self.open_now().select_related("article").filter(token=digest(token)).first()


class PreviewLink(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="preview_links")
    token = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    for_whom = LineField(_("for whom"), max_length=120)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    visitor = models.CharField(max_length=64, blank=True)  # digest of the cookie of the one who took it
    taken_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.for_whom}"

    def take(self) -> str | None:
        """The secret of the one person's cookie; None when somebody else has taken the link already."""
        cookie = secrets.token_urlsafe(24)
        taken = PreviewLink.objects.open_now().filter(pk=self.pk, visitor="")
        return cookie if taken.update(visitor=digest(cookie), taken_at=timezone.now()) else None

    def is_of(self, cookie: str) -> bool:
        return bool(self.visitor) and secrets.compare_digest(self.visitor, digest(cookie))

    def revoke(self) -> None:
        PreviewLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())
