"""What every page shows: masthead, standing pages and menu, read once a minute at most per process."""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import Section
from articles.models.content import ENGLISH, VIETNAMESE
from portal.cache import store
from portal.models import EmergencyStrip, FlatPage, Masthead

SECONDS = 60
KEPT = 500  # parts of pages


@dataclass
class Edition:
    """What a process remembers until something changes that every page shows (the store's edition)."""

    number: int
    paper: Masthead
    menu: list[Section]
    strip: EmergencyStrip | None
    english: Section | None = None  # where the English edition begins
    ends: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    parts: dict[tuple, str] = field(default_factory=dict)  # of pages: see templatetags/kept.py

    def __post_init__(self):
        shown = [*self.menu, *([self.english, *self.english.children.all()] if self.english else [])]
        self.frame_paths = {"/", "/tim-kiem/", *(section.get_absolute_url() for section in shown)}

    def keep(self, key: tuple, part: str) -> None:
        if len(self.parts) < KEPT:
            self.parts[key] = part


_editions: list[Edition] = []  # at most one: the current one


def edition() -> Edition:
    """Shared by all requests of a process; after a change no process finds what it read before it."""
    number = store().edition()
    if _editions and (found := _editions[0]).number == number and found.ends > time.monotonic():
        return found
    tops = read_menu()
    menu = [top for top in tops if top.language == VIETNAMESE]
    english = next((top for top in tops if top.language == ENGLISH), None)
    found = Edition(number, read_masthead(), menu, EmergencyStrip.objects.current(), english)
    _editions[:] = [found]
    return found


def forget() -> None:
    _editions.clear()


def paper_and_menu() -> tuple[Masthead, list[Section]]:
    current = edition()
    return current.paper, current.menu


def read_masthead() -> Masthead:
    masthead = Masthead.current()
    masthead.pages = list(FlatPage.objects.linked())
    masthead.has_newsletter = settings.NEWSLETTER_OPEN
    return masthead


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


def paper(request) -> dict:
    """Template variables `paper`, `menu`, `english` (where its edition begins, or None), `home`, `strip`,
    `today`, `site_url`; nothing about the visitor.

    And for what is kept of the frame: `edition`, and `current`, the path where the frame shows it.
    """
    found = edition()
    menu, home = found.menu, "/"
    if found.english and get_language() == ENGLISH:
        menu, home = list(found.english.children.all()), found.english.get_absolute_url()
    return {
        "paper": found.paper,
        "menu": menu,
        "english": found.english,
        "home": home,
        "today": timezone.now(),
        "site_url": settings.SITE_URL,
        "strip": found.strip if found.strip and found.strip.is_shown else None,
        "edition": found,
        "current": request.path if request.path in found.frame_paths else "",
    }
