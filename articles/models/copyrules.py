"""Which rules of the copy desk are on (articles/copydesk/rules.py)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CopyRule(models.Model):
    class Action(models.TextChoices):
        OFF = "off", _("Off")
        WARN = "warn", _("Warn")
        BLOCK = "block", _("Block")

    code = models.CharField(_("rule"), max_length=20, unique=True, editable=False)
    action = models.CharField(_("action"), max_length=8, choices=Action, default=Action.WARN)

    class Meta:
        verbose_name = _("rule of the copy desk")
        verbose_name_plural = _("rules of the copy desk")
        ordering = ["pk"]

    def __str__(self) -> str:
        from articles.copydesk.rules import RULES

        return str(RULES[self.code][0]) if self.code in RULES else self.code
