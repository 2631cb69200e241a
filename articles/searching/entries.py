"""From an article to its row in the search index.

The vectors are made here and not by to_tsvector: Postgres's parser would cut "12/12/2018", "baohue.vn" or
"COVID-19" its own way, and both sides of a search have to be cut alike.

Besides words the vectors hold labels, so that one index answers the filters together with the words, and a
search for common words can be kept to a part of the archive: "@live", "@2026", "@2026-03", "#12" (section).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.utils import timezone

from articles.body import plain
from articles.models import Article, Byline, SearchEntry, TaggedArticle
from articles.searching.words import marked_words, words_folded
from articles.workflow import Public

MOST_BODY_WORDS = 5000
GAP = 20  # places left free between fields, so that no phrase reaches across
PAIR = "_"


def month_label(at: datetime) -> str:
    return f"@{at:%Y-%m}"


def year_label(at: datetime) -> str:
    return f"@{at:%Y}"


def section_label(pk: int) -> str:
    return f"#{pk}"


def lexeme(word: str) -> str:
    """A word as a quoted lexeme of a tsvector or tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbouring words as lexemes of their own: 'cai_cach' finds the phrase without looking at places."""
    return [f"{first}{PAIR}{second}" for first, second in pairwise(words)]


def write(article_ids: list[int]) -> None:
    """Make or renew the rows of these articles."""
    articles = Article.objects.filter(pk__in=article_ids).select_related(None).order_by("pk")
    names = _names(article_ids)
    rows = [_entry(article, names[article.pk]) for article in articles]
    SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["published_at", "head", "text", "words"],
    )


def _names(article_ids: list[int]) -> dict[int, list[str]]:
    """What else an article may be looked for by: its tags and authors."""
    found = defaultdict(list)
    tags = TaggedArticle.objects.filter(content_object__in=article_ids)
    for pk, name in tags.values_list("content_object", "tag__name"):
        found[pk].append(name)
    bylines = Byline.objects.filter(article__in=article_ids).distinct()
    for pk, name in bylines.values_list("article", "author__name"):
        found[pk].append(name)
    return found


def _entry(article: Article, names: list[str]) -> SearchEntry:
    fields = [marked_words(text) for text in (article.title, article.lead, " , ".join(names))]
    head = [words_folded(words) for words in fields]
    body = words_folded(marked_words(plain(article.body)))[:MOST_BODY_WORDS]
    live = article.public_state == Public.LIVE
    labels = _labels(article) if live else []
    paired = [pair for words in head for pair in pairs(words)]
    return SearchEntry(
        article_id=article.pk,
        published_at=article.published_at if live else None,
        head=_vector(head, labels + paired),
        text=_vector([*head, body], labels),
        words="\n".join(" ".join(words) for words in fields),
    )


def _labels(article: Article) -> list[str]:
    at = timezone.localtime(article.published_at)
    sections = {article.section_id, article.top_section_id} - {None}
    return ["@live", year_label(at), month_label(at), *map(section_label, sections)]


def _vector(fields: list[list[str]], labels: list[str]) -> str:
    """A tsvector as Postgres reads it: 'cai':1,9 'cach':2 '@2026'."""
    places = defaultdict(list)
    place = 1
    for words in fields:
        for place, word in enumerate(words, place):  # noqa: B020 (goes on where the last field ended)
            places[word].append(place)
        place += GAP
    found = [f"{lexeme(word)}:{','.join(map(str, at[:20]))}" for word, at in places.items()]
    return " ".join(found + [lexeme(label) for label in labels])
