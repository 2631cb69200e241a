"""Suggestions: for every article those most like it in the whole archive, kept up as new ones come.

An act writes an article's terms; after its commit its nearest in the archive are looked for, and it is
offered to each of them: so an article of 2018 may end with one of 2021, and reading a page is one indexed
read. How alike two articles are is in searching/terms.py; where it is looked for, in searching/neighbours.py.
"""

from collections.abc import Iterable
from datetime import timedelta
from time import monotonic
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from articles.models import Article, Hold, Pick, RelatedEntry, ToOffer
from articles.prepared import Prepared
from articles.reading import CARDS
from articles.searching import neighbours, vectors
from articles.searching.locking import lock_indexes
from articles.searching.words import folded_words
from articles.workflow import Public

MOST = 10_000  # articles of one go
AT_ONCE = 20.0  # seconds spent on lists without a break; what is left waits for the next minute
HALF_LIFE = timedelta(days=90)  # after which half is left of what a new article gains (Section.freshness)
ALMOST_THE_SAME = 0.7  # share of common words above which two titles tell the same news


@transaction.atomic(savepoint=False)
def note_related(article_ids: Iterable[int]) -> None:
    """Bring the terms of these articles in step, inside the act, and note whose lists to make after it.

    Until they are, a list that was never made is looked for when it is needed; another stays as it is, and
    shows nothing that readers may not see.
    """
    lock_indexes()
    ids = sorted(set(article_ids))
    vectors.recount_when_outgrown(ids)
    vectors.write(ids)
    live = Article.objects.live().filter(pk__in=ids).values_list("pk", flat=True)
    ToOffer.objects.bulk_create([ToOffer(pk) for pk in live], ignore_conflicts=True)


def make_lists(article_ids: Iterable[int] | None = None, *, seconds: float = AT_ONCE) -> int:
    """Make the lists that wait (of these articles, or all of them), and offer their articles; how many.

    One transaction each, so acts wait for one at most; any number of workers at once. Idempotent.
    """
    waiting = ToOffer.objects.order_by("pk").values_list("pk", flat=True)
    waiting = waiting if article_ids is None else waiting.filter(pk__in=list(article_ids))
    began, done = monotonic(), 0
    for pk in list(waiting[:MOST]):
        if monotonic() - began > seconds:
            break
        done += _make_list(pk)
    return done


@transaction.atomic
def _make_list(pk: int) -> bool:
    lock_indexes()
    if not ToOffer.objects.filter(pk=pk).delete()[0]:
        return False  # another worker was quicker
    if entry := RelatedEntry.objects.filter(pk=pk, article__public_state=Public.LIVE).first():
        neighbours.renew(entry)
    else:  # never public: its terms alone
        vectors.write([pk])
    return True


def update_related(article_ids: Iterable[int]) -> None:
    """Both steps at once."""
    ids = list(article_ids)
    note_related(ids)
    make_lists(ids)


class Suggestion(NamedTuple):
    article: Article
    score: float  # likeness; 0.0 where it is not for its likeness
    source: str  # PINNED, PICKED, ALIKE or NEWEST


PINNED, PICKED, ALIKE, NEWEST = "pinned", "picked", "alike", "newest"


def _known(article: int) -> QuerySet:
    mine = {"article": OuterRef("pk")}
    picks = Pick.objects.filter(target__isnull=False, **mine).values("target")
    holds = Hold.objects.filter(**mine).values(row=JSONObject(other="other", place="place"))
    return Article.objects.filter(pk=article).values_list(
        "related_entry__others",
        "related_entry__scores",
        "related_entry__vector",
        ArraySubquery(picks),
        ArraySubquery(holds),
    )


_KNOWN = Prepared(_known)


