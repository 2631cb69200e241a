"""Signing in, in one step or two; setting the second step up; one's own account.

Between the password and the code nobody is signed in: the session holds who gave the right password, for
ten minutes, and every other page of the newsroom still asks to sign in.
"""

import time

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth import login as sign_in
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import second_factor, sessions
from accounts.acts import record

WAITING = "waiting"  # key of the session's data
PATIENCE = 600  # seconds between the password and the code


class FirstStep(LoginView):
    """Name and password."""

    next_page = "admin:index"

    def form_valid(self, form):
        person = form.get_user()
        if settings.TWO_FACTOR != "REQUIRED" and not second_factor.device_of(person):
            return super().form_valid(form)
        self.request.session.flush()
        self.request.session[WAITING] = {
            "person": person.pk,
            "backend": person.backend,
            "hash": person.get_session_auth_hash(),
            "at": int(time.time()),
            "next": self.get_success_url(),
        }
        return HttpResponseRedirect(reverse("admin:second_step"))


def waiting_person(request):
    """Who gave the right password and not yet a code; None where nobody did, or too long ago."""
    waiting = request.session.get(WAITING)
    if not waiting or time.time() - waiting["at"] > PATIENCE:
        return None
    person = get_user_model().objects.filter(pk=waiting["person"], is_active=True, is_staff=True).first()
    good = person and constant_time_compare(person.get_session_auth_hash(), waiting["hash"])
    return person if good else None


def finish(request, person) -> str:
    """Sign the waiting person in; where they wanted to go."""
    waiting = request.session.pop(WAITING)
    sign_in(request, person, backend=waiting["backend"])
    request.session[sessions.SECOND_STEP] = True
    return waiting["next"]


class CodeForm(forms.Form):
    """One field for both kinds of codes: nobody has to say which one it is."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, verb, person, data=None):
        super().__init__(data)
        self.verb, self.person, self.result = verb, person, None
        if verb is second_factor.confirm:  # digits alone: the phone shows its number keys
            self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        self.result = self.verb(self.person, self.cleaned_data["code"])


class Pages:
    """The pages of the newsroom's door and of one's own account; `site` is the newsroom."""

    def __init__(self, site):
        self.site = site

    def answer(self, request, template, title, **context):
        context |= {**self.site.each_context(request), "title": title}
        request.current_app = self.site.name
        return TemplateResponse(request, template, context)

    def second_step(self, request):
        """The code, after the right password."""
        person = waiting_person(request)
        if not person:
            return self.start_again(request)
        if not second_factor.device_of(person):
            return HttpResponseRedirect(reverse("admin:two_factor"))
        form = CodeForm(second_factor.check, person, request.POST if request.method == "POST" else None)
        if form.is_valid():
            return HttpResponseRedirect(finish(request, person))
        return self.answer(
            request, "registration/second_step.html", _("Second step"), form=form, person=person
        )

    def two_factor(self, request):
        """Set the second step up, or look after it."""
        here = self.site.has_permission(request)
        person = request.user if here else waiting_person(request)
        if not person:
            return self.start_again(request)
        if second_factor.device_of(person):
            return (
                self.look_after(request, person)
                if here
                else HttpResponseRedirect(reverse("admin:second_step"))
            )
        return self.set_up(request, person, here)

    def start_again(self, request):
        if request.session.pop(WAITING, None):
            messages.info(request, _("The sign-in took too long. Please begin again with your password."))
        return HttpResponseRedirect(reverse("admin:login"))

    def set_up(self, request, person, here: bool):
        device = second_factor.new_device(person)
        form = CodeForm(second_factor.confirm, person, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            key = second_factor.typed_key(device)
            context = {"form": form, "person": person, "picture": qr_code(device.config_url), "key": key}
            return self.answer(
                request, "registration/two_factor_set_up.html", _("Two-step sign-in"), **context
            )
        if here:
            request.session[sessions.SECOND_STEP] = True
            sessions.end(person, keep=request.session.session_key)
        target = reverse("admin:account") if here else finish(request, person)
        return self.show_codes(request, form.result, target)

    def look_after(self, request, person):
        """New recovery codes, or the end of it; both want a code."""
        form = CodeForm(second_factor.check, person, request.POST if request.method == "POST" else None)
        if form.is_valid() and request.POST.get("act") == "renew":
            return self.show_codes(request, second_factor.renew_codes(person), reverse("admin:account"))
        if form.is_valid() and request.POST.get("act") == "off" and settings.TWO_FACTOR != "REQUIRED":
            second_factor.switch_off(person)
            messages.success(request, _("Two-step sign-in is off."))
            return HttpResponseRedirect(reverse("admin:account"))
        context = {
            "form": form,
            "left": person.recovery_codes.count(),
            "may_switch_off": settings.TWO_FACTOR != "REQUIRED",
        }
        return self.answer(request, "registration/two_factor.html", _("Two-step sign-in"), **context)

    def show_codes(self, request, codes, target):
        """Once, in the answer to the form: no later page can show them again."""
        return self.answer(
            request, "registration/recovery_codes.html", _("Your recovery codes"), codes=codes, target=target
        )

    def account(self, request):
        """One's own account: password, second step, and where one is signed in."""
        person, here = request.user, request.session.session_key
        if request.method == "POST":
            ended = sessions.end(person, request.POST.get("session", ""), keep=here)
            return self.ended(request, person, ended, reverse("admin:account"))
        context = {
            "person": person,
            "device": second_factor.device_of(person),
            "codes_left": person.recovery_codes.count(),
            "required": settings.TWO_FACTOR == "REQUIRED",
            "rows": sessions.listed(person, here),
        }
        return self.answer(request, "registration/account.html", _("My account"), **context)

    def access(self, request, person):
        """A superuser helps: a lost phone, a session on somebody else's machine."""
        back = reverse("admin:accounts_user_access", args=[person.pk])
        if request.method == "POST" and request.POST.get("act") == "reset":
            if second_factor.reset(person, by=request.user):
                sessions.end(person, keep=request.session.session_key)
                messages.success(request, _("Two-step sign-in of %s was reset.") % person)
            return HttpResponseRedirect(back)
        if request.method == "POST":
            ended = sessions.end(person, request.POST.get("session", ""), keep=request.session.session_key)
            return self.ended(request, person, ended, back)
        context = {
            "person": person,
            "device": second_factor.device_of(person),
            "codes_left": person.recovery_codes.count(),
            "rows": sessions.listed(person, request.session.session_key),
            "opts": person._meta,
        }
        return self.answer(request, "admin/accounts/user/access.html", _("Sign-in of %s") % person, **context)

    def ended(self, request, person, number: int, back: str):
        if number:
            said = ngettext("Ended %d session.", "Ended %d sessions.", number) % number
            record(person, said, by=request.user)
            messages.success(request, said)
        return HttpResponseRedirect(back)


def qr_code(text: str) -> dict:
    """The picture a phone's app reads: {width in squares, dark: an SVG path round the dark ones}."""
    rows = [*segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return {"width": len(rows), "dark": "".join(dark)}
