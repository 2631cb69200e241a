"""How well search finds what is typed, the way people type it, and how fast.

    DATABASE_URL=postgres:///bench python -m bench.search articles.jsonl.gz more.jsonl --half 1 --queries 300

The database must be one of the bench's own: it is migrated and filled; what an earlier run loaded is used as
it is. `--half 0` or `1` asks for every other article only: numbers are chosen on one, reported on the other.
"""

import argparse
import random
import statistics
import time
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise

from bench import corpus
from bench.scores import mean, percentile

COMMON = ("việt nam", "người dân", "thành phố", "hà nội", "năm", "một")
SEED = 7


def main() -> None:
    options = _options()
    rows, numbers = corpus.ready(options.corpus, options.grow)
    bench = Bench(rows, numbers, options.half, options.queries)
    bench.known_items()
    bench.topics()
    bench.common_words()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser)
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    return parser.parse_args()


class Bench:
    def __init__(self, rows: list[dict], numbers: dict[str, int], half: int | None, queries: int):
        from vietnamese.text import fold_syllables, syllables

        self.rows, self.numbers, self.half = rows, numbers, half
        self.random = random.Random(SEED)  # noqa: S311 (the same questions every time)
        self.counts = Counter(word for row in rows for word in set(syllables(row["title"])))
        self.pairs = Counter(pair for row in rows for pair in set(pairwise(syllables(row["title"]))))
        self.titles = {row["id"]: " ".join(fold_syllables(row["title"])) for row in rows}
        self.names = {numbers[row["id"]]: self.titles[row["id"]] for row in rows if row["id"] in numbers}
        asked = [row for row in rows if row["id"] in numbers and len(syllables(row["title"])) >= 6]
        asked = asked if half is None else asked[half::2]
        self.asked = self.random.sample(asked, min(queries, len(asked)))
        self.times: list[float] = []

    # --- known item: somebody remembers words of one headline ------------------------------------

    def known_items(self) -> None:
        print(f"{'':22}{'':12} at 1  at 10   ({len(self.asked)} headlines each)")
        for typing, change in TYPINGS.items():
            scores = defaultdict(list)
            for row in self.asked:
                for kind, query in self._queries(row["title"]).items():
                    scores[kind].append(self._place(change(query, self.random), row))
            for kind, places in scores.items():
                self._print(typing, kind, places)
            self._print(typing, "all", [place for kind, places in scores.items() for place in places])
        print(f"{len(self.times)} searches: {statistics.median(self.times):.1f} ms median, ", end="")
        print(f"{percentile(self.times, 0.95):.1f} ms p95, {max(self.times):.1f} ms worst")

    def _queries(self, title: str) -> dict[str, str]:
        from vietnamese.text import syllables

        words = syllables(title)
        rare = sorted(dict.fromkeys(words), key=self.counts.__getitem__)
        windows = [words[start : start + 4] for start in range(len(words) - 3)]
        best = min(windows, key=lambda window: sum(self.pairs[pair] for pair in pairwise(window)))
        return {
            "3 rarest": " ".join(word for word in dict.fromkeys(words) if word in rare[:3]),
            "5 rarest": " ".join(word for word in dict.fromkeys(words) if word in rare[:5]),
            "4 in a row": " ".join(best),
            "title": title[:200],
        }

    def _place(self, query: str, row: dict) -> int:
        """Where the headline is found: 0 is first, 99 not among the first ten. A reprint counts as found."""
        wanted = self.titles[row["id"]]
        for place, number in enumerate(self._search(query)[:10]):
            if number == self.numbers[row["id"]] or self.names.get(number) == wanted:
                return place
        return 99

    def _search(self, query: str) -> list[int]:
        from articles.search import search

        started = time.perf_counter()
        found = [article.pk for article in search(query).items]
        self.times.append((time.perf_counter() - started) * 1000)
        return found

    @staticmethod
    def _print(typing: str, kind: str, places: list[int]) -> None:
        print(
            f"{typing:22}{kind:12} {mean([p < 1 for p in places]):.3f} {mean([p < 10 for p in places]):.3f}"
        )

    # --- topic: a tag the newspaper gave, which the system has not seen ---------------------------

    def topics(self) -> None:
        from vietnamese.text import spelling_key

        tagged = defaultdict(set)
        for row in self.rows:
            for tag in row.get("tags") or ():
                tagged[spelling_key(tag)].add(self.numbers[row["id"]])
        asked = sorted((tag, wanted) for tag, wanted in tagged.items() if len(wanted) >= 2)
        asked = asked if self.half is None else asked[self.half :: 2]
        for typing in ("as printed", "without marks"):
            change = TYPINGS[typing]
            recalls = [
                len(wanted & set(self._search(change(tag, self.random))[:10])) / min(10, len(wanted))
                for tag, wanted in asked
            ]
            print(f"{'topic, ' + typing:34} {mean(recalls):.3f}  recall@10, {len(asked)} tags")

    def common_words(self) -> None:
        for query in COMMON:
            self.times = []
            for _ in range(5):
                self._search(query)
            print(f"{query:34} {statistics.median(self.times):.1f} ms")


def _without_marks(query: str, _random) -> str:
    from vietnamese.text import fold

    return fold(query)


def _letter_missing(query: str, random) -> str:
    """Without marks, and one letter of one word of at least three letters not typed."""
    words = _without_marks(query, random).split()
    long = [place for place, word in enumerate(words) if len(word) >= 3 and word.isalpha()]
    if long:
        place = random.choice(long)
        letter = random.randrange(len(words[place]))
        words[place] = words[place][:letter] + words[place][letter + 1 :]
    return " ".join(words)


def _other_tone_place(query: str, _random) -> str:
    for new, old in (
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("oè", "òe"),
        ("oẻ", "ỏe"),
    ):
        query = query.replace(new, "\0").replace(old, new).replace("\0", old)
    return query


TYPINGS = {
    "as printed": lambda query, _: query,
    "without marks": _without_marks,
    "NFD": lambda query, _: unicodedata.normalize("NFD", query),
    "capitals": lambda query, _: query.upper(),
    "other tone place": _other_tone_place,
    "letter missing": _letter_missing,
}

if __name__ == "__main__":
    main()
