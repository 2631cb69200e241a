"""What a page costs that nobody has: processor time of Python and of Postgres, and queries, by kind of page.

    DATABASE_URL=… python -m bench.cold [--comments 20] [--number 50] [--profile article]

The page store is off, the process warm, and it asks itself through its WSGI door; every time another
article or page where there are several. `--comments` gives the newest articles so many comments each first
(rows marked "bench"): use a database of your own. Processor time is the thread's own, so other work of the
machine shows only through cold caches. "Shared parts anew" forgets before every page what a process keeps
between pages.
"""

import argparse
import cProfile
import io
import os
import pstats
import statistics
import time
from pathlib import Path

PLENTY = 60  # articles that are given comments
TEXT = "Tôi đi qua cầu này mỗi ngày, mong phường sớm sửa đèn và vỉa hè cho bà con đỡ khổ. Cảm ơn nhà báo! "


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    os.environ["PAGE_STORE"] = "/proc/nowhere"
    os.environ |= {"LOG_LEVEL": "CRITICAL", "CONN_MAX_AGE": "3600"}
    import django

    django.setup()


def ask(path: str, query: str = "") -> int:
    """Status of one GET through the door gunicorn uses; the body is made and thrown away."""
    from portal.wsgi import application

    status = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
    answer = application(environ, lambda line, headers, *_: status.append(int(line[:3])))
    b"".join(answer)
    answer.close()
    return status[0]


def give_comments(number: int) -> None:
    """So many approved comments to each of the newest articles, every fourth an answer."""
    from django.db import transaction
    from django.utils import timezone

    from articles.models import Article
    from comments.models import Comment, CommentTotal

    for article in Article.objects.published().newest()[:PLENTY]:
        missing = number - Comment.objects.filter(article=article, consent_version="bench").count()
        made, now = [], timezone.now()
        for n in range(max(missing, 0)):
            comment = Comment(
                article=article,
                name=f"Bạn đọc {n}",
                text=f"{n}. {TEXT * (1 + n % 3)}".strip(),
                content_hash=f"bench {article.pk} {n}",
                day=timezone.localdate(),
                state="approved",
                decided_at=now,
                consent_version="bench",
                consented_at=now,
                writer="0" * 32,
            )
            if n % 4 == 3:
                comment.answers = comment.parent = made[n - 3]
            comment.save()
            made.append(comment)
        with transaction.atomic():
            CommentTotal.objects.recount(article.pk)


def pages() -> dict[str, list[tuple[str, str]]]:
    """(path, query) of what is asked, by kind of page."""
    from articles.models import Article, Section, Tag

    newest = Article.objects.published().newest().select_related("section")[:PLENTY]
    sections = list(Section.objects.filter(parent=None, in_menu=True)[:10])
    tags = Tag.objects.filter(tagged__content_object__in=Article.objects.published()).distinct()[:PLENTY]
    return {
        "article": [(article.get_absolute_url(), "") for article in newest],
        "front page": [("/", "")],
        "section": [(section.get_absolute_url(), "") for section in sections],
        "tag": [(tag.get_absolute_url(), "") for tag in tags],
        "feed": [("/rss/", "")],
    }


class Backend:
    """Processor time of the process of Postgres that serves this connection."""

    def __init__(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.file = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.is_readable = self.file.exists()

    def seconds(self) -> float:
        time.sleep(0.002)  # the kernel writes it when the process has gone to sleep
        return int(self.file.read_text().split()[0]) / 1e9 if self.is_readable else 0.0


def forget() -> None:
    """What a process remembers between pages."""
    from portal import context

    context.forget()


def measure(asked: list[tuple[str, str]], number: int, anew: bool) -> tuple[float, float, int]:
    """Medians of milliseconds of Python and of Postgres, and the most queries of one page."""
    from django.db import connection

    queries = 0

    def count(execute, *call):
        nonlocal queries
        queries += 1
        return execute(*call)

    for n in range(5):
        ask(*asked[n % len(asked)])
    backend, python, postgres, most = Backend(), [], [], 0
    with connection.execute_wrapper(count):
        for n in range(number):
            if anew:
                forget()
            queries, begun, database = 0, time.thread_time(), backend.seconds()
            status = ask(*asked[n % len(asked)])
            python.append((time.thread_time() - begun) * 1000)
            postgres.append((backend.seconds() - database) * 1000)
            most = max(most, queries)
            if status != 200:
                raise SystemExit(f"{asked[n % len(asked)]} answered {status}")
    return statistics.median(python), statistics.median(postgres), most


def profile(asked: list[tuple[str, str]], number: int) -> None:
    for n in range(5):
        ask(*asked[n % len(asked)])
    watcher = cProfile.Profile(time.thread_time)
    watcher.enable()
    for n in range(number):
        ask(*asked[n % len(asked)])
    watcher.disable()
    shown = pstats.Stats(watcher)
    shown.sort_stats("tottime").print_stats(25)
    shown.sort_stats("cumtime").print_stats(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=0, choices=range(1, 101), metavar="1…100")
    parser.add_argument("--number", type=int, default=50)
    parser.add_argument("--profile", metavar="KIND")
    options = parser.parse_args()
    set_up()
    if options.comments:
        give_comments(options.comments)
    kinds = pages()
    if options.profile:
        profile(kinds[options.profile], options.number)
        return
    print(f"load {os.getloadavg()[0]:.1f}; medians of {options.number}; milliseconds of processor time\n")
    print("| page | Python | Postgres | both | queries | both, shared parts anew | queries |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for kind, asked in kinds.items():
        warm, anew = (measure(asked, options.number, forgetting) for forgetting in (False, True))
        print(
            f"| {kind} | {warm[0]:.1f} | {warm[1]:.1f} | {warm[0] + warm[1]:.1f} | {warm[2]} "
            f"| {anew[0] + anew[1]:.1f} | {anew[2]} |"
        )


if __name__ == "__main__":
    main()
