"""The bytes of article pages against the budget: HTML, styles and scripts as they go over the wire."""

import re
import statistics

from bench.pages.places import random_articles
from bench.pages.report import Table

DRAWN = 500
BUDGET = {"HTML": 20_000, "CSS": 15_000, "script": 10_000}
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"(?![^>]*media="print")')
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
IMAGE = re.compile(r"<img\b[^>]*>")


def run(site, places, say) -> Table:
    paths = random_articles(DRAWN) + ([places["article"]] if "article" in places else [])
    sizes, bare, sent = {name: [] for name in BUDGET}, set(), {}

    def weigh(addresses) -> int:
        for address in addresses:
            if address not in sent:
                sent[address] = site.get(address).sent
        return sum(sent[address] for address in addresses)

    for path in paths:
        page = site.get(path)
        sizes["HTML"].append(page.sent)
        sizes["CSS"].append(weigh(STYLE.findall(page.body)))
        sizes["script"].append(weigh(SCRIPT.findall(page.body)))
        bare |= {path for image in IMAGE.findall(page.body) if not is_measured(image)}
    table = Table("Bytes of an article", ["", "budget", "median", "largest", "above the budget"])
    for name, most in BUDGET.items():
        above = sum(size > most for size in sizes[name])
        table.add(name, f"{most:,}", f"{statistics.median(sizes[name]):,.0f}", f"{max(sizes[name]):,}", above)
        table.fault([f"{above} articles above the budget for {name}"] if above else [])
    table.note = f"{len(paths)} articles drawn from the archive, gzip."
    table.fault(f"a picture without dimensions: {path}" for path in sorted(bare))
    say(f"  {table.note}")
    return table


def is_measured(image: str) -> bool:
    return 'width="' in image and 'height="' in image
