"""Make the search index and the suggestions anew from the articles."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.models import Article, Rebuilding, RelatedEntry, ToOffer
from articles.searching import entries, neighbours, rebuilding, shadow, shortlists, vectors
from articles.searching.children import begin
from articles.searching.locking import REBUILD, lock_indexes

BATCH = 500  # articles of one transaction
SMALL_BATCH = 100  # where acts of the newsroom wait for it
AHEAD = 20  # parts given to each process: while one of them takes long, the others have enough to do
FINISHED = 2**62
MANY = 5_000  # articles without lists: from here on a rebuild is quicker than offering each to its nearest


class Command(BaseCommand):
    help = _(
        "Make the search index and the suggestions anew. Readers notice nothing; may be stopped and resumed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--restart", action="store_true", help=_("begin anew instead of going on"))
        parser.add_argument("--processes", type=int, default=2, help=_("articles worked on at the same time"))
        parser.add_argument(
            "--missing", action="store_true", help=_("only what is not there yet: after an import")
        )
        parser.add_argument(
            "--without-lists", action="store_true", help=_("leave out the suggestions' lists")
        )
        parser.add_argument(
            "--lists", action="store_true", help=_("only the suggestions' lists that were left out")
        )

    def handle(self, *, restart, processes, missing, without_lists, lists, **options):
        self.processes = processes
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILD])
            if not cursor.fetchone()[0]:
                raise CommandError(_("Another rebuild is running."))
        try:
            if lists:
                self.only_lists()
            elif missing and _without_lists().count() <= MANY:
                self.add_missing()
            else:
                self.rebuild(restart, without_lists)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILD])
        self.stdout.write(self.style.SUCCESS(_("Done.")))

    def add_missing(self) -> None:
        self.work("words", Article.objects.filter(search_entry=None), write, size=SMALL_BATCH)
        self.work("lists", _without_lists(), offer, size=SMALL_BATCH)
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {', '.join(shadow.TABLES)}")

    def only_lists(self) -> None:
        shortlists.create()
        self.shorten(shortlists.add)
        shortlists.analyze()
        self.work("lists", _without_lists(), fill, size=SMALL_BATCH)
        shortlists.drop()

    # --- the stages of rebuilding.py --------------------------------------------------------------

    def rebuild(self, restart: bool, without_lists: bool) -> None:
        if restart or not shadow.is_there():
            rebuilding.forget()
            shadow.create()
        rebuilding.begin()
        self.stage("sample", self.sample)
        self.stage("words", self.words)
        self.stage("indexes", self.indexes)
        if not without_lists:
            self.stage("lists", self.lists)
        self.vacuum()
        rebuilding.finish()
        shadow.drop()

    def stage(self, name: str, run: Callable[[int], None]) -> None:
        """One stage, unless an earlier rebuild finished it. It is told up to which article that one came."""
        progress, _created = Rebuilding.objects.get_or_create(stage=name)
        if progress.done_up_to < FINISHED:
            run(progress.done_up_to)
            Rebuilding.objects.filter(pk=name).update(done_up_to=FINISHED)

    def sample(self, _done: int) -> None:
        shadow.clear(*shadow.TABLES)
        step = max(1, Article.objects.count() // vectors.SAMPLE)
        self.work("sample", Article.objects.extra(where=["id %% %s = 0"], params=[step]), rebuilding.sample)
        rebuilding.count()

    def words(self, done: int) -> None:
        rebuilding.forget_beyond(done)
        self.work("words", Article.objects.filter(pk__gt=done), rebuilding.copy, remember=True)

    def indexes(self, _done: int) -> None:
        statements = shadow.index_statements()
        bar = Progress(self.stderr, "indexes", len(statements))
        for _statement in self.shared(rebuilding.build, statements):
            bar.add(1)
        shadow.add_constraints()
        self.vacuum()
        bar.end()

    def vacuum(self) -> None:
        for _statement in self.shared(rebuilding.build, shadow.vacuum_statements()):
            pass

    def lists(self, done: int) -> None:
        with shadow.writing():
            shortlists.create()
        self.shorten(rebuilding.shorten)
        with shadow.writing():
            shortlists.analyze()
        live = Article.objects.live().filter(pk__gt=done)
        self.work("lists", live, rebuilding.fill, remember=True)

    def shorten(self, function: Callable) -> None:
        bar = Progress(self.stderr, "shortlists", shortlists.PARTS)
        for _part in self.shared(function, shortlists.parts()):
            bar.add(1)
        bar.end()

    # --- working on many articles -----------------------------------------------------------------

    def work(self, name: str, articles, function: Callable, *, size: int = BATCH, remember: bool = False):
        """Let `function` work through the articles in the order of their numbers."""
        bar = Progress(self.stderr, name, articles.count())
        for batch in self.shared(function, _batches(articles, size)):
            if remember:
                Rebuilding.objects.filter(pk=name).update(done_up_to=batch[-1])
            bar.add(len(batch))
        bar.end()

    def shared(self, function: Callable, parts: Iterable) -> Iterator:
        """Each part once it is worked, in order; `processes` are worked at a time."""
        if self.processes < 2:
            for part in parts:
                function(part)
                yield part
            return
        with ProcessPoolExecutor(self.processes, get_context("spawn"), begin) as pool:
            started: deque[tuple[object, Future]] = deque()
            for part in parts:
                started.append((part, pool.submit(function, part)))
                if len(started) > self.processes * AHEAD:
                    yield _finished(*started.popleft())
            while started:
                yield _finished(*started.popleft())


def _finished(part, future: Future):
    future.result()  # an error in the child is an error here
    return part


def _without_lists():
    waiting = Q(related_entry__others=None) | Q(pk__in=ToOffer.objects.values("pk"))
    return Article.objects.live().filter(waiting)


@transaction.atomic
def write(article_ids: list[int]) -> None:
    lock_indexes(shared=True)
    entries.write(article_ids)
    vectors.write(article_ids)


@transaction.atomic
def fill(article_ids: list[int]) -> None:
    """Make the lists of these articles, which had none; nothing is offered, as all others get theirs, too."""
    lock_indexes(shared=True)
    shortlists.fill(article_ids)
    ToOffer.objects.filter(pk__in=article_ids).delete()


@transaction.atomic
def offer(article_ids: list[int]) -> None:
    """As if the articles had just been published: their lists, and they on the lists of others."""
    lock_indexes()
    for entry in RelatedEntry.objects.filter(pk__in=article_ids):
        neighbours.renew(entry)
    ToOffer.objects.filter(pk__in=article_ids).delete()


def _batches(articles, size: int) -> Iterator[list[int]]:
    last = 0
    while batch := list(articles.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        last = batch[-1]
        yield batch


class Progress:
    """One line on a terminal; in a log, a line now and then."""

    SECONDS = 10

    def __init__(self, out, name: str, total: int):
        self.out, self.name, self.total, self.done = out, name, total, 0
        self.started = self.shown = time.monotonic()

    def add(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if sys.stderr.isatty() or now - self.shown > self.SECONDS:
            self.shown, rate = now, self.done / (now - self.started)
            self.out.write(f"\r{self.name}: {self.done:,} / {self.total:,} ({rate:,.0f}/s)", ending="")

    def end(self) -> None:
        took = time.monotonic() - self.started
        self.out.write(f"\r{self.name}: {self.done:,} / {self.total:,} in {took:,.0f} s")
