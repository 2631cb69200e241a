"""What a merge of tags changes in the articles: their rows, their seals, their place in the indexes."""

from collections.abc import Iterator
from itertools import islice

from django.apps import apps
from django.db import connection

from articles.models.content import relation_arrays, seal_of

BATCH = 200
AT_ONCE = 200  # articles whose indexes are brought in step at once; the rest follows minute by minute

OWN = {"taggedarticle", "mergedtag"}  # these are moved by themselves

MOVE = """
    INSERT INTO articles_taggedarticle (tag_id, content_object_id)
    SELECT DISTINCT %s::bigint, content_object_id FROM articles_taggedarticle WHERE tag_id = ANY(%s)
    ON CONFLICT DO NOTHING
"""


class Retagging:
    """Inside the transaction of `Tag.objects.merge`, which holds the tags."""

    def __init__(self, tags: list, into):
        self.tags, self.into = tags, into
        self.names = {tag.name: into.name for tag in tags}
        self.articles = apps.get_model("articles.Article").objects

    def run(self) -> int:
        """How many articles had one of the tags."""
        rows = apps.get_model("articles.TaggedArticle").objects.filter(tag__in=self.tags)
        ids = sorted(set(rows.values_list("content_object", flat=True)))
        sealed = list(self.sealed(ids))
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [self.into.pk, [tag.pk for tag in self.tags]])
        rows.delete()
        self.take_the_rest()
        for pk, seal in sealed:
            self.articles.filter(pk=pk).update(seal=seal)
        self.index(ids)
        return len(ids)

    def sealed(self, ids: list[int]) -> Iterator[tuple[int, str]]:
        """(article, its seal with the new tag) of what was approved as it stands: a merge voids no approval.

        Whoever is saving an article just now decides its approval anyway: those are left alone.
        """
        numbers = iter(ids)
        while batch := list(islice(numbers, BATCH)):
            rows = self.articles.filter(pk__in=batch).exclude(seal="").annotate(**relation_arrays())
            for article in rows.select_for_update(of=("self",), skip_locked=True):
                content = article.content()
                if seal_of(content) == article.seal:
                    tags = {self.names.get(name, name) for name in content["tags"]}
                    yield article.pk, seal_of(content | {"tags": sorted(tags)})

    def take_the_rest(self) -> None:
        """Whatever else names one of the tags (a block of the front page) names the other."""
        for relation in type(self.into)._meta.get_fields(include_hidden=True):
            if relation.one_to_many and relation.related_model._meta.model_name not in OWN:
                rows = relation.related_model._base_manager
                rows.filter(**{f"{relation.field.name}__in": self.tags}).update(
                    **{relation.field.name: self.into}
                )

    def index(self, ids: list[int]) -> None:
        from articles.indexing import keep_up, keep_up_later

        apps.get_model("articles.Listed").objects.keep_up(ids)  # the tag's page shows all of them at once
        keep_up(ids[:AT_ONCE])
        keep_up_later(ids[AT_ONCE:])
