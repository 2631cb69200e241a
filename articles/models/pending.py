"""Edits of articles readers can see: they wait here, and readers keep the approved text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.workflow import Review


class PendingEdit(models.Model):
    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="pending")
    content = models.JSONField()  # see articles/models/content.py
    state = models.CharField(max_length=12, choices=Review, default=Review.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # who began it
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("pending edit")
        verbose_name_plural = _("pending edits")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.content['title']}"
