"""Old addresses and where they lead; dead ones readers hit, the most wanted first."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import OldAddress
from portal.models import DeadAddress
from vietnamese.text import slug


def in_addresses(rows, typed: str, *columns: str):
    """Addresses as typed, or with the words typed the way addresses write them: "Thái Sơn" is thai-son."""
    ways = {typed.strip(), slug(typed)} - {""}
    found = [(f"{column}__icontains", way) for column in columns for way in ways]
    return rows.filter(Q(*found, _connector=Q.OR)) if found else rows


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    list_display = ("path", "target")
    search_fields = ("path",)  # switches the search on; get_search_results does it
    fields = ("path", "target")

    def get_search_results(self, request, addresses, typed):
        return in_addresses(addresses, typed, "path", "target"), False

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        DeadAddress.objects.filter(path=obj.path).delete()


@admin.register(DeadAddress)
class DeadAddressAdmin(admin.ModelAdmin):
    list_display = ("path", "hits", "last_at", "source", "point")
    list_display_links = None
    search_fields = ("path",)  # switches the search on; get_search_results does it

    def get_search_results(self, request, addresses, typed):
        return in_addresses(addresses, typed, "path"), False

    @admin.display(description=_("what to do"))
    def point(self, row) -> str:
        address = reverse("admin:articles_oldaddress_add") + "?" + urlencode({"path": row.path})
        return format_html('<a href="{}">{}</a>', address, gettext("Point it somewhere"))

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
