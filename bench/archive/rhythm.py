"""When the articles of an archive appeared: twenty years, more every year, by the week and the day."""

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import accumulate

YEARS = 20
WEEK = (1.0, 1.05, 1.05, 1.0, 1.0, 0.6, 0.5)  # Monday first
DAY = (1, 1, 0, 0, 1, 3, 6, 8, 9, 10, 9, 7, 5, 6, 8, 9, 9, 8, 6, 5, 4, 3, 2, 1)  # by the hour, of UTC+7
ZONE = timedelta(hours=7)


class Rhythm:
    """Called with n it gives the moment of the n-th of `total` articles, the last just before `end`."""

    def __init__(self, total: int, end: datetime, years: int = YEARS):
        self.total = total
        self.first = end - timedelta(days=365 * years)
        days = [self.first + ZONE + timedelta(days=n) for n in range(365 * years)]
        weights = [WEEK[day.weekday()] * (1 + 3 * n / len(days)) for n, day in enumerate(days)]
        self.days = [0.0, *accumulate(weights)]
        self.hours = [0.0, *accumulate(map(float, DAY))]

    def __call__(self, number: int) -> datetime:
        day, rest = _place(self.days, (number + 0.5) / self.total)
        hour, rest = _place(self.hours, rest)
        midnight = (self.first + ZONE + timedelta(days=day)).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        return midnight - ZONE + timedelta(hours=hour, seconds=int(3600 * rest))


def _place(sums: list[float], share: float) -> tuple[int, float]:
    """In which of the steps that share of the whole lies, and how far in it."""
    wanted = share * sums[-1]
    step = min(bisect_right(sums, wanted), len(sums) - 1) - 1
    return step, (wanted - sums[step]) / (sums[step + 1] - sums[step])
