"""Lists of the newsroom at any archive size."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

COUNTED = 2000  # further pages of an admin list are found by searching, not by paging


class CappedPaginator(Paginator):
    """Counts no further than a person would page: a full count of a million rows takes seconds."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: COUNTED + 1].count()


class DateAndTime(AdminSplitDateTime):
    """Two inputs for one field: each says which half it is."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        halves = (pgettext("half of a field", "date"), pgettext("half of a field", "time"))
        for part, half in zip(context["widget"]["subwidgets"], halves, strict=True):
            part["attrs"]["aria-label"] = f"{self.attrs.get('aria-label', '')}: {half}"
        return context


class NamedFields:
    """Cells of a table of forms and halves of a date have no label: each control says its name itself."""

    formfield_overrides = {models.DateTimeField: {"widget": DateAndTime}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
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
    list_per_page = 50
    list_max_show_all = 0
    save_on_top = False

    def get_list_display(self, request) -> list:
        return [in_words(self.model, column) for column in super().get_list_display(request)]


class NoSideDoors:
    """A field that names another row offers no buttons to add, change or view it: the form stays calm."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for door in ("add", "change", "delete", "view"):
            if field and hasattr(field.widget, f"can_{door}_related"):
                setattr(field.widget, f"can_{door}_related", False)
        return field
