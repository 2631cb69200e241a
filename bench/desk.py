"""What the article form costs the server: an article of 4,000 words with 30 pictures, act by act.

    make static && createdb bench_desk && DATABASE_URL=postgres:///bench_desk python -m bench.desk

Prints for each act its queries and the server's milliseconds (medians of several rounds; CPU is this
process's share). The rule is 25 queries and 300 ms for opening and saving, whatever is changed.
`--queries` prints the queries of each act as well.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from bench import corpus

ROUNDS, WORDS, PICTURES, OTHERS = 7, 4000, 30, 12
MOST_QUERIES, MOST_MS = 25, 300


def main() -> None:
    parser = argparse.ArgumentParser(description="What the article form costs the server.")
    parser.add_argument("--queries", action="store_true", help="print the queries of each act")
    shows_queries = parser.parse_args().queries
    corpus.set_up()
    desk = Desk()
    print(f"{'act':34} {'queries':>7} {'ms':>7} {'CPU ms':>7}")
    for name, ready in desk.acts().items():
        measure(name, ready, shows_queries)


def measure(name: str, ready: Callable[[], Callable], shows_queries: bool) -> None:
    """`ready` does what comes before, and gives what is measured."""
    rounds = [timed(ready()) for _round in range(ROUNDS)]
    queries = rounds[-1][2]
    ms, cpu = (statistics.median(row[place] for row in rounds) for place in (0, 1))
    verdict = "" if len(queries) <= MOST_QUERIES and ms <= MOST_MS else "  above the rule"
    print(f"{name:34} {len(queries):7} {ms:7.0f} {cpu:7.0f}{verdict}")
    for number, sql in enumerate(queries if shows_queries else (), 1):
        print(f"    {number:3} {' '.join(sql.split())[:200]}")


def timed(act: Callable) -> tuple[float, float, list[str]]:
    """Milliseconds, milliseconds of this process, queries."""
    with heard() as queries:
        began, began_cpu = time.perf_counter(), time.process_time()
        act()
        ended, ended_cpu = time.perf_counter(), time.process_time()
    return (ended - began) * 1000, (ended_cpu - began_cpu) * 1000, queries


@contextmanager
def heard() -> Iterator[list[str]]:
    """Every statement sent to the database, savepoints included."""
    from django.db import connection

    queries: list[str] = []

    def hear(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield queries


class Desk:
    """A newsroom with one long article, and what people do with it."""

    def __init__(self):
        from articles.models import Author, Section
        from images.models import Image

        self.section = Section.objects.get_or_create(slug="bench", defaults={"name": "Bench"})[0]
        self.people = {role: person(role) for role in ("reporter", "editor", "secretary")}
        self.authors = [Author.objects.get_or_create(name=name)[0] for name in ("Thái Sơn", "Ngọc Ngữ")]
        self.pictures = list(Image.objects.all()[:PICTURES]) or Image.objects.bulk_create(
            Image(extension="jpg", width=1600, height=1000, size=1, credit="Ảnh: Thái Sơn")
            for n in range(PICTURES)
        )
        self.others = [self.article(f"Tin liên quan số {n}", "<p>Tin ngắn.</p>") for n in range(OTHERS)]
        for other in self.others:
            self.walk(other, "submit", "pass_on", "publish")
        self.round = 0

    def acts(self) -> dict[str, Callable[[], Callable]]:
        """Name -> what makes the act ready and gives it."""
        return {
            "open": self.opening,
            "save, nothing changed": self.saving,
            "save, lead changed": lambda: self.saving(lead=f"Sapo lần {self.next()}, đủ dài cho một bài."),
            "save, title, tags, picks changed": self.saving_much,
            "open, public": lambda: self.opening(self.public()),
            "save, public, all changed": lambda: self.saving_much(self.public()),
            "submit": lambda: self.moving("submit"),
            "pass on": lambda: self.moving("pass_on", "submit"),
            "publish": lambda: self.moving("publish", "submit", "pass_on"),
        }

    def next(self) -> int:
        self.round += 1
        return self.round

    # --- acts -------------------------------------------------------------------------------------

    def opening(self, article=None) -> Callable:
        article = article or self.long()
        client, url = self.client(article), address(article)
        return lambda: client.get(url)

    def saving(self, article=None, **changes) -> Callable:
        article = article or self.long()
        client, url = self.client(article), address(article)
        data = Form(client.get(url).content.decode()).data | changes

        def save():
            answer = client.post(url, data)
            assert answer.status_code == 302  # noqa: S101 (else nothing is measured)

        return save

    def saving_much(self, article=None) -> Callable:
        number, picks = self.next(), {}
        for place in range(6):
            target = self.others[(place + number) % OTHERS]
            picks |= {f"picks-{place}-order": place, f"picks-{place}-target": target.pk}
            picks |= {f"picks-{place}-text": ""}
        tags = ", ".join(f"Từ khóa {(place + number) % 15}" for place in range(12))
        return self.saving(article, title=f"Bài dài, tít lần {number}", tags=tags, **picks)

    def moving(self, code: str, *before: str) -> Callable:
        article = self.long()
        self.walk(article, *before)
        client = self.client(article, code)
        url = f"/admin/articles/article/{article.pk}/move/"
        data = {"_move": code, "seen_version": article.version}

        def move():
            answer = client.post(url, data)
            assert answer.status_code == 302  # noqa: S101 (else nothing is measured)

        return move

    # --- the stage --------------------------------------------------------------------------------

    def long(self):
        """A fresh draft of 4,000 words, 30 pictures, twelve tags, six picks and two people."""
        parts, words = [], "Tỉnh đẩy mạnh cải cách hành chính, mở rộng dịch vụ công trực tuyến ".split()
        for number, image in enumerate(self.pictures):
            text = " ".join(words[n % len(words)] for n in range(WORDS // PICTURES))
            shown = f'<img src="{image.url(1280)}" alt="Ảnh {number}" width="1280" height="800">'
            caption = f"<figcaption>Cảnh {number}. Ảnh: Thái Sơn</figcaption>"
            parts.append(f'<p>{text} {number}</p><figure class="image">{shown}{caption}</figure>')
        return self.article(f"Bài dài bốn nghìn chữ, số {self.next()}", "".join(parts))

    def article(self, title: str, body: str):
        from articles.models import Article

        by = self.people["reporter"]
        article = Article.objects.start(by)
        changes = {"title": title, "lead": "Sapo đủ dài cho một bài báo.", "body": body}
        return article.revise(
            by,
            seen=0,
            changes=changes | {"section_id": self.section.pk},
            bylines=[(author, "text") for author in self.authors],
            picks=[(other, "") for other in getattr(self, "others", ())[:6]],
            tags=[f"Từ khóa {n}" for n in range(12)],
        )

    def public(self):
        article = self.long()
        self.walk(article, "submit", "pass_on", "publish")
        return article

    def walk(self, article, *codes: str) -> None:
        hands = {"submit": "reporter", "pass_on": "editor", "publish": "secretary"}
        for code in codes:
            article.move(code, self.people[hands[code]], seen=article.version)

    def client(self, article, code: str = ""):
        from django.conf import settings
        from django.test import Client

        hands = {"pass_on": "editor", "publish": "secretary"}
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.get("/healthz")  # what a server loads once when it starts
        role = hands.get(code, "reporter")
        client.force_login(self.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return client


def person(role: str):
    from django.contrib.auth.models import Group

    from accounts.models import User

    names = {"full_name": role, "is_staff": True}
    user = User.objects.get_or_create(username=f"bench-{role}", defaults=names)[0]
    user.groups.set(Group.objects.filter(name=role))
    return user


def address(article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


class Form(HTMLParser):
    """What a browser sends of an unchanged form."""

    def __init__(self, html: str):
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.open = ""  # the textarea or select whose content comes
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name", "")
        if tag == "input" and name and not name.startswith("_") and is_sent(given):
            value = given.get("value", "on" if "checked" in given else "")
            self.data.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.open, self.data[name] = name, [""]
        elif tag == "select":
            self.open = name
        elif tag == "option" and "selected" in given:
            self.data[self.open] = [given.get("value") or ""]

    def handle_data(self, text):
        if self.open in self.data and self.lasttag == "textarea":
            self.data[self.open][0] += text

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.data[self.open][0] = self.data[self.open][0].removeprefix("\n")
            self.open = ""


def is_sent(given: dict) -> bool:
    return given.get("type") not in {"checkbox", "radio", "submit", "file"} or "checked" in given


if __name__ == "__main__":
    main()
