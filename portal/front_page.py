"""What stands on the front page: what the desk pinned, the rest by rules. No story stands in two places.

The lists of the most read rank everything that is read, so they name stories that also stand elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Extract
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article, Section, Tag, Topic
from articles.prepared import Prepared
from articles.reading import CARDS
from portal.models import Arrangement, BlockRule
from readership.models import Reads
from readership.ranking import DAY, SHOWN, WEEK

LEAD, SECONDARY, NEWEST, BLOCK, TOPICS = 1, 4, 10, 5, 6
TOP = LEAD + SECONDARY + NEWEST
PINNED, AT_TOP, READ_IN_A_DAY, READ_IN_A_WEEK, FIRST_BLOCK = range(5)  # what a candidate is one for
Rule = BlockRule.Rule


@dataclass
class Block:
    """A section, topic or tag with the stories below its name."""

    section: Section | Topic | Tag
    rule: str = Rule.NEWEST
    size: int = BLOCK
    stories: list[Article] = field(default_factory=list)

    @property
    def first(self) -> Article:
        return self.stories[0]

    @property
    def anchor(self) -> str:
        """The id of the block's heading on the page."""
        kind = {Section: "block", Topic: "block-su-kien", Tag: "block-tu-khoa"}[type(self.section)]
        return f"{kind}-{self.section.slug}"

    @property
    def rest(self) -> list[Article]:
        return self.stories[1:]

    @property
    def articles(self) -> QuerySet:
        public = Article.objects.published().in_edition()
        if isinstance(self.section, Section):
            return Article.objects.published().in_section(self.section)
        return public.listed_under(self.section)


@dataclass(frozen=True)
class Candidate:
    place: int
    pk: int
    weight: float  # the heaviest first
    has_picture: bool


def compose(menu: list[Section], arrangement: Arrangement | None = None) -> dict:
    """Template variables of the front page, as arranged or, without an arrangement, by date; 3 queries."""
    pins = pins_of(arrangement)
    blocks = blocks_of(arrangement, menu)
    found = candidates(pins.values(), blocks)
    at_top = fill_top(found[AT_TOP], pins, {candidate.pk for candidate in found[PINNED]})
    shown = {pk for pk in at_top if pk}
    in_blocks = [fill_block(block, found[FIRST_BLOCK + n], shown) for n, block in enumerate(blocks)]
    ranks = {"day": found[READ_IN_A_DAY], "week": found[READ_IN_A_WEEK]}
    wanted = shown | {candidate.pk for ranked in ranks.values() for candidate in ranked}
    cards = {card.pk: card for card in CARDS(ids=list(wanted))}
    for block, pks in zip(blocks, in_blocks, strict=True):
        block.stories = [cards[pk] for pk in pks if pk in cards]
    lead, *others = [cards.get(pk) for pk in at_top] or [None]
    return {
        "lead_story": lead,
        "secondary": [card for card in others[:SECONDARY] if card],
        "newest": [card for card in others[SECONDARY:] if card],
        "blocks": [block for block in blocks if block.stories],
        "most_read": {
            name: [cards[candidate.pk] for candidate in ranked if candidate.pk in cards]
            for name, ranked in ranks.items()
        },
        "topics": running_topics(),
        "breaking": breaking_of(arrangement),
    }


# --- what the desk said ------------------------------------------------------------------------------


def pins_of(arrangement: Arrangement | None) -> dict[int, int]:
    """{place: id of the article} of the pins whose time is not over."""
    rows = arrangement.pin_rows if arrangement else []
    return {row["place"]: row["article"] for row in rows if not _is_over(row["until"])}


def _is_over(until: str | None) -> bool:
    return bool(until) and parse_datetime(until) <= timezone.now()


def blocks_of(arrangement: Arrangement | None, menu: list[Section]) -> list[Block]:
    """The arranged blocks; where none are arranged, one for each section of the menu."""
    rows = arrangement.block_rows if arrangement else []
    if not rows:
        return [Block(section) for section in menu]
    children = {section.pk: section for section in menu}
    return [Block(_page_of(row, children), row["rule"], row["size"]) for row in rows]


def _page_of(row: dict, menu: dict[int, Section]) -> Section | Topic | Tag:
    if row["section"]:
        section = Section(
            pk=row["section"],
            name=row["name"],
            slug=row["slug"],
            path=row["path"],
            parent_id=row["parent"],
        )
        section._prefetched_objects_cache = {"children": Section.objects.none()}
        return menu.get(section.pk, section)
    model, pk = (Topic, row["topic"]) if row["topic"] else (Tag, row["tag"])
    return model(pk=pk, name=row["name"], slug=row["slug"])


def breaking_of(arrangement: Arrangement | None) -> dict | None:
    """{text, url or None} of the strip while it is on; a story that is not public is not linked."""
    if not arrangement or not arrangement.breaking_is_on:
        return None
    article = arrangement.breaking_article
    article = article if article and article.is_public else None
    text = arrangement.breaking_text or (article.title if article else "")
    return {"text": text, "url": article.get_absolute_url() if article else None} if text else None


