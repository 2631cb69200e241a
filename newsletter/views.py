"""Signing up, confirming, choosing, leaving. Never cached; every page works without script."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.readers import network_of, sent_from_elsewhere
from newsletter.forms import SectionsForm, SignUpForm
from newsletter.models import Subscriber, TooMany
from newsletter.models.subscribers import CONFIRM_WITHIN

SENT = "da-gui"


@csrf_exempt  # carries no authority: the answer goes to the address itself, see sent_from_elsewhere
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request) -> HttpResponse:
    """The form. The short one on the front page sends an address alone: it is asked for the rest here."""
    if not settings.NEWSLETTER_OPEN:
        return sign_up_page(request, SignUpForm(), status=503 if request.method == "POST" else 200)
    if request.method != "POST" or "opened" not in request.POST:
        form = SignUpForm(initial={"email": request.POST.get("email", "")[:254]})
        return sign_up_page(request, form, done=SENT in request.GET)
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return sign_up_page(request, form, status=400)
    if sent_from_elsewhere(request):
        form.add_error(None, gettext("Please sign up on the page of this paper."))
        return sign_up_page(request, form, status=403)
    try:
        Subscriber.objects.sign_up(
            form.cleaned_data["email"], form.cleaned_data["sections"], network_of(request)
        )
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return sign_up_page(request, form, status=429)
    return HttpResponse(status=303, headers={"Location": f"{request.path}?{SENT}=1"})


def sign_up_page(request, form: SignUpForm, *, done=False, status=200) -> HttpResponse:
    context = {
        "form": form,
        "done": done,
        "hour": settings.NEWSLETTER_HOUR,
        "is_open": settings.NEWSLETTER_OPEN,
    }
    return render(request, "newsletter/sign_up.html", context, status=status)


def whose(token: str, purpose: str, within: timedelta | None = None) -> Subscriber | None:
    """None for somebody who has left meanwhile; 404 for a token that is none of ours or too old."""
    try:
        return Subscriber.objects.by_token(token, purpose, within=within)
    except signing.BadSignature:
        raise Http404 from None


@csrf_exempt  # the signed token in the address is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token: str) -> HttpResponse:
    """A button, because mail programs open links by themselves; POST confirms."""
    person = whose(token, "confirm", CONFIRM_WITHIN)
    if person is None:
        return said(request, gettext("This address is not on the list any more. You may sign up again."))
    if request.method == "POST":
        person.confirm()
        return said(request, gettext("Done. Your first letter comes with the next morning."))
    return ask(request, gettext("Get the morning's letter at this address?"), gettext("Yes, send it to me"))


@csrf_exempt  # the signed token in the address is the authority; mail programs post here (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, token: str) -> HttpResponse:
    """One click: in the mail program by POST, or on this page. A second one is as good."""
    person = whose(token, "leave")
    if person and request.method != "POST":
        return ask(request, gettext("Get no more letters of the morning?"), gettext("Leave the list"))
    if person:
        person.leave()
    return said(request, gettext("You get no more letters, and your address is erased."))


@csrf_exempt  # the signed token in the address is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, token: str) -> HttpResponse:
    """Other sections; and the way off the list."""
    person = whose(token, "choose")
    if person is None:
        return said(request, gettext("This address is not on the list any more. You may sign up again."))
    form = SectionsForm(request.POST or None, initial={"sections": person.sections.all()})
    if request.method == "POST":
        form = SectionsForm(request.POST)
        if form.is_valid():
            person.sections.set(form.cleaned_data["sections"])
            return said(request, gettext("Kept. The next letter follows your choice."))
    context = {"form": form, "leave_token": person.token("leave")}
    return private(render(request, "newsletter/choose.html", context, status=400 if form.errors else 200))


def ask(request, question: str, button: str) -> HttpResponse:
    return private(render(request, "newsletter/answer.html", {"question": question, "button": button}))


def said(request, sentence: str) -> HttpResponse:
    return private(render(request, "newsletter/answer.html", {"said": sentence}))


def private(response: HttpResponse) -> HttpResponse:
    """The address of this page is a key: it travels with no link."""
    response["Referrer-Policy"] = "no-referrer"
    return response
