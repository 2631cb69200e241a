from django import template

from articles.models import Article
from comments.models import CommentTotal
from comments.printing import printed
from comments.reading import switch_of, total_of
from comments.threads import ON_THE_PAGE, latest, newest_threads

register = template.Library()
register.simple_tag(printed, name="printed_comment")


@register.inclusion_tag("comments/_thread.html")
def comment_thread(article) -> dict:
    """The threads of an article, newest first, and the way to the form: stands in cached pages.

    One query for an article that was read with its parts, none where nobody has written yet.
    """
    total, is_open = total_of(article), switch_of(article)
    roots = newest_threads(article) if total else []
    return {
        "article": article,
        "total": total,
        "comments": roots[:ON_THE_PAGE],
        "has_more": len(roots) > ON_THE_PAGE,
        "is_open": is_open,
    }


@register.inclusion_tag("comments/_latest.html")
def latest_comments(number: int = 5) -> dict:
    """The newest approved comments of the whole paper, each with its article. One query."""
    return {"comments": latest()[:number]}


def _flat(parts):
    for part in parts:
        if isinstance(part, Article):
            yield part
        elif part:
            yield from _flat(getattr(part, "stories", part))  # a block of the front page is a list, too


@register.simple_tag
def count_comments(*lists) -> str:
    """Give every article of these lists (or blocks, or single ones) its `comment_count`; prints nothing.

    One query.
    """
    cards = list(_flat(lists))
    totals = CommentTotal.objects.of_many(card.pk for card in cards)
    for card in cards:
        card.comment_count = totals.get(card.pk, 0)
    return ""
