"""Lists of the newsroom at any archive size."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTED = 2000  # further pages of an admin list are found by searching, not by paging


class CappedPaginator(Paginator):
    """Counts no further than a person would page: a full count of a million rows takes seconds."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: COUNTED + 1].count()


class ListAdmin(admin.ModelAdmin):
    """What all lists of the newsroom share."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    save_on_top = False


class NoSideDoors:
    """A field that names another row offers no buttons to add, change or view it: the form stays calm."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for door in ("add", "change", "delete", "view"):
            if field and hasattr(field.widget, f"can_{door}_related"):
                setattr(field.widget, f"can_{door}_related", False)
        return field
