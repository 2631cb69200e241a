"""Comments as finished texts for templates/comments/_comment.html, _item.html and _like.html."""

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.editions import spoken_dates
from articles.stencils import Stencil
from comments.models import Comment
from vietnamese import dates, numbers

COMMENT = Stencil("comments/_comment.html", "comment")
ITEM = Stencil("comments/_item.html", "comment")


def printed(comment: Comment, *, is_public=False, is_open=False) -> SafeString:
    """`is_public`: with what readers may do with it; `is_open`: answering, too."""
    return COMMENT(fields_of(comment), is_public=bool(is_public), is_open=bool(is_open))


def printed_thread(root: Comment, *, is_open=False) -> SafeString:
    """The item of a list: the first comment of a thread with its `answers_shown` below it."""
    options = {"is_public": True, "is_open": bool(is_open)}
    answers = (ITEM(fields_of(answer), is_answer=True, **options) for answer in root.answers_shown)
    below = {
        "answers_below": format_html_join("", "{}", ((answer,) for answer in answers)),
        "has_more": root.has_more_answers,
    }
    return ITEM(fields_of(root) | below, is_answer=False, **options)


def fields_of(comment: Comment) -> dict:
    answers = comment.answers if comment.answers_id and comment.answers_id != comment.parent_id else None
    return {
        "pk": str(comment.pk),
        "article": str(comment.article_id),
        "root": str(comment.parent_id or comment.pk),
        "name": comment.name,
        "iso": dates.iso(comment.created_at),
        "time": spoken_dates().long_date(comment.created_at),
        "text": comment.text,
        "answers": answers and str(answers.pk),
        "answers_name": answers and answers.name,
        "likes": comment.likes and numbers.grouped(comment.likes),
        "is_edited": comment.is_edited,
    }
