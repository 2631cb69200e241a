"""Fill an empty database with an archive of any size, made from a corpus.

    createdb bench
    DATABASE_URL=postgres:///bench python -m bench.archive articles.jsonl.gz --articles 1000000

A line of the corpus is one article: id, title, lead, body (a list of paragraphs). Its own rows are stored as
they are, in a section of their own and without tags; all others are patchworks of their words, over twenty
years, with sections, tags, running stories, bylines, picks, history, comments and votes.
"""

import argparse
import os
import sys


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="+", help="JSONL files, .gz or not")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--index", action="store_true", help="make the search index and the suggestions, too")
    options = parser.parse_args()

    from bench import corpus

    corpus.start()
    from bench.archive.loading import load

    rate = load(options.corpus, options.articles, options.processes)
    print(f"{options.articles:,} articles, {rate:,.0f} a second, indexes and statistics included")
    if options.index:
        from django.core.management import call_command

        call_command("rebuild_indexes", restart=True, processes=options.processes)


if __name__ == "__main__":
    sys.exit(main())
