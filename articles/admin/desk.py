"""The newsroom's own settings: chains of approval and the copy desk's rules."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin, NoSideDoors
from articles.models import Chain, CopyRule


@admin.register(Chain)
class ChainAdmin(NoSideDoors, ListAdmin):
    list_display = ("where", "way")
    list_display_links = ("where", "way")
    list_select_related = ("section__parent",)
    fields = ("section", "editor", "secretary", "chief")

    @admin.display(description=_("section"))
    def where(self, chain) -> str:
        return str(chain.section or _("Every other section"))

    @admin.display(description=_("way"))
    def way(self, chain) -> str:
        return chain.in_words()


@admin.register(CopyRule)
class CopyRuleAdmin(ListAdmin):
    list_display = ("name", "action")
    fields = ("action",)
    actions = None

    @admin.display(description=_("rule"))
    def name(self, rule) -> str:
        return str(rule)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
