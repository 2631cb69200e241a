"""What has to be done every minute. Each function may run twice, side by side with itself, or late."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from axes.models import AccessAttempt
from django.db import connection
from django.utils import timezone

from accounts.sessions import forget_ended
from articles import indexing, related
from articles.copydesk import links
from articles.models import Article, PrivateDraft
from comments import jobs as comments
from newsletter import jobs as newsletter
from portal.in_step import forget_old as forget_purges

FAILED_SIGN_INS_KEPT = timedelta(days=1)
log = logging.getLogger(__name__)


def announce_due() -> int:
    """All scheduled articles whose minute has come, in small steps; how many."""
    done = 0
    while number := Article.objects.announce_due():
        done += number
    return done


def forget_old_drafts() -> None:
    PrivateDraft.objects.forget_old()


def forget_failed_sign_ins() -> None:
    """They hold network addresses, which nobody needs once the lock of fifteen minutes is over."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - FAILED_SIGN_INS_KEPT).delete()


def make_lists() -> int:
    """The suggestions a stopped process or an import left to be made."""
    indexing.index_missing()
    return 0 if indexing.renew_young() else related.make_lists()


def forget_old_links() -> None:
    links.forget_old()


def check_links() -> None:
    links.check_due()


def index_what_was_left() -> int:
    """Indexes of articles that acts left for later, for half a minute; how many."""
    done, end = 0, time.monotonic() + 30
    while time.monotonic() < end and (number := indexing.catch_up()):
        done += number
    return done


EVERY_MINUTE: tuple[Callable, ...] = (
    announce_due,
    forget_old_drafts,
    forget_ended,
    forget_purges,
    forget_failed_sign_ins,
    index_what_was_left,
    *comments.EVERY_MINUTE,
    *newsletter.EVERY_MINUTE,
    forget_old_links,
    make_lists,  # may take long
    check_links,  # the last: other servers may take their time
)


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
