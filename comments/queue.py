"""The moderators' list: one state at a time, the waiting ones oldest first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from articles.paging import Page, page_number
from comments.models import Comment, State

SIZE = 50
ALL = "all"
LABELS = {
    State.HELD: _("Waiting"),
    State.APPROVED: _("Approved"),
    State.REJECTED: _("Rejected"),
    ALL: _("All comments"),
}


@dataclass
class Queue:
    state: str
    words: str  # searched for
    tabs: list[dict]  # {label, url, is_current}
    waiting: int
    page: Page
    here: str  # the query string of this very list, to come back to


def comment_queue(request) -> Queue:
    """The list a moderator asked for by ?state=, ?q= and ?trang=; 404 for a page that does not exist."""
    state = request.GET.get("state", State.HELD)
    state = state if state in LABELS else State.HELD
    words = request.GET.get("q", "").strip()[:200]
    number = page_number(request)
    start = (number - 1) * SIZE
    rows = list(_comments(state, words)[start : start + SIZE + 1])
    parameters = {"state": state} | ({"q": words} if words else {})
    page = Page(rows[:SIZE], number, len(rows) > SIZE, request.path, parameters)
    here = urlencode(parameters | ({"trang": number} if number > 1 else {}))
    return Queue(state, words, _tabs(state, words), Comment.objects.held().count(), page, here)


def _comments(state: str, words: str):
    comments = Comment.objects.select_related("article__section", "decided_by").defer(
        "article__body", "email"
    )
    if words:
        comments = comments.found_by(words)
    if state == ALL:
        return comments.order_by("-pk")
    order = ("created_at", "pk") if state == State.HELD else ("-decided_at", "-pk")
    return comments.filter(state=state).order_by(*order)


def _tabs(current: str, words: str) -> list[dict]:
    search = {"q": words} if words else {}
    return [
        {"label": label, "url": f"?{urlencode({'state': state} | search)}", "is_current": state == current}
        for state, label in LABELS.items()
    ]
