"""Writing, editing and publishing in the newsroom. Every save and every button is one verb of the model."""

import copy

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import search
from articles.admin import moves
from articles.admin.alike import AlikeBeside
from articles.admin.choices import KnownChoice, KnownSelect
from articles.admin.copydesk import CopyDesk
from articles.admin.forms import ArticleForm
from articles.admin.history import History
from articles.admin.inlines import BylineInline, PickInline, rows_to_show
from articles.admin.lists import ListAdmin, NoSideDoors
from articles.admin.previews import Previews
from articles.admin.saving import Saving
from articles.admin.suggestions import Suggesting
from articles.admin.unsaved import Unsaved
from articles.copydesk.rules import findings
from articles.editor import allow_editor
from articles.models import Article
from articles.workflow import MOVES, WAITING, Public, Refused, Review
from vietnamese import dates

DESK_STATES = {
    "sent-back": lambda articles: articles.sent_back(),
    "overdue": lambda articles: articles.overdue(),
    **{f"stage-{stage.value}": lambda articles, stage=stage: articles.at_stage(stage) for stage in WAITING},
    **{state.value: lambda articles, state=state: articles.unpublished(state) for state in Review},
    "edits": lambda articles: articles.with_edit_waiting(),
    "scheduled": lambda articles: articles.scheduled(),
    Public.LIVE.value: lambda articles: articles.published(),
    Public.WITHDRAWN.value: lambda articles: articles.withdrawn(),
}


class SectionFilter(admin.RelatedFieldListFilter):
    """A top section with everything below it; called by its name in the newsroom, not by the field's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("section")
        self.empty_value_display = _("No section yet")  # a lone dash says nothing


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        yield "mine", _("Mine, not published yet")
        yield from Review.choices
        yield "sent-back", _("Sent back")
        yield "overdue", _("Overdue")
        yield from ((f"stage-{stage.value}", label) for stage, label in WAITING.items())
        yield "edits", _("Edit waits for approval")
        yield "scheduled", _("Scheduled")
        yield from ((value, label) for value, label in Public.choices if value != Public.PRIVATE)

    def queryset(self, request, articles):
        if self.value() == "mine":
            return articles.unpublished().filter(created_by=request.user)
        return DESK_STATES[self.value()](articles) if self.value() in DESK_STATES else articles


@admin.register(Article)
class ArticleAdmin(
    CopyDesk, AlikeBeside, Unsaved, Saving, Suggesting, History, Previews, NoSideDoors, ListAdmin
):
    form = ArticleForm
    inlines = (BylineInline, PickInline)
    list_display = ("title", "state", "section", "created_by", "updated", "published")
    list_select_related = ("section", "created_by")
    list_filter = (StateFilter, ("top_section", SectionFilter))
    search_fields = ("title",)  # switches the search on; get_search_results does it
    autocomplete_fields = ("section", "recording", "translation_of")
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = (
        (None, {"fields": ("title", ("source_prefix",), "lead")}),
        (_("Picture"), {"fields": ("lead_picture", "caption", "credit", "alternative_text")}),
        (
            _("Kind of story"),
            {"fields": ("kind", "recording", "recording_link", "transcript"), "classes": ("story-kind",)},
        ),
        (None, {"fields": ("body", "seen_version", "tab", "took")}),
        (_("Where it stands"), {"fields": ("section", "tags", "topics", "translation_of")}),
        (_("Planning"), {"fields": (("priority", "deadline"),)}),
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
            visible = articles.nameable_by(request.user)
        found = visible.select_related("pending", "section__parent", "claimed_by", "sealed_by")
        return found.select_for_update(of=("self",)) if getattr(request, "locks", False) else found

    def visible(self, request, pk) -> Article:
        """The article, where this person may open it; else 404."""
        if not str(pk).isdecimal():  # Django's history takes any text
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def has_change_permission(self, request, obj=None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.can_be_edited_by(request.user))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # what was written stays; what must go from the public is withdrawn

    def get_search_results(self, request, articles, query):
        found = search.for_desk(articles, query)
        return (found.order_by(*articles.query.order_by) if "o" in request.GET else found), False

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_public else None

    # --- the form -------------------------------------------------------------------------------

    @method_decorator(allow_editor)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.draft_taken = self.draft_taken(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(self, request, object_id, from_field=None):
        """As the database has it, kept apart from what a form does to its instance; locked to be saved."""
        request.locks = request.method == "POST"
        found = super().get_object(request, object_id, from_field)
        request.locks = False
        request.article = copy.copy(found)
        return found

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        article = request.article if change else None
        context |= self.unsaved_context(request, article)
        context["findings"] = findings(article.latest_fields(), article.pk) if article else []
        if article:
            context |= moves.offered(article, request.user)
            latest = article.revisions.select_related("by").defer("content").first()
            context |= {"article": article, "latest": latest}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Rows of a pending edit or an unsaved text, where there is one: saving replaces them all."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        rows = rows_to_show(inline, request, obj)
        if rows is not None:
            options |= {"queryset": options["queryset"].none(), "initial": rows}
        return options

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

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "section":
            kwargs |= {"widget": KnownSelect(db_field, self.admin_site), "form_class": KnownChoice}
        if db_field.name == "translation_of":
            kwargs["queryset"] = Article.objects.nameable_by(request.user, getattr(request, "article", None))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def log_change(self, request, obj, message):
        """Every act on an article has its revision."""

    log_addition = log_change

    # --- pages of its own -------------------------------------------------------------------------

    def get_urls(self):
        return [
            path(
                "<int:pk>/move/",
                self.admin_site.admin_view(require_POST(self.move_view)),
                name="articles_article_move",
            ),
            path(
                "<int:pk>/claim/",
                self.admin_site.admin_view(require_POST(self.claim_view)),
                name="articles_article_claim",
            ),
            *super().get_urls(),
        ]

    def claim_view(self, request, pk):
        """Take the article, or give it back (release=1); then to where the person came from."""
        article = self.visible(request, pk)
        try:
            if request.POST.get("release"):
                article.release(request.user)
            else:
                article.claim(request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), level="error")
        return (
            HttpResponseRedirect(reverse("admin:index")) if "start" in request.POST else self.back_to(article)
        )

    def move_view(self, request, pk):
        """A move by somebody who may not edit the text: only the buttons, with the version they saw."""
        article = self.visible(request, pk)
        code, seen = request.POST.get("_move"), request.POST.get("seen_version", "")
        if code not in MOVES:
            raise PermissionDenied
        if seen.isdecimal():
            article.version = int(seen[:9])
        moves.perform(request, article, code)
        if request.POST.get("from") == "preview":
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        return self.back_to(article)
