"""The house rules for comments, version by version: a consent names the one it was given to."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.signals import announce
from vietnamese.fields import TextField


class HouseRules(models.Model):
    """One version. Written once, changed by nobody: a new wording is a new row."""

    text = TextField(_("rules"), max_length=10_000, help_text=_("Plain text; an empty line between points."))
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, **kwargs) -> None:
        super().save(**kwargs)
        announce([reverse("comments:rules")])

    @classmethod
    def current(cls) -> "HouseRules | None":
        return cls.objects.first()
