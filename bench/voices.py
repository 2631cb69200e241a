"""A storm of votes or comments on the arrangement of deploy/, while readers keep reading.

    DATABASE_URL=… python -m bench.voices comments [--count 10000] [--seconds 60]
    DATABASE_URL=… python -m bench.voices votes --past-nginx --seconds 0

nginx with the shipped limits, the portal, the humbler portal for readers' voices, the service of the page
store: all on 127.0.0.1, all ending with the command. Every writer has a network of their own (127.x.y.7) and
a connection of its own. --seconds 0: as fast as the threads can. --past-nginx: straight to the humbler
portal. Wants `nginx` and collected static files. Fills the database it is pointed at: give it one of its own.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django

django.setup()

from django.core import signing  # noqa: E402
from django.db.models import Count  # noqa: E402

from articles.models import Article  # noqa: E402
from bench.reading import PROJECT, free_port, gunicorn, keeper, nginx, running  # noqa: E402
from comments.forms import SALT  # noqa: E402
from comments.models import Comment  # noqa: E402
from ratings.models import Rating, RatingTotal  # noqa: E402
from tests.factory import make_article  # noqa: E402

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUIET = 20  # seconds
STORED, MADE_ANEW = "pages of the store", "pages made anew for each reader"


def send(port: int, number: int, path: str, fields: dict) -> str:
    """The answer's status, or what went wrong, of one form from a network of its own."""
    home = f"127.{1 + number // 250}.{number % 250 + 1}.7"
    way = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(home, 0))
    try:
        way.request("POST", path, urlencode(fields), FORM | {"X-Forwarded-For": home})
        answer = way.getresponse()
        answer.read()
        return str(answer.status)
    except (http.client.HTTPException, OSError) as error:
        return type(error).__name__
    finally:
        way.close()


def vote(port: int, article: Article, number: int) -> str:
    return send(port, number, f"/danh-gia/{article.pk}/", {"stars": number % 5 + 1})


def write(port: int, article: Article, number: int) -> str:
    opening = {"article": article.pk, "writer": f"{number:032x}", "at": int(time.time()) - 60}
    fields = {
        "name": "Bạn đọc",
        "email": f"ban{number}@vidu.example",
        "text": f"Ý kiến số {number} về bài này.",
        "consent": "on",
        "opened": signing.dumps(opening, salt=SALT),
    }
    return send(port, number, f"/y-kien/{article.pk}/", fields)


class Readers:
    """Two of them: one reads pages of the store, one such as nobody keeps."""

    def __init__(self, port: int, paths: list[str]):
        asked = {STORED: paths, MADE_ANEW: ["/tim-kiem/?q=cau"]}
        command = [sys.executable, "-m", "bench.reader", str(port)]
        self.processes = {
            kind: subprocess.Popen([*command, *found], stdout=subprocess.PIPE, text=True, cwd=PROJECT)
            for kind, found in asked.items()
        }

    def stop(self) -> dict[str, list[float]]:
        """The times of each, sorted."""
        for process in self.processes.values():
            process.terminate()
        return {kind: sorted(json.loads(p.communicate()[0])) for kind, p in self.processes.items()}


def told(times: list[float]) -> str:
    return f"{len(times):5} reads, median {at(times, 0.5):7.2f} ms, p99 {at(times, 0.99):7.2f} ms"


def at(times: list[float], share: float) -> float:
    return times[int(len(times) * share)] * 1000


def storm(act, port: int, articles: list[Article], count: int, threads: int, seconds: int) -> list[str]:
    """What each of them was answered; number n is sent when its time has come."""
    began = time.monotonic()

    def one(number: int) -> str:
        time.sleep(max(0, began + number * seconds / count - time.monotonic()))
        return act(port, articles[number % len(articles)], number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(count)))


def voices(folder: Path, pages: Path):
    """The second gunicorn, as deploy/systemd/portal-voices.service starts it."""
    unit, port = (PROJECT / "deploy/systemd/portal-voices.service").read_text(), free_port()
    lines = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and line[0].isalpha())
    command = lines["ExecStart"].replace("/srv/portal/.venv/bin/gunicorn", f"{sys.executable} -m gunicorn")
    command = f"nice -n {lines['Nice']} {command} --log-level error".replace(":8001", f":{port}")
    return running(command.split(), port, {"PAGE_STORE": str(pages), "BEHIND_PROXY": "true"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("votes", "comments"))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--past-nginx", action="store_true")
    options = parser.parse_args()
    act, kinds = (vote, 1) if options.what == "votes" else (write, 100)
    articles = [make_article(f"Bài đo số {number}") for number in range(kinds)]
    paths = [article.get_absolute_url() for article in articles]
    with tempfile.TemporaryDirectory(prefix="voices-") as name, ExitStack() as open_:
        folder, pages = Path(name), Path(name) / "pages"
        folder.chmod(0o755)
        open_.enter_context(keeper(pages))
        portal = open_.enter_context(
            gunicorn("portal.wsgi", folder, PAGE_STORE=str(pages), BEHIND_PROXY="true")
        )
        humble = open_.enter_context(voices(folder, pages))
        front = open_.enter_context(nginx(folder, pages, portal, humble))
        print(f"load before the run: {os.getloadavg()[0]:.1f}")
        read_for(front, paths, lambda: time.sleep(5))  # fills the store
        quiet = read_for(front, paths, lambda: time.sleep(QUIET))[0]
        os.nice(10)  # those who send are other machines in life: they get what is left of this one
        busy, answers, spent = read_for(
            front,
            paths,
            lambda: storm(
                act,
                humble if options.past_nginx else front,
                articles,
                options.count,
                options.threads,
                options.seconds,
            ),
        )
    print(f"{options.count} {options.what} from {options.threads} threads in {spent:.1f} s")
    print(f"answers: {dict(Counter(answers))}")
    for kind, times in busy.items():
        print(f"{kind}\n  quiet:    {told(quiet[kind])}\n  in storm: {told(times)}")
        print(f"  p99 in the storm ÷ quiet: {at(times, 0.99) / at(quiet[kind], 0.99):.2f}")
    print(votes_told(articles[0], answers) if options.what == "votes" else comments_told(articles, answers))


def read_for(port: int, paths: list[str], act) -> tuple[dict[str, list[float]], object, float]:
    """Times of the readers during the act, what the act gave, and how long it took."""
    readers, began = Readers(port, paths), time.perf_counter()
    given = act()
    spent = time.perf_counter() - began
    return readers.stop(), given, spent


def votes_told(article: Article, answers: list[str]) -> str:
    total, rows = RatingTotal.objects.of(article), Rating.objects.filter(article=article)
    held = rows.filter(flood__isnull=False).count()
    return (
        f"accepted {answers.count('303')}, rows {rows.count()}, shown {total.votes}, held as a flood {held}"
    )


def comments_told(articles: list[Article], answers: list[str]) -> str:
    """Every number that was accepted has one row, and no other has any."""
    rows = Comment.objects.filter(article__in=articles)
    kept = Counter(int(text.split()[3]) for text in rows.values_list("text", flat=True))
    accepted = {number for number, answer in enumerate(answers) if answer == "303"}
    doubled = rows.values("article", "text").annotate(n=Count("pk")).filter(n__gt=1).count()
    neither = sum(answer not in {"303", "429"} for answer in answers)
    return (
        f"rows {rows.count()}, accepted {len(accepted)}, told 429 {answers.count('429')}, neither {neither}; "
        f"lost {len(accepted - set(kept))}, refused but kept {len(set(kept) - accepted)}, doubled {doubled}"
    )


if __name__ == "__main__":
    main()
