"""Standing pages: written like an article's text, public at once, every wording kept."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin
from articles.body import plain
from articles.editor import BodyField, allow_editor
from articles.signals import EVERYTHING, announce
from articles.workflow import Refused
from portal.models import FlatPage, FlatPageVersion
from vietnamese.text import slug


class FlatPageForm(forms.ModelForm):
    body = BodyField(label=_("body"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = FlatPage
        fields = ("title", "body", "slug", "purpose", "with_imprint", "place")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version

    def clean_purpose(self) -> str | None:
        return self.cleaned_data["purpose"] or None  # unique: "" would equal ""

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["slug"] = cleaned.get("slug") or slug(cleaned.get("title", ""), 100)
        if not cleaned["slug"] and "title" in cleaned:
            self.add_error("title", _("Write a name with at least one letter or digit."))
        stored = FlatPage.objects.filter(pk=self.instance.pk).values_list("version", flat=True).first()
        if stored is not None and stored != cleaned.get("seen"):
            raise forms.ValidationError(
                _("Somebody changed this page meanwhile. Open it anew and write it again.")
            )
        return cleaned


class VersionInline(admin.TabularInline):
    model = FlatPageVersion
    fields = readonly_fields = ("version", "at", "by", "title", "words")
    extra = max_num = 0
    can_delete = False
    ordering = ("-version",)

    @admin.display(description=_("text"))
    def words(self, row) -> str:
        return format_html('<div class="earlier-wording">{}</div>', plain(row.body))

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("portal.view_flatpage")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    has_change_permission = has_add_permission


@admin.register(FlatPage)
class FlatPageAdmin(ListAdmin):
    form = FlatPageForm
    list_display = ("title", "address", "purpose", "place", "since")
    fields = ("title", "body", "slug", "purpose", "with_imprint", "place", "seen")
    inlines = [VersionInline]

    @admin.display(description=_("slug"), ordering="slug")
    def address(self, page) -> str:
        return page.get_absolute_url()

    def get_inlines(self, request: HttpRequest, obj=None) -> list:
        return self.inlines if obj else []

    def changeform_view(self, request, *args, **kwargs):
        return allow_editor(super().changeform_view)(request, *args, **kwargs)

    def save_model(self, request, obj, form, change) -> None:
        try:
            obj.write(request.user, seen=form.cleaned_data["seen"] or 0)
        except Refused as refusal:  # between the form's look and ours
            self.message_user(request, str(refusal), "ERROR")

    def delete_model(self, request, obj) -> None:
        super().delete_model(request, obj)
        announce([EVERYTHING])

    def delete_queryset(self, request, queryset) -> None:
        super().delete_queryset(request, queryset)
        announce([EVERYTHING])
