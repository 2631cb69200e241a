from django import template

from articles.prepared import Prepared
from articles.reading import came_with_parts
from ratings.models import RatingTotal

register = template.Library()
BEST: dict[tuple[int, int], Prepared] = {}  # as many as templates ask differently


@register.inclusion_tag("ratings/_box.html")
def rating_box(article) -> dict:
    """Average, count and the form, for everybody alike: stands in cached pages.

    No query for an article that was read with its parts.
    """
    if came_with_parts(article):
        total = getattr(article, "rating_total", None) or RatingTotal(article=article)
    else:
        total = RatingTotal.objects.of(article)
    return {"article": article, "total": total, "for_everybody": True}


@register.inclusion_tag("ratings/_best.html")
def best_rated(number: int = 5, days: int = 30) -> dict:
    """The best rated of the articles of so many days: for the rail. One query."""
    best = BEST.setdefault((number, days), Prepared(lambda: RatingTotal.objects.best(number, days=days)))
    return {"totals": best()}
