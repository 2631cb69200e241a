"""Asking other sites whether a link of ours leads anywhere: by the minute, never while somebody waits.

The address is a writer's, so it may lead anywhere: only public addresses of the network are spoken to, looked
up once and then called by number, also after every redirect, so that no name can point inwards meanwhile.
"""

import errno
import socket
import ssl
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from articles.models import OutsideLink

SECONDS = 5  # for each step with another server
A_ROUND = 25  # seconds of one minute's job
AT_ONCE = 5
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
GONE = {404, 410}
NO_SUCH_SITE = {socket.EAI_NONAME}
NO_HEAD = {400, 403, 405, 406, 501}  # some servers answer only to those who read


class Gone(Exception):
    """There is no such page, or no such site."""


class Silent(Exception):
    """Nobody answered, or this address is not for us to ask."""


class Unknown(Exception):
    """Our own network is away: that says nothing about the link."""


def check_due() -> int:
    """Ask about links whose turn it is, for less than half a minute; how many."""
    if not settings.CHECK_OUTSIDE_LINKS:
        return 0
    done, end = 0, time.monotonic() + A_ROUND
    while time.monotonic() < end and (links := OutsideLink.objects.take(AT_ONCE)):
        for link in links:  # those the time is over for are asked in ten minutes
            if time.monotonic() < end:
                check(link)
                done += 1
    return done


def forget_old() -> None:
    OutsideLink.objects.forget_old()


def check(link: OutsideLink) -> None:
    try:
        ask(link.address)
    except Gone:
        link.is_gone()
    except Silent:
        link.said_nothing()
    except Unknown:
        return
    else:
        link.answered()


def ask(address: str) -> int:
    """The status the address ends with after redirects. Raises Gone, Silent, Unknown."""
    for _redirect in range(REDIRECTS + 1):
        status, onward = _answer(address)
        if status in GONE:
            raise Gone(address)
        if not onward:
            break
        address = urljoin(address, onward)
    if status >= 500:
        raise Silent(address)
    return status


def _answer(address: str) -> tuple[int, str]:
    """(status, where it redirects to or "")."""
    try:
        parts = urlsplit(address)
        status, onward = _call(parts, "HEAD")
        return _call(parts, "GET") if status in NO_HEAD else (status, onward)
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, OSError) and is_ours(error):
            raise Unknown(address) from error
        raise Silent(address) from error


def is_ours(error: OSError) -> bool:
    """No way out of our own network."""
    if isinstance(error, socket.gaierror):
        return error.errno == socket.EAI_AGAIN
    return error.errno in {errno.ENETUNREACH, errno.ENETDOWN}


def _call(parts: SplitResult, method: str) -> tuple[int, str]:
    """Status and way on. The text is never read; who sends a byte now and then is hung up on."""
    connection = _connection(parts)
    patience = Timer(2 * SECONDS, _hang_up, [connection])
    patience.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": f"LinkCheck (+{settings.SITE_URL})", "Accept": "*/*", "Connection": "close"}
        connection.request(method, quote(target, safe="/%:@!$&'()*+,;=~?[]"), headers=headers)
        answer = connection.getresponse()
        onward = answer.getheader("Location", "") if 300 <= answer.status < 400 else ""
        return answer.status, onward
    finally:
        patience.cancel()
        connection.close()


def _hang_up(connection: HTTPConnection) -> None:
    if connection.sock:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _connection(parts: SplitResult) -> HTTPConnection:
    """To a number that was looked up and found public; the name is only said to the server."""
    host, port = _host(parts), parts.port or PORTS.get(parts.scheme, 0)
    number = _public(host, port)
    if parts.scheme == "https":
        connection = HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        connection = HTTPConnection(host, port, timeout=SECONDS)
    connection._create_connection = lambda _address, *rest, **more: socket.create_connection(
        (number, port), *rest, **more
    )
    return connection


def _host(parts: SplitResult) -> str:
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise Silent(parts.geturl())
    return parts.hostname.encode("idna").decode()


def _public(host: str, port: int) -> str:
    """A number of this host. Silent where any of its numbers is not public, or the port is not the web's."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except socket.gaierror as error:
        if error.errno in NO_SUCH_SITE:
            raise Gone(host) from error
        raise
    if f"{host}:{port}" in settings.LINK_CHECK_ALSO:
        return sorted(found)[0]
    if port not in PORTS.values() or not all(map(is_public, found)):
        raise Silent(host)
    return sorted(found, key=lambda number: ":" in number)[0]  # version 4 first: every server has it


def is_public(number: str) -> bool:
    address = ip_address(number.partition("%")[0])
    inside = (getattr(address, way, None) for way in ("ipv4_mapped", "sixtofour", "teredo"))
    return address.is_global and not address.is_multicast and not any(inside)
