"""Dates and times as a Vietnamese newspaper prints them, always on Việt Nam's clock.

Datetimes must be aware; a naive one raises ValueError.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def _local(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A datetime without a time zone has no place on Việt Nam's clock.")
    return moment.astimezone(VIETNAM)


def _day(day: date) -> date:
    return _local(day) if isinstance(day, datetime) else day


def short_date(day: date) -> str:
    """A date, or the day a datetime falls on in Việt Nam: "12/12/2018"."""
    day = _day(day)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def short_time(moment: datetime) -> str:
    """The time of day: "14:59"."""
    moment = _local(moment)
    return f"{moment.hour:02}:{moment.minute:02}"


def long_day(day: date) -> str:
    """A date or datetime with its weekday: "Thứ Tư, 12/12/2018"."""
    return f"{_WEEKDAYS[_day(day).weekday()]}, {short_date(day)}"


def long_date(moment: datetime) -> str:
    """The date line of an article: "Thứ Tư, 12/12/2018 14:59"."""
    return f"{long_day(moment)} {short_time(moment)}"


def schedule(moment: datetime) -> str:
    """When something planned will happen, with its zone: "14:59 Thứ Tư, 12/12/2018 (giờ Việt Nam, UTC+7)"."""
    return f"{short_time(moment)} {long_day(moment)} (giờ Việt Nam, UTC+7)"


def ago(moment: datetime, now: datetime) -> str:
    """How long ago: "vừa xong" under a minute, then "5 phút trước", "3 giờ trước", "2 ngày trước".

    From seven days on the short date; a moment after now is printed as `long_date`.
    """
    passed = _local(now) - _local(moment)
    if passed < timedelta(0):
        return long_date(moment)
    if passed < timedelta(minutes=1):
        return "vừa xong"
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} phút trước"
    if passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} giờ trước"
    if passed < timedelta(days=7):
        return f"{passed.days} ngày trước"
    return short_date(moment)


def iso(moment: datetime) -> str:
    """ISO 8601 to the second, for machines: "2018-12-12T14:59:00+07:00"."""
    return _local(moment).isoformat(timespec="seconds")
