"""Finding the articles most like one in an archive of any size, and keeping the lists of them.

The lists of a whole archive at once are made by shortlists.py.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.models import RelatedEntry
from articles.searching.terms import POSTED, Likeness, Vector

KEPT = 30  # length of a list; a page shows six, but some may be withdrawn, picked or too alike
NEAR = 0.05  # on top of likeness for two articles of one minute: a story is told within weeks
NEAR_HALF = 10 * 86_400  # seconds between them after which half of it is left; a draft is of today


class Effort(NamedTuple):
    per_term: int  # postings read of one term: those in which it weighs most
    candidates: int  # compared in full


THOROUGH = Effort(150, 200)

# For each heavy term its heaviest postings (one short range of the primary key), summed by article.
NEAREST = """
    SELECT entry.article_id, entry.vector, article.published_at,
        (SELECT published_at FROM articles_article WHERE id = %(article)s)
    FROM (
        SELECT posting.article, sum(term.weight * posting.weight) AS common
        FROM unnest(%(terms)s::integer[], %(weights)s::integer[]) AS term (term, weight)
        CROSS JOIN LATERAL (
            SELECT article, weight FROM articles_posting
            WHERE articles_posting.term = term.term
            ORDER BY term DESC, weight DESC, article DESC LIMIT %(per_term)s
        ) posting
        WHERE posting.article <> %(article)s
        GROUP BY posting.article ORDER BY common DESC LIMIT %(candidates)s
    ) candidate
    JOIN articles_relatedentry entry ON entry.article_id = candidate.article
    JOIN articles_article article ON article.id = candidate.article
    WHERE article.public_state = 'live' OR %(of_any_state)s
"""


def of(
    article_id: int, others: list[int] | None, scores: list[float] | None, vector: bytes | None
) -> dict[int, float]:
    """The articles most like one with their scores, best first: its list or, without one, found now."""
    if others is not None:
        return dict(zip(others, scores, strict=True))
    return {pk: score for score, pk in nearest(article_id, Vector.unpack(vector))} if vector else {}


def nearest(article_id: int, vector: Vector, *, of_any_state: bool = False) -> list[tuple[float, int]]:
    """(score, article) of up to KEPT live articles, best first."""
    asked = {
        "article": article_id,
        "terms": _array(vector.terms[:POSTED]),
        "weights": _array(vector.weights[:POSTED]),
        "of_any_state": of_any_state,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, asked | THOROUGH._asdict())
        rows = cursor.fetchall()
    now = timezone.now()
    likeness = Likeness(vector)
    scored = [
        (likeness(Vector.unpack(packed)) + nearness(((at or now) - (mine or now)).total_seconds()), other)
        for other, packed, at, mine in rows
    ]
    return sorted(scored, reverse=True)[:KEPT]


def nearness(apart: float) -> float:
    """What two articles gain that appeared so many seconds after one another."""
    return NEAR * 0.5 ** (abs(apart) / NEAR_HALF)


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
    keep(lists)


# the ORM's bulk_update takes ten times as long: it wraps every value in an expression of its own
KEEP = """
    UPDATE articles_relatedentry entry
    SET others = kept.others::bigint[], scores = kept.scores::double precision[]
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS kept (article, others, scores)
    WHERE entry.article_id = kept.article
"""


def keep(lists: dict[int, list[tuple[float, int]]]) -> None:
    """Store the best of each list of (score, article)."""
    best = {pk: sorted(scored, reverse=True)[:KEPT] for pk, scored in lists.items()}
    others = [_array(other for _, other in scored) for scored in best.values()]
    scores = [_array(score for score, _ in scored) for scored in best.values()]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(best), others, scores])


def _array(values: Iterable[float]) -> str:
    return "{" + ",".join(map(repr, values)) + "}"
