"""Puts the demo paper into the database through the same verbs the newsroom uses. Idempotent by key."""

import re
import tomllib
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime, time, timedelta
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from articles.body import clean
from articles.models import Article, Author, Section, Topic
from articles.signals import EVERYTHING, announce
from comments.models import Comment
from corrections.models import Correction
from images.models import Image
from images.upload import store
from portal.demo.jpeg import paint_as_jpeg
from portal.models import FlatPage, Masthead
from ratings.models import Rating
from readership.models import Reads
from recordings.models import Captions, Recording
from vietnamese.text import slug

HERE = Path(__file__).parent
PASSWORD = "thuan-phong-2026"  # noqa: S105 (of the demo paper, printed by `make run`)
SIZE = (1280, 853)  # pixels of a painted picture
ACCOUNTS = (  # (user name, role or "" for the superuser, full name)
    ("phongvien", "reporter", "Ngọc Anh"),
    ("phongvien2", "reporter", "Hải Triều"),
    ("bientap", "editor", "Thu Hiền"),
    ("thuky", "secretary", "Minh Quân"),
    ("tongbientap", "chief", "Đức Thành"),
    ("kiemduyet", "moderator", "Lan Phương"),
    ("quantri", "", "Quản trị hệ thống"),
)
WRITERS = {"ngoc-anh": "phongvien", "hai-trieu": "phongvien2"}  # pen names with an account of their own
SCENE = re.compile(r'<img data-scene="(\w+)" data-seed="(\d+)" alt="([^"]*)" ?/?>')
LINK = re.compile(r'href="demo:([a-z0-9-]+)"')
MOVES_TO = {
    "draft": (),
    "submitted": ("submit",),
    "approved": ("submit", "pass_on"),
    "published": ("submit", "pass_on", "publish"),
    "scheduled": ("submit", "pass_on", "publish"),
    "withdrawn": ("submit", "pass_on", "publish", "withdraw"),
}
CONSENT = "demo"
WEEK = 7 * 24  # hours with readers
BUSIEST = 12  # readers of an ordinary article in its first hours


