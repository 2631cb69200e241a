"""Which plans the database makes for every query that search, suggestions and typing send.

    DATABASE_URL=postgres:///bench python -m bench.plans

Says for each shape of query how long it took, whether it read a table from end to end, and how many rows it
put in order at most; worth asking only of an archive of 100,000 articles or more, since the database rightly
reads small tables whole.
"""

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator

from bench import corpus

TABLES = {
    "articles_article",
    "articles_searchentry",
    "articles_posting",
    "articles_relatedentry",
    "articles_termcount",
}
MOST_IN_ORDER = 10_000  # rows: candidates may be put in order, all matches of a common word may not
QUERIES = (
    "việt nam",
    "năm",
    "cai cach hanh chinh",
    "cai cch hanh chinh",
    '"thành phố hồ chí minh"',
    "bão -phim",
    "bão năm:2017",
    "xyzzy bao lu",
)


def main() -> None:
    corpus.set_up()
    shapes = _collect()
    faults = 0
    for shape, (sql, parameters, times) in sorted(shapes.items(), key=lambda item: -max(item[1][2])):
        nodes = list(_nodes(_plan(sql, parameters)))
        scans = sorted({node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"} & TABLES)
        rows = max((_rows(node["Plans"][0]) for node in nodes if "Sort Key" in node), default=0)
        faults += len(scans) + (rows > MOST_IN_ORDER)
        print(f"{max(times):7.1f} ms worst of {len(times):3}, {rows:6,} rows in order  {shape[:90]}")
        if scans:
            print(f"           reads whole: {', '.join(scans)}")
        if rows > MOST_IN_ORDER:
            print("           puts too many in order")
    sys.exit(f"{faults} faults" if faults else 0)


def _collect() -> dict[str, tuple]:
    """Every shape of query sent by typical use: its SQL and parameters when it was slowest, and its times."""
    from django.db import connection

    shapes: dict[str, list] = defaultdict(lambda: [None, None, []])

    def note(execute, sql, parameters, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, parameters, many, context)
        finally:
            took = (time.perf_counter() - started) * 1000
            found = shapes[" ".join(sql.split())]
            if took >= max(found[2], default=0):
                found[:2] = sql, parameters
            found[2].append(took)

    with connection.execute_wrapper(note):
        _use()
    return {shape: tuple(found) for shape, found in shapes.items() if shape.startswith(("SELECT", "WITH"))}


def _use() -> None:
    from articles.models import Article
    from articles.related import suggestions, update_related
    from articles.search import search
    from articles.searching.completion import complete

    for query in QUERIES:
        for order in ("lien-quan", "moi-nhat"):
            search(query, order=order)
        complete(query)
    highest = Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    chosen = random.Random(3).sample(range(1, highest + 1), min(20, highest))  # noqa: S311 (the same each time)
    for article in Article.objects.filter(pk__in=chosen).select_related("section"):
        suggestions(article)
        update_related([article.pk])
        suggestions(article)


def _plan(sql: str, parameters) -> dict:
    """The plan as it was carried out; what the query wrote is taken back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql, parameters)
        plan = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _rows(node: dict) -> int:
    return round(node["Actual Rows"] * node["Actual Loops"])


if __name__ == "__main__":
    main()
