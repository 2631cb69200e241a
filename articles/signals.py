"""News that travels up. Sent after commit, with the addresses touched before and after the act."""

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

EVERYTHING = "*"  # the menu, the masthead or a section's address changed: every page shows it

article_changed = Signal()  # paths: frozenset[str] of public addresses (no host, no query), or EVERYTHING


def announce(paths: Iterable[str]) -> None:
    """Tell whoever listens, once the transaction has committed; a failing listener never undoes the act."""
    touched = frozenset(paths)
    if touched:
        transaction.on_commit(lambda: article_changed.send_robust(sender=None, paths=touched))
