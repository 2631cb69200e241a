"""Articles as the indexes read them: cut into words once, for the search and for the suggestions."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Concat

from articles.body import plain
from articles.models import Article, Byline, TaggedArticle
from articles.searching.terms import BODY_LETTERS
from articles.searching.words import names_in, stored_words
from articles.workflow import Public

FIELDS = (
    *("pk", "title", "lead", "body", "transcript", "kind", "language", "section", "top_section"),
    *("public_state", "published_at"),
)


class Cut(NamedTuple):
    """Lists of words with their marks, and what the article belongs to."""

    article: int
    title: list[str]
    lead: list[str]
    names: list[str]  # of tags and authors
    body: list[str]  # and of what is said in a film or a recording
    kind: str
    language: str
    published_at: datetime | None  # None while it is not live
    proper: list[list[list[str]]]  # names of people, places and offices in title, lead and body
    sections: list[int]  # its own and the one above
    belongings: list[str]  # as nobody writes words: "#tag 12"


def cut_articles(article_ids: list[int]) -> list[Cut]:
    """Of any state, in the order of their numbers; two queries."""
    names, belongings = _names(article_ids)
    rows = Article.objects.filter(pk__in=article_ids).order_by("pk").values_list(*FIELDS, named=True)
    return [_cut(row, names[row.pk], belongings[row.pk]) for row in rows]


def _cut(row, names: list[str], belongings: list[str]) -> Cut:
    body = f"{plain(row.body)} {row.transcript}"
    return Cut(
        row.pk,
        stored_words(row.title),
        stored_words(row.lead),
        stored_words(" , ".join(names)),
        stored_words(body),
        row.kind,
        row.language,
        row.published_at if row.public_state == Public.LIVE else None,
        [names_in(text) for text in (row.title, row.lead, body[:BODY_LETTERS])],
        sorted({row.section, row.top_section} - {None}),
        belongings + ([f"#section {row.section}"] if row.section else []),
    )


def _names(article_ids: list[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """What else an article may be looked for by (tags, authors), and the tags and topics it shares."""
    names, belongings = defaultdict(list), defaultdict(list)
    for pk, _kind, _row, belonging, name in sorted(_rows(article_ids)):
        if belonging:
            belongings[pk].append(belonging)
        if name and name not in names[pk]:  # several works of one person
            names[pk].append(name)
    return names, belongings


def _rows(article_ids: list[int]) -> QuerySet:
    """(article, kind, row, what it belongs to, name) of tags, topics and authors."""
    tagged = TaggedArticle.objects.filter(content_object__in=article_ids).order_by()
    topics = Article.topics.through.objects.filter(article__in=article_ids).order_by()
    bylines = Byline.objects.filter(article__in=article_ids).order_by()
    nothing = Value("")

    def labelled(word: str, number: str) -> Concat:
        return Concat(Value(f"#{word} "), F(number), output_field=TextField())

    return tagged.values_list("content_object", Value(0), "pk", labelled("tag", "tag"), F("tag__name")).union(
        topics.values_list("article", Value(1), "pk", labelled("topic", "topic"), nothing),
        bylines.values_list("article", Value(2), "pk", nothing, F("author__name")),
        all=True,
    )
