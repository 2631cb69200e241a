"""The desk arranges the front page: drafts, preview, schedule, and a way back to every earlier one."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin.lists import NamedFields, NoSideDoors
from articles.signals import announce
from articles.workflow import Refused
from portal import front_page
from portal.context import paper_and_menu
from portal.models import Arrangement, BlockRule, Pin
from portal.models.arrangements import FRONT_PAGE


class PinForm(forms.ModelForm):
    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= timezone.now() and "until" in self.changed_data:
            raise forms.ValidationError(_("This time is over: choose one to come, or leave it empty."))
        return until


class BlockForm(forms.ModelForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = [name for name in ("section", "topic", "tag") if cleaned.get(name)]
        if not self.errors and len(chosen) != 1:
            raise forms.ValidationError(_("Choose one for this block: a section, a topic or a tag."))
        return cleaned


class FollowsTheArrangement:
    """Rows can be changed as long as their arrangement can."""

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.has_begun)

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and obj.has_begun)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.has_begun)


class PinInline(FollowsTheArrangement, NamedFields, NoSideDoors, admin.TabularInline):
    model, form = Pin, PinForm
    fields, autocomplete_fields = ("place", "article", "until"), ("article",)
    extra, max_num = 1, 5


class BlockInline(FollowsTheArrangement, NamedFields, NoSideDoors, admin.TabularInline):
    model, form = BlockRule, BlockForm
    fields = ("order", "section", "topic", "tag", "rule", "size")
    autocomplete_fields = ("section", "topic", "tag")
    extra, max_num = 1, 20


@admin.register(Arrangement)
class ArrangementAdmin(NamedFields, NoSideDoors, admin.ModelAdmin):
    list_display = ("__str__", "state", "starts_at", "made_by")
    list_select_related = ("made_by",)
    list_per_page = 30
    actions = None
    fields = ("note", "starts_at", "breaking_text", "breaking_article", "breaking_until")
    autocomplete_fields = ("breaking_article",)
    inlines = (PinInline, BlockInline)
    change_form_template = "admin/portal/arrangement/change_form.html"

    @admin.display(description=_("state"))
    def state(self, arrangement) -> str:
        return arrangement.state_label

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.has_begun)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.has_begun)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.clean_starts_at = clean_starts_at
        return form

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
        announce([FRONT_PAGE])  # a schedule that changed ends the page it was rendered with

    def response_change(self, request, obj):
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def _after_saving(self, request, obj):
        """What the other two buttons of the form ask for."""
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:portal_arrangement_preview", args=[obj.pk]))
        if "_now" in request.POST:
            return self._put_in_force(request, obj)
        return None

    def _put_in_force(self, request, obj):
        try:
            obj.put_in_force()
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Readers see this front page now."))
        return HttpResponseRedirect(reverse("admin:portal_arrangement_changelist"))

    # --- more pages ---------------------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview), name="portal_arrangement_preview"),
            path("<int:pk>/copy/", view(require_POST(self.copy)), name="portal_arrangement_copy"),
            path("<int:pk>/again/", view(require_POST(self.again)), name="portal_arrangement_again"),
            *super().get_urls(),
        ]

    def preview(self, request, pk: int):
        """The front page as this arrangement would show it now."""
        if not self.has_view_permission(request):
            return self._no_right(request)
        arrangement = get_object_or_404(
            Arrangement.objects.with_rows().select_related("breaking_article__section"), pk=pk
        )
        _masthead, menu = paper_and_menu()
        context = front_page.compose(menu, arrangement) | {"previewed": arrangement}
        return render(request, "home.html", context)

    def copy(self, request, pk: int):
        """To change a front page is to change a copy of it."""
        if not self.has_add_permission(request):
            return self._no_right(request)
        made = get_object_or_404(Arrangement, pk=pk).copy(request.user)
        messages.success(request, gettext("This is a copy. Readers see it once you put it in force."))
        return HttpResponseRedirect(reverse("admin:portal_arrangement_change", args=[made.pk]))

    def again(self, request, pk: int):
        """Undo: an earlier front page is back at once."""
        if not self.has_add_permission(request):
            return self._no_right(request)
        return self._put_in_force(request, get_object_or_404(Arrangement, pk=pk).copy(request.user))

    def _no_right(self, request):
        messages.error(request, gettext("You have no right to arrange the front page."))
        return HttpResponseRedirect(reverse("admin:index"))


def clean_starts_at(form):
    """An arrangement cannot begin in the past: that front page has been read."""
    starts_at = form.cleaned_data["starts_at"]
    if starts_at and starts_at <= timezone.now():
        raise forms.ValidationError(
            _("Choose a time to come, or leave it empty and press “Put in force now”.")
        )
    return starts_at
