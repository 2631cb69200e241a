"""Search: with or without marks, hoà or hòa, composed or not; the piece meant first, never an error.

Words are folded on both sides by one function. What may be meant comes from the index in stages that end as
soon as enough is found (searching/candidates.py), and is ranked by what was typed, marks included
(searching/ranking.py). Nothing is shown that `Article.objects.published()` does not give.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Section
from articles.searching import abbreviations, entries, spelling
from articles.searching.archive import Archive
from articles.searching.candidates import Finder
from articles.searching.entries import lexeme
from articles.searching.locking import lock_indexes
from articles.searching.marking import mark
from articles.searching.queries import LONGEST, Query, parse
from articles.searching.ranking import Candidate, Ranker
from articles.searching.scope import PERIODS, scope_of
from articles.searching.tsquery import FoldedQuery, all_of, phrase
from articles.searching.words import folded_words

PAGE = 20
BY_RELEVANCE, NEWEST = "lien-quan", "moi-nhat"

__all__ = ["BY_RELEVANCE", "NEWEST", "PERIODS", "Results", "for_desk", "search", "update_index"]


@dataclass
class Results:
    items: list[Article] = field(default_factory=list)  # one page, each with marked_title and marked_lead
    count: int = 0
    count_is_exact: bool = True  # else: at least so many
    understood: list[str] = field(default_factory=list)  # the words looked for
    did_you_mean: str = ""  # the query in the paper's spelling, where the words typed are nowhere
    message: str = ""  # a sentence for the reader, where there is something to say
    has_next: bool = False


@transaction.atomic
def update_index(article_ids: Iterable[int]) -> None:
    """Bring the index in step with these articles, of any state. Idempotent."""
    lock_indexes()
    entries.write(sorted(set(article_ids)))


def search(
    typed: str, *, section: Section | None = None, period: str = "", order: str = BY_RELEVANCE, page: int = 1
) -> Results:
    """One page of what readers may see of `typed`. period: a key of PERIODS. No input is an error."""
    query = parse(typed)
    if query.is_empty:
        return Results(message=_("Write a word you are looking for."))
    finder, ranker = _prepare(query, section, period)
    found = finder.find()
    ranker.consider(finder.others)
    if order == NEWEST:
        ranked = sorted(found, key=lambda c: (c.published_at, c.article), reverse=True)
    else:
        ranked = ranker.rank(found, None if query.names_a_time else timezone.now())
    meant = "" if any(candidate.whole for candidate in ranked) or not ranked else ranker.corrected(ranked[0])
    results = _page(ranked, {*query.folded, *folded_words(meant)}, page)
    results.count_is_exact = finder.is_all
    results.understood = list(dict.fromkeys(word.marked for word in query.words))
    results.did_you_mean, results.message = meant, _explain(typed, meant)
    return results


def for_desk(articles: QuerySet, typed: str) -> QuerySet:
    """Those of `articles` (whatever their state: the caller knows who may see which) with all words typed."""
    query = parse(typed)
    wanted = [*map(lexeme, query.folded), *map(phrase, query.phrases)]
    wanted += [f"!{phrase(words)}" for words in query.without]
    return articles.filter(search_entry__text=FoldedQuery(all_of(wanted))) if wanted else articles


def _prepare(query: Query, section: Section | None, period: str) -> tuple[Finder, Ranker]:
    units, rewrites = abbreviations.units(query.words)
    counts, archive = spelling.known(query.folded), Archive.now()
    finder = Finder(*scope_of(query, section, period), query, units, archive, counts)
    return finder, Ranker(query.words, counts, archive.counted, rewrites)


def _page(ranked: list[Candidate], words: set[str], page: int) -> Results:
    start = (page - 1) * PAGE
    shown = [candidate.article for candidate in ranked[start : start + PAGE]]
    found = Article.objects.published().cards().in_bulk(shown)
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
