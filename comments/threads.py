"""Comments as readers see them: threads of two levels, in one of three orders, cut into pages."""

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.paging import Page, page_number
from comments.models import Comment

PAGE_SIZE = 50  # threads
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
