"""Where an article stands: its section (chuyên mục, two levels) and the running stories it belongs to."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.addresses import KeepsOldAddress
from articles.models.slugs import free_slug
from vietnamese.fields import LineField, TextField
from vietnamese.text import slug

# first path segments that belong to other pages
RESERVED = frozenset(
    """admin ban-tin cai-chinh da-luu danh-gia doc-nhieu healthz khan-cap luot-doc luu-tru media
    ngoai-tuyen readyz rss static su-kien tac-gia tim-kiem trang tu-khoa xem-truoc y-kien
    _styleguide _""".split()
)


class SectionQuerySet(models.QuerySet):
    def menu(self):
        """Top sections with those sub-sections that are shown, in the desk's order."""
        return self.filter(parent=None, in_menu=True).prefetch_related(
            models.Prefetch("children", self.model.objects.filter(in_menu=True).order_by("order", "pk"))
        )


class Freshness(models.IntegerChoices):
    """What new articles gain among the suggestions, in hundredths of likeness."""

    NONE = 0, _("Not at all: the most alike first")
    LITTLE = 3, _("A little: between two equals the newer one")
    MUCH = 15, _("Much: news before background")
    MOST = 40, _("Most of all: today before last month")


class Section(KeepsOldAddress, models.Model):
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent section"),
        limit_choices_to={"parent": None},
    )
    name = LineField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, blank=True)
    path = models.CharField(max_length=161, unique=True, editable=False)  # "kinh-te/nong-nghiep"
    description = TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("vi", _("Vietnamese")), ("en", _("English"))],
        default="vi",
        help_text=_(
            "Of the articles in it and of the page around them. Sub-sections have that of their section."
        ),
    )
    in_menu = models.BooleanField(_("in the menu"), default=True)
    freshness = models.PositiveSmallIntegerField(
        _("freshness of suggestions"),
        choices=Freshness,
        default=Freshness.LITTLE,
        help_text=_("How much a recent date counts among the six articles suggested under this section's."),
    )
    picks_lead = models.BooleanField(
        _("picks lead the suggestions"),
        default=False,
        help_text=_("The desk's picks stand first among the suggested articles as well."),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="section_path_has_two_levels",
                condition=models.Q(path__regex=r"^[a-z0-9-]+(/[a-z0-9-]+)?$"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.slug = self.slug or self.slug_of_name()
        self.path = self.make_path()
        self.language = self.parent.language if self.parent else self.language
        super().save(**kwargs)
        for child in self.children.all() if self.parent is None else ():
            child.parent = self
            child.save()

    def get_absolute_url(self) -> str:
        return f"/{self.path}/"

    def feed_url(self) -> str:
        return f"/rss/{self.path}.rss"

    def clean(self) -> None:
        self.slug = self.slug or slug(self.name)
        if not self.slug:
            raise ValidationError({"name": _("Write a name with at least one letter or digit.")})
        if self.parent is None and self.slug in RESERVED:
            raise ValidationError({"slug": _("This address belongs to another page: choose another one.")})
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Sections have two levels: choose a top section.")})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": _("This section has sub-sections, so it must stay on top.")})
        was = Section.objects.filter(pk=self.pk).values_list("language", flat=True).first()
        if was and was != self.language and self.has_articles():
            raise ValidationError(
                {"language": _("This section has articles already: make another one for this language.")}
            )
        taken = Section.objects.filter(path=self.make_path()).exclude(pk=self.pk)
        if taken.exists():
            raise ValidationError({"slug": _("Another section has this address: choose another one.")})

    def has_articles(self) -> bool:
        below = models.Q(section=self) | models.Q(top_section=self)
        return apps.get_model("articles.Article").objects.filter(below).exists()

    def slug_of_name(self) -> str:
        """An imported section "Media" must not stand where the pictures are."""
        made = slug(self.name)
        return f"muc-{made}" if self.parent is None and made in RESERVED else made

    def make_path(self) -> str:
        return f"{self.parent.slug}/{self.slug}" if self.parent else self.slug


class Topic(KeepsOldAddress, models.Model):
    """A running story (dòng sự kiện)."""

    name = LineField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, blank=True)
    description = TextField(_("description"), blank=True)
    pinned = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pinned article"),
        help_text=_("Stands on top of the story's page: an explainer, or where to get help."),
    )
    running = models.BooleanField(_("running"), default=True, help_text=_("Shown among the running stories."))

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-running", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.slug = self.slug or free_slug(self, self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return f"/su-kien/{self.slug}/"
