"""Addresses the paper once had: of renamed sections, tags, topics and authors, and of its earlier site."""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

LONGEST = 500
HTML_END = re.compile(r"(?:\.html?)?/*$", re.IGNORECASE)


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


def absolute(path: str) -> str:
    """With the name of the site, never that of the Host header; addresses of elsewhere stay as they are."""
    return path if path.startswith("http") else settings.SITE_URL + path


def address_key(address: str) -> str:
    """Path and query as all spellings of an address share them: no case, no .html, no slash at the end."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return (HTML_END.sub("", unquote(parts.path)) + unquote(query)).lower()[:LONGEST]


class ImportedAddressQuerySet(models.QuerySet):
    def keep(self, addresses: dict) -> None:
        """`{article: the address it had on the earlier site}`; articles that had none lead nowhere."""
        self.filter(article__in=addresses).delete()
        keys = {article: address_key(address) for article, address in addresses.items()}
        self.bulk_create(self.model(article=article, key=key) for article, key in keys.items() if key)

    def of(self, address: str) -> "ImportedAddress | None":
        """The imported article that stood at this path of the earlier site; the latest of several.

        What follows the question mark decides where it was kept, and is ignored elsewhere (utm_source).
        """
        keys = [key for key in (address_key(address), address_key(address.partition("?")[0])) if key]
        rows = list(self.filter(key__in=keys).select_related("article__section").defer("article__body"))
        return max(rows, key=lambda row: (len(row.key), row.article_id), default=None)

    def target_of(self, address: str) -> str | None:
        """Where that article can be read today."""
        found = self.of(address)
        return found.article.get_absolute_url() if found and found.article.is_public else None


class ImportedAddress(models.Model):
    """Where an imported article stood on the site it came from. The importer keeps these rows."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="imported_address"
    )
    key = models.CharField(max_length=LONGEST)

    objects = ImportedAddressQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key"], name="imported_address")]

    def __str__(self) -> str:
        return self.key
