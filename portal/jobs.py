"""What has to be done every minute. Each function may run twice, side by side with itself, or late."""

import logging
from collections.abc import Callable

from django.db import connection

from articles.models import Article, PrivateDraft
from comments import jobs as comments

log = logging.getLogger(__name__)


def announce_due() -> int:
    """All scheduled articles whose minute has come, in small steps; how many."""
    done = 0
    while number := Article.objects.announce_due():
        done += number
    return done


def forget_old_drafts() -> None:
    PrivateDraft.objects.forget_old()


EVERY_MINUTE: tuple[Callable, ...] = (announce_due, forget_old_drafts, *comments.EVERY_MINUTE)


def run(jobs: tuple[Callable, ...] = EVERY_MINUTE) -> list[str]:
    """Every job, whatever happens to the others; names of those that failed."""
    failed = []
    for job in jobs:
        try:
            job()
        except Exception:
            log.exception("The job %s failed; the next minute tries again.", job.__name__)
            failed.append(job.__name__)
            connection.close()  # a broken one must not fail the others too
    return failed
