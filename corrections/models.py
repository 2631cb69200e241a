"""Corrections (cải chính): a notice with fixed fields, on the article and in a section of its own.

The Press Law wants the work named, its section and date, the false part and the corrected part.
"""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.signals import announce
from articles.workflow import Public, Refused
from vietnamese.fields import LineField, TextField
from vietnamese.text import normalise

ADDRESS = "/cai-chinh/"


class CorrectionManager(models.Manager):
    @transaction.atomic
    def issue(self, article: Article, by, *, wrong: str, right: str, note: str = "") -> "Correction":
        """Publish a correction of an article readers have seen. It stays; a wrong one gets one of its own.

        Raises Refused without the right, for an article no reader has seen, or without both parts.
        """
        if not by.has_perm("corrections.add_correction"):
            raise Refused(gettext("You have no right to publish corrections."))
        row = Article.objects.select_for_update(of=("self",)).select_related("section").get(pk=article.pk)
        if row.public_state == Public.PRIVATE or row.is_scheduled:
            raise Refused(gettext("No reader has seen this article: correct it before it is published."))
        if not normalise(wrong).strip() or not normalise(right).strip():
            raise Refused(gettext("Write both the false part and the corrected part."))
        correction = self.create(
            article=row,
            title=row.title,
            section_name=row.section.name,
            work_date=row.published_at,
            wrong=wrong,
            right=right,
            note=note,
            by=by,
        )
        Article.objects.filter(pk=row.pk).update(is_corrected=True, updated_at=correction.at)
        announce({ADDRESS, row.get_absolute_url()})
        return correction


class Correction(models.Model):
    article = models.ForeignKey(
        Article, models.PROTECT, related_name="corrections", verbose_name=_("article")
    )
    # the work as it was known when the notice appeared: later edits of the article do not change the notice
    title = LineField(_("work"), max_length=200, editable=False)
    section_name = LineField(_("section"), max_length=80, editable=False)
    work_date = models.DateTimeField(_("published at"), editable=False)
    wrong = TextField(_("the false part"), max_length=3000)
    right = TextField(_("the corrected part"), max_length=3000)
    note = TextField(_("apology or explanation"), max_length=2000, blank=True)
    at = models.DateTimeField(_("corrected at"), default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = CorrectionManager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str | None:
        """Where the work can be read; None when readers cannot."""
        return self.article.get_absolute_url() if self.article.is_public else None
