"""Issuing corrections. What was issued stays as it is."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin, NoSideDoors
from articles.models import Article
from articles.workflow import Public
from corrections.models import Correction


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ("article", "wrong", "right", "note")

    def clean_article(self) -> Article:
        article = self.cleaned_data["article"]
        if article.public_state == Public.PRIVATE or article.is_scheduled:
            raise forms.ValidationError(
                _("No reader has seen this article: correct it before it is published.")
            )
        return article


@admin.register(Correction)
class CorrectionAdmin(NoSideDoors, ListAdmin):
    form = CorrectionForm
    autocomplete_fields = ("article",)
    list_display = ("title", "section_name", "at", "by")
    list_select_related = ("by",)
    fields = ("article", "wrong", "right", "note")

    def save_model(self, request, obj, form, change) -> None:
        values = {name: form.cleaned_data[name] for name in ("wrong", "right", "note")}
        issued = Correction.objects.issue(obj.article, request.user, **values)
        obj.__dict__.update(issued.__dict__)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
