"""How many pages a second readers get: nginx and the portal, beside what the machine can do at best.

    DATABASE_URL=… python -m bench.reading [--seconds 5] [--rounds 3] [--write docs/performance.md]

Everything listens on 127.0.0.1 and ends with the command. Each round measures every server once, so that what
else the machine does falls on all alike; medians of the rounds. Needs `wrk`, `nginx`, collected static files.
`--write` puts the table between the marks of that file and a chart beside it (docs/img/reading.svg).
"""

import argparse
import gzip
import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
CONNECTIONS, DRAWN = 16, 20_000
HELLO = """
import sys, pathlib
BODY = pathlib.Path({body!r}).read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"),
           ("Content-Length", str(len(BODY)))]
def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""
CONSTANT = """
import pathlib
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
BODY = pathlib.Path({body!r}).read_bytes()
settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)
urlpatterns = [path("page", lambda request: HttpResponse(BODY, headers={{"Content-Encoding": "gzip"}}))]
application = get_wsgi_application()
"""
LUA = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local next = 0
request = function()
    next = next %% #paths + 1
    return wrk.format("GET", paths[next])
end
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str] | None = None):
    """A server of ours, up when entered and stopped when left."""
    process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | (environment or {}))
    try:
        for _ in range(300):
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended with {process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def gunicorn(app: str, folder: Path, **environment: str):
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--log-level", "error", "--pythonpath", str(folder), app]
    return running(command, port, {"BIND": f"127.0.0.1:{port}"} | environment)


def nginx(folder: Path, pages: Path, upstream: int, voices: int | None = None):
    """The shipped configuration without TLS, which `wrk` and the baselines do not speak either."""
    port, files = free_port(), folder / "deploy"
    files.mkdir()
    for file in (PROJECT / "deploy/nginx").iterdir():
        text = file.read_text().replace("/srv/portal/deploy/nginx", str(files))
        text = text.replace("/var/lib/portal/pages", str(pages))
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
        text = text.replace("127.0.0.1:8001", f"127.0.0.1:{voices or upstream}")
        text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.S)
        text = re.sub(r"    ssl_.*\n|    listen \[::\].*\n|    access_log.*\n", "", text)
        text = text.replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
        (files / file.name).write_text(text)
    same = f"location = /same.html {{ root {folder}; gzip_static always; }}\nlocation / {{"
    site = files / "portal.conf"
    site.write_text(site.read_text().replace("location / {", same, 1))
    kinds = ("proxy", "fastcgi", "client_body", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; pid {folder}/nginx.pid; daemon off; error_log stderr crit;\n"
        f"events {{ }} http {{ access_log off; include /etc/nginx/mime.types; {temporary}\n"
        f"include {site}; }}\n"
    )
    return running(["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")], port)


def ask(port: int, path: str) -> bytes:
    way = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    way.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = way.getresponse()
    body = answer.read()
    way.close()
    if answer.status != 200:
        sys.exit(f"{path} answered {answer.status}")
    return body


def wrk(port: int, path: str, seconds: int, script: Path | None = None) -> float:
    """Requests a second; ends the command when an answer was no 200."""
    options = ["-s", str(script)] if script else []
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", *options]
    out = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in out:
        sys.exit(out)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def draw(paths: list[str], how: str) -> list[str]:
    """What readers ask for: all alike, or the nth newest 1/n as often."""
    weights = [1 / (n + 1) if how == "zipf" else 1 for n in range(len(paths))]
    return random.Random(7).choices(paths, weights, k=DRAWN)  # noqa: S311


def archive() -> list[str]:
    """Addresses of all articles, the newest first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from articles.models import Article

    articles = Article.objects.published().newest().select_related("section").only("slug", "section__path")
    return [article.get_absolute_url() for article in articles]


