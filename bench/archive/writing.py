"""What one made-up article brings along: tags, bylines, picks, history, comments, votes."""

from datetime import UTC, datetime, timedelta
from html import escape
from random import Random

from django.db import connection, transaction

from articles.models import Article, Byline, Listed, Pick, Revision, TaggedArticle
from articles.models.listed import AUTHOR, TAG, TOPIC
from articles.workflow import Public, Review
from bench.archive.patchwork import Patchwork, Text
from bench.archive.rhythm import ZONE, Rhythm
from bench.archive.sheets import NULL, Sheet, escaped
from bench.archive.stage import Stage
from comments.models import Comment, CommentTotal, Reason, State
from ratings.models import Rating, RatingTotal
from readership.models import Reads
from vietnamese.text import normalise

FEW, MANY = 1.8, 300  # how comments and votes are spread: most articles have none, some have hundreds
WITHDRAWN = 0.001
FAR = 50_000  # articles back that a pick may be
HELD = 500  # newest articles whose comments still wait, half of them
READ, HOURS = 200, 48  # newest articles with figures of their readers
IN_TOPIC = 0.05

MODELS = (
    Article,
    TaggedArticle,
    Article.topics.through,
    Byline,
    Pick,
    Revision,
    Comment,
    CommentTotal,
    Rating,
    RatingTotal,
    Reads,
    Listed,
)
UNCHECKED = """
    SELECT set_config('session_replication_role', 'replica', true)
    FROM pg_roles WHERE rolname = current_user AND rolsuper
"""


