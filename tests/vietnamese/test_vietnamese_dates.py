from datetime import UTC, date, datetime, timedelta

import pytest

from vietnamese.dates import VIETNAM, ago, iso, long_date, long_day, schedule, short_date, short_time

PUBLISHED = datetime(2018, 12, 12, 14, 59, 31, tzinfo=VIETNAM)
JUST_AFTER_MIDNIGHT = datetime(2018, 12, 15, 17, 5, tzinfo=UTC)  # already Sunday the 16th in Việt Nam


def test_the_date_line_of_the_seed_article():
    assert long_date(PUBLISHED) == "Thứ Tư, 12/12/2018 14:59"


def test_any_zone_is_printed_on_vietnams_clock():
    assert long_date(JUST_AFTER_MIDNIGHT) == "Chủ Nhật, 16/12/2018 00:05"
    assert short_date(JUST_AFTER_MIDNIGHT) == "16/12/2018"
    assert short_time(JUST_AFTER_MIDNIGHT) == "00:05"
    assert iso(JUST_AFTER_MIDNIGHT) == "2018-12-16T00:05:00+07:00"


def test_every_weekday_has_its_name():
    week = [long_day(date(2018, 12, 10) + timedelta(days)) for days in range(7)]
    assert [day.split(",")[0] for day in week] == (
        ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]
    )


def test_a_plain_date_has_no_zone():
    assert long_day(date(2018, 12, 12)) == "Thứ Tư, 12/12/2018"
    assert short_date(date(2021, 2, 3)) == "03/02/2021"


def test_a_schedule_names_its_zone():
    assert schedule(PUBLISHED) == "14:59 Thứ Tư, 12/12/2018 (giờ Việt Nam, UTC+7)"


def test_machines_get_seconds_and_offset():
    assert iso(PUBLISHED.replace(microsecond=999)) == "2018-12-12T14:59:31+07:00"


@pytest.mark.parametrize(
    ("passed", "printed"),
    [
        (timedelta(0), "vừa xong"),
        (timedelta(seconds=59), "vừa xong"),
        (timedelta(minutes=1), "1 phút trước"),
        (timedelta(minutes=59, seconds=59), "59 phút trước"),
        (timedelta(hours=1), "1 giờ trước"),
        (timedelta(hours=23, minutes=59), "23 giờ trước"),
        (timedelta(days=1), "1 ngày trước"),
        (timedelta(days=6, hours=23), "6 ngày trước"),
        (timedelta(days=7), "12/12/2018"),
        (timedelta(days=900), "12/12/2018"),
        (timedelta(seconds=-1), "Thứ Tư, 12/12/2018 14:59"),
    ],
)
def test_how_long_ago(passed, printed):
    assert ago(PUBLISHED, now=(PUBLISHED + passed).astimezone(UTC)) == printed


@pytest.mark.parametrize("function", [long_date, long_day, short_date, short_time, schedule, iso])
def test_a_naive_datetime_is_refused(function):
    with pytest.raises(ValueError, match="time zone"):
        function(datetime(2018, 12, 12, 14, 59))


def test_a_naive_now_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        ago(PUBLISHED, now=datetime(2018, 12, 12, 15, 0))
