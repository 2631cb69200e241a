from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.lists import ListAdmin, LookOnly
from articles.workflow import Refused
from ratings.figures import figures
from ratings.models import Flood, Rating, RatingTotal


class ReadOnly(LookOnly):
    """Nobody gives, changes or removes a reader's stars here."""

    @admin.display(description=gettext_lazy("article"))
    def article_title(self, row) -> str:
        """Who reads ratings reads no draft: the title of an article that has gone stays with the newsroom."""
        return row.article.title if row.article.is_public else _("(not public any more)")


@admin.register(Rating)
class RatingAdmin(ReadOnly, ListAdmin):
    list_display = ("article_title", "stars", "created_at", "changed_at")
    list_filter = ("stars",)
    list_select_related = ("article",)
    fields = ("article_title", "stars", "created_at", "changed_at")


@admin.register(RatingTotal)
class RatingTotalAdmin(ReadOnly, ListAdmin):
    """Best rated first; the score counts ten votes of 3.5 stars with the real ones."""

    list_display = ("article_title", "votes", "average", "score_text")
    list_select_related = ("article",)
    ordering = ("-score", "-votes")
    fields = ("article_title", "votes", "average")
    change_list_template = "admin/ratings/totals.html"

    def get_urls(self):
        numbers = self.admin_site.admin_view(self.figures_view)
        return [path("figures/", numbers, name="ratings_ratingtotal_figures"), *super().get_urls()]

    def figures_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("Ratings in figures"),
            "opts": self.opts,
        }
        return render(request, "admin/ratings/figures.html", context | figures())

    @admin.display(description=gettext_lazy("score"), ordering="score")
    def score_text(self, total) -> str:
        return f"{total.score:.2f}".replace(".", ",")

    @admin.display(description=gettext_lazy("average"))
    def average(self, total) -> str:
        return total.average_text


@admin.register(Flood)
class FloodAdmin(ReadOnly, ListAdmin):
    list_display = ("__str__", "article_title", "votes", "began_at", "state", "decided_by")
    list_filter = ("state",)
    list_select_related = ("article", "decided_by")

    def get_urls(self):
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("<int:pk>/decide/", decide, name="ratings_flood_decide"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = int(object_id) if object_id.isdecimal() else None
        flood = get_object_or_404(Flood.objects.select_related("article", "decided_by"), pk=pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Unusual votes"),
            "opts": self.opts,
            "flood": flood,
            "article_title": self.article_title(flood),
            "total": RatingTotal.objects.of(flood.article),
            "chart": flood.chart(),
            "may_decide": request.user.has_perm("ratings.decide_flood"),
        }
        return render(request, "admin/ratings/flood.html", context)

    def decide_view(self, request, pk: int):
        flood = get_object_or_404(Flood.objects.select_related("article__section"), pk=pk)
        try:
            flood.decide(request.user, request.POST.get("state", ""), request.POST.get("reason", ""))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The public average counts accordingly now."))
        return HttpResponseRedirect(reverse("admin:ratings_flood_change", args=[pk]))
