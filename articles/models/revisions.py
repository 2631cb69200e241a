"""The memory of the newsroom: every act on an article, by whom, when, and the text it left."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import TextField

# acts by which an article goes from hand to hand
STEPS = ("submit", "pass_on", "approve", "send_back", "publish")
# acts beside the text: they make no version and stand with the one they happened to
SIDE_ACTS = ("pin_suggestion", "ban_suggestion", "free_suggestion")


class Revision(models.Model):
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(_("version"))
    act = models.CharField(_("act"), max_length=20)  # "revise", or the code of a move
    reason = TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    content = models.JSONField(null=True)  # the whole text where the act changed or sealed it: content.py

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version", "-pk"]
        indexes = [  # imported and saved versions are many; who asks how long a step took skips them
            models.Index(fields=["at"], name="revision_steps", condition=models.Q(act__in=STEPS)),
            models.Index(fields=["act", "-id"], name="revision_by_act"),  # the audit log, one act at a time
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version"],
                name="one_act_per_version",
                condition=~models.Q(act__in=SIDE_ACTS),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version} {self.act}"
