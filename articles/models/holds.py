"""The desk's hand on what is suggested at the end of an article: one piece always, another never.

Holds are rows of their own: no rebuild of the suggestions touches them, and they are no part of the text that
is approved and sealed.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.revisions import Revision
from articles.signals import announce
from articles.workflow import Public, Refused

PLACES = range(1, 7)  # of the suggestions under an article


class Hold(models.Model):
    class Kind(models.TextChoices):
        PIN = "pin", _("Pinned")
        BAN = "ban", _("Never suggested here")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="holds")
    other = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="held_by",
        verbose_name=_("article"),
        limit_choices_to={"public_state": Public.LIVE},
    )
    kind = models.CharField(max_length=3, choices=Kind)
    place = models.PositiveSmallIntegerField(null=True)  # of a pin; 1 is the first suggestion
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("hold on a suggestion")
        verbose_name_plural = _("holds on suggestions")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="one_hold_per_suggestion"),
            models.UniqueConstraint(fields=["article", "place"], name="one_held_place"),
            models.CheckConstraint(name="hold_is_of_another_article", condition=~Q(other=F("article"))),
            models.CheckConstraint(
                name="pin_has_a_place_and_a_ban_none",
                condition=Q(kind="pin", place__in=list(PLACES)) | Q(kind="ban", place=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind} {self.other_id}"


class HoldsSuggestions:
    """The part of Article that lets the desk choose what is suggested under it."""

    @transaction.atomic
    def pin_suggestion(self, other, by, *, place: int = 1, instead_of=None) -> None:
        """Suggest `other` at this place or, where that has a pin, at the next free one.

        instead_of: the suggestion whose place it takes, which is not suggested here any more.
        """
        self._check_hold(other, by)
        if other.public_state != Public.LIVE:
            raise Refused(gettext("Only a published article can be pinned: choose another one."))
        if instead_of:
            self._check_hold(instead_of, by)
            self._hold(instead_of, by, Hold.Kind.BAN)
        taken = set(self.holds.exclude(other=other).values_list("place", flat=True))
        free = [*(n for n in PLACES if n >= place), *(n for n in PLACES if n < place)]
        found = next((number for number in free if number not in taken), None)
        if found is None:
            raise Refused(gettext("All six places are pinned: free one of them first."))
        self._hold(other, by, Hold.Kind.PIN, found)

    @transaction.atomic
    def ban_suggestion(self, other, by) -> None:
        """Never suggest `other` under this article."""
        self._check_hold(other, by)
        self._hold(other, by, Hold.Kind.BAN)

    @transaction.atomic
    def free_suggestion(self, other, by) -> None:
        """Leave `other` to the ranking again."""
        self._check_hold(other, by)
        if self.holds.filter(other=other).delete()[0]:
            self._remember("free_suggestion", other, by)

    def _check_hold(self, other, by) -> None:
        if not by.has_perm("articles.choose_suggestions"):
            raise Refused(gettext("You have no right to choose what is suggested."))
        if other.pk == self.pk:
            raise Refused(gettext("An article cannot be suggested under itself."))
        type(self).objects.select_for_update(no_key=True).only("pk").get(pk=self.pk)  # one hand at a time

    def _hold(self, other, by, kind: str, place: int | None = None) -> None:
        self.holds.update_or_create(other=other, defaults={"kind": kind, "place": place, "by": by})
        self._remember(f"{kind}_suggestion", other, by)

    def _remember(self, act: str, other, by) -> None:
        """In the history, beside the version it happened to: nobody's open form becomes stale by it."""
        version = type(self).objects.values_list("version", flat=True).get(pk=self.pk)
        Revision.objects.create(article=self, version=version, act=act, by=by, reason=f"“{other.title}”")
        announce(self.own_path())
