"""An article exactly as its public page would show it, whatever its state and whichever of its texts."""

import copy

from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import Article, Author, Byline, Section, Tag, Topic
from articles.models.content import CONTENT_FIELDS, whole
from articles.models.people import byline_groups
from articles.related import suggestions

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}


def page(request, article: Article, content: dict | None = None):
    """The answer a reader would get: of the newest text, or of `content`. Kept nowhere, found by nobody."""
    context = context_of(article, content or article.latest_content())
    with translation.override(context["article"].language):
        return private(render(request, context["article"].template, context))


def private(response):
    """Kept nowhere, found by no search engine, named to no other site."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def context_of(article: Article, content: dict) -> dict:
    """What the template of the story needs, from a content; what is still missing has a stand-in."""
    shown, content = copy.copy(article), whole(content)
    for name in CONTENT_FIELDS:
        setattr(shown, name, content[name])
    shown.body_policy = 0  # a text of any time: cleaned as it is shown
    section = Section.objects.select_related("parent").filter(pk=content["section_id"]).first()
    shown.section = section or Section(name=_("No section yet"), path="-")
    shown.language = shown.section.language
    shown.top_section = shown.section.parent or shown.section
    shown.published_at = shown.published_at or timezone.now()
    return {
        "article": shown,
        "suggestions": suggestions(article),
        "bylines": _bylines(content["bylines"], shown.language),
        "picks": _picks(content["picks"]),
        "tags": list(Tag.objects.filter(name__in=content["tags"])),
        "topics": list(Topic.objects.filter(pk__in=content["topics"])),
    }


def _bylines(rows: list, language: str) -> list:
    authors = Author.objects.in_bulk([author for author, _role in rows])
    with translation.override(language):
        return byline_groups(
            Byline(role=role, author=authors[author]) for author, role in rows if author in authors
        )


def _picks(rows: list) -> list[dict]:
    """As readers get them: an article they cannot open is left out."""
    wanted = [target for target, _text in rows if target]
    targets = Article.objects.published().select_related("section").defer("body").in_bulk(wanted)
    shown = []
    for target, text in rows:
        if not target:
            shown.append({"title": text, "url": None})
        elif target in targets:
            shown.append({"title": targets[target].title, "url": targets[target].get_absolute_url()})
    return shown
