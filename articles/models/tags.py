"""Tags (từ khoá): one tag for all spellings of a word, comma-only input, ASCII addresses, merged for good."""

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.addresses import KeepsOldAddress, OldAddress
from articles.models.slugs import free_slug
from articles.signals import EVERYTHING, announce
from articles.workflow import Refused
from vietnamese.fields import LineField
from vietnamese.text import fold_syllables, normalise_line, slug, spelling_key

MAX_NAME = 60

# The tags of these keys, a merged name's included. Nobody can merge them until the transaction ends.
FIND = """
    SELECT tag.id, tag.name, tag.slug, tag.folded, asked.key
    FROM unnest(%s::varchar[]) AS asked (key)
    LEFT JOIN articles_mergedtag merged ON merged.key = asked.key
    JOIN articles_tag tag
      ON tag.id = coalesce(merged.into_id, (SELECT own.id FROM articles_tag own WHERE own.key = asked.key))
    ORDER BY tag.id FOR KEY SHARE OF tag
"""
# New ones. A name that was merged a moment ago, or has a slug another has, is left out.
MAKE = """
    INSERT INTO articles_tag (name, key, slug, folded)
    SELECT name, key, slug, folded
    FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::varchar[]) AS new (name, key, slug, folded)
    WHERE NOT EXISTS (SELECT FROM articles_mergedtag merged WHERE merged.key = new.key)
    ON CONFLICT DO NOTHING RETURNING id, name, slug, folded, key
"""


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


def folded(name: str) -> str:
    """The same for "Chuyển đổi số" and "chuyen-doi so"."""
    return " ".join(fold_syllables(name))


class TagQuerySet(models.QuerySet):
    @transaction.atomic(savepoint=False)
    def for_names(self, names) -> list["Tag"]:
        """The tags of these names in order, each once however it is spelled; a merged name is its new tag."""
        wanted = {spelling_key(name): name for name in names if slug(name)}
        found = self._found(FIND, [list(wanted)]) if wanted else {}
        if missing := [key for key in wanted if key not in found]:
            new = [wanted[key] for key in missing]
            slugs = [slug(name, MAX_NAME) for name in new]
            found |= self._found(MAKE, [new, missing, slugs, [folded(name) for name in new]])
        if missing := [key for key in missing if key not in found]:  # made or merged by somebody just now
            found |= self._found(FIND, [missing])
        for key in wanted.keys() - found.keys():  # another word has the slug: má and ma
            found[key] = self.create(name=wanted[key], slug=free_slug(self.model(), wanted[key], MAX_NAME))
        return list({found[key].pk: found[key] for key in wanted}.values())

    def _found(self, statement: str, parameters: list) -> dict[str, "Tag"]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows = cursor.fetchall()
        return {
            key: self.model(pk=pk, name=name, slug=address, folded=words, key=key)
            for pk, name, address, words, key in rows
        }

    def alike(self):
        """Tags that another tag differs from in marks, case or hyphens only."""
        same = self.model.objects.filter(folded=OuterRef("folded")).exclude(pk=OuterRef("pk"))
        return self.filter(Exists(same)).order_by("folded", "name")

    @transaction.atomic
    def merge(self, tags, into: "Tag", by) -> int:
        """Everything tagged with these `tags` is tagged with `into`; how many articles that were.

        Their names lead to `into` from now on, and so do their addresses. Refused without the right, or when
        somebody has merged or deleted one of them meanwhile.
        """
        from articles.models.retagging import Retagging

        if not by.has_perm("articles.merge_tag"):
            raise Refused(gettext("You have no right to merge tags."))
        wanted = {tag.pk for tag in tags} - {into.pk}
        rows = self.select_for_update().order_by("pk").filter(pk__in=wanted | {into.pk})
        locked = {tag.pk: tag for tag in rows}
        if not wanted or not (wanted | {into.pk}) <= locked.keys():
            raise Refused(gettext("One of these tags is gone meanwhile. Look at the list once more."))
        into = locked.pop(into.pk)
        articles = Retagging(list(locked.values()), into).run()
        MergedTag.objects.filter(into__in=wanted).update(into=into)
        MergedTag.objects.bulk_create(MergedTag(key=tag.key, into=into) for tag in locked.values())
        for tag in locked.values():
            OldAddress.objects.point(tag.get_absolute_url(), into.get_absolute_url())
        self.filter(pk__in=wanted).delete()
        announce([EVERYTHING])  # the name stands on the page of every one of them
        return articles


class Tag(KeepsOldAddress, TagBase):
    name = LineField(_("name"), max_length=MAX_NAME)
    key = models.CharField(max_length=MAX_NAME * 2, unique=True, editable=False)
    folded = models.CharField(max_length=MAX_NAME * 2, db_index=True, default="", editable=False)
    slug = models.SlugField(_("slug"), max_length=MAX_NAME + 10, unique=True, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        permissions = [("merge_tag", "Can merge tags")]

    def get_absolute_url(self) -> str:
        return f"/tu-khoa/{self.slug}/"

    def slugify(self, tag: str, i: int | None = None) -> str:
        """taggit's hook, called with a rising number while the slug is taken."""
        base = slug(tag, MAX_NAME) or "tag"
        return f"{base}-{i}" if i else base

    def clean(self) -> None:
        key = spelling_key(self.name)
        other = Tag.objects.filter(key=key).exclude(pk=self.pk).first()
        if merged := MergedTag.objects.filter(key=key).select_related("into").first():
            raise ValidationError({"name": _("This name was merged into “%s”.") % merged.into})
        if other:
            raise ValidationError({"name": _("There is this tag already: “%s”.") % other})

    def save(self, *args, **kwargs) -> None:
        self.name = normalise_line(self.name)
        self.key, self.folded = spelling_key(self.name), folded(self.name)
        super().save(*args, **kwargs)


class MergedTag(models.Model):
    """A name that was merged into another tag: who types it means that one."""

    key = models.CharField(max_length=MAX_NAME * 2, unique=True)
    into = models.ForeignKey(Tag, models.CASCADE, related_name="merged")

    def __str__(self) -> str:
        return self.key


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once_per_article")]
