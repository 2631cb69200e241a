from django import template

from ratings.models import RatingTotal

register = template.Library()


@register.inclusion_tag("ratings/_box.html")
def rating_box(article) -> dict:
    """Average, count and the form, for everybody alike: stands in cached pages. One query."""
    return {"article": article, "total": RatingTotal.objects.of(article), "for_everybody": True}
