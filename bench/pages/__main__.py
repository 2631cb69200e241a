"""Measure the pages of the paper in the database: `make reports` (ARGS="axe weight" for some of the checks).

A check whose program is not installed is skipped, and says so. Pictures and raw results: var/reports.
"""

import argparse
import os
import sys
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread


def checks(visits: int) -> dict:
    from bench.pages import browsing, lighthouse, markup, weight

    return {
        "lighthouse": partial(lighthouse.run, visits=visits),
        "markup": markup.run,
        "axe": browsing.run_axe,
        "keyboard": browsing.run_keyboard,
        "weight": weight.run,
        "screenshots": browsing.run_screenshots,
    }


def unanswered(site, places: dict[str, str]) -> dict[str, int]:
    """{kind: status} where an error page would be measured in place of the page."""
    expected = {"404": 404, "410": 410}
    statuses = {kind: site.get(path).status for kind, path in places.items()}
    return {kind: status for kind, status in statuses.items() if status != expected.get(kind, 200)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checks", nargs="*", help="lighthouse markup axe keyboard weight screenshots")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/reports.md")
    parser.add_argument("--visits", type=int, default=3, help="of Lighthouse to each page; the median counts")
    options = parser.parse_args()
    import django

    django.setup()
    from articles.models import Article
    from bench.pages import browsing, report
    from bench.pages.places import places
    from bench.pages.served import served
    from bench.pages.tools import Missing

    archive, found, tables = f"{Article.objects.published().count():,} articles", places(), {}
    faults = 0
    with served() as site:
        if broken := unanswered(site, found):
            sys.exit(f"These pages do not answer as they should, so nothing is measured: {broken}")
        for name, check in checks(options.visits).items():
            if options.checks and name not in options.checks:
                continue
            print(f"{name}:", flush=True)
            try:
                table = check(site, found, lambda text: print(text, flush=True))
            except Missing as reason:
                print(f"  skipped: {reason}")
                continue
            print(table.markdown())
            tables[name] = table.markdown()
            faults += len(table.faults)
    if options.write:
        report.write(tables, archive)
        browsing.keep_best()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
