"""One article with every part its page shows, in one query instead of six."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from articles.models import Article, Author, Byline, Pick, Section, Tag, Topic
from articles.models.people import byline_groups
from articles.prepared import Prepared, numbers_in
from articles.running import link, neighbour_rows

THIS = OuterRef("pk")
_JOINED = ["section__parent", "lead_picture", "recording", "captions"]
_COLUMNS: dict = {}


def read_along(*joined: str, **columns) -> None:
    """Rooms above tell what their parts of the page need of every article: relations to one, and columns."""
    _JOINED.extend(joined)
    _COLUMNS.update(columns)


def article_to_read(pk: int) -> Article | None:
    """What readers may see, with all its parts."""
    return _TO_READ.first(pk=pk)


def with_parts(articles: QuerySet) -> QuerySet:
    """Each article with its sections, picture and, as rows of plain data, what `parts` reads."""
    # by Exists: for IN the database would collect the ids of the whole archive first
    readable = Q(target=None) | Exists(Article.objects.published().filter(pk=OuterRef("target")))
    return articles.select_related(*_JOINED).annotate(
        **_COLUMNS,
        tag_rows=_rows(Tag.objects.filter(tagged__content_object=THIS), "name", "slug"),
        topic_rows=_rows(Topic.objects.filter(articles=THIS), "name", "slug", **neighbour_rows()),
        byline_rows=_rows(
            Byline.objects.filter(article=THIS), "role", "author__id", "author__name", "author__slug"
        ),
        pair_rows=_rows(
            Article.objects.published().filter(Q(translation_of=THIS) | Q(pk=OuterRef("translation_of"))),
            *("id", "title", "slug", "language", "section__path"),
        ),
        pick_rows=_rows(
            Pick.objects.filter(readable, article=THIS),
            *("text", "target__id", "target__title", "target__slug", "target__section__path"),
        ),
    )


_TO_READ = Prepared(lambda pk: with_parts(Article.objects.published()).filter(pk=pk))

CARDS = Prepared(  # of these articles, the newest first
    lambda ids: Article.objects.published().cards().filter(pk__in=numbers_in(ids)).newest()
)
NEXT_DUE = Prepared(  # one moment, or nothing where nothing is scheduled
    lambda: (
        Article.objects.scheduled().order_by("published_at", "pk").values_list("published_at", flat=True)[:1]
    )
)


def came_with_parts(article: Article) -> bool:
    return hasattr(article, "tag_rows")


def _rows(found: QuerySet, *fields: str, **columns) -> ArraySubquery:
    return ArraySubquery(found.values(row=JSONObject(**{name: name for name in fields}, **columns)))


def parts(article: Article) -> dict:
    """Template variables `tags`, `topics`, `bylines`, `pairs`, `picks`, from what came `with_parts`."""
    return {
        "tags": [Tag(**row) for row in article.tag_rows],
        "topics": [_topic(row) for row in article.topic_rows],
        "bylines": byline_groups(map(_byline, article.byline_rows)),
        "pairs": [_pair(row) for row in article.pair_rows if row["language"] != article.language][:1],
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


def _pair(row: dict) -> dict:
    """{title, url, language} of the same article in the other language, while it is public."""
    other = Article(pk=row["id"], slug=row["slug"], section=Section(path=row["section__path"]))
    return {"title": row["title"], "url": other.get_absolute_url(), "language": row["language"]}


def _pick(row: dict) -> dict:
    """{title, url}; url is None for a headline the archive does not have."""
    if row["target__id"] is None:
        return {"title": row["text"], "url": None}
    section = Section(path=row["target__section__path"])
    target = Article(pk=row["target__id"], slug=row["target__slug"], section=section)
    return {"title": row["target__title"], "url": target.get_absolute_url()}
