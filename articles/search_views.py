"""/tim-kiem/: the search page, and the suggestions while a reader types."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.paging import Page, page_number
from articles.search import BY_RELEVANCE, NEWEST, PERIODS, search
from articles.searching.completion import complete
from articles.searching.queries import LONGEST

PARAMETERS = ("q", "chuyen-muc", "thoi-gian", "sap-xep")


@require_safe
def results(request):
    """GET parameters: q, chuyen-muc (path of a section), thoi-gian, sap-xep, trang."""
    given = {name: request.GET.get(name, "") for name in PARAMETERS}
    section = Section.objects.filter(path=given["chuyen-muc"]).first()
    period = given["thoi-gian"] if given["thoi-gian"] in PERIODS else ""
    order = given["sap-xep"] if given["sap-xep"] in (BY_RELEVANCE, NEWEST) else BY_RELEVANCE
    number = page_number(request)
    found = None
    if "q" in request.GET:
        found = search(given["q"], section=section, period=period, order=order, page=number)
        parameters = {name: value for name, value in given.items() if value}
        found.page = Page(found.items, number, found.has_next, request.path, parameters)
    context = {
        "form_values": {
            "q": given["q"][:LONGEST],
            "section": section.path if section else "",
            "period": period,
            "order": order,
        },
        "results": found,
        "sections": Section.objects.menu(),
    }
    return render(request, "articles/search.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request):
    """?q= gives {"tags": [{"text", "url"}], "articles": [{"text", "url"}]}; the same for everybody."""
    return JsonResponse(complete(request.GET.get("q", "")), json_dumps_params={"ensure_ascii": False})


urlpatterns = [path("", results, name="results"), path("goi-y/", suggest, name="suggest")]
