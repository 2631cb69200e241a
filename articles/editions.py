"""Editions: one language each. It is the article's and its section's, never the browser's."""

from functools import wraps

from django.utils import translation

from articles.models import Article
from articles.models.content import ENGLISH, VIETNAMESE
from vietnamese import dates, english


def spoken_dates():
    """The module of dates in the language of the page."""
    return english if translation.get_language() == ENGLISH else dates


def in_its_language(view):
    """A page or fragment about one article (`article_id`) in the language of that article."""

    @wraps(view)
    def spoken(request, *, article_id: int, **arguments):
        found = Article.objects.filter(pk=article_id).values_list("language", flat=True)
        with translation.override(found.first() or VIETNAMESE):
            return view(request, article_id=article_id, **arguments)

    return spoken
