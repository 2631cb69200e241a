from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin
from ratings.models import Rating


@admin.register(Rating)
class RatingAdmin(ListAdmin):
    """To be read only: nobody gives, changes or removes a reader's stars here."""

    list_display = ("article_title", "stars", "created_at", "changed_at")
    list_filter = ("stars",)
    list_select_related = ("article",)
    fields = ("article_title", "stars", "created_at", "changed_at")

    @admin.display(description=_("article"))
    def article_title(self, rating) -> str:
        """Who reads ratings reads no draft: the title of an article that has gone stays with the newsroom."""
        return rating.article.title if rating.article.is_public else _("(not public any more)")

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
