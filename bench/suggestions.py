"""How good the suggestions are, against links that real editors made, and how fast.

    DATABASE_URL=postgres:///bench python -m bench.suggestions articles.jsonl.gz more.jsonl \\
        --links related_links.jsonl --headlines related_headlines.jsonl --half 1

The database must be one of the bench's own: it is migrated and filled. A corpus that is there already is used
as it is. `--half 0` or `1` asks every other question only: numbers are chosen on one, reported on the other.
"""

import argparse
import random
import statistics
import time
from collections import defaultdict

from bench import corpus
from bench.scores import hits, mean, ndcg, percentile

SHOWN = 6
RARE = range(2, 21)  # articles of a tag that says what they have in common


def main() -> None:
    options = _options()
    rows, numbers = corpus.ready(options.corpus, options.grow)
    ask = Asker(numbers, options.half)
    if options.links:
        ask.links("links", corpus.read(options.links))
    if options.headlines:
        ask.links("headlines", corpus.read(options.headlines))
    ask.tags(rows)
    ask.category(rows)
    ask.speed(list(numbers.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser)
    parser.add_argument("--links", help="JSONL: id, related (ids an editor linked to)")
    parser.add_argument("--headlines", help="the same, to articles of which only the headline is known")
    return parser.parse_args()


class Asker:
    def __init__(self, numbers: dict[str, int], half: int | None):
        self.numbers, self.half = numbers, half
        self.ids = {number: source for source, number in numbers.items()}

    def first(self, source: str, limit: int = SHOWN) -> list[str]:
        """Source ids of what is suggested at the end of this article."""
        from articles.models import Article
        from articles.related import suggestions

        article = Article.objects.get(pk=self.numbers[source])
        return [self.ids[other.pk] for other in suggestions(article, limit)]

    def _asked(self, questions: list) -> list:
        return questions if self.half is None else questions[self.half :: 2]

    def links(self, name: str, rows) -> None:
        known = [
            (row["id"], set(row["related"]) & self.numbers.keys())
            for row in rows
            if row["id"] in self.numbers
        ]
        known = [(source, related) for source, related in known if related]
        asked = known if len(known) == 1 else self._asked(known)
        answers = [(self.first(source, 9), related) for source, related in asked]
        found = sum(hits(first, related, SHOWN) for first, related in answers)
        wanted = sum(len(related) for _, related in answers)
        print(f"{name:12} {found / wanted:.3f}  of {wanted} linked articles among the first {SHOWN}")
        if len(answers) == 1:
            print(f"{'':12} {hits(*answers[0], 9)} of {wanted} among the first 9")

    def tags(self, rows: list[dict]) -> None:
        """Articles that share a rare tag the newspaper gave; the system has not seen the tags."""
        from vietnamese.text import spelling_key

        tagged = defaultdict(set)
        for row in rows:
            for tag in row.get("tags") or ():
                tagged[spelling_key(tag)].add(row["id"])
        related = defaultdict(set)
        for sources in tagged.values():
            for source in sources if len(sources) in RARE else ():
                related[source] |= sources - {source}
        asked = self._asked(sorted(related.items()))
        score = mean([ndcg(self.first(source), wanted, SHOWN) for source, wanted in asked])
        print(f"{'tags':12} {score:.3f}  nDCG@{SHOWN}, {len(asked)} asked")

    def category(self, rows: list[dict]) -> None:
        """Of the suggested whose section is known, how many are of the same; the system has not seen it."""
        from vietnamese.text import slug

        category = {row["id"]: slug(row["category"]) for row in rows if row.get("category")}
        asked = self._asked(sorted(category))
        random.Random(1).shuffle(asked)  # noqa: S311 (the same each time)
        shares = []
        for source in asked[:500]:
            known = [category[other] for other in self.first(source) if other in category]
            shares += [mean([other == category[source] for other in known])] if known else []
        print(
            f"{'category':12} {mean(shares):.3f}  of the suggested with a known section, {len(shares)} asked"
        )

    def speed(self, numbers: list[int]) -> None:
        from articles.models import Article
        from articles.related import suggestions, update_related

        def timed(act, articles) -> list[float]:
            times = []
            for article in articles:
                started = time.perf_counter()
                act(article)
                times.append((time.perf_counter() - started) * 1000)
            return times

        chosen = random.Random(2).sample(numbers, min(200, len(numbers)))  # noqa: S311
        articles = list(Article.objects.filter(pk__in=chosen).select_related("section"))
        for name, act in (
            ("looked for", suggestions),
            ("on publish", lambda article: update_related([article.pk])),
            ("from the list", suggestions),
        ):
            times = timed(act, articles)
            print(
                f"{name:14} {statistics.median(times):6.1f} ms median, {percentile(times, 0.95):6.1f} ms p95"
            )


if __name__ == "__main__":
    main()
