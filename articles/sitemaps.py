"""Sitemaps: an index over parts of fixed ranges of ids, so that an old part never changes."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Section, Topic

PART = 10_000  # articles at most
MOST = 50_000  # addresses the protocol allows in one file
PICTURE = [f"lead_picture__{name}" for name in ("token", "focal_x", "focal_y")]  # its address is made of
NEWS_HOURS = 48  # what a news sitemap may hold
NEWS_LIMIT = 1000


def _answer(request, template: str, context: dict):
    return render(request, template, context | {"site": settings.SITE_URL}, content_type="application/xml")


def part_path(pk: int) -> str:
    """Of the part that lists this article."""
    return f"/sitemap-{pk // PART}.xml"


@require_safe
def index(request):
    return _answer(request, "sitemaps/index.xml", {"parts": filled_parts()})


def filled_parts() -> list[int]:
    """Numbers of the parts that list something; one look at the index for each, in one query."""
    within = {"pk__gte": RawSQL("part * %s", [PART]), "pk__lt": RawSQL("(part + 1) * %s", [PART])}
    listed, given = Article.objects.published().filter(**within).values("pk").query.sql_with_params()
    highest = Article.objects.aggregate(pk=Max("pk"))["pk"] or 0
    with connection.cursor() as cursor:
        series = "SELECT part FROM generate_series(0, %s) AS part"
        cursor.execute(f"{series} WHERE EXISTS ({listed}) ORDER BY part", [highest // PART, *given])
        return [part for (part,) in cursor.fetchall()]


@require_safe
def part(request, part):
    if part == "chuyen-muc":
        return _answer(request, "sitemaps/pages.xml", {"pages": standing_pages()})
    if not part.isdecimal() or len(part) > 6 or part != str(int(part)):
        raise Http404
    start = int(part) * PART
    articles = (
        Article.objects.published()
        .filter(pk__gte=start, pk__lt=start + PART)
        .select_related("section", "lead_picture")
        .only("slug", "updated_at", "section__path", *PICTURE)
        .order_by("pk")
    )
    return _answer(request, "sitemaps/articles.xml", {"articles": articles})


def standing_pages() -> list[Section | Topic | Author]:
    """Sections, and the running stories and authors there is something to read of."""
    articles = Article.objects.published()
    told = Topic.objects.filter(Exists(articles.filter(topics=OuterRef("pk"))))
    written = Author.objects.filter(Exists(articles.filter(bylines__author=OuterRef("pk"))))
    return [*Section.objects.all(), *told.order_by("pk"), *written.order_by("pk")][:MOST]


@require_safe
def news(request):
    since = timezone.now() - timedelta(hours=NEWS_HOURS)
    articles = Article.objects.published().filter(published_at__gte=since).cards().newest()[:NEWS_LIMIT]
    return _answer(request, "sitemaps/news.xml", {"articles": articles})