def read(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


class Demo:
    """One run. `say` gets a line of progress; `size` of the painted pictures in pixels."""

    def __init__(self, say: Callable[[str], None] = print, size: tuple[int, int] = SIZE):
        self.say, self.size = say, size
        self.now = timezone.now()

    def load(self) -> int:
        """Everything that is not there yet; the number of new articles."""
        self.people = {name: self.account(name, role, full) for name, role, full in ACCOUNTS}
        pages = [
            tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(HERE.glob("articles/*.toml"))
        ]
        known = set(Article.objects.filter(source_id__startswith="demo:").values_list("source_id", flat=True))
        new = [page for page in pages if f"demo:{page['key']}" not in known]
        with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as painters:
            self.paper(read("paper.toml"), painters)
            self.painted = {spot: painters.submit(paint_as_jpeg, *spot, self.size) for spot in spots(new)}
            self.rows = {page["key"]: self.begin(page) for page in new}
            for number, page in enumerate(sorted(new, key=lambda page: -page["days_ago"]), 1):
                self.finish(page)
                if number % 10 == 0 or number == len(new):
                    self.say(f"  {number} of {len(new)} articles")
        if new:
            self.voices({page["key"] for page in new})
            self.reads()
            self.corrections({page["key"] for page in new})
            announce([EVERYTHING])
        return len(new)

    # --- the house --------------------------------------------------------------------------------

    def account(self, username: str, role: str, full_name: str) -> User:
        user, created = User.objects.get_or_create(
            username=username,
            defaults={
                "full_name": full_name,
                "email": f"{username}@baothuanphong.example",
                "is_superuser": not role,
            },
        )
        if created:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
            user.groups.set(Group.objects.filter(name=role))
        return user

    def paper(self, data: dict, painters: ProcessPoolExecutor) -> None:
        masthead, _new = Masthead.objects.get_or_create(pk=1, defaults=data["masthead"])
        masthead.draw_card()
        for page in read("pages.toml")["page"]:
            if not FlatPage.objects.filter(slug=page["slug"]).exists():
                FlatPage(**page | {"body": clean(page["body"])}).write(self.people["tongbientap"], seen=0)
        self.sections: dict[str, Section] = {}
        for order, row in enumerate(data["section"]):
            parent_path, _slash, own = row["path"].rpartition("/")
            self.sections[row["path"]] = Section.objects.get_or_create(
                path=row["path"],
                defaults={
                    "name": row["name"],
                    "slug": own,
                    "parent": self.sections.get(parent_path),
                    "description": row["description"],
                    "order": order * 10,
                    "language": row.get("language", "vi"),
                },
            )[0]
        self.topics = {
            row["slug"]: Topic.objects.get_or_create(slug=row["slug"], defaults=row)[0]
            for row in data["topic"]
        }
        self.authors = {row["slug"]: self.author(row, painters) for row in data["author"]}

    def author(self, row: dict, painters: ProcessPoolExecutor) -> Author:
        author = Author.objects.filter(slug=row["slug"]).first()
        if author:
            return author
        face = painters.submit(paint_as_jpeg, row["portrait"]["scene"], row["portrait"]["seed"], (600, 600))
        return Author.objects.create(
            slug=row["slug"],
            name=row["name"],
            bio=row["bio"],
            person=self.people.get(WRITERS.get(row["slug"])),
            portrait=self.keep(face, alternative_text=f"Chân dung {row['name']}"),
        )

    def keep(self, painted: Future, **texts) -> Image:
        file = BytesIO(painted.result())
        file.name = "tranh.jpg"
        return store(file, self.people["quantri"], **texts)

    # --- articles ---------------------------------------------------------------------------------

    def begin(self, page: dict) -> Article:
        """The bare row first, so that every article can link to every other."""
        section = self.sections[page["section"]]
        writer = WRITERS.get(page["bylines"][0][0], "phongvien") if page["bylines"] else "phongvien"
        return Article.objects.start(
            self.people[writer],
            title=page["title"],
            slug=slug(page["title"], 100),
            section=section,
            top_section=section.parent or section,
            source_id=f"demo:{page['key']}",
        )

    def finish(self, page: dict) -> None:
        article, picture = self.rows[page["key"]], page.get("picture")
        changes = {
            "kind": page.get("kind", "story"),
            "transcript": page.get("transcript", ""),
            "title": page["title"],
            "source_prefix": page["prefix"],
            "lead": page["lead"],
            "body": self.body(page["body"]),
            "section_id": article.section_id,
        }
        if picture:
            texts = {
                "caption": picture["caption"],
                "credit": picture["credit"],
                "alternative_text": picture["alt"],
            }
            image = self.keep(self.painted[picture["scene"], picture["seed"]], **texts)
            changes |= texts | {"lead_picture_id": image.pk}
        if name := page.get("recording"):
            changes["recording_id"] = self.recording(name, page["title"]).pk
        if original := page.get("translation_of"):
            changes["translation_of_id"] = self.row(original).pk
        article.revise(
            article.created_by,
            seen=0,
            changes=changes,
            bylines=[(self.authors[name], role) for name, role in page["bylines"]],
            picks=[self.pick(pick) for pick in page["picks"]],
            tags=page["tags"],
            topics=[self.topics[name] for name in page["topics"]],
        )
        self.walk(article, page)

    def body(self, html: str) -> str:
        """Painted pictures and links to the other demo articles take the place of their marks."""

        def figure(match: re.Match) -> str:
            scene, seed, alt = match.groups()
            image = self.keep(self.painted[scene, int(seed)], alternative_text=alt)
            return f'<img src="{image.url(960)}" width="{image.width}" height="{image.height}" alt="{escape(alt)}">'

        def link(match: re.Match) -> str:
            return f'href="{settings.SITE_URL}{self.row(match[1]).get_absolute_url()}"'

        return LINK.sub(link, SCENE.sub(figure, html))

    def recording(self, name: str, title: str) -> Recording:
        """A film or a tune of the paper's own, with its captions: portal/demo/recordings."""
        path, by = HERE / "recordings" / name, self.people["quantri"]
        with path.open("rb") as file:
            recording = Recording.objects.keep(File(file, name), by, title=title)
        if (words := path.with_suffix(".vtt")).is_file():
            with words.open("rb") as file:
                Captions.objects.keep(recording, File(file, words.name), by)
        return recording

    def row(self, key: str) -> Article:
        return self.rows.get(key) or Article.objects.get(source_id=f"demo:{key}")

    def pick(self, pick: str | dict) -> tuple[Article | None, str]:
        if isinstance(pick, dict):
            return None, pick["text"]
        return self.row(pick), self.row(pick).title

    def walk(self, article: Article, page: dict) -> None:
        """Take it through the chain to its state, each move by the person who would make it."""
        state, at = page.get("state", "published"), self.moment(page)
        people = {"submit": article.created_by, "pass_on": self.people["bientap"]}
        for move in MOVES_TO[state]:
            reason = "Nguồn tin đề nghị kiểm tra lại số liệu." if move == "withdraw" else ""
            by = people.get(move, self.people["thuky"])
            article.move(move, by, seen=article.version, reason=reason, at=at)
        if state in {"published", "withdrawn"}:  # a demo paper has a past
            Article.objects.filter(pk=article.pk).update(created_at=at - timedelta(hours=3), updated_at=at)

    def moment(self, page: dict) -> datetime:
        """The page's minute, kept on the right side of now."""
        hour, minute = map(int, page["time"].split(":"))
        day = timezone.localdate(self.now) - timedelta(days=page["days_ago"])
        moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        if page.get("state") == "scheduled":
            return max(moment, self.now + timedelta(days=1))
        return min(moment, self.now - timedelta(minutes=20))

    # --- readers ----------------------------------------------------------------------------------

    def voices(self, keys: set[str]) -> None:
        self.say("  comments and ratings")
        rows = [row for part in "abc" for row in read(f"comments_{part}.toml")["comment"]]
        for number, row in enumerate(sorted(rows, key=lambda row: -row["days_ago"])):
            if row["article"] in keys:
                self.comment(number, row)
        for number, article in enumerate(Article.objects.published().filter(source_id__startswith="demo:")):
            for voter in range(
                (article.pk * 7) % 23 if number % 6 else 0
            ):  # every sixth waits for its first star
                stars = (5, 4, 5, 3, 5, 4, 4, 2, 5, 4)[(voter + article.pk) % 10]
                Rating.objects.cast(article, f"{article.pk:016x}{voter:016x}", stars)

    def reads(self) -> None:
        """A week of readers: few at night, fewer of what is older, a crowd for a handful; the same every time."""
        draw, rows = Random(7), []
        this_hour = self.now.replace(minute=0, second=0, microsecond=0)
        hours = [this_hour - timedelta(hours=ago) for ago in range(WEEK)]
        for article in (
            Article.objects.published().filter(source_id__startswith="demo:").order_by("source_id")
        ):
            busiest = BUSIEST * draw.paretovariate(1.5)
            for hour in hours:
                age = (hour - article.published_at) / timedelta(days=1)
                is_night = not 6 <= timezone.localtime(hour).hour < 22
                if views := round(busiest / (1 + age) / (6 if is_night else 1)) if age >= 0 else 0:
                    rows.append(Reads(article=article, hour=hour, views=views))
        Reads.objects.bulk_create(rows, ignore_conflicts=True)

    def corrections(self, keys: set[str]) -> None:
        for row in read("corrections.toml")["correction"]:
            if row["article"] in keys:
                article, by = self.row(row["article"]), self.people["tongbientap"]
                texts = {name: row[name] for name in ("wrong", "right", "note")}
                correction = Correction.objects.issue(article, by, **texts)
                at = min(article.published_at + timedelta(hours=row["hours_later"]), self.now)
                Correction.objects.filter(pk=correction.pk).update(at=at)
                Article.objects.filter(pk=article.pk).update(updated_at=at)

    def comment(self, number: int, row: dict) -> None:
        article = self.row(row["article"])
        if not article.is_public:
            return
        comment, _new = Comment.objects.send(
            article,
            name=row["name"],
            email=f"bandoc{number}@thu.example",
            text=row["text"],
            writer=f"{number:032x}",
            consent_version=CONSENT,
        )
        at = max(self.now - timedelta(days=row["days_ago"]), article.published_at + timedelta(minutes=5))
        sent = min(at, self.now)
        Comment.objects.filter(pk=comment.pk).update(created_at=sent)
        if row["state"] == "approved":
            comment.approve(self.people["kiemduyet"])
        elif row["state"] == "rejected":
            comment.reject(self.people["kiemduyet"], row["reason"])
        else:
            return
        decided = min(sent + timedelta(minutes=4 + number * 17 % 90), self.now)
        Comment.objects.filter(pk=comment.pk).update(decided_at=decided)
        comment.acts.update(at=decided)


def spots(pages: list[dict]) -> list[tuple[str, int]]:
    """Every (scene, seed) these pages show, once."""
    found = {}
    for page in pages:
        if picture := page.get("picture"):
            found[picture["scene"], picture["seed"]] = None
        for scene, seed, _alt in SCENE.findall(page["body"]):
            found[scene, int(seed)] = None
    return list(found)
