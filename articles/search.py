"""Search: with or without marks, hoà or hòa, composed or not; the piece meant first, never an error.

Words are folded on both sides by one function. Candidates come from the index (searching/entries.py) in
stages that end as soon as enough is found; they are ranked here by what was typed (searching/ranking.py),
marks included. Nothing is shown that `Article.objects.published()` does not give.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Counting, SearchEntry, Section
from articles.searching import abbreviations, entries, spelling
from articles.searching.candidates import MOST, Finder
from articles.searching.entries import lexeme, section_label
from articles.searching.marking import mark
from articles.searching.queries import LONGEST, Query, parse
from articles.searching.ranking import Candidate, Ranker
from articles.searching.tsquery import FoldedQuery, all_of, phrase

PAGE = 20
PERIODS = {
    "24h": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "1y": timedelta(days=365),
}
BY_RELEVANCE, NEWEST = "lien-quan", "moi-nhat"


@dataclass
class Results:
    items: list[Article] = field(default_factory=list)  # one page, each with marked_title and marked_lead
    count: int = 0
    count_is_exact: bool = True  # else: at least so many
    understood: list[str] = field(default_factory=list)  # the words looked for
    message: str = ""  # a sentence for the reader, where there is something to say
    has_next: bool = False


def update_index(article_ids: Iterable[int]) -> None:
    """Bring the index in step with these articles, of any state. Idempotent."""
    entries.write(sorted(set(article_ids)))


def search(
    typed: str, *, section: Section | None = None, period: str = "", order: str = BY_RELEVANCE, page: int = 1
) -> Results:
    """One page of what readers may see of `typed`. period: a key of PERIODS. Raises on no input."""
    query = parse(typed)
    if query.is_empty:
        return Results(message=_("Write a word you are looking for."))
    units, rewrites = abbreviations.units(query.words)
    counts = spelling.known(query.folded)
    counted, scale = _archive()
    finder = Finder(
        reading=_narrowed(query, section, period),
        query=query,
        units=units,
        labels=[lexeme(section_label(section.pk))] if section else [],
        rarest=scale * min((counts.get(word, 0) for word in query.folded), default=0),
    )
    found = finder.find()
    ranker = Ranker(query.words, counts, counted, rewrites, finder.others)
    ranked = (
        sorted(found, key=lambda c: (c.published_at, c.article), reverse=True)
        if order == NEWEST
        else ranker.rank(found)
    )
    start = (page - 1) * PAGE
    results = Results(
        items=_shown(ranked[start : start + PAGE], query),
        count=len(ranked),
        count_is_exact=len(ranked) < MOST,
        understood=list(dict.fromkeys(word.marked for word in query.words)),
        has_next=len(ranked) > start + PAGE,
    )
    if len(typed) > LONGEST:
        results.message = _("Only the first %d letters were looked for.") % LONGEST
    return results


def for_desk(articles: QuerySet, typed: str) -> QuerySet:
    """Those of `articles` (whatever their state: the caller knows who may see which) with all words typed."""
    query = parse(typed)
    wanted = [*map(lexeme, query.folded), *map(phrase, query.phrases)]
    wanted += [f"!{phrase(words)}" for words in query.without]
    return articles.filter(search_entry__text=FoldedQuery(all_of(wanted))) if wanted else articles


def _narrowed(query: Query, section: Section | None, period: str) -> QuerySet:
    """Index rows within the filters. The date only sorts out early: what may be read is decided at
    the end."""
    reading = SearchEntry.objects.filter(published_at__lte=Now())
    if period in PERIODS:
        reading = reading.filter(published_at__gte=timezone.now() - PERIODS[period])
    if query.since:
        reading = reading.filter(
            published_at__gte=timezone.make_aware(datetime.combine(query.since, time.min))
        )
    if query.until:
        reading = reading.filter(
            published_at__lte=timezone.make_aware(datetime.combine(query.until, time.max))
        )
    if query.section:
        reading = reading.filter(article__section__slug=query.section)
    if query.tag:
        reading = reading.filter(article__tagged__tag__slug=query.tag)
    if query.author:
        reading = reading.filter(article__authors__slug=query.author).distinct()
    return reading


def _archive() -> tuple[int, float]:
    """How many articles were counted, and how many articles of the archive each of them stands for."""

    def read() -> tuple[int, float]:
        counting = Counting.objects.filter(pk=1).first() or Counting(highest=1)
        return counting.articles, max(1.0, counting.highest / max(1, counting.articles))

    return cache.get_or_set("archive-counted", read, 300)


def _shown(page: list[Candidate], query: Query) -> list[Article]:
    found = Article.objects.published().cards().in_bulk([candidate.article for candidate in page])
    items = [found[candidate.article] for candidate in page if candidate.article in found]
    folded = set(query.folded)
    for article in items:
        article.marked_title = mark(article.title, folded)
        article.marked_lead = mark(article.lead, folded)
    return items
