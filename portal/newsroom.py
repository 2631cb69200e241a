"""The newsroom: Django's admin in the paper's clothes, with a start page that says what waits for whom."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.security import bad_request


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

    def admin_view(self, view, cacheable=False):
        """Django's own, for forms whose ticked rows have possible keys: others break deep inside it."""
        inner = super().admin_view(view, cacheable)
        model = getattr(getattr(view, "__self__", None), "model", None)

        @wraps(inner)
        def checked(request, *args, **kwargs):
            try:
                for ticked in request.POST.getlist("_selected_action"):
                    model._meta.pk.to_python(ticked)
            except ValidationError:
                return bad_request()
            return inner(request, *args, **kwargs)

        return checked if model else inner

    def get_urls(self):
        from accounts.sign_in import Pages

        pages, read = Pages(self), require_POST(self.notice_view)
        secret = sensitive_post_parameters()
        return [
            path("notice/<int:pk>/read/", self.admin_view(read), name="notice_read"),
            path("account/", self.admin_view(pages.account), name="account"),
            # both are open to whoever gave the right password, and check that themselves
            path("second-step/", never_cache(secret(pages.second_step)), name="second_step"),
            path("two-factor/", never_cache(secret(pages.two_factor)), name="two_factor"),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Django's page, in front of our first step: a right password alone may not be enough."""
        from django.contrib.admin.forms import AdminAuthenticationForm

        from accounts.sign_in import FirstStep

        start = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(start)
        named = REDIRECT_FIELD_NAME in request.GET or REDIRECT_FIELD_NAME in request.POST
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **({} if named else {REDIRECT_FIELD_NAME: start}),
            **(extra_context or {}),
        }
        request.current_app = self.name
        view = FirstStep.as_view(
            extra_context=context,
            authentication_form=AdminAuthenticationForm,
            template_name="admin/login.html",
        )
        return view(request)

    def password_change(self, request, extra_context=None):
        """A new password ends every other session of the person."""
        response = super().password_change(request, extra_context)
        if response.status_code == 302:
            from accounts.acts import record
            from accounts.sessions import end

            end(request.user, keep=request.session.session_key)
            record(request.user, str(_("Changed the password.")))
        return response

    def notice_view(self, request, pk):
        """Tick off a notice of one's own; somebody else's stays as it is."""
        request.user.notices.filter(pk=pk, read_at=None).update(read_at=timezone.now())
        return HttpResponseRedirect(reverse("admin:index"))
