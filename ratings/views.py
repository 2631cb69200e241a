"""The rating box as a fragment, or as a page of its own where there is no script. Never cached."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.readers import network_of, new_reader_id, sent_from_elsewhere, wants_fragment
from articles.models import Article
from articles.workflow import Refused
from ratings.forms import VoteForm
from ratings.models import Rating, RatingTotal, TooMany
from ratings.privacy import SHOWN, export, withdraw_all
from ratings.voters import voter_cookie


@csrf_exempt  # a vote carries no authority and its form stands in a cached page: see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request, article_id: int) -> HttpResponse:
    """GET: the box with the reader's own vote. POST: `stars` gives or changes it, `withdraw` ends it."""
    article = get_object_or_404(Article.objects.published().select_related("section"), pk=article_id)
    if request.method != "POST":
        return _box(request, article)
    if sent_from_elsewhere(request):
        return _box(request, article, problem=gettext("Please rate on the page of this paper."), status=403)
    if "withdraw" in request.POST:
        return _withdraw(request, article)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _box(request, article, problem=form.errors["stars"][0], status=400)
    return _cast(request, article, form.cleaned_data["stars"])


def _cast(request, article, stars: int) -> HttpResponse:
    voter = voter_cookie.read(request) or new_reader_id()
    try:
        own = Rating.objects.cast(article, voter, stars, network_of(request))
    except TooMany as refusal:
        return _box(request, article, problem=refusal, status=429)
    except Refused as refusal:
        return _box(request, article, problem=refusal, status=403)
    response = _answer(request, article, own)
    voter_cookie.write(response, voter)
    return response


def _withdraw(request, article) -> HttpResponse:
    if voter := voter_cookie.read(request):
        Rating.objects.withdraw(article, voter)
    return _answer(request, article, None, withdrawn=True)


def _answer(request, article, own, **said) -> HttpResponse:
    """After an act: the new box; without script a redirect to it, so that reloading sends nothing twice."""
    if wants_fragment(request):
        return _render(request, article, own, **said)
    return HttpResponse(status=303, headers={"Location": request.path})


def _box(request, article, *, problem="", status: int = 200) -> HttpResponse:
    own = Rating.objects.by(voter_cookie.read(request), article)
    return _render(request, article, own, problem=str(problem), status=status)


def _render(request, article, own, *, status: int = 200, **said) -> HttpResponse:
    template = "ratings/_box.html" if wants_fragment(request) else "ratings/page.html"
    context = {"article": article, "total": RatingTotal.objects.of(article), "own": own, **said}
    return render(request, template, context, status=status)


@csrf_exempt  # only the voter's own cookie opens it: see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request) -> HttpResponse:
    """What this browser voted; ?tai-ve=1 as JSON. POST: take everything back."""
    voter = voter_cookie.read(request)
    if request.method == "POST":
        if sent_from_elsewhere(request):
            return _mine(
                request, voter, problem=gettext("Please do this on the page of this paper."), status=403
            )
        withdraw_all(voter)
        return HttpResponse(status=303, headers={"Location": f"{request.path}?da-rut=1"})
    if "tai-ve" in request.GET:
        response = JsonResponse(export(voter), json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = 'attachment; filename="danh-gia.json"'
        return response
    return _mine(request, voter, done="da-rut" in request.GET)


def _mine(request, voter, *, status: int = 200, **said) -> HttpResponse:
    context = {"votes": Rating.objects.of_voter(voter)[:SHOWN], **said}
    return render(request, "ratings/mine.html", context, status=status)
