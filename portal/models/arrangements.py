"""The front page as the desk arranges it: what is pinned until when, how blocks fill, the breaking strip.

An arrangement that has been in force is never changed again: to change it is to put a copy in force, so every
earlier front page can be brought back.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section, Tag, Topic
from articles.prepared import Prepared
from articles.signals import announce
from articles.workflow import Refused
from vietnamese.fields import LineField

FRONT_PAGE = "/"


class ArrangementQuerySet(models.QuerySet):
    def in_force(self) -> "Arrangement | None":
        """The arrangement of this moment, with its rows and the article of its breaking strip."""
        return self.around_now()[0]

    def around_now(self) -> tuple["Arrangement | None", datetime | None]:
        """The arrangement of this moment and when the next one begins; one query."""
        current, begins = None, None
        for row in AROUND_NOW():
            if row.is_past_start:
                current = row
            else:
                begins = row.starts_at
        return current, begins

    def with_rows(self):
        """Each with `pin_rows` and `block_rows`, lists of plain data."""
        own = OuterRef("pk")
        pins = Pin.objects.filter(arrangement=own).values(
            row=JSONObject(place="place", article="article_id", until="until")
        )
        blocks = BlockRule.objects.filter(arrangement=own).values(
            row=JSONObject(
                rule="rule",
                size="size",
                section="section_id",
                topic="topic_id",
                tag="tag_id",
                name=Coalesce("section__name", "topic__name", "tag__name"),
                slug=Coalesce("section__slug", "topic__slug", "tag__slug"),
                path="section__path",
                parent="section__parent_id",
            )
        )
        return self.annotate(
            pin_rows=ArraySubquery(pins),
            block_rows=ArraySubquery(blocks),
            is_past_start=models.ExpressionWrapper(
                Q(starts_at__lte=Now()), output_field=models.BooleanField()
            ),
        )


class Arrangement(models.Model):
    note = LineField(_("note for the desk"), max_length=200, blank=True)
    starts_at = models.DateTimeField(
        _("in force from"), null=True, blank=True, db_index=True, help_text=_("Empty while it is a draft.")
    )
    breaking_text = LineField(_("breaking: text"), max_length=200, blank=True)
    breaking_article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("breaking: article"),
    )
    breaking_until = models.DateTimeField(_("breaking: until"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrangement of the front page")
        verbose_name_plural = _("front page")
        ordering = [F("starts_at").desc(nulls_first=True), "-pk"]

    def __str__(self) -> str:
        return self.note or gettext("Front page no. %(number)s") % {"number": self.pk}

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def state_label(self) -> str:
        if self.starts_at is None:
            return gettext("Draft")
        if not self.has_begun:
            return gettext("Scheduled")
        current = Arrangement.objects.in_force()
        return gettext("In force") if current and current.pk == self.pk else gettext("Past")

    @property
    def breaking_is_on(self) -> bool:
        is_said = bool(self.breaking_text or self.breaking_article_id)
        return is_said and not (self.breaking_until and self.breaking_until <= timezone.now())

    def put_in_force(self, at: datetime | None = None) -> None:
        """From now, or from `at`, this is the front page. Raises Refused when it has begun already."""
        if self.has_begun:
            raise Refused(gettext("This front page has been in force already: change a copy of it."))
        self.starts_at = at or timezone.now()
        self.save(update_fields=["starts_at"])
        announce([FRONT_PAGE])

    @transaction.atomic
    def copy(self, by) -> "Arrangement":
        """A draft that says the same, without the pins and the strip whose time is over."""
        keeps_strip = self.breaking_is_on
        made = Arrangement.objects.create(
            note=self.note,
            made_by=by,
            breaking_text=self.breaking_text if keeps_strip else "",
            breaking_article_id=self.breaking_article_id if keeps_strip else None,
            breaking_until=self.breaking_until if keeps_strip else None,
        )
        for row in [*self.pins.in_time(), *self.blocks.all()]:
            row.pk, row.arrangement = None, made
            row._state.adding = True
            row.save()
        return made


def _around_now() -> models.QuerySet:
    every = Arrangement.objects
    now = every.filter(starts_at__lte=Now()).order_by("-starts_at", "-pk").values("pk")[:1]
    due = every.filter(starts_at__gt=Now()).order_by("starts_at", "pk").values("pk")[:1]
    rows = every.with_rows().select_related("breaking_article__section")
    return rows.filter(Q(pk=Subquery(now)) | Q(pk=Subquery(due)))


AROUND_NOW = Prepared(_around_now)


class Place(models.IntegerChoices):
    LEAD = 1, _("Lead story")
    SECOND = 2, _("Second story")
    THIRD = 3, _("Third story")
    FOURTH = 4, _("Fourth story")
    FIFTH = 5, _("Fifth story")


class PinQuerySet(models.QuerySet):
    def in_time(self):
        return self.filter(Q(until=None) | Q(until__gt=Now()))


class Pin(models.Model):
    """An article that holds a place of the top until a time; the newest take the places nobody holds."""

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="pins")
    place = models.PositiveSmallIntegerField(_("place"), choices=Place)
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", verbose_name=_("article"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned article")
        verbose_name_plural = _("pinned articles")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "place"], name="one_pin_per_place"),
            models.UniqueConstraint(fields=["arrangement", "article"], name="article_pinned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.article}"


class BlockRule(models.Model):
    """A block below the top and how it fills by itself."""

    class Rule(models.TextChoices):
        NEWEST = "newest", _("The newest")
        PICTURED = "pictured", _("The newest, one with a picture first")
        MOST_READ = "most-read", _("Most read in 7 days")

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    section = models.ForeignKey(
        Section,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("tag")
    )
    rule = models.CharField(_("filled with"), max_length=12, choices=Rule, default=Rule.NEWEST)
    size = models.PositiveSmallIntegerField(
        _("number of articles"), default=5, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(name="block_has_one_to_eight", condition=Q(size__gte=1, size__lte=8)),
            models.CheckConstraint(
                name="block_is_of_one_thing",
                condition=Q(section__isnull=False, topic__isnull=True, tag__isnull=True)
                | Q(section__isnull=True, topic__isnull=False, tag__isnull=True)
                | Q(section__isnull=True, topic__isnull=True, tag__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.section or self.topic or self.tag)
