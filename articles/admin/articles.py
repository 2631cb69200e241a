"""Writing, editing and publishing in the newsroom. Every save and every button is one verb of the model."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import search
from articles.admin import moves
from articles.admin.forms import ArticleForm
from articles.admin.inlines import BylineInline, PickInline, rows_of
from articles.admin.lists import ListAdmin, NoSideDoors
from articles.editor import allow_editor
from articles.models import Article, Pick
from articles.workflow import MOVES, Public, Review
from vietnamese import dates


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        yield "mine", _("Mine, not published yet")
        yield from Review.choices
        yield "scheduled", _("Scheduled")
        yield from ((value, label) for value, label in Public.choices if value != Public.PRIVATE)

    def queryset(self, request, articles):
        value = self.value()
        if value == "mine":
            return articles.filter(public_state=Public.PRIVATE, created_by=request.user)
        if value in Review.values:
            return articles.filter(public_state=Public.PRIVATE, review_state=value)
        if value == Public.LIVE:
            return articles.published()
        if value == "scheduled":
            return articles.scheduled()
        return articles.filter(public_state=value) if value in Public.values else articles


@admin.register(Article)
class ArticleAdmin(NoSideDoors, ListAdmin):
    form = ArticleForm
    inlines = (BylineInline, PickInline)
    list_display = ("title", "state", "section", "created_by", "updated", "published")
    list_select_related = ("section", "created_by")
    list_filter = (StateFilter, "top_section")
    search_fields = ("title",)  # switches the search on; get_search_results does it
    autocomplete_fields = ("section",)
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = (
        (None, {"fields": ("title", ("source_prefix",), "lead")}),
        (_("Picture"), {"fields": ("lead_picture", "caption", "credit", "alternative_text")}),
        (None, {"fields": ("body", "seen_version")}),
        (_("Where it stands"), {"fields": ("section", "tags", "topics")}),
        (
            _("Readers"),
            {"fields": ("ratings_open", "comments_open", "comments_close_at"), "classes": ("collapse",)},
        ),
    )

    @admin.display(description=_("state"))
    def state(self, article) -> str:
        return article.state_label

    @admin.display(description=_("updated at"), ordering="updated_at")
    def updated(self, article) -> str:
        return dates.long_date(article.updated_at)

    @admin.display(description=_("published at"), ordering="published_at")
    def published(self, article) -> str:
        return dates.long_date(article.published_at) if article.published_at else "–"

    # --- who sees what --------------------------------------------------------------------------

    def get_queryset(self, request):
        articles = super().get_queryset(request)
        visible = articles.visible_to(request.user)
        if request.path == reverse("admin:autocomplete"):  # anything public may be picked
            visible = (visible | articles.published()).distinct()
        return visible

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.can_be_edited_by(request.user))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # what was written stays; what must go from the public is withdrawn

    def get_search_results(self, request, articles, query):
        return search.for_desk(articles, query), False

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_public else None

    # --- the form -------------------------------------------------------------------------------

    @method_decorator(allow_editor)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        article = object_id and self.get_object(request, object_id)
        context = {"moves": article.moves_for(request.user), "article": article} if article else {}
        context["latest"] = article and article.revisions.select_related("by").first()
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | context)

    def save_model(self, request, obj, form, change) -> None:
        """A new article gets its row here; all content is stored by `save_related`, in one verb."""
        if not change:
            started = Article.objects.start(request.user)
            obj.pk, obj.version, obj.created_by = started.pk, started.version, started.created_by
            obj._state.adding = False

    def save_related(self, request, form, formsets, change) -> None:
        rows = {formset.model: rows_of(formset) for formset in formsets}
        bylines = rows.get(BylineInline.model)
        picks = rows.get(Pick)
        article = Article.objects.get(pk=form.instance.pk)
        article.revise(
            request.user,
            seen=article.version,  # the form has compared it with what this person saw, and holds the lock
            changes=form.changes(),
            tags=form.cleaned_data["tags"],
            topics=list(form.cleaned_data["topics"]),
            bylines=None if bylines is None else [(row["author"], row["role"]) for row in bylines],
            picks=None if picks is None else [(row["target"], row["text"]) for row in picks],
        )
        form.instance._become(article)

    def construct_change_message(self, request, form, formsets, add=False):
        return []  # what changed is in the revision

    def response_add(self, request, obj, post_url_continue=None):
        return self.after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.after_saving(request, obj) or super().response_change(request, obj)

    def after_saving(self, request, article):
        """When a move's button was pressed: save first, then move, then stay on the article."""
        code = request.POST.get("_move")
        if code not in MOVES:
            return None
        moves.perform(request, article, code)
        return self.back_to(article)

    def back_to(self, article):
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    # --- pages of its own -------------------------------------------------------------------------

    def get_urls(self):
        return [
            path(
                "<int:pk>/move/",
                self.admin_site.admin_view(require_POST(self.move_view)),
                name="articles_article_move",
            ),
            *super().get_urls(),
        ]

    def move_view(self, request, pk):
        """A move by somebody who may not edit the text: only the buttons, with the version they saw."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        code, seen = request.POST.get("_move"), request.POST.get("seen_version", "")
        if code not in MOVES:
            raise PermissionDenied
        if seen.isdecimal():
            article.version = int(seen[:9])
        moves.perform(request, article, code)
        return self.back_to(article)

    def history_view(self, request, object_id, extra_context=None):
        article = get_object_or_404(self.get_queryset(request), pk=object_id)
        revisions = article.revisions.select_related("by").defer("content")[:200]
        acts = {"revise": _("Saved")} | {code: move.done for code, move in MOVES.items()}
        rows = [{"revision": row, "act": acts.get(row.act, row.act)} for row in revisions]
        context = self.admin_site.each_context(request) | {
            "title": _("History"),
            "article": article,
            "rows": rows,
            "opts": self.opts,
        }
        return render(request, "admin/articles/article/history.html", context)
