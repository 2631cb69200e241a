"""Pictures: checked, cleaned and sized once, at upload. See images/upload.py and images/renditions.py."""

import secrets
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow

from images import files, renditions
from images.signals import picture_changed
from vietnamese.fields import LineField
from vietnamese.finding import marks_first
from vietnamese.text import fold_syllables

TEXTS = ("caption", "credit", "alternative_text")
ENDS_SOON = timedelta(days=30)
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
WORDS = SearchVector("search_text", config="simple")


def new_token() -> str:
    """The picture's name on disk and in addresses: 128 random bits, so that nobody can list or guess."""
    return secrets.token_hex(16)


class ImageQuerySet(models.QuerySet):
    def matching(self, text: str):
        """Pictures whose texts have every word begun in `text`, marks or not; those with its marks first."""
        if not fold_syllables(text):
            return self
        return marks_first(self, self.with_words(text), text, TEXTS)

    def with_words(self, text: str):
        words = fold_syllables(text)[:10]
        query = SearchQuery(
            " & ".join(f"'{word[:60]}':*" for word in words), search_type="raw", config="simple"
        )
        return self.annotate(words=WORDS).filter(words=query)

    def lacking_texts(self):
        """Those an article cannot be published with: without caption, credit or alternative text."""
        return self.filter(LACKING)

    def unused(self):
        """Shown by no article, public or not, and by no author's page."""
        return self.filter(articles=None, portrait_of=None)

    def rights_ended(self):
        return self.filter(rights_until__lt=timezone.localdate())

    def rights_ending(self):
        today = timezone.localdate()
        return self.filter(rights_until__range=(today, today + ENDS_SOON))

    def delete(self):
        """One by one: each takes its files along."""
        deleted = [image.delete() for image in self]
        return sum(count for count, _by_model in deleted), {self.model._meta.label: len(deleted)}

    delete.alters_data = True
    delete.queryset_only = True


@lru_cache(1000)
def _folder_url(token: str) -> str:
    """Remembered: joining and quoting costs as much as all else of a picture's addresses."""
    return default_storage.url(renditions.folder(token))


LACKING = Q(caption="") | Q(credit="") | Q(alternative_text="")


