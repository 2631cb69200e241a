from django import template

register = template.Library()


@register.inclusion_tag("corrections/_notices.html")
def correction_notices(article) -> dict:
    """The article's corrections, newest first. No query for an article without any."""
    return {"corrections": article.corrections.all() if article.is_corrected else []}
