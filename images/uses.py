"""Where a picture is used, in what the person who asks may know of it."""

from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from images.models import Image

MOST = 50  # named on a picture's page


class Uses(NamedTuple):
    count: int = 0
    latest: str = ""  # title of the newest article with it that the person may read

    def in_words(self) -> str:
        if not self.count:
            return _("Not used yet")
        return ngettext("Used in %d place", "Used in %d places", self.count) % self.count


def uses_of(images: list[Image], user) -> dict[int, Uses]:
    """How often each is used, and its newest article; one query for all."""
    newest = readable_by(user).filter(pictures=OuterRef("pk")).order_by("-pk").values("title")[:1]
    rows = Image.objects.filter(pk__in=[image.pk for image in images]).order_by()
    times = Count("uses", distinct=True) + Count("portrait_of", distinct=True)
    found = rows.annotate(times=times, newest=Subquery(newest)).values_list("pk", "times", "newest")
    return {pk: Uses(count, title or "") for pk, count, title in found}


def readable_by(user):
    """Articles this person may open in the newsroom, or anyone may read."""
    articles = Image._meta.get_field("articles").related_model.objects
    return articles.visible_to(user) | articles.published()


def where_used(image: Image, user) -> dict:
    """Articles with this picture that `user` may open, or anyone may read; of the others their number."""
    own = list(image.articles.visible_to(user).select_related("section").defer("body")[:MOST])
    seen = [article.pk for article in own]
    public = list(
        image.articles.published().exclude(pk__in=seen).select_related("section").defer("body")[:MOST]
    )
    return {
        "own_uses": own,
        "public_uses": public,
        "author_uses": list(image.portrait_of.all()[:MOST]),
        "hidden_uses": image.articles.count() - len(own) - len(public),
    }
