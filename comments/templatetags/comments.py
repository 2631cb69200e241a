from django import template
from django.db.models import Exists

from articles.models import Article
from comments.models import Comment, CommentPolicy, CommentTotal
from comments.threads import cut_answers, threads

register = template.Library()
ON_THE_PAGE = 20  # threads below an article


@register.inclusion_tag("comments/_thread.html")
def comment_thread(article) -> dict:
    """The threads of an article, newest first, and the way to the form: stands in cached pages.

    At most three queries, one where nobody has written yet.
    """
    total, is_open = _total_and_switch(article)
    roots = cut_answers(list(threads(article)[: ON_THE_PAGE + 1])) if total else []
    return {
        "article": article,
        "total": total,
        "comments": roots[:ON_THE_PAGE],
        "has_more": len(roots) > ON_THE_PAGE,
        "is_open": is_open,
    }


def _total_and_switch(article) -> tuple[int, bool]:
    closed = Exists(CommentPolicy.objects.closing(article))
    total, closed = Article.objects.filter(pk=article.pk).values_list("comment_total__approved", closed).get()
    return total or 0, article.comments_are_open and not closed


@register.inclusion_tag("comments/_latest.html")
def latest_comments(number: int = 5) -> dict:
    """The newest approved comments of the whole paper, each with its article. One query."""
    rows = Comment.objects.approved().order_by("-created_at", "-pk").select_related("article__section")
    shown = rows.only(
        "name", "text", "created_at", "parent", "article__title", "article__slug", "article__section__path"
    )
    return {"comments": shown[:number]}


@register.simple_tag
def count_comments(*lists) -> str:
    """Give every article of these lists (or single ones) its `comment_count`. One query; prints nothing."""
    cards = [card for part in lists if part for card in (part if hasattr(part, "__iter__") else [part])]
    totals = CommentTotal.objects.of_many(card.pk for card in cards)
    for card in cards:
        card.comment_count = totals.get(card.pk, 0)
    return ""
