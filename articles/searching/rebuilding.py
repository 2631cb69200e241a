"""Making the indexes of a whole archive anew: beside those readers use, in stages that can be stopped.

1. sample: some articles are read to know how rare every word is;
2. words: all articles are cut and copied into tables without indexes (see shadow.py);
3. indexes: are built;
4. lists: of every live article those most like it;
5. what changed meanwhile is done once more, and the new tables take the place of the old.

The work of a stage is a function of one batch of article numbers, so that several processes can share it.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from functools import cache

from django.db import OperationalError, connection, transaction
from django.db.models import F

from articles.models import (
    Article,
    Counting,
    Posting,
    Rebuilding,
    RelatedEntry,
    SearchEntry,
    ToOffer,
    Touched,
)
from articles.searching import entries, neighbours, shadow, shortlists, vectors
from articles.searching.locking import lock_indexes
from articles.searching.texts import cut_articles

FEW = 20  # changed articles that are indexed while acts wait; of more, most are done before
TRIES = 50  # at taking the readers' tables, before the operator is asked to try again

NOTE = """
    WITH touched AS (
        INSERT INTO articles_touched (article) SELECT unnest(%(changed)s::bigint[])
        WHERE EXISTS (SELECT FROM articles_rebuilding) ON CONFLICT DO NOTHING
    )
    INSERT INTO articles_tooffer (article) SELECT unnest(%(later)s::bigint[]) ON CONFLICT DO NOTHING
"""


def note(changed: list[int], *, later: Iterable[int] = ()) -> None:
    """Remember changed articles, if a rebuild is on its way, and those whose terms are written `later`.

    Call it with the indexes locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTE, {"changed": changed, "later": list(later)})


@transaction.atomic
def begin() -> None:
    """From now on acts note what they change; those under way have ended."""
    _rarity.cache_clear()
    lock_indexes()
    Rebuilding.objects.get_or_create(stage="sample")


def forget() -> None:
    """Give up what an earlier rebuild left."""
    shadow.drop()
    Rebuilding.objects.all().delete()
    Touched.objects.all().delete()


@cache
def _rarity(*, new: bool) -> vectors.Rarity:
    """How rare terms are by the counts of the new tables or of the readers'; read once in a process."""
    with shadow.writing() if new else nullcontext():
        return vectors.WholeRarity()


def sample(article_ids: list[int]) -> None:
    """Index these articles by the old counts, so that new ones can be made of them."""
    _copy(article_ids, _rarity(new=False))


def copy(article_ids: list[int]) -> None:
    """Index these articles, which are not in the new tables yet."""
    _copy(article_ids, _rarity(new=True))


def _copy(article_ids: list[int], rarity: vectors.Rarity) -> None:
    cuts = cut_articles(article_ids)
    found = vectors.make(cuts, rarity)
    with shadow.writing():
        for table, columns, lines in (
            (SearchEntry, ("article_id", "published_at", "head", "text", "words"), entries.lines(cuts)),
            (RelatedEntry, ("article_id", "vector"), vectors.lines(found)),
            (Posting, ("term", "weight", "article"), vectors.posting_lines(found)),
        ):
            shadow.copy(table._meta.db_table, columns, lines)


def count() -> None:
    """Know from the sample how rare words are, and forget the sample."""
    with shadow.writing():
        vectors.count()
    shadow.clear(*(model._meta.db_table for model in (SearchEntry, RelatedEntry, Posting)))


def forget_beyond(article: int) -> None:
    """Rows of batches that were written, but not yet noted as done."""
    with shadow.writing(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_posting WHERE article > %s", [article])
        cursor.execute("DELETE FROM articles_searchentry WHERE article_id > %s", [article])
        cursor.execute("DELETE FROM articles_relatedentry WHERE article_id > %s", [article])


def shorten(part: tuple[int, int]) -> None:
    with shadow.writing():
        shortlists.add(part)


def fill(article_ids: list[int]) -> None:
    with shadow.writing():
        shortlists.fill(article_ids)


def build(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(statement)


def finish() -> None:
    """Catch up with the newsroom, and let readers have the new tables."""
    while Touched.objects.count() > FEW:
        with transaction.atomic():
            lock_indexes(shared=True)
            _catch_up()
    for _ in range(TRIES - 1):
        try:
            return _swap()
        except OperationalError:  # somebody reads the old tables for long
            continue
    _swap()


def _catch_up() -> None:
    with shadow.writing():
        ids = list(Touched.objects.select_for_update(skip_locked=True).values_list("pk", flat=True)[:FEW])
        entries.write(ids)
        live = set(Article.objects.live().filter(pk__in=ids).values_list("pk", flat=True))
        for entry in vectors.write(ids):
            if entry.pk in live:
                neighbours.renew(entry)
        Touched.objects.filter(pk__in=ids).delete()


@transaction.atomic
def _swap() -> None:
    lock_indexes()
    while Touched.objects.exists():
        _catch_up()
    if Rebuilding.objects.filter(stage="lists").exists():
        ToOffer.objects.all().delete()  # all lists are made: those noted since it began, above
    shadow.swap()
    Counting.objects.update(rebuilt=F("highest"))
    Rebuilding.objects.all().delete()
