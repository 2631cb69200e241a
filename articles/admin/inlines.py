"""Rows of the article form: picks and bylines. The verb `revise` stores them, not the formsets."""

from functools import partial

from django import forms
from django.contrib import admin
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.admin.choices import KnownRow, KnownSelect
from articles.admin.lists import NamedFields, NoSideDoors
from articles.admin.unsaved import typed_rows
from articles.models import Article, Byline, Pick


class RowForm(forms.ModelForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "order" in self.fields:
            self.fields["order"].required = False  # rows stand as they were written

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0

    def _get_validation_exclusions(self) -> set:
        return super()._get_validation_exclusions() | {"author", "target"}  # the field has found them

    def _post_clean(self) -> None:
        # `revise` replaces all rows at once: comparing one with those stored refuses what is right
        self.instance.full_clean = partial(self.instance.full_clean, validate_constraints=False)
        super()._post_clean()


class KnownRows(forms.BaseInlineFormSet):
    """One query for what all rows name, instead of two for each; and none for the rows that are sent.

    `revise` replaces all rows at once, so those that come back are new ones, whatever number they bear.
    """

    names = ""  # the field that names another row

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        if self.is_bound:
            number = self._pk_field.name
            form.fields[number] = forms.CharField(required=False, widget=forms.HiddenInput)

    @cached_property
    def forms(self):
        forms = super().forms
        values = [form[self.names].value() for form in forms]
        wanted = {int(value) for value in values if str(value).isdecimal() and len(str(value)) < 19}
        if forms and wanted:
            known = self.stored(wanted) or light(forms[0].fields[self.names].queryset).in_bulk(wanted)
            for form in forms:
                form.fields[self.names].widget.widget.known = form.fields[self.names].known = known
        return forms

    def stored(self, wanted: set[int]) -> dict:
        """What the stored rows name, where that is all; read together with them."""
        named = () if self.is_bound else (getattr(row, self.names) for row in self.get_queryset())
        found = {row.pk: row for row in named if row}
        return found if wanted <= found.keys() else {}


def light(rows):
    """Without what no list of choices shows."""
    return rows.defer("body") if rows.model is Article else rows


class FollowsTheArticle(NoSideDoors, NamedFields, admin.TabularInline):
    """Whoever may edit the article may edit its rows; nobody else."""

    extra = 1
    form = RowForm
    names = ""

    def get_formset(self, request, obj=None, **options):
        rows = type("Rows", (KnownRows,), {"names": self.names})
        return super().get_formset(request, obj, formset=rows, **options)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(self.names)
        return rows.defer("target__body") if self.names == "target" else rows

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.names:
            kwargs |= {"widget": KnownSelect(db_field, self.admin_site), "form_class": KnownRow}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_extra(self, request, obj=None, **kwargs) -> int:
        """One empty row, and on a page that shows other rows than the stored ones those as well."""
        return self.extra + len(rows_to_show(self, request, obj) or ())

    def has_view_permission(self, request, obj=None) -> bool:
        return True  # the article's own page has decided that already

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None or obj.can_be_edited_by(request.user)

    has_add_permission = has_delete_permission = has_change_permission


def rows_to_show(inline, request, obj) -> list[dict] | None:
    """Rows that take the place of the stored ones: of an unsaved text taken back, or of a pending edit."""
    if request.method != "GET":
        return None
    if draft := getattr(request, "draft_taken", None):
        return tidy(typed_rows(draft, inline.prefix, inline.fields))
    return inline.waiting_rows(obj) if obj and obj.pk and obj.pending_edit else None


def tidy(rows: list[dict]) -> list[dict]:
    """Numbers that are none would break the widgets that look them up."""
    numbers = ("order", "author", "target")
    return [
        {name: value if name not in numbers or value.isdecimal() else "" for name, value in row.items()}
        for row in rows
    ]


class PickForm(RowForm):
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
    fk_name, prefix, names = "article", "picks", "target"
    fields = ("order", "target", "text")

    def waiting_rows(self, article) -> list[dict]:
        rows = enumerate(article.pending_edit.content["picks"])
        return [{"order": order, "target": target, "text": text} for order, (target, text) in rows]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "target":
            kwargs["queryset"] = Article.objects.nameable_by(request.user, getattr(request, "article", None))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BylineInline(FollowsTheArticle):
    model, prefix, names = Byline, "bylines", "author"
    fields = ("order", "role", "author")

    def waiting_rows(self, article) -> list[dict]:
        rows = enumerate(article.pending_edit.content["bylines"])
        return [{"order": order, "author": author, "role": role} for order, (author, role) in rows]


def rows_of(formset) -> list[dict]:
    """The filled and kept rows of a valid formset in the order the person gave them."""
    kept = [
        (form.cleaned_data.get("order") or 0, number, form.cleaned_data)
        for number, form in enumerate(formset.forms)
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    return [row for _order, _number, row in sorted(kept, key=lambda item: item[:2])]
