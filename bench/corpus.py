"""A JSONL corpus for a measurement: read, and loaded once into a database of its own.

The measured code must not see what the measurement asks for, so the newspaper's tags, sections and links stay
outside. A line is one article: id, title, lead, body (a list of paragraphs), published_at and, for the
measurement alone, tags and category.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def start() -> None:
    """Start Django, its database brought up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def set_up() -> None:
    """Start Django on a database of the bench's own: empty, or filled by it. Anything else is left alone."""
    start()
    from articles.models import Article

    first = Article.objects.order_by("pk").select_related("published_by").first()
    if first and str(first.published_by and first.published_by.username) != "bench":
        sys.exit("Set DATABASE_URL to an empty database: it will be filled with the corpus.")


def add_options(parser) -> None:
    parser.add_argument("corpus", nargs="+", help="JSONL files, .gz or not")
    parser.add_argument("--half", type=int, choices=(0, 1), help="ask every other question only")
    parser.add_argument("--grow", type=int, default=0, help="fill the archive up to so many articles")


def ready(paths: list[str], grow: int) -> tuple[list[dict], dict[str, int]]:
    """The rows of the corpus, and the article number of each: loaded and indexed unless they are there."""
    from django.core.management import call_command

    set_up()
    from bench.archive import loading

    rows = [row for path in paths for row in read(path)]
    numbers = loaded()
    if not numbers:
        loading.load(paths, max(grow, len(rows)))
        numbers = loaded()
        started = time.perf_counter()
        call_command("rebuild_indexes", restart=True)
        print(f"indexed {len(numbers):,} articles in {(time.perf_counter() - started) / 60:.1f} minutes")
    print(f"{len(numbers):,} articles")
    return rows, numbers


def loaded() -> dict[str, int]:
    """Article numbers by source id of what an earlier run loaded."""
    from articles.models import Article

    return dict(Article.objects.values_list("source_id", "pk"))


def read(path: str | Path) -> Iterator[dict]:
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
