"""How fast search and suggestions are in an archive of any size.

    DATABASE_URL=postgres:///bench_1m python -m bench.finding --titles 60

Asks for headlines of the archive itself, so any archive of bench.archive will do; what it writes is rolled
back. Prints one row of the table in docs/performance.md: milliseconds by the wall and, beside them, of
processor time (the portal and Postgres together), which other work of the machine disturbs less. Postgres
must run on this machine. Lists that are not made yet are made for the articles asked for.
"""

import argparse
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable

from bench.growth import Clock
from bench.scores import percentile
from bench.search import COMMON, TYPINGS

SEED = 11
ASKED = ("as printed", "without marks", "letter missing")
SAMPLED = 20_000  # titles by which the rarest words are known


def main() -> None:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        _measure(options)
        transaction.set_rollback(True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--titles", type=int, default=60, help="headlines asked for, in twelve ways each")
    parser.add_argument("--pages", type=int, default=200, help="articles whose suggestions are asked for")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> None:
    from articles.models import Article
    from articles.related import suggestions, update_related
    from articles.search import search
    from articles.searching.completion import complete

    dice = random.Random(SEED)  # noqa: S311 (the same questions every time)
    highest = Article.objects.order_by("-pk").values_list("pk", flat=True).first()
    queries = list(_known_items(options.titles, highest, dice))
    some = Article.objects.published().filter(pk__in=dice.sample(range(1, highest), options.pages))
    articles = list(some.select_related("section"))

    print(f"{highest:,} articles, load before {os.getloadavg()[0]:.1f}")
    _time("known item", search, queries)
    for query in COMMON[:3]:
        _time(f'"{query}"', search, [query] * 20)
    _time("while typing", complete, [query[: len(query) // 2] for query in queries[::9]])
    _time("publish", lambda article: update_related([article.pk]), articles)
    _time("related block", suggestions, articles)


def _known_items(many: int, highest: int, dice: random.Random) -> Iterable[str]:
    """What somebody remembers of a headline: rare words, four in a row, all of it; typed in several ways."""
    from articles.models import Article
    from vietnamese.text import syllables

    numbers = dice.sample(range(1, highest), min(highest - 1, SAMPLED))
    titles = list(Article.objects.published().filter(pk__in=numbers).values_list("title", flat=True))
    usual = Counter(word for title in titles for word in set(syllables(title)))
    long = [title for title in titles if len(syllables(title)) >= 6]
    for title in dice.sample(long, many):
        words = list(dict.fromkeys(syllables(title)))
        rare = sorted(words, key=usual.__getitem__)
        three, five = ([word for word in words if word in rare[:most]] for most in (3, 5))
        for asked in (three, five, syllables(title)[1:5], [title[:200]]):
            yield from (TYPINGS[typing](" ".join(asked), dice) for typing in ASKED)


def _time(name: str, act: Callable, asked: list) -> None:
    act(asked[0])  # what is loaded once is loaded
    clock, walls, costs = Clock(), [], []
    for one in asked:
        before, began = clock(), time.perf_counter()
        act(one)
        walls.append((time.perf_counter() - began) * 1000)
        costs.append(sum(clock()) - sum(before))
    figures = [figure(times) for times in (walls, costs) for figure in (statistics.median, _p95)]
    print(
        f"{name:16} {len(asked):4} times: wall {figures[0]:6.1f} median {figures[1]:6.1f} p95,"
        f" processor {figures[2]:6.1f} median {figures[3]:6.1f} p95",
        flush=True,
    )


def _p95(times: list[float]) -> float:
    return percentile(times, 0.95)


if __name__ == "__main__":
    main()