class Writer:
    """Writes slices of an archive of `total` articles; number n (from 0) becomes article n + 1.

    Every slice has dice of its own, so the same corpus gives the same archive whoever writes which slice.
    """

    def __init__(self, patchwork: Patchwork, stage: Stage, own: dict[int, dict], total: int, end: datetime):
        self.patchwork, self.stage, self.own, self.total = patchwork, stage, own, total
        self.moment = Rhythm(total, end)
        self.articles = Sheet(
            Article,
            *("id", "title", "slug", "lead", "body", "lead_picture_id", "section_id", "top_section_id"),
            *(
                "review_state",
                "public_state",
                "published_at",
                "published_by_id",
                "created_at",
                "created_by_id",
            ),
            *("updated_at", "version", "source_id"),
        )
        self.tags = Sheet(TaggedArticle, "tag_id", "content_object_id")
        self.topics = Sheet(Article.topics.through, "article_id", "topic_id")
        self.bylines = Sheet(Byline, "article_id", "author_id", "role", "order")
        self.picks = Sheet(Pick, "article_id", "target_id", "order")
        self.listed = Sheet(Listed, "kind", "owner", "published_at", "article_id")
        self.revisions = Sheet(Revision, "article_id", "version", "act", "by_id", "at")
        self.comments = Sheet(
            Comment,
            *("article_id", "name", "email", "text", "folded", "text_key", "content_hash", "day", "state"),
            *("created_at", "decided_at", "decided_by_id", "reason", "likes", "writer", "network"),
            *("consent_version", "consented_at"),
        )
        self.comment_totals = Sheet(CommentTotal, "article_id", "approved")
        self.ratings = Sheet(Rating, "article_id", "voter", "stars", "network", "created_at")
        stars = (f"votes_{stars}" for stars in range(1, 6))
        self.rating_totals = Sheet(RatingTotal, "article_id", "votes", "stars", *stars)
        self.reads = Sheet(Reads, "article_id", "hour", "views")

    @transaction.atomic
    def write(self, start: int, stop: int) -> None:
        self.dice = Random(start)  # noqa: S311 (the same archive every time)
        for number in range(start, stop):
            self._article(number)
        with connection.cursor() as cursor:
            cursor.execute(UNCHECKED)  # references are right by construction; a superuser need not check them
        for sheet in vars(self).values():
            if isinstance(sheet, Sheet):
                sheet.store()

    def _article(self, number: int) -> None:
        at, row = self.moment(number), self.own.get(number)
        if row is not None:
            self._keep(number, row, at)
            return
        dice, stage = self.dice, self.stage
        state = Public.WITHDRAWN if dice.random() < WITHDRAWN else Public.LIVE
        [place] = dice.choices(stage.sections, cum_weights=stage.section_weights)
        picture = dice.choice(stage.pictures) if dice.random() < 0.6 else NULL
        text = self.patchwork.article(dice)
        self._store(number, text, f"grown-{number}", at, place=place, state=state, picture=picture)
        labels = self._labels(number)
        if state == Public.LIVE:
            for label in labels:
                self.listed.add(*label, at, number + 1)
            self._voices(number, at)

    def _keep(self, number: int, row: dict, at: datetime) -> None:
        """A row of the corpus, as it is: neither its section nor its tags are told."""
        given = row.get("published_at")
        at = datetime.fromisoformat(given) if given else at
        body = "".join(f"<p>{escape(normalise(part), quote=False)}</p>" for part in row.get("body") or ())
        title, lead, body = map(escaped, (row["title"], row["lead"], body))
        text = Text(title, row["slug"], lead, body)
        self._store(number, text, escaped(row["id"]), at, place=(self.stage.unmarked, self.stage.unmarked))

    def _store(
        self, number: int, text: Text, source: str, at: datetime, *, place, state=Public.LIVE, picture=NULL
    ):
        by, owner = self.stage.people[number % len(self.stage.people)], self.stage.owner
        written = at - timedelta(hours=2)
        self.articles.add(
            *(number + 1, text.title, text.slug, text.lead, text.body, picture, *place),
            *(Review.APPROVED.value, state.value, at, owner, written, by, at, 2, source),
        )
        self.revisions.add(number + 1, 1, "revise", by, written)
        self.revisions.add(number + 1, 2, "publish", owner, at)

    def _labels(self, number: int) -> list[tuple[int, int]]:
        """Tags, a running story, bylines and picks; gives those on whose lists the article stands."""
        dice, stage, labels = self.dice, self.stage, []
        tags = dice.choices(stage.tags, cum_weights=stage.tag_weights, k=dice.randrange(1, 6))
        for tag in set(tags):
            self.tags.add(tag, number + 1)
            labels.append((TAG, tag))
        if dice.random() < IN_TOPIC:  # stories run one after the other
            topic = stage.topics[number * len(stage.topics) // self.total]
            self.topics.add(number + 1, topic)
            labels.append((TOPIC, topic))
        authors = dice.choices(stage.authors, cum_weights=stage.author_weights, k=1 + (dice.random() < 0.2))
        for order, author in enumerate(dict.fromkeys(authors)):
            self.bylines.add(number + 1, author, "text", order)
            labels.append((AUTHOR, author))
        if number and dice.random() < 0.2:
            earlier = {dice.randrange(max(0, number - FAR), number) for _ in range(dice.randrange(1, 4))}
            for order, other in enumerate(earlier):
                self.picks.add(number + 1, other + 1, order)
        return labels

    def _voices(self, number: int, at: datetime) -> None:
        if comments := self._few():
            self._comments(number, at, comments)
        if votes := self._few():
            self._votes(number, at, votes)
        if number >= self.total - READ:
            hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
            for back in range(HOURS):
                self.reads.add(number + 1, hour - timedelta(hours=back), 1 + self._few())

    def _few(self) -> int:
        return min(MANY, int(self.dice.paretovariate(FEW)) - 1)

    def _comments(self, number: int, at: datetime, many: int) -> None:
        printed = 0
        for order in range(many):
            sent = at + timedelta(minutes=7 * order + 3)
            words, folded = self.patchwork.comment(self.dice)
            key = f"{number:024x}{order:08x}"
            state, reason = self._decision(number)
            decided = (NULL, NULL) if state == State.HELD else (sent + timedelta(hours=1), self.stage.owner)
            printed += state == State.APPROVED
            self.comments.add(
                *(number + 1, "Bạn đọc", "", words, f"ban doc {folded}", key, key, (sent + ZONE).date()),
                *(state.value, sent, *decided, reason, self._few(), key, key[-24:], "1", sent),
            )
        if printed:
            self.comment_totals.add(number + 1, printed)

    def _decision(self, number: int) -> tuple[State, str]:
        if number >= self.total - HELD and self.dice.random() < 0.5:
            return State.HELD, ""
        if self.dice.random() < 0.08:
            return State.REJECTED, Reason.values[0]
        return State.APPROVED, ""

    def _votes(self, number: int, at: datetime, many: int) -> None:
        given = self.dice.choices((1, 2, 3, 4, 5), (1, 1, 2, 4, 6), k=many)
        for order, stars in enumerate(given):
            key = f"{number:024x}{order:08x}"
            self.ratings.add(number + 1, key, stars, key, at + timedelta(minutes=5 * order))
        spread = (given.count(stars) for stars in range(1, 6))
        self.rating_totals.add(number + 1, many, sum(given), *spread)
