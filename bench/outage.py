"""What readers get while the database, the portal or Redis is away, and how soon all is well again.

    python -m bench.outage [--minutes 10] [--without postgres|portal|redis]

On a Postgres of its own with forty articles and a pinned emergency strip: every page is read once, then
the part is stopped for so many minutes. Meanwhile, every other second, every stored page, one page nobody
has read, the search and three forms are asked from nginx and (unless it is the portal that is away) from the
portal itself; in the end the part is started again. Loopback only; ends by itself. Needs `nginx`, for Redis
`redis-server`, the development requirements and collected static files. What the portal logs goes to stderr.
"""

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

from bench.reading import PROJECT, free_port, keeper, nginx, running

ARTICLES = 40
MAKE = f"""
import django; django.setup()
from tests.factory import make_article, make_person
from portal.models import EmergencyStrip
made = [make_article(f"Tin số {{n}}", tags=["bão"]) for n in range({ARTICLES} + 1)]
EmergencyStrip.objects.pin(make_person(), text="Bão vào bờ tối nay.", numbers="Cứu hộ: 114")
print(*(article.get_absolute_url() for article in made))
"""
LISTS = [
    "/",
    "/kinh-te/",
    "/tu-khoa/bao/",
    "/rss/",
    "/sitemap.xml",
    "/doc-nhieu/",
    "/khan-cap/",
    "/cai-chinh/",
]
BETWEEN = 2  # seconds between two rounds


class Site:
    """A portal on a database of its own behind nginx, with parts that can be stopped."""

    def __init__(self, folder: Path, open_: ExitStack, with_redis: bool):
        from portal.embedded_postgres import PrivateServer

        (folder / "postgres").mkdir(mode=0o755)
        self.postgres = PrivateServer(folder / "postgres", throwaway=True)
        open_.enter_context(self.postgres.session())
        self.port, self.pages, self.redis = free_port(), folder / "pages", None
        self.environment = {
            "DATABASE_URL": self.postgres.url,
            "SITE_URL": "http://127.0.0.1",
            "BIND": f"127.0.0.1:{self.port}",
            "PAGE_STORE": str(self.pages),
            "REDIS_URL": "",
            "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        if with_redis:
            self.redis_port = free_port()
            self.environment |= {"REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0"}
            self.start_redis()
        os.environ.update(self.environment)
        self.run("manage.py", "migrate", "-v0")
        self.articles = self.run("-c", MAKE).split()
        self.start_portal()
        open_.callback(self.stop)
        open_.enter_context(keeper(self.pages))
        (folder / "same.html.gz").write_bytes(b"")
        self.front = open_.enter_context(nginx(folder, self.pages, self.port))

    def run(self, *command: str) -> str:
        done = subprocess.run([sys.executable, *command], cwd=PROJECT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout

    def start_portal(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--log-level", "critical", "portal.wsgi"]
        self.portal = running(command, self.port)
        self.portal.__enter__()

    def stop_portal(self) -> None:
        self.portal.__exit__(None, None, None)

    def start_redis(self) -> None:
        command = ["redis-server", "--port", str(self.redis_port), "--save", "", "--loglevel", "warning"]
        self.redis = running(command, self.redis_port)
        self.redis.__enter__()

    def stop_redis(self) -> None:
        self.redis.__exit__(None, None, None)

    def stop(self) -> None:
        with suppress(Exception):
            self.stop_portal()
        with suppress(Exception):
            self.stop_redis()


def ask(port: int, path: str, form: dict | None = None) -> int:
    """The status; 0 where nobody answered."""
    way = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    headers = {"Accept-Encoding": "gzip"}
    try:
        if form is None:
            way.request("GET", path, headers=headers)
        else:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            way.request("POST", path, urlencode(form), headers)
        answer = way.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        way.close()


def one_round(site: Site, doors: dict[str, int], found: dict[tuple[str, str], Counter]) -> None:
    cold = site.articles[-1]
    pk = cold.rpartition("-a")[2].removesuffix(".html")
    asked = {
        "stored pages": [(path, None) for path in [*LISTS, *site.articles[:-1]]],
        "a page nobody has read": [(cold, None)],
        "search": [("/tim-kiem/?q=bao", None)],
        "forms": [
            (f"/danh-gia/{pk}/", {"stars": "4"}),
            (f"/y-kien/{pk}/", {"name": "Hà", "text": "Mong mọi người bình an."}),
            ("/admin/login/", {"username": "a", "password": "b"}),
        ],
    }
    for door, port in doors.items():
        for what, paths in asked.items():
            found[what, door].update(ask(port, path, form) for path, form in paths)


def measure(without: str, minutes: float) -> tuple[dict, float]:
    """{(what, door): {status: how often}} while the part was away, and seconds until all was well again."""
    found: dict[tuple[str, str], Counter] = defaultdict(Counter)
    with tempfile.TemporaryDirectory(prefix="outage-", dir="/var/tmp") as name, ExitStack() as open_:
        folder = Path(name)
        folder.chmod(0o755)
        site = Site(folder, open_, with_redis=without == "redis")
        for path in [*LISTS, *site.articles[:-1]]:
            if (status := ask(site.front, path)) != 200:
                sys.exit(f"{path} answered {status} before anything was stopped")
        stop = {"postgres": site.postgres.stop, "portal": site.stop_portal, "redis": site.stop_redis}
        start = {"postgres": site.postgres.start, "portal": site.start_portal, "redis": site.start_redis}
        stop[without]()
        doors = {"nginx": site.front} | ({"the portal alone": site.port} if without != "portal" else {})
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            one_round(site, doors, found)
            time.sleep(BETWEEN)
        start[without]()
        begun = time.monotonic()
        while ask(site.front, site.articles[-1]) != 200 or ask(site.front, "/readyz") != 200:
            if time.monotonic() - begun > 60:
                sys.exit("It did not come back by itself.")
            time.sleep(0.05)
        back = time.monotonic() - begun
    return found, back


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--without", choices=("postgres", "portal", "redis"), default="postgres")
    options, load = parser.parse_args(), os.getloadavg()[0]
    found, back = measure(options.without, options.minutes)
    print(f"{options.without} away for {options.minutes:g} minutes; load before {load:.1f}\n")
    print("| asked | of | answers |\n|---|---|---|")
    for (what, door), statuses in found.items():
        print(f"| {what} | {door} | {', '.join(f'{n:,} x {s}' for s, n in sorted(statuses.items()))} |")
    print(f"\nwell again {back:.1f} s after it was started")


if __name__ == "__main__":
    main()
