"""Where a query looks: section, time, tag and author, from the page's controls and from the words typed."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import Byline, SearchEntry, Section, TaggedArticle
from articles.searching.entries import lexeme, month_label, section_label, year_label
from articles.searching.queries import Query
from articles.searching.tsquery import any_of

PERIODS = {
    "24h": timedelta(days=1),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "1y": timedelta(days=365),
}


class Scope(NamedTuple):
    reading: QuerySet  # of SearchEntry
    labels: list[str]  # parts of a tsquery that every hit must have


def scope_of(query: Query, section: Section | None, period: str) -> Scope:
    """The dates only sort out early what cannot be read: what may be is decided when articles are loaded."""
    reading = SearchEntry.objects.filter(published_at__lte=Now())
    labels = [lexeme(section_label(section.pk))] if section else []
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
