"""The W3C's HTML checker over every kind of page, and over articles drawn from the archive."""

import json
from collections import Counter

from bench.pages import tools
from bench.pages.places import random_articles
from bench.pages.report import Table

DRAWN = 200


def run(site, places, say) -> Table:
    folder = tools.RESULTS / "html"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    wanted = places | {f"archive-{n}": path for n, path in enumerate(random_articles(DRAWN))}
    files = []
    for kind, path in wanted.items():
        files.append(folder / f"{kind}.html")
        files[-1].write_text(site.get(path).body)
    messages = json.loads(tools.check_html(files))["messages"]
    table = Table("The W3C's HTML checker", ["pages", "errors", "warnings"])
    kinds = Counter("error" if message["type"] == "error" else "warning" for message in messages)
    drawn = len(wanted) - len(places)
    table.add(f"{len(places)} kinds of page and {drawn} articles drawn", kinds["error"], kinds["warning"])
    told = Counter(
        f"{message['url'].rpartition('/')[2]}: {message['message']}"
        for message in messages
        if message["type"] == "error"
    )
    table.fault(sorted(told))
    for line in sorted({message["message"] for message in messages if message["type"] != "error"}):
        say(f"  warning: {line}")
    return table
