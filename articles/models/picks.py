"""Related articles chosen by the desk."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import LineField


class Pick(models.Model):
    """A related article chosen by the desk, in order; plain text where the archive does not have it (yet)."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="picks")
    target = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="picked_by",
        verbose_name=_("article"),
    )
    text = LineField(_("headline"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="pick_has_article_or_text", condition=Q(target__isnull=False) | ~Q(text="")
            ),
            models.CheckConstraint(
                name="pick_is_another_article",
                condition=Q(target__isnull=True) | ~Q(target=models.F("article")),
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.target)
