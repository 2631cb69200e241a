"""The picture library: a wall of thumbnails, search, what is missing, where each picture is used."""

from django.contrib import admin, messages
from django.contrib.admin.options import ShowFacets
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from images.desk import MOST, Desk, describe_url
from images.forms import FOCUS, RIGHTS, TEXTS, DescriptionForm
from images.models import Image
from images.paging import CappedPaginator
from images.uses import uses_of, where_used
from images.widgets import PICTURES_SCRIPT
from vietnamese.numbers import grouped


class DeskFilter(admin.SimpleListFilter):
    title = _("what to look at")
    parameter_name = "show"
    kinds = {
        "mine": (_("Uploaded by me"), lambda images, user: images.filter(uploaded_by=user)),
        "lacking": (
            _("Caption, credit or description missing"),
            lambda images, _user: images.lacking_texts(),
        ),
        "unused": (_("Not used yet"), lambda images, _user: images.unused()),
        "ending": (_("Rights end within 30 days"), lambda images, _user: images.rights_ending()),
        "ended": (_("Rights have ended"), lambda images, _user: images.rights_ended()),
    }

    def lookups(self, request, model_admin):
        return [(code, label) for code, (label, _find) in self.kinds.items()]

    def queryset(self, request, images):
        _label, find = self.kinds.get(self.value(), ("", lambda images, _user: images))
        return find(images, request.user)


@admin.register(Image)
class ImageAdmin(Desk, admin.ModelAdmin):
    form = DescriptionForm
    list_display = ("thumbnail", "name", "credit", "pixels", "uploaded_by", "uploaded_at")
    list_display_links = ("thumbnail", "name")
    list_select_related = ("uploaded_by",)
    list_per_page = 48
    list_max_show_all = 0
    list_filter = (DeskFilter, "uploaded_at")
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    search_fields = ("caption",)  # switches the search on; get_search_results does it
    search_help_text = _("Search in captions, credits and descriptions, with or without marks")
    actions = ("describe_chosen",)
    fieldsets = (
        (None, {"fields": ("focal_point", FOCUS)}),
        (_("Texts"), {"fields": TEXTS}),
        (_("Right to print"), {"fields": RIGHTS}),
        (_("About"), {"fields": ("pixels", "uploaded_by", "uploaded_at")}),
    )
    readonly_fields = ("focal_point", "pixels", "uploaded_by", "uploaded_at")

    class Media:
        css = {"all": ["css/newsroom-images.css"]}
        js = [PICTURES_SCRIPT]

    # --- what is shown --------------------------------------------------------------------------
    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> str:
        template = '<img class="picture-thumbnail" src="{}" alt="{}" loading="lazy" width="120" height="80">'
        return format_html(template, image.thumbnail_url, image)

    @admin.display(description=_("caption"), ordering="caption")
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("width × height"), ordering="width")
    def pixels(self, image: Image) -> str:
        return f"{grouped(image.width)} × {grouped(image.height)}"

    @admin.display(description=_("focal point"))
    def focal_point(self, image: Image) -> str:
        ids = {"x": "id_focal_x", "y": "id_focal_y"}
        return render_to_string("admin/images/image/focal_point.html", {"image": image} | ids)

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, {"title": _("Picture library")} | (extra_context or {}))
        if found := getattr(answer, "context_data", {}).get("cl"):
            known = uses_of(found.result_list, request.user)
            for image in found.result_list:
                image.used = known[image.pk]
        return answer

    def change_view(self, request, object_id, form_url="", extra_context=None):
        image = self.get_object(request, object_id)
        context = where_used(image, request.user) if image else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def save_model(self, request, obj, form, change) -> None:
        pass  # the form has written what changed

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    # --- acts -----------------------------------------------------------------------------------
    @admin.action(description=_("Describe the chosen pictures on one screen"), permissions=["change"])
    def describe_chosen(self, request, images):
        return HttpResponseRedirect(describe_url(images.order_by("pk")[:MOST]))

    def get_actions(self, request) -> dict:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one by one, each asked where it is used
        return actions

    def has_delete_permission(self, request, obj=None) -> bool:
        """Whoever may delete pictures; and everybody a picture they sent themselves."""
        own = obj is not None and obj.uploaded_by_id == request.user.pk
        return super().has_delete_permission(request, obj) or (own and self.has_add_permission(request))

    def delete_view(self, request, object_id, extra_context=None):
        image = self.get_object(request, object_id)
        if not image or not self.has_delete_permission(request, image):
            return super().delete_view(request, object_id, extra_context)
        if image.is_used():
            return self._used(request, image)
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # somebody put it into a text while the page was open
            return self._used(request, image)

    def _used(self, request, image: Image):
        """Back to the picture's page, which names every place."""
        sentence = gettext("This picture is in use: take it out of the places named below, then delete it.")
        messages.error(request, sentence)
        return HttpResponseRedirect(reverse("admin:images_image_change", args=[image.pk]) + "#picture-uses")
