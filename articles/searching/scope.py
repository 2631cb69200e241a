"""Where a query looks: section, time, tag and author, from the page's controls and from the words typed."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import Author, Byline, SearchEntry, Section, Tag, TaggedArticle
from articles.models.content import ENGLISH
from articles.searching.entries import (
    kind_label,
    language_label,
    lexeme,
    month_label,
    section_label,
    year_label,
)
from articles.searching.queries import Query
from articles.searching.tsquery import any_of
from articles.searching.words import Word

PERIODS = {
    "24h": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "1y": timedelta(days=365),
}


NAMED = {"section": Section, "tag": Tag, "author": Author}
LONGEST_NAME = 8  # words


class Scope(NamedTuple):
    reading: QuerySet  # of SearchEntry
    labels: list[str]  # parts of a tsquery that every hit must have


class Filters(NamedTuple):
    """What the page's controls narrow a search to. period: a key of PERIODS; kind: of Kind."""

    section: Section | None = None
    period: str = ""
    kind: str = ""


NO_FILTERS = Filters()


def scope_of(query: Query, filters: Filters = NO_FILTERS, among: QuerySet | None = None) -> Scope:
    """Readers' scope (without a section: of the Vietnamese edition) or, of the newsroom's, `among`: articles
    the caller has chosen by right.

    The dates only sort out early what cannot be read: what may be is decided when articles are loaded.
    """
    section, period, kind = filters
    labels = [lexeme(section_label(section.pk))] if section else []
    if among is None:
        reading = SearchEntry.objects.filter(published_at__lte=Now())
        labels = labels or [f"!{lexeme(language_label(ENGLISH))}"]
    else:
        reading = SearchEntry.objects.all()
        if among.query.has_filters():
            reading = reading.filter(article__in=among.order_by().values("pk"))
    labels += [lexeme(kind_label(kind))] if kind else []
    if query.section:
        named = Section.objects.filter(slug=query.section).values_list("pk", flat=True)
        labels.append(any_of([lexeme(section_label(pk)) for pk in named] or [lexeme("#")]))
    if query.tag:
        reading = reading.filter(
            article__in=TaggedArticle.objects.filter(tag__slug=query.tag).values("content_object")
        )
    if query.author:
        reading = reading.filter(
            article__in=Byline.objects.filter(author__slug=query.author).values("article")
        )
    return _within(Scope(reading, labels), query, period)


def with_whole_names(query: Query) -> Query:
    """tác giả:Thái Sơn means the author and not the word Sơn, if there is one of that name."""
    words, names = list(query.words), {}
    for kind, place in sorted(query.begun.items(), key=lambda item: -item[1]):
        if kind in NAMED:
            names[kind], taken = _longest_name(
                kind, getattr(query, kind), words[place : place + LONGEST_NAME]
            )
            del words[place : place + taken]
    return replace(query, words=words, begun={}, **names)


def _longest_name(kind: str, beginning: str, following: list[Word]) -> tuple[str, int]:
    """The slug that exists, and how many of the following words belong to it."""
    slugs = [beginning]
    for word in following:
        slugs.append(f"{slugs[-1]}-{word.folded}")
    there = set(NAMED[kind].objects.filter(slug__in=slugs).values_list("slug", flat=True))
    taken = max((number for number, slug in enumerate(slugs) if slug in there), default=0)
    return slugs[taken], taken


def _within(scope: Scope, query: Query, period: str) -> Scope:
    first, last = _first(query, period), query.until
    reading, labels = scope
    if first:
        reading = reading.filter(published_at__gte=first)
        labels = [*labels, any_of(map(lexeme, _labels(timezone.localdate(first), last)))]
    if last:
        reading = reading.filter(published_at__lte=timezone.make_aware(datetime.combine(last, time.max)))
    return Scope(reading, labels)


def _first(query: Query, period: str) -> datetime | None:
    since = query.since and timezone.make_aware(datetime.combine(query.since, time.min))
    recent = timezone.now() - PERIODS[period] if period in PERIODS else None
    return max(filter(None, (since, recent)), default=None)


def _labels(first: date, last: date | None) -> list[str]:
    """Months of a short time, years of a long one."""
    last = max(first, min(last or date.max, timezone.localdate()))
    if (last - first).days > 366:
        return [year_label(date(year, 1, 1)) for year in range(first.year, last.year + 1)]
    days = (first + timedelta(days=days) for days in range(0, (last - first).days + 1, 14))
    return list(dict.fromkeys(map(month_label, [*days, last])))
