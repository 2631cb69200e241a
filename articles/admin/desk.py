"""The newsroom's own settings: chains of approval, the copy desk's rules, the table of short forms."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin, NoSideDoors
from articles.models import Abbreviation, Chain, CopyRule
from articles.models.indexes import key_of
from vietnamese.finding import marks_first
from vietnamese.text import normalise_line


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


@admin.register(Abbreviation)
class AbbreviationAdmin(ListAdmin):
    list_display = ("short", "long")
    fields = ("short", "long")
    search_fields = ("short",)  # switches the search on; get_search_results does it

    def get_search_results(self, request, rows, typed):
        key = key_of(typed)
        if not key:
            return rows, False
        found = rows.filter(Q(short_key__startswith=key) | Q(long_key__contains=key))
        return marks_first(rows, found, normalise_line(typed), ("short", "long")), False
