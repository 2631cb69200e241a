"""From an article to its row in the search index.

The vectors are made here and not by to_tsvector: Postgres's parser would cut "12/12/2018", "baohue.vn" or
"COVID-19" its own way, and both sides of a search have to be cut alike.

Besides words the vectors hold labels, so that one index answers the filters together with the words, and a
search for common words can be kept to a part of the archive: "@live", "@2026", "@2026-03", "#12" (section).
What is not live has "@desk" instead of a date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from django.utils import timezone

from articles.models import Kind, SearchEntry
from articles.models.content import VIETNAMESE
from articles.searching.texts import Cut, cut_articles
from articles.searching.words import words_folded

MOST_BODY_WORDS = 5000
GAP = 20  # places left free between fields, so that no phrase reaches across
PAIR = "_"
DESK = "@desk"
NULL = "\\N"


def month_label(at: datetime) -> str:
    return f"@{at:%Y-%m}"


def year_label(at: datetime) -> str:
    return f"@{at:%Y}"


def section_label(pk: int) -> str:
    return f"#{pk}"


def kind_label(kind: str) -> str:
    """Of every kind but the ordinary: those are most, and nobody looks for them."""
    return f"#{kind}"


def language_label(language: str) -> str:
    """Of every language but Vietnamese."""
    return f"@{language}"


def lexeme(word: str) -> str:
    """A word as a quoted lexeme of a tsvector or tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def pairs(words: Sequence[str]) -> list[str]:
    """Neighbouring words as lexemes of their own: 'cai_cach' finds the phrase without looking at places."""
    return [f"{first}{PAIR}{second}" for first, second in pairwise(words)]


def write(article_ids: list[int]) -> None:
    """Make or renew the rows of these articles."""
    SearchEntry.objects.bulk_create(
        make(cut_articles(article_ids)),
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["published_at", "head", "text", "words"],
    )


def lines(cuts: Iterable[Cut]) -> Iterator[str]:
    """The rows as COPY reads them; what is cut as words has nothing to escape but the line ends."""
    for entry in make(cuts):
        words = entry.words.replace("\n", "\\n")
        yield f"{entry.article_id}\t{entry.published_at or NULL}\t{entry.head}\t{entry.text}\t{words}"


def make(cuts: Iterable[Cut]) -> list[SearchEntry]:
    return [_entry(cut) for cut in cuts]


def _entry(cut: Cut) -> SearchEntry:
    fields = (cut.title, cut.lead, cut.names)
    head = [words_folded(words) for words in fields]
    body = words_folded(cut.body[:MOST_BODY_WORDS])
    labels = _labels(cut)
    paired = [pair for words in head for pair in pairs(words)]
    return SearchEntry(
        article_id=cut.article,
        published_at=cut.published_at,
        head=_vector(head, labels + paired),
        text=_vector([*head, body], labels),
        words="\n".join(" ".join(words) for words in fields),
    )


def _labels(cut: Cut) -> list[str]:
    at = timezone.localtime(cut.published_at) if cut.published_at else None
    labels = ["@live", year_label(at), month_label(at)] if at else [DESK]
    labels += map(section_label, cut.sections)
    labels += [kind_label(cut.kind)] if cut.kind != Kind.STORY else []
    return labels + [language_label(cut.language)] * (cut.language != VIETNAMESE)


def _vector(fields: list[list[str]], labels: list[str]) -> str:
    """A tsvector as Postgres reads it: cai:1,9 cach:2 '@2026'. Words as cut hold nothing to quote."""
    places = defaultdict(list)
    place = 1
    for words in fields:
        for place, word in enumerate(words, place):  # noqa: B020 (goes on where the last field ended)
            places[word].append(place)
        place += GAP
    found = [
        f"{word}:{at[0]}" if len(at) == 1 else f"{word}:{','.join(map(str, at[:20]))}"
        for word, at in places.items()
    ]
    return " ".join(found + [f"'{label}'" for label in labels])
