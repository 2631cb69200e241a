"""The log of the moderators' decisions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.states import Reason
from vietnamese.fields import TextField


class Act(models.TextChoices):
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")


class CommentAct(models.Model):
    """Who decided what on a comment, when and why. Written by the verbs, changed by nobody."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="acts")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    note = TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.act}"
