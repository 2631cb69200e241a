"""How the talk goes: comments by day, section and article, how many are printed, how fast."""

from datetime import timedelta

from django.db.models import Count, DurationField, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, State
from comments.queue import Median

PRINTED, DECIDED = Q(state=State.APPROVED), ~Q(state=State.HELD)


def figures(days: int = 30) -> dict:
    """{by_day, by_section, most_discussed, total}; rows are dicts with sent, printed, share (in %)."""
    since = timezone.now() - timedelta(days=days)
    comments = Comment.objects.filter(created_at__gte=since)
    counts = {
        "sent": Count("pk"),
        "decided": Count("pk", filter=DECIDED),
        "printed": Count("pk", filter=PRINTED),
    }
    waited = comments.filter(DECIDED, decided_by__isnull=False)
    middle = waited.aggregate(x=Median(F("decided_at") - F("created_at"), output_field=DurationField()))["x"]
    by_day = comments.annotate(sent_on=TruncDate("created_at")).values("sent_on").annotate(**counts)
    by_section = comments.values(section_name=F("article__section__name")).annotate(**counts)
    public = Article.objects.published()
    most = (
        comments.filter(article__in=public).values("article_id", title=F("article__title")).annotate(**counts)
    )
    return {
        "by_day": with_bars(with_share(every_day(list(by_day.order_by("sent_on")), since))),
        "by_section": with_share(list(by_section.order_by("-sent")[:20])),
        "most_discussed": with_share(list(most.order_by("-sent", "-article_id")[:10])),
        "total": with_share([comments.aggregate(**counts)])[0],
        "median": middle.total_seconds() if middle is not None else None,
    }


def every_day(rows: list[dict], since) -> list[dict]:
    """The same rows with the days on which nobody wrote."""
    found = {row["sent_on"]: row for row in rows}
    first, today = timezone.localdate(since), timezone.localdate()
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return [found.get(day, {"sent_on": day, "sent": 0, "decided": 0, "printed": 0}) for day in days]


def with_share(rows: list[dict]) -> list[dict]:
    """Add `share`: printed of decided in %, or None where nothing was decided."""
    for row in rows:
        row["share"] = round(100 * row["printed"] / row["decided"]) if row["decided"] else None
    return rows


def with_bars(rows: list[dict]) -> list[dict]:
    """Add what the drawing needs: places of 10 a day, 100 high."""
    most = max([row["sent"] for row in rows], default=0) or 1
    for place, row in enumerate(rows):
        tall = round(100 * row["sent"] / most)
        row |= {"x": place * 10, "y": 100 - tall, "tall": tall}
    return rows
