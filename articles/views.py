"""What readers see of articles. Every list and page goes through `Article.objects.published()`."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Byline, Section, Tag, Topic
from articles.paging import page_of
from articles.reading import parts, with_parts
from articles.related import suggestions


@require_safe
def detail(request, path, slug, pk):
    """The number decides; any other slug or section is sent to the canonical address."""
    article = get_object_or_404(with_parts(Article.objects.published()), pk=pk)
    if request.path != article.get_absolute_url():
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    context = {"article": article, "suggestions": suggestions(article), **parts(article)}
    return render(request, "articles/detail.html", context)


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
    found = get_object_or_404(Topic, slug=slug)
    page = readable_page(Article.objects.published().filter(topics=found), request)
    return render(request, "articles/topic.html", {"topic": found, "page": page})


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
