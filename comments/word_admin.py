"""The word lists in the newsroom: the paper's own entries, and below them what is shipped."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.lists import ListAdmin
from comments import lexicon
from comments.jobs import rescore_waiting
from comments.models import CommentPolicy, HouseRules, StoppedWriter, WordEntry
from vietnamese.finding import folded_among

AT_ONCE = 1000  # waiting comments screened anew while the person waits; the others follow within a minute


@admin.register(WordEntry)
class WordEntryAdmin(ListAdmin):
    list_display = ("term", "effect", "exact", "points", "stands_for", "note", "changed_at")
    list_filter = ("effect", "exact")
    search_fields = ("key",)  # switches the search on; get_search_results does it
    fields = ("term", "effect", "exact", "unless", "points", "stands_for", "note")
    actions = None

    def get_search_results(self, request, entries, typed):
        return folded_among(entries, typed, ("term", "note")), False

    def get_urls(self):
        shipped = self.admin_site.admin_view(self.shipped_view)
        return [path("shipped/", shipped, name="comments_wordentry_shipped"), *super().get_urls()]

    def shipped_view(self, request):
        """What comes with the portal; where the paper has an entry of its own, that one counts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = sorted(lexicon.shipped()[0].values(), key=lambda entry: (entry.effect, entry.term))
        labels = dict(WordEntry.EFFECTS)
        own = set(WordEntry.objects.values_list("key", flat=True))
        rows = [
            {"entry": entry, "effect": labels[entry.effect], "replaced": lexicon.key_of(entry.term) in own}
            for entry in entries
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Shipped word lists"),
            "opts": self.opts,
            "rows": rows,
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/comments/shipped_words.html", context)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._rescore(request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self._rescore(request)

    def _rescore(self, request) -> None:
        def now():
            done = rescore_waiting(AT_ONCE)
            text = ngettext(
                "%d waiting comment was screened anew.", "%d waiting comments were screened anew.", done
            )
            messages.info(request, text % done)

        transaction.on_commit(now)


@admin.register(CommentPolicy)
class CommentPolicyAdmin(ListAdmin):
    list_display = ("__str__", "is_open", "close_after_days", "trust_after")
    list_select_related = ("section",)
    fields = ("section", "is_open", "close_after_days", "trust_after")
    actions = None
    list_display_links = ("__str__",)


@admin.register(StoppedWriter)
class StoppedWriterAdmin(ListAdmin):
    """To let a writer back in, delete the row."""

    list_display = ("name", "note", "by", "at")
    list_select_related = ("by",)
    search_fields = ("name",)  # switches the search on; get_search_results does it
    readonly_fields = ("name", "note", "by", "at")

    def get_search_results(self, request, writers, typed):
        return folded_among(writers, typed, ("name", "note")), False

    def has_add_permission(self, request) -> bool:
        return False


@admin.register(HouseRules)
class HouseRulesAdmin(ListAdmin):
    """A new wording is a new row; consents name the one they were given to."""

    list_display = ("__str__", "since")
    fields = ("text",)
    actions = None

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
