"""Make the search index and the suggestions anew from the articles."""

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.models import Article, Rebuilding, RelatedEntry
from articles.searching import entries, neighbours, vectors
from articles.searching.locking import lock_indexes
from articles.workflow import Public

TABLES = ("articles_article", "articles_posting", "articles_searchentry", "articles_relatedentry")
BATCH = 100  # an act of the newsroom waits for one at most


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
            "--without-lists", action="store_true", help=_("leave the suggestions' lists alone")
        )

    def handle(self, *, restart, processes, missing, without_lists, **options):
        self.processes = processes
        if restart:
            Rebuilding.objects.all().delete()
        if missing:
            self.add_missing()
        else:
            self.rebuild(without_lists)
        Rebuilding.objects.all().delete()
        self.stdout.write(self.style.SUCCESS(_("Done.")))

    def add_missing(self) -> None:
        self.stage("words", Article.objects.filter(search_entry=None), write)
        _tidy()
        live = Article.objects.filter(public_state=Public.LIVE)
        self.stage("lists", live.filter(related_entry__others=None), offer)

    def rebuild(self, without_lists: bool) -> None:
        if not Rebuilding.objects.filter(stage="words").exists():
            self.stage("sample", Article.objects.extra(where=["id %% %s = 0"], params=[_step()]), write)
            vectors.recount()
        self.stage("words", Article.objects.all(), write)
        _tidy()
        if not without_lists:
            self.stage("lists", Article.objects.filter(public_state=Public.LIVE), fill)

    def stage(self, name: str, articles, work: Callable[[list[int]], None]) -> None:
        """Work through the articles in the order of their numbers, remembering how far it came."""
        progress, _created = Rebuilding.objects.get_or_create(stage=name)
        waiting = articles.filter(pk__gt=progress.done_up_to)
        bar = Progress(self.stderr, name, waiting.count())
        for batch in self._done(_batches(waiting), work):
            Rebuilding.objects.filter(pk=name).update(done_up_to=batch[-1])
            bar.add(len(batch))
        bar.end()

    def _done(self, batches: Iterator[list[int]], work: Callable) -> Iterator[list[int]]:
        """Each batch once it is worked, in order; `processes` are worked at a time."""
        if self.processes < 2:
            for batch in batches:
                work(batch)
                yield batch
            return
        connection.close()  # children open their own
        with ProcessPoolExecutor(self.processes, get_context("spawn"), django.setup) as pool:
            started: list[tuple[list[int], Future]] = []
            for batch in batches:
                started.append((batch, pool.submit(work, batch)))
                if len(started) > self.processes * 2:
                    yield _finished(*started.pop(0))
            for batch, future in started:
                yield _finished(batch, future)


def _finished(batch: list[int], future: Future) -> list[int]:
    future.result()  # an error in the child is an error here
    return batch


@transaction.atomic
def write(article_ids: list[int]) -> None:
    lock_indexes(shared=True)
    entries.write(article_ids)
    vectors.write(article_ids)


@transaction.atomic
def fill(article_ids: list[int]) -> None:
    lock_indexes(shared=True)
    neighbours.fill(article_ids)


@transaction.atomic
def offer(article_ids: list[int]) -> None:
    """As if the articles had just been published: their lists, and they on the lists of others."""
    lock_indexes()
    for entry in RelatedEntry.objects.filter(pk__in=article_ids):
        neighbours.renew(entry)


def _step() -> int:
    """Every how manieth article is counted: enough of them to know how rare a word is."""
    return max(1, Article.objects.count() // vectors.SAMPLE)


def _batches(articles) -> Iterator[list[int]]:
    last = 0
    while batch := list(articles.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = batch[-1]
        yield batch


def _tidy() -> None:
    """Postings are read from the index alone where the table is clean; good plans need fresh statistics."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")


class Progress:
    def __init__(self, out, name: str, total: int):
        self.out, self.name, self.total, self.done, self.started = out, name, total, 0, time.monotonic()

    def add(self, count: int) -> None:
        self.done += count
        rate = self.done / (time.monotonic() - self.started)
        if sys.stderr.isatty() or self.done % (BATCH * 50) < BATCH:
            self.out.write(f"\r{self.name}: {self.done:,} / {self.total:,} ({rate:,.0f}/s)", ending="")

    def end(self) -> None:
        self.out.write(f"\r{self.name}: {self.done:,} / {self.total:,}")
