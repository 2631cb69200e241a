"""The dates of dates.py as the English edition prints them: on Việt Nam's clock, the day before the month."""

from datetime import date, datetime, timedelta

from vietnamese.dates import _day, _local, short_time

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()


def short_date(day: date) -> str:
    """ "12 December 2018"."""
    day = _day(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_day(day: date) -> str:
    """ "Wednesday, 12 December 2018"."""
    return f"{_WEEKDAYS[_day(day).weekday()]}, {short_date(day)}"


def long_date(moment: datetime) -> str:
    """ "Wednesday, 12 December 2018, 14:59"."""
    return f"{long_day(moment)}, {short_time(moment)}"


def ago(moment: datetime, now: datetime) -> str:
    """ "just now", "1 minute ago", "3 hours ago", "2 days ago"; from seven days on the short date."""
    passed = _local(now) - _local(moment)
    if passed < timedelta(0):
        return long_date(moment)
    for unit, name in (
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
    ):
        number = passed // unit
        if name == "day" and number >= 7:
            return short_date(moment)
        if number:
            return f"{number} {name}{'s' if number > 1 else ''} ago"
    return "just now"
