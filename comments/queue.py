"""The moderators' list: one state at a time, narrowed by words and reasons, riskiest or oldest first."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Aggregate, DurationField, F
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.paging import Page, page_number
from comments.models import Act, Comment, CommentAct, State
from comments.moderation import Flag
from vietnamese.finding import marks_first

SIZE = 50
MOST_AT_ONCE = 1000  # decided by one press of a button on a whole filter
ALL, REPORTED = "all", "reported"
LABELS = {
    State.HELD: _("Waiting"),
    REPORTED: _("Reported by readers"),
    State.APPROVED: _("Approved"),
    State.REJECTED: _("Rejected"),
    ALL: _("All comments"),
}
RISKIEST, OLDEST = "rui-ro", "cu-nhat"
ORDERS = {RISKIEST: _("Riskiest first"), OLDEST: _("Oldest first")}


class Median(Aggregate):
    """PERCENTILE_CONT(0.5), the middle value."""

    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True)
class Filter:
    """What a moderator looks at; made from the query string, and turned into it again."""

    state: str = State.HELD
    words: str = ""
    flag: str = ""
    order: str = RISKIEST

    @classmethod
    def read(cls, values: QueryDict) -> "Filter":
        """Unknown values fall back to the usual ones."""
        state, flag, order = values.get("state"), values.get("co"), values.get("xep")
        return cls(
            state if state in LABELS else State.HELD,
            values.get("q", "").strip()[:200],
            flag if flag in Flag.values else "",
            order if order in ORDERS else RISKIEST,
        )

    def parameters(self, **other) -> dict:
        values = {"state": self.state, "q": self.words, "co": self.flag} | (
            {"xep": self.order} if self.order != RISKIEST else {}
        )
        return {name: value for name, value in (values | other).items() if value}

    def comments(self, person):
        """The comments it finds, in its order; waiting ones without those on somebody else's screen."""
        comments = self._ordered(person)
        if not self.words:
            return comments
        return marks_first(comments, comments.found_by(self.words), self.words, ("name", "text"))

    def _ordered(self, person):
        comments = Comment.objects.all()
        if self.flag:
            comments = comments.filter(flags__contains=[self.flag])
        if self.state == State.HELD:
            order = ("created_at", "pk") if self.order == OLDEST else ("-risk", "created_at", "pk")
            return comments.held().free_for(person).order_by(*order)
        if self.state == REPORTED:
            return comments.reported().order_by("created_at", "pk")
        if self.state == ALL:
            return comments.order_by("-pk")
        return comments.filter(state=self.state).order_by("-decided_at", "-pk")


@dataclass
class Queue:
    filter: Filter
    tabs: list[dict]  # {label, url, is_current}
    orders: list[dict]
    flags: list[tuple[str, str]]
    page: Page
    here: str  # the query string of this very list, to come back to
    counters: dict


def comment_queue(request, *, may_decide: bool) -> Queue:
    """The list a moderator asked for; claims the waiting ones it shows. 404 for a page there is not."""
    chosen = Filter.read(request.GET)
    number = page_number(request)
    rows, has_next = _rows(chosen, number, request.user, claims=may_decide and chosen.state == State.HELD)
    page = Page(rows, number, has_next, request.path, chosen.parameters())
    here = urlencode(chosen.parameters() | ({"trang": number} if number > 1 else {}))
    tabs = [
        _link(label, chosen.parameters(state=state), state == chosen.state) for state, label in LABELS.items()
    ]
    orders = [
        _link(label, chosen.parameters(xep=order), order == chosen.order) for order, label in ORDERS.items()
    ]
    return Queue(chosen, tabs, orders, Flag.choices, page, here, counters(request.user))


def _link(label: str, parameters: dict, is_current: bool) -> dict:
    return {"label": label, "url": f"?{urlencode(parameters)}", "is_current": is_current}


def _rows(chosen: Filter, number: int, person, *, claims: bool) -> tuple[list[Comment], bool]:
    start = (number - 1) * SIZE
    comments = (
        chosen.comments(person)
        .select_related("article__section", "decided_by", "parent", "answers")
        .defer("article__body", "email", "parent__email", "answers__email")
    )
    rows = list(comments[start : start + SIZE + 1])
    shown, has_next = rows[:SIZE], len(rows) > SIZE
    if claims:
        Comment.objects.claim([row.pk for row in shown], person)
        mine = set(
            Comment.objects.filter(pk__in=[row.pk for row in shown], claimed_by=person).values_list(
                "pk", flat=True
            )
        )
        shown = [row for row in shown if row.pk in mine]
    return shown, has_next


def counters(person) -> dict:
    """{waiting, reported, mine: decided today by this person, median: seconds to a decision, last day}."""
    now = timezone.now()
    lately = Comment.objects.filter(decided_at__gt=now - timedelta(days=1)).exclude(state=State.HELD)
    waited = lately.aggregate(middle=Median(F("decided_at") - F("created_at"), output_field=DurationField()))
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = CommentAct.objects.filter(by=person, at__gte=midnight, act__in=(Act.APPROVE, Act.REJECT))
    return {
        "waiting": Comment.objects.held().count(),
        "reported": Comment.objects.reported().count(),
        "mine": mine.count(),
        "median": waited["middle"].total_seconds() if waited["middle"] is not None else None,
    }
