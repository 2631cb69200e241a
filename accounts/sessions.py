"""Where people are signed in: Django's sessions in the database, with whose they are and on what device.

A session that is deleted is ended: its browser is asked to sign in again with its next request. No network
address is kept; people know their sessions by device and time.
"""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends import db
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

DEVICE, BEGAN, SECOND_STEP = "device", "began", "second_step"  # keys of the session's data
TOUCHED_EVERY = timedelta(minutes=5)
# first match wins: most browsers carry the names of others as well
BROWSERS = (
    ("Cốc Cốc", "coc_coc"),
    ("Edge", "Edg"),
    ("Opera", "OPR/|Opera"),
    ("Samsung Internet", "SamsungBrowser"),
    ("Zalo", "Zalo"),
    ("Firefox", "Firefox|FxiOS"),
    ("Chrome", "Chrome|Chromium|CriOS"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS X|Macintosh"),
    ("ChromeOS", "CrOS"),
    ("Linux", "Linux|X11"),
)


class SessionStore(db.SessionStore):
    used_at = None  # of the row, once it was read

    @classmethod
    def get_model_class(cls):
        from accounts.models import Session

        return Session

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        self.used_at = row and row.used_at
        return row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.used_at = timezone.now()
        row.began_at = datetime.fromtimestamp(data[BEGAN], UTC) if BEGAN in data else row.used_at
        return row


class StaffSessions:
    """Remembers when a session was last used, and ends those that skipped a second step now required."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            if settings.TWO_FACTOR == "REQUIRED" and not request.session.get(SECOND_STEP):
                logout(request)
                return HttpResponseRedirect(reverse("admin:login"))
            touch(request.session)
        return self.get_response(request)


def touch(session: SessionStore) -> None:
    """Write down, every few minutes at most, that the session is in use."""
    now = timezone.now()
    if session.used_at and now - session.used_at > TOUCHED_EVERY:
        session.model.objects.filter(session_key=session.session_key).update(used_at=now)


def of(person):
    """The sessions that are still good, the latest used first."""
    return person.sessions.filter(expire_date__gt=timezone.now()).defer("session_data")


def listed(person, current: str | None = None) -> list[dict]:
    """{session, mark, current}; the mark names a session in a form without giving its key away."""
    return [{"session": row, "mark": mark(row), "current": row.pk == current} for row in of(person)]


def mark(session) -> str:
    return salted_hmac("accounts.sessions.mark", session.pk, algorithm="sha256").hexdigest()[:32]


def end(person, chosen: str = "", keep: str | None = None) -> int:
    """End the session with this mark, or all but `keep`; how many were ended."""
    keys = [row.pk for row in of(person) if row.pk != keep and (not chosen or mark(row) == chosen)]
    return person.sessions.filter(pk__in=keys).delete()[0]


def forget_ended(at_once: int = 5000) -> None:
    """A job of every minute: sessions whose time is over leave the database."""
    from accounts.models import Session

    over = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    Session.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:at_once])).delete()


def note_device(request, **_signal) -> None:
    """A receiver of user_logged_in."""
    request.session[DEVICE] = device_in_words(request.META.get("HTTP_USER_AGENT", ""))
    request.session[BEGAN] = int(timezone.now().timestamp())


def device_in_words(user_agent: str) -> str:
    """What a person calls it: "Chrome on Android"."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")


def _first(names, user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), "")
