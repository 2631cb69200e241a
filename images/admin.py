"""The picture library: list with thumbnails, upload, texts, focal point, where a picture is shown."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from images.forms import TEXTS, PictureForm, UploadForm
from images.models import Image
from images.widgets import PICTURES_SCRIPT
from vietnamese.numbers import grouped

MOST_USES = 50


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ("thumbnail", "name", "credit", "pixels", "uploaded_by", "uploaded_at")
    list_display_links = ("thumbnail", "name")
    list_select_related = ("uploaded_by",)
    list_per_page = 50
    show_full_result_count = False  # a full count of a large archive takes longer than the page
    date_hierarchy = "uploaded_at"
    search_fields = ("caption",)  # switches the search on; get_search_results does it
    search_help_text = _("Search in captions, credits and descriptions, with or without marks")
    actions = None
    add_fieldsets = ((None, {"fields": ("file", *TEXTS)}),)
    fieldsets = (
        (None, {"fields": ("focal_point", ("focal_x", "focal_y"))}),
        (_("Texts"), {"fields": TEXTS}),
        (_("About"), {"fields": ("pixels", "uploaded_by", "uploaded_at")}),
    )
    change_form_template = "admin/images/image/change_form.html"
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
        return render_to_string("admin/images/image/focal_point.html", {"image": image})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        image = self.get_object(request, object_id)
        context = uses(image, request.user) if image else {}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    # --- forms ----------------------------------------------------------------------------------
    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_form(self, request, obj=None, change=False, **options):
        if obj is None:
            options["form"] = UploadForm
        form = super().get_form(request, obj, change=change, **options)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change) -> None:
        if change:  # a new picture was stored, with its files, by the form
            super().save_model(request, obj, form, change)

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def delete_view(self, request, object_id, extra_context=None):
        image = self.get_object(request, object_id)
        if image and self.has_delete_permission(request, image) and image.is_shown():
            sentence = gettext(
                "This picture stands in an article. Take it out there first, then delete it here."
            )
            messages.error(request, sentence)
            return HttpResponseRedirect(reverse("admin:images_image_change", args=[image.pk]))
        return super().delete_view(request, object_id, extra_context)


def uses(image: Image, user) -> dict:
    """Articles with this picture that `user` may open, or anyone may read; of the others their number."""
    own = list(image.leads.visible_to(user)[:MOST_USES])
    public = list(image.leads.published().exclude(pk__in=[article.pk for article in own])[:MOST_USES])
    hidden = image.leads.count() - len(own) - len(public)
    return {"own_uses": own, "public_uses": public, "hidden_uses": hidden}
