"""What every page shows: the masthead and the menu, read once a minute at most per process."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from articles.models import Section
from portal.cache import store
from portal.models import Masthead

SECONDS = 60


def paper_and_menu() -> tuple[Masthead, list[Section]]:
    """Kept per edition of the page store: after a change no process finds what it read before it."""
    key = f"paper-and-menu-{store().edition()}"
    found = cache.get(key)
    if found is None:
        found = (Masthead.current(), read_menu())
        cache.set(key, found, SECONDS)
    return found


def read_menu() -> list[Section]:
    """The top sections of the menu in the desk's order, each with its `children` of the menu; one query."""
    shown = list(Section.objects.filter(in_menu=True))
    tops = [section for section in shown if section.parent_id is None]
    for top in tops:
        below = Section.objects.all()  # filled by hand, as prefetch_related would with a second query
        below._result_cache = [section for section in shown if section.parent_id == top.pk]
        below._prefetch_done = True
        top._prefetched_objects_cache = {"children": below}
    return tops


def paper(_request) -> dict:
    """Template variables `paper`, `menu`, `today`, `site_url`; nothing about the visitor."""
    masthead, menu = paper_and_menu()
    return {"paper": masthead, "menu": menu, "today": timezone.now(), "site_url": settings.SITE_URL}
