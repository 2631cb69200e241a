"""Lists of the newsroom at any archive size."""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelect
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from images.paging import CappedPaginator


class DateAndTime(AdminSplitDateTime):
    """Two inputs for one field: each says which half it is."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        halves = (pgettext("half of a field", "date"), pgettext("half of a field", "time"))
        for part, half in zip(context["widget"]["subwidgets"], halves, strict=True):
            part["attrs"]["aria-label"] = f"{self.attrs.get('aria-label', '')}: {half}"
        return context


class NamedSelect(AutocompleteSelect):
    """A searching select that tells a screen reader which field it is."""

    @property
    def media(self):
        return super().media + forms.Media(js=[forms.Script("js/newsroom/names.js", type="module")])


class CheckedSelect(NamedSelect):
    """One that asks the database for numbers only, whatever a hand-made form holds."""

    def optgroups(self, name, value, attrs=None):
        numbers = [key for key in value if not str(key) or str(key).isdecimal()]
        return super().optgroups(name, numbers, attrs)


class NamedFields:
    """Cells of a table of forms and halves of a date have no label: each control says its name itself."""

    formfield_overrides = {models.DateTimeField: {"widget": DateAndTime}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields and db_field.many_to_one:
            kwargs.setdefault("widget", CheckedSelect(db_field, self.admin_site))
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and (isinstance(self, admin.TabularInline) or isinstance(field.widget, DateAndTime)):
            field.widget.attrs["aria-label"] = capfirst(field.label)
        return field


def in_words(model, column):
    """A column of yes and no in words: Django's icons say "True" and "False" to a screen reader."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    if not isinstance(fields.get(column), models.BooleanField):
        return column

    @admin.display(description=fields[column].verbose_name, ordering=column)
    def said(row) -> str:
        return gettext("Yes") if getattr(row, column) else gettext("No")

    return said


class ListAdmin(NamedFields, admin.ModelAdmin):
    """What all lists of the newsroom share."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER  # a count for every filter of a million rows
    list_per_page = 50
    list_max_show_all = 0
    save_on_top = False

    class Media:
        js = [forms.Script("js/newsroom/rows.js", type="module")]

    def get_list_display(self, request) -> list:
        return [in_words(self.model, column) for column in super().get_list_display(request)]


class LookOnly:
    """Rows that verbs or readers write: no stock form adds, changes or deletes one."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class NoSideDoors:
    """A field that names another row offers no buttons to add, change or view it: the form stays calm."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for door in ("add", "change", "delete", "view"):
            if field and hasattr(field.widget, f"can_{door}_related"):
                setattr(field.widget, f"can_{door}_related", False)
        return field
