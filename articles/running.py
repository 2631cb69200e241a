"""The line of a running story (dòng sự kiện): what came before an article in it, and what came after."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from articles.models import Article, Section
from articles.models.listed import TOPIC


def before(topic, at, pk) -> QuerySet:
    """The public articles of this topic before that moment, the nearest first. Takes OuterRefs, too."""
    nearer = Q(listed__published_at__lt=at) | Q(listed__published_at=at, pk__lt=pk)
    found = _line(topic, nearer, listed__published_at__lte=at)
    return found.order_by("-listed__published_at", "-listed__article_id")


def after(topic, at, pk) -> QuerySet:
    later = Q(listed__published_at__gt=at) | Q(listed__published_at=at, pk__gt=pk)
    found = _line(topic, later, listed__published_at__gte=at)
    return found.order_by("listed__published_at", "listed__article_id")


def _line(topic, *which, **also) -> QuerySet:
    """The second condition says less than the first, but so that the index can be entered at the moment."""
    of_topic = {"listed__kind": TOPIC, "listed__owner": getattr(topic, "pk", topic)}
    return Article.objects.published().in_edition().filter(*which, **of_topic, **also)


def neighbour_rows() -> dict[str, Subquery]:
    """JSON columns `previous` and `next` for a query of topics within a query of articles."""
    at, pk = OuterRef(OuterRef("published_at")), OuterRef(OuterRef("pk"))
    columns = {"id": "pk", "title": "title", "slug": "slug", "path": "section__path"}
    return {
        name: Subquery(step(OuterRef("pk"), at, pk).values(row=JSONObject(**columns))[:1])
        for name, step in {"previous": before, "next": after}.items()
    }


def link(row: dict | None) -> dict | None:
    """{title, url} of such a column."""
    if not row:
        return None
    article = Article(pk=row["id"], slug=row["slug"], section=Section(path=row["path"]))
    return {"title": row["title"], "url": article.get_absolute_url()}


def neighbours_of(article) -> list[Article]:
    """The articles whose pages link to this one as the previous or the next of a running story."""
    at, pk, found = article.published_at, article.pk, []
    for topic in article.topics.all():
        for step in (before, after):
            found += step(topic, at, pk).select_related("section")[:1]
    return found
