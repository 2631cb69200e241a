"""{% load body %}{{ article|article_body }}"""

from django import template

from articles import body

register = template.Library()


@register.filter
def article_body(article):
    """The article's text, ready for readers: see articles/body.py."""
    return body.show(article)


@register.filter
def chapters(article) -> list[str]:
    """Headings of a long-form article; the first is at #c1."""
    return body.chapters(article)


@register.filter
def thumbnails(article) -> list[dict]:
    """{"src", "alt"} of the pictures in the text of a photo story; the first is at #p1."""
    return body.thumbnails(article)


@register.filter
def reading_minutes(article) -> int:
    """Whole minutes a reader needs."""
    return body.reading_minutes(article.body)
