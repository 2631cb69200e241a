"""Reads are gathered in memory and written in batches: a storm of readers is a few statements a second."""

import hashlib
import logging
import re
import secrets
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock

from django.db import Error, connection, transaction
from django.utils import timezone

from accounts.readers import address_of
from articles.models import Article
from readership.models import Reads, Salt, Seen

log = logging.getLogger(__name__)

BATCH = 200  # reads that are written together
SECONDS = 5.0  # after which a smaller batch is written, too
MOST_WAITING = 20_000  # while the database is away
PER_SOURCE = 200  # reads of one article from one address a day: carriers put many phones behind one
KEPT_DAYS = 35  # of hourly numbers
# Few programs run scripts, so few come here at all.
PROGRAMS = re.compile(
    "bot|crawl|spider|slurp|preview|monitor|headless|lighthouse|facebookexternalhit|curl|wget|python|http-?client",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Read:
    article: int
    reader: str
    source: str
    at: datetime


def read_by(request, article: int) -> Read | None:
    """This request as a read to count; None for programs."""
    browser = request.headers.get("User-Agent", "")
    if not browser or PROGRAMS.search(browser):
        return None
    now = timezone.now()
    salt, address = salt_of(timezone.localdate(now)), address_of(request)
    language = request.headers.get("Accept-Language", "")
    return Read(
        article,
        reader=_hash(salt, article, address, browser, language),
        source=_hash(salt, article, address),
        at=now,
    )


def _hash(salt: str, *parts) -> str:
    return hashlib.sha256(repr((salt, *parts)).encode(errors="replace")).hexdigest()[:32]


@lru_cache(maxsize=1)
def salt_of(day: date) -> str:
    """The same in every process for one day; whoever makes it throws yesterday's away."""
    row, is_new = Salt.objects.get_or_create(day=day, defaults={"value": secrets.token_hex(32)})
    if is_new:
        forget_before(day)
    return row.value


class Waiting:
    """The reads of this process that are not written yet. Those of the last seconds are lost with it."""

    def __init__(self):
        self._lock = Lock()
        self._reads: list[Read] = []
        self._since = 0.0

    def add(self, read: Read) -> None:
        with self._lock:
            if not self._reads:
                self._since = time.monotonic()
            self._reads.append(read)
            is_due = len(self._reads) >= BATCH or time.monotonic() - self._since >= SECONDS
        if is_due:
            self.write()

    def write(self) -> None:
        """Write what is waiting; while the database is away it waits on, up to a limit."""
        with self._lock:
            reads, self._reads = self._reads, []
        try:
            record(reads)
        except Error as error:
            log.warning("Reads could not be counted yet: %s", str(error).strip())
            with self._lock:
                self._reads = (reads + self._reads)[:MOST_WAITING]
                self._since = time.monotonic()


waiting = Waiting()


@transaction.atomic
def record(reads: list[Read]) -> None:
    """Count each reader of an article once a day. Rows are touched in one order: no two batches deadlock."""
    public = set(
        Article.objects.published().filter(pk__in={r.article for r in reads}).values_list("pk", flat=True)
    )
    by_reader = {read.reader: read for read in reads if read.article in public}
    new = _mark_seen([by_reader[key] for key in sorted(by_reader)])
    hours = Counter(
        (by_reader[key].article, by_reader[key].at.replace(minute=0, second=0, microsecond=0)) for key in new
    )
    with connection.cursor() as cursor:
        for (article, hour), views in sorted(hours.items()):
            cursor.execute(
                "INSERT INTO readership_reads (article_id, hour, views) VALUES (%s, %s, %s)"
                " ON CONFLICT (article_id, hour)"
                " DO UPDATE SET views = readership_reads.views + excluded.views",
                [article, hour, views],
            )


def _mark_seen(reads: list[Read]) -> list[str]:
    """The readers that were not counted today, nor too many from their address; counted from now on."""
    from_source = Counter(
        Seen.objects.filter(source__in={read.source for read in reads}).values_list("source", flat=True)
    )
    allowed = []
    for read in reads:
        from_source[read.source] += 1
        if from_source[read.source] <= PER_SOURCE:
            allowed.append(read)
    columns = [
        [read.reader for read in allowed],
        [read.source for read in allowed],
        [timezone.localdate(read.at) for read in allowed],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO readership_seen (reader, source, day)"
            " SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::date[])"
            " ON CONFLICT DO NOTHING RETURNING reader",
            columns,
        )
        return [reader for (reader,) in cursor.fetchall()]


def forget_before(day: date) -> None:
    """Throw away the hashes and salts of days gone by, and hourly numbers nobody asks for any longer."""
    Salt.objects.filter(day__lt=day).delete()
    Seen.objects.filter(day__lt=day).delete()
    Reads.objects.filter(hour__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