def changes_at(arrangement: Arrangement | None, next_start: datetime | None) -> datetime | None:
    """When the clock alone outdates a page composed now: a pin or the strip ends, the next page begins."""
    ends = (
        [parse_datetime(row["until"]) for row in arrangement.pin_rows if row["until"]] if arrangement else []
    )
    ends += [next_start, arrangement.breaking_until if arrangement else None]
    return min((end for end in ends if end and end > timezone.now()), default=None)


# --- what fills the places ---------------------------------------------------------------------------


def candidates(pinned: Iterable[int], blocks: list[Block]) -> list[list[Candidate]]:
    """For every place the articles that could stand there, the first first; one query over indexes."""
    found: list[list[Candidate]] = [[] for _place in range(FIRST_BLOCK + len(blocks))]
    for row in _candidates_query(list(pinned), blocks)():
        found[row[0]].append(Candidate(*row))
    return [sorted(places, key=lambda c: (c.weight, c.pk), reverse=True) for places in found]


_last: list[tuple] = []  # at most one: what the query was last made of, and the query


def _candidates_query(pinned: list[int], blocks: list[Block]) -> Prepared:
    """The same for the same arrangement."""
    made_of = pinned, [(type(block.section), block.section.pk, block.rule, block.size) for block in blocks]
    if _last and _last[0][0] == made_of:
        return _last[0][1]
    query = Prepared(lambda: _candidates(pinned, blocks))
    _last[:] = [(made_of, query)]
    return query


def _candidates(pinned: list[int], blocks: list[Block]) -> QuerySet:
    public = Article.objects.published().in_edition()
    spare = TOP + len(pinned) + sum(block.size for block in blocks)  # so many may stand elsewhere already
    parts = [
        _by_date(public.newest()[: TOP + len(pinned)], AT_TOP),
        _by_reads(Reads.objects.since(DAY), READ_IN_A_DAY, SHOWN),
        _by_reads(Reads.objects.since(WEEK), READ_IN_A_WEEK, SHOWN),
    ]
    if pinned:
        parts.append(_by_date(public.filter(pk__in=pinned), PINNED))
    for place, block in enumerate(blocks, FIRST_BLOCK):
        parts.append(_by_date(block.articles.newest()[: block.size + spare], place))
        if block.rule == Rule.MOST_READ:
            reads = Reads.objects.since(WEEK).filter(article__in=block.articles)
            parts.append(_by_reads(reads, place, block.size + spare, above=1e12))
    return parts[0].union(*parts[1:], all=True)


def _by_date(articles: QuerySet, place: int) -> QuerySet:
    return articles.annotate(
        place=Value(place, IntegerField()),
        weight=Cast(Extract("published_at", "epoch"), FloatField()),
        has_picture=ExpressionWrapper(Q(lead_picture__isnull=False), BooleanField()),
    ).values_list("place", "pk", "weight", "has_picture")


def _by_reads(reads: QuerySet, place: int, limit: int, above: float = 0.0) -> QuerySet:
    """`above`: more than any date in seconds, where reads go before dates."""
    return (
        reads.filter(article__in=Article.objects.published().in_edition())
        .values("article")
        .annotate(
            place=Value(place, IntegerField()),
            weight=Cast(Sum("views"), FloatField()) + Value(above),
            has_picture=Value(False, BooleanField()),
        )
        .order_by("-weight", "-article")
        .values_list("place", "article", "weight", "has_picture")[:limit]
    )


def fill_top(newest: list[Candidate], pins: dict[int, int], public: set[int]) -> list[int]:
    """Ids of lead, secondary and newest, in order: pins where they are public, the newest everywhere else."""
    held = {place: pk for place, pk in pins.items() if pk in public}
    free = [candidate for candidate in newest if candidate.pk not in held.values()]
    if LEAD not in held and free:
        lead = next((candidate for candidate in free if candidate.has_picture), free[0])
        free.remove(lead)
        held[LEAD] = lead.pk
    waiting = iter(free)
    top = []
    for place in range(LEAD, LEAD + SECONDARY + 1):
        pk = held.get(place) or next((candidate.pk for candidate in waiting), None)
        top += [pk] if pk else []
    return (top + [candidate.pk for candidate in waiting])[:TOP]


def fill_block(block: Block, found: list[Candidate], shown: set[int]) -> list[int]:
    """Ids for the block; what is taken is shown from now on."""
    free = {candidate.pk: candidate for candidate in reversed(found) if candidate.pk not in shown}
    ordered = sorted(free.values(), key=lambda c: (c.weight, c.pk), reverse=True)
    taken = ordered[: block.size]
    if block.rule == Rule.PICTURED and (first := next((c for c in taken if c.has_picture), None)):
        taken = [first, *(candidate for candidate in taken if candidate is not first)]
    shown |= {candidate.pk for candidate in taken}
    return [candidate.pk for candidate in taken]


def running_topics() -> list[Topic]:
    """The running stories that have something to read."""
    return _RUNNING()


def _running() -> QuerySet:
    readable = Article.objects.published().in_edition().filter(topics=OuterRef("pk"))
    return Topic.objects.filter(Exists(readable), running=True).order_by("-pk")[:TOPICS]


_RUNNING = Prepared(_running)
