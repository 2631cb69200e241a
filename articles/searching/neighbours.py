"""Finding the articles most like one in an archive of any size, and keeping the lists of them."""

from collections.abc import Iterable

from django.db import connection

from articles.models import RelatedEntry
from articles.searching.terms import POSTED, Likeness, Vector

PER_TERM = 150  # postings read of one term: those in which it weighs most
CANDIDATES = 200  # compared in full
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


def of(entry: RelatedEntry) -> dict[int, float]:
    """The articles most like this one with their scores, best first: its list or, without one, found now."""
    if entry.others is None:
        return {pk: score for score, pk in nearest(entry.pk, Vector.unpack(entry.vector))}
    return dict(zip(entry.others, entry.scores, strict=True))


def nearest(article_id: int, vector: Vector) -> list[tuple[float, int]]:
    """(score, article) of up to KEPT live articles, best first."""
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST,
            {
                "article": article_id,
                "terms": vector.terms[:POSTED].tolist(),
                "weights": vector.weights[:POSTED].tolist(),
                "per_term": PER_TERM,
                "candidates": CANDIDATES,
            },
        )
        likeness = Likeness(vector)
        scored = [(likeness(Vector.unpack(packed)), pk) for pk, packed in cursor.fetchall()]
    return sorted(scored, reverse=True)[:KEPT]


def fill(article_ids: list[int]) -> None:
    """Make the lists of these articles from the archive as it is, without offering: for a rebuild of all."""
    entries = RelatedEntry.objects.filter(pk__in=article_ids).values_list("pk", "vector")
    _keep({pk: nearest(pk, Vector.unpack(vector)) for pk, vector in entries})


def renew(entry: RelatedEntry) -> None:
    """Make this article's list anew and offer the article to everyone on it.

    Likeness is the same in both directions, so the offer needs no computing. Call it with the indexes locked.
    """
    found = nearest(entry.pk, Vector.unpack(entry.vector))
    score_for = {pk: score for score, pk in found}
    touched = (score_for.keys() | set(entry.others or ())) - {entry.pk}
    others = RelatedEntry.objects.filter(pk__in=touched, others__isnull=False)
    lists = {entry.pk: found}
    for pk, theirs, scores in others.values_list("pk", "others", "scores"):
        rest = [(score, other) for score, other in zip(scores, theirs, strict=True) if other != entry.pk]
        lists[pk] = [*rest, (score_for[pk], entry.pk)] if pk in score_for else rest
    _keep(lists)


# the ORM's bulk_update takes ten times as long: it wraps every value in an expression of its own
KEEP = """
    UPDATE articles_relatedentry entry
    SET others = kept.others::bigint[], scores = kept.scores::double precision[]
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS kept (article, others, scores)
    WHERE entry.article_id = kept.article
"""


def _keep(lists: dict[int, list[tuple[float, int]]]) -> None:
    """Store the best of each list of (score, article)."""
    best = {pk: sorted(scored, reverse=True)[:KEPT] for pk, scored in lists.items()}
    others = [_array(other for _, other in scored) for scored in best.values()]
    scores = [_array(score for score, _ in scored) for scored in best.values()]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(best), others, scores])


def _array(values: Iterable[float]) -> str:
    return "{" + ",".join(map(repr, values)) + "}"
