"""The log of the moderators' decisions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.states import Reason, State
from vietnamese.fields import TextField


class Act(models.TextChoices):
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    FIRST_YES = "first_yes", _("First approval of two")
    EDIT = "edit", _("Edited")
    STOP = "stop", _("Writer stopped")
    UNDO = "undo", _("Undone")


class CommentAct(models.Model):
    """Who decided what on a comment, when and why. Written by the verbs, changed by nobody."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="acts")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    by = models.ForeignKey(  # nobody where a trusted writer's comment was printed at once
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    note = TextField(_("note"), blank=True)
    before = models.CharField(max_length=10, choices=State, blank=True)  # the state it took the comment from
    text_before = TextField(blank=True)  # of an edit

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        indexes = [models.Index("by", "at", name="comment_acts_of")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.act}"
