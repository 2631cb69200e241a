"""The section of corrections, newest first."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.paging import SIZE, Page, page_number
from corrections.models import Correction


@require_safe
def listing(request):
    number = page_number(request)
    start = (number - 1) * SIZE
    rows = Correction.objects.select_related("article__section").defer("article__body")
    found = list(rows[start : start + SIZE + 1])
    if not found and number > 1:
        raise Http404
    page = Page(found[:SIZE], number, len(found) > SIZE, request.path, {})
    return render(request, "corrections/listing.html", {"page": page})
