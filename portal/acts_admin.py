"""What was done in the newsroom besides articles: people, rights, rules, the front page, sign-ins."""

from django.contrib import admin
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import Act
from articles.admin.lists import ListAdmin, LookOnly
from articles.admin.spreadsheets import MOST, as_table
from vietnamese import dates
from vietnamese.finding import folded_among


@admin.register(Act)
class ActAdmin(LookOnly, ListAdmin):
    list_display = ("when", "who", "what", "thing", "kind")
    list_display_links = None
    fields = ("when", "who", "what", "thing", "kind")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr",)  # switches the search on; get_search_results does it
    search_help_text = _("Search for a person or for the name of what was changed")
    ordering = ("-pk",)
    actions = ("export",)

    @admin.display(description=_("when"))
    def when(self, act) -> str:
        return dates.long_date(act.action_time)

    @admin.display(description=_("who"))
    def who(self, act) -> str:
        return str(act.user)

    @admin.display(description=_("what"))
    def what(self, act) -> str:
        said = act.get_change_message()
        return said or str(act.get_action_flag_display())

    @admin.display(description=_("on"))
    def thing(self, act) -> str:
        try:
            url = act.get_admin_url() if not act.is_deletion() else None
        except NoReverseMatch:
            url = None
        return format_html('<a href="{}">{}</a>', url, act.object_repr) if url else act.object_repr

    @admin.display(description=_("kind"))
    def kind(self, act) -> str:
        model = act.content_type and act.content_type.model_class()
        return str(model._meta.verbose_name) if model else ""

    def get_search_results(self, request, acts, typed):
        return folded_among(acts, typed, ("object_repr", "user__full_name", "user__username")), False

    @admin.action(description=_("Take along as a table (CSV)"), permissions=["view"])
    def export(self, request, acts):
        head = (_("when"), _("who"), _("what"), _("on"), _("kind"))
        chosen = acts.select_related("user", "content_type")[:MOST]
        return as_table("viec-quan-tri.csv", head, map(self.cells, chosen.iterator(2000)))

    def cells(self, act: Act) -> list[str]:
        return [self.when(act), self.who(act), self.what(act), act.object_repr, self.kind(act)]
