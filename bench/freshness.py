"""How soon a change is on every page that shows it, and what publishing costs those who only read.

    DATABASE_URL=… python -m bench.freshness [--acts 200] [--widely] [--publishing 60]

For a database of your own: it changes titles and publishes articles. An act changes the title of an article
and announces its addresses, as the verbs do; then every page that showed the old title (found by reading all
the act names: article, front page, sections, tags, authors, day of the archive, feeds) is asked from nginx
until all show the new one, while readers ask 1,000 times a second for articles of the archive.
`--widely`: an act publishes an article in a sub-section, with four tags, a running story, two authors and a
pick, by the desk's own verbs; the pages are those that name it when it is out.
`--publishing`: readers read as fast as they can, for so many seconds in quiet and as long while something is
published every five seconds. Loopback only; ends by itself. Needs `wrk`, `nginx` and collected static files.
"""

import argparse
import gzip
import http.client
import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.reading import LUA, archive, ask, draw, gunicorn, keeper, nginx, wrk

PATIENCE = 20  # seconds after which a page counts as never fresh
READERS = 8  # who look for a change at the same time
EVERY = 5  # seconds between two publications
READ, CHANGED = 200, 10  # articles that are read, and that are changed
# ten connections that rest ten milliseconds after every answer
PACED = LUA + "function delay() return 10 end\n"


def act(pk: int, title: str) -> set[str]:
    """Change one article; every address the act names."""
    from django.db import transaction

    from articles.models import Article
    from articles.signals import announce

    with transaction.atomic():
        article = Article.objects.select_related("section", "top_section").get(pk=pk)
        article.title = title
        article.save(update_fields=["title"])
        named = article.public_paths()
        announce(named)
    return named


class Titles:
    """Acts that give one of some articles another title."""

    def __init__(self, way: http.client.HTTPConnection, changed: list[int]):
        self.changed, self.shown = changed, {}
        for pk in changed:
            title = f"Bản đầu của {pk}, {time.time_ns()}"
            paths = act(pk, title)
            self.shown[pk] = [path for path in paths if title in text_of(way, path)]

    def prepare(self, number: int) -> None:
        self.pk, self.title = self.changed[number % CHANGED], f"Bản đo số {number}, {time.time_ns()}"

    def do(self) -> tuple[set[str], list[str], str]:
        """The addresses it names, the pages that show it, and what they show."""
        return act(self.pk, self.title), self.shown[self.pk], self.title


class Publications:
    """Acts that publish an article which many pages name."""

    def __init__(self, way: http.client.HTTPConnection, _changed: list[int]):
        self.silent: set[str] = set()  # purged, since they may show it, and do not
        self.prepare(-1)
        named, _pages, address = self.do()
        self.silent = {path for path in named if address not in text_of(way, path)}

    def prepare(self, number: int) -> None:
        from articles.models import Article
        from tests.factory import make_article, make_author, make_person, make_section, make_topic

        self.article = make_article(
            f"Tin đo số {number}, {time.time_ns()}",
            published=False,
            section=make_section("Xây dựng", make_section()),
            tags=["cầu đường", "giao thông", "đầu tư công", "vốn"],
            topics=[make_topic()],
            bylines=[(make_author(), "news"), (make_author("Thu Hà"), "photo")],
            picks=[(Article.objects.published().newest()[0], "")],
        )
        for move in ("submit", "pass_on"):
            self.article.move(move, make_person(), seen=self.article.version)

    def do(self) -> tuple[set[str], list[str], str]:
        from tests.factory import make_person

        self.article.move("publish", make_person(), seen=self.article.version)
        named = self.article.public_paths()
        return named, sorted(named - self.silent), f"-a{self.article.pk}.html"


def publish(number: int) -> None:
    from articles.models import Article
    from tests.factory import make_article

    make_article(
        f"Tin đo số {number}, {time.time_ns()}", section=Article.objects.published().newest()[0].section
    )


def text_of(way: http.client.HTTPConnection, path: str) -> str:
    """The page, or "" where there is none."""
    way.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = way.getresponse()
    body = answer.read()
    if answer.status != 200:
        return ""
    return (gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body).decode()


def seconds_until(port: int, paths: list[str], text: str, begun: float) -> float:
    """Until the last of these pages shows the text, each asked again and again by a reader of its own."""

    def wait_for(path: str) -> None:
        way = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while text not in text_of(way, path) and time.perf_counter() - begun < PATIENCE:
            pass
        way.close()

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(wait_for, paths))
    return time.perf_counter() - begun


