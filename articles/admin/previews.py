"""The preview: the public page in a frame, on a phone's width or a desk's, with the moves beside it."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles.admin import moves
from articles.models import PreviewLink
from articles.previewing import page
from articles.workflow import Refused
from vietnamese.text import normalise_line

WIDTHS = {"may-ban": _("Desk"), "dien-thoai": _("Phone")}


class Previews:
    """The part of ArticleAdmin that shows articles as readers will see them."""

    def get_urls(self):
        views = {
            "preview": ("<int:pk>/preview/", require_safe(self.preview_view)),
            "preview_page": ("<int:pk>/preview/page/", require_safe(self.preview_page_view)),
            "preview_link": ("<int:pk>/preview/link/", require_POST(self.preview_link_view)),
            "preview_revoke": ("<int:pk>/preview/<int:link>/revoke/", require_POST(self.preview_revoke_view)),
        }
        return [
            path(pattern, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for name, (pattern, view) in views.items()
        ] + super().get_urls()

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def preview_view(self, request, pk):
        return self.preview_of(request, self.visible(request, pk))

    def preview_of(self, request, article, new_link: str = ""):
        width = request.GET.get("be-rong")
        context = (
            self.admin_site.each_context(request)
            | moves.offered(article, request.user)
            | {
                "title": _("Preview"),
                "subtitle": article.title,
                "opts": self.opts,
                "article": article,
                "width": width if width in WIDTHS else "may-ban",
                "widths": WIDTHS.items(),
                "links": PreviewLink.objects.open_now().filter(article=article).select_related("by"),
                "new_link": new_link,
            }
        )
        return render(request, "admin/articles/article/preview.html", context)

    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    @method_decorator(xframe_options_sameorigin)
    def preview_page_view(self, request, pk):
        return page(request, self.visible(request, pk))

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def preview_link_view(self, request, pk):
        """Answers with the page itself: the secret stands on it once and nowhere else."""
        article = self.visible(request, pk)
        whom = normalise_line(request.POST.get("for_whom", ""))[:120]
        if not whom:
            self.message_user(request, _("Write for whom the link is."), level="error")
            return self.preview_of(request, article)
        try:
            _link, token = PreviewLink.objects.make(article, request.user, whom)
        except Refused as refusal:
            raise PermissionDenied from refusal
        return self.preview_of(request, article, reverse("preview-link", args=[token]))

    def preview_revoke_view(self, request, pk, link):
        article = self.visible(request, pk)
        get_object_or_404(PreviewLink, pk=link, article=article).revoke()
        self.message_user(request, _("The link leads nowhere from now on."))
        return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[pk]))
