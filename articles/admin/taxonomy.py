"""Sections, tags, topics and authors. Their searches find names with and without marks."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin
from articles.models import Author, Section, Tag, Topic
from articles.signals import EVERYTHING, announce
from vietnamese.text import slug


class NameAdmin(ListAdmin):
    """Found by name as typed, or by slug, which is the name without its marks."""

    search_fields = ("name",)
    list_display = ("name", "slug")

    def get_search_results(self, request, rows, query):
        if not query.strip():
            return rows, False
        return rows.filter(Q(name__icontains=query) | Q(slug__contains=slug(query) or "-")), False

    def save_model(self, request, obj, form, change) -> None:
        """Names and addresses stand on many pages at once."""
        super().save_model(request, obj, form, change)
        announce([EVERYTHING])

    def delete_model(self, request, obj) -> None:
        super().delete_model(request, obj)
        announce([EVERYTHING])


@admin.register(Section)
class SectionAdmin(NameAdmin):
    list_display = ("name", "parent", "path", "order", "in_menu")
    list_select_related = ("parent",)
    fields = ("name", "parent", "slug", "description", "order", "in_menu")
    ordering = ("path",)


@admin.register(Tag)
class TagAdmin(NameAdmin):
    fields = ("name", "slug")


@admin.register(Topic)
class TopicAdmin(NameAdmin):
    list_display = ("name", "slug", "running")
    fields = ("name", "slug", "description", "running")


@admin.register(Author)
class AuthorAdmin(NameAdmin):
    list_display = ("name", "person")
    list_select_related = ("person",)
    fields = ("name", "slug", "person", "bio", "portrait")
    raw_id_fields = ("portrait",)

    def get_deleted_objects(self, objs, request):
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [_("articles that name this author")]
        return deleted, counts, needed, protected
