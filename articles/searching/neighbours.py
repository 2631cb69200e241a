"""Finding the articles most like one in an archive of any size, and keeping the lists of them."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from articles.models import Counting, RelatedEntry
from articles.searching.terms import POSTED, Likeness, Vector

KEPT = 30  # length of a list; a page shows six, but some may be withdrawn, picked or too alike
NEAR = 0.05  # on top of likeness for two articles of one minute: a story is told within weeks
NEAR_HALF = timedelta(days=10)  # between them after which half of it is left; a draft is of today
TOGETHER = 20  # articles whose nearest are looked for in one query


class Effort(NamedTuple):
    per_term: int  # postings read of one term: those in which it weighs most
    candidates: int  # compared in full


THOROUGH = Effort(150, 200)
# For a whole archive that is large: of the links by editors that the thorough way finds among the first six,
# the one finds nine of ten in a third of the time, the other eight of ten in a sixth.
THRIFTY, FRUGAL = Effort(60, 40), Effort(30, 24)
LARGE = 100_000  # articles; beyond so many, time counts more when all lists are made at once

# For each heavy term its heaviest postings (one short range of the primary key), summed by article.
NEAREST = """
    SELECT asked.article, entry.article_id, entry.vector, article.published_at,
        (SELECT published_at FROM articles_article WHERE id = asked.article)
    FROM unnest(%(articles)s::bigint[], %(terms)s::text[], %(weights)s::text[])
        AS asked (article, terms, weights)
    CROSS JOIN LATERAL (
        SELECT posting.article, sum(term.weight * posting.weight) AS common
        FROM unnest(asked.terms::integer[], asked.weights::integer[]) AS term (term, weight)
        CROSS JOIN LATERAL (
            SELECT article, weight FROM articles_posting
            WHERE articles_posting.term = term.term
            ORDER BY term DESC, weight DESC, article DESC LIMIT %(per_term)s
        ) posting
        WHERE posting.article <> asked.article
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
    return nearest_of({article_id: vector}, THOROUGH, of_any_state=of_any_state)[article_id]


def nearest_of(
    vectors: Mapping[int, Vector], effort: Effort, *, of_any_state: bool = False
) -> dict[int, list[tuple[float, int]]]:
    """The same of several articles, in one query."""
    asked = {
        "articles": list(vectors),
        "terms": [_array(vector.terms[:POSTED]) for vector in vectors.values()],
        "weights": [_array(vector.weights[:POSTED]) for vector in vectors.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, asked | effort._asdict() | {"of_any_state": of_any_state})
        rows = cursor.fetchall()
    likeness = {pk: Likeness(vector) for pk, vector in vectors.items()}
    scored = {pk: [] for pk in vectors}
    now = timezone.now()
    for pk, other, packed, at, mine in rows:
        apart = abs((at or now) - (mine or now))
        scored[pk].append((likeness[pk](Vector.unpack(packed)) + NEAR * 0.5 ** (apart / NEAR_HALF), other))
    return {pk: sorted(found, reverse=True)[:KEPT] for pk, found in scored.items()}


def fill(article_ids: list[int]) -> None:
    """Make the lists of these articles from the archive as it is, without offering: for a rebuild of all."""
    highest = Counting.objects.filter(pk=1).values_list("highest", flat=True).first() or 0
    effort = _effort(article_ids[0], highest) if article_ids else THOROUGH
    for part in range(0, len(article_ids), TOGETHER):
        entries = RelatedEntry.objects.filter(pk__in=article_ids[part : part + TOGETHER])
        vectors = {pk: Vector.unpack(packed) for pk, packed in entries.values_list("pk", "vector")}
        _keep(nearest_of(vectors, effort))


def _effort(article_id: int, highest: int) -> Effort:
    """What the lists of a whole archive may cost: most is read of what is new."""
    if highest <= LARGE:
        return THOROUGH
    return THRIFTY if article_id > highest - LARGE else FRUGAL


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
