"""Writing what an article is about: its vector, the postings it is found under, and the counts
they rest on."""

from collections import Counter
from operator import itemgetter

from django.db import connection, transaction
from django.db.models import Max

from articles.body import plain
from articles.models import Article, Counting, RelatedEntry, TermCount, WordCount
from articles.searching.terms import Vector, count_terms

SAMPLE = 30_000  # articles counted at most: frequencies need no more
AUTOMATIC_UP_TO = (
    20_000  # highest article number at which writing recounts by itself; later it is the command's
)
LOCK = 6_021_864  # one count at a time

COUNTS_OF = "SELECT term, articles FROM articles_termcount WHERE term = ANY(%s)"

POST = """
    INSERT INTO articles_posting (article, term, weight)
    SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::smallint[]) ON CONFLICT DO NOTHING
"""
UNPOST = """
    DELETE FROM articles_posting posting
    USING unnest(%s::bigint[], %s::integer[], %s::smallint[]) AS old (article, term, weight)
    WHERE (posting.term, posting.weight, posting.article) = (old.term, old.weight, old.article)
"""


def write(article_ids: list[int]) -> list[RelatedEntry]:
    """Make or renew the vectors of these articles; their lists stay as they are until `neighbours.renew`."""
    _recount_when_outgrown(article_ids)
    old = RelatedEntry.objects.filter(pk__in=article_ids).select_for_update().order_by("pk").in_bulk()
    articles = Article.objects.filter(pk__in=article_ids).order_by("pk")
    texts = articles.values_list("pk", "title", "lead", "body")
    counts = {pk: count_terms(title, lead, plain(body)) for pk, title, lead, body in texts}
    vectors = _weigh(counts)
    entries = [RelatedEntry(article_id=pk, vector=vector.pack()) for pk, vector in vectors.items()]
    RelatedEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["article"], update_fields=["vector"]
    )
    _postings(UNPOST, {pk: Vector.unpack(entry.vector) for pk, entry in old.items()})
    _postings(POST, vectors)
    for entry in entries:
        before = old.get(entry.pk)
        entry.others, entry.scores = (before.others, before.scores) if before else (None, None)
    return entries


def _weigh(counts: dict[int, dict[int, int]]) -> dict[int, Vector]:
    articles = Counting.objects.filter(pk=1).values_list("articles", flat=True).first() or 0
    terms = list(set().union(*counts.values()))
    with connection.cursor() as cursor:
        cursor.execute(COUNTS_OF, [terms])
        articles_with = dict(cursor.fetchall())
    return {pk: Vector.weigh(found, articles_with, articles) for pk, found in counts.items()}


def _postings(statement: str, vectors: dict[int, Vector]) -> None:
    rows = [(pk, term, weight) for pk, vector in vectors.items() for term, weight in vector.posted()]
    rows.sort(key=itemgetter(1, 2))  # in the order of the index: far fewer pages are touched
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


# --- counting -----------------------------------------------------------------------------------


def _recount_when_outgrown(article_ids: list[int]) -> None:
    """A young archive counts anew whenever it has doubled, so that the first import finds its weights."""
    highest = max(article_ids, default=0)
    if highest > AUTOMATIC_UP_TO:
        return
    counted = Counting.objects.filter(pk=1).values_list("highest", flat=True).first() or 0
    if highest > 2 * counted + 20:
        recount()


SAMPLED = "SELECT vector FROM articles_relatedentry WHERE article_id %% %s = 0"
KEEP_TERMS = (
    "INSERT INTO articles_termcount (term, articles) SELECT * FROM unnest(%s::integer[], %s::integer[])"
)
# ts_stat counts the words of every sampled vector in one pass; labels and pairs are no words
KEEP_WORDS = """
    INSERT INTO articles_wordcount (word, articles)
    SELECT word, ndoc FROM ts_stat(%s) WHERE word !~ '[@#_]' AND ndoc > 0
"""
SAMPLED_HEADS = "SELECT head FROM articles_searchentry WHERE article_id %% {} = 0"


@transaction.atomic
def recount() -> None:
    """Count words and terms of (a sample of) the archive anew. Readers use the old counts until it
    is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return
        size = RelatedEntry.objects.count()
        step = max(1, size // SAMPLE)
        cursor.execute(SAMPLED, [step])
        terms: Counter[int] = Counter()
        counted = 0
        for (packed,) in cursor:
            terms.update(Vector.unpack(packed).terms)
            counted += 1
        frequent = [(term, count) for term, count in terms.items() if count > 1]
        TermCount.objects.all()._raw_delete("default")
        cursor.execute(KEEP_TERMS, [[term for term, _ in frequent], [count for _, count in frequent]])
        WordCount.objects.all()._raw_delete("default")
        cursor.execute(KEEP_WORDS, [SAMPLED_HEADS.format(step).replace("%%", "%")])
    highest = Article.objects.aggregate(highest=Max("pk"))["highest"] or 0
    Counting.objects.update_or_create(pk=1, defaults={"articles": counted, "highest": highest})
