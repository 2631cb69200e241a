"""News that travels up. Sent after commit, with the addresses touched before and after the act."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.dispatch import Signal

EVERYTHING = "*"  # the menu, the masthead or a section's address changed: every page shows it

REST = 1.0  # seconds between two acts of a rush that are told at once

article_changed = Signal()  # paths: frozenset[str] of public addresses (no host, no query), or EVERYTHING
article_touched = Signal()  # paths: the same; a rush of it need not be shown one by one


def announce(paths: Iterable[str]) -> None:
    """Tell whoever listens, once the transaction has committed; a failing listener never undoes the act."""
    touched = frozenset(paths)
    if touched:
        transaction.on_commit(lambda: article_changed.send_robust(sender=None, paths=touched))


def announce_soon(paths: Iterable[str]) -> None:
    """Like `announce` for what comes in rushes, as votes do: readers may see it up to a second later.

    With EVERYTHING no page is thrown away: each is made anew bit by bit while readers get the old one.
    """
    touched = frozenset(paths)
    if touched:
        transaction.on_commit(lambda: article_touched.send_robust(sender=None, paths=touched))


def announce_rush(name: str, paths: Iterable[str]) -> None:
    """What many may do to one page at once: the first act is shown at once, the others within a second."""
    touched = frozenset(paths)

    def tell():
        (announce if cache.add(f"rush-{name}", 1, REST) else announce_soon)(touched)

    transaction.on_commit(tell)
