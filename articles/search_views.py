"""/tim-kiem/: the search page, and the suggestions while a reader types."""

from urllib.parse import urlencode

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import Kind, Section
from articles.models.content import VIETNAMESE
from articles.models.kinds import WORDS
from articles.paging import Page, page_number
from articles.search import BY_BOTH, ORDERS, PERIODS, search
from articles.searching.completion import complete
from articles.searching.queries import LONGEST

PARAMETERS = ("q", "chuyen-muc", "thoi-gian", "loai", "sap-xep")
KINDS = {"anh": Kind.PHOTO, "video": Kind.VIDEO, "podcast": Kind.AUDIO, "emagazine": Kind.LONG}


@require_safe
def results(request):
    """GET parameters: q, chuyen-muc (path of a section), thoi-gian, loai, sap-xep, trang."""
    given = {name: request.GET.get(name, "") for name in PARAMETERS}
    section = Section.objects.filter(path=given["chuyen-muc"]).first()
    period = given["thoi-gian"] if given["thoi-gian"] in PERIODS else ""
    order = given["sap-xep"] if given["sap-xep"] in ORDERS else BY_BOTH
    kind = given["loai"] if given["loai"] in KINDS else ""
    number = page_number(request)
    found = None
    if "q" in request.GET:
        found = search(
            given["q"], section=section, period=period, kind=KINDS.get(kind, ""), order=order, page=number
        )
        parameters = {name: value for name, value in given.items() if value}
        found.page = Page(found.items, number, found.has_next, request.path, parameters)
    context = {
        "form_values": {
            "q": given["q"][:LONGEST],
            "section": section.path if section else "",
            "period": period,
            "kind": kind,
            "order": order,
        },
        "results": found,
        "kinds": [(name, WORDS[kind]) for name, kind in KINDS.items()],
        "meant_url": meant_url(request, found),
        "sections": Section.objects.menu().filter(language=section.language if section else VIETNAMESE),
    }
    with translation.override(section.language if section else VIETNAMESE):
        return render(request, "articles/search.html", context)


def meant_url(request, found) -> str:
    """The same search, of the first page, for what was probably meant; "" where that is what was typed."""
    if not found or not found.did_you_mean:
        return ""
    asked = {name: request.GET[name] for name in PARAMETERS if request.GET.get(name)}
    return f"{request.path}?{urlencode(asked | {'q': found.did_you_mean})}"


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request):
    """?q= gives {"tags": [{"text", "url"}], "articles": [{"text", "url"}]}; the same for everybody."""
    return JsonResponse(complete(request.GET.get("q", "")), json_dumps_params={"ensure_ascii": False})


urlpatterns = [path("", results, name="results"), path("goi-y/", suggest, name="suggest")]
