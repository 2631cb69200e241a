"""Finding the articles most like one in an archive of any size, and keeping the lists of them."""

from collections.abc import Iterable

from django.db import connection, transaction

from articles.models import RelatedEntry
from articles.searching.terms import HEAVIEST, Likeness, Vector

PER_TERM = 500  # postings read of one term: those in which it weighs most
CANDIDATES = 300  # compared in full
KEPT = 30  # length of a list; a page shows six, but some may be withdrawn, picked or too alike

# For each heavy term its heaviest postings (one short range of the primary key), summed by article.
NEAREST = """
    WITH term (term, weight) AS (SELECT * FROM unnest(%(terms)s::integer[], %(weights)s::integer[])),
    candidate AS (
        SELECT posting.article, sum(term.weight * posting.weight) AS common
        FROM term CROSS JOIN LATERAL (
            SELECT article, weight FROM articles_posting
            WHERE articles_posting.term = term.term
            ORDER BY term DESC, weight DESC, article DESC LIMIT %(per_term)s
        ) posting
        WHERE posting.article <> %(article)s
        GROUP BY posting.article ORDER BY common DESC LIMIT %(candidates)s
    )
    SELECT entry.article_id, entry.vector
    FROM candidate
    JOIN articles_relatedentry entry ON entry.article_id = candidate.article
    JOIN articles_article article ON article.id = candidate.article
    WHERE article.public_state = 'live'
"""


def of(entry: RelatedEntry) -> list[int]:
    """Numbers of the articles most like this one, best first, from its list or, without one,
    looked for now."""
    if entry.others is None:
        return [pk for _, pk in nearest(entry.pk, Vector.unpack(entry.vector))]
    return entry.others


def nearest(article_id: int, vector: Vector) -> list[tuple[float, int]]:
    """(score, article) of up to KEPT live articles, best first."""
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST,
            {
                "article": article_id,
                "terms": vector.terms[:HEAVIEST].tolist(),
                "weights": vector.weights[:HEAVIEST].tolist(),
                "per_term": PER_TERM,
                "candidates": CANDIDATES,
            },
        )
        likeness = Likeness(vector)
        scored = [(likeness(Vector.unpack(packed)), pk) for pk, packed in cursor.fetchall()]
    return sorted(scored, reverse=True)[:KEPT]


@transaction.atomic
def fill(article_ids: list[int]) -> None:
    """Make the lists of these articles from the archive as it is, without offering: for a rebuild of all."""
    entries = RelatedEntry.objects.filter(pk__in=article_ids).select_for_update().order_by("pk")
    filled = list(entries)
    for entry in filled:
        _set(entry, nearest(entry.pk, Vector.unpack(entry.vector)))
    RelatedEntry.objects.bulk_update(filled, ["others", "scores"])


@transaction.atomic
def renew(entry: RelatedEntry) -> None:
    """Make this article's list anew and offer the article to everyone on it.

    Likeness is the same in both directions, so the offer needs no computing. All lists touched are locked in
    the order of their numbers, so that two articles published at once wait for each other and never deadlock.
    """
    found = nearest(entry.pk, Vector.unpack(entry.vector))
    score_for = {pk: score for score, pk in found}
    touched = {entry.pk, *score_for, *(entry.others or ())}
    lists = RelatedEntry.objects.filter(pk__in=touched).defer("vector")
    locked = lists.select_for_update().order_by("pk").in_bulk()
    for pk, other in locked.items():
        if pk == entry.pk:
            _set(other, found)
        elif other.others is not None:
            rest = [
                (score, at) for score, at in zip(other.scores, other.others, strict=True) if at != entry.pk
            ]
            _set(other, rest + ([(score_for[pk], entry.pk)] if pk in score_for else []))
    RelatedEntry.objects.bulk_update(locked.values(), ["others", "scores"])


def _set(entry: RelatedEntry, scored: Iterable[tuple[float, int]]) -> None:
    best = sorted(scored, reverse=True)[:KEPT]
    entry.others, entry.scores = [pk for _, pk in best], [score for score, _ in best]
