"""Pages that are no news: contact, who makes the paper, how it works, what it does with readers' data.

Every wording is kept with who wrote it and when: a reader who agreed to a notice can be shown which.
"""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.body import POLICY
from articles.models.kinds import Kind
from articles.signals import EVERYTHING, announce
from articles.workflow import Refused
from vietnamese.fields import LineField
from vietnamese.text import slug

TEXTS = ("title", "body")
WRITTEN = (
    *TEXTS,
    *("slug", "body_policy", "purpose", "with_imprint", "place", "version", "since"),
)


class FlatPageQuerySet(models.QuerySet):
    def linked(self):
        """Those the footer of every page names, in the desk's order; without their texts."""
        return self.exclude(place=None).order_by("place", "pk").only("slug", "title", "purpose")


class FlatPage(models.Model):
    class Purpose(models.TextChoices):
        """What other pages look for when they link to it."""

        CONTACT = "contact", _("Contact")
        MASTHEAD = "masthead", _("Who makes the paper")
        PRINCIPLES = "principles", _("Editorial principles")
        PRIVACY = "privacy", _("Privacy notice")

    kind = Kind.STORY  # for articles/body.py: shown as the text of an ordinary article is

    title = LineField(_("title"), max_length=120)
    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, blank=True, help_text=_("Empty: made of the title.")
    )
    body = models.TextField(_("body"), blank=True)  # cleaned HTML: see articles/body.py
    body_policy = models.PositiveSmallIntegerField(default=0, editable=False)
    purpose = models.CharField(
        _("purpose"),
        max_length=12,
        choices=Purpose,
        null=True,  # unique, so that "none" must not equal "none"
        blank=True,
        unique=True,
        help_text=_("So that forms and search engines find it; most pages need none."),
    )
    with_imprint = models.BooleanField(
        _("with the masthead"),
        default=False,
        help_text=_("Licence, governing body, head and address of the paper, as the law asks for."),
    )
    place = models.PositiveSmallIntegerField(
        _("place in the footer"), null=True, blank=True, help_text=_("Empty: the footer does not name it.")
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    since = models.DateTimeField(_("in force since"), default=timezone.now, editable=False)

    objects = FlatPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/trang/{self.slug}/"

    @transaction.atomic
    def write(self, by, *, seen: int) -> None:
        """Store this page as it stands, and its words as a new version where they are new.

        `seen`: the version its writer read. Raises Refused where somebody has written another one since.
        """
        self.slug = self.slug or slug(self.title, 100)
        now = FlatPage.objects.select_for_update().filter(pk=self.pk).first()
        if now and now.version != seen:
            raise Refused(gettext("Somebody changed this page meanwhile. Open it anew and write it again."))
        is_new_wording = now is None or any(getattr(now, name) != getattr(self, name) for name in TEXTS)
        self.version = (now.version if now else 0) + is_new_wording
        if is_new_wording:
            self.since, self.body_policy = timezone.now(), POLICY
        if now:
            self.save(update_fields=WRITTEN)
        else:
            self.save()
        if is_new_wording:
            texts = {name: getattr(self, name) for name in TEXTS}
            self.versions.create(version=self.version, by=by, at=self.since, **texts)
        announce([EVERYTHING])  # every footer names it


class FlatPageVersion(models.Model):
    """One wording. Written once, changed by nobody."""

    page = models.ForeignKey(FlatPage, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    title = LineField(_("title"), max_length=120)
    body = models.TextField(_("body"), blank=True)
    at = models.DateTimeField(_("in force since"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["page", "version"], name="flat_page_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
