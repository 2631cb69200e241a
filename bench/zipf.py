"""Readers spread over a large archive, a store smaller than it: hit rate, and how much faster reading is.

    DATABASE_URL=postgres:///bench_100k python -m bench.zipf [--pages 5000] [--exponents 1 1.2 1.4]

The nth of the articles is asked for 1/n^exponent as often as the first, in an order that has nothing to do
with their age. Each exponent begins with an empty store; `--warm` seconds of reading come before the measured
ones, and the same readers ask a portal with its store off. The hit rate is the share of their requests whose
page stands in the store at the end. Loopback only; ends by itself. Needs `wrk`, `nginx` and collected static
files.
"""

import argparse
import os
import random
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.reading import LUA, archive, ask, gunicorn, keeper, nginx, wrk

DRAWN = 400_000  # requests written down; `wrk` begins anew after the last


def weights(articles: int, exponent: float) -> list[float]:
    return [1 / n**exponent for n in range(1, articles + 1)]


def readers(folder: Path, paths: list[str], likely: list[float]) -> list[Path]:
    """Two scripts of different draws: what warms the store is not what is measured."""
    found = []
    for seed in (1, 2):
        drawn = random.Random(seed).choices(paths, likely, k=DRAWN)  # noqa: S311 (the same every time)
        (folder / f"{seed}.txt").write_text("\n".join(drawn))
        found.append(folder / f"{seed}.lua")
        found[-1].write_text(LUA % (folder / f"{seed}.txt"))
    return found


def measure(paths: list[str], exponent: float, most: int, warm: int, seconds: int) -> tuple[float, ...]:
    """Hit rate, pages kept, requests a second through nginx, and with the store off."""
    likely = weights(len(paths), exponent)
    with tempfile.TemporaryDirectory(prefix="zipf-") as name, ExitStack() as open_:
        folder, pages = Path(name), Path(name) / "pages"
        folder.chmod(0o755)
        (folder / "same.html.gz").write_bytes(b"")
        first, second = readers(folder, paths, likely)
        open_.enter_context(keeper(pages))
        limited = {"PAGE_STORE": str(pages), "PAGE_STORE_PAGES": str(most), "PAGE_CACHE_SECONDS": "3600"}
        portal = open_.enter_context(gunicorn("portal.wsgi", folder, **limited))
        off = open_.enter_context(
            gunicorn("portal.wsgi", folder, PAGE_STORE="/proc/nowhere", LOG_LEVEL="CRITICAL")
        )
        front = open_.enter_context(nginx(folder, pages, portal))
        ask(off, paths[0])
        wrk(front, "/", warm, first)
        on = wrk(front, "/", seconds, second)
        without = wrk(off, "/", seconds, second)
        kept = [(pages / f"pages{path}@1.gz").exists() for path in paths]
    stored = sum(weight for weight, is_there in zip(likely, kept, strict=True) if is_there)
    return stored / sum(likely), sum(kept), on, without


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--exponents", type=float, nargs="+", default=[1.0, 1.2, 1.4])
    parser.add_argument("--warm", type=int, default=180)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    paths = archive()
    random.Random(3).shuffle(paths)  # noqa: S311 (the same every time)
    print(f"load {os.getloadavg()[0]:.1f}; {len(paths):,} articles, a store of {options.pages:,} pages\n")
    print("| exponent | best possible hit rate | hit rate | pages kept | requests/s | store off | ratio |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for exponent in options.exponents:
        likely = weights(len(paths), exponent)
        best = sum(likely[: options.pages]) / sum(likely)
        rate, kept, on, without = measure(paths, exponent, options.pages, options.warm, options.seconds)
        print(
            f"| {exponent:g} | {best:.2f} | {rate:.2f} | {kept:,} | {on:,.0f} | {without:,.0f} "
            f"| {on / without:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
