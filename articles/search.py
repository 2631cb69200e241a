"""Search: with or without marks, hoà or hòa, composed or not; the piece meant first, never an error.

Words are folded on both sides by one function. What may be meant comes from the index in stages that end as
soon as enough is found (searching/candidates.py), and is ranked by what was typed, marks included
(searching/ranking.py). Nothing is shown that `Article.objects.published()` does not give.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import BigIntegerField, F, Func, IntegerField, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Section
from articles.reading import CARDS
from articles.searching import abbreviations, entries, spelling
from articles.searching.archive import Archive
from articles.searching.candidates import Finder
from articles.searching.entries import DESK, lexeme
from articles.searching.locking import lock_indexes
from articles.searching.marking import mark
from articles.searching.queries import LONGEST, Query, parse
from articles.searching.ranking import Candidate, Ranker, newest
from articles.searching.scope import NO_FILTERS, PERIODS, Filters, scope_of, with_whole_names
from articles.searching.tsquery import FoldedQuery, all_of, phrase
from articles.searching.words import folded_words

PAGE = 20
# by what was typed alone; by that with a little more for recent news, unless the query names a time; by date
BY_RELEVANCE, BY_BOTH, NEWEST = "lien-quan", "ket-hop", "moi-nhat"
ORDERS = (BY_BOTH, BY_RELEVANCE, NEWEST)

__all__ = [
    "BY_BOTH",
    "BY_RELEVANCE",
    "NEWEST",
    "ORDERS",
    "PERIODS",
    "Results",
    "all_with",
    "for_desk",
    "search",
    "update_index",
]


@dataclass
class Results:
    items: list[Article] = field(default_factory=list)  # one page, each with marked_title and marked_lead
    count: int = 0
    count_is_exact: bool = True  # else: at least so many
    understood: list[str] = field(default_factory=list)  # the words looked for
    did_you_mean: str = ""  # the query in the paper's spelling, where the words typed are nowhere
    message: str = ""  # a sentence for the reader, where there is something to say
    has_next: bool = False


@transaction.atomic(savepoint=False)
def update_index(article_ids: Iterable[int]) -> None:
    """Bring the index in step with these articles, of any state. Idempotent."""
    lock_indexes()
    entries.write(sorted(set(article_ids)))


def search(
    typed: str,
    *,
    section: Section | None = None,
    period: str = "",
    kind: str = "",
    order: str = BY_BOTH,
    page: int = 1,
) -> Results:
    """One page of what readers may see of `typed`. period: a key of PERIODS. No input is an error."""
    query = with_whole_names(parse(typed))
    if query.is_empty:
        return Results(message=_("Write a word you are looking for."))
    filters = Filters(section, period, kind)
    answer = _find(query, filters, order)
    if not answer.of_all_words:
        answer = _respaced(query, filters, order, answer)
    finder, ranked, meant = answer.finder, answer.ranked, answer.meant
    results = _page(ranked, {*query.folded, *folded_words(meant)}, page)
    results.count_is_exact = finder.is_all
    results.understood = list(dict.fromkeys(word.marked for word in finder.query.words))
    results.did_you_mean, results.message = meant, _explain(typed, meant)
    return results


class Answer(NamedTuple):
    finder: Finder
    ranker: Ranker
    ranked: list[Candidate]
    meant: str  # the words in the paper's spelling, where they are not those typed
    of_all_words: int  # articles that have every word


def _find(query: Query, filters: Filters, order: str, *, heads_only: bool = False) -> Answer:
    finder, ranker = _prepare(query, filters)
    finder.heads_only = heads_only
    found = finder.find()
    ranker.consider(finder.others)
    if order == NEWEST:
        ranked = sorted(found, key=newest, reverse=True)
    else:
        ranked = ranker.rank(found, _now(query) if order == BY_BOTH else None)
    whole = sum(candidate.whole for candidate in ranked)
    meant = ranker.corrected(ranked[0]) if ranked and not whole else ""
    return Answer(finder, ranker, ranked, meant, whole)


def _respaced(query: Query, filters: Filters, order: str, answer: Answer) -> Answer:
    """A better answer to the same letters with other spaces between them, if there is one."""
    words, phrases = spelling.respaced(query.words, answer.finder.counts)
    if words:
        spaced = replace(query, words=words, phrases=[*query.phrases, *phrases])
        other = _find(spaced, filters, order, heads_only=True)
        if other.of_all_words:
            return other._replace(meant=other.ranker.spelled(other.ranked[0]))
    return answer


def for_desk(articles: QuerySet, typed: str) -> QuerySet:
    """Those of `articles` (whatever their state: the caller knows who may see which) that `typed` may mean.

    Found and ranked as readers' searches are, drafts as the newest; of common words the newest only.
    """
    query = with_whole_names(parse(typed))
    if query.is_empty:
        return articles
    finder, ranker = _prepare(query, among=articles)
    found = finder.find()
    ranker.consider(finder.others)
    ranked = [candidate.article for candidate in ranker.rank(found, _now(query))]
    return articles.filter(pk__in=ranked).order_by(Place(ranked))


def all_with(articles: QuerySet, typed: str) -> QuerySet:
    """All of `articles` with every word typed, unranked."""
    query = parse(typed)
    wanted = [*map(lexeme, query.folded), *map(phrase, query.phrases)]
    wanted += [f"!{phrase(words)}" for words in query.without]
    return articles.filter(search_entry__text=FoldedQuery(all_of(wanted))) if wanted else articles


class Place(Func):
    """The place of an article in a list of numbers."""

    function = "array_position"
    output_field = IntegerField()

    def __init__(self, numbers: list[int]):
        super().__init__(Value(numbers, ArrayField(BigIntegerField())), F("pk"))


def _prepare(
    query: Query, filters: Filters = NO_FILTERS, among: QuerySet | None = None
) -> tuple[Finder, Ranker]:
    units, rewrites = abbreviations.units(query.words)
    counts, archive = spelling.known(query.folded), Archive.now()
    undated = () if among is None else (DESK,)
    finder = Finder(*scope_of(query, filters, among), query, units, archive, counts, undated=undated)
    return finder, Ranker(query.words, counts, archive.counted, rewrites)


def _now(query: Query) -> datetime | None:
    """What "new" is measured from; nothing, where the reader asks for a time."""
    return None if query.names_a_time else timezone.now()


def _page(ranked: list[Candidate], words: set[str], page: int) -> Results:
    start = (page - 1) * PAGE
    shown = [candidate.article for candidate in ranked[start : start + PAGE]]
    found = {article.pk: article for article in CARDS(ids=shown)}
    for article in found.values():
        article.marked_title, article.marked_lead = mark(article.title, words), mark(article.lead, words)
    return Results(
        items=[found[pk] for pk in shown if pk in found],
        count=len(ranked),
        has_next=len(ranked) > start + PAGE,
    )


def _explain(typed: str, meant: str) -> str:
    if len(typed.strip()) > LONGEST:
        return _("Only the first %d letters were looked for.") % LONGEST
    return _("Nothing has these very words. Shown is what has: %s.") % meant if meant else ""
