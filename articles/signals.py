"""News that travels up. Sent after commit, with the addresses touched before and after the act."""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

EVERYTHING = "*"  # the menu, the masthead or a section's address changed: every page shows it

article_changed = Signal()  # paths: frozenset[str] of public addresses (no host, no query), or EVERYTHING
article_touched = Signal()  # paths: the same, never EVERYTHING; a rush of it need not be shown one by one


def announce(paths: Iterable[str]) -> None:
    """Tell whoever listens, once the transaction has committed; a failing listener never undoes the act."""
    touched = frozenset(paths)
    if touched:
        transaction.on_commit(lambda: article_changed.send_robust(sender=None, paths=touched))


def announce_soon(paths: Iterable[str]) -> None:
    """Like `announce` for what comes in rushes, as votes do: readers may see it up to a second later."""
    touched = frozenset(paths)
    if touched:
        transaction.on_commit(lambda: article_touched.send_robust(sender=None, paths=touched))
