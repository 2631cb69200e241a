"""Pinning the emergency strip, and taking it down: what was shown is not changed, a new one replaces it."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import NamedFields
from portal.models import EmergencyStrip


class StripForm(forms.ModelForm):
    class Meta:
        model = EmergencyStrip
        fields = ("text", "numbers", "until")

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("This time is over: choose one to come, or leave it empty."))
        return until


class TakeDownForm(forms.ModelForm):
    take_down = forms.BooleanField(
        label=_("Take the strip down now"), required=False, help_text=_("It leaves every page at once.")
    )

    class Meta:
        model = EmergencyStrip
        fields = ()


@admin.register(EmergencyStrip)
class EmergencyStripAdmin(NamedFields, admin.ModelAdmin):
    list_display = ("text", "state", "pinned_at", "pinned_by", "taken_down_at", "taken_down_by")
    list_select_related = ("pinned_by", "taken_down_by")
    list_per_page = 30
    actions = None

    @admin.display(description=_("shown to readers"), boolean=True)
    def state(self, strip) -> bool:
        return strip.is_shown

    def get_form(self, request, obj=None, **options):
        return super().get_form(request, obj, form=TakeDownForm if obj else StripForm, **options)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ("text", "numbers", "until")
        return (
            "text",
            "numbers",
            "until",
            *(("take_down",) if self.has_change_permission(request, obj) else ()),
        )

    def get_readonly_fields(self, request, obj=None):
        return ("text", "numbers", "until") if obj else ()

    def has_change_permission(self, request, obj=None) -> bool:
        may = request.user.has_perm("portal.add_emergencystrip")
        return may and (obj is None or obj.taken_down_at is None)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            made = EmergencyStrip.objects.pin(
                request.user, **{name: form.cleaned_data[name] for name in ("text", "numbers", "until")}
            )
            obj.pk, obj.pinned_by = made.pk, made.pinned_by
        elif form.cleaned_data["take_down"]:
            obj.take_down(request.user)
