"""A storm of votes, or of comments, against a running portal, while one reader keeps reading.

    DATABASE_URL=… BEHIND_PROXY=true .venv/bin/gunicorn portal.wsgi &
    DATABASE_URL=… .venv/bin/python -m bench.voices votes --at http://127.0.0.1:8000
    DATABASE_URL=… .venv/bin/python -m bench.voices comments --at http://127.0.0.1:8000

Fills the database it is pointed at: give it one of its own. Server and script need the same SECRET_KEY.
"""

import argparse
import http.client
import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django

django.setup()

from django.core import signing  # noqa: E402
from django.db.models import Count  # noqa: E402

from articles.models import Article  # noqa: E402
from comments.forms import SALT  # noqa: E402
from comments.models import Comment  # noqa: E402
from ratings.models import Rating, RatingTotal  # noqa: E402
from tests.factory import make_article  # noqa: E402

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
local = threading.local()


def ask(server: str, method: str, path: str, fields=None, headers=None) -> int:
    """The status of one request over this thread's own connection."""
    for attempt in range(2):
        if not hasattr(local, "line"):
            local.line = http.client.HTTPConnection(urlsplit(server).netloc, timeout=120)
        try:
            local.line.request(method, path, urlencode(fields) if fields else None, headers or {})
            answer = local.line.getresponse()
            answer.read()
            return answer.status
        except (http.client.HTTPException, OSError):
            del local.line
            if attempt:
                raise


def home(number: int) -> dict:
    """Headers of a reader in a network of their own."""
    return FORM | {"X-Forwarded-For": f"{10 + number // 65536}.{number // 256 % 256}.{number % 256}.7"}


def vote(server: str, article: Article, number: int) -> int:
    return ask(server, "POST", f"/danh-gia/{article.pk}/", {"stars": number % 5 + 1}, home(number))


def write(server: str, article: Article, number: int) -> int:
    opening = {"article": article.pk, "writer": f"{number:032x}", "at": int(time.time()) - 60}
    fields = {
        "name": "Bạn đọc",
        "email": f"ban{number}@vidu.example",
        "text": f"Ý kiến số {number} về bài này.",
        "consent": "on",
        "opened": signing.dumps(opening, salt=SALT),
    }
    return ask(server, "POST", f"/y-kien/{article.pk}/", fields, home(number))


class Reader(threading.Thread):
    """Reads one page again and again, and remembers how long each time took."""

    def __init__(self, server: str, path: str):
        super().__init__(daemon=True)
        self.server, self.path, self.times, self.over = server, path, [], threading.Event()

    def run(self):
        while not self.over.is_set():
            began = time.perf_counter()
            ask(self.server, "GET", self.path)
            self.times.append(time.perf_counter() - began)
            time.sleep(0.01)

    def stop(self) -> str:
        self.over.set()
        self.join()
        times = sorted(self.times)
        middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        return f"{len(times)} reads, median {middle * 1000:.1f} ms, p99 {late * 1000:.1f} ms"


def read_for(server: str, path: str, act) -> str:
    reader = Reader(server, path)
    reader.start()
    act()
    return reader.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("votes", "comments"))
    parser.add_argument("--at", default="http://127.0.0.1:8000")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=100)
    options = parser.parse_args()
    articles = [
        make_article(f"Bài đo số {number}") for number in range(1 if options.what == "votes" else 100)
    ]
    act = vote if options.what == "votes" else write
    quiet = read_for(options.at, articles[0].get_absolute_url(), lambda: time.sleep(10))
    statuses = Counter()

    def storm():
        with ThreadPoolExecutor(options.threads) as pool:
            place = range(options.count)
            statuses.update(pool.map(lambda n: act(options.at, articles[n % len(articles)], n), place))

    began = time.perf_counter()
    busy = read_for(options.at, articles[0].get_absolute_url(), storm)
    spent = time.perf_counter() - began
    print(f"{options.count} {options.what} from {options.threads} threads in {spent:.1f} s: {dict(statuses)}")
    print(f"readers' page, quiet: {quiet}\nreaders' page, busy:  {busy}")
    if options.what == "votes":
        total = RatingTotal.objects.of(articles[0])
        rows = Rating.objects.filter(article=articles[0])
        print(f"rows {rows.count()}, shown {total.votes}, stars {total.stars}")
    else:
        rows = Comment.objects.filter(article__in=articles)
        doubled = rows.values("article", "text").annotate(n=Count("pk")).filter(n__gt=1).count()
        print(
            f"rows {rows.count()}, accepted {statuses[303]}, told to wait {statuses[429]}, doubled {doubled}"
        )


if __name__ == "__main__":
    main()
