"""Readers whose address leads nowhere: sent on where we know the way, offered what it may have meant."""

import logging
import re
from urllib.parse import urlsplit

from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import is_valid_path

from articles.models import Article, ImportedAddress, OldAddress, Section
from articles.models.addresses import address_key
from articles.search import search
from articles.workflow import Public
from portal.models import DeadAddress
from readership.counting import PROGRAMS
from vietnamese.text import fold_syllables

log = logging.getLogger(__name__)

SHOWN = 5
LONGEST = 300
OWN = ("/admin/", "/static/", "/media/", "/danh-gia/", "/y-kien/", "/ban-tin/", "/luot-doc/", "/xem-truoc/")
TRIED_OUT = re.compile(
    r"\.(?:php|aspx?|jsp|cgi|env|git|bak|sql|zip|gz|tar|ya?ml|json|xml|txt|ico|js|css|png|jpe?g)\b|/\.|/wp-"
)
OUR_NUMBER = re.compile(r"-a([0-9]{1,18})$")
NUMBER_AND_END = re.compile(r"(?:[-_]?(?:a|post|p|d|n)?\d+)?(?:\.html?)?$")
WORD = re.compile(r"[^\W\d_]{2,}")


def is_readers(request: HttpRequest) -> bool:
    """An address of a page a person may have followed, not one of ours that programs use."""
    if request.method not in {"GET", "HEAD"} or len(request.path) > LONGEST:
        return False
    return not request.path.startswith(OWN)


def way_on(request: HttpRequest) -> HttpResponse | None:
    """To where the page is today, where the paper knows it; 410 for an imported article it took back."""
    target = OldAddress.objects.target_of(request.path)
    imported = None if target else ImportedAddress.objects.of(request.get_full_path())
    if imported and imported.article.public_state == Public.WITHDRAWN:
        return render(request, "410.html", status=410)
    if imported and imported.article.is_public:
        target = imported.article.get_absolute_url()
    target = target or spelled_otherwise(request.path)
    return HttpResponsePermanentRedirect(target) if target else None


def leads_on_with_slash(path: str) -> bool:
    return not path.endswith("/") and is_valid_path(f"{path}/")


def spelled_otherwise(path: str) -> str | None:
    """The page whose address this is but for case, the slash at its end, .html or a missing section."""
    key = address_key(path)
    if number := OUR_NUMBER.search(key):
        found = Article.objects.published().select_related("section").filter(pk=number[1]).first()
    else:
        found = Section.objects.filter(path=key.strip("/")).first()
    target = found and found.get_absolute_url()
    return target if target != path else None


def meant_by(path: str) -> list[Article]:
    """Articles the words in the last part of this address may have meant."""
    last = NUMBER_AND_END.sub("", path.rstrip("/").rpartition("/")[2].lower())
    words = WORD.findall(last.replace("_", "-"))
    while len(words) > 1:
        found = [article for article in search(" ".join(words)).items if speaks_of(article, words)]
        if found:
            return found[:SHOWN]
        words = words[:-2]
    return []


def speaks_of(article: Article, words: list[str]) -> bool:
    """Its title has most of these words. What search marked in it is forgotten: nobody typed a query."""
    article.marked_title = article.marked_lead = ""
    common = set(words) & set(fold_syllables(article.title))
    return len(common) >= max(2, len(words) * 0.6)


def remember(request: HttpRequest) -> None:
    """For the desk's list; a program's tries are not on it."""
    browser = request.headers.get("User-Agent", "")
    if not browser or PROGRAMS.search(browser):
        return
    parts = urlsplit(request.headers.get("Referer", ""))
    source = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else ""
    DeadAddress.objects.hit(request.path, source[:LONGEST])


def help_for(request: HttpRequest) -> HttpResponse | list[Article]:
    """An answer that leads on, or articles to offer (perhaps none). Helping never makes an error of a 404."""
    if not is_readers(request):
        return []
    try:
        with transaction.atomic():
            if answer := way_on(request):
                return answer
            if leads_on_with_slash(request.path):
                return []  # CommonMiddleware sends the reader there, and comes back here if that is nothing
            if TRIED_OUT.search(request.path.lower()):
                return []  # a program's try: not on the desk's list, and nothing is searched for it
            remember(request)
            return meant_by(request.path)
    except (Error, ValueError) as error:
        log.warning("No help for %s: %s", request.path, str(error).strip())
        return []
