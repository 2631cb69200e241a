"""The front page, and what machines ask for."""

import logging
import sys

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import body
from portal import front_page, lost
from portal.context import paper_and_menu
from portal.models import Arrangement, EmergencyStrip, FlatPage
from portal.outage import is_outage, unavailable
from vietnamese.text import excerpt

log = logging.getLogger(__name__)


@require_safe
def home(request):
    _masthead, menu = paper_and_menu()
    arrangement, next_start = Arrangement.objects.around_now()
    response = render(request, "home.html", front_page.compose(menu, arrangement))
    if changes := front_page.changes_at(arrangement, next_start):
        response.expires_at = changes.timestamp()
    return response


@require_safe
def emergency(request):
    """The strip alone; empty while nothing is pinned."""
    strip = EmergencyStrip.objects.current()
    response = render(request, "includes/_emergency.html", {"strip": strip})
    if strip and strip.until:
        response.expires_at = strip.until.timestamp()
    return response


@require_safe
def flat_page(request, slug: str):
    page = get_object_or_404(FlatPage, slug=slug)
    return render(request, "flat_page.html", {"page": page, "about": excerpt(body.plain(page.body), 160)})


@require_safe
@never_cache
def healthz(_request):
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request):
    """Database, cache and migrations, each by name; 503 when the database or a migration is missing."""
    found = {"database": False, "migrations": False, "cache": cache_answers()}
    try:
        with connection.cursor() as cursor:  # a connection that was kept may lead nowhere by now
            cursor.execute("SELECT 1")
        found["database"] = True
        executor = MigrationExecutor(connection)
        found["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError) as error:
        log.error("Not ready: %s", str(error).strip())
    ready = found["database"] and found["migrations"]
    return JsonResponse(found, status=200 if ready else 503)


def cache_answers() -> bool:
    """A dead cache costs speed, not readiness, so it is only told."""
    cache.set("readyz", "yes", 5)
    return cache.get("readyz") == "yes"


def forbidden(request, exception=None, reason=""):
    """Also Django's answer to a form without a valid CSRF token, which gives a `reason`."""
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """Where the page went, or what the address may have meant."""
    found = lost.help_for(request)
    return render(request, "404.html", {"meant": found}, status=404) if isinstance(found, list) else found


def server_error(_request):
    """Rendered without database and masthead: whatever broke may be broken here too.

    Called while the error is being handled; an outage met outside the views (sessions, sign-in) comes here.
    """
    error = sys.exc_info()[1]
    if is_outage(error):
        return unavailable(error)
    return HttpResponse(loader.render_to_string("500.html"), status=500)
