"""Suggestions: for every article those most like it in the whole archive, kept up as new ones come.

`update_related` writes an article's terms, looks for its nearest in the archive, and offers it to each of
them: so an article of 2018 may end with one of 2021, and reading a page is one indexed read. How alike two
articles are is in searching/terms.py; where it is looked for, in searching/neighbours.py.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.utils import timezone

from articles.models import Article, Pick, RelatedEntry
from articles.searching import neighbours, vectors
from articles.searching.locking import lock_indexes
from articles.searching.words import folded_words
from articles.workflow import Public

AT_ONCE = 20  # articles whose lists are made at once; of more (an import) they are looked for when needed,
# until `rebuild_indexes --missing` has made them
FRESH = 0.03  # likeness a new article is given on top, half of it after HALF_LIFE
HALF_LIFE = timedelta(days=90)
ALMOST_THE_SAME = 0.7  # share of common words above which two titles tell the same news


@transaction.atomic
def update_related(article_ids: Iterable[int]) -> None:
    """Bring terms and lists in step with these articles. Idempotent."""
    lock_indexes()
    ids = sorted(set(article_ids))
    vectors.recount_when_outgrown(ids)
    entries = vectors.write(ids)
    if len(ids) > AT_ONCE:
        RelatedEntry.objects.filter(pk__in=ids).update(others=None, scores=None)
        return
    live = set(Article.objects.filter(pk__in=ids, public_state=Public.LIVE).values_list("pk", flat=True))
    for entry in entries:
        if entry.pk in live:
            neighbours.renew(entry)


def suggestions(article: Article, limit: int = 6) -> list[Article]:
    """Published articles a reader of this one may like, best first; at most three queries.

    Never the article itself, one of its picks, or two with almost the same title. Where too few are alike,
    the newest of the section fill up.
    """
    picks = Pick.objects.filter(article=OuterRef("article"), target__isnull=False).values("target")
    entry = RelatedEntry.objects.annotate(picked=ArraySubquery(picks)).filter(article=article.pk).first()
    unwanted = {article.pk, *(entry.picked if entry else ())}
    scores = {pk: score for pk, score in neighbours.of(entry).items() if pk not in unwanted} if entry else {}
    return _different(article, _readable(article, scores, unwanted, limit), limit)


def _readable(article: Article, scores: dict[int, float], unwanted: set[int], limit: int) -> list[Article]:
    """The published ones among the best, then, where they may be too few, the newest of the section."""
    reading = Article.objects.published()
    wanted = list(scores)[: limit * 2]
    if len(wanted) < limit * 2 and article.section:
        newest = reading.in_section(article.section).exclude(pk__in=unwanted).newest().values("pk")
        wanted = reading.filter(pk__in=wanted).values("pk").union(newest[: limit * 2])
    found = reading.cards().filter(pk__in=wanted).newest()
    now = timezone.now()

    def worth(other: Article) -> float:
        age = max(now - other.published_at, timedelta()) / HALF_LIFE
        return scores[other.pk] + FRESH * 0.5**age if other.pk in scores else 0.0

    return sorted(found, key=worth, reverse=True)  # stable: those of the section stay newest first


def _different(article: Article, found: list[Article], limit: int) -> list[Article]:
    """Without those whose title says almost the same as a better one's or as the article's own."""
    kept, seen = [], [set(folded_words(article.title))]
    for other in found:
        words = set(folded_words(other.title))
        if all(len(words & title) <= ALMOST_THE_SAME * len(words | title) for title in seen):
            kept.append(other)
            seen.append(words)
    return kept[:limit]
