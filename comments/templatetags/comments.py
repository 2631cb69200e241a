from django import template

from comments.printing import printed, printed_thread
from comments.reading import switch_of, total_of
from comments.threads import ON_THE_PAGE, latest, newest_threads

register = template.Library()
register.simple_tag(printed, name="printed_comment")
register.simple_tag(printed_thread)


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
    return {"comments": latest(number)}
