"""What every kind of page costs in archives of different sizes: processor time of the portal and of Postgres.

    python -m bench.growth postgres:///bench_10k postgres:///bench_100k postgres:///bench_1m

The databases come from bench.archive and are only read (what signing in writes is rolled back). Every page is
rendered anew, never taken from the store. Postgres must run on this machine: its time is read from /proc.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import cold
from bench.marks import put

TIMES = 25  # pages of a kind
FAR = 500  # the page that far pages are measured by


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("databases", nargs="+", help="smallest first")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help="a file with the marks of this table")
    options = parser.parse_args()
    if options.child:
        json.dump(measure(), sys.stdout)
        return
    load = f"{os.getloadavg()[0]:.1f}"
    text = table([_measured(database) for database in options.databases], load)
    print(text)
    if options.write:
        put(options.write, "growth", text)


def _measured(database: str) -> dict:
    """In a process of its own: Django knows one database."""
    command = [sys.executable, "-m", "bench.growth", database, "--child"]
    done = subprocess.run(
        command, env=os.environ | {"DATABASE_URL": database}, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


# --- one archive ------------------------------------------------------------------------------------


def measure() -> dict:
    cold.set_up()  # without a page store
    from django.conf import settings
    from django.db import transaction

    settings.ALLOWED_HOSTS = ["*"]
    with transaction.atomic():
        found = _pages()
        transaction.set_rollback(True)
    return found


def _pages() -> dict:
    from django.db.models import Max

    from articles.models import Article

    clock, visitor, editor = Clock(), _visitor(), _editor()
    found = {"articles": Article.objects.aggregate(highest=Max("pk"))["highest"]}
    for kind, addresses in _addresses():
        client = editor if kind.startswith("newsroom") else visitor
        costs = []
        for turn in range(TIMES + 2):
            before = clock()
            answer = client.get(addresses[turn % len(addresses)])
            answer.getvalue()
            if turn >= 2:  # what is loaded once is loaded
                costs.append(tuple(now - then for now, then in zip(clock(), before, strict=True)))
            if answer.status_code != 200:
                sys.exit(f"{addresses[turn % len(addresses)]} answers {answer.status_code}")
        found[kind] = [statistics.median(cost) for cost in zip(*costs, strict=True)]
    return found


class Clock:
    """Milliseconds of processor time: of this process, and of the Postgres process it talks to."""

    def __init__(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def __call__(self) -> tuple[float, float]:
        time.sleep(0.002)  # the kernel writes it when the process has gone to sleep
        return time.process_time() * 1000, int(self.backend.read_text().split()[0]) / 1e6


def _visitor():
    from django.test import Client

    return Client(raise_request_exception=True)


def _editor():
    from accounts.models import User

    client = _visitor()
    person = User.objects.create_superuser("bench-editor", password=None)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _addresses() -> Iterator[tuple[str, list[str]]]:
    """Kinds of pages with some of their addresses; the largest there are, where sizes differ."""
    from django.db.models import Count
    from django.urls import reverse

    from articles.archive_views import archive_paths
    from articles.models import Article, Author, Byline, Section, Tag, TaggedArticle, Topic
    from comments.models import CommentTotal

    dice = random.Random(5)  # noqa: S311 (the same addresses every time)
    public = Article.objects.published().select_related("section")
    highest = public.order_by("-pk").first().pk
    some = [
        article.get_absolute_url() for article in public.filter(pk__in=dice.sample(range(1, highest), 30))
    ]
    sections = list(Section.objects.filter(parent=None, in_menu=True))
    largest = max(sections, key=lambda section: public.in_section(section).count())
    far = min(FAR, public.in_section(largest).count() // 20)
    tags = TaggedArticle.objects.values_list("tag").annotate(uses=Count("pk")).order_by("-uses")
    tag = Tag.objects.get(pk=tags[0][0])
    authors = Byline.objects.values_list("author").annotate(uses=Count("pk")).order_by("-uses")
    author = Author.objects.get(pk=authors[0][0])
    month, day = sorted(archive_paths(public.newest()[300].published_at), key=len)
    talked = CommentTotal.objects.order_by("-approved", "pk").first()

    yield "article", some
    yield "front page", ["/"]
    yield "section, page 1", [section.get_absolute_url() for section in sections]
    yield f"section, page {FAR} (or the last)", [f"{largest.get_absolute_url()}?trang={far}"]
    yield "the largest tag", [tag.get_absolute_url()]
    yield "the largest tag, page 30", [f"{tag.get_absolute_url()}?trang=30"]
    yield "the busiest author", [author.get_absolute_url()]
    yield "a running story", [topic.get_absolute_url() for topic in Topic.objects.order_by("-pk")[:1]]
    yield "most read", ["/doc-nhieu/"]
    yield "archive, a month", [month]
    yield "archive, a day", [day]
    yield "all comments of an article", [reverse("comments:all", args=[talked.pk])]
    yield "feed", ["/rss/"]
    yield "feed of the largest tag", [f"/rss{tag.get_absolute_url().rstrip('/')}.rss"]
    yield "index of sitemaps", ["/sitemap.xml"]
    yield "sitemap of the news", ["/news-sitemap.xml"]
    yield "suggestions while typing", ["/tim-kiem/goi-y/?q=viet", "/tim-kiem/goi-y/?q=thanh+ph"]
    yield "search, common words", ["/tim-kiem/?q=viet+nam", "/tim-kiem/?q=người+dân"]
    yield (
        "search, a headline's words",
        [
            f"/tim-kiem/?q={'+'.join(article.title.split()[2:6])}"
            for article in public.filter(pk__in=dice.sample(range(1, highest), 20))
        ],
    )
    for name, model in {
        "articles": "articles_article",
        "searched articles": "articles_article",
        "audit log": "articles_revision",
        "tags": "articles_tag",
        "pictures": "images_image",
        "moderation": "comments_comment",
        "ratings": "ratings_ratingtotal",
    }.items():
        query = "?q=viet+nam" if name.startswith("searched") else ""
        yield f"newsroom, {name}", [reverse(f"admin:{model}_changelist") + query]
    yield "newsroom, start", [reverse("admin:index")]


# --- the table --------------------------------------------------------------------------------------


def table(found: list[dict], load: str) -> str:
    sizes = [f"{archive['articles']:,}" for archive in found]
    lines = [
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, load before the run {load}; medians of "
        f"{TIMES}, milliseconds of processor time: the portal + Postgres.",
        "",
        f"| page | {' | '.join(sizes)} | growth | Postgres alone |",
        f"|---|{'---:|' * (len(sizes) + 2)}",
    ]
    for kind in (kind for kind in found[0] if kind != "articles"):
        costs = [archive[kind] for archive in found]
        cells = [f"{portal:.1f} + {database:.1f}" for portal, database in costs]
        whole, behind = sum(costs[-1]) / sum(costs[0]), costs[-1][1] / max(costs[0][1], 0.01)
        lines.append(f"| {kind} | {' | '.join(cells)} | {whole:.2f} | {behind:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
