"""The masthead: one page, no list, nothing to delete."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles.signals import EVERYTHING, announce
from portal.acts_admin import ActAdmin
from portal.addresses_admin import DeadAddressAdmin, OldAddressAdmin
from portal.emergency_admin import EmergencyStripAdmin
from portal.flat_pages_admin import FlatPageAdmin
from portal.front_page_admin import ArrangementAdmin
from portal.models import Masthead, PlainFile

__all__ = [
    "ActAdmin",
    "ArrangementAdmin",
    "DeadAddressAdmin",
    "EmergencyStripAdmin",
    "FlatPageAdmin",
    "MastheadAdmin",
    "OldAddressAdmin",
]


@admin.register(Masthead)
class MastheadAdmin(admin.ModelAdmin):
    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        self.get_queryset(request).get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:portal_masthead_change", args=[1]))

    def save_model(self, request, obj, form, change) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
        obj.draw_card()
        announce([EVERYTHING])

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(PlainFile)
class PlainFileAdmin(admin.ModelAdmin):
    fields = ("name", "text")

    def get_readonly_fields(self, request, obj=None):
        return ("name",) if obj else ()

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        announce([EVERYTHING])

    def delete_model(self, request, obj) -> None:
        super().delete_model(request, obj)
        announce([EVERYTHING])
