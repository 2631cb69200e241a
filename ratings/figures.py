"""How readers rate: votes by day and section, and the articles rated best."""

from datetime import timedelta

from django.db.models import Avg, Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone

from ratings.models import Rating, RatingTotal


def figures(days: int = 30) -> dict:
    """{by_day: [{day, votes, average}], by_section: [{name, votes, average}], best: [RatingTotal]}."""
    votes = Rating.objects.filter(created_at__gte=timezone.now() - timedelta(days=days))
    counts = {"votes": Count("pk"), "average": Avg("stars")}
    by_day = votes.annotate(day=TruncDate("created_at")).values("day").annotate(**counts).order_by("day")
    by_section = votes.values(name=F("article__section__name")).annotate(**counts).order_by("-votes")[:20]
    return {
        "by_day": list(by_day),
        "by_section": list(by_section),
        "best": RatingTotal.objects.best(10, days=days),
    }
