"""Small charts of the start page: SVG drawn on the server, readable as tables, counted every five minutes."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Count, F, Window
from django.db.models.functions import Lag, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.models.revisions import STEPS
from comments.models import Comment
from readership.ranking import most_read
from vietnamese import dates
from vietnamese.dates import VIETNAM
from vietnamese.text import excerpt

DAYS = 14
SECONDS = 300
MOST_STEPS = 5000
# pixels of the drawing
WIDTH, ROW, LABELS, NUMBERS = 360, 22, 130, 50


@dataclass
class Chart:
    title: str
    label: str  # head of the first column
    unit: str  # head of the second
    rows: list[tuple[str, int]]

    @property
    def height(self) -> int:
        return ROW * len(self.rows) + 4

    @property
    def bars(self) -> list[dict]:
        """{label, value, y, text_y, width, end} in whole pixels."""
        most = max((value for _label, value in self.rows), default=0) or 1
        room = WIDTH - LABELS - NUMBERS
        return [
            {
                "label": label,
                "value": value,
                "y": number * ROW + 4,
                "text_y": number * ROW + 17,
                "width": max(1, value * room // most) if value else 0,
                "end": LABELS + value * room // most + 6,
            }
            for number, (label, value) in enumerate(self.rows)
        ]


def charts_for(user) -> list[Chart]:
    """What this person may count: pieces for who sees all articles, comments for who moderates."""
    charts = []
    if user.has_perm("articles.see_all_articles"):
        charts += cache.get_or_set("charts-articles", of_articles, SECONDS)
    if user.has_perm("comments.moderate_comment"):
        charts += cache.get_or_set("charts-comments", lambda: [waiting_comments()], SECONDS)
    return charts


def of_articles() -> list[Chart]:
    return [pieces_a_day(), hours_in_stages(), most_read_today()]


def last_days() -> list:
    today = timezone.now().astimezone(VIETNAM).date()
    return [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]


def by_day(rows, field: str) -> list[tuple[str, int]]:
    """How many of the rows fall on each of the last days in Việt Nam."""
    days = last_days()
    since = timezone.now() - timedelta(days=DAYS + 1)
    found = rows.filter(**{f"{field}__gte": since}).annotate(on_day=TruncDate(field, tzinfo=VIETNAM))
    counts = dict(found.order_by().values_list("on_day").annotate(Count("pk")))
    return [(dates.short_date(day)[:5], counts.get(day, 0)) for day in days]


def pieces_a_day() -> Chart:
    return Chart(
        _("Published a day"), _("Day"), _("Articles"), by_day(Article.objects.published(), "published_at")
    )


def most_read_today() -> Chart:
    rows = [(excerpt(card.title, 20), card.day_readers) for card in most_read()["day"]]
    return Chart(_("Most read in 24 hours"), _("Article"), _("Readers"), rows)


def waiting_comments() -> Chart:
    rows = by_day(Comment.objects.held(), "created_at")
    return Chart(_("Waiting comments, by the day they came"), _("Day"), _("Comments"), rows)


def hours_in_stages() -> Chart:
    """The median of the last 30 days, in hours: from one hand to the next."""
    names = {
        "submit": _("With the editor"),
        "pass_on": _("With the secretary"),
        "approve": _("Approved, not out yet"),
    }
    steps = Revision.objects.filter(act__in=STEPS, at__gte=timezone.now() - timedelta(days=30))
    before = {"partition_by": [F("article")], "order_by": F("version").asc()}
    pairs = steps.annotate(came=Window(Lag("at"), **before), step=Window(Lag("act"), **before)).order_by(
        "-at"
    )[:MOST_STEPS]
    spent: dict[str, list[float]] = {step: [] for step in names}
    for step, came, left in pairs.values_list("step", "came", "at"):
        if step in spent:
            spent[step].append((left - came).total_seconds() / 3600)
    rows = [(names[step], round(median(hours)) if hours else 0) for step, hours in spent.items()]
    return Chart(_("Time in each stage (median, 30 days)"), _("Stage"), _("Hours"), rows)