@contextmanager
def paper():
    """(addresses of the archive, port of nginx, folder of the store, folder): a portal with its own store."""
    paths = archive()
    with tempfile.TemporaryDirectory(prefix="freshness-") as name, ExitStack() as open_:
        folder, pages = Path(name), Path(name) / "pages"
        folder.chmod(0o755)
        os.environ["PAGE_STORE"] = str(pages)
        from django.conf import settings

        settings.PAGE_STORE = pages
        open_.enter_context(keeper(pages))
        portal = open_.enter_context(gunicorn("portal.wsgi", folder, PAGE_STORE=str(pages)))
        (folder / "same.html.gz").write_bytes(b"")
        yield paths, open_.enter_context(nginx(folder, pages, portal)), pages, folder


def script(folder: Path, name: str, text: str, paths: list[str]) -> Path:
    (folder / f"{name}.txt").write_text("\n".join(draw(paths, "zipf")))
    file = folder / f"{name}.lua"
    file.write_text(text % (folder / f"{name}.txt"))
    return file


def measure(acts: int, kind: type[Titles | Publications]) -> tuple[list[float], float, list[str], list[int]]:
    """Seconds of each act, requests a second meanwhile, pages purged though unnamed, pages per act."""
    found, named, shown = [], set(), []
    with paper() as (newest, front, pages, folder):
        newest = newest[: READ + CHANGED]
        changed = [int(path.rpartition("-a")[2].removesuffix(".html")) for path in newest[:CHANGED]]
        others = newest[CHANGED:]
        for path in others:
            ask(front, path)
        command = ["wrk", "-t1", "-c10", f"-d{acts * 5 + 60}s", "-H", "Accept-Encoding: gzip"]
        command += ["-s", str(script(folder, "paced", PACED, others)), f"http://127.0.0.1:{front}/"]
        readers = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        way = http.client.HTTPConnection("127.0.0.1", front, timeout=30)
        kind_of_act = kind(way, changed)
        for number in range(acts):
            kind_of_act.prepare(number)
            started = time.perf_counter()
            touched, showing, text = kind_of_act.do()
            named |= touched
            shown.append(len(showing))
            found.append(seconds_until(front, showing, text, started))
            time.sleep(max(0.0, 1 - found[-1]))
        lost = [path for path in others if path not in named and not (pages / f"pages{path}@1.gz").exists()]
        readers.send_signal(signal.SIGINT)
        out = readers.communicate()[0]
    rate = float(out.rpartition("Requests/sec:")[2].split()[0])
    return found, rate, lost, shown


def publishing(seconds: int) -> tuple[float, float]:
    """Requests a second in quiet, and while something is published every five seconds."""
    with paper() as (paths, front, _pages, folder):
        paths = ["/", *paths[:READ]]
        for path in paths:
            ask(front, path)
        reading, over = script(folder, "zipf", LUA, paths), threading.Event()

        def work() -> None:
            number = 0
            while not over.wait(EVERY):
                publish(number := number + 1)

        quiet = wrk(front, "/", seconds, reading)
        desk = threading.Thread(target=work)
        desk.start()
        busy = wrk(front, "/", seconds, reading)
        over.set()
        desk.join()
    return quiet, busy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--acts", type=int, default=200, choices=range(2, 1001), metavar="2…1000")
    parser.add_argument("--publishing", type=int, metavar="SECONDS", help="measure this instead")
    parser.add_argument("--widely", action="store_true", help="publish what many pages name")
    options, load = parser.parse_args(), os.getloadavg()[0]
    print(f"load before the run {load:.1f}")
    if options.publishing:
        quiet, busy = publishing(options.publishing)
        print(f"{quiet:,.0f} pages a second in quiet, {busy:,.0f} while publishing: {busy / quiet:.2f}")
        return
    found, rate, lost, shown = measure(options.acts, Publications if options.widely else Titles)
    late = sorted(found)[int(len(found) * 0.99) - 1]
    print(
        f"{len(found)} acts, {statistics.mean(shown):.0f} pages each, while readers got {rate:,.0f} a second"
    )
    print(f"median {statistics.median(found):.3f} s, p99 {late:.3f} s, slowest {max(found):.3f} s")
    print(f"pages that no act named and that are gone: {len(lost)} of {READ}")


if __name__ == "__main__":
    main()
