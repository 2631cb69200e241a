"""Which article uses which picture: as its own, in its text, or in an edit that waits."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.pictures import kept, tokens_in
from articles.workflow import Refused


def pictures_in(content: dict) -> tuple[int | None, frozenset[str]]:
    """What of a content decides which pictures it uses; cheap to compare with another's."""
    return content["lead_picture_id"], frozenset(tokens_in(content["body"]))


class PictureUseQuerySet(models.QuerySet):
    def follow(self, article, *contents: dict) -> None:
        """Make the rows of this article say what these contents of it use. Refused when its own is gone."""
        used = [pictures_in(content) for content in contents]
        leads = {lead for lead, _tokens in used if lead}
        wanted = kept(frozenset().union(*(tokens for _lead, tokens in used)), leads)
        if leads - wanted:
            raise Refused(gettext("The picture was deleted from the library meanwhile: choose another one."))
        rows = self.filter(article=article)
        known = set(rows.values_list("picture_id", flat=True))
        if gone := known - wanted:
            rows.filter(picture__in=gone).delete()
        self._add((article.pk, picture) for picture in wanted - known)

    def add_for(self, articles: Iterable) -> None:
        """Rows of many freshly stored articles at once; none is taken away."""
        used = {article.pk: (article.lead_picture_id, tokens_in(article.body)) for article in articles}
        tokens = set().union(*(found for _lead, found in used.values()))
        image = self.model._meta.get_field("picture").related_model
        numbers = dict(image.objects.filter(token__in=tokens).values_list("token", "pk")) if tokens else {}
        self._add(
            (article, picture)
            for article, (lead, found) in used.items()
            for picture in {lead, *(numbers.get(token) for token in found)} - {None}
        )

    def _add(self, pairs: Iterable[tuple[int, int]]) -> None:
        rows = [self.model(article_id=article, picture_id=picture) for article, picture in pairs]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)


class PictureUse(models.Model):
    """Kept by the verbs, in the transaction of the act; the database then refuses to delete the picture."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="picture_uses")
    picture = models.ForeignKey("images.Image", models.PROTECT, related_name="uses", db_index=False)

    objects = PictureUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [models.UniqueConstraint(fields=["picture", "article"], name="picture_use_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.article_id}"
