"""Addresses the paper once had: of renamed sections, tags, topics and authors, and of its earlier site."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

LONGEST = 500


class OldAddressQuerySet(models.QuerySet):
    def target_of(self, path: str) -> str | None:
        """Where this path leads today; also for a feed of a page that moved."""
        wanted = {path: ""}
        stem, dot, kind = path.removeprefix("/rss").rpartition(".")
        if dot and path.startswith("/rss/"):
            wanted[f"{stem}/"] = kind
        for row in self.filter(path__in=wanted):
            kind = wanted[row.path]
            return f"/rss{row.target.rstrip('/')}.{kind}" if kind else row.target
        return None

    @transaction.atomic
    def point(self, path: str, target: str) -> None:
        """`path` leads to `target` from now on. No chains, and no way leads off a page that is there."""
        if path == target:
            return
        self.filter(path=target).delete()
        self.filter(target=path).update(target=target)
        self.update_or_create(path=path, defaults={"target": target})


class OldAddress(models.Model):
    path = models.CharField(
        _("old address"),
        max_length=LONGEST,
        unique=True,
        help_text=_("From the first slash on: /tin-cu.html"),
    )
    target = models.CharField(
        _("leads to"), max_length=LONGEST, db_index=True, help_text=_("From the first slash on: /kinh-te/")
    )

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        """Within the paper only: an address of ours must never lead readers to another site."""
        for name in ("path", "target"):
            value = getattr(self, name)
            if not value.startswith("/") or value.startswith("//") or "\\" in value:
                raise ValidationError({name: _("Begin with one slash, without the name of the site.")})
        if self.path == self.target:
            raise ValidationError({"target": _("This address cannot lead to itself.")})
        if self.path.startswith(("/admin/", "/static/", "/media/")):
            raise ValidationError({"path": _("This address belongs to another page: choose another one.")})


class KeepsOldAddress:
    """A page whose address follows its name or slug; what it was before leads to what it is."""

    def save(self, *args, **kwargs) -> None:
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        before = stored.get_absolute_url() if stored else None
        super().save(*args, **kwargs)
        if before:
            OldAddress.objects.point(before, self.get_absolute_url())