class Image(models.Model):
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    extension = models.CharField(max_length=4, editable=False)  # of the decoded format: jpg, png, webp, gif
    width = models.PositiveIntegerField(_("width"), editable=False)  # pixels, after orientation
    height = models.PositiveIntegerField(_("height"), editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)  # bytes of the cleaned original
    caption = LineField(_("caption"), max_length=500, blank=True)
    credit = LineField(_("credit"), max_length=200, blank=True)
    alternative_text = LineField(_("alternative text"), max_length=300, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point from the left, in percent"), default=50, validators=PERCENT
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point from the top, in percent"), default=50, validators=PERCENT
    )
    rights_note = LineField(_("right to print"), max_length=200, blank=True)
    rights_until = models.DateField(_("may be used until"), null=True, blank=True)
    search_text = models.TextField(default="", editable=False)  # the words of the texts, without marks
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True, db_index=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            GinIndex(WORDS, name="image_words"),
            models.Index(fields=["-uploaded_at", "-id"], name="image_newest"),
            models.Index(fields=["uploaded_by", "-uploaded_at", "-id"], name="image_by_person"),
            models.Index(fields=["-uploaded_at", "-id"], name="image_lacking", condition=LACKING),
            models.Index(
                fields=["rights_until"], name="image_rights", condition=Q(rights_until__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_inside_the_picture"
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.alternative_text or self.token[:8]

    def save(self, **options) -> None:
        texts = f"{self.caption} {self.credit} {self.alternative_text} {self.rights_note}"
        self.search_text = " ".join(fold_syllables(texts))
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "search_text"}
        super().save(**options)

    # --- addresses: from the row alone, no query and no look at the storage -----------------------
    @property
    def focus(self) -> tuple[int, int]:
        return self.focal_x, self.focal_y

    def widths(self) -> list[int]:
        return renditions.widths(self.width)

    @cached_property
    def base_url(self) -> str:
        """Of the picture's folder. The storage must give plain addresses: signed ones name a single file."""
        return _folder_url(self.token)

    def file_url(self, name: str) -> str:
        return f"{self.base_url}/{name}"

    def url(self, width: int | None = None, fmt: str = "webp") -> str:
        """The smallest rendition that fills `width` pixels, or the largest there is. `fmt`: webp or avif."""
        return self.file_url(f"{renditions.rung(self.width, width)}.{fmt}")

    def height_at(self, width: int) -> int:
        return renditions.height_at(width, (self.width, self.height))

    def srcset(self, fmt: str = "webp") -> str:
        return renditions.srcset(self.base_url, self.width, fmt)

    @property
    def thumbnail_url(self) -> str:
        return self.url(320)

    @property
    def fallback_url(self) -> str:
        """A JPEG at most 960 pixels wide: for browsers without WebP, mail and feed readers."""
        return self.file_url(f"{renditions.rung(self.width, renditions.FALLBACK_WIDTH)}.jpg")

    @property
    def social_url(self) -> str:
        """A JPEG of 1200 x 630 pixels around the focal point."""
        return self.file_url(renditions.social_name(self.focus))

    @property
    def original_name(self) -> str:
        return f"{renditions.folder(self.token)}/original.{self.extension}"

    # --- questions -----------------------------------------------------------------------------
    def missing_texts(self) -> list[str]:
        """Names of the texts it still lacks, in words."""
        return [str(self._meta.get_field(name).verbose_name) for name in TEXTS if not getattr(self, name)]

    @property
    def has_ended(self) -> bool:
        """The paper's right to print it is over."""
        return bool(self.rights_until and self.rights_until < timezone.localdate())

    @property
    def ends_soon(self) -> bool:
        today = timezone.localdate()
        return bool(self.rights_until and today <= self.rights_until <= today + ENDS_SOON)

    def is_used(self) -> bool:
        """By an article of any state, or by an author's page. The database refuses to delete it then."""
        return self.articles.exists() or self.portrait_of.exists()

    # --- acts ----------------------------------------------------------------------------------
    def describe(self, **changes) -> None:
        """Write these fields and no others, so that two people at one picture lose nothing.

        changes: of TEXTS, rights_note, rights_until, focal_x, focal_y. Raises files.NoSpace.
        """
        focus = changes.pop("focal_x", self.focal_x), changes.pop("focal_y", self.focal_y)
        with transaction.atomic():
            now = type(self).objects.select_for_update().get(pk=self.pk)
            for name, value in changes.items():
                setattr(now, name, value)
                setattr(self, name, value)
            if changes:
                now.save(update_fields=list(changes))
            if focus != now.focus:
                now.set_focus(*focus)
        self.focal_x, self.focal_y = focus

    def set_focus(self, x: int, y: int) -> None:
        """The point (% from the left, from the top) every crop keeps; makes the social crop anew.

        The former crop stays until the picture goes: pages that were cached or shared still name it.
        Raises files.NoSpace, and ValueError outside 0 to 100.
        """
        if not (0 <= x <= 100 and 0 <= y <= 100):
            raise ValueError(f"no point of a picture: {x}, {y}")
        name = renditions.social_name((x, y))
        if not default_storage.exists(f"{renditions.folder(self.token)}/{name}"):
            with default_storage.open(self.original_name) as original, Pillow.open(original) as picture:
                mode = "RGBA" if picture.has_transparency_data else "RGB"
                files.write(self.token, {name: renditions.social(picture.convert(mode), (x, y))})
        self.focal_x, self.focal_y = x, y
        self.save(update_fields=["focal_x", "focal_y"])
        transaction.on_commit(lambda: picture_changed.send_robust(sender=None, image=self))

    def delete(self, *args, **options):
        """Refused (ProtectedError) while anything shows it; the files go once the deletion is certain."""
        token = self.token
        with transaction.atomic():  # whoever is just saving a text with it ends first: articles/pictures.py
            type(self).objects.select_for_update().filter(pk=self.pk).first()
            deleted = super().delete(*args, **options)
        transaction.on_commit(lambda: files.remove(token), robust=True)
        return deleted
