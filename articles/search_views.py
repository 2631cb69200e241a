"""/tim-kiem/: the search page."""

from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.paging import Page, page_number
from articles.search import BY_RELEVANCE, PERIODS, search


@require_safe
def results(request):
    """GET parameters: q, chuyen-muc (path of a section), thoi-gian, sap-xep, trang."""
    given = request.GET
    asked = "q" in given
    section = Section.objects.filter(path=given.get("chuyen-muc", "")[:161]).first()
    period = given.get("thoi-gian", "") if given.get("thoi-gian") in PERIODS else ""
    order = given.get("sap-xep", BY_RELEVANCE)
    typed = given.get("q", "")
    number = page_number(request)
    found = search(typed, section=section, period=period, order=order, page=number) if asked else None
    if found:
        parameters = {k: given[k] for k in ("q", "chuyen-muc", "thoi-gian", "sap-xep") if given.get(k)}
        found.page = Page(found.items, number, found.has_next, request.path, parameters)
    context = {
        "form_values": {
            "q": typed[:200],
            "section": section.path if section else "",
            "period": period,
            "order": order,
        },
        "results": found,
        "sections": Section.objects.menu(),
    }
    return render(request, "articles/search.html", context)


urlpatterns = [path("", results, name="results")]
