"""The way of an article through the newsroom, as data: which roles it passes, section by section."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.workflow import Stage

DEFAULT = (Stage.EDITOR, Stage.SECRETARY)


class ChainQuerySet(models.QuerySet):
    def stages_for(self, section) -> tuple[str, ...]:
        """The stages in order: the section's own chain, else its parent's, else everybody's. One query."""
        wanted = [section.pk, section.parent_id] if section else []
        rows = {
            row.section_id: row for row in self.filter(Q(section=None) | Q(section__in=filter(None, wanted)))
        }
        chain = next((rows[key] for key in [*wanted, None] if key in rows), None)
        return chain.stages if chain else DEFAULT


class Chain(models.Model):
    """Who sees an article between its writer and the readers. The last of them approves it."""

    section = models.ForeignKey(
        "articles.Section",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="chains",
        verbose_name=_("section"),
        help_text=_("Empty: every section without a chain of its own."),
    )
    editor = models.BooleanField(_("passes the editor"), default=True)
    secretary = models.BooleanField(_("passes the editorial secretary"), default=True)
    chief = models.BooleanField(_("passes the editor-in-chief"), default=False)

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = _("chain of approval")
        verbose_name_plural = _("chains of approval")
        ordering = ["section__path"]
        constraints = [
            models.UniqueConstraint(
                name="one_chain_per_section",
                fields=["section"],
                nulls_distinct=False,
                violation_error_message=_("This section has a chain already: change that one."),
            ),
            models.CheckConstraint(
                name="chain_ends_with_somebody_who_approves",
                condition=Q(secretary=True) | Q(chief=True),
                violation_error_message=_("The secretary or the editor-in-chief must approve: tick one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section or _('Every other section')}: {self.in_words()}"

    @property
    def stages(self) -> tuple[str, ...]:
        return tuple(stage.value for stage in Stage if getattr(self, stage.value))

    def in_words(self) -> str:
        return " → ".join(str(Stage(stage).label) for stage in self.stages)


def next_stage(stages: tuple[str, ...], after: str) -> str:
    """The stage that follows; "" after the last. `after` may be a stage the chain no longer has."""
    order = list(Stage.values)
    passed = order.index(after) if after else -1
    return next((stage for stage in stages if order.index(stage) > passed), "")
