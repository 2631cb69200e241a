"""Sitemaps: an index over parts of fixed ranges of ids, so that an old part never changes."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Section

PART = 10_000  # articles at most; the protocol allows 50,000 addresses a file
NEWS_HOURS = 48  # what a news sitemap may hold
NEWS_LIMIT = 1000


def _answer(request, template: str, context: dict):
    return render(request, template, context | {"site": settings.SITE_URL}, content_type="application/xml")


def part_path(pk: int) -> str:
    """Of the part that lists this article."""
    return f"/sitemap-{pk // PART}.xml"


@require_safe
def index(request):
    last = Article.objects.published().order_by("-pk").values_list("pk", flat=True).first()
    return _answer(request, "sitemaps/index.xml", {"parts": range(last // PART + 1) if last else []})


@require_safe
def part(request, part):
    if part == "chuyen-muc":
        return _answer(request, "sitemaps/sections.xml", {"sections": Section.objects.all()})
    if not part.isdecimal() or len(part) > 6 or part != str(int(part)):
        raise Http404
    start = int(part) * PART
    articles = (
        Article.objects.published()
        .filter(pk__gte=start, pk__lt=start + PART)
        .select_related("section")
        .only("slug", "updated_at", "section__path")
        .order_by("pk")
    )
    return _answer(request, "sitemaps/articles.xml", {"articles": articles})


@require_safe
def news(request):
    since = timezone.now() - timedelta(hours=NEWS_HOURS)
    articles = Article.objects.published().filter(published_at__gte=since).cards().newest()[:NEWS_LIMIT]
    return _answer(request, "sitemaps/news.xml", {"articles": articles})
