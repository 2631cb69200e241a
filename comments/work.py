"""Proof of work: while very many write, a browser computes for some seconds before it sends.

What it looks for is a number that gives, behind the form's own signed opening, a SHA-256 that begins with
so many zero bits (static/js/work.js). It pays for one comment. One without it, from a browser without script
or a program, is taken in all the same, and the moderators see that it lacks the work.
"""

import hashlib
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

ALWAYS, NEVER = "ALWAYS", "NEVER"  # of COMMENT_WORK, beside AUTO
EXPIRES = 3600  # seconds after which the work for a form is worth nothing
GRACE = 600  # seconds a form that was opened before the rush may be without
LOOK_EVERY = 5  # seconds


def bits_wanted() -> int:
    """How many zero bits a form that is opened now has to bring; 0 while no load asks for any."""
    if settings.COMMENT_WORK == NEVER or (settings.COMMENT_WORK != ALWAYS and not is_rush()):
        return 0
    return settings.COMMENT_WORK_BITS


def is_rush() -> bool:
    """Whether COMMENT_WORK_FROM comments came within the last minute."""
    return cache.get_or_set("comments-rush", _count_lately, LOOK_EVERY) >= settings.COMMENT_WORK_FROM


def _count_lately() -> int:
    lately = timezone.now() - timedelta(minutes=1)
    comments = apps.get_model("comments.Comment").objects.held().filter(created_at__gt=lately)
    return comments[: settings.COMMENT_WORK_FROM].count()


def proof_of(opened: str, bits: int, answer: str, age: float) -> str | None:
    """The key of the work done for a form; "" where none was asked for, None where it is missing.

    opened: the form's signed opening, `age` seconds old; bits: what it asked for; answer: what came with it.
    """
    if not bits:
        return None if age > GRACE and bits_wanted() else ""
    digest = hashlib.sha256(f"{opened}.{answer}".encode()).digest()
    if age > EXPIRES or int.from_bytes(digest[:8]) >> (64 - bits):
        return None
    return hashlib.sha256(opened.encode()).hexdigest()[:32]
