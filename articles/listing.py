"""Lists of articles that cost the same on every page, each with an address of its own.

The first pages have numbers (`?trang=2`): they are what people read, and the page store keeps them. From
there on a page is named by the article it goes on after (`?truoc=4711`), so that the database begins reading
there instead of counting from the top, and the page stays the same while new articles come.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404

from articles.models import Article
from articles.paging import BEFORE, NUMBERED, SIZE, Page, page_number
from articles.prepared import Prepared
from vietnamese.dates import short_date

ID = re.compile("[1-9][0-9]{0,17}")


@dataclass
class LaterPage(Page):
    """A page without a number: what was published before `before`."""

    before: int = 0
    newer_url: str = ""

    @property
    def previous_url(self) -> str:
        return self.newer_url

    @property
    def next_url(self) -> str | None:
        return after(self.first_url, self.items[-1]) if self.has_next else None

    @property
    def canonical_url(self) -> str:
        return f"{self.first_url}?{BEFORE}={self.before}"

    @property
    def from_day(self) -> str:
        return short_date(self.items[0].published_at)


class NumberedPage(Page):
    """One of the first pages; after the last of them the list goes on without numbers."""

    @property
    def next_url(self) -> str | None:
        if self.has_next and self.number == NUMBERED:
            return after(self.first_url, self.items[-1])
        return super().next_url


def after(address: str, article: Article) -> str:
    return f"{address}?{BEFORE}={article.pk}"


class Listing:
    """What belongs to one thing (a section, a tag), the newest first."""

    def __init__(self, articles: Callable[[int], QuerySet], key: str = "pk"):
        """`articles`: the published ones of the thing with this id; made into prepared queries.

        They may be rows of Articles or of Listed, whose `key` is the article's id.
        """
        self.articles, self.key = articles, key
        self.top = Prepared(lambda of: _cards(articles(of).newest(), key))
        self.older = Prepared(lambda of, before: _cards(_older(articles(of), key, before), key))
        self.newer = Prepared(lambda of, before: _newer(articles(of), key, before))

    def page(self, request, of: int) -> Page:
        """The page this address asks for; 404 for one that does not exist."""
        number, first = page_number(request), request.path
        if BEFORE in request.GET:
            return self._later(first, of, _id(request.GET[BEFORE]))
        if number > NUMBERED:  # an address of before there were others
            return self._later(first, of, self._last_before(of, number))
        start = (number - 1) * SIZE
        found = self.top(of=of) if number == 1 else list(_cards(self.articles(of).newest(), self.key, start))
        if not found and number > 1:
            raise Http404
        return NumberedPage(found[:SIZE], number, len(found) > SIZE, first, {})

    def _last_before(self, of: int, number: int) -> int:
        """The article the page of this number goes on after; 0 where the list ends before."""
        start = (number - 1) * SIZE - 1
        return self.articles(of).newest().values_list(self.key, flat=True)[start : start + 1].first() or 0

    def _later(self, first: str, of: int, before: int) -> Page:
        found = self.older(of=of, before=before)
        if not found:
            raise Http404
        newer = self.newer(of=of, before=before)  # that article and, above it, as many as a page has
        newer_url = f"{first}?{BEFORE}={newer[-1]}" if len(newer) > SIZE else first
        return LaterPage(found[:SIZE], 0, len(found) > SIZE, first, {}, before, newer_url)


def _cards(found: QuerySet, key: str, start: int = 0) -> QuerySet:
    """The ids are found on the index first, so that no rows are read to be skipped."""
    wanted = found.values(key)[start : start + SIZE + 1]
    return Article.objects.published().cards().filter(pk__in=wanted).newest()


def _older(articles: QuerySet, key: str, before: int) -> QuerySet:
    """The first condition is a range of the index; the second is for those of the very same moment."""
    moment = _moment(before)
    same = Q(published_at__lt=moment) | Q(**{f"{key}__lt": before})
    return articles.filter(published_at__lte=moment).filter(same).newest()


def _newer(articles: QuerySet, key: str, before: int) -> QuerySet:
    moment = _moment(before)
    same = Q(published_at__gt=moment) | Q(**{f"{key}__gte": before})
    found = articles.filter(published_at__gte=moment).filter(same).order_by("published_at", key)
    return found.values_list(key, flat=True)[: SIZE + 1]


def _moment(before: int) -> Subquery:
    """Withdrawn or not: an address that was shared goes on where it went on."""
    return Subquery(Article.objects.filter(pk=before).values("published_at")[:1])


def _id(value: str) -> int:
    if not ID.fullmatch(value):
        raise Http404
    return int(value)
