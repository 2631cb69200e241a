"""Filling an empty database with an archive: articles by COPY in several processes, then the indexes."""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from bench import corpus

SLICE = 2_000  # articles of one transaction
writer = None


def load(paths: list[str], total: int, processes: int = 2) -> float:
    """The corpus, and made-up articles until there are `total`; gives the articles a second, all told."""
    from articles.models import Article
    from bench.archive.sheets import drop_indexes

    if Article.objects.exists():
        sys.exit("This database has articles already: the archive needs an empty one.")
    began = time.perf_counter()
    prepare(own_rows(paths, total), total)
    dropped = drop_indexes(_tables())
    connection.close()  # children open their own
    with ProcessPoolExecutor(processes, get_context("fork"), _begin) as pool:
        slices = [(at, min(at + SLICE, total)) for at in range(0, total, SLICE)]
        for stop in pool.map(write, slices):
            if stop % (10 * SLICE) == 0 or stop == total:
                rate = stop / (time.perf_counter() - began)
                print(f"\r{stop:,} articles, {rate:,.0f}/s ", end="", file=sys.stderr, flush=True)
        longest_first = sorted(dropped.indexes, key=lambda text: "USING gin" not in text)
        for statements in (longest_first, dropped.constraints, map("VACUUM (ANALYZE) {}".format, _tables())):
            list(pool.map(_execute, statements))
        _count_on()
    print(file=sys.stderr)
    return total / (time.perf_counter() - began)


def own_rows(paths: list[str], total: int) -> list[dict]:
    """The corpus's rows, ready to be stored."""
    from vietnamese.text import normalise, normalise_line, slug

    rows = [row for path in paths for row in corpus.read(path)][:total]
    for row in rows:
        row["title"] = normalise_line(row["title"])[:200]
        row["slug"] = slug(row["title"], 100) or "bai"
        row["lead"] = normalise(row.get("lead") or "")[:1000]
    return rows


def places(rows: list[dict], total: int) -> dict[int, dict]:
    """Rows of the corpus by their place among all articles: spread over the archive."""
    chosen = Random(total).sample(range(total), len(rows))  # noqa: S311 (the same archive every time)
    return dict(zip(chosen, rows, strict=True))


def prepare(rows: list[dict], total: int) -> None:
    """What all processes share is made once, before they part."""
    global writer
    from bench.archive.patchwork import Patchwork
    from bench.archive.stage import build
    from bench.archive.writing import Writer

    patchwork = Patchwork(rows)
    with transaction.atomic():
        stage = build(patchwork, total, Random(total))  # noqa: S311 (the same archive every time)
    writer = Writer(patchwork, stage, places(rows, total), total, timezone.now())


def _tables() -> list[str]:
    from bench.archive.writing import MODELS

    return [model._meta.db_table for model in MODELS]


def _begin() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")


def write(part: tuple[int, int]) -> int:
    writer.write(*part)
    return part[1]


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _count_on() -> None:
    """The next article the newsroom writes gets the next number."""
    _execute("SELECT setval(pg_get_serial_sequence('articles_article', 'id'), max(id)) FROM articles_article")
