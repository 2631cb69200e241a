"""The newsroom: Django's admin in the paper's clothes, with a start page that says what waits for whom."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Newsroom(AdminSite):
    site_title = site_header = _("Newsroom")
    index_title = _("What waits for you")
    index_template = "admin/start.html"

    def index(self, request, extra_context=None):
        from portal.desk import queues_for

        return super().index(request, {"queues": queues_for(request.user)} | (extra_context or {}))
