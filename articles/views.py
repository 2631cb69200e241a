"""What readers see of articles. Every list and page goes through `Article.objects.published()`."""

from contextlib import suppress
from itertools import groupby

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from articles.listing import Listing
from articles.models import Article, Author, ImportedAddress, Listed, Section, Tag, Topic
from articles.models.content import ENGLISH, VIETNAMESE
from articles.models.listed import AUTHOR, TAG, TOPIC
from articles.paging import Page
from articles.reading import article_to_read, parts
from articles.related import suggestions

IN_SECTION = Listing(lambda of: Article.objects.published().filter(section=of))
IN_TOP_SECTION = Listing(lambda of: Article.objects.published().filter(top_section=of))


def each_edition(kind: int) -> dict[str, Listing]:
    """The same list of each language; `kind`: of articles.models.listed.KINDS."""
    return {
        language: Listing(
            lambda of, language=language: Listed.objects.readable(kind, of).in_edition(language),
            key="article",
        )
        for language in (VIETNAMESE, ENGLISH)
    }


WITH_TAG, OF_TOPIC, BY_AUTHOR = each_edition(TAG), each_edition(TOPIC), each_edition(AUTHOR)


@require_safe
def detail(request, path, slug, pk):
    """The number decides; any other slug or section is sent to the canonical address.

    Before that it may be an address of the earlier site, whose numbers were others.
    """
    article = article_to_read(int(pk))
    if article is None or request.path != article.get_absolute_url():
        if address := ImportedAddress.objects.target_of(request.path):
            return HttpResponsePermanentRedirect(address)
        return HttpResponsePermanentRedirect(article.get_absolute_url()) if article else gone(request, pk)
    with translation.override(article.language):
        context = {"article": article, "suggestions": suggestions(article), **parts(article)}
        return render(request, article.template, context)


def gone(request, pk):
    """410 for what was taken back; of anything else not even that is told."""
    if not Article.objects.withdrawn().filter(pk=pk).exists():
        raise Http404
    return render(request, "410.html", status=410)


@require_safe
def section(request, path):
    sections = Section.objects.select_related("parent").prefetch_related("children")
    found = get_object_or_404(sections, path=path)
    page = (IN_SECTION if found.parent_id else IN_TOP_SECTION).page(request, found.pk)
    with translation.override(found.language):
        return render(request, "articles/section.html", {"section": found, "page": page})


@require_safe
def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    language, page = readable_page(WITH_TAG, request, found)
    with translation.override(language):
        return render(request, "articles/tag.html", {"tag": found, "page": page})


@require_safe
def topic(request, slug):
    """The running story along its days; what the desk pinned stands above the first page."""
    found = get_object_or_404(Topic, slug=slug)
    language, page = readable_page(OF_TOPIC, request, found)
    is_above = found.pinned_id and page.number == 1
    pinned = Article.objects.published().cards().filter(pk=found.pinned_id).first() if is_above else None
    days = [
        (day, list(cards))
        for day, cards in groupby(page.items, key=lambda card: timezone.localdate(card.published_at))
    ]
    context = {"topic": found, "page": page, "days": days, "pinned": pinned}
    with translation.override(language):
        return render(request, "articles/topic.html", context)


@require_safe
def author(request, slug):
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    language, page = readable_page(BY_AUTHOR, request, found)
    with translation.override(language):
        return render(request, "articles/author.html", {"author": found, "page": page})


def readable_page(listings: dict[str, Listing], request, found) -> tuple[str, Page]:
    """(language, page): of the Vietnamese articles; where there are none, of the English ones.

    What only drafts know of (a tag, a running story, a pen name) is nobody's business.
    """
    for language, listing in listings.items():
        with suppress(Http404):  # a later page that this language does not have
            page = listing.page(request, found.pk)
            if page.items:
                return language, page
    raise Http404
