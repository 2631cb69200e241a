"""Rows of the article form: picks and bylines. The verb `revise` stores them, not the formsets."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import NoSideDoors
from articles.models import Article, Byline, Pick
from articles.workflow import Public


class FollowsTheArticle(NoSideDoors, admin.TabularInline):
    """Whoever may edit the article may edit its rows; nobody else."""

    extra = 1

    def has_view_permission(self, request, obj=None) -> bool:
        return True  # the article's own page has decided that already

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None or obj.can_be_edited_by(request.user)

    has_add_permission = has_delete_permission = has_change_permission


class PickForm(forms.ModelForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("target") and not cleaned.get("text"):
            raise forms.ValidationError(_("Choose an article or write a headline."))
        if cleaned.get("target") and cleaned["target"].pk == self.instance.article_id:
            raise forms.ValidationError(_("An article cannot be picked for itself."))
        return cleaned


class PickInline(FollowsTheArticle):
    model = Pick
    form = PickForm
    fk_name = "article"
    autocomplete_fields = ("target",)
    fields = ("order", "target", "text")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "target":
            mine = Article.objects.visible_to(request.user)
            kwargs["queryset"] = mine | Article.objects.filter(public_state=Public.LIVE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BylineInline(FollowsTheArticle):
    model = Byline
    autocomplete_fields = ("author",)
    fields = ("order", "role", "author")


def rows_of(formset) -> list[dict]:
    """The filled and kept rows of a valid formset in the order the person gave them."""
    kept = [
        (form.cleaned_data.get("order") or 0, number, form.cleaned_data)
        for number, form in enumerate(formset.forms)
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    return [row for _order, _number, row in sorted(kept, key=lambda item: item[:2])]