class Known(NamedTuple):
    """What is known of an article's suggestions before looking at any of them."""

    picks: list[int]
    pins: dict[int, int]  # place -> article
    banned: set[int]
    scores: dict[int, float]  # of those alike, best first

    @classmethod
    def of(cls, article: Article) -> "Known":
        others, scores, vector, picked, held = _KNOWN.first(article=article.pk)
        return cls(
            picked,
            {hold["place"]: hold["other"] for hold in held if hold["place"]},
            {hold["other"] for hold in held if not hold["place"]},
            neighbours.of(article.pk, others, scores, vector),
        )


def suggestions(article: Article, limit: int = 6) -> list[Article]:
    """Published articles a reader of this one may like, best first; at most three queries."""
    return [suggestion.article for suggestion in chosen(article, limit)]


def chosen(article: Article, limit: int = 6) -> list[Suggestion]:
    """What the desk pinned in its places, and around it what is alike, best first.

    Never the article itself, what the desk banned or two with almost the same title. Its picks stand on the
    page already: they come first where the section asks for it, and else not at all. Where too few are alike,
    the newest of the section fill up.
    """
    known = Known.of(article)
    leading = known.picks if article.section and article.section.picks_lead else []
    unwanted = {article.pk, *known.picks, *known.banned} - set(leading)
    found = _readable(article, known, unwanted, limit)
    pinned = {place: found[pk] for place, pk in known.pins.items() if pk in found}
    ranked = _ranked(article, known, [found[pk] for pk in leading if pk in found], found.values())
    rest = iter(_different(article, list(pinned.values()), ranked))
    shown = []
    for place in range(1, limit + 1):
        here = Suggestion(pinned[place], 0.0, PINNED) if place in pinned else next(rest, None)
        shown += [here] if here else []
    return shown


def _readable(article: Article, known: Known, unwanted: set[int], limit: int) -> dict[int, Article]:
    """The published ones among the best, then, where they may be too few, the newest of the section."""
    alike = [pk for pk in known.scores if pk not in unwanted]
    looked_at = limit * 2 if _gain(article) < 0.1 else neighbours.KEPT
    wanted = [*known.pins.values(), *(set(known.picks) - unwanted), *alike[:looked_at]]
    if len(alike) < limit * 2 and article.section:
        reading = Article.objects.published().in_edition(article.language)
        newest = reading.in_section(article.section).exclude(pk__in=unwanted).newest().values("pk")
        wanted = reading.filter(pk__in=wanted).values("pk").union(newest[: limit * 2])
        found = reading.cards().filter(pk__in=wanted).newest()
    else:
        found = [card for card in CARDS(ids=wanted) if card.language == article.language]
    return {other.pk: other for other in found}


def _gain(article: Article) -> float:
    return article.section.freshness / 100 if article.section else 0.0


def _ranked(article: Article, known: Known, leading: list[Article], found: Iterable[Article]):
    """Suggestions of all but the pinned, best first; those of the section stay newest first."""
    now, gain = timezone.now(), _gain(article)

    def worth(other: Article) -> float:
        age = max(now - other.published_at, timedelta()) / HALF_LIFE
        return known.scores[other.pk] + gain * 0.5**age if other.pk in known.scores else 0.0

    first = {other.pk for other in leading}
    rest = [other for other in found if other.pk not in first and other.pk not in known.pins.values()]
    yield from (Suggestion(other, 0.0, PICKED) for other in leading)
    for other in sorted(rest, key=worth, reverse=True):
        score = known.scores.get(other.pk, 0.0)
        yield Suggestion(other, score, ALIKE if other.pk in known.scores else NEWEST)


def _different(article: Article, pinned: list[Article], ranked: Iterable[Suggestion]):
    """Without those whose title says almost the same as a better one's or as the article's own."""
    seen = [set(folded_words(other.title)) for other in (article, *pinned)]
    for suggestion in ranked:
        words = set(folded_words(suggestion.article.title))
        if all(len(words & title) <= ALMOST_THE_SAME * len(words | title) for title in seen):
            seen.append(words)
            yield suggestion
