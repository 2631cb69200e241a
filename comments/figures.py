"""How the talk goes: comments by day, section and article, how many are printed, how fast."""

from datetime import timedelta

from django.db.models import Count, DurationField, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.day_bars import day_bars
from articles.models import Article
from comments.models import Comment, State
from comments.queue import Median

PRINTED, DECIDED = Q(state=State.APPROVED), ~Q(state=State.HELD)
BY_A_PERSON = DECIDED & Q(decided_by__isnull=False)  # a trusted writer's comment waits for nobody
COUNTS = {
    "sent": Count("pk"),
    "decided": Count("pk", filter=DECIDED),
    "printed": Count("pk", filter=PRINTED),
    "middle": Median(F("decided_at") - F("created_at"), filter=BY_A_PERSON, output_field=DurationField()),
}
NOTHING = {"decided": 0, "printed": 0, "middle": None}


def figures(days: int = 30) -> dict:
    """{by_day, by_section, most_discussed, total}; rows are dicts with sent, printed, share (in %), median
    (seconds to a decision)."""
    since = timezone.now() - timedelta(days=days)
    comments = Comment.objects.filter(created_at__gte=since)
    by_day = (
        comments.annotate(on_day=TruncDate("created_at"))
        .values("on_day")
        .annotate(**COUNTS)
        .order_by("on_day")
    )
    by_section = comments.values(section_name=F("article__section__name")).annotate(**COUNTS)
    public = comments.filter(article__in=Article.objects.published())
    most = public.values("article_id", title=F("article__title")).annotate(**COUNTS)
    return {
        "by_day": told(day_bars(list(by_day), since, "sent", **NOTHING)),
        "by_section": told(list(by_section.order_by("-sent")[:20])),
        "most_discussed": told(list(most.order_by("-sent", "-article_id")[:10])),
        "total": told([comments.aggregate(**COUNTS)])[0],
    }


def told(rows: list[dict]) -> list[dict]:
    """Add `share`: printed of decided in %, and `median` in seconds; None where nothing was decided."""
    for row in rows:
        row["share"] = round(100 * row["printed"] / row["decided"]) if row["decided"] else None
        row["median"] = row["middle"].total_seconds() if row["middle"] is not None else None
    return rows
