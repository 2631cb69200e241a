"""Dates and numbers as Vietnamese readers expect them (Django's own `vi` formats print "Thứ 4").

On a page of the English edition the dates are in English.
"""

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from articles.editions import spoken_dates
from vietnamese import dates, numbers, text

register = template.Library()

register.filter("iso", dates.iso)
register.filter("bytes", numbers.file_size)
register.filter("excerpt", text.excerpt)


@register.filter
def grouped(number) -> str:
    printed = numbers.grouped(number)
    return printed.translate(numbers.SWAPPED) if get_language() == "en" else printed


@register.filter
def long_date(moment) -> str:
    return spoken_dates().long_date(moment)


@register.filter
def long_day(day) -> str:
    return spoken_dates().long_day(day)


@register.filter
def short_date(day) -> str:
    return spoken_dates().short_date(day)


@register.filter
def ago(moment) -> str:
    return spoken_dates().ago(moment, timezone.now())
