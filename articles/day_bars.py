"""Days side by side as bars: what comments and ratings draw for the desk (templates/admin/_day_bars.html)."""

from datetime import timedelta

from django.utils import timezone

STEP, HEIGHT = 10, 100  # of a day in the drawing


def day_bars(rows: list[dict], since, count: str, **empty) -> list[dict]:
    """The rows ({on_day, ...}) and, with `empty`, the days that have none; each with its place and height."""
    found = {row["on_day"]: row for row in rows}
    first, today = timezone.localdate(since), timezone.localdate()
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    filled = [found.get(day, {"on_day": day, count: 0, **empty}) for day in days]
    most = max(row[count] for row in filled) or 1
    for place, row in enumerate(filled):
        tall = round(HEIGHT * row[count] / most)
        row |= {"x": place * STEP, "y": HEIGHT - tall, "tall": tall, "counted": row[count]}
    return filled
