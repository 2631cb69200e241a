"""Every track of quality in one run: what is typed, what is suggested.

    DATABASE_URL=postgres:///bench python -m bench.quality articles.jsonl.gz more.jsonl \\
        --links related_links.jsonl --headlines related_headlines.jsonl --half 1 --queries 300

Options and rules are those of bench.search and bench.suggestions. Speed is measured by them and bench.plans.
"""

import argparse

from bench import corpus
from bench.search import Bench
from bench.suggestions import Asker


def main() -> None:
    options = _options()
    rows, numbers = corpus.ready(options.corpus, options.grow)
    ask = Asker(numbers, options.half)
    for name in ("links", "headlines", "page"):
        if path := getattr(options, name):
            ask.links(name, corpus.read(path))
    ask.tags(rows)
    ask.category(rows)
    bench = Bench(rows, numbers, options.half, options.queries)
    bench.known_items()
    bench.topics()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    corpus.add_options(parser)
    parser.add_argument("--links", help="JSONL: id, related (ids an editor linked to)")
    parser.add_argument("--headlines", help="the same, to articles of which only the headline is known")
    parser.add_argument("--page", help="the same, of one page: asked for the first 9, whatever --half says")
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    return parser.parse_args()


if __name__ == "__main__":
    main()
