"""Tags (từ khoá): one tag for all spellings of a word, comma-only input, ASCII addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.addresses import KeepsOldAddress
from vietnamese.fields import LineField
from vietnamese.text import normalise_line, slug, spelling_key

MAX_NAME = 60


def split_tags(text: str) -> list[str]:
    """'Cải cách hành chính, Huế' is two tags: only commas (and semicolons, line breaks) divide."""
    for divider in ";\n":
        text = (text or "").replace(divider, ",")
    names = {}
    for part in text.split(","):
        if name := normalise_line(part.replace('"', " "))[:MAX_NAME].strip():
            names.setdefault(spelling_key(name), name)
    return list(names.values())


def join_tags(tags) -> str:
    return ", ".join(sorted(tag.name for tag in tags))


class TagQuerySet(models.QuerySet):
    def for_names(self, names) -> list["Tag"]:
        """The tags of these names in order, each created at most once however it is spelled."""
        wanted = {spelling_key(name): name for name in names if slug(name)}
        self.bulk_create(
            [self.model(name=name, key=key, slug=slug(name, MAX_NAME)) for key, name in wanted.items()],
            ignore_conflicts=True,  # exists already under this key, or (rarely) under this slug
        )
        found = {tag.key: tag for tag in self.filter(key__in=wanted)}
        for key in wanted.keys() - found.keys():  # another word has the slug: má and ma
            found[key] = self.model(name=wanted[key], key=key)
            found[key].save()
        return [found[key] for key in wanted]


class Tag(KeepsOldAddress, TagBase):
    name = LineField(_("name"), max_length=MAX_NAME)
    key = models.CharField(max_length=MAX_NAME * 2, unique=True, editable=False)
    slug = models.SlugField(_("slug"), max_length=MAX_NAME + 10, unique=True, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return f"/tu-khoa/{self.slug}/"

    def slugify(self, tag: str, i: int | None = None) -> str:
        """taggit's hook, called with a rising number while the slug is taken."""
        base = slug(tag, MAX_NAME) or "tag"
        return f"{base}-{i}" if i else base

    def save(self, *args, **kwargs) -> None:
        self.name = normalise_line(self.name)
        self.key = spelling_key(self.name)
        super().save(*args, **kwargs)


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once_per_article")]
