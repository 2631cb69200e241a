"""Sections, tags, topics and authors. Their searches find names with and without marks."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit import admin as taggit_admin

from articles.admin.lists import ListAdmin
from articles.admin.merging import AlikeFilter, Merging
from articles.models import Author, Section, Tag, Topic
from articles.signals import EVERYTHING, announce
from images.widgets import PictureField, PictureWidget
from vietnamese.finding import marks_first
from vietnamese.text import normalise_line, slug

admin.site.unregister(taggit_admin.Tag)  # the paper's tags are of its own kind


class NameAdmin(ListAdmin):
    """Found by name as typed, or by slug, which is the name without its marks."""

    search_fields = ("name",)
    list_display = ("name", "slug")

    def get_search_results(self, request, rows, query):
        if not query.strip():
            return rows, False
        name = normalise_line(query)
        found = rows.filter(Q(name__icontains=name) | Q(slug__contains=slug(name) or "-"))
        return marks_first(rows, found, name, ("name",)), False

    def save_model(self, request, obj, form, change) -> None:
        """Names and addresses stand on many pages at once."""
        super().save_model(request, obj, form, change)
        announce([EVERYTHING])

    def delete_model(self, request, obj) -> None:
        super().delete_model(request, obj)
        announce([EVERYTHING])


@admin.register(Section)
class SectionAdmin(NameAdmin):
    list_display = ("name", "parent", "address", "order", "in_menu")
    list_select_related = ("parent",)
    fields = ("name", "parent", "slug", "description", "order", "in_menu", "freshness", "picks_lead")
    ordering = ("path",)

    @admin.display(description=_("slug"), ordering="path")
    def address(self, section) -> str:
        return section.path


@admin.register(Tag)
class TagAdmin(Merging, NameAdmin):
    fields = ("name", "slug")
    list_filter = (AlikeFilter,)
    ordering = ("name",)


@admin.register(Topic)
class TopicAdmin(NameAdmin):
    list_display = ("name", "slug", "running")
    fields = ("name", "slug", "description", "pinned", "running")
    autocomplete_fields = ("pinned",)

    def get_deleted_objects(self, objs, request):
        """Names the topics only: the rows that tie articles to them say nothing to the desk."""
        _deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        counts.pop(str(Topic.articles.through._meta.verbose_name_plural), None)
        return [str(topic) for topic in objs], counts, needed, protected


@admin.register(Author)
class AuthorAdmin(NameAdmin):
    list_display = ("name", "account")
    list_select_related = ("person",)
    fields = ("name", "slug", "person", "bio", "portrait")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, labels={"person": _("Person")}, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "portrait":
            return PictureField(label=_("Portrait"), required=False, widget=PictureWidget(fills=()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("person"), ordering="person")
    def account(self, author) -> str:
        return str(author.person or "")

    def get_deleted_objects(self, objs, request):
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = [_("articles that name this author")]
        return deleted, counts, needed, protected
