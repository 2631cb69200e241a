"""Where the links in our letters lead: confirming, stopping, and one's own data. Never cached."""

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.readers import sent_from_elsewhere
from comments import privacy
from comments.models import Correspondent
from comments.models.letters import DOOR_SECONDS
from comments.writers import writer_cookie


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_length"),
            _("Please write the e-mail address you commented with, like ten@vidu.vn."),
        ),
    )


@csrf_exempt  # carries no authority: the answer goes to the address itself
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request) -> HttpResponse:
    """A reader asks for the link to what is held; the answer does not tell whether anything is.

    What has no address stands here: likes and reports of this browser, ?tai-ve=1 as JSON. `withdraw` ends
    them.
    """
    reader, is_sent = (
        writer_cookie.read(request),
        request.method == "POST" and not sent_from_elsewhere(request),
    )
    if is_sent and "withdraw" in request.POST:
        privacy.withdraw_of_browser(reader)
        return HttpResponse(status=303, headers={"Location": f"{request.path}?da-rut=1"})
    form = AddressForm(request.POST if request.method == "POST" else None)
    if is_sent and form.is_valid():
        Correspondent.objects.open_door(form.cleaned_data["email"])
        return HttpResponse(status=303, headers={"Location": f"{request.path}?da-gui=1"})
    if "tai-ve" in request.GET:
        return _as_file(privacy.of_browser(reader))
    context = {"form": form, "done": "da-gui" in request.GET, "withdrawn": "da-rut" in request.GET}
    context |= privacy.of_browser(reader)
    return render(request, "comments/my_data.html", context, status=400 if form.errors else 200)


def _as_file(data: dict) -> JsonResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="y-kien.json"'
    return response


def _whose(token: str, purpose: str, max_age: int | None = None) -> Correspondent:
    person = Correspondent.objects.by_token(token, purpose, max_age=max_age)
    if person is None:
        raise Http404
    return person


@csrf_exempt  # the signed token in the address is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, token: str) -> HttpResponse:
    """GET: everything held under the address; ?tai-ve=1 as JSON. POST: withdraw."""
    person = _whose(token, "door", DOOR_SECONDS)
    if request.method == "POST":
        count = privacy.withdraw(person.email)
        return _said(
            request, gettext("Withdrawn: your name and address stand on none of the %d comments.") % count
        )
    if "tai-ve" in request.GET:
        return _as_file(privacy.export(person.email))
    return _private(
        render(request, "comments/door.html", {"comments": privacy.held_about(person.email)[:500]})
    )


@csrf_exempt  # the signed token in the address is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token: str) -> HttpResponse:
    """A button, because mail programs open links by themselves; POST confirms."""
    person = _whose(token, "confirm")
    if request.method == "POST":
        Correspondent.objects.filter(pk=person.pk).update(confirmed_at=timezone.now(), stopped_at=None)
        return _said(request, gettext("Confirmed. You will hear about your comments by mail."))
    return _ask(request, gettext("Get notices about your comments by mail?"), gettext("Yes, send me notices"))


@csrf_exempt  # the signed token in the address is the authority; mail programs post here (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token: str) -> HttpResponse:
    """One click: in the mail program by POST, or on this page."""
    person = _whose(token, "stop")
    if request.method == "POST":
        Correspondent.objects.filter(pk=person.pk).update(stopped_at=timezone.now())
        return _said(request, gettext("Stopped. No more notices will come."))
    return _ask(request, gettext("Get no more notices about comments?"), gettext("Stop the notices"))


def _ask(request, question: str, button: str) -> HttpResponse:
    return _private(render(request, "comments/mail.html", {"question": question, "button": button}))


def _said(request, sentence: str) -> HttpResponse:
    return _private(render(request, "comments/mail.html", {"said": sentence}))


def _private(response: HttpResponse) -> HttpResponse:
    """The address of this page is a key: it travels with no link."""
    response["Referrer-Policy"] = "no-referrer"
    return response
