from django import template

from ratings.models import RatingTotal

register = template.Library()


@register.inclusion_tag("ratings/_box.html")
def rating_box(article) -> dict:
    """Average, count and the form, for everybody alike: stands in cached pages. One query."""
    return {"article": article, "total": RatingTotal.objects.of(article), "for_everybody": True}


@register.inclusion_tag("ratings/_best.html")
def best_rated(number: int = 5, days: int = 30) -> dict:
    """The best rated of the articles of so many days: for the rail. One query."""
    return {"totals": RatingTotal.objects.best(number, days=days)}
