"""The preview link's own page: for one person without an account."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.models import PreviewLink
from articles.models.previews import LASTS
from articles.previewing import page, private

COOKIE = "xem_truoc"


@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request, token):
    """First a button, so that a messenger that looks at the link does not use it up; then the article."""
    link = PreviewLink.objects.of(token)
    if link is None:
        raise Http404
    if link.is_of(request.COOKIES.get(COOKIE, "")):
        return page(request, link.article)
    if request.method == "POST" and (cookie := link.take()):
        return with_cookie(HttpResponseRedirect(request.path), request.path, cookie)
    taken = bool(link.visitor) or request.method == "POST"
    context = {"link": link, "taken": taken}
    response = render(request, "articles/preview_link.html", context, status=403 if taken else 200)
    return private(response)


def with_cookie(response, path: str, value: str):
    response.set_cookie(
        COOKIE,
        value,
        max_age=int(LASTS.total_seconds()),
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return private(response)
