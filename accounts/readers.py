"""Readers have no account: how a vote or a comment is told from the next one, without knowing who it is."""

import ipaddress
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature
from django.utils import timezone
from django.utils.crypto import salted_hmac

YEAR = 365 * 24 * 3600
_READER_ID = re.compile("[0-9a-f]{32}")


def new_reader_id() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class ReaderCookie:
    """A signed, HttpOnly cookie with a random id, sent back to one corner of the site only (`path`).

    No cacheable page lies below that path, so the cookie never reaches one.
    """

    name: str
    path: str

    def read(self, request) -> str | None:
        """The reader's id, or None where there is no cookie or not one of ours."""
        try:
            value = request.get_signed_cookie(self.name, salt=self.name, max_age=YEAR)
        except (KeyError, BadSignature):
            return None
        return value if _READER_ID.fullmatch(value) else None

    def write(self, response, reader_id: str) -> None:
        response.set_signed_cookie(
            self.name,
            reader_id,
            salt=self.name,
            max_age=YEAR,
            path=self.path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def network_of(request) -> str:
    """A hash (32 hex digits) of today, the visitor's network (/24 or /56) and browser.

    For soft limits only: a mobile carrier puts thousands behind one network. Tomorrow's hash of the same
    visitor is another one, and the address itself is kept nowhere.
    """
    parts = (str(timezone.localdate()), _network(address_of(request)), request.headers.get("User-Agent", ""))
    seed = "\n".join(parts).encode(errors="replace")
    return salted_hmac("accounts.readers.network", seed, algorithm="sha256").hexdigest()[:32]


def address_of(request) -> str:
    """Where the request came from; behind our proxy, what the proxy itself wrote at the end of the header."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"  # a Unix socket, or a broken proxy: all of these share one limit
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 56), strict=False))


def sent_from_elsewhere(request) -> bool:
    """Whether another site's page sent this form. Browsers say so; programs may say what they like.

    Readers' forms carry no authority (no session, no account), so they need no CSRF token, which could not
    stand in a cached page anyway; this keeps other sites from voting and writing through their visitors.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return True
    return origin != settings.SITE_URL and host != request.get_host()


def wants_fragment(request) -> bool:
    """Whether static/js/voices.js asks, and wants the part alone instead of a whole page."""
    return request.headers.get("X-Requested-With") == "fragment"
