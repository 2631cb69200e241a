"""How many comments readers see, per article."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class CommentTotalManager(models.Manager):
    def of(self, article) -> int:
        """How many approved comments an article has."""
        return self.filter(pk=article.pk).values_list("approved", flat=True).first() or 0

    def of_many(self, article_ids) -> dict[int, int]:
        """{article id: approved comments}, without those that have none. One query."""
        return dict(self.filter(pk__in=list(article_ids), approved__gt=0).values_list("pk", "approved"))

    def recount(self, article_id: int) -> None:
        """Count anew, inside the transaction that decided.

        The row is locked before the counting, so of two decisions at once the later one sees both.
        """
        self.bulk_create([self.model(article_id=article_id)], ignore_conflicts=True)
        total = self.select_for_update().get(pk=article_id)
        comments = apps.get_model("comments.Comment").objects
        total.approved = comments.filter(article=article_id).readable().count()
        total.save(update_fields=["approved"])


class CommentTotal(models.Model):
    """What the article page shows. A row of its own, so that a decision never touches the article."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="comment_total")
    approved = models.PositiveIntegerField(_("approved"), default=0)

    objects = CommentTotalManager()

    class Meta:
        verbose_name = _("number of comments")
        verbose_name_plural = _("numbers of comments")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.approved}"
