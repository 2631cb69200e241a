"""Beside the form: articles to link to, and a warning where the same news is told already."""

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from articles.alike import alike
from articles.models import Tag
from articles.models.tags import split_tags
from vietnamese.text import spelling_key

LONGEST = 200_000  # characters of a text that is looked at
MOST_PICKS = 100
MOST_TAGS = 50


class AlikeBeside:
    """The part of ArticleAdmin that knows what the paper has already."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.alike_view))
        return [path("alike/", view, name="articles_article_alike"), *super().get_urls()]

    def alike_view(self, request):
        """What is like the posted form, as a piece of the page. Nothing is stored."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        content = {name: request.POST.get(name, "")[:LONGEST] for name in ("title", "lead", "body")}
        number = request.POST.get("article", "")
        found = alike(
            request.user,
            content,
            article=int(number[:18]) if number.isdecimal() else None,
            labels=labels(request.POST),
            picked=picked(request.POST),
        )
        return render(request, "admin/articles/article/_alike.html", {"alike": found})


def labels(posted: QueryDict) -> list[str]:
    """What the article will belong to, as searching/texts.py names it."""
    keys = [spelling_key(name) for name in split_tags(posted.get("tags", "")[:LONGEST])[:MOST_TAGS]]
    tags = Tag.objects.filter(key__in=keys).values_list("pk", flat=True) if keys else ()
    topics = [number for number in posted.getlist("topics")[:MOST_TAGS] if number.isdecimal()]
    section = posted.get("section", "")
    found = [f"#tag {pk}" for pk in tags] + [f"#topic {number}" for number in topics]
    return found + ([f"#section {section}"] if section.isdecimal() else [])


def picked(posted: QueryDict) -> set[int]:
    """Articles that stand in the rows of picks."""
    values = (posted.get(f"picks-{row}-target", "") for row in range(MOST_PICKS))
    return {int(value[:18]) for value in values if value.isdecimal()}
