"""The archive by day, with a calendar of its month."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.paging import page_of

FIRST_YEAR = 1900
MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True)
class Day:
    date: date
    number: int  # of the month, for people
    is_in_month: bool
    is_shown: bool  # the day of this page
    url: str | None  # where something was published


def day_path(day: date) -> str:
    return f"/luu-tru/{day.year}/{day.month:02}/{day.day:02}/"


def month_path(day: date) -> str:
    return f"/luu-tru/{day.year}/{day.month:02}/"


def archive_paths(moment: datetime) -> set[str]:
    """Of the pages that show what was published at that moment."""
    local = timezone.localdate(moment)
    return {day_path(local), month_path(local)}


@require_safe
def today(_request):
    """Where the archive begins to be leafed through: the month of the newest article."""
    newest = Article.objects.published().in_edition().newest().values_list("published_at", flat=True).first()
    if newest is None:
        raise Http404
    return HttpResponseRedirect(month_path(timezone.localdate(newest)))


@require_safe
def month(request, year: str, month: str):
    first = existing_date(year, month, "01")
    context = {"first": first, "weeks": weeks(first, None), **around(first)}
    if not any(day.url for week in context["weeks"] for day in week):
        raise Http404
    return render(request, "articles/archive.html", context)


@require_safe
def day(request, year: str, month: str, day: str):
    shown = existing_date(year, month, day)
    page = page_of(between(shown, shown + timedelta(days=1)), request)
    if not page.items:
        raise Http404
    first = shown.replace(day=1)
    context = {"day": shown, "first": first, "page": page, "weeks": weeks(first, shown), **around(first)}
    return render(request, "articles/archive.html", context)


def existing_date(year: str, month: str, day: str) -> date:
    """A day from FIRST_YEAR to today."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise Http404 from None
    if found.year < FIRST_YEAR or found > timezone.localdate():
        raise Http404
    return found


def between(first: date, end: date):
    """Public articles of the days from `first` up to, not including, `end`, by the paper's own clock."""
    start, stop = (timezone.make_aware(datetime(d.year, d.month, d.day)) for d in (first, end))
    public = Article.objects.published().in_edition()
    return public.filter(published_at__gte=start, published_at__lt=stop)


def weeks(first: date, shown: date | None) -> list[list[Day]]:
    """The month's weeks from Monday to Sunday, days with something to read linked; one query."""
    readable = filled_days(first)
    return [
        [
            Day(d, d.day, d.month == first.month, d == shown, day_path(d) if d in readable else None)
            for d in week
        ]
        for week in MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]


def filled_days(first: date) -> set[date]:
    """Days of the month that have something to read; one look at the index for each, in one query."""
    within = {
        "published_at__gte": RawSQL("day AT TIME ZONE %s", [settings.TIME_ZONE]),
        "published_at__lt": RawSQL("(day + interval '1 day') AT TIME ZONE %s", [settings.TIME_ZONE]),
    }
    public = Article.objects.published().in_edition().filter(**within).order_by()
    readable, given = public.values("pk").query.sql_with_params()
    series = "SELECT day::date FROM generate_series(%s::timestamp, %s::timestamp, '1 day') AS day"
    with connection.cursor() as cursor:
        days = [first, next_month(first) - timedelta(days=1)]
        cursor.execute(f"{series} WHERE EXISTS ({readable})", [*days, *given])
        return {day for (day,) in cursor.fetchall()}


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def around(first: date) -> dict:
    """Addresses of the nearest months before and after that have something to read, or None; one query."""
    public = Article.objects.published().in_edition().order_by()
    start, end = (timezone.make_aware(datetime(d.year, d.month, d.day)) for d in (first, next_month(first)))
    earlier = public.filter(published_at__lt=start).newest().values("published_at")[:1]
    later = public.filter(published_at__gte=end).order_by("published_at", "pk").values("published_at")[:1]
    found = [moment for (moment,) in earlier.union(later, all=True).values_list("published_at")]
    addresses = {"earlier": None, "later": None}
    for moment in found:
        addresses["earlier" if moment < start else "later"] = month_path(timezone.localdate(moment))
    return addresses
