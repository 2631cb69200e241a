"""Dates and numbers as Vietnamese readers expect them (Django's own `vi` formats print "Thứ 4")."""

from django import template
from django.utils import timezone

from vietnamese import dates, numbers, text

register = template.Library()

register.filter("long_date", dates.long_date)
register.filter("long_day", dates.long_day)
register.filter("short_date", dates.short_date)
register.filter("iso", dates.iso)
register.filter("grouped", numbers.grouped)
register.filter("excerpt", text.excerpt)


@register.filter
def ago(moment) -> str:
    return dates.ago(moment, timezone.now())
