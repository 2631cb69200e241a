"""Who made it: authors as readers know them, and who did what on one article (paid apart)."""

from itertools import groupby

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.addresses import KeepsOldAddress
from articles.models.slugs import free_slug
from vietnamese.fields import LineField, TextField
from vietnamese.text import sort_key


class Author(KeepsOldAddress, models.Model):
    """A pen name (bút danh). It may belong to a person of the paper."""

    name = LineField(_("pen name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, blank=True)
    sort_key = models.CharField(
        max_length=1200, db_collation="C", editable=False, db_index=True
    )  # A to Z as Vietnamese sort
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="pen_names"
    )
    bio = TextField(_("about"), blank=True)
    portrait = models.ForeignKey(
        "images.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portrait_of",
        verbose_name=_("portrait"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.slug = self.slug or free_slug(self, self.name)
        self.sort_key = sort_key(self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return f"/tac-gia/{self.slug}/"


class Byline(models.Model):
    """One person, one piece of work: 'Tin, ảnh: Thái Sơn' is two rows."""

    class Role(models.TextChoices):
        NEWS = "news", _("News")
        TEXT = "text", _("Text")
        PHOTO = "photo", _("Photo")
        VIDEO = "video", _("Video")
        GRAPHICS = "graphics", _("Graphics")
        SUMMARY = "summary", pgettext_lazy("part of the work", "Summary")
        TRANSLATION = "translation", _("Translation")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("work"), max_length=12, choices=Role)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author", "role"], name="byline_once_per_work")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.author}"


def byline_groups(bylines) -> list[tuple[str, list[Author]]]:
    """[("Tin, ảnh", [Thái Sơn])] from the rows in order: works of the same people are named together."""
    works: dict[Author, list[str]] = {}
    for row in bylines:
        works.setdefault(row.author, []).append(row.get_role_display())
    groups = []
    for roles, authors in groupby(works, key=lambda author: works[author]):
        words = [roles[0], *(role.lower() for role in roles[1:])]
        groups.append((", ".join(words), list(authors)))
    return groups
