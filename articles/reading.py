"""One article with every part its page shows, in one query instead of six."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from articles.models import Article, Author, Byline, Pick, Section, Tag, Topic
from articles.models.people import byline_groups
from articles.running import link, neighbour_rows

THIS = OuterRef("pk")


def with_parts(articles: QuerySet) -> QuerySet:
    """Each article with its sections, picture and, as rows of plain data, what `parts` reads."""
    readable = Q(target=None) | Q(target__in=Article.objects.published())
    return articles.select_related("section__parent", "top_section", "lead_picture").annotate(
        tag_rows=_rows(Tag.objects.filter(tagged__content_object=THIS), "name", "slug"),
        topic_rows=_rows(Topic.objects.filter(articles=THIS), "name", "slug", **neighbour_rows()),
        byline_rows=_rows(
            Byline.objects.filter(article=THIS), "role", "author__id", "author__name", "author__slug"
        ),
        pick_rows=_rows(
            Pick.objects.filter(readable, article=THIS),
            *("text", "target__id", "target__title", "target__slug", "target__section__path"),
        ),
    )


def _rows(found: QuerySet, *fields: str, **columns) -> ArraySubquery:
    return ArraySubquery(found.values(row=JSONObject(**{name: name for name in fields}, **columns)))


def parts(article: Article) -> dict:
    """Template variables `tags`, `topics`, `bylines`, `picks` of an article that came `with_parts`."""
    return {
        "tags": [Tag(**row) for row in article.tag_rows],
        "topics": [_topic(row) for row in article.topic_rows],
        "bylines": byline_groups(map(_byline, article.byline_rows)),
        "picks": [_pick(row) for row in article.pick_rows],
    }


def _topic(row: dict) -> Topic:
    """With `previous` and `next`: {title, url} of its neighbours in the running story, or None."""
    topic = Topic(name=row["name"], slug=row["slug"])
    topic.previous, topic.next = link(row["previous"]), link(row["next"])
    return topic


def _byline(row: dict) -> Byline:
    author = Author(pk=row["author__id"], name=row["author__name"], slug=row["author__slug"])
    return Byline(role=row["role"], author=author)


def _pick(row: dict) -> dict:
    """{title, url}; url is None for a headline the archive does not have."""
    if row["target__id"] is None:
        return {"title": row["text"], "url": None}
    section = Section(path=row["target__section__path"])
    target = Article(pk=row["target__id"], slug=row["target__slug"], section=section)
    return {"title": row["target__title"], "url": target.get_absolute_url()}
