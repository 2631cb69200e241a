"""What browsers and devices ask for by themselves: manifest, service worker, search from the address bar."""

import hashlib

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.context import paper_and_menu
from portal.models import PlainFile

# what the offline page and the page of saved articles are made of
FRAME = [f"css/{name}.css" for name in ("tokens", "base", "pictures", "frame", "lists")] + [
    f"js/{name}.js" for name in ("choices", "frame", "saved")
]
UNHASHED = ["/static/css/alone.css", "/static/js/saving.js"]  # named so by alone.html and saved.js
PLAIN = "text/plain; charset=utf-8"
USUAL_RULES = """User-agent: *
Disallow: /admin/
Disallow: /tim-kiem/?
Disallow: /danh-gia/
Disallow: /y-kien/
Disallow: /ban-tin/*/
Disallow: /luot-doc/
Disallow: /xem-truoc/"""
ACCENT, PAPER = "#4a2372", "#fffefd"  # --bar and --paper of static/css/tokens.css


@require_safe
def favicon(_request):
    """What feed readers and old browsers ask for without looking into a page."""
    return HttpResponseRedirect(static("img/icon-192.png"))


@require_safe
def manifest(_request):
    """https://www.w3.org/TR/appmanifest/"""
    paper, _menu = paper_and_menu()
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    icons.append(icons[-1] | {"purpose": "maskable"})
    answer = {
        "id": "/",
        "name": paper.name or "/",
        "short_name": paper.name or "/",
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": ACCENT,
        "background_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(answer, content_type="application/manifest+json; charset=utf-8")


@require_safe
@never_cache
def worker(_request):
    """From the root, so that it may look after every page; a changed one is fetched at once."""
    parts = [*(static(name) for name in FRAME), *UNHASHED]
    known = "".join([*parts, loader.render_to_string("offline.html")])
    version = hashlib.sha256(known.encode()).hexdigest()[:12]
    script = loader.render_to_string("worker.js", {"version": version, "parts": parts})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request):
    return render(request, "offline.html")


@require_safe
def saved(request):
    return render(request, "saved.html")


@require_safe
def search_description(request):
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml")


@require_safe
def plain_file(_request, name: str):
    """ads.txt and security.txt, as the paper wrote them in the newsroom."""
    text = PlainFile.objects.text_of(name)
    if not text:
        raise Http404
    return HttpResponse(text, content_type=PLAIN)


@require_safe
def robots(_request):
    """What the paper wrote, or its usual rules; and where the sitemaps are.

    An error would keep search engines off the whole site, so an outage gives the usual rules.
    """
    try:
        rules = PlainFile.objects.text_of(PlainFile.Name.ROBOTS).strip() or USUAL_RULES
    except (OperationalError, InterfaceError):
        rules = USUAL_RULES
    maps = [f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "news-sitemap")]
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse("\n".join([rules, "", *maps, ""]), content_type=PLAIN, headers=headers)
