"""Pages of a list without counting it: one row more than fits tells whether there is a next page."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

PARAMETER = "trang"
SIZE = 20
LAST = 5000  # nobody reads on; robots do
NUMBERED = 50  # pages of a list of articles that have numbers, and are kept: see articles/listing.py
BEFORE = "truoc"  # instead of a number: the id of the article a later page goes on after
NUMBER = re.compile("[1-9][0-9]{0,3}")  # one spelling per page: no zeros in front, no digits of other scripts


@dataclass
class Page:
    items: list
    number: int
    has_next: bool
    first_url: str  # of page 1
    parameters: dict  # besides the number

    def url(self, number: int) -> str:
        parameters = self.parameters | ({PARAMETER: number} if number > 1 else {})
        return f"{self.first_url}?{urlencode(parameters)}" if parameters else self.first_url

    @property
    def previous_url(self) -> str | None:
        return self.url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.url(self.number + 1) if self.has_next and self.number < LAST else None

    @property
    def canonical_url(self) -> str:
        return self.url(self.number)


def parse_number(value: str) -> int | None:
    """1 to LAST, or None for what is no page number."""
    number = int(value) if NUMBER.fullmatch(value) else 0
    return number if 1 <= number <= LAST else None


def page_number(request) -> int:
    """?trang=N, 1 without it; anything that is no page number is a page that does not exist.

    Leaves `request.page_number`: the page cache tells by it that this address has several pages.
    """
    number = parse_number(request.GET.get(PARAMETER, "1"))
    if number is None:
        raise Http404
    request.page_number = number
    return number


def page_of(articles, request, *, parameters: dict | None = None) -> Page:
    """Cut one page out of a QuerySet of published articles, in one query.

    The numbers are found on the index first, so that far pages do not drag whole rows along.
    """
    number = page_number(request)
    start = (number - 1) * SIZE
    wanted = articles.newest().values("pk")[start : start + SIZE + 1]
    found = list(articles.model.objects.published().cards().filter(pk__in=wanted).newest())
    if not found and number > 1:
        raise Http404
    return Page(found[:SIZE], number, len(found) > SIZE, request.path, parameters or {})
