"""What the newsroom sees of the newsletter: figures, tomorrow's letter, and who must be taken off by hand."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import ListAdmin, LookOnly
from newsletter.composing import edition_context
from newsletter.models import Edition, Subscriber
from newsletter.models.editions import cards_of, of_sections


@admin.register(Edition)
class EditionAdmin(LookOnly, ListAdmin):
    list_display = ("day", "made_at", "stories", "letters_made", "sent", "waits", "doubts", "refused")
    fields = readonly_fields = (*list_display, "titles")
    change_list_template = "admin/newsletter/edition/change_list.html"

    @admin.display(description=_("articles"))
    def stories(self, edition) -> int:
        return len(edition.articles)

    @admin.display(description=_("waiting"))
    def waits(self, edition) -> int:
        return edition.waiting()

    @admin.display(description=_("in doubt"))
    def doubts(self, edition) -> int:
        return edition.in_doubt()

    @admin.display(description=_("titles"))
    def titles(self, edition) -> str:
        return "\n".join(card.title for card in of_sections(cards_of(edition.articles), set()))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        figures = {
            "confirmed": Subscriber.objects.confirmed().count(),
            "asked": Subscriber.objects.filter(confirmed_at=None).count(),
        }
        return super().changelist_view(request, {"figures": figures} | (extra_context or {}))

    def get_urls(self):
        preview = csp_update({"style-src": [UNSAFE_INLINE]})(
            self.preview_view
        )  # a letter has no other styles
        name = "newsletter_edition_preview"
        return [path("preview/", self.admin_site.admin_view(preview), name=name), *super().get_urls()]

    def preview_view(self, request) -> HttpResponse:
        """The letter as it would be made now; its links to leave and to choose lead nowhere yet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        edition = Edition(day=timezone.localdate(now), made_at=now, articles=Edition.objects.chosen(now))
        context = edition_context(edition, of_sections(cards_of(edition.articles), set()))
        links = dict.fromkeys(("leave_url", "choose_url"), "#")
        return HttpResponse(render_to_string("newsletter/letters/edition.html", context | links))


@admin.register(Subscriber)
class SubscriberAdmin(LookOnly, ListAdmin):
    """To find and erase an address whose owner asks for it by telephone."""

    has_delete_permission = admin.ModelAdmin.has_delete_permission

    list_display = ("email", "confirmed_at", "consented_at", "consent_version")
    search_fields = ("email__iexact",)
    fields = readonly_fields = ("email", "sections", "confirmed_at", "consented_at", "consent_version")
