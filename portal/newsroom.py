"""The newsroom: Django's admin in the paper's clothes, with a start page that says what waits for whom."""

from django.contrib.admin import AdminSite
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST


class Newsroom(AdminSite):
    site_title = site_header = _("Newsroom")
    index_title = _("What waits for you")
    index_template = "admin/start.html"

    def index(self, request, extra_context=None):
        from portal.charts import charts_for
        from portal.desk import notices_for, queues_for

        context = {
            "queues": queues_for(request.user),
            "notices": notices_for(request.user),
            "charts": charts_for(request.user),
        }
        return super().index(request, context | (extra_context or {}))

    def get_urls(self):
        read = require_POST(self.notice_view)
        return [path("notice/<int:pk>/read/", self.admin_view(read), name="notice_read"), *super().get_urls()]

    def notice_view(self, request, pk):
        """Tick off a notice of one's own; somebody else's stays as it is."""
        request.user.notices.filter(pk=pk, read_at=None).update(read_at=timezone.now())
        return HttpResponseRedirect(reverse("admin:index"))