def measure(seconds: int, rounds: int) -> tuple[dict[str, float], list[str], int]:
    """Median requests a second by what was asked, remarks, and bytes of the page."""
    paths = archive()
    hot, remarks, found = paths[0], [], {}
    with tempfile.TemporaryDirectory(prefix="reading-") as name, ExitStack() as open_:
        folder, pages = Path(name), Path(name) / "pages"
        folder.chmod(0o755)
        open_.enter_context(keeper(pages))
        portal = open_.enter_context(gunicorn("portal.wsgi", folder, PAGE_STORE=str(pages)))
        off = open_.enter_context(gunicorn("portal.wsgi", folder, PAGE_STORE="/proc/nowhere"))
        body = ask(portal, hot)
        gzip.decompress(body)
        (folder / "same.html.gz").write_bytes(body)
        for app, text in (("hello", HELLO), ("constant", CONSTANT)):
            (folder / f"bench_{app}.py").write_text(text.format(body=str(folder / "same.html.gz")))
        hello = open_.enter_context(gunicorn("bench_hello", folder))
        constant = open_.enter_context(gunicorn("bench_constant", folder))
        front = open_.enter_context(nginx(folder, pages, portal))
        scripts = {}
        for how in ("zipf", "uniform"):
            (folder / f"{how}.txt").write_text("\n".join(draw(paths, how)))
            scripts[how] = folder / f"{how}.lua"
            scripts[how].write_text(LUA % (folder / f"{how}.txt"))
        runs = {
            "nginx, the same bytes as a file": (front, "/same.html", None),
            "nginx before the portal, hot article": (front, hot, None),
            "gunicorn, hello of the same bytes": (hello, "/", None),
            "Django, a constant view of the same bytes": (constant, "/page", None),
            "the portal alone, hot article": (portal, hot, None),
            "the portal with the store off, one article": (off, hot, None),
        }
        for how in scripts:
            runs[f"nginx before the portal, {how}"] = (front, "/", scripts[how])
            runs[f"the portal alone, {how}"] = (portal, "/", scripts[how])
            runs[f"the portal with the store off, {how}"] = (off, "/", scripts[how])
        found = {what: [] for what in runs}
        for _round in range(rounds):
            for what, run in runs.items():
                found[what].append(wrk(run[0], run[1], seconds, run[2]))
        kept = len(list((pages / "pages").rglob("*@*.gz")))
        remarks.append(f"{len(paths):,} articles, {kept:,} pages in the store at the end")
    return {what: statistics.median(values) for what, values in found.items()}, remarks, len(body)


def keeper(pages: Path):
    """The service that lets nginx in; it opens no port, so its link is waited for."""

    @contextmanager
    def kept():
        environment = os.environ | {"PAGE_STORE": str(pages)}
        process = subprocess.Popen(
            [sys.executable, "manage.py", "keep_pages_fresh"], cwd=PROJECT, env=environment
        )
        try:
            while not (pages / "served").is_symlink():
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(10)

    return kept()


def ratio_rows(found: dict[str, float]) -> list[tuple[str, float]]:
    pairs = [
        ("nginx before the portal, hot article", "nginx, the same bytes as a file"),
        ("the portal alone, hot article", "gunicorn, hello of the same bytes"),
        ("the portal alone, hot article", "Django, a constant view of the same bytes"),
        ("nginx before the portal, zipf", "the portal with the store off, zipf"),
        ("the portal alone, zipf", "the portal with the store off, zipf"),
        ("nginx before the portal, uniform", "the portal with the store off, uniform"),
        ("the portal alone, uniform", "the portal with the store off, uniform"),
    ]
    return [(f"{what} ÷ {base}", found[what] / found[base]) for what, base in pairs]


def table(found: dict[str, float], remarks: list[str], size: int, load: str) -> str:
    lines = [
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, load before the run {load}; "
        f"page of {size:,} bytes (gzip), {CONNECTIONS} connections; {'; '.join(remarks)}.",
        "",
        "| what | requests a second (median) |",
        "|---|---:|",
        *(f"| {what} | {value:,.0f} |" for what, value in found.items()),
        "",
        "| ratio of the same run | |",
        "|---|---:|",
        *(f"| {what} | {value:,.2f} |" for what, value in ratio_rows(found)),
    ]
    return "\n".join(lines)


def chart(found: dict[str, float]) -> str:
    """An SVG of bars, the longest the fastest."""
    most, bars = max(found.values()), []
    for n, (what, value) in enumerate(found.items()):
        y, length = 10 + n * 34, 1 + value / most * 560
        bars.append(
            f'<text x="10" y="{y + 11}">{what}: {value:,.0f}</text>'
            f'<rect x="10" y="{y + 16}" width="{length:.0f}" height="10" fill="#4a2372"/>'
        )
    height = 20 + len(found) * 34
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{height}" role="img"'
        f' aria-label="Requests a second" font-family="sans-serif" font-size="12">'
        f'<rect width="600" height="{height}" fill="#fff"/>{"".join(bars)}</svg>\n'
    )


def write(file: Path, text: str, svg: str) -> None:
    """Replace what stands between the marks of the file, and the chart beside it."""
    old = file.read_text()
    begin, end = "<!-- reading: begin -->", "<!-- reading: end -->"
    head, _, rest = old.partition(begin)
    file.write_text(f"{head}{begin}\n{text}\n{end}{rest.partition(end)[2]}")
    (file.parent / "img/reading.svg").write_text(svg)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=5, choices=range(1, 61), metavar="1…60")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 11), metavar="1…10")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    load = f"{os.getloadavg()[0]:.1f}"
    found, remarks, size = measure(options.seconds, options.rounds)
    text = table(found, remarks, size, load)
    print(text)
    if options.write:
        write(options.write, text, chart(found))


if __name__ == "__main__":
    main()
