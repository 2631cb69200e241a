"""What the verbs keep up besides the row itself: lists, the search index and the suggestions.

What decides what is found is written inside the act: a correction is searchable, a withdrawal effective the
moment it is committed, and no crash can come between. What only costs time (whom an article is suggested to)
is noted inside the act and done after it; `tick` does what was left.
"""

from collections.abc import Iterable
from functools import partial

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max, Q

from articles import related, search
from articles.models import Article, Counting, Listed, Unindexed
from articles.searching import rebuilding, vectors

AT_ONCE = 20  # articles of one act whose lists are made right after it; those of an import wait for `tick`
LATELY = 1000  # articles


@transaction.atomic(savepoint=False)
def keep_up(article_ids: Iterable[int], *, suggests: bool = True) -> None:
    """Bring the indexes in step with these articles, inside the transaction of the act.

    suggests: whether any of them is or was live. What never was is on no list and suggested to nobody: its
    terms, which only warn of the same news told twice, are left to `tick`.
    """
    ids = list(article_ids)
    search.update_index(ids)
    rebuilding.note(ids, later=() if suggests else ids)
    if not suggests:
        return
    Listed.objects.keep_up(ids)
    related.note_related(ids)
    if len(ids) <= AT_ONCE:
        transaction.on_commit(partial(related.make_lists, ids), robust=True)


def index_missing() -> int:
    """Index what was stored around the verbs lately; how many. An archive has `rebuild_indexes --missing`."""
    highest = Article.objects.aggregate(highest=Max("pk"))["highest"] or 0
    lately = Article.objects.filter(pk__gt=highest - LATELY)
    ids = list(lately.filter(Q(search_entry=None) | Q(related_entry=None)).values_list("pk", flat=True))
    if ids:
        keep_up(ids)
    return len(ids)


def renew_young() -> bool:
    """Make the indexes of a young archive anew when it has doubled: it knows better which words are rare.

    Whether that was done.
    """
    highest = Article.objects.aggregate(highest=Max("pk"))["highest"] or 0
    rebuilt = Counting.objects.filter(pk=1).values_list("rebuilt", flat=True).first() or 0
    if not 2 * rebuilt + 20 < highest <= vectors.AUTOMATIC_UP_TO:
        return False
    if connection.in_atomic_block:  # a rebuild has transactions of its own
        return False
    call_command("rebuild_indexes", processes=1, verbosity=0)
    return True


def keep_up_later(article_ids: Iterable[int]) -> None:
    """For an act that touches too many at once; `catch_up` does them."""
    Unindexed.objects.bulk_create((Unindexed(article=pk) for pk in article_ids), ignore_conflicts=True)


@transaction.atomic
def catch_up(most: int = 20) -> int:
    """Bring some of those left for later in step; how many. Any number of these may run at once."""
    rows = Unindexed.objects.select_for_update(skip_locked=True).order_by("pk")[:most]
    ids = [row.pk for row in rows]
    if ids:
        keep_up(ids)
        Unindexed.objects.filter(pk__in=ids).delete()
    return len(ids)
