"""Lighthouse with its phone profile (slow 4G, a processor four times slower), the median of some visits."""

import json
import statistics

from bench.pages import tools
from bench.pages.places import LIGHTHOUSE
from bench.pages.report import Table

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
NUMBERS = {"CLS": "cumulative-layout-shift", "LCP": "largest-contentful-paint", "TBT": "total-blocking-time"}


def run(site, places, say, *, visits: int) -> Table:
    table = Table("Lighthouse", ["page", *CATEGORIES, "CLS", "LCP, s", "TBT, ms"])
    browser = tools.chromium()
    for kind in LIGHTHOUSE:
        if kind not in places:
            table.add(kind, *["this paper has none"] + [""] * 6)
            continue
        site.get(places[kind])  # the page store has it, as for every reader but the first
        found = [visit(site.address + places[kind], browser) for _visit in range(visits)]
        scores = {name: statistics.median(one["scores"][name] for one in found) for name in CATEGORIES}
        numbers = {name: statistics.median(one["numbers"][name] for one in found) for name in NUMBERS}
        say(f"  {kind}: {scores} {numbers}")
        table.fault(f"{kind}: {name} {scores[name]}" for name in CATEGORIES if scores[name] < WANTED[name])
        table.fault(f"{kind}: {audit}" for audit in sorted(set().union(*(one["failed"] for one in found))))
        cells = [f"{scores[name]:.0f}" for name in CATEGORIES]
        times = [f"{numbers['LCP'] / 1000:.1f}", f"{numbers['TBT']:.0f}"]
        table.add(kind, *cells, f"{numbers['CLS']:.3f}".rstrip("0").rstrip("."), *times)
        table.fault([f"{kind}: the layout shifts by {numbers['CLS']}"] if numbers["CLS"] > 0 else [])
    table.note = f"Median of {visits} visits." if visits > 1 else "One visit."
    return table


def visit(address: str, browser: str) -> dict:
    report = json.loads(tools.lighthouse(address, runs_on=browser))
    (tools.RESULTS / "lighthouse.json").write_text(json.dumps(report))
    audits = report["audits"]
    counted = {
        ref["id"]
        for name in CATEGORIES[1:]
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"]
    }
    return {
        "scores": {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES},
        "numbers": {name: audits[audit]["numericValue"] for name, audit in NUMBERS.items()},
        "failed": {audits[name]["id"] for name in counted if audits[name]["score"] not in (None, 1)},
    }
