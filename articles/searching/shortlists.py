"""The lists of a whole archive at once: of every term its heaviest postings in one row, read many at a time.

For one article a query of its own is as quick (neighbours.py); for all of them reading every posting from the
index, once for each article that has the term, is most of the work.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import nlargest
from sys import byteorder
from time import time

from django.db import connection

from articles.models import Counting
from articles.searching import neighbours
from articles.searching.neighbours import THOROUGH, Effort
from articles.searching.terms import POSTED, Likeness, Vector

# of the links by editors that the thorough way finds among the first six, the one finds nine of ten, the
# other eight of ten
THRIFTY, FRUGAL = Effort(60, 40), Effort(30, 24)
LARGE = 100_000  # articles; beyond so many, time counts more
COMPARED = 12_000  # articles read at a time
PARTS = 16  # of the terms, for processes that share making the shortlists

CREATE = """
    DROP TABLE IF EXISTS articles_shortlist;
    CREATE UNLOGGED TABLE articles_shortlist (term integer PRIMARY KEY, articles bytea, weights bytea)
"""
# A term that one article has leads to no other. The postings come as the index has them: heaviest first.
ADD = """
    INSERT INTO articles_shortlist
    SELECT term, string_agg(int8send(article), ''), string_agg(int2send(weight), '')
    FROM (
        SELECT term, weight, article,
            row_number() OVER (PARTITION BY term ORDER BY weight DESC, article DESC) AS place
        FROM articles_posting WHERE term BETWEEN %s AND %s
    ) posting
    WHERE place <= %s GROUP BY term HAVING count(*) > 1
"""
OF = "SELECT term, articles, weights FROM articles_shortlist WHERE term = ANY(%s::integer[])"
VECTORS = "SELECT article_id, vector FROM articles_relatedentry WHERE article_id = ANY(%s::bigint[])"
DATES = "SELECT id, extract(epoch FROM published_at)::float FROM articles_article WHERE public_state = 'live'"


def create() -> None:
    _dates.cache_clear()
    _run(CREATE)


def analyze() -> None:
    _run("ANALYZE articles_shortlist")


def drop() -> None:
    _run("DROP TABLE IF EXISTS articles_shortlist")


def parts() -> Iterator[tuple[int, int]]:
    """First and last term of each part."""
    size = 2**32 // PARTS
    for first in range(-(2**31), 2**31, size):
        yield first, first + size - 1


def add(part: tuple[int, int]) -> None:
    per_term = THRIFTY.per_term if _highest() > LARGE else THOROUGH.per_term
    _run(ADD, [*part, per_term])


def fill(article_ids: list[int]) -> None:
    """Make the lists of these articles from the archive as it is, without offering."""
    effort = _effort(article_ids[0], _highest()) if article_ids else THOROUGH
    together = COMPARED // effort.candidates
    _run("SET LOCAL enable_seqscan = off")  # looks up one row in a hundred: the planner would read them all
    for start in range(0, len(article_ids), together):
        _fill(article_ids[start : start + together], effort)


def _fill(article_ids: list[int], effort: Effort) -> None:
    vectors = _vectors(article_ids)
    shortlists = _shortlists({term for vector in vectors.values() for term in vector.terms[:POSTED]}, effort)
    candidates = {pk: _candidates(pk, vector, shortlists, effort) for pk, vector in vectors.items()}
    others = _vectors(set().union(*candidates.values()))
    neighbours.keep({pk: _scored(pk, vector, candidates[pk], others) for pk, vector in vectors.items()})


def _highest() -> int:
    return Counting.objects.filter(pk=1).values_list("highest", flat=True).first() or 0


def _effort(article_id: int, highest: int) -> Effort:
    """What the lists of a whole archive may cost: most is read of what is new."""
    if highest <= LARGE:
        return THOROUGH
    return THRIFTY if article_id > highest - LARGE else FRUGAL


def _vectors(article_ids: Iterable[int]) -> dict[int, Vector]:
    return {pk: Vector.unpack(packed) for pk, packed in _run(VECTORS, [_array(article_ids)])}


def _shortlists(terms: Iterable[int], effort: Effort) -> dict[int, tuple[array, array]]:
    """By term the articles of its heaviest postings, and their weights."""
    most = effort.per_term
    return {
        term: (_unpack("q", articles[: 8 * most]), _unpack("h", weights[: 2 * most]))
        for term, articles, weights in _run(OF, [_array(terms)])
    }


def _unpack(kind: str, packed: bytes) -> array:
    numbers = array(kind)
    numbers.frombytes(packed)
    if byteorder == "little":
        numbers.byteswap()
    return numbers


def _candidates(pk: int, vector: Vector, shortlists: Mapping, effort: Effort) -> list[int]:
    """The articles with which this one has most in common."""
    common: dict[int, int] = defaultdict(int)
    for term, weight in vector.posted():
        for other, theirs in zip(*shortlists.get(term, ((), ())), strict=True):
            common[other] += weight * theirs
    common.pop(pk, None)
    return nlargest(effort.candidates, common, key=common.__getitem__)


def _scored(
    pk: int, vector: Vector, candidates: list[int], others: Mapping[int, Vector]
) -> list[tuple[float, int]]:
    likeness, dates = Likeness(vector), _dates()
    mine = dates.get(pk, time())
    return [
        (likeness(others[other]) + neighbours.nearness(mine - dates[other]), other)
        for other in candidates
        if other in others and other in dates
    ]


@cache
def _dates() -> dict[int, float]:
    """When each live article appeared, in seconds; read once in a process."""
    return dict(_run(DATES))


def _array(values: Iterable[int]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _run(statement: str, parameters: Sequence | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
