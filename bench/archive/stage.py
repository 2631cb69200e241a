"""Who and what an archive needs before its articles: people, sections, authors, tags, running stories."""

from itertools import accumulate
from random import Random
from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from articles.models import Author, Section, Tag, Topic
from bench.archive.patchwork import Patchwork
from bench.archive.rhythm import Rhythm
from bench.archive.sheets import Sheet
from images.models import Image
from vietnamese.text import slug

OWNER = "bench"  # publishes all; a database with articles of somebody else is not touched
SECTIONS = """Thời sự, Chính trị, Kinh tế, Xã hội, Văn hóa, Giáo dục, Y tế, Pháp luật, Thể thao, Du lịch,
    Khoa học, Thế giới"""
BELOW = ("Tin tức", "Phóng sự", "Chuyên đề")
PEOPLE, AUTHORS, TOPICS = 20, 150, 200
PER_TAG, PER_PICTURE = 50, 10  # articles for each tag or picture there is, at a rough guess
FEWEST_TAGS = 200


class Stage(NamedTuple):
    """Numbers to choose from, each with running sums of its weights."""

    owner: int
    people: list[int]
    unmarked: int  # section of the corpus's own rows: nothing is told of them
    sections: list[tuple[int, int]]  # section and its top section
    section_weights: list[float]
    authors: list[int]
    author_weights: list[float]
    tags: list[int]
    tag_weights: list[float]
    topics: list[int]
    pictures: list[int]


def build(patchwork: Patchwork, total: int, dice: Random) -> Stage:
    owner = User.objects.get_or_create(username=OWNER)[0]
    people = [owner, *(User.objects.get_or_create(username=f"{OWNER}-{n}")[0] for n in range(PEOPLE))]
    sections = _sections()
    authors, tags = _authors(patchwork, dice), _tags(patchwork, max(FEWEST_TAGS, total // PER_TAG), dice)
    return Stage(
        owner=owner.pk,
        people=[person.pk for person in people],
        unmarked=Section.objects.create(name="Bench", slug=OWNER, in_menu=False).pk,
        sections=sections,
        section_weights=_falling(len(sections), 8),
        authors=authors,
        author_weights=_falling(len(authors), 10),
        tags=tags,
        tag_weights=_falling(len(tags), 5),
        topics=_topics(patchwork, dice),
        pictures=_pictures(patchwork, max(1, total // PER_PICTURE), owner, dice),
    )


def _falling(number: int, flat: int) -> list[float]:
    """Running sums of Zipf weights, of which the first few are alike."""
    return list(accumulate(1 / (place + flat) for place in range(number)))


def _sections() -> list[tuple[int, int]]:
    found = []
    for order, name in enumerate(SECTIONS.split(",")):
        top = Section.objects.create(name=name.strip(), slug=slug(name), order=order)
        below = [Section.objects.create(name=part, slug=slug(part), parent=top).pk for part in BELOW]
        found += [(pk, top.pk) for pk in (top.pk, *below)]
    return found


def _authors(patchwork: Patchwork, dice: Random) -> list[int]:
    names = {f"{patchwork.tag(dice).title()} {number}" for number in range(AUTHORS)}
    authors = [Author(name=name) for name in sorted(names)]
    for author in authors:
        author.save()
    return [author.pk for author in authors]


def _tags(patchwork: Patchwork, number: int, dice: Random) -> list[int]:
    names = (patchwork.tag(dice) for _ in range(number))
    return [tag.pk for tag in Tag.objects.for_names({slug(name): name for name in names}.values())]


def _topics(patchwork: Patchwork, dice: Random) -> list[int]:
    made = (Topic(name=f"{patchwork.tag(dice)} {n}", slug=f"tuyen-tin-{n}") for n in range(TOPICS))
    return [topic.pk for topic in Topic.objects.bulk_create(made)]


def _pictures(patchwork: Patchwork, number: int, owner: User, dice: Random) -> list[int]:
    """Rows without files."""
    sheet = Sheet(
        Image,
        *("token", "extension", "width", "height", "size", "caption", "search_text", "uploaded_by_id"),
        "uploaded_at",
    )
    moment = Rhythm(number, timezone.now())
    for n in range(number):
        fields = f"{n:032x}", "jpg", 1600, 1067, 300_000, *patchwork.comment(dice), owner.pk, moment(n)
        sheet.add(*fields)
    sheet.store()
    return list(Image.objects.values_list("pk", flat=True))
