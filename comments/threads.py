"""Comments as readers see them: threads of two levels, in one of three orders, cut into pages."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.content import VIETNAMESE
from articles.paging import Page, page_number
from articles.prepared import Prepared
from comments.models import Comment

PAGE_SIZE = 50  # threads
ON_THE_PAGE = 20  # threads below an article
ANSWERS_SHOWN = 3  # below a comment in a list; all of them on the thread's own page
ANSWERS_ON_PAGE = 500  # of one thread: longer ones are a quarrel, not a talk
ORDERS = {  # by the name of the address
    "all": (pgettext_lazy("order of comments", "Oldest"), ("created_at", "pk")),
    "newest": (pgettext_lazy("order of comments", "Newest"), ("-created_at", "-pk")),
    "liked": (_("Most liked"), ("-likes", "-pk")),
}


def printed():
    """Approved comments without what no public page shows."""
    return Comment.objects.approved().defer("email", "folded", "content_hash", "writer", "network")


def threads(article, order: str = "newest"):
    """First comments of an article's threads, each with the beginning of `answers_shown`. Two queries."""
    answers = printed().order_by("created_at", "pk").select_related("answers")
    first_answers = Prefetch("thread", answers[: ANSWERS_SHOWN + 1], to_attr="found_answers")
    roots = printed().filter(article=article, parent=None).order_by(*ORDERS[order][1])
    return roots.prefetch_related(first_answers)


SHOWN = ("id", "article_id", "parent_id", "answers_id", "name", "text", "original", "created_at", "likes")


def _newest(article: int) -> QuerySet:
    """The newest threads; the beginning of the answers as rows of plain data in `answer_rows`."""
    columns = {name: name for name in SHOWN} | {"answers_name": "answers__name"}
    answers = printed().filter(parent=OuterRef("pk")).order_by("created_at", "pk")
    rows = ArraySubquery(answers.values(row=JSONObject(**columns))[: ANSWERS_SHOWN + 1])
    roots = printed().filter(article=article, parent=None).order_by(*ORDERS["newest"][1])
    return roots.only(*SHOWN).annotate(answer_rows=rows)[: ON_THE_PAGE + 1]


NEWEST = Prepared(_newest)


def newest_threads(article) -> list[Comment]:
    """What stands below every article, and one thread more to tell that there are others. One query."""
    roots = NEWEST(article=article.pk)
    for root in roots:
        root.found_answers = list(map(_answer, root.answer_rows))
    return cut_answers(roots)


def _latest(number: int) -> QuerySet:
    """The newest of the whole paper, each with what its article's address needs."""
    vietnamese = Comment.objects.approved().filter(article__language=VIETNAMESE)
    rows = vietnamese.order_by("-created_at", "-pk").select_related("article__section")
    article = ("article__title", "article__slug", "article__section__path")
    return rows.only("name", "text", "created_at", "parent", *article)[:number]


LATEST: dict[int, Prepared] = {}  # as many as templates ask differently


def latest(number: int) -> list[Comment]:
    return LATEST.setdefault(number, Prepared(lambda: _latest(number)))()


def _answer(row: dict) -> Comment:
    answered = Comment(pk=row["answers_id"], name=row.pop("answers_name"))
    answer = Comment.from_db(None, SHOWN, [row[name] for name in SHOWN])
    answer.created_at = datetime.fromisoformat(answer.created_at)
    answer.answers = answered
    return answer


def cut_answers(roots: list[Comment]) -> list[Comment]:
    """Set `answers_shown` and `has_more_answers`: one answer more than shown was fetched to tell."""
    for root in roots:
        root.answers_shown = root.found_answers[:ANSWERS_SHOWN]
        root.has_more_answers = len(root.found_answers) > ANSWERS_SHOWN
    return roots


def page_of_threads(request, article, order: str) -> Page:
    """The page ?trang= asks for; 404 for one that does not exist."""
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    roots = cut_answers(list(threads(article, order)[start : start + PAGE_SIZE + 1]))
    if not roots and number > 1:
        raise Http404
    return Page(roots[:PAGE_SIZE], number, len(roots) > PAGE_SIZE, request.path, {})


def whole_thread(article, pk: int) -> Comment:
    """One thread with all its answers; 404 unless its first comment is printed on this very article."""
    root = printed().filter(article=article, parent=None, pk=pk).first()
    if root is None:
        raise Http404
    answers = printed().filter(parent=root).order_by("created_at", "pk").select_related("answers")
    root.answers_shown, root.has_more_answers = list(answers[:ANSWERS_ON_PAGE]), False
    return root
