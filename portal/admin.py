"""The masthead: one page, no list, nothing to delete."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles.signals import EVERYTHING, announce
from portal.models import Masthead


@admin.register(Masthead)
class MastheadAdmin(admin.ModelAdmin):
    def changelist_view(self, request, extra_context=None):
        self.get_queryset(request).get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:portal_masthead_change", args=[1]))

    def save_model(self, request, obj, form, change) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
        announce([EVERYTHING])

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
