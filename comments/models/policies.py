"""Switches above the single article: for the whole paper, and for a section with all below it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.signals import EVERYTHING, announce

DAY = 24 * 3600  # seconds


class CommentPolicyQuerySet(models.QuerySet):
    def above(self, article: Article):
        """The policies an article stands under: the paper's, its section's, its top section's."""
        sections = {article.section_id, article.top_section_id}
        return self.filter(Q(section=None) | Q(section__in=sections))

    def closing(self, article: Article):
        """Those of them that close the article's comments now."""
        age = timezone.now() - (article.published_at or timezone.now())
        over = Q(close_after_days__lte=age.total_seconds() / DAY)
        return self.above(article).filter(Q(is_open=False) | over)


class CommentPolicy(models.Model):
    section = models.OneToOneField(
        "articles.Section",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="comment_policy",
        verbose_name=_("section"),
        help_text=_("Empty: the whole paper."),
    )
    is_open = models.BooleanField(_("comments open"), default=True)
    close_after_days = models.PositiveSmallIntegerField(
        _("close after so many days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(3650)],
        help_text=_("Counted from publication. Empty: never."),
    )
    trust_after = models.PositiveSmallIntegerField(
        _("trust a writer after so many approvals"),
        default=0,
        help_text=_("Such a writer's comments are printed at once. 0: every comment waits for a moderator."),
    )

    objects = CommentPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment switch")
        verbose_name_plural = _("comment switches")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(section=None),
                name="one_comment_policy_for_the_paper",
            )
        ]

    def __str__(self) -> str:
        return str(self.section or _("The whole paper"))

    def save(self, **kwargs) -> None:
        super().save(**kwargs)
        announce([EVERYTHING])

    def delete(self, **kwargs):
        announce([EVERYTHING])
        return super().delete(**kwargs)


def comments_are_open(article: Article) -> bool:
    """By the article's own switch and closing date, and by those of its section and of the paper."""
    return article.comments_are_open and not CommentPolicy.objects.closing(article).exists()


def trust_after(article: Article) -> int:
    """After how many approvals a writer's comments are printed at once here; 0 for never.

    The nearest policy that says so counts: the section's, its top section's, the paper's.
    """
    found = dict(CommentPolicy.objects.above(article).values_list("section", "trust_after"))
    nearest = (article.section_id, article.top_section_id, None)
    return next((found[section] for section in nearest if found.get(section)), 0)
