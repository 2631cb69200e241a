"""How soon a change is on every page that shows it, while readers read as fast as they can.

    DATABASE_URL=… python -m bench.freshness [--acts 20]

For a database of your own: it changes the leads of articles. One act changes the lead of an article and
announces its addresses, as the verbs do; then the article and the feed, which show leads, are asked from
nginx until both show it. Loopback only; ends by itself. Needs `wrk`, `nginx` and collected static files.
"""

import argparse
import gzip
import os
import statistics
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.reading import archive, ask, gunicorn, keeper, nginx

PATIENCE = 20  # seconds after which a page counts as never fresh


def act(pk: int, text: str) -> set[str]:
    """Change one article; every address the act names."""
    from django.db import transaction

    from articles.models import Article
    from articles.signals import announce

    with transaction.atomic():
        article = Article.objects.select_related("section", "top_section").get(pk=pk)
        article.lead = text
        article.save(update_fields=["lead"])
        named = article.public_paths()
        announce(named)
    return named


def seconds_until(port: int, paths: list[str], text: str, begun: float) -> float:
    waiting = list(paths)
    while waiting and time.perf_counter() - begun < PATIENCE:
        waiting = [path for path in waiting if text not in gzip.decompress(ask(port, path)).decode()]
    return time.perf_counter() - begun


def measure(acts: int) -> tuple[list[float], float, int, int]:
    """Seconds of each act, requests a second meanwhile, and pages no act named: gone, and all."""
    hot = archive()
    with tempfile.TemporaryDirectory(prefix="freshness-") as name, ExitStack() as open_:
        folder, pages = Path(name), Path(name) / "pages"
        folder.chmod(0o755)
        os.environ["PAGE_STORE"] = str(pages)
        from django.conf import settings

        settings.PAGE_STORE = pages
        open_.enter_context(keeper(pages))
        portal = open_.enter_context(gunicorn("portal.wsgi", folder, PAGE_STORE=str(pages)))
        (folder / "same.html.gz").write_bytes(b"")
        front = open_.enter_context(nginx(folder, pages, portal))
        others = hot[10:30]
        for path in others:
            ask(front, path)
        command = ["wrk", "-t1", "-c4", f"-d{acts * 2}s", "-H", "Accept-Encoding: gzip"]
        readers = subprocess.Popen(
            [*command, f"http://127.0.0.1:{front}{others[0]}"], stdout=subprocess.PIPE, text=True
        )
        found, named = [], set()
        for number in range(acts):
            text, begun = f"Bản đo số {number} lúc {time.time_ns()}.", time.perf_counter()
            path = hot[number % 10]
            named |= act(int(path.rpartition("-a")[2].removesuffix(".html")), text)
            found.append(seconds_until(front, [path, "/rss/"], text, begun))
            time.sleep(max(0, 1 - found[-1]))
        unnamed = [path for path in others if path not in named]
        lost = sum(not (pages / "pages" / f"{path[1:]}@1.gz").exists() for path in unnamed)
        out = readers.communicate()[0]
    rate = float(out.rpartition("Requests/sec:")[2].split()[0])
    return found, rate, lost, len(unnamed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acts", type=int, default=20, choices=range(2, 101), metavar="2…100")
    load = os.getloadavg()[0]
    found, rate, lost, unnamed = measure(parser.parse_args().acts)
    print(f"load before the run {load:.1f}; {len(found)} acts while readers got {rate:,.0f} pages a second")
    print(f"median {statistics.median(found):.3f} s, slowest {max(found):.3f} s")
    print(f"of {unnamed} pages that no act named {lost} are gone")


if __name__ == "__main__":
    main()
