"""Writing what an article is about: its vector, its postings, and the counts they rest on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from django.db import connection, transaction
from django.db.models import Max

from articles.models import Article, Counting, RelatedEntry, TermCount, WordCount
from articles.searching.abbreviations import spelling_out
from articles.searching.locking import lock_indexes
from articles.searching.terms import BODY_WORDS, Vector, count_words
from articles.searching.texts import Cut, cut_articles

SAMPLE = 30_000  # articles counted at most: frequencies need no more
AUTOMATIC_UP_TO = 20_000  # article number up to which writing recounts by itself; then the command does it

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
    """Make or renew the vectors of these articles; their lists stay as they are until `neighbours.renew`.

    Call it with the indexes locked.
    """
    vectors = make(cut_articles(article_ids), Rarity())
    entries = RelatedEntry.objects.in_bulk(vectors)
    changed = {}
    for pk, vector in vectors.items():
        entry = entries.setdefault(pk, RelatedEntry(article_id=pk))
        packed = vector.pack()
        if bytes(entry.vector or b"") != packed:
            changed[pk], entry.vector = entry.vector, packed
    RelatedEntry.objects.bulk_create(
        [entries[pk] for pk in changed],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["vector"],
    )
    _postings(UNPOST, {pk: Vector.unpack(old) for pk, old in changed.items() if old})
    _postings(POST, {pk: vectors[pk] for pk in changed})
    return [entries[pk] for pk in vectors]


def make(cuts: Iterable[Cut], rarity: "Rarity") -> dict[int, Vector]:
    """The vectors of these articles by number."""
    full = spelling_out()
    counts = {
        cut.article: count_words(
            full(cut.title), full(cut.lead), full(cut.body[:BODY_WORDS]), cut.belongings, cut.proper
        )
        for cut in cuts
    }
    known = rarity.of(counts.values())
    return {pk: Vector.weigh(found, known, rarity.articles) for pk, found in counts.items()}


def lines(found: Mapping[int, Vector]) -> Iterator[str]:
    """Vectors as COPY reads them."""
    return (f"{pk}\t\\\\x{vector.pack().hex()}" for pk, vector in found.items())


def posting_lines(found: Mapping[int, Vector]) -> Iterator[str]:
    for pk, vector in found.items():
        for term, weight in vector.posted():
            yield f"{term}\t{weight}\t{pk}"


class Rarity:
    """In how many of the counted articles a term occurs, looked up when asked."""

    def __init__(self):
        self.articles = Counting.objects.filter(pk=1).values_list("articles", flat=True).first() or 0

    def of(self, articles: Iterable[Iterable[int]]) -> Mapping[int, int]:
        """Of at least the terms of these articles."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTS_OF, [list(set().union(*articles))])
            return dict(cursor.fetchall())


class WholeRarity(Rarity):
    """The same, read once: for whoever asks for very many articles. Some 100 MB for a large archive."""

    def __init__(self):
        super().__init__()
        self.known = dict(TermCount.objects.values_list("term", "articles").iterator(10_000))

    def of(self, articles: Iterable[Iterable[int]]) -> Mapping[int, int]:
        return self.known


def _postings(statement: str, vectors: dict[int, Vector]) -> None:
    rows = [(pk, term, weight) for pk, vector in vectors.items() for term, weight in vector.posted()]
    rows.sort(key=itemgetter(1, 2))  # in the order of the index: far fewer pages are touched
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


# --- counting -----------------------------------------------------------------------------------


def recount_when_outgrown(article_ids: list[int]) -> None:
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
    """Count words and terms of (a sample of) the archive anew. Readers use the old counts meanwhile."""
    lock_indexes()
    count()


def count() -> None:
    with connection.cursor() as cursor:
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
