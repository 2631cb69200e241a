"""Loading a JSONL corpus for a measurement: articles only, published, without tags and in one section.

The measured code must not see what the measurement asks for, so the newspaper's tags, sections and links stay
outside. A line is one article: id, title, lead, body (a list of paragraphs), published_at and, for the
measurement alone, tags and category.
"""

import gzip
import json
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from django.utils.html import escape

BATCH = 500
FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)


def set_up() -> None:
    """Start Django on a database of the bench's own; anything else is left alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if "bench" not in str(settings.DATABASES["default"]["NAME"]):
        sys.exit(
            "Set DATABASE_URL to a database with 'bench' in its name: it will be filled with the corpus."
        )
    call_command("migrate", verbosity=0)


def add_options(parser) -> None:
    parser.add_argument("corpus", nargs="+", help="JSONL files, .gz or not")
    parser.add_argument("--half", type=int, choices=(0, 1), help="ask every other question only")
    parser.add_argument("--grow", type=int, default=0, help="fill the archive up to so many articles")


def ready(paths: list[str], grow: int) -> tuple[list[dict], dict[str, int]]:
    """The rows of the corpus, and the article number of each: loaded and indexed unless they are there."""
    from django.core.management import call_command

    set_up()
    rows = [row for path in paths for row in read(path)]
    numbers = loaded()
    if not numbers:
        numbers = load(grown(rows, grow))
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


def batches(rows: Iterable, size: int = BATCH) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def grown(rows: list[dict], total: int) -> Iterator[dict]:
    """The rows, then made-up ones until there are `total`: patchworks of short runs of the rows' words, so
    that words are as frequent as in the corpus, but no made-up article is about what a real one is about."""
    yield from rows
    dice = random.Random(len(rows))  # noqa: S311 (the same archive every time)
    titles, leads = ([row[name].split() for row in rows if row.get(name)] for name in ("title", "lead"))
    bodies = [" ".join(row["body"]).split() for row in rows if row.get("body")]
    for number in range(len(rows), total):
        bare = dice.random() < 0.45  # as many without a body as in the corpus
        yield {
            "id": f"grown-{number}",
            "title": _patchwork(titles, 12, 2, dice),
            "lead": _patchwork(leads, 35, 4, dice),
            "body": () if bare else [_patchwork(bodies, 80, 8, dice) for _ in range(5)],
            "published_at": (FIRST_DAY + timedelta(minutes=dice.randrange(5_500_000))).isoformat(),
        }


def _patchwork(texts: list[list[str]], length: int, run: int, dice) -> str:
    words: list[str] = []
    while len(words) < length:
        text = dice.choice(texts)
        at = dice.randrange(max(1, len(text) - run + 1))
        words += text[at : at + run]
    return " ".join(words)


def load(rows: Iterable[dict]) -> dict[str, int]:
    """Store rows; gives the article number of each source id."""
    from articles.models import Article

    numbers: dict[str, int] = {}
    started = time.perf_counter()
    for batch in batches(rows):
        articles = Article.objects.bulk_create(_article(row, len(numbers) + n) for n, row in enumerate(batch))
        numbers |= {row["id"]: article.pk for row, article in zip(batch, articles, strict=True)}
        rate = len(numbers) / (time.perf_counter() - started)
        print(f"\r{len(numbers):,} articles, {rate:.0f}/s ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return numbers


def _article(row: dict, number: int):
    from articles.models import Article
    from vietnamese.text import normalise, normalise_line

    section, person = _stage()
    return Article(
        title=normalise_line(row["title"])[:200],
        slug="a",
        lead=normalise(row.get("lead") or "")[:1000],
        body="".join(f"<p>{escape(normalise(paragraph))}</p>" for paragraph in row.get("body") or ()),
        section=section,
        top_section=section,
        review_state="approved",
        public_state="live",
        published_at=_date(row, number),
        published_by=person,
        source_id=row["id"],
        version=1,
    )


def _date(row: dict, number: int) -> datetime:
    """Its own or, without one, a date of its own before all that have one: an archive has no heaps."""
    if row.get("published_at"):
        return datetime.fromisoformat(row["published_at"])
    return FIRST_DAY + timedelta(minutes=10 * (number % 450_000))


@cache
def _stage():
    from accounts.models import User
    from articles.models import Section

    section = Section.objects.get_or_create(slug="bench", defaults={"name": "Bench"})[0]
    return section, User.objects.get_or_create(username="bench")[0]
