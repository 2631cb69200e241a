"""What readers see of articles. Every list and page goes through `Article.objects.published()`."""

from itertools import groupby

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Byline, Section, Tag, Topic
from articles.paging import page_of
from articles.reading import parts, with_parts
from articles.related import suggestions


@require_safe
def detail(request, path, slug, pk):
    """The number decides; any other slug or section is sent to the canonical address."""
    article = with_parts(Article.objects.published()).filter(pk=pk).first()
    if article is None:
        return gone(request, pk)
    if request.path != article.get_absolute_url():
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    context = {"article": article, "suggestions": suggestions(article), **parts(article)}
    return render(request, "articles/detail.html", context)


def gone(request, pk):
    """410 for what was taken back; of anything else not even that is told."""
    if not Article.objects.withdrawn().filter(pk=pk).exists():
        raise Http404
    return render(request, "410.html", status=410)


@require_safe
def section(request, path):
    sections = Section.objects.select_related("parent").prefetch_related("children")
    found = get_object_or_404(sections, path=path)
    page = page_of(Article.objects.published().in_section(found), request)
    return render(request, "articles/section.html", {"section": found, "page": page})


@require_safe
def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    page = readable_page(Article.objects.published().filter(tagged__tag=found), request)
    return render(request, "articles/tag.html", {"tag": found, "page": page})


@require_safe
def topic(request, slug):
    """The running story along its days; what the desk pinned stands above the first page."""
    found = get_object_or_404(Topic, slug=slug)
    page = readable_page(Article.objects.published().filter(topics=found), request)
    is_above = found.pinned_id and page.number == 1
    pinned = Article.objects.published().cards().filter(pk=found.pinned_id).first() if is_above else None
    days = [
        (day, list(cards))
        for day, cards in groupby(page.items, key=lambda card: timezone.localdate(card.published_at))
    ]
    context = {"topic": found, "page": page, "days": days, "pinned": pinned}
    return render(request, "articles/topic.html", context)


@require_safe
def author(request, slug):
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    works = Byline.objects.filter(author=found).values("article")  # several on one article are one
    page = readable_page(Article.objects.published().filter(pk__in=works), request)
    return render(request, "articles/author.html", {"author": found, "page": page})


def readable_page(articles, request):
    """Like page_of; what only drafts know of (a tag, a running story, a pen name) is nobody's business."""
    page = page_of(articles, request)
    if not page.items:
        raise Http404
    return page
