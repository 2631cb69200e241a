"""The copy desk beside the form: what its rules find in the text as it is typed."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from articles.copydesk.rules import findings

TEXTS = ("title", "source_prefix", "lead", "body", "caption", "credit", "alternative_text")
LONGEST = 1_500_000  # characters of a text that is looked at


class CopyDesk:
    """The part of ArticleAdmin that reads along."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.check_view))
        return [path("check/", view, name="articles_article_check"), *super().get_urls()]

    def check_view(self, request):
        """The list of findings in the posted form, as a piece of the page. Nothing is stored."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        content = {name: request.POST.get(name, "")[:LONGEST] for name in TEXTS}
        numbers = {"lead_picture_id": "lead_picture", "section_id": "section", "article": "article"}
        for key, name in numbers.items():
            value = request.POST.get(name, "")
            content[key] = int(value[:18]) if value.isdecimal() else None
        found = findings(content, content.pop("article"))
        return render(request, "admin/articles/article/_findings.html", {"findings": found})
