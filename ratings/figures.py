"""How readers rate: votes by day, section and article, and the articles rated best."""

from datetime import timedelta

from django.db.models import Avg, Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.day_bars import day_bars
from articles.models import Article
from ratings.models import Flood, FloodState, Rating, RatingTotal


def figures(days: int = 30) -> dict:
    """{total, held, by_day, by_section, most_rated, best: [RatingTotal]}; rows have votes and average."""
    since = timezone.now() - timedelta(days=days)
    votes = Rating.objects.filter(created_at__gte=since)
    counts = {"votes": Count("pk"), "average": Avg("stars")}
    by_day = (
        votes.annotate(on_day=TruncDate("created_at")).values("on_day").annotate(**counts).order_by("on_day")
    )
    by_section = votes.values(name=F("article__section__name")).annotate(**counts)
    public = votes.filter(article__in=Article.objects.published())
    most = public.values("article_id", name=F("article__title")).annotate(**counts)
    return {
        "total": votes.aggregate(**counts),
        "held": Flood.objects.filter(state=FloodState.HELD).count(),
        "by_day": day_bars(list(by_day), since, "votes", average=None),
        "by_section": list(by_section.order_by("-votes")[:20]),
        "most_rated": list(most.order_by("-votes", "-article_id")[:10]),
        "best": RatingTotal.objects.best(10, days=days),
    }
