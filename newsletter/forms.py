"""Signing up for the morning's letter: an address, perhaps some sections, and a yes."""

import time

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from vietnamese.text import normalise

MIN_SECONDS, MAX_SECONDS = 2, 24 * 3600
SALT = "newsletter.form"


def choosable():
    return Section.objects.filter(parent=None, in_menu=True).order_by("order", "pk")


class SectionsForm(forms.Form):
    sections = forms.ModelMultipleChoiceField(
        queryset=Section.objects.none(),
        required=False,
        label=_("Only from these sections (none chosen: from all)"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value", "invalid_list"),
            _("One of the sections is not there any more: choose again."),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="ban-tin-%s", **kwargs)
        self.fields["sections"].queryset = choosable()


class SignUpForm(SectionsForm):
    """`opened` is the signed time the form was shown; programs send it at once or not at all."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "required": True}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "max_length"), _("Please write your e-mail address, like ten@vidu.vn.")
        ),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Please tick that you agree; without it we may not keep your address.")}
    )
    website = forms.CharField(required=False)  # nobody sees it; programs fill it in
    opened = forms.CharField(required=False)
    field_order = ["email", "sections", "consent"]

    @property
    def token(self) -> str:
        """The time this form was first shown, or now for one that is too old."""
        if self.is_bound and self.age() is not None and self.age() < MAX_SECONDS:
            return self.data["opened"]
        return signing.dumps(int(time.time()), salt=SALT)

    def age(self) -> float | None:
        try:
            return time.time() - signing.loads(normalise(self.data.get("opened", "")), salt=SALT)
        except signing.BadSignature:
            return None

    def clean(self) -> dict:
        cleaned, age = super().clean(), self.age()
        if age is None or age >= MAX_SECONDS:
            raise forms.ValidationError(_("This form was open for a long time. Please send it once more."))
        if cleaned.get("website"):
            raise forms.ValidationError(
                _("A hidden field was filled in. It is empty again: please send once more.")
            )
        if not self.errors and age < MIN_SECONDS:
            raise forms.ValidationError(_("That was very fast. Please wait a moment and send once more."))
        return cleaned
