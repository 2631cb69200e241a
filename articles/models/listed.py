"""Which public articles the pages of tags, running stories and authors show, newest first.

What ties an article to a tag knows nothing of dates: finding the newest of 70,000 would mean sorting them. So
the date stands beside it here, kept up by every act and by imports (articles/indexing.py). Like an index it
decides nothing: who may see an article is asked of the article.
"""

from django.db import connection, models
from django.db.models.functions import Now

from articles.models.people import Author
from articles.models.sections import Topic
from articles.models.tags import Tag

TAG, TOPIC, AUTHOR = 1, 2, 3
KINDS = {Tag: TAG, Topic: TOPIC, Author: AUTHOR}

WANTED = f"""
    SELECT tie.kind, tie.owner, article.published_at, article.id AS article_id
    FROM (
        SELECT {TAG} AS kind, tag_id AS owner, content_object_id AS article FROM articles_taggedarticle
        UNION ALL SELECT {TOPIC}, topic_id, article_id FROM articles_article_topics
        UNION ALL SELECT DISTINCT {AUTHOR}, author_id, article_id FROM articles_byline
    ) tie JOIN articles_article article ON article.id = tie.article
    WHERE article.public_state = 'live'
"""  # noqa: S608 (numbers of our own)
KEEP_UP = f"""
    WITH wanted AS ({WANTED} AND article.id = ANY(%(articles)s) AND tie.article = ANY(%(articles)s)),
    gone AS (
        DELETE FROM articles_listed kept WHERE article_id = ANY(%(articles)s) AND NOT EXISTS (
            SELECT FROM wanted WHERE (wanted.kind, wanted.owner, wanted.published_at, wanted.article_id)
            = (kept.kind, kept.owner, kept.published_at, kept.article_id)
        )
    )
    INSERT INTO articles_listed (kind, owner, published_at, article_id)
    SELECT * FROM wanted ON CONFLICT DO NOTHING
"""  # noqa: S608
FILL = f"""
    INSERT INTO articles_listed (kind, owner, published_at, article_id)
    {WANTED} ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING
"""


class ListedQuerySet(models.QuerySet):
    def readable(self, kind: int, owner: int):
        return self.filter(kind=kind, owner=owner, published_at__lte=Now())

    def in_edition(self, language: str):
        return self.filter(article__language=language)

    def newest(self):
        return self.order_by("-published_at", "-article")

    def keep_up(self, article_ids: list[int]) -> None:
        """Bring the rows in step with these articles. Idempotent."""
        with connection.cursor() as cursor:
            cursor.execute(KEEP_UP, {"articles": article_ids})

    def fill(self) -> None:
        """Add what is missing, of the whole archive."""
        with connection.cursor() as cursor:
            cursor.execute(FILL)


class Listed(models.Model):
    pk = models.CompositePrimaryKey("kind", "owner", "published_at", "article_id")
    kind = models.PositiveSmallIntegerField()  # of KINDS
    owner = models.BigIntegerField()  # the tag, topic or author
    published_at = models.DateTimeField()
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="listed")

    objects = ListedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}: {self.article_id}"
