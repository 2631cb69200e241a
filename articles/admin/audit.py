"""The audit log: every act on every article, searched, filtered and taken along as a spreadsheet."""

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import search
from articles.admin.history import ACTS
from articles.admin.lists import ListAdmin, LookOnly
from articles.admin.spreadsheets import MOST, as_table
from articles.models import Article, Revision
from vietnamese import dates
from vietnamese.finding import folded_among


class ActFilter(admin.SimpleListFilter):
    title = _("act")
    parameter_name = "act"

    def lookups(self, request, model_admin):
        return list(ACTS.items())

    def queryset(self, request, revisions):
        return revisions.filter(act=self.value()) if self.value() in ACTS else revisions


@admin.register(Revision)
class RevisionAdmin(LookOnly, ListAdmin):
    list_display = ("when", "who", "what", "work", "reason")
    list_display_links = None
    fields = ("when", "who", "what", "work", "reason")
    list_filter = (ActFilter,)
    list_select_related = ("by", "article")
    search_fields = ("by__full_name",)  # switches the search on; get_search_results does it
    search_help_text = _("Search for a person or for words of an article, with or without marks")
    ordering = ("-pk",)
    actions = ("export",)

    @admin.display(description=_("when"))
    def when(self, revision) -> str:
        return dates.long_date(revision.at)

    @admin.display(description=_("who"))
    def who(self, revision) -> str:
        return str(revision.by or "")

    @admin.display(description=_("what"))
    def what(self, revision) -> str:
        return str(ACTS.get(revision.act, revision.act))

    @admin.display(description=_("article"))
    def work(self, revision) -> str:
        history = reverse("admin:articles_article_history", args=[revision.article_id])
        return format_html(
            '<a href="{}">{}</a>', history, revision.article.title or f"#{revision.article_id}"
        )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "article__body")

    def get_search_results(self, request, revisions, typed):
        """The newest by a person of this name, and the newest of articles with these words."""
        if not typed.strip():
            return revisions, False
        articles = search.for_desk(Article.objects.all(), typed)
        people = folded_among(User.objects.all(), typed, ("full_name", "username"))
        numbers = [list(rows.values_list("pk", flat=True)) for rows in (people, articles)]
        return revisions.filter(Q(by__in=numbers[0]) | Q(article__in=numbers[1])), False

    @admin.action(description=_("Take along as a table (CSV)"), permissions=["view"])
    def export(self, request, revisions):
        head = (_("when"), _("who"), _("what"), _("version"), _("article"), _("reason"))
        chosen = revisions.select_related("by", "article").defer("content", "article__body")[:MOST]
        return as_table("nhat-ky.csv", head, map(self.cells, chosen.iterator(2000)))

    def cells(self, row: Revision) -> list:
        return [dates.long_date(row.at), row.by, self.what(row), row.version, row.article.title, row.reason]
